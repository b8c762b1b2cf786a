"""Bylines, and the outlets that are news agencies, as press databases print them.

What stands before a name is told from it by the words of either language; which agencies a byline credits, by the
patterns of :mod:`sinorus_lib.coverage.agencies`. An agency is an outlet of its own in these databases, under its name
and what the wire is: "AFP Infos Françaises", "Agence France Presse -- English", "Reuters News".
"""

from __future__ import annotations

import re

from sinorus_lib.coverage.agencies import agency_named, wire_of
from sinorus_lib.settings import LANGUAGES

# What stands before the names in a byline, by its language.
_BEFORE_NAMES = {
    "fr": ("propos recueillis par", "recueilli par", "entretien réalisé par", "textes par", "texte par", "par"),
    "en": ("interview by", "reported by", "report by", "story by", "written by", "words by", "by"),
}
# What databases add to the name of an agency, by the language of the interface.
_OF_A_WIRE = {
    "fr": ("actualités", "doc", "en", "français", "françaises", "infos", "les", "mondiales", "économiques"),
    "en": (
        *("english", "feed", "financial", "french", "general", "in", "international", "local", "national", "news"),
        *("newsfeed", "newswire", "newswires", "online", "service", "sports", "state", "stories", "text", "wire"),
        "world",
    ),
}
_BEFORE = re.compile(rf"(?:{'|'.join(sum(_BEFORE_NAMES.values(), ()))})\s*:?\s+", re.IGNORECASE)
_ADDED = {word for words in _OF_A_WIRE.values() for word in words}
_LONGEST = 200  # characters; no byline and no outlet is longer


def author_of(byline: str) -> str:
    """Return who signed: a byline without "Par", "Propos recueillis par", "By" and the like before it."""
    return _BEFORE.sub("", byline.strip(), count=1) if _BEFORE.match(byline.strip()) else byline.strip()


def agencies_of(outlet: str, *bylines: str) -> str:
    """Return what belongs into ``wire``: the agency that the outlet is, and those that bylines and credits name."""
    credited = [wire_of(line, language) for line in bylines if len(line) <= _LONGEST for language in LANGUAGES]
    agencies = [agency for wire in (_agency_of(outlet), *credited) if wire for agency in wire.split(", ")]
    return ", ".join(dict.fromkeys(agencies))


def _agency_of(outlet: str) -> str | None:
    """Return the agency that an outlet is, whatever a database adds to its name; ``None`` if it is a paper."""
    words = outlet[:_LONGEST].split()
    for end in range(len(words), 0, -1):
        agency = agency_named(" ".join(words[:end]))
        if agency or not _is_added(words[end - 1]):
            return agency
    return None


def _is_added(word: str) -> bool:
    """Tell whether a word may follow the name of an agency: one of a wire, a sign, a short form in brackets."""
    return word.lower() in _ADDED or not any(map(str.isalnum, word)) or bool(re.fullmatch(r"\([A-Z]{2,5}\)", word))
