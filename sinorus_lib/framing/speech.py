"""Speech: are the words the source's own, or the outlet's?

Leech & Short (1981) and Semino & Short (2004) order the presentation of speech by how much of the
original wording it claims to keep. Quotation marks around a word or two that nobody is said to have
used are something else: with scare quotes the outlet keeps its distance (Bell 1991; Predelli 2003).

``value`` is the share of the claim inside quotation marks, 0 to 1.

Labels:
    * ``direct``: more than half of the claim is quoted.
    * ``partial``: some words are quoted as somebody's.
    * ``scare``: one to three words in quotation marks that no source is given for, or after "so-called".
    * ``indirect``: nothing is quoted, but the claim is attributed.
    * ``none``: neither.

Evidence: the quoted words (notes ``quotation``, ``scare quotes``), else the cues of the attributions
(``cue``). A title of a work, a nickname, or a word that is named as such ("the term “hub”") is neither;
they are told by the noun before them, by their capitals, and by a name around them.

It cannot tell irony from a word quoted of somebody who is named in another sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import text_of
from sinorus_lib.quotations import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOSTLY = 0.5
SCARE_WORDS = 3
TITLE_WORDS = 8
REACH = 3  # words before a quotation in which its noun stands: "the 1961 film “Lola”"
QUOTATION, SCARE, TITLE, CUE = "quotation", "scare quotes", "title", "cue"
_MARKS = "«“„‹\"‘' \u00a0\u202f"
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_WORD = re.compile(r"[\w’'.-]*\w")


class SpeechMeasure:
    """How much of a claim is quoted; see the module."""

    name = "speech"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the quoted share, its class, and the quoted words or else the cues."""
        marked = _quoted(text_of(doc), context, lexicon) if context.quoted > 0 else []
        label = _label(context, [note for _, note in marked])
        evidence = sorted((item for item in marked if item[1] != TITLE), key=lambda item: item[0][0] - item[0][1])
        if not evidence:
            evidence = [(item.cue, CUE) for item in context.attributions]
        spans, notes = tuple(span for span, _ in evidence), tuple(note for _, note in evidence)
        return Reading(min(1.0, context.quoted), label, spans, notes)


def _quoted(text: str, context: Context, lexicon: Lexicon) -> list[tuple[Span, str]]:
    """Return what is quoted in a claim, and what each quotation is."""
    spans = [(item.start, item.end) for item in find_quotations(text)]
    return [(span, _kind(text, span, context, lexicon)) for span in spans]


def _kind(text: str, span: Span, context: Context, lexicon: Lexicon) -> str:
    words = _WORD.findall(text[slice(*span)])
    lead = _WORD.findall(plain(text[max(0, span[0] - 60) : span[0]].rstrip(_MARKS)))[-REACH:]
    if len(words) <= SCARE_WORDS and lead and lead[-1] in lexicon.words["distancing"]:
        return SCARE
    if len(words) <= TITLE_WORDS and _is_title(text, span, words, lead, lexicon):
        return TITLE
    return (
        SCARE
        if len(words) <= SCARE_WORDS and not _has_source(context) and not _is_exclaimed(text, span)
        else QUOTATION
    )


def _is_title(text: str, span: Span, words: list[str], lead: list[str], lexicon: Lexicon) -> bool:
    """Say whether the marks hold a title, a nickname or a word as such."""
    works = lexicon.words["works"]
    opened = words[:1] and (words[0][:1].isupper() or words[0][:1].isdigit())
    named = opened and any(word in works or word.removesuffix("s") in works for word in lead)
    if named or any(word in lexicon.words["naming"] for word in lead[-2:]):
        return True
    if len(words) <= SCARE_WORDS and _between_names(text, span):
        return True
    if words and not _ELIDED.sub("", words[0])[:1].isupper():
        return False
    capitals = [word for word in words if _ELIDED.sub("", word)[:1].isupper()]
    return len(words) > 1 and len(capitals) >= 2 and len(capitals) >= len([word for word in words if len(word) > 3])


def _between_names(text: str, span: Span) -> bool:
    """Say whether a capitalised word stands on either side, and a capital opens the quotation: John “Jack” Reed."""
    before = text[: span[0]].rstrip(_MARKS).split()
    after = text[span[1] + 1 :].lstrip("»”\"’' \u00a0\u202f")
    quoted = text[slice(*span)].strip()
    return bool(before) and len(before) > 0 and all(part[:1].isupper() for part in (before[-1], after, quoted))


def _is_exclaimed(text: str, span: Span) -> bool:
    """Say whether a quotation is a whole utterance: it ends as a sentence does."""
    words = text[slice(*span)].strip()
    return words[-1:] in {"!", "?", "…"} or (words[-1:] == "." and words[:1].isupper())


def _has_source(context: Context) -> bool:
    return context.speaker is not None or any(item.source is not None for item in context.attributions)


def _label(context: Context, kinds: list[str]) -> str:
    if context.quoted > MOSTLY:
        return "direct"
    if context.quoted > 0 and (QUOTATION in kinds or not kinds):
        return "partial"
    if SCARE in kinds:
        return "scare"
    return "indirect" if context.attributions or context.speaker is not None else "none"
