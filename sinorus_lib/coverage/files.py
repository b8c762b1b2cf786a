"""Which files are coverage, and what a sidecar table says of them."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import COLUMN_NAMES, READERS, Record, from_mapping, read_table
from sinorus_lib.errors import CoverageError

SIDECAR = "coverage.csv"
# Files that stand beside coverage and are about it.
_ABOUT = ("readme", "license", "licence", "changelog", "notice")


def find_files(source: str | Path) -> list[Path]:
    """Return the files of a folder (also in folders within), a file, or a glob, in the order of their names.

    Hidden files and folders are passed over.

    Raises:
        CoverageError: if there is nothing there.
    """
    try:
        found = _files_at(Path(source).expanduser()) if str(source).strip() else []
    except OSError as error:
        raise CoverageError(f"{source}: cannot be read ({error.strerror}). Check the path.") from error
    if not found:
        raise CoverageError(
            f"{source}: no file there; expected a folder, a file or a glob of {', '.join(READERS)}. "
            "Check the path, or put articles there."
        )
    return sorted(found, key=lambda path: path.as_posix())


def _files_at(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        return [Path(path) for path in glob.glob(str(place), recursive=True) if Path(path).is_file()]
    found = (path for path in place.rglob("*") if path.is_file())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(place).parts)]


def is_about_coverage(path: Path) -> bool:
    """Tell whether a file is a note on the coverage, not part of it: a README, a licence, a hidden file."""
    return path.name.startswith((".", "~")) or path.stem.lower() in _ABOUT


def is_sidecar(path: Path) -> bool:
    """Tell whether a file is the table that describes the others of its folder, and no table of articles itself."""
    return path.name.lower() == SIDECAR and not _holds_articles(path)


def _holds_articles(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            names = {name.strip(' "\ufeff\n').lower() for name in re.split(r"[,;\t]", stream.readline())}
    except OSError:
        return False
    return bool(names & set(COLUMN_NAMES["text"])) and not names & set(COLUMN_NAMES["file"])


def read_files(paths: list[Path], objections: Objections) -> tuple[list[Record], list[str]]:
    """Return the records of all files, with what the sidecars say of them, and the names of files passed over."""
    listed = {path for path in paths if is_sidecar(path)}
    articles = [path for path in paths if path not in listed and not is_about_coverage(path)]
    passed_over = [path.name for path in paths if path in listed or is_about_coverage(path)]
    beside = {folder / SIDECAR for folder in {path.parent for path in articles}}
    described = _describe_all(sorted(listed | {path for path in beside if _describes_others(path)}), objections)
    root = _common_folder(articles)
    records = [
        replace(record, origin=_under(root, path, record.origin)).with_facts(described.get(path, {}))
        for path in articles
        for record in _read(path, objections)
    ]
    _object_to_absent(described, set(articles), {path.parent for path in listed}, objections)
    return records, passed_over


def _describes_others(path: Path) -> bool:
    return path.is_file() and is_sidecar(path)


def _common_folder(paths: list[Path]) -> Path:
    return Path(os.path.commonpath([path.parent for path in paths])) if paths else Path()


def _under(root: Path, path: Path, origin: str) -> str:
    """Return an origin with the folders that tell files of one name apart."""
    return origin.replace(path.name, path.relative_to(root).as_posix(), 1)


def _read(path: Path, objections: Objections) -> list[Record]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        objections.add(
            path.name, f"expected one of {', '.join(READERS)}; it was left out. Convert it to one of these"
        )
        return []
    try:
        return reader(path, objections)
    except OSError as error:
        objections.add(path.name, f"could not be read ({error.strerror}); it was left out. Check its permissions")
        return []


def _describe_all(sidecars: list[Path], objections: Objections) -> dict[Path, Mapping[str, str]]:
    """Return file -> what the sidecars say of it; a sidecar names files by their path from its own folder."""
    found: dict[Path, Mapping[str, str]] = {}
    for path in sidecars:
        found |= {path.parent / name: facts for name, facts in _describe(path, objections).items()}
    return found


def _describe(path: Path, objections: Objections) -> dict[str, Mapping[str, str]]:
    table = read_table(path, objections)
    if table is None:
        return {}
    records = [from_mapping(row, path.name, path) for row in table.to_dict("records")]
    if not any("file" in record.facts for record in records):
        objections.add(path.name, f"expected a column named {COLUMN_NAMES['file'][0]} naming the files it describes")
    named = [record.facts for record in records if "file" in record.facts]
    for name, rows in Counter(facts["file"] for facts in named).items():
        if rows > 1:
            objections.add(path.name, f"describes the file {name} {rows} times; the last counts. Keep one row")
    return {
        facts["file"]: {name: value for name, value in facts.items() if name not in ("file", "text")}
        for facts in named
    }


def _object_to_absent(
    described: dict[Path, Mapping[str, str]], articles: set[Path], folders: set[Path], objections: Objections
) -> None:
    """Object to files that a sidecar names and that are not there, where its whole folder was read."""
    for path in sorted(set(described) - articles):
        folder = next((folder for folder in folders if path.is_relative_to(folder)), None)
        if folder is not None:
            name = path.relative_to(folder).as_posix()
            objections.add(SIDECAR, f"names the file {name}, which is not in {folder.name}. Add it or remove the row")
