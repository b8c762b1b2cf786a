"""Exports of Europresse: both shapes in both languages, what is dropped, and pages that are broken or hostile."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.europresse import FORMAT, read_europresse, recognises
from sinorus_lib.coverage.formats.html_exports import LONGEST_ARTICLE
from sinorus_lib.coverage.records import Record

FIXTURES = Path(__file__).parents[1] / "fixtures"
OURS = FIXTURES / "europresse"
EXPECTED: dict[str, list[dict[str, str]]] = {
    "fr_2022.html": [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Port de Vernay : les dockers votent la grève",
            "published": "2022-03-14",
            "author": "Paul Lenoir",
            "text": "Les dockers cesseront le travail mardi à l'aube, pour la première fois depuis 2009.\n\n"
            "Les dockers du port de Vernay ont voté dimanche une grève de douze jours. « Nous n'avons plus le choix », a déclaré Anne Dumas, déléguée de la section.\n\n"
            "Le trafic a reculé de 40 % en une semaine, selon l'autorité portuaire.\n\n"
            "La direction propose une prime de 1 200 euros. Les négociations doivent reprendre jeudi.",
        },
        {
            "outlet": "La Gazette du Ponant",
            "title": "Le gouvernement juge la grève « prématurée »",
            "published": "2022-03-15",
            "url": "https://gazette-du-ponant.example/2022/03/15/greve",
            "text": "Le ministre des Transports, Marc Tellier, a jugé mardi la grève « prématurée ». Il recevra les syndicats vendredi.\n\n"
            "Selon lui, le port perd trois millions d'euros par jour.\n\n"
            "Les armateurs parlent de cinq millions.",
        },
        {
            "outlet": "L'Écho du Ponant",
            "title": "Douze jours sans bateaux",
            "published": "2022-03-16",
            "text": "Aucun navire n'est entré au port mercredi.\n\nLes pêcheurs, eux, soutiennent le mouvement.",
        },
    ],
    "en_2022.html": [
        {
            "outlet": "The Harbour Gazette",
            "title": "Dockers at Vernay vote for a twelve-day strike",
            "published": "2022-03-14",
            "author": "Mary Tell",
            "text": "Walkout begins at dawn on Tuesday, the first since 2009.\n\n"
            'Dockers at the port of Vernay voted on Sunday to strike for twelve days. "We have no choice left," said Anne Dumas, a union delegate.\n\n'
            "Traffic fell by 40% in a week, the port authority said.\n\n"
            "Managers offer a bonus of 1,200 euros. Talks are due to resume on Thursday.",
        },
        {
            "outlet": "The Northern Post",
            "title": 'Government calls the walkout "premature"',
            "published": "2022-03-15",
            "url": "https://northern-post.example/2022/03/15/strike",
            "text": 'Transport minister Mark Tellier called the strike "premature" on Tuesday. He will meet the unions on Friday.\n\n'
            "The port loses three million euros a day, he said.\n\n"
            "Shipowners put it at five million.",
        },
    ],
    "fr_2012.html": [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Le port en panne",
            "published": "2012-10-04",
            "author": "Paul Lenoir",
            "text": "Le trafic du port a reculé de 12 % en un an : c'est trop. Le conseil se réunira mardi.\n\n"
            "La mairie a promis une aide de 300 000 euros.",
        },
        {
            "outlet": "La Gazette du Ponant",
            "title": "Les armateurs s'inquiètent",
            "published": "2012-10-03",
            "text": "Les armateurs ont demandé lundi un report des travaux du quai nord.\n\n"
            "Ils craignent une perte de six millions d'euros.",
        },
    ],
    "en_2012.html": [
        {
            "outlet": "The Harbour Gazette",
            "title": "A port that has stalled",
            "published": "2012-10-04",
            "author": "Mary Tell",
            "text": "Traffic at the port fell by 12% in a year: that is too much. The board will meet on Tuesday.\n\n"
            "The town hall promised aid of 300,000 euros – the café’s owner is doubtful.",
        },
    ],
    # The byline in a div of its own, a local edition after spaces, text in the section itself, an agency as outlet.
    "fr_2015.html": [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Le port & la ville",
            "published": "2015-03-14",
            "author": "Jeanne Morel et Paul Lenoir",
            "text": "Le port de Vernay rouvrira mardi.\n\nLa mairie promet une aide.",
        },
        {
            "outlet": "La Gazette du Ponant",
            "title": "« Nous n’avons pas le choix »",
            "published": "2015-03-15",
            "author": "Lise Autran avec AFP",
            "wire": "AFP",
            "text": "Que demandez-vous ? Une prime, rien d’autre.",
        },
        {
            "outlet": "AFP Infos Françaises",
            "title": "Les dockers reprennent le travail",
            "published": "2015-03-16",
            "wire": "AFP",
            "text": "Les dockers de Vernay ont repris le travail mercredi.",
        },
    ],
    "en_2015.html": [
        {
            "outlet": "The Harbour Gazette",
            "title": "The port & the town",
            "published": "2015-03-14",
            "author": "Mary Tell and Paul Lennox",
            "text": "The port of Vernay reopens on Tuesday.\n\nThe town hall promises aid.",
        },
        {
            "outlet": "The Northern Post",
            "title": "“We have no choice”",
            "published": "2015-03-15",
            "author": "Ann Otter with AFP",
            "wire": "AFP",
            "text": "What do you want? A bonus, nothing else.",
        },
        {
            "outlet": "AFP - English",
            "title": "Dockers return to work",
            "published": "2015-03-16",
            "wire": "AFP",
            "text": "Dockers at Vernay returned to work on Wednesday.",
        },
    ],
}


def read(path: Path) -> tuple[list[Record], list[str]]:
    reading = Reading()
    return read_europresse(path, reading), reading.objections.messages


def page(tmp_path: Path, *, name: str = "Le Courrier", header: str = "", body: str = "", number: str = "") -> Path:
    """Write a page of one article in the shape of 2014 and later."""
    source = (
        f'<html><body><article><header><span class="DocPublicationName">{name}</span>'
        f'<span class="DocHeader">{header}</span><div class="titreArticle"><p class="titreArticleVisu">Titre</p></div>'
        f"</header><div class='docOcurrContainer'>{body}</div><footer><div class='publiC-lblNodoc'>{number}</div>"
        "</footer></article></body></html>"
    )
    path = tmp_path / "export.html"
    path.write_text(source, encoding="utf-8")
    return path


@pytest.mark.parametrize("file", EXPECTED)
def test_each_article_has_its_facts_and_nothing_else(file: str) -> None:
    records, messages = read(OURS / file)
    assert [dict(record.facts) for record in records] == EXPECTED[file]
    assert [record.origin for record in records] == [f"{file}, article {n}" for n in range(1, len(records) + 1)]
    assert messages == []


def test_an_export_is_read_as_coverage() -> None:
    coverage = sl.read_coverage(OURS)
    expected = [facts for file in sorted(EXPECTED) for facts in EXPECTED[file]]
    assert coverage.articles["outlet"].tolist() == [facts["outlet"] for facts in expected]
    assert coverage.articles["published"].tolist() == [pd.Timestamp(facts["published"]) for facts in expected]
    assert coverage.articles["language"].tolist() == ["en"] * 6 + ["fr"] * 8
    assert coverage.articles["wire"].dropna().tolist() == ["AFP"] * 4
    assert [text.partition("\n\n")[0] for text in coverage.articles["text"]] == [facts["title"] for facts in expected]
    assert not coverage.warnings


def test_it_fills_what_it_says_it_supplies() -> None:
    supplied = {name for file in EXPECTED for record in read(OURS / file)[0] for name in record.facts}
    assert supplied == set(FORMAT.supplies)


@pytest.mark.parametrize(
    ("written", "outlet"),
    [
        ("Le Courrier de Vernay", "Le Courrier de Vernay"),
        ("Le Courrier de Vernay, no. 4318", "Le Courrier de Vernay"),
        ("Le Courrier de Vernay (Ponant) (site web)", "Le Courrier de Vernay"),
        ("Le Courrier de Vernay (site web) - Le Courrier", "Le Courrier de Vernay"),
        ("Courrier.example, no. 202203", "Courrier.example"),
        ("Le Courrier de Vernay        <br />Ponant ; Vernay", "Le Courrier de Vernay"),
        ("The Harbour Gazette, Vol. 14, no 4", "The Harbour Gazette"),
        ("The Harbour Gazette - North (web site)", "The Harbour Gazette - North"),
        ("24 heures [Vernay]", "24 heures"),
        ("Le Courrier de Vernay&#160;&#160; Ponant", "Le Courrier de Vernay"),
        ("The Harbour\n   Gazette", "The Harbour Gazette"),
        ("(sans titre)", "(sans titre)"),
    ],
)
def test_the_outlet_is_named_without_edition_and_number(tmp_path: Path, written: str, outlet: str) -> None:
    records, _ = read(page(tmp_path, name=written, body="<p>Texte.</p>"))
    assert records[0].facts["outlet"] == outlet


@pytest.mark.parametrize(
    ("header", "number", "published"),
    [
        ("lundi 14 mars 2022 812 mots, p. 3", "news·20220314·X·1", "2022-03-14"),
        ("Sciences,      mercredi 1er février 2023 2153 mots, p. AUJM18", "", "2023-02-01"),
        ("mercredi 22 f&#233;vrier 2023 - 13:25:31 -0000 1133 mots", "", "2023-02-22"),
        ("World, Friday, November 13, 2015, p. A1", "", "2015-11-13"),
        ("Thursday, December 22, 2022 13887 mots, p. 819(40)", "", "2022-12-22"),
        ("p. 12", "news·20220316·X·1", "2022-03-16"),
        ("", "news&#183;20220316&#183;X&#183;fr_x_904", "2022-03-16"),
        ("31 février 2022", "news·20220301·X·1", "2022-03-01"),
        ("31 février 2022", "", "31 février 2022"),
    ],
)
def test_the_date_is_read_in_both_languages_and_else_from_the_number(
    tmp_path: Path, header: str, number: str, published: str
) -> None:
    records, messages = read(page(tmp_path, header=header, body="<p>Texte.</p>", number=number))
    assert records[0].facts["published"] == published
    assert messages == []


def test_a_date_that_its_number_contradicts_is_objected_to(tmp_path: Path) -> None:
    records, messages = read(
        page(tmp_path, header="lundi 14 mars 2022", body="<p>Texte.</p>", number="news·20210314·X·1")
    )
    assert records[0].facts["published"] == "2022-03-14"
    assert messages == [
        "export.html, article 1: is dated 2022-03-14 but numbered 2021-03-14; the date was believed. Check which is right."
    ]


@pytest.mark.parametrize(
    "note",
    [
        "<p>Illustration(s) : Lise Autran</p>",
        "<p>Note(s) : Mis à jour : 2022-03-15 18:56 UTC</p>",
        "<div class='rdp__attachnews'><p>Le quai nord.</p></div>",
        "<em class='ImageAttachFont'>The north quay.</em>",
        "<a href='https://example.org/x'>This article appeared in Le Courrier</a>",
        "<script>alert(1)</script><style>p{}</style>",
    ],
)
def test_what_is_not_the_article_is_dropped(tmp_path: Path, note: str) -> None:
    records, _ = read(page(tmp_path, body=f"<p>Premier.</p>{note}<p>Second.</p>"))
    assert records[0].facts["text"] == "Premier.\n\nSecond."


@pytest.mark.parametrize("label", ["Encadré(s) :", "Sidebar(s):"])
def test_a_sidebar_keeps_its_text_and_loses_its_label(tmp_path: Path, label: str) -> None:
    records, _ = read(page(tmp_path, body=f"<p>Premier.</p><p>{label}</p><p>{label} Second.</p>"))
    assert records[0].facts["text"] == "Premier.\n\nSecond."


def test_other_pages_are_not_taken_for_ours(tmp_path: Path) -> None:
    assert all(recognises(path) for path in OURS.iterdir())
    others = [path for path in FIXTURES.rglob("*.htm*") if path.parent != OURS]
    article = tmp_path / "article.html"
    article.write_text("<article><h1>Europresse</h1><p>class DocPublicationName, dit-il.</p></article>")
    binary = tmp_path / "binary.html"
    binary.write_bytes(bytes(range(256)) * 300)
    assert not [path for path in (*others, article, binary) if recognises(path)]


def test_logos_and_styles_before_the_first_article_do_not_hide_it(tmp_path: Path) -> None:
    path = tmp_path / "export.html"
    source = (OURS / "fr_2022.html").read_text(encoding="utf-8")
    path.write_text(source.replace("<body>", f"<body><!--{'x' * 300_000}-->"), encoding="utf-8")
    assert recognises(path)
    assert len(read(path)[0]) == len(EXPECTED["fr_2022.html"])


@pytest.mark.parametrize("file", EXPECTED)
def test_a_page_cut_off_anywhere_keeps_the_articles_before_the_cut(tmp_path: Path, file: str) -> None:
    whole = (OURS / file).read_bytes()
    full, path = EXPECTED[file], tmp_path / file
    for length in range(200, len(whole) - 200, 151):
        path.write_bytes(whole[:length])
        records, messages = read(path)
        assert len(records) <= len(full)
        assert [dict(record.facts) for record in records[:-1]] == full[: max(0, len(records) - 1)]
        assert any("expected </html> at its end" in message for message in messages)


def test_an_article_past_the_limit_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    source = (OURS / "en_2022.html").read_text(encoding="utf-8")
    path = tmp_path / "export.html"
    path.write_text(source.replace("Walkout begins", "x" * LONGEST_ARTICLE, 1), encoding="utf-8")
    records, messages = read(path)
    assert [dict(record.facts) for record in records] == EXPECTED["en_2022.html"][1:]
    assert len(messages) == 1
    assert messages[0].startswith("export.html, article 1: expected at most")


def test_a_script_in_a_title_is_text_and_runs_nowhere(tmp_path: Path) -> None:
    path = page(tmp_path, body="<p>&lt;script&gt;alert(1)&lt;/script&gt; Texte.</p>")
    path.write_text(path.read_text().replace("Titre", "<script>alert(1)</script>&lt;b&gt;Titre"))
    facts = read(path)[0][0].facts
    assert facts["title"].endswith("<b>Titre")
    assert facts["text"] == "<script>alert(1)</script> Texte."


START = '<span class="DocPublicationName">A</span>'
TEXT = START + "<div class='docOcurrContainer'>"
HOSTILE = {
    "entity bomb": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + TEXT + "<p>&b;&b;</p>",
    "articles without end": START * 5_000,
    "deep nesting": TEXT + "<div>" * 200_000 + "x",
    "containers": TEXT * 5_000,
    "links": TEXT + "<a href=x>Cet article est paru dans</a>" * 30_000,
    "titles": START + "<b class=TitreArticleVisu>x</b>" * 30_000,
    "small print": START + "<div class=titreArticle>" * 200 + "<p class=sm-margin-bottomNews>a</p>" * 20_000,
    "one long line": TEXT + "word " * 500_000,
    "blanks": START + "<p class=titreArticleVisu>" + " \n" * 500_000 + "x</p>",
    "escaped markup": TEXT + "&lt;p&gt;x<br>" * 30_000,
    "open brackets": TEXT + "<span " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_little_time_and_never_raise(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.html"
    path.write_text(HOSTILE[name], encoding="utf-8")
    started = time.process_time()
    recognises(path)
    records, _ = read(path)
    assert time.process_time() - started < 15
    assert sum(len(record.facts.get("text", "")) for record in records) <= len(HOSTILE[name])


def test_binary_data_is_objected_to(tmp_path: Path) -> None:
    path = tmp_path / "export.html"
    path.write_bytes(START.encode() + b"\x00\xff")
    assert read(path)[0] == []
    assert "expected text, found binary data" in read(path)[1][0]
