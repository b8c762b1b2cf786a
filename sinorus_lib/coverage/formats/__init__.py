"""The formats that coverage comes in: one small module each, found by an entry point, so that others can add one.

A package adds a format by naming a :class:`Format` in its entry points, in the group ``sinorus.formats``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pandas as pd

from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record
from sinorus_lib.errors import CoverageError

GROUP = "sinorus.formats"
_HEAD = 65_536  # bytes by which a file is recognised


@dataclass(frozen=True)
class Reading:
    """What a reader is given beside the file.

    Attributes:
        objections: takes what there is to object to; one bad article never loses the others.
        columns: what a table calls our columns, where the analyst said so: ``{"outlet": "Medium"}``.
    """

    objections: Objections = field(default_factory=Objections)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A format that coverage comes in.

    Attributes:
        name: what it is called, e.g. ``"Europresse (HTML)"``.
        suffixes: what its files end in, in lower case with the dot.
        supplies: the columns of ``articles`` that it can fill.
        read: a file -> one record an article; what it objects to goes into the reading.
        recognises: tells whether a file with one of the suffixes is of this format. A format without takes any that
            no other recognises.
        export: where such files come from, in a few words.
        names_others: whether its files name other files that their articles are made from; they are read first.
        slow: whether a file takes long to read, and gives what its name and content say, whatever stands beside it:
            then what it gave is kept in the cache.
        saved_with: a file -> others that were saved with it; they are not read as articles of their own.
    """

    name: str
    suffixes: tuple[str, ...]
    supplies: tuple[str, ...]
    read: Callable[[Path, Reading], list[Record]]
    recognises: Callable[[Path], bool] | None = None
    export: str = ""
    names_others: bool = False
    slow: bool = False
    saved_with: Callable[[Path], tuple[Path, ...]] | None = None


def head(path: Path, size: int = _HEAD) -> str:
    """Return how a file begins, as text in which undecodable bytes are replaced."""
    with path.open("rb") as stream:
        raw = stream.read(size)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


@cache
def formats() -> tuple[Format, ...]:
    """Return every format there is: those that recognise their files first, each half by name.

    Raises:
        CoverageError: if one cannot be loaded, naming the package that brings it.
    """
    found = [_load(entry) for entry in entry_points(group=GROUP)]
    if not found:
        raise CoverageError(
            "No format of coverage was found; sinorus is not installed. Install it with `pip install -e .`."
        )
    return tuple(sorted(found, key=lambda item: (item.recognises is None, item.name)))


def versions() -> list[tuple[str, str]]:
    """Return the packages that bring formats, and their versions, by name."""
    return sorted({(entry.dist.name, entry.dist.version) for entry in entry_points(group=GROUP) if entry.dist})


def _load(entry: EntryPoint) -> Format:
    package = entry.dist.name if entry.dist else "an unknown package"
    try:
        loaded = entry.load()
    except Exception as error:
        raise CoverageError(
            f"The format {entry.name!r} of {package} cannot be loaded ({error}). Update that package or remove it."
        ) from error
    if not isinstance(loaded, Format):
        raise CoverageError(
            f"The format {entry.name!r} of {package} is {type(loaded).__name__}; expected a Format. Update that one."
        )
    return loaded


def format_of(path: Path) -> Format | None:
    """Return the format of a file, by its suffix and how it begins; ``None`` if it is of none."""
    return next((item for item in formats_by_suffix(path) if item.recognises is None or item.recognises(path)), None)


def formats_by_suffix(path: Path) -> list[Format]:
    """Return the formats that a file may be of, by its suffix alone: it is not opened."""
    name = path.name.lower()
    return [item for item in formats() if name.endswith(item.suffixes)]


def suffixes() -> list[str]:
    """Return what files of some format end in, in alphabetical order."""
    return sorted({suffix for item in formats() for suffix in item.suffixes})


def coverage_formats() -> pd.DataFrame:
    """Return the formats that can be read: ``format files export supplies``, one row each, by name.

    Returns:
        What a format is called, what its files end in, where they come from, and the columns that it can fill.
    """
    by_name = sorted(formats(), key=lambda item: item.name.casefold())
    rows = [(item.name, ", ".join(item.suffixes), item.export, ", ".join(item.supplies)) for item in by_name]
    return pd.DataFrame(rows, columns=["format", "files", "export", "supplies"])


def format_table() -> str:
    """Return the formats with where they come from and what each supplies, as a Markdown table."""
    rows = [
        f"| {name} | {_coded(files)} | {export} | {_coded(supplies)} |"
        for name, files, export, supplies in coverage_formats().itertuples(index=False)
    ]
    return "\n".join(["| format | files | how to get them | supplies |", "|---|---|---|---|", *rows])


def _coded(listed: str) -> str:
    return " ".join(f"`{name}`" for name in listed.split(", "))
