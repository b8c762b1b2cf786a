"""Exports of Factiva, HTML and RTF, with and without field codes, in both languages: one article, whatever the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats import factiva_html as html
from sinorus_lib.coverage.formats import factiva_rtf as rtf
from sinorus_lib.coverage.formats.factiva_fields import (
    WORD_COUNT,
    Fields,
    fields_below,
    is_publisher,
    records_of,
)
from sinorus_lib.coverage.records import Record

FIXTURES = Path(__file__).parents[1] / "fixtures"
OURS = FIXTURES / "factiva"
READERS: dict[str, Callable[[Path, Reading], list[Record]]] = {
    ".html": html.read_factiva_html,
    ".rtf": rtf.read_factiva_rtf,
}
FORMATS: dict[str, Format] = {".html": html.FORMAT, ".rtf": rtf.FORMAT}
EXPECTED: dict[str, list[dict[str, str]]] = {
    "fr": [
        {
            "outlet": "Le Courrier de Vernay",
            "language": "fr",
            "title": "Les dockers de Vernay cessent le travail",
            "published": "2022-03-14",
            "author": "Paul Lenoir",
            "text": "Les dockers du port de Vernay ont cessé le travail lundi, pour douze jours.\n\n"
            "« Nous n’avons plus le choix », a déclaré Anne Dumas, déléguée syndicale.\n\n"
            "Le trafic a reculé de 40 % en une semaine, selon l’autorité portuaire.\n\n"
            "La direction propose une prime de 1 200 euros.",
        },
        {
            "outlet": "Dépêches du Ponant",
            "language": "fr",
            "title": "Grève au port : le gouvernement « prêt à discuter »",
            "published": "2022-03-15",
            "wire": "AFP",
            "text": "Le ministre des Transports, Marc Tellier, s’est dit mardi « prêt à discuter ».\n\n"
            "Il recevra les syndicats vendredi à 10 h 30 : « Tout est sur la table 😀 », a-t-il écrit.",
        },
        {
            "outlet": "Dépêches du Ponant",
            "language": "fr",
            "title": "Des pêcheurs solidaires",
            "published": "2022-04-01",
            "text": "Les pêcheurs ont refusé jeudi de débarquer leur poisson.\n\n"
            "Ils soutiennent les dockers depuis douze jours.",
        },
    ],
    "en": [
        {
            "outlet": "The Harbour Gazette",
            "language": "en",
            "title": "Vernay dockers walk out",
            "published": "2022-03-14",
            "author": "Mary Tell",
            "text": "Dockers at the port of Vernay walked out on Monday for twelve days.\n\n"
            "“We have no choice left,” said Anne Dumas, a union delegate.\n\n"
            "Traffic fell by 40% in a week, the port authority said.\n\n"
            "Managers offer a bonus of €1,200.",
        },
        {
            "outlet": "Northern Wire",
            "language": "en",
            "title": "Port strike: government “ready to talk”",
            "published": "2022-03-15",
            "wire": "AFP",
            "text": "Transport minister Mark Tellier said on Tuesday that he was “ready to talk”.\n\n"
            "He will meet the unions on Friday at 10:30: “Everything is on the table 😀,” he wrote.",
        },
        {
            "outlet": "Northern Wire",
            "language": "en",
            "title": "Fishermen show solidarity",
            "published": "2022-04-01",
            "text": "Fishermen refused to land their catch on Thursday.\n\nThey have backed the dockers for twelve days.",
        },
    ],
}
# What a word processor saved: codes and values parted by tabs, the foot of a page within the text.
TABS: dict[str, dict[str, str]] = {
    "fr": {
        "outlet": "Le Courrier de Vernay",
        "language": "fr",
        "title": "Les dockers de Vernay cessent le travail",
        "published": "2022-03-14",
        "author": "Paul Lenoir",
        "wire": "AFP",
        "text": "Les dockers ont cessé le travail lundi.\n\nLe trafic a reculé.\n\nLa direction propose une prime.",
    },
    "en": {
        "outlet": "The Harbour Gazette",
        "language": "en",
        "title": "Vernay dockers walk out",
        "published": "2022-03-14",
        "author": "Mary Tell",
        "wire": "AFP",
        "text": "Dockers walked out on Monday.\n\nTraffic fell.\n\nManagers offer a bonus.",
    },
}
# Files without codes hold two of the three articles, and the RTF one more line in each, with a link.
FILES = [f"{language}{kind}{suffix}" for language in EXPECTED for kind in ("", "_indexed") for suffix in READERS]
LINK_LINE = {"fr": "Lire sur port.example.", "en": "Read at port.example."}


def expected(file: str) -> list[dict[str, str]]:
    language = file[:2]
    articles = EXPECTED[language] if "_indexed" in file else EXPECTED[language][:2]
    if file != f"{language}.rtf":
        return articles
    return [{**facts, "text": f"{facts['text']}\n\n{LINK_LINE[language]}"} for facts in articles]


def read(path: Path) -> tuple[list[Record], list[str]]:
    reading = Reading()
    return READERS[path.suffix](path, reading), reading.objections.messages


def recognised(path: Path) -> bool:
    return {".html": html.recognises, ".rtf": rtf.recognises}[path.suffix](path)


@pytest.mark.parametrize("file", FILES)
def test_each_article_has_its_facts_and_nothing_of_the_index(file: str) -> None:
    records, messages = read(OURS / file)
    assert [dict(record.facts) for record in records] == expected(file)
    assert [record.origin for record in records] == [f"{file}, article {n}" for n in range(1, len(records) + 1)]
    assert messages == []


@pytest.mark.parametrize("file", FILES)
def test_an_export_is_read_as_coverage(file: str) -> None:
    with pytest.warns(sl.CoverageWarning, match="claims are compared within the language"):
        articles = sl.read_coverage(OURS / file).articles
    wanted = expected(file)
    for column in ("outlet", "language", "title"):
        assert articles[column].tolist() == [facts[column] for facts in wanted]
    assert articles["published"].tolist() == [pd.Timestamp(facts["published"]) for facts in wanted]
    assert articles["wire"].tolist()[1] == "AFP"
    assert articles["text"].tolist() == [f"{facts['title']}\n\n{facts['text']}" for facts in wanted]


@pytest.mark.parametrize("suffix", READERS)
def test_it_fills_what_it_says_it_supplies(suffix: str) -> None:
    files = [file for file in FILES if file.endswith(suffix)]
    supplied = {name for file in files for record in read(OURS / file)[0] for name in record.facts}
    assert supplied == set(FORMATS[suffix].supplies)


def test_other_files_are_not_taken_for_ours(tmp_path: Path) -> None:
    assert all(recognised(path) for path in OURS.iterdir())
    others = [path for path in FIXTURES.rglob("*") if path.suffix in READERS and path.parent != OURS]
    assert others
    for name, content in {
        "plain.rtf": b"{\\rtf1\\ansi Factiva est une base de presse. Document no 12.}",
        "text.rtf": b"Factiva RTF Display Format",
        "binary.rtf": bytes(range(256)) * 300,
        "page.html": b'<title>Factiva</title><div class="article main">Factiva</div>',
        "site.html": b'<div class="article mainArticle"><p>On Factiva, Document 12.</p></div>',
        "binary.html": bytes(range(256)) * 300,
    }.items():
        (tmp_path / name).write_bytes(content)
    assert not [path for path in (*others, *tmp_path.iterdir()) if recognised(path)]


def test_styles_before_the_first_article_do_not_hide_it(tmp_path: Path) -> None:
    path = tmp_path / "export.html"
    source = (OURS / "fr.html").read_text(encoding="utf-8")
    path.write_text(source.replace("</style>", ".x{margin:0}" * 40_000 + "</style>"), encoding="utf-8")
    assert recognised(path)
    assert [dict(record.facts) for record in read(path)[0]] == expected("fr.html")


@pytest.mark.parametrize("file", FILES)
def test_a_file_cut_off_anywhere_keeps_the_articles_before_the_cut_and_says_so(tmp_path: Path, file: str) -> None:
    whole = (OURS / file).read_bytes()
    full, path = expected(file), tmp_path / file
    for length in range(100, len(whole) - 120, 101):
        path.write_bytes(whole[:length])
        records, messages = read(path)
        assert len(records) <= len(full)
        assert [dict(record.facts) for record in records[:-1]] == full[: max(0, len(records) - 1)]
        assert any("may be incomplete" in message for message in messages)


@pytest.mark.parametrize("language", EXPECTED)
def test_codes_before_a_tab_are_read_as_those_in_a_table(language: str) -> None:
    records, messages = read(OURS / f"{language}_tabs.rtf")
    assert [dict(record.facts) for record in records] == [TABS[language]]
    assert messages == []


@pytest.mark.parametrize("language", EXPECTED)
def test_a_page_names_the_agency_that_only_a_credit_line_names(tmp_path: Path, language: str) -> None:
    path = tmp_path / "export.html"
    source = (OURS / f"{language}.html").read_text(encoding="utf-8")
    credit = {"fr": "(avec AFP)", "en": "(with AFP)"}[language]
    path.write_text(
        source.replace('<div class="author">', f"<div>{credit}</div><div class='author'>", 1), encoding="utf-8"
    )
    assert read(path)[0][0].facts["wire"] == "AFP"


@pytest.mark.parametrize("language", EXPECTED)
@pytest.mark.parametrize(
    ("outlet", "wire"),
    [
        ("Agence France Presse", "AFP"),
        ("Reuters News", "Reuters"),
        ("Reuters - Les actualités en français", "Reuters"),
    ],
)
def test_an_agency_is_its_own_wire(language: str, outlet: str, wire: str) -> None:
    facts = records_of([("x", {"SN": [outlet], "LA": [language], "TD": ["Text."]})], Path("x"))[0].facts
    assert (facts["outlet"], facts["wire"]) == (outlet, wire)


def test_an_article_that_names_the_firm_does_not_make_a_file_ours(tmp_path: Path) -> None:
    path = tmp_path / "delivery.rtf"
    path.write_text(
        "{\\rtf1\\ansi In 2006 Factiva Inc. and Factiva, Inc. were one firm, Factiva said.}", encoding="ascii"
    )
    assert not rtf.recognises(path)
    path.write_text("{\\rtf1\\ansi{\\footer Page 1 \\'a9 2022 Factiva, Inc. Tous droits}Texte}", encoding="ascii")
    assert rtf.recognises(path)


@pytest.mark.parametrize("language", EXPECTED)
def test_an_article_without_its_number_is_read_and_objected_to(tmp_path: Path, language: str) -> None:
    path = tmp_path / "export.rtf"
    source = (OURS / f"{language}_indexed.rtf").read_text(encoding="ascii")
    path.write_text(source.replace("Document " + source.rpartition("Document ")[2][:25], ""), encoding="ascii")
    records, messages = read(path)
    assert len(records) == 3
    assert messages == [
        "export.rtf, article 3: expected Document and a number at its end; it may be incomplete. Export it again."
    ]


def rtf_of(*lines: str) -> str:
    body = "".join(f"{line}\\par\n" for line in lines)
    return "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\info{\\title Factiva RTF Display Format}}\n" + body + "}"


ABOVE = {
    "fr": ("Les dockers reprennent le travail à Vernay", "Par Paul Lenoir", "96 mots", "15 mars 2022", "Français"),
    "en": ("Dockers return to work at the port of Vernay", "By Mary Tell", "96 words", "15 March 2022", "English"),
}


@pytest.mark.parametrize("language", ABOVE)
@pytest.mark.parametrize(
    "shape", ["bold", "parted", "plain", "no byline", "bold section above", "credit and byline", "contents before"]
)
def test_the_headline_is_found_by_bold_by_blank_lines_or_by_length(tmp_path: Path, language: str, shape: str) -> None:
    title, byline, length, date, name = ABOVE[language]
    title, byline = title.replace("à", "\\'e0"), byline
    above = {
        "bold": ("Section", f"{{\\b {title}}}", byline),
        "parted": ("Section", title, "", byline),
        "plain": ("Section", title, byline),
        "no byline": ("Section", title),
        "bold section above": ("\\b Section\\b0 ", f"\\b {title}\\b0 ", byline),
        "credit and byline": (f"{{\\b {title}}}", byline, "AFP"),
        "contents before": ("Un titre \\tab 2", "A title \\tab 3", "", f"{{\\b {title}}}", byline),
    }[shape]
    path = tmp_path / "export.rtf"
    below = (length, date, "18:42", "Outlet", "OUTLT", "12", name, "(c) 2022 Outlet", "Premier paragraphe.", "")
    path.write_text(rtf_of(*above, *below, "Document OUTLT00020220315ei3f0012c"), encoding="cp1252")
    facts = read(path)[0][0].facts
    assert facts["title"] == ABOVE[language][0]
    assert facts.get("author", "") == ("" if shape == "no byline" else ABOVE[language][1].split(" ", 1)[1])
    assert facts.get("wire") == ("AFP" if shape == "credit and byline" else None)
    assert (facts["outlet"], facts["language"], facts["published"]) == ("Outlet", language, "2022-03-15")
    assert facts["text"] == "Premier paragraphe."


@pytest.mark.parametrize(
    ("lines", "fields", "taken"),
    [
        (["14 March 2022", "Outlet", "OUTLT", "English", "Text."], {"SC": ["OUTLT"], "LA": ["English"]}, 4),
        (["14 mars 2022", "Outlet", "OUTLT", "Français", "© 2022", "Texte."], {"SC": ["OUTLT"], "LA": ["Français"]}, 5),
        (["14 March 2022", "07:15 AM", "Outlet", "OUTLT", "1; National", "13", "English", "(c) X", "Text."],
         {"SC": ["OUTLT"], "LA": ["English"]}, 8),
        (["14 March 2022", "Outlet", "English", "Copyright 2022 X. All rights reserved.", "Text."], {"LA": ["English"]}, 4),
        (["14 March 2022", "Outlet", "OUTLT", "Text without a language."], {"SC": ["OUTLT"]}, 3),
        (["14 March 2022", "Outlet"], {}, 2),
    ],
)  # fmt: skip
def test_the_lines_below_the_length_are_told_by_their_order(lines: list[str], fields: Fields, taken: int) -> None:
    found, count = fields_below(lines)
    assert found == {"PD": [lines[0]], "SN": ["Outlet"], **fields}
    assert count == taken


@pytest.mark.parametrize(
    ("line", "is_length"),
    [
        ("96 words", True), ("1 word", True), ("1,212 words", True), ("96 mots", True), ("1 212 mots", True),
        ("1\u202f212 mots", True), ("1.212 mots", True), ("96 words later", False), ("words", False), ("9999999 x", False),
    ],
)  # fmt: skip
def test_a_length_is_a_line_of_its_own_in_either_language(line: str, is_length: bool) -> None:
    assert bool(WORD_COUNT.match(line)) == is_length


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Société d’édition de Vernay", True), ("Harbour Gazette Ltd.", True), ("Groupe Ponant S.A.", True),
        ("AFP", False), ("The unions accepted the offer on Friday night.", False), ("“Enough,” she said.", False),
        ("La suite des négociations est attendue vendredi à la préfecture de Vernay", False),
    ],
)  # fmt: skip
def test_the_publisher_is_told_from_a_sentence_and_from_a_credit(line: str, expected: bool) -> None:
    assert is_publisher(line) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Français", "fr"),
        ("French", "fr"),
        ("Anglais", "en"),
        ("English", "en"),
        ("Allemand", "de"),
        ("German", "de"),
    ],
)
def test_the_language_is_read_in_both_interfaces(written: str, code: str) -> None:
    assert records_of([("x", {"LA": [written]})], Path("x"))[0].facts == {"language": code}


@pytest.mark.parametrize(
    ("credit", "byline", "wire"),
    [
        ("(Agence France-Presse)", "", "AFP"),
        ("Reuters", "", "Reuters"),
        ("(AFP, Reuters)", "", "AFP, Reuters"),
        ("AFP et Reuters", "", "AFP, Reuters"),
        ("Mary Tell and AP", "", "AP"),
        ("", "Agence France-Presse", "AFP"),
        ("Le Courrier de Vernay", "Paul Lenoir", None),
        ("", "Paul Lenoir, AFP", "AFP"),
        ("", "Par Paul Lenoir avec AFP", "AFP"),
        ("(avec AFP)", "", "AFP"),
        ("(with AFP)", "", "AFP"),
    ],
)
def test_a_credit_is_a_wire_only_if_it_names_an_agency(credit: str, byline: str, wire: str | None) -> None:
    facts = records_of([("x", {"CR": [credit], "BY": [byline], "TD": ["Text."]})], Path("x"))[0].facts
    assert facts.get("wire") == wire


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Par PAUL LENOIR. ", "PAUL LENOIR"),
        ("By Mary Tell.", "Mary Tell"),
        ("R. Fo.", "R. Fo."),
        ("Par P. L.", "P. L."),
    ],
)
def test_an_author_loses_a_full_stop_and_initials_keep_theirs(byline: str, author: str) -> None:
    assert records_of([("x", {"BY": [byline]})], Path("x"))[0].facts["author"] == author


def test_an_outlet_given_by_code_alone_is_named_by_its_code_if_no_article_names_it() -> None:
    records = records_of([("x", {"SC": ["OUTLT"]}), ("y", {"SN": ["Other"], "SC": ["OTHER"]})], Path("x"))
    assert [record.facts["outlet"] for record in records] == ["OUTLT", "Other"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"caf\'e9 \'93x\'94", "café “x”"),
        (r"\u8220?x\u8221? \u233\'65", "“x” é"),
        (r"a{\b b}c", "abc"),
        (r'{\field{\*\fldinst{HYPERLINK "http://x.example/"}}{\fldrslt{\ul here}}}', "here"),
        (r"\{a\} \\cell \\b", r"{a} \cell \b"),
        (r"{\footer Page 1 of 3}text", "text"),
        (r"a\tab b", "a b"),
    ],
)  # fmt: skip
def test_rtf_is_read_as_it_is_meant(tmp_path: Path, written: str, read_as: str) -> None:
    path = tmp_path / "export.rtf"
    lines = ("{\\b Title}", "9 words", "14 March 2022", "Outlet", "OUTLT", "English", f"The {written}.", "Publisher")
    path.write_text(rtf_of(*lines, "Document OUTLT00020220315ei3f0012c"), encoding="cp1252")
    assert read(path)[0][0].facts["text"] == f"The {read_as}."


PAGE = '<div class="article frArticle">'
RTF = "{\\rtf1\\ansi Factiva RTF Display Format "
HOSTILE = {
    "entities.html": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    + PAGE
    + "<p class=articleParagraph>&b;",
    "articles.html": PAGE * 5_000,
    "nesting.html": PAGE + "<div>" * 200_000,
    "paragraphs.html": PAGE + "<p class=articleParagraph>x" * 50_000,
    "rows.html": PAGE + "<table>" + "<tr><td>HD</td><td>x</td></tr>" * 30_000,
    "long line.html": PAGE + "word " * 500_000,
    "brackets.html": "<div " * 200_000,
    "groups.rtf": RTF + "{" * 400_000,
    "ends.rtf": RTF + "}" * 400_000,
    "fonts.rtf": RTF + "{\\fonttbl" + "\\f1" * 200_000,
    "links.rtf": RTF + "{\\field{\\*\\fldinst{HYPERLINK " * 30_000,
    "characters.rtf": RTF + "\\u99999999?\\u-70000?\\uc" * 50_000,
    "binary.rtf": RTF + "{\\pict\\bin99999999 " * 50_000,
    "lengths.rtf": RTF + "\\par 12 mots" * 50_000,
    "numbers.rtf": RTF + "\\par Document ABCDEFGHIJKLMNOP" * 20_000,
    "long line.rtf": RTF + "word " * 500_000,
    "bold.rtf": RTF + "\\b " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_little_time_and_never_raise(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(HOSTILE[name], encoding="utf-8")
    started = time.process_time()
    recognised(path)
    records, _ = read(path)
    assert time.process_time() - started < 15
    assert sum(len(record.facts.get("text", "")) for record in records) <= len(HOSTILE[name])


def test_an_rtf_past_the_limit_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "LARGEST_FILE", 1_000)
    path = tmp_path / "export.rtf"
    path.write_bytes((OURS / "fr.rtf").read_bytes())
    assert read(path)[0] == []
    assert "it was left out. Export it in parts" in read(path)[1][0]
