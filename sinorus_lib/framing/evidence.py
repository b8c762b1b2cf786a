"""What a measure is given and what it returns: the passage, the reading, the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sinorus_lib.framing.lexicon import Lexicon, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.framing.reporting.model import Attribution


@dataclass(frozen=True)
class Context:
    """What is known of a claim beside its words.

    Attributes:
        quoted: share of the claim inside quotation marks, 0 to 1.
        speaker: who is said to have said it, from the article; ``None`` if nobody.
        kind: ``headline``, ``subheading`` or ``sentence``.
        attributions: the attributions found in the claim, strongest first.
        number: place of its sentence among the article's sentences that are no headline, from 0.
        sentences: how many such sentences the article has.
        share: the claim's share of the article's characters, 0 to 1.
    """

    quoted: float
    speaker: str | None
    kind: str
    attributions: tuple[Attribution, ...]
    number: int = 0
    sentences: int = 1
    share: float = 1.0


@dataclass(frozen=True)
class Reading:
    """One measure of one claim.

    Attributes:
        value: 0 to 1.
        label: the claim's class on the measure.
        evidence: spans of the claim's text, strongest first; none means the whole claim.
        notes: what each span of the evidence is, e.g. ``source`` or ``scope``; one a span, or none at all.
    """

    value: float
    label: str
    evidence: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()


class Measure(Protocol):
    """Reads one thing off a claim."""

    @property
    def name(self) -> str:
        """The measure's name in ``framing.measure``."""

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading | None:
        """Return the claim's value, label and evidence; ``None`` where the measure does not apply."""
