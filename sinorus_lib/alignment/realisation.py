"""Does a claim say that something has happened, or that it is still to come?

Two claims with the same content conflict if one gives it as done and the other as planned. What decides is the
time of the main predicate against the moment of speech (Reichenbach, 1947, *Elements of Symbolic Logic*, § 51),
with periphrases of the future and verbs of intention taken together with their infinitive, as event ordering does
(Pustejovsky et al., 2003, *TimeML*; Saurí & Pustejovsky, 2009, *FactBank*). The frame of an attribution is left
out: "said it will close" is about closing. Certainty is something else: « aurait demandé » has happened, on hearsay.

Values:
    * ``happened``: a past tense or a perfect.
    * ``prospective``: a future, a plan, a schedule, or a future seen from the past.
    * ``decided``: a decision that has been taken; its execution may be past or ahead ("approved the sale").
    * ``undecided``: a decision that is still to be taken ("is due to approve the sale").
    * ``open``: anything that goes with both: present, headline without a verb, possibility, coordinated predicates
      that differ.

Negation is not looked at: "did not close" is past, "will not close" is ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.conditional import FUTURE, REPORTATIVE, conditional_functions
from sinorus_lib.framing.lexicon import Lexicon, Phrases, Words, load_lexicon, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["DECIDED", "HAPPENED", "OPEN", "PROSPECTIVE", "UNDECIDED", "realisation", "realisations_conflict"]

HAPPENED, PROSPECTIVE, OPEN = "happened", "prospective", "open"
DECIDED, UNDECIDED = "decided", "undecided"
_DONE, _AHEAD = frozenset({HAPPENED, DECIDED}), frozenset({PROSPECTIVE, UNDECIDED})
DEEPEST = 40
WINDOW = 9
SHORTEST = 5
Expression = tuple[str, ...]
_PERIPHRASES, _HEADLINE = ("ahead", "scheduled", "decided", "done", "just"), "headline"
_MAY_INTERVENE = frozenset({"ADV", "PRON", "PART"})


def realisation(
    doc: Doc,
    language: str,
    start: int = 0,
    end: int | None = None,
    *,
    attributions: Sequence[Attribution] | None = None,
) -> str:
    """Return the value, one of those above, for the main predicate of a stretch of a sentence.

    Args:
        doc: the sentence, parsed.
        language: ``fr`` or ``en``.
        start: first code point of the stretch.
        end: code point after its last; the end of the sentence if ``None``.
        attributions: those of the sentence; looked for if not given.

    Raises:
        SinorusError: if there are no tables for the language.
    """
    tables = load_tables(language)
    stop = len(text_of(doc)) if end is None else end
    inside = frozenset(token.i for token in tokens_of(doc) if start <= token.idx < stop)
    found = find_attributions(doc, language) if attributions is None else attributions
    sentence = _Sentence(doc, language, tables, inside, *_frames(doc, found), dict(_conditionals(doc)))
    clauses = _main_predicates(sentence)
    times = [_agreed([_time(verb, sentence) for verb in verbs]) for verbs in clauses]
    if not times and (_looks_ahead(None, sentence) or _is_headline_ahead(sentence)):
        return PROSPECTIVE
    if not any(_has_tense(verb, sentence) for verbs in clauses for verb in verbs):
        stray = _stray_verb(sentence)
        return _agreed(times) if stray is None else _time(stray, sentence)
    return _agreed([time for time in times if time != OPEN])


def realisations_conflict(a: str, b: str) -> bool:
    """Say whether one is given as done and the other as still to come.

    A decision taken leaves open whether what was decided has been done: it only goes against one still to be taken.
    """
    return {a, b} in ({HAPPENED, PROSPECTIVE}, {HAPPENED, UNDECIDED}, {DECIDED, UNDECIDED})


def _agreed(found: list[str]) -> str:
    """Return the first value if the other predicates are on its side, or open."""
    others = set(found) - {OPEN}
    return found[0] if found and (others <= _DONE or others <= _AHEAD) else OPEN


@dataclass(frozen=True)
class Tables:
    """What ``realisation.yaml`` says of one language.

    Attributes:
        words: closed classes of words, labels of the parser and values of its morphology.
        expressions: the lemma that begins a periphrasis, to its kinds, each with the words that follow: ``ahead``,
            ``scheduled``, ``decided``, ``done``, ``just``, and ``headline``, which needs no verb.
        times: expressions of a time that is still to come.
        begun: expressions that give a present as begun.
    """

    words: dict[str, Words]
    expressions: dict[str, list[tuple[str, Expression]]]
    times: Phrases
    begun: Phrases


@cache
def load_tables(language: str) -> Tables:
    """Return the tables of a language, read once.

    Raises:
        SinorusError: if there are none for that language.
    """
    table = language_table(__package__, "realisation.yaml", language, of="tenses")
    expressions: dict[str, list[tuple[str, Expression]]] = {}
    for kind in (*_PERIPHRASES, _HEADLINE):
        for entry in table[kind]:
            first, *following = entry.split()
            expressions.setdefault(first, []).append((kind, tuple(following)))
    return Tables(
        words={name: frozenset(items) for name, items in table.items()},
        expressions=expressions,
        times=Phrases(table["times"], {}),
        begun=Phrases(table["begun"], {}),
    )


@dataclass(frozen=True)
class _Sentence:
    """A parsed sentence, the tokens that count, and those that only attribute."""

    doc: Doc
    language: str
    tables: Tables
    inside: frozenset[int]
    cues: frozenset[int]
    peeled: frozenset[int]
    conditionals: dict[int, str]

    def words(self, name: str) -> Words:
        return self.tables.words[name]

    def counts(self, token: Token) -> bool:
        return token.i in self.inside and token.i not in self.cues and token.i not in self.peeled


def _frames(doc: Doc, found: Sequence[Attribution]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the tokens of reporting verbs, and those of whole attributions."""
    cues = [item.cue for item in found if item.how != "marker"]
    clauses = [item.clause for item in found if item.clause is not None]
    return _tokens(doc, cues), _tokens(doc, clauses)


def _tokens(doc: Doc, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(token.i for start, end in spans for token in tokens_of(doc) if start <= token.idx < end)


def _conditionals(doc: Doc) -> Iterator[tuple[int, str]]:
    return ((span.start, function) for span, function in conditional_functions(doc))


def _main_predicates(sentence: _Sentence) -> list[list[Token]]:
    """Return the predicates that the stretch asserts, root by root: a colon or a parsing error may part two."""
    roots = [token for token in tokens_of(sentence.doc) if token.i in sentence.inside and _is_top(token, sentence)]
    found = [list(_predicates(root, sentence, DEEPEST)) for root in roots]
    return [verbs for verbs in found if verbs]


def _has_tense(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a predicate has a finite form, or is one that the tables read without."""
    group = _group(verb, sentence)
    finite = any("VerbForm=Fin" in str(item.morph) or _has_future_form(item, sentence) for item in group)
    return finite or _infinitive_time(group, sentence) != OPEN


def _stray_verb(sentence: _Sentence) -> Token | None:
    """Return the first finite verb that no relative or conjunction introduces, wherever the parser has hung it."""
    pending = 0
    for token in tokens_of(sentence.doc):
        if not sentence.counts(token):
            continue
        if plain(token.text) in sentence.words("subordinating"):
            pending += 1
        elif _is_finite(token, sentence):
            if pending == 0:
                return _head_of_group(token, sentence)
            pending -= token.dep_ not in sentence.words("auxiliary") or token.head.i < token.i
        elif "VerbForm=Part" in str(token.morph) and token.pos_ == "VERB" and pending:
            pending -= any(_is_finite(item, sentence) for item in _group(token, sentence)[:-1])
    return None


def _is_finite(token: Token, sentence: _Sentence) -> bool:
    verbal = token.pos_ in {"VERB", "AUX"} and "VerbForm=Fin" in str(token.morph)
    return verbal or _has_future_form(token, sentence)


def _head_of_group(token: Token, sentence: _Sentence) -> Token:
    return token.head if token.dep_ in sentence.words("auxiliary") and token.head.i > token.i else token


def _is_top(token: Token, sentence: _Sentence) -> bool:
    return token.head.i == token.i or token.head.i not in sentence.inside


def _predicates(token: Token, sentence: _Sentence, depth: int) -> Iterator[Token]:
    """Yield the asserted predicates at or below a token: through frames, clefts and coordination."""
    if depth == 0:
        return
    if not sentence.counts(token):
        labels = sentence.words("content") | sentence.words("conjunct")
    elif not _is_predicate(token, sentence):
        labels = sentence.words("other_roots")
    else:
        yield _cleft(token, sentence) or token
        labels = sentence.words("conjunct")
    for child in token.children:
        if child.dep_ in labels and child.i in sentence.inside and _may_assert(child, token, sentence):
            yield from _predicates(child, sentence, depth - 1)


def _may_assert(child: Token, token: Token, sentence: _Sentence) -> bool:
    """Say whether a clause has a tense of its own, or depends on a frame that gives it none."""
    if not sentence.counts(token) and child.dep_ in sentence.words("content"):
        return True
    return any("VerbForm=Fin" in str(item.morph) for item in _group(child, sentence))


def _is_predicate(token: Token, sentence: _Sentence) -> bool:
    return token.pos_ in {"VERB", "AUX"} or len(_group(token, sentence)) > 1


def _cleft(token: Token, sentence: _Sentence) -> Token | None:
    """Return the predicate of "it was X that …", « c'est X qui … »."""
    if not any(plain(item.lemma_) in sentence.words("cleft_verbs") for item in _group(token, sentence)):
        return None
    subjects = [plain(item.text) for item in token.children if item.dep_ in sentence.words("subject")]
    if not any(item in sentence.words("cleft_subjects") for item in subjects):
        return None
    heads = [token, *(item for item in token.children if item.dep_ in sentence.words("cleft_heads"))]
    clauses = (item for head in heads for item in head.children if item.dep_ in sentence.words("relative"))
    return next((item for item in clauses if item.i > token.i - 3 and _is_predicate(item, sentence)), None)


def _group(token: Token, sentence: _Sentence) -> list[Token]:
    """Return a predicate with its auxiliaries and copula, in order."""
    helpers = [item for item in token.children if item.dep_ in sentence.words("auxiliary") and item.i < token.i]
    return [*helpers, token]


def _time(verb: Token, sentence: _Sentence) -> str:
    """Return the time of one predicate; whether it decides something matters only for what is ahead."""
    time = _bare_time(verb, sentence)
    return UNDECIDED if time == PROSPECTIVE and _decides(verb, sentence) else time


def _decides(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a predicate, or the infinitive it opens, is a decision: "approve", "is due to approve"."""
    for _ in range(DEEPEST):
        if _is_deciding(verb, sentence):
            return True
        below = [item for item in verb.children if item.dep_ in sentence.words("opened") and item.i > verb.i]
        infinitives = [item for item in below if _is_infinitive(item, sentence)]
        following = infinitives or [item for item in below if item.pos_ == "ADJ"]  # "is due to": through "due"
        if not following:
            break
        verb = following[0]
    return False


def _is_deciding(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a verb decides, or has a decision as its object: "win approval", « donner son accord »."""
    lemma = load_lexicon(sentence.language).lemma
    if {lemma(verb), plain(verb.lemma_)} & sentence.words("deciding"):
        return True
    objects = (item for item in verb.children if item.dep_ in sentence.words("object") and item.i > verb.i)
    return any(plain(item.lemma_) in sentence.words("decisions") for item in objects)


def _is_infinitive(token: Token, sentence: _Sentence) -> bool:
    return any("VerbForm=Inf" in str(item.morph) for item in _group(token, sentence))


def _bare_time(verb: Token, sentence: _Sentence) -> str:
    """Return the time of one predicate: the first rule that applies decides."""
    group = _group(verb, sentence)
    finite = next((item for item in group if "VerbForm=Fin" in str(item.morph)), None)
    function = next((sentence.conditionals[item.i] for item in group if item.i in sentence.conditionals), None)
    if any(plain(item.text) in sentence.words("future_forms") for item in group):
        return PROSPECTIVE
    if function is not None:
        return _conditional_time(function, group, sentence)
    if finite is None:
        future = any(_has_future_form(item, sentence) for item in group)
        return PROSPECTIVE if future else _infinitive_time(group, sentence)
    if _has(finite, sentence.words("future")) or _has_future_form(finite, sentence):
        return OPEN if _is_perfect(group, sentence) else PROSPECTIVE  # « il aura fallu »: a past, or a past to come
    return _periphrasis_time(group, finite, sentence) or _plain_time(group, finite, sentence)


def _has(token: Token, features: Words) -> bool:
    return bool(features & set(str(token.morph).split("|")))


def _has_future_form(token: Token, sentence: _Sentence) -> bool:
    """Say whether a form is the infinitive with an ending of the future, whatever the tagger took it for."""
    text = _without_accents(token.text)
    if token.text[:1].islower() and len(text) > SHORTEST and text.endswith(tuple(sentence.words("future_tails"))):
        return True
    stem = _without_accents(token.lemma_).removesuffix("e")
    infinitive = stem.endswith("r") and token.pos_ in {"VERB", "AUX", "X"}
    return infinitive and text.startswith(stem) and text.removeprefix(stem) in sentence.words("future_endings")


def _without_accents(text: str) -> str:
    """Return a word in lower case without accents: « achètera » from « acheter »."""
    return "".join(char for char in normalize("NFD", plain(text)) if not combining(char))


def _conditional_time(function: str, group: list[Token], sentence: _Sentence) -> str:
    if function == FUTURE:
        return PROSPECTIVE
    return HAPPENED if function == REPORTATIVE and _is_perfect(group, sentence) else OPEN


def _infinitive_time(group: list[Token], sentence: _Sentence) -> str:
    """Return the time of a predicate without a tense: "Airline to cut jobs", « dément avoir tiré »."""
    if _is_perfect(group, sentence):
        return HAPPENED
    if _is_bare_past(group, sentence):
        return HAPPENED
    marked = any(plain(item.text) in sentence.words("infinitive_marks") for item in group[:-1])
    return PROSPECTIVE if marked and group[-1].head.i == group[-1].i else OPEN


def _is_bare_past(group: list[Token], sentence: _Sentence) -> bool:
    """Say whether a lone participle with a subject is a past tense that the tagger took for one: "reopened"."""
    verb = group[-1]
    participle = len(group) == 1 and "Tense=Past" in str(verb.morph) and verb.head.i == verb.i
    return participle and any(item.dep_ in sentence.words("past_subject") for item in verb.lefts)


def _is_perfect(group: list[Token], sentence: _Sentence) -> bool:
    """Say whether the group is a compound past: "has closed", « a fermé », « est parti », « s'est rendue »."""
    *helpers, verb = group
    having = [item for item in helpers if plain(item.lemma_) in sentence.words("have")]
    if any(item.dep_ not in sentence.words("passive") and not _is_copula(item, sentence) for item in having):
        marked = any(item.dep_ in sentence.words("tense_auxiliary") for item in having)
        return marked or "VerbForm=Part" in str(verb.morph) or verb.pos_ in {"VERB", "AUX"} or len(helpers) > 1
    if not having or "VerbForm=Part" not in str(verb.morph):
        return False
    reflexive = any(plain(item.text) in sentence.words("reflexive") for item in verb.lefts)
    return reflexive or plain(verb.lemma_) in sentence.words("have_takers")


def _is_copula(token: Token, sentence: _Sentence) -> bool:
    return token.dep_ == "cop" and plain(token.lemma_) not in sentence.words("never_copulas")


def _periphrasis_time(group: list[Token], finite: Token, sentence: _Sentence) -> str | None:
    """Return the time of "plans to", « vient de », "approved", or ``None`` if the group is none of them."""
    kinds = {kind for item in group for kind in _opened(item, sentence)}
    past = _is_past(group, finite, sentence)
    if "just" in kinds or ("done" in kinds and past):
        return HAPPENED
    if "ahead" in kinds:
        return PROSPECTIVE if not past or _reported_in_the_past(sentence) else OPEN
    if "scheduled" in kinds:
        return PROSPECTIVE if not past and _is_scheduled(group[-1], sentence) else OPEN
    if "decided" in kinds:
        return DECIDED if past else OPEN
    return None


def _is_scheduled(verb: Token, sentence: _Sentence) -> bool:
    """Say whether "must" is about the future: with a time, a passive or a decision."""
    inner = [verb, *(item for item in verb.children if item.dep_ in sentence.words("opened"))]
    helpers = (item for verb in inner for item in verb.children if item.dep_ in sentence.words("passive"))
    return any(helpers) or _is_timed(verb, sentence) or _decides(verb, sentence)


def _is_past(group: list[Token], finite: Token, sentence: _Sentence) -> bool:
    return _is_perfect(group, sentence) or _has(finite, sentence.words("past"))


def _reported_in_the_past(sentence: _Sentence) -> bool:
    """Say whether a verb of saying in the past stands in the sentence: "said it planned to"."""
    return any(_has(sentence.doc[index], sentence.words("past")) for index in sentence.cues)


def _is_timed(verb: Token, sentence: _Sentence) -> bool:
    return any(plain(item.text) in sentence.words("schedule") for item in verb.subtree if item.i > verb.i)


def _opened(token: Token, sentence: _Sentence) -> Iterator[str]:
    """Yield the kind of every expression that begins at a token."""
    lexicon = load_lexicon(sentence.language)
    beginning = sentence.tables.expressions.get(lexicon.lemma(token), ())
    near = tokens_of(token.doc)[token.i + 1 : token.i + WINDOW] if beginning else ()
    return (kind for kind, following in beginning if _stands_in(near, following, lexicon))


def _stands_in(near: Sequence[Token], following: Expression, lexicon: Lexicon) -> bool:
    """Say whether the rest of an expression comes next, adverbs and pronouns left out."""
    wanted = list(following)
    for item in near:
        if not wanted:
            break
        if _matches(item, wanted[0]):
            wanted.pop(0)
        elif item.pos_ not in _MAY_INTERVENE and not _is_date(item, lexicon):
            return False
    return not wanted


def _is_date(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word belongs to a date between a verb and its infinitive: "is set on Monday to"."""
    dates = load_tables(lexicon.language).words["dates"]
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    return plain(token.text) in dates or (token.pos_ == "ADP" and plain(following.text) in dates)


def _is_headline_ahead(sentence: _Sentence) -> bool:
    """Say whether a headline without a verb announces something: "Court due to approve the sale"."""
    tops = (item for item in tokens_of(sentence.doc) if sentence.counts(item))
    return any(_HEADLINE in _opened(item, sentence) for item in tops)


def _matches(token: Token, word: str) -> bool:
    text = plain(token.text)
    if word == "INF":
        endings = tuple(load_tables(token.doc.lang_).words["infinitive_endings"])
        return "VerbForm=Inf" in str(token.morph) or (token.pos_ in {"ADJ", "X"} and text.endswith(endings))
    return text == word or (text.endswith("'") and plain(token.lemma_) == word)


def _plain_time(group: list[Token], finite: Token, sentence: _Sentence) -> str:
    if _is_perfect(group, sentence):
        return HAPPENED
    if _has(finite, sentence.words("past")):
        return OPEN if _has(finite, sentence.words("backshifted")) and _reported_in_the_past(sentence) else HAPPENED
    if _has_perfect_complement(group[-1], sentence):
        return HAPPENED
    if _looks_ahead(group[-1], sentence):
        return PROSPECTIVE
    return HAPPENED if _belongs(sentence.tables.begun, group[-1], sentence) else OPEN


def _has_perfect_complement(verb: Token, sentence: _Sentence) -> bool:
    """Say whether an infinitive of the past follows: "is suspected of having taken", « semble avoir pris »."""
    near = [item for item in verb.children if item.dep_ in sentence.words("complement") and item.i > verb.i]
    far = [item for child in near for item in child.children if item.dep_ in sentence.words("complement")]
    clauses = (item for item in [*near, *far] if item.pos_ in {"VERB", "AUX"} and sentence.counts(item))
    return any(
        _is_perfect(_group(item, sentence), sentence)
        and not any("VerbForm=Fin" in str(part.morph) for part in _group(item, sentence))
        for item in clauses
    )


def _looks_ahead(verb: Token | None, sentence: _Sentence) -> bool:
    """Say whether an expression of a time to come belongs to a predicate, or to a headline without one."""
    return _belongs(sentence.tables.times, verb, sentence)


def _belongs(phrases: Phrases, verb: Token | None, sentence: _Sentence) -> bool:
    found = _tokens(sentence.doc, phrases.find(text_of(sentence.doc)))
    return any(_verb_above(sentence.doc[index]) == verb for index in found & sentence.inside)


def _verb_above(token: Token) -> Token | None:
    return next((item for item in token.ancestors if item.pos_ in {"VERB", "AUX"}), None)
