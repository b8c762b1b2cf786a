"""Page furniture: rules with names that find what is not the article, and what each of them cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from sinorus_lib.errors import SettingsError
from sinorus_lib.tables import read_yaml

REPEATED_TITLE = "repeated_title"
REPEATED_PARAGRAPH = "repeated_paragraph"
_COMPUTED = {
    REPEATED_TITLE: "the headline, printed again above the text",
    REPEATED_PARAGRAPH: "a paragraph that the same article has already",
}
# A repetition is furniture only where it is long enough not to be chance.
_SHORTEST_REPETITION = 25
_TITLE_PLACES = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Rule:
    """A named rule: the paragraphs that match any of its patterns are cut."""

    name: str
    means: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Cut:
    """A paragraph that a rule cut: its number before cutting, and its text."""

    rule: str
    paragraph: int
    text: str


@cache
def _rules() -> tuple[Rule, ...]:
    entries = read_yaml(str(__package__), "furniture.yaml")
    return tuple(
        Rule(entry["name"], entry["means"], re.compile("|".join(entry["patterns"]), re.IGNORECASE))
        for entry in entries
    )


def furniture_rules() -> pd.DataFrame:
    """Return the rules that cut page furniture: ``name`` and ``means``, in the order they are tried."""
    rows = [(rule.name, rule.means) for rule in _rules()] + list(_COMPUTED.items())
    return pd.DataFrame(rows, columns=["name", "means"])


def check_rule_names(names: tuple[str, ...]) -> None:
    """Refuse a name that is no rule's.

    Raises:
        SettingsError: naming the unknown rule and those there are.
    """
    known = list(furniture_rules()["name"])
    for name in names:
        if name not in known:
            raise SettingsError(
                f"keep_furniture names the rule {name!r}, which there is not; expected {', '.join(known)}."
            )


def cut_furniture(
    paragraphs: list[str], title: str | None = None, keep: tuple[str, ...] = ()
) -> tuple[list[str], list[Cut]]:
    """Return the paragraphs that are the article, and what was cut from it.

    Args:
        paragraphs: the article's paragraphs in order, after repair.
        title: the headline, if known.
        keep: names of rules that are switched off.
    """
    rules = [rule for rule in _rules() if rule.name not in keep]
    kept: list[str] = []
    seen: set[str] = set()
    cuts: list[Cut] = []
    for number, paragraph in enumerate(paragraphs):
        squashed = squash(paragraph)
        name = _matching(rules, paragraph) or _repetition(paragraph, squashed, kept, seen, title, number)
        if name and name not in keep:
            cuts.append(Cut(name, number, paragraph))
        else:
            kept.append(paragraph)
            seen.add(squashed)
    return kept, cuts


def squash(text: str) -> str:
    """Return text in lower case with nothing but letters and digits, for telling repetitions."""
    return " ".join(_WORD.findall(text)).casefold()


def _matching(rules: list[Rule], paragraph: str) -> str | None:
    return next((rule.name for rule in rules if rule.pattern.match(paragraph)), None)


def _repetition(
    paragraph: str, squashed: str, kept: list[str], seen: set[str], title: str | None, number: int
) -> str | None:
    if number < _TITLE_PLACES and kept and squashed == squash(title or kept[0]):
        return REPEATED_TITLE if squash(kept[0]) == squashed else None
    if len(paragraph) >= _SHORTEST_REPETITION and squashed in seen:
        return REPEATED_PARAGRAPH
    return None
