"""Framing: how each claim is put, one measure a module, every value with its evidence.

A measure of words is an object with a ``name`` and a ``read`` method (`evidence.Measure`). To add one, write its
module and its line in ``MEASURES``; its words go to ``lexicons/``. The measures in ``semantic/`` read the claims'
sentence vectors instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.errors import SchemaError, SinorusError
from sinorus_lib.framing.agency import AgencyMeasure
from sinorus_lib.framing.attribution import AttributionMeasure, find_attributions
from sinorus_lib.framing.certainty import CertaintyMeasure
from sinorus_lib.framing.emphasis import EmphasisMeasure
from sinorus_lib.framing.evidence import Context, Measure, Reading
from sinorus_lib.framing.intensity import IntensityMeasure
from sinorus_lib.framing.labelling import LabellingMeasure
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.naming import NamingMeasure, shared_naming
from sinorus_lib.framing.polarity import PolarityMeasure
from sinorus_lib.framing.quantification import NumbersMeasure
from sinorus_lib.framing.reporting_cue import ReportingCueMeasure
from sinorus_lib.framing.semantic import SEMANTIC, read_semantics
from sinorus_lib.framing.speech import SpeechMeasure
from sinorus_lib.framing.timing import TimeMeasure
from sinorus_lib.framing.tone import ToneMeasure
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform, empty
from sinorus_lib.sentences import HEADLINE
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.encoders.protocol import Vectors

__all__ = ["CLASSED", "MEASURES", "NEEDS_ENCODER", "SHARED_VALUES", "measure_framing", "measure_names"]

MEASURES: tuple[Measure, ...] = (
    AttributionMeasure(),
    ReportingCueMeasure(),
    SpeechMeasure(),
    CertaintyMeasure(),
    PolarityMeasure(),
    AgencyMeasure(),
    NamingMeasure(),
    LabellingMeasure(),
    ToneMeasure(),
    IntensityMeasure(),
    NumbersMeasure(),
    TimeMeasure(),
    EmphasisMeasure(),
)
# Measures that rest on sentence vectors; measures with classes that have no order; measures that read one thing at a
# time, and what gives value and class of two claims on the things that both name, from the notes of their evidence.
NEEDS_ENCODER = frozenset(SEMANTIC)
CLASSED = frozenset({"attribution", "reporting_cue", "speech", "agency"})
SharedValue = Callable[[Sequence[str], Sequence[str]], tuple[tuple[float, str], tuple[float, str]] | None]
SHARED_VALUES: dict[str, SharedValue] = {"naming": shared_naming}
ROW = ("claim_id", "measure", "value", "label", "start", "end", "cue", "note")
Row = tuple[str, str, float, str, int, int, str, str | None]
NEEDED = ("claim_id", "article_id", "language", "sentence", "start", "text", "quoted", "speaker", "kind")


def measure_names() -> tuple[str, ...]:
    """Return the names of all measures of a claim, in the order of their rows."""
    return (*(measure.name for measure in MEASURES), *SEMANTIC)


def measure_framing(
    claims: pd.DataFrame,
    vectors: Vectors | None = None,
    *,
    parser: Parser | None = None,
    settings: Settings | None = None,
    measures: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return every measure of every claim with its evidence.

    A claim has one row for each piece of evidence, strongest first; ``value`` and ``label`` belong to
    the claim and are the same on all its rows of one measure. Without a cue the evidence is the claim.
    A measure that does not apply to a claim has no row for it.

    Args:
        claims: the frame ``claims`` (`sinorus_lib.schemas`); it is not changed.
        vectors: one sentence vector a claim, as :func:`embed` gives them; embedded here if not given.
        parser: shares parses with other stages; a new one if not given.
        settings: the encoder of the sentence vectors, and where they are kept.
        measures: names of the measures to take; all of them if not given.

    Raises:
        SchemaError: if ``claims`` lacks a column.
        SinorusError: if there is no such measure, or no tables or no parser for a language.
    """
    _check(claims)
    wanted = _chosen(measures)
    docs = _parse(claims, parser or Parser())
    semantic = read_semantics(claims, vectors, settings or Settings(), wanted)
    columns: dict[str, list[Any]] = {name: [] for name in ROW}
    for number, (claim, doc) in enumerate(zip(_with_places(claims), docs, strict=True)):
        for row in _rows(claim, doc, wanted, {name: readings[number] for name, readings in semantic.items()}):
            for column, cell in zip(columns.values(), row, strict=True):
                column.append(cell)
    return conform(pd.DataFrame(columns), "framing") if columns["claim_id"] else empty("framing")


def _chosen(measures: Collection[str] | None) -> frozenset[str]:
    known = measure_names()
    unknown = sorted(set(measures or ()) - set(known))
    if unknown:
        raise SinorusError(f"No measure {unknown[0]!r}; expected some of {', '.join(known)}.")
    return frozenset(known if measures is None else measures)


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


def _with_places(claims: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the claims as records, each with its place in its article: ``number sentences share``."""
    body = claims["kind"] != HEADLINE
    article = claims["article_id"]
    ranked = claims["sentence"].where(body).groupby(article).rank(method="dense") - 1
    length = claims["text"].str.len()
    placed = claims.assign(
        number=ranked.fillna(0).astype(int),
        sentences=(ranked.groupby(article).transform("max") + 1).fillna(1).astype(int),
        share=length / length.groupby(article).transform("sum").clip(lower=1),
    )
    columns = (*NEEDED, "number", "sentences", "share")
    return [
        dict(zip(columns, row, strict=True)) for row in zip(*(placed[name].tolist() for name in columns), strict=True)
    ]


def _rows(claim: dict[str, Any], doc: Doc, wanted: frozenset[str], semantic: dict[str, Reading]) -> Iterator[Row]:
    lexicon = load_lexicon(claim["language"])
    context = _context(claim, doc)
    readings = {item.name: item.read(doc, context, lexicon) for item in MEASURES if item.name in wanted}
    for name, reading in (readings | semantic).items():
        if reading is not None:
            yield from _evidence_rows(claim, name, reading)


def _context(claim: dict[str, Any], doc: Doc) -> Context:
    speaker = None if pd.isna(claim["speaker"]) else str(claim["speaker"])
    return Context(
        quoted=float(claim["quoted"]),
        speaker=speaker,
        kind=claim["kind"],
        attributions=tuple(find_attributions(doc, claim["language"])),
        **{name: claim[name] for name in ("number", "sentences", "share")},
    )


def _evidence_rows(claim: dict[str, Any], measure: str, reading: Reading) -> Iterator[Row]:
    """Yield a row for each piece of evidence: the columns of ``ROW``."""
    claim_id, text, offset = claim["claim_id"], claim["text"], claim["start"]
    spans = reading.evidence or ((0, len(text)),)
    notes = reading.notes or (None,) * len(spans)
    for (start, end), note in zip(spans, notes, strict=True):
        yield claim_id, measure, reading.value, reading.label, offset + start, offset + end, text[start:end], note
