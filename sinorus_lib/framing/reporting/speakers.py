"""Decides, once subject and frame are known, whether the verb has somebody who speaks.

In the active that is the subject if it can be a source; in the passive the agent, or nobody named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, plain
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.model import Use
from sinorus_lib.framing.reporting.sources import HUMAN, source_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def can_speak(use: Use, lexicon: Lexicon) -> bool:
    """Say whether the subject is a source: in "la baisse indique que" the outlet concludes."""
    source = use.source
    infinitive = "VerbForm=Inf" in str(use.token.morph)
    if source is None or source.pos_ in {"PRON", "PROPN"}:
        return source is not None
    if use.verb.lemma not in lexicon.showing and not infinitive:
        return True
    document = plain(source.lemma_) in lexicon.sources["document"]
    several = "Plur" in source.morph.get("Number", [])
    return document or several or source_class(source, lexicon) in HUMAN


def passive_use(use: Use, lexicon: Lexicon) -> Use | None:
    """In the passive the subject is what is spoken of: the source is the agent, if named."""
    agent = next(
        (item for item in use.token.rights if item.dep_ in lexicon.parse["agent"] and _has_agent_link(item, lexicon)),
        None,
    ) or syntax.child(use.token, lexicon.parse["agent"])
    if agent is None or plain(agent.text) not in lexicon.source_links:
        named = agent if agent is not None and _is_agent(agent, lexicon) else None
        if named is None and not _reports_in_passive(use, lexicon):
            return None
        return Use(use.token, use.verb, use.first, use.last, named, use.frame)
    inner = next((item for item in agent.children if item.pos_ in lexicon.words["nominal"]), None)
    return Use(use.token, use.verb, use.first, use.last, inner, use.frame)


def _reports_in_passive(use: Use, lexicon: Lexicon) -> bool:
    """Say whether a passive without agent is hearsay: "is said to", not "must be admitted"."""
    blamed = use.verb.cue_class in {"accuse", "warn"}
    if use.frame not in {"clause", "infinitive"} and not blamed:
        return False
    modal = use.first.lemma_ not in lexicon.words["plain_auxiliaries"] or use.first.tag_ == "MD"
    return (blamed or use.verb.lemma in lexicon.words["hearsay_verbs"]) and not modal


def _has_agent_link(item: Token, lexicon: Lexicon) -> bool:
    links = lexicon.words["agent_links"]
    return plain(item.text) in links or any(plain(other.text) in links for other in item.lefts)


def _is_agent(agent: Token, lexicon: Lexicon) -> bool:
    return (
        any(plain(item.text) in lexicon.words["agent_links"] for item in agent.children)
        and agent.pos_ in lexicon.words["nominal"]
    )
