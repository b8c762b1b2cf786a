"""The notebooks: committed with outputs, executed here, rendered as pages that work offline."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

from sinorus_lib.adjudication import read_decisions
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusError
from sinorus_lib.workbook import _decisions, render_workbook

from .conftest import ROOT, SAMPLE, Visit

Open = Callable[..., Visit]
NOTEBOOKS = ROOT / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
EXPECTED = [
    "00_start_here",
    "01_compare_coverage",
    "02_read_coverage",
    "03_align_claims",
    "04_compare_framing",
    "05_only_one_side",
    "06_adjudicate",
    "07_share_and_reuse",
    "08_larger_collections",
]
BYTES = 1_000_000


def committed(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def test_the_notebooks_are_those_expected() -> None:
    assert sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.py")) == NAMES
    assert NAMES == EXPECTED


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_opens_with_its_question_in_both_languages(name: str) -> None:
    first = committed(name).cells[0].source
    title = first.splitlines()[0]
    assert title.startswith("# ")
    assert " · " in title
    assert first.count("**Question.**") == 2
    assert "**You will see**" in first
    assert "**Vous verrez**" in first


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_takes_its_articles_and_its_language_as_parameters(name: str) -> None:
    (cell,) = [cell for cell in committed(name).cells if "parameters" in cell.metadata.get("tags", [])]
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}  # type: ignore[attr-defined]
    assert (values["coverage_path"], values["interface"]) == ("../data/coverage", "en")
    assert values.get("annotations", "../data/annotations") == "../data/annotations"


def test_every_notebook_is_reached_from_the_first() -> None:
    source = "\n".join(cell.source for cell in committed("00_start_here").cells)
    assert {f"{name}.ipynb" for name in NAMES[1:]} <= set(re.findall(r"\]\((\w+\.ipynb)\)", source))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_notebook(name: str) -> None:
    source = "\n".join(cell.source for cell in committed(name).cells if cell.cell_type == "markdown")
    assert set(re.findall(r"\]\((\w+)\.ipynb\)", source)) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_keeps_no_state_of_widgets(name: str) -> None:
    assert "widgets" not in committed(name).metadata


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_with_its_outputs_and_agrees_with_its_twin(name: str) -> None:
    notebook, twin = committed(name), jupytext.read(NOTEBOOKS / f"{name}.py")
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [(c.cell_type, c.source) for c in twin.cells]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert not [output for cell in code for output in cell.outputs if output.output_type in ("error", "stream")]
    assert code[-1].outputs or code[-2].outputs


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_small_and_names_no_path_of_a_machine(name: str) -> None:
    path = NOTEBOOKS / f"{name}.ipynb"
    assert path.stat().st_size < BYTES
    assert not re.search(r"/(home|root|work|tmp|Users)/", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_defines_nothing_and_loops_over_nothing(name: str) -> None:
    source = "\n".join(cell.source for cell in committed(name).cells if cell.cell_type == "code")
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension)
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, forbidden)]


@pytest.mark.parametrize("name", NAMES)
def test_every_rich_output_can_be_read_without_a_script(name: str) -> None:
    for cell in committed(name).cells:
        for output in cell.get("outputs", []):
            if output.output_type in ("execute_result", "display_data"):
                assert {"text/plain", "text/html"} <= set(output.data)
                assert "<script" not in "".join(output.data["text/html"])


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook")
    rendered = list(render_workbook(NOTEBOOKS, SAMPLE, target))
    assert [item.path.stem for item in rendered] == NAMES
    assert not any(item.reused for item in rendered)
    return target


def test_a_second_rendering_reuses_the_first_until_something_changes(workbook: Path, tmp_path: Path) -> None:
    assert all(item.reused for item in render_workbook(NOTEBOOKS, SAMPLE, workbook))
    changed = tmp_path / "coverage"
    shutil.copytree(SAMPLE, changed)
    first = next(iter(render_workbook(NOTEBOOKS, changed, workbook)))
    assert not first.reused
    list(render_workbook(NOTEBOOKS, SAMPLE, workbook))


@pytest.mark.parametrize("name", NAMES)
def test_an_executed_notebook_has_no_error_and_stays_small(workbook: Path, name: str) -> None:
    executed = nbformat.read(workbook / f"{name}.ipynb", as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []
    assert (workbook / f"{name}.html").stat().st_size < 7_000_000
    assert (workbook / f"{name}.ipynb").stat().st_size < BYTES


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_rendered_notebook_works_offline(workbook: Path, visit: Open, name: str) -> None:
    opened = visit(workbook / f"{name}.html")
    assert opened.page.locator("h1").first.is_visible()
    assert opened.page.get_by_text("Source 003").locator("visible=true").count()
    assert (opened.requests, opened.errors) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_rendered_notebook_is_read_without_a_script(workbook: Path, visit: Open, name: str) -> None:
    opened = visit(workbook / f"{name}.html", scripts=False)
    text = opened.page.inner_text("body")
    assert "Source 003" in text
    assert opened.requests == []


@pytest.mark.browser
def test_a_rendered_inspector_is_read_without_a_script(workbook: Path, visit: Open) -> None:
    opened = visit(workbook / "01_compare_coverage.html", scripts=False)
    assert "Sullivan" in opened.page.inner_text("body")


@pytest.mark.browser
def test_links_lead_from_page_to_page(workbook: Path, visit: Open) -> None:
    page = visit(workbook / "00_start_here.html").page
    page.get_by_role("link", name="02").first.click()
    page.wait_for_url("**/02_read_coverage.html")
    assert page.locator("h1").first.inner_text() == "Read coverage · Lire la couverture"


@pytest.fixture
def event(tmp_path: Path) -> Path:
    """Coverage of another event, without its labels."""
    target = tmp_path / "dam"
    shutil.copytree(ROOT / "data" / "calibration" / "dam", target, ignore=shutil.ignore_patterns("*.csv"))
    return target


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("02_read_coverage", "médias"),
        ("04_compare_framing", "partagées"),
        ("06_adjudicate", "Aucune paire de cette comparaison n’a encore été décidée"),
    ],
)
def test_papermill_runs_a_notebook_on_other_coverage_in_french(
    tmp_path: Path, event: Path, name: str, expected: str
) -> None:
    import papermill

    parameters = {"coverage_path": str(event), "interface": "fr"}
    if "annotations" in committed(name).cells[1].source:
        parameters["annotations"] = str(tmp_path / "annotations")
    written = tmp_path / "mine.ipynb"
    papermill.execute_notebook(
        NOTEBOOKS / f"{name}.ipynb", written, parameters, cwd=NOTEBOOKS, progress_bar=False, log_output=False
    )
    outputs = [output for cell in nbformat.read(written, as_version=4).cells for output in cell.get("outputs", [])]
    shown = " ".join(output["data"].get("text/html", "") for output in outputs if "data" in output)
    assert expected in shown
    assert "Source 003" not in shown


def test_other_coverage_is_rendered(tmp_path: Path, event: Path) -> None:
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(NOTEBOOKS / "00_start_here.ipynb", notebooks)
    (rendered,) = render_workbook(notebooks, event, tmp_path / "out")
    page = rendered.path.read_text(encoding="utf-8")
    assert "Tyne Observer" in page
    assert "Source 003" not in page


def test_the_decisions_that_come_with_the_sample_are_about_it(comparison: Comparison) -> None:
    decisions = read_decisions(ROOT / "data" / "annotations")
    assert decisions["holds"].all()
    assert decisions["blind"].all()
    known = set(comparison.claims["claim_id"])
    assert set(decisions["claim_a"]) | set(decisions["claim_b"]) <= known
    assert comparison.estimate_quality(decisions).decided == len(decisions)


def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    notebook = committed("00_start_here")
    notebook.cells = [*notebook.cells[:2], nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    with pytest.raises(SinorusError, match=r"bad\.ipynb: a cell failed with ZeroDivisionError"):
        list(render_workbook(tmp_path, SAMPLE, tmp_path / "out"))
    assert not (tmp_path / "out" / "bad.html").exists()


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ipynb").write_text("not a notebook", encoding="utf-8")
    with pytest.raises(SinorusError, match=r"bad\.ipynb: expected a notebook"):
        list(render_workbook(tmp_path, SAMPLE, tmp_path / "out"))


def test_a_folder_without_notebooks_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match="expected notebooks"):
        list(render_workbook(tmp_path, SAMPLE, tmp_path / "out"))


def test_decisions_count_among_what_a_page_is_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(NOTEBOOKS / "06_adjudicate.ipynb", folder)
    shutil.copy(NOTEBOOKS / "02_read_coverage.ipynb", folder)
    assert _decisions(folder / "06_adjudicate.ipynb") == []
    made = tmp_path / "data" / "annotations" / "ana.jsonl"
    made.parent.mkdir(parents=True)
    made.touch()
    (found,) = _decisions(folder / "06_adjudicate.ipynb")
    assert found.resolve() == made.resolve()
    assert _decisions(folder / "02_read_coverage.ipynb") == []


def test_the_record_of_what_was_rendered_is_readable(workbook: Path) -> None:
    record = json.loads((workbook / "fingerprints.json").read_text(encoding="utf-8"))
    assert sorted(record) == NAMES
