"""What is found in a parsed sentence is looked for once, and lists of it are the caller's own."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.attribution import find_attributions
from sinorus_lib.framing.parsed import found_once
from sinorus_lib.parsing import Parser

SAID = {"fr": "Le ministre a déclaré que la grève était finie.", "en": "The minister said that the strike was over."}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sentence_keeps_what_was_found_in_it(language: str) -> None:
    (doc,) = Parser().parse([SAID[language]], language)
    looked: list[str] = []

    def find() -> list[str]:
        looked.append("once")
        return ["found"]

    first = found_once(doc, "things", find)
    first.append("changed by the caller")
    assert found_once(doc, "things", find) == ["found"]
    assert looked == ["once"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_quotations_that_the_article_knows_are_not_kept_for_others(language: str) -> None:
    (doc,) = Parser().parse([SAID[language]], language)
    quoted = find_attributions(doc, language, [(0, len(doc.text))])
    bare = find_attributions(doc, language)
    assert [item.cue for item in quoted] == [item.cue for item in bare]
    assert {item.how for item in quoted} == {item.how for item in bare} == {"indirect"}
    assert find_attributions(doc, language) == bare
