"""Expressions of several words: found where they stand, compiled when they are met."""

from __future__ import annotations

import pytest

from sinorus_lib.framing import timing
from sinorus_lib.framing.expressions import Expressions

PARTS = {"unit": ["days", "day"], "number": ["two", "three"]}
ENTRIES = {
    "relative": ["in <number> <unit>", "in # <unit>"],
    "vague": ["in a <unit>", "soon"],
    "other": ["<number+> times"],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In two days, or in 14 days.", [("In two days", "relative"), ("in 14 days", "relative")]),
        ("Soon, and in a day; sooner.", [("Soon", "vague"), ("in a day", "vague")]),
        ("two three times", [("two three times", "other")]),
        ("in the end", []),
    ],
)
def test_the_longest_expression_wins(text: str, found: list[tuple[str, str]]) -> None:
    expressions = Expressions(ENTRIES, PARTS)
    for _ in range(2):
        assert [(text[start:end], name) for (start, end), name in expressions.find(text)] == found


def test_a_text_compiles_no_more_than_it_needs() -> None:
    expressions = Expressions(ENTRIES, PARTS)
    list(expressions.find("in the end, soon"))
    assert set(expressions._compiled) == {"in", "soon"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_expression_of_the_tables_can_be_compiled(language: str) -> None:
    tables = timing._tables(language)
    for expressions in (tables.expressions, tables.clues):
        assert all(expressions._of_word(word) for word in expressions._entries)
