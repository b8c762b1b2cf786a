"""e5-small rebuilt from the package's file: weights, tokenizer, vectors."""

from __future__ import annotations

import numpy as np
import pytest

import sinorus_lib as sl
from sinorus_lib.encoders.e5_small import dequantise, read_packed
from sinorus_lib.encoders.sources import E5_SMALL


def test_blocks_are_dequantised_as_the_format_says() -> None:
    nibbles = np.arange(32) % 16
    packed = (nibbles[:16] | (nibbles[16:] << 4)).astype(np.uint8)
    raw = np.concatenate([np.array([0.5], dtype="<f2").view(np.uint8), packed])
    np.testing.assert_array_equal(dequantise(raw), (nibbles - 8) * 0.5)


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="E5S1"):
        read_packed(b"PK\x03\x04 something else")


def test_the_model_holds_exactly_the_weights_of_the_file() -> None:
    packed = read_packed(E5_SMALL.verified("e5-small-q4.bin").read_bytes())
    weights = sl.load_encoder("e5-small")[0].model.state_dict()
    ours = weights["encoder.layer.7.output.dense.weight"].numpy()
    np.testing.assert_array_equal(ours, packed.tensors["l7.fo.w"].reshape(ours.shape))
    np.testing.assert_array_equal(
        weights["embeddings.word_embeddings.weight"].numpy().ravel(), packed.tensors["emb.word"]
    )


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("L’aide", ["▁L", "’", "aide"]),
        ("Russia asked", ["▁Russia", "▁asked"]),
        ("ﬁn\tdu   jour", ["▁fin", "▁du", "▁jour"]),
    ],
)
def test_the_tokenizer_cuts_as_the_original(text: str, pieces: list[str]) -> None:
    assert sl.load_encoder("e5-small").tokenizer.tokenize(text) == pieces


def test_translations_are_nearer_than_other_sentences() -> None:
    french = ["Le port a rouvert mardi.", "La ministre a démissionné.", "Il pleut sur la ville."]
    english = ["The port reopened on Tuesday.", "The minister resigned.", "It is raining on the city."]
    vectors = sl.load_encoder("e5-small").encode(french + english)
    similarity = vectors[:3] @ vectors[3:].T
    assert similarity.argmax(axis=1).tolist() == [0, 1, 2]
    assert similarity.argmax(axis=0).tolist() == [0, 1, 2]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
