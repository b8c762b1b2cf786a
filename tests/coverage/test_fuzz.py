"""Files that were changed on their way, or made to harm: never a traceback, never a good article lost."""

from __future__ import annotations

import os
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.coverage import cleaning, files
from sinorus_lib.coverage.formats import suffixes
from sinorus_lib.errors import CoverageError, CoverageWarning
from sinorus_lib.evaluation.fuzz import BAD, fixture_files, try_mutation
from sinorus_lib.evaluation.fuzz.mutations import MUTATIONS
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "coverage" / "fixtures"
GOOD = "Le port a rouvert mardi après douze jours de grève. Les dockers ont obtenu une prime de 1 200 euros."


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_changed_file_loses_nothing_beside_it(mutation: str) -> None:
    """Every mutation of a third of the fixtures; ``python -m sinorus_lib.evaluation.fuzz`` tries all of them."""
    place = list(MUTATIONS).index(mutation)
    chosen = fixture_files(FIXTURES)[place % 3 :: 3]
    trials = [try_mutation(path, mutation, seed=place) for path in chosen]
    assert [trial for trial in trials if trial.outcome in BAD] == []
    assert len(trials) >= 5


def read_beside_a_good_file(folder: Path, name: str, content: bytes) -> sl.Coverage:
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / name).write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)
        coverage = sl.read_coverage(folder)
    assert GOOD in set(coverage.articles["text"])
    return coverage


@pytest.mark.parametrize("suffix", suffixes())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_lose_nothing_beside_them(tmp_path: Path, suffix: str, content: bytes) -> None:
    read_beside_a_good_file(tmp_path, f"any{suffix}", content)


def test_ten_thousand_empty_files_lose_nothing_and_are_told_in_few_words(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").touch()
    begun = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        coverage = sl.read_coverage(tmp_path)
    assert coverage.articles["text"].tolist() == [GOOD]
    assert sum("found no sentence" in message for message in coverage.warnings) == 10_000
    assert len(caught) < 40
    assert any("9980 more files" in str(item.message) for item in caught)
    assert time.perf_counter() - begun < 120


def test_a_text_of_millions_of_characters_is_left_out(tmp_path: Path) -> None:
    coverage = read_beside_a_good_file(tmp_path, "book.txt", b"mot " * (cleaning.LONGEST_ARTICLE // 4 + 1))
    assert any("expected an article of at most 2 million characters" in message for message in coverage.warnings)


def test_a_file_that_is_too_large_is_left_out_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as stream:
        stream.truncate(files.LARGEST_FILE + 1)  # a hole: it takes no room
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    with pytest.warns(CoverageWarning, match=r"huge\.csv: expected a file of at most 128 MB"):
        coverage = sl.read_coverage(tmp_path)
    assert coverage.articles["text"].tolist() == [GOOD]


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "a/../../secret.txt", "C:\\secret.txt"])
def test_a_sidecar_names_no_file_outside_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    coverage = read_beside_a_good_file(folder, "coverage.csv", f'file,outlet\n"{name}",Evil\n'.encode())
    assert "Evil" not in set(coverage.articles["outlet"])
    assert any("outside its folder" in message for message in coverage.warnings)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("The secret of the house is kept in the cellar. Nobody may know it.")
    os.symlink(tmp_path / "secret.txt", folder / "inside.txt")
    os.symlink(tmp_path, folder / "around")
    coverage = read_beside_a_good_file(folder, "b.txt", GOOD.replace("mardi", "lundi").encode())
    assert not any("secret" in text for text in coverage.articles["text"])
    assert any("is a link to a file outside the folder" in message for message in coverage.warnings)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://", "//x.y/z"]
)
def test_an_address_that_is_not_of_the_web_stays_unknown(tmp_path: Path, url: str) -> None:
    content = f'---\nurl: "{url}"\n---\n\n{GOOD.replace("mardi", "lundi")}'.encode()
    coverage = read_beside_a_good_file(tmp_path, "b.md", content)
    assert coverage.articles["url"].isna().all()
    assert any("expected an address that begins with https://" in message for message in coverage.warnings)


def test_front_matter_runs_nothing(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    content = (
        f"---\ntitle: !!python/object/apply:os.system ['touch {touched}']\n---\n\n{GOOD.replace('mardi', 'jeudi')}"
    )
    read_beside_a_good_file(tmp_path, "b.md", content.encode())
    assert not touched.exists()


def test_a_pickle_that_calls_itself_parquet_is_not_unpickled(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    pickled = f"cos\nsystem\n(S'touch {touched}'\ntR.".encode()
    coverage = read_beside_a_good_file(tmp_path, "b.parquet", pickled)
    assert not touched.exists()
    assert any(message.startswith("b.parquet: ") for message in coverage.warnings)


def test_what_is_strict_stops_at_the_first_harm(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.json").write_bytes(b"[" * 100_000)
    with pytest.raises(CoverageError, match=r"b\.json"):
        sl.read_coverage(tmp_path, strict=True)
