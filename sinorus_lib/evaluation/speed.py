"""How many claims a second the measures of framing read: ``python -m sinorus_lib.evaluation.speed``.

Claims are those of the articles in a folder, repeated under ids of their own until there are enough. Parsing and
embedding are done before the clock starts, as they are in a comparison; each figure is the median of several runs.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sinorus_lib.claims import split_claims
from sinorus_lib.coverage import read_coverage
from sinorus_lib.encoders.embedding import embed
from sinorus_lib.evaluation.tables import Cell, markdown, write_sections
from sinorus_lib.framing import measure_framing, measure_names
from sinorus_lib.parsing import Parser
from sinorus_lib.settings import Settings

TITLE = "Measuring framing"
CLAIMS, RUNS = 2_000, 5
GOAL = 300  # claims a second, all measures together


def section(folder: Path) -> str:
    """Return the table of claims a second, of all measures together and of each alone."""
    settings, parser = Settings(), Parser()
    claims = _many(split_claims(read_coverage(folder), parser=parser, settings=settings))
    vectors = embed(claims, settings=settings)

    def speed(measures: tuple[str, ...] | None) -> list[float]:
        return _rates(
            lambda: measure_framing(claims, vectors, parser=parser, settings=settings, measures=measures), len(claims)
        )

    everything = ("all together", speed(None))
    alone = [(name, speed((name,))) for name in measure_names()]
    rows: list[list[Cell]] = [[name, *_summary(rates)] for name, rates in (everything, *alone)]
    note = (
        f"{len(claims)} claims of `{folder}`, repeated; parsed and embedded before; {RUNS} runs; "
        f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}. "
        f"Goal: {GOAL} claims a second for all measures. A measure alone also finds the attributions of each claim."
    )
    return f"{note}\n\n{markdown(('measure', 'claims a second', 'slowest', 'fastest'), rows)}"


def _many(claims: pd.DataFrame) -> pd.DataFrame:
    copies = range(-(-CLAIMS // len(claims)))
    parts = [
        claims.assign(**{name: claims[name] + f"-{copy}" for name in ("claim_id", "article_id")}) for copy in copies
    ]
    return pd.concat(parts, ignore_index=True).head(CLAIMS)


def _rates(task: Callable[[], object], claims: int) -> list[float]:
    task()  # tables are read once
    rates = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        task()
        rates.append(claims / (time.perf_counter() - begun))
    return rates


def _summary(rates: list[float]) -> list[Cell]:
    return [round(statistics.median(rates)), round(min(rates)), round(max(rates))]


def main() -> None:
    """Measure, print, and write the table into the benchmark's page."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.speed")
    parser.add_argument("--coverage", type=Path, default=Path("data/coverage"))
    parser.add_argument("--to", type=Path, default=Path("benchmarks/README.md"))
    chosen = parser.parse_args()
    found = section(chosen.coverage)
    print(f"### {TITLE}\n\n{found}")
    write_sections(chosen.to, {TITLE: found}, [TITLE])


if __name__ == "__main__":
    main()
