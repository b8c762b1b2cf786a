"""The command, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib import cli, doctor
from sinorus_lib.encoders.sources import SOURCES

from .conftest import SAMPLE


def test_compare_writes_a_page_and_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, run = tmp_path / "out.html", tmp_path / "run"
    assert cli.main(["compare", str(SAMPLE), "--html", str(page), "--save", str(run), "--interface", "fr"]) == 0
    printed = capsys.readouterr().out
    assert "Comparison(5 articles" in printed
    assert str(page) in printed
    assert 'lang="fr"' in page.read_text(encoding="utf-8")
    assert sl.load(run).settings.interface == "fr"


def test_a_missing_folder_is_one_sentence_and_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "no/such/folder"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("sinorus: no/such/folder: no file there")
    assert "Traceback" not in captured.err


def test_warnings_are_printed_and_strict_makes_them_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Le port a rouvert mardi. Les dockers sont contents.", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    assert cli.main(["compare", str(tmp_path), "--strict"]) == 1
    assert "b.pdf: expected one of .atom, .csv" in capsys.readouterr().err


def test_a_bad_setting_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", str(SAMPLE), "--min-probability", "7"]) == 1
    assert "min_probability is 7.0; expected a number from 0.0 to 1.0" in capsys.readouterr().err


def test_the_doctor_finds_everything_here_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("Python", "torch: 2.13.0", "model e5-small", "model use-m3", "cache"))
    assert "BAD" not in printed


def test_the_doctor_tells_what_is_missing_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import dataclasses

    monkeypatch.setattr(
        doctor, "requires", lambda _name: ["no-such-package>=1", "numpy>=99", "pytest; extra == 'dev'"]
    )
    monkeypatch.setitem(SOURCES, "e5-small", dataclasses.replace(SOURCES["e5-small"], package="no_such_model"))
    assert cli.main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "BAD no-such-package: not installed. To mend it: pip install -r requirements.lock" in printed
    assert "BAD numpy" in printed
    assert "pytest" not in printed
    assert "pip install no_such_model" in printed


def test_prepare_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prepare"]) == 0
    assert cli.main(["prepare"]) == 0
    assert capsys.readouterr().out.count("found in") >= 2
