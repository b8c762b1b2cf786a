"""Axes of meaning: where a claim lies between two poles.

Osgood, Suci & Tannenbaum (1957) place words between opposites; An, Kwak & Ahn (2018, SemAxis) and Kozlowski,
Taddy & Evans (2019) draw the axis through an embedding. Here sentences do it: each topic has a prototype at both
poles, so that what separates them is the pole and no topic, and neutral news lies between.

``value`` is the position, 0 the low pole and 1 the high one: the curve that best gives prototypes of the low pole 0,
of the high pole 1 and those between .5, the three counting equally. It is a position, no probability.

Labels:
    * the name of a pole, where the claim lies there with a calibrated probability above the band of abstaining and
      has a cue of that pole (``cues.yaml``), which is its evidence: vector and words must agree;
    * ``between`` everywhere else: neutral or undecided.

On ``axis_doubt`` plain assertions count as certain, as readers take them, so that ``certain`` needs no cue.

It cannot see negation well, irony, or who threatens whom; a short claim says little and lies near the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.semantic.cues import load_cues
from sinorus_lib.framing.semantic.instrument import Instrument
from sinorus_lib.framing.semantic.linear import Array, Line, Logistic, Sample, at_rate, band, fit, logistic
from sinorus_lib.framing.semantic.prototypes import Axis, Prototype, load_prototypes

PREFIX = "axis_"
BETWEEN = "between"
TARGETS = {"low": -1.0, BETWEEN: 0.0, "high": 1.0}
SHARES = {"own": 1.0, "plain": 0.5, "other": 0.25}  # weight of an axis's own sentences, neutral ones, other axes'
RIGHT = 0.85  # share of the labels of a pole that must be right, on prototypes left out of the fit


@dataclass(frozen=True)
class Pole:
    """One end of an axis.

    Attributes:
        name: its label.
        probability: scores -> the probability of lying there.
        edge: the probability from which on the label is given.
        marked: whether the label needs a cue as well; not where plain sentences lie.
    """

    name: str
    probability: Logistic
    edge: float
    marked: bool


@dataclass(frozen=True)
class AxisScale:
    """One axis, ready to read centred vectors."""

    name: str
    line: Line
    position: Logistic
    low: Pole
    high: Pole

    def read(self, vectors: Array, texts: list[str], languages: list[str]) -> list[Reading]:
        """Return one reading a claim."""
        scores = self.line.scores(vectors)
        low = self.low.probability(scores) >= self.low.edge
        high = self.high.probability(scores) >= self.high.edge
        poles = [self.high if up else self.low if down else None for up, down in zip(high, low, strict=True)]
        rows = zip(self.position(scores), poles, texts, languages, strict=True)
        return [self._reading(float(value), pole, text, language) for value, pole, text, language in rows]

    def _reading(self, value: float, pole: Pole | None, text: str, language: str) -> Reading:
        cues = load_cues(language, self.name, pole.name).find(text) if pole else ()
        if pole is None or (pole.marked and not cues):
            return Reading(value, BETWEEN)
        return Reading(value, pole.name, cues)


def fit_axis(name: str, instrument: Instrument) -> AxisScale:
    """Return the scale of the axis of that measure."""
    axis = load_prototypes().axes[name.removeprefix(PREFIX)]
    places = [_place(name.removeprefix(PREFIX), axis, item) for item in instrument.prototypes]
    targets = np.array([target for target, _ in places])
    sample = instrument.sample(targets, _weights([kind for _, kind in places]))
    line, held_out = fit(sample, instrument.cost)
    return AxisScale(
        name=name,
        line=line,
        position=logistic(held_out, (sample.target + 1.0) / 2.0, _balanced(sample)),
        low=_pole(axis, "low", held_out, sample),
        high=_pole(axis, "high", held_out, sample),
    )


def _place(name: str, axis: Axis, item: Prototype) -> tuple[float, str]:
    """Return a prototype's target on an axis, and why it counts there: ``own``, ``plain``, ``other`` or not."""
    if item.axis == name:
        return TARGETS[str(item.pole)], "own"
    if item.plain:
        return TARGETS[axis.plain], "plain"
    return 0.0, "other" if item.axis in axis.between else ""


def _weights(kinds: list[str]) -> Array:
    counts = {kind: kinds.count(kind) for kind in SHARES}
    return np.array([SHARES[kind] / counts[kind] if kind in SHARES else 0.0 for kind in kinds])


def _balanced(sample: Sample) -> Array:
    """Return the weights with the same total for each target."""
    totals = {target: sample.weight[sample.target == target].sum() for target in np.unique(sample.target)}
    return np.array([weight / totals[target] for weight, target in zip(sample.weight, sample.target, strict=True)])


def _pole(axis: Axis, end: str, scores: Array, sample: Sample) -> Pole:
    there = sample.target == TARGETS[end]
    weight = at_rate(there, sample.weight, axis.rates[end])
    probability = logistic(scores, there.astype(np.float64), weight)
    edge = band(probability(scores), there, weight, RIGHT)[1]
    return Pole(axis.low if end == "low" else axis.high, probability, edge, marked=axis.plain != end)
