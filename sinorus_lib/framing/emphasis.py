"""Emphasis: how prominently the article places a claim.

Readers take the headline and the lead for the point of the story (van Dijk 1988: news schemata; Bell 1991: the
inverted pyramid), and what is placed first is salient, which is half of framing (Entman 1993: selection and
salience).

``value`` is 1 for the headline and falls with the claim's place in the text: 0.9 for the first sentence, 0 for the
last.

Labels:
    * ``headline``: the article's title.
    * ``lead``: one of the first two sentences.
    * ``early``: else in the first third.
    * ``middle``: between.
    * ``end``: the last sentence.

The claim's share of the article stands in the note of its evidence. It cannot see typography, pictures, the page an
article stood on, or what an editor cut; and a translation keeps the order, so that any difference between two
articles exceeds what translation makes: what it means is for the reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon
from sinorus_lib.framing.parsed import text_of
from sinorus_lib.sentences import HEADLINE

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIRST = 0.9
LEAD = 2  # sentences
EARLY = 1 / 3


class EmphasisMeasure:
    """Where a claim is placed; see the module."""

    name = "emphasis"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the prominence of the claim's place, and its share of the article as a note."""
        note = f"share={context.share:.3f}"
        if context.kind == HEADLINE:
            return Reading(1.0, "headline", ((0, len(text_of(doc))),), (note,))
        rank = context.number / max(1, context.sentences - 1)
        return Reading(FIRST * (1 - rank), _label(context, rank), ((0, len(text_of(doc))),), (note,))


def _label(context: Context, rank: float) -> str:
    if context.number < LEAD:
        return "lead"
    if context.number == context.sentences - 1:
        return "end"
    return "early" if rank < EARLY else "middle"
