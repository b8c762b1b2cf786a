"""What a decision is, and what holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinorus_lib.adjudication.records import (
    DECISIONS,
    LONGEST_NOTE,
    Decision,
    coder_name,
    decision_records,
    decisions_frame,
    read_time,
    settled,
    written_time,
)
from sinorus_lib.errors import SchemaError, SinorusError
from sinorus_lib.schemas import SCHEMAS
from tests.adjudication.conftest import decided

RECORD: dict[str, Any] = {
    "id": "1", "when": "2026-11-23T03:30:00.123Z", "coder": "ana", "claim_a": "c1", "claim_b": "c2",
    "decision": "same", "note": "", "blind": False, "undoes": None,
}  # fmt: skip


def test_a_record_is_read_and_written_as_it_was() -> None:
    assert Decision.from_record(RECORD).to_record() == RECORD
    assert Decision.from_record({**RECORD, "from": "a later version"}).to_record() == RECORD


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("decision", "maybe", "expected one of same, related"),
        ("decision", None, "decision is None"),
        ("claim_a", "", "claim_a is 0 characters"),
        ("claim_a", 7, "claim_a is 7"),
        ("claim_b", "c1", "expected two claims"),
        ("note", "x" * (LONGEST_NOTE + 1), "note is 10,001 characters; expected text of 0 to 10,000"),
        ("note", None, "note is None"),
        ("when", "yesterday", "expected a time such as"),
        ("when", "0001-01-01T00:00:00+14:00", "expected a time such as"),
        ("when", 1, "expected a time such as"),
        ("blind", "yes", "expected true or false"),
        ("id", "x" * 300, "id is 300 characters"),
        ("undoes", 3, "undoes is 3"),
    ],
)
def test_what_is_no_decision_is_refused_with_what_was_expected(field: str, value: object, expected: str) -> None:
    with pytest.raises(SinorusError, match=expected):
        Decision.from_record({**RECORD, field: value})


@pytest.mark.parametrize("record", [None, [], "same", 3, {}])
def test_what_is_no_record_is_refused(record: object) -> None:
    with pytest.raises(SinorusError, match=r"expected"):
        Decision.from_record(record)


@pytest.mark.parametrize("name", ["ana", "Zoé", "李雷", "ana@example.org", "Jean-Luc O'Neil", "हिन्दी", "a", "x" * 64])
def test_names_of_people_are_names_of_coders(name: str) -> None:
    assert coder_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "../ana", "a/b", "a\\b", ".ana", "ana.", "a..b", "-ana", "a\0b", "a\nb", "a:b", "a*b", "\u202eana",
        "x" * 65, "𝒜" * 60, "\ud800", None, 3, ["ana"], "~", "$HOME", "a|b", "<b>",
    ],
)  # fmt: skip
def test_what_could_be_a_path_is_no_coder(name: object) -> None:
    with pytest.raises(SinorusError, match="it also names a file"):
        coder_name(name)


@settings(deadline=None)
@given(st.text())
def test_a_coders_name_never_leaves_the_folder(name: str) -> None:
    try:
        found = coder_name(name)
    except SinorusError:
        return
    assert not set(found) & set("/\\:\0\n\r")
    assert ".." not in found
    assert not found.startswith(".")


@settings(deadline=None)
@given(st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))
def test_a_time_is_read_as_it_was_written(when: datetime) -> None:
    assert read_time(written_time(when)) == when


@settings(deadline=None)
@given(st.text())
def test_any_note_can_be_stored(note: str) -> None:
    stored = Decision.from_record({**RECORD, "note": note[:LONGEST_NOTE]}).note
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert Decision.from_record({**RECORD, "note": stored}).note == stored


def test_the_frame_has_the_columns_of_its_schema() -> None:
    for frame in (decisions_frame([]), decided(("ana", "c1", "c2", "same"))):
        assert list(frame.columns) == list(SCHEMAS["decisions"])
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
            name: column.dtype for name, column in SCHEMAS["decisions"].items()
        }


def test_the_last_decision_of_a_coder_on_a_pair_holds_whichever_claim_comes_first() -> None:
    found = decided(
        ("ana", "c1", "c2", "same"),
        ("ben", "c1", "c2", "split"),
        ("ana", "c2", "c1", "related"),
        ("ana", "c1", "c3", "same"),
    )
    assert found["holds"].tolist() == [False, True, True, True]


def test_none_withdraws_and_a_later_decision_holds_again() -> None:
    rows = [("ana", "c1", "c2", "same"), ("ana", "c1", "c2", "none")]
    assert not decided(*rows)["holds"].any()
    assert decided(*rows, ("ana", "c1", "c2", "unsure"))["holds"].tolist() == [False, False, True]


def test_of_two_at_the_same_time_the_later_line_holds() -> None:
    two = [Decision.from_record({**RECORD, "id": name, "decision": name}) for name in ("same", "different")]
    assert decisions_frame(two).query("holds")["decision"].tolist() == ["different"]
    assert decisions_frame(two[::-1]).query("holds")["decision"].tolist() == ["same"]


def test_frames_of_several_sources_are_settled_together_and_a_decision_counts_once() -> None:
    both = decided(("ana", "c1", "c2", "same"), ("ana", "c1", "c2", "none"))
    first, second = both.iloc[:1], both
    joined = settled(pd.concat([second, first]))
    pd.testing.assert_frame_equal(joined, both)


def test_records_and_frames_are_the_same_thing() -> None:
    frame = decided(("ana", "c1", "c2", "same"), ("ben", "c1", "c2", "none"), note="é\n=1")
    again = decisions_frame(Decision.from_record(record) for record in decision_records(frame))
    pd.testing.assert_frame_equal(again, frame)


def test_a_frame_without_a_column_is_refused_and_none_is_changed() -> None:
    frame = decided(("ana", "c1", "c2", "same"))
    before = frame.copy()
    settled(frame)
    pd.testing.assert_frame_equal(frame, before)
    with pytest.raises(SchemaError, match="lacks the column 'coder'"):
        settled(frame.drop(columns="coder"))


def test_every_decision_there_is_can_be_made() -> None:
    assert {Decision.from_record({**RECORD, "decision": one}).decision for one in DECISIONS} == set(DECISIONS)
