"""The inspector in a browser: the list of pairs, its filters, the chosen pair, the keys, blind, print."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sinorus_lib.comparison import Comparison
from sinorus_lib.evaluation.views import TYPE, WATCH
from sinorus_lib.views.page import write_page
from tests.views.conftest import HOSTILE, make_shared, marked_as_copies

if TYPE_CHECKING:
    from tests.conftest import Visit

Open = Callable[..., "Visit"]
pytestmark = pytest.mark.browser

BOX = "node => { const {left, top, height} = node.getBoundingClientRect(); return {left, top, height}; }"


@pytest.fixture
def inspect(visit: Open, tmp_path: Path) -> Open:
    """Open the page of a comparison, and wait for its inspector."""

    def open_page(comparison: Comparison, *, interface: str | None = None, **window: Any) -> Visit:
        seen = visit(write_page(comparison, tmp_path / "page.html", interface=interface, charts=False), **window)
        seen.page.locator(".inspector .count").wait_for()
        return seen

    return open_page


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return make_shared(tmp_path_factory.mktemp("many"), pairs=10_000, articles=200)


def _count(page: Any) -> str:
    return str(page.inner_text(".inspector .head .count"))


def _options(page: Any, name: str) -> list[str]:
    texts = page.locator(f".inspector [name={name}] option").all_text_contents()
    return [text.replace("\u2068", "").replace("\u2069", "") for text in texts]


def _claims(page: Any) -> list[str]:
    return list(page.locator(".inspector .detail .side .claim").evaluate_all(
        "claims => claims.map(c => { const copy = c.cloneNode(true);"
        " copy.querySelectorAll('sub').forEach(n => n.remove()); return copy.textContent; })"
    ))  # fmt: skip


def _focus(page: Any) -> str:
    return str(page.evaluate("document.activeElement.className + ' ' + (document.activeElement.name || '')"))


def test_filters_change_the_list_and_the_counts_of_the_others_follow(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    assert _count(page) == "3 of 3 pairs"
    assert _options(page, "outlet") == ["all", "Le Centre (1)", "Le Nord (2)", "The South (3)"]
    page.select_option(".inspector [name=relation]", "related")
    assert _count(page) == "1 of 3 pairs"
    assert _options(page, "outlet") == ["all", "Le Centre (1)", "Le Nord (0)", "The South (1)"]
    assert _options(page, "relation") == ["all", "same claim (2)", "related (1)", "only a candidate (0)"]
    page.click(".inspector .reset")
    page.select_option(
        ".inspector [name=outlet]", label=page.locator(".inspector [name=outlet] option").nth(2).text_content()
    )
    assert _options(page, "other") == ["all", "Le Centre (0)", "Le Nord (0)", "The South (2)"]
    page.locator(".inspector [name=probability]").fill("80")
    assert _count(page) == "1 of 3 pairs"
    assert page.inner_text(".inspector .level") == "80%"


def test_search_folds_case_accents_and_apostrophes(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    for text, found in (("DEMANDE", 3), ("dément", 1), ("dement", 1), ("nowhere", 0)):
        page.fill(".inspector [name=search]", text)
        assert _count(page) == f"{found} of 3 pairs"
    assert page.locator(".inspector .nothing").is_visible()
    page.click(".inspector .reset")
    assert _count(page) == "3 of 3 pairs"


def test_a_contradiction_is_shown_whatever_its_probability(conflicting: Comparison, inspect: Open) -> None:
    page = inspect(conflicting).page
    page.locator(".inspector [name=probability]").fill("100")
    assert _count(page) == "1 of 3 pairs"
    assert page.locator(".inspector .detail .badge.conflicting").is_visible()
    assert page.locator(".inspector .reasons li").count() == 2
    assert "12 drones ≠ 14 drones" in page.inner_text(".inspector .reasons")


def test_rejected_candidates_are_listed_when_asked_for(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.check(".inspector [name=rejected]")
    assert _count(page) == "4 of 4 pairs"
    assert page.locator(".inspector .row .badge.candidate").count() == 1
    assert page.inner_text(".inspector .level") == "0%"
    page.uncheck(".inspector [name=rejected]")
    assert (_count(page), page.inner_text(".inspector .level")) == ("3 of 3 pairs", "40%")


def test_copies_are_listed_when_asked_for_and_say_whose_text_they_are(comparison: Comparison, inspect: Open) -> None:
    page = inspect(marked_as_copies(comparison)).page
    assert _count(page) == "2 of 2 pairs"
    page.check(".inspector [name=copies]")
    assert _count(page) == "3 of 3 pairs"
    page.locator(".inspector [role=option]", has_text="Le Centre").click()
    notes = page.locator(".inspector .detail .side").first.locator(".provenance").all_inner_texts()
    assert notes == ["AFP", "copy of Le Nord, 2022-03-14"]
    page.click(".inspector .reset")
    assert _count(page) == "2 of 2 pairs"


def test_one_event_of_several_can_be_chosen(comparison: Comparison, inspect: Open) -> None:
    articles = comparison.articles.assign(event=["strike", None, "storm"])
    page = inspect(replace(comparison, articles=articles)).page
    assert _options(page, "event") == ["all", "storm (1)", "strike (2)"]
    page.select_option(".inspector [name=event]", index=2)
    assert _count(page) == "2 of 3 pairs"
    page.click(".inspector .reset")
    assert _count(page) == "3 of 3 pairs"


def test_one_event_is_not_asked_for(comparison: Comparison, inspect: Open) -> None:
    assert inspect(comparison).page.locator(".inspector [name=event]").count() == 0


def test_what_differs_can_be_asked_for_and_is_told_apart_from_translation(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared).page
    assert "tone (12)" in _options(page, "measure")
    page.select_option(".inspector [name=measure]", label="tone (12)")
    assert _count(page) == "12 of 12 pairs"
    assert page.locator(".inspector .row .differing").first.inner_text().startswith("≠ 4")
    shown = page.locator(".inspector .detail .contrasts")
    assert shown.locator("caption").text_content() == "More than translation makes"
    assert "tone" in shown.inner_text()
    folded = page.locator(".inspector .detail .folded")
    folded.locator("summary").click()
    told = folded.inner_text()
    assert "Translation makes as much: certainty" in told
    assert "Says nothing across languages: source" in told
    assert "Not set against translations: labels" in told


def test_the_order_can_be_chosen(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    first = page.locator(".inspector [aria-posinset='1'] .says").first
    assert first.text_content() == "Moscou aurait demandé des drones à Pékin."
    page.click(".inspector [aria-posinset='3']")
    page.check(".inspector [name=rejected]")
    page.select_option(".inspector [name=sort]", "date")
    dated = [
        page.locator(f".inspector [aria-posinset='{place}'] .who").first.text_content() for place in (1, 2, 3, 4)
    ]
    assert dated == ["Le Nord", "Le Nord", "Le Nord", "Le Centre"]
    assert page.locator(".inspector [aria-selected=true][role=option]").get_attribute("aria-posinset") == "1"


def test_a_pair_is_opened_and_its_words_are_joined(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.click(".inspector [aria-posinset='2']")
    assert _claims(page) == ["Le Kremlin dément cette demande.", "The Kremlin denies the request."]
    assert page.locator(".inspector [aria-selected=true][role=option]").get_attribute("aria-posinset") == "2"
    word = page.locator(".inspector .detail .side mark").first
    word.hover()
    joined = page.locator(".inspector mark.joined")
    assert set(joined.evaluate_all("marks => marks.map(m => m.dataset.n)")) == {word.get_attribute("data-n")}
    assert joined.count() == 2
    page.mouse.move(1, 1)
    assert joined.count() == 0


def test_words_are_reached_by_key_and_lead_to_their_counterpart(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    marks = page.locator(".inspector .side").nth(0).locator("mark")
    marks.first.focus()
    assert page.locator(".inspector mark.joined").count() == 2
    page.keyboard.press("ArrowRight")
    assert marks.nth(1).evaluate("mark => mark === document.activeElement")
    page.keyboard.press("Enter")
    side = "document.activeElement.closest('.side').previousElementSibling !== null"
    assert page.evaluate(side)
    assert page.evaluate("document.activeElement.dataset.n") == marks.nth(1).get_attribute("data-n")


def test_the_paragraph_is_shown_around_the_claim(comparison: Comparison, inspect: Open) -> None:
    texts = comparison.articles["text"].str.replace("\n\n", " ")
    page = inspect(_with_texts(comparison, texts)).page
    page.click(".inspector [aria-posinset='2']")
    button = page.locator(".inspector .side").first.locator("button.paragraph")
    button.click()
    quotation = page.locator(".inspector .side").first.locator("blockquote")
    around = quotation.locator(".around").all_text_contents()
    assert around == ["Moscou aurait demandé des drones à Pékin. ", " Il pleut sur la capitale."]
    assert button.evaluate("b => b === document.activeElement && b.getAttribute('aria-pressed')") == "true"


def _with_texts(comparison: Comparison, texts: Any) -> Comparison:
    """Return the comparison with its paragraphs run into one."""
    from dataclasses import replace

    claims = comparison.claims.copy()
    before = claims["sentence"]  # every break of two characters became one of one
    for column in ("start", "end", "content_start", "content_end"):
        claims[column] = claims[column] - before
    return replace(comparison, articles=comparison.articles.assign(text=texts), claims=claims)


def test_cues_are_marked_as_asked(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.select_option(".inspector [name=outlet]", "0")
    tick = page.locator(".inspector .cues input").first
    marked = page.locator(".inspector .side .cue").count()
    tick.click()
    assert page.locator(".inspector .side .cue").count() != marked
    assert "".join(_claims(page)).startswith("Selon un responsable, Pékin a reçu une demande de drones.")


def test_the_keyboard_alone_is_enough(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector [role=tab]").first.focus()
    page.keyboard.press("/")
    assert _focus(page).strip() == "search"
    page.keyboard.type("kremlin")
    assert _count(page) == "1 of 3 pairs"
    page.keyboard.press("Escape")
    assert _count(page) == "3 of 3 pairs"
    page.keyboard.press("Escape")
    assert _focus(page).strip() == "list"
    chosen = page.locator(".inspector [role=option][aria-selected=true]")
    for key, place in (("Home", 1), ("ArrowDown", 2), ("j", 3), ("k", 2), ("Home", 1), ("End", 3), ("PageUp", 1)):
        page.keyboard.press(key)
        assert chosen.get_attribute("aria-posinset") == str(place), key
        assert page.locator(".inspector .list").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    assert _focus(page).strip() == "detail"
    page.keyboard.press("?")
    assert page.locator(".inspector .help kbd").count() > 10
    page.keyboard.press("Escape")
    assert not page.locator(".inspector .help").is_visible()
    page.keyboard.press("2")
    assert page.inner_text(".inspector [role=tab][aria-selected=true]").startswith("Only here")
    page.keyboard.press("Escape")
    assert _focus(page).strip() == "list"


def test_what_is_decided_stays_until_another_is_chosen(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.select_option(".inspector [name=decision]", "undecided")
    page.locator(".inspector .list").focus()
    page.keyboard.press("s")
    page.keyboard.type("ana")
    page.keyboard.press("Enter")
    chosen = page.locator(".inspector [role=option][aria-selected=true]")
    assert chosen.locator(".decided").count() == 1
    page.locator(".inspector .list").focus()
    page.keyboard.press("j")
    assert _count(page) == "2 of 3 pairs"
    assert _options(page, "decision")[:4] == ["all", "undecided (2)", "decided (1)", "same (1)"]


def test_keys_do_not_reach_the_notebook(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.evaluate("window.heard = []; document.addEventListener('keydown', e => heard.push(e.key))")
    page.locator(".inspector .list").focus()
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("dd")
    assert page.evaluate("heard") == []
    assert page.locator(".inspector[data-lm-suppress-shortcuts]").count() == 1
    page.keyboard.press("Control+s")
    assert page.locator(".inspector[data-lm-suppress-shortcuts]").count() == 0


def test_blind_nothing_tells_what_the_machine_thinks(conflicting: Comparison, inspect: Open) -> None:
    page = inspect(conflicting).page
    page.select_option(".inspector [name=relation]", "conflicting")
    page.click(".inspector button.blind")
    assert _count(page) == "3 of 3 pairs"
    shown = page.locator(".inspector")
    for told in (".badge", ".probability", ".differing", "mark", "ins", ".cue", ".contrasts", ".reasons"):
        assert shown.locator(told).count() == 0, told
    for name in ("measure", "relation", "probability", "sort"):
        assert not page.locator(f".inspector [name={name}]").is_visible()
    assert page.locator(".inspector [role=tab]:disabled").count() >= 2
    page.click(".inspector button.blind")
    assert _count(page) == "1 of 3 pairs"


def test_paper_shows_the_pairs_and_nothing_to_press(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison, scheme="dark").page
    page.emulate_media(media="print")
    page.locator(".inspector .printed").nth(2).wait_for()
    assert not page.locator(".inspector .list").is_visible()
    assert page.locator(".inspector .print button, .inspector .print input").count() == 0
    assert (
        page.locator(".inspector").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
    )
    page.emulate_media(media="screen")
    expect(page.locator(".inspector .list")).to_be_visible()
    expect(page.locator(".inspector .printed")).to_have_count(0)


def test_hostile_text_harms_nothing(hostile: Comparison, inspect: Open) -> None:
    for width in (1440, 640):
        seen = inspect(hostile, width=width)
        for place in (1, 2, 3):
            seen.page.click(f".inspector [aria-posinset='{place}']")
            assert seen.page.locator(".inspector .detail .side").count() == 2
        seen.page.fill(".inspector [name=search]", HOSTILE[0][:8])
        assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not seen.page.evaluate(
            "Array.from(document.querySelectorAll('.inspector a')).some(a => !/^https?:/.test(a.href))"
        )


def test_a_long_claim_scrolls_in_its_own_box(hostile: Comparison, inspect: Open) -> None:
    page = inspect(hostile).page
    long = page.locator(".inspector blockquote.long").first
    assert long.evaluate("box => box.scrollHeight > box.clientHeight && box.clientHeight < 500")
    assert long.get_attribute("tabindex") == "0"


def test_a_comparison_without_pairs_says_so(empty_comparison: Comparison, inspect: Open) -> None:
    seen = inspect(empty_comparison)
    assert _count(seen.page) == "0 of 0 pairs"
    assert seen.page.locator(".inspector .nothing").is_visible()
    assert seen.errors == []


def test_french_is_written_as_french(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison, interface="fr").page
    assert _count(page) == "3 paires sur 3"
    assert page.locator(".inspector .row .probability").first.text_content() == "91\u202f%"
    assert page.locator(".inspector").get_attribute("lang") == "fr"
    assert "app." not in page.locator(".inspector").inner_text()


def test_many_pairs_are_filtered_while_one_types(many: Comparison, inspect: Open) -> None:
    page = inspect(many).page
    page.add_init_script(WATCH)
    page.reload()
    page.locator(".inspector .row").first.wait_for()
    mounted = page.evaluate("window.mounted")
    times = [page.evaluate(TYPE, text) for text in ("1", "12", "12 ", "", "m", "mi", "min", "")]
    rows = page.locator(".inspector .row").count()
    print(f"10,000 pairs: shown after {mounted:.0f} ms; a keystroke takes {statistics.median(times):.0f} ms,")
    print(f"at most {max(times):.0f} ms; {rows} rows exist")
    assert mounted < 1_500
    assert statistics.median(times) < 100
    page.locator(".inspector .list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    page.locator(".inspector [aria-posinset='10000']").wait_for()
    assert page.locator(".inspector .row").count() == rows < 40
    page.emulate_media(media="print")
    page.locator(".inspector .printed").nth(299).wait_for()
    expect(page.locator(".inspector .printed")).to_have_count(300)
    assert "9,700 more pairs" in page.inner_text(".inspector .print > .note")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_can_use_it(conflicting: Comparison, inspect: Open, scheme: str) -> None:
    seen = inspect(conflicting, scheme=scheme)
    assert _violations(seen.page) == []
    seen.page.keyboard.press("Tab")
    seen.page.locator(".inspector .ask").click()
    assert _violations(seen.page) == []
    seen.page.locator(".inspector .blind").click()
    assert _violations(seen.page) == []
    assert (seen.requests, seen.errors) == ([], [])


def _violations(page: Any) -> list[str]:
    found = Axe().run(page, context=".inspector").response["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html']}" for item in found if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [600, 900, 1440])
def test_it_fits_its_place(comparison: Comparison, inspect: Open, width: int) -> None:
    page = inspect(comparison, width=width).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    left, top, height = (page.locator(".inspector .master").evaluate(BOX)[name] for name in ("left", "top", "height"))
    detail = page.locator(".inspector .detail").evaluate(BOX)
    assert (detail["left"] > left, detail["top"] > top) == ((True, False) if width == 1440 else (False, True))
    assert height < 830
