"""The command: which parts there are, and what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinorus_lib.evaluation import mixed, similarity
from sinorus_lib.evaluation.__main__ import ORDER, Evaluation, main, measure
from sinorus_lib.evaluation.bench import Bench

from ..conftest import ROOT

EXTRA = {mixed.TITLE, similarity.TITLE}


def test_without_a_folder_two_parts_are_left_out(bench: Bench) -> None:
    assert set(Evaluation(ROOT / "data", None, bench).parts()) == set(ORDER) - EXTRA


def test_with_a_folder_every_part_is_measured(bench: Bench) -> None:
    assert set(Evaluation(ROOT / "data", Path("elsewhere"), bench).parts()) == set(ORDER)


def test_every_part_is_printed_with_its_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation = Evaluation(ROOT / "data", None, bench)
    monkeypatch.setattr(evaluation, "parts", lambda: {"One": lambda: "| a |"})
    assert measure(evaluation) == {"One": "| a |"}
    assert capsys.readouterr().out == "### One\n\n| a |\n\n(One: 0 s)\n\n"


def test_the_tables_are_written_into_both_readmes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gold", "contrast"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text("<!-- figures -->\n<!-- end of figures -->\n", encoding="utf-8")
    monkeypatch.setattr("sinorus_lib.evaluation.__main__.measure", lambda _: dict.fromkeys(reversed(ORDER), "x"))
    main(["--data", str(tmp_path)])
    written = {name: (tmp_path / name / "README.md").read_text(encoding="utf-8") for name in ("gold", "contrast")}
    titles = {
        name: [line[4:] for line in text.splitlines() if line.startswith("### ")] for name, text in written.items()
    }
    assert titles == {"gold": list(ORDER), "contrast": ["Contrast set"]}
