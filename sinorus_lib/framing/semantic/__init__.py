"""Measures read from sentence vectors, so that both languages share one instrument.

Prototype sentences in both languages, written for the purpose, say what each end of an axis and each frame sounds
like; an encoder turns them into an instrument that reads any claim of either language.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from sinorus_lib.framing.evidence import Reading
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from sinorus_lib.encoders.protocol import Vectors

__all__ = ["SEMANTIC", "read_semantics"]

SEMANTIC: tuple[str, ...] = ()


def read_semantics(
    claims: pd.DataFrame, vectors: Vectors | None, settings: Settings, wanted: Collection[str]
) -> dict[str, list[Reading]]:
    """Return the readings of every wanted measure, one a claim, in the order of the claims.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim; embedded here if not given and needed.
        settings: the encoder, and where vectors are kept.
        wanted: names of measures; others than those of ``SEMANTIC`` are passed over.
    """
    return {}
