"""Quotations in an article: what stands inside quotation marks of any style, also over sentences."""

from __future__ import annotations

from dataclasses import dataclass

OPENERS = frozenset("«“„‹")
STRAIGHT = '"'
# Typists mix styles: an opening “ may be closed by ” or by », as in machine-made renderings.
CLOSERS = frozenset("»”")
LONGEST = 2_000


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

    A quotation that is never closed ends with its paragraph; one that a new paragraph re-opens
    (the usage of multi-paragraph quotations) is several quotations, one a paragraph.
    """
    found: list[Quotation] = []
    offset = 0
    for paragraph in text.split("\n"):
        found += [Quotation(start + offset, end + offset) for start, end in _in_paragraph(paragraph)]
        offset += len(paragraph) + 1
    return found


def quoted_share(quotations: list[Quotation], start: int, end: int) -> float:
    """Return the share of ``start:end`` that stands inside quotation marks, 0 to 1."""
    return min(1.0, sum(item.overlap(start, end) for item in quotations) / max(1, end - start))


def _in_paragraph(paragraph: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    straight = False
    for index, mark in enumerate(paragraph):
        if opened is None and _opens(mark):
            opened, straight = index + 1, mark == STRAIGHT
        elif opened is not None and _closes(mark, straight):
            spans.append((opened, index))
            opened = None
    if opened is not None and not straight:
        spans.append((opened, len(paragraph)))
    return [(start, end) for start, end in spans if paragraph[start:end].strip() and end - start <= LONGEST]


def _opens(mark: str) -> bool:
    return mark in OPENERS or mark == STRAIGHT


def _closes(mark: str, straight: bool) -> bool:
    return mark == STRAIGHT if straight else mark in CLOSERS
