"""find_translations(): an article, its translation, and another report of the same event."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.alignment import score_candidates
from sinorus_lib.alignment.translations import COLUMNS, TranslationModel, article_profiles, find_translations
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import conform

# Two invented events. Each: a French article, its English translation sentence by sentence, and an English report of
# its own, which has the same facts and a quotation in common with the French one.
FRENCH = {
    "ferry": [
        "La liaison entre Port-Valmer et l’île de Brelan est suspendue depuis lundi matin, a annoncé la compagnie Lignes du Ponant.",
        "Une fissure de quarante centimètres a été découverte dimanche dans la coque du « Cormoran », le seul ferry de la ligne.",
        "Les 2 300 habitants de l’île ne sont plus ravitaillés que par deux bateaux de pêche réquisitionnés par la préfecture.",
        "« Nous avons du pain pour trois jours et de l’essence pour deux », a déclaré la maire de Brelan, Odile Kervarec.",
        "La pharmacie du bourg a demandé à ses clients de ne renouveler que les ordonnances les plus urgentes.",
        "Les élèves du lycée, qui traversent le détroit chaque semaine, suivront leurs cours à distance jusqu’à nouvel ordre.",
        "Le directeur de la compagnie, Hervé Lantier, assure que le navire avait passé sa visite technique en mars sans la moindre réserve.",
        "Le syndicat des marins affirme au contraire avoir signalé des traces de rouille dès l’hiver dernier.",
        "Un ferry de remplacement, loué à un armateur norvégien, doit arriver jeudi si la météo le permet.",
        "La location coûtera 18 000 euros par jour, une somme que la région et la compagnie se disputent déjà.",
    ],
    "museum": [
        "Le musée des Horloges de Sarlenne a rouvert ses portes samedi, neuf mois après l’incendie qui avait détruit son toit.",
        "Plus de quatre mille visiteurs se sont pressés dans les salles au cours de la première journée.",
        "Les pompiers avaient sauvé 312 des 340 pièces de la collection en formant une chaîne humaine dans l’escalier.",
        "La grande horloge astronomique, fabriquée en 1674, a été remontée rouage par rouage par une équipe de six artisans.",
        "« Le jour où elle a sonné de nouveau, plus personne n’osait parler », raconte la conservatrice, Mathilde Auvray.",
        "L’enquête a conclu à un court-circuit dans un projecteur installé sans autorisation par un prestataire.",
        "L’assureur n’a versé que les deux tiers des 5,4 millions d’euros de travaux.",
        "Une souscription lancée par les commerçants de la ville a permis de réunir 700 000 euros.",
        "Le billet d’entrée passe de huit à dix euros, mais il reste gratuit pour les moins de dix-huit ans.",
    ],
}  # fmt: skip
ENGLISH = {
    "ferry": [
        "The service between Port-Valmer and the island of Brelan has been suspended since Monday morning, the company Lignes du Ponant announced.",
        "A forty-centimetre crack was discovered on Sunday in the hull of the “Cormoran”, the only ferry on the route.",
        "The island’s 2,300 residents are now supplied only by two fishing boats requisitioned by the prefecture.",
        "“We have bread for three days and petrol for two,” said the mayor of Brelan, Odile Kervarec.",
        "The village pharmacy has asked its customers to renew only the most urgent prescriptions.",
        "Secondary school pupils, who cross the strait every week, will follow their lessons remotely until further notice.",
        "The head of the company, Hervé Lantier, insists that the vessel had passed its technical inspection in March without any reservation.",
        "The sailors’ union says on the contrary that it had reported traces of rust as early as last winter.",
        "A replacement ferry, chartered from a Norwegian shipowner, is due to arrive on Thursday, weather permitting.",
        "The charter will cost 18,000 euros a day, a sum over which the region and the company are already arguing.",
    ],
    "museum": [
        "The Clock Museum in Sarlenne reopened its doors on Saturday, nine months after the fire that destroyed its roof.",
        "More than four thousand visitors crowded into its rooms on the first day.",
        "Firefighters had saved 312 of the 340 pieces in the collection by forming a human chain on the staircase.",
        "The great astronomical clock, made in 1674, was put back together cog by cog by a team of six craftsmen.",
        "“The day it struck again, nobody dared to speak any more,” says the curator, Mathilde Auvray.",
        "The investigation concluded that there had been a short circuit in a spotlight installed without permission by a contractor.",
        "The insurer paid only two thirds of the 5.4 million euros of work.",
        "An appeal launched by the town’s shopkeepers raised 700,000 euros.",
        "The entrance ticket goes up from eight to ten euros, but it remains free for those under eighteen.",
    ],
}  # fmt: skip
INDEPENDENT = {
    "ferry": [
        "Brelan woke up cut off from the mainland this week, and nobody on the quay could say for how long.",
        "Inspectors grounded the Cormoran after divers noticed a crack along its hull during a routine clean.",
        "Shelves in the only grocery were half empty by Tuesday, and a queue of vans stood outside the filling station.",
        "“We have bread for three days and petrol for two,” said Odile Kervarec, the mayor.",
        "Lambing has begun on the northern farms, and vets cannot reach the flocks.",
        "Lignes du Ponant, which lost its head of safety in a dispute over pay last year, refused to answer questions.",
        "Union officials showed reporters photographs of rusted plates that they say were sent to managers in January.",
        "Islanders have asked for a second boat in every budget since 2009.",
        "A Norwegian vessel may take over on Thursday, though forecasters expect gales.",
        "Tourism bosses fear that Easter bookings, worth a million euros, will vanish.",
    ],
    "museum": [
        "Children pressed their noses against the glass as Sarlenne’s famous clocks began ticking for the public again.",
        "The fire last spring, blamed on faulty lighting, left the seventeenth-century building open to the rain.",
        "Neighbours still remember carrying pendulums into the street in their pyjamas.",
        "“The day it struck again, nobody dared to speak any more,” says Mathilde Auvray, who runs the museum.",
        "Her team spent the winter in an unheated warehouse, drying oak cases with hair dryers.",
        "Insurers covered two thirds of the bill, and a lawsuit over the rest is due in court in June.",
        "Hotel owners report that rooms are full until the end of the month.",
        "Critics say the new glass roof lets in too much light for the painted dials.",
        "A second gallery, devoted to pocket watches, is promised for next year.",
    ],
}  # fmt: skip
OWN = {
    "fr": [
        "En Irlande, des services comparables sont confiés à l’État depuis 2011.",
        "Des experts de Galway y voient un modèle pour les petites communes.",
    ],
    "en": [
        "In Ireland, comparable services have been run by the state since 2011.",
        "Experts in Galway see it as a model for small towns.",
    ],
}
EVENTS = sorted(FRENCH)


def article(name: str, language: str, sentences: list[str], **facts: object) -> dict[str, object]:
    row = {"article_id": name, "outlet": name, "language": language, "text": "\n".join(sentences)}
    missing = dict.fromkeys(("title", "published", "url", "source_path", "original_language", "duplicate_of"))
    return {**missing, **row, **facts}


@dataclass(frozen=True)
class Scored:
    """What a comparison has after scoring."""

    articles: pd.DataFrame
    claims: pd.DataFrame
    candidates: pd.DataFrame

    def found(self) -> pd.DataFrame:
        return find_translations(self.articles, self.claims, self.candidates)


def scored(rows: list[dict[str, object]], parser: Parser) -> Scored:
    articles = conform(pd.DataFrame(rows), "articles")
    claims = sl.split_claims(articles, parser=parser)
    alignment = score_candidates(claims, sl.embed(claims), settings=sl.Settings(), parser=parser)
    return Scored(articles, claims, alignment.candidates)


@pytest.fixture(scope="module")
def everything(parser: Parser) -> Scored:
    """Both events: the French article, its translation, and another report."""
    rows = [article(f"{event}-fr", "fr", FRENCH[event]) for event in EVENTS]
    rows += [article(f"{event}-en", "en", ENGLISH[event]) for event in EVENTS]
    rows += [article(f"{event}-report", "en", INDEPENDENT[event]) for event in EVENTS]
    return scored(rows, parser)


def pairs_of(found: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in found[["article_id", "translation_of"]].itertuples(index=False)}


@pytest.mark.parametrize("event", EVENTS)
def test_the_translation_is_found_and_the_other_report_is_not(everything: Scored, event: str) -> None:
    found = everything.found()
    print(found.to_string())
    assert len(found) == len(EVENTS)
    assert frozenset((f"{event}-fr", f"{event}-en")) in pairs_of(found)
    assert not any(f"{event}-report" in pair for pair in pairs_of(found))


@pytest.mark.parametrize("event", EVENTS)
def test_the_profile_of_a_translation_is_full_and_in_order(everything: Scored, event: str) -> None:
    profiles = article_profiles(everything.claims, everything.candidates).set_index(["article_a", "article_b"])
    translation = profiles.loc[(f"{event}-fr", f"{event}-en")]
    assert translation["aligned_less"] > 0.8
    assert translation["order"] > 0.95
    assert translation["probability"] > 0.95
    report = profiles.loc[(f"{event}-fr", f"{event}-report")]
    assert report["aligned_more"] < 0.4
    assert report["probability"] < 0.2


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("trimmed", ["fr", "en"])
def test_a_trimmed_and_rearranged_translation_is_found(parser: Parser, event: str, trimmed: str) -> None:
    sides = {"fr": FRENCH[event], "en": ENGLISH[event]}
    kept = len(sides[trimmed]) - len(sides[trimmed]) // 3
    sides[trimmed] = [sides[trimmed][0], *sides[trimmed][3:kept], *OWN[trimmed], *sides[trimmed][1:3]]
    rows = [article(language, language, sentences) for language, sentences in sides.items()]
    rows.append(article("report", "en", INDEPENDENT[event]))
    alone = scored(rows, parser).found()
    print(alone.to_string())
    assert pairs_of(alone) == {frozenset(("fr", "en"))}
    assert alone["aligned"].between(0.3, 0.95).all()
    assert alone["order"].lt(0.9).all()


@pytest.mark.parametrize("event", EVENTS)
def test_a_report_with_a_translated_passage_is_no_translation(parser: Parser, event: str) -> None:
    mixed = [*INDEPENDENT[event][:4], *ENGLISH[event][5:7], *INDEPENDENT[event][4:]]
    rows = [article("fr", "fr", FRENCH[event]), article("en", "en", mixed)]
    assert scored(rows, parser).found().empty


def test_no_article_of_the_sample_is_a_translation(comparison: sl.Comparison) -> None:
    found = find_translations(comparison.articles, comparison.claims, comparison.candidates)
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == empty_dtypes()


def empty_dtypes() -> dict[str, str]:
    return {name: str(pd.api.types.pandas_dtype(dtype)) for name, dtype in COLUMNS.items()}


def test_the_order_of_rows_does_not_matter(everything: Scored) -> None:
    shuffled = find_translations(
        everything.articles.sample(frac=1.0, random_state=1),
        everything.claims.sample(frac=1.0, random_state=2),
        everything.candidates.sample(frac=1.0, random_state=3),
    )
    pd.testing.assert_frame_equal(everything.found(), shuffled)


def test_nothing_is_changed(everything: Scored) -> None:
    frames = (everything.articles, everything.claims, everything.candidates)
    before = [frame.copy() for frame in frames]
    find_translations(*frames)
    for frame, copy in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@pytest.mark.parametrize("part", ["articles", "claims", "candidates"])
def test_empty_frames_give_an_empty_frame(everything: Scored, part: str) -> None:
    candidates, claims = everything.candidates.iloc[:0], everything.claims
    articles = everything.articles
    if part != "candidates":
        claims = claims.iloc[:0]
    if part == "articles":
        articles = articles.iloc[:0]
    found = find_translations(articles, claims, candidates)
    assert list(found) == list(COLUMNS)
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == empty_dtypes()
    assert list(article_profiles(claims, candidates))[:2] == ["article_a", "article_b"]


# From here on, candidates that are made up: who is the original, and what a profile counts.
MATCH = {"similarity": 0.8, "overlap": 0.4, "neighbour_overlap": 0.4}
NO_MATCH = {"similarity": 0.1, "overlap": 0.05, "neighbour_overlap": 0.05}


def made_up_claims(lengths: dict[str, list[int]]) -> pd.DataFrame:
    """One claim a sentence, each of the given length; an article's name begins with its language."""
    rows = [
        {"claim_id": f"{name}:{at}", "article_id": name, "sentence": at, "start": 1000 * at, "end": 1000 * at + length,
         "kind": "sentence"}
        for name, sentences in lengths.items()
        for at, length in enumerate(sentences)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def made_up_candidates(claims: pd.DataFrame, matches: dict[tuple[str, str], list[tuple[int, int]]]) -> pd.DataFrame:
    """Every pair of claims of the named articles; those named match, the others do not."""
    rows = []
    for (a, b), named in matches.items():
        sides = [claims.loc[claims["article_id"] == name, "sentence"] for name in (a, b)]
        for i in sides[0]:
            for j in sides[1]:
                scores = MATCH if (i, j) in named else NO_MATCH
                rows.append(
                    {"claim_a": f"{a}:{i}", "claim_b": f"{b}:{j}", "language_a": a[:2], "language_b": b[:2], **scores}
                )
    return pd.DataFrame(rows)


def made_up_articles(**facts: dict[str, object]) -> pd.DataFrame:
    rows = [article(name, name[:2], ["x"], **given) for name, given in facts.items()]
    return conform(pd.DataFrame(rows), "articles")


def profile_of(lengths: dict[str, list[int]], named: list[tuple[int, int]]) -> pd.Series:
    claims = made_up_claims(lengths)
    a, b = lengths
    return article_profiles(claims, made_up_candidates(claims, {(a, b): named})).iloc[0]


def test_aligned_is_the_share_of_text_with_a_counterpart() -> None:
    profile = profile_of({"fr": [100, 300, 100], "en": [100, 300, 50, 50, 500]}, [(0, 0), (1, 1)])
    assert profile["aligned_a"] == pytest.approx(0.8, abs=0.05)
    assert profile["aligned_b"] == pytest.approx(0.4, abs=0.05)
    assert (profile["aligned_more"], profile["aligned_less"]) == (profile["aligned_a"], profile["aligned_b"])


def test_a_sentence_that_was_split_counts_with_both_its_halves() -> None:
    profile = profile_of({"fr": [200, 200, 200], "en": [100, 100, 200, 200]}, [(0, 0), (0, 1), (1, 2), (2, 3)])
    assert profile["aligned_less"] > 0.9


def test_a_sentence_that_matches_many_far_apart_counts_once() -> None:
    everywhere = [(0, at) for at in range(6)]
    profile = profile_of({"fr": [100] * 6, "en": [100] * 6}, everywhere)
    assert profile["aligned_more"] < 0.4


@pytest.mark.parametrize(("places", "expected"), [([0, 1, 2, 3], 1.0), ([3, 2, 1, 0], -1.0), ([2, 3, 0, 1], -0.6)])
def test_order_is_the_rank_correlation_of_the_places(places: list[int], expected: float) -> None:
    profile = profile_of({"fr": [100] * 4, "en": [100] * 4}, list(enumerate(places)))
    assert profile["order"] == pytest.approx(expected)


def test_the_order_of_two_sentences_says_nothing() -> None:
    assert profile_of({"fr": [100] * 4, "en": [100] * 4}, [(0, 1), (1, 0)])["order"] == 0.0


def test_a_brief_with_a_sentence_or_two_in_common_is_no_translation() -> None:
    claims = made_up_claims({"fr": [100] * 2, "en": [100] * 4})
    candidates = made_up_candidates(claims, {("fr", "en"): [(0, 0), (1, 1)]})
    assert article_profiles(claims, candidates)["sentences"].tolist() == [2]
    assert find_translations(made_up_articles(fr={}, en={}), claims, candidates).empty


FOUR = [(at, at) for at in range(4)]


def directed(fr: dict[str, object], en: dict[str, object]) -> pd.Series:
    claims = made_up_claims({"fr": [100] * 4, "en": [100] * 4})
    candidates = made_up_candidates(claims, {("fr", "en"): FOUR})
    return find_translations(made_up_articles(fr=fr, en=en), claims, candidates).iloc[0]


@pytest.mark.parametrize(
    ("fr", "en", "translation", "direction"),
    [
        ({"original_language": "en"}, {}, "fr", "declared"),
        ({}, {"original_language": "fr"}, "en", "declared"),
        ({"original_language": "FR"}, {}, "en", "declared"),
        ({"original_language": "fr-CA", "published": "2024-05-02"}, {"published": "2024-05-01"}, "en", "declared"),
        ({"original_language": "fr"}, {"original_language": "en"}, "fr", "unknown"),
        ({"original_language": "de"}, {"original_language": "de"}, "fr", "unknown"),
        ({"published": "2024-05-01"}, {"published": "2024-05-02"}, "en", "published"),
        ({"published": "2024-05-02"}, {"published": "2024-05-01"}, "fr", "published"),
        ({"published": "2024-05-01 08:00"}, {"published": "2024-05-01 09:00"}, "en", "published"),
        ({"published": "2024-05-01"}, {"published": "2024-05-01 09:00"}, "fr", "unknown"),
        ({"published": "2024-05-01"}, {}, "fr", "unknown"),
        ({}, {}, "fr", "unknown"),
    ],
)
def test_which_is_the_original(
    fr: dict[str, object], en: dict[str, object], translation: str, direction: str
) -> None:
    row = directed(fr, en)
    assert row["article_id"] == translation
    assert row["translation_of"] == {"fr": "en", "en": "fr"}[translation]
    assert row["direction"] == direction


def test_shares_are_those_of_the_translation_and_of_the_original() -> None:
    claims = made_up_claims({"fr": [100] * 4, "en": [100] * 6})
    candidates = made_up_candidates(claims, {("fr", "en"): FOUR})
    for facts, shares in (({"original_language": "en"}, (1.0, 4 / 6)), ({"original_language": "fr"}, (4 / 6, 1.0))):
        row = find_translations(made_up_articles(fr=facts, en={}), claims, candidates).iloc[0]
        assert (row["aligned"], row["original_aligned"]) == pytest.approx(shares, abs=0.05)


def among(matches: dict[tuple[str, str], int], **facts: dict[str, object]) -> pd.DataFrame:
    """What is found where two articles share the given number of their ten sentences."""
    names = sorted({name for pair in matches for name in pair})
    claims = made_up_claims({name: [100] * 10 for name in names})
    shared = {pair: [(at, at) for at in range(count)] for pair, count in matches.items()}
    articles = made_up_articles(**{name: facts.get(name, {}) for name in names})
    return find_translations(articles, claims, made_up_candidates(claims, shared))


def test_an_article_is_a_translation_of_one_and_of_the_best() -> None:
    declared = {"original_language": "en"}
    found = among({("fr", "en_1"): 8, ("fr", "en_2"): 10}, fr=declared)
    assert found[["article_id", "translation_of"]].to_numpy().tolist() == [["fr", "en_2"]]


def test_translations_of_one_stay_together_where_the_direction_is_unknown() -> None:
    found = among({("fr", "en_1"): 10, ("fr", "en_2"): 9})
    assert found["translation_of"].tolist() == ["fr", "fr"]
    assert set(found["article_id"]) == {"en_1", "en_2"}
    assert set(found["direction"]) == {"unknown"}


def test_there_are_no_chains() -> None:
    days = {"en_1": "2024-05-01", "fr_1": "2024-05-02", "en_2": "2024-05-03"}
    found = among(
        {("fr_1", "en_1"): 10, ("fr_1", "en_2"): 9}, **{name: {"published": day} for name, day in days.items()}
    )
    assert found[["article_id", "translation_of"]].to_numpy().tolist() == [["fr_1", "en_1"]]


def test_pairs_within_a_language_are_passed_over() -> None:
    assert among({("en_1", "en_2"): 10}).empty


def test_a_threshold_that_nothing_reaches_finds_nothing(everything: Scored) -> None:
    frames = (everything.articles, everything.claims, everything.candidates)
    assert [len(find_translations(*frames, at_least=threshold)) for threshold in (0.5, 1.0)] == [len(EVENTS), 0]


def test_the_model_survives_being_written(tmp_path: Path) -> None:
    model = TranslationModel.shipped()
    model.to_json(tmp_path / "model.json")
    assert TranslationModel.from_json((tmp_path / "model.json").read_text(encoding="utf-8")) == model


@pytest.mark.parametrize("text", ["", "{}", '{"sentence": {}, "article": {}, "provenance": {}}'])
def test_a_damaged_model_is_refused_in_words(text: str) -> None:
    with pytest.raises(sl.SinorusError, match="fit it again"):
        TranslationModel.from_json(text)
