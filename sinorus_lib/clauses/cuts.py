"""Where a sentence is cut: all that the constructions offer, less what would leave no claim on either side.

Precision comes first: where the parse is torn (more than one dependency crosses the place) nothing is cut.
"""

from __future__ import annotations

from sinorus_lib.clauses.contrast import contrasts
from sinorus_lib.clauses.coordination import coordinations, series
from sinorus_lib.clauses.cut import REPORT, Cut
from sinorus_lib.clauses.marks import colons, semicolons
from sinorus_lib.clauses.quoting import further_reports, quotations
from sinorus_lib.clauses.sentence import ParsedSentence, count_words
from sinorus_lib.framing.lexicon import plain
from sinorus_lib.framing.parsed import text_of, tokens_of

_CLOSING = ' »”"'


def find_cuts(sentence: ParsedSentence) -> list[Cut]:
    """Return the places where a sentence is cut, in order; none in a question, which asserts nothing."""
    if text_of(sentence.doc).rstrip(_CLOSING)[-1:] in sentence.lexicon.question:
        return []
    found = [
        *semicolons(sentence),
        *colons(sentence),
        *quotations(sentence),
        *contrasts(sentence),
        *further_reports(sentence),
        *coordinations(sentence),
    ]
    found += series(sentence, found)
    first_of_each = {cut.index: cut for cut in reversed(found)}
    outside = [cut for index, cut in sorted(first_of_each.items()) if not sentence.depths[index]]
    return _long_enough(sentence, outside)


def _long_enough(sentence: ParsedSentence, cuts: list[Cut]) -> list[Cut]:
    """Return the cuts that leave a claim on either side, dropping the first that does not until all do."""
    kept = list(cuts)
    while True:
        bad = next((place for place in range(len(kept)) if not _leaves_claims(sentence, kept, place)), None)
        if bad is None:
            return kept
        del kept[bad]


def _leaves_claims(sentence: ParsedSentence, cuts: list[Cut], place: int) -> bool:
    cut = cuts[place]
    before = cuts[place - 1].index if place else 0
    after = cuts[place + 1].index if place + 1 < len(cuts) else len(sentence.doc)
    opens = cut.index if cut.link == REPORT else cut.content
    left, right = sentence.words(before, cut.index), count_words(sentence.text(opens, after))
    if left < cut.left or right < cut.right or _ends_in_substitute(sentence, cut.content, after):
        return False
    return sentence.has_finite(before, cut.index) and sentence.has_finite(cut.content, after)


def _ends_in_substitute(sentence: ParsedSentence, first: int, last: int) -> bool:
    """Say whether a clause ends in a verb that stands for one elsewhere: "a splintered party system did"."""
    word = next((token for token in reversed(tokens_of(sentence.doc)[first:last]) if token.text[:1].isalnum()), None)
    if word is None or word.pos_ not in {"VERB", "AUX"} or not sentence.is_main(word, first):
        return False
    return plain(word.lemma_) in sentence.tables.substitutes
