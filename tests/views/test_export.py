"""The exporter: a notebook as one file that asks nothing of anyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat.v4 as nbf
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from playwright.sync_api import expect

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.charts import PLOTLY_MIME
from sinorus_lib.views.export import SinorusExporter
from sinorus_lib.views.inspector import inspector
from sinorus_lib.views.summaries import comparison_html

if TYPE_CHECKING:
    from tests.views.conftest import Visit

Open = Callable[..., "Visit"]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "0%| | 0/3"}


def _cell(source: str, *bundles: dict[str, Any]) -> NotebookNode:
    outputs = [nbf.new_output("display_data", data=bundle) for bundle in bundles]
    return nbf.new_code_cell(source, outputs=outputs)


def _notebook(comparison: Comparison, *, charts: bool = True) -> NotebookNode:
    cells = [
        nbf.new_markdown_cell("# Qu'est-ce qui est partagé ?\n\nA **question**."),
        _cell("comparison", {"text/html": comparison_html(comparison), "text/plain": "Comparison"}),
        _cell("bar", WIDGET),
        _cell("picture", {"image/png": PIXEL, "text/plain": "Figure"}),
        nbf.new_code_cell("print(1)", outputs=[nbf.new_output("stream", name="stdout", text="one & <two>")]),
        nbf.new_code_cell(
            "fail()", outputs=[nbf.new_output("error", ename="E", evalue="<no>", traceback=["E: <no>"])]
        ),
    ]
    if charts:
        cells.append(_cell("comparison.inspect()", inspector(comparison)._repr_mimebundle_()[0]))
        bundles = [make()._repr_mimebundle_() for make in (comparison.coverage_chart, comparison.pair_map)]  # type: ignore[operator]  # Chart
        alone = {PLOTLY_MIME: {"data": [{"type": "bar", "y": [1, 2]}], "layout": {}}}
        cells += [_cell("chart", bundle) for bundle in (*bundles, alone)]
    return nbf.new_notebook(cells=cells)


def _export(notebook: NotebookNode) -> str:
    page, _ = SinorusExporter().from_notebook_node(notebook)
    return str(page)


@pytest.fixture(scope="module")
def exported(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "notebook.html"
    path.write_text(_export(_notebook(comparison)), encoding="utf-8")
    return path


def test_the_exporter_is_registered() -> None:
    found = {point.name: point for point in entry_points(group="nbconvert.exporters")}
    assert found["sinorus"].load() is SinorusExporter
    assert SinorusExporter().export_from_notebook == "sinorus (offline HTML)"


def test_plotly_is_embedded_once_and_the_file_stays_small(exported: Path) -> None:
    page = exported.read_text(encoding="utf-8")
    assert exported.stat().st_size < 7_000_000
    assert (
        sum(len(script.get_text()) > 1_000_000 for script in BeautifulSoup(page, "html.parser").select("script")) == 1
    )


def test_without_a_chart_plotly_is_left_out(comparison: Comparison) -> None:
    page = _export(_notebook(comparison, charts=False))
    assert len(page) < 250_000
    assert "Plotly" not in page


def test_nothing_is_loaded_from_elsewhere(exported: Path) -> None:
    soup = BeautifulSoup(exported.read_text(encoding="utf-8"), "html.parser")
    assert not soup.select("script[src], link, iframe")
    policy = str(soup.select("meta[http-equiv=Content-Security-Policy]")[0]["content"])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy.split("style-src")[0]


def test_every_output_is_there(exported: Path) -> None:
    soup = BeautifulSoup(exported.read_text(encoding="utf-8"), "html.parser")
    assert len(soup.select(".output")) == 9
    text = soup.select("main")[0].get_text()
    assert all(words in text for words in ("one & <two>", "E: <no>", "0%| | 0/3", "drawn where scripts run"))
    assert len(soup.select(".sinorus-view")) == 1
    assert soup.select("img[src^='data:image/png']")
    assert len(soup.select("details.input")) == 9


def test_the_language_of_the_notebook_is_that_of_the_page(comparison: Comparison) -> None:
    notebook = _notebook(comparison, charts=False)
    notebook.metadata["language"] = "fr"
    assert '<html lang="fr">' in _export(notebook)
    assert '<html lang="en">' in _export(_notebook(comparison, charts=False))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_and_nothing_is_asked(exported: Path, visit: Open, scheme: str) -> None:
    seen = visit(exported, scheme=scheme)
    seen.page.wait_for_function("document.querySelectorAll('.plotly-chart .main-svg').length >= 3")
    seen.page.locator(".inspector").wait_for()
    assert not seen.page.locator(".static:visible").count()
    assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.browser
def test_on_paper_charts_have_their_static_form(exported: Path, visit: Open) -> None:
    seen = visit(exported, scheme="dark").page
    expect(seen.locator(".plotly-chart .main-svg").first).to_be_visible()
    seen.emulate_media(media="print")
    expect(seen.locator(".plotly-chart .main-svg").first).not_to_be_visible()
    expect(seen.locator(".plotly-chart > .static").first).to_be_visible()


@pytest.mark.browser
def test_a_picture_from_elsewhere_is_not_asked_for(tmp_path: Path, visit: Open) -> None:
    path = tmp_path / "notebook.html"
    notebook = nbf.new_notebook(cells=[nbf.new_markdown_cell("![far](https://far.example/x.png)")])
    path.write_text(_export(notebook), encoding="utf-8")
    seen = visit(path)
    assert seen.requests == []
    assert seen.errors == []


@pytest.mark.browser
def test_the_inspector_of_an_export_filters_decides_and_remembers(exported: Path, visit: Open) -> None:
    seen = visit(exported)
    inspector = seen.page.locator(".inspector")
    inspector.locator("select[name=relation]").select_option("related")
    expect(inspector.locator("[role=option]:visible")).to_have_count(1)
    inspector.locator("select[name=relation]").select_option("")
    inspector.locator("[role=option]").nth(1).click()
    inspector.get_by_role("button", name=re.compile("^different")).click()
    seen.page.keyboard.type("ana\n")
    inspector.locator("[role=option]", has_text="different").wait_for()
    seen.page.reload()
    seen.page.locator(".inspector [role=option]", has_text="different").wait_for()
    assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.browser
def test_without_a_script_charts_and_pairs_are_read(exported: Path, visit: Open) -> None:
    seen = visit(exported, scripts=False).page
    assert seen.locator("table.matrix:visible").count() == 2
    assert seen.locator(".plotly-chart img:visible").count() >= 1
    assert seen.locator(".sinorus-view .card:visible").count() == 3


@pytest.mark.browser
def test_hostile_text_harms_nothing(hostile: Comparison, tmp_path: Path, visit: Open) -> None:
    notebook = _notebook(hostile)
    notebook.cells.append(
        _cell("raw", {"text/html": "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'>"})
    )
    path = tmp_path / "notebook.html"
    path.write_text(_export(notebook), encoding="utf-8")
    seen = visit(path)
    seen.page.wait_for_function("document.querySelectorAll('.plotly-chart .main-svg').length >= 3")
    points = seen.page.locator(".plotly-chart .point")
    points.last.hover(force=True)
    assert not seen.harmed()
    assert not seen.page.locator(".plotly-chart img:not([src^='data:image/png'])").count()
