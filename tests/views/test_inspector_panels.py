"""The inspector in a browser: why a pair is one, what only one side has, groups, linked charts, decisions."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.page import write_page
from tests.views.conftest import ARTICLES, make_comparison, make_shared

if TYPE_CHECKING:
    from tests.conftest import Visit

Open = Callable[..., "Visit"]
pytestmark = pytest.mark.browser


@pytest.fixture
def inspect(visit: Open, tmp_path: Path) -> Iterator[Open]:
    """Open the page of a comparison and wait for its inspector; in the end it asked for nothing and reported nothing."""
    opened = []

    def open_page(
        comparison: Comparison, *, interface: str | None = None, charts: bool = False, **window: Any
    ) -> Visit:
        path = write_page(comparison, tmp_path / "page.html", interface=interface, charts=charts)
        opened.append(visit(path, **window))
        opened[-1].page.locator(".inspector .decide").wait_for()
        return opened[-1]

    yield open_page
    for seen in opened:
        assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)


def _settle(page: Any) -> None:
    """Let what opens with a fold be drawn: a page hears of it a moment later."""
    page.evaluate("() => new Promise((done) => setTimeout(done, 100))")


def _tab(page: Any, name: str) -> None:
    place = ("pairs", "only", "groups", "charts").index(name)
    page.locator(".inspector .tabs [role=tab]").nth(place).click()
    _settle(page)


def _until(page: Any, expression: str) -> None:
    """Wait until an expression holds; the page's policy forbids to evaluate it in the page again and again."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")


def _charts(page: Any) -> None:
    _tab(page, "charts")
    _until(page, "Array.from(document.querySelectorAll('.inspector .plot')).filter(p => p.data?.length).length === 4")


def _list(page: Any) -> None:
    """Go where the keys of the list hold."""
    page.locator(".inspector .list").focus()


def _name(page: Any, name: str = "ana") -> None:
    page.fill(".inspector [name=coder]", name)
    page.keyboard.press("Enter")


def _pressed(page: Any) -> list[str]:
    held = page.locator(".inspector .decision[aria-pressed=true]")
    return list(held.evaluate_all("all => all.map(one => one.dataset.decision)"))


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace("\u202f", "").strip("▲▼ "))


def _records(page: Any, button: str = "Download decisions (JSONL)") -> list[dict[str, Any]]:
    files = page.locator(".inspector .files")
    if not files.evaluate("part => part.open"):
        files.locator("summary").click()
    with page.expect_download() as found:
        files.get_by_role("button", name=button).click()
    return [json.loads(line) for line in Path(found.value.path()).read_text(encoding="utf-8").splitlines()]


def test_the_steps_lead_from_an_average_pair_to_the_probability(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    table = page.locator(".inspector .waterfall")
    waterfall = shared.explain("c00", "c30").waterfall
    rows = table.locator("tbody tr")
    assert rows.count() == len(waterfall)
    added = [_number(text) for text in rows.locator("td.adds").all_inner_texts()]
    assert added == pytest.approx(list(waterfall["log_odds"]), abs=0.006)
    assert 1 / (1 + math.exp(-sum(added))) == pytest.approx(waterfall["probability_after"].iloc[-1], abs=0.02)
    assert rows.last.locator("td").last.inner_text() == f"{waterfall['probability_after'].iloc[-1]:.0%}"
    arrows = rows.locator(".arrow").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert arrows == ["raises" if value >= 0 else "lowers" for value in waterfall["log_odds"][1:]]


def test_every_measure_is_set_against_translations(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    rows = page.locator(".inspector .why .measures").first.locator("tbody tr")
    said = {row.locator("th").inner_text(): row.locator(".verdict").inner_text() for row in rows.all()}
    assert next(iter(said)) == "tone"
    assert said["tone"].startswith("Beyond 99")
    assert said["certainty"] == "Within what translation makes"
    assert said["source"] == "Says nothing across languages"
    assert said["labels"] == "Not set against translations"
    assert "not how it is put" in said["place"]
    assert "difference −0.30, middle 95%" in str(rows.first.locator("svg.strip").get_attribute("aria-label"))
    page.locator(".inspector .why details summary").click()
    equal = page.locator(".inspector .why .measures").last
    assert set(equal.locator(".verdict").all_inner_texts()) == {"No difference"}


def test_within_a_language_there_is_no_translation_to_allow_for(inspect: Open) -> None:
    pair = (((0, 0), (2, 0), 0.8, "equivalent", "g1"),)
    page = inspect(make_comparison(ARTICLES, pair)).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    assert "Same language: no translation to allow for" in page.locator(".inspector .why .verdict").all_inner_texts()


def test_why_stays_open_and_hides_from_who_decides_blind(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared).page
    why = page.locator(".inspector .why")
    assert not why.locator("table").count()
    why.locator("summary").first.click()
    why.locator("tbody tr").first.wait_for()
    first = why.inner_text()
    page.keyboard.press("j")
    assert why.locator(".waterfall").is_visible()
    assert why.inner_text() == first
    page.keyboard.press("b")
    assert not why.is_visible()


def test_claims_of_one_side_stand_with_their_nearest_candidates(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    _tab(page, "only")
    panel = page.locator(".inspector .only-panel")
    assert "not the same as not reported" in panel.inner_text()
    texts = panel.locator(".unmatched > .claim").all_inner_texts()
    assert texts == ["Il pleut sur la capitale.", "Markets fell on Monday."]
    page.select_option(".inspector [name=only-outlet]", index=2)
    assert panel.locator("output").inner_text() == "1 claim without a pair"
    page.select_option(".inspector [name=only-outlet]", index=0)
    page.fill(".inspector [name=only-search]", "PLEUT")
    assert panel.locator(".unmatched").count() == 1
    panel.locator(".nearest summary").click()
    _settle(page)
    candidate = panel.locator(".candidate")
    assert "Markets fell on Monday." in candidate.inner_text()
    assert "same claim 2% · likeness −0.28 · words in common −0.19" in candidate.inner_text()


def test_a_rejected_candidate_is_opened_and_decided(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    _tab(page, "only")
    page.locator(".inspector .nearest summary").first.click()
    page.get_by_role("button", name="Open as a pair").first.click()
    assert page.locator(".inspector [name=rejected]").is_checked()
    assert page.locator(".inspector .detail .side .claim").first.inner_text() == "Il pleut sur la capitale."
    page.locator(".inspector .decision.different").click()
    _name(page)
    assert _pressed(page) == ["different"]
    assert "0 of 3 decided" in page.locator(".inspector .decide").inner_text()  # it is none of the pairs
    _tab(page, "only")
    assert page.locator(".inspector .candidate .decided").inner_text() == "you decided: different"


def test_the_paragraph_of_a_claim_is_shown_on_demand(comparison: Comparison, inspect: Open) -> None:
    claims = comparison.claims.copy()
    claims.loc[claims["claim_id"] == "c02", ["text", "end"]] = ["Il pleut", claims["start"][2] + len("Il pleut")]
    page = inspect(replace(comparison, claims=claims)).page
    _tab(page, "only")
    button = page.get_by_role("button", name="Whole paragraph")  # the other claim is a paragraph of its own
    button.click()
    paragraph = page.locator(".inspector .unmatched .paragraph")
    assert paragraph.inner_text() == "Il pleut sur la capitale."
    assert paragraph.locator("strong").inner_text() == "Il pleut"
    button.click()
    assert not paragraph.is_visible()


def test_hundreds_of_claims_come_a_hundred_at_a_time(inspect: Open) -> None:
    article = (*ARTICLES[0][:4], tuple(f"Il pleut sur la ville {i}." for i in range(250)))
    page = inspect(make_comparison((article, *ARTICLES[1:]), (((1, 0), (2, 0), 0.9, "equivalent", None),))).page
    _tab(page, "only")
    assert page.locator(".inspector .unmatched").count() == 100
    page.get_by_role("button", name="Show 100 more").click()
    assert page.locator(".inspector .unmatched:focus .claim").inner_text() == "Il pleut sur la ville 100."
    page.get_by_role("button", name="Show 52 more").click()
    assert page.locator(".inspector .unmatched").count() == 252
    assert not page.locator(".inspector .only-panel .more").is_visible()


def test_a_group_names_every_outlet_and_where_they_differ(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    _tab(page, "groups")
    group = page.locator(".inspector .group").first
    rows = group.locator(".members tbody tr")
    said = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in rows.all()}
    assert list(said) == ["Le Nord", "The South", "Le Centre"]
    assert said["Le Centre"] == "not found"
    assert "Moscou aurait demandé des drones à Pékin." in said["Le Nord"]
    classes = group.locator(".classes tbody tr").all_inner_texts()
    assert [row.split("\t") for row in classes] == [["certainty", "reported", "asserted"]]
    group.locator("details summary").click()
    _settle(page)
    assert "source: own voice" in group.locator(".equal-list").inner_text()
    group.get_by_role("button", name="Show its pairs").click()
    assert page.inner_text(".inspector .head .count") == "1 of 3 pairs"


def test_a_click_on_a_mark_leads_to_its_pairs(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared, charts=True).page
    _charts(page)
    mark = page.locator(".inspector .chart").nth(0).locator(".points .point").nth(3)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    page.locator(".inspector .choice-bar").wait_for()
    assert page.locator(".inspector .choice-bar").inner_text().startswith("1 pair:")
    page.get_by_role("button", name="Open the list").click()
    assert page.inner_text(".inspector .head .count") == "1 of 12 pairs"
    assert page.locator(".inspector .list").is_visible()


def test_marks_are_reached_by_key_as_well(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared, charts=True).page
    _charts(page)
    marks = page.locator(".inspector .mark-list").nth(3)
    marks.locator("summary").press("Enter")
    button = marks.locator("li button").first
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    bar = page.locator(".inspector .choice-bar")
    assert bar.inner_text().startswith("4 pairs:")
    assert bar.locator("li").count() == 3
    bar.locator("li button").nth(1).press("Enter")
    assert page.locator(".inspector .row[aria-selected=true]").get_attribute("aria-posinset") == "2"
    _tab(page, "charts")
    bar.get_by_role("button", name="Clear").click()
    assert not bar.is_visible()


def test_the_chosen_pair_is_ringed_in_every_chart_that_has_it(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared, charts=True).page
    _charts(page)
    rings = "Array.from(document.querySelectorAll('.inspector .plot'), p => p.data.at(-1).x.length)"
    before = page.evaluate(rings)
    assert before[0] == 2  # both outlets of its group
    assert before[2] == 1
    assert before[3] == 2  # both articles
    first = page.evaluate("document.querySelector('.inspector .plot').data.at(-1).y[0]")
    _tab(page, "pairs")
    _list(page)
    page.keyboard.press("j")
    _tab(page, "charts")
    _until(page, f"document.querySelector('.inspector .plot').data.at(-1).y[0] !== {json.dumps(first)}")


def test_charts_follow_the_theme_while_they_are_open(shared: Comparison, inspect: Open) -> None:
    page = inspect(shared, charts=True).page
    _charts(page)
    paper = "document.querySelector('.inspector .plot').layout.paper_bgcolor"
    _until(page, f"{paper} === '#ffffff'")
    page.emulate_media(color_scheme="dark")
    _until(page, f"{paper} === '#14181e'")
    page.evaluate("document.body.setAttribute('data-jp-theme-light', 'true')")
    _until(page, f"{paper} === '#ffffff'")


def test_a_page_without_charts_has_no_tab_for_them(comparison: Comparison, inspect: Open) -> None:
    assert inspect(comparison).page.locator(".inspector .tabs [role=tab]").count() == 3


def test_decide_by_mouse_and_by_keys(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    assert _pressed(page) == []  # who decides is asked first
    _name(page)
    assert _pressed(page) == ["same"]
    _list(page)
    page.keyboard.press("j")
    page.keyboard.press("u")
    assert _pressed(page) == ["unsure"]
    page.keyboard.press("n")
    page.keyboard.type("less said than meant")
    page.keyboard.press("Enter")
    assert "2 of 3 decided" in page.locator(".inspector .decide").inner_text()
    decided = [(one["coder"], one["decision"], one["note"]) for one in _records(page)]
    assert decided == [("ana", "same", ""), ("ana", "unsure", ""), ("ana", "unsure", "less said than meant")]


def test_undo_walks_back_step_by_step(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    _name(page)
    page.keyboard.press("r")
    page.keyboard.press("z")
    assert _pressed(page) == ["same"]
    page.keyboard.press("z")
    assert _pressed(page) == []
    assert page.get_by_role("button", name="Undo").is_disabled()
    made = _records(page)
    assert [one["decision"] for one in made] == ["same", "related", "same", "none"]
    assert [one["undoes"] for one in made] == [None, None, made[1]["id"], made[0]["id"]]


def test_a_decision_is_withdrawn(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.split").click()
    _name(page)
    page.get_by_role("button", name="Withdraw").click()
    assert _pressed(page) == []
    assert "0 of 3 decided" in page.locator(".inspector .decide").inner_text()


def test_blind_goes_on_to_the_next_pair_that_is_undecided(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    _list(page)
    page.keyboard.press("b")
    page.keyboard.press("d")
    _name(page)
    claims = [page.locator(".inspector .detail .side .claim").first.inner_text()]
    for _ in range(2):
        assert _pressed(page) == []
        _list(page)
        page.keyboard.press("d")
        claims.append(page.locator(".inspector .detail .side .claim").first.inner_text())
    assert "3 of 3 decided" in page.locator(".inspector .decide").inner_text()
    assert "No undecided pair is left" in page.locator(".inspector .decision-status").inner_text()
    assert [one["blind"] for one in _records(page)] == [True, True, True]


def test_decisions_outlive_the_page(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.conflicting").click()
    _name(page)
    page.reload()
    page.locator(".inspector .decide").wait_for()
    assert _pressed(page) == ["conflicting"]
    assert page.locator(".inspector .row .decided").inner_text().endswith("conflicting")


def test_what_others_decided_is_told_only_afterwards(comparison: Comparison, inspect: Open, tmp_path: Path) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    _name(page, "bea")
    given = tmp_path / "bea.jsonl"
    given.write_text("\n".join(map(json.dumps, _records(page))), encoding="utf-8")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator(".inspector .decide").wait_for()
    page.set_input_files(".inspector .files [type=file]", given)
    others = page.locator(".inspector div.others")
    page.get_by_text("1 decision added.").wait_for()
    assert "1 other has decided" in others.inner_text()
    assert "bea" not in others.inner_text()
    page.locator(".inspector .decision.related").click()
    _name(page)
    assert others.inner_text() == "bea: same"
    _list(page)
    page.keyboard.press("b")
    assert others.inner_text() == ""


def test_a_file_is_read_for_what_is_good_in_it(comparison: Comparison, inspect: Open, tmp_path: Path) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    _name(page)
    own = _records(page)[0]
    later = {**own, "id": "2", "decision": "related", "when": "2199-01-01T00:00:00Z"}
    bad = [[], {**own, "id": "4", "decision": "<b>"}, {**own, "id": "5", "when": "soon"}]
    lines = map(json.dumps, [own, later, {**own, "id": "3", "claim_a": "c99"}, *bad])
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(["{", "", *lines]), encoding="utf-8")
    page.set_input_files(".inspector .files [type=file]", given)
    page.get_by_text("1 decision added.").wait_for()
    said = page.locator(".inspector .decision-status").inner_text()
    assert "1 was here already." in said
    assert "1 is about claims that are not here" in said
    assert "4 lines could not be read." in said
    assert _pressed(page) == ["related"]
    assert [one["id"] for one in _records(page)] == [own["id"], "2"]


def test_the_table_of_decisions_is_no_formula(hostile: Comparison, inspect: Open) -> None:
    page = inspect(hostile).page
    page.fill(".inspector [name=note]", "=cmd|'/c calc'!A0")
    page.locator(".inspector .decision.same").click()
    _name(page)
    page.locator(".inspector .files summary").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="as a table (CSV)").click()
    with Path(found.value.path()).open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["coder"], row["decision"], row["note"]) == ("ana", "same", "'=cmd|'/c calc'!A0")
    assert "<script>" in row["claim_a"]


@pytest.mark.parametrize("name", ["../ana", "<b>", ".", "a..b", "=1", " "])
def test_who_decides_has_a_name_that_can_name_a_file(name: str, comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    _name(page, name)
    assert page.locator(".inspector .coder").is_visible()
    assert _pressed(page) == []
    _name(page, "Zoé O’Hara")
    assert _pressed(page) == ["same"]


def test_a_decision_that_cannot_be_kept_is_said_and_kept_on_screen(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.locator(".inspector .decision.same").click()
    _name(page)
    trouble = page.locator(".inspector .trouble")
    trouble.wait_for()
    assert "could not be kept" in trouble.inner_text()
    assert _pressed(page) == ["same"]
    with page.expect_download() as found:
        trouble.get_by_role("button", name="Download decisions (JSONL)").click()
    assert '"decision":"same"' in Path(found.value.path()).read_text(encoding="utf-8")
    page.evaluate("() => { Storage.prototype.setItem = function (name, value) { this[name] = value; }; }")
    trouble.get_by_role("button", name="Try again").click()
    trouble.wait_for(state="hidden")


def test_keys_do_not_decide_while_one_types_or_elsewhere(comparison: Comparison, inspect: Open) -> None:
    page = inspect(comparison).page
    page.locator(".inspector .decision.same").click()
    _name(page)
    page.fill(".inspector [name=search]", "")
    page.locator(".inspector [name=search]").press("r")
    _tab(page, "only")
    page.keyboard.press("c")
    _tab(page, "pairs")
    assert [one["decision"] for one in _records(page)] == ["same"]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "</script><script>window.harmed=1</script>"])
def test_no_name_harms(name: str, inspect: Open) -> None:
    page = inspect(make_comparison(((name, *ARTICLES[0][1:]), *ARTICLES[1:]))).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    for tab in ("only", "groups"):
        _tab(page, tab)
        page.locator(f".inspector .{tab}-panel bdi").get_by_text(name, exact=True).first.wait_for()


def test_hostile_text_harms_nothing(hostile: Comparison, inspect: Open) -> None:
    page = inspect(hostile, charts=True).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    for tab in ("only", "groups"):
        _tab(page, tab)
        page.locator(f".inspector .{tab}-panel summary").last.click()
    _charts(page)
    page.locator(".inspector .mark-list summary").first.click()
    page.locator(".inspector .mark-list li button").first.click()
    page.mouse.move(600, 400)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.evaluate("Array.from(document.links).some(a => !/^(https?:|file:.*#)/.test(a.href))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 1440])
def test_every_panel_is_accessible_and_fits(
    shared: Comparison, inspect: Open, interface: str, width: int, scheme: str
) -> None:
    page = inspect(shared, charts=True, interface=interface, width=width, scheme=scheme).page
    page.locator(".inspector .why > summary").click()
    page.locator(".inspector .why tbody tr").first.wait_for()
    page.locator(".inspector .files summary").click()
    page.locator(".inspector .decision.same").click()
    _name(page)
    for name in ("pairs", "only", "groups", "charts"):
        if name == "charts":
            _charts(page)
            page.locator(".inspector .mark-list summary").nth(1).click()
            page.locator(".inspector .mark-list:nth-child(3) li button").first.click()
        else:
            _tab(page, name)
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_unmatched_claims_of_a_large_page_come_fast(tmp_path: Path, inspect: Open) -> None:
    page = inspect(make_shared(tmp_path, pairs=1_000, articles=20)).page
    took = page.evaluate(
        "() => { const start = performance.now(); document.querySelectorAll('.inspector .tabs [role=tab]')[2].click();"
        " document.body.getBoundingClientRect(); return performance.now() - start; }"
    )
    print(f"1,000 shared claims are listed in {took:.0f} ms")
    assert page.locator(".inspector .group").count() == 100
    assert took < 1_000
