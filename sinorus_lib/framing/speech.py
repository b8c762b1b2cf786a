"""Speech: are the words the source's own, or the outlet's?

Leech & Short (1981) and Semino & Short (2004) order the presentation of speech by how much of the
original wording it claims to keep.

``value`` is the share of the claim inside quotation marks, 0 to 1.

Labels:
    * ``direct``: more than half of the claim is quoted.
    * ``partial``: some words are quoted.
    * ``indirect``: nothing is quoted, but the claim is attributed.
    * ``none``: neither.

It cannot tell a quotation from scare quotes or a title in quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Span
from sinorus_lib.quotations import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOSTLY = 0.5


class SpeechMeasure:
    """How much of a claim is quoted; see the module."""

    name = "speech"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the quoted share, its class, and the quoted words."""
        spans = sorted(_quoted(doc.text), key=lambda span: span[0] - span[1]) if context.quoted > 0 else []
        if not spans:
            spans = [item.cue for item in context.attributions]
        return Reading(min(1.0, context.quoted), _label(context), tuple(spans))


def _quoted(text: str) -> list[Span]:
    return [(item.start, item.end) for item in find_quotations(text)]


def _label(context: Context) -> str:
    if context.quoted > MOSTLY:
        return "direct"
    if context.quoted > 0:
        return "partial"
    return "indirect" if context.attributions or context.speaker is not None else "none"
