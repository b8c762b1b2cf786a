"""Who did it, and to whom? The role of each actor in a sentence, and whether two claims swap two actors.

Roles are coarse proto-roles (Dowty, 1991, *Thematic proto-roles and argument selection*, Language 67), read off
the parse with tables that map the labels of each parser's scheme. Converse verbs ("sell to", "buy from"; Lyons, 1977,
*Semantics*, 9.1) are brought to one orientation: who sells, gives or beats is the agent on either side.

Roles:
    * ``agent``: the subject of an active verb, the agent of a passive, the owner of a deed ("Moscow's request").
    * ``patient``: an object, the subject of a passive, the target of an attack.
    * ``recipient``: to whom something is given or addressed.
    * ``concerned``: whose person or thing is affected: "freed prisoners from Y", "closed the border with Y".
    * ``other``: anything else: places, partners in a meeting, and whoever only reports what is claimed.

Contests, takings and verdicts have the winner as agent and the loser as patient, whether a verb says so or a noun
("a 2-1 win over Y", "declared the winner, rejecting Y's appeal").

A swap is claimed only for two actors with opposite, unmixed roles on both sides. What the verbs mean, apart from the
converses listed, is not compared; nor are pronouns resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING

from sinorus_lib.alignment.actors import fold_name
from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.lexicon import Lexicon, Words, load_lexicon, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["AGENT", "CONCERNED", "OTHER", "PATIENT", "RECIPIENT", "actor_roles", "name_spans", "roles_swapped"]

AGENT, PATIENT, RECIPIENT, OTHER = "agent", "patient", "recipient", "other"
CONCERNED = "concerned"
HIGHEST = 4
NEAR = 7
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
_VERBAL = frozenset({"VERB", "AUX"})


def actor_roles(
    doc: Doc, spans: Sequence[tuple[int, int, str]], *, attributions: Sequence[Attribution] | None = None
) -> dict[str, set[str]]:
    """Return the roles of each actor that a sentence mentions.

    Args:
        doc: the sentence, parsed; its language chooses the tables.
        spans: mentions, as first code point, code point after the last, and the actor.
        attributions: those of the sentence; looked for if not given.

    Raises:
        SinorusError: if there are no tables for the language.
    """
    attributed = find_attributions(doc, doc.lang_) if attributions is None else attributions
    sentence = _Sentence(doc, load_tables(doc.lang_), load_lexicon(doc.lang_), _reporting(doc, attributed))
    heads = [_heads(doc, start, end) for start, end, _ in spans]
    known = [token for tokens in heads for token in tokens]
    roles = [_first_roles(tokens, sentence, known) for tokens in heads]
    found: dict[str, set[str]] = {}
    text = text_of(doc)
    for (start, end, actor), own in zip(spans, roles, strict=True):
        beside = [r for (x, y, _), r in zip(spans, roles, strict=True) if _touch(text, (start, end), (x, y))]
        found.setdefault(actor, set()).update(own or next((item for item in beside if item), {OTHER}))
    return found


def name_spans(doc: Doc, taken: Sequence[tuple[int, int, str]] = ()) -> list[tuple[int, int, str]]:
    """Return the proper names of a sentence as further spans for ``actor_roles``: the id is the folded name.

    Args:
        doc: the sentence, parsed.
        taken: spans of actors that are known already; a name that overlaps one is left out.
    """
    tables, text = load_tables(doc.lang_), text_of(doc)
    spans: list[tuple[int, int, str]] = []
    run: list[Token] = []
    for token in [*tokens_of(doc), None]:
        if token is not None and _is_name(token, tables) and not any(_overlap(token, item) for item in taken):
            run.append(token)
        elif run:
            start, end = run[0].idx, run[-1].idx + len(run[-1].text)
            spans.append((start, end, fold_name(text[start:end])))
            run = []
    return spans


def _is_name(token: Token, tables: Tables) -> bool:
    text, names = token.text, tables.words["name_pos"]
    if not text[:1].isupper() or plain(text) in tables.words["dates"]:
        return False
    return token.pos_ in ({"PROPN", "NOUN"} & names if token.i == 0 else names)


def _overlap(token: Token, span: tuple[int, int, str]) -> bool:
    return token.idx < span[1] and span[0] < token.idx + len(token.text)


def _touch(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether only blanks stand between two mentions: « le brésilien Cimarra », "Finland's Tuorla"."""
    (_, end), (start, _) = sorted((one, other))
    return one != other and end <= start and text[end:start].strip() in {"", "'s", "\u2019s"}


def roles_swapped(a: dict[str, set[str]], b: dict[str, set[str]]) -> bool:
    """Say whether two actors stand on both sides and each acts on the other: X on Y in one, Y on X in the other.

    Nothing is claimed if two others act on each other in the same way on both sides.
    """
    pairs = list(permutations(a.keys() & b.keys(), 2))
    if any(_acts_on(x, y, a) and _acts_on(x, y, b) for x, y in pairs):
        return False
    return any(_acts_on(x, y, a) and _acts_on(y, x, b) for x, y in pairs)


def _acts_on(x: str, y: str, roles: dict[str, set[str]]) -> bool:
    acting, affected = roles[x] - {OTHER}, roles[y] - {OTHER}
    return acting == {AGENT} and bool(affected) and affected <= {PATIENT, RECIPIENT, CONCERNED}


@dataclass(frozen=True)
class Converse:
    """A verb whose subject is not the one who acts: the subject's role, and what prepositions open."""

    subject: str
    others: dict[str, str]


@dataclass(frozen=True)
class Tables:
    """What ``roles.yaml`` says of one language: labels and words by class, and the converse verbs."""

    words: dict[str, Words]
    converse: dict[str, Converse]


@cache
def load_tables(language: str) -> Tables:
    """Return the tables of a language, read once.

    Raises:
        SinorusError: if there are none for that language.
    """
    table = language_table(__package__, "roles.yaml", language, of="roles")
    converse = {verb: Converse(**spec) for verb, spec in table.pop("converse").items()}
    return Tables({name: frozenset(items) for name, items in table.items()}, converse)


@dataclass(frozen=True)
class _Sentence:
    """A parsed sentence, its tables, and the tokens of its reporting verbs."""

    doc: Doc
    tables: Tables
    lexicon: Lexicon
    reporting: frozenset[int]

    def words(self, name: str) -> Words:
        return self.tables.words[name]

    def is_any(self, token: Token, *names: str) -> bool:
        """Say whether a token's lemma or written form is in one of the classes."""
        forms = {self.lexicon.lemma(token), plain(token.lemma_), plain(token.text)}
        return any(forms & self.words(name) for name in names)

    def converse(self, verb: Token) -> Converse | None:
        return self.tables.converse.get(self.lexicon.lemma(verb)) or self.tables.converse.get(plain(verb.lemma_))


def _reporting(doc: Doc, attributions: Sequence[Attribution]) -> frozenset[int]:
    cues = [item.cue for item in attributions if item.how != "marker"]
    return frozenset(token.i for start, end in cues for token in tokens_of(doc) if start <= token.idx < end)


def _heads(doc: Doc, start: int, end: int) -> list[Token]:
    """Return the heads of a mention, the likeliest first: a parser may tear a name apart."""
    inside = [token for token in tokens_of(doc) if token.idx < end and start < token.idx + len(token.text)]
    if not inside:
        return []
    whole = doc[inside[0].i : inside[-1].i + 1].root
    others = [token for token in inside if token.head not in inside and token.i != whole.i]
    return [whole, *others] if whole.head.i != whole.i else [*others, whole]


def _first_roles(heads: list[Token], sentence: _Sentence, known: list[Token]) -> set[str]:
    """Return the roles of the first head of a mention that has any."""
    found = (set(_roles(token, sentence, known)) for token in heads)
    return next((roles for roles in found if roles), set())


def _roles(token: Token, sentence: _Sentence, known: list[Token]) -> Iterator[str]:
    """Yield every role of a mention: that of its phrase, and those its relative clauses give it."""
    phrase = _phrase(token, sentence)
    deed = _deed_role(token, sentence) or _deed_role(phrase, sentence)
    if deed is not None:
        yield deed
        return
    role = _phrase_role(phrase, sentence, known)
    found = [*([] if role is None else [role]), *_relative_roles(phrase, sentence)]
    if not found and _is_concerned(phrase, sentence, known):
        found = [CONCERNED]
    yield from found


def _is_concerned(token: Token, sentence: _Sentence, known: list[Token]) -> bool:
    """Say whether a noun belongs to one that is affected: an adjective of it, its owner, origin or partner."""
    for _ in range(HIGHEST):
        preposition, above = _preposition(token, sentence), token.head
        if preposition and preposition not in sentence.words("belonging"):
            return False
        if token.dep_ in sentence.words("oblique_of_preposition"):
            above = above.head
        participle = above.pos_ == "VERB" and above.dep_ in sentence.words("participle") and preposition
        if above.i == token.i or (above.pos_ not in _NOMINAL and not participle):
            return False
        token = above.head if participle else above
        if _phrase_role(token, sentence, known) in {PATIENT, RECIPIENT}:
            return True
    return False


def _phrase(token: Token, sentence: _Sentence) -> Token:
    """Return the noun that stands for an actor: "ministry" for "China" in "China's commerce ministry"."""
    for _ in range(HIGHEST):
        above = token.head
        if token.dep_ in sentence.words("oblique_of_preposition") and _is_of(token, sentence):
            above = above.head
        if above.i == token.i or above.pos_ not in _NOMINAL or not _stands_for(token, above, sentence):
            return token
        token = above
    return token


def _stands_for(token: Token, above: Token, sentence: _Sentence) -> bool:
    if token.dep_ in sentence.words("conjunct"):
        return True
    if sentence.is_any(above, "deeds", "attacks", "outcomes"):
        return False
    naming = token.dep_ in sentence.words("naming") | sentence.words("oblique_of_preposition")
    if naming and (sentence.is_any(above, "bodies") or _names_someone(above, sentence)):
        return _preposition(token, sentence) in {"", *sentence.words("genitive_links")}
    same = token.pos_ == above.pos_ == "PROPN" and not _preposition(token, sentence)
    return same and token.dep_ in sentence.words("naming")


def _names_someone(noun: Token, sentence: _Sentence) -> bool:
    """Say whether a noun is a name or has one: « la joueuse tchèque Lenka Marova »."""
    links = (item for item in noun.children if item.dep_ in sentence.words("name_links"))
    named = any(item.text[:1].isupper() and item.i > noun.i and not _preposition(item, sentence) for item in links)
    return named or (noun.pos_ == "PROPN" and noun.text[:1].isupper())


def _is_of(token: Token, sentence: _Sentence) -> bool:
    return _preposition(token, sentence) in sentence.words("genitive_links")


def _preposition(token: Token, sentence: _Sentence) -> str:
    """Return the preposition before a noun: its case mark, or the word it hangs on."""
    marks = [item for item in token.lefts if item.dep_ in sentence.words("case") or _is_no_article(item, sentence)]
    if token.dep_ in sentence.words("oblique_of_preposition"):
        marks = [token.head]
    if marks and token.head.pos_ == "ADV" and token.head.i == marks[0].i - 1:
        return plain(token.head.text)  # « auprès de »
    return plain(marks[0].text) if marks else ""


def _is_no_article(item: Token, sentence: _Sentence) -> bool:
    """Say whether a supposed article before a name is a preposition: « de l'Égypte »."""
    return item.head.pos_ == "PROPN" and plain(item.text) in sentence.words("never_articles")


def _governors(token: Token, sentence: _Sentence) -> Iterator[Token]:
    """Yield what a noun depends on, upwards to the first verb: parsers hang « à X » on the object of the verb."""
    above = token.head.head if token.dep_ in sentence.words("oblique_of_preposition") else token.head
    for _ in range(HIGHEST):
        yield above
        if above.pos_ in _VERBAL or above.head.i == above.i:
            return
        above = above.head


def _deed_role(token: Token, sentence: _Sentence) -> str | None:
    """Return the role of whoever a noun of action names: "Moscow's request", "the Russian attack", "a win by X"."""
    preposition, above = _preposition(token, sentence), next(_governors(token, sentence))
    attributive = token.dep_ in sentence.words("attribute") and not preposition
    genitive = preposition in sentence.words("genitive_links")
    if attributive or genitive or preposition in sentence.words("by"):
        role = PATIENT if _is_dismissed(above, sentence) else _outcome_role(preposition, token, above, sentence)
        if role is not None:
            return role
    if attributive and sentence.is_any(token.head, "deeds", "attacks"):
        return AGENT
    nominal = above.pos_ == "NOUN" or token.dep_ == "nmod"
    return AGENT if genitive and nominal and sentence.is_any(above, "deeds") else None


def _outcome_role(preposition: str, token: Token, above: Token, sentence: _Sentence) -> str | None:
    """Return the role of whose outcome it is, or who brought it about: "Egypt's win", "a defeat by Egypt"."""
    outcome = _outcome(above, sentence)
    if outcome is None or (token.pos_ == "ADJ" and not preposition):
        return None
    return outcome.others.get(preposition) if preposition in sentence.words("by") else outcome.subject


def _is_dismissed(deed: Token, sentence: _Sentence) -> bool:
    """Say whether an appeal is turned down in a sentence that declares who won."""
    if not sentence.is_any(deed, "deeds") or not sentence.is_any(deed.head, "refusing"):
        return False
    return any(sentence.is_any(item, "winners") for item in tokens_of(sentence.doc))


def _outcome(noun: Token, sentence: _Sentence) -> Converse | None:
    """Return the frame of a noun that says how a contest ended: "win", "defeat", « victoire »."""
    if noun.pos_ not in {"NOUN", "PROPN"} or not sentence.is_any(noun, "outcomes"):
        return None
    return sentence.converse(noun)


def _outcome_of(verb: Token, sentence: _Sentence) -> Converse | None:
    """Return the frame of the outcome that a verb has as its object: "recorded a win"."""
    objects = (item for item in verb.children if item.dep_ in sentence.words("object"))
    return next((frame for frame in (_outcome(item, sentence) for item in objects) if frame), None)


def _phrase_role(token: Token, sentence: _Sentence, known: list[Token]) -> str | None:
    if _preposition(token, sentence):
        return _oblique_role(token, sentence)
    if _hangs_on_date(token, sentence):
        verb = token.head.head
        free = verb.pos_ in _VERBAL and not _is_passive(verb, sentence) and not sentence.is_any(verb, "symmetric")
        return PATIENT if free else None
    verb = _controlled(token.head, token, sentence)
    if verb.i == token.i:
        loose = _loose_verb(token, sentence)
        return None if loose is None else _subject_role(token, _controlled(loose, None, sentence), sentence, known)
    if verb.pos_ not in _VERBAL:
        return None
    if token.dep_ in sentence.words("subject") | sentence.words("passive_subject"):
        return _subject_role(token, verb, sentence, known)
    return _object_role(token, verb, sentence)


def _hangs_on_date(token: Token, sentence: _Sentence) -> bool:
    """Say whether the parser hung an object on the date before it: « a libéré mardi douze prisonniers »."""
    dated = plain(token.head.text) in sentence.words("dates") and token.head.i < token.i
    return dated and token.dep_ in sentence.words("naming") and token.head.head.i < token.head.i


def _controlled(verb: Token, subject: Token | None, sentence: _Sentence) -> Token:
    """Return the infinitive whose subject is that of the verb: "is to receive", « menace de sanctionner »."""
    subjects = sentence.words("subject") | sentence.words("passive_subject")
    if subject is not None and subject.dep_ not in subjects:
        return verb
    for _ in range(HIGHEST):
        below = [item for item in verb.children if item.dep_ in sentence.words("controlled") and item.i > verb.i]
        below = [
            item for item in below if _is_infinitive(item) and not any(x.dep_ in subjects for x in item.children)
        ]
        if not below or sentence.is_any(verb, "asking", "asking_of", "giving") or _has_object(verb, sentence):
            return verb
        verb = below[0]
    return verb


def _is_infinitive(verb: Token) -> bool:
    """Say whether a verb, or the auxiliary of its passive, is an infinitive."""
    return any("VerbForm=Inf" in str(item.morph) for item in [verb, *verb.lefts] if item.pos_ in _VERBAL)


def _has_object(verb: Token, sentence: _Sentence) -> bool:
    objects = sentence.words("object") | sentence.words("dative")
    return any(item.dep_ in objects and item.i > verb.i for item in verb.children)


def _loose_verb(token: Token, sentence: _Sentence) -> Token | None:
    """Return the verb after a name that the parser left without one: « Pékin | a rejeté l'offre »."""
    following = token.right_edge.i + 1
    if token.pos_ != "PROPN" or following >= len(token.doc):
        return None
    first = token.doc[following]
    verb = first.head if first.dep_ in sentence.words("auxiliary") else first
    subjects = sentence.words("subject") | sentence.words("passive_subject")
    free = verb.pos_ in _VERBAL and not any(item.dep_ in subjects for item in verb.children)
    return verb if free and verb.i != token.i and not _is_past_participle(first) else None


def _subject_role(token: Token, verb: Token, sentence: _Sentence, known: list[Token]) -> str | None:
    """Return the role of a subject; whoever only reports, meets or is told to act has none of these."""
    if sentence.is_any(verb, "symmetric"):
        return None
    if _is_told(token, verb, sentence):
        return RECIPIENT
    if _is_passive(verb, sentence):
        return _passive_subject_role(verb, sentence)
    if _only_reports(verb, sentence):
        return None
    if _is_granted(verb, sentence) or _has_it_done(verb, sentence):
        return RECIPIENT
    outcome = _outcome_of(verb, sentence)
    if outcome is not None:
        return None if any(item.dep_ in sentence.words("dative") for item in verb.children) else outcome.subject
    if sentence.is_any(verb, "undergoing"):
        return PATIENT
    converse = sentence.converse(verb)
    return converse.subject if converse and _has_other(verb, converse, sentence, known) else AGENT


def _is_granted(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a verb gets what somebody else grants: "won approval", « a obtenu le feu vert »."""
    objects = (item for item in verb.children if item.dep_ in sentence.words("object") and item.i > verb.i)
    return sentence.is_any(verb, "getting") and any(sentence.is_any(item, "grants") for item in objects)


def _has_it_done(verb: Token, sentence: _Sentence) -> bool:
    """Say whether somebody else acts on what the subject has: "had its licence struck down"."""
    clauses = (item for item in verb.children if item.dep_ in sentence.words("clause") and item.i > verb.i)
    return sentence.is_any(verb, "having") and any(_is_past_participle(item) for item in clauses)


def _passive_subject_role(verb: Token, sentence: _Sentence) -> str | None:
    """Return the role of "X" in "X was accused", "X was asked to"; none in "X is said to have …"."""
    if sentence.is_any(verb, "asking"):
        return RECIPIENT
    clause = any(item.dep_ in sentence.words("clause") for item in verb.children)
    return None if verb.i in sentence.reporting and clause else PATIENT


def _is_told(token: Token, verb: Token, sentence: _Sentence) -> bool:
    """Say whether the parser made the person asked the subject of the infinitive: "asked Rome to help"."""
    infinitive = "VerbForm=Inf" in str(verb.morph) and verb.head.i < token.i < verb.i
    return infinitive and sentence.is_any(verb.head, "asking", "asking_of")


def _only_reports(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a verb reports, and has no object: "X says that", but not "X accuses Y"."""
    return verb.i in sentence.reporting and not any(
        item.dep_ in sentence.words("object") and item.i > verb.i and item.pos_ in _NOMINAL for item in verb.children
    )


def _has_other(verb: Token, converse: Converse, sentence: _Sentence, known: list[Token]) -> bool:
    """Say whether the one on the other side of a converse verb is an actor: "from X", « à X »."""
    phrases = (_phrase(token, sentence) for token in known)
    return any(
        _preposition(token, sentence) in converse.others
        and any(above.i == verb.i for above in _governors(token, sentence))
        for token in phrases
    )


def _is_passive(verb: Token, sentence: _Sentence) -> bool:
    """Say whether a verb is passive; « est entrée » and « s'est rendue » only look so."""
    if sentence.is_any(verb, "active_be") or _is_reflexive(verb, sentence):
        return False
    if any(item.dep_ in sentence.words("passive_auxiliary") for item in verb.children):
        return True
    bare = not any(item.dep_ in sentence.words("auxiliary") for item in verb.children)
    return bare and verb.dep_ in sentence.words("participle") and _is_past_participle(verb)


def _is_reflexive(verb: Token, sentence: _Sentence) -> bool:
    return any(plain(item.text) in sentence.words("reflexive") for item in verb.lefts)


def _is_past_participle(verb: Token) -> bool:
    features = str(verb.morph)
    return "VerbForm=Part" in features and "Tense=Past" in features


def _object_role(token: Token, verb: Token, sentence: _Sentence) -> str | None:
    if sentence.is_any(verb, "symmetric"):
        return None
    outcome = _outcome_of(verb, sentence)
    if token.dep_ in sentence.words("dative"):
        return RECIPIENT if outcome is None else outcome.subject
    if token.dep_ not in sentence.words("object") or _is_speaker_after(token, verb, sentence):
        return None
    if sentence.is_any(verb, "declaring"):
        return AGENT if any(sentence.is_any(item, "winners") for item in _after(token)) else PATIENT
    return RECIPIENT if sentence.is_any(verb, "asking") else PATIENT


def _after(token: Token) -> tuple[Token, ...]:
    """Return a noun and the few words after it, wherever the parser has hung them."""
    return tokens_of(token.doc)[token.i : token.i + NEAR]


def _is_speaker_after(token: Token, verb: Token, sentence: _Sentence) -> bool:
    """Say whether an object is an inverted subject: « …, a déclaré Bucarest »."""
    subjects = sentence.words("subject") | sentence.words("passive_subject")
    own = any(item.dep_ in subjects for item in verb.children)
    return verb.i in sentence.reporting and not own and token.i > verb.i


def _oblique_role(token: Token, sentence: _Sentence) -> str | None:
    """Return the role that a preposition gives: "by X", "to X", "from X", "on X", if its governor calls for one."""
    preposition = _preposition(token, sentence)
    for above in _governors(token, sentence):
        role = _governed_role(preposition, above, sentence)
        if role is not None:
            return role
    return None


def _governed_role(preposition: str, above: Token, sentence: _Sentence) -> str | None:
    converse = sentence.converse(above)
    if converse is not None and preposition in converse.others and not _is_passive(above, sentence):
        return converse.others[preposition]
    if preposition in sentence.words("granted_by") and any(
        _is_granted(item, sentence) for item in (above, above.head) if item.pos_ in _VERBAL
    ):
        return AGENT
    if above.pos_ in _VERBAL and _is_reflexive(above, sentence):
        return None
    if above.pos_ in _VERBAL and preposition in sentence.words("by"):
        return _by_role(above, sentence)
    if sentence.is_any(above, "taking") and preposition in sentence.words("taken_from"):
        return PATIENT
    if preposition in sentence.words("against") and sentence.is_any(above, "attacks"):
        return PATIENT
    if preposition in sentence.words("recipient") and sentence.is_any(above, "giving", "transfers", "asking"):
        return RECIPIENT
    asked = preposition in sentence.words("genitive_links") and sentence.is_any(above, "asking_of")
    return RECIPIENT if asked and above.pos_ in _VERBAL else None


def _by_role(verb: Token, sentence: _Sentence) -> str | None:
    """Return the role of "by X"; who holds what somebody takes is affected: "seized a post held by X"."""
    if not _is_passive(verb, sentence):
        return None
    attached = verb.dep_ in sentence.words("participle")
    if attached and sentence.is_any(verb, "holding") and sentence.is_any(verb.head.head, "taking"):
        return PATIENT
    return AGENT


def _relative_roles(token: Token, sentence: _Sentence) -> Iterator[str]:
    """Yield the roles of an antecedent in its relative clauses and clefts: « c'est X qui a quitté la salle »."""
    clauses = [item for item in token.children if item.dep_ in sentence.words("relative") and item.i > token.i]
    if token.head.pos_ == "AUX" and token.head.i < token.i:
        clauses += [
            item for item in token.head.children if item.dep_ in sentence.words("relative") and item.i > token.i
        ]
    for clause in clauses:
        role = _relative_role(clause, sentence)
        if role is not None:
            yield role


def _relative_role(clause: Token, sentence: _Sentence) -> str | None:
    for item in clause.children:
        if item.dep_ in sentence.words("subject") and plain(item.text) in sentence.words("relative_subjects"):
            return None if clause.pos_ not in _VERBAL else _subject_role(item, clause, sentence, [])
        if item.dep_ in sentence.words("passive_subject") and plain(item.text) in sentence.words("relative_subjects"):
            return PATIENT
        if item.dep_ in sentence.words("object") and plain(item.text) in sentence.words("relative_objects"):
            return PATIENT
    return None
