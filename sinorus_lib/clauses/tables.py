"""The words of one language that join two assertions in one sentence, read from ``tables.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sinorus_lib.framing.lexicon import Phrases, Words, plain
from sinorus_lib.tables import language_table


@dataclass(frozen=True)
class Tables:
    """The words of one language at which a sentence may be cut.

    Attributes:
        additive: conjunctions that add an assertion, e.g. ``and``.
        adversative: conjunctions that set one against another, e.g. ``but``.
        contrast: expressions that open a contrasting clause wherever they stand, e.g. ``whereas``.
        contrast_after_comma: expressions that do so only after a comma, e.g. ``while``.
        further_report: words that may stand before a second reporting verb, e.g. ``before``.
        condition: conjunctions that open a condition, under which everything after it stands.
        lead_ins: words of a clause that announces what a colon introduces: "one thing is certain:".
        lead_in_subjects: words that do so as its subject: "their conclusion leaves no doubt:".
        substitutes: verbs that stand for another at the end of a clause: "and Beijing did".
    """

    additive: Words
    adversative: Words
    contrast: Phrases
    contrast_after_comma: Phrases
    further_report: Words
    condition: Words
    lead_ins: Words
    lead_in_subjects: Words
    substitutes: Words


@cache
def load_tables(language: str) -> Tables:
    """Return the tables of a language, read once.

    Raises:
        SinorusError: if there are none for that language.
    """
    return _build(language_table(__package__, "tables.yaml", language, of="clauses"))


def _build(table: dict[str, Any]) -> Tables:
    return Tables(
        additive=_words(table["additive"]),
        adversative=_words(table["adversative"]),
        contrast=Phrases(table["contrast"], {}),
        contrast_after_comma=Phrases(table["contrast_after_comma"], {}),
        further_report=_words(table["further_report"]),
        condition=_words(table["condition"]),
        lead_ins=_words(table["lead_ins"]),
        lead_in_subjects=_words(table["lead_in_subjects"]),
        substitutes=_words(table["substitutes"]),
    )


def _words(items: Iterable[str]) -> Words:
    return frozenset(map(plain, items))
