"""What stands around an article on a page, and the lines above its text that say who wrote it and when."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.page_furniture import is_list_of_articles, links_of, take_out_furniture
from sinorus_lib.coverage.formats.page_metadata import owners_of, title_among
from sinorus_lib.coverage.formats.printed_lines import below_headline, lines_under, printed_facts, without_by
from sinorus_lib.coverage.formats.web_page import PageError, article_on, read_page

FIXTURES = Path(__file__).parents[1] / "fixtures" / "web_page"
TEXT = {
    "fr": "Le port rouvrira en mai après sept mois de travaux, a déclaré mardi la maire à l’assemblée des pêcheurs.",
    "en": "The harbour will reopen in May after seven months of works, its mayor told the fishermen on Tuesday.",
}
PARTS = {
    "fr": {
        "promo": "<div class='o-self-promo'><p>Le résumé de la semaine</p><p>Je découvre</p></div>",
        "paywall": "<section class='article__paywall paywall'><p>Il vous reste 62.4% de cet article à lire.</p></section>",
        "hidden": "<p>Une étude <a href='/x'>du laboratoire<span class='sr-only'> (nouvel onglet)</span></a> le dit, selon la mairie.</p>",
        "unseen": "<div style='display: none'><p>Votre navigateur est trop ancien pour cette page.</p></div>",
        "video": "<div data-component='video-block'><h2>Regarder : le reportage</h2></div>",
        "links": "<p><a href='/p'>Imprimer la page</a> | <a href='/i'>Sommaire</a></p>",
    },
    "en": {
        "promo": "<div class='o-self-promo'><p>The week in review</p><p>Find out more</p></div>",
        "paywall": "<section class='article__paywall paywall'><p>The rest is for subscribers only.</p></section>",
        "hidden": "<p>A study <a href='/x'>of the laboratory<span class='sr-only'> (opens new tab)</span></a> says so, the town hall holds.</p>",
        "unseen": "<div style='display: none'><p>Your browser is too old for this page of ours.</p></div>",
        "video": "<div data-component='video-block'><h2>Watch: our report</h2></div>",
        "links": "<p><a href='/p'>Print the page</a> | <a href='/i'>Contents</a></p>",
    },
}  # fmt: skip
LEFT = {"fr": "le dit, selon la mairie", "en": "says so, the town hall holds"}
CUT = {
    "fr": ("résumé de la", "62.4", "nouvel onglet", "trop ancien", "Regarder", "Imprimer"),
    "en": ("week in review", "subscribers only", "new tab", "too old", "Watch", "Print"),
}


def page(language: str, *parts: str, head: str = "") -> bytes:
    text = "".join(f"<p>{TEXT[language]} ({number})</p>" for number in range(4))
    return (
        f"<html lang='{language}'><head>{head}</head><body><article>{text}{''.join(parts)}</article></body></html>"
    ).encode()


def tree_of(html: str) -> HtmlElement:
    tree: HtmlElement = document_fromstring(html)
    return tree


@pytest.mark.parametrize("language", TEXT)
def test_what_a_page_calls_furniture_or_hides_is_no_text(language: str) -> None:
    text = article_on(page(language, *PARTS[language].values())).facts["text"]
    assert [words for words in CUT[language] if words in text] == []
    assert LEFT[language] in text
    assert text.count(TEXT[language]) == 4


@pytest.mark.parametrize("language", TEXT)
@pytest.mark.parametrize("name", ["paywall", "promo newsletter", "post format-video", "visually-hidden"])
def test_a_name_alone_takes_no_article_away(language: str, name: str) -> None:
    text = "".join(f"<p>{TEXT[language] * 3} ({number})</p>" for number in range(4))
    raw = f"<html lang='{language}'><body><article class='{name}'>{text}</article></body></html>".encode()
    assert article_on(raw).facts["text"].count(TEXT[language]) == 12


@pytest.mark.parametrize("language", TEXT)
def test_a_short_article_behind_a_paywall_stays(language: str) -> None:
    html = f"<html><body><div class='paywall'><p>{TEXT[language]}</p></div></body></html>"
    tree = tree_of(html)
    take_out_furniture(tree)
    assert TEXT[language] in tree.text_content()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", {"outlet": "La Gazette de Vernay", "title": "Le lac de Vernay interdit à la baignade", "author": "Lise Autran"}),
        ("en", {"outlet": "The Vernay Observer", "title": "Swimming banned at Vernay lake", "author": "Ann Bell"}),
    ],
)  # fmt: skip
def test_an_old_page_laid_out_by_tables_and_without_metadata(language: str, expected: dict[str, str]) -> None:
    reading = Reading()
    (record,) = read_page(FIXTURES / f"layout_{language}.html", reading)
    facts = dict(record.facts)
    paragraphs = facts.pop("text").split("\n\n")
    assert reading.objections.messages == []
    assert facts == {**expected, "published": "2024-03-06"}
    assert len(paragraphs) == 4
    assert paragraphs[0].startswith(("La baignade est interdite", "Swimming has been banned"))
    assert paragraphs[-1].endswith(("une étude indépendante.", "an independent study."))


def test_old_pages_in_both_languages_come_through_read_coverage() -> None:
    articles = sl.read_coverage([FIXTURES / "layout_fr.html", FIXTURES / "layout_en.html"]).articles
    assert sorted(articles["language"]) == ["en", "fr"]
    assert articles["text"].str.contains("Page d.accueil|Home page|Tous droits|All rights").sum() == 0


def test_a_table_of_figures_stays_one() -> None:
    tree = tree_of(
        "<table><tr><td>2023</td><td>14</td></tr></table><table><tr><td><p>" + "word " * 200 + "</td></table>"
    )
    take_out_furniture(tree)
    assert len(list(tree.iter("table"))) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Publié le mercredi 6 mars 2024, par Lise Autran", {"published": "2024-03-06", "author": "Lise Autran"}),
        ("Par Lise Autran - le 6 mars 2024", {"published": "2024-03-06", "author": "Lise Autran"}),
        ("Mis en ligne le 6 mars 2024 à 18h30, mis à jour le 7 mars 2024", {"published": "2024-03-06T18:30:00"}),
        ("Par Lise Autran et Paul de Lenoir", {"author": "Lise Autran et Paul de Lenoir"}),
        ("Publié par Lise Autran le 6 mars 2024", {"published": "2024-03-06", "author": "Lise Autran"}),
        ("Published Wednesday, 6 March 2024, by Ann Bell", {"published": "2024-03-06", "author": "Ann Bell"}),
        ("By Ann Bell | March 6, 2024 6:30 pm", {"published": "2024-03-06T18:30:00", "author": "Ann Bell"}),
        ("Posted on 6 March 2024, updated 7 March 2024", {"published": "2024-03-06"}),
        ("By Ann Bell and Paul Lennox", {"author": "Ann Bell and Paul Lennox"}),
        ("Posted by Ann Bell on 6 March 2024", {"published": "2024-03-06", "author": "Ann Bell"}),
        # Sentences, headings and standfirsts are none.
        ("Le 6 mars 2024, la maire a annoncé la réouverture.", {}),
        ("Par la maire de Vernay, une promesse de plus", {}),
        ("Le rapport remis par Lise Autran le 6 mars 2024", {}),
        ("On 6 March 2024 the mayor announced the reopening.", {}),
        ("By the mayor of Vernay, one more promise", {}),
        ("The report handed in by Ann Bell on 6 March 2024", {}),
        ("By May the harbour will be open again", {}),
        ("03/04/2024", {}),
    ],
)
def test_a_printed_line_is_told_from_a_sentence(line: str, expected: dict[str, str]) -> None:
    facts, kept = printed_facts([line, "Text."])
    assert facts == expected
    assert kept == (["Text."] if expected else [line, "Text."])


def test_what_a_page_tells_machines_comes_before_what_it_prints() -> None:
    head = "<meta property='article:published_time' content='2024-03-05'><meta name='author' content='Paul Lennox'>"
    raw = page("en", head=head).replace(b"<article>", b"<article><p>By Ann Bell | 6 March 2024</p>")
    facts = article_on(raw).facts
    assert (facts["published"], facts["author"]) == ("2024-03-05", "Paul Lennox")
    assert "Ann Bell" not in facts["text"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Par <a href='/a'>Lise Autran</a> | Publié le <time>6 mars 2024</time> à 14h05"),
        ("en", "By <a href='/a'>Lise Autran</a> | Published <time>6 March 2024</time> at 2:05 pm"),
    ],
)
def test_what_is_printed_under_the_heading_counts_where_the_text_lacks_it(language: str, line: str) -> None:
    heading = f"<h1>Port</h1><p class='lede'>{TEXT[language]}</p><p class='byline'>{line}</p>"
    facts = article_on(page(language).replace(b"<article>", f"<article>{heading}".encode())).facts
    assert (facts["author"], facts["published"]) == ("Lise Autran", "2024-03-06T14:05:00")
    assert "14h05" not in facts["text"]


def test_lines_below_the_first_long_paragraph_are_others() -> None:
    tree = tree_of(f"<body><h1>Port</h1><p>{TEXT['en'] * 2}</p><p>By Ann Bell</p></body>")
    assert lines_under(next(tree.iter("h1"))) == []


@pytest.mark.parametrize("written", ["By Ann Bell", "Publié par Ann Bell", "Posted by: Ann Bell", "Ann Bell"])
def test_an_author_is_a_name_alone(written: str) -> None:
    assert without_by(written) == "Ann Bell"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Port to reopen - The Post", {"title": "Port to reopen", "outlet": "The Post"}),
        ("The Post: Port to reopen", {"title": "Port to reopen", "outlet": "The Post"}),
        ("Port to reopen | Local news", {"title": "Port to reopen"}),
        ("Vernay : le port rouvre - La Gazette", {"title": "Vernay : le port rouvre", "outlet": "La Gazette"}),
        ("The Post", {}),
        ("", {}),
    ],
)
def test_the_title_of_a_page_is_parted_by_what_stands_on_it(title: str, expected: dict[str, str]) -> None:
    lines = ["The Post", "Local news today", "Port to reopen", "Vernay : le port rouvre"]
    assert title_among(lines, title, ["The Post", "La Gazette"]) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/'>La Gazette de Vernay</a>",
        "<a rel='home' href='https://x.example'>La Gazette de Vernay</a>",
        "<p>© 2019-2024, La Gazette de Vernay. Tous droits réservés.</p>",
        "<p>Copyright 2024 La Gazette de Vernay | Mentions</p>",
    ],
)
def test_a_page_names_its_owner(html: str) -> None:
    assert "La Gazette de Vernay" in owners_of(tree_of(f"<body>{html}</body>"), "")


def test_the_text_begins_below_the_headline() -> None:
    lines = ["Home", "Sport", "Port to reopen", "The port will reopen in May."]
    assert below_headline(lines, ["Port to reopen"]) == lines[3:]
    assert below_headline(lines, ["Another"]) == lines
    assert below_headline(["It was a long day.", *lines], ["Port to reopen"]) == ["It was a long day.", *lines]
    assert below_headline(["Port to reopen"], ["Port to reopen"]) == ["Port to reopen"]


FRONT = {"fr": ("Le marché rouvre", "Une école inaugurée", "Un loup aperçu"), "en": ("Market reopens", "School opened", "Wolf sighted")}  # fmt: skip


@pytest.mark.parametrize("language", TEXT)
def test_a_front_page_is_no_article(language: str) -> None:
    cards = "".join(
        f"<div><h3><a href='/{number}'>{title} {number}</a></h3><p>{TEXT[language]}</p></div>"
        for number in range(5)
        for title in FRONT[language]
    )
    html = f"<html lang='{language}'><body><main>{cards}</main></body></html>"
    assert is_list_of_articles([f"{FRONT[language][0]} {number}" for number in range(5)], links_of(tree_of(html)))
    with pytest.raises(PageError, match="found none"):
        article_on(html.encode())


@pytest.mark.parametrize("language", TEXT)
@pytest.mark.parametrize("folder", ["page_files", "page_fichiers"])
def test_what_a_browser_saved_with_a_page_is_no_coverage(tmp_path: Path, language: str, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / "page.html").write_bytes(page(language))
    (tmp_path / folder / "saved_resource.html").write_bytes(page(language, "<p>Best mattresses of the season</p>"))
    (tmp_path / folder / "app.js").write_text("var a = 1;", encoding="utf-8")
    (tmp_path / "other.html").write_bytes(page("en" if language == "fr" else "fr"))
    coverage = sl.read_coverage(tmp_path)
    assert sorted(Path(path).name for path in coverage.articles["source_path"]) == ["other.html", "page.html"]
    assert [message for message in coverage.warnings if "app.js" in str(message) or "saved" in str(message)] == []


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr><td>" * 80 + "<table>" + "<tr><td></td></tr>" * 5_000,
        "<div class='promo'>" * 200 + "<b></b>" * 9_000,
        "<p><a>" * 6_000,
        "<font>" * 200 + "<font>x</font>" * 9_000,
        "<a href='/'>" + "x" * 2_000_000 + "</a>",
        "<p>" + "© " * 500_000 + "</p>",
        "<p>By " + "Ann " * 300_000 + "</p>",
        f"<title>{' - ' * 300_000}</title>",
    ],
    ids=["tables", "promos", "links", "fonts", "front", "rights", "names", "title"],
)
def test_hostile_furniture_takes_bounded_time(hostile: str) -> None:
    start = time.perf_counter()
    raw = page("en", head="<meta property='og:type' content='article'>").replace(
        b"<article>", f"{hostile}<article>".encode()
    )
    with suppress(PageError):  # a page may be refused, in time
        assert article_on(raw).facts["text"]
    assert time.perf_counter() - start < 20
