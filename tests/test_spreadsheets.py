"""Cells that no spreadsheet takes for a formula, and rows however one wrote them; in Python and in the browser alike."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinorus_lib.spreadsheets import neutralise, read_rows, restore
from sinorus_lib.views.rendering import asset

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
CONTROLS = "\t\r\n\x00\x1b\x7f"
HIDING = (
    "",
    " ",
    "  ",
    "'",
    "''",
    '"',
    "\"'",
    "\ufeff",
    "\u200b",
    "\u00a0",
    "\u2009",
    "\u202e",
    "\u3000",
    "\u00ad",
    "\ufe0f",
)
SEPARATORS = ";\t\r\n"
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # Unicode's classes of what has no shape
CASES = [
    *(f"{hidden}{sign}1+1" for hidden in HIDING for sign in SIGNS), *(f"{sign}1" for sign in CONTROLS),
    *(f"a{end}{hidden}=1" for end in SEPARATORS for hidden in HIDING), "'=1", "a;'=1;b", "a\r\n=1\r\n@x", "\t\n =1",
]  # fmt: skip
PLAIN = [
    "",
    "plain",
    "l’eau",
    "'",
    "'x",
    "1-2",
    "é=1",
    "a, =1",
    "« -1 »",
    "1;2",
    "a;b",
    "'a;'b",
    "mél : ana@x.example",
    "😀=1",
]
TEXTS = st.text(
    alphabet=st.sampled_from("'\" ;,\t\r\n\ufeff\u200bx1" + SIGNS) | st.characters(exclude_categories=["Cs"])
)


def begins_a_formula(cell: str) -> bool:
    """Tell whether a spreadsheet that drops what is not seen finds a sign first, and no apostrophe, which makes it text.

    By Unicode's classes, not the library's table.
    """
    seen = (one for one in cell if one not in '"`' and unicodedata.category(one) not in UNSEEN)
    return next(seen, "") in tuple(SIGNS)


@pytest.mark.parametrize("value", CASES)
def test_what_could_be_a_formula_begins_with_an_apostrophe(value: str) -> None:
    cell = neutralise(value)
    assert cell != value
    assert restore(cell) == value
    assert neutralise(cell).count("'") > cell.count("'")
    assert restore(restore(neutralise(cell))) == value


@pytest.mark.parametrize("start", SIGNS + CONTROLS)
def test_the_apostrophe_is_one_and_comes_first(start: str) -> None:
    assert neutralise(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", PLAIN)
def test_anything_else_stays_as_it_is(value: str) -> None:
    assert neutralise(value) == value
    assert restore(value) == value


def test_no_character_that_is_not_seen_hides_a_sign() -> None:
    unseen = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in UNSEEN]
    assert not [one for one in unseen if begins_a_formula(neutralise(f"{one}=1"))]


@settings(deadline=None, max_examples=500)
@given(TEXTS)
def test_every_value_comes_back(value: str) -> None:
    assert restore(neutralise(value)) == value
    assert restore(restore(neutralise(neutralise(value)))) == value


@settings(deadline=None, max_examples=500)
@given(TEXTS)
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts_it(value: str) -> None:
    cell = neutralise(value)
    assert not begins_a_formula(cell)
    assert not cell or unicodedata.category(cell[0]) != "Cc" or cell[0] > "\x7f"
    assert not any(begins_a_formula(part) for part in re.split(f"[{SEPARATORS}]", cell)[1:])


def test_a_line_read_with_another_separator_has_no_formula() -> None:
    line = io.StringIO()
    csv.writer(line).writerow(map(neutralise, ["x;=HYPERLINK(1)", 'y"\n=1', "z;\t@SUM(1)"]))
    for separator in ";\t":
        cells = [
            cell for row in csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=separator) for cell in row
        ]
        assert len(cells) > 1
        assert not any(map(begins_a_formula, cells))


def test_long_cells_take_no_longer_than_they_are_long() -> None:
    def taken(size: int) -> float:
        start = perf_counter()
        for part in (";   ", "'", " ", ";'"):
            neutralise(part * size)
        return perf_counter() - start

    assert taken(400_000) < 40 * max(taken(40_000), 0.01)


@pytest.fixture(scope="module")
def in_browser(browser: Browser) -> Iterator[Callable[[list[str]], list[str]]]:
    """The function of the inspector that does the same."""
    page = browser.new_page()
    page.evaluate(f"{asset('inspector/decisions.js')}\nwindow.neutralise = neutralise; null")
    yield lambda values: list(page.evaluate("values => values.map(neutralise)", values))
    page.close()


@pytest.mark.browser
def test_the_inspector_neutralises_the_same_cells(in_browser: Callable[[list[str]], list[str]]) -> None:
    values = [
        *CASES,
        *PLAIN,
        *(f"{chr(code)}=1" for code in [*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0200)]),
    ]
    assert in_browser(values) == [neutralise(value) for value in values]


@pytest.mark.browser
@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=20))
def test_the_inspector_neutralises_any_text_the_same(
    in_browser: Callable[[list[str]], list[str]], values: list[str]
) -> None:
    cells = in_browser(values)
    assert cells == [neutralise(value) for value in values]
    assert [restore(cell) for cell in cells] == values


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
