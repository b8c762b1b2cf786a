"""Measure the alignment on labelled coverage: ``python -m sinorus_lib.alignment.evaluate COVERAGE LABELS``.

Prints one table, and writes it between the marks in the ``README.md`` beside the labels, where it has them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.refit import average_precision, figures, score_labelled
from sinorus_lib.coverage import read_coverage
from sinorus_lib.settings import Settings

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
_ROW = "| {name} | {ap_across:.3f} | {ap_within:.3f} | {called} | {precision} | {recall} |"
_HEAD = (
    "| ranking | average precision, French-English | average precision, within a language "
    "| pairs called equivalent | of them same / same, related or conflicting | same-claim pairs found |\n"
    "|---|---|---|---|---|---|"
)


def table(scored: pd.DataFrame) -> str:
    """Return the figures of the shipped model and of two baselines as a Markdown table."""
    result = figures(scored, scored["probability"].to_numpy())
    ours = _ROW.format(
        name="sinorus",
        **result,
        precision=f"{result['precision_same']:.2f} / {result['precision_same_or_related']:.2f}",
        recall=f"{result['recall_same']:.2f}",
    )
    baselines = {"cosine of centred sentence vectors": "similarity", "token overlap alone": "overlap"}
    rows = [_baseline(name, scored, scored[column].to_numpy()) for name, column in baselines.items()]
    return "\n".join([_HEAD, ours, *rows])


def _baseline(name: str, scored: pd.DataFrame, scores: npt.NDArray[np.float64]) -> str:
    same = (scored["grade"] == "same").to_numpy()
    across = (scored["language_a"] != scored["language_b"]).to_numpy()
    return _ROW.format(
        name=name,
        ap_across=average_precision(same[across], scores[across]),
        ap_within=average_precision(same[~across], scores[~across]),
        called="", precision="", recall="",
    )  # fmt: skip


def write_between_marks(readme: Path, text: str) -> None:
    """Replace what stands between the marks of a README, if it has them."""
    if readme.is_file() and BEGIN in (content := readme.read_text(encoding="utf-8")):
        replaced = re.sub(f"{BEGIN}.*?{END}", f"{BEGIN}\n{text}\n{END}", content, flags=re.DOTALL)
        readme.write_text(replaced, encoding="utf-8")


if __name__ == "__main__":
    coverage, labels = sys.argv[1], Path(sys.argv[2])
    measured = table(score_labelled(read_coverage(coverage).articles, labels, Settings()))
    print(measured)
    write_between_marks(labels.with_name("README.md"), measured)
