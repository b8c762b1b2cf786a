"""Fit the shipped probability again: ``python -m sinorus_lib.evaluation.refit [--data data]`` (``make refit``).

The content model is fitted on labelled coverage (``data/calibration``), the conflict model on that coverage and
on invented contradictions (``data/scenes``). Nothing of ``data/gold`` or ``data/contrast`` is looked at.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib import alignment
from sinorus_lib.alignment.probability import PairModel
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.calibration import held_out
from sinorus_lib.evaluation.figures import average_precisions
from sinorus_lib.evaluation.fitting import UNFITTED, fit_model, training_rows
from sinorus_lib.evaluation.labelled import read_events
from sinorus_lib.evaluation.rankings import by_place
from sinorus_lib.evaluation.scenes import read_scenes, same_or_conflicting
from sinorus_lib.evaluation.statistics import precision_at, recall_at
from sinorus_lib.settings import Settings

FILE = "probability.json"
_BEST = "overlap"  # of the claims of two sentences, those that are taken for them while there is no probability yet


def refit(data: Path, bench: Bench) -> PairModel:
    """Return the model fitted on a data folder; its provenance holds the cross-validated figures."""
    labelled = read_events(data, bench)
    events = {name: event.pairs(bench, model=UNFITTED, compared_from=0.0) for name, event in labelled.items()}
    contradictions = same_or_conflicting(read_scenes(data / "scenes"), bench)
    rows = pd.concat([training_rows(pairs, _BEST) for pairs in events.values()], ignore_index=True)
    found = held_out(events, contradictions, best=_BEST)
    return replace(
        fit_model(rows, contradictions),
        provenance={
            "data": "invented coverage (data/calibration) and invented contradictions (data/scenes), written and "
            "labelled for this purpose",
            "events": sorted(events),
            "grades": rows["grade"].value_counts().to_dict(),
            "contradictions": contradictions["grade"].value_counts().to_dict(),
            "settings": {
                name: getattr(bench.settings, name) for name in ("encoder", "unit", "token_layer", "neighbourhood")
            },
            "held_out_by_event": _figures(found),
        },
    )


def _figures(events: dict[str, pd.DataFrame]) -> dict[str, float]:
    """Return the mean over events of what a model reached that was fitted on the others."""
    rows = [_event_figures(by_place(pairs)) for pairs in events.values()]
    return {str(name): round(float(value), 3) for name, value in pd.DataFrame(rows).mean().items()}


def _event_figures(places: pd.DataFrame) -> dict[str, float]:
    same, near = (places["grade"] == "same").to_numpy(), (places["grade"] != "different").to_numpy()
    called = (places["probability"] >= Settings().equivalent_probability).to_numpy()
    across, within = average_precisions(places)
    return {
        "average_precision_across": across,
        "average_precision_within": within,
        "called_equivalent": int(called.sum()),
        "precision_same": precision_at(same, called),
        "precision_same_related_or_conflicting": precision_at(near, called),
        "recall_same": recall_at(same, called),
    }


def main(arguments: list[str] | None = None) -> None:
    """Fit, write the model into the library, and print what it reached on what it was not fitted on."""
    parser = argparse.ArgumentParser(
        prog="python -m sinorus_lib.evaluation.refit", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with calibration/ and scenes/")
    chosen = parser.parse_args(arguments)
    model = refit(chosen.data, Bench.of(Settings()))
    target: Any = files(alignment).joinpath(FILE)
    model.to_json(Path(target))
    print(model.provenance["held_out_by_event"])


if __name__ == "__main__":
    main()
