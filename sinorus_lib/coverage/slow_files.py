"""Files that take long to read, web pages above all: what they gave is kept in the cache, and found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from sinorus_lib.coverage.formats import Format, Reading, format_of, formats_by_suffix, versions
from sinorus_lib.coverage.records import Record
from sinorus_lib.coverage.shelf import Shelf

FEWEST = 10  # files; fewer are read sooner than found
_TOGETHER = 200  # files whose records are put away at a time; a run that is interrupted keeps them
_SAID = "said"  # the one column of what is kept: JSON


class _File(NamedTuple):
    key: str
    format: Format


class SlowFiles:
    """Reads files, and those that take long only if they are not found in the cache.

    Args:
        paths: the files that may be read.
        reading: with what tables call our columns.
        shelf: where what they give is kept; nowhere if there is none.
        largest: bytes; larger ones are not looked for.
    """

    def __init__(self, paths: Iterable[Path], reading: Reading, shelf: Shelf | None, *, largest: int) -> None:
        self._reading, self._shelf = reading, shelf
        self._files = _slow_files(paths, reading.columns, largest) if shelf else {}
        self._found = shelf.find(file.key for file in self._files.values()) if shelf and self._files else {}
        self._new: dict[str, str] = {}

    def read(self, path: Path, read: Callable[[Path, Reading], list[Record]]) -> list[Record]:
        """Return the records of a file: found again, or else read."""
        file = self._files.get(path)
        if file is None:
            return read(path, self._reading)
        if file.key in self._found:
            with suppress(OSError):  # of what stands beside it; objected to when it is read
                return self._again(path, file.format, json.loads(self._found[file.key][_SAID]))
        own = Reading(columns=self._reading.columns)
        records = read(path, own)
        self._reading.objections.messages += own.objections.messages
        if records:  # what gave nothing may be mended without a change of the file: memory was short
            facts = [[record.origin, dict(record.facts)] for record in records]
            self._keep(file.key, {"records": facts, "objections": own.objections.messages})
        return records

    def _again(self, path: Path, of: Format, said: Mapping[str, Any]) -> list[Record]:
        beside = of.saved_with(path) if of.saved_with else ()
        self._reading.objections.messages += said["objections"]
        return [Record(origin, path, facts, beside) for origin, facts in said["records"]]

    def _keep(self, key: str, said: Mapping[str, Any]) -> None:
        self._new[key] = json.dumps(said)
        if len(self._new) >= _TOGETHER:
            self.put_away()

    def put_away(self) -> None:
        """Write what was read and is not written yet."""
        if self._shelf and self._new:
            import pyarrow as pa

            self._shelf.put({key: pa.table({_SAID: [said]}) for key, said in self._new.items()})
            self._new = {}


def _slow_files(paths: Iterable[Path], columns: Mapping[str, str], largest: int) -> dict[Path, _File]:
    """Return the files that take long to read, if they are several, each with the key of what it gives."""
    slow = {path: found for path in paths if (found := _slow_format(path, largest))}
    if len(slow) < FEWEST:
        return {}
    from sinorus_lib.stages.keys import coverage_keys

    brought, mapped = versions(), sorted(columns.items())
    keys = coverage_keys([path.name, _checksum(path), found.name, mapped, brought] for path, found in slow.items())
    return {path: _File(key, found) for (path, found), key in zip(slow.items(), keys, strict=True)}


def _slow_format(path: Path, largest: int) -> Format | None:
    """Return the format of a file if it is one of those that take long; its suffix alone rules out most."""
    if not any(item.slow for item in formats_by_suffix(path)):
        return None
    try:
        found = format_of(path) if path.stat().st_size <= largest else None
    except Exception:  # whatever it is, it is objected to when the file is read
        return None
    return found if found and found.slow else None


def _checksum(path: Path) -> str:
    """Return the checksum of a file, or what is none if it cannot be read: then it gives nothing to be kept."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
