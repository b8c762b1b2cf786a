"""Generic frames: what a claim makes its matter a case of.

Semetko & Valkenburg (2000): conflict, economic consequences, morality, responsibility, human interest. Boydstun
et al. (2014, policy frames): security and defence, external relations, law and courts. A claim may carry several
or none.

``value`` is the probability that it carries the frame, calibrated on prototypes left out of the fit and corrected to
the rate at which claims of news are assumed to carry it (``rates`` in ``frames.yaml``).

Labels:
    * ``present`` and ``absent`` where they are right often enough (`linear.band`); without a cue
      (``cues.yaml``), which is the evidence, ``present`` needs a probability of ``SURE``;
    * ``unsure`` between.

It cannot see a frame that only the article as a whole carries, nor tell the frame of a source from the outlet's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.semantic.cues import load_cues
from sinorus_lib.framing.semantic.instrument import Instrument
from sinorus_lib.framing.semantic.linear import Array, Line, Logistic, at_rate, band, fit, logistic
from sinorus_lib.framing.semantic.prototypes import Prototype, load_prototypes

PREFIX = "frame_"
PRESENT, ABSENT, UNSURE = "present", "absent", "unsure"
SHARES = {
    PRESENT: 1.0,
    "plain": 0.5,
    "other": 0.5,
}  # weight of sentences with it, neutral ones, those of other frames
RIGHT = 0.9  # asked of prototypes left out of the fit, which are plainer than news, so that .85 holds there
SURE = 0.85  # probability that carries the label without any cue


@dataclass(frozen=True)
class FrameScale:
    """One frame, ready to read centred vectors."""

    name: str
    line: Line
    probability: Logistic
    lower: float
    upper: float

    def read(self, vectors: Array, texts: list[str], languages: list[str]) -> list[Reading]:
        """Return one reading a claim."""
        values = self.probability(self.line.scores(vectors))
        labels = np.select([values >= self.upper, values <= self.lower], [PRESENT, ABSENT], UNSURE)
        rows = zip(values, labels, texts, languages, strict=True)
        return [self._reading(float(value), str(label), text, language) for value, label, text, language in rows]

    def _reading(self, value: float, label: str, text: str, language: str) -> Reading:
        if label == ABSENT:
            return Reading(value, label)
        cues = load_cues(language, self.name).find(text)
        return Reading(value, label if cues or value >= SURE else UNSURE, cues)


def fit_frame(name: str, instrument: Instrument) -> FrameScale:
    """Return the scale of the frame of that measure."""
    frame = name.removeprefix(PREFIX)
    kinds = [_kind(frame, item) for item in instrument.prototypes]
    targets = np.array([1.0 if kind == PRESENT else -1.0 for kind in kinds])
    counts = {kind: kinds.count(kind) for kind in SHARES}
    shares = np.array([SHARES[kind] / counts[kind] if kind in SHARES else 0.0 for kind in kinds])
    sample = instrument.sample(targets, shares)
    line, scores = fit(sample, instrument.cost)
    there = sample.target > 0
    weight = at_rate(there, sample.weight, load_prototypes().rates[frame])
    probability = logistic(scores, there.astype(np.float64), weight)
    return FrameScale(name, line, probability, *band(probability(scores), there, weight, RIGHT))


def _kind(frame: str, item: Prototype) -> str:
    if item.axis is not None:
        return ""
    if frame in item.frames:
        return PRESENT
    return "other" if item.frames else "plain"
