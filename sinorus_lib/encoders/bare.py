"""A BERT whose hidden layers can be read, without the packages that train, generate and convert models.

What sentence-transformers would load takes ten times as long and several times the memory; the vectors are the same
to the last bit. The vocabulary stays in its file, which the processes of a machine share: of its 250,000 rows a text
needs a few, and they are rounded once they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from sinorus_lib.encoders.latin import LatinVocabulary

_Part = Callable[[Tensor], Tensor]
_FEWEST = 1e-9  # tokens of a text, so that none gives a mean of 0


class BareTokenizer:
    """Cuts texts into the pieces of a vocabulary, as the tokenizers of transformers do.

    Args:
        every: a ``tokenizer.json``.
        latin: a folder that :func:`sinorus_lib.encoders.latin.build` made of it, if there is one.
        padding: the piece that fills the shorter texts of a batch.
        longest: pieces after which a text is cut off.
    """

    def __init__(self, every: Path, latin: Path | None, *, padding: str, longest: int) -> None:
        self._padding, self._longest = padding, longest
        self._every = cache(lambda: self._prepared(Tokenizer.from_file(str(every))))
        self._latin = LatinVocabulary.read(latin) if latin else None
        if self._latin:
            self._prepared(self._latin.tokenizer)

    def __call__(self, texts: Sequence[str], **_options: Any) -> dict[str, Tensor]:
        """Return ``input_ids``, ``attention_mask`` and ``offset_mapping``, each padded to the longest text."""
        latin = self._latin if self._latin and all(map(self._latin.covers, texts)) else None
        found = (latin.tokenizer if latin else self._every()).encode_batch(list(texts))
        ids, mask, offsets = (
            np.array([getattr(text, name) for text in found], dtype=np.int64)
            for name in ("ids", "attention_mask", "offsets")
        )
        rows = {
            "input_ids": latin.ids[ids] if latin else ids,
            "attention_mask": mask,
            "offset_mapping": offsets,
        }
        return {name: torch.from_numpy(values) for name, values in rows.items()}

    def _prepared(self, tokenizer: Tokenizer) -> Any:
        tokenizer.enable_truncation(self._longest)
        tokenizer.enable_padding(pad_id=tokenizer.token_to_id(self._padding), pad_token=self._padding)
        return tokenizer


class BareEncoder(nn.Sequential):
    """A transformer and what makes one unit vector of its tokens, in the shape of a ``SentenceTransformer``.

    Attributes:
        tokenizer: gives the transformer its input.
        prompts: name -> what is written before every text.
        default_prompt_name: the name of the prompt that is used.
    """

    def __init__(self, transformer: Bert, tokenizer: BareTokenizer, prompt: str) -> None:
        super().__init__(_Transformer(transformer), _UnitMean())
        self.tokenizer = tokenizer
        self.default_prompt_name = "query"
        self.prompts = {self.default_prompt_name: prompt}


class Bert:
    """The parts of a BERT that :func:`sinorus_lib.encoders.unpadded.hidden_layers` computes with.

    Args:
        config: the ``config.json`` of the model.
        weights: its weights by name, float32.
        precision: the number format to compute in.
    """

    def __init__(self, config: Mapping[str, Any], weights: Mapping[str, Tensor], precision: torch.dtype) -> None:
        self.config = SimpleNamespace(**config)
        parts = _Parts(weights, precision, self.config.layer_norm_eps)
        layers = [_layer(parts, f"encoder.layer.{n}", self.config) for n in range(self.config.num_hidden_layers)]
        self.encoder = SimpleNamespace(layer=layers)
        self._words, self._precision = weights["embeddings.word_embeddings.weight"], precision
        self._kind = parts.weight("embeddings.token_type_embeddings.weight")[0]  # of all tokens: there is one text
        self._positions = parts.weight("embeddings.position_embeddings.weight")
        self._norm = parts.norm("embeddings.LayerNorm")

    def embeddings(self, input_ids: Tensor) -> Tensor:
        """Return the layer below the first, shape ``(texts, tokens, dimensions)``."""
        words = functional.embedding(input_ids, self._words).to(self._precision)
        return self._norm(words + self._kind + self._positions[: input_ids.shape[1]])


def load_bare(folder: Path, latin: Path | None, precision: str, *, prompt: str, padding: str) -> BareEncoder:
    """Load a folder with a BERT in one file of weights, a ``config.json`` and a ``tokenizer.json``.

    Args:
        folder: the folder; its files must be known to be whole.
        latin: what :func:`sinorus_lib.encoders.latin.build` made of its tokenizer, if it did; known to be whole too.
        precision: ``float32`` or ``bfloat16``.
        prompt: what is written before every text.
        padding: the piece that fills the shorter texts of a batch.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    bert = Bert(config, load_file(folder / "model.safetensors"), getattr(torch, precision))
    longest = config["max_position_embeddings"]
    tokenizer = BareTokenizer(folder / "tokenizer.json", latin, padding=padding, longest=longest)
    return BareEncoder(bert, tokenizer, prompt)


class _Transformer(nn.Module):
    def __init__(self, model: Bert) -> None:
        super().__init__()
        self.model = model


class _UnitMean(nn.Module):
    def forward(self, features: dict[str, Tensor]) -> dict[str, Tensor]:
        tokens = features["token_embeddings"].float()
        mask = features["attention_mask"].unsqueeze(-1).float()
        mean = (tokens * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=_FEWEST)
        return features | {"sentence_embedding": functional.normalize(mean, dim=-1)}


@dataclass(frozen=True, eq=False)
class _Parts:
    """Makes the parts of a model out of its weights.

    Attributes:
        weights: by name, float32.
        precision: the number format of the parts.
        epsilon: what keeps a norm from dividing by 0.
    """

    weights: Mapping[str, Tensor]
    precision: torch.dtype
    epsilon: float

    def weight(self, name: str) -> Tensor:
        """Return a copy in memory, so that what is multiplied with it depends on no place in a file."""
        return self.weights[name].to(self.precision, copy=True)

    def dense(self, name: str) -> _Part:
        return partial(functional.linear, weight=self.weight(f"{name}.weight"), bias=self.weight(f"{name}.bias"))

    def norm(self, name: str) -> _Part:
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return partial(
            functional.layer_norm, normalized_shape=weight.shape, weight=weight, bias=bias, eps=self.epsilon
        )

    def output(self, name: str) -> Callable[[Tensor, Tensor], Tensor]:
        dense, norm = self.dense(f"{name}.dense"), self.norm(f"{name}.LayerNorm")
        return lambda tokens, given: norm(dense(tokens) + given)

    def intermediate(self, name: str) -> _Part:
        dense = self.dense(f"{name}.dense")
        return lambda tokens: functional.gelu(dense(tokens))


def _layer(parts: _Parts, name: str, config: SimpleNamespace) -> SimpleNamespace:
    heads = {kind: parts.dense(f"{name}.attention.self.{kind}") for kind in ("query", "key", "value")}
    own = SimpleNamespace(**heads, num_attention_heads=config.num_attention_heads)
    attention = SimpleNamespace(self=own, output=parts.output(f"{name}.attention.output"))
    intermediate = parts.intermediate(f"{name}.intermediate")
    return SimpleNamespace(attention=attention, intermediate=intermediate, output=parts.output(f"{name}.output"))
