"""Measured quality on the labelled sets, French and English side by side."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.conditional import conditional_functions
from sinorus_lib.framing.evidence import Context
from sinorus_lib.parsing import Parser
from sinorus_lib.quotations import find_quotations, quoted_share

LABELS = Path(__file__).parents[2] / "data" / "labels" / "framing"


def labelled(name: str, split: str, language: str) -> list[dict[str, Any]]:
    """Return the labelled sentences of one set, half and language."""
    rows = [json.loads(line) for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["split"] == split and row["language"] == language]


def context_of(doc: Any, language: str) -> Context:
    """Return what a measure knows of a sentence that stands alone."""
    quoted = quoted_share(find_quotations(doc.text), 0, len(doc.text))
    return Context(quoted, None, "sentence", tuple(find_attributions(doc, language)))


def f1(hits: int, found: int, wanted: int) -> dict[str, float]:
    """Return precision, recall and F1 from counts."""
    precision, recall = hits / max(1, found), hits / max(1, wanted)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
    }


def attribution_scores(parser: Parser, split: str, language: str) -> dict[str, dict[str, float]]:
    """Score the first attribution of each sentence: whether there is one, its cue, source and class."""
    rows = labelled("attribution", split, language)
    docs = parser.parse([row["text"] for row in rows], language)
    firsts = [next(iter(find_attributions(doc, language)), None) for doc in docs]
    found = sum(item is not None for item in firsts)
    wanted = sum(row["cue"] is not None for row in rows)
    pairs = list(zip(rows, firsts, strict=True))
    return {
        "attributed": f1(sum(item is not None and row["cue"] is not None for row, item in pairs), found, wanted),
        "cue": f1(sum(_overlaps(row["text"], row["cue"], item and item.cue) for row, item in pairs), found, wanted),
        "source": _sources(pairs),
        "class": f1(sum(_same_class(row, item) for row, item in pairs), found, wanted),
    }


def _sources(pairs: list[tuple[dict[str, Any], Attribution | None]]) -> dict[str, float]:
    hits = sum(_overlaps(row["text"], row["source"], item and item.source) for row, item in pairs)
    found = sum(item is not None and item.source is not None for _, item in pairs)
    return f1(hits, found, sum(row["source"] is not None for row, _ in pairs))


def _same_class(row: dict[str, Any], item: Attribution | None) -> bool:
    return item is not None and row["cue"] is not None and item.source_class == row["source_class"]


def _overlaps(text: str, wanted: str | None, span: tuple[int, int] | None) -> bool:
    """Say whether two spans share more than half of their code points together."""
    if wanted is None or span is None:
        return False
    spans = [(i, i + len(wanted)) for i in range(len(text)) if text.startswith(wanted, i)]
    return any(_jaccard(span, other) > 0.5 for other in spans)


def _jaccard(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def conditional_pairs(parser: Parser, split: str) -> list[tuple[str, str, str]]:
    """Return text, wanted function and function found for each labelled conditional."""
    rows = labelled("conditional", split, "fr")
    docs = parser.parse([row["text"] for row in rows], "fr")
    return [(row["text"], row["function"], _function_of(row, doc)) for row, doc in zip(rows, docs, strict=True)]


def _function_of(row: dict[str, Any], doc: Any) -> str:
    start = row["text"].index(row["form"])
    found = [name for span, name in conditional_functions(doc) if span.start_char <= start < span.end_char]
    return found[0] if found else "missed"


def class_scores(pairs: list[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of each class, from pairs of wanted and found."""
    hits = Counter(wanted for wanted, found in pairs if wanted == found)
    wanted, found = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    return {name: f1(hits[name], found[name], wanted[name]) for name in sorted(wanted)}


def macro_f1(scores: dict[str, dict[str, float]]) -> float:
    """Return the mean F1 over the classes."""
    return sum(score["f1"] for score in scores.values()) / len(scores)


def table(title: str, columns: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the scores of several languages side by side, one line a class."""
    names = sorted({name for scores in columns.values() for name in scores})
    lines = [title]
    for name in names:
        cells = [f"{language} {_cell(scores.get(name))}" for language, scores in columns.items()]
        lines.append(f"  {name:20} " + "   ".join(cells))
    return "\n".join(lines)


def _cell(score: dict[str, float] | None) -> str:
    return "-" if score is None else f"P {score['precision']:.2f} R {score['recall']:.2f} F {score['f1']:.2f}"
