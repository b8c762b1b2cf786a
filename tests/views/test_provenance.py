"""Whose text an article is: said in every view, and counted once by default."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.provenance import provenance
from sinorus_lib.views.strings import load_strings
from sinorus_lib.views.view_model import view_model

from .conftest import marked_as_copies, pair_cards

ARTICLE = {"article_id": "a1", "outlet": "The South", "language": "en", "published": "2022-03-15", "wire": "AFP"}
OTHER = {"article_id": "a0", "outlet": "Le Nord", "language": "fr", "published": "2022-03-14"}
BY_ID = {"a0": OTHER, "a1": ARTICLE}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            ["AFP", "copy of Le Nord, 2022-03-14", "translation of Le Nord, 2022-03-14", "first written in French"],
        ),
        (
            "fr",
            ["AFP", "copie de Le Nord, 2022-03-14", "traduction de Le Nord, 2022-03-14", "écrit d’abord en français"],
        ),
    ],
)
def test_everything_there_is_to_say_is_said(language: str, expected: list[str]) -> None:
    article = {**ARTICLE, "duplicate_of": "a0", "translation_of": "a0", "original_language": "fr"}
    assert provenance(article, BY_ID, load_strings(language)) == expected


def test_of_an_article_of_its_own_there_is_nothing_to_say() -> None:
    assert provenance({**OTHER, "original_language": "fr"}, BY_ID, load_strings("en")) == []


def test_an_article_that_is_not_here_is_named_by_its_id() -> None:
    assert provenance({**OTHER, "duplicate_of": "gone"}, BY_ID, load_strings("en")) == ["copy of gone"]


def test_cards_and_summaries_say_it(comparison: Comparison) -> None:
    marked = marked_as_copies(comparison)
    assert '<bdi class="provenance">copy of Le Nord, 2022-03-14</bdi>' in pair_cards(marked, marked.pairs)
    assert "AFP" in pair_cards(marked, marked.pairs)


def test_the_view_model_tells_which_pairs_are_counted(comparison: Comparison) -> None:
    assert set(view_model(comparison)["pairs"]["counted"]) == {1}
    marked = marked_as_copies(comparison)
    assert view_model(marked)["pairs"]["counted"] == [1, 1, 0, 1]
    each = replace(marked, settings=marked.settings.with_(copies="each"))
    assert set(view_model(each)["pairs"]["counted"]) == {1}


def test_statistics_leave_out_copies_and_translations(comparison: Comparison) -> None:
    marked = marked_as_copies(comparison)
    assert len(marked.counted_pairs()) == len(comparison.pairs) - 1
    assert set(marked.counted_claims()["outlet"]) == {"Le Nord", "The South"}
    articles = comparison.articles.assign(translation_of=[None, "a0", None])
    translated = replace(comparison, articles=articles)
    assert translated.counted_pairs()["outlet_a"].tolist() == ["Le Centre"]
    assert len(translated.counted_claims()) == len(comparison.claims)
