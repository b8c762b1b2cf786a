"""What was made once is found again, what changed is made anew, and the way it was made does not show."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.comparison import comparison_of
from sinorus_lib.coverage import REMOVED_COLUMNS
from sinorus_lib.errors import SchemaError, SinorusError
from sinorus_lib.schemas import conform
from sinorus_lib.stages import workers
from sinorus_lib.stages.collection import Collection, Finished
from sinorus_lib.stages.workers import Here, Processes, workers_for

from .small import assert_same, finer_pieces, small_collection

# A script as people write them, which a new process must not run again.
SCRIPT = """
import sys
import sinorus_lib as sl
from sinorus_lib.stages import aligning, reading
from tests.stages.small import small_collection

reading.PART, aligning.TOGETHER = 300, 1
run = sl.compare(small_collection(), settings=sl.Settings(processes=2), to=sys.argv[1])
print("once", len(run.articles))
"""


class Told:
    """What the bars of a run were told: stage -> articles that were new, articles that were done."""

    def __init__(self) -> None:
        self.new: dict[str, int] = {}
        self.done: dict[str, int] = {}

    @contextmanager
    def bar(self, stage: str, total: int) -> Iterator[Callable[[int], object]]:
        self.new[stage], self.done[stage] = total, 0
        yield lambda count: self.done.update({stage: self.done[stage] + count})


def finish(folder: Path, articles: pd.DataFrame, settings: sl.Settings | None = None) -> tuple[sl.Comparison, Told]:
    """Compare with what is kept in a folder; return what came of it and what was new."""
    settings, told = settings or sl.Settings(processes=1), Told()

    def whole(finished: Finished) -> sl.Comparison:
        removed = pd.DataFrame(columns=list(REMOVED_COLUMNS))
        return comparison_of(finished, removed=removed, settings=settings)

    found = Collection(settings, folder).finish(conform(articles, "articles"), told.bar, whole)
    assert told.done == told.new
    return found, told


def partitions(folder: Path) -> dict[str, set[str]]:
    return {name: {path.name for path in (folder / name).iterdir()} for name in ("readings", "alignments")}


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return small_collection()


@pytest.fixture(scope="module")
def made(articles: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sl.Comparison]:
    """A store, and what was made of the collection; in pieces, so that there are several partitions."""
    folder = tmp_path_factory.mktemp("made") / "stages"
    with pytest.MonkeyPatch.context() as patch:
        finer_pieces(patch)
        found, told = finish(folder, articles)
    assert told.new == {"read": 12, "align": 12}
    return folder, found


@pytest.fixture
def folder(made: tuple[Path, sl.Comparison], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "stages"))


@pytest.fixture
def expected(made: tuple[Path, sl.Comparison]) -> sl.Comparison:
    return made[1]


def test_there_is_something_to_compare(expected: sl.Comparison) -> None:
    assert len(expected.pairs) > 20
    assert expected.articles["event"].nunique() == 4
    events = expected.claims.merge(expected.articles[["article_id", "event"]]).set_index("claim_id")["event"]
    sides = (expected.candidates[f"claim_{side}"].map(events) for side in "ab")
    assert (next(sides).to_numpy() == next(sides).to_numpy()).all()


def test_nothing_is_made_twice(folder: Path, articles: pd.DataFrame, expected: sl.Comparison) -> None:
    before = partitions(folder)
    found, told = finish(folder, articles)
    assert told.new == {"read": 0, "align": 0}
    assert_same(found, expected)
    assert partitions(folder) == before


def test_a_new_article_is_worked_on_with_its_event_alone_and_the_rest_stays_as_it_is(
    tmp_path: Path, articles: pd.DataFrame, expected: sl.Comparison
) -> None:
    few = articles[articles["article_id"] != "a1-igue"]
    folder = tmp_path / "stages"
    finish(folder, few)  # in one piece, unlike what is expected
    assert {name: len(found) for name, found in partitions(folder).items()} == {"readings": 1, "alignments": 1}
    before = partitions(folder)
    found, told = finish(folder, articles)
    assert told.new == {"read": 1, "align": 3}
    assert {name: len(now - before[name]) for name, now in partitions(folder).items()} == {
        "readings": 1,
        "alignments": 1,
    }
    assert_same(found, expected)  # in the same order, too


def test_a_changed_text_is_read_anew_and_the_old_one_does_not_show(folder: Path, articles: pd.DataFrame) -> None:
    changed = articles.copy()
    changed.loc[0, "text"] = str(changed.loc[0, "text"]).replace("1200 euros", "1300 euros")
    found, told = finish(folder, changed)
    assert told.new == {"read": 1, "align": 3}
    assert found.claims["text"].str.contains("1300 euros").any()
    text = found.claims.loc[found.claims["article_id"] == "a0-quai", "text"]
    assert not text.str.contains("1200").any()


def test_an_article_less_leaves_its_event_to_the_others(folder: Path, articles: pd.DataFrame) -> None:
    found, told = finish(folder, articles.drop(index=4))
    assert told.new == {"read": 0, "align": 2}
    assert set(found.claims["article_id"]) == set(articles["article_id"]) - {articles.loc[4, "article_id"]}


@pytest.mark.parametrize(
    ("change", "new"),
    [({"min_probability": 0.6}, {"read": 0, "align": 12}), ({"interface": "fr"}, {"read": 0, "align": 0})],
    ids=str,
)
def test_other_settings_make_anew_what_rests_on_them(
    folder: Path, articles: pd.DataFrame, change: dict[str, object], new: dict[str, int]
) -> None:
    assert finish(folder, articles, sl.Settings(processes=1).with_(**change))[1].new == new


def test_the_order_of_articles_shows_in_nothing_but_their_own(
    folder: Path, articles: pd.DataFrame, expected: sl.Comparison
) -> None:
    found, _ = finish(folder, articles.sample(frac=1, random_state=2, ignore_index=True))
    assert_same(found, expected, ["pairs", "candidates", "words"])
    order = {name: row for row, name in enumerate(found.articles["article_id"])}
    assert found.claims["article_id"].map(order).is_monotonic_increasing
    by_id = found.claims.set_index("claim_id").loc[expected.claims["claim_id"]].reset_index()
    pd.testing.assert_frame_equal(by_id[expected.claims.columns], expected.claims, check_exact=True)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(bytes(content))


def test_what_is_damaged_is_made_again_however_much_it_is(
    folder: Path, articles: pd.DataFrame, expected: sl.Comparison
) -> None:
    """More partitions are damaged than one that stays so would be made again."""
    damages = {"encoded": changed, "framing": truncated, "evidence": Path.unlink, "claims": changed, "space": changed}
    readings = iter(sorted(folder.glob("readings/*")))
    for name in ("encoded", "framing", "evidence", "claims"):
        damages[name](next(readings) / f"{name}.parquet")
    (next(readings) / "partition.json").write_text("{}", encoding="utf-8")
    for path in sorted(folder.glob("alignments/*/space.parquet")):
        damages["space"](path)
    found, _ = finish(folder, articles)
    assert_same(found, expected)
    assert finish(folder, articles)[1].new == {"read": 0, "align": 0}


def test_a_store_that_stays_damaged_is_said_to_be(
    folder: Path, articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a failing disk, or in a folder that others own: what is damaged cannot be removed."""
    truncated(next(folder.glob("readings/*/claims.parquet")))
    monkeypatch.setattr("sinorus_lib.stages.store.shutil.rmtree", lambda *_arguments, **_options: None)
    with pytest.raises(SinorusError, match="is damaged again and again"):
        finish(folder, articles)


def test_two_articles_of_one_id_are_refused(tmp_path: Path, articles: pd.DataFrame) -> None:
    with pytest.raises(SchemaError, match="Two articles have the id 'a0-quai'"):
        finish(tmp_path, articles.assign(article_id=["a0-quai", *articles["article_id"][:-1]]))


@pytest.mark.parametrize("rows", [slice(0, 1), slice(0, 12, 3)], ids=["one article", "one outlet"])
def test_where_there_is_nothing_to_pair_there_are_claims_all_the_same(
    folder: Path, articles: pd.DataFrame, rows: slice
) -> None:
    found, told = finish(folder, articles.iloc[rows])
    assert told.new == {"read": 0, "align": 0}
    assert set(found.claims["article_id"]) == set(articles.iloc[rows]["article_id"])
    assert found.pairs.empty
    assert list(found.candidates.columns[:3]) == ["claim_a", "claim_b", "language_a"]
    assert found.divergence.empty
    assert found.outlets.empty


def test_articles_without_a_sentence_stand_beside_others(
    folder: Path, articles: pd.DataFrame, expected: sl.Comparison
) -> None:
    silent = articles.tail(2).assign(article_id=["s1", "s2"], text=["", " \u200b\n"], title=None)
    found, _ = finish(folder, pd.concat([articles, silent], ignore_index=True))
    assert set(found.claims["article_id"]) <= {*articles["article_id"], "s2"}
    assert_same(found, expected, ["words"])


@pytest.mark.parametrize("count", [0, 2])
def test_no_sentence_at_all_is_refused(tmp_path: Path, articles: pd.DataFrame, count: int) -> None:
    with pytest.raises(SinorusError, match="hold no sentence to compare"):
        finish(tmp_path, articles.head(count).assign(text="", title=None))


def test_hostile_text_is_text(tmp_path: Path, articles: pd.DataFrame) -> None:
    few = articles.head(3).copy()
    few["text"] += "\n\n\u200b\u200d. \x00\x1b[31m'); drop table claims; -- <script>alert(1)</script> 😀 said so."
    found, _ = finish(tmp_path, few)
    texts = dict(zip(few["article_id"], few["text"], strict=True))
    for claim in found.claims.itertuples():
        assert texts[claim.article_id][claim.start : claim.end] == claim.text


def test_work_is_shared_where_there_is_enough_of_it(tmp_path: Path) -> None:
    assert isinstance(workers_for(3, 2, folder=tmp_path), Here)
    assert workers_for(4, 2, folder=tmp_path) == Processes(2)
    assert workers_for(5, 16, folder=tmp_path) == Processes(2)
    assert isinstance(workers_for(1000, 1, folder=tmp_path), Here)


def test_processes_are_no_more_than_find_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joblib.cpu_count", lambda: 64)
    pages = {"SC_PHYS_PAGES": 8 * 2**30 // 4096, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(workers.os, "sysconf", pages.__getitem__)
    assert workers_for(1000, 0, folder=tmp_path) == Processes(3)
    assert workers_for(1000, 8, folder=tmp_path) == Processes(8)  # whoever says how many knows


def test_processes_give_what_one_gives_in_a_script_without_a_guard(tmp_path: Path, expected: sl.Comparison) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    root = Path(__file__).parents[2]
    command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path / "run")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "once 12\n"
    run = sl.open_run(tmp_path / "run")
    assert len(partitions(tmp_path / "run")["readings"]) >= 8  # else there would have been one process
    assert_same(run.comparison(), expected)
