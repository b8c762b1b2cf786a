"""Lists of articles without their text: they tell of pages that stand in other files, by address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from sinorus_lib.coverage.dates import AmbiguousDate, day_first_of, read_date
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record

# What a list gives in place of a fact: it counts where neither the page nor any list says better.
STAND_INS = {"outlet": "domain", "published": "seen"}
_LONGEST_ADDRESS = 4_000  # characters; what is longer is compared as it is
_EDITION = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^/]+\.)|/amp$")
_PLACE = re.compile(r", \w+ [0-9]+$")


def fill_from_listings(records: list[Record], objections: Objections) -> list[Record]:
    """Return the records that have text, with what listings know of their addresses where they did not say.

    A record without text but with an address is an entry of a listing. Entries whose text is nowhere are objected to,
    once a listing. A fact ``domain`` stands in for an outlet that nobody names, and ``seen`` for a date.
    """
    listed = [(record, _address(record)) for record in records if _is_listed(record)]
    told: dict[str, Mapping[str, str]] = {}
    day_first = _day_first([entry for entry, _ in listed])
    for entry, address in listed:
        told[address] = {**_with_plain_date(entry, day_first[_file(entry)]), **told.get(address, {})}
    articles = [(record, _address(record)) for record in records if not _is_listed(record)]
    _object_to_missing(listed, {address for _, address in articles}, objections)
    return [_filled(record, told.get(address, {}) if address else {}) for record, address in articles]


def _is_listed(record: Record) -> bool:
    return bool(record.facts.get("url")) and not record.facts.get("text")


def _filled(record: Record, told: Mapping[str, str]) -> Record:
    facts = {**told, **record.facts}
    stood_in = {
        ours: facts[theirs] for ours, theirs in STAND_INS.items() if not facts.get(ours) and facts.get(theirs)
    }
    return Record(record.origin, record.path, {**facts, **stood_in}) if told or stood_in else record


def _day_first(entries: list[Record]) -> dict[str, bool | None]:
    """Return, for each listing, whether its dates in figures are day first, as the unambiguous ones tell."""
    written: dict[str, list[str]] = {}
    for entry in entries:
        written.setdefault(_file(entry), []).append(entry.facts.get("published", ""))
    return {name: day_first_of(dates) for name, dates in written.items()}


def _with_plain_date(entry: Record, day_first: bool | None) -> Mapping[str, str]:
    """Return an entry's facts, its date as ISO 8601 if it can be read: beside a page, its listing is out of sight."""
    written = entry.facts.get("published", "")
    try:
        found = read_date(written, language=entry.facts.get("language", ""), day_first=day_first)
    except AmbiguousDate:
        return entry.facts
    return entry.facts if found is None else {**entry.facts, "published": found.isoformat()}


def _address(record: Record) -> str:
    return plain_address(record.facts.get("url", ""))


def plain_address(address: str) -> str:
    """Return an address without what does not tell articles apart.

    That is its scheme, ``www.`` and the mark of the mobile edition, what tracks readers, and the fragment.
    """
    from courlan import normalize_url

    plain = address.strip()
    if len(plain) <= _LONGEST_ADDRESS:
        with suppress(ValueError, TypeError, AttributeError):  # of what is no address at all
            plain = str(normalize_url(plain, strict=False))
    without_scheme = plain.partition("://")[2] or plain
    place, mark, query = without_scheme.partition("#")[0].partition("?")
    return _EDITION.sub("", place.rstrip("/")).rstrip("/") + mark + query


def _object_to_missing(listed: list[tuple[Record, str]], present: set[str], objections: Objections) -> None:
    entries = Counter(_file(entry) for entry, _ in listed)
    absent = Counter(_file(entry) for entry, address in listed if address not in present)
    for name, count in absent.items():
        objections.add(
            name,
            f"lists {entries[name]} articles without their text; {count} of them stand in no other file and were "
            "left out. Save their pages (HTML or WARC) beside the list",
        )


def _file(record: Record) -> str:
    """Return the file of a record, as its origin names it: with the folders that tell files of one name apart."""
    return _PLACE.sub("", record.origin)
