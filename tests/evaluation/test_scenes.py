"""Scenes: what two codes are to each other, and that the files keep to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sinorus_lib.errors import CoverageError
from sinorus_lib.evaluation.scenes import grade, read_scenes

from ..conftest import ROOT


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("A1", "A1", "same"),
        ("A1!number", "A1!number", "same"),
        ("A1", "A1!number", "conflicting"),
        ("A1", "A2", "related"),
        ("A2", "A1!place", "related"),
        ("A1", "B1", "different"),
        ("A1!place", "B1", "different"),
        ("A1!number", "A1!place", None),
    ],
)
def test_two_codes_of_a_scene(a: str, b: str, expected: str | None) -> None:
    assert grade(a, b) == grade(b, a) == expected


def test_every_code_is_well_formed_and_every_contradiction_has_what_it_contradicts() -> None:
    scenes = read_scenes(ROOT / "data" / "scenes")
    assert set(scenes["language"]) == {"fr", "en"}
    assert scenes["fact"].map(lambda fact: bool(re.fullmatch(r"[A-Z]\d+(![a-z]+)?", fact))).all()
    for _, members in scenes.groupby("scene"):
        facts = set(members["fact"])
        assert {fact.split("!")[0] for fact in facts} <= facts
        assert members["text"].is_unique


def test_a_file_without_a_column_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("scene\tlanguage\ttext\na\tfr\tBonjour.\n", encoding="utf-8")
    with pytest.raises(CoverageError, match=r"x\.tsv: no column 'fact'"):
        read_scenes(tmp_path)
