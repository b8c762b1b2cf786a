"""What a conditional does: hearsay, hypothesis, future seen from the past, or politeness.

The French conditional has a reportative use (« Moscou aurait demandé une aide ») that asserts on
somebody else's word without endorsing it (Dendale 1993; Kronning 2002, 2012). It is told from the
other uses by rules over the parse: a condition in the sentence, a modal verb, a past reporting verb
or a noun of promise above a simple conditional, a person who wishes or asks. English *would* goes
through the same rules with its own tables; there, hearsay needs a marker and the compound form.

Functions:
    * ``reportative``: asserted about the present or past on hearsay.
    * ``hypothetical``: true under a condition, stated or not; also *pourrait*, *devrait*.
    * ``future_in_the_past``: a future seen from a past moment (« il a dit qu'il viendrait »).
    * ``polite``: an attenuated wish or request (« je voudrais »).

A conditional without any sign in its sentence is decided by its form and subject: the compound one,
stative verbs, what is said to go on already, and what a definite actor is said to do count as
reportative; what an event not yet real would bring (« un retrait coûterait ») counts as hypothetical.
Longer contexts (a hypothesis stated a sentence before) are not seen.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Phrases, Span, load_lexicon, plain, word_after
from sinorus_lib.framing.parsed import DOCS, text_of, tokens_of, words_of
from sinorus_lib.quotations import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

REPORTATIVE, HYPOTHETICAL, FUTURE, POLITE = "reportative", "hypothetical", "future_in_the_past", "polite"
VERBAL = {"VERB", "AUX"}
WORDS = 1 << 14  # whose look is kept
STOPS = {".", "?", "!", ";"}
REPORT_WINDOW = 24


def conditional_functions(doc: Doc) -> list[tuple[TokenSpan, str]]:
    """Return each conditional form of a sentence, auxiliary and participle together, and its function."""
    return list(_functions(doc))


def reportative_spans(doc: Doc) -> list[Span]:
    """Return the code points of the conditionals that report hearsay."""
    return [
        (span.start_char, span.end_char) for span, function in conditional_functions(doc) if function == REPORTATIVE
    ]


@lru_cache(maxsize=DOCS)
def _functions(doc: Doc) -> tuple[tuple[TokenSpan, str], ...]:
    lexicon = load_lexicon(doc.lang_)
    words = zip(tokens_of(doc), words_of(doc), strict=True)
    looking = [token for token, word in words if _looks_conditional(word, lexicon.language)]
    forms = [token for token in looking if _is_conditional(token, lexicon)]
    return tuple((doc[token.i : _participle_end(token, lexicon)], _function(token, lexicon)) for token in forms)


@lru_cache(maxsize=WORDS)
def _looks_conditional(word: str, language: str) -> bool:
    """Say whether a word is listed as a conditional or ends like one; without that it is none."""
    table = load_lexicon(language).conditional
    if word in table["not_forms"]:
        return False
    if word in table["forms"] or word in table["auxiliaries"]:
        return True
    return word.endswith(_endings("conditional", language)) and not word.endswith(_endings("never_endings", language))


def _is_conditional(token: Token, lexicon: Lexicon) -> bool:
    table, text = lexicon.conditional, plain(token.text)
    if not _looks_conditional(text, lexicon.language):
        return False
    if text in table["forms"] or text in table["auxiliaries"]:
        return True
    if text.endswith(_endings("sure_endings", lexicon.language)):
        return True
    lemma = plain(token.lemma_)
    if any(mood in str(token.morph) for mood in table["moods"]):
        return not _is_imperfect(text, lemma, lexicon)
    return token.pos_ in VERBAL and _has_conditional_form(text, lemma, lexicon)


@cache
def _endings(name: str, language: str) -> tuple[str, ...]:
    """Return a list of endings of the table; ``conditional`` composes stems in -r and their endings."""
    table = load_lexicon(language).conditional
    if name != "conditional":
        return tuple(table[name])
    return tuple(stem + ending for stem in table["stem_end"] for ending in table["endings"])


def _has_conditional_form(text: str, lemma: str, lexicon: Lexicon) -> bool:
    """Say whether a form the tagger took for an imperfect is a conditional: "brûlerait" of "brûler"."""
    if not lemma.endswith(_endings("infinitive", lexicon.language)) or lemma == text:
        return False
    return not _is_imperfect(text, lemma, lexicon)


def _is_imperfect(text: str, lemma: str, lexicon: Lexicon) -> bool:
    """Say whether the stem in -r is the infinitive's own: "rentrait" of "rentrer"."""
    table = lexicon.conditional
    stems = {text.removesuffix(ending) for ending in table["endings"] if text.endswith(ending)}
    return any(lemma.endswith(ending) and lemma.removesuffix(ending) in stems for ending in table["imperfect"])


def _predicate(token: Token, lexicon: Lexicon) -> Token:
    """Return the verb or adjective that the conditional belongs to."""
    return token.head if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i else token


def _participle_end(token: Token, lexicon: Lexicon) -> int:
    predicate = _predicate(token, lexicon)
    verbal = predicate.pos_ in VERBAL and predicate.i - token.i <= 5
    return predicate.i + 1 if verbal else token.i + 1


def _is_compound(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is a past conditional: "aurait demandé", "would have asked"."""
    table, predicate = lexicon.conditional, _predicate(token, lexicon)
    if plain(token.text) in table["auxiliaries"]:
        return any(item.lemma_ in table["perfect"] and item.i > token.i for item in predicate.lefts)
    if predicate == token or predicate.pos_ not in VERBAL:
        return False
    if token.lemma_ in table["passive_auxiliary"]:
        return lexicon.lemma(predicate) in table["being"] or _is_reflexive(predicate, lexicon)
    return token.lemma_ in table["perfect"]


def _is_reflexive(predicate: Token, lexicon: Lexicon) -> bool:
    return any(plain(item.text) in lexicon.words["reflexive"] for item in predicate.lefts)


def _function(token: Token, lexicon: Lexicon) -> str:
    """Return the function of one conditional: the first rule that applies decides."""
    if _is_polite(token, lexicon):
        return POLITE
    if _is_modal(token, lexicon) or any(_is_condition(item, token, lexicon) for item in _sentence(token)):
        return HYPOTHETICAL
    if _looks_ahead(token, lexicon):
        return FUTURE
    if _states_condition(token, lexicon) or _is_unreal(token, lexicon):
        return HYPOTHETICAL
    if _has_marker(token, lexicon):
        return REPORTATIVE
    return REPORTATIVE if _is_hearsay(token, lexicon) else HYPOTHETICAL


def _sentence(token: Token) -> TokenSpan:
    """Return the part of the claim between full stops or semicolons that holds the conditional."""
    doc, start, end = token.doc, token.i, token.i
    while start > 0 and doc[start - 1].text not in STOPS:
        start -= 1
    while end < len(doc) and doc[end].text not in STOPS:
        end += 1
    return doc[start:end]


def _neighbours(token: Token) -> set[str]:
    return {plain(item.text) for item in token.doc[max(0, token.i - 3) : token.i + 3]}


def _lemmas(token: Token, lexicon: Lexicon) -> set[str]:
    return {plain(token.lemma_), plain(_predicate(token, lexicon).lemma_)}


def _is_polite(token: Token, lexicon: Lexicon) -> bool:
    table, near, lemmas = lexicon.conditional, _neighbours(token), _lemmas(token, lexicon)
    if near & table["polite_own"] and lemmas & table["polite"]:
        return True
    if near & table["polite_own"] and plain(_predicate(token, lexicon).text) in table["polite_feelings"]:
        return True
    if _is_modal(token, lexicon) and (near & table["polite_advised"] or _addresses(token, lexicon)):
        return not _is_compound(token, lexicon)
    follower = word_after(token)
    asked = "?" in text_of(token.doc) or follower in table["polite_other"]
    return bool(
        asked and near & table["polite_other"] and (lemmas & table["polite_requests"] or _asks(token, lexicon))
    )


def _asks(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the lemmatiser missed the verb of a request: "pourrais-tu"."""
    return plain(token.text).startswith(_endings("polite_stems", lexicon.language))


def _addresses(token: Token, lexicon: Lexicon) -> bool:
    """Say whether somebody is addressed by title between commas: "monsieur le préfet"."""
    titles = (item for item in token.doc[1:] if plain(item.text) in lexicon.conditional["vocatives"])
    return any(item.nbor(-1).text == "," for item in titles)


def _is_modal(token: Token, lexicon: Lexicon) -> bool:
    table, predicate = lexicon.conditional, _predicate(token, lexicon)
    if plain(token.text).startswith(_endings("modal_stems", lexicon.language) or ("\0",)):
        return True
    return plain(token.lemma_) in table["modals"] or plain(predicate.text) in table["modal_participles"]


def _is_condition(item: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word opens a clause that states a condition for the conditional."""
    if plain(item.text) not in lexicon.conditional["condition"]:
        return False
    if item.pos_ not in {"SCONJ", "ADV", "CCONJ", "PRON", "ADP"} or _follows_marker(item, lexicon):
        return False
    if item.pos_ == "PRON" and word_after(item) not in lexicon.words["personal"]:
        return False
    if _past_follows(item, token, lexicon):
        return True
    clause = item.head
    if clause.dep_ in lexicon.parse["content"] or token in clause.subtree:
        return False
    verbs = [clause, *clause.children]
    return any(mood in str(verb.morph) for verb in verbs for mood in lexicon.conditional["condition_moods"])


def _follows_marker(item: Token, lexicon: Lexicon) -> bool:
    """Say whether the word belongs to a marker of hearsay: "si l'on en croit"."""
    return any(start <= item.idx < end for start, end in lexicon.hearsay.find(text_of(item.doc)))


def _past_follows(item: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether "si" and a past tense stand together, and no verb of asking before them."""
    before = item.nbor(-1) if item.i > 0 else item
    if before.pos_ in VERBAL and lexicon.lemma(before) in lexicon.verbs:
        return False
    near = item.doc[item.i + 1 : item.i + 10]
    verb = next((word for word in near if word.pos_ in VERBAL), None)
    return (
        verb is not None and verb != token and "Tense=Imp" in str(verb.morph) and not _is_conditional(verb, lexicon)
    )


def _looks_ahead(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it tells a future seen from the past: below a past report, or after a point in the past."""
    below = _is_below_past(token, lexicon)
    if _is_compound(token, lexicon):
        return below and _phrases("deadlines", lexicon.language).found(_sentence(token).text)
    if _goes_on(token, lexicon):
        return False
    found = lexicon.later.found(text_of(token.doc)) or _follows_past_report(token, lexicon)
    return below or found or _is_promised(token, lexicon) or _continues_report(token, lexicon)


def _is_below_past(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a past verb stands above the content clause that holds it."""
    above, inside = _predicate(token, lexicon), False
    while above.head != above:
        clause, above = above, above.head
        inside = inside or clause.dep_ in lexicon.parse["content"]
        if inside and _is_past(above, lexicon):
            return True
    return False


def _is_promised(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it stands in the clause of a noun that looks ahead: "la promesse qu'il viendrait"."""
    table, clause = lexicon.conditional, _predicate(token, lexicon)
    while clause.dep_ in lexicon.parse["conjunct"] and clause.head != clause:
        clause = clause.head
    noun = clause.head
    if noun == clause or noun.pos_ != "NOUN" or noun.i > clause.i:
        return False
    if plain(noun.lemma_) in table["dates"]:
        return any(_is_past(item, lexicon) for item in noun.ancestors)
    links = (plain(item.text) in lexicon.content_links for item in token.doc[noun.i + 1 : noun.i + 3])
    return plain(noun.lemma_) in table["promises"] and any(links)


def _continues_report(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a colon parts it from a past report: "il a rassuré les élus : l'école rouvrirait"."""
    colon = next((item.i for item in token.doc[: token.i] if item.text == ":"), None)
    if colon is None or _is_lasting(token, lexicon):
        return False
    before = token.doc[:colon]
    reports = any(item.pos_ in VERBAL and lexicon.lemma(item) in lexicon.verbs for item in before)
    return reports and any(_is_past(item, lexicon) for item in before)


def _follows_past_report(token: Token, lexicon: Lexicon) -> bool:
    """Say whether "que" and before it a past reporting verb stand on the left, whatever the parse."""
    links = lexicon.content_links | lexicon.words["question_links"]
    linked = False
    for item in reversed(token.doc[max(0, token.i - REPORT_WINDOW) : token.i]):
        linked = linked or plain(item.text) in links
        if (
            linked
            and item.pos_ in VERBAL
            and (lexicon.lemma(item) in lexicon.verbs or lexicon.lemma(item) in lexicon.conditional["foreseeing"])
            and _is_past(item, lexicon)
        ):
            return True
        if item.text in STOPS or item.text == ":" or (item.text == "," and not linked):
            return False
    return False


def _is_past(verb: Token, lexicon: Lexicon) -> bool:
    if any(tense in str(verb.morph) for tense in lexicon.conditional["past"]):
        return True
    text = plain(verb.text)
    imperfect = verb.pos_ in VERBAL and text.endswith(_endings("past_endings", lexicon.language))
    return imperfect and text not in lexicon.conditional["not_past"] and not _is_conditional(verb, lexicon)


@cache
def _phrases(name: str, language: str) -> Phrases:
    return Phrases(load_lexicon(language).conditional[name], {})


def _states_condition(token: Token, lexicon: Lexicon) -> bool:
    """Say whether an expression states a condition: anywhere, or as the opening of the sentence."""
    sentence = _sentence(token)
    text = re.sub(r"^\W+", "", sentence.text)
    if lexicon.condition_phrases.found(text):
        return True
    opening = next(_phrases("opening_conditions", lexicon.language).find(text), None)
    return opening is not None and opening[0] == 0


def _is_unreal(token: Token, lexicon: Lexicon) -> bool:
    """Say whether its subject is no fact yet: an infinitive, "such a" something, one possible event."""
    subject, table = _subject(token, lexicon), lexicon.conditional
    if subject is None:
        return _opens_with_infinitive(token)
    words = {plain(item.text) for item in subject.children}
    if not words & table["indefinite"]:
        return False
    if words & table["such"] or _is_compared(subject, lexicon):
        return True
    simple = not _is_compound(token, lexicon) and token.lemma_ not in table["passive_auxiliary"]
    return simple and _is_event(subject, lexicon)


def _opens_with_infinitive(token: Token) -> bool:
    return "VerbForm=Inf" in str(_sentence(token)[0].morph)


def _is_compared(subject: Token, lexicon: Lexicon) -> bool:
    adjectives = (item for item in subject.children if item.pos_ == "ADJ")
    more = lexicon.conditional["comparatives"]
    return any(plain(item.text) in more for adjective in adjectives for item in adjective.children)


def _is_event(noun: Token, lexicon: Lexicon) -> bool:
    lemma = plain(noun.lemma_)
    if lemma in lexicon.conditional["events"]:
        return True
    return lemma.endswith(_endings("event_endings", lexicon.language))


def _subject(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject; of a relative pronoun, the noun before it."""
    predicate = _predicate(token, lexicon)
    roles = lexicon.parse["subject"] | lexicon.parse["expletive"]
    subject = next((item for item in predicate.children if item.dep_ in roles and item.i != token.i), None)
    if subject is not None and plain(subject.text) in lexicon.words["relative_pronouns"]:
        return predicate.head if predicate.dep_ in lexicon.parse["relative"] else None
    mistagged = subject is None and token.pos_ not in VERBAL and token.head.i < token.i
    return token.head if mistagged else subject


def _has_marker(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a marker of hearsay makes it reportative; "would" needs the compound form, too."""
    able = bool(lexicon.conditional["moods"]) or _is_compound(token, lexicon)
    return (
        able and lexicon.hearsay.found(text_of(token.doc)) and (_is_compound(token, lexicon) or not _is_quoted(token))
    )


def _is_hearsay(token: Token, lexicon: Lexicon) -> bool:
    table = lexicon.conditional
    if not table["moods"]:
        return False
    predicate, subject = _predicate(token, lexicon), _subject(token, lexicon)
    if _lemmas(token, lexicon) & table["evaluative"] or plain(predicate.text) in table["evaluative"]:
        return False
    if subject is not None and plain(subject.text) in table["generic"] | lexicon.sources["own"]:
        return False
    if _estimates(token, lexicon):
        return False
    if _is_compound(token, lexicon):
        return True
    if _is_quoted(token):
        return False
    return _is_lasting(token, lexicon) or _goes_on(token, lexicon) or _has_known_actor(token, subject, lexicon)


def _estimates(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the writer weighs the odds: "serait probablement"."""
    near = token.doc[token.i + 1 : _predicate(token, lexicon).i + 4]
    return any(plain(item.text) in lexicon.conditional["odds"] for item in near)


def _is_quoted(token: Token) -> bool:
    return any(item.start <= token.idx < item.end for item in find_quotations(text_of(token.doc)))


def _is_lasting(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb is a state or goes on now; the passive is neither."""
    table, predicate = lexicon.conditional, _predicate(token, lexicon)
    return plain(token.lemma_) in table["stative"] or plain(predicate.lemma_) in table["stative"]


def _goes_on(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is said to go on already: "depuis", "désormais"."""
    after = token.doc[token.i : token.i + 8]
    return any(plain(item.text) in lexicon.conditional["ongoing"] for item in after)


def _has_known_actor(token: Token, subject: Token | None, lexicon: Lexicon) -> bool:
    """Say whether somebody definite is said to act, and not a plan to have its effects."""
    table = lexicon.conditional
    if subject is None or _lemmas(token, lexicon) & table["consequences"]:
        return False
    if subject.pos_ == "PROPN":
        return True
    definite = any(plain(item.text) in lexicon.words["definite"] for item in subject.children)
    plan = plain(subject.lemma_) in table["plans"] or _is_event(subject, lexicon)
    return subject.pos_ == "NOUN" and definite and not plan
