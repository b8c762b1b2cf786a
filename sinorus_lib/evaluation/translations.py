"""Translated articles told from independent reports: true translations, trimmed and mixed, against coverage."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sinorus_lib import alignment
from sinorus_lib.alignment.candidates import centre_by_language
from sinorus_lib.alignment.probability import ProbabilityModel, fit
from sinorus_lib.alignment.translations import (
    ARTICLE_FEATURES,
    FILE,
    SENTENCE_FEATURES,
    TranslationModel,
    article_profiles,
    find_translations,
    matched_sentences,
    sentence_table,
)
from sinorus_lib.coverage import read_coverage
from sinorus_lib.divergence.calibrating import read_parallel
from sinorus_lib.encoders import Vectors
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.labelled import event_folders, read_event
from sinorus_lib.evaluation.statistics import expected_calibration_error, precision_at, recall_at, reliability
from sinorus_lib.evaluation.tables import Cell, markdown
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.settings import LANGUAGES, Settings

TITLE = "Translated articles"
PARTS = FIT, TEST = "fit", "test"
FILES = {FIT: "newstest2012.tsv", TEST: "newstest2013.tsv"}
LABELS = ("story", "topic", "variant", "passage")
WHOLE = "whole"
EVENT, PASSAGE_SHARED = "same event, independent", "a passage in common"
FURTHER, NEAREST, OTHER = "same document, further on", "most similar other document", "another document"
_SIZE_HEADS = ("compared together", "pairs", "translations", "called", "precision", "recall")
_KIND_HEADS = (
    "pair", "translation", "pairs", "called", "lowest probability", "highest", "aligned, more", "aligned, less",
    "order",
)  # fmt: skip
_BIN_HEADS = ("probability", "mean probability", "share translations", "pairs")
_NOTE = """\
Whether a French and an English article are one the translation of the other. Translations: excerpts of up to 15
segments of professionally translated news (WMT newstest2013), as they are and as an editor may leave them. The
others: independent reports of one invented event (the half of `data/calibration` that the model was not fitted on),
different documents, the next excerpt of the same document, and articles into which one translated passage was put,
about a quarter of each. Collections of 44, four and two articles, since what is usual in a collection is subtracted;
the five articles of real coverage apart.
*Called*: returned by `find_translations`. *Aligned*: median share of the text that is translated in the other
article, of the article with more of it and of the one with less; *order*: median rank correlation."""
LONGEST, SHORTEST = 15, 8  # segments of an excerpt
EXCERPTS, SECOND = 60, 20  # of a corpus, and how many of them go on where another ends
TOGETHER = 20  # excerpts in a collection
PASSAGE = 1 / 3  # of the length of an article: what another passage adds to it at most


@dataclass(frozen=True)
class Excerpt:
    """Part of a document, the same number of segments in each language."""

    name: str
    sides: dict[str, tuple[str, ...]]


Side = Sequence[str]
Variant = Callable[[Side, Side], list[str]]


def whole(side: Side, _: Side) -> list[str]:
    """Return a translation as it is."""
    return list(side)


def cut(side: Side, _: Side) -> list[str]:
    """Return a translation without its last third."""
    return list(side[: len(side) - len(side) // 3])


def merged(side: Side, _: Side) -> list[str]:
    """Return a translation of which some sentences are drawn together and others dropped."""
    kept = [sentence for number, sentence in enumerate(side) if number % 6 != 4]
    found: list[str] = []
    for number, sentence in enumerate(kept):
        if number % 4 == 2:
            found[-1] = f"{found[-1].rstrip('. ')} ; {sentence[:1].lower()}{sentence[1:]}"
        else:
            found.append(sentence)
    return found


def added(side: Side, own: Side) -> list[str]:
    """Return a translation with a passage of its own in the middle, up to a quarter of the whole."""
    middle = len(side) // 2
    return [*side[:middle], *_passage(own, side), *side[middle:]]


def moved(side: Side, _: Side) -> list[str]:
    """Return a translation whose second quarter stands at the end."""
    quarter = len(side) // 4
    return [*side[:quarter], *side[2 * quarter :], *side[quarter : 2 * quarter]]


def cut_and_added(side: Side, own: Side) -> list[str]:
    """Return a translation without its last third but with a passage of its own."""
    return added(cut(side, own), own)


def _passage(segments: Side, side: Side) -> list[str]:
    """Return the first segments that together are no longer than a third of a side, but at least one."""
    lengths = np.cumsum([len(segment) for segment in segments])
    return list(segments[: max(1, int((lengths <= PASSAGE * sum(map(len, side))).sum()))])


VARIANTS: dict[str, Variant] = {
    WHOLE: whole,
    "last third cut": cut,
    "sentences merged and dropped": merged,
    "own paragraph added": added,
    "paragraphs moved": moved,
    "cut and added to": cut_and_added,
}
UNMIXED = [name for name in VARIANTS if "added" not in name]


def read_excerpts(path: Path) -> list[Excerpt]:
    """Return excerpts of the documents of a parallel corpus, spread over it evenly.

    Raises:
        SinorusError: if it cannot be read, or has too few documents.
    """
    documents = [part for _, part in read_parallel(path).groupby("document", sort=False) if len(part) >= SHORTEST]
    firsts = _spread(documents, EXCERPTS - SECOND)
    seconds = _spread([part.iloc[LONGEST:] for part in firsts if len(part) >= LONGEST + SHORTEST], SECOND)
    if len(firsts) + len(seconds) < 2 * TOGETHER:
        raise SinorusError(
            f"{path}: expected at least {2 * TOGETHER} documents of {SHORTEST} segments, by the column doc; "
            f"found {len(documents)}. Add more."
        )
    return [_excerpt(part) for part in [*firsts, *seconds]]


def _spread(parts: list[pd.DataFrame], count: int) -> list[pd.DataFrame]:
    chosen = np.linspace(0, len(parts) - 1, min(count, len(parts))).round().astype(int)
    return [parts[at] for at in chosen]


def _excerpt(part: pd.DataFrame) -> Excerpt:
    head = part.iloc[:LONGEST]
    return Excerpt(
        f"{head['document'].iloc[0]}#{head.index[0]}", {language: tuple(head[language]) for language in LANGUAGES}
    )


@dataclass(frozen=True)
class Piece:
    """One article of a collection: what it says, and whence.

    Attributes:
        story: what it tells; two articles of one story are translations of each other.
        topic: the document or event that the story is part of.
        language: ``fr`` or ``en``.
        paragraphs: its text.
        variant: what was done to it.
        passage: a passage that was put into it and into another.
    """

    story: str
    topic: str
    language: str
    paragraphs: tuple[str, ...]
    variant: str = WHOLE
    passage: str | None = None


def piece(excerpt: Excerpt, language: str, variant: str = WHOLE, own: Side = ()) -> Piece:
    """Return one side of an excerpt as an article."""
    paragraphs = VARIANTS[variant](excerpt.sides[language], own)
    return Piece(excerpt.name, excerpt.name.split("#")[0], language, tuple(paragraphs), variant)


def with_passage(article: Piece, excerpt: Excerpt) -> Piece:
    """Return an article with a passage of an excerpt in its middle, up to a quarter of the whole."""
    paragraphs = article.paragraphs
    passage = _passage(excerpt.sides[article.language], paragraphs)
    at = len(paragraphs) // 2
    return replace(article, paragraphs=(*paragraphs[:at], *passage, *paragraphs[at:]), passage=excerpt.name)


def read_pieces(event: Path) -> list[Piece]:
    """Return the articles of a calibration event, the French ones first; each tells a story of its own."""
    articles = read_event(event).sort_values(["language", "outlet"], ascending=[False, True])
    stories = zip(articles["outlet"], articles["language"], articles["text"], strict=True)
    return [
        Piece(f"{event.name}:{outlet}", event.name, str(language), tuple(filter(None, str(text).split("\n"))))
        for outlet, language, text in stories
    ]


def collections(excerpts: Sequence[Excerpt], events: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """Yield articles that are compared with each other: 44 at a time, then four, then two.

    Args:
        excerpts: in an order in which neighbours are alike.
        events: the articles of each calibration event.
    """
    starts = [*range(0, len(excerpts), TOGETHER)] * 2
    for turn, start in enumerate(starts):
        pairs = [_translated(excerpts, start + step, 7 * turn + step) for step in range(TOGETHER)]
        yield [*chain(*pairs), *events[turn % len(events)]]
    for at in range(0, len(excerpts), 3):
        yield [*_translated(excerpts, at, at // 3), *_with_passages(excerpts, at + 1)]
        yield _translated(excerpts, at, at // 3 + 1)
    for number, event in enumerate(events):
        yield list(event)
        first, second = (excerpts[(2 * number + step) % len(excerpts)] for step in (0, 1))
        yield [with_passage(one, (first, second)[at % 2]) for at, one in enumerate(event)]
        yield from ([a, b] for a, b in product(event[:2], event[2:]))


def _translated(excerpts: Sequence[Excerpt], at: int, turn: int) -> list[Piece]:
    """Return an excerpt and its translation, which may have a paragraph of its own, from an excerpt far off."""
    excerpt, elsewhere = excerpts[at % len(excerpts)], excerpts[(at + TOGETHER) % len(excerpts)]
    original, language = LANGUAGES if turn % 2 else LANGUAGES[::-1]
    variant = list(VARIANTS)[turn // 2 % len(VARIANTS)]
    return [piece(excerpt, original), piece(excerpt, language, variant, elsewhere.sides[language])]


def _with_passages(excerpts: Sequence[Excerpt], at: int) -> list[Piece]:
    """Return a French and an English article that are alike, with one passage in both."""
    french, english, passage = (excerpts[(at + step) % len(excerpts)] for step in (0, 1, TOGETHER))
    return [
        with_passage(piece(one, language), passage)
        for one, language in zip((french, english), LANGUAGES, strict=True)
    ]


def chained(excerpts: Sequence[Excerpt], bench: Bench) -> list[Excerpt]:
    """Return the excerpts in an order in which each is followed by the most similar of those left, by mean vector."""
    vectors = np.stack([_mean_vector(excerpt, bench) for excerpt in excerpts])
    similarity = np.corrcoef(vectors - vectors.mean(axis=0))
    order = [0]
    while len(order) < len(excerpts):
        left = np.setdiff1d(np.arange(len(excerpts)), order)
        order.append(int(left[similarity[order[-1], left].argmax()]))
    return [excerpts[at] for at in order]


def _mean_vector(excerpt: Excerpt, bench: Bench) -> Vectors:
    texts = pd.DataFrame({"text": list(chain(*excerpt.sides.values()))})
    return np.asarray(bench.vectors(texts, bench.settings.encoder).mean(axis=0))


def article_frame(pieces: Sequence[Piece]) -> pd.DataFrame:
    """Return the frame ``articles`` of a collection, with ``story topic variant passage``; one outlet a language."""
    rows = [
        dict.fromkeys(SCHEMAS["articles"])
        | {
            "article_id": f"{one.language}:{one.story}",
            "outlet": one.language,
            "language": one.language,
            "text": "\n".join(one.paragraphs),
            **{name: getattr(one, name) for name in LABELS},
        }
        for one in pieces
    ]
    return conform(pd.DataFrame(rows), "articles")


@dataclass(frozen=True, eq=False)
class Scored:
    """One collection after scoring.

    Attributes:
        articles: the frame ``articles``, with ``story topic variant passage``.
        claims: the frame ``claims``.
        candidates: what was scored.
        pairs: every two articles in two languages: ``article_a article_b kind translation``.
    """

    articles: pd.DataFrame
    claims: pd.DataFrame
    candidates: pd.DataFrame
    pairs: pd.DataFrame

    @classmethod
    def of(cls, articles: pd.DataFrame, bench: Bench) -> Scored:
        """Score a collection as a comparison does."""
        claims = bench.claims(articles)
        return cls(articles, claims, bench.candidates(claims), labelled_pairs(articles, claims, bench))


def score_corpus(path: Path, events: Sequence[Path], bench: Bench) -> Iterator[Scored]:
    """Yield the scored collections of a parallel corpus and of calibration events."""
    excerpts = chained(read_excerpts(path), bench)
    for pieces in collections(excerpts, [read_pieces(event) for event in events]):
        yield Scored.of(article_frame(pieces), bench)


def labelled_pairs(articles: pd.DataFrame, claims: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Return every two articles in two languages, what they are to each other, and whether one is a translation."""
    facts = articles[["article_id", "language", *LABELS]]
    sides = [
        facts[facts["language"] == language].add_suffix(f"_{side}")
        for language, side in zip(LANGUAGES, "ab", strict=True)
    ]
    pairs = sides[0].merge(sides[1], how="cross")
    pairs["kind"] = [_kind(row) for row in pairs.to_dict("records")]
    pairs["translation"] = pairs["story_a"] == pairs["story_b"]
    others = pairs[pairs["kind"] == OTHER]
    pairs.loc[_nearest(others, claims, bench), "kind"] = NEAREST
    return pairs[["article_id_a", "article_id_b", "kind", "translation"]].set_axis(
        ["article_a", "article_b", "kind", "translation"], axis=1
    )


def _kind(pair: dict[Hashable, str]) -> str:
    if pair["story_a"] == pair["story_b"]:
        return next((one for one in (pair["variant_a"], pair["variant_b"]) if one != WHOLE), WHOLE)
    related = pair["topic_a"] == pair["topic_b"]
    same_event = related and "#" not in pair["story_a"]
    if pair["passage_a"] and pair["passage_a"] == pair["passage_b"]:
        return f"{EVENT}, {PASSAGE_SHARED}" if same_event else PASSAGE_SHARED
    if related:
        return EVENT if same_event else FURTHER
    return OTHER


def _nearest(pairs: pd.DataFrame, claims: pd.DataFrame, bench: Bench) -> pd.Index:
    """Return the pairs of each French article and the English one whose mean vector is most like its own."""
    if pairs.empty:
        return pairs.index
    languages = claims["language"].to_numpy(dtype=object)
    vectors = pd.DataFrame(centre_by_language(bench.vectors(claims, bench.settings.encoder), languages))
    means = vectors.groupby(claims["article_id"].to_numpy()).mean()
    means = means.div(np.linalg.norm(means, axis=1), axis=0)
    a, b = (means.loc[pairs[name]].to_numpy() for name in ("article_id_a", "article_id_b"))
    similarity = pd.Series((a * b).sum(axis=1), index=pairs.index)
    nearest: pd.Index = pd.Index(similarity.groupby(pairs["article_id_a"]).idxmax())
    return nearest


def fit_translations(scored: Sequence[Scored], provenance: dict[str, Any]) -> TranslationModel:
    """Return the model fitted on scored collections.

    The sentences of whole, cut, merged and moved translations are taken for translations where they are each other's
    best, those of unrelated articles never. Pairs of documents that are not each other's nearest are left out: they
    are many, and too easy.
    """
    rows = pd.concat([_matched(one) for one in scored], ignore_index=True)
    rows = rows[rows["kind"].isin([*UNMIXED, EVENT, FURTHER, NEAREST])]
    sentence = fit(rows, rows["translation"].to_numpy(dtype=bool), SENTENCE_FEATURES)
    unfitted = ProbabilityModel((), (), (), (), 0.0)
    profiles = pd.concat([_profiles(one, TranslationModel(sentence, unfitted, {})) for one in scored])
    profiles = profiles[profiles["kind"] != OTHER]
    article = fit(profiles, profiles["translation"].to_numpy(dtype=bool), ARTICLE_FEATURES)
    counts = {str(kind): int(count) for kind, count in profiles["kind"].value_counts().sort_index().items()}
    return TranslationModel(sentence, article, {**provenance, "sentences": len(rows), "articles": counts})


def _matched(scored: Scored) -> pd.DataFrame:
    """Return the matched sentences of a collection with the ``kind`` of their articles."""
    sentences = sentence_table(scored.claims)
    matched = matched_sentences(scored.claims, scored.candidates, sentences)
    names = np.asarray(sentences["article_id"].factorize()[1])
    named = matched.assign(**{name: names[matched[name].to_numpy()] for name in ("article_a", "article_b")})
    return named.merge(scored.pairs, on=["article_a", "article_b"], validate="many_to_one")


def _profiles(scored: Scored, model: TranslationModel | None = None) -> pd.DataFrame:
    """Return the labelled pairs of a collection with their profiles; all 0 where no sentence has a counterpart."""
    profiles = article_profiles(scored.claims, scored.candidates, model=model)
    found = scored.pairs.merge(profiles, on=["article_a", "article_b"], how="left", validate="one_to_one")
    return found.fillna(dict.fromkeys(profiles.columns[2:], 0))


def decisions(scored: Scored, model: TranslationModel | None = None) -> pd.DataFrame:
    """Return the labelled pairs of a collection with their profiles, ``called`` and ``together``.

    Called are those that :func:`find_translations` returns; together is the number of articles in the collection.
    """
    found = find_translations(scored.articles, scored.claims, scored.candidates, model=model)
    called = {frozenset(pair) for pair in found[["article_id", "translation_of"]].itertuples(index=False)}
    pairs = _profiles(scored, model)
    sides = zip(pairs["article_a"], pairs["article_b"], strict=True)
    return pairs.assign(called=[frozenset(side) in called for side in sides], together=len(scored.articles))


def measure(folder: Path, bench: Bench, *, data: Path = Path("data"), coverage: Path | None = None) -> pd.DataFrame:
    """Return what is decided on articles that the model was not fitted on: the rows of :func:`decisions`.

    Args:
        folder: holds the parallel corpus that is scored on.
        bench: what scores them.
        data: the folder with the calibration events and the sample.
        coverage: further coverage, in which no article is a translation of another.
    """
    corpus = [decisions(one) for one in score_corpus(folder / FILES[TEST], _events(data, TEST), bench)]
    places = {"the sample": data / "coverage", "further coverage": coverage}
    real = [decisions(_independent(place, name, bench)) for name, place in places.items() if place is not None]
    return pd.concat([*corpus, *real], ignore_index=True)


def _events(data: Path, part: str) -> list[Path]:
    """Return every other calibration event."""
    return event_folders(data / "calibration")[PARTS.index(part) :: len(PARTS)]


def _independent(place: Path, name: str, bench: Bench) -> Scored:
    """Return scored coverage of which no article is a translation of another."""
    articles = read_coverage(place).articles
    articles = articles.assign(story=articles["article_id"], topic=name, variant=WHOLE, passage=None)
    scored = Scored.of(articles, bench)
    return replace(scored, pairs=scored.pairs.assign(kind=name))


def translation_tables(found: pd.DataFrame) -> str:
    """Return the tables of what :func:`measure` found: by size of the collection, by kind, and the reliability."""
    sizes = [_size_row(f"{together} articles", part) for together, part in found.groupby("together", sort=True)]
    kinds = [_kind_row(str(kind), part) for kind, part in found.groupby("kind", sort=False)]
    kinds = sorted(kinds, key=lambda row: row[1] != "yes")
    probability, translation = found["probability"].to_numpy(), found["translation"].to_numpy(dtype=bool)
    bins = [
        [f"{low:.1f} to {high:.1f}", mean, share, int(pairs)]
        for low, high, mean, share, pairs in reliability(probability, translation).itertuples(index=False)
    ]
    error = expected_calibration_error(probability, translation)
    return "\n\n".join(
        [
            _NOTE,
            markdown(_SIZE_HEADS, [*sizes, _size_row("all", found)]),
            markdown(_KIND_HEADS, kinds, decimals=2),
            f"Reliability; calibration error {error:.4f}:",
            markdown(_BIN_HEADS, bins),
        ]
    )


def _size_row(name: str, part: pd.DataFrame) -> list[Cell]:
    true, called = part["translation"].to_numpy(dtype=bool), part["called"].to_numpy(dtype=bool)
    precision = precision_at(true, called) if called.any() else None
    recall = recall_at(true, called) if true.any() else None
    return [name, len(part), int(true.sum()), int(called.sum()), precision, recall]


def _kind_row(kind: str, part: pd.DataFrame) -> list[Cell]:
    translation = "yes" if part["translation"].all() else "no"
    probability = part["probability"]
    shares = [float(part[name].median()) for name in ("aligned_more", "aligned_less", "order")]
    return [kind, translation, len(part), int(part["called"].sum()), float(probability.min()),
            float(probability.max()), *shares]  # fmt: skip


def refit(folder: Path, data: Path, bench: Bench) -> TranslationModel:
    """Return the model fitted on the parallel corpus in a folder and on every other calibration event."""
    events = _events(data, FIT)
    scored = list(score_corpus(folder / FILES[FIT], events, bench))
    return fit_translations(scored, fitted_on(events, bench))


def fitted_on(events: Sequence[Path], bench: Bench) -> dict[str, Any]:
    """Return what a model is fitted on, in words."""
    return {
        "data": f"excerpts of {FILES[FIT]} (WMT test set, professionally translated news), whole, cut, merged, moved "
        "and added to, and invented independent coverage (data/calibration)",
        "events": [event.name for event in events],
        "settings": {
            name: getattr(bench.settings, name) for name in ("encoder", "unit", "token_layer", "candidates")
        },
    }


def main(arguments: list[str] | None = None) -> None:
    """Fit the shipped model again if asked to, then measure it and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m sinorus_lib.evaluation.translations", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with calibration/ and coverage/")
    parser.add_argument("--eval", type=Path, required=True, help=f"a folder with {' and '.join(FILES.values())}")
    parser.add_argument("--coverage", type=Path, help="further coverage, in which nothing is a translation")
    parser.add_argument("--fit", action="store_true", help="first fit the model again, and write it into the library")
    chosen = parser.parse_args(arguments)
    bench = Bench.of(Settings())
    if chosen.fit:
        target: Any = files(alignment).joinpath(FILE)
        refit(chosen.eval, chosen.data, bench).to_json(Path(target))
    print(translation_tables(measure(chosen.eval, bench, data=chosen.data, coverage=chosen.coverage)))


if __name__ == "__main__":
    main()
