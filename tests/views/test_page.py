"""The page: one file, no request, readable without a script, filters that filter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.page import only_here, page_html, sample_sentence, write_page
from sinorus_lib.views.pairs import FULL
from sinorus_lib.views.strings import load_strings
from tests.views.conftest import make_shared

if TYPE_CHECKING:
    from tests.views.conftest import Visit

Open = Callable[..., "Visit"]


@pytest.fixture
def page(comparison: Comparison, tmp_path: Path) -> Path:
    return write_page(comparison, tmp_path / "comparison.html")


def test_the_page_names_nothing_outside_itself(page: Path) -> None:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assert not soup.select("link, img, iframe, [src], [style]")
    assert page.stat().st_size < 100_000


def test_a_thousand_pairs_stay_small(tmp_path: Path) -> None:
    page = page_html(make_shared(tmp_path, pairs=1_000, articles=4))
    cards = re.findall("<article.*?</article>", page, re.DOTALL)
    assert len(cards) == 1_000
    assert sum('class="card brief"' in card for card in cards) == 1_000 - FULL
    size, full, brief = (len(part.encode()) for part in (page, cards[0], cards[-1]))
    print(f"a page of 1,000 pairs: {size:,} bytes; a card in full: {full}, in brief: {brief}")
    assert size < 1_000_000


@pytest.mark.browser
def test_pairs_in_brief_are_filtered_and_sorted_like_the_others(
    shared: Comparison, tmp_path: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinorus_lib.views.pairs.FULL", 2)
    seen = visit(write_page(shared, tmp_path / "page.html")).page
    assert (_shown(seen), seen.locator(".card.brief:visible").count()) == (12, 10)
    seen.fill("input[name=search]", "ministre 11 ")
    assert seen.locator(".card.brief:visible").count() == _shown(seen) == 1
    seen.fill("input[name=search]", "")
    seen.select_option("select[name=a]", "The South")
    assert _shown(seen) == 12
    seen.select_option("select[name=sort]", "differences")
    assert seen.locator(".card.brief i").first.text_content() == "tone"


def test_the_policy_lets_only_the_pages_own_script_and_style_run(page: Path) -> None:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    policy = str(soup.select("meta[http-equiv=Content-Security-Policy]")[0]["content"])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.count("sha256-") == len(soup.select("script")) + len(soup.select("style")) == 2


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


def _shown(page: Any) -> int:
    return int(page.locator(".card:visible").count())


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 1440])
def test_the_page_asks_nothing_reports_nothing_and_fits(page: Path, visit: Open, scheme: str, width: int) -> None:
    seen = visit(page, scheme=scheme, width=width)
    assert (seen.requests, seen.errors) == ([], [])
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_filters_change_what_is_shown_and_its_count(page: Path, visit: Open) -> None:
    seen = visit(page).page
    assert _shown(seen) == 3
    seen.select_option("select[name=a]", "The South")
    seen.select_option("select[name=b]", "Le Nord")
    assert _shown(seen) == 2
    assert seen.inner_text("output[name=count]") == "2 of 3 pairs"
    seen.fill("input[name=search]", "DEMANDE")
    assert _shown(seen) == 2
    seen.fill("input[name=search]", "dément")
    assert _shown(seen) == 1
    seen.click("button[type=reset]")
    seen.wait_for_function("document.querySelectorAll('.card:not([hidden])').length === 3")
    seen.select_option("select[name=relation]", "related")
    assert _shown(seen) == 1
    seen.select_option("select[name=relation]", "")
    seen.locator("input[name=probability]").fill("80")
    assert _shown(seen) == 1
    assert seen.inner_text("output[name=level]") == "80%"
    seen.fill("input[name=search]", "nowhere at all")
    assert seen.locator(".nothing").is_visible()


@pytest.mark.browser
def test_contradictions_are_found_by_their_relation_whatever_the_probability(
    conflicting: Comparison, tmp_path: Path, visit: Open
) -> None:
    seen = visit(write_page(conflicting, tmp_path / "page.html")).page
    seen.locator("input[name=probability]").fill("100")
    assert _shown(seen) == 1
    seen.select_option("select[name=relation]", "conflicting")
    assert seen.locator(".card:visible .reasons").text_content().count("≠") == 2
    assert seen.locator(".card:visible .relation").text_content() == "conflicting"
    seen.select_option("select[name=relation]", "related")
    assert _shown(seen) == 0


@pytest.mark.browser
def test_pairs_can_be_sorted(page: Path, visit: Open) -> None:
    seen = visit(page).page
    seen.select_option("select[name=sort]", "differences")
    numbers = seen.evaluate(
        "Array.from(document.querySelectorAll('.card'), c => c.querySelectorAll('.contrasts tr').length)"
    )
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.browser
def test_everything_can_be_reached_by_keyboard(page: Path, visit: Open) -> None:
    seen = visit(page).page
    reached = set()
    for _ in range(40):
        seen.keyboard.press("Tab")
        reached.add(seen.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert reached >= {"a", "b", "relation", "probability", "search", "sort", "SUMMARY", "A"}


@pytest.mark.browser
def test_without_a_script_all_pairs_are_read_and_no_dead_control_is_shown(page: Path, visit: Open) -> None:
    seen = visit(page, scripts=False)
    assert seen.page.locator(".card:visible").count() == 3
    assert not seen.page.locator("form.filters").is_visible()
    seen.page.locator("details.outlet summary").first.click()
    assert seen.page.get_by_text("Il pleut sur la capitale.").first.is_visible()


@pytest.mark.browser
def test_hostile_text_harms_nothing(hostile: Comparison, tmp_path: Path, visit: Open) -> None:
    seen = visit(write_page(hostile, tmp_path / "page.html"))
    seen.page.mouse.move(400, 600)
    seen.page.fill("input[name=search]", "<script>")
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not seen.page.evaluate("Array.from(document.links).some(a => !/^(https?:|file:.*#)/.test(a.href))")


def test_no_style_attribute_needs_the_policy(comparison: Comparison) -> None:
    assert not re.search(r"<[^>]+\sstyle=", page_html(comparison))


@pytest.mark.browser
def test_the_browser_would_have_noticed_a_request(tmp_path: Path, visit: Open) -> None:
    path = tmp_path / "page.html"
    path.write_text("<img src='https://far.example/x.png'>", encoding="utf-8")
    assert visit(path).requests == ["https://far.example/x.png"]
