"""What two claims say beside their words, and how they differ in it, in both languages."""

from __future__ import annotations

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment import token_encoder
from sinorus_lib.alignment.facts import CUES, ClaimFacts, compare_facts, read_facts
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.lists import both_lists
from sinorus_lib.parsing import Parser

BASE = (
    "La Suède a livré mardi à Helsinki douze navires de patrouille à la Lettonie.",
    "Sweden delivered 12 patrol ships to Latvia in Helsinki on Tuesday.",
)
EDITED = {
    "quantity": (
        "La Suède a livré mardi à Helsinki vingt navires de patrouille à la Lettonie.",
        "Sweden delivered 20 patrol ships to Latvia in Helsinki on Tuesday.",
    ),
    "reversed_words": (
        "La Suède n'a pas livré mardi à Helsinki les douze navires de patrouille à la Lettonie.",
        "Sweden did not deliver 12 patrol ships to Latvia in Helsinki on Tuesday.",
    ),
    "name": (
        "La Suède a livré mardi à Rotterdam douze navires de patrouille à la Lettonie.",
        "Sweden delivered 12 patrol ships to Latvia in Rotterdam on Tuesday.",
    ),
    "actor": (
        "La Suède a livré mardi à Helsinki douze navires de patrouille à l'Estonie.",
        "Sweden delivered 12 patrol ships to Estonia in Helsinki on Tuesday.",
    ),
    "time": (
        "La Suède livrera mardi à Helsinki douze navires de patrouille à la Lettonie.",
        "Sweden will deliver 12 patrol ships to Latvia in Helsinki on Tuesday.",
    ),
}
HARMLESS = (
    "Stockholm a remis mardi à Helsinki 12 navires de patrouille à Riga.",
    "Twelve patrol ships were reportedly delivered by Sweden to the Latvians in Helsinki on Tuesday.",
)


@pytest.fixture(scope="module")
def facts(parser: Parser) -> dict[str, ClaimFacts]:
    settings = sl.Settings(unit="sentence")
    bench = Bench(settings, parser, token_encoder(settings))
    sentences = [BASE, *EDITED.values(), HARMLESS]
    claims = both_lists([fr for fr, _ in sentences], [en for _, en in sentences], bench)
    tokens = bench.tokens.encode(claims["text"].tolist())
    space = TokenSpace.fit(tokens, claims["language"].tolist())
    return dict(zip(claims["text"], read_facts(claims, tokens, space, parser), strict=True))


@pytest.mark.parametrize("cue", EDITED)
@pytest.mark.parametrize("side", [0, 1])
def test_one_edit_is_told_and_named(facts: dict[str, ClaimFacts], cue: str, side: int) -> None:
    a, b = (EDITED[cue][0], BASE[1]) if side == 0 else (BASE[0], EDITED[cue][1])
    found = compare_facts(facts[a], facts[b])
    assert found.measured[cue] > 0
    assert cue in found.reasons
    assert found.in_words is not None


@pytest.mark.parametrize(("fr", "en"), [BASE, (HARMLESS[0], BASE[1]), (BASE[0], HARMLESS[1])])
def test_other_words_for_the_same_differ_in_nothing(facts: dict[str, ClaimFacts], fr: str, en: str) -> None:
    found = compare_facts(facts[fr], facts[en])
    assert found.in_words is None
    assert found.measured["shared_quantities"] >= 1


def test_the_cues_do_not_depend_on_which_claim_comes_first(facts: dict[str, ClaimFacts]) -> None:
    for one in facts.values():
        for two in facts.values():
            there, back = compare_facts(one, two).measured, compare_facts(two, one).measured
            assert there == pytest.approx(back)
            assert set(there) == set(CUES)


def test_without_actors_nothing_rests_on_names(facts: dict[str, ClaimFacts]) -> None:
    found = compare_facts(facts[EDITED["actor"][0]], facts[BASE[1]], actors=False)
    assert not {"actor", "name", "roles"} & set(found.reasons)


def test_no_claims_have_no_facts(parser: Parser) -> None:
    empty = pd.DataFrame(
        {name: [] for name in ("article_id", "language", "text", "start", "content_start", "content_end")}
    )
    assert read_facts(empty, [], TokenSpace({}, {}, {}), parser) == []
