"""Axes and frames: cases in both languages, agreement of translations, calibration on items left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.encoders.embedding import embed
from sinorus_lib.errors import EncoderError, SinorusError
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.semantic import SEMANTIC, instrument_key, linear, read_semantics
from sinorus_lib.framing.semantic.cues import Cues, load_cues
from sinorus_lib.framing.semantic.prototypes import LANGUAGES, load_prototypes
from sinorus_lib.settings import Settings

SETTINGS = Settings()
AXES = [name for name in SEMANTIC if name.startswith("axis_")]
FRAMES = [name for name in SEMANTIC if name.startswith("frame_")]

# On each line the same claim in both languages.
FRAMED = {
    "frame_conflict": (
        "Le chef des conservateurs et la ministre se sont accusés de mensonge lors d'un débat houleux.",
        "The Conservative leader and the minister accused each other of lying in a stormy debate.",
    ),
    "frame_economy": (
        "Le chiffre d'affaires du groupe a reculé de 8 % et son action a perdu un dixième de sa valeur.",
        "The group's sales fell by 8% and its shares lost a tenth of their value.",
    ),
    "frame_morality": (
        "L'archevêque juge immoral de laisser mourir des innocents et invoque le devoir de compassion.",
        "The archbishop says it is immoral to let innocent people die and invokes the duty of compassion.",
    ),
    "frame_responsibility": (
        "Le rapport impute l'accident ferroviaire aux négligences de l'exploitant, qui doit réparer les dommages.",
        "The report blames the rail accident on the negligence of the operator, which must repair the damage.",
    ),
    "frame_human_interest": (
        "En larmes, la jeune mère raconte comment elle a perdu son bébé pendant la fuite.",
        "In tears, the young mother tells how she lost her baby during the escape.",
    ),
    "frame_security": (
        "Des soldats ont repoussé une attaque de blindés et abattu deux drones ennemis.",
        "Soldiers repelled an armoured attack and shot down two enemy drones.",
    ),
    "frame_diplomacy": (
        "Les ministres des Affaires étrangères des deux pays négocieront un traité à Vienne.",
        "The foreign ministers of the two countries will negotiate a treaty in Vienna.",
    ),
    "frame_law": (
        "La cour d'appel a confirmé la peine de cinq ans de prison infligée au banquier.",
        "The appeal court upheld the five-year prison sentence handed to the banker.",
    ),
}
NEUTRAL = (
    ("Le parc compte trois étangs et une roseraie.", "The park has three ponds and a rose garden."),
    ("Le pianiste jouera Chopin samedi soir.", "The pianist will play Chopin on Saturday evening."),
    ("Il pleuvra demain sur la moitié nord.", "It will rain tomorrow in the northern half."),
)
# axis -> what lies lower, what lies higher
OPPOSED = {
    "axis_threat": (
        ("Le quai est de nouveau sûr et les passagers sont à l'abri.", "The quay is safe again and passengers are protected."),
        ("Une bombe menace le quai et les passagers sont en danger.", "A bomb threatens the quay and passengers are in danger."),
    ),
    "axis_conflict": (
        ("Les deux maires ont conclu un accord et travailleront ensemble.", "The two mayors reached an agreement and will work together."),
        ("Les deux maires s'accusent de trahison et promettent de se combattre.", "The two mayors accuse each other of betrayal and vow to fight."),
    ),
    "axis_legitimacy": (
        ("L'élection a été truquée et le gouverneur a usurpé son poste.", "The election was rigged and the governor usurped his post."),
        ("Le gouverneur a été élu démocratiquement, conformément à la Constitution.", "The governor was democratically elected, in accordance with the constitution."),
    ),
    "axis_doubt": (
        ("Le laboratoire a confirmé que l'échantillon contient du mercure.", "The laboratory confirmed that the sample contains mercury."),
        ("On ignore si l'échantillon contient du mercure, et les experts en doutent.", "It is not known whether the sample contains mercury, and experts doubt it."),
    ),
}  # fmt: skip
HOSTILE = ["…", "123", "Oui", "<script>alert(1)</script>", "menace " * 700, "\u202e\u0000 ", "' ' '"]


def read(texts: list[str], language: str, wanted: list[str]) -> dict[str, list[Reading]]:
    return read_semantics(pd.DataFrame({"text": texts, "language": language}), None, SETTINGS, wanted)


def each(language: str, pair: tuple[str, str]) -> str:
    return pair[LANGUAGES.index(language)]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("measure", FRAMES)
def test_a_framed_claim_is_present_with_evidence(measure: str, language: str) -> None:
    reading = read([each(language, FRAMED[measure])], language, [measure])[measure][0]
    assert reading.label == "present", reading.value
    assert reading.evidence


def test_neutral_claims_carry_no_frame(language: str) -> None:
    readings = read([each(language, pair) for pair in NEUTRAL], language, FRAMES)
    found = [
        (name, number) for name, items in readings.items() for number, r in enumerate(items) if r.label == "present"
    ]
    assert not found


@pytest.mark.parametrize("measure", AXES)
def test_the_poles_are_in_order(measure: str, language: str) -> None:
    lower, higher = read([each(language, pair) for pair in OPPOSED[measure]], language, [measure])[measure]
    assert lower.value < 0.5 < higher.value
    axis = load_prototypes().axes[measure.removeprefix("axis_")]
    assert lower.label in {axis.low, "between"}
    assert higher.label in {axis.high, "between"}


def test_translations_read_alike() -> None:
    pairs = [*FRAMED.values(), *NEUTRAL, *(pair for ends in OPPOSED.values() for pair in ends)]
    french, english = (
        read([each(language, pair) for pair in pairs], language, list(SEMANTIC)) for language in LANGUAGES
    )
    for name in SEMANTIC:
        values = [[reading.value for reading in side[name]] for side in (french, english)]
        agreement = float(np.corrcoef(np.array(values[0]), np.array(values[1]))[0, 1])
        print(f"{name}: r = {agreement:.2f}")
        assert agreement > 0.8, name


def test_hostile_text_is_read(language: str) -> None:
    readings = read(HOSTILE, language, list(SEMANTIC))
    assert list(readings) == list(SEMANTIC)
    for items in readings.values():
        assert len(items) == len(HOSTILE)
        for text, reading in zip(HOSTILE, items, strict=True):
            assert 0.0 <= reading.value <= 1.0
            assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_no_claims_and_no_wish_need_no_encoder() -> None:
    nowhere = Settings(encoder="no-such-encoder")
    empty = pd.DataFrame({"text": [], "language": []})
    assert read_semantics(empty, None, nowhere, SEMANTIC) == {name: [] for name in SEMANTIC}
    assert read_semantics(pd.DataFrame({"text": ["x"], "language": ["fr"]}), None, nowhere, ["tone"]) == {}


def test_given_vectors_are_used_and_order_is_kept(language: str) -> None:
    claims = pd.DataFrame({"text": [each(language, pair) for pair in FRAMED.values()], "language": language})
    claims.index = claims.index[::-1]
    given = read_semantics(claims, embed(claims, settings=SETTINGS), SETTINGS, ["frame_law"])
    assert given == read_semantics(claims, None, SETTINGS, ["frame_law"])


def test_foreign_vectors_and_languages_are_refused() -> None:
    claims = pd.DataFrame({"text": ["Hallo"], "language": ["de"]})
    with pytest.raises(EncoderError, match="shape"):
        read_semantics(claims, np.zeros((1, 3), np.float32), SETTINGS, SEMANTIC)
    with pytest.raises(SinorusError, match="'de'"):
        read_semantics(claims, embed(claims, settings=SETTINGS), SETTINGS, SEMANTIC)


def test_the_key_names_the_encoder() -> None:
    other = replace(SETTINGS, encoder="use-m3")
    assert instrument_key(SETTINGS) != instrument_key(other)
    assert instrument_key(SETTINGS) == instrument_key(replace(SETTINGS, cache_dir=Path("elsewhere"), batch_size=4))


def test_prototypes_are_enough_parallel_and_different() -> None:
    sentences = load_prototypes().sentences
    for language in LANGUAGES:
        assert len({item.texts[language] for item in sentences}) == len(sentences)
    for name in AXES:
        own = [item.pole for item in sentences if item.axis == name.removeprefix("axis_")]
        assert own.count("low") == own.count("high") >= 25
    for name in FRAMES:
        assert sum(name.removeprefix("frame_") in item.frames for item in sentences) >= 40
    assert sum(item.plain for item in sentences) >= 60


def test_every_measure_has_cues(language: str) -> None:
    for name in FRAMES:
        assert load_cues(language, name)
    for name, axis in load_prototypes().axes.items():
        assert load_cues(language, f"axis_{name}", axis.low)
        assert load_cues(language, f"axis_{name}", axis.high)


def test_cues_come_strongest_first_and_the_longer_wins() -> None:
    text = "La peur d'une MENACE grandit en toute sécurité"
    assert [text[a:b] for a, b in Cues(["menac*", "en toute sécurité", "peur", "en"]).find(text)] == [
        "MENACE", "en toute sécurité", "peur",
    ]  # fmt: skip


def test_left_out_scores_are_those_of_fits_without_the_item() -> None:
    rng = np.random.default_rng(0)
    vectors, item = rng.normal(size=(12, 4)), np.repeat(np.arange(6), 2)
    sample = linear.Sample(vectors, np.where(item % 2, 1.0, -1.0), np.full(12, 1 / 12), item)
    cost = np.eye(4)
    held_out = linear.fit(sample, cost)[1]
    keep = item != 2
    rest = linear.Sample(vectors[keep], sample.target[keep], sample.weight[keep], item[keep])
    line, _ = linear.fit(rest, cost * 12 / 10)  # the weights of a fit sum to one
    assert np.allclose(line.scores(vectors[~keep]), held_out[~keep])


def test_probabilities_follow_the_rate() -> None:
    rng = np.random.default_rng(0)
    positive = np.repeat([True, False], 500)
    scores = rng.normal(np.where(positive, 1.0, -1.0))
    for rate in (0.1, 0.5):
        weight = linear.at_rate(positive, np.ones(1000), rate)
        curve = linear.logistic(scores, positive.astype(np.float64), weight)
        assert np.average(curve(scores), weights=weight) == pytest.approx(rate, abs=0.01)
        lower, upper = linear.band(curve(scores), positive, weight, 0.85)
        labelled = curve(scores) >= upper
        assert lower <= 0.5 <= upper
        assert weight[labelled & positive].sum() >= 0.85 * weight[labelled].sum()


def test_nothing_is_labelled_where_nothing_separates() -> None:
    positive = np.tile([True, False], 50)
    assert linear.band(np.full(100, 0.5), positive, np.ones(100), 0.85) == (-1.0, 2.0)
