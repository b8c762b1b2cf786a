"""Reasons: every cue that can tell a difference has its words, and article words stay as they are."""

from __future__ import annotations

from sinorus_lib.views.reasons import apart, reason_text
from sinorus_lib.views.strings import load_strings


def test_names_of_ours_are_translated_and_words_of_claims_are_not(interface: str) -> None:
    strings = load_strings(interface)
    found = apart("time: happened / prospective; opposites: asserted / reversed; roles: swapped", strings)
    assert [item.cue for item in found] == ["time", "opposites", "roles"]
    assert found[0].pairs == {"en": (("happened", "still ahead"),), "fr": (("accompli", "à venir"),)}[interface]
    assert found[1].pairs == (("asserted", "reversed"),)
    assert found[2].pairs == ()


def test_a_reason_is_one_line(interface: str) -> None:
    said = reason_text("quantity: 12 / 14; 3 / 5; reversed_words: ouvrir / open", load_strings(interface))
    assert "12 ≠ 14, 3 ≠ 5" in said
    assert "ouvrir ↔ open" in said
    assert reason_text("", load_strings(interface)) == ""
