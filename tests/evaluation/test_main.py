"""The command: which parts there are, and what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinorus_lib.evaluation import events, mixed, similarity, translation, translations
from sinorus_lib.evaluation.__main__ import TABLES, Evaluation, main, measure
from sinorus_lib.evaluation.bench import Bench

from ..conftest import ROOT

EXTRA = {events.TITLE, mixed.TITLE, similarity.TITLE, translation.TITLE, translations.TITLE}
EVERY = [title for titles in TABLES.values() for title in titles]


def test_without_a_folder_what_rests_on_it_is_left_out(bench: Bench) -> None:
    assert set(Evaluation(ROOT / "data", None, bench).parts()) == set(EVERY) - EXTRA


def test_with_a_folder_every_part_is_measured(bench: Bench) -> None:
    assert set(Evaluation(ROOT / "data", Path("elsewhere"), bench).parts()) == set(EVERY)


def test_every_part_is_printed_with_its_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation = Evaluation(ROOT / "data", None, bench)
    monkeypatch.setattr(evaluation, "parts", lambda: {"One": lambda: "| a |"})
    assert measure(evaluation) == {"One": "| a |"}
    assert capsys.readouterr().out == "### One\n\n| a |\n\n(One: 0 s)\n\n"


def test_the_tables_are_written_into_their_readmes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readmes = {name: tmp_path / name / "README.md" for name in TABLES}
    for path in readmes.values():
        path.parent.mkdir(parents=True)
        path.write_text("<!-- figures -->\n<!-- end of figures -->\n", encoding="utf-8")
    monkeypatch.setattr("sinorus_lib.evaluation.__main__.measure", lambda _: dict.fromkeys(reversed(EVERY), "x"))
    main(["--data", str(tmp_path)])
    written = {name: path.read_text(encoding="utf-8").splitlines() for name, path in readmes.items()}
    titles = {name: tuple(line[4:] for line in lines if line.startswith("### ")) for name, lines in written.items()}
    assert titles == TABLES
