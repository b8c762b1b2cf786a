"""Text as it was meant: mojibake undone, one form of every character, paragraphs whole."""

from __future__ import annotations

import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

# Characters that only tell a browser where it may break a line, or nothing at all.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile("  +")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Signs that French and English are printed with. Of them, ftfy changes nothing but entities, which need an ampersand,
# and mojibake, for which it needs two signs beyond ASCII in a row (dashes, spaces and apostrophes do not count), or
# one of a few letters before anything but a letter of ASCII.
_PRINTED = re.compile("[\t\n -%'-~\u00a0-\u00ac\u00ae-\u00c1\u00c4-\u00ffŒœŸ–—‘’“”…€\u2009\u202f]*")
_SUSPICIOUS = re.compile("[^\x00-\x7f\u00a0\u2009\u202f’…–—]{2}|[ÎÐØÙŒœ][^A-Za-z]")
_TERMINAL = re.compile(r"[.!?…:;][\"'”»’)\]\s]*$")
_ONLY_PUNCTUATION = re.compile(r"^[\s?!.…:;,»”)\]]+$")
# No headline and no sentence ends in one of these: such a line goes on in the next.
_DANGLING = re.compile(r"\b(?:a|an|and|of|the|au|aux|de|des|du|et|la|le|les|un|une)$", re.IGNORECASE)
_HEADING_MARK = re.compile(r"^#+\s*")
_WRAP_WIDTH = range(50, 101)


def repair_characters(text: str) -> str:
    """Return text in NFC with mojibake undone, plain spaces, plain newlines and nothing invisible."""
    lines = text.replace("\r\n", "\n")
    mended = lines if _is_plain(lines) else _mended(text)
    return "\n".join(map(str.strip, _SPACES.sub(" ", _SPACE.sub(" ", mended)).split("\n")))


def _mended(text: str) -> str:
    options = ftfy.TextFixerConfig(unescape_html="auto", uncurl_quotes=False, fix_character_width=False)
    text = unicodedata.normalize("NFC", ftfy.fix_text(text, options))
    return _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _is_plain(text: str) -> bool:
    """Tell whether there is nothing to repair in a text but its spaces."""
    if not _PRINTED.fullmatch(text):
        return False
    return not any(_SUSPICIOUS.search(line) and is_bad(line) for line in text.splitlines(keepends=True))


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of repaired text, sentences that were broken over lines mended.

    A blank line ends a paragraph, and so does a line break, except in text wrapped at a fixed width. A
    Markdown heading is a paragraph of its own, without its mark.
    """
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n"))]
    lines = [line for block in blocks for line in ([" ".join(block)] if is_hard_wrapped(block) else block)]
    return [_HEADING_MARK.sub("", line) for line in _mend([line for line in lines if line])]


def is_hard_wrapped(lines: list[str]) -> bool:
    """Tell whether a block of lines is one paragraph wrapped at a fixed width."""
    if len(lines) < 3:
        return False
    body = lines[:-1]
    same_width = all(len(line) in _WRAP_WIDTH for line in body)
    return same_width and any(not _TERMINAL.search(line) for line in body)


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends with a mark that can end a sentence."""
    return bool(_TERMINAL.search(line))


def _mend(lines: list[str]) -> list[str]:
    mended: list[str] = []
    for line in lines:
        if mended and _continues(mended[-1], line):
            mended[-1] = f"{mended[-1]} {line}"
        else:
            mended.append(line)
    return mended


def _continues(previous: str, line: str) -> bool:
    if _ONLY_PUNCTUATION.match(line):
        return True
    if ends_sentence(previous) or _HEADING_MARK.match(previous) or _HEADING_MARK.match(line):
        return False
    return bool(_DANGLING.search(previous)) or (line[0].islower() and " " in previous and " " in line)
