"""A comparison in a folder: asked with SQL, opened event by event, refused where it is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.encoders import UnaskedEncoder
from sinorus_lib.errors import SinorusError
from sinorus_lib.runs import TABLES

from .stages.small import assert_same, small_collection

FOLDER = "it's [a] *run*; drop? {x}"  # what SQL or a pattern of names would make something of


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    hostile = small_collection()
    hostile.loc[0, "text"] += "\n\n'); drop table claims; -- <script>alert(1)</script> was what the poster said."
    return hostile


@pytest.fixture(scope="module")
def made(articles: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> sl.Run:
    settings = sl.Settings(processes=1)
    return sl.compare(articles, settings=settings, to=tmp_path_factory.mktemp("runs") / FOLDER, progress=False)


@pytest.fixture(scope="module")
def whole(made: sl.Run) -> sl.Comparison:
    return made.comparison()


@pytest.fixture
def folder(made: sl.Run, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder, tmp_path / FOLDER))


def again(articles: pd.DataFrame, folder: Path) -> sl.Run:
    return sl.compare(articles, settings=sl.Settings(processes=1), to=folder, progress=False)


def count(run: sl.Run, table: str) -> int:
    return int(run.query(f"select count(*) as n from {table}")["n"].iloc[0])  # noqa: S608 - a name of TABLES


def test_it_names_what_was_compared(made: sl.Run) -> None:
    assert repr(made).startswith("Run(12 articles, 3 outlets, 4 events; ")
    assert FOLDER in repr(made)


def test_every_frame_can_be_asked_and_has_the_rows_of_the_comparison(made: sl.Run, whole: sl.Comparison) -> None:
    for name in ("articles", "removed", *TABLES):
        frame = getattr(whole, name)
        assert count(made, name) == len(frame), name
        columns = list(made.query(f"select * from {name} limit 0").columns)  # noqa: S608 - a name of TABLES
        assert columns == list(frame.columns), name
    assert len(whole.pairs) > 20


def test_what_is_asked_is_what_the_comparison_holds(made: sl.Run, whole: sl.Comparison) -> None:
    found = made.query("select * from pairs order by probability desc, claim_a, claim_b")
    pd.testing.assert_frame_equal(found, whole.pairs, check_dtype=False, check_exact=True)
    joined = made.query(
        "select a.event, count(*) as n from Claims c join articles a using (article_id) where c.outlet = ? "
        "group by a.event order by a.event",
        ["The Pier"],
    )
    assert joined["n"].sum() == (whole.claims["outlet"] == "The Pier").sum()
    assert joined["event"].tolist() == sorted(whole.articles["event"].unique())


def test_hostile_text_is_text(made: sl.Run) -> None:
    found = made.query("select text from claims where contains(text, 'drop table')")["text"]
    assert len(found) >= 1
    assert found.str.contains("drop table claims; --", regex=False).any()
    assert len(made.query("select * from claims where text = ?", [found.iloc[0]])) == 1


@pytest.mark.parametrize(
    "sql", ["install httpfs", "load httpfs", "select * from read_parquet('https://localhost:1/x.parquet')"]
)
def test_nothing_is_fetched(made: sl.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    import duckdb

    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(duckdb.Error):
        made.query(sql)
    assert list(tmp_path.rglob("*.duckdb_extension")) == []


def test_a_run_is_opened_again_as_it_was(made: sl.Run, whole: sl.Comparison) -> None:
    opened = sl.open_run(made.folder)
    assert repr(opened) == repr(made)
    assert_same(opened.comparison(), whole)
    pd.testing.assert_frame_equal(opened.events(), whole.events())


def test_a_run_can_be_moved(folder: Path, whole: sl.Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    opened = sl.open_run(FOLDER)
    monkeypatch.chdir("/")
    assert count(opened, "claims") == len(whole.claims)


def test_an_event_is_compared_as_if_there_were_no_others(
    made: sl.Run, articles: pd.DataFrame, tmp_path: Path
) -> None:
    alone = again(articles[articles["event"] == "Calais"].reset_index(drop=True), tmp_path / "run")
    assert_same(made.comparison("Calais"), alone.comparison())
    assert set(made.comparison("Calais").articles["event"]) == {"Calais"}


def test_an_event_that_is_none_is_refused(made: sl.Run) -> None:
    with pytest.raises(SinorusError, match="No event 'Brest' in this run"):
        made.comparison("Brest")


def test_what_was_removed_or_changed_does_not_show(folder: Path, articles: pd.DataFrame) -> None:
    fewer = articles.drop(index=5).reset_index(drop=True)
    fewer.loc[0, "text"] = "Le port a rouvert. Les cafés étaient pleins. Il a plu."
    run = again(fewer, folder)
    frames = run.comparison()
    for name in TABLES:
        assert count(run, name) == len(getattr(frames, name)), name
    assert run.query("select * from claims where contains(text, 'drop table')").empty
    assert set(run.query("select distinct article_id from claims")["article_id"]) == set(fewer["article_id"])


def test_what_two_runs_read_twice_is_counted_once(folder: Path, articles: pd.DataFrame) -> None:
    """Two runs at once that cut their work in other ways leave the same article in two partitions."""
    other = again(articles.head(3), folder.parent / "other")
    shutil.copytree(other.folder / "readings", folder / "readings", dirs_exist_ok=True)
    run = again(articles, folder)
    assert len(list((folder / "readings").iterdir())) == 2
    assert count(run, "claims") == len(run.comparison().claims)
    assert run.query("select count(distinct claim_id) as n from claims")["n"].iloc[0] == count(run, "claims")


def test_one_outlet_has_tables_without_rows(folder: Path, articles: pd.DataFrame) -> None:
    run = again(articles.iloc[::3].reset_index(drop=True), folder)
    assert run.query("select relation, avg(probability) as p from pairs where overlap > 0.1 group by all").empty
    for name in TABLES:
        assert list(run.query(f"select * from {name} limit 0").columns)  # noqa: S608 - a name of TABLES
    assert count(run, "candidates") == 0
    assert run.comparison().pairs.empty


@pytest.mark.parametrize("what", ["a file", "thesis.txt", "run/thesis.txt", "run"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, articles: pd.DataFrame, what: str) -> None:
    place = tmp_path / "mine"
    kept = place if what == "a file" else place / what
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("years of work", encoding="utf-8")
    with pytest.raises(SinorusError, match="expected a folder of its own for the run"):
        again(articles, place)
    assert kept.read_text(encoding="utf-8") == "years of work"


def test_a_missing_or_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for place in (tmp_path, tmp_path / "run", tmp_path / "none"):
        with pytest.raises(SinorusError, match=r"expected a folder that compare\(..., to=...\) wrote"):
            sl.open_run(place)


CHANGES: dict[str, dict[str, Any]] = {
    "other format": {"format": 99},
    "no settings": {"settings": None},
    "unknown setting": {"settings": {"colour": "red"}},
    "readings elsewhere": {"readings": {"a0-quai": ["../../../etc", "0" * 32]}},
    "readings of none": {"readings": {}},
    "readings a list": {"readings": ["x"]},
    "alignments a word": {"alignments": {"Calais": "x"}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, change: dict[str, Any]) -> None:
    path = folder / "run" / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(SinorusError, match="expected a folder that compare") as caught:
        sl.open_run(folder)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize("name", ["run.json", "articles.parquet", "removed.parquet"])
@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"PAR1\xff\xffPAR1"], ids=["empty", "nested", "no file"])
def test_a_damaged_file_is_refused_and_made_again(
    folder: Path, articles: pd.DataFrame, name: str, content: bytes
) -> None:
    (folder / "run" / name).write_bytes(content)
    with pytest.raises(SinorusError, match="Compare again into it"):
        sl.open_run(folder)
    assert count(again(articles, folder), "articles") == 12


def test_a_folder_from_elsewhere_loads_no_model_and_writes_where_it_says_nothing(folder: Path) -> None:
    path = folder / "run" / "run.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["settings"] |= {"encoder": "somebody/model", "cache_dir": "/somewhere"}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    settings = sl.open_run(folder).settings
    assert isinstance(settings.encoder, UnaskedEncoder)
    assert settings.cache_dir is None


def test_a_damaged_partition_is_told_when_it_is_opened_and_made_again(folder: Path, articles: pd.DataFrame) -> None:
    run = sl.open_run(folder)
    damaged = next(folder.glob("readings/*/framing.parquet"))
    damaged.write_bytes(b"")
    with pytest.raises(SinorusError, match="is missing or damaged"):
        run.comparison()
    shutil.rmtree(damaged.parent)
    assert again(articles, folder).comparison().framing["claim_id"].nunique() == count(run, "claims")


def test_a_comparison_of_a_run_can_be_saved_and_explained(made: sl.Run, tmp_path: Path) -> None:
    event = made.comparison("Marseille")
    pair = event.pairs.iloc[0]
    assert len(event.explain(pair["claim_a"], pair["claim_b"]).words)
    assert_same(sl.load(event.save(tmp_path / "saved")), event, ["claims", "pairs", "framing"])
