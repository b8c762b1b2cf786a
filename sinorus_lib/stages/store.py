"""Where stages keep what they made: partitions of Parquet files, each whole or absent, found again by content.

A partition is a folder with a file a table. What was made for one key, an article or an event, is one row group of
each file, so that it can be read alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sinorus_lib.errors import SinorusError
from sinorus_lib.scratch import not_written, put, remove_dead, scratch_beside
from sinorus_lib.stages.keys import digest

KEY = "key"  # the column of every file that says for which key a row was made
_MANIFEST = "partition.json"
_END = 8  # bytes of a Parquet file behind its footer, which begin with the length of that


class DamagedPartition(Exception):  # noqa: N818 - it tells what was found, and is always caught
    """A partition that cannot be read; without it, it is made again."""

    def __init__(self, partition: Partition) -> None:
        super().__init__(partition)
        self.partition = partition


@dataclass(frozen=True)
class Partition:
    """A folder that a stage wrote.

    Attributes:
        folder: where it lies.
    """

    folder: Path

    @cached_property
    def keys(self) -> list[str]:
        """For what it was made; the rows of the n-th are the n-th row group of every file.

        Raises:
            DamagedPartition: if that cannot be read.
        """
        return [str(key) for key in self._manifest["keys"]]

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        """What it was made for, and the checksums of the files' footers; Parquet has some for pages alone."""
        try:
            manifest = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            if digest(manifest["keys"]) == self.folder.name and isinstance(manifest["footers"], dict):
                return dict(manifest)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise DamagedPartition(self) from error
        raise DamagedPartition(self)

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{table}.parquet"

    def read(self, table: str, keys: Iterable[str] | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of a table that were made for these keys, in their order; all rows if none are given.

        Raises:
            DamagedPartition: if the file is missing or is not as it was written.
        """
        try:
            if _footer(self.path(table)) != self._manifest["footers"][table]:
                raise ValueError("another footer")
            with pq.ParquetFile(self.path(table), page_checksum_verification=True) as file:
                if keys is None:
                    return file.read(columns)
                return file.read_row_groups([self._places[key] for key in keys], columns)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            raise DamagedPartition(self) from error

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.keys)}

    def remove(self) -> None:
        """Remove the folder, as far as that is possible."""
        shutil.rmtree(self.folder, ignore_errors=True)


Place = tuple[Partition, str]
"""Where something was made, and the key it has there."""


@dataclass(frozen=True)
class Store:
    """The partitions of one stage.

    Attributes:
        folder: where they lie; every process that works for the stage must see it.
    """

    folder: Path

    def find(self) -> dict[str, Partition]:
        """Return key -> the partition that was made for it; one that cannot be read is passed over.

        What dead processes left half written is removed.
        """
        found: dict[str, Partition] = {}
        for name in {path.name.split(".")[1] for path in self.folder.glob(".*")}:  # scratch is named after its place
            remove_dead(self.folder / name)
        for path in sorted(self.folder.glob(f"*/{_MANIFEST}")):
            partition = Partition(path.parent)
            with suppress(DamagedPartition):
                found.update(dict.fromkeys(partition.keys, partition))
        return found

    def write(self, keys: Sequence[str], tables: Mapping[str, Sequence[pa.Table]]) -> Partition:
        """Write a partition; one that another process wrote for the same keys meanwhile is as good.

        Args:
            keys: for what it was made.
            tables: name -> one table a key.

        Raises:
            SinorusError: if it cannot be written.
        """
        partition = Partition(self.folder / digest(list(keys)))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with scratch_beside(partition.folder) as scratch:
                written = scratch / "partition"
                written.mkdir()
                for name, groups in tables.items():
                    _write_groups(written / f"{name}.parquet", keys, groups)
                footers = {name: _footer(written / f"{name}.parquet") for name in tables}
                manifest = {"keys": list(keys), "footers": footers}
                (written / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
                put(written, partition.folder, scratch)
        except OSError as error:
            raise SinorusError(not_written(partition.folder, error)) from error
        return partition


def _footer(path: Path) -> str:
    """Return the checksum of what says at the end of a Parquet file what is in it.

    Raises:
        OSError: if the file is missing, or too short.
    """
    with path.open("rb") as stream:
        stream.seek(-_END, os.SEEK_END)
        length = int.from_bytes(stream.read(4), "little")
        stream.seek(-_END - length, os.SEEK_END)
        return hashlib.sha256(stream.read()).hexdigest()


def _write_groups(path: Path, keys: Sequence[str], groups: Sequence[pa.Table]) -> None:
    schema = next((group.schema for group in groups if len(group)), groups[0].schema).remove_metadata()
    with pq.ParquetWriter(path, schema.append(pa.field(KEY, pa.string())), write_page_checksum=True) as writer:
        for key, group in zip(keys, groups, strict=True):
            rows = group.cast(schema) if len(group) else schema.empty_table()
            writer.write_table(rows.append_column(KEY, pa.array([key] * len(rows), pa.string())), max(1, len(rows)))


def read_places(places: Sequence[Place], table: str) -> pa.Table:
    """Return the rows of a table at these places, in the order of the places, each partition read once.

    Raises:
        DamagedPartition: if a file is missing or is not as it was written.
    """
    keys: dict[Partition, list[str]] = {}
    for partition, key in places:
        keys.setdefault(partition, []).append(key)
    tables = [partition.read(table, found) for partition, found in keys.items()]
    rows = pa.concat_tables(tables, promote_options="permissive")
    order = pc.index_in(rows[KEY], value_set=pa.array([key for _, key in places])).to_numpy()
    if (np.diff(order) < 0).any():  # what belongs together stands in one partition by chance
        rows = rows.take(np.argsort(order, kind="stable"))
    return rows.drop_columns([KEY])


def groups_of(table: pa.Table, owners: pd.Series, keys: Sequence[str]) -> list[pa.Table]:
    """Return one table a key: the rows whose owner it is, in their order; empty where there is none.

    Args:
        table: the rows of all.
        owners: whose each row is, in the order of the rows.
        keys: the owners there may be.
    """
    rows = owners.reset_index(drop=True).groupby(owners.to_numpy(), sort=False).indices
    return [table.take(pa.array(rows.get(key, ()), type=pa.int64())) for key in keys]
