"""Parallel text -> the translation null: every measure on both sides of every translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sinorus_lib import __version__
from sinorus_lib.alignment import token_encoder, word_table
from sinorus_lib.alignment.tokens import TokenEncoder, TokenSpace, TokenVectors
from sinorus_lib.divergence.null import STEP, TAIL, Differences, MeasureNull, TranslationNull, is_beyond
from sinorus_lib.divergence.outlets import class_divergence
from sinorus_lib.divergence.pairs import pair_divergence
from sinorus_lib.divergence.residual import RESIDUAL, residual_framing
from sinorus_lib.encoders.embedding import embed
from sinorus_lib.errors import SinorusError
from sinorus_lib.framing import measure_framing
from sinorus_lib.parsing import Parser
from sinorus_lib.quotations import find_quotations, quoted_share
from sinorus_lib.sentences import SENTENCE
from sinorus_lib.settings import LANGUAGES, Settings

OTHER = "other"  # of the languages of origin
ALLOWED = 0.03  # false flags of an origin that the others judge; other corpora differ by more than origins do
MARGINS = tuple(1 + 0.05 * step for step in range(11))  # of a difference, before it is ranked
FEWEST = 100  # translations; below, the ends of a distribution are a guess
_NO_NULL = TranslationNull({}, {})
_ALPHABET = r"\w"


def read_parallel(path: Path, *, fewest: int = FEWEST) -> pd.DataFrame:
    """Return a parallel corpus: ``fr en origin document``, one row a translation, in order.

    Args:
        path: tab-separated, with a header: ``fr`` and ``en``; if there, ``original_language`` says which was written
            first, and ``doc`` which document a sentence stands in.
        fewest: with fewer translations the file is refused.

    Raises:
        SinorusError: if it cannot be read, lacks a column, or holds too few translations.
    """
    try:
        table = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SinorusError(f"{path}: expected tab-separated text in UTF-8 with a header; {error}.") from error
    missing = [name for name in LANGUAGES if name not in table]
    if missing:
        raise SinorusError(f"{path}: expected the columns fr and en; found {', '.join(table.columns)}.")
    worded = table[table["fr"].str.contains(_ALPHABET) & table["en"].str.contains(_ALPHABET)].reset_index(drop=True)
    if len(worded) < fewest:
        raise SinorusError(f"{path}: expected at least {fewest} translations; found {len(worded)}. Add more.")
    return pd.DataFrame(
        {
            **{language: worded[language].str.split().str.join(" ") for language in LANGUAGES},
            "origin": _known_origins(worded),
            "document": worded.get("doc", pd.Series("", index=worded.index)),
        }
    )


def _known_origins(table: pd.DataFrame) -> pd.Series:
    """Return the language each translation was first written in; ``other`` where it is unknown or too rare."""
    if "original_language" not in table:
        return pd.Series(OTHER, index=table.index)
    origin = table["original_language"].str.strip().str.lower()
    return origin.where((origin != "") & (origin.map(origin.value_counts()) >= FEWEST), OTHER)


def calibrate(table: pd.DataFrame, name: str, *, settings: Settings | None = None) -> TranslationNull:
    """Return the translation null of a parallel corpus.

    Args:
        table: as :func:`read_parallel` returns it.
        name: of the corpus, for the provenance.
        settings: their encoder is the one that the null will hold for.
    """
    translations = Translations.of(table, settings or Settings())
    return build_null(translations.divergence(), translations.unrelated(), table, name, translations.settings)


def build_null(
    true: pd.DataFrame, unrelated: pd.DataFrame, table: pd.DataFrame, name: str, settings: Settings
) -> TranslationNull:
    """Return the null from the differences of true translations and of unrelated pairs, measure by measure."""
    measures = {
        str(measure): _with_margin(_origins(part))
        for measure, part in true.groupby("measure", sort=False)
        if len(part) >= FEWEST
    }
    provenance = _provenance(table, name, settings)
    untested = TranslationNull(measures, provenance)
    told = {measure: _told(part, untested) for measure, part in unrelated.groupby("measure")}
    tested = {measure: replace(item, told=told.get(measure, 0.0)) for measure, item in measures.items()}
    return TranslationNull(tested, provenance)


def _origins(part: pd.DataFrame) -> dict[str, Differences]:
    """Return a distribution for each origin that has enough translations; all together where none has."""
    enough = {
        str(origin): Differences.of(group["difference"].to_numpy(dtype=float))
        for origin, group in part.groupby("origin")
        if len(group) >= FEWEST
    }
    return enough or {OTHER: Differences.of(part["difference"].to_numpy(dtype=float))}


def _with_margin(origins: Mapping[str, Differences]) -> MeasureNull:
    """Return the null of a measure with the least margin that keeps false flags in check across origins."""
    enough = (margin for margin in MARGINS if _false_flags(origins, margin) <= ALLOWED)
    return MeasureNull(origins, margin=next(enough, MARGINS[-1]))


def _false_flags(origins: Mapping[str, Differences], margin: float) -> float:
    """Return the mean share of an origin that is flagged when the others judge it, on both sides or on one."""
    shares = []
    for origin, own in origins.items():
        others = {name: item for name, item in origins.items() if name != origin}
        if others:
            percentile = MeasureNull(others, margin=margin).percentile(own.values)
            sides = percentile > 1 - 2 * TAIL, percentile < 2 * TAIL
            shares.append([is_beyond(percentile).mean(), *(side.mean() for side in sides)])
    return float(np.mean(shares, axis=0).max()) if shares else 0.0


def _told(part: pd.DataFrame, null: TranslationNull) -> float:
    """Return the share of unrelated pairs that lie beyond translation, of those that differ."""
    known = null.measures.get(str(part["measure"].iloc[0]))
    differences = part["difference"].to_numpy(dtype=float)
    differences = differences[np.abs(differences) >= STEP]
    if known is None or not len(differences):
        return 0.0
    return float(is_beyond(known.percentile(differences)).mean())


def _provenance(table: pd.DataFrame, name: str, settings: Settings) -> dict[str, Any]:
    counts = {str(origin): int(count) for origin, count in table["origin"].value_counts().sort_index().items()}
    return {"corpus": name, "translations": counts, "encoder": settings.encoder, "sinorus": __version__}


@dataclass(frozen=True, eq=False)
class Translations:
    """A parallel corpus, measured: row i of the table is the i-th claim of either language."""

    table: pd.DataFrame
    claims: pd.DataFrame
    framing: pd.DataFrame
    tokens: list[TokenVectors]
    space: TokenSpace
    settings: Settings

    @classmethod
    def of(
        cls,
        table: pd.DataFrame,
        settings: Settings,
        *,
        parser: Parser | None = None,
        encoder: TokenEncoder | None = None,
    ) -> Translations:
        """Measure both sides of every translation, with a parser and a token encoder that others may share."""
        documents = table["document"].tolist()
        sides = [plain_claims(table[language].tolist(), language, documents) for language in LANGUAGES]
        claims = pd.concat(sides, ignore_index=True)
        framing = measure_framing(claims, embed(claims, settings=settings), parser=parser, settings=settings)
        tokens = (encoder or token_encoder(settings)).encode(claims["text"].tolist(), batch_size=settings.batch_size)
        return cls(table, claims, framing, tokens, TokenSpace.fit(tokens, claims["language"].tolist()), settings)

    def divergence(self, null: TranslationNull | None = None) -> pd.DataFrame:
        """Return the differences of the translations, classes included: ``divergence`` and ``origin``."""
        return self._divergence(np.arange(len(self.table)), null or _NO_NULL)

    def unrelated(self) -> pd.DataFrame:
        """Return the differences of French sentences and the English of another row, the same at every call.

        For what is left over, which is everything in unrelated sentences, translations stand in to which one side
        adds its next sentence.
        """
        shifted = np.roll(np.arange(len(self.table)), len(self.table) // 2 + 1)
        found = self._divergence(shifted, _NO_NULL)
        return pd.concat([found[found["measure"] != RESIDUAL], self._with_more_said()], ignore_index=True)

    def _with_more_said(self) -> pd.DataFrame:
        """Return what is left over when the French side of odd rows, the English of even ones, says more."""
        count, texts = len(self.table), self.claims["text"].tolist()
        longer = [row if row % 2 else row + count for row in range(count - 1)]
        tokens = list(self.tokens)
        for row in longer:
            texts[row], tokens[row] = _joined(texts[row], tokens[row], texts[row + 1], tokens[row + 1])
        claims = self.claims.assign(text=texts)
        ids = claims["claim_id"].to_numpy()
        pairs = pd.DataFrame({"claim_a": ids[:count], "claim_b": ids[count:]})
        found = residual_framing(pairs, word_table(pairs, claims, tokens, self.space))
        return found.assign(difference=found["value_a"] - found["value_b"])

    def _divergence(self, english: np.ndarray, null: TranslationNull) -> pd.DataFrame:
        ids = self.claims["claim_id"].to_numpy()
        count = len(self.table)
        pairs = pd.DataFrame({"claim_a": ids[:count], "claim_b": ids[count:][english]})
        pairs = pairs.assign(language_a="fr", language_b="en")
        words = word_table(pairs, self.claims, self.tokens, self.space)
        found = pair_divergence(pairs, self.framing, words=words, null=null, settings=self.settings)
        with_classes = pd.concat([found, _with_percentiles(class_divergence(found), null)], ignore_index=True)
        origin = dict(zip(ids[:count], self.table["origin"], strict=True))
        return with_classes.assign(origin=with_classes["claim_a"].map(origin))


def _joined(text: str, tokens: TokenVectors, after: str, more: TokenVectors) -> tuple[str, TokenVectors]:
    """Return two sentences as one."""
    both = TokenVectors(
        np.concatenate([tokens.ids, more.ids]),
        np.concatenate([tokens.offsets, more.offsets + len(text) + 1]),
        np.concatenate([tokens.vectors, more.vectors]),
    )
    return f"{text} {after}", both


def _with_percentiles(classes: pd.DataFrame, null: TranslationNull) -> pd.DataFrame:
    parts = [classes.iloc[:0]]
    for measure, part in classes.groupby("measure", sort=False):
        known = null.measures.get(str(measure))
        differences = part["difference"].to_numpy(dtype=float)
        parts.append(part.assign(null_percentile=known.percentile(differences) if known else np.nan))
    return pd.concat(parts)


def plain_claims(texts: Sequence[str], language: str, documents: Sequence[str]) -> pd.DataFrame:
    """Return texts as claims, each a sentence, each document an article; ids are the language and the row."""
    table = pd.DataFrame({"text": list(texts), "document": list(documents)})
    quoted = [quoted_share(find_quotations(text), 0, len(text)) for text in table["text"]]
    return pd.DataFrame(
        {
            "claim_id": [f"{language}{row}" for row in range(len(table))],
            "article_id": f"{language}:" + table["document"],
            "language": language,
            "sentence": table.groupby("document").cumcount(),
            "start": 0,
            "text": table["text"],
            "quoted": quoted,
            "speaker": None,
            "kind": SENTENCE,
        }
    )
