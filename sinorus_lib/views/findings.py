"""What two outlets differ in, as sentences: what stands out first, the rest apart from it, and refusals in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.divergence import FEWEST_PAIRS, outlet_divergence, pooled_divergence
from sinorus_lib.divergence.findings import FEWEST_ARTICLES, SIGNIFICANT
from sinorus_lib.views.strings import Strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

WORDS = 15
REST = 10  # sentences on two outlets that do not stand out
# Differences are kept to the hundredth: this far outside of what translation makes is not outside.
_ROUNDING = 0.005


@dataclass(frozen=True)
class Compared:
    """Two outlets that were compared.

    Attributes:
        heading: who, on how many claims.
        first: what stands out between them.
        rest: the first of what else was tested.
        tested: how much else was.
    """

    heading: str
    first: list[str]
    rest: list[str]
    tested: int


@dataclass(frozen=True)
class Findings:
    """Every two outlets that were compared, most shared claims first, and one sentence on those that were not."""

    compared: list[Compared]
    refused: str


@dataclass(frozen=True)
class LeftOver:
    """A word that shared claims of an outlet leave over."""

    word: str
    language: str
    claims: int


def paired_findings(comparison: Comparison, strings: Strings) -> Findings:
    """Return what outlets differ in over the claims that they share."""
    compared, few = [], []
    groups = [*_by_outlets(_ranked(paired_rows(comparison, strings), comparison))]
    for a, b, rows in sorted(groups, key=lambda group: -int(group[2]["pairs"].max())):
        count = int(rows["pairs"].max())
        shared = f"{strings.whole(count)} {strings.form('page.shared_claims', count)}"
        if rows["p"].notna().any():
            compared.append(_compared(rows, strings("page.between", a=a, b=b, counted=shared)))
        else:
            few.append(strings("page.few_pair", a=a, b=b, count=strings.whole(count)))
    refused = strings("page.few", fewest=FEWEST_PAIRS, pairs=", ".join(few)) if few else ""
    return Findings(compared, refused)


def pooled_findings(comparison: Comparison, strings: Strings) -> Findings:
    """Return what outlets differ in over all their claims."""
    articles = {
        str(name): int(count) for name, count in comparison.articles["outlet"].value_counts(sort=False).items()
    }
    few = [f"{name} ({strings.whole(count)})" for name, count in sorted(articles.items()) if count < FEWEST_ARTICLES]
    compared = []
    for a, b, rows in _by_outlets(_ranked(pooled_rows(comparison, strings), comparison)):
        if rows["p"].notna().any():
            counted = " / ".join(strings.counted("articles", articles[name]) for name in (a, b))
            compared.append(_compared(rows, strings("page.between", a=a, b=b, counted=counted)))
    refused = strings("page.pooled_few", fewest=FEWEST_ARTICLES, outlets=", ".join(few)) if few else ""
    return Findings(compared, refused)


def paired_rows(comparison: Comparison, strings: Strings) -> pd.DataFrame:
    """Return the frame ``outlets`` with its findings in the language of an interface."""
    if strings.language == comparison.settings.interface:
        return comparison.outlets
    settings = comparison.settings.with_(interface=strings.language)
    null = comparison.translation_null
    pairs = comparison.counted_pairs()
    return outlet_divergence(pairs, comparison.divergence, comparison.claims, null=null, settings=settings)


def pooled_rows(comparison: Comparison, strings: Strings) -> pd.DataFrame:
    """Return the frame ``pooled`` with its findings in the language of an interface."""
    if strings.language == comparison.settings.interface:
        return comparison.pooled
    settings = comparison.settings.with_(interface=strings.language)
    null = comparison.translation_null
    return pooled_divergence(comparison.counted_claims(), comparison.framing, null=null, settings=settings)


def stands_out(frame: pd.DataFrame, comparison: Comparison) -> pd.Series:
    """Tell which rows of ``outlets`` or ``pooled`` are hardly chance and more than translation explains."""
    inside = (frame["difference"] >= frame["null_low"] - _ROUNDING) & (
        frame["difference"] <= frame["null_high"] + _ROUNDING
    )
    judged = (
        frame["null_low"].notna() & ~inside & frame["measure"].map(lambda name: _says_something(name, comparison))
    )
    return (frame["q"] < SIGNIFICANT) & judged.where(_across(frame, comparison), True)


def _says_something(measure: str, comparison: Comparison) -> bool:
    known = None if ":" in measure else comparison.translation_null.measures.get(measure)
    return known is None or known.says_something


def _across(frame: pd.DataFrame, comparison: Comparison) -> pd.Series:
    """Tell which rows compare outlets of different languages."""
    languages = comparison.claims.groupby("outlet")["language"].agg(lambda own: "/".join(sorted(set(own))))
    a, b = frame["outlet_a"].map(languages), frame["outlet_b"].map(languages)
    return (a != b) | a.str.contains("/")


def _ranked(frame: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """Return the rows with what stands out marked and first, then by how little they look like chance."""
    if frame.empty:
        return frame.assign(first=pd.Series(dtype=bool))
    ranked = frame.assign(first=stands_out(frame, comparison), size=-frame["difference"].abs())
    return ranked.sort_values(["first", "q", "size"], ascending=[False, True, True], kind="stable")


def _by_outlets(rows: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for (a, b), group in rows.groupby(["outlet_a", "outlet_b"], sort=True):
        yield str(a), str(b), group


def _compared(rows: pd.DataFrame, heading: str) -> Compared:
    tested = rows[rows["p"].notna()]
    first, rest = (tested.loc[tested["first"] == first, "finding"].astype(str).tolist() for first in (True, False))
    return Compared(heading, first, rest[:REST], len(rest))


def words_left_over(comparison: Comparison) -> list[tuple[str, list[LeftOver]]]:
    """Return the first words that each outlet's shared claims leave over, with the number of claims."""
    first = comparison.residual_words().groupby("outlet", sort=True).head(WORDS)
    return [
        (str(outlet), [_left_over(row) for row in own.to_dict("records")])
        for outlet, own in first.groupby("outlet", sort=True)
    ]


def _left_over(row: Mapping[Any, Any]) -> LeftOver:
    return LeftOver(str(row["word"]), str(row["language"]), int(row["claims"]))
