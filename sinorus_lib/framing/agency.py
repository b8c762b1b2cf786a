"""Agency: how visible is whoever brought the reported event about?

Critical linguistics holds that passives and nominalisations let an agent drop out of sight: Fowler et al. (1979,
*Language and Control*), Trew (1979, on headlines about police who shot demonstrators), van Dijk (1988), Henley,
Miller & Beazley (1995, on readers of passive reports of violence), Billig (2008, on nominalisation). The event is
looked for beneath attribution, modals and clefts: of "X said that three men had been killed" it is *killed*.

``value`` is how visible the agent is.

Labels:
    * ``active`` 1.0: a verb of action with its agent, a person or a body, as subject.
    * ``nominal_agent`` 0.75: the event is a noun and its agent stands beside it ("Russia's attack killed three").
    * ``passive_agent`` 0.6: a passive with its agent (*by*, *par*).
    * ``state`` 0.5: nobody acts: a copula, a verb of having, knowing, feeling or seeing, a change that merely happens
      (*died*, *rose*), or what a thing or a force does (*the storm destroyed*).
    * ``impersonal`` 0.3: nobody in particular (*on a tiré*, *il faut*, *it was decided*, *there was shooting*).
    * ``nominal_deleted`` 0.1: the event is a noun without agent ("the attack killed three").
    * ``passive_deleted`` 0.0: a passive without agent; so is the French reflexive passive (*s'est vendu*).

The main event is that of the main clause, or of what the main clause says, thinks, wants, tries or may do; a subject
is shared down to the infinitive. What counts as action follows the material processes of Halliday (1985); Kress &
Hodge (1979) set such processes, in which one acts on another, against all others.

A claim without verb or event noun has no row. French *on* and reflexives do some of the work of English passives;
the scale keeps them below .5 alike. It reads one event a claim, resolves no pronoun (*il*, *it* count as somebody),
knows persons and things by lists and endings, takes an unknown noun that acts on something for somebody, and trusts
the parse but for a few slips. Free translators often turn a verb of action into one of state, or the reverse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon, Span, Words, plain, word_after
from sinorus_lib.framing.parsed import lemmas_of, tokens_of, words_of
from sinorus_lib.framing.reporting.sources import source_span
from sinorus_lib.framing.reporting.syntax import child
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VALUES = {
    "active": 1.0,
    "nominal_agent": 0.75,
    "passive_agent": 0.6,
    "state": 0.5,
    "impersonal": 0.3,
    "nominal_deleted": 0.1,
    "passive_deleted": 0.0,
}
DEEPEST = 8
_VERBAL = frozenset({"VERB", "AUX"})
_NAMES = frozenset({"NOUN", "PROPN"})
_OUTSPOKEN = frozenset({"ask", "promise", "accuse", "warn"})  # acts of speech that are events of their own
_GROUPS = ("organisation", "collective", "anonymous", "office", "media")


class AgencyMeasure:
    """How visible the agent of the reported event is; see the module."""

    name = "agency"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading | None:
        """Return the class of the main event, and its agent, predicate and patient; ``None`` without an event."""
        sentence = _sentence(doc, context, lexicon)
        event = _main_event(sentence)
        finding = None if event is None else _classify(event, sentence)
        return None if finding is None else _reading(finding, sentence)


def _reading(finding: _Finding, sentence: _Sentence) -> Reading:
    spans: list[tuple[Span, str]] = []
    if finding.agent is not None:
        spans.append((_phrase(finding.agent, finding.predicate, sentence), "agent"))
    spans.append((_group(finding.predicate, sentence), "predicate"))
    if finding.patient is not None:
        spans.append((_phrase(finding.patient, finding.predicate, sentence), "patient"))
    label = finding.label
    return Reading(VALUES[label], label, tuple(span for span, _ in spans), tuple(note for _, note in spans))


def _phrase(noun: Token, predicate: Token, sentence: _Sentence) -> Span:
    """Return a noun with what belongs to it, but not the predicate that the parser may have hung on it."""
    start, end = source_span(noun, sentence.lexicon)
    if start < end and not start <= predicate.idx < end:
        return start, end
    first = next((item for item in noun.lefts if item.dep_ in sentence.lexicon.parse["modifier"]), noun)
    return first.idx, noun.idx + len(noun.text)


# --- the tables and the sentence ---


@cache
def _tables(language: str) -> Mapping[str, Words]:
    table = language_table("sinorus_lib.framing", "lexicons/agency.yaml", language, of="agency")
    endings, irregular = table.pop("endings"), table.pop("irregular")
    words = {name: frozenset(str(item) for item in items) for name, items in table.items()}
    for name in words["conjugated"]:
        regular = {form for verb in words[name] for form in _forms(verb, endings)}
        words[name] |= regular.union(*(forms for verb, forms in irregular.items() if verb in words[name]))
    return words


def _forms(verb: str, endings: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield inflected forms of a verb, which a lemmatiser may leave as they are."""
    for suffix, others in endings.items():
        if suffix and verb.endswith(suffix):
            yield from (verb.removesuffix(suffix) + other for other in others)


@cache
def _endings(language: str, name: str) -> tuple[str, ...]:
    return tuple(_tables(language)[name])


@cache
def _any_of(language: str, *names: str) -> Words:
    """Return the words of several classes together."""
    return frozenset().union(*(_tables(language)[name] for name in names))


@cache
def _events(language: str) -> Words:
    tables = _tables(language)
    return tables["deeds"] | tables["assaults"] | tables["treatments"]


@cache
def _names(language: str, *kinds: str) -> Words:
    """Return the names of actors of some kinds: countries, organisations, demonyms."""
    # Imported late: what aligns claims reads the lexicons of this package.
    from sinorus_lib.alignment.actors.table import load_table

    names = load_table(language).names.items()
    return frozenset(name for name, readings in names if any(item.kind in kinds for item in readings))


@cache
def _people(lexicon_language: str) -> Words:
    """Return the nouns for persons and bodies that can act."""
    from sinorus_lib.framing.lexicon import load_lexicon

    sources = load_lexicon(lexicon_language).sources
    return _tables(lexicon_language)["actors"].union(*(sources[name] for name in _GROUPS))


@dataclass(frozen=True)
class _Sentence:
    """A parsed claim, its tables, its tokens, those outside its attribution, and its reporting verbs.

    Beside the tokens stand their lemmas and their written forms, as the tables write them.
    """

    doc: Doc
    lexicon: Lexicon
    words: Mapping[str, Words]
    tokens: tuple[Token, ...]
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    peeled: tuple[Token, ...]
    reporting: Mapping[int, str]

    def has(self, token: Token, *names: str) -> bool:
        """Say whether a token's lemma or written form is in one of the classes."""
        lemma, form = self.lemmas[token.i], self.forms[token.i]
        return any(lemma in self.words[name] or form in self.words[name] for name in names)

    def ends(self, name: str) -> tuple[str, ...]:
        """Return a class of endings."""
        return _endings(self.lexicon.language, name)

    def child(self, token: Token, *names: str) -> Token | None:
        """Return the first dependent with one of the roles."""
        return child(token, _any_of(self.lexicon.language, *names))

    def is_event(self, noun: Token) -> bool:
        """Say whether a noun names an act."""
        if noun.pos_ not in {*_NAMES, "VERB"} and noun.dep_ not in self.words["subject"]:
            return False
        text = self.forms[noun.i]
        return not _events(self.lexicon.language).isdisjoint((self.lemmas[noun.i], text, text.removesuffix("s")))


def _sentence(doc: Doc, context: Context, lexicon: Lexicon) -> _Sentence:
    cues = [(item.cue, item.cue_class) for item in context.attributions if item.how != "marker" and not item.negated]
    tokens, lemmas, forms = tokens_of(doc), lemmas_of(doc), words_of(doc)
    reporting = {
        t.i: name for (start, end), name in cues for t in tokens if start <= t.idx < end and t.pos_ in _VERBAL
    }
    clauses = [item.clause for item in context.attributions[:1] if item.clause is not None and not item.negated]
    start, end = clauses[0] if clauses else (0, 0)
    peeled = tuple(item for item in tokens if not start <= item.idx < end)
    return _Sentence(doc, lexicon, _tables(lexicon.language), tokens, lemmas, forms, peeled, reporting)


# --- the main event ---


@dataclass(frozen=True)
class _Event:
    """A predicate and its subject, its own or the one it takes over from the verb above it that it is raised from."""

    predicate: Token
    subject: Token | None
    raised: bool = False


def _main_event(sentence: _Sentence) -> _Event | None:
    top = _top(sentence)
    if top is None:
        return None
    event = _Event(top, _subject(top, sentence))
    for _ in range(DEEPEST):
        below = _below(event, sentence)
        if below is None:
            return event
        event = below
    return event


def _top(sentence: _Sentence) -> Token | None:
    """Return the highest predicate outside the attribution; without any, the highest noun."""
    outside = [item for item in _roots(sentence.peeled) if item.dep_ not in sentence.words["relative"]]
    roots = outside if any(_is_predicate(item, sentence) for item in outside) else _roots(sentence.tokens)
    predicates = [item for item in roots if _is_predicate(item, sentence)]
    main = next((item for item in predicates if _is_finite(item, sentence)), None)
    return main or _finite_verb(sentence) or next(iter(predicates), None) or next(iter(roots), None)


def _roots(tokens: tuple[Token, ...]) -> list[Token]:
    """Return the tokens that depend on none of the others; those of a whole sentence are the parser's own."""
    inside = {item.i for item in tokens}
    found = (item for item in tokens if item.head.i == item.i or item.head.i not in inside)
    return [item for item in found if not item.is_punct and not item.is_space]


def _is_predicate(token: Token, sentence: _Sentence) -> bool:
    return token.pos_ in _VERBAL or sentence.child(token, "copula", "verb_marks") is not None


def _is_finite(token: Token, sentence: _Sentence) -> bool:
    verbs = [token, *(item for item in token.children if item.dep_ in sentence.words["auxiliary"])]
    return any("VerbForm=Fin" in str(item.morph) or item.tag_ == "MD" for item in verbs)


def _finite_verb(sentence: _Sentence) -> Token | None:
    """Return a finite verb with a subject, rather in a main clause, when the parse has no verb at its top."""
    spared = sentence.words["relative"] | sentence.words["adverbial"]
    found = [item for item in sentence.tokens if item.dep_ not in sentence.words["auxiliary"]]
    found = [item for item in found if _is_predicate(item, sentence) and _is_finite(item, sentence)]
    own = [item for item in found if sentence.child(item, "subject") is not None]
    return next((item for item in own if item.dep_ not in spared), next(iter(own or found), None))


def _subject(token: Token, sentence: _Sentence) -> Token | None:
    """Return a predicate's own subject, the antecedent of a relative one, or that of what it is joined to."""
    own = sentence.child(token, "subject", "expletive")
    if own is not None:
        if plain(own.text) in sentence.words["relative_subjects"] and token.dep_ in sentence.words["relative"]:
            return token.head
        generic = word_after(own) in sentence.words["generic"] and own.nbor().pos_ == "PRON"
        return own.nbor() if generic else own
    joined = token.dep_ in sentence.words["conjunct"] and token.head != token
    return sentence.child(token.head, "subject", "expletive") if joined else None


def _below(event: _Event, sentence: _Sentence) -> _Event | None:
    """Return the event that this one only frames: its report, its modality, its cleft."""
    return (
        _reported(event, sentence)
        or _clefted(event, sentence)
        or _raised(event, sentence)
        or _judged(event, sentence)
    )


def _reported(event: _Event, sentence: _Sentence) -> _Event | None:
    """Return what is said, thought or felt, whoever does so and whether or not."""
    token = event.predicate
    cue = sentence.reporting.get(token.i)
    if (
        cue is None
        and sentence.lexicon.lemma(token) not in sentence.lexicon.verbs
        and not sentence.has(token, "attitude")
    ):
        return None
    content = next((item for item in token.children if _is_content(item, sentence)), None) or _fronted(
        token, sentence
    )
    if content is not None:
        return _Event(content, _subject(content, sentence))
    infinitive = None if cue is None or cue in _OUTSPOKEN else _infinitive(token, sentence)
    return None if infinitive is None else _Event(infinitive, _subject(infinitive, sentence) or event.subject)


def _fronted(token: Token, sentence: _Sentence) -> Token | None:
    """Return a clause before a verb of saying that nothing links to it: "It is over, he said"."""
    if token.i not in sentence.reporting:
        return None
    clauses = (item for item in token.lefts if item.dep_ in sentence.words["side"] and _is_predicate(item, sentence))
    return next(
        (item for item in clauses if sentence.child(item, "link") is None and item.i not in sentence.reporting), None
    )


def _is_content(item: Token, sentence: _Sentence) -> bool:
    if item.dep_ not in sentence.words["content"] or not _is_predicate(item, sentence):
        return False
    return item.dep_ in sentence.words["clausal"] or item.i not in sentence.reporting


def _infinitive(token: Token, sentence: _Sentence) -> Token | None:
    after = [item for item in token.children if item.i > token.i and item.dep_ in sentence.words["infinitive"]]
    verbs = (item for item in after if item.pos_ in _VERBAL or sentence.child(item, "copula") is not None)
    return next((v for v in verbs if v.dep_ in sentence.words["clausal"] or "VerbForm=Inf" in str(v.morph)), None)


def _raised(event: _Event, sentence: _Sentence) -> _Event | None:
    """Return the verb beneath a modal, an aspect or "is likely to", with the same subject."""
    token = event.predicate
    raiser = sentence.child(token, "complement") if sentence.has(token, "be") else None
    raiser = token if raiser is None else raiser
    having = sentence.child(token, "object") if sentence.has(token, "light") else None
    if having is not None and sentence.has(having, "raising_nouns"):
        raiser = having
    known = sentence.has(raiser, "raising", "raising_nouns")
    below = _infinitive(raiser, sentence) if known else None
    if below is None or _is_existing(event, sentence) or not _is_shared(event, raiser, below, sentence):
        return None
    return _Event(below, _subject(below, sentence) or event.subject, raised=True)


def _is_shared(event: _Event, raiser: Token, below: Token, sentence: _Sentence) -> bool:
    """Say whether the subject is that of the infinitive too: not in "used the wire to", "the aim is to"."""
    if sentence.has(raiser, "deciding") and _is_passive(event, sentence):
        return False
    if sentence.has(raiser, "be") and not sentence.child(below, "passive_label"):
        return event.subject is not None and _is_person(event.subject, sentence)
    return not any(item.i < below.i and item.dep_ in sentence.words["object"] for item in raiser.children)


def _clefted(event: _Event, sentence: _Sentence) -> _Event | None:
    """Return what X is said to have done in « c'est X qui », "it was X that"."""
    token, subject = event.predicate, event.subject
    if subject is None or plain(subject.text) not in sentence.words["clefted"]:
        return None
    focus = sentence.child(token, "complement") if sentence.has(token, "be") else token
    if focus is None or focus.pos_ not in {*_NAMES, "PRON"}:
        return None
    if any(plain(item.text) in sentence.words["indefinite"] for item in focus.lefts):
        return None
    near = sentence.tokens[focus.i + 1 : focus.i + DEEPEST]
    links = (item for item in near if plain(item.text) in sentence.words["relative_subjects"])
    heads = (item.head for item in links if item.dep_ in sentence.words["subject"] and item.head.pos_ in _VERBAL)
    return next((_Event(clause, focus) for clause in heads if clause.i > focus.i and clause != token), None)


def _judged(event: _Event, sentence: _Sentence) -> _Event | None:
    """Return the clause of "it is clear that", "the fact is that"."""
    token, subject = event.predicate, event.subject
    copular = sentence.has(token, "be") or token.pos_ not in _VERBAL
    if subject is None or not copular:
        return None
    complement = sentence.child(token, "complement")
    clause = sentence.child(token, "content") or (complement and sentence.child(complement, "content"))
    if (
        not clause
        or clause.i < token.i
        or clause.i in sentence.reporting
        or clause.dep_ not in sentence.words["clausal"]
    ):
        return None
    own = sentence.child(clause, "subject")
    return None if own is None or own == subject else _Event(clause, own)


# --- its class ---


@dataclass(frozen=True)
class _Finding:
    label: str
    predicate: Token
    agent: Token | None = None
    patient: Token | None = None


def _classify(event: _Event, sentence: _Sentence) -> _Finding | None:
    """Return the first class that fits, from the most to the least marked."""
    if not _is_predicate(event.predicate, sentence):
        return _existential(event, sentence) or _fragment(event.predicate, sentence)
    kinds = (_existential, _generic, _causative, _passive, _reflexive, _impersonal, _undergone, _taking_place, _state)
    found = (kind(event, sentence) for kind in kinds)
    return next((item for item in found if item is not None), None) or _acting(event, sentence)


def _fragment(noun: Token, sentence: _Sentence) -> _Finding | None:
    """Classify a claim without verb: an event noun, or a noun with a participle ("Trois hommes tués à Kaboul")."""
    heads = [noun, *(item for item in noun.children if item.pos_ in _NAMES)]
    described = (item for item in noun.children if item.dep_ in sentence.words["participle"])
    participle = next((item for item in described if _is_past_participle(item, sentence)), None)
    if participle is not None and not sentence.is_event(noun):
        return _passive_finding(participle, noun, sentence)
    named = next((item for item in heads if sentence.is_event(item)), None)
    return None if named is None else _nominal(named, named, None, sentence)


def _is_past_participle(item: Token, sentence: _Sentence) -> bool:
    past = "VerbForm=Part" in str(item.morph) and "Tense=Past" in str(item.morph)
    return past and item.pos_ == "VERB"


def _is_existing(event: _Event, sentence: _Sentence) -> bool:
    left = [item for item in event.predicate.lefts if item.pos_ in {"PRON", "ADV", "ADP"}]
    there = any(plain(item.text) in sentence.words["there"] for item in left)
    if any(plain(item.text) in sentence.words["it"] and word_after(item) in sentence.words["there"] for item in left):
        return True  # « il y a » taken for a preposition
    dummy = (
        event.subject is None
        or _is_dummy(event.subject, sentence)
        or plain(event.subject.text) in sentence.words["there"]
    )
    return there and dummy


def _existential(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« Il y a eu des tirs », "there was shooting": impersonal if something happens, else a state."""
    token = event.predicate
    dummy = event.subject is not None and plain(event.subject.text) in sentence.words["it"]
    if not _is_existing(event, sentence) and not (dummy and sentence.has(token, "existing")):
        return None
    after = [item for item in token.children if item.i > token.i and item.pos_ in {*_NAMES, "VERB", "NUM"}]
    nouns = [token, *after, *(sub for item in after if item.pos_ == "NUM" for sub in item.children)]
    named = next((item for item in nouns if sentence.is_event(item) or sentence.has(item, "happenings")), None)
    if named is not None and sentence.has(named, "standing"):
        return _Finding("state", named)
    done = named is not None or (token.pos_ == "VERB" and not sentence.has(token, "stative", "existing"))
    return _Finding("impersonal" if done else "state", named or token)


def _generic(event: _Event, sentence: _Sentence) -> _Finding | None:
    subject = event.subject
    if subject is None or subject.pos_ != "PRON" or plain(subject.text) not in sentence.words["generic"]:
        return None
    if _is_passive(event, sentence) or _state(event, sentence) is not None:
        return None
    return _Finding("impersonal", event.predicate, None, sentence.child(event.predicate, "object"))


def _is_dummy(subject: Token, sentence: _Sentence) -> bool:
    return subject.dep_ in sentence.words["expletive"] or (
        subject.pos_ == "PRON" and plain(subject.text) in sentence.words["dummy"]
    )


def _causative(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« Il s'est fait voler », « s'est vu refuser »: a passive in the active."""
    token = event.predicate
    below = _infinitive(token, sentence) if sentence.has(token, "passive_infinitive") else None
    carried = any(sentence.has(item, "passive_infinitive") and item.pos_ in _VERBAL for item in token.lefts)
    if (below is None and not carried) or not _is_reflexive(token, sentence):
        return None
    return _passive_finding(below if below is not None else token, event.subject, sentence)


def _is_reflexive(token: Token, sentence: _Sentence) -> bool:
    return any(plain(item.text) in sentence.words["reflexive"] for item in token.lefts)


def _is_passive(event: _Event, sentence: _Sentence) -> bool:
    token = event.predicate
    if sentence.has(token, "active_be", "be"):
        return False
    if token.pos_ not in _VERBAL or "Tense=Past" not in str(token.morph):
        return _is_mistagged_passive(token, sentence)
    if not plain(token.text).endswith(sentence.ends("past_ends") or ""):
        return False
    helpers = [item for item in token.lefts if item.dep_ in sentence.words["passive_label"]]
    if any(sentence.has(item, "passive_auxiliary") for item in helpers):
        return True
    return not helpers and _is_clipped_passive(event, sentence)


def _is_mistagged_passive(token: Token, sentence: _Sentence) -> bool:
    """Save a participle that the tagger took for an adjective or a name: « a été réduit », « avons été trahis »."""
    if token.pos_ not in {"ADJ", "PROPN"} or not token.text.islower():
        return False
    if not any(plain(item.text) in sentence.words["been"] for item in token.lefts):
        return False
    return plain(token.text).endswith(sentence.ends("participle_ends"))


def _is_clipped_passive(event: _Event, sentence: _Sentence) -> bool:
    """Say whether a headline left out the auxiliary: "Three killed in raid", "Man held by police"."""
    token = event.predicate
    if event.subject is None or sentence.child(token, "auxiliary", "object", "content") is not None:
        return False
    return sentence.has(token, "transitive") or sentence.child(token, "agent") is not None


def _passive(event: _Event, sentence: _Sentence) -> _Finding | None:
    if not _is_passive(event, sentence) or _is_reflexive(event.predicate, sentence):
        return None
    token, subject = event.predicate, event.subject
    agent = _agent(token, sentence)
    if agent is None and sentence.has(token, "stative_participles"):
        return _Finding("state", token, None, subject)
    dummy = subject is not None and _is_dummy(subject, sentence)
    if agent is None and subject is not None and dummy and _is_nobody(subject, token, sentence):
        return _Finding("impersonal", token)
    return _passive_finding(token, subject, sentence)


def _is_nobody(subject: Token, token: Token, sentence: _Sentence) -> bool:
    """Say whether a pronoun stands for nothing: "it was decided to", « il a été procédé à »."""
    void = subject.dep_ in sentence.words["expletive"] or sentence.has(token, "indirect")
    return void or _has_clause(token, sentence)


def _passive_finding(token: Token, patient: Token | None, sentence: _Sentence) -> _Finding:
    agent = _agent(token, sentence)
    return _Finding("passive_deleted" if agent is None else "passive_agent", token, agent, patient)


def _has_clause(token: Token, sentence: _Sentence) -> bool:
    return sentence.child(token, "content") is not None or _infinitive(token, sentence) is not None


def _agent(token: Token, sentence: _Sentence) -> Token | None:
    """Return the agent of a passive: "by the police", not "by 10%", "by phone" or "by closing"."""
    for item in token.children:
        named = item.dep_ in sentence.words["agent"]
        if not named and item.dep_ not in sentence.words["oblique"]:
            continue
        link, noun = _linked(item, sentence)
        if noun is not None and (link in sentence.words["by"] or (named and not link)) and _can_act(noun, sentence):
            return noun
    return _stray_agent(token, sentence)


def _stray_agent(token: Token, sentence: _Sentence) -> Token | None:
    """Return an actor after "by" that the parser hung on another noun: "translated into Korean by a student"."""
    for item in sentence.tokens[token.i + 1 : token.i + 1 + 2 * DEEPEST]:
        if item.pos_ in _VERBAL or item.pos_ == "PUNCT":
            return None
        if plain(item.text) in sentence.words["by"]:
            noun = sentence.child(item, "governed") or item.head
            acts = noun.i > item.i and noun.pos_ in _NAMES and _can_act(noun, sentence)
            return noun if acts and _is_person(noun, sentence) else None
    return None


def _linked(item: Token, sentence: _Sentence) -> tuple[str, Token | None]:
    """Return the preposition of an oblique and the noun after it, in either scheme."""
    if item.pos_ == "ADP" or (item.dep_ in sentence.words["agent"] and item.pos_ not in {*_NAMES, "PRON", "NUM"}):
        return plain(item.text), sentence.child(item, "governed")
    mark = next((sub for sub in item.lefts if sub.pos_ == "ADP" or sub.dep_ == "case"), None)
    return ("" if mark is None else plain(mark.text)), item


def _can_act(noun: Token, sentence: _Sentence) -> bool:
    return noun.pos_ in {*_NAMES, "PRON", "ADJ", "NUM"} and not noun.like_num and not sentence.has(noun, "not_agents")


def _reflexive(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« La maison s'est vendue »: a passive, if the subject can do nothing and does not merely change."""
    token, subject = event.predicate, event.subject
    if (
        subject is None
        or sentence.child(token, "reflexive_passive") is None
        or sentence.child(token, "object") is not None
    ):
        return None
    if not sentence.has(token, "reflexive_passives") or _is_person(subject, sentence) or sentence.is_event(subject):
        return None
    return _Finding("passive_deleted", token, None, subject) if subject.pos_ == "NOUN" else None


def _impersonal(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« Il faut agir », "it is necessary to act"; « il s'agit de » is a state."""
    token, subject = event.predicate, event.subject
    if subject is None:
        if _is_past_participle(token, sentence) and sentence.child(token, "auxiliary", "object") is None:
            return _passive_finding(token, None, sentence)
        infinite = (
            token.pos_ in _VERBAL
            and not event.raised
            and not _is_finite(token, sentence)
            and not _is_imperative(token)
        )
        return _Finding("state", token, None, sentence.child(token, "object")) if infinite else None
    if not _is_dummy(subject, sentence):
        return None
    adjectival = token.pos_ == "ADJ" or sentence.child(token, "complement") is not None
    if sentence.has(token, "impersonal") and (
        _has_clause(token, sentence) or sentence.child(token, "object") is not None
    ):
        return _Finding("impersonal", token)
    duty = any(sentence.has(item, "duties") for item in (token, *token.children))
    return _Finding("impersonal", token) if adjectival and duty and _opens_infinitive(token, sentence) else None


def _opens_infinitive(token: Token, sentence: _Sentence) -> bool:
    complement = sentence.child(token, "complement")
    heads = [token] if complement is None else [token, complement]
    after = (item for head in heads for item in head.children if item.i > head.i and item.pos_ in _VERBAL)
    return any(sentence.child(item, "subject") is None for item in after)


def _is_imperative(token: Token) -> bool:
    bare = token.tag_ == "VB" and not any(item.tag_ == "TO" for item in token.lefts)
    return bare or "Mood=Imp" in str(token.morph)


def _undergone(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« A subi une attaque », "was the target of an attack": the subject is the patient of an event noun."""
    token = event.predicate
    if token.i + 1 == len(sentence.tokens) or not (
        sentence.has(token, "undergoing", "target_verbs", "targets") or sentence.has(token.nbor(1), "under")
    ):
        return None
    carried = [item for item in token.subtree if item.i > token.i and sentence.is_event(item)][:1]
    named = [token] if token.pos_ in _NAMES else []
    if sentence.has(token, "target_verbs"):
        named = [
            item for item in token.children if item.dep_ in sentence.words["object"] | sentence.words["complement"]
        ]
    target = any(sentence.has(item, "targets") for item in named)
    verb = sentence.has(token, "undergoing") or f"{token.lemma_} {token.nbor(1).text}" in sentence.words["undergoing"]
    direct = verb and any(_is_undergone(item, token, sentence) for item in carried)
    if not carried or not (direct or target):
        return None
    agent = _doer(carried[0], sentence)
    return _Finding("passive_deleted" if agent is None else "passive_agent", carried[0], agent, event.subject)


def _is_undergone(noun: Token, verb: Token, sentence: _Sentence) -> bool:
    """Say whether an event is a verb's object: "suffered an attack", "a wave of attacks", "came under attack"."""
    if noun.head == verb:
        return noun.dep_ in sentence.words["object"]
    if noun.head.head == verb and plain(noun.head.text) in sentence.words["under"]:
        return True
    above = [noun.head, noun.head.head]
    return any(
        item.head == verb and item.dep_ in sentence.words["object"] and sentence.has(item, "series") for item in above
    )


def _taking_place(event: _Event, sentence: _Sentence) -> _Finding | None:
    """« A eu lieu », "took place": what took place is the event."""
    token, subject = event.predicate, event.subject
    objects = [item for item in token.children if item.dep_ in sentence.words["object"]]
    if not sentence.has(token, "taking_place") or not any(sentence.has(item, "place") for item in objects):
        return None
    if subject is not None and sentence.is_event(subject):
        return _nominal(subject, token, None, sentence)
    return _Finding("state", token)


def _state(event: _Event, sentence: _Sentence) -> _Finding | None:
    token, subject = event.predicate, event.subject
    item = sentence.child(token, "object")
    if _is_relation(token, item, sentence):
        return _Finding("state", token)
    if subject is not None and sentence.is_event(subject) and not _is_actor(subject, sentence):
        return None
    thing = subject is not None and _is_thing(subject, sentence)
    acted_on = item is not None and not _is_amount(item, sentence) and not sentence.has(item, "happenings")
    if acted_on or subject is None:
        return _Finding("state", token, None, subject) if thing else None
    hurt = item is not None and sentence.has(token, "undergoing")
    merely = hurt or sentence.has(token, "happening") or not _is_person(subject, sentence)
    return _Finding("state", token, None, subject) if merely else None


def _is_relation(token: Token, item: Token | None, sentence: _Sentence) -> bool:
    """Say whether a predicate only relates: a copula, having, knowing, seeing, « faire partie de »."""
    if token.pos_ not in _VERBAL or sentence.child(token, "copula", "complement") is not None:
        return True
    if item is not None and sentence.has(token, "light") and sentence.is_event(item):
        return False
    if sentence.has(token, "stative") and not _is_phrasal(token, sentence):
        return True
    if sentence.has(token, "support") and any(
        item.i > token.i and sentence.has(item, "supported") for item in token.children
    ):
        return True
    return sentence.has(token, "reflexive_statives") and _is_reflexive(token, sentence)


def _is_phrasal(token: Token, sentence: _Sentence) -> bool:
    """Say whether a small word makes a verb of state one of action: "held up a shop", "looked for him"."""
    if sentence.child(token, "particle") is not None:
        return True
    return (
        token.i + 1 < len(sentence.tokens)
        and plain(f"{token.lemma_} {token.nbor(1).text}") in sentence.words["phrasal"]
    )


def _is_amount(item: Token, sentence: _Sentence) -> bool:
    """Say whether an object only measures: "rose 3%", "a perdu deux points"."""
    return item.like_num or item.text == "%" or sentence.has(item, "units")


def _is_person(noun: Token, sentence: _Sentence) -> bool:
    """Say whether a subject can act: a person, a group or a body."""
    if noun.pos_ == "PRON":
        return plain(noun.text) not in sentence.words["inanimate_pronouns"]
    if sentence.has(noun, "crowds"):
        counted = (_linked(item, sentence) for item in noun.children if item.i > noun.i)
        inner = next((inner for link, inner in counted if link in sentence.words["of"] and inner is not None), None)
        return inner is None or inner == noun or not _is_thing(inner, sentence)
    return noun.pos_ == "PROPN" or noun.ent_type_ in {"PER", "PERSON", "ORG", "NORP"} or _is_actor(noun, sentence)


def _is_actor(noun: Token, sentence: _Sentence) -> bool:
    people = _people(sentence.lexicon.language)
    lemma, text = plain(noun.lemma_), plain(noun.text)
    if lemma in people or text in people or sentence.has(noun, "crowds", "people"):
        return True
    named = noun.pos_ == "NOUN" and lemma.endswith(sentence.ends("people_ends"))
    return named and not sentence.has(noun, "things") and not sentence.is_event(noun)


def _is_thing(noun: Token, sentence: _Sentence) -> bool:
    """Say whether a subject can do nothing: a thing, an abstraction."""
    if noun.pos_ != "NOUN":
        return plain(noun.text) in sentence.words["inanimate_pronouns"] and noun.pos_ in {"PRON", "DET"}
    if _is_person(noun, sentence):
        return False
    return sentence.has(noun, "things") or plain(noun.lemma_).endswith(sentence.ends("thing_ends"))


def _acting(event: _Event, sentence: _Sentence) -> _Finding:
    """Classify an active verb of action by its subject: an agent, or an event in its turn."""
    token, subject = event.predicate, event.subject
    patient = sentence.child(token, "object")
    if subject is not None and sentence.is_event(subject) and not _is_actor(subject, sentence):
        return _nominal(subject, token, patient, sentence)
    return _Finding("active", token, subject, patient)


# --- events that are nouns ---


def _nominal(noun: Token, predicate: Token, patient: Token | None, sentence: _Sentence) -> _Finding:
    agent = _doer(noun, sentence)
    label = "nominal_deleted" if agent is None else "nominal_agent"
    return replace(_Finding(label, noun, agent, patient), predicate=noun if agent != noun else predicate)


def _doer(noun: Token, sentence: _Sentence) -> Token | None:
    """Return who does what an event noun names: "Russia's", "Russian", "police", "by the army", "of the rebels"."""
    return next(_doers(noun, sentence), None)


def _doers(noun: Token, sentence: _Sentence) -> Iterator[Token]:
    affected = sentence.has(noun, "treatments")
    for item in noun.children:
        if item.dep_ in sentence.words["owner"] or plain(item.text) in sentence.words["possessive"]:
            if not affected or _has_affected(noun, sentence):
                yield item
        elif item.dep_ in sentence.words["attribute"] and _is_attributive_doer(item, noun, sentence):
            yield item
        elif item.dep_ in sentence.words["participle"] and _agent(item, sentence) is not None:
            yield _agent(item, sentence) or item
        else:
            yield from _linked_doer(item, noun, sentence)


def _has_affected(noun: Token, sentence: _Sentence) -> bool:
    """Say whether whom an event affects stands after it, so that a possessive before it names who does it."""
    return any(_linked(item, sentence)[0] in sentence.words["of"] for item in noun.rights)


def _is_attributive_doer(item: Token, noun: Token, sentence: _Sentence) -> bool:
    """Say whether an adjective or a noun before the event names its agent: "Russian", "NATO", "police"."""
    language = sentence.lexicon.language
    if any(sub.pos_ == "ADP" for sub in item.lefts):
        return False
    if item.pos_ == "ADJ" or sentence.has(item, "agent_adjectives"):
        return sentence.has(item, "agent_adjectives") or item.text in _names(language, "demonym")
    named = item.text in _names(language, "country", "demonym", "organisation") or item.ent_type_ in {"ORG", "NORP"}
    return item.i < noun.i and (named or _is_actor(item, sentence))


def _linked_doer(item: Token, noun: Token, sentence: _Sentence) -> Iterator[Token]:
    link, inner = _linked(item, sentence)
    if inner is None or not link:
        return
    if link in sentence.words["by"]:
        if _can_act(inner, sentence):
            yield inner
    elif link in sentence.words["of"] and not sentence.has(noun, "treatments"):
        place = inner.pos_ == "PROPN" and inner.ent_type_ not in {"PER", "PERSON", "ORG", "NORP"}
        if _is_person(inner, sentence) and not (place and sentence.has(noun, "assaults")):
            yield inner


def _group(token: Token, sentence: _Sentence) -> Span:
    """Return the verb with the auxiliaries before it, or the noun."""
    leading = [item.i for item in token.children if item.dep_ in sentence.words["auxiliary"] and item.i < token.i]
    first = sentence.doc[min(leading)] if leading and token.i - min(leading) <= DEEPEST else token
    return first.idx, token.idx + len(token.text)
