"""compare(): all stages from coverage to divergence; Comparison: what it returns."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from sinorus_lib.alignment import no_candidates, no_words, token_encoder, word_table
from sinorus_lib.alignment.components import component_table
from sinorus_lib.alignment.explanation import CANDIDATE, Explanation, explain_pair
from sinorus_lib.alignment.groups import key
from sinorus_lib.alignment.probability import PairModel
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.alignment.translations import find_translations
from sinorus_lib.claims import articles_of
from sinorus_lib.coverage import REMOVED_COLUMNS, Coverage
from sinorus_lib.divergence import (
    TranslationNull,
    outlet_divergence,
    pair_divergence,
    pooled_divergence,
    residual_words,
)
from sinorus_lib.divergence.counting import counted_claims, counted_pairs
from sinorus_lib.errors import SinorusError, SinorusWarning
from sinorus_lib.events import event_table
from sinorus_lib.schemas import conform, empty
from sinorus_lib.sentences import SUBHEADING
from sinorus_lib.settings import Settings
from sinorus_lib.stages.aligning import CANDIDATES, PAIRS, WORDS
from sinorus_lib.stages.collection import Collection, Finished
from sinorus_lib.stages.reading import CLAIMS, FRAMING

if TYPE_CHECKING:
    from distributed import Client

    from sinorus_lib.adjudication import Quality
    from sinorus_lib.runs import Run
    from sinorus_lib.views.charts import Chart
    from sinorus_lib.views.widget import Inspector

FEWEST_CLAIMS = 3  # sentences that an article needs for a claim to stand out
MATRIX_COLUMNS = ("group_id", "claim")
_BY_PROBABILITY = ["probability", "claim_a", "claim_b"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What both sides report, what only one reports, and how each frames what they share.

    Attributes:
        articles: the frame ``articles``.
        claims: the frame ``claims``.
        pairs: the frame ``pairs``, most probable first.
        framing: the frame ``framing``.
        candidates: every scored pair of claims with its features and probability.
        words: the word alignment of every pair in ``pairs``.
        removed: what was cut as page furniture (``Coverage.removed``).
        space: what makes token vectors comparable; needed to explain other pairs.
        settings: how the comparison was made.
        model: what gave each candidate its probability.
        decisions: the frame ``decisions``, where people decided; ``pairs`` has a column ``decision`` then.
        coder: whose decision counts where coders are tied.
    """

    articles: pd.DataFrame
    claims: pd.DataFrame
    pairs: pd.DataFrame
    framing: pd.DataFrame
    candidates: pd.DataFrame
    words: pd.DataFrame
    removed: pd.DataFrame
    space: TokenSpace = field(repr=False)
    settings: Settings
    model: PairModel = field(default_factory=PairModel.shipped, repr=False)
    decisions: pd.DataFrame = field(default_factory=lambda: empty("decisions"), repr=False)
    coder: str | None = None

    def __repr__(self) -> str:
        relations = self.pairs["relation"].value_counts()
        counted = ", ".join(f"{count} {relation}" for relation, count in relations.items()) or "none"
        return (
            f"Comparison({len(self.articles)} articles, {self.articles['outlet'].nunique()} outlets, "
            f"{len(self.claims)} claims; pairs: {counted})"
        )

    def _repr_html_(self) -> str:
        from sinorus_lib.views.summaries import comparison_html

        return comparison_html(self)

    @cached_property
    def translation_null(self) -> TranslationNull:
        """What each measure differs by on true translations: the shipped null, or that of the settings.

        Raises:
            SinorusError: if the file that the settings name holds none.
        """
        path = self.settings.translation_null
        return TranslationNull.shipped() if path is None else TranslationNull.load(path)

    @cached_property
    def divergence(self) -> pd.DataFrame:
        """The frame ``divergence``: the difference of every pair on every measure, and where translation puts it."""
        return pair_divergence(
            self.pairs, self.framing, words=self.words, null=self.translation_null, settings=self.settings
        )

    @cached_property
    def outlets(self) -> pd.DataFrame:
        """The frame ``outlets``: paired differences between outlets over the claims they share, also in words.

        Copies count once, and no article against its own translation (``Settings.copies``).
        """
        return outlet_divergence(
            self.counted_pairs(), self.divergence, self.claims, null=self.translation_null, settings=self.settings
        )

    @cached_property
    def pooled(self) -> pd.DataFrame:
        """The frame ``pooled``: differences between outlets over all their claims, shared or not, copies once."""
        return pooled_divergence(
            self.counted_claims(), self.framing, null=self.translation_null, settings=self.settings
        )

    @cached_property
    def translations(self) -> pd.DataFrame:
        """Which articles translate which, and how much of them: see :func:`find_translations`."""
        at_least = self.settings.translation_probability
        return find_translations(self.articles, self.claims, self.candidates, at_least=at_least)

    def events(self) -> pd.DataFrame:
        """Return the events that the articles report, the first one first.

        Returns:
            ``event articles outlets first last entities``, one row an event; articles of none have a row of their own
            without a name.
        """
        return event_table(self.articles)

    def residual_words(self) -> pd.DataFrame:
        """Return the words that shared claims leave over, ranked within their outlet.

        Returns:
            ``outlet language word claims weight example``; see :func:`sinorus_lib.divergence.residual_words`.
        """
        return residual_words(self.counted_pairs(), self.words, self.claims)

    def counted_pairs(self) -> pd.DataFrame:
        """Return the rows of ``pairs`` that statistics count: by default not those of copies and translations."""
        return counted_pairs(self.pairs, self.claims, self.articles, self.settings)

    def counted_claims(self) -> pd.DataFrame:
        """Return the rows of ``claims`` that statistics count: by default not those of copies."""
        return counted_claims(self.claims, self.articles, self.settings)

    def with_probability(self, min_probability: float) -> Comparison:
        """Return a comparison of the same candidates with another ``min_probability``.

        Word alignments are kept for the pairs that had them; :meth:`explain` gives those of any other. Decisions
        stay: a pair decided on is in, or out, whatever its probability.

        Raises:
            SettingsError: if it is not from 0 to 1.
        """
        from sinorus_lib.adjudication.deciding import selected_again

        return selected_again(replace(self, settings=self.settings.with_(min_probability=min_probability)))

    def with_decisions(self, decisions: pd.DataFrame, *, coder: str | None = None) -> Comparison:
        """Return a comparison in which people's decisions win over the model; earlier ones are replaced.

        ``pairs`` gains a column ``decision``, empty where nobody decided. ``same`` makes a pair equivalent,
        ``related`` and ``split`` related, ``conflicting`` conflicting, even if the model rejected it;
        ``different`` leaves it out; ``unsure`` changes nothing. ``probability`` stays the model's. Of several
        coders most votes count, ``unsure`` apart; a tie is ``unsure``. Groups follow: two claims decided the same
        may share one however improbable, two decided anything else never do. Word alignments stay those of the
        pairs that had them; :meth:`explain` gives those of any other.

        Args:
            decisions: the frame ``decisions``, as :func:`read_decisions` returns it.
            coder: whose decision counts where coders are tied.

        Raises:
            SchemaError: if the frame lacks a column.

        Warns:
            SinorusWarning: of decisions on claims that are not in this comparison, or on pairs never scored.
        """
        from sinorus_lib.adjudication.deciding import with_decisions

        return with_decisions(self, decisions, coder)

    def estimate_quality(self, decisions: pd.DataFrame | None = None) -> Quality:
        """Return precision, recall and calibration of the model, estimated from decisions, with 95 % intervals.

        Nobody decides on a random sample, so scored pairs are cut into strata, by probability and by whether they
        are called equivalent, and decided pairs weigh as many pairs as they stand for. That assumes that within a
        stratum those decided are like those that are not. It holds best if some were drawn by chance. See
        :mod:`sinorus_lib.adjudication.estimates` for the sources (Horvitz & Thompson 1952; Rubin 1981; Wilson
        1927). What the result cannot say, or says on little, its ``notes`` say in words.

        Args:
            decisions: the frame ``decisions``; those of this comparison if not given.

        Raises:
            SchemaError: if the frame lacks a column.
        """
        from sinorus_lib.adjudication.quality import estimate_quality

        return estimate_quality(self, decisions)

    def recalibrated(self, decisions: pd.DataFrame | None = None) -> Comparison:
        """Return a comparison whose probabilities are fitted again to decisions, its pairs selected anew.

        Log odds are stretched and shifted (Platt 1999), with a strong prior that leaves them alone, so that few
        decisions change little; the order of the pairs stays. Fitting twice is fitting once: it starts from the
        model as it came. Decisions that the comparison has stay in force.

        Args:
            decisions: the frame ``decisions``; those of this comparison if not given.

        Raises:
            SinorusError: if fewer than 20 scored pairs are decided, or all alike.
            SchemaError: if the frame lacks a column.
        """
        from sinorus_lib.adjudication.recalibrating import recalibrated

        return recalibrated(self, decisions)

    def coverage_matrix(self) -> pd.DataFrame:
        """Return claim groups by outlets: how many claims of each outlet each group has.

        One row a group, by the number of outlets that report it; the index is ``group_id`` and ``claim``,
        a claim that stands for the group (its representative in the outlet that comes first).
        """
        members = self.group_members()
        outlets = sorted(self.articles["outlet"].unique())
        if members.empty:
            return pd.DataFrame(columns=outlets, index=pd.MultiIndex.from_arrays([[], []], names=MATRIX_COLUMNS))
        counted = pd.crosstab(members["group_id"], members["outlet"])
        counted = counted.reindex(columns=outlets, fill_value=0)
        reported = (counted > 0).sum(axis=1).to_dict()
        ordered = sorted(reported, key=lambda group: (-reported[group], group))
        names = self.groups().drop_duplicates("group_id").set_index("group_id")["text"].to_dict()
        index = pd.MultiIndex.from_arrays([ordered, [names[group] for group in ordered]], names=MATRIX_COLUMNS)
        return counted.loc[ordered].set_axis(index)

    def groups(self) -> pd.DataFrame:
        """Return who reports each shared claim, and how: one row a group and outlet.

        Returns:
            ``group_id outlet claim_id text``, by group and outlet; the claim is the outlet's representative.
        """
        members = self.group_members()
        chosen = members[members["representative"]].sort_values(["group_id", "outlet"])
        return chosen[["group_id", "outlet", "claim_id", "text"]].reset_index(drop=True)

    def group_members(self) -> pd.DataFrame:
        """Return the claims that stand in a group, in the order of the claims.

        Returns:
            The columns of ``claims``, ``group_id``, and ``representative``: whether the claim stands for its
            group in its outlet. That is the one with the highest mean probability to the group's other claims.
        """
        grouped = self.pairs.dropna(subset="group_id")
        groups = {
            claim: group
            for side in ("claim_a", "claim_b")
            for claim, group in zip(grouped[side], grouped["group_id"], strict=True)
        }
        members = self.claims[self.claims["claim_id"].isin(list(groups))]
        members = members.assign(group_id=members["claim_id"].map(groups)).reset_index(drop=True)
        chosen = _representatives(members, self.candidates)
        return members.assign(representative=members["claim_id"].isin(list(chosen)))

    def unmatched(self, outlet: str | None = None) -> pd.DataFrame:
        """Return the claims without a pair; not found is not the same as not reported, see :meth:`nearest`.

        Subheadings are not compared and do not appear here.

        Args:
            outlet: only those of this outlet.

        Raises:
            SinorusError: if there is no such outlet.
        """
        if outlet is not None and outlet not in set(self.articles["outlet"]):
            names = ", ".join(sorted(self.articles["outlet"].unique()))
            raise SinorusError(f"No outlet {outlet!r} in this comparison; expected one of {names}.")
        matched = set(self.pairs["claim_a"]) | set(self.pairs["claim_b"])
        compared = self.claims[self.claims["kind"] != SUBHEADING]
        chosen = compared[~compared["claim_id"].isin(matched)]
        return (chosen if outlet is None else chosen[chosen["outlet"] == outlet]).reset_index(drop=True)

    def nearest(self, claim_id: str, *, count: int = 5) -> pd.DataFrame:
        """Return the most probable candidates for a claim, kept or rejected.

        Returns:
            One row a candidate, most probable first: ``claim_id outlet language text``, its scores
            ``similarity overlap probability``, and ``kept`` (whether it is in ``pairs``).

        Raises:
            SinorusError: if there is no such claim.
        """
        self._claim(claim_id)
        found = self.candidates[(self.candidates[["claim_a", "claim_b"]] == claim_id).any(axis=1)]
        best = found.sort_values(["probability", "claim_a", "claim_b"], ascending=[False, True, True]).head(count)
        other = best["claim_b"].where(best["claim_a"] == claim_id, best["claim_a"])
        kept = {key(a, b) for a, b in self.pairs[["claim_a", "claim_b"]].itertuples(index=False)}
        scores = best[["similarity", "overlap", "probability"]].assign(
            claim_id=other, kept=[key(claim_id, one) in kept for one in other]
        )
        facts = self.claims[["claim_id", "outlet", "language", "text"]]
        columns = [*facts.columns, "similarity", "overlap", "probability", "kept"]
        return scores.merge(facts, on="claim_id", how="left")[columns]

    def explain(self, claim_a: str, claim_b: str) -> Explanation:
        """Return which words of two claims match, what is left over, and why the probability is what it is.

        Raises:
            SinorusError: if there is no such claim, or the two were never scored against each other.
        """
        wanted = key(claim_a, claim_b)
        for claim in wanted:
            self._claim(claim)
        a, b = self.candidates["claim_a"], self.candidates["claim_b"]
        row = self.candidates[((a == claim_a) & (b == claim_b)) | ((a == claim_b) & (b == claim_a))]
        if row.empty:
            raise SinorusError(
                f"The claims {claim_a} and {claim_b} were not scored against each other: they are of one outlet, "
                "or neither is among the other's nearest. Raise Settings.candidates to score more."
            )
        candidate = row.iloc[0]
        return explain_pair(
            candidate,
            self._claim(str(candidate["claim_a"])),
            self._claim(str(candidate["claim_b"])),
            self._words_of(candidate),
            self.model,
            relation=self._relation_of(candidate),
            interface=self.settings.interface,
        )

    def components(self) -> pd.DataFrame:
        """Return what each feature of the probability adds, and how many pairs hang on it alone.

        A feature is taken away by giving every candidate its mean contribution; the others stay as they are.
        Decisions of coders play no part.

        Returns:
            ``feature weight log_odds_pairs log_odds_rejected pairs_lost pairs_gained``, one row a feature of
            ``model.content``; see :func:`sinorus_lib.alignment.components.component_table`.
        """
        return component_table(self.candidates, self.model, self.settings)

    def _relation_of(self, candidate: pd.Series) -> str:
        same = (self.pairs["claim_a"] == candidate["claim_a"]) & (self.pairs["claim_b"] == candidate["claim_b"])
        found = self.pairs.loc[same, "relation"].dropna()
        return CANDIDATE if found.empty else str(found.iloc[0])

    def _words_of(self, row: pd.Series) -> pd.DataFrame:
        stored = self.words
        if not stored.empty:
            stored = stored[(stored["claim_a"] == row["claim_a"]) & (stored["claim_b"] == row["claim_b"])]
        if not stored.empty:
            return stored.reset_index(drop=True)
        pair = self.claims[self.claims["claim_id"].isin([row["claim_a"], row["claim_b"]])]
        tokens = token_encoder(self.settings).encode(pair["text"].tolist())
        return word_table(row.to_frame().T, pair, tokens, self.space)

    def _claim(self, claim_id: str) -> pd.Series:
        found = self.claims[self.claims["claim_id"] == claim_id]
        if found.empty:
            raise SinorusError(f"No claim {claim_id!r} in this comparison; see comparison.claims.")
        return found.iloc[0]

    def coverage_chart(self) -> Chart:
        """Return the coverage matrix as a chart; its ``figure`` is a plotly figure, its ``png`` a picture."""
        from sinorus_lib.views.charts import coverage_chart

        return coverage_chart(self)

    def divergence_chart(self) -> Chart:
        """Return how outlets differ by measure as a chart: with intervals, or pair by pair where claims are few."""
        from sinorus_lib.views.charts import divergence_chart

        return divergence_chart(self)

    def pair_map(self) -> Chart:
        """Return the candidate pairs by similarity and overlap as a chart."""
        from sinorus_lib.views.charts import pair_map

        return pair_map(self)

    def timeline(self) -> Chart:
        """Return the articles by date and outlet as a chart."""
        from sinorus_lib.views.charts import timeline

        return timeline(self)

    def inspect(self, *, coder: str = "", annotations: str | Path | None = "data/annotations") -> Inspector:
        """Return the inspector: filter pairs, read them side by side, see why, decide.

        Args:
            coder: name or initials of who decides; the inspector asks for them if empty.
            annotations: the folder to which decisions are appended, one file a coder; it is made when the first is
                made. With ``None`` they last as long as the widget.

        Raises:
            SinorusError: if the name of the coder cannot name a file.
        """
        from sinorus_lib.views.inspector import inspector

        return inspector(self, coder=coder, annotations=annotations)

    def to_html(self, path: str | Path, *, charts: bool = True) -> Path:
        """Write one HTML file that works offline and asks nothing of anyone; return its path.

        Args:
            path: the file to write; one that is there is replaced.
            charts: whether it has the linked charts; they add the 4.5 MB of plotly.js.

        Raises:
            OSError: if it cannot be written there.
        """
        from sinorus_lib.views.page import write_page

        return write_page(self, Path(path), charts=charts)

    def save(self, folder: str | Path) -> Path:
        """Write the comparison as a folder of Parquet and JSON; return the folder.

        Raises:
            SinorusError: if the folder holds something else.
        """
        from sinorus_lib.storage import save

        return save(self, Path(folder))


@overload
def compare(
    coverage: Coverage | pd.DataFrame,
    *,
    settings: Settings | None = None,
    progress: bool | None = None,
    client: Client | None = None,
    to: None = None,
) -> Comparison: ...


@overload
def compare(
    coverage: Coverage | pd.DataFrame,
    *,
    settings: Settings | None = None,
    progress: bool | None = None,
    client: Client | None = None,
    to: str | Path,
) -> Run: ...


def compare(
    coverage: Coverage | pd.DataFrame,
    *,
    settings: Settings | None = None,
    progress: bool | None = None,
    client: Client | None = None,
    to: str | Path | None = None,
) -> Comparison | Run:
    """Compare articles: claims, pairs, framing, divergence.

    What was worked out for an article, or for the articles of an event, is kept and found again: in the cache of the
    settings, or in the folder ``to``. So a second comparison works on what is new alone.

    Args:
        coverage: what :func:`read_coverage` returned, or a frame ``articles``.
        settings: every threshold and choice.
        progress: show progress bars; by default only where someone watches (a terminal or a notebook).
        client: a client of a Dask cluster that does the work; every worker must see the cache, or the folder ``to``.
        to: a folder for a comparison that need not fit into memory: partitioned Parquet, see :class:`Run`.

    Returns:
        The comparison in memory; with ``to``, the run on the disk.

    Raises:
        SinorusError: if a stage cannot do its work; the message says which and how to mend it.
    """
    settings = settings or Settings()
    articles, removed = conform(articles_of(coverage), "articles"), _removed(coverage)
    if to is not None:
        from sinorus_lib.runs import run_in

        return run_in(Path(to), articles, removed, settings, bar=partial(_bar, progress), client=client)
    collection, bar = Collection.in_cache(settings, client), partial(_bar, progress)
    return collection.finish(articles, bar, partial(comparison_of, removed=removed, settings=settings))


def comparison_of(finished: Finished, *, removed: pd.DataFrame, settings: Settings) -> Comparison:
    """Return what all stages made of a collection, in memory.

    Raises:
        SinorusError: if there is no sentence in it.
    """
    claims = _placed(finished.read(CLAIMS), "claims", finished.articles, "article_id")
    if claims.empty:
        raise SinorusError("The articles hold no sentence to compare. Read articles with running text.")
    _warn_of_short_articles(finished.articles, claims)
    pairs = conform(_or_empty(finished.read(PAIRS), partial(empty, "pairs")), "pairs")
    return Comparison(
        articles=finished.articles,
        claims=claims,
        pairs=pairs.sort_values(_BY_PROBABILITY, ascending=[False, True, True], ignore_index=True),
        framing=_placed(finished.read(FRAMING), "framing", claims, "claim_id"),
        candidates=_or_empty(finished.read(CANDIDATES), no_candidates),
        words=_or_empty(finished.read(WORDS), no_words),
        removed=removed,
        space=finished.space(sorted(claims["language"].unique())),
        settings=settings,
    )


def _placed(rows: pd.DataFrame, schema: str, owners: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows in the order in which another frame has those they belong to."""
    frame = conform(_or_empty(rows, partial(empty, schema)), schema)
    places = pd.Index(owners[by]).get_indexer(pd.Index(frame[by]))
    return frame.iloc[np.argsort(places, kind="stable")].reset_index(drop=True)


def _warn_of_short_articles(articles: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Warn of articles whose claims cannot be told from their own background."""
    counted = claims[claims["kind"] != SUBHEADING]["article_id"].value_counts()
    short = articles[articles["article_id"].map(counted).fillna(0) < FEWEST_CLAIMS]
    if len(short):
        warnings.warn(
            f"{len(short)} articles have fewer than {FEWEST_CLAIMS} sentences (first: {short['outlet'].iloc[0]}); "
            "too few to tell a shared claim from the usual overlap, so they may show no pair. Add their full text.",
            SinorusWarning,
            stacklevel=3,
        )


def _removed(coverage: Coverage | pd.DataFrame) -> pd.DataFrame:
    if isinstance(coverage, Coverage):
        return coverage.removed
    return pd.DataFrame(columns=list(REMOVED_COLUMNS))


def _representatives(members: pd.DataFrame, candidates: pd.DataFrame) -> set[str]:
    """Return one claim a group and outlet: the nearest to the group's others, then the longest, then by id."""
    near = members["claim_id"].map(_mean_probabilities(members, candidates)).fillna(0.0)
    ranked = members.assign(near=near.round(9), length=members["text"].str.len()).sort_values(
        ["near", "length", "claim_id"], ascending=[False, False, True]
    )
    return set(ranked.drop_duplicates(["group_id", "outlet"])["claim_id"])


def _mean_probabilities(members: pd.DataFrame, candidates: pd.DataFrame) -> pd.Series:
    """Return the mean probability of each claim to those of its group that it was scored against."""
    groups = members.set_index("claim_id")["group_id"]
    scored = candidates[candidates["claim_a"].isin(groups.index) & candidates["claim_b"].isin(groups.index)]
    inside = scored[scored["claim_a"].map(groups) == scored["claim_b"].map(groups)]
    sides = [inside[[f"claim_{side}", "probability"]].set_axis(["claim", "probability"], axis=1) for side in "ab"]
    return pd.concat(sides).groupby("claim")["probability"].mean()


def _or_empty(frame: pd.DataFrame, empty_frame: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return a frame, or one with the right columns if it has no rows: without rows nothing says what they are."""
    return frame if len(frame) else empty_frame()


@contextmanager
def _bar(progress: bool | None, stage: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show a progress bar while a stage runs; by default not where the output is a file."""
    from tqdm.auto import tqdm

    unasked = True if os.environ.get("TQDM_DISABLE") else None  # None: not where the output is a file
    disable = unasked if progress is None else not progress
    often: dict[str, Any] = {"mininterval": 0, "miniters": 1}  # a piece takes seconds: each is shown as it is done
    with tqdm(total=total, desc=stage, unit="article", leave=False, disable=disable, **often) as bar:
        yield bar.update
