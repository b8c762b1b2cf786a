"""What alignment needs of a claim survives a row of a table."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pyarrow as pa
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment.facts import read_statements
from sinorus_lib.alignment.tokens import TokenVectors
from sinorus_lib.parsing import Parser
from sinorus_lib.stages.packing import pack, rounded, unpack

from .small import small_collection


def tokens_of(count: int, seed: int, dimensions: int = 6) -> TokenVectors:
    drawn = np.random.default_rng(seed)
    ids = drawn.integers(0, 250_000, count)
    starts = np.arange(count) * 3
    vectors = drawn.normal(size=(count, dimensions)).astype(np.float32)
    return TokenVectors(ids, np.stack([starts, starts + 2], axis=1), vectors)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_statements_come_back_as_they_were(language: str, parser: Parser) -> None:
    articles = small_collection().query("language == @language").head(2)
    claims = sl.split_claims(articles, parser=parser)
    statements = read_statements(claims, parser)
    tokens = [tokens_of(3, number) for number in range(len(claims))]
    vectors = np.random.default_rng(1).normal(size=(len(claims), 4)).astype(np.float32)
    found_vectors, _, found = unpack(pack(vectors, tokens, statements))
    assert [asdict(statement) for statement in found] == [asdict(statement) for statement in statements]
    np.testing.assert_array_equal(found_vectors, vectors)


def test_token_vectors_are_rounded_by_less_than_a_two_hundredth_of_their_largest_number(parser: Parser) -> None:
    claims = sl.split_claims(small_collection().head(1), parser=parser)
    counts = [4, 0, 1, 0, 7][: len(claims)]
    given = [tokens_of(count, number) for number, count in enumerate(counts)]
    vectors = np.zeros((len(claims), 4), np.float32)
    _, found, _ = unpack(pack(vectors, given, read_statements(claims, parser)))
    for before, after in zip(given, found, strict=True):
        np.testing.assert_array_equal(after.ids, before.ids)
        np.testing.assert_array_equal(after.offsets, before.offsets)
        assert after.vectors.shape == before.vectors.shape  # a claim may have no token at all
        assert after.vectors.dtype == np.float32
        largest = np.abs(before.vectors).max(axis=1, keepdims=True, initial=0.0)
        assert (np.abs(after.vectors - before.vectors) <= largest / 200).all()


def test_tokens_can_be_rounded_without_a_table(parser: Parser) -> None:
    claims = sl.split_claims(small_collection().head(1), parser=parser)
    given = [tokens_of(count, count) for count in range(len(claims))]
    _, found, _ = unpack(pack(np.zeros((len(claims), 4), np.float32), given, read_statements(claims, parser)))
    for before, after in zip(given, found, strict=True):
        np.testing.assert_array_equal(rounded(before).vectors, after.vectors)
        np.testing.assert_array_equal(rounded(before).offsets, after.offsets)


def test_what_was_rounded_once_is_not_changed_again(parser: Parser) -> None:
    claims = sl.split_claims(small_collection().head(1), parser=parser)
    statements = read_statements(claims, parser)
    vectors = np.zeros((len(claims), 4), np.float32)
    _, once, _ = unpack(pack(vectors, [tokens_of(5, n) for n in range(len(claims))], statements))
    _, twice, _ = unpack(pack(vectors, once, statements))
    for before, after in zip(once, twice, strict=True):
        np.testing.assert_allclose(after.vectors, before.vectors, rtol=1e-6)


def test_no_claims_are_packed_too() -> None:
    table = pack(np.zeros((0, 384), np.float32), [], [])
    assert table.num_rows == 0
    assert table.schema.field("vector").type == pa.list_(pa.float32(), 384)
    vectors, tokens, statements = unpack(table)
    assert vectors.shape == (0, 384)
    assert (tokens, statements) == ([], [])
