"""Pairs of claims side by side, with what they share, what is left over, and how each is framed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.views.reasons import Apart, apart
from sinorus_lib.views.rendering import fragment, render, text_or, web_address
from sinorus_lib.views.segments import Segment, Span, cue_spans, cut, word_spans
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

_NO_WORDS = pd.DataFrame(columns=["side", "start", "end", "matched", "match_start"])
# Longer claims get a scroll bar of their own.
_LONG_CLAIM = 1_500
CONFLICTING = "conflicting"


@dataclass(frozen=True)
class Measure:
    """How a measure is shown: its name, its letter above a cue, and its place among the colours."""

    key: str
    name: str
    letter: str
    slot: int


@dataclass(frozen=True)
class Side:
    """One claim of a pair, ready to be shown."""

    outlet: str
    language: str
    language_name: str
    date: str
    headline: str
    url: str | None
    segments: list[Segment]
    long: bool


@dataclass(frozen=True)
class Contrast:
    """The classes of the two claims on one measure."""

    measure: Measure
    label_a: str
    label_b: str

    @property
    def differs(self) -> bool:
        """Whether the two sides are of different classes."""
        return self.label_a != self.label_b


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
    differing: list[Contrast]
    agreeing: list[Contrast]

    @property
    def conflicting(self) -> bool:
        """Whether one claim is said to contradict the other."""
        return self.relation == CONFLICTING


def measures_of(framing: pd.DataFrame, strings: Strings) -> dict[str, Measure]:
    """Return how every measure of a frame is shown, each with a letter of its own."""
    found: dict[str, Measure] = {}
    taken: set[str] = set()
    for slot, key in enumerate(dict.fromkeys(framing["measure"].astype(str))):
        name = strings.named("measures", key)
        letters = [letter for letter in name.upper() if letter.isalpha() and letter not in taken]
        letter = letters[0] if letters else str(slot + 1)
        taken.add(letter)
        found[key] = Measure(key, name, letter, slot % 8)
    return found


class CardMaker:
    """Makes the cards of a comparison; looks its frames up once."""

    def __init__(self, comparison: Comparison, strings: Strings) -> None:
        self.strings = strings
        self.claims = _records(comparison.claims, "claim_id")
        self.articles = _records(comparison.articles, "article_id")
        self.labels = _labels(comparison.framing, strings)
        self.cues = self._cues(comparison.framing)
        self.measures = measures_of(comparison.framing, strings)
        self.words = _by_pair(comparison.words)

    def cards(self, pairs: pd.DataFrame, words: pd.DataFrame | None = None) -> list[Card]:
        """Return one card a row, in the order of the rows."""
        given = None if words is None else _by_pair(words)
        return [self._card(row, given) for row in pairs.to_dict("records")]

    def _card(self, row: Mapping[Any, Any], given: dict[tuple[str, str], pd.DataFrame] | None) -> Card:
        pair = (str(row["claim_a"]), str(row["claim_b"]))
        words = (self.words if given is None else given).get(pair)
        relation = text_or(row.get("relation"), "candidate")
        contrasts = list(self.contrasts(*pair))
        return Card(
            a=self.side(pair[0], words, "a"),
            b=self.side(pair[1], words, "b"),
            probability=float(row["probability"]),
            percent=self.strings.percent(float(row["probability"])),
            relation=relation,
            relation_name=self.strings.named("relations", relation),
            conflict_probability=float(row["conflict_probability"]),
            conflict_percent=self.strings.percent(float(row["conflict_probability"])),
            apart=apart(text_or(row["reason"], ""), self.strings),
            position=int(self.claims[pair[0]]["position"]),
            has_words=words is not None,
            differing=[item for item in contrasts if item.differs],
            agreeing=[item for item in contrasts if not item.differs],
        )

    def _cues(self, framing: pd.DataFrame) -> dict[str, list[Span]]:
        """Return the cues of every claim, in its own offsets."""
        claims = ((self.claims[str(key)], str(key), rows) for key, rows in framing.groupby("claim_id", sort=False))
        return {key: cue_spans(rows, int(claim["start"]), int(claim["end"])) for claim, key, rows in claims}

    def side(self, claim_id: str, words: pd.DataFrame | None, side: str) -> Side:
        """Return one claim with its marks."""
        claim = self.claims[claim_id]
        article, text = self.articles[str(claim["article_id"])], str(claim["text"])
        spans = [*word_spans(_NO_WORDS if words is None else words, side), *self.cues.get(claim_id, [])]
        return Side(
            outlet=str(claim["outlet"]),
            language=str(claim["language"]),
            language_name=self.strings.named("languages", str(claim["language"])),
            date=self.strings.date(article["published"]),
            headline=text_or(article["title"], self.strings("no_headline")),
            url=web_address(article["url"]),
            segments=cut(text, spans),
            long=len(text) > _LONG_CLAIM,
        )

    def contrasts(self, claim_a: str, claim_b: str) -> Iterable[Contrast]:
        """Yield the classes of two claims on every measure that both have."""
        labels = [self.labels.get(claim, {}) for claim in (claim_a, claim_b)]
        for key, measure in self.measures.items():
            if key in labels[0] and key in labels[1]:
                yield Contrast(measure, labels[0][key], labels[1][key])


def _labels(framing: pd.DataFrame, strings: Strings) -> dict[str, dict[str, str]]:
    """Return the class of every claim on every measure, as the interface names it."""
    labels: dict[str, dict[str, str]] = {}
    for row in framing.drop_duplicates(["claim_id", "measure"]).to_dict("records"):
        labels.setdefault(str(row["claim_id"]), {})[str(row["measure"])] = strings.named("labels", str(row["label"]))
    return labels


def _records(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    return {str(row[key]): {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")}


def _by_pair(words: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    if not len(words) or "claim_a" not in words:
        return {}
    return {(str(a), str(b)): rows for (a, b), rows in words.groupby(["claim_a", "claim_b"], sort=False)}


def cards_markup(
    comparison: Comparison,
    pairs: pd.DataFrame,
    strings: Strings,
    *,
    words: pd.DataFrame | None = None,
    legend: bool = True,
) -> str:
    """Return the cards of some pairs without their style sheet, for a page that has it."""
    maker, legend = CardMaker(comparison, strings), legend and len(pairs) > 0
    return str(render("cards", cards=maker.cards(pairs, words), measures=maker.measures, t=strings, legend=legend))


def pair_cards(
    comparison: Comparison,
    pairs: pd.DataFrame,
    *,
    words: pd.DataFrame | None = None,
    interface: str | None = None,
) -> str:
    """Return pairs side by side as static HTML: shared words, left-over words, framing cues, labels.

    Args:
        comparison: where the pairs come from.
        pairs: some rows of its ``pairs`` or ``candidates``, in the order in which they are shown.
        words: the word alignment of these pairs with ``claim_a claim_b``, where the comparison keeps none.
        interface: language of the labels; that of the comparison's settings if not given.
    """
    strings = load_strings(interface or comparison.settings.interface)
    return fragment(cards_markup(comparison, pairs, strings, words=words), strings.language)


def explorer_markup(comparison: Comparison, pairs: pd.DataFrame, strings: Strings, *, note: str = "") -> str:
    """Return cards to which the script of the page adds filters; without it, all cards are shown."""
    maker = CardMaker(comparison, strings)
    return str(
        render(
            "explorer",
            cards=maker.cards(pairs),
            measures=maker.measures,
            words={
                **strings.table["explore"],
                "all": strings("all"),
                "percent": strings.percent(1.0).replace("100", ""),
            },
            note=note,
            t=strings,
        )
    )
