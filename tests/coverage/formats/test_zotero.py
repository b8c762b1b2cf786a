"""Exports of Zotero: items with the text of their attached files, and paths that lead elsewhere."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading, format_of
from sinorus_lib.coverage.formats.zotero import read_zotero_csv, read_zotero_json, recognises_csv, recognises_json
from sinorus_lib.coverage.records import Record
from sinorus_lib.errors import CoverageWarning
from tests.coverage.formats.test_word import docx_of

FIXTURES = Path(__file__).parents[1] / "fixtures" / "zotero"
TEXTS = {
    "fr": "Le port a rouvert mardi après douze jours de grève. Les dockers ont obtenu une prime de 1 200 euros.",
    "en": "The port reopened on Tuesday after a twelve-day strike. The dockers obtained a bonus of 1,200 euros.",
}


def item(path: str, **facts: Any) -> dict[str, Any]:
    return {"itemType": "newspaperArticle", "title": "Port", "attachments": [{"path": path}], **facts}


def export(folder: Path, *items: dict[str, Any]) -> Path:
    path = folder / "library.json"
    path.write_text(json.dumps({"config": {"label": "BetterBibTeX JSON"}, "items": items}), encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Record], list[str]]:
    reading = Reading()
    records = (read_zotero_csv if path.suffix == ".csv" else read_zotero_json)(path, reading)
    return records, reading.objections.messages


def test_better_bibtex_items_have_the_text_of_their_files() -> None:
    records, messages = read(FIXTURES / "json" / "library.json")
    rouvre, reopens, loss, prime, to_come = records
    assert {name: value for name, value in rouvre.facts.items() if name != "text"} == {
        "outlet": "Le Courrier de Vernay",
        "title": "Le port de Vernay rouvre",
        "author": "Jeanne Morel",
        "published": "2022-03-15",
        "language": "fr-FR",
        "url": "https://courrier.example/port-rouvre",
    }
    assert "Les dockers recevront une prime" in rouvre.facts["text"]
    assert (reopens.facts["author"], reopens.facts["outlet"]) == ("Ann Otter, Paul Lennox", "The Harbour Gazette")
    assert reopens.facts["text"].startswith("The port of Vernay reopened")
    assert (loss.facts["title"], loss.facts["outlet"]) == ("What the strike cost", "Harbour Business")
    assert prime.facts["text"].startswith("Les syndicats ont accepté")
    assert "text" not in to_come.facts
    names = ["rouvre.html", "reopens.txt", "loss.md", "prime.rtf"]
    assert [[part.name for part in record.parts] for record in records] == [*([name] for name in names), []]
    assert [record.path.name for record in records if record.path] == [*names, "library.json"]
    assert messages == []  # the PDF is not missed where there is a page


def test_an_item_with_nothing_but_a_pdf_is_objected_to(tmp_path: Path) -> None:
    records, messages = read(export(tmp_path, item("a.pdf", url="https://a.example/1"), item("b.PDF")))
    assert [dict(record.facts) for record in records] == [{"title": "Port", "url": "https://a.example/1"}]
    said = "has its text in files that are not read (.pdf). Attach its page, or its text as .txt."
    assert messages == [f"library.json, article {number}: {said}" for number in (1, 2)]


def test_csv_finds_the_files_of_absolute_paths_by_their_last_parts() -> None:
    records, _ = read(FIXTURES / "csv" / "library.csv")
    assert [record.facts["author"] for record in records] == ["Jeanne Morel, Lise Autran", "Ann Otter"]
    assert [record.facts["outlet"] for record in records] == ["Le Courrier de Vernay", "The Harbour Gazette"]
    assert [record.facts["published"] for record in records] == ["2022-03-15"] * 2
    assert "Les dockers recevront" in records[0].facts["text"]
    assert "Dockers will receive" in records[1].facts["text"]
    assert "résumé" not in records[0].facts["text"]


def test_csl_gives_entries_of_a_list() -> None:
    records, messages = read(FIXTURES / "csl" / "library.json")
    assert [dict(record.facts) for record in records] == [
        {
            "outlet": "Le Courrier de Vernay",
            "title": "Le port de Vernay rouvre",
            "language": "fr-FR",
            "url": "https://courrier.example/port-rouvre",
            "author": "Jeanne Morel, Rédaction",
            "published": "2022-03-15",
        },
        {
            "outlet": "The Harbour Gazette",
            "title": "Port of Vernay reopens",
            "language": "en-GB",
            "url": "https://gazette.example/port-reopens",
            "author": "Ann Otter",
            "published": "15 March 2022",
        },
    ]
    assert [message.partition(". ")[0] for message in messages] == [
        "library.json, article 3: has neither an attached text nor an address; it was left out"
    ]


def test_a_folder_is_read_without_reading_attached_files_twice() -> None:
    with pytest.warns(CoverageWarning):
        coverage = sl.read_coverage(FIXTURES / "json")
    assert coverage.articles["title"].tolist() == [
        "Le port de Vernay rouvre",
        "Port of Vernay reopens",
        "What the strike cost",
        "La prime des dockers",
    ]
    assert coverage.articles["language"].tolist() == ["fr", "en", "en", "fr"]
    assert not any("the same" in message for message in coverage.warnings)


def test_an_entry_without_text_fills_in_the_page_of_its_address() -> None:
    with pytest.warns(CoverageWarning):
        articles = sl.read_coverage(FIXTURES / "csl").articles
    (author,) = articles["author"]
    assert author == "Jeanne Morel, Rédaction"


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".rtf", ".docx"])
def test_metadata_of_zotero_win_over_those_of_the_file(tmp_path: Path, language: str, suffix: str) -> None:
    path, text = tmp_path / f"a{suffix}", TEXTS[language]
    if suffix == ".docx":
        docx_of(path, ["# Brouillon", text])
    elif suffix == ".rtf":
        path.write_text(
            "{\\rtf1 " + "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text) + "}", encoding="ascii"
        )
    else:
        path.write_text(("---\ntitle: Brouillon\n---\n" if suffix == ".md" else "") + text, encoding="utf-8")
    records, messages = read(export(tmp_path, item(path.name)))
    assert messages == []
    assert [dict(record.facts) for record in records] == [{"title": "Port", "text": text}]


OUTSIDE = [
    "../secret.txt",
    "files/../../secret.txt",
    "..\\secret.txt",
    "/etc/../secret.txt",
    "storage:../secret.txt",
    "link.txt",
]


@pytest.mark.parametrize("written", OUTSIDE)
def test_a_path_that_leaves_the_folder_is_refused_with_one_sentence(tmp_path: Path, written: str) -> None:
    (tmp_path / "secret.txt").write_text(TEXTS["en"], encoding="utf-8")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    records, messages = read(export(folder, item(written, url="https://a.example/1")))
    assert [record.facts.get("text") for record in records] == [None]
    assert [message.partition(" (")[0] for message in messages] == [
        "library.json, article 1: names an attached file outside the folder of the export"
    ]


@pytest.mark.parametrize(
    "written", ["/etc/hostname.txt", "C:\\secret.txt", "\\\\server\\share\\secret.txt", "{outside}"]
)
def test_an_absolute_path_to_elsewhere_is_not_read(tmp_path: Path, written: str) -> None:
    (tmp_path / "secret.txt").write_text(TEXTS["en"], encoding="utf-8")
    folder = tmp_path / "export"
    folder.mkdir()
    written = written.format(outside=tmp_path / "secret.txt") if written == "{outside}" else written
    records, messages = read(export(folder, item(written, url="https://a.example/1")))
    assert [record.facts.get("text") for record in records] == [None]
    assert [message.partition(" (")[0] for message in messages] == [
        "library.json, article 1: names an attached file that is not in the folder of the export"
    ]


def test_an_absolute_path_into_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["en"], encoding="utf-8")
    records, messages = read(export(tmp_path, item(str(tmp_path / "a.txt"))))
    assert ([record.facts["text"] for record in records], messages) == ([TEXTS["en"]], [])


def test_a_name_that_two_items_attach_is_not_enough_to_find_a_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXTS["en"], encoding="utf-8")
    records, messages = read(export(tmp_path, item("/zotero/A/page.txt"), item("/zotero/B/page.txt")))
    assert records == []
    assert sum("is not in the folder of the export" in message for message in messages) == 2


PAGE = (
    "<html><body><article>"
    + "".join(f"<p>{TEXTS['en']} ({number})</p>" for number in range(6))
    + "</article></body></html>"
)


def test_a_file_of_several_articles_is_objected_to_and_read_by_itself(tmp_path: Path) -> None:
    shutil.copy(FIXTURES.parent / "nexis" / "uni_en.txt", tmp_path / "delivery.txt")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    library = export(
        tmp_path, {**item("delivery.txt"), "attachments": [{"path": "delivery.txt"}, {"path": "page.html"}]}
    )
    records, messages = read(library)
    assert [[part.name for part in record.parts] for record in records] == [["page.html"]]
    assert "has a file of 3 articles attached (delivery.txt)" in messages[-1]


HOSTILE = [
    None,
    3,
    "x",
    [],
    {},
    {"itemType": ["newspaperArticle"], "creators": 3, "attachments": "x"},
    {"itemType": "newspaperArticle", "creators": [None, {"lastName": {"a": 1}}], "attachments": [None, {"path": 5}]},
    {"itemType": "newspaperArticle", "attachments": [{"path": "a\x00b.txt"}, {"path": "x" * 100_000 + ".txt"}]},
    {"itemType": "newspaperArticle", "attachments": [{"path": "/" + "a/" * 50_000 + "b.txt"}]},
    {"type": "article", "issued": {"date-parts": [[{}]]}, "author": [[[]]]},
]


def test_a_bad_item_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["fr"], encoding="utf-8")
    records, messages = read(export(tmp_path, *HOSTILE, item("a.txt")))
    assert [record.facts.get("text") for record in records] == [TEXTS["fr"]]
    assert all(len(message) < 400 for message in messages)


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '{"items": 3}', '{"items": {"a": 1}}', "9" * 5_000])
def test_damaged_json_is_objected_to(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    records, messages = read(tmp_path / "a.json")
    assert records == []
    assert len(messages) == 1


def test_exports_are_told_by_their_shape(tmp_path: Path) -> None:
    assert [recognises_json(FIXTURES / name / "library.json") for name in ("json", "csl")] == [True, True]
    assert recognises_csv(FIXTURES / "csv" / "library.csv")
    names = [getattr(format_of(FIXTURES / name), "name", None) for name in ("json/library.json", "csv/library.csv")]
    assert names == ["Zotero (JSON)", "Zotero (CSV)"]
    for content in (b"", b"{}", b"[]", b'[{"type": "post"}]', b'"' * 70_000, b"Key,Title\n", bytes(range(256)) * 300):
        (tmp_path / "a").write_bytes(content)
        assert not recognises_json(tmp_path / "a")
        assert not recognises_csv(tmp_path / "a")


def test_a_table_of_items_is_read_whatever_its_paths(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Key", "Item Type", "Author", "Title", "Publication Title", "Url", "File Attachments"])
        writer.writerow(
            ["A", "webpage", "", "Port", "The Post", "https://a.example/1", "../../etc/passwd.txt; ; a.pdf"]
        )
        writer.writerow(["B", "webpage", "Morel, Jeanne", "Grève", "Le Courrier", "https://a.example/2", ""])
    records, messages = read(tmp_path / "a.csv")
    assert [record.facts.get("author") for record in records] == [None, "Jeanne Morel"]
    assert ["outside the folder" in message for message in messages] == [True, False]
    assert "not read (.pdf)" in messages[1]
