"""A small collection that is quick to read: four events, each told by three outlets in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.encoders.store import cache_folder

FRAMES = (
    "articles",
    "claims",
    "pairs",
    "framing",
    "candidates",
    "words",
    "removed",
    "divergence",
    "outlets",
    "pooled",
)
_EVENTS = {
    "Le Havre": ("Agnès Morel", 12, 1200, "Anvers", "Antwerp"),
    "Marseille": ("Paul Giraud", 9, 850, "Gênes", "Genoa"),
    "Calais": ("Nora Petit", 21, 640, "Douvres", "Dover"),
    "Dunkerque": ("Luc Baron", 5, 2300, "Rotterdam", "Rotterdam"),
}
_TITLES = {"fr": "Le port de {city} rouvre", "en": "The port of {city} reopens"}
_FACTS = {
    "fr": (
        "Le port de {city} a rouvert mardi après {days} jours de grève, selon la préfecture.",
        "Les dockers ont obtenu une prime de {sum} euros, a déclaré la déléguée syndicale {name}.",
        "Le maire de {city} craint que des navires ne soient déjà partis pour {away}.",
    ),
    "en": (
        "The port of {city} reopened on Tuesday after a {days}-day strike, according to the prefecture.",
        "Dockers obtained a bonus of {sum} euros, said the union delegate {name}.",
        "The mayor of {city} fears that ships may already have left for {away}.",
    ),
}
_OUTLETS = {
    "Le Quai": ("fr", "Les cafés du bassin étaient pleins dès midi."),
    "The Pier": ("en", "Lorries queued along the motorway all afternoon."),
    "La Digue": ("fr", "La météo annonce du vent pour la fin de la semaine."),
}


def small_collection() -> pd.DataFrame:
    """Return the frame ``articles``, twelve rows, with events."""
    rows = [_article(number, city, outlet) for number, city in enumerate(_EVENTS) for outlet in _OUTLETS]
    nothing = dict.fromkeys(("url", "source_path", "original_language", "duplicate_of"))
    return pd.DataFrame(rows).assign(**nothing)


def _article(number: int, city: str, outlet: str) -> dict[str, object]:
    name, days, most, *away = _EVENTS[city]
    language, own = _OUTLETS[outlet]
    facts = {"city": city, "name": name, "days": days, "sum": most, "away": away[language == "en"]}
    title = _TITLES[language].format(**facts)
    return {
        "article_id": f"a{number}-{outlet[-4:].lower()}",
        "outlet": outlet,
        "language": language,
        "title": title,
        "published": pd.Timestamp("2026-03-01") + pd.Timedelta(days=number),
        "text": "\n\n".join([title, *(fact.format(**facts) for fact in _FACTS[language]), own]),
        "event": city,
    }


def fresh_cache(folder: Path) -> Path:
    """Return a cache of its own that holds nothing but the models, which take long to build."""
    sl.load_encoder("e5-small")  # builds them
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(cache_folder().resolve() / "models")
    return folder


def assert_same(found: sl.Comparison, expected: sl.Comparison, frames: Iterable[str] = FRAMES) -> None:
    """See that two comparisons are the same to the last bit and in the same order."""
    for name in frames:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), check_exact=True, obj=name)
    if "words" in frames:
        assert found.space.to_mapping() == expected.space.to_mapping()


def finer_pieces(patch: pytest.MonkeyPatch) -> None:
    """Cut a collection into more pieces, as if it were larger; that is done by the process that hands them out."""
    patch.setattr("sinorus_lib.stages.reading.PART", 900)
    patch.setattr("sinorus_lib.stages.aligning.TOGETHER", 1)
