"""Schemas: what a frame must have, and how its lack is told."""

from __future__ import annotations

import pandas as pd
import pytest

from sinorus_lib.errors import SchemaError
from sinorus_lib.schemas import SCHEMAS, conform, empty


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_frame_conforms(name: str) -> None:
    assert list(conform(empty(name), name).columns) == list(SCHEMAS[name])


def test_a_missing_column_is_named_with_what_was_expected_and_came() -> None:
    with pytest.raises(SchemaError, match=r"lacks the column 'article_id'.*got text"):
        conform(pd.DataFrame({"text": ["x"]}), "articles")


def test_an_empty_cell_is_refused_where_none_may_be() -> None:
    frame = empty("framing").reindex([0])
    with pytest.raises(SchemaError, match="empty cell"):
        conform(frame, "framing")


def test_a_wrong_dtype_is_refused() -> None:
    row = dict.fromkeys(SCHEMAS["framing"], "x")
    with pytest.raises(SchemaError, match=r"'value'.*expected float64"):
        conform(pd.DataFrame([row]), "framing")


def test_other_columns_are_kept_and_the_input_is_not_changed() -> None:
    frame = empty("pairs").assign(note="x")[["note", *SCHEMAS["pairs"]]]
    before = list(frame.columns)
    assert list(conform(frame, "pairs").columns) == [*SCHEMAS["pairs"], "note"]
    assert list(frame.columns) == before


def test_all_frames_of_a_comparison_conform(comparison: object) -> None:
    for name in SCHEMAS:
        frame = getattr(comparison, name)
        pd.testing.assert_frame_equal(conform(frame, name), frame)
