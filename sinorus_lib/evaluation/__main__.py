"""Measure alignment and framing: ``python -m sinorus_lib.evaluation [--data data] [--eval FOLDER]``.

Prints Markdown tables and how long each part took, and writes the tables between the marks of the READMEs of
``data/gold``, ``data/contrast``, ``data/events`` and ``data/labels/framing``. Without a folder of parallel and graded
text, the tables that rest on it are left as they stand there.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib.alignment.probability import ProbabilityModel
from sinorus_lib.evaluation import (
    ablation,
    calibration,
    contrast,
    events,
    framing_contrast,
    framing_labels,
    gold,
    mixed,
    relations,
    similarity,
    translation,
    translations,
)
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.fitting import Features, baseline_models
from sinorus_lib.evaluation.labelled import Labelled, read_events, read_gold
from sinorus_lib.evaluation.rankings import by_place, rank
from sinorus_lib.evaluation.scenes import read_scenes, same_or_conflicting
from sinorus_lib.evaluation.tables import in_order, write_sections
from sinorus_lib.settings import UNITS, Settings

# README -> the titles of its tables, in order
FRAMING = "labels/framing"
TABLES = {
    "gold": (
        gold.TITLE, calibration.TITLE, mixed.TITLE, similarity.TITLE, translations.TITLE, ablation.FEATURES_TITLE,
        ablation.COMPONENTS_TITLE,
    ),
    "events": (events.TITLE,),
    "contrast": (contrast.TITLE, framing_contrast.TITLE),
    FRAMING: (framing_labels.TITLE, relations.TITLE, translation.TITLE),
}  # fmt: skip


@dataclass
class Evaluation:
    """One run over everything; each labelled set is read and scored once a unit."""

    data: Path
    extra: Path | None
    bench: Bench
    _labelled: dict[str, tuple[Labelled, dict[str, Labelled]]] = field(default_factory=dict)
    _scored: dict[str, ablation.Sets] = field(default_factory=dict)

    def parts(self) -> dict[str, Callable[[], str]]:
        """Return what there is to measure: title -> what measures it and returns its tables."""
        parts: dict[str, Callable[[], str]] = {
            gold.TITLE: self.gold,
            calibration.TITLE: self.calibration,
            contrast.TITLE: self.contrast,
            framing_contrast.TITLE: self.framing_contrast,
            framing_labels.TITLE: self.framing_labels,
            relations.TITLE: lambda: relations.section(self.data / FRAMING, self.bench.parser),
        }
        if self.extra is not None:
            folder = self.extra
            parts[translation.TITLE] = lambda: translation.section(folder, self.bench)
            parts[mixed.TITLE] = lambda: mixed.section(folder, self.models(self.unit), self.bench)
            parts[events.TITLE] = lambda: events.event_tables(self.data, self.bench, folder)
            parts[translations.TITLE] = lambda: translations.translation_tables(
                translations.measure(folder, self.bench, data=self.data)
            )
            parts[similarity.TITLE] = lambda: similarity.section(folder, self.bench)
        parts[ablation.FEATURES_TITLE] = self.features
        if self.switches is not None:
            parts[ablation.COMPONENTS_TITLE] = self.components
        return parts

    @property
    def unit(self) -> str:
        """The unit of the default settings."""
        return self.bench.settings.unit

    @cached_property
    def switches(self) -> Any:
        """The switches of the scoring, if it has any."""
        return ablation.components()

    @cached_property
    def contradictions(self) -> pd.DataFrame:
        """Pairs of the scenes that are the same claim or contradict each other."""
        return same_or_conflicting(read_scenes(self.data / "scenes"), self.bench)

    def labelled(self, unit: str) -> tuple[Labelled, dict[str, Labelled]]:
        """Return the gold sample and the calibration events, cut into claims of the unit once."""
        if unit not in self._labelled:
            bench = self.bench.in_unit(unit)
            self._labelled[unit] = read_gold(self.data, bench), read_events(self.data, bench)
        return self._labelled[unit]

    def score(self, unit: str, **options: object) -> ablation.Sets:
        """Return the scored pairs of the gold sample and of every calibration event."""
        bench, (sample, events) = self.bench.in_unit(unit), self.labelled(unit)
        scored = {name: event.pairs(bench, **options) for name, event in events.items()}
        return ablation.Sets(sample.pairs(bench, **options), scored, self.contradictions)

    def sets(self, unit: str) -> ablation.Sets:
        """Return the pairs that the default scoring gives, scored once."""
        if unit not in self._scored:
            self._scored[unit] = self.score(unit)
        return self._scored[unit]

    def models(self, unit: str) -> dict[str, ProbabilityModel]:
        """Return the baselines' models, fitted on the calibration events."""
        return baseline_models(pd.concat(self.sets(unit).events.values(), ignore_index=True))

    def gold(self) -> str:
        """Return the tables of the gold labels, for either unit."""
        settings = self.bench.settings
        return gold.section({unit: rank(self.sets(unit).gold, self.models(unit), settings) for unit in UNITS})

    def calibration(self) -> str:
        """Return the tables of the probability, for the default unit."""
        sets = self.sets(self.unit)
        held_out = calibration.pooled(calibration.held_out(sets.events, sets.contradictions))
        return calibration.section({"gold": by_place(sets.gold), "held-out events": held_out})

    def contrast(self) -> str:
        """Return the tables of the contrast set."""
        table = contrast.read_contrast(self.data / "contrast" / contrast.FILE)
        return contrast.section(contrast.predict(table, self.bench))

    def framing_contrast(self) -> str:
        """Return the table of the framing measures on minimal pairs."""
        table = framing_contrast.read_framing_contrast(self.data / "contrast" / framing_contrast.FILE)
        return framing_contrast.section(table, self.bench)

    def framing_labels(self) -> str:
        """Return the tables of the labelled sentences."""
        treebank = None if self.extra is None else self.extra / framing_labels.TREEBANK
        return framing_labels.section(self.data / FRAMING, self.bench.parser, treebank)

    def features(self) -> str:
        """Return the table of what each feature adds."""
        return ablation.section(ablation.without_each_feature(self.sets(self.unit), Features()), "feature")

    def components(self) -> str:
        """Return the table of what each component adds."""
        found = ablation.without_each_component(
            self.switches, lambda chosen: self.score(self.unit, components=chosen), Features()
        )
        return ablation.section(found, "component")


def measure(evaluation: Evaluation) -> dict[str, str]:
    """Run every part, print its tables and how long it took, and return title -> tables."""
    found = {}
    for title, part in evaluation.parts().items():
        begun = time.monotonic()
        found[title] = part()
        print(in_order({title: found[title]}), end=f"\n\n({title}: {time.monotonic() - begun:.0f} s)\n\n", flush=True)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and write the tables where they belong."""
    parser = argparse.ArgumentParser(
        prog="python -m sinorus_lib.evaluation", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with coverage/, gold/, ...")
    parser.add_argument(
        "--eval", type=Path, help=f"a folder with {mixed.FILE}, {similarity.FILE} and {framing_labels.TREEBANK}"
    )
    chosen = parser.parse_args(arguments)
    found = measure(Evaluation(chosen.data, chosen.eval, Bench.of(Settings())))
    for folder, titles in TABLES.items():
        write_sections(chosen.data / folder / "README.md", found, titles)


if __name__ == "__main__":
    main()
