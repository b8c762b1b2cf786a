"""Lists of sentences: mixed lists of translations, the contrast set, graded similarity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.evaluation import contrast, mixed, similarity
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.lists import both_lists, list_places
from sinorus_lib.settings import UNITS

from ..conftest import ROOT

FRENCH = ["La digue a cédé mardi. Le maire est inquiet", "Un concert est reporté à jeudi.", "L’école rouvre lundi"]
ENGLISH = [
    "The dyke gave way on Tuesday; the mayor is worried.",
    "A concert is put off until Thursday.",
    "School is back",
]


@pytest.mark.parametrize("unit", UNITS)
def test_every_sentence_of_a_list_has_its_place(bench: Bench, unit: str) -> None:
    claims = both_lists(FRENCH, ENGLISH, bench.in_unit(unit), name="x-")
    assert set(list_places(claims)) == {f"x-{language}:{row}" for language in ("fr", "en") for row in range(3)}
    assert set(claims["kind"]) == {"sentence"}
    starts = dict(enumerate(FRENCH))
    french = claims[claims["language"] == "fr"]
    assert all(text in starts[row] for text, row in zip(french["text"], french["paragraph"], strict=True))


@pytest.fixture
def corpus() -> pd.DataFrame:
    rows = [(f"doc{n // 15}", f"Phrase {n}.", f"Sentence {n}.") for n in range(300)]
    return pd.DataFrame(rows, columns=["document", "fr", "en"])


def test_mixed_lists_share_a_third_and_no_document(corpus: pd.DataFrame) -> None:
    lists = list(mixed.mixed_lists(corpus, lists=3))
    assert lists == list(mixed.mixed_lists(corpus, lists=3))
    assert lists[0] != lists[1]
    doc = {text: row.document for row in corpus.itertuples() for text in (row.fr, row.en)}
    for one in lists:
        assert (len(one.french), len(one.english), len(one.translations)) == (60, 60, 20)
        assert all(one.french[a].split()[1] == one.english[b].split()[1] for a, b in one.translations)
        shared = {doc[one.french[a]] for a, _ in one.translations}
        alone = [
            {doc[text] for row, text in enumerate(texts) if row not in taken}
            for texts, taken in (
                (one.french, {a for a, _ in one.translations}),
                (one.english, {b for _, b in one.translations}),
            )
        ]
        assert not alone[0] & alone[1]
        assert not shared & (alone[0] | alone[1])


def test_a_sentence_that_stands_twice_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "corpus.tsv"
    rows = [
        "d\tfr\t1\tUne phrase.\tA.",
        "d\tfr\t2\tUne phrase.\tB.",
        'd\tfr\t3\t"« ""Autre"". »"\tC.',
        "d\tfr\t4\t…\t…",
    ]
    path.write_text("\n".join(["doc\toriginal_language\tsegment\tfr\ten", *rows]) + "\n", encoding="utf-8")
    assert mixed.read_translations(path)["fr"].tolist() == ['« "Autre". »']


def test_each_round_holds_one_row_of_a_family() -> None:
    table = contrast.read_contrast(ROOT / "data" / "contrast" / contrast.FILE)
    assert len(table) == 424
    assert not table.duplicated(["round", "family"]).any()
    assert (table.loc[table["round"] == 0, "edit"] == "none").all()


def test_every_row_of_a_round_gets_a_relation_or_none(bench: Bench) -> None:
    table = contrast.read_contrast(ROOT / "data" / "contrast" / contrast.FILE)
    predicted = contrast.predict(table[table["round"] < 2], bench)
    assert predicted.index.tolist() == table.index[table["round"] < 2].tolist()
    assert set(predicted["predicted"]) <= {*contrast.RELATIONS, contrast.NONE}
    assert (predicted.loc[predicted["round"] == 0, "predicted"] == "equivalent").mean() > 0.5


def test_the_tables_of_the_contrast_set_count_every_row() -> None:
    rows = [("f", "none", "both", "equivalent", "equivalent"), ("f", "number", "fr", "conflicting", "related")]
    predicted = pd.DataFrame(
        [*rows, ("g", "number", "en", "conflicting", "none")],
        columns=["family", "edit", "side", "relation", "predicted"],
    )
    text = contrast.section(predicted)
    assert "Right: 0.333 of 3 rows" in text
    assert "| number | 2 | 0.000 | 0.000 | 0.000 |" in text
    assert "| all | 1 | 1 | 0 | 1 |" in text


def test_scores_of_translations_are_higher_than_those_of_others(bench: Bench) -> None:
    english = [*ENGLISH[1:], ENGLISH[0]]
    for values in zip(
        similarity.scores(FRENCH, ENGLISH, bench).values(),
        similarity.scores(FRENCH, english, bench).values(),
        strict=True,
    ):
        assert np.mean(values[0]) > np.mean(values[1])
