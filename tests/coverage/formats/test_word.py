"""Word documents: plain articles, and archives made to harm the reader."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading, word
from sinorus_lib.coverage.formats.word import read_word

FIXTURES = Path(__file__).parents[1] / "fixtures" / "word"
TITLES = {"fr": "Le conseil de Vernay vote le budget du port", "en": "Vernay council votes the harbour budget"}
STYLES = {"fr": "Titre", "en": "Title"}
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="'
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'
)


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    middle = len(text) // 2  # Word cuts text into runs anywhere
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(half)}</w:t></w:r>' for half in (text[:middle], text[middle:])
    )
    return f"<w:p>{properties}{runs}</w:p>"


def document(body: str, space: str = SPACE) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'


def write_docx(path: Path, xml: str | bytes, target: str = "word/document.xml", **others: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS.format(target))
        archive.writestr(target, xml)
        for name, content in others.items():
            archive.writestr(name, content)
    return path


def docx_of(path: Path, lines: Iterable[str], style: str = "Title") -> Path:
    """Write a Word document of one paragraph a line; a line that begins with # is in the style of a headline."""
    paragraphs = (paragraph(line.removeprefix("# "), style if line.startswith("# ") else "") for line in lines)
    return write_docx(path, document("".join(paragraphs)))


def article(folder: Path, language: str) -> Path:
    lines = (FIXTURES / f"article_{language}.txt").read_text(encoding="utf-8").splitlines()
    return docx_of(folder / f"article_{language}.docx", lines, STYLES[language])


def refused(path: Path, match: str) -> None:
    reading = Reading()
    assert read_word(path, reading) == []
    assert len(reading.objections.messages) == 1
    assert match in reading.objections.messages[0]
    assert reading.objections.messages[0].startswith(f"{path.name}: ")


@pytest.mark.parametrize("language", TITLES)
def test_a_plain_document_is_one_article_with_its_headline(tmp_path: Path, language: str) -> None:
    reading = Reading()
    (record,) = read_word(article(tmp_path, language), reading)
    lines = (FIXTURES / f"article_{language}.txt").read_text(encoding="utf-8").splitlines()
    assert record.facts == {"title": TITLES[language], "text": "\n\n".join(lines[1:])}
    assert reading.objections.messages == []


def test_both_languages_are_read_as_coverage(tmp_path: Path) -> None:
    for language in TITLES:
        article(tmp_path, language)
    articles = sl.read_coverage(tmp_path).articles
    assert dict(zip(articles["language"], articles["title"], strict=True)) == TITLES
    assert all(text.startswith(title) for title, text in zip(articles["title"], articles["text"], strict=True))


def test_text_stands_in_tables_boxes_breaks_and_strict_documents_but_not_in_deletions_or_fallbacks(
    tmp_path: Path,
) -> None:
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph('In a cell')}</w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>Before</w:t><w:br/><w:t>after</w:t><w:tab/><w:t>tab</w:t></w:r>"
        "<w:del><w:r><w:t>deleted</w:t><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{paragraph('In a box')}</mc:Choice><mc:Fallback>{paragraph('Twice')}</mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    write_docx(tmp_path / "a.docx", document(body, STRICT), target="word/document2.xml")
    (record,) = read_word(tmp_path / "a.docx", Reading())
    assert record.facts["text"].split("\n\n") == ["In a cell", "In a box", "Before\nafter tab"]


def test_macros_are_never_opened(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docm", document(paragraph("A text.")), **{"word/vbaProject.bin": "AutoOpen"})
    (record,) = read_word(path, Reading())
    assert record.facts == {"text": "A text."}


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    bomb = write_docx(tmp_path / "a.docx", document(paragraph("a" * 20_000_000)))
    assert bomb.stat().st_size < 100_000
    refused(bomb, "expands beyond reason")


def test_a_bomb_that_declares_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    bomb = write_docx(tmp_path / "a.docx", document(paragraph("a" * 20_000_000)))
    with zipfile.ZipFile(bomb) as archive:
        size = archive.getinfo("word/document.xml").file_size
    bomb.write_bytes(bomb.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1_000)))
    refused(bomb, "expected a Word document")


def test_a_part_is_read_no_further_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "LARGEST_PART", 1024**2)
    text = " ".join(str(number) for number in range(300_000))  # hardly compresses
    refused(write_docx(tmp_path / "a.docx", document(paragraph(text))), "at most 1 MB of text")


def test_an_archive_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    others = {f"word/media/{number}": "" for number in range(10_001)}
    refused(write_docx(tmp_path / "a.docx", document(paragraph("A text.")), **others), "more than 10000 parts")


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [ENTITIES, EXTERNAL, '<!DOCTYPE d SYSTEM "https://dtd.example/d.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declared_document_type_is_refused(tmp_path: Path, declaration: str, encoding: str) -> None:
    body = document("<w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p>").partition("?>")[2]
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body}'
    refused(write_docx(tmp_path / "a.docx", xml.encode(encoding)), "declares a document type")


def test_elements_nested_past_any_document_are_refused(tmp_path: Path) -> None:
    xml = document("<w:p>" * 5_000 + "</w:p>" * 5_000)
    refused(write_docx(tmp_path / "a.docx", xml), "deep within each other")


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside.xml", "C:\\outside.xml", "word\\..\\..\\outside.xml"])
def test_a_part_that_lies_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = write_docx(tmp_path / "a.docx", document(paragraph("A text.")), **{name: "x"})
    refused(path, "a part that lies outside it")


def test_a_document_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    refused(tmp_path / "a.docx", "with a password")
    encrypted = write_docx(tmp_path / "b.docx", document(paragraph("A text.")))
    raw = bytearray(encrypted.read_bytes())
    for start, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = raw.find(start)
        while place >= 0:
            raw[place + at] |= 1
            place = raw.find(start, place + 1)
    encrypted.write_bytes(raw)
    refused(encrypted, "encrypted")


@pytest.mark.parametrize("language", TITLES)
def test_a_document_cut_off_anywhere_is_refused(tmp_path: Path, language: str) -> None:
    raw = article(tmp_path, language).read_bytes()
    for length in range(0, len(raw) - 1, 37):
        (tmp_path / "cut.docx").write_bytes(raw[:length])
        refused(tmp_path / "cut.docx", "expected a Word document")


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "A text.")
    refused(path, "without word/document.xml")
    refused(write_docx(path, "<w:document>"), "damaged XML")
    refused(write_docx(path, document("")), "holds no text")


def test_one_bad_document_does_not_lose_the_others(tmp_path: Path) -> None:
    for language in TITLES:
        article(tmp_path, language)
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 not really")
    with pytest.warns(sl.errors.CoverageWarning, match=r"bad\.docx: expected a Word document"):
        assert len(sl.read_coverage(tmp_path)) == 2
