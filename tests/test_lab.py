"""Real JupyterLab in real Chromium: run every notebook, filter, open a pair, decide, reload; ask nobody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect

from .conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

TOKEN = "only-for-this-test"  # noqa: S105 - the server lives as long as the test and listens on the loopback
AUTHORISED = {"Authorization": f"token {TOKEN}"}
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
INSPECTED = "01_compare_coverage.ipynb"
WAIT = 120_000  # milliseconds


@dataclass
class Lab:
    """A JupyterLab that runs on copies of the notebooks, and what its pages did."""

    address: str
    folder: Path
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, browser: Browser, name: str) -> Page:
        """Open a notebook in a window of its own, and in a workspace of its own: no other notebook comes back there."""
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        context.route(
            lambda url: urlsplit(url).hostname not in (None, "127.0.0.1"),
            lambda route: (self.elsewhere.append(route.request.url), route.abort()),
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.address}lab/workspaces/{Path(name).stem}/tree/notebooks/{name}?token={TOKEN}")
        page.get_by_text("| Idle").wait_for(timeout=WAIT)
        return page

    def run_all(self, page: Page, name: str) -> nbformat.NotebookNode:
        """Run all cells, and return the notebook as JupyterLab saved it when the last one was done."""
        for _ in range(3):
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.locator('li[data-command="runmenu:run-all"]').click()
            self._wait_until_idle(page)
            saved = self.save(page, name)
            if all(cell.execution_count for cell in saved.cells if cell.cell_type == "code"):
                return saved
        raise AssertionError(f"{name}: not all cells were run.")

    def save(self, page: Page, name: str) -> nbformat.NotebookNode:
        """Save the notebook, and return it as it stands on the disk."""
        path = self.folder / "notebooks" / name
        before = path.stat().st_mtime_ns
        page.get_by_role("button", name=re.compile("Save and create checkpoint")).first.click()
        _wait_until(page, lambda: path.stat().st_mtime_ns > before)
        page.wait_for_timeout(1_000)
        return nbformat.read(path, as_version=4)

    def _wait_until_idle(self, page: Page, seconds: int = 4) -> None:
        """Wait until no kernel has had anything to do for some seconds."""
        idle = 0
        for _ in range(WAIT // 1_000):
            page.wait_for_timeout(1_000)
            working = any(kernel["execution_state"] != "idle" for kernel in self._kernels(page))
            idle = 0 if working else idle + 1
            if idle >= seconds:
                return

    def _kernels(self, page: Page) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = page.request.get(f"{self.address}api/kernels", headers=AUTHORISED).json()
        return found

    def close(self, page: Page) -> None:
        """Close the window and end its kernel."""
        for kernel in self._kernels(page):
            page.request.delete(f"{self.address}api/kernels/{kernel['id']}", headers=AUTHORISED)
        page.context.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab on copies of the notebooks, without their outputs, and of the sample."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data/coverage", "data/events"):
        shutil.copytree(ROOT / name, folder / name)
    for name in NOTEBOOKS:
        _clear(folder / "notebooks" / name)
    log = folder / "lab.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
               f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}",
               "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    environment = {**os.environ, "TQDM_DISABLE": "1", "JUPYTER_CONFIG_DIR": str(folder / "config"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}  # fmt: skip
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, env=environment)
        try:
            yield Lab(_address(log, server), folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(120):
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        if found:
            return found.group()
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _clear(path: Path) -> None:
    """Take the outputs away, and the pairing with a script, so that saving writes one file."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("jupytext", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != INSPECTED])
def test_every_cell_of_a_notebook_runs(lab: Lab, browser: Browser, name: str) -> None:
    page = lab.open(browser, name)
    saved = lab.run_all(page, name)
    lab.close(page)
    outputs = [output for cell in saved.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert any(output.output_type != "stream" for output in outputs)
    assert (lab.elsewhere, lab.errors) == ([], [])


def _pairs(inspector: Locator) -> Locator:
    return inspector.locator("[role=option]")


def _inspector(page: Page) -> Locator:
    """Return the inspector; JupyterLab draws only the cells that are near what is seen."""
    found = page.locator(".inspector").first
    scroller = page.locator(".jp-WindowedPanel-outer").filter(visible=True).first
    for _ in range(40):
        if found.count():
            break
        scroller.hover()
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(250)
    found.scroll_into_view_if_needed(timeout=WAIT)
    expect(found.locator(".row").first).to_be_visible()
    return found


@pytest.mark.browser
def test_the_inspector_filters_decides_and_remembers(lab: Lab, browser: Browser) -> None:
    page = lab.open(browser, INSPECTED)
    lab.run_all(page, INSPECTED)
    inspector = _inspector(page)
    total = _shown(inspector)
    inspector.locator("select[name=relation]").select_option("related")
    page.wait_for_timeout(300)
    assert 0 < _shown(inspector) < total
    inspector.locator("select[name=relation]").select_option("")
    _pairs(inspector).nth(1).click()
    page.keyboard.press("r")
    written = lab.folder / "data" / "annotations" / "ana.jsonl"
    if inspector.locator("input[name=coder]").is_visible():
        inspector.locator("input[name=coder]").fill("ana")
        page.keyboard.press("Enter")
    _wait_until(page, written.is_file)
    (record,) = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert (record["coder"], record["decision"]) == ("ana", "related")
    inspector.get_by_role("tab", name=re.compile("Charts")).click()
    page.wait_for_function("document.querySelectorAll('.inspector .main-svg').length >= 4", timeout=WAIT)
    lab.save(page, INSPECTED)
    page.reload()
    page.get_by_text("| Idle").wait_for(timeout=WAIT)
    expect(_inspector(page).locator("[role=option] .decided").first).to_contain_text("related")
    lab.close(page)
    assert (lab.elsewhere, lab.errors) == ([], [])


def _shown(inspector: Locator) -> int:
    count = inspector.locator(".head .count")
    expect(count).to_contain_text(re.compile(r"\d"))
    return int(str(count.text_content()).split()[0])


def _wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds; meanwhile the page is served."""
    for _ in range(60):
        if holds():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{holds} did not come to hold")
