"""What is said of decisions, in the interface's language, and how it is laid out: as plain text and as HTML."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sinorus_lib.tables import read_yaml

if TYPE_CHECKING:
    from sinorus_lib.adjudication.estimates import Estimate
    from sinorus_lib.views.strings import Strings


@dataclass(frozen=True)
class Table:
    """A table of words, ready to be shown."""

    title: str
    heads: list[str]
    rows: list[list[str]]


@cache
def _tables() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("sinorus_lib.adjudication", "wording.yaml")
    return found


def wording(interface: str) -> Strings:
    """Return the words of this package in one language, ``en`` or ``fr``."""
    from sinorus_lib.views.strings import Strings

    return Strings(interface, _tables()[interface])


def choices_by_wording() -> dict[str, str]:
    """Return what each choice is called in any language -> the choice."""
    return {said: choice for words in _tables().values() for choice, said in words["label_studio"]["choices"].items()}


def estimate_cells(estimate: Estimate, words: Strings, *, places: int = 2) -> list[str]:
    """Return an estimate as three cells: the number, its interval, and how many pairs it rests on."""
    pairs = words.whole(estimate.pairs)
    if math.isnan(estimate.value):
        return [words("nothing"), words("nothing"), pairs]
    value, low, high = (words.number(one, places=places) for one in (estimate.value, estimate.low, estimate.high))
    return [value, words("to", low=low, high=high), pairs]


def plain_table(tables: Sequence[Table], notes: Sequence[str]) -> str:
    """Return tables and notes as plain text; a table without rows is left out."""
    return "\n\n".join([*(_plain(table) for table in tables if table.rows), *notes])


def _plain(table: Table) -> str:
    lines = [table.heads, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.heads))]
    padded = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join([table.title, *(line.rstrip() for line in padded)])


def html_table(tables: Sequence[Table], notes: Sequence[str], interface: str) -> str:
    """Return tables and notes as static HTML, escaped, with their style; a table without rows is left out."""
    from sinorus_lib.views.rendering import fragment

    said = [Markup("<p>{}</p>").format(note) for note in notes]
    return fragment("".join([*(_markup(table) for table in tables if table.rows), *said]), interface)


def _markup(table: Table) -> Markup:
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in table.heads)
    rows = Markup("").join(Markup("<tr>{}</tr>").format(_row(row)) for row in table.rows)
    caption = Markup("<caption>{}</caption>").format(table.title)
    return Markup("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(caption, heads, rows)


def _row(cells: Sequence[str]) -> Markup:
    first, *others = cells
    return Markup('<th scope="row">{}</th>').format(first) + Markup("").join(
        Markup('<td class="number">{}</td>').format(cell) for cell in others
    )
