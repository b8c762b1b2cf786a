"""Attribution, certainty and the conditional on the labelled sentences, French and English side by side."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sinorus_lib.evaluation.statistics import f1
from sinorus_lib.evaluation.tables import markdown
from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.certainty import CertaintyMeasure
from sinorus_lib.framing.conditional import conditional_functions
from sinorus_lib.framing.evidence import Context
from sinorus_lib.framing.lexicon import load_lexicon, plain
from sinorus_lib.parsing import Parser
from sinorus_lib.quotations import find_quotations, quoted_share
from sinorus_lib.settings import LANGUAGES

TITLE = "Framing measures on labelled sentences"
TEST = "test"
CONDITIONALS = ("conditional", "conditional_news")
TREEBANK = "sequoia-conditional.jsonl"
Score = dict[str, float]
KEYS = ("precision", "recall", "f1")
_NOTE = """\
The halves `test` of the files above. *Attributed*: whether a sentence is attributed at all; *source*, *cue*: more
than half of the labelled span and the found one together is shared; classes count where the attribution is found."""


def labelled(folder: Path, name: str, split: str, language: str) -> list[dict[str, Any]]:
    """Return the labelled sentences of one set, half and language."""
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["split"] == split and row["language"] == language]


def section(folder: Path, parser: Parser, treebank: Path | None = None) -> str:
    """Return the tables of all labelled sentences; those of a treebank's conditionals too, if there is one."""
    attribution = {language: attribution_scores(folder, parser, TEST, language) for language in LANGUAGES}
    certainty = {language: class_scores(certainty_pairs(folder, parser, TEST, language)) for language in LANGUAGES}
    functions = {name: class_scores(conditional_pairs(folder, parser, TEST, name)) for name in CONDITIONALS}
    parts = [
        _NOTE,
        side_by_side("attribution", attribution),
        side_by_side("certainty", certainty),
        side_by_side("function of the French conditional", functions),
    ]
    return "\n\n".join([*parts, *([_treebank(treebank, parser)] if treebank else [])])


def side_by_side(title: str, columns: dict[str, dict[str, Score]]) -> str:
    """Return the scores of several columns, say languages, as one table, a row a class."""
    heads = [title, *(f"{name} {column}" for name in ("precision", "recall", "F1") for column in columns)]
    classes = list(dict.fromkeys(name for scores in columns.values() for name in scores))
    rows = [
        [name, *(columns[column].get(name, {}).get(key) for key in KEYS for column in columns)] for name in classes
    ]
    means = [macro_f1(scores) for scores in columns.values()]
    return markdown(heads, [*rows, ["mean", *([None] * (2 * len(columns))), *means]], decimals=2)


def _treebank(path: Path, parser: Parser) -> str:
    """Return how many of a treebank's conditional forms are found, and how many others are taken for one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    docs = parser.parse([row["text"] for row in rows], "fr")
    found = [{plain(span[0].text) for span, _ in conditional_functions(doc)} for doc in docs]
    wanted = [{plain(form) for form in row["conditional"]} for row in rows]
    hits = sum(len(one & other) for one, other in zip(wanted, found, strict=True))
    score = counted(hits, sum(map(len, found)), sum(map(len, wanted)))
    return (
        f"Forms of the conditional in `{path.name}` (UD French Sequoia): precision {score['precision']:.3f}, recall "
        f"{score['recall']:.3f} of {sum(map(len, wanted))}."
    )


def context_of(doc: Any, language: str) -> Context:
    """Return what a measure knows of a sentence that stands alone."""
    quoted = quoted_share(find_quotations(doc.text), 0, len(doc.text))
    return Context(quoted, None, "sentence", tuple(find_attributions(doc, language)))


def counted(hits: int, found: int, wanted: int) -> dict[str, float]:
    """Return precision, recall and F1 from counts."""
    precision, recall = hits / max(1, found), hits / max(1, wanted)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1(precision, recall),
    }


def attribution_scores(folder: Path, parser: Parser, split: str, language: str) -> dict[str, dict[str, float]]:
    """Score the first attribution of each sentence: whether there is one, its cue, source and class."""
    rows = labelled(folder, "attribution", split, language)
    docs = parser.parse([row["text"] for row in rows], language)
    firsts = [next(iter(find_attributions(doc, language)), None) for doc in docs]
    found = sum(item is not None for item in firsts)
    wanted = sum(row["cue"] is not None for row in rows)
    pairs = list(zip(rows, firsts, strict=True))
    return {
        "attributed": counted(sum(item is not None and row["cue"] is not None for row, item in pairs), found, wanted),
        "cue": counted(
            sum(_overlaps(row["text"], row["cue"], item.cue if item else None) for row, item in pairs), found, wanted
        ),
        "source": _sources(pairs),
        "class": counted(sum(_same_class(row, item) for row, item in pairs), found, wanted),
    }


def _sources(pairs: list[tuple[dict[str, Any], Attribution | None]]) -> dict[str, float]:
    hits = sum(_overlaps(row["text"], row["source"], item.source if item else None) for row, item in pairs)
    found = sum(item is not None and item.source is not None for _, item in pairs)
    return counted(hits, found, sum(row["source"] is not None for row, _ in pairs))


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


def certainty_pairs(folder: Path, parser: Parser, split: str, language: str) -> list[tuple[str, str]]:
    """Return the level wanted and the one found for each labelled sentence."""
    rows = labelled(folder, "certainty", split, language)
    docs = parser.parse([row["text"] for row in rows], language)
    measure, lexicon = CertaintyMeasure(), load_lexicon(language)
    found = [measure.read(doc, context_of(doc, language), lexicon).label for doc in docs]
    return [(row["label"], label) for row, label in zip(rows, found, strict=True)]


def conditional_pairs(folder: Path, parser: Parser, split: str, name: str = "conditional") -> list[tuple[str, str]]:
    """Return the function wanted and the one found for each labelled conditional."""
    rows = labelled(folder, name, split, "fr")
    docs = parser.parse([row["text"] for row in rows], "fr")
    return [(row["function"], _function_of(row, doc)) for row, doc in zip(rows, docs, strict=True)]


def _function_of(row: dict[str, Any], doc: Any) -> str:
    start = row["start"] if "start" in row else row["text"].index(row["form"])
    found = [name for span, name in conditional_functions(doc) if span.start_char <= start < span.end_char]
    return found[0] if found else "missed"


def class_scores(pairs: list[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of each class, from pairs of wanted and found."""
    hits = Counter(wanted for wanted, found in pairs if wanted == found)
    wanted, found = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    return {name: counted(hits[name], found[name], wanted[name]) for name in sorted(wanted)}


def macro_f1(scores: dict[str, dict[str, float]]) -> float:
    """Return the mean F1 over the classes."""
    return sum(score["f1"] for score in scores.values()) / len(scores)
