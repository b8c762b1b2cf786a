"""Runs in processes of their own, watched stage by stage, and struck where one says.

A run is forked from a process that has imported what a run imports and read the pipelines and tables that never
change, so that it costs little. A fork is safe as long as no other thread works, so the process that forks never runs
torch: each run loads the encoder by itself.
"""

from __future__ import annotations

import functools
import importlib
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

WHOLE, PARTITIONS, RUN, MODELS = "whole", "partitions", "run", "models"
# What a stage is: the function that it is, where it stands, and what it is called there.
_STAGES = {
    WHOLE: ("sinorus_lib.cli", "_compare"),
    PARTITIONS: ("sinorus_lib.stages.store", "Store.write"),
    RUN: ("sinorus_lib.storage", "save"),
    MODELS: ("sinorus_lib.encoders.store", "_build"),
}
_FILE_EVENTS = ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "os.scandir", "fcntl.flock")
_HEAVY = (
    "sinorus_lib.views.summaries", "sinorus_lib.comparison", "sinorus_lib.storage", "sinorus_lib.cli", "torch",
    "sinorus_lib.encoders.e5_small", "sinorus_lib.framing.semantic", "sentence_transformers",
    "transformers.models.bert", "sinorus_lib.coverage.formats.markdown", "tqdm.auto",
)  # fmt: skip
_OPTIONS = ("--min-probability", "0.01")  # so that a few claims have pairs
# Whatever they say, reading them reads the tables of their language.
_PASSAGES = {
    "outlet": ["A", "B"],
    "language": ["fr", "en"],
    "text": [
        "Le port a rouvert mardi, selon la mairie. Les dockers ont repris le travail.",
        "The port reopened on Tuesday, the town hall said. The dockers went back to work.",
    ],
}


@dataclass(frozen=True)
class Place:
    """Where a run reads and writes: the articles, a cache of its own, the run folder, and what it prints."""

    coverage: Path
    cache: Path
    run: Path
    log: Path

    @classmethod
    def in_folder(cls, coverage: Path, folder: Path) -> Place:
        """Return the places of a run in one folder."""
        return cls(coverage, folder / "cache", folder / "run", folder / "log")


@dataclass(frozen=True)
class Strike:
    """A signal at a moment: so many seconds into a stage, or before its nth use of the file system."""

    signal: signal.Signals
    stage: str
    seconds: float | None = None
    step: int | None = None


@dataclass
class Watched:
    """What was seen of a run: how it ended, what it printed, and how long each stage took and used files."""

    code: int = 0
    printed: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)


def preload() -> None:
    """Import what a run imports, and read the pipelines and tables of both languages; torch is not run."""
    for name in _HEAVY:
        importlib.import_module(name)
    from sinorus_lib.claims import split_claims
    from sinorus_lib.coverage import read_coverage
    from sinorus_lib.framing import MEASURES, measure_framing
    from sinorus_lib.parsing import PIPELINES, Parser

    for name in PIPELINES.values():
        package = importlib.import_module(name)
        vars(package)["load"] = functools.cache(package.load)
    parser = Parser()
    claims = split_claims(read_coverage(pd.DataFrame(_PASSAGES)), parser=parser)
    measure_framing(claims, parser=parser, measures=[measure.name for measure in MEASURES])


def as_a_command(place: Place, *options: str) -> None:
    """Run ``sinorus compare`` as a user does, in a process that begins from nothing.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    code = "import sys; from sinorus_lib.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        code,
        "compare",
        str(place.coverage),
        "--save",
        str(place.run),
        *_OPTIONS,
        *options,
    ]
    environment = {**os.environ, "SINORUS_CACHE": str(place.cache)}
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 - our own words


class Running:
    """A run that was forked; ``finish`` waits for its end."""

    def __init__(
        self, place: Place, *options: str, strike: Strike | None = None, most: int | None = None, gate: str = ""
    ) -> None:
        """Fork it.

        Args:
            place: where it reads and writes.
            options: further arguments of ``sinorus compare``.
            strike: when it is sent which signal.
            most: bytes that a file may have, where a disk that is full cannot be had otherwise.
            gate: a stage before which it waits for :meth:`release`.
        """
        self._place, self._strike, self._options = place, strike, options
        told, tell = os.pipe()
        waits, self._opens = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if not self.pid:
            code = 70
            try:  # whatever is raised here, it must not run through what the parent has still to do
                os.close(told)
                code = _run(place, options, _Watch(tell, strike, gate, waits), most)
            finally:
                os._exit(code)
        os.close(tell)
        os.close(waits)
        self._told: BinaryIO = os.fdopen(told, "rb")
        self._begun: dict[str, float] = {}
        self._seen = Watched()

    def wait_for(self, stage: str) -> None:
        """Read what it tells until it enters a stage, or ends."""
        while stage not in self._begun and (line := self._told.readline()):
            self._take(line)

    def release(self) -> None:
        """Let it go on where it waits."""
        with suppress(BrokenPipeError):  # it ended before
            os.write(self._opens, b"1")

    def finish(self) -> Watched:
        """Wait for its end, striking it at its moment, and return what was seen."""
        while line := self._told.readline():
            self._take(line)
        self._told.close()
        os.close(self._opens)
        self._seen.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._seen.printed = self._place.log.read_text(encoding="utf-8", errors="replace")
        return self._seen

    def _take(self, line: bytes) -> None:
        now = time.perf_counter()
        what, stage, steps = line.decode().split()
        if what == "begin":
            self._begun[stage] = now
            strike = self._strike
            if strike and strike.stage == stage and strike.seconds is not None:
                time.sleep(strike.seconds)
                with suppress(ProcessLookupError):
                    os.kill(self.pid, strike.signal)
        else:
            self._seen.seconds[stage] = self._seen.seconds.get(stage, 0.0) + now - self._begun[stage]
            self._seen.steps[stage] = self._seen.steps.get(stage, 0) + int(steps)


class _Watch:
    """Tells the parent of stages as they begin and end, counts what they do with files, and strikes at a step."""

    def __init__(self, pipe: int, strike: Strike | None, gate: str, waits: int) -> None:
        self._pipe, self._strike, self._gate, self._waits = pipe, strike, gate, waits
        self._open: list[str] = []
        self._steps = dict.fromkeys(_STAGES, 0)

    def install(self) -> None:
        for stage, (module, name) in _STAGES.items():
            owner: Any = importlib.import_module(module)
            *inner, last = name.split(".")
            for part in inner:
                owner = getattr(owner, part)
            setattr(owner, last, self._around(stage, getattr(owner, last)))
        sys.addaudithook(self._count)

    def _around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def watched(*arguments: Any, **options: Any) -> Any:
            self._tell("begin", stage)
            if stage == self._gate:
                os.read(self._waits, 1)
            self._open.append(stage)
            try:
                return function(*arguments, **options)
            finally:
                self._open.remove(stage)
                self._tell("end", stage)

        return watched

    def _tell(self, what: str, stage: str) -> None:
        os.write(self._pipe, f"{what} {stage} {self._steps[stage]}\n".encode())

    def _count(self, event: str, _arguments: object) -> None:
        if event not in _FILE_EVENTS:
            return
        for stage in tuple(self._open):
            self._steps[stage] += 1
            if self._strike and (stage, self._steps[stage]) == (self._strike.stage, self._strike.step):
                os.kill(os.getpid(), self._strike.signal)


def _run(place: Place, options: tuple[str, ...], watch: _Watch, most: int | None) -> int:
    """Run ``sinorus compare`` in this process, as the command does, and return its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _print_to(place.log)
    os.environ["SINORUS_CACHE"] = str(place.cache)
    if most is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        watch.install()
        from sinorus_lib.cli import main

        code = main(["compare", str(place.coverage), "--save", str(place.run), *_OPTIONS, *options])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command is over; what comes now would hit the harness
        sys.stdout.flush()
        return code
    except BaseException:
        traceback.print_exc()
        return 70


def _print_to(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(descriptor, standard)
    os.close(descriptor)


def in_a_process(task: Callable[[], object]) -> str:
    """Do something in a forked process; return what it raised in words, or nothing."""
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(told)
        try:
            task()
        except BaseException as error:
            os.write(tell, f"{type(error).__name__}: {error}"[:4_000].encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(pid, 0)
    return said


def can_mount(folder: Path) -> bool:
    """Tell whether a small disk in memory can be mounted here."""
    try:
        with small_disk(folder, 1 << 20):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a disk of so many bytes in memory at a folder (Linux, as root or in a user's own namespace).

    Raises:
        subprocess.CalledProcessError: if that is not allowed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _mount("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield
    finally:
        _mount("umount", "--lazy", str(folder))


def enlarge(folder: Path) -> None:
    """Give the small disk at a folder room enough."""
    _mount("mount", "-o", "remount,size=3g", str(folder))


def _mount(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
