"""The page: one file, no request, small, readable without a script and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.page import only_here, page_html, sample_sentence, write_page
from sinorus_lib.views.pairs import FULL, STATIC
from sinorus_lib.views.strings import load_strings
from tests.views.conftest import make_shared

if TYPE_CHECKING:
    from tests.views.conftest import Visit

Open = Callable[..., "Visit"]


@pytest.fixture
def page(comparison: Comparison, tmp_path: Path) -> Path:
    return write_page(comparison, tmp_path / "comparison.html")


@pytest.fixture
def plain(comparison: Comparison, tmp_path: Path) -> Path:
    """The page without charts."""
    return write_page(comparison, tmp_path / "comparison.html", charts=False)


def test_the_page_names_nothing_outside_itself(plain: Path) -> None:
    soup = BeautifulSoup(plain.read_text(encoding="utf-8"), "html.parser")
    assert not soup.select("link, img, iframe, [src], [style]")
    assert plain.stat().st_size < 250_000


def test_a_thousand_pairs_stay_small(tmp_path: Path) -> None:
    comparison = make_shared(tmp_path, pairs=1_000, articles=4)
    page = page_html(comparison, charts=False)
    cards = re.findall("<article.*?</article>", page, re.DOTALL)
    assert len(cards) == STATIC
    assert sum('class="card brief"' in card for card in cards) == STATIC - FULL
    with_charts = page_html(comparison)
    print(f"a page of 1,000 pairs: {len(page.encode()):,} bytes, with charts {len(with_charts.encode()):,}")
    assert len(page.encode()) < 1_000_000
    assert len(with_charts.encode()) < 7_000_000


def test_a_page_of_more_pairs_than_its_static_form_shows_says_so(
    shared: Comparison, interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinorus_lib.views.page.STATIC", 5)
    text = BeautifulSoup(page_html(shared, interface=interface, charts=False), "html.parser").get_text()
    assert {"en": "The first 5 of 12 pairs", "fr": "Les 5 premières des 12 paires"}[interface] in text


def test_the_policy_lets_only_the_pages_own_scripts_and_style_run(plain: Path) -> None:
    soup = BeautifulSoup(plain.read_text(encoding="utf-8"), "html.parser")
    policy = str(soup.select("meta[http-equiv=Content-Security-Policy]")[0]["content"])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = soup.select("script:not([type='application/json'])")
    assert policy.count("sha256-") == len(scripts) + len(soup.select("style")) == 3


def test_with_charts_no_script_but_the_pages_own_may_run(page: Path) -> None:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    policy = str(soup.select("meta[http-equiv=Content-Security-Policy]")[0]["content"])
    assert "unsafe" not in policy.partition("style-src")[0]
    assert policy.count("sha256-") == len(soup.select("script:not([type='application/json'])")) == 3


def test_the_page_says_its_language(comparison: Comparison, interface: str) -> None:
    soup = BeautifulSoup(page_html(comparison, interface=interface), "html.parser")
    assert soup.select("html")[0]["lang"] == interface
    assert {"en": "Found in one outlet only", "fr": "Trouvé dans un seul média"}[interface] in soup.get_text()


def test_unmatched_claims_stand_with_their_nearest_candidates(comparison: Comparison) -> None:
    found = dict(only_here(comparison, load_strings("en")))
    assert set(found) == {"Le Nord", "The South"}
    claim = found["Le Nord"][0]
    assert claim.text == "Il pleut sur la capitale."
    assert [(near.outlet, near.text, near.percent) for near in claim.near] == [
        ("The South", "Markets fell on Monday.", "2%")
    ]


def test_a_small_sample_is_said_to_be_small(comparison: Comparison, interface: str) -> None:
    said = sample_sentence(comparison, load_strings(interface))
    assert {"en": "Nothing is tested", "fr": "Rien n’est testé"}[interface] in said


def test_measures_without_a_null_are_named(comparison: Comparison, interface: str) -> None:
    framing = comparison.framing.assign(measure=comparison.framing["measure"].replace("certainty", "loaded_words"))
    said = sample_sentence(replace(comparison, framing=framing), load_strings(interface))
    assert {"en": "not been set against true", "fr": "pas été confrontées"}[interface] in said
    assert "loaded words" in said


def test_the_page_tells_findings_and_words_left_over(shared: Comparison, interface: str) -> None:
    soup = BeautifulSoup(page_html(shared, interface=interface), "html.parser")
    first = soup.select("#divergence > .findings li")
    assert {"en": "hardly chance", "fr": "guère un hasard"}[interface] in first[0].get_text()
    assert soup.select("#divergence details .findings li")
    assert soup.select("#left-over .leftover bdi[lang=fr]")
    assert soup.select("#left-over .leftover bdi[lang=en]")


def test_a_comparison_without_pairs_has_a_page(empty_comparison: Comparison, interface: str) -> None:
    text = BeautifulSoup(page_html(empty_comparison, interface=interface), "html.parser").get_text()
    assert {"en": "No two outlets share", "fr": "Aucun couple de médias"}[interface] in text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 1440])
def test_the_page_asks_nothing_reports_nothing_and_fits(page: Path, visit: Open, scheme: str, width: int) -> None:
    seen = visit(page, scheme=scheme, width=width)
    seen.page.locator(".inspector").wait_for()
    assert (seen.requests, seen.errors) == ([], [])
    assert not seen.page.locator(".static").first.is_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_on_paper_the_pairs_stand_one_below_the_other(page: Path, visit: Open, tmp_path: Path) -> None:
    seen = visit(page).page
    seen.locator(".inspector").wait_for()
    seen.emulate_media(media="print")
    seen.locator(".inspector .print").wait_for()
    text = seen.locator(".inspector .print").inner_text()
    assert all(said in text for said in ("aurait demandé", "Le Nord", "The South", "denies"))
    assert not seen.locator(".inspector input:visible, .inspector select:visible, .inspector button:visible").count()
    seen.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").read_bytes().count(b"/Type /Page\n") >= 1


@pytest.mark.browser
def test_without_a_script_all_pairs_are_read_and_no_dead_control_is_shown(page: Path, visit: Open) -> None:
    seen = visit(page, scripts=False)
    assert seen.page.locator(".card:visible").count() == 3
    assert not seen.page.locator("input, select, button").count()
    seen.page.locator("details.outlet summary").first.click()
    assert seen.page.get_by_text("Il pleut sur la capitale.").first.is_visible()


@pytest.mark.browser
def test_hostile_text_harms_nothing(hostile: Comparison, tmp_path: Path, visit: Open) -> None:
    seen = visit(write_page(hostile, tmp_path / "page.html"))
    seen.page.mouse.move(400, 600)
    seen.page.fill("input[name=search]", "<script>")
    for tab in seen.page.get_by_role("tab").all():
        tab.click()
    seen.page.wait_for_function("document.querySelectorAll('.inspector .main-svg').length >= 4")
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not seen.page.evaluate("Array.from(document.links).some(a => !/^(https?:|file:.*#)/.test(a.href))")


def test_no_style_attribute_needs_the_policy(comparison: Comparison) -> None:
    assert not re.search(r"<[^>]+\sstyle=", page_html(comparison, charts=False))


@pytest.mark.browser
def test_the_browser_would_have_noticed_a_request(tmp_path: Path, visit: Open) -> None:
    path = tmp_path / "page.html"
    path.write_text("<img src='https://far.example/x.png'>", encoding="utf-8")
    assert visit(path).requests == ["https://far.example/x.png"]
