"""Collections as analysts have them: several events, wire copy, a translation; compared with the real models."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.cli import main
from sinorus_lib.comparison import Comparison
from tests.conftest import ROOT

EVENTS = ("dam", "strike", "tariff")
WIRE = (
    "The reservoir above Kelstrand was lowered by two metres on Sunday after engineers found new cracks, the provincial "
    "water board announced in a statement. Residents of four villages were told to sleep elsewhere until Thursday at "
    "the earliest. The board's director said that the dam itself was not in danger. A similar alarm had been raised in "
    "the spring, when heavy rain filled the basin within a week. Farmers downstream fear for their late harvest."
)


@pytest.fixture(scope="module")
def collection() -> pd.DataFrame:
    """Three events of the calibration coverage, and one dispatch that two outlets print."""
    folders = [ROOT / "data" / "calibration" / name for name in EVENTS]
    articles = sl.read_coverage([path for folder in folders for path in folder.glob("*.md")]).articles
    day = articles["published"].max()
    printed = {"language": "en", "published": day, "event": "kelstrand"}
    wire = [
        {**printed, "outlet": "The Wire Post", "title": "Kelstrand reservoir lowered", "text": f"{WIRE} (AFP)"},
        {**printed, "outlet": "The Copy", "title": "Villages emptied", "text": WIRE.rpartition(" Farmers")[0]},
    ]
    return sl.read_coverage(pd.concat([articles.drop(columns="article_id"), pd.DataFrame(wire)])).articles


@pytest.fixture(scope="module")
def compared(collection: pd.DataFrame) -> Comparison:
    return sl.compare(collection, settings=sl.Settings(event_articles=10))


def test_only_articles_of_one_event_are_compared(compared: Comparison) -> None:
    events = compared.claims["article_id"].map(compared.articles.set_index("article_id")["event"])
    of = dict(zip(compared.claims["claim_id"], events, strict=True))
    sides = compared.candidates[["claim_a", "claim_b"]].map(of.get)
    assert (sides["claim_a"] == sides["claim_b"]).all()
    assert len(compared.candidates) > 0


def test_the_events_are_those_of_the_folders(compared: Comparison) -> None:
    articles = compared.articles[compared.articles["event"] != "kelstrand"]
    paths = [path for name in EVENTS for path in (ROOT / "data" / "calibration" / name).glob("*.md")]
    read = sl.read_coverage(paths).articles.set_index("outlet")["source_path"]
    folders = articles["outlet"].map(lambda outlet: Path(read[outlet]).parent.name)
    by_folder = articles["event"].groupby(folders)
    assert by_folder.nunique().tolist() == [1, 1, 1]
    assert by_folder.first().nunique() == len(EVENTS)
    assert articles["event_entities"].notna().any()


def test_what_the_analyst_named_stays(compared: Comparison) -> None:
    named = compared.articles[compared.articles["event"] == "kelstrand"]
    assert set(named["outlet"]) == {"The Wire Post", "The Copy"}
    table = compared.events()
    assert table.loc[table["event"] == "kelstrand", "outlets"].item() == 2
    assert table["articles"].sum() == len(compared.articles)


def test_wire_copy_is_credited_linked_and_counted_once(compared: Comparison) -> None:
    by_outlet = compared.articles.set_index("outlet")
    assert by_outlet.loc["The Wire Post", "wire"] == "AFP"
    assert by_outlet.loc["The Copy", "duplicate_of"] == by_outlet.loc["The Wire Post", "article_id"]
    outlets = {*compared.counted_pairs()["outlet_a"], *compared.counted_pairs()["outlet_b"]}
    assert "The Copy" not in outlets
    assert "The Copy" in {*compared.pairs["outlet_a"], *compared.pairs["outlet_b"]}
    assert "The Copy" not in {*compared.outlets["outlet_a"], *compared.outlets["outlet_b"]}
    assert "The Copy" not in {*compared.pooled["outlet_a"], *compared.pooled["outlet_b"]}


def test_a_small_collection_is_one_event(collection: pd.DataFrame) -> None:
    few = collection[collection["event"].isna()].head(3)
    compared = sl.compare(few, settings=sl.Settings(event_articles=4))
    assert compared.articles["event"].isna().all()


def test_events_are_written_corrected_and_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, table = ROOT / "data" / "coverage", tmp_path / "events.csv"
    assert main(["events", str(folder), "--to", str(table)]) == 0
    assert "1 events in 5 articles" in capsys.readouterr().out
    rows = pd.read_csv(table, encoding="utf-8-sig")
    rows["event"] = ["apart" if outlet == "politico" else "together" for outlet in rows["outlet"].str.lower()]
    assert "apart" in set(rows["event"])
    rows.to_csv(table, index=False)
    assert main(["compare", str(folder), "--events", str(table), "--save", str(tmp_path / "run")]) == 0
    compared = sl.load(tmp_path / "run")
    apart = compared.articles.loc[compared.articles["event"] == "apart", "outlet"].item()
    assert apart not in {*compared.candidates["outlet_a"], *compared.candidates["outlet_b"]}
