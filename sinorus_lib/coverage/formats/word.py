"""Word documents (DOCX): a delivery of Nexis Uni of one or many articles, or else one plain article.

A document is a ZIP archive of parts in XML (ECMA-376, Office Open XML). Two of them are read, the list of parts and
the text, and each only as far as a limit that is known before; headers, footers, notes, macros and pictures are never
opened, and nothing is written to disk. The parts go through ``expat``, which keeps no tree, and a declaration of a
document type is refused, as defusedxml does. Libraries that build the whole document first, such as python-docx, open
every part and give no such hold.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple
from xml.parsers import expat

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.nexis import SUPPLIES, is_delivery, read_delivery
from sinorus_lib.coverage.records import Record

LARGEST_PART = 64 * 1024**2  # bytes after expansion: some ten thousand articles
_HIGHEST_RATIO = 200  # expanded to stored size; text in XML stays below 50
_SMALL = 1024**2  # bytes; below this any ratio will do
_MOST_PARTS = 10_000
_DEEPEST = 500  # elements within each other

_ENTRY = b"PK\x01\x02"  # begins each entry in the list of an archive
_PROTECTED = b"\xd0\xcf\x11\xe0"  # begins a document with a password, which is no archive
_RELATIONSHIPS = "_rels/.rels"
_USUAL_TEXT = "word/document.xml"
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_LEFT_OUT = ("del", "moveFrom")  # what was deleted with changes tracked
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What the styles of a headline are called, in lower case, by language of the word processor.
_HEADLINE_STYLES = {"fr": ("titre", "titre1"), "en": ("title", "heading1")}
_HEADLINE_PLACES = 5


class WordError(ValueError):
    """A file that is no Word document, or a harmful one, in words fit for an objection."""


class Paragraph(NamedTuple):
    """A paragraph and the id of its style, ``""`` for none."""

    style: str
    text: str


def read_word(path: Path, reading: Reading) -> list[Record]:
    """Read a Word document: the articles of a delivery of Nexis Uni, or one plain article."""
    try:
        paragraphs = [paragraph for paragraph in word_paragraphs(path) if paragraph.text.strip()]
    except WordError as error:
        reading.objections.add(path.name, f"{error}; it was left out. Save it as .docx again, or as plain text")
        return []
    lines = [line for paragraph in paragraphs for line in paragraph.text.split("\n")]
    if is_delivery(lines):
        return read_delivery(lines, path, reading)
    if not paragraphs:
        reading.objections.add(path.name, "holds no text; it was left out. Save its text as .txt instead")
        return []
    return [Record(path.name, path, _facts(paragraphs))]


def _facts(paragraphs: list[Paragraph]) -> dict[str, str]:
    styles = {style for names in _HEADLINE_STYLES.values() for style in names}
    headline = next((one for one in paragraphs[:_HEADLINE_PLACES] if one.style.lower() in styles), None)
    text = "\n\n".join(one.text.strip() for one in paragraphs if one is not headline)
    facts = {"title": " ".join(headline.text.split()) if headline else "", "text": text}
    return {name: value for name, value in facts.items() if value}


def word_paragraphs(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a Word document in their order, those of tables and text boxes among them.

    Raises:
        WordError: if it is none, or is damaged, protected by a password, or made to exhaust or mislead the reader.
    """
    raw = path.read_bytes()
    if raw.startswith(_PROTECTED):
        raise WordError("expected a Word document, found one with a password or of Word 97")
    if raw.count(_ENTRY) > _MOST_PARTS:
        raise WordError(f"expected a Word document, found an archive of more than {_MOST_PARTS} parts")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_names(archive)
            return _paragraphs(_part(archive, _text_part(archive)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise WordError(f"expected a Word document, found a damaged or cut off archive ({error})") from error


def _check_names(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or ".." in PureWindowsPath(name).parts:
            raise WordError("expected a Word document, found an archive with a part that lies outside it")


def _text_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part with the text, as the list of parts says."""
    named: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            named.append(attributes.get("Target", "").lstrip("/"))

    if _RELATIONSHIPS in archive.namelist():
        _parse(_part(archive, _RELATIONSHIPS), begin, lambda name: None, lambda text: None)
    return next(iter(named), _USUAL_TEXT)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part, expanded no further than is safe: what the archive says of its size is not trusted."""
    try:
        part = archive.getinfo(name)
    except KeyError:
        raise WordError(f"expected a Word document, found an archive without {_USUAL_TEXT}") from None
    if part.flag_bits & 1:
        raise WordError("expected a Word document, found one whose parts are encrypted")
    if part.file_size > max(_SMALL, _HIGHEST_RATIO * part.compress_size):
        raise WordError("expected a Word document, found one that expands beyond reason")
    with archive.open(part) as stream:
        expanded = stream.read(LARGEST_PART + 1)
    if len(expanded) > LARGEST_PART:
        raise WordError(f"expected a Word document of at most {LARGEST_PART // 1024**2} MB of text")
    return expanded


class _Text:
    """Gathers paragraphs while a part is parsed; text boxes are paragraphs within paragraphs."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.open: list[tuple[list[str], list[str]]] = []  # style and text of each
        self.left_out = 0
        self.in_text = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if self.left_out or tag in _LEFT_OUT or name == _FALLBACK:
            self.left_out += 1
        elif tag == "p":
            self.open.append(([], []))
        elif self.open and tag == "pStyle":
            self.open[-1][0].append(next(iter(attributes.values()), ""))
        elif self.open and tag in _SIGNS:
            self.open[-1][1].append(_SIGNS[tag])
        self.in_text = tag == "t" and not self.left_out

    def end(self, name: str) -> None:
        self.in_text = False
        if self.left_out:
            self.left_out -= 1
        elif _tag(name) == "p" and self.open:
            style, text = self.open.pop()
            self.paragraphs.append(Paragraph("".join(style), "".join(text)))

    def take(self, text: str) -> None:
        if self.in_text and self.open:
            self.open[-1][1].append(text)


def _tag(name: str) -> str:
    """Return the name of an element of a text, ``""`` of any other's."""
    return next((name.removeprefix(space) for space in _NAMESPACES if name.startswith(space)), "")


def _paragraphs(raw: bytes) -> list[Paragraph]:
    text = _Text()
    _parse(raw, text.begin, text.end, text.take)
    return text.paragraphs


def _parse(
    raw: bytes,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    take: Callable[[str], None],
) -> None:
    """Parse one part, refusing what XML holds to exhaust or mislead its reader."""
    depth = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise WordError(f"expected a Word document, found elements more than {_DEEPEST} deep within each other")
        begin(name, attributes)

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refuse(*_: object) -> None:
        raise WordError("expected a Word document, found XML that declares a document type, as none does")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = enter, leave, take
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise WordError(f"expected a Word document, found damaged XML ({error})") from error


FORMAT = Format(
    "Word, and Nexis Uni as Word",
    (".docx", ".docm"),
    SUPPLIES,
    read_word,
    export="any word processor; Nexis Uni: *Download*, full documents, Word (DOCX)",
)
