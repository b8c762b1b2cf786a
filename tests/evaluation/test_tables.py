"""Markdown tables, and sections that are kept where they were not measured."""

from __future__ import annotations

from pathlib import Path

from sinorus_lib.evaluation.tables import BEGIN, END, markdown, read_sections, write_sections


def test_a_table_in_markdown() -> None:
    assert markdown(["name", "share", "count"], [["a", 0.5, 3], ["b", None, 12]]) == (
        "| name | share | count |\n| --- | ---: | ---: |\n| a | 0.500 | 3 |\n| b |  | 12 |"
    )


def test_sections_are_written_between_the_marks_only(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_sections(readme, {"One": "1"}, ["One", "Two"])
    assert readme.read_text(encoding="utf-8") == f"before\n{BEGIN}\n### One\n\n1\n{END}\nafter\n"


def test_sections_that_were_not_measured_are_kept_in_their_place(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n### Two\n\nkept\n\n### Gone\n\nx\n\n### One\n\nold\n{END}", encoding="utf-8")
    write_sections(readme, {"Three": "new", "One": "new\n\nlines"}, ["One", "Two", "Three"])
    text = readme.read_text(encoding="utf-8")
    assert list(read_sections(text.split(END)[0]).items()) == [
        ("One", "new\n\nlines"),
        ("Two", "kept"),
        ("Three", "new"),
    ]
    write_sections(readme, {"Three": "new"}, ["One", "Two", "Three"])
    assert readme.read_text(encoding="utf-8") == text


def test_a_readme_without_marks_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    write_sections(readme, {"One": "1"}, ["One"])
    assert not readme.exists()
    readme.write_text("no marks", encoding="utf-8")
    write_sections(readme, {"One": "1"}, ["One"])
    assert readme.read_text(encoding="utf-8") == "no marks"
