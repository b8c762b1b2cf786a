"""The translation null: conservative ranks, least unusual origin, a file that is checked when read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinorus_lib.divergence.null import TAIL, Differences, MeasureNull, TranslationNull, p_of_mean, range_of_means
from sinorus_lib.errors import SinorusError
from sinorus_lib.framing import measure_names

HUNDREDTHS = st.integers(-100, 100).map(lambda step: step / 100)


@given(st.lists(HUNDREDTHS, min_size=1, max_size=200))
def test_no_more_than_the_tails_lies_outside(values: list[float]) -> None:
    null = Differences.of(np.asarray(values))
    percentile = null.percentile(np.asarray(values))
    assert (percentile > 1 - TAIL).mean() <= TAIL
    assert (percentile < TAIL).mean() <= TAIL


@given(st.lists(HUNDREDTHS, min_size=1, max_size=50), st.lists(HUNDREDTHS, min_size=2, max_size=20))
def test_a_percentile_rises_with_the_difference_and_mirrors(values: list[float], asked: list[float]) -> None:
    null, mirrored = Differences.of(np.asarray(values)), Differences.of(-np.asarray(values))
    ordered = np.sort(np.asarray(asked))
    assert (np.diff(null.percentile(ordered)) >= 0).all()
    assert mirrored.percentile(-ordered) == pytest.approx(1 - null.percentile(ordered))


def test_of_tied_ranks_the_one_nearest_the_middle() -> None:
    null = Differences.of(np.asarray([0.0] * 98 + [0.5, -0.5]))
    assert null.percentile(np.asarray([0.0])) == pytest.approx([0.5])
    assert null.percentile(np.asarray([0.5, 0.6])) == pytest.approx([99 / 101, 100 / 101])


def test_the_least_unusual_origin_counts() -> None:
    narrow, wide = Differences.of(np.zeros(200)), Differences.of(np.linspace(-1, 1, 201))
    null = MeasureNull({"fr": narrow, "en": wide}, told=0.5)
    assert null.percentile(np.asarray([0.5]))[0] == pytest.approx(wide.percentile(np.asarray([0.5]))[0])
    assert range_of_means(null.means(10)) == pytest.approx((-0.35, 0.35), abs=0.05)


def test_a_mean_that_translations_often_have_is_no_sign() -> None:
    means = MeasureNull({"fr": Differences.of(np.asarray([0.0] * 99 + [0.5]))}).means(12)
    assert p_of_mean(0.0, means) == 1.0
    assert p_of_mean(0.3, means) < 0.01


def test_a_margin_makes_a_difference_less_unusual() -> None:
    found = {"fr": Differences.of(np.linspace(-0.5, 0.5, 101))}
    asked = np.asarray([0.45])
    assert MeasureNull(found, margin=1.5).percentile(asked) < MeasureNull(found).percentile(asked)


def test_the_mean_of_translations_is_the_nearest() -> None:
    null = MeasureNull({"fr": Differences.of(np.full(9, 0.1)), "en": Differences.of(np.full(9, -0.2))}, 0.5)
    assert null.nearest_mean(0.5) == pytest.approx(0.1)
    assert null.nearest_mean(-0.5) == pytest.approx(-0.2)
    assert null.nearest_mean(0.05) == pytest.approx(0.05)


def test_a_null_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    null = MeasureNull({"fr": Differences.of(np.asarray([0.0, 0.0, -0.4]))}, 0.25)
    path = TranslationNull({"certainty": null}, {"corpus": "c", "encoder": "e"}).save(tmp_path / "null.json")
    read = TranslationNull.load(path)
    assert read.provenance == {"corpus": "c", "encoder": "e"}
    assert read.measures["certainty"].told == 0.25
    assert read.measures["certainty"].origins["fr"].counts.tolist() == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        '{"format": 9, "provenance": {}, "measures": {}}',
        '{"format": 1, "provenance": {}, "measures": {"certainty": {"told": 0.1, "margin": 1, "origins": {}}}}',
        '{"format": 1, "provenance": {}, "measures": {"certainty": {"told": 0.1, "margin": 1, "origins": {"fr": [[1, 0], [2, 2]]}}}}',
        '{"format": 1, "provenance": {}, "measures": {"certainty": {"told": 0.1, "margin": 1, "origins": {"fr": [[], []]}}}}',
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "null.json").write_text(content, encoding="utf-8")
    with pytest.raises(SinorusError, match=r"null\.json: expected a translation null of format 1"):
        TranslationNull.load(tmp_path / "null.json")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinorusError, match=r"absent\.json: expected a translation null"):
        TranslationNull.load(tmp_path / "absent.json")


def test_a_measure_that_rests_on_vectors_needs_its_encoder() -> None:
    null = TranslationNull({"m": MeasureNull({"fr": Differences.of(np.zeros(3))}, 0.5)}, {"encoder": "e5-small"})
    assert null.of("m", encoder="other", needs_encoder=True) is None
    assert null.of("m", encoder="other", needs_encoder=False) is not None
    assert null.of("n", encoder="e5-small", needs_encoder=False) is None


def test_the_shipped_null_covers_every_measure_and_says_where_it_comes_from() -> None:
    null = TranslationNull.shipped()
    assert {*measure_names(), "residual"} <= set(null.measures)
    assert set(null.provenance) == {"corpus", "translations", "encoder", "sinorus"}
    assert all({"fr", "en"} <= set(item.origins) for item in null.measures.values() if item.told > 0.1)
    print({name: round(item.told, 3) for name, item in null.measures.items() if ":" not in name})
