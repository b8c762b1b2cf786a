r"""RTF: a delivery of Nexis, or else one plain article.

The text is taken out after the Rich Text Format Specification 1.9.1 (Microsoft, 2008): groups, control words,
``\'hh`` in the code page of ``\ansicpg``, ``\u`` and the ``\uc`` characters that stand in for it, destinations that
are no text. It is done here, in one pass, since the converters there are for Python take time that grows with the
square of a long line, and write the address of every link into the text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.nexis import SUPPLIES, is_delivery, read_delivery
from sinorus_lib.coverage.records import Record

BEGINNING = b"{\\rtf"
_DEEPEST = 1_000  # groups within groups; more is no document
_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_BREAKS = ("par", "line", "sect", "page", "row", "cell", "nestrow", "nestcell")
_WORDS = {
    **dict.fromkeys(_BREAKS, "\n"),
    "tab": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_SIGNS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# Groups that are no text, beside those marked with \* as such.
_NO_TEXT = (
    *("fonttbl", "colortbl", "stylesheet", "info", "pict", "nonshppict", "object", "listtext", "pntext", "fldinst"),
    *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
    *("footnote", "annotation", "xe", "tc"),
)


class RichTextError(ValueError):
    """A file that is no RTF, in words fit for an objection."""


@dataclass(frozen=True)
class _Group:
    r"""What holds within a group: whether it is text, hidden text, and how many characters stand in for ``\u``."""

    is_text: bool = True
    is_hidden: bool = False
    substitutes: int = 1


def read_rich_text(path: Path, reading: Reading) -> list[Record]:
    """Read an RTF file: the articles of a delivery of Nexis, or one plain article."""
    try:
        text, is_whole = rich_text(path.read_bytes())
    except RichTextError as error:
        reading.objections.add(path.name, f"{error}; it was left out. Save it as RTF again, or as plain text")
        return []
    if not is_whole:
        reading.objections.add(
            path.name, "is cut off before its end; what is there was read. Save or download it again"
        )
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    if is_delivery(paragraphs):
        return read_delivery(paragraphs, path, reading)
    if not paragraphs:
        reading.objections.add(path.name, "holds no text; it was left out. Save its text as .txt instead")
        return []
    return [Record(path.name, path, {"text": "\n\n".join(paragraphs)})]


def rich_text(raw: bytes) -> tuple[str, bool]:
    """Return the text of an RTF file, a line a paragraph, and whether the file is whole.

    Headers, footers, notes, pictures, embedded objects and the addresses of links are left out.

    Raises:
        RichTextError: if it is none, or its groups are nested past any document.
    """
    if not raw.lstrip().startswith(BEGINNING):
        raise RichTextError("expected RTF, which begins with {\\rtf, found something else")
    scanner = _Scanner(raw.lstrip().decode("latin-1"))
    return scanner.text(), scanner.is_whole


class _Scanner:
    """One pass over RTF, read as ``latin-1``: one character a byte, until its code page is known."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.group = _Group()
        self.outer: list[_Group] = []
        self.is_whole = False
        self.code_page = "cp1252"
        self.to_skip = 0  # characters that stand in for the last \u
        self.encoded: list[str] = []  # text still in the code page
        self.decoded: list[str] = []

    def text(self) -> str:
        position = 0
        while not self.is_whole and (token := _TOKEN.match(self.source, position)):
            position = token.end() + self._take(token)
        self._decode()
        return "".join(self.decoded).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _take(self, token: re.Match[str]) -> int:
        """Take one token in, and return how many bytes of binary data follow it."""
        if token["text"] or token["byte"]:
            self._put(token["text"] or chr(int(token["byte"], 16)))
            return 0
        if token["word"] or token["sign"] or token["brace"]:
            self.to_skip = 0
        if token["word"]:
            return self._obey(token["word"], None if token["number"] is None else int(token["number"]))
        if token["sign"] == "*":
            self.group = replace(self.group, is_text=False)
        elif token["sign"] in _SIGNS:
            self._write(_SIGNS[token["sign"]])
        elif token["brace"]:
            self._enter() if token["brace"] == "{" else self._leave()
        return 0

    def _enter(self) -> None:
        if len(self.outer) == _DEEPEST:
            raise RichTextError(f"expected RTF, found more than {_DEEPEST} groups within each other")
        self.outer.append(self.group)

    def _leave(self) -> None:
        self.group = self.outer.pop()
        self.is_whole = not self.outer

    def _obey(self, word: str, number: int | None) -> int:
        if word in _NO_TEXT:
            self.group = replace(self.group, is_text=False)
        elif word in _WORDS:
            self._write(_WORDS[word])
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self.to_skip = self.group.substitutes
        elif word == "uc" and number is not None:
            self.group = replace(self.group, substitutes=max(0, number))
        elif word in ("v", "deleted"):
            self.group = replace(self.group, is_hidden=number != 0)
        elif word == "plain":
            self.group = replace(self.group, is_hidden=False)
        elif word == "ansicpg" or word in _CODE_PAGES:
            self._decode()
            self.code_page = _CODE_PAGES.get(word) or _known(f"cp{number}") or self.code_page
        return max(0, number or 0) if word == "bin" else 0

    def _put(self, encoded: str) -> None:
        skipped = min(self.to_skip, len(encoded))
        self.to_skip -= skipped
        if self.group.is_text and not self.group.is_hidden:
            self.encoded.append(encoded[skipped:])

    def _write(self, decoded: str) -> None:
        if self.group.is_text and not self.group.is_hidden:
            self._decode()
            self.decoded.append(decoded)

    def _decode(self) -> None:
        if self.encoded:
            self.decoded.append("".join(self.encoded).encode("latin-1").decode(self.code_page, "replace"))
            self.encoded.clear()


def _known(code_page: str) -> str | None:
    """Return the name of a code page of text, if there is such a one."""
    if code_page == "cp10000":
        return "mac_roman"
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return None


FORMAT = Format(
    "RTF, and Nexis as RTF",
    (".rtf",),
    SUPPLIES,
    read_rich_text,
    export="any word processor; Nexis Uni: *Download*, full documents, RTF",
)
