"""The few named features that a pair's probability rests on."""

from __future__ import annotations

# Whether two claims have the same content.
CONTENT_FEATURES = (
    "overlap",
    "neighbour_overlap",
    "passage_similarity",
    "shorter_length",
    "shared_quantities",
)
# Whether, if so, one contradicts the other.
CONFLICT_FEATURES = (
    "reversed_words",
    "polarity",
    "opposites",
    "quantity",
    "actor",
    "name",
    "time",
    "roles",
)
