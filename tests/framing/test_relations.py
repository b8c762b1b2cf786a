"""Relations over whole articles: sources, cues, contents, who is who, and through whom it comes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.errors import SchemaError
from sinorus_lib.framing.relations import COLUMNS, attribution_relations
from sinorus_lib.framing.reporting.sources import CLASSES
from sinorus_lib.parsing import Parser

ARTICLES = {
    "fr": (
        "Le Financial Times, citant des responsables anonymes, a rapporté dimanche que Moscou avait demandé des armes. "
        "La ministre de l’Énergie, Claire Vautrin, a jugé l’information « absurde ».\n\n"
        "« Nous n’avons rien vu, a-t-elle ajouté. Nous n’avons rien entendu non plus.\n\n"
        "« Et personne ne nous a appelés. »\n\n"
        "Selon la préfecture, deux ponts sont fermés. L’usine, assure la mairie, rouvrira en mai. "
        "M. Vautrin affirme avoir prévenu tout le monde."
    ),
    "en": (
        "The Financial Times, citing unnamed officials, reported on Sunday that Moscow had asked for weapons. "
        "The energy minister, Claire Vautrin, dismissed the report as “absurd”.\n\n"
        "“We saw nothing,” she added. “We heard nothing either.\n\n"
        "“And nobody called us.”\n\n"
        "According to the town hall, two bridges are closed. The plant, the mayor says, will reopen in May. "
        "Engineers warned that the dam could break, adding that time was short."
    ),
}
HOSTILE = ["…", "123", "mot", "« »", "“", '"""', "– – –", "a" * 5000, "« a " * 200, "\n\n", ", a dit"]


def frame(texts: list[str], language: str) -> pd.DataFrame:
    ids = [f"{language}-{number}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "outlet": "Le Matin", "language": language, "text": texts, "title": None})


def relations(text: str, language: str, parser: Parser) -> list[dict[str, Any]]:
    return attribution_relations(frame([text], language), parser=parser).to_dict("records")


def said_by(rows: list[dict[str, Any]], cue: str) -> dict[str, Any]:
    return next(row for row in rows if row["cue"] == cue)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_offsets_point_at_the_words(parser: Parser, language: str) -> None:
    text = ARTICLES[language]
    rows = relations(text, language, parser)
    assert len(rows) >= 6
    for row in rows:
        for name in ("source", "cue"):
            assert row[name] is None or text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
        assert row["content"] == " … ".join(text[start:end] for start, end in row["spans"])
        assert all(0 <= start < end <= len(text) for start, end in row["spans"])
        assert row["source_class"] in CLASSES
        assert row["how"] in {"direct", "indirect", "marker"}
        assert row["chain"].startswith("outlet")
    assert [row["order"] for row in rows] == list(range(len(rows)))


@pytest.mark.parametrize(
    ("language", "cue", "pieces"),
    [
        (
            "fr",
            "a-t-elle ajouté",
            [
                "Nous n’avons rien vu",
                "Nous n’avons rien entendu non plus.",
                "Et personne ne nous a appelés.",
            ],
        ),
        ("en", "added", ["We saw nothing,", "We heard nothing either.", "And nobody called us."]),
    ],
)
def test_a_quotation_goes_on_over_sentences_and_paragraphs(
    parser: Parser, language: str, cue: str, pieces: list[str]
) -> None:
    row = said_by(relations(ARTICLES[language], language, parser), cue)
    found = [ARTICLES[language][start:end].strip(" ,\n") for start, end in row["spans"]]
    assert found == [piece.strip(" ,") for piece in pieces]
    assert row["how"] == "direct"


@pytest.mark.parametrize(("language", "cues"), [("fr", ("citant", "a rapporté")), ("en", ("citing", "reported"))])
def test_a_newspaper_that_cites_officials_is_a_chain(parser: Parser, language: str, cues: tuple[str, str]) -> None:
    rows = relations(ARTICLES[language], language, parser)
    cited, paper = (said_by(rows, cue) for cue in cues)
    assert cited["source_id"] == "officials"
    assert cited["chain"].startswith("outlet < ")
    assert "Financial Times < " in cited["chain"]
    assert paper["chain"].endswith("Financial Times")
    assert cited["content"] == paper["content"]


@pytest.mark.parametrize(
    ("language", "cues"), [("fr", ("a jugé", "a-t-elle ajouté")), ("en", ("dismissed", "added"))]
)
def test_a_pronoun_is_the_last_speaker_who_agrees(parser: Parser, language: str, cues: tuple[str, str]) -> None:
    named, pronoun = (said_by(relations(ARTICLES[language], language, parser), cue) for cue in cues)
    assert named["source_id"] == pronoun["source_id"] == "person:vautrin"
    assert named["source_class"] == pronoun["source_class"] == "named_person"


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "content"),
    [
        ("fr", "Elle affirme avoir respecté la loi.", "Elle", "affirme", ["avoir respecté la loi"]),
        ("en", "She claims to have followed the law.", "She", "claims", ["to have followed the law"]),
        ("fr", "D'après la préfecture, le pont est fermé.", "la préfecture", "D'après", ["le pont est fermé"]),
        (
            "en",
            "According to the prefect, the bridge is shut.",
            "the prefect",
            "According to",
            ["the bridge is shut"],
        ),
        ("fr", "Le pont, assure la mairie, rouvrira en mai.", "la mairie", "assure", ["Le pont", "rouvrira en mai"]),
        ("en", "The bridge, the mayor says, will reopen.", "the mayor", "says", ["The bridge", "will reopen"]),
        ("fr", "Le préfet a répondu : « Nous verrons bien. »", "Le préfet", "a répondu", ["Nous verrons bien."]),
        ("en", "The prefect replied: “We shall see about it.”", "The prefect", "replied", ["We shall see about it."]),
        (
            "fr",
            "Le maire a dit à la radio que le pont rouvrirait.",
            "Le maire",
            "a dit",
            ["le pont rouvrirait"],
        ),
        (
            "en",
            "The mayor told the radio that the bridge would reopen.",
            "The mayor",
            "told",
            ["the bridge would reopen"],
        ),
        (
            "fr",
            "Le gouvernement a rejeté ces accusations.",
            "Le gouvernement",
            "a rejeté",
            ["ces accusations"],
        ),
        ("en", "The government rejected the accusations.", "The government", "rejected", ["the accusations"]),
        (
            "en",
            "‘I can’t see the farmer’s dog,’ Alice Penn told the Guardian.",
            "Alice Penn",
            "told",
            ["I can’t see the farmer’s dog,"],
        ),
    ],
)
def test_source_cue_and_content(
    parser: Parser, language: str, text: str, source: str, cue: str, content: list[str]
) -> None:
    row = said_by(relations(text, language, parser), cue)
    found = [text[start:end].strip(" ,") for start, end in row["spans"]]
    assert (row["source"], found) == (source, [piece.strip(" ,") for piece in content])


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        (
            "fr",
            "Vladimir Poutine a déclaré que tout allait bien. Pékin assure ne rien savoir. "
            "M. Poutine a ajouté que la Russie vaincrait.",
            ["person:putin", "cn", "person:putin"],
        ),
        (
            "en",
            "Vladimir Putin said that all was well. Beijing says it knows nothing. "
            "Mr Putin added that Russia would win.",
            ["person:putin", "cn", "person:putin"],
        ),
        ("fr", "Selon Le Matin, le pont est fermé.", ["outlet"]),
        ("en", "According to the newspaper Le Matin, the bridge is shut.", ["outlet"]),
    ],
)
def test_sources_have_one_id(parser: Parser, language: str, text: str, ids: list[str]) -> None:
    assert [row["source_id"] for row in relations(text, language, parser)] == ids


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_text_gives_a_frame(parser: Parser, language: str) -> None:
    found = attribution_relations(frame(HOSTILE, language), parser=parser)
    assert tuple(found.columns) == COLUMNS
    for row in found.to_dict("records"):
        text = HOSTILE[int(row["article_id"].partition("-")[2])]
        assert all(0 <= start < end <= len(text) for start, end in row["spans"])


def test_no_articles_give_no_rows(parser: Parser) -> None:
    assert attribution_relations(frame([], "fr"), parser=parser).empty
    with pytest.raises(SchemaError, match="outlet"):
        attribution_relations(pd.DataFrame({"article_id": ["a"]}))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_claims_tell_where_a_relation_stands(parser: Parser, language: str) -> None:
    coverage = sl.read_coverage(pd.DataFrame({"text": [ARTICLES[language]], "outlet": "a", "language": language}))
    claims = sl.split_claims(coverage, parser=parser)
    found = attribution_relations(coverage, claims, parser=parser)
    by_id = claims.set_index("claim_id")
    assert found["claim_id"].notna().all()
    for row in found.to_dict("records"):
        claim = by_id.loc[row["claim_id"]]
        place = row["start"] if pd.isna(row["cue_start"]) else row["cue_start"]
        assert claim["start"] <= place < claim["end"]
