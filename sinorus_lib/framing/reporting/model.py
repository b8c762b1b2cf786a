"""An attribution: source, cue and clause, after Pareti (2015); and a reporting verb as used in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Span, Verb

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Attribution:
    """Words that say who stands behind a content (Pareti 2015: source, cue, content).

    Spans are code points of ``doc.text``.

    Attributes:
        source: the source as written, e.g. ``des responsables américains``; ``None`` if unsaid.
        cue: the verb or marker, e.g. ``a déclaré``, ``according to``, ``aurait demandé``.
        clause: the whole attribution when it can be peeled off an edge, e.g.
            ``, a déclaré M. X vendredi`` or ``Officials said that ``; ``None`` otherwise.
        cue_class: a class of the lexicon: ``neutral``, ``claim``, ``think``, ``doubt``, ``ask``,
            ``deny``, ``warn``, ``accuse``, ``promise``, ``stress``, ``confirm``, ``reveal``, ``admit``.
        source_class: ``named_person``, ``office``, ``organisation``, ``media``, ``anonymous``,
            ``collective`` or ``unspecified``.
        how: ``direct`` (with a quotation), ``indirect`` or ``marker``.
        negated: whether the reporting itself is negated.
        frame: the construction that holds the content: ``parenthetical``, ``quotation``, ``clause``,
            ``infinitive``, ``object``, ...; ``marker``, ``hearsay`` or ``noun`` where no verb reports.
        verb: number of the token of the verb or noun that reports; ``None`` if there is none.
    """

    source: Span | None
    cue: Span
    clause: Span | None
    cue_class: str
    source_class: str
    how: str
    negated: bool = False
    frame: str = "marker"
    verb: int | None = None


@dataclass(frozen=True)
class Use:
    """A reporting verb in a sentence.

    Attributes:
        token: the verb.
        verb: its entry in the lexicon.
        first: first token of the verb with its auxiliaries.
        last: its last token.
        source: head of its subject, if any.
        frame: ``parenthetical``, ``quotation`` or a frame of the lexicon.
    """

    token: Token
    verb: Verb
    first: Token
    last: Token
    source: Token | None
    frame: str
