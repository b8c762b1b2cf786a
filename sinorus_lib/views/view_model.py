"""The view model: everything the inspector shows, as one JSON object that its JavaScript module renders.

Texts are kept once, with the articles; claims, words and cues are offsets into them, in UTF-16 units, as JavaScript
counts. Claims, pairs, outlets, articles, groups and measures are known by their place in a list (:class:`Links`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.explanation import BASELINE, CANDIDATE, CONFLICT
from sinorus_lib.alignment.probability import PairModel
from sinorus_lib.divergence import TranslationNull, beyond_translation
from sinorus_lib.divergence.counting import counted_pairs
from sinorus_lib.divergence.null import TAIL
from sinorus_lib.divergence.residual import RESIDUAL
from sinorus_lib.framing import NEEDS_ENCODER
from sinorus_lib.views.contrasts import PLACE, SHOWN, SILENT, TRANSLATION, UNSET, kinds, pairs_across
from sinorus_lib.views.links import Links
from sinorus_lib.views.provenance import provenance
from sinorus_lib.views.reasons import apart
from sinorus_lib.views.rendering import text_or, web_address
from sinorus_lib.views.segments import AlignedWord, Span, cue_spans, word_spans, words_by_pair
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

Key = tuple[str, str]
FORMAT = 2
NEAREST = 3  # rejected candidates shown with a claim that has no pair
_KINDS = (SHOWN, TRANSLATION, SILENT, UNSET, None)
_QUANTILES = (TAIL, 0.25, 0.5, 0.75, 1 - TAIL)
_WORDING = (
    "app", "card", "colon", "conflict", "counts", "explanation", "features", "languages", "legend", "no_headline",
    "relations", "unknown_date",
)  # fmt: skip
_NOWHERE = -1


def view_model(comparison: Comparison, *, interface: str | None = None, charts: bool = True) -> dict[str, Any]:
    """Return what the inspector shows, ready for JSON.

    Args:
        comparison: what is inspected.
        interface: language of the labels; that of the comparison's settings if not given.
        charts: whether the linked charts are part of it.
    """
    strings = load_strings(interface or comparison.settings.interface)
    found = _Builder(comparison, strings)
    return {
        "format": FORMAT,
        "id": fingerprint(comparison),
        "language": strings.language,
        "strings": {name: strings.table[name] for name in _WORDING},
        "outlets": list(found.links.outlets),
        "events": list(found.events),
        "articles": found.articles(),
        "claims": found.claims(),
        "ids": found.ids,
        "measures": found.measures(),
        "framing": found.framing(),
        "cues": found.cues(),
        "features": [BASELINE, *comparison.model.content.features, CONFLICT],
        "pairs": found.pairs(),
        "groups": found.groups(),
        "only": found.only(),
        "charts": found.charts() if charts else None,
    }


def pack(model: Mapping[str, Any]) -> bytes:
    """Return a view model as compressed JSON; the same model gives the same bytes."""
    written = json.dumps(model, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(written.encode("utf-8"), compresslevel=9, mtime=0)


def fingerprint(comparison: Comparison) -> str:
    """Return what tells the claims of one comparison from those of another, whatever the thresholds."""
    claims = "\n".join(sorted(map(str, comparison.claims["claim_id"])))
    return hashlib.sha256(claims.encode("utf-8")).hexdigest()[:16]


def rejected_candidates(comparison: Comparison) -> pd.DataFrame:
    """Return the most probable candidates of every claim that has no pair.

    Returns:
        ``claim other probability row``, in the order of ``claims``, the most probable first: the ids of the claim and
        of what it was compared with, and the number of the row of ``candidates``.
    """
    candidates, alone = comparison.candidates, comparison.unmatched()["claim_id"].tolist()
    sides = [
        pd.DataFrame(
            {
                "claim": candidates[f"claim_{own}"],
                "other": candidates[f"claim_{other}"],
                "probability": candidates["probability"],
                "row": np.arange(len(candidates)),
            }
        )
        for own, other in (("a", "b"), ("b", "a"))
    ]
    both = pd.concat(sides, ignore_index=True)
    wanted = both[both["claim"].isin(alone)]
    best = wanted.sort_values(["probability", "other"], ascending=[False, True]).groupby("claim").head(NEAREST)
    place = best["claim"].map({claim: place for place, claim in enumerate(alone)})
    return best.assign(place=place).sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)


@dataclass(frozen=True)
class Units:
    """Counts the characters of a text as UTF-16 does: those beyond the basic plane are two."""

    wide: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Units:
        """Return the units of a text."""
        return cls(() if text.isascii() else [place for place, one in enumerate(text) if ord(one) > 0xFFFF])

    def __call__(self, place: int) -> int:
        """Return how many units come before a code point."""
        return place + bisect_left(self.wide, place) if self.wide else place

    def flat(self, spans: Iterable[Span]) -> Iterable[tuple[Span, int, int]]:
        """Return spans with their start and end in units."""
        return ((span, self(span.start), self(span.end)) for span in spans)


class _Builder:
    """Builds the parts of a view model; what several parts need is looked up once."""

    def __init__(self, comparison: Comparison, strings: Strings) -> None:
        self.comparison, self.strings = comparison, strings
        self.ids = [str(claim) for claim in comparison.claims["claim_id"]]
        self.places = {claim: place for place, claim in enumerate(self.ids)}
        self.units = [Units.of(str(text)) for text in comparison.claims["text"]]
        self.classes = _classes(comparison)
        self.rejected = rejected_candidates(comparison)
        pair_index = {key: place for place, key in enumerate(_keys(self.scored))}
        self.links = Links.of(comparison, pair_index=pair_index)

    @cached_property
    def events(self) -> dict[str, int]:
        """The events by name, in the order of their names, which begin with their first day."""
        named = sorted(self.comparison.articles["event"].dropna().unique())
        return {str(name): place for place, name in enumerate(named)}

    @cached_property
    def scored(self) -> pd.DataFrame:
        """The candidates that are shown: the pairs in their order, then what was rejected; by key."""
        candidates, pairs = self.comparison.candidates, self.comparison.pairs
        rows = {key: row for row, key in enumerate(_keys(candidates))}
        kept = [rows[key] for key in _keys(pairs)]
        more = list(dict.fromkeys(self.rejected["row"]))
        found = candidates.iloc[[*kept, *more]].reset_index(drop=True)
        facts = pairs[["relation", "group_id"]].reset_index(drop=True).reindex(range(len(found)))
        found = found.drop(columns=["relation", "group_id"], errors="ignore").join(facts)
        return found.assign(kept=[1] * len(kept) + [0] * len(more), row=[*kept, *more])

    def articles(self) -> list[dict[str, Any]]:
        """Return the articles with their texts."""
        rows = self.comparison.articles.to_dict("records")
        by_id = {str(row["article_id"]): row for row in rows}
        return [
            {
                "outlet": self.links.outlets[str(row["outlet"])],
                "language": str(row["language"]),
                "title": text_or(row["title"], ""),
                "date": _day(row["published"]),
                "url": web_address(row["url"]),
                "notes": provenance(row, by_id, self.strings),
                "event": self.events.get(text_or(row["event"], ""), _NOWHERE),
                "text": str(row["text"]),
            }
            for row in rows
        ]

    def claims(self) -> list[list[Any]]:
        """Return article, start, end, position and kind of every claim."""
        texts = self.comparison.articles.set_index("article_id")["text"]
        units = {str(article): Units.of(str(text)) for article, text in texts.items()}
        columns = (
            self.comparison.claims[name].tolist() for name in ("article_id", "start", "end", "position", "kind")
        )
        return [
            [self.links.articles[article], units[article](start), units[article](end), position, kind]
            for article, start, end, position, kind in zip(*columns, strict=True)
        ]

    def measures(self) -> list[dict[str, Any]]:
        """Return name, title, classes and translation null of every measure."""
        null, encoder = self.comparison.translation_null, self.comparison.settings.encoder
        return [
            {
                "name": name,
                "title": self.strings.named("measures", name),
                "classes": [self.strings.label(name, label) for label in self.classes[name]],
                **_null_of(name, null, encoder),
            }
            for name in self.links.measures
        ]

    def framing(self) -> list[list[list[Any]]]:
        """Return measure, value and class of every claim."""
        rows = self.comparison.framing.drop_duplicates(["claim_id", "measure"])
        found: list[list[list[Any]]] = [[] for _ in self.ids]
        columns = (rows[name].tolist() for name in ("claim_id", "measure", "value", "label"))
        for claim, measure, value, label in zip(*columns, strict=True):
            if claim in self.places:
                known = self.classes[measure][label]
                found[self.places[claim]].append([self.links.measures[measure], round(value, 2), known])
        return found

    def cues(self) -> list[list[int]]:
        """Return the cues of every claim, flat: measure, start, end."""
        found = cue_spans(self.comparison.framing, self.comparison.claims)
        measures = self.links.measures
        return [
            list(chain.from_iterable((measures[span.key], start, end) for span, start, end in units.flat(spans)))
            for units, spans in zip(self.units, (found.get(claim, []) for claim in self.ids), strict=True)
        ]

    def pairs(self) -> dict[str, list[Any]]:
        """Return the pairs and the rejected candidates, column by column."""
        scored, groups = self.scored, self.links.groups
        contrasts, divergence = self._contrasts()
        keys = _keys(scored)
        return {
            "a": [self.places[a] for a, _ in keys],
            "b": [self.places[b] for _, b in keys],
            "kept": scored["kept"].tolist(),
            "counted": self._counted(scored),
            "probability": _rounded(scored["probability"]),
            "conflict": _rounded(scored["conflict_probability"]),
            "relation": [text_or(relation, CANDIDATE) for relation in scored["relation"]],
            "group": [groups.get(text_or(group, ""), _NOWHERE) for group in scored["group_id"]],
            "similarity": _rounded(scored["similarity"]),
            "overlap": _rounded(scored["overlap"]),
            "divergence": [divergence.get(key, 0) for key in keys],
            "matches": self._matches(keys),
            "contrasts": [contrasts.get(key, []) for key in keys],
            "reasons": [self._reasons(row) for row in scored[["relation", "reason"]].itertuples(index=False)],
            "steps": _steps(scored, self.comparison.model),
        }

    def _counted(self, scored: pd.DataFrame) -> list[int]:
        """Return 1 for pairs that statistics count, 0 for those of copies and of translations."""
        comparison = self.comparison
        counted = counted_pairs(scored, comparison.claims, comparison.articles, comparison.settings)
        return scored.index.isin(counted.index).astype(int).tolist()

    def _matches(self, keys: list[Key]) -> list[list[list[int]] | None]:
        words = words_by_pair(self.comparison.words)
        return [self._marks(key, words[key]) if key in words else None for key in keys]

    def _marks(self, key: Key, words: list[AlignedWord]) -> list[list[int]]:
        """Return the word marks of both sides, flat: start, end, number (0 for a word left over)."""
        return [
            list(
                chain.from_iterable(
                    (start, end, int(span.key or 0))
                    for span, start, end in self.units[self.places[claim]].flat(word_spans(words, side))
                )
            )
            for side, claim in zip("ab", key, strict=True)
        ]

    def _contrasts(self) -> tuple[dict[Key, list[Any]], dict[Key, float]]:
        """Return what each pair differs in, flat, and the score by which pairs are sorted by divergence."""
        own = self.comparison.divergence
        own = own.assign(beyond=beyond_translation(own))
        across = pairs_across(self.comparison.pairs)
        own = own.assign(kind=kinds(own, across, self.comparison.translation_null))
        flat: dict[Key, list[Any]] = {}
        score: dict[Key, float] = {}
        names = (
            "claim_a",
            "claim_b",
            "measure",
            "kind",
            "null_percentile",
            "value_a",
            "value_b",
            "label_a",
            "label_b",
        )
        for a, b, measure, kind, percentile, *sides in zip(*(own[name].tolist() for name in names), strict=True):
            value_a, value_b, label_a, label_b = sides
            known = self.classes[measure]
            flat.setdefault((a, b), []).extend([
                self.links.measures[measure], _KINDS.index(kind),
                _NOWHERE if percentile != percentile else round(percentile, 3),
                round(value_a, 2), round(value_b, 2), known.get(label_a, _NOWHERE), known.get(label_b, _NOWHERE),
            ])  # fmt: skip
            score[a, b] = score.get((a, b), 0) + _weight(measure, kind, value_a, value_b)
        return flat, score

    def _reasons(self, row: Any) -> list[list[str]]:
        if row.relation != "conflicting":
            return []
        told = apart(text_or(row.reason, ""), self.strings)
        return [[item.cue, left, right] for item in told for left, right in item.pairs or [("", "")]]

    def groups(self) -> list[list[int]]:
        """Return the claims of every group."""
        members = self.comparison.group_members()
        found: list[list[int]] = [[] for _ in self.links.groups]
        for claim, group in zip(members["claim_id"], members["group_id"], strict=True):
            found[self.links.groups[str(group)]].append(self.places[str(claim)])
        return found

    def only(self) -> list[list[Any]]:
        """Return the claims without a pair, each with its nearest rejected candidates as numbers of pairs."""
        pairs = {row: pair for pair, row in enumerate(self.scored["row"])}
        found: dict[int, list[int]] = {
            self.places[str(claim)]: [] for claim in self.comparison.unmatched()["claim_id"]
        }
        for claim, row in zip(self.rejected["claim"], self.rejected["row"], strict=True):
            found[self.places[str(claim)]].append(pairs[row])
        outlets = self.comparison.claims["outlet"].astype(str).tolist()
        return [[claim, found[claim]] for claim in sorted(found, key=lambda claim: (outlets[claim], claim))]

    def charts(self) -> dict[str, Any]:
        """Return the linked charts."""
        from sinorus_lib.views.charts import linked_figures

        return dict(linked_figures(self.comparison, self.links, self.strings.language))


def _keys(pairs: pd.DataFrame) -> list[Key]:
    return list(zip(pairs["claim_a"].astype(str), pairs["claim_b"].astype(str), strict=True))


def _classes(comparison: Comparison) -> dict[str, dict[str, int]]:
    """Return the classes of every measure, each with its number."""
    framing, divergence = comparison.framing, comparison.divergence
    named = [framing[["measure", "label"]]] + [
        divergence[["measure", f"label_{side}"]].rename(columns={f"label_{side}": "label"}) for side in "ab"
    ]
    distinct = pd.concat(named, ignore_index=True).dropna().drop_duplicates().sort_values(["measure", "label"])
    found: dict[str, dict[str, int]] = {}
    for measure, label in distinct.itertuples(index=False, name=None):
        own = found.setdefault(str(measure), {})
        own[str(label)] = len(own)
    return found


def _null_of(name: str, null: TranslationNull, encoder: str) -> dict[str, Any]:
    """Return what is known of a measure across languages, and its quantiles on translations by language of origin."""
    known = null.of(name, encoder=encoder, needs_encoder=name in NEEDS_ENCODER | {RESIDUAL})
    if name == PLACE or known is None:
        return {"about": "place" if name == PLACE else UNSET, "null": None}
    quantiles = {
        origin: (found.quantiles(_QUANTILES) * known.margin).round(3).tolist()
        for origin, found in known.origins.items()
    }
    return {"about": SHOWN if known.says_something else SILENT, "null": quantiles}


def _weight(measure: str, kind: str | None, value_a: float, value_b: float) -> float:
    """Return what a measure adds to the divergence of a pair: one if it is shown, a fraction for words left over."""
    if measure == RESIDUAL:
        return (kind == SHOWN) + round((value_a + value_b) / 2, 3)
    return float(kind == SHOWN and measure != PLACE)


def _steps(scored: pd.DataFrame, model: PairModel) -> list[list[float]]:
    """Return the waterfall of every candidate, flat: value, log odds added, probability after."""
    content = model.content
    start = np.full((len(scored), 1), content.intercept)
    added = np.hstack([start, content.contributions(scored)])
    probability = scored["probability"].to_numpy(dtype=float).clip(1e-12, 1 - 1e-12)
    last = np.log(probability) - np.log1p(-probability) - added.sum(axis=1)
    odds = np.hstack([added, last[:, None]])
    values = np.hstack([start * 0, scored[[*content.features, "conflict_probability"]].to_numpy(dtype=float)])
    after = 1.0 / (1.0 + np.exp(-odds.cumsum(axis=1)))
    flat = np.stack([values, odds, after], axis=2).reshape(len(scored), 3 * odds.shape[1])
    return [[round(value, 3) for value in row] for row in flat.tolist()]


def _rounded(values: pd.Series) -> list[float]:
    rounded: npt.NDArray[np.float64] = values.to_numpy(dtype=float).round(4)
    return [float(value) for value in rounded]


def _day(published: object) -> str:
    stamp = pd.to_datetime(text_or(published, ""), errors="coerce")
    return "" if pd.isna(stamp) else f"{stamp:%Y-%m-%d}"
