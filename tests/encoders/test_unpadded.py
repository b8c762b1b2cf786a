"""Hidden layers without padding: those that the transformer gives, whatever stands beside a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, BertConfig, DistilBertConfig, PretrainedConfig, XLMRobertaConfig

import sinorus_lib as sl
from sinorus_lib.alignment.tokens import TokenEncoder
from sinorus_lib.encoders import unpadded
from sinorus_lib.encoders.unpadded import fits, hidden_layers

PADDING = 1
SIZES: dict[str, Any] = {"vocab_size": 50, "hidden_size": 24, "num_hidden_layers": 3, "intermediate_size": 40}
SHAPE: dict[str, Any] = SIZES | {"num_attention_heads": 4, "pad_token_id": PADDING, "max_position_embeddings": 64}
FAMILY = [BertConfig(**SHAPE), XLMRobertaConfig(**SHAPE)]
OTHER = DistilBertConfig(vocab_size=50, dim=24, n_layers=3, n_heads=4, hidden_dim=40, pad_token_id=PADDING)
TEXTS = [
    "Le port de Valmer a rouvert mardi après la grève des dockers, qui aura duré trois semaines.",
    "Oui.",
    "The minister resigned.",
    "It will rain on the hills tomorrow morning.",
]


def transformer_of(config: PretrainedConfig) -> Any:
    torch.manual_seed(7)
    return AutoModel.from_config(config).eval()


@pytest.fixture
def batch() -> dict[str, torch.Tensor]:
    """Eleven texts of 1 to 20 tokens."""
    random = torch.Generator().manual_seed(3)
    mask = torch.arange(20) < torch.randint(1, 21, (11, 1), generator=random)
    ids = torch.randint(2, 50, mask.shape, generator=random).masked_fill(~mask, PADDING)
    return {"input_ids": ids, "attention_mask": mask.long()}


@pytest.mark.parametrize("together", [1, 4, 11])
@pytest.mark.parametrize("config", FAMILY, ids=lambda config: config.model_type)
def test_every_layer_is_that_of_the_transformer(
    config: PretrainedConfig, together: int, batch: dict[str, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpadded, "_TOGETHER", together)
    transformer = transformer_of(config)
    with torch.inference_mode():
        expected = transformer(**batch, output_hidden_states=True).hidden_states
        found = hidden_layers(transformer, **batch, wanted=range(4))
    mask = batch["attention_mask"].bool()
    for number, layer in enumerate(expected):
        torch.testing.assert_close(found[number][mask], layer[mask], atol=1e-5, rtol=1e-5)
        assert (found[number][~mask] == 0).all()


def test_only_the_layers_that_are_asked_for_are_computed(batch: dict[str, torch.Tensor]) -> None:
    transformer = transformer_of(FAMILY[0])
    transformer.encoder.layer[2].forward = None
    del transformer.encoder.layer[2].attention
    with torch.inference_mode():
        assert set(hidden_layers(transformer, **batch, wanted={0, 2})) == {0, 2}


def test_transformers_made_of_other_parts_do_not_fit() -> None:
    assert all(fits(transformer_of(config)) for config in FAMILY)
    assert not fits(transformer_of(OTHER))
    assert not fits(transformer_of(BertConfig(**SHAPE, is_decoder=True)))


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_sentence_vectors_are_those_of_the_model(precision: str) -> None:
    model = sl.load_encoder("e5-small", precision=precision)
    found = TokenEncoder(model, 11).encode_both(TEXTS)[1]
    cosines = (found * model.encode(TEXTS)).sum(axis=1)
    print(f"cosines with and without padding, {precision}: {cosines.round(6).tolist()}")
    assert cosines.min() > 0.9999


@pytest.mark.parametrize("batch_size", [1, 2])
def test_a_text_has_one_vector_whatever_stands_beside_it(batch_size: int) -> None:
    encoder = TokenEncoder(sl.load_encoder("e5-small"), 11)
    (tokens, sentences), (others, same) = (
        encoder.encode_both(TEXTS),
        encoder.encode_both(TEXTS, batch_size=batch_size),
    )
    np.testing.assert_allclose(sentences, same, atol=1e-5)
    for one, other in zip(tokens, others, strict=True):
        np.testing.assert_array_equal(one.ids, other.ids)
        np.testing.assert_allclose(one.vectors, other.vectors, atol=1e-4)


def test_a_model_of_other_parts_still_gives_its_vectors(tmp_path: Path) -> None:
    tokenizer = sl.load_encoder("e5-small").tokenizer
    config = DistilBertConfig(**OTHER.to_dict() | {"vocab_size": len(tokenizer)})
    transformer_of(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    model = SentenceTransformer(str(tmp_path), device="cpu", local_files_only=True)
    tokens, sentences = TokenEncoder(model, 2).encode_both(TEXTS)
    assert [item.vectors.shape for item in tokens] == [(len(item.ids), 24) for item in tokens]
    expected = model.encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose(sentences, expected, atol=1e-5)
