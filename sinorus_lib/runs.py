"""A comparison on the disk that need not fit into memory: partitioned Parquet, asked with SQL, opened event by event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sinorus_lib.comparison import comparison_of
from sinorus_lib.encoders import BUNDLED, UnaskedEncoder
from sinorus_lib.errors import SinorusError, require
from sinorus_lib.events import event_table
from sinorus_lib.schemas import conform
from sinorus_lib.scratch import not_written, put, scratch_beside
from sinorus_lib.settings import Settings
from sinorus_lib.stages.aligning import CANDIDATES, PAIRS, TRANSLATIONS, WORDS
from sinorus_lib.stages.collection import ALIGNMENTS, READINGS, Bar, Collection, Finished
from sinorus_lib.stages.reading import CLAIMS, FRAMING
from sinorus_lib.stages.store import Partition, Place

if TYPE_CHECKING:
    from distributed import Client
    from duckdb import DuckDBPyConnection

    from sinorus_lib.comparison import Comparison

TABLES = (CLAIMS, FRAMING, CANDIDATES, PAIRS, WORDS, TRANSLATIONS)
"""What can be asked with SQL, beside ``articles`` and ``removed``."""
FORMAT = 1
_RESULT, _MANIFEST = "run", "run.json"
_PARTITION = re.compile(r"[0-9a-f]{32}")
_NOT_ASKED = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}  # nothing is fetched


@dataclass(frozen=True, eq=False)
class Run:
    """A comparison in a folder.

    Attributes:
        folder: where it lies.
        settings: how it was made.
        finished: the articles, and where everything else stands.
        removed: what was cut as page furniture.
    """

    folder: Path
    settings: Settings
    finished: Finished
    removed: pd.DataFrame

    @property
    def articles(self) -> pd.DataFrame:
        """The frame ``articles``, with the events that were found."""
        return self.finished.articles

    def __repr__(self) -> str:
        counts = self.query(
            "select (select count(*) from claims) as claims, (select count(*) from pairs) as pairs"
        ).iloc[0]
        return (
            f"Run({len(self.articles)} articles, {self.articles['outlet'].nunique()} outlets, {counts['claims']} claims, "
            f"{counts['pairs']} pairs; {self.folder})"
        )

    def query(self, sql: str, parameters: Sequence[object] | None = None) -> pd.DataFrame:
        """Ask the files with SQL; only what is asked for reaches memory.

        The tables are ``articles``, ``claims``, ``framing``, ``candidates``, ``pairs``, ``words``, ``translations``
        and ``removed``, with the columns of the frames of these names.

        Args:
            sql: a query in the dialect of DuckDB.
            parameters: what stands for each ``?`` in it.

        Raises:
            MissingPackageError: if DuckDB is not installed.
            duckdb.Error: if the query is none.
        """
        with self._connection() as connection:
            found: pd.DataFrame = connection.execute(sql, parameters).df()
        return found

    def events(self) -> pd.DataFrame:
        """Return the events, the first one first; see :meth:`Comparison.events`."""
        return event_table(self.articles)

    def comparison(self, event: str | None = None) -> Comparison:
        """Return the comparison of one event, or of everything, in memory: to inspect, explain, decide, export.

        Args:
            event: its name, as :meth:`events` gives it; everything if not given, which must fit into memory.

        Raises:
            SinorusError: if there is no such event, or a file of it is damaged.
        """
        if event is not None and event not in set(self.articles["event"]):
            raise SinorusError(f"No event {event!r} in this run; see run.events().")
        finished = self.finished if event is None else self.finished.of_event(event)
        removed = self.removed[self.removed["article_id"].isin(finished.articles["article_id"])]
        return comparison_of(finished, removed=removed.reset_index(drop=True), settings=self.settings)

    @contextmanager
    def _connection(self) -> Iterator[DuckDBPyConnection]:
        duckdb = require("duckdb", "ask a run with SQL", extra="scale")
        with duckdb.connect(config=_NOT_ASKED) as connection:
            for name in ("articles", "removed"):
                connection.register(name, getattr(self, name))
            for name in TABLES:
                places = self.finished.places(name)
                connection.register(f"{name}_keys", pd.DataFrame({"key": [key for _, key in places]}, dtype="str"))
                files = sorted({str(partition.path(name)) for partition, _ in places})
                connection.execute(_view(name, files))
            yield connection


def _view(name: str, files: list[str]) -> str:
    """Return SQL that makes a view of the rows in Parquet files that are of this run."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    source = f"read_parquet([{listed}], union_by_name = true) semi join {name}_keys using (key)"
    chosen = f"select * exclude (key) from {source}" if files else "select null where false"
    return f"create temp view {name} as {chosen}"


def run_in(
    folder: Path, articles: pd.DataFrame, removed: pd.DataFrame, settings: Settings, *, bar: Bar, client: Client | None
) -> Run:
    """Compare articles into a folder, and return what stands there; see :func:`sinorus_lib.compare`.

    Raises:
        SinorusError: if a stage cannot do its work, the folder holds something else, or it cannot be written.
    """
    _refuse_other(folder)

    def written(finished: Finished) -> Run:
        run = Run(folder, settings, finished, removed)
        _write(run)
        return run

    return Collection(settings, folder, client).finish(articles, bar, written)


def open_run(folder: str | Path) -> Run:
    """Open a folder that :func:`sinorus_lib.compare` wrote with ``to``. Nothing but the articles is read.

    Raises:
        SinorusError: if it is no such folder, or is of another format.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / _RESULT / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError(f"format {manifest['format']!r:.50}")
        settings = Settings.from_mapping(manifest["settings"])
        articles, removed = (pd.read_parquet(folder / _RESULT / f"{name}.parquet") for name in ("articles", "removed"))
        readings, alignments = (_places(folder / name, manifest[name]) for name in (READINGS, ALIGNMENTS))
        finished = Finished(conform(articles, "articles"), readings, alignments)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SinorusError(
            f"{folder}: expected a folder that compare(..., to=...) wrote ({error!r:.200}). Compare again into it."
        ) from error
    if settings.encoder not in BUNDLED:
        settings = settings.with_(encoder=UnaskedEncoder(settings.encoder))
    return Run(folder, settings, finished, removed)


def _write(run: Run) -> None:
    """Write what a run is, beside the partitions of its stages; it is there whole or not at all."""
    target = run.folder / _RESULT
    finished = run.finished
    manifest = {
        "format": FORMAT,
        "settings": run.settings.to_mapping(),
        READINGS: _written(finished.readings),
        ALIGNMENTS: _written(finished.alignments),
    }
    try:
        with scratch_beside(target) as scratch:
            written = scratch / _RESULT
            written.mkdir()
            run.articles.to_parquet(written / "articles.parquet", index=False)
            run.removed.to_parquet(written / "removed.parquet", index=False)
            (written / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            put(written, target, scratch)
    except OSError as error:
        raise SinorusError(not_written(target, error)) from error


def _written(places: Mapping[str, Place]) -> dict[str, list[str]]:
    """Return name -> the partition's folder and the key in it."""
    return {name: [partition.folder.name, key] for name, (partition, key) in places.items()}


def _places(stage: Path, written: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """Return name -> place in the folder of a stage.

    Raises:
        ValueError: if one would stand elsewhere.
    """
    if foreign := [name for name, _ in written.values() if not _PARTITION.fullmatch(name)]:
        raise ValueError(f"no partition: {foreign[0]!r:.100}")
    partitions = {name: Partition(stage / name) for name, _ in written.values()}
    return {of: (partitions[name], str(key)) for of, (name, key) in written.items()}


def _refuse_other(folder: Path) -> None:
    """Refuse a folder that holds something other than a run.

    Raises:
        SinorusError: if it does.
    """
    known = {_RESULT, READINGS, ALIGNMENTS}
    others = sorted(path.name for path in folder.glob("[!.]*") if path.name not in known) if folder.is_dir() else []
    if others or (folder.exists() and not folder.is_dir()):
        found = f"; found {others[0]}" if others else ""
        raise SinorusError(
            f"{folder}: expected a folder of its own for the run, empty or of an earlier run{found}. Choose another."
        )
