"""What a row of differences says, in plain words of the interface's language; and when it says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sinorus_lib.tables import read_yaml

SIGNIFICANT = 0.05
# Below this many shared claims a test says nothing, and none is made.
FEWEST_PAIRS = 6
# Below this many articles of an outlet its claims are not pooled.
FEWEST_ARTICLES = 3
_SMALLEST = 0.005  # a difference that is written as 0.00 is none


@dataclass(frozen=True)
class Finding:
    """A row of the frames ``outlets`` or ``pooled``.

    Attributes:
        outlet_a: first outlet.
        outlet_b: second outlet.
        measure: its name, or ``measure:class``.
        difference: mean of a minus mean of b.
        mean_a: mean of a; the share of claims for a class.
        mean_b: mean of b.
        low: lower end of the interval; not a number if none could be given.
        high: its upper end.
        p: of the test; not a number if none was made.
        q: p after correction.
        null_low: lower end of what translation makes of a mean; not a number within a language.
        null_high: its upper end.
        says_something: whether the measure says anything across languages; ``None`` within one.
        articles_a: articles of outlet a that it rests on.
        articles_b: articles of outlet b.
        paired: whether it rests on shared claims.
        pairs: how many.
        claims_a: if it does not, how many claims of outlet a.
        claims_b: and of outlet b.
    """

    outlet_a: str
    outlet_b: str
    measure: str
    difference: float
    mean_a: float
    mean_b: float
    low: float
    high: float
    p: float
    q: float
    null_low: float
    null_high: float
    says_something: bool | None
    articles_a: int
    articles_b: int
    paired: bool
    pairs: int = 0
    claims_a: int = 0
    claims_b: int = 0


def in_words(finding: Finding, interface: str) -> str:
    """Return the finding as one sentence, or why there is none.

    Args:
        finding: the row.
        interface: language of the sentence, ``en`` or ``fr``.
    """
    words = _wording()[interface]
    if not np.isfinite(finding.p):
        return str(words[_refusal(finding)]).format(**_facts(finding, words))
    parts = [_what(finding, words), _translation(finding, words), _chance(finding, words)]
    return str(words["semicolon"]).join(part for part in parts if part) + "." + _about_articles(finding, words)


@cache
def _wording() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(str(__package__), "findings.yaml")
    return found


def _refusal(finding: Finding) -> str:
    return "too_few_claims" if finding.paired else "too_few_articles"


def _facts(finding: Finding, words: dict[str, Any]) -> dict[str, object]:
    a_leads = finding.difference > 0
    names = (finding.outlet_a, finding.outlet_b) if a_leads else (finding.outlet_b, finding.outlet_a)
    means = (finding.mean_a, finding.mean_b) if a_leads else (finding.mean_b, finding.mean_a)
    claims = (finding.claims_a, finding.claims_b) if a_leads else (finding.claims_b, finding.claims_a)
    return {
        "fewest_pairs": FEWEST_PAIRS, "fewest_articles": FEWEST_ARTICLES,
        "a": finding.outlet_a, "b": finding.outlet_b, "more": names[0], "less": names[1],
        "pairs": _counted(finding.pairs, words["shared_claim"]),
        "count": finding.pairs, "claims_more": claims[0], "claims_less": claims[1],
        "articles_a": finding.articles_a, "articles_b": finding.articles_b,
        "high": _number(means[0], words), "low": _number(means[1], words),
        "times_high": round(means[0] * finding.pairs), "times_low": round(means[1] * finding.pairs),
        "topic": _phrases(finding, words)["topic"], "does": _phrases(finding, words)["does"],
    }  # fmt: skip


def _phrases(finding: Finding, words: dict[str, Any]) -> dict[str, str]:
    """Return how a measure is spoken of: its ``topic``, "how certain claims sound", and ``does``, "sounds surer"."""
    measure, _, label = finding.measure.partition(":")
    if label:
        does = words["classes"].get(measure, {}).get(label, str(words["class"]).format(measure=measure, label=label))
        return {"topic": does, "does": does}
    known: dict[str, str] = words["measures"].get(measure) or {
        key: str(text).format(measure=measure) for key, text in words["measure"].items()
    }
    return known


def _what(finding: Finding, words: dict[str, Any]) -> str:
    differs = "class_differs" if ":" in finding.measure else "differs"
    kind = differs if abs(finding.difference) >= _SMALLEST else "same"
    return str(words["paired" if finding.paired else "pooled"][kind]).format(**_facts(finding, words))


def _translation(finding: Finding, words: dict[str, Any]) -> str:
    if not np.isfinite(finding.null_low):
        return ""
    if finding.says_something is False:
        return str(words["says_nothing"])
    beyond = not finding.null_low - _SMALLEST <= finding.difference <= finding.null_high + _SMALLEST
    return str(words["beyond_translation" if beyond else "within_translation"])


def _chance(finding: Finding, words: dict[str, Any]) -> str:
    kind = "not_chance" if finding.q < SIGNIFICANT else "may_be_chance"
    return str(words[kind]).format(q=_number(finding.q, words, places=3))


def _about_articles(finding: Finding, words: dict[str, Any]) -> str:
    return "" if np.isfinite(finding.low) else f" {words['these_articles']}"


def _counted(count: int, forms: dict[str, str]) -> str:
    return f"{count} {forms['one' if count == 1 else 'other']}"


def _number(value: float, words: dict[str, Any], *, places: int = 2) -> str:
    return f"{value:.{places}f}".replace(".", str(words["decimal"]))
