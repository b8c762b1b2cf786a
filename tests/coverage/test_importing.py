"""Importing: a tidy folder from anything, nothing overwritten, nothing lost, read again as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.cli import main
from sinorus_lib.coverage.files import SIDECAR
from sinorus_lib.errors import CoverageError, CoverageWarning

FIXTURES = Path(__file__).parent / "fixtures"
ROWS = [
    {
        "Medium": "Le Courrier du Port",
        "Titre": "Le port rouvre",
        "Jour": "2024-05-02",
        "Corps": "Le port a rouvert mardi après douze jours de grève.\n\nLes dockers ont obtenu une prime de 1 200 euros.",
    },
    {
        "Medium": "The Harbour Post",
        "Titre": "=Port reopens",
        "Jour": "2024-05-03",
        "Corps": "The port reopened on Tuesday after a twelve-day strike.\n\nThe dockers obtained a bonus of 1,200 euros.",
    },
]
COLUMNS = {"outlet": "Medium", "title": "Titre", "published": "Jour", "text": "Corps"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    pd.DataFrame(ROWS).to_csv(path, index=False)
    return path


def facts(coverage: sl.Coverage) -> pd.DataFrame:
    return coverage.articles.drop(columns="source_path").sort_values("article_id").reset_index(drop=True)


def test_the_folder_read_again_gives_the_articles_that_were_imported(table: Path, tmp_path: Path) -> None:
    imported = sl.import_coverage(table, tmp_path / "tidy", columns=COLUMNS)
    assert [path.suffix for path in imported.written] == [".txt", ".txt"]
    read = sl.read_coverage(tmp_path / "tidy", strict=True)
    pd.testing.assert_frame_equal(facts(read), facts(imported.coverage))
    assert sorted(read.articles["title"]) == ["=Port reopens", "Le port rouvre"]


@pytest.mark.filterwarnings("ignore::sinorus_lib.errors.CoverageWarning")
def test_whatever_the_format_the_folder_read_again_gives_the_same(tmp_path: Path) -> None:
    imported = sl.import_coverage(FIXTURES, tmp_path / "tidy")
    read = sl.read_coverage(tmp_path / "tidy")
    pd.testing.assert_frame_equal(facts(read), facts(imported.coverage))
    assert len(imported.written) >= 50
    assert set(read.articles["language"]) == {"fr", "en"}
    again = sl.import_coverage(tmp_path / "tidy", tmp_path / "second")
    pd.testing.assert_frame_equal(facts(sl.read_coverage(again.folder)), facts(read))


def test_names_of_files_tell_date_outlet_and_headline(table: Path, tmp_path: Path) -> None:
    imported = sl.import_coverage(table, tmp_path / "tidy", columns=COLUMNS)
    assert imported.written[0].name.startswith("2024-05-02-le-courrier-du-port-le-port-rouvre-a")


def test_what_stands_there_already_keeps_its_corrections(table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tidy"
    sl.import_coverage(table, folder, columns=COLUMNS)
    sidecar = folder / SIDECAR
    corrected = sidecar.read_text(encoding="utf-8-sig").replace("Le Courrier du Port", "Le Courrier")
    sidecar.write_text(corrected, encoding="utf-8")
    again = sl.import_coverage(table, folder, columns=COLUMNS)
    assert (again.written, again.known) == ((), 2)
    assert "Le Courrier" in set(sl.read_coverage(folder).articles["outlet"])
    assert sidecar.read_text(encoding="utf-8-sig").splitlines() == corrected.splitlines()


def test_more_articles_join_those_that_are_there(table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tidy"
    sl.import_coverage(table, folder, columns=COLUMNS)
    more = tmp_path / "more.md"
    more.write_text("---\noutlet: The Quay\n---\n\nThe strike at the port is over. Ships sail again today.\n")
    with pytest.warns(CoverageWarning):
        imported = sl.import_coverage(more, folder)
    assert len(imported.written) == 1
    assert len(sl.read_coverage(folder)) == 3


def test_no_cell_of_the_table_is_a_formula(table: Path, tmp_path: Path) -> None:
    sl.import_coverage(table, tmp_path / "tidy", columns=COLUMNS)
    with (tmp_path / "tidy" / SIDECAR).open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'=Port reopens" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_table_that_is_not_ours_is_not_touched(table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / SIDECAR).write_text("name,colour\na,red\n", encoding="utf-8")
    with pytest.raises(CoverageError, match="Choose another folder"):
        sl.import_coverage(table, folder, columns=COLUMNS)
    assert [path.name for path in folder.iterdir()] == [SIDECAR]


def test_strict_writes_nothing_if_there_is_anything_to_object_to(table: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(CoverageError, match=r"bad\.jsonl"):
        sl.import_coverage([table, tmp_path / "bad.jsonl"], tmp_path / "tidy", columns=COLUMNS, strict=True)
    assert not (tmp_path / "tidy").exists()


def test_a_column_that_is_none_of_ours_is_one_error(table: Path) -> None:
    with pytest.raises(CoverageError, match="no column 'medium' to map"):
        sl.read_coverage(table, columns={"medium": "Medium"})


def test_the_command_imports_with_mapped_columns(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapped = [f"{ours}={theirs}" for ours, theirs in COLUMNS.items()]
    assert main(["import", str(table), "--to", str(tmp_path / "tidy"), "--columns", *mapped]) == 0
    assert "2 articles written" in capsys.readouterr().out
    assert len(sl.read_coverage(tmp_path / "tidy")) == 2


def test_the_command_lists_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--formats"]) == 0
    assert "| CSV table |" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["import"], ["import", "x.csv"], ["import", "x", "--to", "y", "--columns", "a"]]
)
def test_the_command_says_what_it_expected(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    assert "xpected" in capsys.readouterr().err
