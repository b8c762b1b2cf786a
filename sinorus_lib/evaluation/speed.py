"""How many claims a second the measures of framing read, and what the views cost.

``python -m sinorus_lib.evaluation.speed``. The claims are those of the calibration coverage, cut into disjoint parts,
each measured once, so that nothing is read twice; tables and prototypes are read before, on the sample. Parsing and
embedding are done before the clock starts, as they are in a comparison, and timed by themselves.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from sinorus_lib.claims import split_claims
from sinorus_lib.coverage import read_coverage
from sinorus_lib.encoders import load_encoder
from sinorus_lib.encoders.embedding import embed
from sinorus_lib.evaluation import views
from sinorus_lib.evaluation.tables import Cell, markdown, write_sections
from sinorus_lib.framing import MEASURES, measure_framing
from sinorus_lib.framing.semantic import SEMANTIC
from sinorus_lib.parsing import Parser
from sinorus_lib.settings import Settings

TITLE = "Measuring framing"
PARTS = 5
GOAL = 300  # claims a second, all measures together


def section(data: Path) -> str:
    """Return the table of claims a second."""
    settings = Settings()
    sample, claims = (split_claims(read_coverage(data / folder)) for folder in ("coverage", "calibration/*/*.md"))
    parts = [claims.iloc[rows] for rows in np.array_split(np.arange(len(claims)), PARTS)]
    encoder, parser = load_encoder(settings.encoder, precision=settings.precision), Parser()
    measure_framing(sample, parser=parser, settings=settings)  # tables and prototypes are read once

    def parse(part: pd.DataFrame) -> object:
        return [parser.parse(group["text"], str(language)) for language, group in part.groupby("language")]

    def measure(part: pd.DataFrame) -> object:
        return measure_framing(part, embed(part, settings=settings), parser=parser, settings=settings)

    embed(claims, settings=settings)
    rows: list[list[Cell]] = [
        ["embed", *_rates(lambda part: embed(part, encoder=encoder, settings=settings), parts[:1])],
        ["parse", *_rates(parse, parts)],
        [f"measure: {len(MEASURES) + len(SEMANTIC)} measures", *_rates(measure, parts)],
    ]
    note = (
        f"{len(claims)} claims of `data/calibration` in {PARTS} disjoint parts, none read twice; "
        f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}. "
        f"Goal: {GOAL} claims a second measured."
    )
    return f"{note}\n\n{markdown(('stage', 'claims a second, median', 'slowest', 'fastest'), rows)}"


def _rates(task: Callable[[pd.DataFrame], object], parts: list[pd.DataFrame]) -> list[int]:
    rates = []
    for part in parts:
        begun = time.perf_counter()
        task(part)
        rates.append(len(part) / (time.perf_counter() - begun))
    return [round(found) for found in (statistics.median(rates), min(rates), max(rates))]


def main() -> None:
    """Measure, print, and write the tables into the benchmark's page."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.speed")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--notebooks", type=Path, default=Path("notebooks"))
    parser.add_argument("--to", type=Path, default=Path("benchmarks/README.md"))
    chosen = parser.parse_args()
    found = {
        TITLE: section(chosen.data),
        "The inspector and its page": views.inspector_section(chosen.data),
        "The notebooks": views.notebooks_section(chosen.notebooks),
    }
    for title, text in found.items():
        print(f"### {title}\n\n{text}\n")
    write_sections(chosen.to, found)


if __name__ == "__main__":
    main()
