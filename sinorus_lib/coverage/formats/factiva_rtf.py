"""Factiva, the RTF export: every article of a selection in one file, with or without the codes of its fields.

With codes each article is a table of two columns, a field a row, or after a
word processor saved it a line with a tab; without, the fields are lines and the headline is in
bold. ``Document`` and a number end each; a table of contents may precede the first. The shape is described by the
readers that researchers have written, named in :mod:`sinorus_lib.coverage.formats.factiva_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.factiva_fields import (
    ACCESSION,
    CODES,
    DOCUMENT,
    PAGE_NUMBER,
    SUPPLIES,
    WORD_COUNT,
    Fields,
    fields_above,
    fields_below,
    is_publisher,
    records_of,
)
from sinorus_lib.coverage.formats.html_exports import RECOGNISED_WITHIN
from sinorus_lib.coverage.formats.rich_text import RichTextError, rich_text
from sinorus_lib.coverage.records import Record

LARGEST_FILE = 32 * 1024**2  # bytes; an export of a hundred articles, the most there are, has two or three million
_MAGIC = "{\\rtf"
_OURS = re.compile(
    r"Factiva RTF Display Format|\\title\s+[^{}]{0,40}Factiva"
    r"|(?:©|\\'a9|\\u169\S?|\(c\)|copyright)\s*\d{4}\s+Factiva\b",  # an article may name the firm, too
    re.IGNORECASE,
)
_BOLD = "\x02"  # begins what is printed in bold; such characters are taken out of the file first
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Control words that tell what text alone does not, and what is put in their place.
_REWRITTEN: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb"(?<!\\)\\(?:(?:nest)?cell|tab)(?![a-z]) ?"), rb"{\\'09}"),
    (re.compile(rb"(?<!\\)\\b1?(?![a-z0-9-]) ?"), rb"\\b \\'02"),
)
_CODED_LINE = re.compile(rf"\s*(?P<code>{'|'.join(CODES)}) *\t(?P<value>.*)$", re.DOTALL)
_MOST_ABOVE = 4  # lines above the length among which the headline is looked for


def read_factiva_rtf(path: Path, reading: Reading) -> list[Record]:
    """Read an RTF export of Factiva: one record an article."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        reading.objections.add(
            path.name, f"expected at most {LARGEST_FILE // 1024**2} MB of RTF; it was left out. Export it in parts"
        )
        return []
    try:
        lines, is_whole = rtf_lines(path.read_bytes())
    except RichTextError as error:
        reading.objections.add(path.name, f"{error}; it was left out. Export it again")
        return []
    if not is_whole:
        reading.objections.add(
            path.name, "is cut off before its end; its last article may be incomplete. Export it again"
        )
    articles = []
    for number, (article, is_ended) in enumerate(_articles(lines), start=1):
        origin = f"{path.name}, article {number}"
        if is_whole and not is_ended:
            reading.objections.add(
                origin, "expected Document and a number at its end; it may be incomplete. Export it again"
            )
        articles.append((origin, _coded(article) or _uncoded(article)))
    return records_of(articles, path)


def recognises(path: Path) -> bool:
    """Tell whether a file is an RTF export of Factiva."""
    text = head(path, RECOGNISED_WITHIN)
    return text.lstrip().startswith(_MAGIC) and bool(_OURS.search(text) or ACCESSION.search(text))


def rtf_lines(raw: bytes) -> tuple[list[str], bool]:
    """Return the lines of an RTF file, and whether it is whole.

    A tab ends each cell of a table and stands where the file has one, and a mark begins what is in bold.

    Raises:
        RichTextError: if it is no RTF.
    """
    source = _CONTROL.sub(b"", raw)
    for pattern, replacement in _REWRITTEN:
        source = pattern.sub(replacement, source)
    text, is_whole = rich_text(source)
    return [line for line in text.split("\n") if not PAGE_NUMBER.match(_bare(line))], is_whole


def _bare(line: str) -> str:
    return " ".join(line.replace(_BOLD, "").split())


def _articles(lines: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the lines of each article, and whether its end is there."""
    article: list[str] = []
    for line in lines:
        if DOCUMENT.match(_bare(line).removeprefix("AN ")):
            yield article, True
            article = []
        else:
            article.append(line)
    if any(WORD_COUNT.match(_bare(line)) or _coded_line(line) for line in article):
        yield article, False


def _coded_line(line: str) -> re.Match[str] | None:
    return _CODED_LINE.match(line.replace(_BOLD, ""))


def _coded(lines: list[str]) -> Fields:
    """Return the fields of an article whose codes are printed; none if they are not."""
    fields: Fields = {}
    current: list[str] = []
    for line in lines:
        coded = _coded_line(line)
        if coded:
            current = fields.setdefault(coded["code"], [])
        text = _bare(coded["value"] if coded else line)
        if text:
            current.append(text)
    return fields if "HD" in fields else {}


def _uncoded(lines: list[str]) -> Fields:
    """Return the fields of an article whose codes are not printed, told by their order."""
    length = next((place for place, line in enumerate(lines) if WORD_COUNT.match(_bare(line))), None)
    if length is None:
        return {"TD": [bare for line in lines if (bare := _bare(line))]}
    below = [bare for line in lines[length + 1 :] if (bare := _bare(line))]
    fields, taken = fields_below(below)
    body = below[taken:-1] if len(below) > taken + 1 and is_publisher(below[-1]) else below[taken:]
    above = [(place, line) for place, line in enumerate(lines[:length]) if _bare(line)][-_MOST_ABOVE:]
    headline = _headline(above, length)
    return {**fields_above([_bare(line) for _, line in above], headline), **fields, "TD": body}


def _headline(above: list[tuple[int, str]], length: int) -> int:
    """Return the place of the headline among the lines above the length.

    It is the last one in bold; if none is, the last one of those that a blank line parts from the length; if none is
    parted, the longest.
    """
    bold = [place for place, (_, line) in enumerate(above) if _BOLD in line]
    if bold:
        return bold[-1]
    parted = [place for place, (number, _) in enumerate(above) if length - number > len(above) - place]
    return parted[-1] if parted else max(range(len(above)), key=lambda place: len(above[place][1]), default=0)


FORMAT = Format(
    "Factiva (RTF)",
    (".rtf",),
    SUPPLIES,
    read_factiva_rtf,
    recognises,
    export="*Download* > *Article format* (RTF) in Factiva",
)
