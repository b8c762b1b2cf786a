"""The widget of the inspector; imported by ``inspector`` when one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd
from markupsafe import Markup

from sinorus_lib.errors import SinorusError
from sinorus_lib.views.explanations import evidence_markup
from sinorus_lib.views.inspector import choose, fold
from sinorus_lib.views.pairs import CONFLICTING, explorer_markup, pair_cards
from sinorus_lib.views.rendering import fragment, render
from sinorus_lib.views.strings import load_strings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

STATIC_PAIRS = 20
LOWEST_PROBABILITY = 0.05
_EXCERPT = 60


class Inspector(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no annotations
    """Pairs of a comparison, chosen by outlet, relation, probability and text, one shown at a time."""

    def __init__(self, comparison: Comparison, interface: str = "en") -> None:
        self.comparison, self.strings = comparison, load_strings(interface)
        self.chosen = comparison.pairs.iloc[:0]
        self._current = comparison
        self._claims = {str(c): str(t) for c, t in comparison.claims[["claim_id", "text"]].to_numpy()}
        self._texts = {c: fold(t) for c, t in self._claims.items()}
        self._build_controls()
        parts = [self._filters(), self._navigation(), self.list, self.view]
        super().__init__(parts, layout={"grid_gap": "8px"})
        self._watch()
        if comparison.settings.min_probability < LOWEST_PROBABILITY:
            self._rethreshold()
        else:
            self.refresh()

    def _build_controls(self) -> None:
        t, settings = self.strings, self.comparison.settings
        names = [(t("all"), "")] + [(name, name) for name in sorted(self.comparison.articles["outlet"].unique())]
        relations = [(t("explore.any_relation"), "")] + [
            (t.named("relations", key), key) for key in ("equivalent", "related", "conflicting")
        ]
        style = {"description_width": "initial"}
        self.outlet_a = ipywidgets.Dropdown(options=names, description=t("inspector.outlet_a"), style=style)
        self.outlet_b = ipywidgets.Dropdown(options=names, description=t("inspector.outlet_b"), style=style)
        self.relation = ipywidgets.Dropdown(options=relations, description=t("inspector.relation"), style=style)
        self.probability = ipywidgets.FloatSlider(
            value=min(1.0, max(LOWEST_PROBABILITY, settings.min_probability)),
            min=LOWEST_PROBABILITY, max=1.0, step=0.05, readout_format=".0%", continuous_update=False,
            description=t("inspector.probability"), style=style,
        )  # fmt: skip
        self.search = ipywidgets.Text(
            placeholder=t("explore.search_hint"), description=t("inspector.search"), style=style,
            continuous_update=False,
        )  # fmt: skip
        self.previous = ipywidgets.Button(
            description=t("inspector.previous"), icon="arrow-left", layout={"width": "auto"}
        )
        self.next = ipywidgets.Button(description=t("inspector.next"), icon="arrow-right", layout={"width": "auto"})
        self.count = ipywidgets.Label()
        self.list = ipywidgets.Select(rows=6, layout={"width": "auto"})
        self.view = ipywidgets.HTML(layout={"width": "auto"})

    def _filters(self) -> Any:
        controls = [self.outlet_a, self.outlet_b, self.relation, self.probability, self.search]
        return ipywidgets.Box(controls, layout={"flex_flow": "row wrap", "grid_gap": "4px 18px"})

    def _navigation(self) -> Any:
        controls = [self.previous, self.next, self.count]
        return ipywidgets.HBox(controls, layout={"grid_gap": "8px", "align_items": "center"})

    def _watch(self) -> None:
        for control in (self.outlet_a, self.outlet_b, self.relation, self.search):
            control.observe(lambda _: self.refresh(), names="value")
        self.probability.observe(lambda _: self._rethreshold(), names="value")
        self.list.observe(lambda _: self._show(), names="index")
        self.previous.on_click(lambda _: self._step(-1))
        self.next.on_click(lambda _: self._step(1))

    def _rethreshold(self) -> None:
        self._current = self.comparison.with_probability(float(self.probability.value))
        self.refresh()

    def refresh(self) -> None:
        """Choose the pairs that fit the controls and show the first of them."""
        pairs = self._current.pairs
        self.chosen = choose(
            pairs, self._texts, outlets=(self.outlet_a.value, self.outlet_b.value),
            relation=self.relation.value, search=self.search.value,
        )  # fmt: skip
        self.count.value = self.strings("inspector.shown", count=len(self.chosen), total=len(pairs))
        self.list.options = [(self._line(row), i) for i, row in enumerate(self.chosen.to_dict("records"))]
        self.list.index = 0 if len(self.chosen) else None
        self._show()

    def _line(self, row: dict[Any, Any]) -> str:
        text = self._claims[row["claim_a"]]
        excerpt = text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
        share = self.strings.percent(row["probability"])
        share = f"✕ {share}" if row["relation"] == CONFLICTING else share
        return f"{share}  {row['outlet_a']} – {row['outlet_b']}:  {excerpt}"

    def _step(self, by: int) -> None:
        if len(self.chosen):
            self.list.index = ((self.list.index or 0) + by) % len(self.chosen)

    def _show(self) -> None:
        if not len(self.chosen):
            note = render("note", text=self.strings("inspector.nothing"))
            self.view.value = fragment(note, self.strings.language)
        else:
            self.view.value = self._shown(self.chosen.iloc[[self.list.index or 0]])

    def _shown(self, row: pd.DataFrame) -> str:
        claim_a, claim_b = row.iloc[0][["claim_a", "claim_b"]]
        try:
            explanation = self.comparison.explain(claim_a, claim_b)
        except SinorusError as error:  # e.g. the encoder is not there: say so, and show the pair without it
            note = fragment(render("note", text=str(error)), self.strings.language)
            return pair_cards(self.comparison, row, interface=self.strings.language) + note
        words = explanation.words.assign(claim_a=claim_a, claim_b=claim_b)
        card = pair_cards(self.comparison, row, words=words, interface=self.strings.language)
        return card + fragment(evidence_markup(explanation, self.strings), self.strings.language)

    def static_html(self) -> str:
        """Return the first pairs as static HTML, for pages without a kernel."""
        first, t = self.chosen.head(STATIC_PAIRS), self.strings
        note = t("inspector.static_note", count=len(first), total=len(self.chosen))
        return fragment(Markup(explorer_markup(self._current, first, t, note=note)), t.language)  # noqa: S704 - rendered with autoescape on

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/html": self.static_html()}
