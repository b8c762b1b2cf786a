"""Agreement: the published examples, and every way in which there is none to compute."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.adjudication.records import JUDGEMENTS
from tests.adjudication.conftest import decided

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: nominal data, any number of observers,
# missing data. Four observers, twelve units, values 1 to 5; alpha = .743.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The computational example of three coders on fifteen units, values 1 to 4, that Krippendorff's article on alpha
# in Wikipedia works through; alpha (nominal) = .691.
THREE_CODERS = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


def coded(rows: tuple[str, ...]) -> pd.DataFrame:
    """Return a table of a coder's values a row as decisions; what is missing is unsure or nothing."""
    return decided(
        *(
            (f"coder {number}", f"a{unit}", f"b{unit}", "unsure" if value == "." else JUDGEMENTS[int(value) - 1])
            for number, values in enumerate(rows)
            for unit, value in enumerate(values.split())
            if value != "." or unit % 2
        )
    )


@pytest.mark.parametrize(("rows", "alpha", "pairs"), [(FOUR_OBSERVERS, 0.743, 11), (THREE_CODERS, 0.691, 12)])
def test_alpha_is_that_of_the_published_examples(rows: tuple[str, ...], alpha: float, pairs: int) -> None:
    found = sl.agreement(coded(rows))
    assert found.alpha.value == pytest.approx(alpha, abs=5e-4)
    assert found.alpha.low < found.alpha.value < found.alpha.high <= 1.0
    assert found.pairs == found.alpha.pairs == pairs
    assert "for tentative conclusions only" in found.note
    assert "below 20 alpha is a rough guess" in found.note


def test_same_or_not_is_told_apart_from_the_rest() -> None:
    rows = [(name, f"a{n}", f"b{n}", "same") for n in range(20) for name in ("ana", "ben")]
    rows += [("ana", f"a{n}", f"b{n}", "related") for n in range(20, 40)]
    rows += [("ben", f"b{n}", f"a{n}", "different") for n in range(20, 40)]
    found = sl.agreement(decided(*rows))
    assert found.alpha_same.value == 1.0
    assert found.alpha.value < 0.667
    assert (found.alpha_same.low, found.alpha_same.high) == (1.0, 1.0)
    assert "reliable by the usual reading" in found.note
    assert "too low to conclude anything" in found.note


def test_disagreements_are_listed_coder_by_coder_with_their_notes() -> None:
    rows = (
        ("ana", "c1", "c2", "same"),
        ("ben", "c2", "c1", "related"),
        ("ana", "c3", "c4", "same"),
        ("ben", "c3", "c4", "same"),
    )
    found = sl.agreement(decided(*rows, ("claim_a", "c1", "c2", "unsure"), note="why"))
    assert found.disagreements.to_dict("list") == {
        "claim_a": ["c1", "c1"], "claim_b": ["c2", "c2"], "coder": ["ana", "ben"], "decision": ["same", "related"],
        "note": ["why", "why"],
    }  # fmt: skip
    assert found.coders == ("ana", "ben", "claim_a")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Nobody has decided anything yet."),
        ([("ana", "c1", "c2", "same"), ("ana", "c3", "c4", "related")], "One coder only (ana)"),
        ([("ana", "c1", "c2", "same"), ("ben", "c3", "c4", "same")], "No pair has been decided by two coders"),
        ([("ana", "c1", "c2", "same"), ("ben", "c1", "c2", "unsure")], "No pair has been decided by two coders"),
        (
            [("ana", "c1", "c2", "same"), ("ben", "c1", "c2", "same")],
            "all decisions are alike, so alpha is undefined",
        ),
    ],
)
def test_where_it_cannot_be_computed_it_says_why(rows: list[tuple[str, str, str, str]], said: str) -> None:
    found = sl.agreement(decided(*rows))
    assert np.isnan([found.alpha.value, found.alpha.low, found.alpha_same.value]).all()
    assert said in found.note
    assert said in repr(found)
    assert found.disagreements.empty
    assert list(found.disagreements.columns) == ["claim_a", "claim_b", "coder", "decision", "note"]


def test_coders_who_throw_dice_agree_by_chance() -> None:
    random = np.random.default_rng(0)
    rows = [
        (name, f"a{n}", f"b{n}", str(random.choice(JUDGEMENTS))) for n in range(300) for name in ("ana", "ben", "cy")
    ]
    found = sl.agreement(decided(*rows))
    assert abs(found.alpha.value) < 0.06
    assert found.alpha.low < 0 < found.alpha.high
    assert found.alpha.high - found.alpha.low < 0.15


@pytest.mark.parametrize(("interface", "said"), [("en", "too low to conclude"), ("fr", "trop bas pour conclure")])
def test_it_shows_itself_in_the_language_of_the_interface(interface: str, said: str) -> None:
    rows = (
        ("ana", "c1", "c2", "same"),
        ("ben", "c1", "c2", "different"),
        ("ana", "c3", "c4", "same"),
        ("ben", "c3", "c4", "same"),
    )
    found = sl.agreement(decided(*rows), interface=interface)
    assert said in repr(found)
    assert said in found._repr_html_()
    assert f'lang="{interface}"' in found._repr_html_()


def test_names_of_coders_are_escaped() -> None:
    found = sl.Agreement(*[sl.agreement(decided()).alpha] * 2, ("x",), 0, pd.DataFrame(), ("<b>x</b>",))
    assert "<b>x</b>" not in found._repr_html_()
