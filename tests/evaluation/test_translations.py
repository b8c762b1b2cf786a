"""The measurement of find_translations(): what it makes of parallel text, how it labels, what its tables say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment.translations import TranslationModel
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.translations import (
    EVENT,
    FURTHER,
    NEAREST,
    PASSAGE_SHARED,
    TOGETHER,
    VARIANTS,
    WHOLE,
    Excerpt,
    Scored,
    article_frame,
    chained,
    collections,
    decisions,
    fit_translations,
    piece,
    read_excerpts,
    read_pieces,
    translation_tables,
    with_passage,
)
from tests.alignment.test_translations import ENGLISH, EVENTS, FRENCH
from tests.conftest import ROOT

SIDE = [f"Sentence number {at}." for at in range(12)]
OWN = [f"Own {at}." for at in range(20)]


@pytest.fixture(scope="module")
def excerpts() -> list[Excerpt]:
    sides = {name: {"fr": tuple(FRENCH[name]), "en": tuple(ENGLISH[name])} for name in EVENTS}
    return [Excerpt(f"{name}#0", found) for name, found in sides.items()]


@pytest.fixture(scope="module")
def scored(excerpts: list[Excerpt], bench: Bench) -> Scored:
    """Two excerpts, one of them cut in its translation, and the four articles of a calibration event."""
    first, second = excerpts
    pieces = [piece(first, "fr"), piece(first, "en", "last third cut"), piece(second, "fr"), piece(second, "en")]
    return Scored.of(article_frame([*pieces, *read_pieces(ROOT / "data" / "calibration" / "dam")]), bench)


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != WHOLE])
def test_every_variant_changes_a_translation_and_keeps_half_of_it(name: str) -> None:
    found = VARIANTS[name](SIDE, OWN)
    assert found != SIDE
    text = " ".join(found).lower()
    assert sum(sentence.lower().rstrip(".") in text for sentence in SIDE) >= len(SIDE) / 2
    own = sum(len(one) for one in found if one in OWN)
    assert (own > 0) == ("added" in name)
    assert own <= sum(map(len, SIDE)) / 3


def test_a_passage_is_put_into_both_articles(excerpts: list[Excerpt]) -> None:
    first, second = excerpts
    found = [with_passage(piece(first, language), second) for language in ("fr", "en")]
    for one, opening in zip(found, (FRENCH[EVENTS[1]][0], ENGLISH[EVENTS[1]][0]), strict=True):
        assert opening in one.paragraphs
        assert one.passage == second.name
        assert len(one.paragraphs) < 1.5 * len(FRENCH[EVENTS[0]])


def parallel(path: Path, documents: int, rows: int = 20) -> Path:
    table = pd.DataFrame(
        [
            {"doc": f"d{at}", "original_language": "fr", "fr": f"Phrase {at} {row}.", "en": f"Sentence {at} {row}."}
            for at in range(documents)
            for row in range(rows)
        ]
    )
    table.to_csv(path, sep="\t", index=False)
    return path


def test_excerpts_are_of_one_document_and_none_is_read_twice(tmp_path: Path) -> None:
    found = read_excerpts(parallel(tmp_path / "parallel.tsv", 50, rows=30))
    assert len({one.name for one in found}) == len(found)
    for one in found:
        document = one.name.split("#")[0][1:]
        assert len(one.sides["fr"]) == len(one.sides["en"])
        assert all(text.startswith(f"Phrase {document} ") for text in one.sides["fr"])
    texts = [text for one in found for text in one.sides["en"]]
    assert len(set(texts)) == len(texts)


def test_too_few_documents_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(sl.SinorusError, match="expected at least 40 documents"):
        read_excerpts(parallel(tmp_path / "parallel.tsv", 8))


def test_no_article_is_twice_in_a_collection(tmp_path: Path) -> None:
    excerpts = read_excerpts(parallel(tmp_path / "parallel.tsv", 50, rows=30))
    event = [
        piece(Excerpt(f"event:{at}", {"fr": ("x",), "en": ("x",)}), language)
        for at, language in enumerate(("fr", "fr", "en", "en"))
    ]
    found = list(collections(excerpts, [event]))
    for pieces in found:
        names = [(one.story, one.language) for one in pieces]
        assert len(set(names)) == len(names)
    assert {len(pieces) for pieces in found} == {2, 4, 2 * TOGETHER + 4}
    variants = {one.variant for pieces in found for one in pieces}
    assert variants == set(VARIANTS)


def test_each_excerpt_is_followed_by_one_like_it(excerpts: list[Excerpt], bench: Bench) -> None:
    halves = [
        Excerpt(f"{one.name}{part}", {language: side[part::2] for language, side in one.sides.items()})
        for part in (0, 1)
        for one in excerpts
    ]
    names = [one.name.split("#")[0] for one in chained(halves, bench)]
    assert names[0] == names[1] != names[2] == names[3]


def test_the_pairs_of_a_collection_are_labelled(scored: Scored) -> None:
    kinds = scored.pairs.set_index(["article_a", "article_b"])
    assert len(kinds) == 4 * 4
    assert kinds["translation"].sum() == 2
    names = [f"{name}#0" for name in EVENTS]
    assert kinds.loc[(f"fr:{names[0]}", f"en:{names[0]}"), "kind"] == "last third cut"
    assert kinds.loc[(f"fr:{names[1]}", f"en:{names[1]}"), "kind"] == WHOLE
    assert (kinds["kind"] == EVENT).sum() == 4
    assert (kinds["kind"] == NEAREST).sum() == 4


def test_a_passage_and_what_goes_on_are_labelled(excerpts: list[Excerpt], bench: Bench) -> None:
    first, second = excerpts
    further = Excerpt(f"{first.name}9", first.sides)
    pieces = [
        with_passage(piece(first, "fr"), second),
        with_passage(piece(further, "en"), second),
        piece(further, "fr"),
    ]
    kinds = set(Scored.of(article_frame(pieces), bench).pairs["kind"])
    assert kinds == {PASSAGE_SHARED, WHOLE}
    kinds = set(Scored.of(article_frame([piece(first, "fr"), piece(further, "en")]), bench).pairs["kind"])
    assert kinds == {FURTHER}


def test_translations_are_called_and_nothing_else(scored: Scored) -> None:
    found = decisions(scored)
    assert found["called"].tolist() == found["translation"].tolist()
    assert (found["together"] == 8).all()


def test_a_model_fitted_on_a_collection_tells_its_translations(scored: Scored) -> None:
    model = fit_translations([scored], {"data": "two invented events"})
    assert isinstance(model, TranslationModel)
    assert model.provenance["data"] == "two invented events"
    assert sum(model.provenance["articles"].values()) <= len(scored.pairs)
    found = decisions(scored, model)
    assert (
        found.loc[found["translation"], "probability"].min() > found.loc[~found["translation"], "probability"].max()
    )


def test_the_tables_count_what_was_called() -> None:
    rows = [
        (WHOLE, True, 0.95, True, 2), ("last third cut", True, 0.35, False, 2), (EVENT, False, 0.85, True, 4),
        (EVENT, False, 0.05, False, 5),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["kind", "translation", "probability", "called", "together"])
    text = translation_tables(found.assign(aligned_more=0.5, aligned_less=0.25, order=np.float64(1.0)))
    assert "| all | 4 | 2 | 2 | 0.500 | 0.500 |" in text
    assert "| 2 articles | 2 | 2 | 1 | 1.000 | 0.500 |" in text
    assert f"| {EVENT} | no | 2 | 1 | 0.05 | 0.85 | 0.50 | 0.25 | 1.00 |" in text
    assert "| 5 articles | 1 | 0 | 0 |  |  |" in text
    assert "| 0.9 to 1.0 | 0.950 | 1.000 | 1 |" in text
