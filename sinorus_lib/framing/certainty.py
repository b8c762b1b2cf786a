"""Certainty: how sure the outlet makes a claim sound.

The levels follow FactBank (Saurí & Pustejovsky 2009: certain, probable, possible, unknown), seen from
the outlet: what a source says stays *reported* however sure the source is, unless the reporting verb
presupposes it (factives, Karttunen 1971). Hedges after Hyland (1998, 2005); the French reportative
conditional after Dendale (1993) and Kronning (2012) counts like *reportedly*. Modals are read after
Palmer (2001): ability, permission and duty (*peut*, *can*, *a dû*, *must be told*) assert; epistemic
readings (*peut provoquer*, *can cause*, *must have known*) do not.

``value`` is that of the least certain cue on the main assertion; what is attributed is at most *reported*.

Labels:
    * ``asserted`` 1.0: stated as fact.
    * ``probable`` 0.75: likely, inferred, expected (*sans doute*, *semble*, *must have*).
    * ``reported`` 0.6: on somebody's word (*X said*, *selon*, *reportedly*, *aurait demandé*).
    * ``possible`` 0.4: may be so, or would be so under a condition (*might*, *pourrait*, *if he wins, he will*).
    * ``speculative`` 0.1: open, unknown, doubtful, rumour (*unclear*, *peu probable*), or a question.

It cannot see irony, whether an ability is certain to be used, whether *devrait* and *should* expect or
advise where the verb below does not tell, or the future, which counts as asserted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.conditional import HYPOTHETICAL, REPORTATIVE, conditional_functions
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Phrases, Span, plain, word_after
from sinorus_lib.framing.parsed import text_of, tokens_among, tokens_of
from sinorus_lib.framing.reporting_cue import commitment
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

LEVELS = {"asserted": 1.0, "probable": 0.75, "reported": 0.6, "possible": 0.4, "speculative": 0.1}
FACTIVE = 0.75
FUNCTIONS = {REPORTATIVE: "reported", HYPOTHETICAL: "possible"}
NEAR = 5

Cue = tuple[Span, str]


@dataclass(frozen=True)
class Readings:
    """Which words have a reading that bears on certainty, and when; see ``lexicons/certainty.yaml``."""

    words: dict[str, frozenset[str]]
    modals: frozenset[str]
    links: frozenset[str]
    past_habits: Phrases


class CertaintyMeasure:
    """How sure a claim sounds; see the module."""

    name = "certainty"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the level of the least certain cue, and every cue, least certain first."""
        phrases = _phrases(doc, lexicon)
        cues = [*phrases, *_modals(doc, lexicon), *_conditionals(doc, phrases, lexicon), *_links(doc, lexicon)]
        cues += [*_reported(context, lexicon), *_question(doc, lexicon)]
        if not cues:
            return Reading(LEVELS["asserted"], "asserted")
        cues.sort(key=lambda cue: (LEVELS[cue[1]], cue[0]))
        label = cues[0][1]
        return Reading(LEVELS[label], label, tuple(dict.fromkeys(span for span, _ in cues)))


@cache
def _readings(language: str) -> Readings:
    tables = language_table("sinorus_lib.framing", "lexicons/certainty.yaml", language, of="certainty")
    words = {name: frozenset(items) for name, items in tables.items()}
    return Readings(
        words,
        modals=words["inferring"] | words["ability"] | words["expected"],
        links=words["open_links"] | words["hypothesis"],
        past_habits=Phrases(tables["past_habits"], {}),
    )


def _phrases(doc: Doc, lexicon: Lexicon) -> list[Cue]:
    found = [(span, level) for level, phrases in lexicon.certainty.items() for span in phrases.find(text_of(doc))]
    if not found:
        return []
    excluded = list(lexicon.not_certainty.find(text_of(doc)))
    kept = [(span, level) for span, level in found if not _within(span, excluded)]
    return [(span, level) for span, level in kept if not _covered(span, kept) and _bears(doc, span, lexicon)]


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _covered(span: Span, found: list[Cue]) -> bool:
    """Say whether a longer cue holds this one: "peu probable" holds "probable"."""
    return any(start <= span[0] and span[1] <= end and end - start > span[1] - span[0] for (start, end), _ in found)


def _bears(doc: Doc, span: Span, lexicon: Lexicon) -> bool:
    """Say whether a cue bears on the main assertion, and with the sense that it is listed for."""
    token = _token_at(doc, span[0])
    if not _is_main(token, lexicon):
        return False
    if " " in text_of(doc)[span[0] : span[1]]:
        return True
    words, text = _readings(lexicon.language).words, plain(token.text)
    if token.pos_ == "NOUN" and not _is_near_top(token):
        return False
    holder = token.head if token.pos_ == "ADV" and token.head.dep_ in words["attributive"] else token
    if holder.dep_ in words["attributive"]:
        return text not in words["predicative"] and _is_prominent(holder.head, lexicon)
    if text in words["negatable"] and _is_negated(token, lexicon):
        return False
    return text not in words["can_perceive"] or plain(_below(token, lexicon).lemma_) not in words["perceiving"]


def _token_at(doc: Doc, start: int) -> Token:
    return next(item for item in tokens_of(doc) if item.idx + len(item.text) > start)


def _is_main(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word belongs to the main assertion: to no relative clause, reason or concession."""
    aside = lexicon.parse["relative"] | lexicon.parse["adverbial"]
    while token.head != token:
        if token.dep_ in aside and _is_linked(token, lexicon):
            return False
        token = token.head
    return True


def _is_linked(clause: Token, lexicon: Lexicon) -> bool:
    """Say whether a clause is relative or a conjunction opens it, so that the parser is likely right."""
    return clause.dep_ in lexicon.parse["relative"] or any(
        item.dep_ == "mark" and item.pos_ == "SCONJ" for item in clause.lefts
    )


def _is_prominent(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether the claim is about the noun: its subject, its object, or the whole of a headline."""
    return noun.dep_ in lexicon.parse["subject"] | _readings(lexicon.language).words["bearing"]


def _is_near_top(noun: Token) -> bool:
    """Say whether a noun depends on the main verb, with or without a preposition between them."""
    above = noun.head.head if noun.head.pos_ == "ADP" else noun.head
    return above.head == above


def _is_negated(token: Token, lexicon: Lexicon) -> bool:
    holders = [token, token.head] if token.dep_ != "ROOT" else [token]
    return any(plain(item.text) in lexicon.parse["negation"] for holder in holders for item in holder.children)


def _modals(doc: Doc, lexicon: Lexicon) -> Iterator[Cue]:
    """Yield the modals whose verb gives them a reading of certainty."""
    readings = _readings(lexicon.language)
    for token in tokens_among(doc, readings.modals):
        level = _modal_level(token, readings.words, lexicon)
        if level and not _is_negated(token, lexicon) and _is_main(token, lexicon):
            yield (token.idx, token.idx + len(token.text)), level


def _modal_level(token: Token, words: dict[str, frozenset[str]], lexicon: Lexicon) -> str | None:
    text = plain(token.text)
    if text in words["inferring"]:
        unchosen = _is_perfect(token, lexicon) or _is_state(token, lexicon)
        return "probable" if unchosen or _below(token, lexicon).lemma_ in words["mistaking"] else None
    if text in words["ability"]:
        eventual = plain(_below(token, lexicon).lemma_) in words["happening"] | words["mistaking"]
        return "possible" if eventual or _is_perfect(token, lexicon) or _is_state(token, lexicon) else None
    if text in words["expected"]:
        return "probable" if _is_expected(token, words, lexicon) else None
    return None


def _is_expected(token: Token, words: dict[str, frozenset[str]], lexicon: Lexicon) -> bool:
    """Say whether "should" foretells: no advice to a person, no regret about the past."""
    before = {plain(item.text) for item in tokens_of(token.doc)[max(0, token.i - 2) : token.i]}
    if _is_perfect(token, lexicon) or before & words["advisers"]:
        return False
    fitting = words["completing" if _is_passive(token, lexicon) else "foretelling"]
    return plain(_below(token, lexicon).lemma_) in fitting


def _below(token: Token, lexicon: Lexicon) -> Token:
    """Return the verb that a modal governs, whichever of the two the parser puts on top."""
    if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i:
        return token.head
    following = tokens_of(token.doc)[token.i + 1 : token.i + 1 + NEAR]
    return next((item for item in following if "VerbForm=Inf" in str(item.morph) and item.pos_ == "VERB"), token)


def _is_perfect(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the modal governs a perfect: "must have known", "doit avoir su"."""
    following = [item for item in tokens_of(token.doc)[token.i + 1 : token.i + 1 + NEAR] if item.pos_ != "ADV"]
    have = lexicon.conditional["perfect"] - lexicon.conditional["passive_auxiliary"]
    places = [place for place, item in enumerate(following[:-1]) if item.lemma_ in have]
    return any("VerbForm=Part" in str(following[place + 1].morph) for place in places[:1])


def _is_state(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the modal infers a state: "must be ill", not "must be told" nor "must be a rule"."""
    following = tokens_of(token.doc)[token.i + 1 : token.i + 1 + NEAR]
    copula = len(following) > 1 and following[0].lemma_ in _readings(lexicon.language).words["copula"]
    return copula and following[1].pos_ in {"ADJ", "ADV", "ADP"} and "VerbForm=Part" not in str(following[1].morph)


def _is_passive(token: Token, lexicon: Lexicon) -> bool:
    below = _below(token, lexicon)
    return any(item.dep_ in lexicon.parse["passive"] for item in below.children) or "VerbForm=Part" in str(
        below.morph
    )


def _conditionals(doc: Doc, phrases: list[Cue], lexicon: Lexicon) -> list[Cue]:
    """Return the conditionals that lower certainty and are not cues already, such as *devrait*."""
    found = [(item, (item.start_char, item.end_char), name) for item, name in conditional_functions(doc)]
    free = [entry for entry in found if not any(_overlap(entry[1], other) for other, _ in phrases)]
    doubtful = [(item, span, name) for item, span, name in free if name in FUNCTIONS and _is_main(item[0], lexicon)]
    return [(span, FUNCTIONS[name]) for item, span, name in doubtful if not _is_idle(item, name, lexicon)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_idle(item: TokenSpan, function: str, lexicon: Lexicon) -> bool:
    """Say whether a conditional leaves the claim certain: a wish, a duty, a habit of the past."""
    readings, lemmas = _readings(lexicon.language), {plain(token.lemma_) for token in item}
    if function == REPORTATIVE or lemmas & lexicon.conditional["perfect"] - lexicon.conditional["passive_auxiliary"]:
        return bool(lemmas & readings.words["duty"])
    near = {plain(token.text) for token in tokens_of(item.doc)[item.start : item.end + 1]}
    if lemmas & (readings.words["wishes"] | readings.words["duty"]) or near & readings.words["habits"]:
        return True
    return readings.past_habits.found(text_of(item.doc))


def _links(doc: Doc, lexicon: Lexicon) -> Iterator[Cue]:
    """Yield the words that open a question left open ("asked whether") or a condition of the future."""
    words = _readings(lexicon.language).words
    for token in tokens_among(doc, _readings(lexicon.language).links):
        text = plain(token.text)
        span = (token.idx, token.idx + len(token.text))
        if text in words["open_links"] and _is_inquired(token, words) and _is_main(token, lexicon):
            yield span, "speculative"
        elif text in words["hypothesis"] and _is_hypothesis(token, words, lexicon):
            yield span, "possible"


def _is_inquired(token: Token, words: dict[str, frozenset[str]]) -> bool:
    before = tokens_of(token.doc)[max(0, token.i - 3) : token.i]
    return any(plain(item.lemma_) in words["inquiring"] for item in before)


def _is_hypothesis(token: Token, words: dict[str, frozenset[str]], lexicon: Lexicon) -> bool:
    """Say whether the clause is a condition for a main clause in the future."""
    clause = token.head
    if token.text.endswith(("'", "’")) and word_after(token) not in lexicon.words["personal"]:
        return False
    if token.i and plain(token.nbor(-1).text) in words["no_hypothesis"]:
        return False
    if _opens_clause(token):
        rest = tokens_of(token.doc)[token.i + 1 :]
        return any(_is_future(item, words) for item in rest)
    if clause.dep_ not in lexicon.parse["adverbial"] or not _is_main(clause.head, lexicon):
        return False
    return any(_is_future(item, words) for item in [clause.head, *clause.head.children])


def _opens_clause(token: Token) -> bool:
    """Say whether a word stands first, or after punctuation, so that no verb asks with it."""
    if token.pos_ not in {"SCONJ", "PRON"} or token.i + 1 == len(token.doc):
        return False
    return token.i == 0 or token.nbor(-1).is_punct


def _is_future(item: Token, words: dict[str, frozenset[str]]) -> bool:
    if plain(item.text) in words["future_words"]:
        return True
    return any(tense in str(item.morph) for tense in words["future"])


def _reported(context: Context, lexicon: Lexicon) -> list[Cue]:
    """Return the cues that leave the truth to the source; quoted words are never the outlet's."""
    weak = [item for item in context.attributions if item.how == "direct" or commitment(item, lexicon) < FACTIVE]
    return [(item.cue, "reported") for item in weak]


def _question(doc: Doc, lexicon: Lexicon) -> list[Cue]:
    """Return the question mark that ends the claim or a quotation in it."""
    marks = [token.idx for token in tokens_among(doc, lexicon.question)]
    ends = [mark for mark in marks if text_of(doc)[mark + 1 :].lstrip()[:1] in {"", "»", "”", '"', "’", ")"}]
    return [((mark, mark + 1), "speculative") for mark in ends]
