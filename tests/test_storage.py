"""A comparison on disk: replaced whole, refused when tampered with."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib import scratch
from sinorus_lib.errors import SinorusError

# A run that dies on a file system that cannot swap two folders, after the earlier one was moved away.
DIES = """
import os, signal, sys
import sinorus_lib as sl
from sinorus_lib import scratch

moved = scratch._moved

def move_and_die(path, to):
    done = moved(path, to)
    if done and to.name == scratch.EARLIER:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

scratch._swapped, scratch._moved = (lambda *_: False), move_and_die
sl.load(sys.argv[1]).with_probability(0.9).save(sys.argv[1])
"""


@pytest.fixture(scope="module")
def saved(comparison: sl.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return comparison.save(tmp_path_factory.mktemp("runs") / "run")


def test_an_earlier_run_is_replaced(comparison: sl.Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path / "run")
    comparison.with_probability(0.9).save(tmp_path / "run")
    assert sl.load(tmp_path / "run").settings.min_probability == 0.9
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_something_else_is_left_alone(comparison: sl.Comparison, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SinorusError, match="expected an empty folder or a saved comparison"):
        comparison.save(tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_changed_file_is_refused(comparison: sl.Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path / "run")
    (folder / "pairs.parquet").write_bytes(pickle.dumps({"not": "a frame"}))
    with pytest.raises(SinorusError, match=r"pairs\.parquet: is missing or was changed"):
        sl.load(folder)


def test_a_missing_file_is_refused(comparison: sl.Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path / "run")
    (folder / "space.json").unlink()
    with pytest.raises(SinorusError, match=r"space\.json: is missing"):
        sl.load(folder)


@pytest.mark.parametrize(
    "manifest", [None, "", "[]", '{"format": 2}', '{"format": 2, "files": []}', '{"format": 99, "files": {}}']
)
def test_a_folder_that_is_no_comparison_is_refused(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "sinorus.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(SinorusError, match=r"Comparison\.save|Compare again"):
        sl.load(tmp_path)


def test_a_run_of_an_earlier_format_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sinorus.json").write_text('{"format": 1, "files": {}}', encoding="utf-8")
    with pytest.raises(SinorusError, match=r"is of format 1; this version reads 3 and 4\. Compare again\.$"):
        sl.load(tmp_path)


def test_the_model_is_read_back_and_explains_as_before(comparison: sl.Comparison, saved: Path) -> None:
    loaded, pair = sl.load(saved), comparison.pairs.iloc[0]
    assert loaded.model == comparison.model
    one, two = (found.explain(pair["claim_a"], pair["claim_b"]) for found in (comparison, loaded))
    pd.testing.assert_frame_equal(one.waterfall, two.waterfall)
    pd.testing.assert_frame_equal(one.conflict, two.conflict)
    assert repr(one) == repr(two)


def test_every_frame_is_there_for_other_tools(saved: Path) -> None:
    names = {path.stem for path in saved.glob("*.parquet")}
    assert {"articles", "claims", "pairs", "framing", "divergence", "outlets"} <= names


def test_what_someone_put_into_a_run_is_not_deleted(comparison: sl.Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path / "run")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SinorusError, match=r"found notes\.txt"):
        comparison.save(folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_changed_setting_is_refused(comparison: sl.Comparison, tmp_path: Path) -> None:
    folder = comparison.save(tmp_path / "run")
    settings = folder / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace("0.3", "0.9"), encoding="utf-8")
    with pytest.raises(SinorusError, match=r"settings\.json: is missing or was changed"):
        sl.load(folder)


@pytest.mark.parametrize("next_is", ["load", "save"])
def test_what_stood_there_comes_back_if_a_run_dies_between_two_moves(
    comparison: sl.Comparison, tmp_path: Path, next_is: str
) -> None:
    folder = comparison.save(tmp_path / "run")
    died = subprocess.run([sys.executable, "-c", DIES, str(folder)], capture_output=True, timeout=120)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert not folder.exists()
    if next_is == "load":
        assert sl.load(folder).settings.min_probability == 0.3
    comparison.with_probability(0.7).save(folder)
    assert sl.load(folder).settings.min_probability == 0.7
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_run_is_replaced_where_folders_cannot_be_swapped(
    comparison: sl.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "_swapped", lambda *_folders: False)
    comparison.save(tmp_path / "run")
    comparison.with_probability(0.9).save(tmp_path / "run")
    assert sl.load(tmp_path / "run").settings.min_probability == 0.9
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_only_what_a_dead_run_left_is_cleared_away(comparison: sl.Comparison, tmp_path: Path) -> None:
    place = tmp_path / "run"
    dead, mine = tmp_path / ".run.sinorus-abcd1234", tmp_path / ".run.sinorus-notes"
    dead.mkdir()
    mine.mkdir()
    (tmp_path / ".run-backup").mkdir()
    with scratch.scratch_beside(place) as live:
        assert not dead.exists()
        comparison.save(place)
        assert live.is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".run-backup", ".run.sinorus-notes", "run"]


def test_a_place_that_cannot_be_written_is_one_clear_error(comparison: sl.Comparison, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(SinorusError, match=r"could not be written: .*Make it writable, or choose another place"):
        comparison.save(tmp_path / "file" / "run")
