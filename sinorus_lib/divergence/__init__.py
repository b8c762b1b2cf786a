"""Differences in framing: of a pair of claims, of two outlets, and against what translation alone makes.

``null`` is the translation null and ``calibrating`` builds it; ``pairs`` compares the two claims of a pair,
``residual`` the words they leave over, ``outlets`` two outlets, ``findings`` says it in words.
"""

from sinorus_lib.divergence.findings import FEWEST_PAIRS
from sinorus_lib.divergence.null import TranslationNull
from sinorus_lib.divergence.outlets import outlet_divergence, pooled_divergence
from sinorus_lib.divergence.pairs import beyond_translation, pair_divergence
from sinorus_lib.divergence.residual import residual_words

__all__ = [
    "FEWEST_PAIRS",
    "TranslationNull",
    "beyond_translation",
    "outlet_divergence",
    "pair_divergence",
    "pooled_divergence",
    "residual_words",
]
