"""The lines between a headline and its text as a page prints them: who signed it, and when it was published.

Pages without metadata say both there alone: "Publié le mercredi 11 septembre 2024, par Lise Autran". A line counts as
such only if every word of it is accounted for, so that no sentence is taken for one. The words are data, by language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from sinorus_lib.coverage.dates import AmbiguousDate, date_words, read_date
from sinorus_lib.coverage.furniture import squash
from sinorus_lib.coverage.repair import ends_sentence

# What stands around a date and a name, without accents and in lower case.
_AROUND = {
    "fr": ("publie", "publiee", "mis", "mise", "en", "ligne", "poste", "paru", "parution", "article", "min", "heure", "de", "paris"),
    "en": ("published", "posted", "issued", "first", "publication", "date", "am", "pm", "a", "p", "m", "gmt", "utc", "bst",
           "cet", "cest", "est", "edt", "et"),
}  # fmt: skip
_BY = {"fr": ("par", "écrit par", "propos recueillis par"), "en": ("by", "written by")}
_NAME = r"(?-i:[^\W\d_][\w’'.-]*(?: (?:de |du |des |la |le |d’|d'|van |von |and |et )?[^\W\d_a-z][\w’'.-]*){1,5})"
_LONGEST_LINE = 160
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


def printed_facts(lines: list[str], language: str = "") -> tuple[dict[str, str], list[str]]:
    """Return what the lines at the head of a text say of its author and date, and the lines without those.

    Args:
        lines: the text, without its headline.
        language: of the page, as a code, for the order of dates in figures.
    """
    facts: dict[str, str] = {}
    kept = []
    for line in lines[:_PLACES]:
        told = _told(line, language)
        kept += [] if told else [line]
        facts = {**told, **facts}
    return (facts, [*kept, *lines[_PLACES:]]) if kept or lines[_PLACES:] else ({}, lines)


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
    by = "|".join(word for words in _BY.values() for word in words)
    return re.compile(rf"\b(?:{by}) ?:? (?P<name>{_NAME})(?=$|\s*[,|•·–—(-]|\s+(?:le|on)\b)", re.IGNORECASE)
