"""The tokens of a text with the value of those that are numbers.

Number words: the library ``text2num`` (Allo-Media).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sinorus_lib.alignment.quantities.tables import Tables
from sinorus_lib.alignment.quantities.tokens import BLANK, NOTHING, Token, split_text

_LONGEST = 15  # digits; longer strings are identifiers, and floats are not exact there
_ROMAN = {"I": 1, "V": 5, "X": 10}


def valued_tokens(text: str, tables: Tables) -> list[Token]:
    """Return the tokens of a text, with the value of those that are numbers."""
    split = list(split_text(text))
    joined = _joined(split, _number_words(split, tables))
    return [_valued(token, tables) for token in _with_ordinal_marks(joined, tables)]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A token as ``text_to_num`` asks for it."""

    written: str
    excluded: bool

    def text(self) -> str:
        return self.written

    def nt_separated(self, previous: _Candidate) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.excluded


def _number_words(tokens: Sequence[Token], tables: Tables) -> list[Any]:
    """Return the numbers in words, by the places of their tokens (method: ``text2num``)."""
    from text_to_num import find_numbers

    closed = _between_links(tokens, tables)
    fits = [place not in closed and _may_count(tokens, place, tables) for place in range(len(tokens))]
    candidates = [_Candidate(token.lower if fit else ".", not fit) for token, fit in zip(tokens, fits, strict=True)]
    return list(find_numbers(candidates, tables.language, 0))


def _may_count(tokens: Sequence[Token], place: int, tables: Tables) -> bool:
    """Say whether a token may be part of a number in words: a capital within a sentence makes it a name."""
    token, before = tokens[place], tokens[place - 1] if place else NOTHING
    if token.kind == "sign":
        return token.text == "-" and token.start == before.end
    inside = before.kind in {"word", "digits"} or (before.text == "-" and before.end == token.start)
    name = token.text[:1].isupper() and inside
    return token.kind == "word" and not name and token.lower not in tables.words["never_numbers"]


def _between_links(tokens: Sequence[Token], tables: Tables) -> set[int]:
    """Return where "and" divides two numbers: the first after each "between"."""
    found, waiting = set(), -1
    for place, token in enumerate(tokens):
        if token.lower in tables.words["between"]:
            waiting = place + 8
        elif place <= waiting and token.lower in tables.words["between_links"]:
            found.add(place)
            waiting = -1
    return found


def _joined(tokens: Sequence[Token], numbers: Sequence[Any]) -> list[Token]:
    """Return the tokens with each number in words made one."""
    joined: list[Token] = []
    at = 0
    for number in numbers:
        joined += tokens[at : number.start]
        run = tokens[number.start : number.end]
        words = "".join(token.text for token in run)
        lower = " ".join(token.lower for token in run)
        joined.append(Token(words, lower, "word", run[0].start, run[-1].end, number.value, number.is_ordinal))
        at = number.end
    return joined + list(tokens[at:])


def _with_ordinal_marks(tokens: Sequence[Token], tables: Tables) -> Iterator[Token]:
    """Yield the tokens with digits and their ordinal mark made one: 1er, 3rd."""
    held = NOTHING
    for token in tokens:
        if held.kind == "digits" and held.end == token.start and token.lower in tables.words["ordinal_marks"]:
            value = float(held.text) if held.text.isdecimal() and len(held.text) < 4 else None
            text = held.text + token.text
            held = Token(text, text.lower(), "word", held.start, token.end, value, ordinal=value is not None)
            continue
        if held is not NOTHING:
            yield held
        held = token
    if held is not NOTHING:
        yield held


def _valued(token: Token, tables: Tables) -> Token:
    """Return a token with its value, if it is digits or a Roman ordinal."""
    if token.kind == "digits":
        return replace(token, value=_digits_value(token.text, tables.group))
    if token.value is None and token.text[:1] in _ROMAN and (roman := _roman(token.text, tables)):
        return replace(token, value=roman, ordinal=True)
    return token


def _digits_value(written: str, group: str) -> float | None:
    """Return the value of digits by the convention of a language; none for numbers like 007, and identifiers."""
    digits = re.sub(f"[{BLANK}]", "", written)
    whole, *parts = re.split("[.,]", digits)
    if len(digits) > _LONGEST or (len(whole) > 1 and whole[0] == "0"):
        return None
    marks = re.findall("[.,]", digits)
    blanks = digits != written
    if not marks or (not blanks and _groups(whole, parts, marks, group)):
        return float(whole + "".join(parts))
    return float(f"{whole}{''.join(parts[:-1])}.{parts[-1]}")


def _groups(whole: str, parts: Sequence[str], marks: Sequence[str], group: str) -> bool:
    """Say whether the marks all part groups of three digits; 3.000 and 3,000 are 3000 in either language."""
    if len(marks) > 1:
        return len(set(marks)) == 1
    return whole != "0" and len(parts[0]) == 3 and (marks[0] == group or parts[0] == "000")


def _roman(written: str, tables: Tables) -> float | None:
    """Return the value of a Roman ordinal such as XXIe."""
    numeral = written.rstrip("".join(sorted(set("".join(tables.words["roman_marks"])))))
    if (
        len(numeral) > 6
        or written[len(numeral) :] not in tables.words["roman_marks"]
        or not set(numeral) <= set(_ROMAN)
    ):
        return None
    values = [_ROMAN[letter] for letter in numeral]
    return float(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))
