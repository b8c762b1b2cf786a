"""A place in the cache for what reading coverage made, by keys that change with all that it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinorus_lib.encoders.store import cache_folder
from sinorus_lib.errors import SinorusError

if TYPE_CHECKING:
    import pyarrow as pa

    from sinorus_lib.stages.store import Store

_TABLE = "made"
_UNUSABLE = (SinorusError, OSError, RuntimeError)  # a place that cannot be written, read, or found


@dataclass(frozen=True)
class Shelf:
    """What was made and is found again. Where the cache cannot be read or written nothing is found, and that is all.

    Attributes:
        name: of the shelf, one for each kind of rows.
        cache_dir: of the settings.
    """

    name: str
    cache_dir: Path | None

    def find(self, keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """Return key -> the row that was put there, of those found; what is damaged is removed."""
        from sinorus_lib.stages.store import KEY, DamagedPartition

        wanted = set(keys)
        found: dict[str, Mapping[str, Any]] = {}
        with suppress(*_UNUSABLE):
            known = self._store().find()
            for partition in {known[key] for key in wanted if key in known}:
                try:
                    table = partition.read(_TABLE, [key for key in partition.keys if key in wanted])
                    found.update((row[KEY], row) for row in table.to_pylist())
                except DamagedPartition:
                    partition.remove()
        return found

    def put(self, rows: Mapping[str, pa.Table]) -> None:
        """Keep one row under each key."""
        with suppress(*_UNUSABLE):
            self._store().write(list(rows), {_TABLE: list(rows.values())})

    def _store(self) -> Store:
        from sinorus_lib.stages.store import Store

        return Store(cache_folder(self.cache_dir).absolute() / "coverage" / self.name)
