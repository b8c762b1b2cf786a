"""Spreadsheets and Label Studio: there and back, with whatever people write in notes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.adjudication.records import CHOICES, whole_text
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusError, SinorusWarning
from sinorus_lib.spreadsheets import neutralise, restore
from tests.adjudication.conftest import decided

HOSTILE = '=HYPERLINK("http://x";"y")\r\n\t"quoted", é 李 \u202e \u2028 \0 \x0b <b>&amp;'
TRIGGERS = "=+-@\t\r\n"


def some(**more: Any) -> pd.DataFrame:
    rows = [("ana", "c00", "c10", choice) for choice in CHOICES] + [("ben@example.org", "c11", "c01", "none")]
    return decided(*rows, ("+ben", "c02", "c12", "same"), **more)


@pytest.mark.parametrize(
    "note", ["", "plain", HOSTILE, *(f"{start}1+1" for start in TRIGGERS), "'=1", "''-x", "'", "'x"]
)
def test_a_table_comes_back_as_it_went(tmp_path: Path, note: str) -> None:
    decisions = some(note=note)
    pd.testing.assert_frame_equal(sl.import_csv(sl.export_csv(decisions, tmp_path / "d.csv")), decisions)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n x") | st.characters()))
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = neutralise(text)
    assert cell[:1] not in tuple(TRIGGERS) or not cell
    assert restore(cell) == text


@settings(deadline=None)
@given(st.text(max_size=300).map(whole_text))
def test_any_note_survives_the_table(tmp_path_factory: pytest.TempPathFactory, note: str) -> None:
    decisions = decided(("ana", "c1", "c2", "same"), note=note)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    assert sl.import_csv(sl.export_csv(decisions, path))["note"].tolist() == [note]


def test_spreadsheets_and_pandas_both_read_it(tmp_path: Path) -> None:
    path = sl.export_csv(some(note="é =1"), tmp_path / "d.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfcoder,claim_a,")
    assert pd.read_csv(path)["note"].tolist() == ["é =1"] * 8
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert not [cell for row in csv.reader(stream) for cell in row if cell[:1] in TRIGGERS and cell]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_saved_again_is_read(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["coder", "claim_a", "claim_b", "decision", "note", "when", "blind"],
        ["ana", "c1", "c2", "Same ", "", "2026-11-23T03:30:00Z", "VRAI"],
        ["ben", "c1", "c2", "split", "a\nb", "2026-11-23 03:31", "FALSE"],
        ["", "", "", "", "", "", ""],
    ]
    path = tmp_path / "d.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    found = sl.import_csv(path)
    assert found["decision"].tolist() == ["same", "split"]
    assert found["blind"].tolist() == [True, False]
    assert found["id"].is_unique
    pd.testing.assert_frame_equal(sl.import_csv(path), found)


def test_bad_rows_are_one_warning_with_the_number_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        'coder,claim_a,claim_b,decision,when\nana,c1,c2,same,2026-11-23T03:30:00Z\nana,c1,c3,"ye\ns",2026-11-23\n'
        "ana,c1\nana,c1,c4,same,2026-11-23\n",
        encoding="utf-8",
    )
    with pytest.warns(SinorusWarning, match=r"d\.csv, row 3: decision is .*So are 1 other rows") as told:
        found = sl.import_csv(path)
    assert len(told) == 1
    assert told[0].filename == __file__
    assert found["claim_b"].tolist() == ["c4", "c2"]


def test_a_cell_too_large_for_csv_does_not_take_the_others_along(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    huge, good = "x" * 200_000, "ana,c1,c2,same,2026-11-23"
    path.write_text(f"coder,claim_a,claim_b,decision,when\nana,{huge},c1,same,2026-11-23\n{good}\n", encoding="utf-8")
    with pytest.warns(SinorusWarning, match="row 2"):
        assert len(sl.import_csv(path)) == 1


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"coder,claim_a,claim_b,decision\n"])
def test_what_is_no_table_of_decisions_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d.csv").write_bytes(content)
    with pytest.raises(SinorusError, match=r"d\.csv: (lacks the column|expected a CSV file)"):
        sl.import_csv(tmp_path / "d.csv")
    with pytest.raises(SinorusError, match="expected a CSV file"):
        sl.import_csv(tmp_path / "none.csv")


def tasks_of(path: Path) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return tasks


def test_tasks_hold_both_claims_and_no_score_when_blind(small: Comparison, tmp_path: Path) -> None:
    tasks = tasks_of(sl.export_label_studio(small, tmp_path / "t.json"))
    assert {(t["data"]["claim_a"], t["data"]["claim_b"]) for t in tasks} == set(
        small.pairs[["claim_a", "claim_b"]].itertuples(index=False, name=None)
    )
    texts = dict(zip(small.claims["claim_id"], small.claims["text"], strict=True))
    for task in tasks:
        data = task["data"]
        assert (data["text_a"], data["text_b"]) == (texts[data["claim_a"]], texts[data["claim_b"]])
        assert set(data) == {
            "id", "claim_a", "claim_b", "text_a", "text_b", "outlet_a", "outlet_b", "language_a", "language_b", "blind",
        }  # fmt: skip
        assert set(task) == {"data", "annotations"}
    assert [task["data"]["id"] for task in tasks] == sorted(task["data"]["id"] for task in tasks)


def test_scores_come_along_as_predictions_when_asked_for(small: Comparison, tmp_path: Path) -> None:
    tasks = tasks_of(sl.export_label_studio(small, tmp_path / "t.json", small.candidates, blind=False))
    assert [task["data"]["probability"] for task in tasks] == small.candidates["probability"].tolist()
    assert [task["predictions"][0]["result"][0]["value"]["choices"] for task in tasks] == [
        ["same"], ["same"], ["different"], ["different"],
    ]  # fmt: skip


@pytest.mark.parametrize("interface", ["en", "fr"])
def test_the_interface_is_xml_that_offers_every_choice_on_fields_that_tasks_have(
    interface: str, small: Comparison, tmp_path: Path
) -> None:
    root = ElementTree.fromstring(sl.label_config(interface))  # noqa: S314 - our own
    assert [choice.get("alias") for choice in root.iter("Choice")] == list(CHOICES)
    names = {text.get("name") for text in root.iter("Text")}
    assert {tag.get("toName") for tag in root.iter() if tag.get("toName")} <= names
    data = tasks_of(sl.export_label_studio(small, tmp_path / "t.json"))[0]["data"]
    used = {str(tag.get("value"))[1:] for tag in root.iter() if str(tag.get("value")).startswith("$")}
    assert used <= set(data)
    assert root.find("TextArea") is not None


def annotated(task: dict[str, Any], choice: object, **more: Any) -> dict[str, Any]:
    """Return a task as Label Studio exports it after somebody chose."""
    result = [
        {
            "id": "Dx_aB91ISN", "from_name": "decision", "to_name": "text_a", "type": "choices", "origin": "manual",
            "value": {"choices": [choice]},
        },
        {
            "id": "t5sp3TyXPo", "from_name": "note", "to_name": "text_a", "type": "textarea", "origin": "manual",
            "value": {"text": ["two", "lines"]},
        },
    ]  # fmt: skip
    annotation = {
        "id": 1001, "completed_by": {"id": 3, "email": "ana@example.org"}, "was_cancelled": False, "result": result,
        "created_at": "2026-11-23T03:30:00.123456Z", "updated_at": "2026-11-23T03:31:00.123456Z", "lead_time": 4.2,
        "unique_id": "0b2ab2a3-5ed0-4f0d-8f0e-6b1f2f4f9c11", "task": 1,
    }  # fmt: skip
    return {"id": 1, "project": 83, **task, "annotations": [{**annotation, **more}], "drafts": [], "predictions": []}


def test_annotations_become_decisions(small: Comparison, tmp_path: Path) -> None:
    tasks = tasks_of(sl.export_label_studio(small, tmp_path / "t.json"))
    (tmp_path / "a.json").write_text(
        json.dumps(
            [
                annotated(tasks[0], "same"),
                annotated(tasks[1], "Sur le même sujet, mais pas la même affirmation", completed_by=7, id=1002),
                annotated(tasks[2], "different", was_cancelled=True),
            ]
        ),
        encoding="utf-8",
    )
    found = sl.import_label_studio(tmp_path / "a.json", small)
    assert found["decision"].tolist() == ["same", "related"]
    assert found["coder"].tolist() == ["ana@example.org", "7"]
    assert found["note"].tolist() == ["two\nlines"] * 2
    assert found["blind"].all()
    assert found["when"].dt.minute.tolist() == [31, 31]
    pd.testing.assert_frame_equal(sl.import_label_studio(tmp_path / "a.json"), found)


def test_an_annotation_that_was_changed_is_another_decision(small: Comparison, tmp_path: Path) -> None:
    task = tasks_of(sl.export_label_studio(small, tmp_path / "t.json"))[0]
    path = tmp_path / "a.json"
    rounds = []
    for choice, minute in (("same", 31), ("related", 45)):
        changed = annotated(task, choice, updated_at=f"2026-11-23T03:{minute}:00Z")
        path.write_text(json.dumps([changed]), encoding="utf-8")
        rounds.append(sl.import_label_studio(path))
    from sinorus_lib.adjudication import settled

    both = settled(pd.concat(rounds))
    assert both["holds"].tolist() == [False, True]


def test_what_holds_goes_there_and_back(small: Comparison, tmp_path: Path) -> None:
    decisions = some(note=HOSTILE.strip())
    held = decisions[decisions["holds"]].reset_index(drop=True)
    path = sl.export_label_studio(small, tmp_path / "t.json", decisions=decisions, blind=False)
    pd.testing.assert_frame_equal(sl.import_label_studio(path, small), held)
    fewer = sl.export_label_studio(small, tmp_path / "t.json", small.pairs.head(1), decisions=decisions)
    assert len(tasks_of(fewer)) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"result": []}, "decision is 0 characters"),
        ({"result": "same"}, "expected a list 'result'"),
        ({"completed_by": None}, "coder is 0 characters"),
        ({"updated_at": None, "created_at": None}, "when is None"),
        ({"result": [{"from_name": "decision", "value": {"choices": ["maybe"]}}]}, "decision is 'maybe'"),
    ],
)
def test_an_annotation_that_makes_no_decision_is_told(
    small: Comparison, tmp_path: Path, change: dict[str, Any], expected: str
) -> None:
    tasks = tasks_of(sl.export_label_studio(small, tmp_path / "t.json"))
    made = [annotated(tasks[0], "same"), annotated(tasks[1], "same", **change), annotated(tasks[2], "same", **change)]
    (tmp_path / "a.json").write_text(json.dumps(made), encoding="utf-8")
    with pytest.warns(SinorusWarning, match="task 2: ") as told:
        assert len(sl.import_label_studio(tmp_path / "a.json")) == 1
    assert len(told) == 1
    assert expected in str(told[0].message)
    assert "So are 1 others" in str(told[0].message)


@pytest.mark.parametrize(
    "task", [None, 3, [], {}, {"data": 3}, {"data": {}, "annotations": {}}, {"data": {}, "annotations": [3]}]
)
def test_whatever_stands_in_the_list_is_told(tmp_path: Path, task: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps([task]), encoding="utf-8")
    with pytest.warns(SinorusWarning, match="task 1: expected"):
        assert sl.import_label_studio(tmp_path / "a.json").empty


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b"3"])
def test_what_is_no_list_of_tasks_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(SinorusError, match=r"a\.json: expected"):
        sl.import_label_studio(tmp_path / "a.json")


def test_claims_of_another_comparison_are_refused_or_told(small: Comparison, tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match="No claim 'c77'"):
        sl.export_label_studio(small, tmp_path / "t.json", pd.DataFrame({"claim_a": ["c77"], "claim_b": ["c10"]}))
    task = {"data": {"claim_a": "c77", "claim_b": "c10"}}
    (tmp_path / "a.json").write_text(json.dumps([annotated(task, "same")]), encoding="utf-8")
    with pytest.warns(SinorusWarning, match="1 of 1 decisions are on claims") as told:
        assert sl.import_label_studio(tmp_path / "a.json", small).empty
    assert told[0].filename == __file__
