"""The fields of an article of Factiva, in whichever export: what each code means, and how they stand without codes.

A field is named by a code of two or three capitals (``HD``, ``LP``, ``SN``), the same in every language of the
interface. An export "with indexing" prints the codes; one without prints the values alone, one a line, always in the
same order: headline, byline, credit, length, date, time, outlet, code of the outlet, edition, page, language,
copyright. The length in words is then the one line that is sure, and the rest is told by its distance from it.

The codes are described by Dow Jones (Factiva field labels) and ProQuest (custom search fields in Factiva.com), the
order by the readers that researchers have written: tm.plugin.factiva (Bouchet-Valat, R), newspapers (Watanabe, R) and
factiva-rtf-db (Velkoski).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sinorus_lib.coverage.agencies import agency_named
from sinorus_lib.coverage.formats.bylines import agencies_of, author_of
from sinorus_lib.coverage.formats.html_exports import iso_day
from sinorus_lib.coverage.languages import language_code
from sinorus_lib.coverage.records import Record, as_text

Fields = dict[str, list[str]]
SUPPLIES = ("outlet", "language", "title", "published", "author", "wire", "text")
CODES = (
    "AN", "ART", "BY", "CLM", "CO", "CR", "CT", "CX", "CY", "DE", "DOI", "ED", "ET", "FDS", "HD", "IN", "IPC", "IPD",
    "LA", "LP", "NS", "PD", "PG", "PUB", "RE", "RF", "RIC", "RST", "SC", "SE", "SN", "TD", "VOL", "WC",
)  # fmt: skip
# What the interface prints, by its language.
_LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "words": ("mots", "mot"),
        "document": ("Document",),
        "page": ("Page",),
        "of": ("sur", "de"),
        "and": ("et", "avec"),
    },
    "en": {
        "words": ("words", "word"),
        "document": ("Document",),
        "page": ("Page",),
        "of": ("of",),
        "and": ("and", "with"),
    },
}
# What the interface calls the language of an article, by the language of the interface.
_LANGUAGES: dict[str, dict[str, str]] = {
    "fr": {
        "français": "fr", "anglais": "en", "allemand": "de", "arabe": "ar", "catalan": "ca", "chinois": "zh",
        "chinois simplifié": "zh", "chinois traditionnel": "zh", "coréen": "ko", "danois": "da", "espagnol": "es",
        "finnois": "fi", "hongrois": "hu", "indonésien": "id", "italien": "it", "japonais": "ja", "malais": "ms",
        "néerlandais": "nl", "norvégien": "no", "polonais": "pl", "portugais": "pt", "roumain": "ro", "russe": "ru",
        "slovaque": "sk", "suédois": "sv", "tchèque": "cs", "turc": "tr", "ukrainien": "uk",
    },
    "en": {
        "french": "fr", "english": "en", "german": "de", "arabic": "ar", "catalan": "ca", "chinese": "zh",
        "chinese - simplified": "zh", "chinese - traditional": "zh", "korean": "ko", "danish": "da", "spanish": "es",
        "finnish": "fi", "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "malay": "ms",
        "dutch": "nl", "norwegian": "no", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru",
        "slovak": "sk", "swedish": "sv", "czech": "cs", "turkish": "tr", "ukrainian": "uk",
    },
}  # fmt: skip
_CODE_OF_LANGUAGE = {name: code for names in _LANGUAGES.values() for name, code in names.items()}
_FURTHEST = 8  # lines after the length in which the language is looked for


def any_of(name: str) -> str:
    """Return a pattern of what the interface prints for something, in any language."""
    return "|".join(sorted({label for labels in _LABELS.values() for label in labels[name]}, key=len, reverse=True))


WORD_COUNT = re.compile(rf"\d{{1,3}}(?:[ ,.\u00a0\u202f]?\d{{3}}){{0,2}}\s(?:{any_of('words')})$", re.IGNORECASE)
DOCUMENT = re.compile(rf"(?:{any_of('document')})\s+[A-Za-z0-9_]{{10,40}}$")
# An accession number: the code of the outlet filled with noughts, the day it was loaded, a serial.
ACCESSION = re.compile(rf"(?:{any_of('document')})\s+[A-Z][A-Z0-9]{{3,7}}(?:19|20)\d{{6}}[A-Za-z0-9_]{{4,20}}\b")
PAGE_NUMBER = re.compile(rf"(?:{any_of('page')})\s+\d+\s+(?:{any_of('of')})\s+\d+\b", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?$", re.IGNORECASE)
_OUTLET_CODE = re.compile(r"[A-Z0-9_]{2,10}$")
_COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\)|source\s*:)|.*\b(?:rights? reserved|droits réservés)\b", re.IGNORECASE
)
_FULL_STOP = re.compile(r"(?<=\w{4})[ .]+$")  # after a name; "R. Fo." and "Jr." keep theirs
_COMPANY = re.compile(r"(?:\w|\b(?:Inc|Ltd|Ltée|Co|Cie|Corp|S\.A|S\.A\.S|plc)\.)$", re.IGNORECASE)
_LONGEST_COMPANY = 10  # words
_BETWEEN_NAMES = re.compile(rf"[,/;&]|(?:^|[\s(])(?:{any_of('and')})\s")


def fields_above(lines: Sequence[str], headline: int) -> Fields:
    """Return the fields that stand above the length, without codes.

    Args:
        lines: those above, in order.
        headline: the place of the headline among them; what precedes it is the section.
    """
    credits = [line for line in lines[headline + 1 :] if is_credit(line)]
    bylines = [line for line in lines[headline + 1 :] if line not in credits]
    return {"HD": list(lines[headline : headline + 1]), "BY": bylines, "CR": credits}


def fields_below(lines: Sequence[str]) -> tuple[Fields, int]:
    """Return the fields that follow the length, without codes, and how many lines they take.

    Args:
        lines: the line after the length, and all that follow.
    """
    place = 2 if len(lines) > 1 and _TIME.match(lines[1]) else 1
    fields: Fields = {"PD": list(lines[:1]), "SN": list(lines[place : place + 1])}
    place += 1
    near = lines[place : place + _FURTHEST]
    language = next((number for number, line in enumerate(near) if line.lower() in _CODE_OF_LANGUAGE), None)
    if near and _OUTLET_CODE.match(near[0]):
        fields["SC"] = [near[0]]
    if language is not None:
        fields["LA"] = [near[language]]
        place += language + 1
    elif "SC" in fields:
        place += 1
    if lines[place : place + 1] and _COPYRIGHT.match(lines[place]):
        place += 1
    return fields, min(place, len(lines))


def is_publisher(line: str) -> bool:
    """Tell whether the last line of an article without codes is the publisher: short, and no sentence or credit."""
    return len(line.split()) <= _LONGEST_COMPANY and bool(_COMPANY.search(line)) and not is_credit(line)


def records_of(articles: Sequence[tuple[str, Fields]], path: Path) -> list[Record]:
    """Return the record of each article: its origin and its fields, by code.

    An outlet of which only the code is given has the name that another article of the file gives it.
    """
    names = {_line(fields, "SC"): _line(fields, "SN") for _, fields in articles if _line(fields, "SN")}
    return [Record(origin, path, _facts(fields, names)) for origin, fields in articles]


def _facts(fields: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> dict[str, str]:
    code, written = _line(fields, "SC"), _line(fields, "LA").lower()
    outlet = _line(fields, "SN") or names.get(code, code)
    facts = {
        "outlet": outlet,
        "language": _CODE_OF_LANGUAGE.get(written) or language_code(written),
        "title": _line(fields, "HD"),
        "published": iso_day(_line(fields, "PD")),
        "author": _FULL_STOP.sub("", author_of(_line(fields, "BY"))),
        "wire": agencies_of(outlet, *fields.get("CR", ()), *fields.get("BY", ())),
        "text": "\n\n".join([*fields.get("LP", ()), *fields.get("TD", ())]),
    }
    return {name: as_text(value) for name, value in facts.items() if value}


def _line(fields: Mapping[str, Sequence[str]], code: str) -> str:
    return " ".join(fields.get(code, ())).strip()


def is_credit(line: str) -> bool:
    """Tell whether a line names agencies and nobody else: "(Agence France-Presse)", "AFP, Reuters"."""
    agencies = _agencies(line)
    return bool(agencies) and all(agencies)


def _agencies(line: str) -> list[str | None]:
    """Return the agency that each name in a line is, ``None`` for one that is none."""
    names = (name.strip(" .()[]") for name in _BETWEEN_NAMES.split(line))
    return [agency_named(name) for name in names if name]
