"""In which number format an encoder computes.

bfloat16 keeps the range of float32 with 8 bits of precision and takes about a third of the time on processors with
instructions for it (AVX512-BF16, AMX-BF16); elsewhere it would be slower than float32. Sentence vectors of the two
have a cosine of .9999.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sinorus_lib.settings import PRECISIONS

AUTO, FLOAT32, BFLOAT16 = PRECISIONS
_PROCESSOR = Path("/proc/cpuinfo")  # where Linux says what a processor can do
_INSTRUCTIONS = frozenset({"avx512_bf16", "amx_bf16"})


def chosen_precision(precision: str) -> str:
    """Return ``float32`` or ``bfloat16``: what was asked for, or for ``auto`` the fastest on this processor."""
    return _fastest() if precision == AUTO else precision


@cache
def _fastest() -> str:
    try:
        flags = next(line for line in _PROCESSOR.read_text().splitlines() if line.startswith("flags"))
    except (OSError, StopIteration):
        return FLOAT32
    return BFLOAT16 if _INSTRUCTIONS.intersection(flags.split()) else FLOAT32
