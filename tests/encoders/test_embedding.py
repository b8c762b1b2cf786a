"""embed(): one unit vector a claim, remembered by content, model and version."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.encoders import embedding, store
from sinorus_lib.errors import EncoderError

TEXTS = ["Le port a rouvert.", "The port reopened.", "Le port a rouvert.", "Nothing else happened today."]
CLAIMS = pd.DataFrame({"text": TEXTS})


class Counting:
    """An encoder of one's own: the length of each text, and how many texts it saw."""

    def __init__(self) -> None:
        self.seen = 0

    def encode(self, sentences: list[str], /) -> npt.NDArray[np.float64]:
        self.seen += len(sentences)
        return np.array([[len(text), 1.0] for text in sentences])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sl.Settings:
    """Settings with a cache of their own, the real models being loaded from the usual one."""
    load = sl.load_encoder
    monkeypatch.setattr(
        embedding, "load_encoder", lambda name, cache_dir=None, precision="float32": load(name, precision=precision)
    )
    return sl.Settings(cache_dir=tmp_path)


def test_rows_are_unit_vectors_in_the_order_of_the_claims(settings: sl.Settings) -> None:
    vectors = sl.embed(CLAIMS, settings=settings)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_allclose(sl.embed(CLAIMS.iloc[::-1], settings=settings), vectors[::-1], atol=1e-6)


def test_both_precisions_give_nearly_the_same_and_are_kept_apart(settings: sl.Settings, tmp_path: Path) -> None:
    wide, narrow = (
        sl.embed(CLAIMS, settings=settings.with_(precision=precision)) for precision in ("float32", "bfloat16")
    )
    cosines = (wide * narrow).sum(axis=1)
    print(f"cosines of float32 and bfloat16: {cosines.round(5).tolist()}")
    assert cosines.min() > 0.999
    assert len(list(tmp_path.glob("embeddings/*/"))) == 2


def test_the_cache_is_used_and_gives_the_same_vectors(settings: sl.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sl.embed(CLAIMS, settings=settings)

    def refuse(*_names: object, **_options: object) -> None:
        raise AssertionError("a cached sentence was encoded again")

    monkeypatch.setattr(embedding, "load_encoder", refuse)
    np.testing.assert_array_equal(sl.embed(CLAIMS, settings=settings), first)


def test_texts_that_were_encoded_together_are_read_from_their_file_alone(
    settings: sl.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = sl.embed(CLAIMS, settings=settings), pd.DataFrame({"text": ["Encore autre chose."]})
    sl.embed(other, settings=settings)
    read: list[Path] = []
    reads = embedding._read_vectors
    monkeypatch.setattr(embedding, "_read_vectors", lambda path: (read.append(path), reads(path))[1])
    np.testing.assert_array_equal(sl.embed(CLAIMS, settings=settings), first)
    assert len(read) == 1
    np.testing.assert_array_equal(sl.embed(CLAIMS.iloc[1:2], settings=settings), first[1:2])
    assert len({path for path in read if path.exists()}) == 2


def test_a_damaged_cache_file_is_made_again(settings: sl.Settings, tmp_path: Path) -> None:
    first = sl.embed(CLAIMS, settings=settings)
    for path in tmp_path.rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:50])
    np.testing.assert_allclose(sl.embed(CLAIMS, settings=settings), first, atol=1e-6)


def test_two_models_do_not_share_vectors(settings: sl.Settings) -> None:
    assert sl.embed(CLAIMS, encoder="e5-small", settings=settings).shape == (4, 384)
    assert sl.embed(CLAIMS, encoder="use-m3", settings=settings).shape == (4, 512)


def test_an_encoder_of_ones_own_is_used_and_not_cached(settings: sl.Settings, tmp_path: Path) -> None:
    encoder = Counting()
    vectors = sl.embed(CLAIMS, encoder=encoder, settings=settings)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    assert encoder.seen == 4
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("result", [np.zeros(4), np.zeros((3, 2)), np.full((4, 2), np.nan)])
def test_an_encoder_that_returns_something_else_is_refused(result: npt.NDArray[np.float64]) -> None:
    class Odd:
        def encode(self, sentences: list[str], /) -> npt.NDArray[np.float64]:
            return result

    with pytest.raises(EncoderError, match="expected one finite vector a sentence"):
        sl.embed(CLAIMS, encoder=Odd())


def test_progress_is_told_of_every_claim(settings: sl.Settings) -> None:
    told: list[int] = []
    sl.embed(CLAIMS, encoder=Counting(), settings=settings.with_(batch_size=3), progress=told.append)
    assert told == [3, 1]


def test_vectors_of_another_size_in_the_cache_are_made_again(settings: sl.Settings, tmp_path: Path) -> None:
    first = sl.embed(CLAIMS, settings=settings)
    for path in tmp_path.rglob("*.parquet"):
        path.unlink()
    cache = embedding.VectorCache("e5-small", tmp_path)
    cache.add(list(dict.fromkeys(TEXTS)), np.eye(3, 7, dtype=np.float32))
    for _ in range(2):
        np.testing.assert_allclose(sl.embed(CLAIMS, settings=settings), first, atol=1e-6)


def test_what_dead_runs_left_in_the_cache_is_cleared_away_even_where_nothing_is_new(
    settings: sl.Settings, tmp_path: Path
) -> None:
    sl.embed(CLAIMS, settings=settings)
    [model] = (tmp_path / "embeddings").iterdir()
    left = model.with_name(f".{model.name}.sinorus-abcd1234")
    left.mkdir()
    sl.embed(CLAIMS, settings=settings)
    assert [path.name for path in (tmp_path / "embeddings").iterdir()] == [model.name]


def test_vectors_of_another_size_are_made_again_for_a_model_of_unknown_size(
    settings: sl.Settings, tmp_path: Path
) -> None:
    encoder = str(store.prepare("e5-small"))
    embedding.VectorCache(encoder, tmp_path).add(TEXTS[:2], np.eye(2, 7, dtype=np.float32))
    vectors = sl.embed(CLAIMS, encoder=encoder, settings=settings)
    exact = settings.with_(precision="float32")
    np.testing.assert_allclose(vectors, sl.embed(CLAIMS, settings=exact), atol=1e-6)
