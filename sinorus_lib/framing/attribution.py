"""Attribution: is the claim the outlet's own, or somebody else's, and whose?

After Pareti (2015, *Attribution: A Computational Approach*): an attribution has a source, a cue and
a content. The source is looked for around reporting verbs by dependency (subject, inverted subject
of a parenthetical, antecedent of a relative clause, agent of a passive), around markers (*selon*,
*according to*), reporting nouns, and the French reportative conditional (Dendale 1993).

``value`` is 0.0 in the outlet's own voice, 0.5 when the claim is attributed but no source is expressed (hearsay:
"reportedly", "is said to", "on dit que", the French « aurait », a quotation nobody is given for), and 1.0 when it is
attributed to a source, be it only a pronoun.

Speech, writing, belief and evaluation all count, with a clause ("said that", "is convinced that"), an infinitive
("hopes to win", "urged them to leave") or an object of a verb that says something of it ("denounced the attack",
"called for a truce", "warned against"), if the subject can speak. What is only possible or a duty ("might say", « il
faut dire ») and general expectation or repute ("is expected to", "is considered") stay in the outlet's own voice.

Labels:
    * ``named_person``: somebody with a name.
    * ``office``: a role without a name ("a spokesman of the ministry", "le maire").
    * ``organisation``: a body, or a place that stands for its government ("Washington").
    * ``media``: a newspaper, a channel, an agency, "the press".
    * ``anonymous``: sources and officials left without name or exact role.
    * ``collective``: a group ("experts", "residents", "les Américains").
    * ``unspecified``: a pronoun that nothing resolves, or hearsay with no source at all.
    * ``own_voice``: nobody else; the outlet asserts it.

Evidence: the sources and cues of all attributions of the claim, with the notes ``source`` and ``cue``.

It does not resolve pronouns (the ``speaker`` column of the claim may), does not look beyond the
claim (`sinorus_lib.framing.relations` does both), takes one source a claim for its label (the
outermost), and does not know a person's role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.conditional import reportative_spans
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Span, load_lexicon, plain
from sinorus_lib.framing.parsed import found_once, text_of
from sinorus_lib.framing.reporting import markers, syntax
from sinorus_lib.framing.reporting.model import Attribution
from sinorus_lib.framing.reporting.sources import class_of_name
from sinorus_lib.framing.reporting.verbs import reporting_verbs
from sinorus_lib.quotations import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Attribution", "AttributionMeasure", "find_attributions"]

MOSTLY_QUOTED = 0.5
OWN_VOICE, HEARSAY, SOURCED = 0.0, 0.5, 1.0


def find_attributions(doc: Doc, language: str, quotations: list[Span] | None = None) -> list[Attribution]:
    """Return the attributions of a parsed sentence, strongest first.

    Those outside quotation marks come first, then those with a source, then by position.

    Args:
        doc: the sentence, parsed.
        language: ``fr`` or ``en``.
        quotations: what is quoted of it, where the article knows better; found in the sentence if not given.

    Raises:
        SinorusError: if there is no lexicon for the language.
    """
    lexicon = load_lexicon(language)
    if quotations is not None:
        return _attributions(doc, lexicon, quotations)
    return found_once(doc, f"attributions {language}", lambda: _attributions(doc, lexicon, _quoted(doc)))


def _quoted(doc: Doc) -> list[Span]:
    return [(item.start, item.end) for item in find_quotations(text_of(doc))]


def _attributions(doc: Doc, lexicon: Lexicon, quotations: list[Span]) -> list[Attribution]:
    found = [
        *reporting_verbs(doc, lexicon, quotations),
        *markers.source_markers(doc, lexicon),
        *markers.opinion_markers(doc, lexicon),
        *markers.reporting_nouns(doc, lexicon),
        *markers.bare_markers(doc, lexicon),
        *markers.possessed_markers(doc, lexicon),
        *markers.opinion_adjectives(doc, lexicon),
        *_reportative(doc),
    ]
    return _distinct(sorted(found, key=lambda item: _rank(item, quotations)))


def _reportative(doc: Doc) -> list[Attribution]:
    found = reportative_spans(doc)
    return [Attribution(None, span, None, "neutral", "unspecified", "marker", frame="hearsay") for span in found]


def _rank(item: Attribution, quotations: list[Span]) -> tuple[bool, bool, bool, int]:
    inside = syntax.in_quotation(item.cue[0], quotations)
    return inside, item.source is None, item.clause is None, item.cue[0]


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """Keep the first of attributions whose cues overlap."""
    kept: list[Attribution] = []
    for item in found:
        if not any(item.cue[0] < other.cue[1] and other.cue[0] < item.cue[1] for other in kept):
            kept.append(item)
    return kept


class AttributionMeasure:
    """Whose claim it is; see the module."""

    name = "attribution"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return 1.0 and the class of the source, 0.5 and ``unspecified`` for hearsay, or 0.0 and ``own_voice``."""
        if context.attributions:
            return self._attributed(doc, context, lexicon)
        if context.speaker is not None:
            return Reading(SOURCED, class_of_name(context.speaker, lexicon))
        quoted = context.quoted > MOSTLY_QUOTED
        return Reading(HEARSAY, "unspecified") if quoted else Reading(OWN_VOICE, "own_voice")

    def _attributed(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        label = context.attributions[0].source_class
        if label == "unspecified" and context.speaker is not None:
            label = class_of_name(context.speaker, lexicon)
        marked = [pair for item in context.attributions for pair in _marked(item)]
        sourced = context.speaker is not None or any(_has_source(item, doc, lexicon) for item in context.attributions)
        value = SOURCED if sourced else HEARSAY
        return Reading(value, label, tuple(span for span, _ in marked), tuple(note for _, note in marked))


def _has_source(item: Attribution, doc: Doc, lexicon: Lexicon) -> bool:
    """Say whether somebody in particular stands behind an attribution: not "on dit que"."""
    if item.source is None:
        return False
    return plain(text_of(doc)[slice(*item.source)]) not in lexicon.words["impersonal"]


def _marked(item: Attribution) -> tuple[tuple[Span, str], ...]:
    """Return the words of an attribution and what they are."""
    cue = (item.cue, "cue")
    return (cue,) if item.source is None else ((item.source, "source"), cue)
