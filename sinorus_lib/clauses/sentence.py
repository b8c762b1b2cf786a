"""A parsed sentence, and the questions that cutting it asks: what is finite, what governs what, what crosses."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sinorus_lib.clauses.tables import Tables, load_tables
from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.lexicon import Lexicon, Span, load_lexicon, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.quotations import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PARATACTIC = "parataxis"
_FINITE = "VerbForm=Fin"
_MARKS = frozenset({"mark", "prep", "case"})
# What is asked, doubted or denied is not asserted.
_UNASSERTED = frozenset({"ask", "doubt", "deny"})


@dataclass(frozen=True)
class Joint:
    """How the words after a place hang together with those before it.

    Attributes:
        head: the head of what follows.
        above: what it hangs on, or what hangs on it, before the place; ``None`` if nothing does.
    """

    head: Token
    above: Token | None


@dataclass(frozen=True)
class ParsedSentence:
    """A parsed sentence with the tables of its language."""

    doc: Doc
    language: str

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon of the framing measures: reporting verbs, labels of the parser."""
        return load_lexicon(self.language)

    @cached_property
    def tables(self) -> Tables:
        """The words at which a sentence may be cut."""
        return load_tables(self.language)

    @cached_property
    def attributions(self) -> list[Attribution]:
        """The attributions of the whole sentence, strongest first."""
        return find_attributions(self.doc, self.language)

    @cached_property
    def quotations(self) -> list[Span]:
        """What stands inside quotation marks, as code points, without the marks."""
        return [(item.start, item.end) for item in find_quotations(text_of(self.doc))]

    @cached_property
    def depths(self) -> list[int]:
        """How many parentheses are open before each token."""
        depths, depth = [], 0
        for token in tokens_of(self.doc):
            depth -= min(depth, token.text.count(")"))
            depths.append(depth)
            depth += token.text.count("(")
        return depths

    @cached_property
    def condition(self) -> int:
        """The first token that opens a condition; the length of the sentence if none does."""
        marks = (token for token in tokens_of(self.doc) if token.pos_ == "SCONJ")
        return next((token.i for token in marks if plain(token.text) in self.tables.condition), len(self.doc))

    @cached_property
    def reports(self) -> dict[int, Attribution]:
        """The attributions by the index of each token of their cue; those that assert their content."""
        asserting = [item for item in self.attributions if item.cue_class not in _UNASSERTED and not item.negated]
        return {token.i: item for item in asserting for token in tokens_of(self.doc) if _within(token, item.cue)}

    @cached_property
    def apart(self) -> frozenset[int]:
        """Tokens of an attribution that stands apart at the end: ", said X on Monday"."""
        clauses = [item.clause for item in self.attributions if item.clause is not None and item.clause[0] > 0]
        tokens = tokens_of(self.doc)
        return frozenset(token.i for token in tokens if any(_within(token, clause) for clause in clauses))

    @cached_property
    def _arcs(self) -> list[tuple[int, int, Token]]:
        """The dependencies that hold the sentence together: their two ends in order, and the token that depends."""
        firm = ((token, token.head.i) for token in tokens_of(self.doc) if not self._is_loose(token))
        return [(min(token.i, head), max(token.i, head), token) for token, head in firm]

    def is_finite(self, token: Token) -> bool:
        """Say whether a predicate is finite, by itself or by its auxiliary or copula.

        The verb that governs a sentence and follows its subject is finite, whatever its form was taken for.
        """
        leaning = [item for item in token.children if item.dep_ in self.lexicon.parse["auxiliary"]]
        if any(_FINITE in str(item.morph) for item in (token, *leaning)):
            return not token.is_punct
        subject = self.subject(token) if token.head == token and token.pos_ == "VERB" else None
        return subject is not None and subject.i < token.i

    def subject(self, token: Token) -> Token | None:
        """Return the subject that stands with the predicate itself."""
        roles = self.lexicon.parse["subject"] | self.lexicon.parse["expletive"]
        return syntax.child(token, roles)

    def is_main(self, token: Token, first: int = 0) -> bool:
        """Say whether a predicate is asserted: at the top of what follows ``first``, or reported there."""
        seen = 0
        while token.head != token and token.head.i >= first and seen <= len(self.doc):
            if not self._continues(token):
                return False
            token, seen = token.head, seen + 1
        return True

    def _continues(self, token: Token) -> bool:
        """Say whether a predicate asserts what the one above it asserts."""
        if token.dep_ in self.lexicon.parse["conjunct"] or token.dep_ == PARATACTIC:
            return self.is_finite(token.head) or token.i < token.head.i
        if token.dep_ in self.lexicon.parse["adverbial"]:
            return self.stands_alone(token)
        reported = token.dep_ in self.lexicon.parse["content"]
        return reported and (token.head.i in self.reports or token.i < token.head.i)

    def stands_alone(self, token: Token) -> bool:
        """Say whether a finite clause has a subject and nothing that subordinates it, whatever its label."""
        subordinated = any(item.pos_ in {"SCONJ", "ADP"} and item.dep_ in _MARKS for item in token.lefts)
        return self.is_finite(token) and self.subject(token) is not None and not subordinated

    def reporter(self, token: Token) -> Attribution | None:
        """Return the attribution whose verb governs a predicate: "X said that A and that B"."""
        for _ in range(len(self.doc)):
            if token.dep_ in self.lexicon.parse["content"] and token.head.i < token.i:
                return self.reports.get(token.head.i)
            if token.head == token or token.dep_ not in self.lexicon.parse["conjunct"]:
                return None
            token = token.head
        return None

    def crossing(self, index: int) -> list[Token]:
        """Return the tokens whose dependency crosses the place before a token; marks and conjunctions aside."""
        return [token for first, last, token in self._arcs if first < index <= last]

    def _is_loose(self, token: Token) -> bool:
        if token.is_punct or token.is_space or token.text in syntax.QUOTES or token.pos_ == "CCONJ":
            return True
        return (token.i in self.apart) != (token.head.i in self.apart)

    def joint(self, index: int, aside: frozenset[int] = frozenset()) -> Joint | None:
        """Return how the words from a token on hang on those before; ``None`` if in more ways than one.

        The dependencies of some tokens, by index, may be set aside: those of clauses that stand further on.
        """
        arcs = [token for token in self.crossing(index) if token.i not in aside]
        if len(arcs) > 1:
            return None
        if arcs:
            below, above = arcs[0], arcs[0].head
            return Joint(below, above) if below.i >= index else Joint(above, below)
        root = next(
            (token for token in tokens_of(self.doc)[index:] if token.head == token and not token.is_punct), None
        )
        return None if root is None else Joint(root, None)

    def asks(self, head: Token) -> bool:
        """Say whether a clause is an embedded question: "but not what it was"."""
        words = self.lexicon.words["question_links"] | self.lexicon.words["relative_words"]
        asking = words - self.lexicon.content_links
        return any(plain(item.text) in asking and item.pos_ in {"PRON", "ADV", "SCONJ"} for item in head.lefts)

    def is_subordinate(self, head: Token) -> bool:
        """Say whether a clause opens with "because" or the like: "and because he enhances"."""
        marks = (item for item in head.lefts if item.pos_ == "SCONJ" and item.dep_ in _MARKS)
        return any(plain(item.text) not in self.lexicon.content_links for item in marks)

    def has_finite(self, first: int, last: int) -> bool:
        """Say whether any finite verb stands between two tokens."""
        return any(self.is_finite(token) for token in tokens_of(self.doc)[first:last])

    def token_at(self, position: int) -> int:
        """Return the index of the first token that starts at a code point or after it."""
        return bisect_left([token.idx for token in tokens_of(self.doc)], position)

    def predicates(self, first: int, last: int) -> list[Token]:
        """Return the finite predicates between two tokens that are asserted there with a subject of their own."""
        return [token for token in tokens_of(self.doc)[first:last] if self._asserts(token, first, last)]

    def _asserts(self, token: Token, first: int, last: int) -> bool:
        subject = self.subject(token)
        if subject is None or not first <= subject.i < last:
            return False
        return self.is_main(token, first) and self.is_finite(token)

    def text(self, first: int, last: int) -> str:
        """Return the words between two tokens as written."""
        if first >= last:
            return ""
        end = self.doc[last - 1]
        return text_of(self.doc)[self.doc[first].idx : end.idx + len(end.text)]

    def words(self, first: int, last: int) -> int:
        """Return how many words stand between two tokens, conjunctions at the beginning aside."""
        return count_words(self.text(self.after_links(first, last), last))

    def after_links(self, first: int, last: int) -> int:
        """Return the first token after the conjunctions, "that" and marks at the beginning of a clause."""
        index = first
        while index < last and self._is_link(self.doc[index]):
            index += 1
        return index if index < last else first

    def _is_link(self, token: Token) -> bool:
        if token.is_space or token.text in {",", ";", ":", "—", "–"}:
            return True
        if plain(token.text) in self.tables.additive | self.tables.adversative:
            return True
        return token.pos_ == "SCONJ" and plain(token.text) in self.lexicon.content_links


def _within(token: Token, span: Span) -> bool:
    return span[0] <= token.idx < span[1]


def count_words(text: str) -> int:
    """Return how many words a text has, by blanks."""
    return sum(any(mark.isalnum() for mark in word) for word in text.split())
