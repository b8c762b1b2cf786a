"""Quotations of every style."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinorus_lib.quotations import find_quotations, quoted_share


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Il a dit « oui » puis « non ».", [" oui ", " non "]),
        ("He said “yes” and then “no”.", ["yes", "no"]),
        ('He said "yes" twice.', ["yes"]),
        ("Elle “cite” puis “mêle » les styles.", ["cite", "mêle "]),
        ("It is the ship's bell.", []),
        ("“Never closed\n“and reopened”", ["Never closed", "and reopened"]),
        ('A single " mark', []),
        ("‘I don’t know,’ the farmer’s son said. ‘Not yet.’", ["I don’t know,", "Not yet."]),
        ("Minister 'misled' parliament over the farmers' land", ["misled"]),
        ("The farmers’ land and the ‘workers’ rights’ bill", ["workers’ rights"]),
        ("rock 'n' roll in the '90s", []),
        ("L'eau d'ici n'est pas potable, d' après eux", []),
        ("„Gut“, sagte er", ["Gut"]),
        ("« Il a dit “non” hier », dit-elle", [" Il a dit “non” hier "]),
        ("« Il a dit « non » hier », dit-elle", [" Il a dit « non » hier "]),
        ("«\u00a0Oui\u00a0», dit-il", ["\u00a0Oui\u00a0"]),
        ("« Un.\n\nDeux. »\n\nTrois.", [" Un.", "Deux. "]),
        ('"Un.\n\n"Deux." Trois.', ["Un.", "Deux."]),
        ("– Tu viens ?\n\n– Non, dit-elle.\n\nIl part.", ["Tu viens ?", "Non, dit-elle."]),
        ("– du pain.\n– du vin.", []),
    ],
)
def test_quoted_words_are_found(text: str, quoted: list[str]) -> None:
    assert [text[item.start : item.end] for item in find_quotations(text)] == quoted


def test_the_share_is_that_of_the_characters() -> None:
    text = "ab “cdef”"
    assert quoted_share(find_quotations(text), 0, len(text)) == pytest.approx(4 / 9)
    assert quoted_share(find_quotations(text), 0, 2) == 0.0


@given(st.text(alphabet='ab «»“”„‹›‘’—?."\n', max_size=60))
def test_quotations_are_ordered_apart_and_within_a_line(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all("\n" not in text[item.start : item.end] for item in found)
    assert 0.0 <= quoted_share(found, 0, len(text)) <= 1.0


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('Le prix de l"eau et de l"air monte.', []),
        ('"They have been delayed.', ["They have been delayed."]),
        ("Les 'indignés' de la place sont partis.", ["indignés"]),
    ],
)
def test_marks_of_careless_typists(text: str, quoted: list[str]) -> None:
    assert [text[item.start : item.end] for item in find_quotations(text)] == quoted
