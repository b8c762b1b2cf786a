"""Certainty: how sure the outlet makes a claim sound.

The levels follow FactBank (Saurí & Pustejovsky 2009: certain, probable, possible, unknown), seen from
the outlet: what a source says stays *reported* however sure the source is, unless the reporting verb
presupposes it (factives, Karttunen 1971). Hedges after Hyland (1998, 2005); the French reportative
conditional after Dendale (1993) and Kronning (2012) counts like *reportedly*.

``value`` is that of the least certain cue on the main assertion.

Labels:
    * ``asserted`` 1.0: stated as fact.
    * ``probable`` 0.75: likely, inferred, expected (*sans doute*, *semble*, *must have*).
    * ``reported`` 0.6: on somebody's word (*X said*, *selon*, *reportedly*, *aurait demandé*).
    * ``possible`` 0.4: may be so, or would be so under a condition (*peut*, *might*, *pourrait*).
    * ``speculative`` 0.1: open, unknown, doubtful, rumour (*unclear*, *peu probable*), or a question.

It cannot see ability against possibility in *peut* and *could*, the scope of a cue beyond relative
clauses, irony, or the future, which counts as asserted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.conditional import HYPOTHETICAL, REPORTATIVE, conditional_functions
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Span
from sinorus_lib.framing.reporting_cue import commitment

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEVELS = {"asserted": 1.0, "probable": 0.75, "reported": 0.6, "possible": 0.4, "speculative": 0.1}
FACTIVE = 0.75
FUNCTIONS = {REPORTATIVE: "reported", HYPOTHETICAL: "possible"}


class CertaintyMeasure:
    """How sure a claim sounds; see the module."""

    name = "certainty"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the level of the least certain cue, and every cue, least certain first."""
        phrases = _phrases(doc, lexicon)
        conditionals = _conditionals(doc, phrases, lexicon)
        cues = [*phrases, *conditionals, *_reported(context, lexicon), *_question(doc, lexicon)]
        if not cues:
            return Reading(LEVELS["asserted"], "asserted")
        cues.sort(key=lambda cue: (LEVELS[cue[1]], cue[0]))
        label = cues[0][1]
        return Reading(LEVELS[label], label, tuple(dict.fromkeys(span for span, _ in cues)))


def _phrases(doc: Doc, lexicon: Lexicon) -> list[tuple[Span, str]]:
    excluded = list(lexicon.not_certainty.find(doc.text))
    found = [(span, level) for level, phrases in lexicon.certainty.items() for span in phrases.find(doc.text)]
    kept = [(span, level) for span, level in found if not _within(span, excluded)]
    return [(span, level) for span, level in kept if _is_main(doc, span, lexicon) and not _covered(span, kept)]


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _covered(span: Span, found: list[tuple[Span, str]]) -> bool:
    """Say whether a longer cue holds this one: "peu probable" holds "probable"."""
    return any(start <= span[0] and span[1] <= end and end - start > span[1] - span[0] for (start, end), _ in found)


def _is_main(doc: Doc, span: Span, lexicon: Lexicon) -> bool:
    """Say whether a cue bears on the main assertion: not inside a relative clause."""
    token = next((item for item in doc if item.idx <= span[0] < item.idx + len(item.text)), None)
    while token is not None and token.head != token:
        if token.dep_ in lexicon.parse["relative"]:
            return False
        token = token.head
    return True


def _conditionals(doc: Doc, phrases: list[tuple[Span, str]], lexicon: Lexicon) -> list[tuple[Span, str]]:
    """Return the conditionals that lower certainty and are not cues already, such as *devrait*."""
    named = [((item.start_char, item.end_char), name) for item, name in conditional_functions(doc)]
    taken = [span for span, _ in phrases]
    free = [(span, name) for span, name in named if not any(_overlap(span, other) for other in taken)]
    return [(span, FUNCTIONS[name]) for span, name in free if name in FUNCTIONS and _is_main(doc, span, lexicon)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _reported(context: Context, lexicon: Lexicon) -> list[tuple[Span, str]]:
    """Return the cues that leave the truth to the source; quoted words are never the outlet's."""
    weak = [item for item in context.attributions if item.how == "direct" or commitment(item, lexicon) < FACTIVE]
    return [(item.cue, "reported") for item in weak]


def _question(doc: Doc, lexicon: Lexicon) -> list[tuple[Span, str]]:
    """Return the question mark that ends the claim or a quotation in it."""
    marks = [token.idx for token in doc if token.text in lexicon.question]
    ends = [mark for mark in marks if doc.text[mark + 1 :].lstrip()[:1] in {"", "»", "”", '"', "’", ")"}]
    return [((mark, mark + 1), "speculative") for mark in ends]
