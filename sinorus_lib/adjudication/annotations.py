"""Decisions on disk: one file of JSON lines a coder, only ever added to, that git merges line by line."""

from __future__ import annotations

import contextlib
import json
import os
import reprlib
import stat
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from sinorus_lib.adjudication.records import Decision, coder_name, decisions_frame
from sinorus_lib.errors import SinorusError, SinorusWarning

if sys.platform != "win32":
    import fcntl

SUFFIX = ".jsonl"
_LONGEST_LINE = 1 << 20  # bytes; the longest note takes a tenth of it
_MOST_OBJECTIONS = 5  # told one by one of a file; the others are counted
_MERGE_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY: int = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Annotations:
    """The decisions of one coder in a folder that several share.

    Attributes:
        folder: where every coder has a file; made when the first decision is written.
        coder: who decides; also the name of the file.

    Raises:
        SinorusError: if no file can be named after the coder.
    """

    folder: Path
    coder: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", Path(self.folder))
        object.__setattr__(self, "coder", coder_name(self.coder))

    @property
    def path(self) -> Path:
        """The coder's file."""
        return self.folder / f"{self.coder}{SUFFIX}"

    def append(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Write one decision, and return it as it was written.

        The line is added by one write under a lock and is on the disk when this returns, so that several
        processes can share a file; what a cut-off write left behind does not swallow it.

        Args:
            record: ``id when coder claim_a claim_b decision note blind undoes``.

        Raises:
            SinorusError: if it is no decision, is somebody else's, or cannot be written.
        """
        decision = Decision.from_record(record)
        if decision.coder != self.coder:
            raise SinorusError(f"The decision is by {decision.coder!r}; expected one by {self.coder!r}.")
        written = decision.to_record()
        line = json.dumps(written, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _append_line(self.path, line)
        except OSError as error:
            raise SinorusError(f"{self.path}: the decision could not be written ({error}).") from error
        return written

    def decide(
        self, claim_a: str, claim_b: str, decision: str, *, note: str = "", blind: bool = False
    ) -> dict[str, Any]:
        """Decide on two claims now, and return the record that was written; ``none`` withdraws.

        Raises:
            SinorusError: if it is no decision, or cannot be written.
        """
        made = Decision(
            coder=self.coder, claim_a=claim_a, claim_b=claim_b, decision=decision, note=note, blind=blind
        )  # fmt: skip
        return self.append(made.to_record())

    def everyone(self) -> pd.DataFrame:
        """Return the decisions of all coders of the folder; none while there is no folder yet."""
        return read_decisions(self.folder) if self.folder.exists() else decisions_frame([])


def append_decision(folder: str | Path, record: Mapping[str, Any]) -> dict[str, Any]:
    """Write one decision to the file of its coder; see :meth:`Annotations.append`.

    Raises:
        SinorusError: if it is no decision, or cannot be written.
    """
    coder = record.get("coder") if isinstance(record, Mapping) else None
    return Annotations(Path(folder), str(coder or "")).append(record)


def read_decisions(folder: str | Path) -> pd.DataFrame:
    """Read the decisions of every coder: the frame ``decisions``.

    A line that is none is left out with a warning that says where it stands and what was expected; every
    other line is kept. A decision that stands twice, as after a merge, counts once; another one under its id is left
    out with a warning, too.

    Args:
        folder: a folder with one ``.jsonl`` file a coder, or one such file.

    Returns:
        Every decision ever made, in order of time; ``holds`` marks the last of each coder on each pair.

    Raises:
        SinorusError: if there is no such folder.
    """
    objections: list[str] = []
    known: dict[str, Decision] = {}
    decisions = [decision for path in _files(Path(folder)) for decision in _read_file(path, known, objections)]
    for objection in objections:
        warnings.warn(objection, SinorusWarning, stacklevel=2)
    return decisions_frame(decisions)


def _files(folder: Path) -> list[Path]:
    if folder.is_dir():
        return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))
    if not folder.exists():
        raise SinorusError(f"{folder}: no such folder; expected one with a file NAME{SUFFIX} for each coder.")
    return [folder]


def _read_file(path: Path, known: dict[str, Decision], objections: list[str]) -> list[Decision]:
    found: list[Decision] = []
    bad: list[str] = []
    try:
        with _opened(path) as stream:
            for number, line in enumerate(_lines(stream), 1):
                try:
                    found.extend(_new(decision, known) for decision in _read_line(line))
                except SinorusError as error:
                    bad.append(f"{path}, line {number}: {error}. The line is left out.")
    except OSError as error:
        bad.append(f"{path}: cannot be read ({error}); expected a plain file, not a link. It is left out.")
    objections.extend(_summed_up(bad, path))
    return found


def _new(decision: Decision, known: dict[str, Decision]) -> Decision:
    """Return a decision, and keep it under its id; what has the id of another one is refused."""
    if known.setdefault(decision.id, decision) != decision:
        raise SinorusError(f"expected an id of its own, got {reprlib.repr(decision.id)}, which another decision has")
    return decision


def _summed_up(bad: list[str], path: Path) -> list[str]:
    more = len(bad) - _MOST_OBJECTIONS
    counted = [f"{path}: {more} more lines are no decisions and are left out."] if more > 0 else []
    return bad[:_MOST_OBJECTIONS] + counted


def _read_line(line: bytes | None) -> list[Decision]:
    """Return the decision of a line; none for an empty one."""
    if line is None:
        raise SinorusError(f"expected at most {_LONGEST_LINE:,} bytes")
    if not line.strip():
        return []
    if line.startswith(_MERGE_MARKS):
        raise SinorusError("expected a decision, got the mark of a merge that was not resolved; both sides are read")
    try:
        return [Decision.from_record(json.loads(line.decode("utf-8")))]
    except (ValueError, RecursionError) as error:
        raise SinorusError(
            f"expected a decision as JSON, got {reprlib.repr(line)} ({type(error).__name__})"
        ) from error


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Return the lines of a file, without a byte order mark; nothing in place of one that is too long to hold."""
    first = True
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            _skip_line(stream, line)
            yield None
        else:
            yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False


def _skip_line(stream: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = stream.readline(_LONGEST_LINE)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a plain file: no link, and nothing that would make the reader wait."""
    with os.fdopen(_plain(os.open(path, os.O_RDONLY | _NO_LINK | _BINARY), path), "rb") as stream:
        yield stream


def _plain(descriptor: int, path: Path) -> int:
    """Return the descriptor of a plain file; anything else is closed and refused."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path.name} is no plain file")
    return descriptor


def _append_line(path: Path, line: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | _NO_LINK | _BINARY
    descriptor = _plain(os.open(path, flags, 0o666), path)
    try:
        with _locked(descriptor):
            whole = line if _ends_a_line(descriptor) else b"\n" + line
            written = os.write(descriptor, whole)
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if written < len(whole):
        raise OSError(f"only {written} of {len(whole)} bytes fitted; is the disk full?")


def _ends_a_line(descriptor: int) -> bool:
    """Tell whether a file is empty or ends in a newline; if not, its last write was cut off."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size == 0:
        return True
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


@contextlib.contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold the advisory lock of a file, on systems that have them; waits for whoever holds it."""
    if sys.platform == "win32":
        yield
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
