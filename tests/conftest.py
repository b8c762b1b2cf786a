"""Shared by all tests: the sample, one parser, one comparison by the real encoder, a browser that reaches nobody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sinorus_lib as sl
from sinorus_lib.parsing import Parser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "coverage"

# Files whose tests take longest: begun first, so that two processes end together.
SLOWEST = ("test_lab.py", "test_notebooks.py")
# The same passage in both languages, so that a test can run in each: two sentences, a quotation, a number.
PASSAGES = {
    "fr": (
        "Le port a rouvert mardi, selon la préfecture, après douze jours de grève. « Nous avons obtenu 1 200 euros de "
        "prime », a déclaré la déléguée syndicale Agnès Morel, qui parle d’une victoire pour les dockers."
    ),
    "en": (
        "The port reopened on Tuesday, according to the prefecture, after a twelve-day strike. “We obtained a bonus of "
        "1,200 euros,” said the union delegate Agnès Morel, who calls it a victory for the dockers."
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: SLOWEST.index(item.path.name) if item.path.name in SLOWEST else len(SLOWEST))


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def coverage() -> sl.Coverage:
    return sl.read_coverage(SAMPLE)


@pytest.fixture(scope="session")
def comparison(coverage: sl.Coverage) -> sl.Comparison:
    """The sample, compared by the real encoder and parser."""
    return sl.compare(coverage, progress=False)


@pytest.fixture
def passages() -> dict[str, str]:
    return dict(PASSAGES)


@dataclass
class Visit:
    """A page that was opened, and what it did on its own."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note(self, route: Route) -> None:
        """Write down a request that the page's policy let through, and refuse it."""
        self.requests.append(route.request.url)
        route.abort()

    def harmed(self) -> bool:
        """Say whether any text of an article has run as a script."""
        return bool(self.page.evaluate("window.harmed === 1"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")  # as in find_chromium.sh
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("No Chromium found: install it, or name it in the environment variable CHROMIUM.")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a file with the network blocked; records requests and console errors."""
    contexts = []

    def open_file(path: Path, *, scripts: bool = True, width: int = 1440, scheme: Any = "light") -> Visit:
        context = browser.new_context(
            java_script_enabled=scripts, offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        found = Visit(context.new_page())
        context.route(lambda url: not url.startswith(("file:", "data:")), found.note)
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        found.page.on("console", lambda line: found.errors.append(line.text) if line.type == "error" else None)
        found.page.goto(path.as_uri())
        return found

    yield open_file
    for context in contexts:
        context.close()
