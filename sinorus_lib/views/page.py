"""One HTML file with everything a comparison found: it works offline, and without a script too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from sinorus_lib import __version__
from sinorus_lib.adjudication import decision_records
from sinorus_lib.divergence import FEWEST_PAIRS
from sinorus_lib.views.contrasts import PLACE
from sinorus_lib.views.findings import paired_findings, pooled_findings, stands_out, words_left_over
from sinorus_lib.views.inspector import packed_view, view_markup
from sinorus_lib.views.pairs import FULL, STATIC, first_pairs
from sinorus_lib.views.rendering import (
    asset,
    inspector_script,
    inspector_style,
    plotly_source,
    render,
    security_policy,
)
from sinorus_lib.views.strings import Strings, load_strings
from sinorus_lib.views.summaries import comparison_facts, matrix_markup, removed_rows
from sinorus_lib.views.view_model import pack, rejected_candidates, view_model

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

ONLY = 20  # unmatched claims of an outlet that the static form shows


@dataclass(frozen=True)
class Near:
    """A rejected candidate of an unmatched claim."""

    outlet: str
    language: str
    text: str
    percent: str


@dataclass(frozen=True)
class Only:
    """A claim without a pair, and what came nearest."""

    language: str
    text: str
    near: list[Near]


def write_page(
    comparison: Comparison, path: str | Path, *, interface: str | None = None, charts: bool = True
) -> Path:
    """Write a comparison as one HTML file that makes no request; return its path.

    Args:
        comparison: what is shown; all its pairs are.
        path: the file to write; one that is there is replaced.
        interface: language of the labels; that of the comparison's settings if not given.
        charts: whether it has the linked charts; they add the 4.5 MB of plotly.js.

    Raises:
        OSError: if it cannot be written there.
    """
    path = Path(path)
    path.write_text(page_html(comparison, interface=interface, charts=charts), encoding="utf-8")
    return path


def page_html(comparison: Comparison, *, interface: str | None = None, charts: bool = True) -> str:
    """Return the page that :func:`write_page` writes."""
    strings = load_strings(interface or comparison.settings.interface)
    style = inspector_style() + "\n" + asset("page.css")
    scripts = [*([plotly_source()] if charts else []), asset("cards.js"), inspector_script("page")]
    packed = pack(view_model(comparison, interface=strings.language, charts=charts))
    decided = decision_records(comparison.decisions)
    page = render(
        "page",
        t=strings,
        # plotly writes style sheets of its own
        policy=security_policy(scripts, None if charts else [style]),
        style=_our(style),
        scripts=[_our(script) for script in scripts],
        facts=comparison_facts(comparison, strings),
        outlets=", ".join(sorted(comparison.articles["outlet"].unique())),
        threshold=strings.percent(comparison.settings.min_probability),
        view=view_markup(packed_view(packed, decided), _static(comparison, strings)),
        paired=paired_findings(comparison, strings),
        pooled=pooled_findings(comparison, strings),
        left_over=words_left_over(comparison),
        sentence=sample_sentence(comparison, strings),
        removed=removed_rows(comparison.removed),
        version=__version__,
    )
    return str(page)


def _static(comparison: Comparison, strings: Strings) -> str:
    """Return what stands in place of the inspector where no script runs."""
    only = only_here(comparison, strings)
    return str(
        render(
            "static",
            t=strings,
            pairs=_our(first_pairs(comparison, strings, most=STATIC, full=FULL)) if len(comparison.pairs) else "",
            only_here=[(outlet, len(claims), claims[:ONLY]) for outlet, claims in only],
            matrix=_our(matrix_markup(comparison, strings, most=FULL)),
        )
    )


def _our(markup: str) -> Markup:
    return Markup(markup)  # noqa: S704 - our own files, or rendered with autoescape on


def only_here(comparison: Comparison, strings: Strings) -> list[tuple[str, list[Only]]]:
    """Return the claims without a pair, by outlet, each with its most probable candidates."""
    claims = {str(row["claim_id"]): row for row in comparison.claims.to_dict("records")}
    near: dict[str, list[Near]] = {}
    for row in rejected_candidates(comparison).to_dict("records"):
        other = claims[str(row["other"])]
        shown = Near(
            str(other["outlet"]), str(other["language"]), str(other["text"]), strings.percent(row["probability"])
        )
        near.setdefault(str(row["claim"]), []).append(shown)
    return [
        (
            str(outlet),
            [
                Only(str(row["language"]), str(row["text"]), near.get(str(row["claim_id"]), []))
                for row in claimed.to_dict("records")
            ],
        )
        for outlet, claimed in comparison.unmatched().groupby("outlet", sort=True)
    ]


def sample_sentence(comparison: Comparison, strings: Strings) -> str:
    """Return in plain words what the number of shared claims, and the translation null, allow to be said."""
    outlets = comparison.outlets
    if outlets.empty:
        return strings("page.sentence_none")
    tested = int(outlets["q"].notna().sum())
    if not tested:
        few = strings("page.sentence_few", most=int(outlets["pairs"].max()), fewest=FEWEST_PAIRS)
        return " ".join([few, *_uncalibrated(comparison, strings)])
    found = int(stands_out(outlets, comparison).sum())
    stand = (
        strings.form("page.stand", found).format(count=strings.whole(found)) if found else strings("page.stand_none")
    )
    some = strings(
        "page.sentence_some", tested=strings.whole(tested), rows=strings.whole(len(outlets)), fewest=FEWEST_PAIRS,
        stand=stand,
    )  # fmt: skip
    return " ".join([some, *_calibrated(comparison, strings), *_uncalibrated(comparison, strings)])


def _across(comparison: Comparison) -> pd.DataFrame:
    """Return the rows of ``divergence`` that compare a French and an English claim, but not where they stand."""
    pairs = comparison.pairs
    across = pairs.loc[pairs["language_a"] != pairs["language_b"], ["claim_a", "claim_b"]]
    found = comparison.divergence.merge(across, on=["claim_a", "claim_b"])
    return found[found["measure"] != PLACE]


def _calibrated(comparison: Comparison, strings: Strings) -> Iterator[str]:
    """Yield what differences across languages were set against, if any were."""
    counts = comparison.translation_null.provenance.get("translations", {})
    if counts and _across(comparison)["null_percentile"].notna().any():
        yield strings("page.sentence_calibrated", count=strings.whole(sum(map(int, counts.values()))))


def _uncalibrated(comparison: Comparison, strings: Strings) -> Iterator[str]:
    """Yield the measures whose differences across languages were set against nothing, if there are any."""
    known = _across(comparison).groupby("measure", sort=False)["null_percentile"].count()
    missing = [strings.named("measures", str(name)) for name in known.index[known == 0]]
    if missing:
        yield strings("page.sentence_null", measures=", ".join(missing))
