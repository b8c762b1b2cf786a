"""How well articles are clustered into events: ``python -m sinorus_lib.evaluation.events [--fit] [--eval FOLDER]``.

The model is fitted on the tuning half of the labelled articles (`data/events/tuning`, every other folder of
`data/calibration`) and measured on the other half. Figures are B-cubed precision, recall and F1 (Amigó, Gonzalo,
Artiles and Verdejo 2009) and the adjusted Rand index (Hubert and Arabie 1985).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from itertools import combinations, product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from sinorus_lib.coverage import read_coverage
from sinorus_lib.divergence.calibrating import read_parallel
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.labelled import read_event
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.events.clustering import Collection
from sinorus_lib.events.nearness import EventModel, language_pair, shipped_model
from sinorus_lib.schemas import conform
from sinorus_lib.settings import LANGUAGES, Settings

TITLE = "Events"
_DAYS = Settings().event_days
TUNING, HELD_OUT = HALVES = ("tuning", "held-out")
LABELS = "calibration.csv"
BACKGROUND = {TUNING: "newstest2012.tsv", HELD_OUT: "newstest2013.tsv"}
# What is tried when the model is fitted.
EMBEDDING, ENOUGH = (0.6, 0.7, 0.8), (0.15, 0.2, 0.3)
THRESHOLDS = np.arange(0.3, 0.91, 0.02).round(2)
_NEIGHBOURS = 2
_SENTENCES, _MOST_DOCUMENTS = 15, 100
_FOREVER = float("inf")
_HEADS = ("articles", "languages", "number", "events", "found", "precision", "recall", "F1", "ARI", "drawn in")
_NOTE = """\
Held-out half; precision, recall and F1 are B-cubed, ARI the adjusted Rand index. `cases`: `data/events`, hard ones;
`stories`: `data/calibration`, undated, a folder an event; `dated`: both, a development months later an event of its
own. Background: documents of news (WMT newstest2013) on the same dates, of which `drawn in` were put into one of the
events. Each language alone holds the half of the articles that are in it."""
_ABLATION_NOTE = "What each part adds; the model is fitted again on the tuning half without it."
_ALONE_NOTE = "Articles on one event alone, dates removed; one event should be found."

Labels = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class LabelledCollection:
    """A collection whose events are known.

    Attributes:
        collection: the articles and what makes them near.
        truth: the event of each; ``None`` for background.
    """

    collection: Collection
    truth: Labels

    def found(self, model: EventModel, event_days: float = _DAYS) -> npt.NDArray[np.int64]:
        """Return the number of the event that each article was put into."""
        numbers = np.zeros(len(self.truth), dtype=np.int64)
        for number, rows in enumerate(self.collection.clusters(model, event_days)):
            numbers[rows] = number
        return numbers


@dataclass(frozen=True)
class Figures:
    """How two clusterings agree.

    Attributes:
        events: how many there are.
        found: how many events the articles were put into.
        precision: of the articles put together with one, the share that belong there; mean over the articles.
        recall: of the articles that belong together with one, the share that were put there; mean over the articles.
        rand: adjusted Rand index.
        drawn_in: documents of the background that were put together with an article of an event.
    """

    events: int
    found: int
    precision: float
    recall: float
    rand: float
    drawn_in: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def agreement(truth: Labels, found: npt.NDArray[np.int64]) -> Figures:
    """Return how well found clusters agree with the truth, over the articles whose event is known.

    Background counts against the precision of the articles that it was put together with, and nothing else.
    """
    from sklearn.metrics import adjusted_rand_score

    known = np.flatnonzero([event is not None for event in truth])
    together = found[known, None] == found[None, :]
    right = together[:, known] & (truth[known, None] == truth[None, known])
    belong = (truth[known, None] == truth[None, known]).sum(axis=1)
    background = np.setdiff1d(np.arange(len(truth)), known)
    return Figures(
        events=len(set(truth[known])),
        found=len(np.unique(found[known])),
        precision=float((right.sum(axis=1) / together.sum(axis=1)).mean()),
        recall=float((right.sum(axis=1) / belong).mean()),
        rand=float(adjusted_rand_score(truth[known].astype(str), found[known])),
        drawn_in=int(np.isin(found[background], found[known]).sum()),
    )


def labelled_articles(data: Path, half: str) -> dict[str, pd.DataFrame]:
    """Return the labelled articles of one half: ``cases`` and ``dated`` and ``stories``, each with its ``truth``.

    Raises:
        SinorusError: if a file of `data/calibration` has no label in `data/events`.
    """
    cases = [read_event(folder).assign(truth=folder.name) for folder in sorted((data / "events" / half).iterdir())]
    labels = pd.read_csv(data / "events" / LABELS, dtype=str, keep_default_na=False)
    folders = sorted(set(labels["folder"]))[HALVES.index(half) :: len(HALVES)]
    stories = pd.concat([_story(data, folder, labels) for folder in folders], ignore_index=True)
    hard = pd.concat(cases, ignore_index=True)
    return {
        "cases": hard,
        "stories": _undated(stories).assign(truth=stories["story"]),
        "dated": pd.concat([hard, stories], ignore_index=True),
    }


def _undated(articles: pd.DataFrame) -> pd.DataFrame:
    return articles.assign(published=pd.Series(pd.NaT, index=articles.index))


def _story(data: Path, folder: str, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the articles of a folder, labelled as ``story`` by the folder and as ``truth`` by the dated event.

    Their dates are those of the labels: some lie in the future, and would be taken for mistakes.
    """
    articles = read_event(data / "calibration" / folder)
    known = labels[labels["folder"] == folder].set_index("file")
    names = [Path(path).name for path in articles["source_path"]]
    missing = [name for name in names if name not in known.index]
    if missing:
        raise SinorusError(f"{data / 'events' / LABELS}: expected the event of {folder}/{missing[0]}. Add a row.")
    dates = pd.to_datetime(known["published"].loc[names]).to_numpy()
    return articles.assign(published=dates, truth=known["event"].loc[names].to_numpy(), story=folder)


def background(path: Path, dates: pd.Series, *, seed: int = 1) -> pd.DataFrame:
    """Return documents of a parallel corpus as articles without a known event, French and English by turns.

    Args:
        path: a corpus as :func:`sinorus_lib.divergence.calibrating.read_parallel` reads it.
        dates: what their dates are drawn from.
        seed: of the draw.
    """
    documents = [part for _, part in read_parallel(path, fewest=1).groupby("document", sort=False)]
    drawn = np.random.default_rng(seed).choice(dates.dropna().to_numpy(), size=len(documents))
    rows = [
        _document(number, part[LANGUAGES[number % 2]].tolist(), LANGUAGES[number % 2], drawn[number])
        for number, part in enumerate(documents[:_MOST_DOCUMENTS])
    ]
    return conform(pd.DataFrame(rows), "articles").assign(truth=None)


def _document(number: int, sentences: list[str], language: str, published: np.datetime64) -> dict[str, object]:
    nothing = dict.fromkeys(("url", "source_path", "original_language", "duplicate_of"))
    return {
        "article_id": f"background-{number:03}",
        "outlet": "background",
        "language": language,
        "title": sentences[0],
        "published": published,
        "text": "\n\n".join(sentences[:_SENTENCES]),
        **nothing,
    }


def collected(articles: pd.DataFrame, bench: Bench) -> LabelledCollection:
    """Gather the evidence on labelled articles; the truth is the column ``truth``."""
    claims = bench.claims(articles)
    vectors = bench.vectors(claims, bench.settings.encoder)
    collection = Collection.of(
        conform(articles, "articles"), claims, vectors, parser=bench.parser, settings=bench.settings
    )
    truth = articles.set_index("article_id")["truth"].loc[collection.articles["article_id"]]
    return LabelledCollection(collection, truth.astype(object).where(truth.notna(), None).to_numpy())


def tuning_sets(data: Path, bench: Bench) -> list[LabelledCollection]:
    """Return what the model is fitted on: the tuning half, in both languages and in each alone."""
    sets = labelled_articles(data, TUNING)
    found = [sets["dated"], sets["stories"], *(_in(sets["dated"], language) for language in LANGUAGES)]
    return [collected(articles, bench) for articles in found]


def _in(articles: pd.DataFrame, language: str) -> pd.DataFrame:
    return articles[articles["language"] == language].reset_index(drop=True)


def fit_model(
    sets: Sequence[LabelledCollection],
    *,
    embedding: Sequence[float] = EMBEDDING,
    event_days: float = _DAYS,
) -> EventModel:
    """Return the model that clusters labelled collections best: of the highest mean B-cubed F1.

    F1 is the mean of that at the threshold and at its neighbours on both sides, so that a threshold does not win by
    the narrow gap that it happens to lie in. Of several alike the middle one is taken.

    Args:
        sets: collections whose events are known.
        embedding: the shares of the embedding that are tried.
        event_days: the window.
    """
    unrelated = mean_unrelated(sets)
    tried = [
        (model, score)
        for share, enough in product(embedding, ENOUGH)
        for model, score in _smoothed(EventModel(share, enough, 0.5, unrelated), sets, event_days)
    ]
    highest = max(score for _, score in tried)
    best = [model for model, score in tried if np.isclose(score, highest)]
    return best[len(best) // 2]


def mean_unrelated(sets: Iterable[LabelledCollection]) -> dict[str, float]:
    """Return the mean cosine of the sentence vectors of articles on different events, by their two languages."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for labelled in sets:
        evidence = labelled.collection.evidence
        cosines = evidence.vectors @ evidence.vectors.T
        for a, b in combinations(range(len(labelled.truth)), 2):
            if labelled.truth[a] != labelled.truth[b]:
                found[language_pair(evidence.languages[a], evidence.languages[b])].append(cosines[a, b])
    return {pair: float(np.mean(values)) for pair, values in sorted(found.items())}


def _smoothed(
    model: EventModel, sets: Sequence[LabelledCollection], event_days: float
) -> list[tuple[EventModel, float]]:
    """Return the model with each threshold, and the smoothed score of that."""
    models = [model.with_threshold(float(threshold)) for threshold in THRESHOLDS]
    scores = [np.mean([agreement(each.truth, each.found(tried, event_days)).f1 for each in sets]) for tried in models]
    padded = np.pad(scores, _NEIGHBOURS, mode="edge")
    means = np.convolve(padded, np.full(2 * _NEIGHBOURS + 1, 1 / (2 * _NEIGHBOURS + 1)), mode="valid")
    return list(zip(models, map(float, means), strict=True))


def event_tables(data: Path, bench: Bench, extra: Path | None = None) -> str:
    """Return the tables of the held-out half, as Markdown.

    Args:
        data: the folder with `events/`, `calibration/` and `coverage/`.
        bench: settings, parser and vectors.
        extra: a folder with the corpora of the background; without one the tables lack the rows that need it.
    """
    sets = dict(_held_out_sets(data, extra))
    rows = [row for name, articles in sets.items() for row in _by_language(name, articles, bench)]
    ablation = _ablation_rows({name: sets[name] for name in sets if name != "cases"}, data, bench)
    alone = list(_alone_rows(data, bench))
    return "\n\n".join(
        [
            _NOTE,
            markdown(_HEADS, rows),
            _ABLATION_NOTE,
            markdown(("evidence", *_HEADS[:1], *_HEADS[3:]), ablation),
            _ALONE_NOTE,
            markdown(("articles", "number", "found", "lowest similarity"), alone),
        ]
    )


def _held_out_sets(data: Path, extra: Path | None) -> Iterator[tuple[str, pd.DataFrame]]:
    sets = labelled_articles(data, HELD_OUT)
    yield from sets.items()
    if extra is not None:
        drawn = background(extra / BACKGROUND[HELD_OUT], sets["cases"]["published"])
        yield "dated, amid background", pd.concat([sets["dated"], drawn], ignore_index=True)


def _by_language(name: str, articles: pd.DataFrame, bench: Bench) -> Iterator[list[Cell]]:
    chosen = {"both": articles} | {language: _in(articles, language) for language in LANGUAGES}
    for languages, part in chosen.items():
        labelled = collected(part, bench)
        yield [name, languages, len(part), *_cells(agreement(labelled.truth, labelled.found(shipped_model())))]


def _cells(figures: Figures) -> list[Cell]:
    counted, drawn_in = [figures.events, figures.found], figures.drawn_in
    return [*counted, figures.precision, figures.recall, figures.f1, figures.rand, drawn_in]


def _ablation_rows(sets: Mapping[str, pd.DataFrame], data: Path, bench: Bench) -> list[list[Cell]]:
    tuning = tuning_sets(data, bench)
    models = {
        "all": (shipped_model(), _DAYS),
        "without date": (fit_model(tuning, event_days=_FOREVER), _FOREVER),
        "without entities": (fit_model(tuning, embedding=[1.0]), _DAYS),
        "without embedding": (fit_model(tuning, embedding=[0.0]), _DAYS),
    }
    collections = {name: collected(articles, bench) for name, articles in sets.items()}
    return [
        [evidence, name, *_cells(agreement(labelled.truth, labelled.found(model, days)))]
        for name, labelled in collections.items()
        for evidence, (model, days) in models.items()
    ]


def _alone_rows(data: Path, bench: Bench) -> Iterator[list[Cell]]:
    stories = labelled_articles(data, HELD_OUT)["stories"]
    groups = {str(name): part.reset_index(drop=True) for name, part in stories.groupby("story")}
    groups["data/coverage"] = _undated(read_coverage(data / "coverage").articles).assign(truth="coverage")
    for name, articles in groups.items():
        found = collected(articles, bench).collection.events(shipped_model(), _DAYS)
        yield [name, len(articles), found["event"].nunique(), float(found["similarity"].min())]


def write_model(model: EventModel) -> Path:
    """Write a model where the library reads it; the comment above it stays."""
    path = Path(str(files("sinorus_lib.events").joinpath("model.yaml")))
    comment = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    values = asdict(model) | {"unrelated": {pair: round(mean, 3) for pair, mean in model.unrelated.items()}}
    path.write_text("\n".join([*comment, yaml.safe_dump(values, sort_keys=False)]), encoding="utf-8")
    return path


def main(arguments: list[str] | None = None) -> None:
    """Print the tables, or fit the model and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m sinorus_lib.evaluation.events", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with events/, calibration/, ...")
    parser.add_argument("--eval", type=Path, help=f"a folder with {BACKGROUND[HELD_OUT]}")
    parser.add_argument("--fit", action="store_true", help="fit the model on the tuning half and write it")
    chosen = parser.parse_args(arguments)
    bench = Bench.of(Settings())
    if chosen.fit:
        print(write_model(fit_model(tuning_sets(chosen.data, bench))).read_text(encoding="utf-8"))
    else:
        print(event_tables(chosen.data, bench, chosen.eval))


if __name__ == "__main__":
    main()
