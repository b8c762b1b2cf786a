"""Lists of articles without their text: they tell of pages that stand in other files, by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record


def fill_from_listings(records: list[Record], objections: Objections) -> list[Record]:
    """Return the records that have text, with what listings know of their addresses where they did not say.

    A record without text but with an address is an entry of a listing. Entries whose text is nowhere are objected to,
    once a listing.
    """
    entries = [record for record in records if _is_listed(record)]
    told: dict[str, Mapping[str, str]] = {}
    for entry in entries:
        address = plain_address(entry.facts["url"])
        told[address] = {**entry.facts, **told.get(address, {})}
    articles = [record for record in records if not _is_listed(record)]
    _object_to_missing(entries, {plain_address(record.facts.get("url", "")) for record in articles}, objections)
    return [_filled(record, told.get(plain_address(record.facts.get("url", "")), {})) for record in articles]


def _is_listed(record: Record) -> bool:
    return bool(record.facts.get("url")) and not record.facts.get("text")


def _filled(record: Record, facts: Mapping[str, str]) -> Record:
    return Record(record.origin, record.path, {**facts, **record.facts}) if facts else record


def plain_address(address: str) -> str:
    """Return an address without what does not tell articles apart: scheme, ``www.``, tracking, the fragment."""
    from courlan import normalize_url

    try:
        plain = normalize_url(address.strip(), strict=False)
    except ValueError:
        plain = address.strip()
    without_scheme = str(plain).partition("://")[2] or str(plain)
    return without_scheme.partition("#")[0].removeprefix("www.").rstrip("/")


def _object_to_missing(entries: list[Record], present: set[str], objections: Objections) -> None:
    missing = [entry for entry in entries if plain_address(entry.facts["url"]) not in present]
    listed, absent = Counter(map(_file, entries)), Counter(map(_file, missing))
    for name, count in absent.items():
        objections.add(
            name,
            f"lists {listed[name]} articles without their text; {count} of them stand in no other file and were left "
            "out. Save their pages (HTML or WARC) beside the list",
        )


def _file(record: Record) -> str:
    return record.origin.partition(",")[0]
