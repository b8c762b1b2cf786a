"""What the fuzzer found, as tables."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sinorus_lib.evaluation.fuzz.mutations import MUTATIONS
from sinorus_lib.evaluation.fuzz.trials import (
    BAD,
    CAUGHT,
    CRASHED,
    LATE,
    LOST,
    OBJECTED,
    READ,
    REFUSED,
    Trial,
    run_trials,
)
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Files changed on their way"
_OUTCOMES = (READ, OBJECTED, CAUGHT, CRASHED, LOST, LATE)


def fuzz_section(fixtures: Path, rounds: int, seed: int = 0) -> str:
    """Return the tables of a run of the fuzzer, by format and by mutation."""
    before = _megabytes()
    trials = list(run_trials(fixtures, rounds, seed))
    grown = _megabytes() - before
    bad = sum(trial.outcome in BAD for trial in trials)
    note = (
        f"{len(trials)} readings of a folder in which one file was changed: every fixture in {len(MUTATIONS)} ways, "
        f"{rounds} times each, seed {seed}. Crashed, late or with a good article lost: {bad}. "
        f"Memory grew by at most {grown} MB over what the first reading took."
    )
    by_format = _table("format", [trial.format for trial in trials], trials)
    by_mutation = _table("mutation", [trial.mutation for trial in trials], trials)
    return "\n\n".join(filter(None, [note, by_format, by_mutation, _listed(trials)]))


def _table(head: str, keys: Sequence[str], trials: Sequence[Trial]) -> str:
    counted: dict[str, Counter[str]] = {key: Counter() for key in sorted(set(keys))}
    slowest = dict.fromkeys(counted, 0.0)
    for key, trial in zip(keys, trials, strict=True):
        counted[key][LOST if trial.outcome == REFUSED else trial.outcome] += 1
        slowest[key] = max(slowest[key], trial.seconds)
    rows: list[list[Cell]] = [
        [key, sum(found.values()), *(found[outcome] for outcome in _OUTCOMES), slowest[key]]
        for key, found in counted.items()
    ]
    return markdown((head, "trials", *_OUTCOMES, "slowest, s"), rows, decimals=1)


def _listed(trials: Sequence[Trial]) -> str:
    """Return the first trials that went wrong, so that they can be run again."""
    wrong = [trial for trial in trials if trial.outcome in BAD]
    return "\n".join(f"- {item.file}, {item.mutation}, seed {item.seed}: {item.outcome}" for item in wrong[:20])


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
