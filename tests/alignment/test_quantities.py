"""Quantities: French and English side by side, held-out figures, hostile text, and comparison both ways."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinorus_lib.alignment.quantities import (
    Quantity,
    QuantityComparison,
    compare_quantities,
    count_shared,
    find_quantities,
)
from sinorus_lib.errors import SinorusError

LABELS = Path(__file__).parents[2] / "data" / "labels" / "quantities.jsonl"
HOUR = 1 / 24

# (low, high, unit), then the one quantity of a sentence between brackets, in each language
CASES: list[tuple[float, float, str, str, str]] = [
    # digits
    (1.5, 1.5, "percent", "Le taux est de [1,5 %] cette fois.", "The rate is [1.5%] this time."),
    (1.5, 1.5, "percent", "Le taux est de [1.5 %] cette fois.", "The rate is [1,5 %] this time."),
    (3000, 3000, "", "Le maire a reçu [3 000] lettres.", "The mayor received [3,000] letters."),
    (3000, 3000, "", "Le maire a reçu [3\u202f000] lettres.", "The mayor received [3\u202f000] letters."),
    (3000, 3000, "", "Le maire a reçu [3\u00a0000] lettres.", "The mayor received [3 000] letters."),
    (3000, 3000, "", "Le maire a reçu [3.000] lettres.", "The mayor received [3.000] letters."),
    (3000, 3000, "", "Le maire a reçu [3’000] lettres.", "The mayor received [3'000] letters."),
    (1234567, 1234567, "", "Le fichier compte [1.234.567] noms.", "The file has [1,234,567] names."),
    (6.4, 6.4, "", "Le séisme était de magnitude [6,4].", "The quake was of magnitude [6.4]."),
    # words
    (23, 23, "", "Les secours cherchent [vingt-trois] mineurs.", "Rescuers are looking for [twenty-three] miners."),
    (90, 90, "", "Le musée a rendu [quatre-vingt-dix] masques.", "The museum returned [ninety] masks."),
    (90, 90, "", "Le musée a rendu [nonante] masques.", "The museum returned [ninety] masks."),
    (73, 73, "", "Le musée a rendu [septante-trois] masques.", "The museum returned [seventy-three] masks."),
    (82, 82, "", "Le musée a rendu [huitante-deux] masques.", "The museum returned [eighty-two] masks."),
    (100, 100, "", "Le musée a rendu [cent] masques.", "The museum returned [a hundred] masks."),
    (123405, 123405, "", "On a compté [cent vingt-trois mille quatre cent cinq] voix.",
     "They counted [one hundred and twenty-three thousand four hundred and five] votes."),
    (200000, 200000, "", "On a compté [deux cent mille] voix.", "They counted [two hundred thousand] votes."),
    (1e6, 1e6, "", "On a compté [un million] de voix.", "They counted [a million] votes."),
    (5e5, 5e5, "", "On a compté [un demi-million] de voix.", "They counted [half a million] votes."),
    (1.5e9, 1.5e9, "EUR", "Le pont coûte [un milliard et demi d’euros].", "The bridge costs [one and a half billion euros]."),
    # money
    (177e9, 177e9, "EUR", "La dette atteint [177 milliards d'euros].", "Debt stands at [177 billion euros]."),
    (177e9, 177e9, "EUR", "La dette atteint [177 Mds €].", "Debt stands at [€177bn]."),
    (1.2e12, 1.2e12, "USD", "La dette atteint [1 200 milliards de dollars].", "Debt stands at [$1.2tn]."),
    (5e6, 5e6, "EUR", "Le stade a coûté [5 M€].", "The stadium cost a [€5m] grant."),
    (300e6, 300e6, "CHF", "Le stade a coûté [300 millions de francs suisses].", "The stadium cost [300 million Swiss francs]."),
    (2.5, 2.5, "GBP", "Le billet coûte [2,50 livres sterling].", "The ticket costs [£2.50]."),
    # measures
    (1.2e9, 1.2e9, "kg", "Le port stocke [1,2 million de tonnes].", "The port holds [1.2 million tonnes]."),
    (10000, 10000, "m", "La file s’étire sur [10 km].", "The queue is [10 km] long."),
    (12000, 12000, "m", "La file s’étire sur [douze kilomètres].", "There is a [12-kilometre] queue."),
    (12e6, 12e6, "m2", "Le feu a détruit [1 200 hectares].", "The fire destroyed [1,200 hectares]."),
    (30, 30, "km/h", "Le bus roulait à [30 km/h].", "The bus was doing [30 km/h]."),
    (-5, -5, "degree", "Il faisait [-5 °C] sur place.", "It was [−5 °C] there."),
    (0.3, 0.3, "points", "La hausse est de [0,3 point].", "The rise is [0.3 percentage points]."),
    # shares
    (30, 30, "percent", "Le parti obtient [trente pour cent] des voix.", "The party won [thirty per cent] of the vote."),
    (100 / 3, 100 / 3, "percent", "Le parti obtient [un tiers] des voix.", "The party won [a third] of the vote."),
    (200 / 3, 200 / 3, "percent", "Les [deux tiers] du pays sont inondés.", "[Two-thirds] of the country is flooded."),
    (50, 50, "percent", "[La moitié] du pays est inondée.", "[Half] of the country is flooded."),
    (25, 25, "percent", "[Un quart] du pays est inondé.", "[A quarter] of the country is flooded."),
    (100 / 3, 100 / 3, "percent", "[Un Français sur trois] vit en ville.", "[One in three] French people live in towns."),
    (90, 90, "percent", "[Neuf électeurs sur dix] ont dit non.", "[Nine voters in ten] said no."),
    (20, 20, "percent", "Le pays a perdu [un cinquième] de ses bois.", "The country lost [a fifth] of its woods."),
    # lengths of time
    (7, 7, "day", "Les combats ont duré [une semaine].", "The fighting lasted [a week]."),
    (14, 15, "day", "Les combats ont duré [deux semaines].", "The fighting lasted [a fortnight]."),
    (14, 15, "day", "Les combats ont duré [quinze jours].", "The fighting lasted [two weeks]."),
    (2, 2, "day", "Les combats ont duré [48 heures].", "The fighting lasted [48 hours]."),
    (84, 93, "day", "Les combats ont duré [trois mois].", "There was a [three-month] battle."),
    (547.5, 549, "day", "Les combats ont duré [un an et demi].", "The fighting lasted [a year and a half]."),
    (3.5 * HOUR, 3.5 * HOUR, "day", "Le vol dure [trois heures et demie].", "The flight takes [three and a half hours]."),
    (0.5 * HOUR, 0.5 * HOUR, "day", "Le vol dure [une demi-heure].", "The flight takes [half an hour]."),
    (0.25 * HOUR, 0.25 * HOUR, "day", "Le vol dure [un quart d’heure].", "The flight takes [a quarter of an hour]."),
    (65 * HOUR / 60, 65 * HOUR / 60, "day", "Le vol dure [une heure et cinq minutes].", "The flight takes [one hour and five minutes]."),
    (40 * 365, 40 * 366, "day", "La maire a [40 ans].", "The mayor is a [40-year]-old."),
    # dates
    (20220314, 20220314, "date", "Le texte date du [14 mars 2022].", "The text is dated [March 14, 2022]."),
    (20220314, 20220314, "date", "Le texte date du [14/03/2022].", "The text is dated [2022-03-14]."),
    (314, 314, "date", "Le texte date du [lundi 14 mars].", "The text is dated [Monday, March 14]."),
    (314, 314, "date", "Le texte date du [14 mars].", "The text is dated [14 March]."),
    (301, 301, "date", "Le texte date du [1er mars].", "The text is dated the [1st of March]."),
    (314, 316, "date", "Le sommet se tient du [14 au 16 mars].", "The summit runs from [March 14 to 16]."),
    (314, 315, "date", "Le sommet se tient les [14 et 15 mars].", "The summit is on [14-15 March]."),
    (0, 0, "weekday", "Le texte est paru [lundi].", "The text came out on [Monday]."),
    (3, 3, "month", "Le texte est paru en [mars].", "The text came out in [March]."),
    (202203, 202203, "month", "Le texte est paru en [mars 2022].", "The text came out in [March 2022]."),
    (2022, 2022, "year_number", "Le texte est paru en [2022].", "The text came out in [2022]."),
    (2014, 2022, "year_number", "La guerre a duré entre [2014 et 2022].", "The war ran between [2014 and 2022]."),
    (1990, 1999, "year_number", "Le texte remonte aux [années 1990].", "The text goes back to the [1990s]."),
    (2026, 2026, "year_number", "Le texte paraîtra à la mi-[2026].", "The text will come out in mid-[2026]."),
    # times of day
    (1420, 1420, "clock", "Le train est parti à [23 h 40].", "The train left at [11.40pm]."),
    (1420, 1420, "clock", "Le train est parti à [23h40].", "The train left at [23:40]."),
    (1200, 1200, "clock", "Le train est parti à [20 heures].", "The train left at [8 p.m.] local time."),
    (360, 360, "clock", "Le train est parti vers [6 heures du matin].", "The train left at around [6 a.m.] local time."),
    (720, 720, "clock", "Le train est parti à [midi].", "The train left at [noon]."),
    # ordinals and times
    (3, 3, "ordinal", "C’est la [troisième] semaine.", "It is the [third] week."),
    (21, 21, "ordinal", "C’est le défi du [XXIe] siècle.", "It is the challenge of the [21st] century."),
    (2, 2, "ordinal", "C’est la [seconde] vague.", "It is the [second] wave."),
    (1, 1, "ordinal", "C’est la [première] vague.", "It is the [first] wave."),
    (3, 3, "times", "Le prix a baissé [trois fois].", "The price fell [three times]."),
    (137, 137, "people", "Le feu a tué [137 personnes].", "The fire killed [137 people]."),
    # bounds
    (15, inf, "", "On déplore [plus de 15] morts.", "There are [more than 15] dead."),
    (0, 15, "", "On déplore [moins de 15] morts.", "There are [fewer than 15] dead."),
    (0, 40, "percent", "On perd [jusqu’à 40 %] du blé.", "They lose [up to 40%] of the wheat."),
    (15, inf, "", "On déplore [au moins quinze] morts.", "There are [at least fifteen] dead."),
    (1e6, inf, "people", "La fuite touche [plus d’un million de personnes].", "The leak affects [more than a million people]."),
    (50, inf, "percent", "[Plus de la moitié] du blé est perdue.", "[More than half] of the wheat is lost."),
    (200 / 3, inf, "percent", "[Plus des deux tiers] du blé sont perdus.", "[More than two thirds] of the wheat is lost."),
    (85, 115, "", "Il y a [environ 100] blessés.", "There are [around 100] wounded."),
    (85, 115, "", "Il y a [une centaine] de blessés.", "There are [about a hundred] wounded."),
    (255, 345, "", "Il y a [quelque 300] blessés.", "There are [some 300] wounded."),
    (71905, 71905, "", "Il y a [quelque 71 905] plaintes.", "There are [some 71,905] complaints."),
    (7650, 9000, "", "On supprime [près de 9 000] postes.", "They are cutting [nearly 9,000] jobs."),
    (100, inf, "", "Il y a [plus d’une centaine] de blessés.", "There are [more than a hundred] wounded."),
    (10.2, 13.8, "", "Il y a [une douzaine] de blessés.", "There are [a dozen] wounded."),
    (20.4, 27.6, "", "Il y a [deux douzaines] de blessés.", "There are [two dozen] wounded."),
    (3, 5, "", "On cherche [entre 3 et 5] nageurs.", "They want [between 3 and 5] swimmers."),
    (100, 200, "people", "On attend [entre cent et deux cents personnes].", "They expect [between one hundred and two hundred people]."),
    (10, 15, "percent", "Le prix a baissé [entre 10 % et 15 %].", "The price fell [between 10% and 15%]."),
    (3, 4, "times", "Le prix a baissé [trois ou quatre fois].", "The price fell [three or four times]."),
    (2e9, 3e9, "EUR", "Le pont coûte de [deux à trois milliards d’euros].", "The bridge costs [two to three billion euros]."),
    (3e9, 5e9, "USD", "Le pont coûte [3 à 5 milliards de dollars].", "The bridge costs [$3-5bn]."),
    (20000, 99999, "people", "[Dizaines de milliers de personnes] sans toit", "[Tens of thousands of people] homeless"),
    (200, 999, "", "La cour a jugé [quelques centaines] d’otages.", "The court tried [a few hundred] hostages."),
    (200e6, 999999999, "USD", "Le pont coûte [des centaines de millions de dollars].".replace("[des ", "des ["),
     "The bridge costs [hundreds of millions of dollars]."),
]  # fmt: skip

NOTHING = [
    ("fr", "Un homme et une femme, l’un des ministres, un jour peut-être."),
    ("en", "A man and a woman, one of the ministers, one day perhaps."),
    ("fr", "Le G20, le SU-35, le ZT-180, le F-16, le Covid-19, 81uav.cn et la COP28."),
    ("en", "The G20, the SU-35, the ZT-180, the F-16, Covid-19, 81uav.cn and COP28."),
    ("fr", "Le Leopard 2, l’Airbus A320, le Boeing 737 et la 5G."),
    ("en", "The Leopard 2, the Airbus A320, the Boeing 737 and 5G."),
    ("fr", "L’article 5, la résolution 1701, la base 102, le M23, l’A36."),
    ("en", "Article 5, Resolution 1701, page 12, the M23, the A36."),
    ("fr", "Le premier ministre, d’abord, en premier lieu, un char flambant neuf."),
    ("en", "The first minister, at first, first of all, a multi-million contract."),
    ("fr", "Victoire 2-1, version 3.11.2, adresse 192.168.0.1, note 10^400."),
    ("en", "A 2-1 win, version 3.11.2, address 192.168.0.1, scored 10^400, on 9/11."),
    ("fr", "La ville est en quarantaine ; un quart de finale ; les Vingt-Sept."),
    ("en", "The city is in lockdown; the quarter-final; the Group of Seven; he may march."),
    ("fr", "Un pays tiers, le tiers payant, l’Entre-deux-Mers."),
    ("en", "The half-brother, Belgian ones, a split second, under-fifteens."),
]  # fmt: skip


def bracketed(text: str) -> tuple[str, int, int]:
    """Return a sentence without its brackets, and what they held."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


def values(found: Sequence[Quantity]) -> list[tuple[float, float, str]]:
    return [(item.low, item.high, item.unit) for item in found]


def first(text: str, language: str = "en") -> Quantity:
    return find_quantities(text, language)[0]


# --- reading ---


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[4])
def test_each_language_reads_the_same_quantity(case: tuple[float, float, str, str, str], language: str) -> None:
    low, high, unit, french, english = case
    text, start, end = bracketed({"fr": french, "en": english}[language])
    found = find_quantities(text, language)
    assert [text[item.start : item.end] for item in found] == [text[start:end]]
    assert found[0].unit == unit
    assert (found[0].low, found[0].high) == pytest.approx((low, high))


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_articles_pronouns_and_names_are_no_quantities(language: str, text: str) -> None:
    assert [text[item.start : item.end] for item in find_quantities(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le trafic est de 300 barils par jour, une semaine après.", [(300, 300, "barrel"), (7, 7, "day")]),
        ("en", "The flow is 300 barrels a day, a week after the blast.", [(300, 300, "barrel"), (7, 7, "day")]),
        ("fr", "L’inflation passe de 2 % à 3 %.", [(2, 2, "percent"), (3, 3, "percent")]),
        ("en", "Inflation rose from 2% to 3%.", [(2, 2, "percent"), (3, 3, "percent")]),
        ("fr", "Une route de 3 heures, à 3 heures de route.", [(0.125, 0.125, "day")] * 2),
        ("en", "Brent traded at $112.30 a barrel, three times a week.", [(112.3, 112.3, "USD"), (3, 3, "times")]),
        ("fr", "2000 soldats depuis 2000.", [(2000, 2000, ""), (2000, 2000, "year_number")]),
        ("en", "2000 soldiers since 2000.", [(2000, 2000, ""), (2000, 2000, "year_number")]),
        ("fr", "15 des 20 missiles sont tombés.", [(15, 15, ""), (20, 20, "")]),
        ("en", "15 of the 20 missiles came down.", [(15, 15, ""), (20, 20, "")]),
        ("fr", "Il a tiré 15 fois en 24 heures.", [(15, 15, "times"), (1, 1, "day")]),
        ("en", "He fired 15 rounds in 24 hours.", [(15, 15, ""), (1, 1, "day")]),
        ("fr", "Un cinquième mandat est possible.", [(5, 5, "ordinal")]),
        ("en", "A third person was hurt.", [(3, 3, "ordinal")]),
        ("en", "On 03/04/2022 or 14/04/2022.", [(20220414, 20220414, "date")]),
    ],
)
def test_what_stands_around_decides(language: str, text: str, expected: list[tuple[float, float, str]]) -> None:
    assert values(find_quantities(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "noun"),
    [
        ("fr", "On compte 15 soldats ukrainiens.", "soldats"),
        ("en", "They counted 15 Ukrainian soldiers.", "soldiers"),
        ("fr", "On compte 15 autres soldats.", "soldats"),
        ("en", "They counted 15 other soldiers.", "soldiers"),
        ("fr", "La Suisse a 8,7 millions d’habitants.", "habitants"),
        ("en", "Switzerland has 8.7 million inhabitants.", "inhabitants"),
        ("fr", "On en compte 15.", ""),
        ("en", "They counted 15.", ""),
    ],
)
def test_a_bare_count_names_what_it_counts(language: str, text: str, noun: str) -> None:
    assert first(text, language).counted == noun


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(SinorusError, match=r"'xx'.*en, fr"):
        find_quantities("Un an.", "xx")


def test_a_quantity_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        first("15 soldiers").low = 3  # type: ignore[misc]


# --- measured on labels ---


def labelled(split: str, language: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["split"] == split and row["language"] == language]


def counts(rows: Sequence[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Return how many quantities are right, right to the letter, found, and wanted."""
    right = exact = found = wanted = 0
    for row in rows:
        left, position = find_quantities(row["text"], row["language"]), 0
        found, wanted = found + len(left), wanted + len(row["quantities"])
        for label in row["quantities"]:
            start = row["text"].index(label["written"], position)
            position = start + len(label["written"])
            hit = next(
                (item for item in left if is_same(item, label) and item.start < position and start < item.end), None
            )
            if hit is not None:
                left.remove(hit)
                right, exact = right + 1, exact + ((hit.start, hit.end) == (start, position))
    return right, exact, found, wanted


def is_same(item: Quantity, label: dict[str, Any]) -> bool:
    high = inf if label["high"] is None else label["high"]
    return item.unit == label["unit"] and (item.low, item.high) == pytest.approx((label["low"], high))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_quantities_on_the_held_out_half(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    right, exact, found, wanted = counts(labelled("test", language))
    with capsys.disabled():
        print(
            f"\nquantities, test half, {language}: recall {right / wanted:.3f}, precision {right / found:.3f},"
            f" span to the letter {exact / wanted:.3f} (n = {wanted})"
        )
    assert right / wanted >= 0.9
    assert right / found >= 0.9


def test_the_same_news_in_two_languages_clashes_nowhere() -> None:
    rows = {language: labelled("dev", language) + labelled("test", language) for language in ("fr", "en")}
    pairs = list(zip(*(rows[language] for language in ("fr", "en")), strict=True))
    compared = [
        compare_quantities(*(find_quantities(row["text"], row["language"]) for row in pair)) for pair in pairs
    ]
    assert sum(len(item.differing) for item in compared) == 0
    assert sum(bool(item.shared) for item in compared) >= 0.9 * len(compared)


# --- hostile text ---


HOSTILE = [
    "9", "123 456 ", "1.234.567.", "1-2-3-", "1,", "1 ", "$", "$5", "between ", "entre 1 et ", "plus de ", "dizaines de ",
    "half a ", "million ", "quatre-vingt-", "milliard ", "vingt et ", "one hundred and ", "d'un ", "14/03/2022", "un sur ",
    "٣", "²", "½", "\0", "\ud800", "\n", "mars 14 ", "March 14, ", "23 h 40 ", "lundi, le ", "a", "XXIe ", "10^400 ", "1e400 ",
    "-", "'", "un million et demi ", "trois virgule ", "two point ", "a week ", "ￗ５", "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_in_linear_time(unit: str, language: str) -> None:
    text = unit * (10_000 // len(unit))
    find_quantities("un", language)
    assert seconds_for(text, language) < 3
    assert all(0 <= item.start < item.end <= len(text) for item in find_quantities(text, language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_long_text_takes_less_than_a_second(language: str) -> None:
    text = " ".join(row["text"] for row in labelled("dev", language))
    text = (text * (100_000 // len(text) + 1))[:100_000]
    find_quantities("un", language)
    assert min(seconds_for(text, language) for _ in range(3)) < 1


def seconds_for(text: str, language: str) -> float:
    began = time.process_time()
    find_quantities(text, language)
    return time.process_time() - began


@pytest.mark.parametrize("language", ["fr", "en"])
def test_time_grows_with_the_text_and_no_faster(language: str) -> None:
    for unit in ("1-2-3-", "entre 1 et ", "dizaines de milliers ", "quatre-vingt-"):
        short = min(seconds_for(unit * 1000, language) for _ in range(3))
        assert min(seconds_for(unit * 8000, language) for _ in range(2)) < 8 * short * 4


def test_long_digit_strings_are_identifiers() -> None:
    assert find_quantities("9" * 50_000, "en") == []
    assert find_quantities("1" + "0" * 400 + " soldats", "fr") == []


PIECES = st.sampled_from(
    ["un", "une", "one", "a", "deux", "two", "vingt", "et", "and", "cent", "hundred", "mille", "thousand", "million",
     "milliards", "demi", "half", "tiers", "third", "-", ",", ".", "/", ":", "%", "€", "$", "14", "2022", "1.5", "1,5",
     "3\u202f000", "mars", "March", "lundi", "Monday", "h", "heures", "pm", "semaine", "week", "de", "d'", "of", "plus",
     "more", "than", "près", "entre", "between", "à", "to", "des", "dizaines", "tens", "jours", "days", "en", "in", "le",
     "the", "1er", "3rd", "personnes", "people", "soldats", "sur", "out", "quart", "quarter", "minutes", "°C", "−"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
    )
)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_spans_and_ranges(text: str) -> None:
    for language in ("fr", "en"):
        found, before = find_quantities(text, language), 0
        for item in found:
            assert before <= item.start < item.end <= len(text)
            assert text[item.start : item.end].strip() == text[item.start : item.end]
            assert item.low <= item.high
            before = item.end


def test_importing_loads_no_tables_and_no_number_words() -> None:
    code = "import sys, sinorus_lib.alignment.quantities.tables as t; print('text_to_num' in sys.modules, t.tables_of.cache_info().currsize)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert result.stdout.split() == ["False", "0"]


# --- comparing ---


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("14,8 %", "15%"),
        ("177 milliards d'euros", "€180bn"),
        ("deux semaines", "a fortnight"),
        ("quinze jours", "two weeks"),
        ("un mois et demi", "six weeks"),
        ("un tiers", "33%"),
        ("le 14 mars 2022", "14 March"),
        ("le 14 mars 2022", "in March"),
        ("le 14 mars 2022", "in 2022"),
        ("en mars 2022", "March 14"),
        ("du 14 au 16 mars", "March 15"),
        ("plus de 15 morts", "17 dead"),
        ("une centaine de blessés", "about 100 wounded"),
        ("des dizaines de milliers de soldats", "30,000 soldiers"),
        ("entre 3 et 5 millions", "four million"),
        ("15 personnes", "15 dead"),
        ("12 km", "12,000 metres"),
        ("23 h 40", "11:40 p.m."),
        ("48 heures", "two days"),
    ],
)
def test_these_agree(french: str, english: str) -> None:
    assert len(compared(french, english).shared) == 1


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("15 %", "20%"),
        ("10 morts", "14 dead"),
        ("29 morts", "30 dead"),
        ("5 millions d'euros", "€50m"),
        ("le 14 mars 2022", "15 March"),
        ("le 14 mars 2022", "March 14, 2021"),
        ("en mars", "in April"),
        ("en 2021", "in 2022"),
        ("lundi", "Tuesday"),
        ("la troisième semaine", "the fourth week"),
        ("à 23 h 40", "11:45 p.m."),
        ("moins de 10 morts", "more than 15 dead"),
        ("Le raid aurait tué 3 400 personnes.", "The raid claimed 340 lives."),
        ("La ville compte 40 000 habitants.", "Four thousand people live in the town."),
        ("quatre marins secourus", "six sailors rescued"),
        ("300 personnes évacuées", "500 evacuated"),
        ("au moins sept morts", "nineteen dead"),
        ("au plus 4 millions d’euros", "€1m"),
        ("Cinq cents personnes ont fui ; les autres attendent.", "Between 180 and 200 villagers fled."),
        ("le troisième mandat", "a fourth term"),
        ("six semaines", "two years"),
    ],
)
def test_these_clash(french: str, english: str) -> None:
    result = compared(french, english)
    assert len(result.differing) == 1
    assert not result.shared


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("5 millions d'euros", "$5m"),
        ("lundi", "March 14"),
        ("le 14 mars", "in 2022"),
        ("15 %", "15 days"),
        ("15 personnes", "three missiles"),
        ("la troisième semaine", "three"),
    ],
)
def test_these_cannot_be_compared(french: str, english: str) -> None:
    result = compared(french, english)
    assert (result.shared, result.differing) == ((), ())
    assert (len(result.only_a), len(result.only_b)) == (1, 1)


@pytest.mark.parametrize(
    ("french", "english", "clash"),
    [
        ("Le 14 mars, 10 morts.", "On March 14, 15 dead.", (10, 15)),
        ("Le 14 mars, 3 400 personnes ont fui.", "On March 14, 340 fled.", (3400, 340)),
        ("10 morts et 30 blessés", "10 dead and 45 wounded", (30, 45)),
        ("Lundi, le prix a bondi de 12 %.", "On Monday the price jumped by 18%.", (12, 18)),
        ("La prime passera de 800 à 880 euros.", "The bonus will rise from €800 to €950.", (880, 950)),
        ("Le taux est passé de 3 à 5 %.", "The rate rose from 3 to 4%.", (5, 4)),
    ],
)
def test_the_rest_clashes_though_something_agrees(french: str, english: str, clash: tuple[float, float]) -> None:
    result = compared(french, english)
    assert len(result.shared) == 1
    assert [(x.low, y.low) for x, y in result.differing] == [clash]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Un balayeur de 56 ans y travaillait depuis dix ans.", "He worked there for eight months."),
        ("la troisième fille du deuxième roi", "the fourth prince"),
        ("de lundi à mardi", "on Friday"),
        ("12 personnes et 40 blessés", "three dead of 70 people"),
    ],
)
def test_ages_ranks_days_and_people_clash_only_one_to_one(french: str, english: str) -> None:
    units = {(x.unit, y.unit) for x, y in compared(french, english).differing}
    assert not units - {("", ""), ("people", "people")}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Les effectifs passeront de 300 à 450 personnes.", [300, 450]),
        ("en", "Staff will go from 300 to 450 people.", [300, 450]),
        ("fr", "L’âge légal est porté de 62 à 64 ans.", [22630, 23360]),
        ("en", "The levy was cut from £3m to £2m.", [3e6, 2e6]),
        ("en", "The aid grew from 2 to 3 billion euros.", [2e9, 3e9]),
        ("fr", "Il attend une hausse de 3 à 5 %.", [3]),
        ("en", "Sales will rise between 3 and 5%.", [3]),
        ("fr", "Les prix grimperont ; comptez de 3 à 5 euros.", [3]),
        ("en", "The government lends from 3 to 5 million euros.", [3e6]),
        ("fr", "La séance passe de 10 à 12 heures.", [10 * HOUR]),
        ("en", "The fare is up 3 to 5 euros.", [3]),
    ],
)
def test_a_change_has_a_value_before_and_one_after(language: str, text: str, expected: list[float]) -> None:
    found = find_quantities(text, language)
    assert [item.low for item in found] == pytest.approx(expected)
    assert len({item.unit for item in found}) == 1


def compared(french: str, english: str) -> QuantityComparison:
    return compare_quantities(find_quantities(french, "fr"), find_quantities(english, "en"))


def test_each_quantity_is_paired_once_with_the_closest() -> None:
    a, b = (
        find_quantities("10 tanks, 20 guns, 30 drones", "en"),
        find_quantities("20 canons, 40 drones, 50 chars", "fr"),
    )
    result = compare_quantities(a, b)
    assert [(x.counted, y.counted) for x, y in result.shared] == [("guns", "canons")]
    assert [(x.low, y.low) for x, y in result.differing] == [(10, 50), (30, 40)]


def test_what_agrees_with_a_quantity_already_paired_does_not_clash() -> None:
    result = compare_quantities(find_quantities("30%, then 30%", "en"), find_quantities("30 %, puis 40 %", "fr"))
    assert len(result.shared) == 1
    assert result.differing == ()
    assert (len(result.only_a), len(result.only_b)) == (1, 1)


def test_within_a_language_counts_of_different_things_do_not_clash() -> None:
    a, b = find_quantities("10 tanks", "en"), find_quantities("20 guns", "en")
    assert len(compare_quantities(a, b).differing) == 1
    assert compare_quantities(a, b, same_language=True).differing == ()
    a, b = find_quantities("four sailors", "en"), find_quantities("six men", "en")
    assert len(compare_quantities(a, b, same_language=True).differing) == 1


UNITS = st.sampled_from(["", "people", "percent", "day", "ordinal"])
NUMBERS = st.sampled_from([0.0, 1.0, 2.0, 14.0, 14.8, 15.0, 29.0, 30.0, 100.0, 177.0, 180.0, inf])
DATES = st.one_of(
    st.sampled_from([314.0, 20220314.0, 20210314.0]).map(lambda value: (value, value, "date")),
    st.sampled_from([3.0, 202203.0]).map(lambda value: (value, value, "month")),
    st.sampled_from([2021.0, 2022.0]).map(lambda value: (value, value, "year_number")),
)
RANGES = st.tuples(NUMBERS, NUMBERS, UNITS).map(lambda item: (min(item[:2]), max(item[:2]), item[2]))
QUANTITIES = st.lists(st.one_of(RANGES, DATES), max_size=5).map(
    lambda items: [Quantity(low, high, unit, "", place, place + 1) for place, (low, high, unit) in enumerate(items)]
)


@given(QUANTITIES, QUANTITIES)
@settings(max_examples=300, deadline=None)
def test_swapping_the_texts_swaps_the_comparison(a: list[Quantity], b: list[Quantity]) -> None:
    forward, backward = compare_quantities(a, b), compare_quantities(b, a)
    assert set(forward.shared) == {(x, y) for y, x in backward.shared}
    assert set(forward.differing) == {(x, y) for y, x in backward.differing}
    assert (forward.only_a, forward.only_b) == (backward.only_b, backward.only_a)


@given(QUANTITIES, QUANTITIES)
@settings(max_examples=100, deadline=None)
def test_the_shared_ones_can_be_counted_without_the_others(a: list[Quantity], b: list[Quantity]) -> None:
    assert count_shared(a, b) == len(compare_quantities(a, b).shared)


@given(QUANTITIES, QUANTITIES)
@settings(max_examples=300, deadline=None)
def test_every_quantity_is_in_one_place(a: list[Quantity], b: list[Quantity]) -> None:
    result = compare_quantities(a, b)
    pairs = result.shared + result.differing
    assert sorted([x.start for x, _ in pairs] + [x.start for x in result.only_a]) == [x.start for x in a]
    assert sorted([y.start for _, y in pairs] + [y.start for y in result.only_b]) == [y.start for y in b]
    assert all(x.unit == y.unit or {x.unit, y.unit} == {"", "people"} for x, y in result.differing)


@given(QUANTITIES)
@settings(max_examples=100, deadline=None)
def test_a_text_agrees_with_itself(a: list[Quantity]) -> None:
    result = compare_quantities(a, a)
    assert [*result.differing, *result.only_a, *result.only_b] == []
