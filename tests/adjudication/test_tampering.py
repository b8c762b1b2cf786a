"""Decisions that somebody tampered with: what is good is kept, what is not is told in few words, nothing else happens."""

from __future__ import annotations

import json
import sys
import tracemalloc
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.adjudication.records import coder_name
from sinorus_lib.errors import SinorusError, SinorusWarning
from tests.adjudication.test_records import RECORD

NAMES = [
    "../../x", "..", "/etc/passwd", "C:\\x", "a/b", "a\\b", "CON", "con", "Nul", "aux.txt", "COM1", "lpt9.jsonl",
    "COM¹", "prn .x", "x" * 10_000, "é" * 64 + "x", "", " ", ".", "-rf", "a\0b", "a\nb", "\u202ea", "~", "$HOME", "*",
]  # fmt: skip
HEADS = "coder,claim_a,claim_b,decision,when\n"
GOOD_ROW = "ana,c1,c2,same,2026-11-23\n"


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def read(folder: Path) -> tuple[list[str], list[str]]:
    """Return the ids of what is read, and what is told."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = sl.read_decisions(folder)
    assert all(issubclass(one.category, SinorusWarning) for one in told)
    return found["id"].tolist(), [str(one.message) for one in told]


BAD = {
    "NUL": b"\0\0\0",
    "NUL in a record": json.dumps(RECORD).encode().replace(b"ana", b"a\0na"),
    "half a line": json.dumps(RECORD).encode()[:60],
    "deep": nested(100_000).encode(),
    "deep inside": json.dumps(RECORD).replace('""', nested(900)).encode(),
    "deeper than can be told": json.dumps({**RECORD, "id": 1}).replace("1}", f"{nested(700)}}}").encode(),
    "a number": b"1e999",
    "digits": b"9" * 100_000,
    "a list": json.dumps([RECORD]).encode(),
    "a list of a coder": json.dumps({**RECORD, "id": "x", "coder": ["ana"]}).encode(),
    "an object of an id": json.dumps({**RECORD, "id": {"ana": 1}}).encode(),
    "a time of no age": json.dumps({**RECORD, "id": "x", "when": "9999-12-31T23:59:59+14:00"}).encode(),
    "a time that is a number": json.dumps({**RECORD, "id": "x", "when": 1}).encode(),
    "a flag that is a word": json.dumps({**RECORD, "id": "x", "blind": "no"}).encode(),
    "a note of a megabyte": json.dumps({**RECORD, "id": "x", "note": "x" * 1_000_000}).encode(),
    "another encoding": json.dumps({**RECORD, "note": "é"}, ensure_ascii=False).encode("utf-16"),
    **{f"the coder {name[:12]!r}": json.dumps({**RECORD, "id": "x", "coder": name}).encode() for name in NAMES},
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_bad_line_is_one_warning_and_takes_no_other_along(tmp_path: Path, line: bytes) -> None:
    good = [json.dumps({**RECORD, "id": f"good {n}"}).encode() for n in range(2)]
    (tmp_path / "ana.jsonl").write_bytes(b"\n".join([good[0], line.replace(b"\n", b" "), good[1]]))
    found, told = read(tmp_path)
    assert found == ["good 0", "good 1"]
    assert len(told) == 1
    assert "ana.jsonl, line 2: " in told[0]
    assert len(told[0]) < 1_000


@pytest.mark.parametrize("name", NAMES)
def test_no_file_is_named_after_what_could_be_a_path_or_a_device(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "annotations"
    with pytest.raises(SinorusError, match="expected a name of 1 to 64") as told:
        sl.Annotations(folder, name)
    with pytest.raises(SinorusError):
        sl.append_decision(folder, {**RECORD, "coder": name})
    assert len(str(told.value)) < 1_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Conrad", "Aux Armes", "ana.con", "COM10", "lpt", "nulla", "prnt.x", "Zoé O’Hara"])
def test_names_that_only_look_like_a_device_are_names(name: str) -> None:
    assert coder_name(name) == name


def test_another_decision_under_an_id_that_is_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "ana.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    forged = [{**RECORD, "decision": "different"}, {**RECORD, "coder": "zoé"}, {**RECORD, "id": "2"}, RECORD]
    (tmp_path / "zoé.jsonl").write_text("\n".join(map(json.dumps, forged)), encoding="utf-8")
    found, told = read(tmp_path)
    assert found == ["1", "2"]
    assert [one.partition(": ")[0] for one in told] == [f"{tmp_path / 'zoé.jsonl'}, line {n}" for n in (1, 2)]
    assert all("expected an id of its own" in one for one in told)


def test_a_line_without_an_end_is_passed_over_in_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "ana.jsonl").open("wb") as stream:
        for _ in range(200):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\n" + json.dumps(RECORD).encode())
    tracemalloc.start()
    found, told = read(tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == ["1"]
    assert len(told) == 1
    assert most < 20 << 20


def test_a_thousand_bad_files_are_told_each_in_few_words(tmp_path: Path) -> None:
    for n in range(50):
        (tmp_path / f"{n}.jsonl").write_bytes(b"\0junk\n" * 2_000)
    found, told = read(tmp_path)
    assert found == []
    assert len(told) == 50 * 6


def test_links_that_leave_the_folder_are_told_and_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    sl.append_decision(folder, {**RECORD, "coder": "ben", "id": "ben"})
    (tmp_path / "secret.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    (folder / "ana.jsonl").symlink_to(tmp_path / "secret.jsonl")
    (folder / "loop.jsonl").symlink_to(folder / "loop.jsonl")
    (folder / "folder.jsonl").mkdir()
    found, told = read(folder)
    assert found == ["ben"]
    assert len(told) == 3
    assert all("expected a plain file" in one for one in told)


def annotated(**change: Any) -> dict[str, Any]:
    annotation = {
        "id": 1, "completed_by": {"email": "ana@example.org"}, "created_at": "2026-11-23T03:30:00Z",
        "result": [{"from_name": "decision", "value": {"choices": ["same"]}}],
    }  # fmt: skip
    return {**annotation, **change}


def task(*annotations: Any, **data: Any) -> dict[str, Any]:
    return {"data": {"claim_a": "c1", "claim_b": "c2", "blind": True, **data}, "annotations": list(annotations)}


ODD = [None, True, 3, -1.5, "x", "x" * 100_000, [], {}, [None], {"email": {}}, {"id": [1]}, "\0", "\u202e", "../../x"]
MARK = "\0 stands for what is nested"


@pytest.mark.parametrize(
    "name", ["id", "completed_by", "created_at", "updated_at", "result", "was_cancelled", "unique_id"]
)
def test_whatever_stands_in_an_annotation_the_others_are_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.json"
    tasks = [task(annotated(**{name: odd}), claim_b=f"odd {n}") for n, odd in enumerate(ODD)]
    path.write_text(json.dumps([task(annotated()), *tasks, task(annotated(), claim_b="c3")]), encoding="utf-8")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = sl.import_label_studio(path)
    assert {"c2", "c3"} <= set(found["claim_b"])
    assert len(told) <= 1
    assert all(issubclass(one.category, SinorusWarning) and len(str(one.message)) < 1_000 for one in told)


@pytest.mark.parametrize("place", ["annotation", "data", "result"])
def test_no_depth_of_nesting_is_a_traceback(tmp_path: Path, place: str) -> None:
    made = {
        "annotation": task(annotated(id=MARK)),
        "data": task(annotated(), claim_a=MARK),
        "result": task(annotated(result=[{"from_name": "decision", "value": {"choices": MARK}}])),
    }[place]
    path, limit = tmp_path / "a.json", sys.getrecursionlimit()
    for depth in (10, *range(limit - 250, limit + 10, 2), 100_000):
        path.write_text(json.dumps([made]).replace(json.dumps(MARK), nested(depth)), encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SinorusWarning)
            try:
                sl.import_label_studio(path)
            except SinorusError as error:
                assert "expected Label Studio's JSON export" in str(error)  # noqa: PT017 - either is right


BAD_ROWS = [
    "\0\0\0", "ana\0,c1,c2,same,2026-11-23", "ana", ",,,,x", "ana,c1,c2,same,soon", "../../x,c1,c2,same,2026-11-23",
    "CON,c1,c2,same,2026-11-23", f"{'x' * 10_000},c1,c2,same,2026-11-23", f"ana,{'x' * 200_000},c2,same,2026-11-23",
    "ana,c1,c1,same,2026-11-23", f"ana,c1,c2,{nested(5_000)},2026-11-23", "'=1,c1,c2,same,2026-11-23",
]  # fmt: skip


@pytest.mark.parametrize("row", BAD_ROWS, ids=[row[:20] for row in BAD_ROWS])
def test_a_bad_row_is_one_warning_and_takes_no_other_along(tmp_path: Path, row: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADS}{GOOD_ROW}{row}\n{GOOD_ROW.replace('c2', 'c3')}", encoding="utf-8")
    with pytest.warns(SinorusWarning, match=r"d\.csv, row 3: ") as told:
        found = sl.import_csv(path)
    assert len(told) == 1
    assert len(str(told[0].message)) < 1_000
    assert found["claim_b"].tolist() == ["c2", "c3"]


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEADS + text).encode("utf-8", "replace")))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    for load in (sl.import_csv, sl.import_label_studio, sl.read_decisions):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SinorusWarning)
            try:
                load(path)
            except SinorusError as error:
                assert str(path) in str(error)  # noqa: PT017 - either is right
