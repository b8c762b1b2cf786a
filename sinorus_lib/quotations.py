"""Quotations in an article: what stands inside quotation marks of any style, or after a dash of dialogue.

It knows « », “ ”, „ “, ‹ ›, ‘ ’, straight double and single marks, marks of two styles that typists pair, inner
quotations (only the outermost is returned), and quotations over several paragraphs, which are several quotations, one
a paragraph. Of single marks it tells apostrophes by the letters around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENERS = frozenset("«“„‹")
STRAIGHT = '"'
# Typists mix styles: an opening “ may be closed by ” or by », as in machine-made renderings.
CLOSERS = frozenset("»”")
LONGEST = 2_000

_CLOSED_BY = {"«": "»", "“": "”", "„": "“”", "‹": "›", STRAIGHT: STRAIGHT}
_ANY_MARK = re.compile("[«»“”„‹›\"‘']|^[—–―]", re.MULTILINE)
# A straight mark between letters is an apostrophe in disguise after an elided word (l"eau) or before an English 's.
_DOUBLE = re.compile('[«»“”„‹›]|(?<!\\b[cdjlmnst])(?<!qu)"(?!s\\b)|(?<!\\w)"|"(?!\\w)', re.IGNORECASE)
# An apostrophe opens no quotation after a letter, before a year ('90s) or before a blank.
_SINGLE_OPENS = re.compile(r"(?<![\w’'.])(?:‘|'(?!\s))(?!\d0s)(?=[\w“\"«(¿$£€…])")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,;:!?…)%”\"»])[’'](?!\w)")
_POSSESSIVE = re.compile(r"(?<=s)[’'](?=\s[a-zà-öø-ÿ])")
_SHORTEST_SINGLE = 3
_DASH = re.compile(r"[—–―]\s*(?=[\w«“\"(¿¡…])")
_TURN = re.compile(r"[?!]|-(?:t-)?(?:ils?|elles?|je|on)\b")
_ENDED = re.compile(r"[.!?…][\s»”\"]*$")


@dataclass(frozen=True)
class Quotation:
    """A quotation: offsets of the quoted words in the article, without the marks."""

    start: int
    end: int

    def overlap(self, start: int, end: int) -> int:
        """Return how many code points of ``start:end`` are quoted."""
        return max(0, min(self.end, end) - max(self.start, start))


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in order.

    A quotation that is never closed ends with its paragraph; one that a new paragraph re-opens or
    only closes (the usages of multi-paragraph quotations) is several quotations, one a paragraph.
    """
    if not _ANY_MARK.search(text):
        return []
    paragraphs = text.split("\n")
    spoken = _dialogue(paragraphs)
    found: list[Quotation] = []
    offset, unclosed = 0, False
    for number, (paragraph, turn) in enumerate(zip(paragraphs, spoken, strict=True)):
        spans: list[tuple[int, int]] = []
        if paragraph.strip():
            spans, unclosed = _in_paragraph(_closed(paragraph, paragraphs[number + 1 :]), inside=unclosed)
            spans = [(start, min(end, len(paragraph))) for start, end in spans]
        spans = [turn] if turn is not None and not spans else spans
        found += [Quotation(start + offset, end + offset) for start, end in spans]
        offset += len(paragraph) + 1
    return found


def quoted_share(quotations: list[Quotation], start: int, end: int) -> float:
    """Return the share of ``start:end`` that stands inside quotation marks, 0 to 1."""
    return min(1.0, sum(item.overlap(start, end) for item in quotations) / max(1, end - start))


def _closed(paragraph: str, later: list[str]) -> str:
    """Close a paragraph's last straight quotation that the next paragraph goes on with a mark of its own."""
    if paragraph.count(STRAIGHT) % 2 == 0:
        return paragraph
    following = next((item for item in later if item.strip()), "")
    return paragraph + STRAIGHT if following.lstrip().startswith(STRAIGHT) else paragraph


def _in_paragraph(paragraph: str, *, inside: bool) -> tuple[list[tuple[int, int]], bool]:
    """Return the quotations of one paragraph, and whether the last one is left open.

    ``inside`` says that the paragraph before left one open: this one may then close it without re-opening it.
    """
    marks = [(match.start(), match.group()) for match in _DOUBLE.finditer(paragraph)]
    spans, opened = _double(paragraph, marks, inside and _closes_first(marks))
    spans = [span for span in spans if _is_sound(paragraph, span)]
    singles = [span for span in _single(paragraph) if not any(_overlap(span, other) for other in spans)]
    return sorted([*spans, *singles]) if singles else spans, opened


def _closes_first(marks: list[tuple[int, str]]) -> bool:
    return bool(marks) and marks[0][1] in CLOSERS


def _double(paragraph: str, marks: list[tuple[int, str]], inside: bool) -> tuple[list[tuple[int, int]], bool]:
    spans: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = [(0, "«" if marks[0][1] == "»" else "“")] if inside else []
    for number, (index, mark) in enumerate(marks):
        level = _closed_level(stack, mark)
        if level is not None:
            if level == 0:
                spans.append((stack[0][0], index))
            del stack[level:]
        elif mark in _CLOSED_BY and _may_open(stack, mark, marks[number + 1 :]):
            stack.append((index + 1, mark))
    left_open = bool(stack) and (stack[0][1] != STRAIGHT or _opens_all(paragraph, marks))
    return ([*spans, (stack[0][0], len(paragraph))] if left_open else spans), left_open


def _opens_all(paragraph: str, marks: list[tuple[int, str]]) -> bool:
    """Say whether a straight mark opens the paragraph and no other mark stands in it."""
    return len(marks) == 1 and not paragraph[: marks[0][0]].strip() and paragraph[marks[0][0] + 1 :][:1].isalnum()


def _closed_level(stack: list[tuple[int, str]], mark: str) -> int | None:
    """Return which open quotation a mark closes: the innermost of its style, else, if it only closes, the last."""
    for level in range(len(stack) - 1, -1, -1):
        if mark in _CLOSED_BY[stack[level][1]]:
            return level
    mixed = stack and mark in CLOSERS and stack[-1][1] != STRAIGHT
    return len(stack) - 1 if mixed else None


def _may_open(stack: list[tuple[int, str]], mark: str, later: list[tuple[int, str]]) -> bool:
    """Say whether an opening mark opens one more level: of one style only when two closing marks follow."""
    if not stack:
        return True
    if all(mark != style for _, style in stack):
        return any(item in _CLOSED_BY[mark] for _, item in later)
    return len(later) > 1 and all(item in _CLOSED_BY[mark] for _, item in later[:2])


def _is_sound(paragraph: str, span: tuple[int, int]) -> bool:
    return bool(paragraph[slice(*span)].strip()) and span[1] - span[0] <= LONGEST


def _single(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield what stands in single marks; an apostrophe inside is none of them."""
    position = 0
    for match in _SINGLE_OPENS.finditer(paragraph):
        if match.start() < position:
            continue
        end = _single_end(paragraph, match.end())
        if end is not None and _SHORTEST_SINGLE <= end - match.end() <= LONGEST:
            yield match.end(), end
            position = end + 1


def _single_end(paragraph: str, start: int) -> int | None:
    """Return where a quotation in single marks ends: after punctuation, else not at a plural possessive."""
    after = _SINGLE_OPENS.search(paragraph, start)
    limit = after.start() if after else len(paragraph)
    ends = [item.start() for item in _SINGLE_CLOSES.finditer(paragraph, start, limit) if item.start() > start]
    plain = [end for end in ends if not _POSSESSIVE.match(paragraph, end)]
    if plain:
        return plain[0]
    sure = len(ends) > 1 or (ends and (paragraph[start - 1] != "'" or " " not in paragraph[start : ends[0]]))
    return ends[-1] if sure else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _dialogue(paragraphs: list[str]) -> list[tuple[int, int] | None]:
    """Return the turns of a dialogue: paragraphs that a dash opens, in a run where somebody asks or is named.

    A list that dashes open has neither, and its items are no quotations.
    """
    turns = [_turn(paragraph) for paragraph in paragraphs]
    if not any(turns):
        return turns
    kept: list[tuple[int, int] | None] = [None] * len(turns)
    run: list[int] = []
    for number in range(len(turns) + 1):
        if number < len(turns) and (turns[number] or not paragraphs[number].strip()):
            run.append(number)
            continue
        if any(turns[place] and _TURN.search(paragraphs[place]) for place in run):
            kept[run[0] : run[-1] + 1] = turns[run[0] : run[-1] + 1]
        run = []
    return kept


def _turn(paragraph: str) -> tuple[int, int] | None:
    match = _DASH.match(paragraph)
    if match is None or not _ENDED.search(paragraph) or len(paragraph) > LONGEST:
        return None
    return match.end(), len(paragraph.rstrip())
