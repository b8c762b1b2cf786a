"""Which files are coverage, and what a sidecar table says of them."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from pathlib import Path

from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import COLUMN_NAMES, READERS, Record, from_mapping, read_table
from sinorus_lib.errors import CoverageError

SIDECAR = "coverage.csv"
# Files that stand beside coverage and are about it.
_ABOUT = ("readme", "license", "licence", "changelog", "notice")


def find_files(place: Path, pattern: str) -> list[Path]:
    """Return the files of a folder (also in folders within), a file, or a glob, in the order of their names.

    Raises:
        CoverageError: if there is nothing there.
    """
    if place.is_dir():
        found = [path for path in place.rglob("*") if path.is_file()]
    elif place.is_file():
        return [place]
    else:
        found = [Path(path) for path in glob.glob(pattern, recursive=True) if Path(path).is_file()]
    if not found:
        raise CoverageError(
            f"{pattern}: no file there; expected a folder, a file or a glob of {', '.join(READERS)}. "
            "Check the path, or put articles there."
        )
    return sorted(found, key=lambda path: path.as_posix())


def is_about_coverage(path: Path) -> bool:
    """Tell whether a file is a note on the coverage, not part of it: a README, a licence, a hidden file."""
    return path.name.startswith((".", "~")) or path.stem.lower() in _ABOUT


def is_sidecar(path: Path) -> bool:
    """Tell whether a file is the table that describes the others of its folder."""
    return path.name.lower() == SIDECAR


def read_files(paths: list[Path], objections: Objections) -> tuple[list[Record], list[str]]:
    """Return the records of all files, with what the sidecars say of them, and the names of files passed over."""
    articles = [path for path in paths if not is_sidecar(path) and not is_about_coverage(path)]
    passed_over = [path.name for path in paths if path not in articles]
    sidecars = {path.parent: path for path in paths if is_sidecar(path)}
    sidecars |= {path.parent: path.parent / SIDECAR for path in articles if (path.parent / SIDECAR).is_file()}
    described = {folder: _describe(path, objections) for folder, path in sidecars.items()}
    records = [
        record.with_facts(described.get(path.parent, {}).pop(path.name, {}))
        for path in articles
        for record in _read(path, objections)
    ]
    whole_folders = {path.parent for path in paths if is_sidecar(path)}
    _object_to_absent(described, whole_folders, articles, objections)
    return records, passed_over


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


def _describe(path: Path, objections: Objections) -> dict[str, Mapping[str, str]]:
    """Return file name -> what the sidecar says of it."""
    table = read_table(path, objections)
    if table is None:
        return {}
    records = [from_mapping(row, path.name, path) for row in table.to_dict("records")]
    if not any("file" in record.facts for record in records):
        objections.add(path.name, f"expected a column named {COLUMN_NAMES['file'][0]} naming the files it describes")
    return {
        record.facts["file"]: {name: value for name, value in record.facts.items() if name not in ("file", "text")}
        for record in records
        if "file" in record.facts
    }


def _object_to_absent(
    described: dict[Path, dict[str, Mapping[str, str]]],
    folders: set[Path],
    articles: list[Path],
    objections: Objections,
) -> None:
    read = {(path.parent, path.name) for path in articles}
    for folder in sorted(folders):
        for name in described.get(folder, {}):
            if (folder, name) not in read:
                objections.add(
                    SIDECAR, f"names the file {name}, which is not in {folder.name}. Add it or remove the row"
                )
