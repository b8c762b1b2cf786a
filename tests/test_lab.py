"""Real JupyterLab in real Chromium: run a notebook, use the inspector, and ask nothing of anyone else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from .conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOKEN = "only-for-this-test"  # noqa: S105 - the server lives as long as the test and listens on the loopback
NOTEBOOK = "01_compare_coverage.ipynb"
WAIT = 120_000  # milliseconds


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab on copies of the notebooks and the sample; return its address."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data/coverage"):
        shutil.copytree(ROOT / name, folder / name)
    log = folder / "lab.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
               f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}",
               "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    environment = {**os.environ, "TQDM_DISABLE": "1", "JUPYTER_CONFIG_DIR": str(folder / "config"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}  # fmt: skip
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, env=environment)
        try:
            yield _address(log, server)
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


@pytest.fixture(scope="module")
def opened(lab: str, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open the notebook in JupyterLab and run all its cells."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    elsewhere: list[str] = []
    context.route(
        lambda url: urlsplit(url).hostname not in (None, "127.0.0.1"),
        lambda route: (elsewhere.append(route.request.url), route.abort()),
    )
    page = context.new_page()
    page.goto(f"{lab}lab/tree/notebooks/{NOTEBOOK}?token={TOKEN}")
    page.get_by_text("| Idle").wait_for(timeout=WAIT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('li[data-command="runmenu:run-all"]').click()
    yield page, elsewhere
    context.close()


@pytest.mark.browser
def test_the_inspector_works_in_jupyterlab(opened: tuple[Page, list[str]]) -> None:
    page, elsewhere = opened
    inspector = page.locator(".sinorus-inspector, .jupyter-widgets.widget-vbox").first
    inspector.wait_for(timeout=WAIT)
    inspector.scroll_into_view_if_needed()
    assert inspector.locator("select").count() >= 2
    before = inspector.inner_text()
    inspector.locator("select").first.select_option(index=1)
    page.wait_for_function(
        "([node, text]) => node.innerText !== text", arg=[inspector.element_handle(), before], timeout=30_000
    )
    assert "%" in inspector.inner_text()
    assert elsewhere == []
