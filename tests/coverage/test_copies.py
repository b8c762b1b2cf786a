"""Copies of articles: what is one, what only looks like one, and which article is the original."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinorus_lib.coverage.copies import COLUMNS, find_copies
from sinorus_lib.coverage.copies.comparing import copy_resemblance, resemblance
from sinorus_lib.coverage.copies.sharing import sharing
from sinorus_lib.coverage.copies.wording import SHINGLE, read_wording
from sinorus_lib.errors import CoverageError, CoverageWarning, SchemaError
from sinorus_lib.evaluation.copies.alterations import KINDS, Alteration
from sinorus_lib.evaluation.copies.grammar import TUNING, Grammar
from sinorus_lib.schemas import empty

GRAMMARS = {language: Grammar(language, TUNING) for language in ("fr", "en")}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """Return a frame of articles, with what is not given made up."""
    given = [
        {"article_id": f"a{number}", "outlet": f"paper {number}", "language": "en", "title": None, "published": None, "url": None,
         "text": "", "source_path": None, "original_language": None, "duplicate_of": None, **row}
        for number, row in enumerate(rows)
    ]  # fmt: skip
    return pd.DataFrame(given, columns=list(empty("articles"))).astype({"published": "datetime64[ns]"})


def links(articles: pd.DataFrame) -> dict[str, str]:
    found = find_copies(articles)
    return dict(zip(found["article_id"], found["duplicate_of"], strict=True))


@pytest.fixture
def story() -> Callable[..., list[str]]:
    """Make an article of its own for each seed: paragraphs, the first the title."""

    def make(language: str, seed: int = 0, sentences: int = 18) -> list[str]:
        random, grammar = Random(f"{language}{seed}"), GRAMMARS[language]  # noqa: S311 - invented
        cast = grammar.cast(random)
        return [grammar.sentence(random, cast) for _ in range(sentences)]

    return make


def test_an_empty_frame_has_no_copies() -> None:
    found = find_copies(empty("articles"))
    assert dict(found.dtypes.astype(str)) == COLUMNS
    assert found.empty


@BOTH
@pytest.mark.parametrize("alteration", KINDS, ids=lambda kind: kind.__name__)
def test_a_copy_is_recognised_whatever_was_done_to_it(
    language: str, alteration: Alteration, story: Callable[..., list[str]]
) -> None:
    grammar = GRAMMARS[language]
    text, random = story(language, sentences=30), Random(5)  # noqa: S311
    altered = alteration(text, grammar, grammar.cast(random), random)
    articles = frame(
        {"text": "\n\n".join(altered), "language": language, "published": "2022-05-04"},
        {"text": "\n\n".join(text), "language": language, "published": "2022-05-03"},
        {"text": "\n\n".join(story(language, 9)), "language": language, "published": "2022-05-01"},
    )
    assert links(articles) == {"a0": "a1"}


@BOTH
def test_another_article_is_no_copy(language: str, story: Callable[..., list[str]]) -> None:
    rows = [{"text": "\n\n".join(story(language, seed)), "language": language} for seed in range(8)]
    assert links(frame(*rows)) == {}


def test_shared_and_similarity_are_counted_on_the_text() -> None:
    words = [f"{letter}{other}word" for letter in "abcdefghij" for other in "abcdefghij"]
    found = find_copies(
        frame(
            {"text": " ".join(words), "published": "2022-01-01"},
            {
                "text": " ".join(words[:40] + [f"own{chr(97 + number)}" for number in range(10)]),
                "published": "2022-01-02",
            },
        )
    )
    assert found.loc[0, "shared"] == pytest.approx(40 / 50)
    shingles, copied, own = 100 - SHINGLE + 1, 40 - SHINGLE + 1, 50 - SHINGLE + 1
    assert found.loc[0, "similarity"] == pytest.approx(copied / (shingles + own - copied))


RANKED = [
    ("published first", {"published": "2022-05-01"}, {"published": "2022-05-02"}),
    ("a known date before an unknown one", {"published": "2022-05-01"}, {"published": None}),
    ("an agency before all", {"published": None, "outlet": "Agence France-Presse"}, {"published": "2022-05-01"}),
    ("the longest", {"text": "tail"}, {}),
    ("the first by id", {"article_id": "A"}, {"article_id": "B"}),
]


@pytest.mark.parametrize(("first", "second"), [pair[1:] for pair in RANKED], ids=[pair[0] for pair in RANKED])
def test_the_original_is(
    first: dict[str, object], second: dict[str, object], story: Callable[..., list[str]]
) -> None:
    text = "\n\n".join(story("en"))
    one = {"article_id": "x", **first, "text": f"{text}\n\nA tail." if first.get("text") else text}
    other = {"article_id": "b", **second, "text": text}
    assert links(frame(one, other)) == {str(other["article_id"]): str(one["article_id"])}
    assert links(frame(other, one)) == {str(other["article_id"]): str(one["article_id"])}


def test_articles_alike_through_a_third_one_are_no_copies_of_each_other(story: Callable[..., list[str]]) -> None:
    one, other = story("en", 1), story("en", 2)
    articles = frame(
        {"text": "\n".join(one), "published": "2022-01-01"},
        {"text": "\n".join(one + other), "published": "2022-01-02"},
        {"text": "\n".join(other), "published": "2022-01-03"},
    )
    assert links(articles) == {"a1": "a0"}


def test_copies_within_an_outlet_are_found_and_never_across_languages(story: Callable[..., list[str]]) -> None:
    text = "\n".join(story("en"))
    rows: list[dict[str, object]] = [{"text": text, "outlet": "one"}, {"text": text, "outlet": "one"}]
    assert links(frame(*rows)) == {"a1": "a0"}
    assert links(frame(rows[0], {**rows[1], "language": "fr"})) == {}


def test_very_short_texts_are_copies_only_if_they_are_the_same() -> None:
    alike = [
        "The minister declined to comment on the report on Tuesday.",
        "The minister declined to comment on the report on Friday.",
        "“THE MINISTER declined to comment on the report on Tuesday”",
        "",
        "",
        "...",
    ]
    assert links(frame(*({"text": text} for text in alike))) == {"a0": "a2"}  # a2 is longer by two characters


QUOTED = {
    "fr": ("« {} », a déclaré Lise Autran.", "Nous n’avons rien signé et nous ne signerons rien tant que les quais seront fermés, "
           "que les familles attendront une réponse et que personne au ministère ne voudra lire les rapports de ses propres experts"),
    "en": ("“{},” said Lisa Autry.", "We have signed nothing and we shall sign nothing as long as the quays are closed, as long as the "
           "families wait for an answer and nobody at the ministry is willing to read the reports of its own experts"),
}  # fmt: skip


@BOTH
def test_a_long_quotation_in_two_reports_makes_no_copy(language: str, story: Callable[..., list[str]]) -> None:
    frame_of, said = QUOTED[language]
    quotation = frame_of.format(said)
    rows = [{"text": "\n\n".join([*story(language, seed, 2), quotation]), "language": language} for seed in (1, 2)]
    a, b = (read_wording(str(row["text"]), language) for row in rows)
    assert resemblance(a, b).shared_a > 0.3
    assert links(frame(*rows)) == {}


REPORTS = {
    "fr": "La Bourse de Vernay a terminé {} en hausse de {} %, à {} points. Parmi les valeurs du jour, Morvane a gagné {} % à {} euros. "
          "Le titre Belcourt a cédé {} % à {} euros dans un marché calme. Le baril de pétrole a fini la séance à {} dollars à Londres.",
    "en": "The Vernay stock exchange ended {} up by {} %, at {} points. Among the shares of the day, Morvane gained {} % to {} euros. "
          "The Belcourt share gave up {} % to {} euros in a quiet market. The barrel of oil ended the session at {} dollars in London.",
}  # fmt: skip
DAYS = {"fr": ("lundi", "mardi"), "en": ("Monday", "Tuesday")}


@BOTH
def test_one_template_with_other_numbers_makes_no_copy(language: str) -> None:
    figures = (
        ["0.4", "7 250.12", "2.1", "34.5", "1.7", "12.30", "98.20"],
        ["1.2", "7 337.40", "0.3", "34.6", "2.9", "11.95", "97.15"],
    )
    rows = [
        {"text": REPORTS[language].format(day, *numbers), "language": language}
        for day, numbers in zip(DAYS[language], figures, strict=True)
    ]
    assert links(frame(*rows)) == {}
    rewritten = str(rows[0]["text"]).replace("7 250.12", "7250,12").replace("34.5", "34,5")
    assert links(frame(rows[0], {"text": rewritten, "language": language})) != {}


@BOTH
def test_spelling_of_numbers_and_quotation_marks_makes_no_difference(language: str) -> None:
    pairs = [
        ("« 1 200 ans », l’ÉTÉ", '"1200 ans", l\'ete'),
        ("1,2 million", "1 200 000"),
        ("Œuvre", "oeuvre"),
        ("12.5", "12,5"),
    ]
    for one, other in pairs:
        assert read_wording(one, language).words.tolist() == read_wording(other, language).words.tolist()


# What an analyst has declared.


def test_a_declared_copy_is_kept_though_the_texts_have_nothing_in_common(story: Callable[..., list[str]]) -> None:
    articles = frame({"text": "\n".join(story("en", 1)), "duplicate_of": "a1"}, {"text": "\n".join(story("en", 2))})
    found = find_copies(articles)
    assert found.loc[0, ["article_id", "duplicate_of"]].tolist() == ["a0", "a1"]
    assert found.loc[0, "shared"] < 0.1


def test_declared_copies_win_and_point_at_the_root(story: Callable[..., list[str]]) -> None:
    one, other = "\n".join(story("en", 1)), "\n".join(story("en", 2))
    articles = frame(
        {"text": one, "published": "2022-01-01"},
        {"text": one, "published": "2022-01-02"},
        {"text": other, "duplicate_of": "a1"},
        {"text": other, "duplicate_of": "a2"},
        {"text": one, "duplicate_of": "a5"},
        {"text": other},
    )
    assert links(articles) == {"a1": "a0", "a2": "a0", "a3": "a0", "a4": "a5"}


def test_declarations_in_a_circle_end_at_the_first(story: Callable[..., list[str]]) -> None:
    rows = [{"text": "\n".join(story("en", seed)), "duplicate_of": f"a{(seed + 1) % 3}"} for seed in range(3)]
    rows[2]["published"] = "2022-01-01"
    assert links(frame(*rows)) == {"a0": "a2", "a1": "a2"}


@pytest.mark.parametrize(("original", "words"), [("a9", "no article here"), ("a1", "another language")])
def test_a_declaration_that_cannot_be_followed_is_named(original: str, words: str) -> None:
    articles = frame({"text": "one", "duplicate_of": original}, {"text": "two", "language": "fr"})
    with pytest.warns(CoverageWarning, match=f"a0: duplicate_of .*{words}"):
        assert links(articles) == {}


def test_an_article_declared_a_copy_of_itself_is_none() -> None:
    text = " ".join(f"word{number}" for number in range(80))
    copied = frame({"text": text}, {"text": text, "outlet": "Another"})
    assert links(copied) == {"a1": "a0"}
    assert links(copied.assign(duplicate_of=[None, "a1"])) == {}


def test_repeated_ids_and_missing_columns_are_refused() -> None:
    articles = frame({"article_id": "same"}, {"article_id": "same"})
    with pytest.raises(CoverageError, match=r"'same' more than once"):
        find_copies(articles)
    with pytest.raises(SchemaError, match="language"):
        find_copies(articles.drop(columns="language"))


# Any articles at all.

PHRASES = st.sampled_from(
    [
        "Le port a rouvert mardi. ",
        "The port reopened on Tuesday ",
        "1,200 ",
        "« ",
        '"',
        "\n",
        "été ",
        "Vernay ",
        "à la une ",
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(PHRASES, max_size=60).map("".join),
    st.lists(PHRASES, max_size=3).map(lambda some: "".join(some) * 30),
)
ROWS = st.fixed_dictionaries({
    "text": TEXTS, "language": st.sampled_from(["fr", "en"]), "outlet": st.sampled_from(["Le Courrier", "AFP", "The Post"]),
    "published": st.sampled_from([None, "2022-01-01", "2022-01-02"]), "duplicate_of": st.sampled_from([None, None, None, "a0", "a1", "a2", "a7"]),
})  # fmt: skip


@pytest.mark.filterwarnings("ignore::sinorus_lib.errors.CoverageWarning")
@settings(deadline=None)
@given(rows=st.lists(ROWS, max_size=8), random=st.randoms(use_true_random=False))
def test_links_are_sound_whatever_the_articles(rows: list[dict[str, object]], random: Random) -> None:
    articles = frame(*rows)
    before = articles.copy(deep=True)
    found = find_copies(articles)
    pd.testing.assert_frame_equal(articles, before)
    originals, languages = (
        set(found["duplicate_of"]),
        dict(zip(articles["article_id"], articles["language"], strict=True)),
    )
    assert not originals & set(found["article_id"])
    assert found["article_id"].is_unique
    assert originals <= set(languages)
    assert all(languages[a] == languages[b] for a, b in zip(found["article_id"], found["duplicate_of"], strict=True))
    assert all(found[name].between(0, 1).all() for name in ("shared", "similarity"))
    order = random.sample(range(len(articles)), len(articles))
    pd.testing.assert_frame_equal(find_copies(articles.iloc[order]), found)


@settings(deadline=None)
@given(one=TEXTS, other=TEXTS)
def test_resemblance_is_symmetric(one: str, other: str) -> None:
    a, b = (read_wording(text, "en") for text in (one, other))
    there, back = resemblance(a, b), resemblance(b, a)
    assert (there.shared_a, there.shared_b, there.similarity) == (back.shared_b, back.shared_a, back.similarity)
    assert there.contained == back.contained
    assert resemblance(a, a).similarity == (1.0 if len(a) else 0.0)


# What it costs.


def test_very_long_articles_do_no_harm(story: Callable[..., list[str]]) -> None:
    long = "\n".join(story("en", 3, 5_000))
    assert len(long.split()) > 90_000
    short = [{"text": "\n".join(story("en", seed)), "published": "2022-01-03"} for seed in range(20)]
    begun = time.process_time()
    found = links(frame({"text": long}, {"text": long[: len(long) // 2], "published": "2022-01-02"}, *short))
    seconds = time.process_time() - begun
    print(f"\ntwo articles of {len(long.split())} words and half as many: {seconds:.1f} s")
    assert found == {"a0": "a1"}
    assert seconds < 20


def test_a_sentence_that_all_articles_share_does_no_harm(story: Callable[..., list[str]]) -> None:
    line = "Subscribe to the letter of the harbour and read every morning what nobody else will tell you about ships."
    rows = [{"text": "\n".join([*story("en", seed, 8), line])} for seed in range(300)]
    assert links(frame(*rows)) == {}


@BOTH
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_copy_is_missed_where_words_are_counted(language: str, data: st.DataObject) -> None:
    """Articles of a few sentences, words and repetitions: of any two that are alike, each is told of the other."""
    random, grammar = Random(data.draw(st.integers(0, 50))), GRAMMARS[language]  # noqa: S311 - invented
    pool = [grammar.sentence(random, grammar.cast(random)) for _ in range(12)] + [
        "Oui.",
        "Oui oui non.",
        "Un deux trois quatre.",
    ]
    articles = data.draw(st.lists(st.lists(st.sampled_from(pool), max_size=14), max_size=8))
    wordings = [read_wording("\n\n".join(sentences), language) for sentences in articles]
    shared = sharing(wordings)
    for number, wording in enumerate(wordings):
        copies = [place for place, other in enumerate(wordings[:number]) if copy_resemblance(wording, other)]
        assert set(copies) <= set(shared[number])


@BOTH
def test_articles_that_share_a_quotation_or_nothing_need_not_be_compared(
    language: str, story: Callable[..., list[str]]
) -> None:
    common = story(language, 99, 2)
    articles = [[*story(language, seed), *common] for seed in range(300)]
    copy = [*articles[7][:12], "Et puis rien."]
    shared = sharing([read_wording("\n\n".join(sentences), language) for sentences in [*articles, copy]])
    assert shared[:300] == [[]] * 300
    assert shared[300] == [7]
