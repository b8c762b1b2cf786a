"""Polarity: is what the claim reports affirmed, or negated, denied or refused?

A negation keeps what it negates in the reader's mind (Givón 1978, *Negation in language*; Moeschler 1992), so one
outlet that writes "refused to condemn" and another that is silent do not frame alike. Cues and scopes as in NegEx
(Chapman et al. 2001) and the *SEM task on negation (Morante & Blanco 2012); verbs that reverse their complement as
in work on implicatives (Karttunen 1971), where two reversals cancel out: "did not deny" affirms.

``value`` is that of the main assertion, looked for beneath attribution: of "X said he had not" it is *had not*, of
"X did not say whether" it is *did not say*.

Labels:
    * ``affirmed`` 1.0: no reversal, or two that cancel out.
    * ``partly`` 0.5: a reversal, but of something beside the main assertion.
    * ``negated`` 0.0: it is said not to be so, or not to have come about (*n'a pas*, *never*, *failed to*).
    * ``denied`` 0.0: somebody is said to deny it (*dément*, *denies*, "called the report false").
    * ``refused`` 0.0: somebody will not do, allow or accept it (*refuse de*, *rejects*, *ruled out*).

Acts that undo or forbid something ("cancelled the summit", "banned the march") are acts, and affirmed. It cannot see
irony, rhetorical questions, or a negation that the parser hangs on the wrong verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, plain
from sinorus_lib.framing.parsed import tokens_of
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sinorus_lib.alignment.polarity import Reversal

VALUES = {"affirmed": 1.0, "partly": 0.5, "negated": 0.0, "denied": 0.0, "refused": 0.0}
_CERTAIN = {"negation": "negated", "denial": "denied"}
Entries = dict[str, tuple[frozenset[str], ...]]


class PolarityMeasure:
    """Whether a claim affirms what it reports; see the module."""

    name = "polarity"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the polarity of the main assertion, and the cue and scope of each reversal that counts."""
        found = _reversals(doc, lexicon.language)
        if not found:
            return Reading(VALUES["affirmed"], "affirmed")
        main = _main(doc, context, lexicon.language)
        on_main = [item for item in found if main is not None and _covers(item.cue, main)]
        label = _label(found, on_main)
        return _reading(label, sorted(found, key=lambda item: (item not in on_main, item.cue.start)))


@dataclass(frozen=True)
class _Counted:
    """A reversal that counts for this measure, and the label it gives."""

    cue: Reversal
    label: str


def _reversals(doc: Doc, language: str) -> list[_Counted]:
    # Imported late: what aligns claims reads the lexicons of this package.
    from sinorus_lib.alignment.polarity import find_reversals

    found = ((item, _class_of(item, doc, language)) for item in find_reversals(doc, language))
    return [_Counted(item, label) for item, label in found if label is not None]


def _main(doc: Doc, context: Context, language: str) -> Token | None:
    """Return the main predicate of the claim without an attribution that stands at an edge of it."""
    from sinorus_lib.alignment.polarity import main_predicate

    clauses = (item.clause for item in context.attributions[:1] if not item.negated and item.cue_class != "deny")
    start, end = next((clause for clause in clauses if clause is not None), (0, 0))
    found = main_predicate(doc, language, end) if start == 0 else main_predicate(doc, language, 0, start)
    return found if found is not None else main_predicate(doc, language)


def _class_of(reversal: Reversal, doc: Doc, language: str) -> str | None:
    """Return the label that a reversal gives to its scope; ``None`` if it is an act like others."""
    if reversal.kind in _CERTAIN:
        return _CERTAIN[reversal.kind]
    tokens = [token for token in tokens_of(doc) if reversal.start <= token.idx < reversal.end]
    words = {form for token in tokens for form in (plain(token.text), plain(token.lemma_))}
    return next(
        (label for label, entries in _entries(language).items() if any(item <= words for item in entries)), None
    )


@cache
def _entries(language: str) -> Entries:
    table = language_table("sinorus_lib.framing", "lexicons/polarity.yaml", language, of="refusals")
    return {
        label: tuple(frozenset(plain(entry).split()) for entry in table[label]) for label in ("refused", "negated")
    }


def _covers(reversal: Reversal, main: Token) -> bool:
    low, high = reversal.scope
    return low <= main.idx < high


def _label(found: Sequence[_Counted], on_main: Sequence[_Counted]) -> str:
    """Return the label of the reversals; of several on the main assertion the widest gives it."""
    if len(on_main) % 2:
        return max(on_main, key=lambda item: item.cue.scope[1] - item.cue.scope[0]).label
    return "partly" if len(on_main) < len(found) else "affirmed"


def _reading(label: str, found: Sequence[_Counted]) -> Reading:
    pairs = [pair for item in found for pair in (((item.cue.start, item.cue.end), "cue"), (item.cue.scope, "scope"))]
    unique = list(dict.fromkeys(pairs))
    return Reading(VALUES[label], label, tuple(span for span, _ in unique), tuple(note for _, note in unique))
