"""Cells that no spreadsheet takes for a formula, and rows however one wrote them."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinorus_lib.spreadsheets import neutralise, read_rows, restore

TRIGGERS = "=+-@＝＋－＠\t\r\n\x00\x1b\x7f"


@pytest.mark.parametrize("start", TRIGGERS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert neutralise(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["", "plain", "l’eau", "'", "'x", "1-2", "é=1", " =1"])
def test_anything_else_stays_as_it_is(value: str) -> None:
    assert neutralise(value) == value
    assert restore(value) == value


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("'" + TRIGGERS + " x") | st.characters()))
def test_every_value_comes_back(value: str) -> None:
    cell = neutralise(value)
    assert not cell or (cell[0] not in TRIGGERS and unicodedata.category(cell[0]) != "Cc") or cell[0] > "\x7f"
    assert restore(cell) == value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_are_read_and_numbered(delimiter: str) -> None:
    stream = io.StringIO(f'a{delimiter}b\r\n"x\ny"{delimiter}2\r\n')
    assert list(read_rows(stream)) == [(1, ["a", "b"]), (2, ["x\ny", "2"])]


def test_a_row_that_is_no_csv_is_nothing() -> None:
    assert list(read_rows(io.StringIO("a,b\n" + "x" * 200_000 + ",1\n2,3\n"))) == [
        (1, ["a", "b"]),
        (2, None),
        (3, ["2", "3"]),
    ]


def test_nothing_has_no_rows() -> None:
    assert list(read_rows(io.StringIO(""))) == []
