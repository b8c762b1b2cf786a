"""What an interruption, a full disk or a second run does to a cache and a run folder.

``python -m sinorus_lib.evaluation.faults``.

Runs of ``sinorus compare`` on a part of the sample, with the real encoder and parser, each a process of its own, are
broken at moments drawn by chance, most of them while something is written. Then the same command runs again, in the
same place, and what it leaves must be the same as after a run that nothing broke, file by file.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sinorus_lib.evaluation.faults.processes import (
    MODELS,
    PARTITIONS,
    RUN,
    WHOLE,
    Place,
    Running,
    Strike,
    Watched,
    as_a_command,
    can_mount,
    enlarge,
    in_a_process,
    preload,
    small_disk,
)
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Interruptions, full disks, two runs at once"
SAMPLE = ("001-source-001.md", "002-source-002.md")  # one French, one English
LINES = 13  # that are read of each, what stands above the text included
KILLED, INTERRUPTED, FULL = "killed", "interrupted", "disk full"
REPLACED = "replaced"  # the stage RUN, where an earlier run stands
# Of a hundred moments, how many fall where.
SHARES = {
    (WHOLE, KILLED): 8, (WHOLE, INTERRUPTED): 8,
    (PARTITIONS, KILLED): 12, (PARTITIONS, INTERRUPTED): 8, (PARTITIONS, FULL): 10,
    (RUN, KILLED): 10, (RUN, INTERRUPTED): 6, (RUN, FULL): 8,
    (REPLACED, KILLED): 14, (REPLACED, INTERRUPTED): 6, (REPLACED, FULL): 6,
    (MODELS, KILLED): 2, (MODELS, INTERRUPTED): 1, (MODELS, FULL): 1,
}  # fmt: skip
NAMES = {
    WHOLE: "at any time", PARTITIONS: "writing partitions", RUN: "writing a run folder",
    REPLACED: "replacing a run folder", MODELS: "building a model",
}  # fmt: skip
_EARLIER = ("--min-probability", "0.9")  # what makes the earlier run another one
_SIGNALS = {KILLED: signal.SIGKILL, INTERRUPTED: signal.SIGINT}
_LATE = 1.1  # times the length of a stage, within which a moment is drawn
_PAGE = 4096  # bytes, of which a disk in memory consists
_MODEL_BYTES = 960 << 20  # what the build of e5-small takes at its height
_BUILD_SECONDS, _BUILD_STEPS = 15.0, 60  # about what it takes of the others; a moment after its end breaks nothing


@dataclass(frozen=True)
class Moment:
    """When a run is broken and how: ``where`` runs from 0 to 1, through the stage or what fits on the disk."""

    number: int
    stage: str
    kind: str
    where: float
    by_step: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a moment.

    Attributes:
        moment: when and how the run was broken.
        broken: whether it was; it may have ended before, or have fitted.
        reused: whether the next run had to make nothing anew in the cache.
        trouble: what was not as it has to be; nothing is lost where this is empty.
    """

    moment: Moment
    broken: bool
    reused: bool
    trouble: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """What every broken run is measured by.

    Attributes:
        coverage: the folder of articles.
        base: a cache with models, and with the vectors that every comparison needs but none of the articles'.
        whole: the files that an uninterrupted run leaves: name -> SHA-256.
        earlier: a run folder of other settings, and its files.
        seconds: how long each stage took.
        steps: how often each used the file system.
        disks: whether small disks can be mounted.
    """

    coverage: Path
    base: Path
    whole: Mapping[str, str]
    earlier: tuple[Path, Mapping[str, str]]
    seconds: Mapping[str, float]
    steps: Mapping[str, int]
    disks: bool


def plan(count: int, seed: int, shares: Mapping[tuple[str, str], int] = SHARES) -> list[Moment]:
    """Draw moments: of every hundred as many of a kind as the shares say, in an order drawn as well."""
    drawn = random.Random(seed)  # noqa: S311 - nothing secret
    pool = [kind for kind, share in shares.items() for _ in range(share)]
    drawn.shuffle(pool)
    return [
        Moment(number, *pool[number % len(pool)], where=drawn.random(), by_step=drawn.random() < 0.5)
        for number in range(count)
    ]


def prepare(folder: Path, articles: Sequence[Path], *, thorough: bool = True) -> Ground:
    """Run without any fault in a folder, and note what that leaves and how long it takes.

    Args:
        folder: where to run.
        articles: what to compare: the beginnings of these files.
        thorough: also run as a command that begins from nothing, and see that it leaves the same.

    Raises:
        RuntimeError: if a run without a fault fails, or two of them differ.
    """
    coverage, base = folder / "coverage", folder / "base"
    coverage.mkdir()
    for path in articles:
        lines = path.read_text(encoding="utf-8").splitlines()[:LINES]
        (coverage / path.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if said := in_a_process(lambda: _fill(base)):
        raise RuntimeError(f"The cache could not be prepared: {said}")
    first, second = (_fresh(folder / name, coverage, base) for name in ("first", "second"))
    _without_fault(first, *_EARLIER)
    seen = _without_fault(second)
    whole, earlier = contents(second.run) or {}, contents(first.run) or {}
    if thorough:
        as_a_command(second)
        if contents(second.run) != whole:
            raise RuntimeError("Two runs without a fault differ; nothing can be measured.")
    steps = {**seen.steps, REPLACED: seen.steps[RUN], MODELS: _BUILD_STEPS}
    seconds = {**seen.seconds, REPLACED: seen.seconds[RUN], MODELS: _BUILD_SECONDS}
    return Ground(coverage, base, whole, (first.run, earlier), seconds, steps, can_mount(folder / "small"))


def _fill(base: Path) -> None:
    """Put the models, and the vectors of the prototypes, in a cache."""
    import pandas as pd

    from sinorus_lib.encoders.embedding import VectorCache, embed
    from sinorus_lib.encoders.store import cache_folder, prepare
    from sinorus_lib.framing.semantic.prototypes import load_prototypes
    from sinorus_lib.settings import LANGUAGES, Settings

    settings = Settings()
    texts = [item.texts[language] for language in LANGUAGES for item in load_prototypes().sentences]
    base.mkdir()
    VectorCache(settings.encoder, base, settings.precision).add(texts, embed(pd.DataFrame({"text": texts})))
    prepare(settings.encoder)
    (base / "models").symlink_to(cache_folder().resolve() / "models")


def _fresh(folder: Path, coverage: Path, base: Path) -> Place:
    place = Place.in_folder(coverage, folder)
    shutil.copytree(base, place.cache, symlinks=True)
    return place


def _without_fault(place: Place, *options: str) -> Watched:
    seen = Running(place, *options).finish()
    if seen.code != 0:
        raise RuntimeError(f"A run without a fault failed: {seen.printed[-2000:]}")
    return seen


def contents(folder: Path) -> dict[str, str] | None:
    """Return the SHA-256 of every file in a folder by name; nothing if there is no such folder."""
    if not folder.is_dir():
        return None
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def broken(moment: Moment, ground: Ground, folder: Path) -> Outcome:
    """Break a run in a folder at a moment, run it again without a fault, and say what came of both."""
    earlier, files = ground.earlier
    with _disk(moment, ground, folder) as most:
        place = Place.in_folder(ground.coverage, folder)
        _lay_out(moment, ground, place, earlier)
        seen = Running(place, strike=_strike(moment, ground), most=most).finish()
        found = contents(place.run)
        allowed = [dict(ground.whole), dict(files) if moment.stage == REPLACED else None]
        trouble = [] if found in allowed else ["what stood in the run folder was lost"]
        trouble += _unlike(moment, seen)
        if moment.kind == FULL and ground.disks:
            enlarge(folder)
        again = Running(place).finish()
        trouble += _after(place, ground, again)
        anew = sorted({PARTITIONS, MODELS} & set(again.seconds))
        return Outcome(moment, seen.code != 0, not anew, tuple(trouble))


@contextmanager
def _disk(moment: Moment, ground: Ground, folder: Path) -> Iterator[int | None]:
    """Give a folder for a run: on a disk too small, or with the bytes that a file may have, if the moment says so."""
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if moment.kind == FULL and ground.disks:
            stack.enter_context(small_disk(folder, _room(moment, ground)))
        limited = moment.kind == FULL and not ground.disks
        yield int(moment.where * _largest(ground)) + 1 if limited else None


def _room(moment: Moment, ground: Ground) -> int:
    """Return how many bytes a disk has: what is there before the stage, and a part of what the stage writes."""
    if moment.stage == MODELS:
        return int(moment.where * _MODEL_BYTES)
    before = _pages(ground.base) + _PAGE * 4
    partitions = _pages(ground.earlier[0].parent / "cache") - _pages(ground.base)
    run = _pages(ground.earlier[0])
    there = {PARTITIONS: 0, RUN: partitions, REPLACED: partitions + run}[moment.stage]
    writes = partitions if moment.stage == PARTITIONS else run
    return before + there + int(moment.where * writes)


def _pages(folder: Path) -> int:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and "models" not in path.parts]
    return sum(-(-size // _PAGE) * _PAGE for size in sizes)


def _largest(ground: Ground) -> int:
    return max(path.stat().st_size for path in ground.earlier[0].iterdir())


def _lay_out(moment: Moment, ground: Ground, place: Place, earlier: Path) -> None:
    shutil.copytree(ground.base, place.cache, symlinks=True)
    if moment.stage == MODELS:
        (place.cache / "models").unlink()
    if moment.stage == REPLACED:
        shutil.copytree(earlier, place.run)


def _strike(moment: Moment, ground: Ground) -> Strike | None:
    if moment.kind == FULL:
        return None
    stage = RUN if moment.stage == REPLACED else moment.stage
    if moment.by_step:
        return Strike(_SIGNALS[moment.kind], stage, step=1 + int(moment.where * ground.steps[moment.stage]))
    return Strike(_SIGNALS[moment.kind], stage, seconds=moment.where * _LATE * ground.seconds[moment.stage])


def _unlike(moment: Moment, seen: Watched) -> list[str]:
    """Say how a broken run ended otherwise than it has to."""
    expected = {KILLED: (-signal.SIGKILL,), INTERRUPTED: (130,), FULL: (1,)}[moment.kind]
    if seen.code == 0 or (seen.code in expected and moment.kind == KILLED):
        return []
    lines = [line for line in seen.printed.splitlines() if line.startswith("sinorus: ") and "warning:" not in line]
    trouble = [] if seen.code in expected else [f"it ended with {seen.code}"]
    if len(lines) != 1 or "Traceback" in seen.printed:
        trouble.append(f"it said other than one sentence: {seen.printed[-1500:]!r}")
    if moment.kind == FULL and not any("the disk is full" in line for line in lines):
        trouble.append(f"it did not say that the disk is full: {lines}")
    return trouble


def _after(place: Place, ground: Ground, again: Watched) -> list[str]:
    """Say what is not as it has to be after the next run."""
    trouble = [] if again.code == 0 else [f"the next run ended with {again.code}: {again.printed[-1500:]!r}"]
    return trouble + _unlike_whole(place, ground)


def _unlike_whole(place: Place, ground: Ground) -> list[str]:
    """Say what is otherwise than a run without a fault leaves it."""
    trouble = [] if contents(place.run) == ground.whole else ["other files than those of a run without a fault"]
    if said := in_a_process(lambda: _load(place.run)):
        trouble.append(f"the run folder cannot be loaded: {said}")
    left = [str(path.relative_to(place.log.parent)) for path in leftovers(place)]
    return trouble + ([f"left over: {', '.join(left)}"] if left else [])


def _load(run: Path) -> None:
    from sinorus_lib.storage import load

    load(run)


def leftovers(place: Place) -> list[Path]:
    """Return what hidden files and folders lie about where a run writes."""
    around = (place.run.parent, place.cache, place.cache / "embeddings", place.cache / "models")
    found = [path for folder in around if folder.is_dir() and not folder.is_symlink() for path in folder.iterdir()]
    return sorted(path for path in found if path.name.startswith("."))


def at_once(ground: Ground, folder: Path, stage: str) -> list[str]:
    """Let two runs with one cache and one run folder enter a stage at the same moment; say what came out wrong."""
    place = Place.in_folder(ground.coverage, folder)
    places = [place, Place(place.coverage, place.cache, place.run, folder / "log2")]
    shutil.copytree(ground.base, place.cache, symlinks=True)
    if stage == MODELS:
        (place.cache / "models").unlink()
    gate = WHOLE if stage == MODELS else stage  # the build itself is entered by one after the other
    runs = [Running(one, gate=gate) for one in places]
    for one in runs:
        one.wait_for(gate)
    for one in runs:
        one.release()
    seen = [one.finish() for one in runs]
    trouble = [f"a run ended with {one.code}: {one.printed[-1500:]!r}" for one in seen if one.code != 0]
    trouble += _unlike_whole(place, ground)
    if stage != RUN:  # the cache has to serve the next run
        trouble += _after(place, ground, Running(place).finish())
    shutil.rmtree(folder)
    return trouble


def break_all(moments: Sequence[Moment], ground: Ground, folder: Path, *, lanes: int = 1) -> list[Outcome]:
    """Break a run at every moment, in as many processes at once as there are lanes; tell of each as it is done."""
    files = [folder / f"lane-{lane}.jsonl" for lane in range(lanes)]
    sys.stdout.flush()
    pids = []
    for lane, file in enumerate(files):
        pid = os.fork()
        if not pid:
            os._exit(_lane(moments[lane::lanes], ground, folder / f"lane-{lane}", file))
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    found = [_outcome(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    if len(found) != len(moments):
        raise RuntimeError(f"{len(found)} of {len(moments)} moments came to an end.")
    return sorted(found, key=lambda outcome: outcome.moment.number)


def _lane(moments: Sequence[Moment], ground: Ground, folder: Path, file: Path) -> int:
    try:
        with file.open("w", encoding="utf-8") as stream:
            for moment in moments:
                outcome = broken(moment, ground, folder)
                print(json.dumps(asdict(outcome)), file=stream, flush=True)
                print(outcome, flush=True)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _outcome(line: str) -> Outcome:
    values = json.loads(line)
    return Outcome(Moment(**values["moment"]), values["broken"], values["reused"], tuple(values["trouble"]))


@dataclass(frozen=True)
class Report:
    """What came of it all.

    Attributes:
        outcomes: one a moment.
        met: what came out wrong where two runs met: stage -> one list a round.
        disks: whether the disks that were full were disks; else files were held to a size.
        minutes: how long it took.
    """

    outcomes: list[Outcome]
    met: dict[str, list[list[str]]]
    disks: bool
    minutes: float


ROUNDS = {PARTITIONS: 3, RUN: 5, MODELS: 1}


def measure(
    data: Path,
    *,
    moments: int = 100,
    seed: int = 0,
    shares: Mapping[tuple[str, str], int] = SHARES,
    rounds: Mapping[str, int] = ROUNDS,
    lanes: int = 2,
    thorough: bool = True,
) -> Report:
    """Break runs at drawn moments, and let two run at once.

    Args:
        data: the folder with ``coverage``.
        moments: how many runs are broken.
        seed: of the draw.
        shares: of a hundred moments, how many of each stage and fault.
        rounds: how often two runs meet in each stage.
        lanes: how many runs are broken at the same time.
        thorough: first compare a run that is forked with one that begins from nothing.

    Raises:
        RuntimeError: if a run without a fault fails, or two of them differ.
    """
    preload()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        ground = prepare(work, [data / "coverage" / file for file in SAMPLE], thorough=thorough)
        outcomes = break_all(plan(moments, seed, shares), ground, work, lanes=lanes)
        met = {stage: [at_once(ground, work / "at-once", stage) for _ in range(n)] for stage, n in rounds.items()}
    return Report(outcomes, met, ground.disks, (time.perf_counter() - begun) / 60)


def fault_tables(data: Path, *, moments: int = 100, seed: int = 0, lanes: int = 2) -> str:
    """Return what :func:`measure` finds as Markdown: how it was done, and two tables.

    Raises:
        RuntimeError: if a run without a fault fails, or two of them differ.
    """
    report = measure(data, moments=moments, seed=seed, lanes=lanes)
    return "\n\n".join([_note(report, seed), _moments_table(report.outcomes), _meetings_table(report.met)])


def _note(report: Report, seed: int) -> str:
    means = (
        "a disk in memory (tmpfs) of drawn size" if report.disks else "RLIMIT_FSIZE, SINCE NO DISK COULD BE MOUNTED"
    )
    return (
        f"{len(report.outcomes)} runs of `sinorus compare --save` on the beginnings of {' and '.join(SAMPLE)} of "
        "`data/coverage`, by the real encoder and parser, each broken at a moment drawn by chance "
        f"(seed {seed}), half of them by time, half before one of the stage's uses of the file system; disk full by "
        f"{means}. After each, the same command runs again in the same place, and every file of the run folder must "
        "be the same, bit by bit, as after a run without a fault; what the broken run says must be one sentence, "
        "what stood in the run folder before must be whole, and nothing may be left over. "
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_implementation()} "
        f"{platform.python_version()}; {report.minutes:.0f} minutes."
    )


def _moments_table(outcomes: Sequence[Outcome]) -> str:
    kinds = [kind for kind in SHARES if any((one.moment.stage, one.moment.kind) == kind for one in outcomes)]
    rows: list[list[Cell]] = []
    for stage, kind in kinds:
        found = [one for one in outcomes if (one.moment.stage, one.moment.kind) == (stage, kind)]
        rows.append([NAMES[stage], kind, *_counts(found)])
    rows.append(["all", "", *_counts(outcomes)])
    heads = (
        "moment",
        "fault",
        "runs",
        "broken",
        "next run reused all",
        "next run made some anew",
        "lost or different",
    )
    return markdown(heads, rows)


def _counts(outcomes: Sequence[Outcome]) -> list[int]:
    reused = sum(one.reused for one in outcomes)
    broke, bad = sum(one.broken for one in outcomes), sum(bool(one.trouble) for one in outcomes)
    return [len(outcomes), broke, reused, len(outcomes) - reused, bad]


def _meetings_table(met: Mapping[str, Sequence[list[str]]]) -> str:
    names = {**NAMES, RUN: "saving to one folder"}
    rows: list[list[Cell]] = [[names[stage], len(found), sum(map(bool, found))] for stage, found in met.items()]
    return markdown(("two runs at once", "rounds", "failed or different"), rows)
