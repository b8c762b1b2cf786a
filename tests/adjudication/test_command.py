"""``sinorus decisions``, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib import cli
from sinorus_lib.comparison import Comparison


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ana, ben = (sl.Annotations(tmp_path / "annotations", name) for name in ("ana", "ben"))
    for coder, decision in ((ana, "same"), (ben, "related"), (ben, "same")):
        coder.decide("c00", "c10", decision)
    ana.decide("c02", "c12", "different")
    return tmp_path / "annotations"


def test_it_counts_decisions_and_tells_agreement(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["decisions", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "ana: 2 decisions made, 2 of them hold" in printed
    assert "ben: 2 decisions made, 1 of them hold" in printed
    assert "alpha is undefined" in printed


def test_with_a_run_it_tells_quality_and_writes_both_formats(
    folder: Path, small: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    run, table, tasks = (folder.parent / name for name in ("run", "d.csv", "t.json"))
    small.save(run)
    for path in (table, tasks):
        assert cli.main(["decisions", str(folder), "--run", str(run), "--to", str(path)]) == 0
    assert "Quality, estimated from 2 decided pairs" in capsys.readouterr().out
    pd.testing.assert_frame_equal(sl.import_csv(table), sl.read_decisions(folder))
    assert set(sl.import_label_studio(tasks)["coder"]) == {"ana", "ben"}


def test_a_format_it_does_not_write_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("d.json", "d.xlsx"):
        assert cli.main(["decisions", str(folder), "--to", str(folder / name)]) == 1
        assert "expected a name that ends in .csv, or with --run in .json" in capsys.readouterr().err
