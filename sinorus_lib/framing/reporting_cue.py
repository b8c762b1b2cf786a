"""Reporting cue: the verb or marker with which a claim is reported, and how far it commits the outlet.

Reporting verbs are not synonyms of *say*. Karttunen (1971) and Kiparsky & Kiparsky (1970) set factive
verbs (*reveal*, *admit*) apart from those that leave the truth open; Thompson & Ye (1991) and Hyland
(2005) describe the writer's stance in the choice; Saurí & Pustejovsky (2009) turn it into a scale.

``value`` is the commitment of the verb: 0 (denied) through .5 (neutral) to 1 (factive, or the outlet's
own voice). Under negation the commitment changes ("did not deny" is not "denied").

Labels:
    * ``deny`` 0: the source says it is false.
    * ``doubt`` .2: the source says it may be false.
    * ``claim`` .3, ``accuse`` .3: the outlet keeps its distance (*prétendre*, *allege*).
    * ``ask`` .4: the source asks.
    * ``think`` .45: an opinion or expectation.
    * ``neutral`` .5, ``warn`` .5, ``promise`` .5: nothing is said of its truth.
    * ``stress`` .7: presented as given (*souligner*, *point out*).
    * ``confirm`` .9, ``reveal`` .95, ``admit`` 1: presented as true.
    * ``none`` 1: no cue; the outlet asserts it.

It cannot see irony, nor that a neutral verb in one paper's style is a distancing one in another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.framing.reporting.model import Attribution


def commitment(attribution: Attribution, lexicon: Lexicon) -> float:
    """Return how far an attribution commits the outlet to its content, 0 to 1."""
    plain = lexicon.commitment[attribution.cue_class]
    return lexicon.negated.get(attribution.cue_class, plain) if attribution.negated else plain


class ReportingCueMeasure:
    """How a claim is reported; see the module."""

    name = "reporting_cue"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the class and commitment of the outermost cue."""
        if not context.attributions:
            return Reading(1.0, "none")
        first = context.attributions[0]
        cues = tuple(item.cue for item in context.attributions)
        return Reading(commitment(first, lexicon), first.cue_class, cues, ("cue",) * len(cues))
