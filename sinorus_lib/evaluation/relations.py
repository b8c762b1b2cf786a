"""Attribution relations on labelled passages: are source, cue and content found, and to the character?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib.evaluation.statistics import f1
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.framing.relations import attribution_relations
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.settings import LANGUAGES

TITLE = "Attribution relations in passages"
FILE = "quotations.jsonl"
PARTS = ("source", "cue", "content")
LOOSE = 0.5  # shared code points over all code points of both spans
_EDGES = ' \t\n\u00a0\u202f.,;:!?…—–-«»“”‘’"'
_HEADS = ("part", "labelled fr", "labelled en", "strict P fr", "P en", "R fr", "R en", "F1 fr", "F1 en",
          "loose F1 fr", "loose F1 en", "overlap F1 fr", "overlap F1 en")  # fmt: skip
_NOTE = f"""\
Spans of sources, cues and contents (Pareti 2015) in the half `test` of `data/labels/framing/{FILE}`, direct and
indirect. *Strict*: the same words, marks and blanks at the edges aside; a source may stop before its apposition.
*Loose*: at least half of what both spans cover is shared; *overlap*: anything is. Every span counts once; published
systems reach F1 .82 (French) and .84 (English) loosely, .73 and .76 strictly, on real news, which is harder than
this."""

Spans = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Passage:
    """A labelled passage: its text and, for each part, the spans to be found."""

    identity: str
    language: str
    text: str
    spans: dict[str, Spans]


def read_passages(folder: Path, split: str) -> list[Passage]:
    """Return the labelled passages of one half."""
    rows = [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]
    return [
        Passage(row["id"], row["language"], row["text"], _labelled(row["text"], row["relations"]))
        for row in rows
        if row["split"] == split
    ]


def find_spans(passages: Iterable[Passage], parser: Parser) -> list[dict[str, Spans]]:
    """Return what is found in each passage, part by part."""
    listed = list(passages)
    rows = [
        dict.fromkeys(SCHEMAS["articles"])
        | {"article_id": item.identity, "outlet": "outlet", "language": item.language, "text": item.text}
        for item in listed
    ]
    found = attribution_relations(conform(pd.DataFrame(rows), "articles"), parser=parser)
    return [_found(item.text, found[found["article_id"] == item.identity]) for item in listed]


def section(folder: Path, parser: Parser) -> str:
    """Return the table of the parts, French and English side by side."""
    passages = read_passages(folder, "test")
    found = find_spans(passages, parser)
    return f"{_NOTE}\n\n{markdown(_HEADS, [_row(part, passages, found) for part in PARTS], decimals=2)}"


def part_scores(part: str, passages: list[Passage], found: list[dict[str, Spans]], least: float) -> dict[str, float]:
    """Return precision, recall and F1 of one part; spans match that share ``least`` of their union."""
    hits = found_count = wanted_count = recalled = 0
    for passage, spans in zip(passages, found, strict=True):
        wanted, got = passage.spans[part], spans[part]
        hits += sum(any(_matches(passage.text, part, one, other, least) for one in wanted) for other in got)
        recalled += sum(any(_matches(passage.text, part, one, other, least) for other in got) for one in wanted)
        found_count, wanted_count = found_count + len(got), wanted_count + len(wanted)
    precision, recall = hits / max(1, found_count), recalled / max(1, wanted_count)
    return {"precision": precision, "recall": recall, "f1": f1(precision, recall)}


def _row(part: str, passages: list[Passage], found: list[dict[str, Spans]]) -> list[Cell]:
    sides = []
    for language in LANGUAGES:
        kept = [(item, spans) for item, spans in zip(passages, found, strict=True) if item.language == language]
        sides.append(([item for item, _ in kept], [spans for _, spans in kept]))
    strict = [part_scores(part, *side, 1.0) for side in sides]
    cells: list[Cell] = [part, *(sum(len(item.spans[part]) for item in side[0]) for side in sides)]
    cells += [side[name] for name in ("precision", "recall", "f1") for side in strict]
    return cells + [part_scores(part, *side, least)["f1"] for least in (LOOSE, 1e-9) for side in sides]


def _labelled(text: str, relations: list[dict[str, Any]]) -> dict[str, Spans]:
    spans: dict[str, set[tuple[int, int]]] = {part: set() for part in PARTS}
    for relation in relations:
        spans["content"] |= {_place(text, piece, relation["start"]) for piece in relation["content"]}
        for part in ("source", "cue"):
            if relation[part]:
                spans[part].add(_place(text, relation[part], relation["start"]))
    return {part: frozenset(_trimmed(text, span) for span in found) for part, found in spans.items()}


def _place(text: str, words: str, near: int) -> tuple[int, int]:
    """Return where words stand in a text, at the place that is nearest to another."""
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    start = min(places, key=lambda at: abs(at - near))
    return start, start + len(words)


def _found(text: str, rows: pd.DataFrame) -> dict[str, Spans]:
    spans: dict[str, set[tuple[int, int]]] = {part: set() for part in PARTS}
    for row in rows.to_dict("records"):
        spans["content"] |= {(int(start), int(end)) for start, end in row["spans"]}
        for part in ("source", "cue"):
            if pd.notna(row[f"{part}_start"]):
                spans[part].add((int(row[f"{part}_start"]), int(row[f"{part}_end"])))
    return {part: frozenset(_trimmed(text, span) for span in found) for part, found in spans.items()}


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    words = text[start:end]
    return start + len(words) - len(words.lstrip(_EDGES)), start + len(words.rstrip(_EDGES))


def _matches(text: str, part: str, wanted: tuple[int, int], found: tuple[int, int], least: float) -> bool:
    if part == "source" and found == _trimmed(text, (wanted[0], wanted[0] + _first_part(text[slice(*wanted)]))):
        return True
    shared = min(wanted[1], found[1]) - max(wanted[0], found[0])
    return shared > 0 and shared / (max(wanted[1], found[1]) - min(wanted[0], found[0])) >= least


def _first_part(words: str) -> int:
    return words.find(",") if "," in words else len(words)
