"""Deliveries of Nexis (Nexis Uni, Lexis Advance, LexisNexis): the lines of one file -> its articles.

There are two layouts. *Nexis Uni* begins with a cover and a list of documents; an article is its title, outlet, date
and copyright, fields such as ``Length: 512 words``, the word ``Body``, the text, ``Classification`` with more fields,
and ``End of Document``. *LexisNexis*, older, begins each article with ``1 of 25 DOCUMENTS``, gives outlet and date
before the title, writes its labels in capitals and has no word before the text, or ``BODY:``; its oldest files label
the title too (``HEADLINE:``). Transcripts name the show between outlet and date. Beside documents that are saved one
by one Nexis Uni puts their list, which has a cover and no article.

Both are described by the readers that researchers have written: LexisNexisTools (Gruber 2018-2024, R),
tm.plugin.lexisnexis (Bouchet-Valat, R; labels of the French interface), AmCAT (Vrije Universiteit Amsterdam) and
nexis-uni-parser (2021, Python).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, takewhile
from pathlib import Path

from sinorus_lib.coverage.dates import AmbiguousDate, read_date
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.bylines import agencies_of, author_of
from sinorus_lib.coverage.records import Record

SUPPLIES = ("outlet", "title", "published", "author", "language", "url", "wire", "text")
# Where a paper appears, after its name: other databases leave it out, and one paper is one outlet.
_PLACE = re.compile(r"(?<=\w) \([A-ZÀ-Ý][^()]{1,40}\)$")

_Labels = dict[str, dict[str, tuple[str, ...]]]  # role -> language of the interface -> labels
# What the labels of fields are in each language of the interface, in lower case, without accents and hyphens.
_ABOVE: _Labels = {  # fields that stand above the text
    "headline": {"fr": ("titre",), "en": ("headline",)},
    "show": {"fr": ("emission",), "en": ("show", "transcript", "guests", "anchors")},
    "job": {"fr": ("numero de tache", "numero du travail", "numero de travail"), "en": ("job number",)},  # on a cover
    "author": {"fr": ("auteur", "auteurs", "signature"), "en": ("byline", "author")},
    "length": {"fr": ("longueur", "nombre de mots"), "en": ("length",)},
    "section": {"fr": ("rubrique", "section"), "en": ("section",)},
    "dateline": {"fr": ("lieu de redaction", "lieu et date"), "en": ("dateline",)},
    "highlight": {"fr": ("encart", "points forts", "en bref"), "en": ("highlight", "insert")},
    "series": {"fr": ("serie",), "en": ("series",)},
    "correction": {"fr": ("rectificatif",), "en": ("correction", "correction date")},
    "distribution": {"fr": ("diffusion",), "en": ("distribution",)},
}
_BELOW: _Labels = {  # fields that stand below the text and tell where it ends
    "language": {"fr": ("langue",), "en": ("language",)},
    "loaded": {"fr": ("date de chargement", "date chargement"), "en": ("load date", "update")},
    "kind": {
        "fr": ("type de publication", "type publication", "type de document"),
        "en": ("publication type", "document type"),
    },
    "code": {"fr": ("code revue", "code de la revue"), "en": ("journal code", "acc no", "pub code")},
}
_CAPITALS_BELOW: _Labels = {  # such fields too, but an article may use their words: only those in capitals end it
    "subject": {"fr": ("sujet", "sujets"), "en": ("subject", "name")},
    "picture": {"fr": ("graphique", "illustration"), "en": ("graphic",)},
    "notes": {"fr": ("notes", "note"), "en": ("notes", "note")},
    "place": {
        "fr": ("localisation geo", "zone geographique", "pays", "ville"),
        "en": ("geographic", "geo localization", "country", "city", "state"),
    },
    "names": {
        "fr": ("societe", "entreprise", "personne", "organisation"),
        "en": ("company", "person", "organization", "organisation"),
    },
    "market": {
        "fr": ("symbole boursier", "secteur activite", "secteur d activite"),
        "en": ("ticker", "stock symbol", "industry", "activity sector", "isin"),
    },
    "url": {"fr": ("url",), "en": ("url",)},
}
# Words that stand alone on their line.
_ALONE: _Labels = {
    "body": {"fr": ("corps", "corps du texte", "corps:", "corps :"), "en": ("body", "body:")},
    "classification": {
        "fr": ("classification", "graphique", "illustration", "notes"),
        "en": ("classification", "graphic", "notes"),
    },
    "end": {"fr": ("fin du document",), "en": ("end of document",)},
}

_LONGEST_MARK = 200  # characters; no heading, date or copyright stands on a longer line
_LONGEST_LABEL = 32
_NEAR = 6  # lines; the date stands that near to where an article begins, or to the fields above its text
_WRAP_WIDTH = 90  # characters; text without a longer line, and with blank lines between paragraphs, was wrapped
_FEWEST_BLANKS = 0.1

_START = re.compile(r"(?:focus - )?\d+ (?:of|sur|de) \d+ documents?|documents? \d+ (?:of|sur|de) \d+", re.IGNORECASE)
_LISTED = re.compile(r"documents? ?\(\d+\)", re.IGNORECASE)
_PAGE = re.compile(r"page \d+ (?:of|sur|de) \d+", re.IGNORECASE)
_RULE = re.compile(r"[-_=* ]{3,}")
_RIGHTS = r"(?:all rights reserved|tous droits (?:de .{1,60})?réservés)"
_COPYRIGHT = re.compile(
    rf"(?:copyright|©) ?(?:©|\(c\))? ?(?:19|20)\d\d(?: ?- ?\d+)?,? ?(.*?)\W*(?:{_RIGHTS}.*)?|{_RIGHTS}\W*",
    re.IGNORECASE,
)
_MONTH = re.compile(r"[^\W\d]{3,10}(?:[ /-][^\W\d]{3,10})? (?:19|20)\d\d(?:/\d+)?")  # of a magazine: "mars 2022"
_EDITION = re.compile(r".*\b[ée]dition\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class _Article:
    """The paragraphs of one article in three parts; ``ended`` where the file says that it ends here."""

    above: list[str]
    text: list[str]
    below: list[str]
    ended: bool


def is_delivery(lines: Iterable[str]) -> bool:
    """Tell whether lines come from Nexis: by where articles begin or end and a label, several labels, or a cover."""
    found = {_mark(line.strip()) for line in lines}
    labels = found & {"length", "loaded", "language", "body"}
    is_list = found >= {"listed", "job"}
    return bool(found & {"start", "end"} and labels) or found >= {"body", "length"} or len(labels) >= 3 or is_list


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a delivery that was converted to text, wrapped at a fixed width or not."""
    lines = [line.strip() for line in text.splitlines()]
    if not _is_wrapped(lines):
        return [line for line in lines if line]
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line or _mark(line) or _mark("".join(paragraphs[-1])) == "body":
            paragraphs.append([])
        paragraphs[-1].append(line)
    return [joined for paragraph in paragraphs if (joined := " ".join(paragraph).strip())]


def read_delivery(paragraphs: Iterable[str], path: Path, reading: Reading) -> list[Record]:
    """Return the articles of a delivery; one without its text, or cut off, is objected to and left out.

    Args:
        paragraphs: of the whole file, cover included; each title, outlet, date and field is one of its own.
        path: the file, for messages.
        reading: takes the objections.
    """
    lines = [line for line in map(str.strip, paragraphs) if line and _mark(line) != "page"]
    older = any(_mark(line) == "start" for line in lines)
    articles = [_divided(part, ended, older) for part, ended in (_older_parts if older else _parts)(lines)]
    if not articles:
        reading.objections.add(
            path.name, "expected articles of Nexis, found none. Download full documents, not the list of results"
        )
    records = []
    for number, article in enumerate(articles, start=1):
        origin = f"{path.name}, article {number}"
        fault = _fault(article, articles, older)
        if fault:
            reading.objections.add(origin, f"{fault}; it was left out. Download it again as a full document")
        else:
            records.append(Record(origin, path, _facts(article, older)))
    return records


def _fault(article: _Article, articles: list[_Article], older: bool) -> str | None:
    """Return what keeps an article from being read: no text, or no end where the others have one."""
    if not article.text:
        return "expected its text, found none"
    if article is not articles[-1] or article.ended or article.below:
        return None
    if older and not any(one.ended or one.below for one in articles):
        return None
    return "is cut off before its end"


def _is_wrapped(lines: list[str]) -> bool:
    blanks = sum(not line for line in lines)
    return blanks >= _FEWEST_BLANKS * len(lines) and max(map(len, lines), default=0) <= _WRAP_WIDTH


def _parts(lines: list[str]) -> list[tuple[list[str], bool]]:
    """Return the lines of each article of Nexis Uni, and whether ``End of Document`` follows them."""
    parts: list[tuple[list[str], bool]] = []
    begun: list[str] = []
    for line in lines:
        if _mark(line) == "end":
            parts.append((begun, True))
            begun = []
        else:
            begun.append(line)
    is_article = any(_mark(line) in ("body", "length") for line in begun)
    return [*parts, (begun, False)] if is_article else parts


def _older_parts(lines: list[str]) -> list[tuple[list[str], bool]]:
    """Return the lines of each article of LexisNexis, and whether the file says where they end."""
    starts = [number for number, line in enumerate(lines) if _mark(line) == "start"]
    parts = [lines[start + 1 : stop] for start, stop in pairwise([*starts, len(lines)])]
    ended = [any(_mark(line) == "end" for line in part) for part in parts]
    return [([line for line in part if _mark(line) != "end"], end) for part, end in zip(parts, ended, strict=True)]


def _divided(lines: list[str], ended: bool, older: bool) -> _Article:
    marks = [_mark(line) for line in lines]
    start = marks.index("body") if "body" in marks else _last_field_above(marks)
    if start is None:
        return _Article(lines, [], [], ended)
    stop = start + 1 + _text_length(marks[start + 1 :], older)
    above = [line for line, mark in zip(lines[: start + 1], marks, strict=False) if mark != "body"]
    return _Article(above, lines[start + 1 : stop], lines[stop:], ended)


def _last_field_above(marks: list[str]) -> int | None:
    """Return where the fields above the text end, where no word says so."""
    first = next((number for number, mark in enumerate(marks) if mark in _ABOVE), None)
    if first is None:
        return None
    return first + sum(1 for _ in takewhile(_ABOVE.__contains__, marks[first + 1 :]))


def _text_length(marks: list[str], older: bool) -> int:
    """Return the number of paragraphs before what ends a text: a heading such as ``Classification``, else a field."""
    headings = [number for number, mark in enumerate(marks) if mark == "classification"]
    fields = [number for number, mark in enumerate(marks) if mark in (*_BELOW, *_CAPITALS_BELOW, "copyright")]
    ends = headings if headings and not older else headings + fields
    return min(ends, default=len(marks))


def _facts(article: _Article, older: bool) -> dict[str, str]:
    title, outlet, published = _headings(article.above, older)
    fields = {**_fields(article.below), **_fields(article.above)}
    title = fields.get("headline", title)
    holder = next(filter(None, map(_holder, article.above + article.below)), "")
    facts = {
        "outlet": _PLACE.sub("", outlet or holder),
        "title": title,
        "published": published,
        "author": author_of(fields.get("author", "")),
        "language": fields.get("language", "").partition(";")[0].strip(),
        "url": fields.get("url", ""),
        "wire": agencies_of(outlet, fields.get("author", "")) or agencies_of(holder),
        "text": "\n\n".join(line for line in article.text if line != title),
    }
    return {name: value for name, value in facts.items() if value}


def _headings(above: list[str], older: bool) -> tuple[str, str, str]:
    """Return an article's title, outlet and date, each empty where it is not there.

    LexisNexis prints outlet, date, title; Nexis Uni prints title, outlet, date, and a cover before the first of them.
    A month without a day, as magazines print it, is returned as it is written.
    """
    at = _date_line(above, older)
    before = [line for line in above[:at] if not _mark(line)]
    after = [line for line in above[at + 1 :] if not _mark(line) and not _EDITION.fullmatch(line[:_LONGEST_MARK])]
    published = "" if at == len(above) or _mark(above[at]) else _date_in(above[at]) or above[at]
    if older:
        return (after or [""])[0], (before or [""])[-1], published
    title, outlet = before[-2:] if len(before) > 1 else [*before, "", ""][:2]
    return title, outlet, published


def _date_line(above: list[str], older: bool) -> int:
    """Return which line is the date, or else which one stands where it would."""
    unmarked = [number for number, line in enumerate(above) if not _mark(line)]
    near = unmarked[:_NEAR] if older else unmarked[: -_NEAR - 1 : -1]
    dated = (number for number in near if _is_date(above[number]))
    marked = (number for number, line in enumerate(above) if _mark(line))
    return next(chain(dated, marked), len(above))


def _fields(lines: list[str]) -> dict[str, str]:
    """Return role -> what the first field of that role says."""
    found: dict[str, str] = {}
    for line in lines:
        role, value = _field(line)
        if role:
            found.setdefault(role, value)
    return found


def _field(line: str) -> tuple[str, str]:
    """Return the role of a field and what it says; ``("", "")`` of any other line."""
    label, colon, value = line.partition(":")
    role = _roles().get(_plain(label), "") if colon and len(label) <= _LONGEST_LABEL else ""
    return (role, value.strip()) if role else ("", "")


def _mark(line: str) -> str:
    """Return what a line is in a delivery: a role of a field, of a word that stands alone, or ``""``."""
    role, _ = _field(line)
    if role:
        return role if role not in _CAPITALS_BELOW or line.partition(":")[0].isupper() else ""
    if len(line) > _LONGEST_MARK:
        return ""
    squeezed = " ".join(line.split())
    matching = (name for name, pattern in _PATTERNS.items() if pattern.fullmatch(squeezed))
    return _words_alone().get(_plain(squeezed)) or next(matching, "")


_PATTERNS = {"start": _START, "listed": _LISTED, "page": _PAGE, "rule": _RULE, "copyright": _COPYRIGHT}


@cache
def _roles() -> dict[str, str]:
    return _by_name({**_CAPITALS_BELOW, **_BELOW, **_ABOVE})


@cache
def _words_alone() -> dict[str, str]:
    return _by_name(_ALONE)


def _by_name(table: _Labels) -> dict[str, str]:
    return {name: role for role, names in table.items() for of_language in names.values() for name in of_language}


def _plain(words: str) -> str:
    """Return words in lower case without accents, hyphens as spaces."""
    letters = unicodedata.normalize("NFKD", words.replace("-", " ")).encode("ascii", "ignore").decode()
    return " ".join(letters.lower().split())


def _is_date(line: str) -> bool:
    """Tell whether a line is a date, rather than a headline that mentions one: it begins with it."""
    beginning = " ".join(line[:_LONGEST_MARK].split()[:4])  # "lundi 14 mars 2022"
    return bool(_date_in(beginning) or _MONTH.fullmatch(line[:_LONGEST_MARK]))


def _date_in(line: str) -> str:
    """Return the date that a line gives, as ISO 8601; ``""`` if it gives none."""
    try:
        date = read_date(line)
    except AmbiguousDate:
        return ""
    return date.isoformat() if date else ""


def _holder(line: str) -> str:
    """Return who owns what a line claims the copyright of."""
    found = _COPYRIGHT.fullmatch(" ".join(line.split())) if len(line) <= _LONGEST_MARK else None
    return (found[1] or "").strip(" .") if found else ""
