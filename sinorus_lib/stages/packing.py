"""What alignment needs of a claim, as the rows of a table: its vector, its tokens' vectors, what it states.

A token vector takes eight bits a number, scaled token by token: a quarter of the room of float32. Around the centre
of their language, vectors so rounded have a cosine of .9999 to those that were not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import ConfigDict, TypeAdapter

from sinorus_lib.alignment.facts import Statement
from sinorus_lib.alignment.tokens import TokenVectors
from sinorus_lib.encoders import Vectors

_LARGEST = 127
_TOKENS = {
    "ids": pa.list_(pa.int32()),
    "offsets": pa.list_(pa.int32()),
    "scales": pa.list_(pa.float32()),
    "numbers": pa.binary(),
}


def pack(vectors: Vectors, tokens: Sequence[TokenVectors], statements: Sequence[Statement]) -> pa.Table:
    """Return one row a claim.

    Columns: ``vector``; ``ids``; ``offsets`` on end; ``scales``, one a token; ``numbers``, int8 on end; ``statement``
    as a JSON list of one.
    """
    packed = [_packed(item) for item in tokens]
    columns = {name: pa.array([row[name] for row in packed], kind) for name, kind in _TOKENS.items()}
    flat = pa.array(vectors.reshape(-1), pa.float32())
    columns["vector"] = pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1] or 1)
    columns["statement"] = pa.array([_statements().dump_json([item]) for item in statements], pa.binary())
    return pa.table(columns)


def unpack(table: pa.Table) -> tuple[Vectors, list[TokenVectors], list[Statement]]:
    """Return what :func:`pack` packed, the token vectors rounded.

    Raises:
        ValueError: if a statement is none.
    """
    column = table["vector"].combine_chunks()
    vectors = column.flatten().to_numpy().reshape(len(table), column.type.list_size)
    rows = list(zip(*(table[name].to_pylist() for name in _TOKENS), strict=True))
    width = next((len(numbers) // len(ids) for ids, *_, numbers in rows if ids), 0)
    statements = [_statements().validate_json(item)[0] for item in table["statement"].to_pylist()]
    return vectors, [_unpacked(width, *row) for row in rows], statements


def rounded(tokens: TokenVectors) -> TokenVectors:
    """Return tokens as they are after :func:`pack` and :func:`unpack`."""
    packed = _packed(tokens)
    return _unpacked(tokens.vectors.shape[1], *(packed[name] for name in _TOKENS))


@cache
def _statements() -> TypeAdapter[list[Statement]]:
    """Return what writes and reads a list of one statement; a range without an end has an infinity in it."""
    return TypeAdapter(list[Statement], config=ConfigDict(ser_json_inf_nan="constants"))


def _packed(tokens: TokenVectors) -> dict[str, Any]:
    scales = np.abs(tokens.vectors).max(axis=1, initial=0.0, keepdims=True) / _LARGEST
    numbers = np.rint(tokens.vectors / np.maximum(scales, 1e-12)).astype(np.int8)
    return {
        "ids": tokens.ids.astype(np.int32),
        "offsets": tokens.offsets.astype(np.int32).reshape(-1),
        "scales": scales[:, 0].astype(np.float32),
        "numbers": numbers.tobytes(),
    }


def _unpacked(
    width: int, ids: Sequence[int], offsets: Sequence[int], scales: Sequence[float], numbers: bytes
) -> TokenVectors:
    scaled = np.array(scales, dtype=np.float32)[:, None]
    vectors = np.frombuffer(numbers, dtype=np.int8).reshape(len(ids), width) * scaled
    places = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    return TokenVectors(np.array(ids, dtype=np.int64), places, vectors.astype(np.float32))
