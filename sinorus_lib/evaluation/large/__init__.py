"""Large invented collections of French and English news, for benchmarks: real words, numbers and countries.

Sentences come from patterns with slots (``patterns.yaml``), so names, numbers, quotations, attributions and hedges
are those of news. An event has facts, each with several wordings in both languages; an article on it reports some of
them beside sentences that no other article has. What belongs together is therefore known, whatever the size.
"""

from __future__ import annotations

from sinorus_lib.evaluation.large.collection import Collection, Shape, batches, invent
from sinorus_lib.evaluation.large.files import write

__all__ = ["Collection", "Shape", "batches", "invent", "write"]
