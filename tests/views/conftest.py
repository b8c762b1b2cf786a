"""A small comparison made by hand, and one whose text is hostile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.alignment.facts import CUES
from sinorus_lib.alignment.features import CONTENT_FEATURES
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.comparison import Comparison
from sinorus_lib.divergence.null import Differences, MeasureNull, TranslationNull
from sinorus_lib.encoders.store import TOKEN_DIMENSIONS
from sinorus_lib.schemas import conform, empty
from sinorus_lib.settings import Settings
from sinorus_lib.views.pairs import cards_markup
from sinorus_lib.views.rendering import fragment
from sinorus_lib.views.strings import load_strings
from sinorus_lib.words import content_words

HOSTILE = (
    "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'>",
    'javascript:window.harmed=1 " onmouseover="window.harmed=1 </style></blockquote>{{7*7}}',
    "\u202eevil\u202c \u2067marks\u2069 & <b>bold</b> </script><svg onload=window.harmed=1>",
)
LONG = "mot " * 12_500
# outlet, language, published, url, sentences
Article = tuple[str, str, str | None, str | None, tuple[str, ...]]
ARTICLES: tuple[Article, ...] = (
    (
        "Le Nord",
        "fr",
        "2022-03-14",
        "https://nord.example/a",
        (
            "Moscou aurait demandé des drones à Pékin.",
            "Le Kremlin dément cette demande.",
            "Il pleut sur la capitale.",
        ),
    ),
    (
        "The South",
        "en",
        None,
        None,
        ("Moscow asked Beijing for drones.", "The Kremlin denies the request.", "Markets fell on Monday."),
    ),
    (
        "Le Centre",
        "fr",
        "2022-03-15",
        "javascript:alert(1)",
        ("Selon un responsable, Pékin a reçu une demande de drones.",),
    ),
)
# claims by article and sentence, probability, relation, group
Pair = tuple[tuple[int, int], tuple[int, int], float, str | None, str | None]
PAIRS: tuple[Pair, ...] = (
    ((0, 0), (1, 0), 0.91, "equivalent", "g1"),
    ((0, 1), (1, 1), 0.72, "equivalent", "g2"),
    ((2, 0), (1, 0), 0.40, "related", None),
    ((0, 2), (1, 2), 0.02, None, None),
)
# The same, but the second one contradicts.
CONFLICTING: tuple[Pair, ...] = (PAIRS[0], ((0, 1), (1, 1), 0.2, "conflicting", None), *PAIRS[2:])
REASON = "polarity: reversed / asserted; quantity: 12 drones / 14 drones"
# How each claim is framed: attribution, certainty, and the cue in it.
FRAMING = {
    "Moscou aurait demandé des drones à Pékin.": ("own_voice", "reported", "aurait"),
    "Selon un responsable, Pékin a reçu une demande de drones.": ("anonymous", "reported", "Selon un responsable"),
}


def claim_name(article: int, sentence: int) -> str:
    return f"c{article}{sentence}" if max(article, sentence) < 10 else f"c{article}-{sentence}"


def make_comparison(
    articles: tuple[Article, ...] = ARTICLES,
    scored: tuple[Pair, ...] = PAIRS,
    *,
    reason: str = REASON,
    **settings: Any,
) -> Comparison:
    """Return a comparison of the given articles; those that conflict do so for the given reason."""
    chosen = Settings(**settings)
    texts = ["\n\n".join(sentences) for *_, sentences in articles]
    claims = _claims(articles, texts)
    candidates = _candidates(claims, scored, reason)
    kept = candidates[
        (candidates["probability"] >= chosen.min_probability) | (candidates["relation"] == "conflicting")
    ]
    pairs = conform(kept.reset_index(drop=True), "pairs")
    return Comparison(
        articles=_articles(articles, texts),
        claims=claims,
        pairs=pairs,
        framing=_framing(claims),
        candidates=candidates.drop(columns=["relation", "group_id"]),
        words=_words(pairs, claims),
        removed=pd.DataFrame(
            [("a0", None, "read_also", 3, f"Lire aussi : {articles[0][-1][0][:80]}")],
            columns=["article_id", "source_path", "rule", "paragraph", "text"],
        ),
        space=_space(claims),
        settings=chosen,
    )


def _space(claims: pd.DataFrame) -> TokenSpace:
    """Return what a comparison of these claims needs to be saved and loaded: no token of theirs was ever seen."""
    languages = sorted(set(claims["language"]))
    centre = np.zeros(TOKEN_DIMENSIONS, dtype=np.float32)
    return TokenSpace(dict.fromkeys(languages, centre), {one: {} for one in languages}, dict.fromkeys(languages, 0))


def _articles(articles: tuple[Article, ...], texts: list[str]) -> pd.DataFrame:
    rows = [
        {
            "article_id": f"a{i}",
            "outlet": outlet,
            "language": language,
            "title": sentences[0][:300] if i != 1 else None,
            "published": published,
            "url": url,
            "text": texts[i],
            "source_path": None,
            "original_language": None,
            "duplicate_of": None,
        }
        for i, (outlet, language, published, url, sentences) in enumerate(articles)
    ]
    return conform(pd.DataFrame(rows), "articles")


def _claims(articles: tuple[Article, ...], texts: list[str]) -> pd.DataFrame:
    rows = []
    for i, (outlet, language, _, _, sentences) in enumerate(articles):
        start = 0
        for j, sentence in enumerate(sentences):
            end = start + len(sentence)
            assert texts[i][start:end] == sentence
            rows.append(
                {
                    "claim_id": claim_name(i, j), "article_id": f"a{i}", "outlet": outlet, "language": language,
                    "sentence": j, "position": j, "paragraph": j, "kind": "sentence", "start": start, "end": end,
                    "text": sentence, "content_start": start, "content_end": end, "quoted": 0.0, "speaker": None,
                    "split": "whole",
                }
            )  # fmt: skip
            start = end + 2
    return conform(pd.DataFrame(rows), "claims")


def _candidates(claims: pd.DataFrame, scored: tuple[Pair, ...], reason: str) -> pd.DataFrame:
    facts = claims.set_index("claim_id")
    rows = [
        {
            **{
                f"{column}_{side}": value
                for side, claim in (("a", claim_name(*a)), ("b", claim_name(*b)))
                for column, value in (
                    ("claim", claim),
                    ("language", facts.loc[claim, "language"]),
                    ("outlet", facts.loc[claim, "outlet"]),
                )
            },
            **dict.fromkeys([*CONTENT_FEATURES, *CUES], 0.0),
            "similarity": probability - 0.3, "overlap": probability / 2 - 0.2, "shorter_length": 2.0,
            "polarity": float(relation == "conflicting"), "quantity": float(relation == "conflicting"),
            "conflict_probability": 0.75 if relation == "conflicting" else 0.05, "probability": probability,
            "content_probability": probability / (0.25 if relation == "conflicting" else 0.95),
            "reason": reason if relation == "conflicting" else None, "relation": relation, "group_id": group,
        }
        for a, b, probability, relation, group in scored
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _framing(claims: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for claim in claims.to_dict("records"):
        attribution, certainty, cue = FRAMING.get(claim["text"], ("own_voice", "asserted", claim["text"]))
        start = claim["start"] + claim["text"].index(cue)
        for measure, label in (("attribution", attribution), ("certainty", certainty)):
            rows.append(
                {
                    "claim_id": claim["claim_id"], "measure": measure, "label": label, "cue": cue, "start": start,
                    "end": start + len(cue), "value": float(label not in ("own_voice", "asserted")), "note": None,
                }
            )  # fmt: skip
    return conform(pd.DataFrame(rows), "framing") if rows else empty("framing")


def _words(pairs: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Match the words of two claims in their order, as far as the shorter one goes, but not the last."""
    facts = claims.set_index("claim_id")
    rows = []
    for a, b in pairs[["claim_a", "claim_b"]].itertuples(index=False):
        sides = [content_words(facts.loc[c, "text"], facts.loc[c, "language"])[:60] for c in (a, b)]
        joined = min(map(len, sides)) - 1
        for side, own, other in (("a", sides[0], sides[1]), ("b", sides[1], sides[0])):
            for i, word in enumerate(own):
                match = other[min(i, len(other) - 1)]
                rows.append(
                    (side, word.start, word.end, word.text, 1.0, 0.9, i < joined, match.start, match.end, a, b)
                )
    columns = ["side", "start", "end", "word", "weight", "similarity", "matched", "match_start", "match_end"]
    return pd.DataFrame(rows, columns=[*columns, "claim_a", "claim_b"])


# How the claims of two outlets that share many are framed: class and value by measure and language. Of some, translation
# makes as much (WIDE), some say nothing across languages (SILENT), one was never set against translations.
FRAMED = {
    "fr": {
        "attribution": ("anonymous", 1.0), "certainty": ("reported", 0.6), "polarity": ("denied", 0.0),
        "labelling": ("neutral", 0.5), "tone": ("negative", 0.2), "intensity": ("plain", 0.1),
        "time": ("none", 0.0), "emphasis": ("lead", 0.8), "axis_threat": ("between", 0.5), "frame_law": ("present", 0.9),
    },
    "en": {
        "attribution": ("own_voice", 0.0), "certainty": ("asserted", 1.0), "polarity": ("denied", 0.0),
        "labelling": ("delegitimising", 0.9), "tone": ("neutral", 0.5), "intensity": ("plain", 0.3),
        "time": ("dated", 1.0), "emphasis": ("end", 0.0), "axis_threat": ("between", 0.9), "frame_law": ("unsure", 0.5),
    },
}  # fmt: skip
SILENT, WIDE, UNSET = {"attribution"}, {"certainty"}, {"labelling"}
SENTENCES = {
    "fr": "Le ministre {} aurait demandé lundi à son homologue de Pékin des drones et du matériel pour la guerre.",
    "en": "Minister {} asked his counterpart in Beijing on Monday for drones and equipment for the war, officials say.",
}


def pair_cards(comparison: Comparison, pairs: pd.DataFrame, *, interface: str = "en") -> str:
    """Return the static cards of some pairs with their style sheet."""
    return fragment(cards_markup(comparison, pairs, load_strings(interface)), interface)


def make_shared(folder: Path, *, pairs: int = 12, articles: int = 3, **settings: Any) -> Comparison:
    """Return a comparison of two outlets that share many claims and frame them all alike."""
    null = _null(Settings(**settings).encoder).save(folder / "null.json")
    each = pairs // articles
    texts: tuple[Article, ...] = tuple(
        (outlet, language, "2022-03-14", None, tuple(SENTENCES[language].format(n * each + i) for i in range(each)))
        for outlet, language in (("Le Nord", "fr"), ("The South", "en"))
        for n in range(articles)
    )
    scored: tuple[Pair, ...] = tuple(
        ((n, i), (articles + n, i), 0.9, "equivalent", f"g{n * each + i}")
        for n in range(articles)
        for i in range(each)
    )
    made = make_comparison(texts, scored, translation_null=null, **settings)
    return replace(made, framing=_framed(made.claims))


def _null(encoder: str) -> TranslationNull:
    none, wide = Differences.of(np.zeros(200)), Differences.of(np.linspace(-1.0, 0.2, 121))
    measures = {
        name: MeasureNull({"other": wide if name in WIDE else none}, 0.0 if name in SILENT else 0.5)
        for name in FRAMED["fr"]
        if name not in UNSET
    }
    return TranslationNull(measures, {"encoder": encoder, "translations": {"other": 200}})


def _framed(claims: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "claim_id": claim["claim_id"], "measure": measure, "label": label, "value": value, "note": None,
            "start": claim["start"], "end": claim["start"] + 11, "cue": claim["text"][:11],
        }
        for claim in claims.to_dict("records")
        for measure, (label, value) in FRAMED[claim["language"]].items()
    ]  # fmt: skip
    return conform(pd.DataFrame(rows), "framing")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Two outlets that share a dozen claims, with a translation null of their own."""
    return make_shared(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    return make_comparison()


@pytest.fixture(scope="session")
def conflicting() -> Comparison:
    """A comparison in which one pair is a contradiction."""
    return make_comparison(ARTICLES, CONFLICTING)


@pytest.fixture(scope="session")
def hostile() -> Comparison:
    """A comparison whose every text, name and address tries to do harm."""
    articles: tuple[Article, ...] = tuple(
        (
            f"{outlet} {HOSTILE[i % 3]}",
            language,
            published,
            ("javascript:window.harmed=1", "data:text/html,<script>window.harmed=1</script>", None)[i % 3],
            tuple(f"{sentence} {HOSTILE[(i + j) % 3]}" for j, sentence in enumerate(sentences)),
        )
        for i, (outlet, language, published, _, sentences) in enumerate(ARTICLES)
    )
    longer = (*articles[0][:4], (articles[0][4][0] + " " + LONG, *articles[0][4][1:]))
    reason = f"name: {HOSTILE[0]} / {HOSTILE[1]}; quantity: {HOSTILE[2]} / {HOSTILE[0]}"
    return make_comparison((longer, *articles[1:]), CONFLICTING, reason=reason)


@pytest.fixture(scope="session")
def empty_comparison() -> Comparison:
    """A comparison in which nothing matched."""
    made = make_comparison()
    nothing = made.candidates.iloc[:0]
    return Comparison(
        made.articles, made.claims, empty("pairs"), made.framing, nothing, pd.DataFrame(), made.removed.iloc[:0],
        made.space, made.settings,
    )  # fmt: skip


@pytest.fixture(params=["en", "fr"])
def interface(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(0)


def marked_as_copies(comparison: Comparison) -> Comparison:
    """Return a comparison whose last article is a copy of the first, of an agency's text."""
    articles = comparison.articles.assign(wire="AFP", duplicate_of=[None, None, "a0"])
    return replace(comparison, articles=conform(articles, "articles"))
