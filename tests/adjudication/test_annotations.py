"""Decisions on disk: several processes, broken files, hostile files; a good line is never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.errors import SinorusError, SinorusWarning
from tests.adjudication.test_records import RECORD

WRITER = """
import sys
from sinorus_lib.adjudication import Annotations
folder, coder, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for n in range(first, first + count):
    Annotations(folder, coder).decide(f"a{n}", f"b{n}", "same", note="é" * 3000)
"""


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_decision_is_one_line_in_the_file_of_its_coder(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "annotations"
    written = sl.append_decision(folder, RECORD)
    sl.Annotations(folder, "Zoé").decide("c1", "c2", "related", note="\n\u2028\0")
    assert written == RECORD
    assert lines_of(folder / "ana.jsonl") == [RECORD]
    assert sorted(path.name for path in folder.iterdir()) == ["Zoé.jsonl", "ana.jsonl"]
    assert sl.read_decisions(folder)["note"].tolist() == ["", "\n\u2028\0"]


def test_four_processes_write_two_hundred_whole_lines_to_one_file(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "ana", str(50 * n), "50"]) for n in range(4)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0, 0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sl.read_decisions(tmp_path)
    assert set(found["claim_a"]) == {f"a{n}" for n in range(200)}
    assert len(lines_of(tmp_path / "ana.jsonl")) == 200


def test_what_is_read_while_another_writes_is_whole(tmp_path: Path) -> None:
    sl.append_decision(tmp_path, RECORD)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "ana", "0", "60"]) as process:
        counts = []
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            while process.poll() is None:
                counts.append(len(sl.read_decisions(tmp_path)))
    assert counts == sorted(counts)
    assert len(sl.read_decisions(tmp_path)) == 61


def test_a_write_that_was_cut_off_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ana.jsonl"
    path.write_bytes(json.dumps(RECORD).encode() + b'\n{"id": "2", "when": "2026')
    sl.append_decision(tmp_path, {**RECORD, "id": "3"})
    with pytest.warns(SinorusWarning, match=r"ana\.jsonl, line 2: expected a decision as JSON"):
        found = sl.read_decisions(tmp_path)
    assert found["id"].tolist() == ["1", "3"]


def test_what_is_refused_is_not_written(tmp_path: Path) -> None:
    for record in ({**RECORD, "decision": "yes"}, {**RECORD, "coder": "../ana"}, {**RECORD, "coder": 3}, {}, None):
        with pytest.raises(SinorusError):
            sl.append_decision(tmp_path, record)  # type: ignore[arg-type]
    with pytest.raises(SinorusError, match="is by 'ana'; expected one by 'ben'"):
        sl.Annotations(tmp_path, "ben").append(RECORD)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "ana.jsonl").mkdir()
    for folder in (tmp_path / "file", tmp_path):
        with pytest.raises(SinorusError, match="the decision could not be written"):
            sl.append_decision(folder, RECORD)


def test_links_and_pipes_are_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    target = tmp_path / "secret"
    target.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    folder = tmp_path / "annotations"
    sl.append_decision(folder, {**RECORD, "coder": "ben"})
    (folder / "ana.jsonl").symlink_to(target)
    os.mkfifo(folder / "pipe.jsonl")
    with pytest.raises(SinorusError, match="could not be written"):
        sl.append_decision(folder, RECORD)
    with pytest.raises(SinorusError, match="could not be written"):
        sl.append_decision(folder, {**RECORD, "coder": "pipe"})
    with pytest.warns(SinorusWarning) as told:
        found = sl.read_decisions(folder)
    assert found["coder"].tolist() == ["ben"]
    assert [str(one.message).split(":")[0] for one in told] == [str(folder / "ana.jsonl"), str(folder / "pipe.jsonl")]
    assert len(lines_of(target)) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"<<<<<<< HEAD", "the mark of a merge that was not resolved"),
        (b"=======", "the mark of a merge"),
        (b">>>>>>> theirs", "the mark of a merge"),
        (b"{", "expected a decision as JSON"),
        (b"\xff\xfe\x00", "expected a decision as JSON"),
        (b"[" * 200_000, "expected a decision as JSON"),
        (b"1" * 10_000, "expected a decision as JSON"),
        (b"x" * 3_000_000, "expected at most 1,048,576 bytes"),
        (json.dumps({**RECORD, "id": "9", "decision": "yes"}).encode(), "decision is 'yes'; expected one of same"),
        (b'{"coder": "ana"}', "claim_a is None; expected text"),
        (b"null", "expected an object with a decision"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_kept(tmp_path: Path, line: bytes, expected: str) -> None:
    good = [json.dumps({**RECORD, "id": str(n)}).encode() for n in range(2)]
    (tmp_path / "ana.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([good[0], b"", line, good[1]]))
    with pytest.warns(SinorusWarning) as told:
        found = sl.read_decisions(tmp_path)
    assert found["id"].tolist() == ["0", "1"]
    assert len(told) == 1
    assert str(told[0].message).startswith(f"{tmp_path / 'ana.jsonl'}, line 3: ")
    assert expected in str(told[0].message)
    assert told[0].filename == __file__


def test_very_many_bad_lines_are_counted(tmp_path: Path) -> None:
    (tmp_path / "ana.jsonl").write_text("no decision\n" * 1000, encoding="utf-8")
    with pytest.warns(SinorusWarning) as told:
        assert sl.read_decisions(tmp_path).empty
    assert len(told) == 6
    assert "995 more lines" in str(told[-1].message)


def test_a_merge_by_union_doubles_no_decision(tmp_path: Path) -> None:
    line = json.dumps(RECORD) + "\n"
    (tmp_path / "ana.jsonl").write_text(line * 2, encoding="utf-8")
    (tmp_path / "ana-laptop.jsonl").write_text(line, encoding="utf-8")
    assert len(sl.read_decisions(tmp_path)) == 1


def test_two_coders_files_are_merged_line_by_line_by_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    root = Path(__file__).parents[2]
    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text((root / ".gitattributes").read_text(encoding="utf-8"), encoding="utf-8")
    folder = tmp_path / "data" / "annotations"
    for number, branch in enumerate(["main", "home", "work"]):
        git(*(["checkout", "-b", branch, "main"] if number else ["add", "."]))
        sl.append_decision(folder, {**RECORD, "id": branch, "claim_b": branch})
        git("add", ".")
        git("commit", "-m", branch)
    git("merge", "home")
    assert set(sl.read_decisions(folder)["id"]) == {"main", "home", "work"}


def test_a_folder_that_is_not_there_is_an_error_but_not_to_whoever_begins(tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match="no such folder; expected one with a file"):
        sl.read_decisions(tmp_path / "none")
    assert sl.Annotations(tmp_path / "none", "ana").everyone().empty
    assert not (tmp_path / "none").exists()


def test_one_file_can_be_read_too_and_hidden_ones_are_not(tmp_path: Path) -> None:
    sl.append_decision(tmp_path, RECORD)
    (tmp_path / ".ana.jsonl").write_text("scratch", encoding="utf-8")
    (tmp_path / "README.md").write_text("rules", encoding="utf-8")
    pd.testing.assert_frame_equal(sl.read_decisions(tmp_path / "ana.jsonl"), sl.read_decisions(tmp_path))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
RECORDS = st.fixed_dictionaries({}, optional={name: JSON | st.just(RECORD[name]) for name in RECORD})
JUNK = (
    st.binary(max_size=200)
    | RECORDS.map(lambda record: json.dumps(record).encode())
    | st.sampled_from([json.dumps(RECORD).encode()[:cut] for cut in range(0, 150, 7)])
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), JUNK), max_size=20))
def test_whatever_stands_in_a_file_good_lines_are_kept(lines: list[tuple[bool, bytes]]) -> None:
    good = [json.dumps({**RECORD, "id": f"good {n}"}).encode() for n in range(len(lines))]
    written = [good[n] if kept else junk.replace(b"\n", b" ") for n, (kept, junk) in enumerate(lines)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ana.jsonl").write_bytes(b"\n".join(written))
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            found = sl.read_decisions(folder)
    assert {f"good {n}" for n, (kept, _) in enumerate(lines) if kept} <= set(found["id"])
    assert all(issubclass(one.category, SinorusWarning) for one in told)
