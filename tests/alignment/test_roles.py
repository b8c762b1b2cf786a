"""Who does what to whom: roles in both languages, converse verbs, swaps, odd input, and measured accuracy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinorus_lib.alignment.actors import find_actors
from sinorus_lib.alignment.roles import (
    AGENT,
    CONCERNED,
    OTHER,
    PATIENT,
    RECIPIENT,
    actor_roles,
    name_spans,
    roles_swapped,
)
from sinorus_lib.parsing import Parser

LABELS = Path(__file__).parents[2] / "data" / "labels" / "roles.jsonl"
SWAPS = LABELS.with_name("role_swaps.jsonl")
RECALL, FALSE_ALARMS = 0.70, 0.03
FLOORS = {"fr": 0.90, "en": 0.90}
LANGUAGES = ("fr", "en")
NAMES = {"Russie": "ru", "Russia": "ru", "Chine": "cn", "China": "cn"}


def read(parser: Parser, text: str, language: str) -> dict[str, set[str]]:
    places = [(text.find(name), len(name), actor) for name, actor in NAMES.items()]
    spans = [(start, start + length, actor) for start, length, actor in places if start >= 0]
    return actor_roles(parser.parse([text], language)[0], spans)


@pytest.mark.parametrize(
    ("french", "english", "russia", "china"),
    [
        ("La Russie a accusé la Chine.", "Russia accused China.", AGENT, PATIENT),
        ("La Russie a été accusée par la Chine.", "Russia was accused by China.", PATIENT, AGENT),
        ("La Russie vend du blé à la Chine.", "Russia sells wheat to China.", AGENT, RECIPIENT),
        ("La Chine achète du blé à la Russie.", "China buys wheat from Russia.", AGENT, RECIPIENT),
        ("C'est la Russie qui a accusé la Chine.", "It was Russia that accused China.", AGENT, PATIENT),
        ("La Russie a rencontré la Chine.", "Russia met China.", OTHER, OTHER),
    ],
)
def test_the_same_in_both_languages(parser: Parser, french: str, english: str, russia: str, china: str) -> None:
    expected = {"ru": {russia}, "cn": {china}}
    assert [read(parser, french, "fr"), read(parser, english, "en")] == [expected, expected]


@pytest.mark.parametrize(
    ("one", "other", "swapped"),
    [
        (("fr", "La Russie a accusé la Chine."), ("en", "China accused Russia."), True),
        (("fr", "La Russie vend du blé à la Chine."), ("en", "China sells wheat to Russia."), True),
        (("fr", "La Russie a battu la Chine."), ("en", "Russia lost to China."), True),
        (("fr", "La Russie a battu la Chine."), ("en", "China lost to Russia."), False),
        (("fr", "La Russie vend du blé à la Chine."), ("en", "China buys wheat from Russia."), False),
        (("fr", "La Russie prête des navires à la Chine."), ("en", "China borrows ships from Russia."), False),
        (("fr", "La Russie a rencontré la Chine."), ("en", "China met Russia."), False),
        (("fr", "La Russie a accusé la Chine."), ("en", "China was accused by Russia."), False),
        (("fr", "La Russie a accusé la Chine."), ("en", "China signed a treaty."), False),
    ],
)
def test_a_swap(parser: Parser, one: tuple[str, str], other: tuple[str, str], swapped: bool) -> None:
    a, b = (read(parser, text, language) for language, text in (one, other))
    assert roles_swapped(a, b) is roles_swapped(b, a) is swapped


def test_mixed_and_missing_roles_claim_nothing() -> None:
    plain, turned = {"x": {AGENT}, "y": {PATIENT}}, {"x": {RECIPIENT}, "y": {AGENT}}
    assert roles_swapped(plain, turned)
    assert roles_swapped({"x": {AGENT}, "y": {CONCERNED}}, turned)
    assert not roles_swapped(plain, {"x": {RECIPIENT, AGENT}, "y": {AGENT}})
    assert not roles_swapped(plain, {"x": {OTHER}, "y": {AGENT}})
    assert not roles_swapped(plain, {"y": {AGENT}})
    assert not roles_swapped({}, turned)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "»", "by by to", "\x00\u202e ’’ « »", "a" * 5000, "de à du " * 200])
def test_odd_input_is_read(parser: Parser, language: str, text: str) -> None:
    doc = parser.parse([text], language)[0]
    found = actor_roles(doc, [(0, 1, "a"), (-3, 10**6, "b"), (5, 2, "c"), (10**5, 10**6, "d")])
    assert found.keys() == set("abcd")
    assert all(roles <= {AGENT, PATIENT, RECIPIENT, OTHER} and roles for roles in found.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_measured_accuracy(parser: Parser, language: str) -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["language"] == language and row["split"] == "test"]
    right = [hit for row in rows for hit in _hits(parser, row, language)]
    accuracy = sum(right) / len(right)
    print(f"\nroles, {language}: accuracy {accuracy:.2f} of {len(right)} mentions")
    assert accuracy >= FLOORS[language]


def _hits(parser: Parser, row: dict[str, object], language: str) -> list[bool]:
    text, actors = str(row["text"]), row["actors"]
    assert isinstance(actors, list)
    spans = [
        (text.index(item["written"]), text.index(item["written"]) + len(item["written"]), item["id"])
        for item in actors
    ]
    found = actor_roles(parser.parse([text], language)[0], spans)
    return [found[item["id"]] == {item["role"]} for item in actors]


@pytest.mark.parametrize("split", ["dev", "test"])
def test_measured_swaps(parser: Parser, split: str) -> None:
    rows = [json.loads(line) for line in SWAPS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] == split]
    found = {True: [_swapped(parser, row) for row in rows if row["swapped"]]}
    found[False] = [_swapped(parser, row) for row in rows if not row["swapped"]]
    recall, alarms = (sum(found[kind]) / len(found[kind]) for kind in (True, False))
    print(f"\nswaps, {split}: recall {recall:.2f} of {len(found[True])}, false alarms {alarms:.2f}")
    assert recall >= RECALL
    assert alarms <= FALSE_ALARMS


def _swapped(parser: Parser, row: dict[str, object]) -> bool:
    a, b = (_named_roles(parser, str(row[language]), language) for language in LANGUAGES)
    return roles_swapped(a, b)


def _named_roles(parser: Parser, text: str, language: str) -> dict[str, set[str]]:
    doc, known = parser.parse([text], language)[0], [(x.start, x.end, x.actor) for x in find_actors(text, language)]
    return actor_roles(doc, [*known, *name_spans(doc, known)])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "»", "A B C", "\x00\u202e ’’", "Ab " * 400])
def test_names_are_spans_of_the_text(parser: Parser, language: str, text: str) -> None:
    spans = name_spans(parser.parse([text], language)[0], [(-3, 0, "x"), (10**5, 10**6, "y")])
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)


def test_a_name_that_is_known_is_left_out(parser: Parser) -> None:
    doc = parser.parse(["Tuorla has bought Valmira."], "en")[0]
    assert [name for _, _, name in name_spans(doc, [(0, 6, "org:tuorla")])] == ["valmira"]
