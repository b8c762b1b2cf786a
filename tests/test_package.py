"""The package as a whole: quick to import, its names, its data dictionary, its environments."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tomllib

import yaml

import sinorus_lib as sl
from sinorus_lib.schemas import data_dictionary

from .conftest import ROOT

HEAVY = ("torch", "spacy", "plotly", "ipywidgets", "transformers", "sentence_transformers", "sklearn")


def test_import_is_quick_and_loads_nothing_heavy() -> None:
    program = (
        "import sys, time; start = time.perf_counter(); import sinorus_lib; "
        "print(time.perf_counter() - start, *[name for name in sys.argv[1:] if name in sys.modules])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, *HEAVY], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(3)
    ]
    assert min(float(seconds) for seconds, *_ in runs) < 0.5
    assert [loaded for _, *loaded in runs] == [[], [], []]


def test_every_public_name_is_there_and_sorted() -> None:
    assert list(sl.__all__) == sorted(sl.__all__)
    assert all(getattr(sl, name) is not None for name in sl.__all__)


def test_the_stages_work_one_by_one_as_in_the_readme(coverage: sl.Coverage) -> None:
    claims = sl.split_claims(coverage)
    vectors = sl.embed(claims)
    pairs = sl.align(claims, vectors)
    framing = sl.measure_framing(claims)
    assert vectors.shape == (len(claims), 384)
    assert set(pairs["claim_a"]) <= set(claims["claim_id"])
    assert set(framing["claim_id"]) == set(claims["claim_id"])


def test_the_data_dictionary_is_that_of_the_code() -> None:
    assert data_dictionary() in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def test_the_conda_environment_agrees_with_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    assert environment["name"] == project["name"]
    assert "python=3.11" in environment["dependencies"]
    assert project["requires-python"] == ">=3.11"
    assert sorted(pip, key=str.lower) == sorted([*project["dependencies"], "-e .[scale]"], key=str.lower)


def test_the_lock_pins_every_dependency_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.startswith("#")]
    pinned = {_plain(line.split("==")[0]) for line in lines}
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", line) for line in lines)
    assert {_plain(re.split(r"[<>=]", name)[0]) for name in wanted} <= pinned
    assert "torch==2.13.0" in lines


def test_tracked_files_are_small_and_name_no_absolute_path() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    present = [path for path in files if path.is_file()]
    assert [path.name for path in present if path.stat().st_size > 1_500_000] == []
    assert [path.name for path in present if str(ROOT).encode() in path.read_bytes()] == []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
