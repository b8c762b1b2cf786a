"""What was read once is found again in the cache: the same to the last cell, and only while nothing has changed."""

from __future__ import annotations

import random
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.coverage import keeping, slow_files
from sinorus_lib.coverage.cleaning import clean
from sinorus_lib.coverage.files import read_file
from sinorus_lib.evaluation import large
from tests.conftest import PASSAGES, SAMPLE

FIXTURES = Path(__file__).parent / "fixtures"
LISTS = ("gdelt", "media_cloud")  # of articles without their text
FORMATS = sorted(path.name for path in FIXTURES.iterdir() if path.name not in LISTS)
FILE = {"fr": "port_fr.md", "en": "port_en.md"}


@pytest.fixture
def settings(tmp_path: Path) -> sl.Settings:
    return sl.Settings(cache_dir=tmp_path / "cache")


@pytest.fixture
def kept_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what even the smallest collection gives."""
    monkeypatch.setattr(keeping, "FEWEST", 1)
    monkeypatch.setattr(slow_files, "FEWEST", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of an article in each language, and one that has to be left out."""
    place = tmp_path / "coverage"
    place.mkdir()
    for language, text in PASSAGES.items():
        (place / FILE[language]).write_text(f"---\ndate: 03/04/2022\nurl: nowhere\n---\n{text}\n", encoding="utf-8")
    (place / "empty.txt").touch()
    return place


def read(source: Any, **given: Any) -> sl.Coverage:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sl.CoverageWarning)
        return sl.read_coverage(source, **given)


def assert_same(found: sl.Coverage, expected: sl.Coverage) -> None:
    for name in ("articles", "removed", "copies"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), check_exact=True)
    assert (found.warnings, found.passed_over) == (expected.warnings, expected.passed_over)


def assert_read_anew(source: Any, **given: Any) -> sl.Coverage:
    """Read with the cache, and make sure that it gives what reading without it does."""
    found = read(source, **given)
    assert_same(found, read(source, **given, cache=False))
    return found


@pytest.fixture
def refuse_work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, nothing may be cleaned, and no page be read."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("it was to be found again")

    def from_now_on() -> None:
        monkeypatch.setattr(keeping, "clean", refuse)
        for module in ("web_page", "mhtml", "web_archive"):
            monkeypatch.setattr(f"sinorus_lib.coverage.formats.{module}.article_on", refuse)

    return from_now_on


@pytest.mark.usefixtures("kept_always")
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_found_again_as_it_was_read(
    name: str, settings: sl.Settings, refuse_work: Callable[[], None]
) -> None:
    expected = read(FIXTURES / name, settings=settings, cache=False)
    assert_same(read(FIXTURES / name, settings=settings), expected)
    if name != "zotero":  # its articles are made of several files, which are read again
        refuse_work()
    assert_same(read(FIXTURES / name, settings=settings), expected)


def test_a_collection_is_found_again_and_what_was_added_is_cleaned(
    tmp_path: Path, settings: sl.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "collection"
    large.write(place, 1, 3_000)
    expected = assert_read_anew(place, settings=settings)
    assert len(expected) > keeping.FEWEST
    assert set(expected.articles["language"]) == {"fr", "en"}
    assert len(expected.copies)
    (place / "added.md").write_text(PASSAGES["fr"], encoding="utf-8")
    cleaned = []
    monkeypatch.setattr(keeping, "clean", lambda facts, **given: cleaned.append(facts) or clean(facts, **given))
    again = read(place, settings=settings)
    assert [facts["text"] for facts in cleaned] == [PASSAGES["fr"]]
    assert_same(again, read(place, settings=settings, cache=False))


@pytest.mark.usefixtures("kept_always")
@pytest.mark.parametrize("language", PASSAGES)
def test_a_changed_byte_a_sidecar_and_a_setting_are_read_anew(
    folder: Path, settings: sl.Settings, language: str
) -> None:
    path = folder / FILE[language]
    before = assert_read_anew(folder, settings=settings)
    path.write_bytes(path.read_bytes().replace(b"mardi", b"jeudi").replace(b"Tuesday", b"Thursday"))
    changed = assert_read_anew(folder, settings=settings)
    assert changed.articles["text"].tolist() != before.articles["text"].tolist()
    (folder / "coverage.csv").write_text(f"file,outlet,published\n{path.name},Le Port,2022-04-03\n", encoding="utf-8")
    described = assert_read_anew(folder, settings=settings)
    assert "Le Port" in set(described.articles["outlet"])
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\nRead more: another article\n")
    cut = assert_read_anew(folder, settings=settings)
    kept = assert_read_anew(folder, settings=settings.with_(keep_furniture=["read_also"]))
    assert (len(cut.removed), len(kept.removed)) == (1, 0)


@pytest.mark.usefixtures("kept_always")
def test_what_tells_the_day_from_the_month_in_another_row_counts(tmp_path: Path, settings: sl.Settings) -> None:
    table = tmp_path / "table.csv"
    rows = [f'a,"{PASSAGES["en"]}",03/04/2022', f'b,"{PASSAGES["fr"]}",02/13/2022']
    found = {}
    for count in (1, 2):
        table.write_text("\n".join(["outlet,text,date", *rows[:count]]), encoding="utf-8")
        found[count] = assert_read_anew(table, settings=settings).articles["published"].iloc[0]
    assert pd.isna(found[1])
    assert found[2] == pd.Timestamp("2022-03-04")


@pytest.mark.usefixtures("kept_always")
def test_a_file_that_was_moved_stands_where_it_stands_now(folder: Path, settings: sl.Settings) -> None:
    read(folder, settings=settings)
    (folder / "moved").mkdir()
    (folder / FILE["fr"]).rename(folder / "moved" / "other.md")
    found = assert_read_anew(folder, settings=settings)
    assert any(path.endswith("moved/other.md") for path in found.articles["source_path"])
    assert any("other.md" in outlet for outlet in found.articles["outlet"])


@pytest.mark.usefixtures("kept_always")
@pytest.mark.parametrize("damage", [b"", b"PAR1", None])
def test_what_is_damaged_is_made_again(
    settings: sl.Settings, damage: bytes | None, refuse_work: Callable[[], None]
) -> None:
    expected = read(FIXTURES / "web_page", settings=settings)
    files = sorted((settings.cache_dir or Path()).rglob("made.parquet"))
    assert len(files) == 2
    for path in files:
        raw = path.read_bytes()
        middle = len(raw) // 3
        path.write_bytes(raw[:middle] + bytes([raw[middle] ^ 255]) + raw[middle + 1 :] if damage is None else damage)
    assert_same(read(FIXTURES / "web_page", settings=settings), expected)
    refuse_work()
    assert_same(read(FIXTURES / "web_page", settings=settings), expected)


@pytest.mark.usefixtures("kept_always")
def test_a_cache_that_cannot_be_written_or_found_does_no_harm(
    tmp_path: Path, settings: sl.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read(FIXTURES / "web_page", settings=settings, cache=False)
    (tmp_path / "file").touch()
    assert_same(read(FIXTURES / "web_page", settings=settings.with_(cache_dir=tmp_path / "file" / "cache")), expected)
    monkeypatch.setenv("SINORUS_CACHE", "~nobody-of-this-name/cache")
    assert_same(read(FIXTURES / "web_page"), expected)


@pytest.mark.usefixtures("kept_always")
def test_nothing_is_kept_of_whom_asks_for_it(settings: sl.Settings) -> None:
    read(FIXTURES / "web_page", settings=settings, cache=False)
    assert not (settings.cache_dir or Path()).exists()


def test_nothing_is_kept_of_a_few_files(settings: sl.Settings) -> None:
    read(SAMPLE, settings=settings)
    assert not (settings.cache_dir or Path()).exists()


@pytest.mark.usefixtures("kept_always")
@pytest.mark.parametrize("seed", range(3))
def test_changed_files_give_the_same_twice(tmp_path: Path, settings: sl.Settings, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented
    place = tmp_path / "changed"
    place.mkdir()
    sources = sorted(path for path in FIXTURES.rglob("*_??.*") if path.is_file())
    for number, path in enumerate(chance.sample(sources, 20)):
        raw = bytearray(path.read_bytes())
        for _ in range(chance.randrange(1, 20)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        (place / f"{number:02}_{path.name}").write_bytes(raw[: chance.randrange(len(raw) // 2, len(raw) + 1)])
    (place / "good.txt").write_text(PASSAGES["en"], encoding="utf-8")
    assert_read_anew(place, settings=settings)
    assert_read_anew(place, settings=settings)


@pytest.mark.usefixtures("kept_always")
@pytest.mark.parametrize("language", PASSAGES)
def test_what_stands_beside_a_page_is_looked_for_each_time(
    tmp_path: Path, settings: sl.Settings, language: str
) -> None:
    place = tmp_path / "pages"
    place.mkdir()
    page = shutil.copy(FIXTURES / "web_page" / f"layout_{language}.html", place / "page.html")
    assert len(assert_read_anew(place, settings=settings)) == 1
    beside = place / "page_files"
    beside.mkdir()
    (beside / "frame.html").write_text(f"<html><body><p>{PASSAGES[language]}</p></body></html>", encoding="utf-8")
    assert len(assert_read_anew(place, settings=settings)) == 1
    page.rename(place / "other.html")
    assert len(assert_read_anew(place, settings=settings)) == 2


@pytest.mark.usefixtures("kept_always")
def test_a_page_that_could_not_be_read_is_tried_again(
    tmp_path: Path, settings: sl.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "pages"
    place.mkdir()
    for language in PASSAGES:
        shutil.copy(FIXTURES / "web_page" / f"layout_{language}.html", place)
    expected = read(place, settings=settings, cache=False)

    def out_of_memory(path: Path, reading: Any) -> list[Any]:
        if path.name == "layout_fr.html":
            reading.objections.add(path.name, "memory was short")
            return []
        return read_file(path, reading)

    with monkeypatch.context() as patched:
        patched.setattr("sinorus_lib.coverage.files.read_file", out_of_memory)
        assert len(read(place, settings=settings)) == 1
    assert_same(read(place, settings=settings), expected)


@pytest.mark.usefixtures("kept_always")
def test_a_file_that_cannot_be_looked_for_is_read(
    folder: Path, settings: sl.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FIXTURES / "web_page" / "layout_en.html", folder / "page.html")

    def fail(path: Path) -> None:
        raise ValueError("no idea")

    monkeypatch.setattr(slow_files, "format_of", fail)
    assert len(assert_read_anew(folder, settings=settings)) == 3
