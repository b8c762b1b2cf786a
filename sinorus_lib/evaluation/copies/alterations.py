"""What papers do to an article that they print again: from paragraphs, the first the title, to others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from sinorus_lib.evaluation.copies.grammar import Cast, Grammar

Paragraphs = list[str]
Alteration = Callable[[Paragraphs, Grammar, Cast, Random], Paragraphs]

_GROUPED = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
_DECIMAL_MILLIONS = re.compile(r"(\d+)[.,](\d) (?:millions d’|million )euros")
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "’": "'"})
_MOST_EDITS, _LEAST_KEPT = 0.15, 0.34


def identical(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Change nothing."""
    return list(paragraphs)


def retitled(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Give it another title."""
    return [grammar.line("titles", random, cast), *paragraphs[1:]]


def trimmed(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Cut it from the bottom, to a third at least."""
    wanted = random.uniform(_LEAST_KEPT, 0.7) * _words(paragraphs)
    kept = 1
    while _words(paragraphs[:kept]) < wanted:
        kept += 1
    return paragraphs[:kept]


def furnished(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Add credit lines and what a page prints around an article."""
    head = [grammar.line("credits", random, cast)] if random.random() < 0.5 else []
    tail = [grammar.line("furniture", random, cast) for _ in range(random.randint(1, 5))]
    return [paragraphs[0], *head, *paragraphs[1:], grammar.line("credits", random, cast), *tail]


def extended(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Add a paragraph or two of the paper's own."""
    own = [" ".join(grammar.sentence(random, cast) for _ in range(3)) for _ in range(random.choice((1, 2)))]
    place = random.randint(1, len(paragraphs))
    return [*paragraphs[:place], *own, *paragraphs[place:]]


def edited(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Change up to 15 % of the words, and how the numbers are written."""
    rate = random.uniform(0.04, _MOST_EDITS)
    return [_edited(_rewritten_numbers(paragraph), rate, grammar, random) for paragraph in paragraphs]


def reordered(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Put the paragraphs in another order."""
    return [paragraphs[0], *random.sample(paragraphs[1:], len(paragraphs) - 1)]


def garbled(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Write it as UTF-8 and read it as Windows-1252, or lose every letter that ASCII has not."""
    import ftfy.bad_codecs  # noqa: F401 - registers the codec as programs apply it, its five unused bytes included

    if random.random() < 0.3:
        return [paragraph.encode("ascii", "replace").decode() for paragraph in paragraphs]
    return [paragraph.encode().decode("sloppy-windows-1252") for paragraph in paragraphs]


def typeset(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Print it in capitals, in small letters, without accents, or with other quotation marks and spaces."""
    styles: list[Callable[[str], str]] = [
        str.upper, str.lower, _without_accents, lambda text: text.translate(_QUOTES),
        lambda text: text.replace(" »", "\u00a0»").replace("« ", "«\u202f").replace(" %", "\u202f%"),
    ]  # fmt: skip
    style = random.choice(styles)
    return [style(paragraph) for paragraph in paragraphs]


def combined(paragraphs: Paragraphs, grammar: Grammar, cast: Cast, random: Random) -> Paragraphs:
    """Retitle it, cut it, edit it and add a paragraph or a credit: what a paper does on a busy day."""
    last = random.choice((extended, furnished, reordered))
    for alteration in (retitled, trimmed, edited, last):
        paragraphs = alteration(paragraphs, grammar, cast, random)
    return paragraphs


KINDS: tuple[Alteration, ...] = (
    identical, retitled, trimmed, furnished, extended, edited, reordered, garbled, typeset, combined,
)  # fmt: skip


def _words(paragraphs: Paragraphs) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _edited(paragraph: str, rate: float, grammar: Grammar, random: Random) -> str:
    """Return a paragraph with a share of its words replaced, names by names; some are cut, some put in."""
    words: list[str] = []
    for word in paragraph.split():
        change = random.random() / rate
        if change >= 1 or not word[0].isalpha():
            words.append(word)
        elif change < 0.7:
            other = random.choice(grammar.words["thing"])
            words.append((other.capitalize() if word[0].isupper() else other) + word[len(word.rstrip(".,;:»”")) :])
        elif change < 0.85:
            words += [word, random.choice(grammar.words["thing"])]
    return " ".join(words)


def _rewritten_numbers(paragraph: str) -> str:
    """Return a paragraph with its thousands not set apart, and its millions written out."""
    plain = _DECIMAL_MILLIONS.sub(lambda found: f"{found[1]} {found[2]}00 000 euros", paragraph)
    return _GROUPED.sub("", plain)


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
