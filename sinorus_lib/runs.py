"""A comparison on the disk that need not fit into memory: Parquet, asked with SQL, opened event by event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from sinorus_lib.alignment import no_candidates, no_words
from sinorus_lib.alignment.translations import COLUMNS
from sinorus_lib.comparison import comparison_of
from sinorus_lib.coverage import REMOVED_COLUMNS
from sinorus_lib.encoders import BUNDLED, UnaskedEncoder
from sinorus_lib.errors import SinorusError, require
from sinorus_lib.events import event_table
from sinorus_lib.schemas import conform, empty
from sinorus_lib.scratch import not_written, put, restore, scratch_beside
from sinorus_lib.settings import Settings
from sinorus_lib.stages.aligning import CANDIDATES, PAIRS, TRANSLATIONS, WORDS
from sinorus_lib.stages.collection import ALIGNMENTS, READINGS, Bar, Collection, Finished
from sinorus_lib.stages.reading import CLAIMS, FRAMING
from sinorus_lib.stages.store import DamagedPartition, Partition, Place

if TYPE_CHECKING:
    from distributed import Client
    from duckdb import DuckDBPyConnection

    from sinorus_lib.comparison import Comparison

TABLES = (CLAIMS, FRAMING, CANDIDATES, PAIRS, WORDS, TRANSLATIONS)
"""What can be asked with SQL, beside ``articles`` and ``removed``."""
FORMAT = 1
_RESULT, _MANIFEST = "run", "run.json"
_FRAMES = ("articles", "removed")
_FILES = frozenset({_MANIFEST, *(f"{name}.parquet" for name in _FRAMES)})
_PARTITION = re.compile(r"[0-9a-f]{32}")
_PATTERN = re.compile(r"([\[*?])")  # what DuckDB would take for a pattern of file names
# What reading something that does not fit may raise.
_UNFIT = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, pa.ArrowException)
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
        outlets, events = (self.articles[name].nunique() for name in ("outlet", "event"))
        return f"Run({len(self.articles)} articles, {outlets} outlets, {events} events; {self.folder})"

    def query(self, sql: str, parameters: Sequence[object] | None = None) -> pd.DataFrame:
        """Ask the files with SQL; only what is asked for reaches memory.

        The tables are ``articles``, ``claims``, ``framing``, ``candidates``, ``pairs``, ``words``, ``translations``
        and ``removed``, with the columns of the frames of these names.

        Args:
            sql: a query in the dialect of DuckDB.
            parameters: what stands for each ``?`` in it.

        Raises:
            MissingPackageError: if DuckDB is not installed.
            duckdb.Error: if the query is none, or a file is missing or damaged.
        """
        with self._connection(name for name in TABLES if name in sql.lower()) as connection:
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
        try:
            return comparison_of(finished, removed=removed.reset_index(drop=True), settings=self.settings)
        except DamagedPartition as damaged:
            raise SinorusError(
                f"{damaged.partition.folder}: is missing or damaged. Remove it, and compare again into "
                f"{self.folder}: it is made again, and the rest is kept."
            ) from damaged

    @contextmanager
    def _connection(self, tables: Iterable[str]) -> Iterator[DuckDBPyConnection]:
        duckdb = require("duckdb", "ask a run with SQL", extra="scale")
        with duckdb.connect(config=_NOT_ASKED) as connection:
            for name in _FRAMES:
                connection.register(name, getattr(self, name))
            for name in tables:
                places = self.finished.places(name)
                if not places:
                    connection.register(name, _nothing(name))
                    continue
                rows = [(str(partition.path(name)), key) for partition, key in places]
                connection.register(f"{name}_rows", pd.DataFrame(rows, columns=["filename", "key"], dtype="str"))
                connection.execute(_view(name, sorted({file for file, _ in rows})))
            yield connection


def _view(name: str, files: Sequence[str]) -> str:
    """Return SQL that makes a view of the rows in Parquet files that are of this run.

    Others may stand beside them: of articles that were removed since, or read twice by two runs at once.
    """
    listed = ", ".join("'" + _PATTERN.sub(r"[\1]", file).replace("'", "''") + "'" for file in files)
    source = f"read_parquet([{listed}], union_by_name = true, filename = true)"
    return (
        f"create temp view {name} as select * exclude (key, filename) from {source} "  # noqa: S608 - quoted
        f"semi join {name}_rows using (filename, key)"
    )


def _nothing(name: str) -> pd.DataFrame:
    """Return a table without rows, as it is where no event is reported by two outlets."""
    translations = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in COLUMNS.items()})
    frames = {CANDIDATES: no_candidates(), WORDS: no_words(), TRANSLATIONS: translations}
    return frames[name] if name in frames else empty(name)


def run_in(
    folder: Path,
    articles: pd.DataFrame,
    removed: pd.DataFrame,
    settings: Settings,
    *,
    bar: Bar,
    client: Client | None,
) -> Run:
    """Compare articles into a folder, and return what stands there; see :func:`sinorus_lib.compare`.

    Raises:
        SinorusError: if a stage cannot do its work, the folder holds something else, or it cannot be written.
    """
    folder = folder.absolute()
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
    folder = Path(folder).absolute()
    with suppress(OSError):  # what cannot be put back is not there
        restore(folder / _RESULT)
    try:
        manifest = json.loads((folder / _RESULT / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ValueError(f"format {manifest['format']!r:.50}")
        settings = Settings.from_mapping({**manifest["settings"], "cache_dir": None})
        articles, removed = (pd.read_parquet(folder / _RESULT / f"{name}.parquet") for name in _FRAMES)
        readings, alignments = (_places(folder / name, manifest[name]) for name in (READINGS, ALIGNMENTS))
        if set(readings) != set(articles["article_id"]) or not set(REMOVED_COLUMNS) <= set(removed):
            raise ValueError("its files are not of one run")
        finished = Finished(conform(articles, "articles"), readings, alignments)
    except (SinorusError, *_UNFIT) as error:
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
            for name in _FRAMES:
                getattr(run, name).to_parquet(written / f"{name}.parquet", index=False)
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
    others = [path.name for path in folder.glob("[!.]*") if path.name not in known]
    others += [f"{_RESULT}/{path.name}" for path in (folder / _RESULT).glob("*") if path.name not in _FILES]
    others += [name for name in known if (folder / name).exists() and not (folder / name).is_dir()]
    if others or (folder.exists() and not folder.is_dir()):
        found = f"; found {min(others)}" if others else ""
        raise SinorusError(
            f"{folder}: expected a folder of its own for the run, empty or of an earlier run{found}. Choose another."
        )
