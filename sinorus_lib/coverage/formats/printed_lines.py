"""The lines between a headline and its text as a page prints them: who signed it, and when it was published.

Pages without metadata say both there alone: "Publié le mercredi 11 septembre 2024, par Lise Autran". A line counts as
such only if every word of it is accounted for, so that no sentence is taken for one. The words are data, by language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from sinorus_lib.coverage.dates import AmbiguousDate, date_words, read_date
from sinorus_lib.coverage.furniture import squash
from sinorus_lib.coverage.repair import ends_sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What stands around a date and a name, without accents and in lower case.
_AROUND = {
    "fr": (
        "publie", "publiee", "mis", "mise", "en", "ligne", "poste", "postee", "paru", "parution", "article", "min",
        "heure", "de", "paris",
    ),
    "en": (
        "published", "posted", "issued", "first", "publication", "date", "am", "pm", "a", "p", "m", "gmt", "utc",
        "bst", "cet", "cest", "est", "edt", "et",
    ),
}  # fmt: skip
_BY = {
    "fr": ("par", "écrit par", "publié par", "posté par", "propos recueillis par"),
    "en": ("by", "written by", "posted by", "published by"),
}
_NAME = r"(?-i:[^\W\d_][\w’'.-]*(?: (?:de |du |des |la |le |d’|d'|van |von |and |et )?[^\W\d_a-z][\w’'.-]*){1,5})"
_LONGEST_LINE = 160
_MOST_UNDER = 60  # elements looked at under a heading
_PLACES = 4  # lines below the headline that may be such
MOST_ABOVE = 12  # lines in which a headline stands below what leads up to it
_LONGEST_ABOVE = 80


def below_headline(lines: list[str], headlines: Iterable[str]) -> list[str]:
    """Return the lines below the headline, if it is among the first and nothing but short lines stand above it."""
    wanted = {squash(headline.lstrip("# ")) for headline in headlines} - {""}
    for place, line in enumerate(lines[:MOST_ABOVE]):
        if squash(line.lstrip("# ")) in wanted:
            return lines[place + 1 :] or lines
        if len(line) > _LONGEST_ABOVE or ends_sentence(line):
            break
    return lines


def lines_under(heading: HtmlElement) -> list[str]:
    """Return the short lines that a page prints between its heading and the first paragraph that is long."""
    lines = []
    for element in islice(_after(heading), _MOST_UNDER):
        line = _line_of(element)
        if line is None and element.tag == "p":
            break
        lines += [line] if line else []
    return list(dict.fromkeys(lines))


def _line_of(element: HtmlElement) -> str | None:
    """Return an element's text as one line, ``None`` if it is long, reading no more of it than that."""
    parts, total = [], 0
    for text in element.itertext():
        parts.append(text)
        total += len(text.strip())
        if total > _LONGEST_LINE or len(parts) > _LONGEST_LINE:
            return None
    return " ".join("".join(parts).split())


def _after(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Give the elements that begin after one ends, in their order."""
    for part in (heading, *heading.iterancestors()):
        for following in part.itersiblings():
            yield from (element for element in following.iter() if isinstance(element.tag, str))


def facts_on(lines: Iterable[str], language: str = "") -> dict[str, str]:
    """Return what lines say of author and date, the first that says it."""
    facts: dict[str, str] = {}
    for line in lines:
        facts = {**_told(line, language), **facts}
    return facts


def printed_facts(lines: list[str], language: str = "") -> tuple[dict[str, str], list[str]]:
    """Return what the lines at the head of a text say of its author and date, and the lines without those.

    Args:
        lines: the text, without its headline.
        language: of the page, as a code, for the order of dates in figures.
    """
    first = lines[:_PLACES]
    kept = [*(line for line in first if not _told(line, language)), *lines[_PLACES:]]
    return (facts_on(first, language), kept) if kept else ({}, lines)


def without_by(author: str) -> str:
    """Return an author without what a page prints before the name: `By Ann Bell`."""
    return _before_name().sub("", author)


def _told(line: str, language: str) -> dict[str, str]:
    """Return what a line says of author and date, nothing if it says anything else."""
    if len(line) > _LONGEST_LINE:
        return {}
    signed = _signed().search(line)
    rest = line if signed is None else line[: signed.start()] + " " + line[signed.end() :]
    if set(_words(rest)) - _known():
        return {}
    try:
        day = read_date(rest, language=language)
    except AmbiguousDate:
        day = None
    found = {"author": signed["name"] if signed else "", "published": day.isoformat() if day else ""}
    return {name: value for name, value in found.items() if value}


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[^\W\d_]+", "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn"))


@cache
def _known() -> frozenset[str]:
    return date_words() | {word for words in _AROUND.values() for word in words}


@cache
def _signed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_by()}) ?:? (?P<name>{_NAME})(?=$|\s*[,|•·–—(-]|\s+(?:le|on)\b)", re.IGNORECASE)


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_by()})\s*:?\s+", re.IGNORECASE)


def _by() -> str:
    return "|".join(sorted((word for words in _BY.values() for word in words), key=len, reverse=True))
