"""How clusterings are scored, and that the shipped model is measured on what it was not fitted on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation import events
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.events import LabelledCollection, agreement, collected, labelled_articles
from sinorus_lib.events.nearness import EventModel, shipped_model
from sinorus_lib.settings import LANGUAGES

from ..conftest import ROOT

DATA = ROOT / "data"
CORPUS = "doc\toriginal_language\tsegment\tfr\ten\n" + "".join(
    f"d{n}\tfr\t{s}\tLe port numéro {n} a rouvert, phrase {s}.\tHarbour number {n} is open again, sentence {s}.\n"
    for n in range(4)
    for s in range(3)
)


def labels(*names: str | None) -> np.ndarray:
    return np.array(names, dtype=object)


@pytest.fixture(scope="module")
def held_out(bench: Bench) -> LabelledCollection:
    return collected(labelled_articles(DATA, "held-out")["cases"], bench)


def test_the_truth_itself_is_perfect() -> None:
    found = agreement(labels("a", "a", "b", "c"), np.array([7, 7, 2, 1]))
    assert (found.precision, found.recall, found.f1, found.rand) == (1, 1, 1, 1)
    assert (found.events, found.found, found.drawn_in) == (3, 3, 0)


def test_b_cubed_by_hand() -> None:
    """Clusters {a a b} and {b}: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall (1 + 1 + 1/2 + 1/2) / 4."""
    found = agreement(labels("a", "a", "b", "b"), np.array([0, 0, 0, 1]))
    assert found.precision == pytest.approx(8 / 12)
    assert found.recall == pytest.approx(3 / 4)
    assert found.f1 == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))


def test_all_in_one_has_full_recall_and_each_alone_full_precision() -> None:
    truth = labels("a", "a", "b", "b")
    assert agreement(truth, np.zeros(4, int)).recall == 1
    assert agreement(truth, np.zeros(4, int)).precision == 0.5
    assert agreement(truth, np.arange(4)).precision == 1
    assert agreement(truth, np.arange(4)).recall == 0.5


def test_background_counts_where_it_is_drawn_in() -> None:
    truth = labels("a", "a", None, None, None)
    assert agreement(truth, np.array([0, 0, 1, 1, 2])) == agreement(truth, np.array([0, 0, 1, 2, 3]))
    drawn_in = agreement(truth, np.array([0, 0, 0, 1, 1]))
    assert (drawn_in.precision, drawn_in.recall, drawn_in.drawn_in) == (pytest.approx(2 / 3), 1, 1)


def test_the_halves_share_no_event() -> None:
    tuning, held_out = (labelled_articles(DATA, half) for half in events.HALVES)
    for name in tuning:
        assert not set(tuning[name]["truth"]) & set(held_out[name]["truth"])
        for half in (tuning, held_out):
            assert set(half[name].groupby("language").size().index) == set(LANGUAGES)
    assert sum(half["stories"]["truth"].nunique() for half in (tuning, held_out)) == 10


def test_an_article_without_a_label_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "events" / "tuning").mkdir(parents=True)
    (tmp_path / "events" / "tuning" / "one").symlink_to(DATA / "events" / "tuning" / "fire-leeds")
    (tmp_path / "calibration").symlink_to(DATA / "calibration")
    (tmp_path / "events" / "calibration.csv").write_text(
        "folder,file,published,event\narms,le-cadran.md,2027-03-04,x\n", encoding="utf-8"
    )
    with pytest.raises(SinorusError, match="expected the event of arms/"):
        labelled_articles(tmp_path, "tuning")


def test_background_takes_its_dates_from_the_events(tmp_path: Path) -> None:
    (tmp_path / "corpus.tsv").write_text(CORPUS, encoding="utf-8")
    dates = pd.Series(pd.to_datetime(["2026-01-01", "2026-01-05", None]))
    found = events.background(tmp_path / "corpus.tsv", dates)
    assert found["language"].tolist() == ["fr", "en", "fr", "en"]
    assert found["text"].str.contains("rouvert").tolist() == [True, False, True, False]
    assert set(found["published"]) <= set(dates.dropna())
    assert found["truth"].isna().all()


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_hard_cases_it_was_not_fitted_on(bench: Bench, language: str | None) -> None:
    articles = labelled_articles(DATA, "held-out")["cases"]
    chosen = articles if language is None else articles[articles["language"] == language].reset_index(drop=True)
    labelled = collected(chosen, bench)
    figures = agreement(labelled.truth, labelled.found(shipped_model()))
    print(f"{language or 'both'}: B-cubed P {figures.precision:.3f} R {figures.recall:.3f} F1 {figures.f1:.3f}")
    assert figures.precision > 0.85
    assert figures.recall > 0.8


def test_what_is_fitted_is_a_model_and_beats_either_part_alone(held_out: LabelledCollection) -> None:
    """The search finds, on any collection, a model no worse than one of a single part."""
    scores = {}
    for name, share in {"both": (0.6, 0.7, 0.8), "embedding": (1.0,), "entities": (0.0,)}.items():
        model = events.fit_model([held_out], embedding=share)
        scores[name] = agreement(held_out.truth, held_out.found(model)).f1
        assert model.embedding in share
    assert scores["both"] >= max(scores.values())


def test_a_threshold_does_not_win_by_a_narrow_gap(
    monkeypatch: pytest.MonkeyPatch, held_out: LabelledCollection
) -> None:
    """Of a single peak and a broad plateau a little lower, the plateau is taken."""
    made = {0.34: 1.0} | {round(0.5 + 0.02 * n, 2): 0.9 for n in range(8)}

    def score(_: object, found: float) -> events.Figures:
        return events.Figures(1, 1, made.get(found, 0.5), made.get(found, 0.5), 0, 0)

    monkeypatch.setattr(events, "agreement", score)
    monkeypatch.setattr(LabelledCollection, "found", lambda _, model, __: round(model.threshold, 2))
    assert 0.5 <= events.fit_model([held_out]).threshold <= 0.64


def test_the_shipped_model_is_of_those_that_are_tried() -> None:
    model = shipped_model()
    assert model.embedding in events.EMBEDDING
    assert model.enough in events.ENOUGH
    assert model.threshold in events.THRESHOLDS


def test_a_model_is_written_as_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.yaml").write_text("# why\nembedding: 0\n", encoding="utf-8")
    monkeypatch.setattr(events, "files", lambda _: tmp_path)
    model = EventModel(0.6, 0.15, 0.5, {"en-fr": 0.2})
    text = events.write_model(model).read_text(encoding="utf-8")
    assert text.startswith("# why\n")
    assert yaml.safe_load(text) == asdict(model)


@pytest.mark.parametrize("embedding", [0.0, 0.7, 1.0])
def test_nearness_runs_from_0_to_1_and_names_count_up_to_enough(embedding: float) -> None:
    model = EventModel(embedding, 0.2, 0.5, {"fr-fr": 0.3})
    cosines = np.linspace(-1, 1, 21)
    base = np.full((21, 21), 0.3)
    near = model.nearness(np.repeat(cosines[:, None], 21, axis=1), np.abs(cosines)[None, :], base)
    assert near.min() >= 0
    assert near.max() <= 1
    assert (np.diff(near, axis=0) >= 0).all()
    some, many = (model.nearness(cosines, np.full(21, named), base[0]) for named in (0.2, 0.9))
    assert some == pytest.approx(many)


def test_what_is_unrelated_depends_on_both_languages() -> None:
    model = EventModel(0.7, 0.2, 0.5, {"en-fr": 0.1, "fr-fr": 0.3})
    french, english = labels("fr"), labels("fr", "en", "de")
    assert model.unrelated_by(french, english).tolist() == [[0.3, 0.1, 0.0]]
    assert model.unrelated_by(english, french).tolist() == [[0.3], [0.1], [0.0]]


def test_the_mean_of_the_unrelated_is_of_different_events_alone(held_out: LabelledCollection) -> None:
    found = events.mean_unrelated([held_out])
    assert set(found) == {"en-en", "en-fr", "fr-fr"}
    evidence = held_out.collection.evidence
    cosines = evidence.vectors @ evidence.vectors.T
    different = held_out.truth[:, None] != held_out.truth[None, :]
    across = evidence.languages[:, None] != evidence.languages[None, :]
    assert found["en-fr"] == pytest.approx(cosines[different & across].mean())


def test_the_tables_show_every_set_and_every_part(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one model to try, so that fitting is quick; the figures of the shipped model are what they are."""
    monkeypatch.setattr(events, "THRESHOLDS", np.array([0.44]))
    monkeypatch.setattr(events, "ENOUGH", (0.2,))
    lines = [line for line in events.event_tables(DATA, bench).splitlines() if line.startswith("| ")]
    print("\n".join(lines))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    by_set = [row[:2] for row in rows if row[0] in ("cases", "stories", "dated")]
    assert by_set == [[name, tongue] for name in ("cases", "stories", "dated") for tongue in ("both", "fr", "en")]
    parts = {"all", "without date", "without entities", "without embedding"}
    assert {(row[0], row[1]) for row in rows if row[0] in parts} == {
        (p, s) for p in parts for s in ("stories", "dated")
    }
    alone = {row[0]: row[2] for row in rows if len(row) == 4 and row[1].isdigit()}
    assert "data/coverage" in alone
    assert set(alone.values()) == {"1"}


def test_ten_stories_come_out_as_ten(bench: Bench) -> None:
    stories = pd.concat([labelled_articles(DATA, half)["stories"] for half in events.HALVES], ignore_index=True)
    labelled = collected(stories, bench)
    figures = agreement(labelled.truth, labelled.found(shipped_model()))
    assert (figures.events, figures.found, figures.rand) == (10, 10, 1)
