"""Hidden layers of a BERT, computed without padding.

Texts differ in length, and what a transformer computes for the padding among them is thrown away. Here all tokens of
all texts stand one below the other, and only attention, which has to know which tokens are of one text, sees
rectangles, each of a few texts (Zhai et al. 2023, "ByteTransformer"). Attention is computed in float32 whatever the
precision of the transformer: its matrices are small, and most of its time goes into a softmax, which is slow in
bfloat16.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

_FAMILY = frozenset({"bert", "camembert", "roberta", "xlm-roberta"})  # whose layers are made of the same parts
_EVEN = 64  # the number of rows is a multiple of this
_TOGETHER = 8  # texts in one rectangle: more of them differ more in length, fewer take more calls


@dataclass(frozen=True, eq=False)
class _Rectangle:
    """Some texts, padded to the longest of them.

    Attributes:
        texts: how many there are.
        rows: the row of the token at each place, any row where there is none, shape ``(texts * tokens,)``.
        places: those that hold a token, in the order of the rows, shape ``(rows,)``.
        bias: minus infinity for a key that is no token, else 0, shape ``(texts, 1, 1, tokens)``.
    """

    texts: int
    rows: Tensor
    places: Tensor
    bias: Tensor

    def fill(self, values: Tensor, heads: int) -> Tensor:
        """Return one row a token as shape ``(texts, heads, tokens, dimensions)``, in float32."""
        placed = values.index_select(0, self.rows).float()
        return placed.view(self.texts, -1, heads, values.shape[1] // heads).transpose(1, 2)

    def attend(self, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """Return what the tokens of these texts take from each other, one row a token, in float32."""
        queries, keys, values = (self.fill(given, heads) for given in (query, key, value))
        similarity = queries @ keys.transpose(-1, -2)
        weights = similarity.mul_(queries.shape[-1] ** -0.5).add_(self.bias).softmax(-1)
        return (weights @ values).transpose(1, 2).reshape(-1, query.shape[1]).index_select(0, self.places)


def fits(transformer: Any) -> bool:
    """Tell whether :func:`hidden_layers` can compute this transformer."""
    config = transformer.config
    return config.model_type in _FAMILY and not config.is_decoder and hasattr(transformer, "encoder")


def hidden_layers(
    transformer: Any, input_ids: Tensor, attention_mask: Tensor, wanted: Collection[int]
) -> dict[int, Tensor]:
    """Return hidden layers by number, 0 for the embeddings, each of shape ``(texts, tokens, dimensions)``.

    Args:
        transformer: one that :func:`fits`.
        input_ids: vocabulary ids, padded, shape ``(texts, tokens)``.
        attention_mask: 1 for a token, 0 for padding, of the same shape.
        wanted: the layers to return; none above the last of them is computed. Padding is 0 in all of them.
    """
    mask = attention_mask.bool()
    rectangles = _rectangles(mask)
    tokens = _evened(transformer.embeddings(input_ids=input_ids)[mask])
    found = {0: tokens}
    for number, layer in enumerate(transformer.encoder.layer[: max(wanted)], start=1):
        tokens = _through(layer, tokens, rectangles)
        found[number] = tokens
    return {number: _padded(found[number], mask) for number in wanted}


def _through(layer: Any, tokens: Tensor, rectangles: list[_Rectangle]) -> Tensor:
    own = layer.attention.self
    given = own.query(tokens), own.key(tokens), own.value(tokens)
    taken = [rectangle.attend(*given, own.num_attention_heads) for rectangle in rectangles]
    attended = layer.attention.output(_evened(torch.cat(taken)).to(tokens.dtype), tokens)
    return layer.output(layer.intermediate(attended), attended)  # type: ignore[no-any-return]


def _evened(tokens: Tensor) -> Tensor:
    """Return the rows with zeros below them: for every number of rows that is new, fresh machine code is made."""
    return torch.nn.functional.pad(tokens, (0, 0, 0, -len(tokens) % _EVEN))


def _rectangles(mask: Tensor) -> list[_Rectangle]:
    rows = (mask.flatten().cumsum(0) - 1).clamp(min=0).view(mask.shape)
    return [_rectangle(*parts) for parts in zip(*(torch.split(of, _TOGETHER) for of in (mask, rows)), strict=True)]


def _rectangle(mask: Tensor, rows: Tensor) -> _Rectangle:
    used = mask.any(0)  # the longest text of a few may be shorter than that of all
    mask, rows = mask[:, used], rows[:, used]
    bias = torch.zeros(mask.shape).masked_fill(~mask, -torch.inf)
    return _Rectangle(len(mask), rows.flatten(), mask.flatten().nonzero()[:, 0], bias[:, None, None])


def _padded(tokens: Tensor, mask: Tensor) -> Tensor:
    padded = tokens.new_zeros(*mask.shape, tokens.shape[-1])
    padded[mask] = tokens[: int(mask.sum())]
    return padded
