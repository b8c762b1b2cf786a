"""What a conditional does: hearsay, hypothesis, future seen from the past, or politeness.

The French conditional has a reportative use (« Moscou aurait demandé une aide ») that asserts on
somebody else's word without endorsing it (Dendale 1993; Kronning 2002, 2012). It is told from the
other uses by rules over the parse: a condition in the sentence, a modal verb, a past reporting verb
above a simple conditional, a first person who wishes. English *would* goes through the same rules
with its own tables; there, hearsay needs a marker.

Functions:
    * ``reportative``: asserted about the present or past on hearsay.
    * ``hypothetical``: true under a condition, stated or not; also *pourrait*, *devrait*.
    * ``future_in_the_past``: a future seen from a past moment (« il a dit qu'il viendrait »).
    * ``polite``: an attenuated wish or request (« je voudrais »).

A conditional without any sign in its sentence is decided by its form: the compound one and stative
verbs count as reportative. Longer contexts (a hypothesis stated a sentence before) are not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, load_lexicon, plain

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

REPORTATIVE, HYPOTHETICAL, FUTURE, POLITE = "reportative", "hypothetical", "future_in_the_past", "polite"


def conditional_functions(doc: Doc) -> list[tuple[TokenSpan, str]]:
    """Return each conditional form of a sentence, auxiliary and participle together, and its function."""
    lexicon = load_lexicon(doc.lang_)
    forms = [token for token in doc if _is_conditional(token, lexicon)]
    return [(doc[token.i : _participle_end(token, lexicon)], _function(token, lexicon)) for token in forms]


def reportative_spans(doc: Doc) -> list[Span]:
    """Return the code points of the conditionals that report hearsay."""
    return [
        (span.start_char, span.end_char) for span, function in conditional_functions(doc) if function == REPORTATIVE
    ]


def _is_conditional(token: Token, lexicon: Lexicon) -> bool:
    table, text = lexicon.conditional, plain(token.text)
    if text in table["not_forms"]:
        return False
    if text in table["forms"] | table["auxiliaries"]:
        return True
    if any(mood in str(token.morph) for mood in table["moods"]):
        return _has_ending(text, lexicon)
    return token.pos_ in {"VERB", "AUX"} and _has_conditional_form(text, plain(token.lemma_), lexicon)


def _has_conditional_form(text: str, lemma: str, lexicon: Lexicon) -> bool:
    """Say whether a form the tagger took for an imperfect is a conditional: "brûlerait" of "brûler"."""
    table = lexicon.conditional
    if not lemma.endswith(tuple(table["infinitive"])) or not _has_ending(text, lexicon) or lemma == text:
        return False
    stems = (text.removesuffix(ending) for ending in table["endings"] if text.endswith(ending))
    imperfects = {lemma.removesuffix(ending) for ending in table["imperfect"] if lemma.endswith(ending)}
    return any(stem.endswith(tuple(table["stem_end"])) and stem not in imperfects for stem in stems)


def _has_ending(text: str, lexicon: Lexicon) -> bool:
    """Say whether a form ends like a conditional: a stem in -r and an ending of the imperfect."""
    table = lexicon.conditional
    return text.endswith(tuple(stem + ending for stem in table["stem_end"] for ending in table["endings"]))


def _predicate(token: Token, lexicon: Lexicon) -> Token:
    """Return the verb or adjective that the conditional belongs to."""
    return token.head if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i else token


def _participle_end(token: Token, lexicon: Lexicon) -> int:
    predicate = _predicate(token, lexicon)
    verbal = predicate.pos_ in {"VERB", "AUX"} and predicate.i - token.i <= 5
    return predicate.i + 1 if verbal else token.i + 1


def _is_compound(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is a past conditional: "aurait demandé", "would have asked"."""
    predicate = _predicate(token, lexicon)
    if token.text.lower() in lexicon.conditional["auxiliaries"]:
        return any(item.lemma_ in lexicon.conditional["perfect"] and item.i > token.i for item in predicate.lefts)
    passive = token.dep_ in lexicon.parse["passive"]
    return (
        predicate != token
        and token.lemma_ in lexicon.conditional["perfect"]
        and predicate.pos_ == "VERB"
        and not passive
    )


def _function(token: Token, lexicon: Lexicon) -> str:
    """Return the function of one conditional: the first rule that applies decides."""
    if _is_polite(token, lexicon):
        return POLITE
    if _is_modal(token, lexicon) or any(_is_condition(item, token, lexicon) for item in token.doc):
        return HYPOTHETICAL
    if _looks_ahead(token, lexicon):
        return FUTURE
    if lexicon.hearsay.found(token.doc.text):
        return REPORTATIVE
    if lexicon.condition_phrases.found(token.doc.text):
        return HYPOTHETICAL
    return REPORTATIVE if _is_hearsay(token, lexicon) else HYPOTHETICAL


def _neighbours(token: Token) -> set[str]:
    return {plain(item.text) for item in token.doc[max(0, token.i - 3) : token.i + 2]}


def _lemmas(token: Token, lexicon: Lexicon) -> set[str]:
    return {plain(token.lemma_), plain(_predicate(token, lexicon).lemma_)}


def _is_polite(token: Token, lexicon: Lexicon) -> bool:
    table, near, lemmas = lexicon.conditional, _neighbours(token), _lemmas(token, lexicon)
    if near & table["polite_own"] and lemmas & table["polite"]:
        return True
    asked = "?" in token.doc.text
    return bool(asked and near & table["polite_other"] and lemmas & table["polite_requests"])


def _is_modal(token: Token, lexicon: Lexicon) -> bool:
    table, predicate = lexicon.conditional, _predicate(token, lexicon)
    return plain(token.lemma_) in table["modals"] or plain(predicate.text) in table["modal_participles"]


def _is_condition(item: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word opens a clause that states a condition for the conditional."""
    table = lexicon.conditional
    if plain(item.text) not in table["condition"] or item.pos_ not in {
        "SCONJ",
        "ADV",
        "CCONJ",
        "PRON",
        "ADP",
    }:
        return False
    if _past_follows(item, token, lexicon):
        return True
    clause = item.head
    if clause.dep_ in lexicon.parse["content"] or token in clause.subtree:
        return False
    verbs = [clause, *clause.children]
    return any(mood in str(verb.morph) for verb in verbs for mood in table["condition_moods"])


def _past_follows(item: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether "si" and a past tense stand together, and no verb of asking before them."""
    before = item.nbor(-1) if item.i > 0 else item
    if before.pos_ in {"VERB", "AUX"} and lexicon.lemma(before) in lexicon.verbs:
        return False
    near = item.doc[item.i + 1 : item.i + 10]
    verb = next((word for word in near if word.pos_ in {"VERB", "AUX"}), None)
    return (
        verb is not None and verb != token and "Tense=Imp" in str(verb.morph) and not _is_conditional(verb, lexicon)
    )


def _looks_ahead(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a past verb of saying or thinking stands above it."""
    above = _predicate(token, lexicon)
    simple = not _is_compound(token, lexicon)
    while above.head != above:
        clause, above = above, above.head
        if clause.dep_ in lexicon.parse["content"] and _is_past(above, lexicon):
            return simple
    return simple and (lexicon.later.found(token.doc.text) or _follows_past_report(token, lexicon))


def _follows_past_report(token: Token, lexicon: Lexicon) -> bool:
    """Say whether "que" and before it a past reporting verb stand on the left, whatever the parse."""
    links = lexicon.content_links | lexicon.words["question_links"]
    linked = False
    for item in reversed(token.doc[max(0, token.i - 14) : token.i]):
        linked = linked or plain(item.text) in links
        if (
            linked
            and item.pos_ in {"VERB", "AUX"}
            and lexicon.lemma(item) in lexicon.verbs
            and _is_past(item, lexicon)
        ):
            return True
        if item.text in {",", ";", ":"}:
            return False
    return False


def _is_past(verb: Token, lexicon: Lexicon) -> bool:
    return any(tense in str(verb.morph) for tense in lexicon.conditional["past"])


def _is_hearsay(token: Token, lexicon: Lexicon) -> bool:
    table = lexicon.conditional
    if not table["moods"]:
        return False
    predicate = _predicate(token, lexicon)
    if _lemmas(token, lexicon) & table["evaluative"] or plain(predicate.text) in table["evaluative"]:
        return False
    roles = lexicon.parse["subject"] | lexicon.parse["expletive"]
    subject = next((plain(item.text) for item in predicate.lefts if item.dep_ in roles), "")
    if subject in table["generic"] or subject in lexicon.sources["own"]:
        return False
    return (
        _is_compound(token, lexicon)
        or plain(token.lemma_) in table["stative"]
        or plain(predicate.lemma_) in table["stative"]
    )
