"""The inspector: choose outlets and a probability, read pairs side by side."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison
    from sinorus_lib.views.inspector_widget import Inspector


def inspector(comparison: Comparison, *, interface: str | None = None) -> Inspector:
    """Return the inspector of a comparison, a widget with a static form for pages without a kernel.

    Args:
        comparison: what is inspected; it is not changed.
        interface: language of the labels; that of the comparison's settings if not given.
    """
    from sinorus_lib.views.inspector_widget import Inspector

    return Inspector(comparison, interface or comparison.settings.interface)


def choose(
    pairs: pd.DataFrame, texts: dict[str, str], *, outlets: tuple[str, str], relation: str, search: str
) -> pd.DataFrame:
    """Return the pairs that fit.

    Args:
        pairs: a frame ``pairs``.
        texts: what is searched of each claim, folded with :func:`fold`.
        outlets: the pair's two outlets in either order; an empty name stands for any.
        relation: the pair's relation; an empty one stands for any.
        search: found in either claim, whatever its case and accents.
    """
    fits = pd.Series(True, index=pairs.index)
    for name in filter(None, outlets):
        fits &= (pairs["outlet_a"] == name) | (pairs["outlet_b"] == name)
    if all(outlets) and outlets[0] == outlets[1]:
        fits &= False
    if relation:
        fits &= pairs["relation"] == relation
    if wanted := fold(search.strip()):
        fits &= (pairs["claim_a"].map(texts) + "\n" + pairs["claim_b"].map(texts)).str.contains(wanted, regex=False)
    return pairs[fits].reset_index(drop=True)


def fold(text: str) -> str:
    """Return a text without case and accents, with straight apostrophes, for look-ups."""
    letters = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
