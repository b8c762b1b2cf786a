"""Exports of Zotero, CSV and JSON, with the text of the files attached to their items.

Shapes: the CSV of Zotero's own translator (columns ``Key``, ``Item Type``, ``File Attachments`` with a semicolon
between paths), CSL JSON (the schema of the Citation Style Language, 1.0.2) and Better BibTeX JSON (``items`` with
``attachments``). What Zotero says of an item wins over what its file says. Paths lead nowhere but into the folder of
the export: Zotero writes those of its own store, so that of an absolute path its last parts are looked for there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.tables import header_of, read_table
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record, as_text, decode, printable

SUPPLIES = ("outlet", "title", "published", "author", "language", "url", "text")
READABLE = (".txt", ".md", ".html", ".htm", ".rtf", ".docx", ".docm")

# Ours -> theirs, in the order in which they are asked.
_CSV_NAMES = {  # in lower case
    "outlet": ("publication title", "website title", "blog title", "publisher"),
    "title": ("title",),
    "published": ("date",),
    "language": ("language",),
    "url": ("url",),
}
_ITEM_NAMES = {
    "outlet": ("publicationTitle", "websiteTitle", "blogTitle", "programTitle", "publisher"),
    "title": ("title",),
    "published": ("date",),
    "language": ("language",),
    "url": ("url",),
}
_CSL_NAMES = {
    "outlet": ("container-title", "publisher"),
    "title": ("title",),
    "language": ("language",),
    "url": ("URL",),
}
_NO_ITEMS = ("note", "annotation")
_CSL_ONLY = re.compile(r'"(?:container-title|date-parts|issued|citation-key)"')
_OF_ZOTERO = re.compile(r"^(?:storage|attachments):")  # begin paths into its own store
_PLACES = (".", "files", "storage")  # in the folder, where such parts are looked for
_DEEPEST = 6  # last parts of an absolute path that are looked for
_SHOWN = 80  # characters of a path in a message


@dataclass(frozen=True)
class _Item:
    """What an export says of one item, and the files it names as attached."""

    facts: Mapping[str, str]
    attached: tuple[str, ...] = ()


def read_zotero_csv(path: Path, reading: Reading) -> list[Record]:
    """Read a CSV export of Zotero: one record an item."""
    table = read_table(path, reading.objections)
    rows = [] if table is None else table.to_dict("records")
    return _records(
        [_of_row({str(name).lower(): value for name, value in row.items()}) for row in rows], path, reading
    )


def read_zotero_json(path: Path, reading: Reading) -> list[Record]:
    """Read CSL JSON or Better BibTeX JSON of Zotero: one record an item."""
    text = decode(path, reading.objections)
    if text is None:
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        reading.objections.add(path.name, f"expected JSON, could not read it ({reason}). Export it again")
        return []
    listed = found.get("items") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        reading.objections.add(path.name, "expected a list of items, found none. Export it from Zotero again")
    return _records(
        [_of_object(item) for item in _objects(listed) if item.get("itemType") not in _NO_ITEMS], path, reading
    )


def recognises_csv(path: Path) -> bool:
    """Tell whether a table is an export of Zotero, by its columns."""
    beginning = head(path)
    return "Item Type" in beginning and {"key", "item type", "publication title"} <= set(header_of(beginning))


def recognises_json(path: Path) -> bool:
    """Tell whether JSON is an export of Zotero, by how it begins."""
    beginning = head(path).lstrip()
    if beginning.startswith("{"):
        return '"BetterBibTeX JSON"' in beginning or ('"items"' in beginning and '"itemType"' in beginning)
    if not beginning.startswith("["):
        return False
    return '"itemType"' in beginning or ('"type"' in beginning and bool(_CSL_ONLY.search(beginning)))


def _of_row(row: Mapping[str, Any]) -> _Item:
    authors = ", ".join(map(_in_order, _string(row.get("author")).split(";")))
    attached = (name.strip() for name in _string(row.get("file attachments")).split(";"))
    return _Item(_known({**_named(row, _CSV_NAMES), "author": authors}), tuple(filter(None, attached)))


def _in_order(name: str) -> str:
    """Return "Morel, Jeanne" as "Jeanne Morel"."""
    last, _, first = name.strip().partition(",")
    return f"{first.strip()} {last}".strip()


def _of_object(item: Mapping[str, Any]) -> _Item:
    if "itemType" not in item:
        facts = {**_named(item, _CSL_NAMES), "author": _people(item.get("author")), "published": _csl_date(item)}
        return _Item(_known(facts))
    people = [one for one in _objects(item.get("creators")) if one.get("creatorType", "author") == "author"]
    facts = {**_named(item, _ITEM_NAMES), "author": _people(people)}
    attachments = [item] if item["itemType"] == "attachment" else _objects(item.get("attachments"))
    paths = (_first(one, ("path", "localPath")) for one in attachments)
    return _Item(_known(facts), tuple(filter(None, paths)))


def _named(item: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {ours: _first(item, theirs) for ours, theirs in names.items()}


def _first(item: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, (_string(item.get(name)) for name in names)), "")


def _string(value: Any) -> str:
    return as_text(value) if isinstance(value, (str, int, float)) else ""


def _known(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _people(value: Any) -> str:
    given, family = ("firstName", "given"), ("lastName", "family", "name", "literal")
    names = (f"{_first(one, given)} {_first(one, family)}".strip() for one in _objects(value))
    return ", ".join(filter(None, names))


def _csl_date(item: Mapping[str, Any]) -> str:
    """Return a date of CSL as ISO 8601, or as it was written."""
    issued = item.get("issued")
    if not isinstance(issued, dict):
        return ""
    dates = issued.get("date-parts")
    parts = dates[0] if isinstance(dates, list) and dates and isinstance(dates[0], list) else []
    return "-".join(_string(part).zfill(2) for part in parts[:3]) or _first(issued, ("raw", "literal"))


def _records(items: list[_Item], path: Path, reading: Reading) -> list[Record]:
    """Return a record for each item that has a text, or at least the address of one."""
    names = Counter(_parts(name)[-1:] for item in items for name in item.attached)
    records = []
    for number, item in enumerate(items, start=1):
        origin = f"{path.name}, article {number}"
        files = list(_attached(item, path.parent, names, origin, reading.objections))
        record = _with_text(origin, files, item.facts, reading)
        if record is None:
            _object_to_no_text(item, origin, reading.objections)
            record = Record(origin, path, item.facts) if "url" in item.facts else None
        if record is not None:
            records.append(record)
    return records


def _object_to_no_text(item: _Item, origin: str, objections: Objections) -> None:
    """Object to an item that has only such files as are not read, or nothing by which its text could be found."""
    unread = sorted({suffix for written in item.attached if (suffix := _suffix(written)) not in READABLE})
    if unread:
        kinds = ", ".join(suffix or "without suffix" for suffix in unread)[:_SHOWN]
        objections.add(
            origin, f"has its text in files that are not read ({kinds}). Attach its page, or its text as .txt"
        )
    elif "url" not in item.facts:
        objections.add(
            origin,
            "has neither an attached text nor an address; it was left out. Attach its page or its text in Zotero "
            "and export again with *Export Files*",
        )


def _suffix(written: str) -> str:
    return PureWindowsPath(written).suffix.lower()


def _attached(
    item: _Item, folder: Path, names: Counter[tuple[str, ...]], origin: str, objections: Objections
) -> Iterator[Path]:
    """Yield the attached files of an item that can be read and lie in the folder of the export."""
    for written in item.attached:
        if _suffix(written) not in READABLE:
            continue
        shown = printable(written[-_SHOWN:])
        try:
            yield _found(written, folder, is_one=names[_parts(written)[-1:]] == 1)
        except PermissionError:
            objections.add(
                origin,
                f"names an attached file outside the folder of the export ({shown}); it was not read. Put it there",
            )
        except FileNotFoundError:
            objections.add(
                origin,
                f"names an attached file that is not in the folder of the export ({shown}); it was not read. Export "
                "again with *Export Files*",
            )


def _parts(written: str) -> tuple[str, ...]:
    """Return the parts of a path of any system, without its drive or root."""
    path = PureWindowsPath(_OF_ZOTERO.sub("", written))
    return tuple(part for part in path.parts if part != path.anchor)


def _found(written: str, folder: Path, *, is_one: bool) -> Path:
    """Return the file that a path means.

    Args:
        written: relative to the folder; or absolute, and then its last parts are looked for in the folder.
        folder: of the export.
        is_one: whether its name alone tells the file from all others attached.

    Raises:
        PermissionError: if the path leads out of the folder.
        FileNotFoundError: if there is no such file.
    """
    parts = _parts(written)
    if ".." in parts:
        raise PermissionError
    shortest = 1 if is_one else 2
    starts = range(max(1, len(parts) - _DEEPEST), len(parts) - shortest + 1)
    is_absolute = bool(PureWindowsPath(written).anchor)
    places = [folder / place for place in _PLACES] if is_absolute else [folder]
    candidates = [place.joinpath(*parts[start:]) for start in (starts if is_absolute else [0]) for place in places]
    if is_absolute and _lies_in(folder, Path(written)):
        candidates.insert(0, Path(written))
    found = next(filter(_is_file, candidates), None)
    if found is None:
        raise FileNotFoundError
    if not _lies_in(folder, found):
        raise PermissionError
    return found


def _lies_in(folder: Path, path: Path) -> bool:
    """Tell whether a path lies in a folder once its links are followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, with a NUL, links in a circle
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _with_text(origin: str, files: list[Path], facts: Mapping[str, str], reading: Reading) -> Record | None:
    """Return a record with the first text that its files hold, plain text before pages; ``None`` if there is none."""
    from sinorus_lib.coverage.files import read_file

    several: list[Path] = []
    for file in sorted(files, key=lambda file: READABLE.index(file.suffix.lower())):
        texts = [record.facts for record in read_file(file, reading) if record.facts.get("text")]
        if len(texts) == 1:
            parts = tuple(other for other in files if other not in several)
            return Record(origin, file, {**texts[0], **facts}, parts)
        if texts:
            several.append(file)
            reading.objections.add(
                origin,
                f"has a file of {len(texts)} articles attached ({file.name}); its own is unknown. Attach one",
            )
    return None


CSV = Format(
    "Zotero (CSV)",
    (".csv",),
    SUPPLIES,
    read_zotero_csv,
    recognises_csv,
    export="Zotero: *Export Library*, CSV; attached texts and pages beside it",
    names_others=True,
)
JSON = Format(
    "Zotero (JSON)",
    (".json",),
    SUPPLIES,
    read_zotero_json,
    recognises_json,
    export="Zotero: *Export Library*, Better BibTeX JSON with *Export Files*, or CSL JSON",
    names_others=True,
)
