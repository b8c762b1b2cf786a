"""The columns of every frame: names, dtypes, meanings, and the check that enforces them.

The names are a contract with scripts that use sinorus: a frame may gain columns, never lose one.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sinorus_lib.errors import SchemaError

TEXT, WHOLE, NUMBER, TIME, FLAG = "str", "int64", "float64", "datetime64[ns]", "bool"


@dataclass(frozen=True)
class Column:
    """One column of a frame: its dtype, what it means, whether a cell may be empty, and the column be left out."""

    dtype: str
    meaning: str
    nullable: bool = False
    optional: bool = False


def _fact(meaning: str) -> Column:
    """Return a column of text that a frame may lack; it is empty then."""
    return Column(TEXT, meaning, nullable=True, optional=True)


def _ids(*names: str) -> dict[str, Column]:
    return {name: Column(TEXT, "id of a claim (`claims.claim_id`)") for name in names}


_OUTLET_DIFFERENCE = {
    "outlet_a": Column(TEXT, "outlet a"),
    "outlet_b": Column(TEXT, "outlet b"),
    "measure": Column(TEXT, "name of the measure; `measure:class` for how often a class occurs"),
    "difference": Column(NUMBER, "mean of a minus mean of b"),
    "low": Column(NUMBER, "lower end of the 95 % bootstrap interval over articles", nullable=True),
    "high": Column(NUMBER, "upper end of the 95 % bootstrap interval over articles", nullable=True),
    "p": Column(NUMBER, "two-sided permutation test, across languages of the mean of translations", nullable=True),
    "q": Column(NUMBER, "p after Benjamini-Hochberg over all rows", nullable=True),
}
_DIFFERENCE_FACTS = {
    "mean_a": Column(NUMBER, "mean of outlet a"),
    "mean_b": Column(NUMBER, "mean of outlet b"),
    "articles_a": Column(WHOLE, "number of articles of outlet a that it rests on"),
    "articles_b": Column(WHOLE, "number of articles of outlet b that it rests on"),
    "null_low": Column(NUMBER, "lower end of where 95 % of means of as many translations lie", nullable=True),
    "null_high": Column(NUMBER, "upper end of it", nullable=True),
    "finding": Column(TEXT, "what follows, in words of the interface's language"),
}
SCHEMAS: dict[str, dict[str, Column]] = {
    "articles": {
        "article_id": Column(TEXT, "stable id: the same text in the same outlet has the same id everywhere"),
        "outlet": Column(TEXT, "who published it; `unknown` when not known"),
        "language": Column(TEXT, "`fr` or `en`"),
        "title": Column(TEXT, "headline", nullable=True),
        "published": Column(TIME, "date of publication", nullable=True),
        "url": Column(TEXT, "address of the article", nullable=True),
        "text": Column(TEXT, "text after cleaning; every offset in every frame points into it"),
        "source_path": Column(TEXT, "file it was read from", nullable=True),
        "original_language": Column(TEXT, "language it was first written in, if declared", nullable=True),
        "duplicate_of": Column(TEXT, "id of the article it is a copy of", nullable=True),
        "translation_of": _fact("id of the article in the other language that it is a translation of"),
        "wire": _fact("news agencies that its text credits, e.g. `AFP` or `AFP, Reuters`"),
        "event": _fact("name of the event that it reports; only articles of one event are compared"),
        "event_similarity": Column(
            NUMBER,
            "how near it is to the others of its event, 0 to 1, where that was found",
            nullable=True,
            optional=True,
        ),
        "event_entities": _fact("what it names together with the others of its event, where that was found"),
        "author": _fact("who signed it"),
    },
    "claims": {
        "claim_id": Column(TEXT, "stable id of the claim"),
        "article_id": Column(TEXT, "article it stands in"),
        "outlet": Column(TEXT, "outlet of the article"),
        "language": Column(TEXT, "`fr` or `en`"),
        "sentence": Column(WHOLE, "number of the sentence in its article, from 0"),
        "position": Column(WHOLE, "number of the claim in its article, from 0"),
        "paragraph": Column(WHOLE, "number of the paragraph in its article, from 0"),
        "kind": Column(TEXT, "`headline`, `subheading` or `sentence`"),
        "start": Column(WHOLE, "first code point in `articles.text`"),
        "end": Column(WHOLE, "code point after the last"),
        "text": Column(TEXT, "the claim as written: `articles.text[start:end]`"),
        "content_start": Column(WHOLE, "first code point of what is asserted, attribution peeled off"),
        "content_end": Column(WHOLE, "code point after the last of what is asserted"),
        "quoted": Column(NUMBER, "share of the claim that stands inside quotation marks, 0 to 1"),
        "speaker": Column(TEXT, "who is said to have said it, as written", nullable=True),
        "split": Column(
            TEXT,
            "how the claim came about: `whole` (a sentence left whole), `clause` (a part of a sentence that asserts "
            "several things) or `fallback` (a whole sentence whose parse gave nothing to go by)",
        ),
    },
    "pairs": {
        **_ids("claim_a", "claim_b"),
        "language_a": Column(TEXT, "language of claim a; the French side in a pair across languages"),
        "language_b": Column(TEXT, "language of claim b"),
        "outlet_a": Column(TEXT, "outlet of claim a"),
        "outlet_b": Column(TEXT, "outlet of claim b"),
        "similarity": Column(NUMBER, "cosine of the centred sentence vectors, -1 to 1"),
        "overlap": Column(NUMBER, "token overlap above the local background"),
        "probability": Column(NUMBER, "calibrated probability that both assert the same claim, 0 to 1"),
        "conflict_probability": Column(
            NUMBER, "probability that, if both are about the same, one contradicts the other, 0 to 1"
        ),
        "relation": Column(
            TEXT,
            "`equivalent`, `related` or `conflicting`; empty for a scored candidate too improbable for any",
            nullable=True,
        ),
        "reason": Column(
            TEXT,
            "why a `conflicting` pair is one: `cue: words of a / words of b`, several set apart by `; `; "
            "empty for any other relation",
            nullable=True,
        ),
        "group_id": Column(TEXT, "claims of several outlets that are one claim", nullable=True),
    },
    "framing": {
        **_ids("claim_id"),
        "measure": Column(TEXT, "name of the measure"),
        "value": Column(NUMBER, "the claim's value on the measure, 0 to 1; the same on all its rows"),
        "label": Column(TEXT, "the claim's class on the measure"),
        "start": Column(WHOLE, "first code point of the evidence in `articles.text`"),
        "end": Column(WHOLE, "code point after the last of the evidence"),
        "cue": Column(TEXT, "the evidence as written: `articles.text[start:end]`"),
        "note": Column(TEXT, "what the evidence is, e.g. `source`, `scope`, `actor=capital`", nullable=True),
    },
    "divergence": {
        **_ids("claim_a", "claim_b"),
        "measure": Column(TEXT, "name of the measure"),
        "value_a": Column(NUMBER, "value of claim a"),
        "value_b": Column(NUMBER, "value of claim b"),
        "label_a": Column(TEXT, "class of claim a", nullable=True),
        "label_b": Column(TEXT, "class of claim b", nullable=True),
        "difference": Column(NUMBER, "value_a minus value_b"),
        "null_percentile": Column(
            NUMBER,
            "where the difference lies among those of true translations, 0 to 1, at its least unusual over the "
            "languages of origin; usual from .025 to .975. Empty within a language and where there is no null",
            nullable=True,
        ),
    },
    "outlets": {
        **_OUTLET_DIFFERENCE,
        "pairs": Column(WHOLE, "number of shared claims it rests on"),
        **_DIFFERENCE_FACTS,
    },
    "pooled": {
        **_OUTLET_DIFFERENCE,
        "claims_a": Column(WHOLE, "number of claims of outlet a"),
        "claims_b": Column(WHOLE, "number of claims of outlet b"),
        **_DIFFERENCE_FACTS,
    },
    "decisions": {
        "coder": Column(TEXT, "who decided"),
        **_ids("claim_a", "claim_b"),
        "decision": Column(
            TEXT,
            "`same`, `related`, `conflicting`, `different`, `split` (one claim says several things, some of them the "
            "same), `unsure`, or `none`, which withdraws what the coder decided before",
        ),
        "note": Column(TEXT, "what the coder wrote about it; often nothing"),
        "when": Column(TIME, "when it was decided, in UTC"),
        "blind": Column(FLAG, "whether the coder decided without seeing the scores"),
        "id": Column(TEXT, "id of the decision; the same id twice is one decision"),
        "undoes": Column(TEXT, "id of the decision that this one takes back", nullable=True),
        "holds": Column(FLAG, "whether it is the last of its coder on its pair, and no withdrawal"),
    },
}


def refuse_twice(articles: pd.DataFrame) -> None:
    """Refuse articles of which two have one id.

    Raises:
        SchemaError: naming the id.
    """
    twice = articles.loc[articles["article_id"].duplicated(), "article_id"]
    if len(twice):
        raise SchemaError(
            f"Two articles have the id {twice.iloc[0]!r}; expected one each. Give each its own, or remove one."
        )


def empty(name: str) -> pd.DataFrame:
    """Return a frame of the named schema with no rows."""
    return pd.DataFrame({column: pd.Series(dtype=spec.dtype) for column, spec in SCHEMAS[name].items()})


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the frame with the schema's columns first and in its dtypes, then any others.

    An optional column that it lacks is added, empty.

    Raises:
        SchemaError: if a column is missing, cannot take its dtype, or has a forbidden empty cell.
    """
    schema = SCHEMAS[name]
    missing = [column for column, spec in schema.items() if column not in frame and not spec.optional]
    if missing:
        raise SchemaError(
            f"The frame {name!r} lacks the column {missing[0]!r}; expected {', '.join(schema)}; "
            f"got {', '.join(map(str, frame.columns)) or 'no columns'}."
        )
    others = [column for column in frame.columns if column not in schema]
    nothing = pd.Series(None, index=frame.index, dtype=object)
    typed = {column: _typed(frame.get(column, nothing), column, schema[column], name) for column in schema}
    return pd.DataFrame({**typed, **{column: frame[column] for column in others}}).reset_index(drop=True)


def _typed(values: pd.Series, column: str, spec: Column, frame_name: str) -> pd.Series:
    if not spec.nullable and values.isna().any():
        raise SchemaError(f"The column {column!r} of the frame {frame_name!r} has an empty cell; none may be empty.")
    try:
        return values.astype(pd.api.types.pandas_dtype(spec.dtype))
    except (TypeError, ValueError) as error:
        raise SchemaError(
            f"The column {column!r} of the frame {frame_name!r} is {values.dtype}; expected {spec.dtype} ({error})."
        ) from error


def data_dictionary() -> str:
    """Return the columns of every frame with dtype and meaning, as Markdown tables."""
    return "\n\n".join(_dictionary_of(name) for name in SCHEMAS)


def _dictionary_of(name: str) -> str:
    rows = [
        f"| `{column}` | {spec.dtype} | {spec.meaning}{'; may be empty' if spec.nullable else ''} |"
        for column, spec in SCHEMAS[name].items()
    ]
    return "\n".join([f"### `{name}`", "", "| column | dtype | meaning |", "|---|---|---|", *rows])
