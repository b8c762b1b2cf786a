"""Claims and their vectors -> pairs: candidates, overlap, probability, groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pandas as pd

from sinorus_lib.alignment.candidates import article_pairs
from sinorus_lib.alignment.facts import ClaimFacts, Statement, locate_statements, read_statements
from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.groups import group_claims, key
from sinorus_lib.alignment.overlap import WORD_COLUMNS, ClaimWords, content_of, word_rows
from sinorus_lib.alignment.probability import CONFLICT_PROBABILITY, PairModel
from sinorus_lib.alignment.scoring import LEAST_COMPARED, Components, Scorer
from sinorus_lib.alignment.tokens import TokenEncoder, TokenSpace, TokenVectors
from sinorus_lib.encoders import Vectors, load_layers
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import SCHEMAS, conform, empty
from sinorus_lib.sentences import SUBHEADING
from sinorus_lib.settings import Settings

__all__ = ["Alignment", "Components", "align", "score_candidates", "select_pairs", "token_encoder"]

EQUIVALENT, RELATED, CONFLICTING = "equivalent", "related", "conflicting"
# Encoders without token vectors propose; this one decides.
_TOKEN_ENCODER = "e5-small"  # noqa: S105 - the name of a model, not a secret
Progress = Callable[[int], object]


@dataclass(frozen=True, eq=False)
class Alignment:
    """Everything that was scored.

    Attributes:
        candidates: one row a scored pair: the columns of ``pairs`` up to ``outlet_b``, the features, and
            ``content_probability conflict_probability probability``. Below a content probability of
            ``scoring.LEAST_COMPARED`` the features of a conflict are 0 and ``reason`` is empty.
        tokens: token vectors, one a claim, in the order of the claims.
        facts: what each claim says of actors, quantities, polarity and time, in the order of the claims.
        space: what makes the token vectors comparable.
        model: what gave each candidate its probability.
    """

    candidates: pd.DataFrame
    tokens: list[TokenVectors]
    facts: list[ClaimFacts]
    space: TokenSpace
    model: PairModel


def align(
    claims: pd.DataFrame,
    vectors: Vectors,
    *,
    settings: Settings | None = None,
    tokens: TokenEncoder | None = None,
    parser: Parser | None = None,
) -> pd.DataFrame:
    """Return the pairs of claims of different outlets that match: the frame ``pairs``.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim, row i for claim i, shape ``(claims, dimensions)``.
        settings: thresholds; ``min_probability=0.0`` returns every pair that was scored.
        tokens: where token vectors come from; the encoder of the settings if not given.
        parser: a parser to share with other stages; a new one if not given.

    Raises:
        SchemaError: if the claims lack a column.
        ValueError: if there is not one vector a claim.
    """
    settings = settings or Settings()
    alignment = score_candidates(claims, vectors, settings=settings, tokens=tokens, parser=parser)
    return select_pairs(alignment.candidates, settings)


def token_encoder(settings: Settings) -> TokenEncoder:
    """Return the token encoder of the settings: their encoder, or the bundled one if it has no token vectors."""
    load = partial(load_layers, cache_dir=settings.cache_dir, precision=settings.precision)
    model = load(settings.encoder)
    if not TokenEncoder.fits(model):
        model = load(_TOKEN_ENCODER)
    return TokenEncoder(model, settings.token_layer)


def score_candidates(
    claims: pd.DataFrame,
    vectors: Vectors,
    *,
    settings: Settings,
    events: Mapping[str, str] | None = None,
    tokens: TokenEncoder | None = None,
    parser: Parser | None = None,
    components: Components | None = None,
    model: PairModel | None = None,
    compared_from: float = LEAST_COMPARED,
    progress: Progress | None = None,
) -> Alignment:
    """Score every candidate pair of claims of different outlets.

    Claims that hardly have the same content are not asked whether they contradict each other: below a content
    probability of ``compared_from`` the cues of a conflict are 0 and ``reason`` is empty.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim, row i for claim i.
        settings: how many candidates, and how large the neighbourhood is.
        events: article -> event, where only articles of one event are to be compared.
        tokens: where token vectors come from; the encoder of the settings if not given.
        parser: a parser to share with other stages; a new one if not given.
        components: what is switched on; everything if not given.
        model: what gives each candidate its probability; the shipped one if not given.
        compared_from: the content probability from which cues of a conflict are looked for; 0 looks everywhere.
        progress: told how many claims were encoded.

    Raises:
        SchemaError: if the claims lack a column.
        ValueError: if there is not one vector a claim.
    """
    claims = conform(claims, "claims")
    if len(vectors) != len(claims):
        raise ValueError(f"There are {len(vectors)} vectors for {len(claims)} claims; expected one a claim.")
    found = (tokens or token_encoder(settings)).encode(
        claims["text"].tolist(), batch_size=settings.batch_size, progress=progress
    )
    statements = read_statements(claims, parser or Parser())
    options: dict[str, Any] = {"components": components, "model": model, "compared_from": compared_from}
    return score_read(claims, vectors, found, statements, settings=settings, events=events, **options)


def score_read(
    claims: pd.DataFrame,
    vectors: Vectors,
    tokens: list[TokenVectors],
    statements: list[Statement],
    *,
    settings: Settings,
    events: Mapping[str, str] | None = None,
    components: Components | None = None,
    model: PairModel | None = None,
    compared_from: float = LEAST_COMPARED,
) -> Alignment:
    """Score every candidate pair of claims that were encoded and parsed before; see :func:`score_candidates`.

    Args:
        claims: the frame ``claims``.
        vectors: one sentence vector a claim, row i for claim i.
        tokens: token vectors, one a claim.
        statements: what each claim says.
        settings: how many candidates, and how large the neighbourhood is.
        events: article -> event, where only articles of one event are to be compared.
        components: what is switched on; everything if not given.
        model: what gives each candidate its probability; the shipped one if not given.
        compared_from: the content probability from which cues of a conflict are looked for; 0 looks everywhere.
    """
    space = TokenSpace.fit(tokens, claims["language"].tolist())
    facts = locate_statements(statements, claims["text"].tolist(), tokens, space)
    scorer = Scorer(claims, vectors, tokens, facts, space, settings, components)
    comparable = claims[claims["kind"] != SUBHEADING]  # a few words that assert nothing match by chance
    articles, model = list(article_pairs(comparable, events)), model or PairModel.shipped()
    scored = scorer.candidates(articles, model, compared_from=compared_from) if articles else no_candidates(model)
    return Alignment(scored, tokens, facts, space, model)


def no_candidates(model: PairModel | None = None) -> pd.DataFrame:
    """Return the frame of candidates without a row."""
    sides = [name for name in SCHEMAS["pairs"] if name.endswith(("_a", "_b"))]
    scores = dict.fromkeys(["similarity", *CONTENT_FEATURES, *CONFLICT_FEATURES], 0.0)
    nothing = empty("pairs")[sides].assign(**scores, reason=pd.Series(dtype="str"))
    return (model or PairModel.shipped()).scored(nothing)


def select_pairs(candidates: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the candidates that the settings keep: the frame ``pairs``, most probable first.

    A conflicting pair is kept for what both claims are about, though they do not say the same.
    """
    kept = kept_candidates(candidates, settings)
    groups = _groups(kept, candidates, settings)
    group_a, group_b = kept["claim_a"].map(groups), kept["claim_b"].map(groups)
    together = group_a.where(group_a == group_b)
    ordered = kept.assign(group_id=together.astype("str")).sort_values(
        ["probability", "claim_a", "claim_b"], ascending=[False, True, True]
    )
    return conform(ordered[list(SCHEMAS["pairs"])], "pairs")


def kept_candidates(candidates: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the candidates that the settings keep, in their order and with their ``relation``, not grouped yet."""
    kept = candidates.assign(relation=_relation(candidates, settings))
    conflicting = kept["relation"] == CONFLICTING
    kept["reason"] = kept["reason"].where(conflicting)
    kept = kept[(kept["probability"] >= settings.min_probability) | conflicting]
    if settings.mutual_best and settings.min_probability > 0.0:
        kept = kept[_is_mutual_best(kept)]
    return kept


def _relation(candidates: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return the relation of each candidate; empty where it is too improbable for any."""
    content, conflict = candidates["content_probability"], candidates["conflict_probability"]
    relation = pd.Series(None, index=candidates.index, dtype="str")
    relation[content >= settings.related_probability] = RELATED
    relation[candidates["probability"] >= settings.equivalent_probability] = EQUIVALENT
    relation[(content >= settings.equivalent_probability) & (conflict >= CONFLICT_PROBABILITY)] = CONFLICTING
    return relation


def _is_mutual_best(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs are the best of both their claims, for that claim and the other's outlet."""
    best_of_a = pairs.groupby(["claim_a", "outlet_b"])["content_probability"].transform("max")
    best_of_b = pairs.groupby(["claim_b", "outlet_a"])["content_probability"].transform("max")
    return (pairs["content_probability"] >= best_of_a) & (pairs["content_probability"] >= best_of_b)


def _groups(kept: pd.DataFrame, candidates: pd.DataFrame, settings: Settings) -> dict[str, str]:
    columns = (candidates[name].tolist() for name in ("claim_a", "claim_b", "probability"))
    scored = {key(a, b): probability for a, b, probability in zip(*columns, strict=True)}
    return group_claims(kept[kept["relation"] == EQUIVALENT], scored, at_least=settings.related_probability)


def word_table(
    pairs: pd.DataFrame, claims: pd.DataFrame, tokens: list[TokenVectors], space: TokenSpace
) -> pd.DataFrame:
    """Return the word alignment of every pair: ``claim_a claim_b`` and the columns of ``align_words``."""
    rows = {claim: index for index, claim in enumerate(claims["claim_id"])}
    texts, languages = claims["text"].tolist(), claims["language"].tolist()

    @cache
    def words_of(claim: str) -> ClaimWords:
        row = rows[claim]
        return content_of(texts[row], tokens[row], languages[row], space)

    sides = zip(pairs["claim_a"].tolist(), pairs["claim_b"].tolist(), strict=True)
    found = [(*row, a, b) for a, b in sides for row in word_rows(words_of(a), words_of(b))]
    return pd.DataFrame(found, columns=[*WORD_COLUMNS, "claim_a", "claim_b"]) if found else no_words()


def no_words() -> pd.DataFrame:
    """Return the word alignment of no pair."""
    return pd.DataFrame(columns=[*WORD_COLUMNS, "claim_a", "claim_b"])
