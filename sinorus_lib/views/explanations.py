"""An explanation as static HTML and as plain text: what two claims share, where they part, and what it adds up to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from sinorus_lib.alignment.explanation import CONFLICT, NO_CUE
from sinorus_lib.views.reasons import Apart, apart, reason_text
from sinorus_lib.views.rendering import fragment, render
from sinorus_lib.views.segments import Run, aligned_words, cut, runs, word_spans
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    from sinorus_lib.alignment.explanation import Explanation

_SHARES = frozenset({CONFLICT, "matched_share"})
_COUNTED = frozenset({"shared_quantities", "quantity"})


@dataclass(frozen=True)
class Step:
    """One step of a waterfall, ready to be shown: a bar from ``left``, ``width`` wide, in hundredths."""

    name: str
    value: str
    adds: str
    after: str
    left: float
    width: float
    raises: bool


@dataclass(frozen=True)
class CueRow:
    """What one cue adds to the log odds of a contradiction, ready to be shown."""

    name: str
    apart: Apart | None
    value: str
    adds: str


def waterfall_steps(waterfall: pd.DataFrame, strings: Strings) -> list[Step]:
    """Return the steps of a waterfall with their bars, on one scale of log odds."""
    ends = waterfall["log_odds"].cumsum().to_numpy(dtype=float)
    starts = ends - waterfall["log_odds"].to_numpy(dtype=float)
    starts[:1] = ends[:1]
    low, high = float(min([*starts, *ends, 0.0])), float(max([*starts, *ends, 0.0]))
    scale = 100 / max(high - low, 1e-9)
    return [
        Step(
            name=strings.named("features", str(row["feature"])),
            value=_value(str(row["feature"]), row["value"], strings),
            adds=strings.number(row["log_odds"], signed=True),
            after=strings.percent(row["probability_after"]),
            left=(min(start, end) - low) * scale,
            width=max(abs(end - start) * scale, 0.8),
            raises=end >= start,
        )
        for row, start, end in zip(waterfall.to_dict("records"), starts, ends, strict=True)
    ]


def _value(feature: str, value: float, strings: Strings) -> str:
    """Return the value of a feature in a unit that a reader knows."""
    if feature in _SHARES:
        return strings.percent(value)
    if feature == "shorter_length":
        return strings.whole(round(math.exp(value)))
    return strings.number(value, places=0 if feature in _COUNTED else 2)


def waterfall_markup(explanation: Explanation, strings: Strings) -> str:
    """Return the waterfall of an explanation as a table of small bars."""
    return str(render("waterfall", t=strings, steps=waterfall_steps(explanation.waterfall, strings)))


def conflict_markup(explanation: Explanation, strings: Strings) -> str:
    """Return what differs between the two claims, and how much each thing speaks for a contradiction."""
    return str(
        render(
            "conflict",
            t=strings,
            differs=bool(explanation.reasons),
            rows=cue_rows(explanation, strings),
            percent=strings.percent(explanation.conflict_probability),
            languages=[str(claim["language"]) for claim in (explanation.claim_a, explanation.claim_b)],
        )
    )


def cue_rows(explanation: Explanation, strings: Strings) -> list[CueRow]:
    """Return the cues that are not zero, after what a pair without any has."""
    told = {item.cue: item for item in apart(explanation.reasons, strings)}
    return [
        CueRow(
            strings.named("features", str(row["cue"])),
            told.get(str(row["cue"])),
            _value(str(row["cue"]), row["value"], strings),
            strings.number(row["log_odds"], signed=True),
        )
        for row in explanation.conflict.to_dict("records")
        if row["cue"] == NO_CUE or row["value"]
    ]


def evidence_markup(explanation: Explanation, strings: Strings) -> str:
    """Return what differs and the waterfall, without the claims themselves."""
    return conflict_markup(explanation, strings) + waterfall_markup(explanation, strings)


def explanation_html(explanation: Explanation, *, interface: str | None = None) -> str:
    """Return an explanation as static HTML: both claims, words shared and left over, what differs."""
    strings = load_strings(interface or explanation.interface)
    body = render(
        "explanation",
        t=strings,
        sides=[_side(explanation, side, strings) for side in "ab"],
        shared=list(explanation.shared[["word_a", "word_b"]].itertuples(index=False, name=None)),
        pair=_pair(explanation, strings),
        relation_name=strings.named("relations", explanation.relation),
        evidence=Markup(evidence_markup(explanation, strings)),  # noqa: S704 - rendered with autoescape on
    )
    return fragment(body, strings.language)


def _pair(explanation: Explanation, strings: Strings) -> dict[str, object]:
    return {
        "relation": explanation.relation,
        "probability": explanation.probability,
        "percent": strings.percent(explanation.probability),
        "conflict_probability": explanation.conflict_probability,
        "conflict_percent": strings.percent(explanation.conflict_probability),
    }


def _side(explanation: Explanation, side: str, strings: Strings) -> dict[str, object]:
    claim = explanation.claim_a if side == "a" else explanation.claim_b
    return {
        "outlet": str(claim["outlet"]),
        "language": str(claim["language"]),
        "language_name": strings.named("languages", str(claim["language"])),
        "runs": _word_runs(claim, explanation.words, side),
        "only": _left_over(explanation, side),
    }


def _word_runs(claim: pd.Series, words: pd.DataFrame, side: str) -> list[Run]:
    return runs(cut(str(claim["text"]), word_spans(aligned_words(words), side)))


def _left_over(explanation: Explanation, side: str) -> list[str]:
    left = explanation.left_over
    return [str(word) for word in left.loc[left["side"] == side, "word"]]


def explanation_text(explanation: Explanation, *, interface: str | None = None) -> str:
    """Return an explanation as plain text, a line a fact."""
    strings = load_strings(interface or explanation.interface)
    relation = strings.named("relations", explanation.relation)
    probability = strings("card.probability", value=strings.percent(explanation.probability))
    facts = [f"{name}{strings('colon')}{found}" for name, found in _facts(explanation, strings)]
    lines = [*facts, *_steps_text(explanation.waterfall, strings)]
    return f"{relation}{strings('semicolon')}{probability}\n" + "\n".join(f"  {line}" for line in lines)


def _facts(explanation: Explanation, strings: Strings) -> list[tuple[str, str]]:
    """Return name and wording of what an explanation says in words."""
    claims = {"a": explanation.claim_a, "b": explanation.claim_b}
    shared = ", ".join(f"{a} ↔ {b}" for a, b, _ in explanation.shared.itertuples(index=False))
    nothing = strings("explanation.nothing_left")
    return [
        *((f"{claim['outlet']} ({claim['language']})", str(claim["text"])) for claim in claims.values()),
        (strings("explanation.shared"), shared or nothing),
        *(
            (strings("explanation.only", outlet=claim["outlet"]), ", ".join(_left_over(explanation, side)) or nothing)
            for side, claim in claims.items()
        ),
        (strings("conflict.title"), reason_text(explanation.reasons, strings) or nothing),
    ]


def _steps_text(waterfall: pd.DataFrame, strings: Strings) -> list[str]:
    steps = waterfall_steps(waterfall, strings)
    return [f"{step.adds:>7}  {step.after:>6}  {step.name}" for step in steps]
