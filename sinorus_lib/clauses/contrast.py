"""Cuts at contrasts: ", tandis que Berlin préfère attendre", ", while it rose", "While Paris …, Berlin …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinorus_lib.clauses.cut import CONTRASTED, Cut, shortest_with
from sinorus_lib.clauses.sentence import Joint, ParsedSentence
from sinorus_lib.framing.parsed import text_of, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# Forms of what went on meanwhile, rather than in contrast.
_MEANWHILE = ("Tense=Imp", "Aspect=Prog")


def contrasts(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield the cuts between clauses that a conjunction sets against each other."""
    doc, tables = sentence.doc, sentence.tables
    for phrases, anywhere in ((tables.contrast, True), (tables.contrast_after_comma, False)):
        for start, end in phrases.find(text_of(doc)):
            opens, content = sentence.token_at(start), sentence.token_at(end)
            if opens == 0:
                yield from _at_beginning(sentence, content, anywhere)
            elif content < len(doc) and (anywhere or doc[opens - 1].text == ","):
                yield from _after(sentence, opens, content)


def _after(sentence: ParsedSentence, index: int, content: int) -> Iterator[Cut]:
    joint = sentence.joint(index)
    if joint is None or joint.above is None or joint.above.i >= index:
        return
    own = sentence.subject(joint.head)
    if own is not None and own.i >= content and sentence.is_finite(joint.head) and sentence.is_main(joint.above):
        yield Cut(index, content, CONTRASTED, joint.head, right=shortest_with(own))


def _at_beginning(sentence: ParsedSentence, content: int, anywhere: bool) -> Iterator[Cut]:
    """Yield the main clause after a contrasting one: "While Paris …, its neighbours …"."""
    for index in (token.i + 1 for token in tokens_of(sentence.doc)[content:-1] if token.text == ","):
        joint = sentence.joint(index)
        if joint is not None and joint.above is not None and _contrasts(sentence, index, joint, anywhere):
            yield Cut(index, index, CONTRASTED, joint.head)
            return


def _contrasts(sentence: ParsedSentence, index: int, joint: Joint, anywhere: bool) -> bool:
    clause = joint.above
    if clause is None or clause.i >= index or clause.dep_ not in sentence.lexicon.parse["adverbial"]:
        return False
    meanwhile = not anywhere and _tells_when(clause)
    return not meanwhile and sentence.is_main(joint.head) and _differ(sentence, joint.head, clause)


def _tells_when(clause: Token) -> bool:
    """Say whether a clause tells what went on meanwhile: "while he was speaking", "alors qu'il parlait"."""
    verbs = (item for item in (clause, *clause.lefts) if item.pos_ in {"VERB", "AUX"})
    return any(form in str(verb.morph) for verb in verbs for form in _MEANWHILE)


def _differ(sentence: ParsedSentence, *predicates: Token) -> bool:
    """Say whether all clauses are finite and each has a noun or name of its own for its subject."""
    subjects = [sentence.subject(item) for item in predicates]
    named = all(item is not None and item.pos_ in {"NOUN", "PROPN"} for item in subjects)
    return named and all(sentence.is_finite(item) for item in predicates)
