"""What the views cost: how long an inspector takes to build and to answer, and how large the exported files are.

The pairs are candidates of a comparison of the calibration coverage, the most probable first, with their texts, words
and measures: real ones, though a claim stands in several of them.
"""

from __future__ import annotations

import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sinorus_lib.alignment import select_pairs, token_encoder, word_table
from sinorus_lib.comparison import Comparison, compare
from sinorus_lib.coverage import read_coverage
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.views.page import page_html
from sinorus_lib.views.view_model import pack, view_model

SIZES = (1_000, 10_000)
SEARCHES = ("m", "mi", "min", "", "de", "der", "the", "")
# What a filter costs, the list and the counts drawn anew included.
TYPE = """text => {
  const field = document.querySelector(".inspector [name=search]");
  const start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""
_CHOOSE = """([name, value]) => {
  const field = document.querySelector(`.inspector [name=${name}]`);
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new Event("change", {bubbles: true}));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""
_CHOICES = (("relation", "related"), ("relation", ""), ("outlet", "1"), ("outlet", ""), ("sort", "divergence"))
# Says when the first row was there, counted from the start of the navigation.
WATCH = """new MutationObserver((_, watcher) => {
  if (document.querySelector(".inspector .row")) { window.mounted = performance.now(); watcher.disconnect(); }
}).observe(document, {subtree: true, childList: true});"""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def inspector_section(data: Path) -> str:
    """Return the table of what inspectors of many pairs cost."""
    whole = compare(read_coverage(data / "calibration/*/*.md"), progress=False)
    with browser() as chromium:
        rows = [_inspector_row(_first(whole, size), chromium) for size in SIZES]
    note = (
        f"Candidate pairs of `data/calibration`, the most probable first; {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}, headless Chromium. Goals: a filter answers "
        "in under 100 ms with 10,000 pairs; the page of 1,000 pairs without charts is under 1 MB."
    )
    headings = (
        "pairs", "view model, s", "packed, KB", "page, KB", "with charts, KB", "first row shown, ms",
        "search, median ms", "slowest", "choose or sort, median ms", "slowest",
    )  # fmt: skip
    return f"{note}\n\n{markdown(headings, rows)}"


def _first(comparison: Comparison, size: int) -> Comparison:
    """Return the comparison with its most probable candidates as pairs, with their words.

    Raises:
        ValueError: if it has fewer candidates.
    """
    settings = comparison.settings.with_(min_probability=0.0)
    pairs = select_pairs(comparison.candidates, settings).head(size).reset_index(drop=True)
    if len(pairs) < size:
        raise ValueError(f"The coverage has {len(pairs)} candidate pairs; expected {size}.")
    pairs = pairs.assign(relation=pairs["relation"].fillna("related"))
    claims = comparison.claims[comparison.claims["claim_id"].isin([*pairs["claim_a"], *pairs["claim_b"]])]
    tokens = token_encoder(settings).encode(claims["text"].tolist())
    return replace(comparison, pairs=pairs, words=word_table(pairs, claims, tokens, comparison.space))


def _inspector_row(comparison: Comparison, chromium: Any) -> list[Cell]:
    begun = time.perf_counter()
    model = view_model(comparison, charts=False)
    built = time.perf_counter() - begun
    page = page_html(comparison, charts=False)
    shown, searches, choices = _timed(page, chromium)
    return [
        len(comparison.pairs), round(built, 1), _kilobytes(pack(model)), _kilobytes(page.encode()),
        _kilobytes(page_html(comparison).encode()), round(shown), round(statistics.median(searches)),
        round(max(searches)), round(statistics.median(choices)), round(max(choices)),
    ]  # fmt: skip


def _timed(page: str, chromium: Any) -> tuple[float, list[float], list[float]]:
    """Return in milliseconds when the first row was shown, what searches took, and other filters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        window = context.new_page()
        window.add_init_script(WATCH)
        window.goto(path.as_uri())
        window.locator(".inspector .row").first.wait_for()
        shown = float(window.evaluate("window.mounted"))
        searches = [float(window.evaluate(TYPE, text)) for text in SEARCHES]
        choices = [float(window.evaluate(_CHOOSE, list(choice))) for choice in _CHOICES]
        context.close()
    return shown, searches, choices


@contextmanager
def browser() -> Iterator[Any]:
    """Open headless Chromium, and close it at the end.

    Raises:
        FileNotFoundError: if there is none on the path.
    """
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        raise FileNotFoundError("No Chromium found; expected one of " + ", ".join(_CHROMIUM) + " on the path.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        yield launched
        launched.close()


def notebooks_section(notebooks: Path) -> str:
    """Return the table of what the notebooks weigh, as they are committed and as one file."""
    from sinorus_lib.views.export import SinorusExporter

    rows: list[list[Cell]] = []
    for path in sorted(notebooks.glob("*.ipynb")):
        begun = time.perf_counter()
        page, _ = SinorusExporter().from_filename(str(path))
        took = round(time.perf_counter() - begun, 1)
        rows.append([f"`{path.stem}`", _kilobytes(path.read_bytes()), _kilobytes(page.encode()), took])
    note = "Goals: a notebook is under 1 MB, its exported file, plotly.js included, under 7 MB."
    return f"{note}\n\n{markdown(('notebook', 'committed, KB', 'exported, KB', 'export, s'), rows)}"


def _kilobytes(content: bytes) -> int:
    return round(len(content) / 1_000)
