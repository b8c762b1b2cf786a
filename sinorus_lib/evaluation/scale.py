"""What a comparison costs against its size, and against what a user would otherwise do.

``python -m sinorus_lib.evaluation.scale [--largest SENTENCES]``. Collections are invented by seed
(:mod:`sinorus_lib.evaluation.large`), written as Markdown files and compared from these, everything included:
reading, copies, claims, vectors, framing, events, alignment. Their events are given, since invented articles are too
much alike for events to be told apart; the search for events runs all the same, and how it grows is measured on its
own (:mod:`sinorus_lib.evaluation.event_scale`).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import numpy as np
import pandas as pd
import psutil

from sinorus_lib.comparison import compare
from sinorus_lib.coverage import Coverage, read_coverage
from sinorus_lib.evaluation import event_scale, large, recipe, stage_costs
from sinorus_lib.evaluation.tables import Cell, markdown, write_sections
from sinorus_lib.runs import Run
from sinorus_lib.settings import Settings

SIZES = (1_000, 3_000, 10_000, 100_000)
LARGEST = 100_000
SEED = 1
ADDED = 0.01  # share of the articles, the newest, that come before the second run
_SAMPLES, _SAMPLED = 3, 400  # disjoint samples of the collection by which the recipe is timed, and their sentences
_SEARCHED = (1_000, 4_000, 10_000, 40_000)  # articles among which events are searched for: to a million sentences
_RECALLED = 4_000  # articles that are all compared with all, to tell what the search misses
_STARTS = 5  # fresh processes by which the warm comparison is timed
_STEADY = 10_000  # sentences from which starting processes no longer counts
E5, LABSE, SPACY = "encode, e5-small, float32", "encode, LaBSE's size, float32", "parse, spaCy in full"
PLOT = "growth.png"
_FURTHEST = 10**6  # sentences, to which the plot goes on
_WATCH = 2  # seconds between two looks at the memory: each takes some milliseconds of every process
_WARM = "import sinorus_lib as sl; sl.compare(sl.read_coverage({path!r}), progress=False)"


@dataclass(frozen=True)
class Cost:
    """What one comparison cost.

    Attributes:
        sentences: how many there are, headlines included.
        claims: how many claims they make.
        articles: how many articles.
        read: seconds to read the files, clean them and find copies.
        compared: seconds for everything after.
        gigabytes: most memory that all processes together had to themselves or shared, at once.
        folder: what the run takes on the disk, in gigabytes.
        pairs: how many pairs were found.
    """

    sentences: int
    claims: int
    articles: int
    read: float
    compared: float
    gigabytes: float
    folder: float
    pairs: int

    @property
    def seconds(self) -> float:
        """What it took from files to the run."""
        return self.read + self.compared


def cost_afresh(coverage: Callable[[], Coverage], to: Path, settings: Settings) -> Cost:
    """Return what :func:`cost_of` returns, of a fresh process, which keeps nothing from a run before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(cost_of, coverage, to, settings).result()


def cost_of(coverage: Callable[[], Coverage], to: Path, settings: Settings) -> Cost:
    """Return what it costs to read coverage and compare it into a folder."""
    with _memory() as peak:
        begun = time.perf_counter()
        found = coverage()
        read = time.perf_counter() - begun
        run = compare(found, settings=settings, to=to, progress=False)
        seconds = time.perf_counter() - begun
    return _cost(run, read, seconds - read, peak[0])


def _cost(run: Run, read: float, compared: float, peak: float) -> Cost:
    counts = run.query(
        "select (select count(*) from (select distinct article_id, sentence from claims)) as sentences, "
        "(select count(*) from claims) as claims, (select count(*) from pairs) as pairs"
    ).iloc[0]
    size = sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    return Cost(
        sentences=int(counts["sentences"]), claims=int(counts["claims"]), articles=len(run.articles), read=read,
        compared=compared, gigabytes=peak / 1e9, folder=size / 1e9, pairs=int(counts["pairs"]),
    )  # fmt: skip


@contextmanager
def _memory() -> Iterator[list[float]]:
    """Watch the memory of this process and those it starts; the largest sum is in the list at the end.

    What processes share counts once (proportional set size, as Linux gives it).
    """
    done, peak = Event(), [0.0]

    def watch() -> None:
        while not done.wait(_WATCH):
            peak[0] = max(peak[0], _taken())

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _taken() -> float:
    own = psutil.Process()
    total = 0.0
    for process in [own, *own.children(recursive=True)]:
        try:
            info = process.memory_full_info()
            total += getattr(info, "pss", info.rss)
        except psutil.Error:
            continue
    return total


def _read(texts: Path, events: pd.Series, cache: Path) -> Coverage:
    """Read a collection and put its articles into their events; what reading keeps goes into a cache of its own."""
    found = read_coverage(texts, settings=Settings(cache_dir=cache))
    return found.with_events(events[events.index.isin(found.articles["article_id"])])


def growth(sizes: Sequence[int], folder: Path, settings: Settings) -> tuple[list[Cost], Cost]:
    """Return what comparing collections of these sizes costs, and the second run of the largest.

    The largest is compared without its newest articles first (:data:`ADDED`), and then with them.
    """
    costs = []
    for size in sizes:
        texts, run = folder / f"articles-{size}", folder / f"run-{size}"
        events = large.write(texts, SEED, size).set_index("article_id")["event"].astype("str")
        files = sorted(texts.iterdir())
        newest = files[len(files) - round(ADDED * len(files)) :] if size == sizes[-1] else []
        for path in newest:
            path.rename(folder / path.name)
        read = partial(_read, texts, events, folder / "cache")
        costs.append(cost_afresh(read, run, settings))
        print(costs[-1], flush=True)
    for path in newest:
        (folder / path.name).rename(path)
    return costs, cost_afresh(read, run, settings)


def exponent(costs: Sequence[Cost]) -> float:
    """Return the power of the number of sentences with which the seconds grow, by least squares of logarithms."""
    sizes, seconds = (np.log([getattr(cost, name) for cost in costs]) for name in ("sentences", "seconds"))
    return float(np.polyfit(sizes, seconds, 1)[0])


def _last_exponent(costs: Sequence[Cost]) -> float:
    """Return the power between the two largest sizes, where starting processes no longer counts."""
    return exponent(costs[-2:])


def recipe_costs() -> dict[str, list[float]]:
    """Return what the recipe takes for each sentence of disjoint samples, in milliseconds, step by step."""
    articles = large.invent(SEED + 1, _SAMPLES * _SAMPLED).articles
    samples = [
        recipe.sentences_of(articles.iloc[rows]) for rows in np.array_split(np.arange(len(articles)), _SAMPLES)
    ]
    model = recipe.labse_size()
    steps: dict[str, Callable[[recipe.Sentences], float]] = {
        E5: recipe.encode_e5,
        LABSE: lambda sample: recipe.encode_labse_size(sample, model),
        SPACY: recipe.parse_fully,
    }
    return {
        name: [1_000 * step(sample) / sum(map(len, sample.values())) for sample in samples]
        for name, step in steps.items()
    }


def against_recipe(costs: Sequence[Cost], steps: dict[str, list[float]], mining: float) -> str:
    """Return the table of a sentence's cost, here and by the recipe, and the ratios."""
    largest = costs[-1]
    ours = [1_000 * cost.seconds / cost.sentences for cost in costs if cost is largest or cost.sentences >= _STEADY]
    rows: list[list[Cell]] = [[name, *_spread(found)] for name, found in steps.items()]
    rows.append([f"mine {largest.sentences} sentences, exact search", mining, None, None])
    rows.append([f"sinorus, all stages, {_STEADY} sentences and more", *_spread(ours)])
    mean = 1_000 * largest.seconds / largest.sentences
    ratios = {
        name: (statistics.median(steps[encoder]) + statistics.median(steps[SPACY]) + mining) / mean
        for name, encoder in (("e5-small in float32", E5), ("a model of LaBSE's size", LABSE))
    }
    told = "; ".join(f"{ratio:.1f} times as fast as the recipe with {name}" for name, ratio in ratios.items())
    table = markdown(("step", "ms a sentence, median", "fastest", "slowest"), rows, decimals=2)
    return (
        f"{_machine()}. The recipe is timed on {_SAMPLES} disjoint samples of {_SAMPLED} sentences, sinorus on whole "
        f"collections, from files to the run. On {largest.sentences} sentences: {told} (spaCy's full pipelines and "
        f"mining included); {largest.gigabytes:.1f} GB of memory at most, all processes together. Goals: 8 times; "
        f"under 4 GB.\n\n{table}"
    )


def growth_table(costs: Sequence[Cost], second: Cost) -> str:
    """Return the table of costs against size, and of the second run."""
    rows: list[list[Cell]] = [
        [
            cost.sentences, cost.claims, cost.articles, cost.pairs, round(cost.read, 1), round(cost.compared, 1),
            1_000 * cost.seconds / cost.sentences, cost.gigabytes, cost.folder,
        ]
        for cost in [*costs, second]
    ]  # fmt: skip
    heads = (
        "sentences", "claims", "articles", "pairs", "read, s", "compare, s", "ms a sentence", "memory, GB",
        "folder, GB",
    )  # fmt: skip
    return (
        f"{_machine()}. Seconds grow with the power {exponent(costs):.2f} of the number of sentences (least squares "
        f"of logarithms), between the two largest sizes with {_last_exponent(costs):.2f}. The last row is a second "
        f"run, after {ADDED:.0%} of the articles came: "
        f"{second.seconds / costs[-1].seconds:.1%} of the first run's time, "
        f"{second.compared / costs[-1].compared:.1%} without reading the files. "
        f"Goals: near 1; at most 3 %.\n\n{markdown(heads, rows, decimals=2)}"
        f"\n\n![Seconds against sentences]({PLOT})"
    )


def search_table(found: Sequence[event_scale.Search], sentences: float) -> str:
    """Return the table of what the search for events takes.

    Args:
        found: what was measured.
        sentences: how many an article has.
    """
    drawn = event_scale.Recipe()
    return (
        f"{_machine()}; one core. Articles drawn as vectors and names, {found[-1].articles} of them standing for "
        f"{found[-1].articles * sentences:.0f} sentences. Each is compared with those within its days alone, and "
        f"exactly: of the pairs near enough for one event, all of {_RECALLED} articles compared with all, it looks "
        f"at {event_scale.recall(_RECALLED, drawn):.1%}. Goal: near-linear.\n\n"
        f"{event_scale.scale_table(found, drawn)}"
    )


def warm_starts(path: Path) -> str:
    """Return how long the sample's comparison from a warm cache takes in a fresh process, and the import alone."""
    code = {
        "start Python": "",
        "import sinorus_lib": "import sinorus_lib",
        "read and compare the five articles, all kept from before": _WARM.format(path=str(path)),
    }
    rows = []
    for name, program in code.items():
        _process_seconds(program)
        rows.append([name, *_spread([_process_seconds(program) for _ in range(_STARTS)])])
    return (
        f"{_machine()}. {_STARTS} fresh processes each, from start to end. Goals: 2 s for the comparison, .3 s for "
        f"the import.\n\n{markdown(('program', 'seconds, median', 'fastest', 'slowest'), rows, decimals=2)}"
    )


def needs_table(costs: Sequence[Cost]) -> str:
    """Return what larger collections need, computed from what the largest one took."""
    largest, power = costs[-1], max(1.0, _last_exponent(costs))
    cores = os.cpu_count() or 1
    rows: list[list[Cell]] = []
    for sentences in (10**6, 10**7, 10**8):
        times = sentences / largest.sentences
        hours = cores * largest.seconds * times**power / 3_600
        rows.append([f"{sentences:,}", round(largest.articles * times), round(hours, 1), round(hours / 256, 2),
                     round(largest.folder * times, 1)])  # fmt: skip
    heads = ("sentences", "articles", "core hours", "hours on 256 cores", "folder, GB")
    return (
        f"Computed from {largest.sentences} sentences in {largest.seconds:.0f} s on {_machine()}, and an "
        f"exponent of {power:.2f}; articles spread over time as those of the benchmark, so that events keep their "
        f"size.\n\n{markdown(heads, rows)}"
    )


def plot(
    costs: Sequence[Cost], steps: dict[str, list[float]], searches: Sequence[event_scale.Search], to: Path
) -> None:
    """Draw seconds against sentences, with what the recipe would take, and what the search for events does."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 4.8), layout="constrained")
    axes = figure.add_subplot()
    for label, style, sentences, seconds in _lines(costs, steps, searches):
        axes.loglog(sentences, seconds, style, label=label)
    axes.set_xlabel("sentences")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False, fontsize="small")
    figure.savefig(to, dpi=130)


def _lines(
    costs: Sequence[Cost], steps: dict[str, list[float]], searches: Sequence[event_scale.Search]
) -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """Yield what is drawn: its name, how, and its places."""
    sizes, seconds = (np.array([getattr(cost, name) for cost in costs]) for name in ("sentences", "seconds"))
    for encoder, name in ((LABSE, "a model of LaBSE's size"), (E5, "e5-small in float32")):
        each = (statistics.median(steps[encoder]) + statistics.median(steps[SPACY])) / 1_000
        yield f"the recipe: {name}, and spaCy in full", "--", sizes, each * sizes
    yield "sinorus, all stages, measured", "C2o-", sizes, seconds
    power, further = _last_exponent(costs), np.array([1, _FURTHEST / sizes[-1]])
    yield f"if it goes on so (exponent {power:.2f})", "C2:", sizes[-1] * further, seconds[-1] * further**power
    articles, taken = (np.array([getattr(search, name) for search in searches]) for name in ("articles", "seconds"))
    yield "sinorus, the search for events alone, measured", "C3s-", articles * _length(costs[-1]), taken


def _length(cost: Cost) -> float:
    """Return how many sentences an article has."""
    return cost.sentences / cost.articles


def _spread(values: Sequence[float]) -> list[Cell]:
    return [statistics.median(values), min(values), max(values)]


def _process_seconds(program: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)  # noqa: S603 - its own program
    return time.perf_counter() - begun


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, CPython {platform.python_version()}"


def main() -> None:
    """Measure, print, and write tables and plots into the benchmark's pages."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.scale")
    parser.add_argument("--largest", type=int, default=LARGEST, help="sentences of the largest collection")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--to", type=Path, default=Path("benchmarks"))
    chosen = parser.parse_args()
    sizes = [*(size for size in SIZES if size < chosen.largest), chosen.largest]
    with TemporaryDirectory() as folder:
        costs, second = growth(sizes, Path(folder), Settings())
    searches = event_scale.searches(_SEARCHED, event_scale.Recipe())
    steps = recipe_costs()  # after the memory was measured: its models are large
    mining = 1_000 * recipe.mine(costs[-1].sentences) / costs[-1].sentences
    found = {
        "Against sentence-transformers and spaCy": against_recipe(costs, steps, mining),
        "Against size": growth_table(costs, second),
        "The search for events": search_table(searches, _length(costs[-1])),
        "Step by step": stage_costs.section(),
        "From a warm cache": warm_starts(chosen.data / "coverage"),
    }
    for title, text in found.items():
        print(f"### {title}\n\n{text}\n")
    write_sections(chosen.to / "README.md", found)
    write_sections(chosen.to / "cluster.md", {"What larger collections need": needs_table(costs)})
    plot(costs, steps, searches, chosen.to / PLOT)


if __name__ == "__main__":
    main()
