"""A changed file among good ones: what reading the folder makes of it."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from sinorus_lib.coverage import read_coverage
from sinorus_lib.coverage.formats import format_of
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.fuzz.mutations import MUTATIONS

LIMIT = 60  # seconds that reading one changed file may take
READ, OBJECTED, CAUGHT, REFUSED = "read", "objected", "caught at the door", "refused"
CRASHED, LOST, LATE = "crashed", "good article lost", "over a minute"
BAD = (CRASHED, LOST, LATE, REFUSED)
_SURPRISE = "could not be read ("  # what reading a folder says of an exception that a reader did not foresee
# Good articles that lie beside the changed file, in other files.
_GOOD = {
    "good_fr.md": (
        "---\noutlet: Le Bon\nlanguage: fr\ntitle: Le port rouvre\n---\n\n"
        "Le port a rouvert mardi après douze jours de grève. Les dockers ont obtenu une prime de 1 200 euros.\n"
    ),
    "good_en.md": (
        "---\noutlet: The Good\nlanguage: en\ntitle: The port reopens\n---\n\n"
        "The port reopened on Tuesday after a twelve-day strike. The dockers obtained a bonus of 1,200 euros.\n"
    ),
}


@dataclass(frozen=True)
class Trial:
    """One changed file, and what came of it.

    Attributes:
        format: the format of the file before it was changed.
        file: its name.
        mutation: what was done to it.
        seed: what makes the same bytes again.
        outcome: one of the outcomes above.
        seconds: how long reading the folder took.
        reason: the exception or objection, where there is one.
    """

    format: str
    file: str
    mutation: str
    seed: int
    outcome: str
    seconds: float
    reason: str = ""


def fixture_files(fixtures: Path) -> list[Path]:
    """Return the files of a folder of fixtures that are of some format, in the order of their names."""
    return sorted(path for path in fixtures.rglob("*") if path.is_file() and format_of(path) is not None)


def run_trials(fixtures: Path, rounds: int, seed: int = 0) -> Iterator[Trial]:
    """Change every fixture in every way, ``rounds`` times each, and read it beside good articles."""
    files = fixture_files(fixtures)
    for number in range(rounds):
        for path in files:
            for mutation in MUTATIONS:
                yield try_mutation(path, mutation, seed + number)


def try_mutation(path: Path, mutation: str, seed: int) -> Trial:
    """Change one file in one way and read it beside good articles."""
    found = format_of(path)
    name = found.name if found else "none"
    changed = MUTATIONS[mutation](path.read_bytes(), Random(f"{path.name}/{mutation}/{seed}"))  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory(prefix="sinorus-fuzz-") as scratch:
        folder = Path(scratch) / "coverage"
        _lay_out(folder, path, changed)
        begun = time.perf_counter()
        outcome, reason = _read(folder, path.name)
    return Trial(name, path.name, mutation, seed, outcome, time.perf_counter() - begun, reason)


def _lay_out(folder: Path, path: Path, changed: bytes) -> None:
    folder.mkdir()
    for name, text in _GOOD.items():
        (folder / name).write_text(text, encoding="utf-8")
    for beside in path.parent.iterdir():  # what the file may name, such as the attachments of a library
        if beside.is_dir():
            shutil.copytree(beside, folder / beside.name)
    (folder / path.name).write_bytes(changed)


def _read(folder: Path, name: str) -> tuple[str, str]:
    """Return the outcome of reading a folder of which the named file was changed, and why."""
    try:
        with warnings.catch_warnings(), _within(LIMIT):
            warnings.simplefilter("ignore")
            coverage = read_coverage(folder)
    except SinorusError as error:
        return REFUSED, str(error)
    except TimeoutError:
        return LATE, ""
    except Exception:
        return CRASHED, traceback.format_exc()
    if not {"Le Bon", "The Good"} <= set(coverage.articles["outlet"]):
        return LOST, "; ".join(coverage.warnings)
    said = [message for message in coverage.warnings if name in message]
    surprises = [message for message in said if _SURPRISE in message]
    if surprises:
        return CAUGHT, surprises[0]
    return (OBJECTED, said[0]) if said else (READ, "")


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raise a TimeoutError if the block takes longer; only in the main thread, as signals do."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    earlier = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier)
