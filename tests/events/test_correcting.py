"""Events there and back through a spreadsheet, corrected by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from sinorus_lib.errors import SinorusError
from sinorus_lib.events import read_events, with_events, write_events
from sinorus_lib.spreadsheets import restore
from tests.events.conftest import Sample

RISKY = '=HYPERLINK("http://x";"y")'


def rewritten(path: Path, change: dict[str, str], delimiter: str = ",") -> Path:
    """Change the events of some articles as a spreadsheet would save them."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows({**row, "event": change.get(row["article_id"], row["event"])} for row in rows)
    return path


def test_events_come_back_as_they_went(sample: Sample, tmp_path: Path) -> None:
    found = sample.events()
    back = read_events(write_events(found, sample.articles, tmp_path / "events.csv"))
    assert back.to_dict() == found.set_index("article_id")["event"].to_dict()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_correction_wins(sample: Sample, tmp_path: Path, delimiter: str) -> None:
    chosen = sample.of("fire-charleroi", "norway-fund")
    found = sample.events(chosen)
    moved, open_again = chosen["article_id"].iloc[0], chosen["article_id"].iloc[1]
    target = found["event"][found["article_id"] == chosen["article_id"].iloc[-1]].iloc[0]
    path = rewritten(write_events(found, chosen, tmp_path / "e.csv"), {moved: target, open_again: " "}, delimiter)
    corrected = with_events(chosen, read_events(path))
    assert corrected["event"].isna().tolist() == [article == open_again for article in chosen["article_id"]]
    again = sample.events(corrected).set_index("article_id")["event"]
    assert again[moved] == target
    assert again[open_again] == found.set_index("article_id")["event"][open_again]
    assert "event" not in chosen or chosen["event"].isna().all()


def test_articles_without_a_correction_keep_what_they_have(sample: Sample) -> None:
    articles = sample.articles.assign(event="kept")
    first, second = articles["article_id"].iloc[:2]
    corrected = with_events(articles, pd.Series({first: "new", second: None}))
    assert corrected["event"].isna().tolist() == [False, True] + [False] * (len(articles) - 2)
    assert corrected["event"].dropna().tolist() == ["new"] + ["kept"] * (len(articles) - 2)


def test_no_cell_is_a_formula_and_names_come_back(sample: Sample, tmp_path: Path) -> None:
    chosen = sample.of("fire-leeds").assign(title=RISKY, url="@x", event="+1")
    found = sample.events(chosen)
    path = write_events(found, chosen, tmp_path / "events.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfarticle_id,event,outlet,published,title,")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(not cell.startswith(tuple("=+-@\t\r\n")) for row in rows for cell in row.values())
    assert {restore(row["title"]) for row in rows} == {RISKY}
    assert set(read_events(path)) == {"+1"}


def test_a_table_of_ones_own_is_enough(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("note;article_id;event\nx;a1;One\n;;\ny;a2;\n", encoding="utf-8")
    found = read_events(tmp_path / "e.csv")
    assert found.index.tolist() == ["a1", "a2"]
    assert found.isna().tolist() == [False, True]
    assert found["a1"] == "One"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("article_id,name\na,b\n", r"lacks the column 'event'.*found article_id, name"),
        ("", r"lacks the column 'article_id'.*found none"),
        ("article_id,event\na,x\nb,x\na,y\n", r"row 4: the article 'a' stands in row 2 already"),
        ("article_id,event\n,x\n", r"row 2: expected the id of an article"),
        ("article_id,event\na," + "x" * 200_000, r"row 2: expected cells of CSV"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "e.csv").write_text(content, encoding="utf-8")
    with pytest.raises(SinorusError, match=told):
        read_events(tmp_path / "e.csv")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("e.csv", "none.csv"):
        with pytest.raises(SinorusError, match="expected a CSV file in UTF-8"):
            read_events(tmp_path / name)


def test_unknown_articles_are_refused(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match=r"The corrections name the article 'nobody'"):
        with_events(sample.articles, pd.Series({"nobody": "x"}))
    twice = pd.Series(["x", "y"], index=[sample.articles["article_id"].iloc[0]] * 2)
    with pytest.raises(SinorusError, match="twice"):
        with_events(sample.articles, twice)
    with pytest.raises(SinorusError, match=r"The events name the article"):
        write_events(sample.events(), sample.of("fire-leeds"), tmp_path / "e.csv")


def test_a_folder_that_is_not_there_is_named(sample: Sample, tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match="could not be written"):
        write_events(sample.events(), sample.articles, tmp_path / "none" / "e.csv")
