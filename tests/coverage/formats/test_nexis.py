"""Deliveries of Nexis: the same articles from text, Word and RTF, in both languages and both layouts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading, format_of
from sinorus_lib.coverage.formats.nexis import is_delivery, paragraphs_of, read_delivery
from sinorus_lib.coverage.formats.nexis_text import read_nexis_text, recognises
from sinorus_lib.coverage.formats.rich_text import RichTextError, read_rich_text, rich_text
from sinorus_lib.coverage.formats.word import read_word
from sinorus_lib.coverage.records import Record
from sinorus_lib.errors import CoverageWarning
from tests.coverage.formats.test_word import docx_of

FIXTURES = Path(__file__).parents[1] / "fixtures" / "nexis"
LANGUAGES = ("fr", "en")
EXPECTED: dict[str, list[dict[str, str]]] = {
    "fr": [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Le port de Vernay rouvre après douze jours de grève",
            "published": "2022-03-15",
            "author": "Jeanne Morel",
            "url": "https://courrier-de-vernay.example/2022/03/15/rouvre",
            "language": "FRENCH",
            "text": "Le port de Vernay a rouvert mardi après douze jours de grève, selon l’autorité portuaire.\n\n"
            "Langue : c’était le point d’achoppement, dit le médiateur, Paul Lenoir. « Chacun lisait l’offre à sa façon. »\n\n"
            "Les dockers recevront une prime de 1 200 euros, et les premiers navires sont attendus à midi.",
        },
        {
            "outlet": "Agence France Presse",
            "title": "Les syndicats du port obtiennent une prime",
            "published": "2022-03-14T18:30:00",
            "language": "FRENCH",
            "wire": "AFP",
            "text": "Deux syndicats ont accepté lundi soir une prime de 1 200 euros, mettant fin à la grève qui fermait le port de Vernay.\n\n"
            "« C’est une somme juste », a déclaré Henri Valdo, qui dirige le plus grand des deux.",
        },
        {
            "outlet": "Ports et Affaires",
            "title": "Ce qu’a coûté la grève du 4 mars 2022",
            "published": "avril 2022",
            "language": "FRENCH",
            "text": "Les exportateurs évaluent la perte à onze millions d’euros, l’autorité portuaire parle de quatre.\n\n"
            "Ni les uns ni l’autre n’ont montré comment ils calculent.",
        },
    ],
    "en": [
        {
            "outlet": "The Harbour Gazette",
            "title": "Port of Vernay reopens after twelve-day strike",
            "published": "2022-03-15",
            "author": "Ann Otter",
            "url": "https://harbour-gazette.example/2022/03/15/reopens",
            "language": "ENGLISH",
            "text": "The port of Vernay reopened on Tuesday after a twelve-day strike, the harbour authority said.\n\n"
            "Language: that was the sticking point, said the mediator, Paul Lennox. “Each side read the offer its own way.”\n\n"
            "Dockers will receive a bonus of 1,200 euros, and the first ships are expected at noon.",
        },
        {
            "outlet": "Reuters",
            "title": "Harbour unions win bonus",
            "published": "2022-03-14T18:30:00",
            "language": "ENGLISH",
            "wire": "Reuters",
            "text": "Two unions accepted a bonus of 1,200 euros on Monday evening, ending a strike that had closed the port of Vernay.\n\n"
            "“It is a fair sum,” said Henry Valdo, who leads the larger of the two.",
        },
        {
            "outlet": "Harbour Business Monthly",
            "title": "What the strike of March 4, 2022 cost",
            "published": "April 2022",
            "language": "ENGLISH",
            "text": "Exporters put the loss at eleven million euros, while the harbour authority speaks of four.\n\n"
            "Neither has shown how the figure was reached.",
        },
    ],
}
OLDER: dict[str, list[dict[str, str]]] = {
    "fr": [
        {
            **{name: EXPECTED["fr"][0][name] for name in ("outlet", "title", "published", "language")},
            "author": "JEANNE MOREL",
            "text": "Le port de Vernay a rouvert mardi après douze jours de grève, selon l’autorité portuaire.\n\n"
            "Les dockers recevront une prime de 1 200 euros, et les premiers navires sont attendus à midi.",
        },
        {
            "outlet": "Agence France-Presse",
            "title": "Les syndicats du port obtiennent une prime",
            "published": "2022-03-14",
            "language": "FRENCH",
            "wire": "AFP",
            "text": "Deux syndicats ont accepté lundi soir une prime de 1 200 euros, mettant fin à la grève qui fermait le port de Vernay.",
        },
    ],
    "en": [
        {
            **{name: EXPECTED["en"][0][name] for name in ("outlet", "title", "published", "language")},
            "author": "ANN OTTER",
            "text": "The port of Vernay reopened on Tuesday after a twelve-day strike, the harbour authority said.\n\n"
            "Dockers will receive a bonus of 1,200 euros, and the first ships are expected at noon.",
        },
        {
            "outlet": "Associated Press",
            "title": "Harbour unions win bonus",
            "published": "2022-03-14",
            "language": "ENGLISH",
            "wire": "AP",
            "text": "Two unions accepted a bonus of 1,200 euros on Monday evening, ending a strike that had closed the port of Vernay.",
        },
    ],
}

# The oldest files label the title and the text; a transcript names its show between outlet and date.
LABELLED: dict[str, list[dict[str, str]]] = {
    "fr": [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Le port de Vernay rouvre après la grève",
            "published": "2005-03-15",
            "author": "Jeanne Morel avec AFP",
            "language": "FRANÇAIS",
            "wire": "AFP",
            "text": "Le port de Vernay a rouvert mardi, selon l’autorité portuaire.\n\nLes navires sont attendus à midi.",
        },
        {
            "outlet": "Télé Ponant",
            "title": "Les dockers reprennent",
            "published": "2005-03-16",
            "language": "FRANÇAIS",
            "text": "LISE AUTRAN : Bonsoir. Les dockers ont repris le travail.",
        },
    ],
    "en": [
        {
            "outlet": "The Harbour Gazette",
            "title": "Port of Vernay reopens after the strike",
            "published": "2005-03-15",
            "author": "Ann Otter with AFP",
            "language": "ENGLISH",
            "wire": "AFP",
            "text": "The port of Vernay reopened on Tuesday, the harbour authority said.\n\nShips are expected at noon.",
        },
        {
            "outlet": "North TV",
            "title": "Dockers return",
            "published": "2005-03-16",
            "language": "ENGLISH",
            "text": "ANN OTTER, ANCHOR: Good evening. Dockers returned to work.",
        },
    ],
}
# The cover of a delivery, which is a file of its own beside documents that are saved one by one.
LISTS = {
    "fr": ("Nom d’utilisateur : X", "Numéro du travail : 166", "Documents (2)", "1. Le port rouvre", "2. Une prime"),
    "en": ("User Name: X", "Job Number: 166", "Documents (2)", "1. Port reopens", "2. A bonus"),
}


def lines_of(language: str) -> list[str]:
    return (FIXTURES / f"uni_{language}.txt").read_text(encoding="utf-8").splitlines()


def facts(records: list[Record]) -> list[dict[str, str]]:
    return [dict(record.facts) for record in records]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_delivery_is_read_alike_from_text_word_and_rtf(tmp_path: Path, language: str) -> None:
    document = docx_of(tmp_path / "delivery.docx", lines_of(language))
    for read, path in (
        (read_nexis_text, FIXTURES / f"uni_{language}.txt"),
        (read_rich_text, FIXTURES / f"uni_{language}.rtf"),
        (read_word, document),
    ):
        reading = Reading()
        records = read(path, reading)
        assert reading.objections.messages == []
        assert facts(records) == EXPECTED[language]
        assert [record.origin for record in records] == [f"{path.name}, article {number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_older_layout_is_read_with_its_wrapped_lines_joined(language: str) -> None:
    reading = Reading()
    assert facts(read_nexis_text(FIXTURES / f"older_{language}.txt", reading)) == OLDER[language]
    assert reading.objections.messages == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_texts_with_labels_are_read_and_shows_are_no_outlets(language: str) -> None:
    reading, path = Reading(), FIXTURES / f"labelled_{language}.txt"
    assert facts(read_nexis_text(path, reading)) == LABELLED[language]
    assert recognises(path)
    assert reading.objections.messages == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_show_above_the_date_is_no_outlet_in_the_newer_layout_either(language: str) -> None:
    show = {"fr": "Émission : LE JOURNAL DE 20 HEURES", "en": "SHOW: NEWS AT EIGHT 8:00 PM EST"}[language]
    lines = [line for line in lines_of(language) if line.strip()]
    first = next(number for number, line in enumerate(lines) if line.startswith(EXPECTED[language][0]["outlet"]))
    with_show = [*lines[: first + 1], show, *lines[first + 1 :]]
    assert facts(read_delivery(with_show, Path("a.docx"), Reading())) == EXPECTED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_documents_is_objected_to_and_is_no_article(tmp_path: Path, language: str) -> None:
    (tmp_path / "list.txt").write_text("\n\n".join(LISTS[language]), encoding="utf-8")
    (tmp_path / "list.rtf").write_bytes(("{\\rtf1 " + "\\par ".join(LISTS[language]) + "}").encode("cp1252"))
    docx_of(tmp_path / "list.docx", LISTS[language])
    assert recognises(tmp_path / "list.txt")
    for name, read in (("list.txt", read_nexis_text), ("list.rtf", read_rich_text), ("list.docx", read_word)):
        reading = Reading()
        assert read(tmp_path / name, reading) == []
        assert reading.objections.messages == [
            f"{name}: expected articles of Nexis, found none. Download full documents, not the list of results."
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_delivery_of_one_article_without_a_cover_is_read(tmp_path: Path, language: str) -> None:
    lines = lines_of(language)
    title = EXPECTED[language][1]["title"]
    start = max(number for number, line in enumerate(lines) if line == title)
    (record, *_) = read_word(docx_of(tmp_path / "one.docx", lines[start : start + 13]), Reading())
    assert dict(record.facts) == EXPECTED[language][1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "written", ["Monday, March 14, 2022", "14 March 2022 Monday", "lundi 14 mars 2022", "14 mars 2022 lundi"]
)
def test_dates_are_read_in_the_order_of_either_interface(language: str, written: str) -> None:
    date = {"fr": "15 mars 2022 mardi", "en": "March 15, 2022 Tuesday"}[language]
    lines = [written if line == date else line for line in lines_of(language)]
    records = read_delivery(lines, Path("a.txt"), Reading())
    assert records[0].facts["published"] == "2022-03-14"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cut", range(1, 12))
def test_a_delivery_cut_off_anywhere_keeps_the_articles_before(language: str, cut: int) -> None:
    lines, reading = lines_of(language), Reading()
    records = read_delivery(lines[:-cut], Path("a.txt"), reading)
    closed = cut <= 3  # the fields below the text are there
    texts = [one["text"] for one in EXPECTED[language]]
    assert [record.facts["text"] for record in records] == texts[: 3 if closed else 2]
    begun = any(line.startswith(("Length", "Longueur")) for line in lines[-8:-cut]) and not closed
    assert [message.partition(":")[0] for message in reading.objections.messages] == ["a.txt, article 3"] * begun


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_without_text_is_objected_to_and_the_others_are_kept(language: str) -> None:
    lines, reading = lines_of(language), Reading()
    wanted = set(EXPECTED[language][1]["text"].split("\n\n"))
    records = read_delivery([line for line in lines if line not in wanted], Path("a.docx"), reading)
    assert facts(records) == [EXPECTED[language][0], EXPECTED[language][2]]
    assert reading.objections.messages == [
        "a.docx, article 2: expected its text, found none; it was left out. Download it again as a full document."
    ]


def test_what_is_no_delivery_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for content in (
        b"The port reopened.\n\nLength: the strike lasted twelve days.\n\nEnd of story",
        "Le corps a été retrouvé.\n\nLangue : le point d’achoppement.\n\nCorps\n\nAutre chose.".encode(),
        bytes(range(256)) * 300,
        b"",
        b"\xff\xfe" + b"\x00\xd8" * 5_000,
        b"a" * 1_000_000,
    ):
        path.write_bytes(content)
        assert not recognises(path)
    for name in ("uni_fr", "uni_en", "older_fr", "older_en"):
        assert recognises(FIXTURES / f"{name}.txt")


def test_formats_are_told_by_their_shape(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The port reopened.", encoding="utf-8")
    (tmp_path / "a.rtf").write_text("{\\rtf1 The port reopened.}", encoding="utf-8")
    names = {path: getattr(format_of(path), "name", None) for path in (*tmp_path.iterdir(), FIXTURES / "uni_fr.txt")}
    assert names == {
        tmp_path / "a.txt": "Plain text",
        tmp_path / "a.rtf": "RTF, and Nexis as RTF",
        FIXTURES / "uni_fr.txt": "Nexis as text",
    }


def test_deliveries_are_read_as_coverage_in_both_languages() -> None:
    with pytest.warns(CoverageWarning, match="expected a date"):  # the month of a magazine is no day
        articles = sl.read_coverage([FIXTURES / "uni_fr.rtf", FIXTURES / "uni_en.rtf"]).articles
    assert articles["language"].tolist() == ["fr"] * 3 + ["en"] * 3
    assert articles["outlet"].tolist() == [one["outlet"] for language in LANGUAGES for one in EXPECTED[language]]
    assert articles["published"].notna().tolist() == [True, True, False] * 2


def test_rtf_is_read_after_its_specification() -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fswiss Arial;}}{\info{\title No}}{\header\pard No\par}"
        rb"\pard {\field{\*\fldinst{HYPERLINK "
        b'"https://link.example/no"'
        rb"}}{\fldrslt{\b Gr\'e8ve \u224 ?\~bord}}}\par d\u8217\'92accord {\deleted no}\{oui\}{\v no}\line"
        rb"\u-10179?\u-8704?\emdash{\pict\bin5 }}}}}no}\ldblquote fin\rdblquote\par}no"
    )
    assert rich_text(source) == ("Grève à\u00a0bord\nd’accord {oui}\n😀—“fin”\n", True)
    assert rich_text(b"{\\rtf1\\mac \\'8et\\'8e}") == ("été", True)
    assert rich_text(b"{\\rtf1\\ansicpg65001 \\'c3\\'a9}") == ("é", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_rtf_is_one_article(tmp_path: Path, language: str) -> None:
    sentence = EXPECTED[language][0]["text"].split("\n\n")[0]
    encoded = "".join(character if ord(character) < 128 else f"\\u{ord(character)}?" for character in sentence)
    (tmp_path / "a.rtf").write_text(f"{{\\rtf1\\ansi {encoded}\\par {encoded}\\par}}", encoding="ascii")
    (record,) = read_rich_text(tmp_path / "a.rtf", Reading())
    assert record.facts == {"text": f"{sentence}\n\n{sentence}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rtf_cut_off_is_objected_to_and_keeps_the_articles_before(tmp_path: Path, language: str) -> None:
    raw = (FIXTURES / f"uni_{language}.rtf").read_bytes()
    (tmp_path / "a.rtf").write_bytes(raw[: len(raw) * 9 // 10])
    reading = Reading()
    assert facts(read_rich_text(tmp_path / "a.rtf", reading)) == EXPECTED[language][:2]
    assert reading.objections.messages[0].startswith("a.rtf: is cut off before its end")


@pytest.mark.parametrize(
    ("source", "match"),
    [
        (b"PK\x03\x04", "expected RTF"),
        (b"", "expected RTF"),
        (b"{\\rtf1" + b"{" * 100_000, "groups within each other"),
    ],
)
def test_what_is_no_rtf_is_refused(tmp_path: Path, source: bytes, match: str) -> None:
    with pytest.raises(RichTextError, match=match):
        rich_text(source)
    (tmp_path / "a.rtf").write_bytes(source)
    reading = Reading()
    assert read_rich_text(tmp_path / "a.rtf", reading) == []
    assert match in reading.objections.messages[0]


@pytest.mark.parametrize(
    "unit",
    [b"{}", b"\\u99999999999x", b"\\'e9", b'{\\field{\\*\\fldinst{HYPERLINK "x"}}}', b"\\bin1 ", b"\\f1\\fcharset "],
)
def test_the_time_of_rtf_grows_with_its_size_only(unit: bytes) -> None:
    def seconds(count: int) -> float:
        source = b"{\\rtf1" + unit * count + b"}"
        start = time.perf_counter()
        rich_text(source)
        return time.perf_counter() - start

    seconds(1_000)
    small, large = min(seconds(10_000) for _ in range(3)), seconds(100_000)
    print(f"{unit!r}: {small:.3f} s for 10,000, {large:.3f} s for 100,000")
    assert large < 40 * small + 0.5


def test_the_time_of_a_delivery_grows_with_its_size_only() -> None:
    lines = lines_of("fr")[14:34] * 2_000 + ["a:" * 500_000, " " * 1_000_000 + "x", "1 " * 500_000]
    start = time.perf_counter()
    assert is_delivery(lines)
    records = read_delivery(paragraphs_of("\n".join(lines)), Path("a.txt"), Reading())
    taken = time.perf_counter() - start
    print(f"{len(records)} articles in {taken:.1f} s")
    assert len(records) == 2_000
    assert taken < 30
