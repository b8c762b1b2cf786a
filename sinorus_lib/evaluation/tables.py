"""Markdown tables, and their place between the marks of a README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
Cell = str | int | float | None


def markdown(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, decimals: int = 3) -> str:
    """Return a Markdown table; text to the left, numbers to the right, ``None`` an empty cell."""
    listed = [list(row) for row in rows]
    numeric = [bool(listed) and all(not isinstance(row[i], str) for row in listed) for i in range(len(heads))]
    lines = [heads, ["---:" if right else "---" for right in numeric]]
    lines += [[_written(cell, decimals) for cell in row] for row in listed]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _written(cell: Cell, decimals: int) -> str:
    if cell is None:
        return ""
    return f"{cell:.{decimals}f}" if isinstance(cell, float) else str(cell)


def write_sections(readme: Path, sections: dict[str, str], order: Sequence[str] | None = None) -> None:
    """Write sections between the marks of a README, if it has them.

    Sections that stand there and are not given are kept; those that ``order`` does not name are removed. Without an
    order sections keep their places, and new ones come last.
    """
    if not readme.is_file() or BEGIN not in (content := readme.read_text(encoding="utf-8")):
        return
    before, rest = content.split(BEGIN, 1)
    old, after = rest.split(END, 1)
    merged = read_sections(old) | sections
    body = in_order({title: merged[title] for title in order or merged if title in merged})
    readme.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", encoding="utf-8")


def read_sections(text: str) -> dict[str, str]:
    """Return title -> body of the sections of a text, which begin at their headings of the third level."""
    _, *parts = _HEADING.split(text)
    return dict(zip(parts[::2], (body.strip() for body in parts[1::2]), strict=True))


def in_order(sections: dict[str, str]) -> str:
    """Return the sections as one text."""
    return "\n\n".join(f"### {title}\n\n{body}" for title, body in sections.items())
