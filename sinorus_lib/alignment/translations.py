"""Which article is a translation of another outlet's: comparing the two would say nothing about framing.

A translation is told by its *profile*: how much of either article has a counterpart in the other that is a
translation of it rather than another report of the same fact. Sentences are matched one to one, as in aligning
parallel texts (Gale & Church 1993), but by what they say and by whether the sentences around them match as well; how
their lengths compare, or whether their numbers agree, adds nothing to that. Articles are matched from their sentences
after Resnik & Smith 2003 (The Web as a Parallel Corpus). Independent reports share facts and quotations, here and
there; a translation shares nearly all of its text, or of what it kept.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.probability import ProbabilityModel, model_of
from sinorus_lib.errors import SinorusError
from sinorus_lib.sentences import SUBHEADING

FILE = "translations.json"
# Of the candidates; two sentences have the best of their claims.
SENTENCE_FEATURES = ("similarity", "overlap", "neighbour_overlap")
ARTICLE_FEATURES = ("aligned_more", "aligned_less")
DECLARED, PUBLISHED, UNKNOWN = "declared", "published", "unknown"
COLUMNS = {
    "article_id": "str",
    "translation_of": "str",
    "probability": "float64",
    "aligned": "float64",
    "original_aligned": "float64",
    "sentences": "int64",
    "order": "float64",
    "direction": "str",
}
TRANSLATION_PROBABILITY = 0.5  # from which an article is called a translation
TRANSLATED = 0.5  # probability from which two sentences count as translations, where their order is looked at
_ARTICLES = ["article_a", "article_b"]
_SIDES = (("a", "b"), ("b", "a"))
_FEWEST = 3  # translated sentences; fewer may be a quotation, and their order says nothing
_BESIDE = 1  # sentences apart: a sentence that was split has its counterpart beside its other half


@dataclass(frozen=True)
class TranslationModel:
    """What tells a translation.

    Attributes:
        sentence: whether two sentences that are each other's best are translations of each other.
        article: whether two articles are, given their profile.
        provenance: what it was fitted on.
    """

    sentence: ProbabilityModel
    article: ProbabilityModel
    provenance: dict[str, Any]

    def to_json(self, path: Path) -> None:
        """Write the model as readable JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def from_json(cls, text: str) -> TranslationModel:
        """Read a model that :meth:`to_json` wrote.

        Raises:
            SinorusError: if it is not one.
        """
        try:
            values = json.loads(text)
            sentence, article = (model_of(values[name]) for name in ("sentence", "article"))
            return cls(sentence, article, dict(values["provenance"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SinorusError(f"The model of translations cannot be read ({error!r}); fit it again.") from error

    @classmethod
    def shipped(cls) -> TranslationModel:
        """Return the model that comes with the library."""
        return cls.from_json(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def find_translations(
    articles: pd.DataFrame,
    claims: pd.DataFrame,
    candidates: pd.DataFrame,
    *,
    at_least: float = TRANSLATION_PROBABILITY,
    model: TranslationModel | None = None,
) -> pd.DataFrame:
    """Return the articles that are translations of another: one row each.

    The original is the article in the language that is declared to be the original one (``original_language`` of
    either article), else the one published earlier: on an earlier day, or at an earlier time if both have one. Else
    the direction is unknown, and ``direction`` says so: the article with more recognised counterparts is then taken
    for the original, so that several translations of one stay together, and between equals the French for the
    translation. No article is a translation of two, or of a translation; of several the most probable counts.

    Args:
        articles: the frame ``articles``.
        claims: the frame ``claims``.
        candidates: what :func:`sinorus_lib.alignment.score_candidates` scored.
        at_least: probability from which an article is called a translation, 0 to 1.
        model: what gives the probability; the shipped one if not given.

    Returns:
        By probability, highest first: ``article_id`` (the translation), ``translation_of`` (the original),
        ``probability``, ``aligned`` and ``original_aligned`` (share of the text of either that is translated in the
        other, 0 to 1), ``sentences`` (how many of them; below three nothing is called a translation), ``order`` (rank
        correlation of where they stand, -1 to 1), and ``direction``: how the original is known, ``declared``,
        ``published`` or ``unknown``.
    """
    profiles = article_profiles(claims, candidates, model=model)
    enough = profiles["sentences"] >= _FEWEST
    likely = profiles[enough & (profiles["probability"] >= at_least)].reset_index(drop=True)
    return _one_original_each(_directed(likely, articles))


def article_profiles(
    claims: pd.DataFrame, candidates: pd.DataFrame, *, model: TranslationModel | None = None
) -> pd.DataFrame:
    """Return the alignment profile of every two articles in two languages that have candidates.

    Returns:
        ``article_a article_b aligned_a aligned_b aligned_more aligned_less sentences order probability``, by article;
        the sides are those of the candidates. ``aligned_a`` is the share of the text of a that is translated in b,
        ``sentences`` how many sentences are, on the side with fewer, ``order`` 0 where that is less than three.
    """
    model = model or TranslationModel.shipped()
    sentences = sentence_table(claims)
    matched = matched_sentences(claims, candidates, sentences)
    matched = matched.assign(translated=model.sentence.probability(matched))
    profiles = profile_table(matched, sentences)
    return profiles.assign(probability=model.article.probability(profiles))


def sentence_table(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that are compared: ``article_id sentence length``, in code points, by article and place.

    The row number names a sentence; those next to each other in an article have numbers next to each other.
    """
    compared = claims[claims["kind"] != SUBHEADING]
    grouped = compared.groupby(["article_id", "sentence"], sort=True)
    return pd.DataFrame({"length": grouped["end"].max() - grouped["start"].min()}).reset_index()


def matched_sentences(claims: pd.DataFrame, candidates: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return for every sentence its best counterpart in every article of another language, where that is mutual.

    Mutual is also a counterpart whose own is the sentence just before or after: translators split and draw together.

    Returns:
        ``a b article_a article_b side`` and the scores: ``a`` and ``b`` are rows of ``sentences``; side ``a`` has the
        counterparts of the sentences of article a, side ``b`` those of article b.
    """
    pairs = _sentence_pairs(claims, candidates, sentences)
    ranked = pairs.sort_values(["overlap", "a", "b"], ascending=[False, True, True], kind="stable")
    best = {side: ranked.drop_duplicates([side, f"article_{other}"]) for side, other in _SIDES}
    return pd.concat([_mutual(best[side], best[other], side, other) for side, other in _SIDES], ignore_index=True)


def _mutual(own: pd.DataFrame, others: pd.DataFrame, side: str, other: str) -> pd.DataFrame:
    """Return the best counterparts of one side whose own best is the sentence itself, or the one beside it."""
    keys = [other, f"article_{side}"]
    back = others.set_index(keys)[side].reindex(pd.MultiIndex.from_frame(own[keys])).to_numpy()
    returned: npt.NDArray[np.bool_] = np.abs(back - own[side].to_numpy()) <= _BESIDE
    return pd.DataFrame(own[returned].assign(side=side))


def _sentence_pairs(claims: pd.DataFrame, candidates: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the scored pairs of sentences in two languages, by number, with the best scores of their claims."""
    numbers = pd.Series(sentences.index, index=pd.MultiIndex.from_frame(sentences[["article_id", "sentence"]]))
    places = numbers.reindex(pd.MultiIndex.from_frame(claims[["article_id", "sentence"]])).to_numpy()
    of_claim = pd.Series(places, index=claims["claim_id"])
    across = candidates[(candidates["language_a"] != candidates["language_b"]).to_numpy()]
    sides = {side: of_claim.reindex(across[f"claim_{side}"]).to_numpy() for side in "ab"}
    scores = list(SENTENCE_FEATURES)
    scored = across[scores].assign(**sides).dropna(subset=["a", "b"]).astype({"a": "int64", "b": "int64"})
    pairs = scored.groupby(["a", "b"], sort=True)[scores].max().reset_index()
    articles = sentences["article_id"].factorize()[0]
    return pd.DataFrame(pairs.assign(**{f"article_{side}": articles[pairs[side].to_numpy()] for side in "ab"}))


def profile_table(matched: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the profiles, without probability, of matched sentences and how likely each is ``translated``."""
    lengths = sentences["length"].to_numpy(dtype=np.float64)
    codes, names = sentences["article_id"].factorize()
    totals = np.bincount(codes, weights=lengths, minlength=len(names))
    own = matched["a"].where(matched["side"] == "a", matched["b"]).to_numpy(dtype=np.int64)
    shares = _by_side(matched.assign(text=matched["translated"] * lengths[own]), "text")
    counts = _by_side(matched.assign(count=matched["translated"] >= TRANSLATED), "count")
    a, b = (shares.index.get_level_values(name).to_numpy(dtype=np.int64) for name in _ARTICLES)
    aligned_a, aligned_b = shares["a"].to_numpy() / totals[a], shares["b"].to_numpy() / totals[b]
    return pd.DataFrame(
        {
            "article_a": names[a],
            "article_b": names[b],
            "aligned_a": aligned_a,
            "aligned_b": aligned_b,
            "aligned_more": np.maximum(aligned_a, aligned_b),
            "aligned_less": np.minimum(aligned_a, aligned_b),
            "sentences": counts.min(axis=1).to_numpy(dtype=np.int64),
            "order": _order(matched).reindex(shares.index, fill_value=0.0).to_numpy(),
        }
    )


def _by_side(matched: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the sums of a column over the sentences of either side of every two articles."""
    sums = matched.pivot_table(index=_ARTICLES, columns="side", values=column, aggfunc="sum", fill_value=0)
    return sums.reindex(columns=["a", "b"], fill_value=0)


def _order(matched: pd.DataFrame) -> pd.Series:
    """Return the rank correlation (Spearman 1904) of where translated sentences stand, of articles with enough."""
    kept = matched[(matched["side"] == "a") & (matched["translated"] >= TRANSLATED)]
    groups = kept.groupby(_ARTICLES)
    ranks = pd.DataFrame({side: groups[side].rank() - groups[side].transform("size") / 2 - 0.5 for side in "ab"})
    products = pd.DataFrame({"ab": ranks["a"] * ranks["b"], "aa": ranks["a"] ** 2, "bb": ranks["b"] ** 2, "count": 1})
    sums = products.groupby([kept[name] for name in _ARTICLES]).sum()
    sums = sums[(sums["count"] >= _FEWEST) & (sums["bb"] > 0)]
    return sums["ab"] / np.sqrt(sums["aa"] * sums["bb"])


def _directed(likely: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of translations and their originals, given the profiles of articles that are translations."""
    a, b = (_facts(articles, likely[name]) for name in _ARTICLES)
    declared = _declared(a, b) - _declared(b, a)
    published = _earlier(b, a) - _earlier(a, b)
    partners = pd.concat([likely[name] for name in _ARTICLES]).value_counts()
    known = np.where(declared, declared, published)
    fewer = likely["article_a"].map(partners).to_numpy() <= likely["article_b"].map(partners).to_numpy()
    is_a = np.where(known, known > 0, fewer)
    return pd.DataFrame(
        {
            "article_id": np.where(is_a, likely["article_a"], likely["article_b"]),
            "translation_of": np.where(is_a, likely["article_b"], likely["article_a"]),
            "probability": likely["probability"],
            "aligned": np.where(is_a, likely["aligned_a"], likely["aligned_b"]),
            "original_aligned": np.where(is_a, likely["aligned_b"], likely["aligned_a"]),
            "sentences": likely["sentences"],
            "order": likely["order"],
            "direction": np.where(declared, DECLARED, np.where(published, PUBLISHED, UNKNOWN)),
        }
    )


def _facts(articles: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    facts = articles.set_index("article_id")[["language", "original_language", "published"]]
    return facts.reindex(chosen).reset_index(drop=True)


def _declared(one: pd.DataFrame, other: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return 1 where either of two articles declares the other's language to be the original one, else 0."""
    languages = (_code(facts["original_language"]) for facts in (one, other))
    declared = [(language == other["language"]).to_numpy() for language in languages]
    return np.asarray(declared[0] | declared[1], dtype=np.int64)


def _code(language: pd.Series) -> pd.Series:
    """Return the code of a language that may be written ``FR``, ``fr-CA`` or ``French``."""
    return language.astype("str").str.strip().str[:2].str.lower()


def _earlier(one: pd.DataFrame, other: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return 1 where one article is known to have been published before the other, else 0; midnight is no time."""
    first, second = pd.to_datetime(one["published"]), pd.to_datetime(other["published"])
    timed = (first != first.dt.normalize()) & (second != second.dt.normalize())
    earlier = (first.dt.normalize() < second.dt.normalize()) | (timed & (first < second))
    return np.asarray(earlier, dtype=np.int64)


def _one_original_each(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, most probable first, without any that would make a second original or a chain."""
    ranked = found.sort_values(
        ["probability", "article_id", "translation_of"], ascending=[False, True, True], ignore_index=True
    )
    translations: set[str] = set()
    originals: set[str] = set()
    kept = []
    for row, (one, other) in enumerate(zip(ranked["article_id"], ranked["translation_of"], strict=True)):
        if one not in translations | originals and other not in translations:
            translations.add(one)
            originals.add(other)
            kept.append(row)
    return ranked.iloc[kept].astype(COLUMNS).reset_index(drop=True)
