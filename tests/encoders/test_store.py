"""The bundled models in the cache: verified, whole or absent, and never fetched."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.encoders import sources, store
from sinorus_lib.errors import EncoderError

# Says whether it was the one that built.
BUILDS = """
import sys
from pathlib import Path
from sinorus_lib.encoders import store

built = store._build
store._build = lambda *arguments: (print("BUILT", flush=True), built(*arguments))
print(len(store.load_bundled("use-m3", Path(sys.argv[1])).encode(["Le port a rouvert."])[0]))
"""


def test_a_model_is_built_once_and_then_found(tmp_path: Path) -> None:
    assert not store.is_built("use-m3", tmp_path)
    folder = store.prepare("use-m3", tmp_path)
    written = (folder / "model.safetensors").stat().st_mtime_ns
    assert store.is_built("use-m3", tmp_path)
    assert store.prepare("use-m3", tmp_path) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_nothing_in_the_cache_is_a_pickle(tmp_path: Path) -> None:
    folder = store.prepare("use-m3", tmp_path)
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} <= {".safetensors", ".json", ".txt"}


def test_a_truncated_model_is_built_again(tmp_path: Path) -> None:
    weights = store.prepare("use-m3", tmp_path) / "model.safetensors"
    size = weights.stat().st_size
    weights.write_bytes(weights.read_bytes()[:1000])
    assert not store.is_built("use-m3", tmp_path)
    store.prepare("use-m3", tmp_path)
    assert weights.stat().st_size == size


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sinorus_lib.encoders import use_m3

    def fail(target: Path) -> None:
        target.mkdir()
        raise RuntimeError("disk full")

    monkeypatch.setattr(use_m3, "build", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        store.prepare("use-m3", tmp_path)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_damaged_source_file_is_refused_with_both_checksums() -> None:
    wrong = dataclasses.replace(sources.USE_M3, files={"resources/sp.model": "0" * 64})
    with pytest.raises(EncoderError, match=r"expected 0{64}.*pip install"):
        wrong.verified("resources/sp.model")


def test_a_missing_package_is_named_with_the_command_that_mends_it() -> None:
    absent = dataclasses.replace(sources.E5_SMALL, package="no_such_package_here")
    with pytest.raises(EncoderError, match="pip install no_such_package_here"):
        absent.path("e5-small-q4.bin")


@pytest.mark.parametrize("name", ["e5-smal", "./nowhere", "a/b/c", ""])
def test_an_unknown_encoder_is_refused_without_a_network(name: str) -> None:
    with pytest.raises(EncoderError, match=r"e5-small, use-m3"):
        sl.load_encoder(name)


def test_a_local_folder_is_loaded() -> None:
    vectors = sl.load_encoder(str(store.prepare("e5-small"))).encode(["Le port a rouvert."])
    assert vectors.shape == (1, 384)


def test_a_folder_that_is_no_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="could not be loaded"):
        sl.load_encoder(str(tmp_path))


def test_two_processes_that_need_a_model_at_once_build_it_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUILDS, str(tmp_path)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    found = [run.communicate(timeout=200) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], found
    assert sorted(out.split() for out, _ in found) == [["512"], ["BUILT", "512"]]
    assert [path.name for path in (tmp_path / "models").iterdir()] == [store.model_folder("use-m3", tmp_path).name]


@pytest.mark.parametrize("what", ["another byte", "one file more", "a link", "a manifest of nothing"])
def test_a_model_that_is_not_as_it_was_built_is_built_again(tmp_path: Path, what: str) -> None:
    folder = store.prepare("use-m3", tmp_path)
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    if what == "another byte":
        weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif what == "one file more":
        (folder / "adapter_config.json").write_text("{}", encoding="utf-8")
    elif what == "a link":
        weights.rename(tmp_path / "elsewhere")
        weights.symlink_to(tmp_path / "elsewhere")
    else:
        weights.unlink()
        (folder / "sinorus.json").write_text('{"sizes": {}, "checksums": {}}', encoding="utf-8")
    assert not store.is_built("use-m3", tmp_path)
    assert store.prepare("use-m3", tmp_path) == folder
    assert weights.read_bytes() == whole
    assert not weights.is_symlink()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_cache_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("mine", encoding="utf-8")
    with pytest.raises(EncoderError, match="could not be written"):
        store.prepare("use-m3", tmp_path)
