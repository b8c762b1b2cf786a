"""Attributions by a reporting verb: "X said that", "…, a déclaré X", "X denies it"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, Verb, plain
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.model import Attribution
from sinorus_lib.framing.reporting.sources import clipped, is_own, source_class, source_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HUMAN = frozenset({"named_person", "office", "organisation", "media", "anonymous", "collective"})
FOLLOWING = 5
SHORTEST_QUOTATION = 12
LONGEST_LINK = 80
NEAR = 7


@dataclass(frozen=True)
class Use:
    """A reporting verb in a sentence.

    Attributes:
        token: the verb.
        verb: its entry in the lexicon.
        first: first token of the verb with its auxiliaries.
        last: its last token.
        source: head of its subject, if any.
        frame: ``parenthetical``, ``quotation`` or a frame of the lexicon.
    """

    token: Token
    verb: Verb
    first: Token
    last: Token
    source: Token | None
    frame: str


def reporting_verbs(doc: Doc, lexicon: Lexicon, quotations: list[Span]) -> Iterator[Attribution]:
    """Yield an attribution for each verb that reports in this sentence."""
    for token in doc:
        use = _use(token, lexicon, quotations)
        if use is not None:
            yield _attribution(use, lexicon, quotations)


def _use(token: Token, lexicon: Lexicon, quotations: list[Span]) -> Use | None:
    verb = _entry(token, lexicon)
    if verb is None or _is_excluded(token, lexicon):
        return None
    first, last = _cue_tokens(token, verb, lexicon)
    inverted = _parenthetical_source(token, first, last, lexicon)
    if inverted is not None:
        return None if is_own(inverted, lexicon) else Use(token, verb, first, last, inverted, "parenthetical")
    if token.pos_ not in {"VERB", "AUX"}:
        return _mistagged(token, verb, lexicon)
    source = _source(token, lexicon)
    frame = _frame(token, last, verb, source, lexicon, quotations)
    if frame is None or (source is not None and is_own(source, lexicon)):
        return None
    use = Use(token, verb, first, last, source, frame)
    if syntax.is_passive(token, lexicon):
        return _passive(use, lexicon)
    return use if source is not None and _can_speak(use, lexicon) else None


def _can_speak(use: Use, lexicon: Lexicon) -> bool:
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


def _is_excluded(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb is part of another expression ("veut dire") or only may be said ("might say")."""
    if any(plain(item.text) in lexicon.words["modal"] for item in token.lefts):
        return True
    return any(start <= token.idx < end for start, end in lexicon.not_reporting.find(token.doc.text))


def _mistagged(token: Token, verb: Verb, lexicon: Lexicon) -> Use | None:
    """Save a listed form that the tagger took for an adverb: "Pékin dément"."""
    known = plain(token.text) in lexicon.forms and "bare" in lexicon.frames[verb.cue_class]
    head = token.head
    if not known or head.i >= token.i or head.pos_ not in {"NOUN", "PROPN"} or token.pos_ == "NOUN":
        return None
    return Use(token, verb, token, token, head, "object")


def _source(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject; a participle after a comma ("…, expliquant que") takes the main verb's."""
    if token.dep_ in lexicon.parse["auxiliary"]:
        return syntax.subject(token.head, lexicon)
    found = _as_source(token, lexicon) or syntax.subject(token, lexicon) or _unattached(token, lexicon)
    after_comma = token.i > 0 and token.nbor(-1).text == ","
    if found is not None and found == token.head and after_comma and token.dep_ not in lexicon.parse["relative"]:
        return syntax.subject(found.head, lexicon) or found
    return found


def _unattached(token: Token, lexicon: Lexicon) -> Token | None:
    """Return a noun right before the verb that the parser left alone: "Washington soupçonne"."""
    first = syntax.verb_group(token, lexicon)[0]
    before = first.nbor(-1) if first.i > 0 else None
    alone = before is not None and before.pos_ in {"NOUN", "PROPN"} and before.head == before
    return before if alone and token.head == token else None


def _reports_in_passive(use: Use, lexicon: Lexicon) -> bool:
    """Say whether a passive without agent is hearsay: "is said to", not "must be admitted"."""
    if use.frame not in {"clause", "infinitive"} and use.verb.cue_class not in {"accuse", "warn"}:
        return False
    modal = use.first.lemma_ not in lexicon.words["plain_auxiliaries"] or use.first.tag_ == "MD"
    return use.verb.cue_class in {"accuse", "neutral", "claim", "think", "warn"} and not modal


def _passive(use: Use, lexicon: Lexicon) -> Use | None:
    """In the passive the subject is what is spoken of: the source is the agent, if named."""
    agent = syntax.child(use.token, lexicon.parse["agent"])
    if agent is None or plain(agent.text) not in lexicon.source_links:
        named = agent if agent is not None and _is_agent(agent, lexicon) else None
        if named is None and not _reports_in_passive(use, lexicon):
            return None
        return Use(use.token, use.verb, use.first, use.last, named, use.frame)
    inner = next((item for item in agent.children if item.pos_ in lexicon.words["nominal"]), None)
    return Use(use.token, use.verb, use.first, use.last, inner, use.frame)


def _is_agent(agent: Token, lexicon: Lexicon) -> bool:
    return (
        any(plain(item.text) in lexicon.words["agent_links"] for item in agent.children)
        and agent.pos_ in lexicon.words["nominal"]
    )


def _entry(token: Token, lexicon: Lexicon) -> Verb | None:
    """Return the lexicon's entry for a token, the one with the most words that fits."""
    for verb in lexicon.verbs.get(lexicon.lemma(token), ()):
        reflexive = _is_reflexive(token, lexicon)
        if (verb.reflexive and not reflexive) or (reflexive and not verb.reflexive and verb.lemma in lexicon.showing):
            continue
        if _following(token, verb) is not None:
            return verb
    return None


def _is_reflexive(token: Token, lexicon: Lexicon) -> bool:
    before = token.doc[max(0, token.i - 3) : token.i]
    return any(plain(item.text) in lexicon.words["reflexive"] for item in before)


def _following(token: Token, verb: Verb) -> Token | None:
    """Return the last token of a verb of several words, or ``None`` if its words do not follow."""
    position, wanted = token, list(verb.following)
    for item in token.doc[token.i + 1 : token.i + 1 + FOLLOWING]:
        if wanted and plain(item.text).startswith(wanted[0]):
            position, wanted = item, wanted[1:]
    return None if wanted else position


def _cue_tokens(token: Token, verb: Verb, lexicon: Lexicon) -> tuple[Token, Token]:
    first, last = syntax.verb_group(token, lexicon)
    following = _following(token, verb)
    contiguous = following is not None and following.i - token.i == len(verb.following)
    return first, following if following is not None and contiguous else last


def _parenthetical_source(token: Token, first: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the source of a verb that stands apart: "…, a déclaré X", "…," he said, "…"."""
    clitic = _clitic(token, first, lexicon)
    if clitic is not None:
        return clitic if _after_break(first, lexicon) else None
    if _after_break(first, lexicon):
        source = _inverted(token, last, lexicon)
        if source is not None:
            return source
    return _straight(token, first, last, lexicon)


def _clitic(token: Token, first: Token, lexicon: Lexicon) -> Token | None:
    """Return an inverted pronoun: "dit-il", "a-t-elle noté"."""
    for item in token.doc[first.i : min(token.i + 3, len(token.doc))]:
        text = plain(item.text)
        if item.i != first.i and text.startswith("-") and text in lexicon.sources["pronoun"] | lexicon.sources["own"]:
            return item
    return None


def _after_break(first: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb follows a comma or a closing quotation mark, with content before it."""
    before = first.doc[max(0, first.i - 3) : first.i]
    for item in reversed(before):
        if syntax.is_break(item):
            return item.i > 0 and item.text not in syntax.QUOTES_OPENING
        if item.pos_ != "ADV" and not item.is_space and plain(item.text) not in lexicon.words["object_clitics"]:
            return False
    return False


def _inverted(token: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the noun phrase after the verb when it can only be its subject."""
    index = last.i + 1
    if _has_subject_before(token, lexicon) or _has_linked_content(token, lexicon):
        return None
    while index < len(token.doc) and _is_when(token.doc[index], lexicon):
        index += 1
    if index < len(token.doc) and _opens_adverbial(token.doc[index], lexicon):
        return _later_subject(token, index, lexicon)
    found = syntax.nominal_after(token.doc, index, lexicon)
    if found is None or _governed(found, token, lexicon):
        return None
    is_subject = found.dep_ in lexicon.parse["subject"] and found.head == token
    speaks = source_class(found, lexicon) in HUMAN or is_own(found, lexicon)
    return found if is_subject or speaks or _after_quotation(token) else None


def _opens_adverbial(token: Token, lexicon: Lexicon) -> bool:
    return token.pos_ in {"ADP", "SCONJ"} and plain(token.text) not in lexicon.words["partitives"]


def _is_when(token: Token, lexicon: Lexicon) -> bool:
    return token.pos_ == "ADV" or plain(token.text) in lexicon.words["time"]


def _later_subject(token: Token, index: int, lexicon: Lexicon) -> Token | None:
    """Return a subject after an adverbial: "a dit à la radio le général X"."""
    own = next((item for item in token.rights if item.dep_ in lexicon.parse["subject"]), None)
    if own is not None:
        return own
    for item in token.doc[index + 1 :]:
        if syntax.is_break(item):
            return None
        starts = item.pos_ == "DET" and item.nbor(-1).pos_ in {"NOUN", "PROPN"}
        found = syntax.nominal_after(token.doc, item.i, lexicon) if starts else None
        if found is not None and source_class(found, lexicon) in {"named_person", "office"}:
            return found
    return None


def _after_quotation(token: Token) -> bool:
    """Say whether a quotation ends just before the verb: then any noun after it may speak."""
    before = token.doc[max(0, token.i - 4) : token.i]
    return any(item.text in syntax.QUOTES - syntax.QUOTES_OPENING and item.i > 0 for item in before)


def _governed(found: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is the subject of a later verb, with no comma before it: "said X would"."""
    verb = found.head
    if found.dep_ not in lexicon.parse["subject"] or verb.i <= found.i or verb == token:
        return False
    return not any(item.text == "," for item in token.doc[found.i : verb.i])


def _has_linked_content(token: Token, lexicon: Lexicon) -> bool:
    """Say whether "que" or "that" follows: then the noun after the verb is no subject."""
    clause = syntax.content(token, lexicon)
    if clause is None or clause.i < token.i:
        return False
    return any(plain(item.text) in lexicon.content_links for item in clause.lefts)


def _has_content_after(token: Token, lexicon: Lexicon) -> bool:
    clause = syntax.content(token, lexicon)
    return clause is not None and clause.i > token.i


def _has_subject_before(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb has its own subject on the left.

    A subject that one comma parts from the verb belongs to the reported clause: "Les pluies, assure X".
    """
    own = next((item for item in token.lefts if item.dep_ in lexicon.parse["subject"]), None)
    if own is None:
        return False
    between = token.doc[own.i : token.i]
    if any(item.text in syntax.QUOTES - syntax.QUOTES_OPENING for item in between):
        return False
    return sum(item.text == "," for item in between) != 1


def _straight(token: Token, first: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject of "…," the minister told Reuters: before the verb, after a break."""
    source = next((item for item in token.lefts if item.dep_ in lexicon.parse["subject"]), None)
    if source is None or plain(source.text) in lexicon.words["relative_pronouns"]:
        return None
    left = source.left_edge
    if left.i < 2 or not syntax.is_break(token.doc[left.i - 1]) or source.i > first.i:
        return None
    if token.doc[left.i - 1].text in syntax.QUOTES_OPENING or syntax.is_passive(token, lexicon):
        return None
    if _has_content_after(token, lexicon) or not _content_before(token, left, lexicon):
        return None
    return source


def _content_before(token: Token, left: Token, lexicon: Lexicon) -> bool:
    """Say whether what stands before the comma is the reported clause, not a mere adverbial."""
    quoted = token.doc[left.i - 1].text in syntax.QUOTES
    clause = syntax.content(token, lexicon)
    closed = token.i + 1 < len(token.doc) and syntax.is_break(token.nbor())
    within = token.dep_ in {"parataxis", "ccomp"} and (token.head.i < left.i or closed)
    rest = token.doc[token.i + 1 :]
    within = within or all(item.is_punct or _is_when(item, lexicon) for item in rest)
    return quoted or (clause is not None and clause.i < left.i) or within


def _frame(
    token: Token, last: Token, verb: Verb, source: Token | None, lexicon: Lexicon, quotations: list[Span]
) -> str | None:
    """Return the construction in which the verb reports, or ``None`` if it does not."""
    frames = lexicon.frames[verb.cue_class]
    if _opened_quotation(last, quotations, lexicon) is not None:
        return "quotation"
    if verb.lemma in lexicon.inverted_only and not verb.following and verb.lemma not in lexicon.disclosing:
        return None
    if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i and "infinitive" in frames:
        return "infinitive"
    clause = syntax.content(token, lexicon)
    if clause is not None and _is_reported(clause, token, frames, lexicon):
        return "clause"
    if _is_as(token, lexicon) or ("clause" in frames and _link(last, lexicon) is not None):
        return "clause"
    bare = "VerbForm=Inf" in str(token.morph)
    if "infinitive" in frames and not bare and _has_infinitive(token, verb, lexicon):
        return "infinitive"
    return _object_frame(token, source, frames, lexicon)


def _is_reported(clause: Token, token: Token, frames: frozenset[str], lexicon: Lexicon) -> bool:
    if clause.i < token.i or clause.pos_ in {"NUM", "PUNCT"}:
        return False
    between = clause.doc[token.i + 1 : clause.i + 1]
    asks = any(plain(item.text) in lexicon.words["question_links"] for item in between)
    linked = asks or any(plain(item.text) in lexicon.content_links for item in between)
    bare = clause.dep_ in lexicon.parse["bare_content"]
    return ("clause" in frames and (linked or bare)) or ("question" in frames and asks)


def _is_as(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is "comme X l'a rapporté", "as X reported"."""
    return _as_source(token, lexicon) is not None


def _as_source(token: Token, lexicon: Lexicon) -> Token | None:
    """Return X in "comme X l'a rapporté", "as X reported"."""
    link = next((item for item in token.lefts if plain(item.text) in lexicon.words["as"]), None)
    if link is None:
        return None
    before = syntax.nominal_after(token.doc, link.i + 1, lexicon)
    after = syntax.nominal_after(token.doc, token.i + 1, lexicon)
    return next((item for item in (before, after) if item and source_class(item, lexicon) in HUMAN), None)


def _link(last: Token, lexicon: Lexicon) -> Token | None:
    """Return the "que" or "that" that follows the verb closely, whatever the parser made of it."""
    for item in last.doc[last.i + 1 : last.i + NEAR]:
        if plain(item.text) in lexicon.content_links and item.pos_ == "SCONJ":
            return item
        if item.pos_ in {"VERB", "AUX"} or syntax.is_break(item):
            return None
    return None


def _opened_quotation(last: Token, quotations: list[Span], lexicon: Lexicon) -> int | None:
    """Return where a quotation of some length starts that the verb introduces."""
    end = last.idx + len(last.text)
    for start, stop in quotations:
        between = last.doc.text[end : start - 1]
        near = start > end and stop - start >= SHORTEST_QUOTATION and len(between) <= LONGEST_LINK
        if near and _introduces(between, lexicon):
            return start
    return None


def _introduces(between: str, lexicon: Lexicon) -> bool:
    """Say whether the words before a quotation end with a colon, a comma, "que" or "that"."""
    words = plain(between).split()
    return bool(words) and (words[-1][-1] in {":", ","} or words[-1] in lexicon.content_links)


def _has_infinitive(token: Token, verb: Verb, lexicon: Lexicon) -> bool:
    complement = next((item for item in token.rights if item.dep_ in lexicon.parse["infinitive"]), None)
    if complement is None or complement.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return False
    if complement.pos_ in {"ADJ", "NOUN"} and child_verb(complement, lexicon) is None:
        return False
    linked = any(
        plain(item.text) in lexicon.words["infinitive_links"] for item in complement.children if item.i < complement.i
    )
    return not linked or verb.cue_class in {"warn", "accuse", "deny"}


def child_verb(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the auxiliary or copula of a predicate."""
    return syntax.child(token, lexicon.parse["auxiliary"])


def _object_frame(token: Token, source: Token | None, frames: frozenset[str], lexicon: Lexicon) -> str | None:
    """Return ``object``, ``disclosure`` or ``bare`` for verbs that report without a clause."""
    objects = [item for item in token.rights if item.dep_ in lexicon.parse["object"]]
    human = source is not None and (source_class(source, lexicon) in HUMAN or source.pos_ == "PRON")
    form = str(token.morph)
    denies = {"object", "bare"} <= frames
    if ("VerbForm=Inf" in form and not denies) or (
        "Tense=Past|VerbForm=Part" in form and child_verb(token, lexicon) is None
    ):
        return None
    if "object" in frames and (objects or syntax.is_passive(token, lexicon)):
        return "object"
    if objects and human and token.lemma_ in lexicon.disclosing:
        return "disclosure"
    bare = not [item for item in token.rights if not item.is_punct]
    return "bare" if "bare" in frames and "object" in frames and bare and human else None


def _attribution(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Attribution:
    cue = syntax.span_of(use.first, use.last)
    return Attribution(
        source=None if use.source is None else clipped(source_span(use.source, lexicon), cue, use.token.doc.text),
        cue=cue,
        clause=_clause(use, lexicon, quotations),
        cue_class=use.verb.cue_class,
        source_class=_class(use.source, lexicon),
        how="direct" if _is_direct(use, quotations) else "indirect",
        negated=syntax.is_negated(use.token, lexicon),
    )


def _class(source: Token | None, lexicon: Lexicon) -> str:
    """Return the source's class; several of a kind that speak are a group, whatever the noun."""
    if source is None:
        return "unspecified"
    found = source_class(source, lexicon)
    several = source.pos_ == "NOUN" and "Plur" in source.morph.get("Number", [])
    group = several and found == "unspecified" and plain(source.lemma_) not in lexicon.sources["document"]
    return "collective" if group else found


def _is_direct(use: Use, quotations: list[Span]) -> bool:
    text = use.token.doc.text
    length = sum(stop - start for start, stop in quotations if stop - start >= SHORTEST_QUOTATION)
    inside = syntax.in_quotation(use.token.idx, quotations)
    return not inside and length > 0.4 * (len(text) - (use.last.idx - use.first.idx))


def _clause(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Span | None:
    if syntax.in_quotation(use.token.idx, quotations):
        return None
    if use.frame == "parenthetical":
        return _final_clause(use, lexicon)
    return _initial_clause(use, lexicon, quotations) if use.frame in {"clause", "quotation"} else None


def _final_clause(use: Use, lexicon: Lexicon) -> Span | None:
    """Return ", a déclaré X vendredi" when nothing but the attribution follows."""
    doc = use.token.doc
    first = use.first if use.source is None or use.source.i > use.first.i else use.source.left_edge
    first = first if first.i <= use.first.i else use.first
    while first.i > 0 and not syntax.is_break(doc[first.i - 1]) and doc[first.i - 1].pos_ == "ADV":
        first = doc[first.i - 1]
    if _resumes(use, lexicon):
        return None
    before = doc[first.i - 1]
    start = before.idx if before.text in {",", "—", "–"} else before.idx + len(before.text)
    end = len(doc.text.rstrip().rstrip(".!?… "))
    return (start, end) if start > 0 and end > use.token.idx else None


def _resumes(use: Use, lexicon: Lexicon) -> bool:
    """Say whether the reported words go on after the attribution."""
    own = {item.i for item in use.token.subtree} | ({item.i for item in use.source.subtree} if use.source else set())
    commas = False
    for token in use.token.doc[use.last.i + 1 :]:
        if (token.text in syntax.QUOTES and token.text not in '»”"') or (token.text == ":"):
            return True
        commas = commas or token.text in {",", ";"}
        left = min(use.first.i, use.source.left_edge.i if use.source else use.first.i)
        foreign = token.i not in own or token.head.i < left
        if commas and foreign and token.pos_ in {"VERB", "AUX"} and token.dep_ not in lexicon.parse["relative"]:
            return True
    return _finite_after_comma(use, lexicon)


def _finite_after_comma(use: Use, lexicon: Lexicon) -> bool:
    """Say whether a comma and a finite verb follow with no relative word between: "a-t-il noté, viennent"."""
    comma = False
    for token in use.token.doc[use.last.i + 1 :]:
        comma = comma or token.text == ","
        if comma and plain(token.text) in lexicon.words["relative_words"]:
            return False
        if comma and "VerbForm=Fin" in str(token.morph):
            return True
    return False


def _initial_clause(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Span | None:
    """Return "Officials said that " when the verb governs the sentence from its beginning."""
    doc = use.token.doc
    if use.token.head != use.token or any(item.dep_ in lexicon.parse["conjunct"] for item in use.token.rights):
        return None
    clause = syntax.content(use.token, lexicon)
    if clause is not None and clause.i > use.last.i:
        return _up_to(clause, use.last, lexicon)
    linked = _link(use.last, lexicon)
    if linked is not None:
        after = doc[linked.i + 1].idx if linked.i + 1 < len(doc) else len(doc.text)
        return (0, after) if after < len(doc.text) else None
    opened = _opened_quotation(use.last, quotations, lexicon)
    return None if opened is None else (0, opened - 1)


def _up_to(clause: Token, last: Token, lexicon: Lexicon) -> Span | None:
    """Return the span from the start to the reported clause, its "that" or "que" included."""
    doc = clause.doc
    first = next((item for item in sorted(clause.subtree, key=lambda item: item.i) if item.i > last.i), clause)
    while first.i < clause.i and (
        plain(first.text) in lexicon.content_links or (first.is_punct and first.text not in syntax.QUOTES)
    ):
        first = doc[first.i + 1]
    return (0, first.idx) if first.idx < len(doc.text) else None
