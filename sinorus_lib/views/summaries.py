"""Static summaries for notebooks: coverage, comparison. No script, no request."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from sinorus_lib.views.findings import paired_findings
from sinorus_lib.views.pairs import CONFLICTING, cards_markup
from sinorus_lib.views.provenance import provenance
from sinorus_lib.views.rendering import fragment, render, text_or, web_address
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison
    from sinorus_lib.coverage import Coverage

_BEST_PAIRS, _CONFLICTING_PAIRS = 5, 3
_MATRIX_ROWS = 25
_FINDINGS = 3
_UNKNOWN = "unknown"
# Paragraphs of furniture longer than this are shown by their beginning.
_LONGEST_EXAMPLE = 200


def coverage_html(coverage: Coverage, *, interface: str = "en") -> str:
    """Return what was read as static HTML: articles, what was removed by which rule, warnings."""
    strings = load_strings(interface)
    body = render(
        "coverage",
        t=strings,
        articles=_article_rows(coverage.articles, strings),
        facts=_coverage_facts(coverage, strings),
        removed=removed_rows(coverage.removed),
        warnings=coverage.warnings,
        passed_over=coverage.passed_over,
    )
    return fragment(body, interface)


def _coverage_facts(coverage: Coverage, strings: Strings) -> list[tuple[str, str]]:
    counts = {
        "articles": len(coverage.articles),
        "outlets": coverage.articles["outlet"].nunique(),
        **_linked(coverage.articles),
        "removed": len(coverage.removed),
        "warnings": len(coverage.warnings),
    }
    return facts(counts, strings)


def _linked(articles: pd.DataFrame) -> dict[str, int]:
    """Return how many events, copies and translations there are, where there are any."""
    counts = {
        "events": articles["event"].nunique(),
        "copies": articles["duplicate_of"].notna().sum(),
        "translations": articles["translation_of"].notna().sum(),
    }
    return {name: int(count) for name, count in counts.items() if count}


def facts(counts: dict[str, int], strings: Strings) -> list[tuple[str, str]]:
    """Return counts as number and noun, both as the interface writes them."""
    return [(strings.whole(count), strings.form(f"counts.{name}", count)) for name, count in counts.items()]


def _article_rows(articles: pd.DataFrame, strings: Strings) -> list[dict[str, object]]:
    rows = articles.to_dict("records")
    by_id = {str(row["article_id"]): row for row in rows}
    return [
        {
            "title": text_or(row["title"], strings("no_headline")),
            "titled": bool(text_or(row["title"], "")),
            "url": web_address(row["url"]),
            "language": str(row["language"]),
            "language_name": strings.named("languages", str(row["language"])),
            "outlet": _outlet(str(row["outlet"]), strings),
            "outlet_known": not str(row["outlet"]).startswith(_UNKNOWN),
            "date": strings.date(row["published"]) if pd.notna(row["published"]) else strings("unknown"),
            "dated": bool(pd.notna(row["published"])),
            "words": strings.whole(len(str(row["text"]).split())),
            "file": PurePath(text_or(row["source_path"], "")).name,
            "notes": provenance(row, by_id, strings),
        }
        for row in rows
    ]


def _outlet(name: str, strings: Strings) -> str:
    return strings("unknown") + name[len(_UNKNOWN) :] if name.startswith(_UNKNOWN) else name


def removed_rows(removed: pd.DataFrame) -> list[dict[str, object]]:
    """Return what was removed, one entry a rule, the rule that removed most first."""
    if removed.empty:
        return []
    grouped = removed.astype(str).groupby("rule", sort=False)["text"]
    rows = [
        {"rule": str(rule).replace("_", " "), "count": len(texts), "texts": [_shortened(text) for text in texts]}
        for rule, texts in grouped
    ]
    return sorted(rows, key=lambda row: (-int(str(row["count"])), str(row["rule"])))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"


def comparison_facts(comparison: Comparison, strings: Strings) -> list[tuple[str, str]]:
    """Return the numbers of a comparison; pairs by relation."""
    counts = {
        "articles": len(comparison.articles),
        "outlets": int(comparison.articles["outlet"].nunique()),
        **_linked(comparison.articles),
        "claims": len(comparison.claims),
        "pairs": len(comparison.pairs),
    }
    relations = comparison.pairs["relation"].fillna("candidate").value_counts()
    named = [
        (strings.whole(int(relations[key])), strings.named("relations", key))
        for key in strings.table["relations"]
        if key in relations
    ]
    return facts(counts, strings) + named + facts({"unmatched": len(comparison.unmatched())}, strings)


def matrix_markup(comparison: Comparison, strings: Strings, *, most: int | None = None) -> str:
    """Return the coverage matrix of a comparison as a table.

    Args:
        comparison: whose claim groups and outlets.
        strings: the interface.
        most: rows shown; the table says how many are left out. All if not given.
    """
    matrix = comparison.coverage_matrix()
    languages = dict(comparison.claims[["text", "language"]].itertuples(index=False, name=None))
    shown = matrix if most is None else matrix.head(most)
    rows = [
        {
            "claim": str(index[1]),
            "language": languages.get(index[1], ""),
            "cells": [(int(count), min(3, int(count))) for count in counts],
        }
        for index, counts in zip(shown.index, shown.to_numpy(), strict=True)
    ]
    return str(render("matrix", t=strings, outlets=list(matrix.columns), rows=rows, more=len(matrix) - len(shown)))


def comparison_html(comparison: Comparison, *, interface: str | None = None) -> str:
    """Return a comparison as static HTML: its numbers, who reports what, its best pairs, and contradictions."""
    strings = load_strings(interface or comparison.settings.interface)
    conflicting = comparison.pairs["relation"] == CONFLICTING
    against = comparison.pairs[conflicting].sort_values("conflict_probability", ascending=False, kind="stable")
    best, worst = comparison.pairs[~conflicting].head(_BEST_PAIRS), against.head(_CONFLICTING_PAIRS)
    body = render(
        "comparison",
        t=strings,
        facts=comparison_facts(comparison, strings),
        threshold=strings.percent(comparison.settings.min_probability),
        matrix=Markup(matrix_markup(comparison, strings, most=_MATRIX_ROWS)),  # noqa: S704 - rendered with autoescape on
        cards=Markup(cards_markup(comparison, best, strings)),  # noqa: S704 - the same
        pairs=len(best),
        conflicting=Markup(cards_markup(comparison, worst, strings, legend=best.empty)),  # noqa: S704 - the same
        contradictions=len(worst),
        more=len(comparison.pairs) - len(best) - len(worst),
        findings=_first_findings(comparison, strings),
    )
    return fragment(body, strings.language)


def _first_findings(comparison: Comparison, strings: Strings) -> list[str]:
    """Return the first of the sentences on outlets that stand out."""
    said = [sentence for two in paired_findings(comparison, strings).compared for sentence in two.first]
    return said[:_FINDINGS]
