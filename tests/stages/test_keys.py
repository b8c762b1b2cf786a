"""A key changes when anything does that the result was made of, and with nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.stages.aligning import Block
from sinorus_lib.stages.keys import PACKAGE, aligning_key, digest, reading_keys
from sinorus_lib.stages.store import Partition

from .small import small_collection

KEYS_OF_A_COPY = (
    "import sinorus_lib, sys; from sinorus_lib.stages.keys import reading_keys; "
    "from tests.stages.small import small_collection; assert sinorus_lib.__file__.startswith(sys.argv[1]); "
    "print(reading_keys(small_collection(), sinorus_lib.Settings(precision='float32'))[0])"
)


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return small_collection()


def test_every_article_has_a_key_of_its_own_whatever_stands_beside_it(articles: pd.DataFrame) -> None:
    keys = reading_keys(articles, sl.Settings())
    assert len(set(keys)) == len(articles)
    assert reading_keys(articles.iloc[[3]], sl.Settings()) == [keys[3]]
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize("column", ["article_id", "outlet", "language", "title", "text"])
def test_what_is_read_changes_the_key_of_its_article_alone(articles: pd.DataFrame, column: str) -> None:
    changed = articles.copy()
    changed.loc[2, column] = "fr " if column == "language" else "other"
    pairs = zip(reading_keys(articles, sl.Settings()), reading_keys(changed, sl.Settings()), strict=True)
    assert [before == after for before, after in pairs] == [number != 2 for number in range(len(articles))]


@pytest.mark.parametrize("column", ["url", "published", "event", "source_path", "duplicate_of"])
def test_what_is_not_read_changes_no_key(articles: pd.DataFrame, column: str) -> None:
    changed = articles.assign(**{column: None})
    assert reading_keys(changed, sl.Settings()) == reading_keys(articles, sl.Settings())


def test_no_title_is_no_title_however_it_is_written(articles: pd.DataFrame) -> None:
    keys = [reading_keys(articles.assign(title=title), sl.Settings()) for title in (None, np.nan, pd.NA)]
    assert keys[0] == keys[1] == keys[2] != reading_keys(articles.assign(title=""), sl.Settings())


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"encoder": "use-m3"}, False),
        ({"unit": "sentence"}, False),
        ({"token_layer": 8}, False),
        ({"precision": "bfloat16"}, False),
        ({"batch_size": 1}, True),
        ({"processes": 7}, True),
        ({"min_probability": 0.9}, True),
        ({"interface": "fr"}, True),
    ],
    ids=str,
)
def test_settings_change_the_key_of_reading_where_reading_rests_on_them(
    articles: pd.DataFrame, change: dict[str, Any], same: bool
) -> None:
    settings = sl.Settings(precision="float32")
    found, before = (reading_keys(articles, one) for one in (settings.with_(**change), settings))
    assert (found == before) is same


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"candidates": 5}, False),
        ({"neighbourhood": 3}, False),
        ({"min_probability": 0.5}, False),
        ({"mutual_best": False}, False),
        ({"translation_probability": 0.9}, False),
        ({"processes": 7}, True),
        ({"copies": "each"}, True),
        ({"event_days": 3.0}, True),
    ],
    ids=str,
)
def test_settings_change_the_key_of_aligning_where_aligning_rests_on_them(change: dict[str, Any], same: bool) -> None:
    settings = sl.Settings()
    assert (aligning_key(["a"], settings.with_(**change)) == aligning_key(["a"], settings)) is same


def test_the_order_of_articles_does_not_change_the_key_of_aligning_them(articles: pd.DataFrame) -> None:
    rows, places = articles.head(3), [(Partition(Path("x")), key) for key in "abc"]
    key = Block("e", rows, places, {}).key(sl.Settings())
    assert Block("other name", rows.iloc[::-1], places[::-1], {}).key(sl.Settings()) == key
    assert Block("e", rows.head(2), places[:2], {}).key(sl.Settings()) != key
    later = rows.assign(published=rows["published"] + pd.Timedelta(days=1))
    assert Block("e", later, places, {}).key(sl.Settings()) != key


def test_text_that_is_no_text_has_a_key() -> None:
    assert len({digest(["\ud800"]), digest(["\ud801"]), digest(["é"]), digest(["e\u0301"])}) == 4


def test_changed_code_has_other_keys_and_views_have_no_part_in_it(tmp_path: Path) -> None:
    copy = tmp_path / "sinorus_lib"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(Path(__file__).parents[1], tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))

    def key() -> str:
        command = [sys.executable, "-B", "-c", KEYS_OF_A_COPY, str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def changed(name: str) -> str:
        with (copy / name).open("a", encoding="utf-8") as stream:
            stream.write("\n# more\n")
        return key()

    first = key()
    assert changed("views/contrasts.py") == first
    second = changed("claims.py")
    assert second != first
    assert changed("alignment/facts.yaml") != second
