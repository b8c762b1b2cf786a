"""Pairs of claims side by side, with what they share, what is left over, and how each is framed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from sinorus_lib.views.contrasts import PLACE, Contrasts, Mark, contrasts_by_pair, marks_of
from sinorus_lib.views.provenance import provenance
from sinorus_lib.views.reasons import Apart, apart
from sinorus_lib.views.rendering import render, text_or, web_address
from sinorus_lib.views.segments import AlignedWord, Run, cue_spans, cut, runs, word_spans, words_by_pair
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

# Pairs that a static page shows, and how many of them with all their marks: the others are shown in brief.
STATIC, FULL = 100, 20
# Longer claims get a scroll bar of their own.
_LONG_CLAIM = 1_500
CONFLICTING = "conflicting"


@dataclass(frozen=True)
class Side:
    """One claim of a pair, ready to be shown."""

    outlet: str
    language: str
    language_name: str
    date: str
    notes: list[str]
    headline: str
    url: str | None
    runs: list[Run]
    long: bool


@dataclass(frozen=True)
class Card:
    """One pair, ready to be shown."""

    a: Side
    b: Side
    probability: float
    percent: str
    relation: str
    relation_name: str
    conflict_probability: float
    conflict_percent: str
    apart: list[Apart]
    position: int
    has_words: bool
    contrasts: Contrasts
    marks: dict[str, Mark]
    brief: ClassVar[bool] = False

    @property
    def conflicting(self) -> bool:
        """Whether one claim is said to contradict the other."""
        return self.relation == CONFLICTING


@dataclass(frozen=True)
class Brief:
    """One pair in brief: who says what, how probably it is the same, and the names of the measures that differ."""

    claims: list[tuple[str, str, str]]
    probability: float
    percent: str
    relation: str
    relation_name: str
    position: int
    differing: list[str]
    brief: ClassVar[bool] = True


class CardMaker:
    """Makes the cards of some pairs of a comparison; looks its frames up once."""

    def __init__(self, comparison: Comparison, pairs: pd.DataFrame, strings: Strings) -> None:
        self.strings = strings
        self.pairs = pairs
        shown = {*pairs["claim_a"], *pairs["claim_b"]}
        claims = comparison.claims[comparison.claims["claim_id"].isin(shown)]
        self.claims = _records(claims, "claim_id")
        self.articles = _records(comparison.articles, "article_id")
        self.cues = cue_spans(comparison.framing, claims)
        self.contrasts = contrasts_by_pair(comparison, pairs, strings)
        self.words = words_by_pair(comparison.words)

    def cards(self, *, full: int | None = None) -> list[Card | Brief]:
        """Return the pairs in their order, in brief after the first ``full`` of them; contradictions never are."""
        rows = self.pairs.to_dict("records")
        most = len(rows) if full is None else full
        return [
            self._card(row) if place < most or row.get("relation") == CONFLICTING else self._brief(row)
            for place, row in enumerate(rows)
        ]

    def _brief(self, row: Mapping[Any, Any]) -> Brief:
        pair = (str(row["claim_a"]), str(row["claim_b"]))
        claims = [self.claims[claim] for claim in pair]
        relation = text_or(row.get("relation"), "candidate")
        contrasts = self.contrasts.get(pair, Contrasts())
        return Brief(
            claims=[(str(claim["outlet"]), str(claim["language"]), str(claim["text"])) for claim in claims],
            probability=float(row["probability"]),
            percent=self.strings.percent(float(row["probability"])),
            relation=relation,
            relation_name=self.strings.named("relations", relation),
            position=int(claims[0]["position"]),
            differing=[item.name for item in contrasts.shown if not item.place],
        )

    def _card(self, row: Mapping[Any, Any]) -> Card:
        pair = (str(row["claim_a"]), str(row["claim_b"]))
        words = self.words.get(pair)
        relation = text_or(row.get("relation"), "candidate")
        contrasts = self.contrasts.get(pair, Contrasts())
        marks = self._marks(pair, contrasts)
        return Card(
            a=self.side(pair[0], words, "a", marks),
            b=self.side(pair[1], words, "b", marks),
            probability=float(row["probability"]),
            percent=self.strings.percent(float(row["probability"])),
            relation=relation,
            relation_name=self.strings.named("relations", relation),
            conflict_probability=float(row["conflict_probability"]),
            conflict_percent=self.strings.percent(float(row["conflict_probability"])),
            apart=apart(text_or(row["reason"], ""), self.strings),
            position=int(self.claims[pair[0]]["position"]),
            has_words=words is not None,
            contrasts=contrasts,
            marks=marks,
        )

    def _marks(self, pair: tuple[str, str], contrasts: Contrasts) -> dict[str, Mark]:
        cued = {span.key for claim in pair for span in self.cues.get(claim, [])} - {PLACE}
        return marks_of(contrasts.shown, cued)

    def side(self, claim_id: str, words: list[AlignedWord] | None, side: str, marks: Mapping[str, Mark]) -> Side:
        """Return one claim with its words, and the cues of the measures that are marked."""
        claim = self.claims[claim_id]
        article, text = self.articles[str(claim["article_id"])], str(claim["text"])
        cues = [span for span in self.cues.get(claim_id, []) if span.key in marks]
        spans = [*word_spans(words or [], side), *cues]
        return Side(
            outlet=str(claim["outlet"]),
            language=str(claim["language"]),
            language_name=self.strings.named("languages", str(claim["language"])),
            date=self.strings.date(article["published"]),
            notes=provenance(article, self.articles, self.strings),
            headline=text_or(article["title"], self.strings("no_headline")),
            url=web_address(article["url"]),
            runs=runs(cut(text, spans)),
            long=len(text) > _LONG_CLAIM,
        )


def _records(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    return {str(row[key]): {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")}


def cards_markup(
    comparison: Comparison,
    pairs: pd.DataFrame,
    strings: Strings,
    *,
    legend: bool = True,
    full: int | None = None,
    note: str = "",
) -> str:
    """Return the cards of some pairs without their style sheet, for a page that has it.

    Args:
        comparison: where the pairs come from.
        pairs: some rows of its ``pairs`` or ``candidates``.
        strings: the interface.
        legend: whether the marks are explained first.
        full: how many are shown with all their marks; the others, but for contradictions, in brief. All if not given.
        note: a sentence above them.
    """
    cards = CardMaker(comparison, pairs, strings).cards(full=full)
    return str(
        render(
            "cards",
            cards=cards,
            t=strings,
            legend=legend and len(pairs) > 0,
            cues=_has_cues(cards),
            full=strings.whole(full) if any(card.brief for card in cards) and full is not None else "",
            note=note,
        )
    )


def _has_cues(cards: list[Card | Brief]) -> bool:
    return any(mark.letter for card in cards if isinstance(card, Card) for mark in card.marks.values())


def first_pairs(comparison: Comparison, strings: Strings, *, most: int, full: int | None = None) -> str:
    """Return the most probable pairs as static markup; it says how many of all pairs these are."""
    pairs = comparison.pairs
    counts = {"count": strings.whole(min(most, len(pairs))), "total": strings.whole(len(pairs))}
    note = strings("card.first", **counts) if len(pairs) > most else ""
    return cards_markup(comparison, pairs.head(most), strings, full=full, note=note)
