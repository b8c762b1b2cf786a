"""Framing: how each claim is put, one measure a module, every value with its evidence.

A measure is an object with a ``name`` and a ``read`` method (`evidence.Measure`). To add one, write its
module and its line in ``MEASURES``; its words go to ``lexicons/<language>.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.errors import SchemaError
from sinorus_lib.framing.attribution import AttributionMeasure, find_attributions
from sinorus_lib.framing.certainty import CertaintyMeasure
from sinorus_lib.framing.evidence import Context, Measure, Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.reporting_cue import ReportingCueMeasure
from sinorus_lib.framing.speech import SpeechMeasure
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform, empty

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["MEASURES", "measure_framing"]

MEASURES: tuple[Measure, ...] = (
    AttributionMeasure(),
    ReportingCueMeasure(),
    SpeechMeasure(),
    CertaintyMeasure(),
)
NEEDED = ("claim_id", "language", "start", "text", "quoted", "speaker", "kind")


def measure_framing(claims: pd.DataFrame, *, parser: Parser | None = None) -> pd.DataFrame:
    """Return every measure of every claim with its evidence.

    A claim has one row for each piece of evidence, strongest first; ``value`` and ``label`` belong to
    the claim and are the same on all its rows of one measure. Without a cue the evidence is the claim.

    Args:
        claims: the frame ``claims`` (`sinorus_lib.schemas`); it is not changed.
        parser: shares parses with other stages; a new one if not given.

    Raises:
        SchemaError: if ``claims`` lacks a column.
        SinorusError: if there are no tables or no parser for a language.
    """
    _check(claims)
    parser = parser or Parser()
    docs = _parse(claims, parser)
    rows = [row for claim, doc in zip(_records(claims), docs, strict=True) for row in _rows(claim, doc)]
    return conform(pd.DataFrame(rows), "framing") if rows else empty("framing")


def _records(claims: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in claims.to_dict("records")]


def _check(claims: pd.DataFrame) -> None:
    missing = [column for column in NEEDED if column not in claims]
    if missing:
        raise SchemaError(f"The claims lack the column {missing[0]!r}; expected {', '.join(NEEDED)}.")


def _parse(claims: pd.DataFrame, parser: Parser) -> list[Doc]:
    """Parse all claims, one batch a language, in the order of the frame."""
    docs: dict[Any, Doc] = {}
    texts = claims["text"].reset_index(drop=True)
    for language, group in texts.groupby(claims["language"].to_numpy()):
        docs.update(zip(group.index, parser.parse(group, str(language)), strict=True))
    return [docs[index] for index in texts.index]


def _rows(claim: dict[str, Any], doc: Doc) -> Iterator[dict[str, Any]]:
    lexicon = load_lexicon(claim["language"])
    context = _context(claim, doc)
    for measure in MEASURES:
        yield from _evidence_rows(claim, measure.name, measure.read(doc, context, lexicon))


def _context(claim: dict[str, Any], doc: Doc) -> Context:
    speaker = None if pd.isna(claim["speaker"]) else str(claim["speaker"])
    return Context(float(claim["quoted"]), speaker, claim["kind"], tuple(find_attributions(doc, claim["language"])))


def _evidence_rows(claim: dict[str, Any], measure: str, reading: Reading) -> Iterator[dict[str, Any]]:
    text, offset = claim["text"], claim["start"]
    for start, end in reading.evidence or ((0, len(text)),):
        yield {
            "claim_id": claim["claim_id"],
            "measure": measure,
            "value": reading.value,
            "label": reading.label,
            "start": offset + start,
            "end": offset + end,
            "cue": text[start:end],
        }
