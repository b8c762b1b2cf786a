"""Cuts at conjunctions: "…, and Beijing denies it", "… mais personne ne l'a vu", "… and ordered the paper to pay".

Two clauses with a subject each are parted whatever their length; where the second shares the subject of the
first, both must be long. Coordinated subordinate clauses stay together, for neither asserts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sinorus_lib.clauses.cut import ADDED, COMMA, LONG, OPPOSED, SHORTEST, Cut, shortest_with
from sinorus_lib.clauses.sentence import PARATACTIC, Joint, ParsedSentence
from sinorus_lib.framing.lexicon import Words, plain
from sinorus_lib.framing.parsed import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PHRASE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN"})


def coordinations(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield the cuts at conjunctions between assertions, up to a condition, which covers all that follows."""
    for token in tokens_of(sentence.doc)[1:-1]:
        link = _link(sentence, token)
        if link is not None:
            yield from _regular(sentence, token.i, link)
            yield from _torn(sentence, token.i, link)
            yield from _headed_by_noun(sentence, token.i, link)


def _link(sentence: ParsedSentence, token: Token) -> str | None:
    """Return how a conjunction joins what follows; ``None`` if it is none or stands under a condition."""
    word, tables = plain(token.text), sentence.tables
    if word not in tables.additive | tables.adversative or token.pos_ not in {"CCONJ", "ADV", "SCONJ"}:
        return None
    if sentence.condition < token.i:
        return None
    return OPPOSED if word in tables.adversative else ADDED


def series(sentence: ParsedSentence, cuts: Iterable[Cut]) -> Iterator[Cut]:
    """Yield the commas of "A, B and C" where each is a clause with a subject of its own."""
    added = {cut.index: cut for cut in cuts if cut.link == ADDED and cut.left == SHORTEST}
    for index in (token.i + 1 for token in tokens_of(sentence.doc)[: max(added, default=0)] if token.text == ","):
        later = frozenset(cut.head.i for cut in added.values() if cut.index > index and cut.head is not None)
        joint = sentence.joint(index, later) if later else None
        if joint is not None and _is_series(sentence, index, joint):
            yield Cut(index, index, COMMA, joint.head)


def _is_series(sentence: ParsedSentence, index: int, joint: Joint) -> bool:
    head, above = joint.head, joint.above
    if above is None or clause_after(sentence, index, head) is None:
        return False
    below = head if head.head == above else above
    subjects = sentence.subject(head), sentence.subject(above)
    if subjects[0] is None or subjects[1] is None:
        return False
    parse = sentence.lexicon.parse
    loose = below.dep_ in _coordinated(sentence) | parse["content"] | parse["adverbial"]
    starts = subjects[0].left_edge.i == index and subjects[1].i < index
    return loose and starts and sentence.stands_alone(head) and sentence.stands_alone(above)


def _regular(sentence: ParsedSentence, index: int, link: str) -> Iterator[Cut]:
    joint = sentence.joint(index)
    content = None if joint is None else clause_after(sentence, index + 1, joint.head)
    if joint is None or content is None or not _adds_assertion(sentence, index, joint):
        return
    if _is_remark(sentence, content, joint.head):
        return
    own = sentence.subject(joint.head)
    if own is not None and own.i > index:
        yield Cut(index, content, link, joint.head, right=shortest_with(own))
    elif joint.above is not None and _shares_subject(sentence, index, joint.above):
        yield Cut(index, content, link, joint.head, left=LONG, right=LONG)


def _adds_assertion(sentence: ParsedSentence, index: int, joint: Joint) -> bool:
    """Say whether what follows a conjunction is asserted as what stands before it is."""
    head, above = joint.head, joint.above
    if above is not None:
        coordinated = head.dep_ in _coordinated(sentence) or sentence.stands_alone(head)
        if not coordinated or above.i > head.i or _ends_series(sentence, above) or sentence.is_subordinate(above):
            return False
    return _is_asserted(sentence, head)


def _is_remark(sentence: ParsedSentence, index: int, head: Token) -> bool:
    """Say whether a clause stands between commas after the conjunction: "and, one may say, its workers"."""
    if sentence.doc[index].text != ",":
        return False
    closing = next(
        (token.i for token in tokens_of(sentence.doc)[index + 1 :] if token.text == ","), len(sentence.doc)
    )
    return head.i < closing


def _coordinated(sentence: ParsedSentence) -> Words:
    return sentence.lexicon.parse["conjunct"] | {PARATACTIC}


def _is_asserted(sentence: ParsedSentence, head: Token) -> bool:
    if not sentence.is_finite(head) or sentence.asks(head) or sentence.is_subordinate(head):
        return False
    return sentence.is_main(head) or _is_misplaced(sentence, head)


def _is_misplaced(sentence: ParsedSentence, head: Token) -> bool:
    """Say whether a clause hangs on a subordinate one that it cannot go on, and so goes on the main one.

    With a subject of its own it goes on no relative clause ("ce qui s'est passé et on doit"), nor one that
    opens with "que" in a language that repeats it ("je pense que A et j'espère").
    """
    above = head.head
    if sentence.subject(head) is None or head.dep_ not in sentence.lexicon.parse["conjunct"] or above.i > head.i:
        return False
    subject = sentence.subject(above)
    relative = subject is not None and plain(subject.text) in sentence.lexicon.words["relative_pronouns"]
    reported = above.dep_ in sentence.lexicon.parse["content"] and not sentence.lexicon.parse["bare_content"]
    if not relative and not reported:
        return False
    governing = next((item for item in above.ancestors if sentence.is_finite(item)), None)
    return governing is not None and sentence.is_main(governing)


def _ends_series(sentence: ParsedSentence, above: Token) -> bool:
    """Say whether a conjunction ends a series under another: "since A, B and C" after a main clause."""
    contents = [item.i for item in above.lefts if item.dep_ in sentence.lexicon.parse["content"]]
    clauses = [item.i for item in above.lefts if item.dep_ in sentence.lexicon.parse["adverbial"]]
    return bool(contents and clauses) and contents[0] < clauses[-1]


def _shares_subject(sentence: ParsedSentence, index: int, above: Token) -> bool:
    """Say whether no other finite verb stands nearer, whose subject the second verb might share."""
    nearer = (token for token in tokens_of(sentence.doc)[above.i + 1 : index] if token.pos_ != "AUX")
    return sentence.is_finite(above) and not any(sentence.is_finite(token) for token in nearer)


def clause_after(sentence: ParsedSentence, index: int, head: Token) -> int | None:
    """Return where a clause of its own starts after a conjunction; ``None`` at a relative clause.

    A "that" is skipped where somebody said what it opens.
    """
    first = sentence.doc[index]
    word = plain(first.text)
    if word in sentence.lexicon.content_links and first.pos_ != "DET":
        return index + 1 if sentence.reporter(head) is not None and index + 1 < len(sentence.doc) else None
    relative = word in sentence.lexicon.words["relative_words"] and first.pos_ != "DET"
    return None if relative else index


def _torn(sentence: ParsedSentence, index: int, link: str) -> Iterator[Cut]:
    """Yield the cut of "asked for drones and Beijing refused", whose parse makes Beijing a second object.

    The verb has no subject, nothing but the noun before it, and no conjunction to share one by.
    """
    arcs = sentence.crossing(index)
    if len(arcs) != 2 or any(item.i < index for item in arcs):
        return
    noun, verb = arcs
    content = clause_after(sentence, index + 1, verb.head)
    follows = noun.right_edge.i + 1 == verb.left_edge.i and noun.left_edge.i in {index, index + 1}
    if (
        content is None
        or not follows
        or not _is_second_object(sentence, noun, index)
        or sentence.subject(verb) is not None
    ):
        return
    if sentence.is_finite(verb) and verb.head.i < verb.i and sentence.is_main(verb.head):
        head = verb if content == index + 1 else verb.head
        yield Cut(index, content, link, head, right=shortest_with(noun))


def _is_second_object(sentence: ParsedSentence, noun: Token, index: int) -> bool:
    """Say whether a noun is listed with one that some word governs: a subject would open its clause."""
    parse = sentence.lexicon.parse
    if noun.dep_ not in parse["conjunct"] or noun.head.dep_ in parse["subject"]:
        return False
    before = index - 2 if sentence.doc[index - 1].text == "," else index - 1
    while before > 0 and sentence.doc[before].pos_ in _PHRASE:
        before -= 1
    return before > 0 and sentence.doc[before].pos_ not in {"SCONJ", "PUNCT", "CCONJ"}


def _headed_by_noun(sentence: ParsedSentence, index: int, link: str) -> Iterator[Cut]:
    """Yield the cut of "et la démographie exacerbe", whose parse joins the noun to the verb before it."""
    joint = sentence.joint(index)
    if joint is None or joint.above is None or joint.head.pos_ not in {"NOUN", "PROPN"}:
        return
    noun, above = joint.head, joint.above
    verb = next((item for item in noun.rights if sentence.is_finite(item) and item.pos_ == "VERB"), None)
    listed = noun.dep_ in sentence.lexicon.parse["conjunct"] and noun.left_edge.i <= index + 1
    if verb is None or not listed or not _lacks_subject(sentence, noun, verb):
        return
    if above.i < index and sentence.is_finite(above) and sentence.is_main(above):
        yield Cut(index, index + 1, link, verb, right=shortest_with(noun))


def _lacks_subject(sentence: ParsedSentence, noun: Token, verb: Token) -> bool:
    """Say whether a verb after a noun has no subject but it, and is no relative clause."""
    relative = any(plain(item.text) in sentence.lexicon.words["relative_words"] for item in verb.lefts)
    bare = sentence.subject(verb) is None and verb.left_edge.i > noun.i
    return bare and not relative and not sentence.asks(verb)
