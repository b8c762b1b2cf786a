"""Attribution relations: what the labelled passages promise, and how spans are scored."""

from __future__ import annotations

import json

import pytest

from sinorus_lib.evaluation.relations import FILE, LOOSE, PARTS, Passage, find_spans, part_scores, read_passages
from sinorus_lib.parsing import Parser

from ..conftest import ROOT

FOLDER = ROOT / "data" / "labels" / "framing"
PUBLISHED = {"fr": (0.73, 0.82), "en": (0.76, 0.84)}  # F1 of published systems, strict and loose


def test_every_label_stands_in_its_passage() -> None:
    for line in (FOLDER / FILE).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for relation in row["relations"]:
            assert row["text"].startswith(relation["content"][0], relation["start"])
            assert all(part is None or part in row["text"] for part in (relation["source"], relation["cue"]))


def passage(text: str, *wanted: str) -> Passage:
    spans = frozenset((text.index(words), text.index(words) + len(words)) for words in wanted)
    return Passage("p", "en", text, dict.fromkeys(PARTS, spans))


@pytest.mark.parametrize(
    ("found", "strict", "loose"),
    [((0, 4), 1.0, 1.0), ((0, 14), 1.0, 1.0), ((0, 9), 0.0, 1.0), ((12, 14), 0.0, 0.0), ((20, 24), 0.0, 0.0)],
)
def test_spans_are_scored(found: tuple[int, int], strict: float, loose: float) -> None:
    one = passage("Anna, a doctor, said it was late.", "Anna, a doctor")
    spans = [dict.fromkeys(PARTS, frozenset({found}))]
    assert part_scores("source", [one], spans, 1.0)["f1"] == strict
    assert part_scores("source", [one], spans, LOOSE)["f1"] == loose


def test_blank_results_score_nothing() -> None:
    one = passage("Anna said so.", "Anna")
    assert part_scores("source", [one], [dict.fromkeys(PARTS, frozenset())], LOOSE)["f1"] == 0.0


@pytest.mark.parametrize("language", PUBLISHED)
def test_measured_quality(parser: Parser, language: str) -> None:
    passages = [item for item in read_passages(FOLDER, "test") if item.language == language]
    found = find_spans(passages, parser)
    for least, floor in zip((1.0, LOOSE), PUBLISHED[language], strict=True):
        scores = {part: part_scores(part, passages, found, least) for part in PARTS}
        print(f"\n{language}, at least {least}: " + ", ".join(f"{part} {scores[part]['f1']:.2f}" for part in PARTS))
        assert all(score["f1"] >= floor for score in scores.values())
