"""Which files are coverage, and what a sidecar table says of them."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from sinorus_lib.coverage.formats import Reading, format_of, formats_by_suffix, head, suffixes
from sinorus_lib.coverage.formats.tables import header_of, read_table
from sinorus_lib.coverage.listings import fill_from_listings
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import COLUMN_NAMES, Record, from_mapping
from sinorus_lib.coverage.shelf import Shelf
from sinorus_lib.coverage.slow_files import SlowFiles
from sinorus_lib.errors import CoverageError

SIDECAR = "coverage.csv"
LARGEST_FILE = 128 * 1024**2  # bytes; what is larger is left out, so that memory stays bounded
_LONGEST_REASON = 200
# Files that stand beside coverage and are about it.
_ABOUT = ("readme", "license", "licence", "changelog", "notice")


def find_files(source: str | Path, objections: Objections) -> list[Path]:
    """Return the files of a folder (also in folders within), a file, or a glob, in the order of their names.

    Hidden files and folders are passed over. Links that leave a folder are objected to.

    Raises:
        CoverageError: if there is nothing there.
    """
    try:
        found = _files_at(Path(source).expanduser(), objections) if str(source).strip() else []
    except (OSError, ValueError) as error:
        raise CoverageError(
            f"{source}: cannot be read ({getattr(error, 'strerror', error)}). Check the path."
        ) from error
    if not found:
        raise CoverageError(
            f"{source}: no file there; expected a folder, a file or a glob of {', '.join(suffixes())}. "
            "Check the path, or put articles there."
        )
    return sorted(found, key=lambda path: path.as_posix())


def _files_at(place: Path, objections: Objections) -> list[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        return [Path(path) for path in glob.glob(str(place), recursive=True) if Path(path).is_file()]
    found = [path for path in place.rglob("*") if path.is_file()]
    shown = [path for path in found if not any(part.startswith(".") for part in path.relative_to(place).parts)]
    return [path for path in shown if _stays_in(place, path, objections)]


def _stays_in(folder: Path, path: Path, objections: Objections) -> bool:
    """Tell whether a file found in a folder really lies there, and is no link to one elsewhere."""
    if path.resolve().is_relative_to(folder.resolve()):
        return True
    name = path.relative_to(folder).as_posix()
    objections.add(name, "is a link to a file outside the folder; it was left out. Put a copy of that file there")
    return False


def is_about_coverage(path: Path) -> bool:
    """Tell whether a file is a note on the coverage, not part of it: a README, a licence, a hidden file."""
    return path.name.startswith((".", "~")) or path.stem.lower() in _ABOUT


def is_sidecar(path: Path) -> bool:
    """Tell whether a file is the table that describes the others of its folder, and no table of articles itself."""
    return path.name.lower() == SIDECAR and not _holds_articles(path)


def _holds_articles(path: Path) -> bool:
    try:
        names = set(header_of(head(path)))
    except OSError:
        return False
    return bool(names & set(COLUMN_NAMES["text"])) and not names & set(COLUMN_NAMES["file"])


def read_files(paths: list[Path], reading: Reading, shelf: Shelf | None = None) -> tuple[list[Record], list[str]]:
    """Return the records of all files, with what the sidecars say of them, and the names of files passed over.

    Args:
        paths: the files.
        reading: what readers are given.
        shelf: where is kept what files gave that take long to read; nowhere if there is none.
    """
    objections = reading.objections
    listed = {path for path in paths if is_sidecar(path)}
    articles = [path for path in paths if path not in listed and not is_about_coverage(path)]
    passed_over = [path.name for path in paths if path in listed or is_about_coverage(path)]
    beside = {folder / SIDECAR for folder in {path.parent for path in articles}}
    described = _describe_all(sorted(listed | {path for path in beside if _describes_others(path)}), objections)
    root = _common_folder(articles)
    records = [
        replace(record, origin=_under(root, path, record.origin)).with_facts(described.get(path, {}))
        for path, found in _read_all(articles, reading, shelf).items()
        for record in found
    ]
    records = fill_from_listings(records, objections)
    _object_to_absent(described, set(articles), {path.parent for path in listed}, objections)
    return records, passed_over


def _describes_others(path: Path) -> bool:
    return path.is_file() and is_sidecar(path)


def _common_folder(paths: list[Path]) -> Path:
    return Path(os.path.commonpath([path.parent for path in paths])) if paths else Path()


def _under(root: Path, path: Path, origin: str) -> str:
    """Return an origin with the folders that tell files of one name apart."""
    return origin.replace(path.name, path.relative_to(root).as_posix(), 1)


def _read_all(paths: list[Path], reading: Reading, shelf: Shelf | None) -> dict[Path, list[Record]]:
    """Return the records of each file, without the files that a record of another file was made from."""
    read: dict[Path, list[Record]] = {}
    parts: set[Path] = set()
    files = SlowFiles(paths, reading, shelf, largest=LARGEST_FILE)
    for path in sorted(paths, key=_names_others, reverse=True):
        if path.resolve() not in parts:
            read[path] = files.read(path, read_file)
            parts |= {part.resolve() for record in read[path] for part in record.parts}
    files.put_away()
    return {path: read[path] for path in paths if path in read}


def _names_others(path: Path) -> bool:
    if not any(item.names_others for item in formats_by_suffix(path)):
        return False
    try:
        found = format_of(path)
    except OSError:  # objected to when it is read
        return False
    return found is not None and found.names_others


def read_file(path: Path, reading: Reading) -> list[Record]:
    """Return the records of one file; whatever is wrong with it, the others are not lost."""
    objections = reading.objections
    try:
        if path.stat().st_size > LARGEST_FILE:
            size = f"{LARGEST_FILE // 1024**2} MB"
            objections.add(path.name, f"expected a file of at most {size}; it was left out. Export it in parts")
            return []
        found = format_of(path)
        if found is None:
            expected = ", ".join(suffixes())
            objections.add(path.name, f"expected one of {expected}; it was left out. Convert it to one of these")
            return []
        records = found.read(path, reading)
        return [replace(record, parts=found.saved_with(path)) for record in records] if found.saved_with else records
    except OSError as error:
        objections.add(path.name, f"could not be read ({error.strerror}); it was left out. Check its permissions")
    except CoverageError:
        raise
    except Exception as error:  # a reader met what its format should not hold
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:_LONGEST_REASON]
        objections.add(path.name, f"could not be read ({reason}); it was left out. Export it again, or as plain text")
    return []


def _describe_all(sidecars: list[Path], objections: Objections) -> dict[Path, Mapping[str, str]]:
    """Return file -> what the sidecars say of it; a sidecar names files by their path from its own folder."""
    found: dict[Path, Mapping[str, str]] = {}
    for path in sidecars:
        for name, facts in _describe(path, objections).items():
            if _names_a_file_within(name):
                found[path.parent / name] = facts
            else:
                objections.add(
                    path.name, f"names the file {name}, outside its folder; the row was left out. Remove it"
                )
    return found


def _names_a_file_within(name: str) -> bool:
    """Tell whether the name of a file can only lead to one in the folder."""
    return not PurePosixPath(name).is_absolute() and not PureWindowsPath(name).drive and ".." not in Path(name).parts


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
