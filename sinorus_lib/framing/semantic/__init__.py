"""Measures read from sentence vectors, so that both languages share one instrument.

Prototype sentences in both languages, written for the purpose, say what each end of an axis and each frame sounds
like; an encoder turns them into an instrument that reads any claim of either language.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from threadpoolctl import threadpool_limits

from sinorus_lib.encoders.embedding import embed
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.semantic import axes, frames
from sinorus_lib.framing.semantic.axes import AxisScale, fit_axis
from sinorus_lib.framing.semantic.frames import FrameScale, fit_frame
from sinorus_lib.framing.semantic.instrument import instrument_key, load_instrument
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from sinorus_lib.encoders.protocol import Vectors

__all__ = ["SEMANTIC", "instrument_key", "read_semantics"]

AXES = ("threat", "conflict", "legitimacy", "doubt")
FRAMES = ("conflict", "economy", "morality", "responsibility", "human_interest", "security", "diplomacy", "law")
SEMANTIC: tuple[str, ...] = (
    *(axes.PREFIX + name for name in AXES),
    *(frames.PREFIX + name for name in FRAMES),
)
SCALES = 4 * len(SEMANTIC)  # kept in memory


def read_semantics(
    claims: pd.DataFrame, vectors: Vectors | None, settings: Settings, wanted: Collection[str]
) -> dict[str, list[Reading]]:
    """Return the readings of every wanted measure, one a claim, in the order of the claims.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim; embedded here if not given and needed.
        settings: the encoder, and where vectors are kept.
        wanted: names of measures; others than those of ``SEMANTIC`` are passed over.

    Raises:
        EncoderError: if the vectors are not of the encoder of the settings, or it cannot be loaded.
        SinorusError: if a claim is in a language without prototypes.
    """
    names = [name for name in SEMANTIC if name in wanted]
    if not names or claims.empty:
        return {name: [] for name in names}
    raw = embed(claims, settings=settings) if vectors is None else vectors
    centred = load_instrument(settings).centred(raw, claims["language"])
    texts, languages = claims["text"].tolist(), claims["language"].tolist()
    return {name: _scale(settings, name).read(centred, texts, languages) for name in names}


def _scale(settings: Settings, name: str) -> AxisScale | FrameScale:
    return _fitted(settings.encoder, settings.cache_dir, instrument_key(settings), name)


@lru_cache(maxsize=SCALES)
def _fitted(encoder: str, cache_dir: Path | None, _key: str, name: str) -> AxisScale | FrameScale:
    instrument = load_instrument(Settings(encoder=encoder, cache_dir=cache_dir))
    with threadpool_limits(limits=1, user_api="blas"):  # sums come out otherwise in the last bit with more threads
        return fit_axis(name, instrument) if name.startswith(axes.PREFIX) else fit_frame(name, instrument)
