"""The bundled models in the cache: verified, whole or absent, and never fetched."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.encoders import sources, store
from sinorus_lib.errors import EncoderError


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
