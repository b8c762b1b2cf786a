"""Which language a text is written in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sinorus_lib.settings import LANGUAGES

if TYPE_CHECKING:
    from lingua import LanguageDetector

# Others are named so that an article in them is recognised as neither French nor English.
_OTHERS = ("de", "es", "it", "pt", "nl", "pl", "ro", "ca", "sv", "ru", "uk", "ar", "zh", "ja", "tr")
# What people write for a language besides its two-letter code.
_NAMES = {
    "fr": ("fra", "fre", "french", "français", "francais", "française", "francaise"),
    "en": ("eng", "english", "anglais", "anglaise"),
}
SURE = 0.8
_SAMPLE = 4_000


@dataclass(frozen=True)
class Detected:
    """The most likely language of a text, as a two-letter code, and its probability."""

    language: str
    probability: float

    @property
    def sure(self) -> bool:
        """Whether the text is long and clear enough to contradict what was declared."""
        return self.probability >= SURE


def language_code(declared: str) -> str:
    """Return the two-letter code of a declared language: of a code, a region (en-GB) or a name; ``""`` of none."""
    plain = declared.strip().lower()
    named = next((code for code, names in _NAMES.items() if plain in names), None)
    return named or plain.replace("_", "-").split("-")[0]


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in (*LANGUAGES, *_OTHERS)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def detect_language(text: str) -> Detected | None:
    """Return the language of a text, or ``None`` if it has no words."""
    ranked = _detector().compute_language_confidence_values(text[:_SAMPLE])
    if not ranked or ranked[0].value == 0.0 or not any(map(str.isalpha, text)):
        return None
    return Detected(ranked[0].language.iso_code_639_1.name.lower(), ranked[0].value)
