"""Attribution relations: who says what in whole articles, and through whom it comes.

After Pareti (2015, *Attribution: A Computational Approach*): a relation has a source, a cue and a content, and may
stand inside another one. Direct, indirect and mixed speech as in Semino & Short (2004). What a newspaper says that
officials say has come two steps (Bell 1991, *The Language of News Media*): the column ``chain`` keeps them apart.

It cannot see irony or free indirect speech, who "they" are when nobody spoke before, nor two people of one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.errors import SchemaError
from sinorus_lib.framing.lexicon import Span, load_lexicon, plain
from sinorus_lib.framing.reporting.contents import attribution_span
from sinorus_lib.framing.reporting.identities import OUTLET, Identity, identify_sources, load_naming
from sinorus_lib.framing.reporting.passages import Passage, Relation, read_passage
from sinorus_lib.parsing import Parser

if TYPE_CHECKING:
    from sinorus_lib.coverage import Coverage

__all__ = ["COLUMNS", "attribution_relations"]

COLUMNS = (
    "article_id",
    "claim_id",
    "outlet",
    "language",
    "order",
    "source",
    "source_start",
    "source_end",
    "source_class",
    "source_id",
    "cue",
    "cue_start",
    "cue_end",
    "cue_class",
    "how",
    "negated",
    "content",
    "spans",
    "start",
    "end",
    "chain",
)
WHOLE = ("source_start", "source_end", "cue_start", "cue_end", "start", "end")
NEEDED = ("article_id", "outlet", "language", "text")
LINK = " < "
REACH = 60


def attribution_relations(
    articles: pd.DataFrame | Coverage, claims: pd.DataFrame | None = None, *, parser: Parser | None = None
) -> pd.DataFrame:
    """Return one row for each attribution in whole articles, in order.

    A row's columns:

    * ``article_id``, ``outlet``, ``language``: of the article.
    * ``claim_id``: the claim in which the cue stands; empty if no claims are given.
    * ``order``: number of the relation in its article, from 0.
    * ``source``, ``source_start``, ``source_end``: the source as written, without appositions after a comma
      (unless they give an office its name); empty for hearsay.
    * ``source_class``: see `sinorus_lib.framing.attribution`.
    * ``source_id``: who that is, the same through the article: the id of an actor (``cn``, ``person:putin``),
      ``officials`` for officials and sources without name, ``outlet`` for the outlet itself, else class and words
      (``office:local mayor``); empty where nobody is said to speak.
    * ``cue``, ``cue_start``, ``cue_end``: verb with its auxiliaries, marker or noun; empty for a quotation
      without one.
    * ``cue_class``: see `sinorus_lib.framing.reporting_cue`.
    * ``how``: ``direct`` (with a quotation), ``indirect`` or ``marker``.
    * ``negated``: whether the reporting is negated.
    * ``content``: what is said, its pieces joined by " … "; for direct speech the whole quotation without its
      marks, also over sentences and paragraphs; for indirect speech the reported clause without "that".
    * ``spans``: the pieces as a list of ``(start, end)``.
    * ``start``, ``end``: where the content begins and ends.
    * ``chain``: through whom it comes, the outlet first: ``outlet < Financial Times < unnamed officials``.

    Every offset is in code points of ``articles.text``.

    Args:
        articles: the frame ``articles`` (`sinorus_lib.schemas`), or the coverage that holds it.
        claims: the frame ``claims`` of the same articles, to tell in which claim a relation stands.
        parser: shares parses with other stages; a new one if not given.

    Raises:
        SchemaError: if the articles lack a column.
        SinorusError: if there is no lexicon or no parser for a language.
    """
    frame = articles if isinstance(articles, pd.DataFrame) else articles.articles
    missing = [column for column in NEEDED if column not in frame]
    if missing:
        raise SchemaError(f"The articles lack the column {missing[0]!r}; expected {', '.join(NEEDED)}.")
    parser = parser or Parser()
    rows = [row for article in frame.to_dict("records") for row in _rows(article, parser)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(WHOLE, "Int64"))
    return table if claims is None else _with_claims(table, claims)


def _rows(article: dict[Any, Any], parser: Parser) -> Iterator[dict[str, Any]]:
    text, outlet = str(article["text"]), str(article["outlet"])
    title = article.get("title")
    passage = read_passage(text, str(article["language"]), title if isinstance(title, str) else None, parser)
    identities = identify_sources(passage, outlet)
    parents = [_parent(passage, place) for place in range(len(passage.relations))]
    for order, (relation, identity) in enumerate(zip(passage.relations, identities, strict=True)):
        yield {
            **{name: article[name] for name in ("article_id", "outlet", "language")},
            "claim_id": None,
            "order": order,
            **_words(text, relation),
            "source_class": _class(relation, identity),
            "source_id": None if identity is None else identity.actor,
            "chain": LINK.join([OUTLET, *_steps(passage, order, parents, identities)]),
        }


def _words(text: str, relation: Relation) -> dict[str, Any]:
    """Return the columns of source, cue and content as written."""
    item, content = relation.item, relation.content
    row: dict[str, Any] = {}
    for name, span in (("source", item and item.source), ("cue", item and item.cue)):
        row |= {name: text[slice(*span)] if span else None}
        row |= {f"{name}_start": span[0] if span else None, f"{name}_end": span[1] if span else None}
    return row | {
        "cue_class": "none" if item is None else item.cue_class,
        "how": "direct" if item is None else item.how,
        "negated": item is not None and item.negated,
        "content": " … ".join(text[start:end] for start, end in content) or None,
        "spans": list(content),
        "start": content[0][0] if content else None,
        "end": content[-1][1] if content else None,
    }


def _class(relation: Relation, identity: Identity | None) -> str:
    found = "unspecified" if relation.item is None else relation.item.source_class
    return identity.label if found == "unspecified" and identity is not None else found


def _parent(passage: Passage, place: int) -> int | None:
    """Return the relation that a relation stands in: who quotes its source, or in whose content its cue stands."""
    relation = passage.relations[place]
    if relation.item is None:
        return None
    cited = _citing(passage, place)
    if cited is not None:
        return cited
    start, end = relation.item.cue
    holders = [
        (piece[1] - piece[0], number)
        for number, other in enumerate(passage.relations)
        if number != place and other.item is not None
        for piece in other.content
        if piece[0] <= start and end <= piece[1] and not _mutual(other, relation)
    ]
    return min(holders)[1] if holders else None


def _mutual(one: Relation, other: Relation) -> bool:
    """Say whether each of two relations stands in the other, as two markers of one clause do."""
    if one.item is None or other.item is None:
        return False
    start, end = one.item.cue
    return any(piece[0] <= start and end <= piece[1] for piece in other.content)


def _citing(passage: Passage, place: int) -> int | None:
    """Return the relation of who cites the source of this one: "The Times, citing officials, reported"."""
    relation, naming = passage.relations[place], load_naming(passage.language)
    if relation.item is None:
        return None
    cue = plain(passage.text[slice(*relation.item.cue)])
    same = [
        number
        for number, other in enumerate(passage.relations)
        if other.sentence == relation.sentence and number != place and other.item is not None
    ]
    if cue in naming.quoting:
        return next((number for number in same if not _is_cue(passage, number, naming.quoting)), None)
    quoted = [number for number in same if _is_cue(passage, number, naming.quoted)]
    return quoted[0] if quoted and cue not in naming.quoted else None


def _is_cue(passage: Passage, number: int, cues: frozenset[str]) -> bool:
    item = passage.relations[number].item
    return item is not None and plain(passage.text[slice(*item.cue)]) in cues


def _steps(
    passage: Passage, place: int, parents: Sequence[int | None], identities: Sequence[Identity | None]
) -> list[str]:
    """Return the names from the outermost source to this one."""
    names: list[str] = []
    seen: set[int] = set()
    step: int | None = place
    while step is not None and step not in seen:
        seen.add(step)
        identity = identities[step]
        told = _told(passage, passage.relations[step])
        names += [identity.name if identity else "unnamed", *([told] if told else [])]
        step = parents[step]
    return names[::-1]


def _told(passage: Passage, relation: Relation) -> str | None:
    """Return the medium that was told: "X told Reuters", « a déclaré X à l'AFP »."""
    if relation.item is None or relation.item.how == "marker":
        return None
    lexicon, naming = load_lexicon(passage.language), load_naming(passage.language)
    start, end = attribution_span(relation.item)
    first = relation.item.cue[0]
    window = passage.text[first : passage.sentences[relation.sentence].end][: end - start + REACH]
    for name in lexicon.media_names.find(window):
        lead = plain(window[: name[0]]).split()
        told = [word for word in lead[-2:] if word in naming.to or word.startswith("à")]
        if told and not _in_content((first + name[0], first + name[1]), relation):
            return window[slice(*name)]
    return None


def _in_content(span: Span, relation: Relation) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in relation.content)


def _with_claims(table: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the relations with the id of the claim in which the cue, or else the content, stands."""
    places = {key: claims.loc[rows] for key, rows in claims.groupby("article_id").groups.items()}
    ids = [_claim_at(row, places.get(row["article_id"])) for row in table.to_dict("records")]
    return table.assign(claim_id=pd.Series(ids, dtype="object", index=table.index))


def _claim_at(row: dict[Any, Any], claims: pd.DataFrame | None) -> str | None:
    place = row["start"] if pd.isna(row["cue_start"]) else row["cue_start"]
    if claims is None or pd.isna(place):
        return None
    here = claims[(claims["start"] <= place) & (claims["end"] > place)]
    return None if here.empty else str(here["claim_id"].iloc[0])
