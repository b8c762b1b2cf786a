"""The widget of the inspector; imported by ``inspector`` when one is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from sinorus_lib.adjudication import Annotations, Decision, append_decision, decision_records, read_decisions
from sinorus_lib.adjudication.records import decisions_frame
from sinorus_lib.errors import SinorusError
from sinorus_lib.views.inspector import VIEW_MIME, packed_view
from sinorus_lib.views.pairs import FULL, first_pairs
from sinorus_lib.views.rendering import fragment, inspector_script, inspector_style, plotly_source
from sinorus_lib.views.strings import load_strings
from sinorus_lib.views.view_model import pack, view_model

if TYPE_CHECKING:
    import pandas as pd

    from sinorus_lib.comparison import Comparison


class Inspector(anywidget.AnyWidget):
    """Pairs of a comparison side by side, with filters, evidence, charts and decisions.

    Attributes:
        view: the packed view model.
        coder: who decides.
        place: where decisions are kept, for the reader.
        decisions: the records of all coders, in the order in which they were made.
    """

    _esm = inspector_script("widget")
    _css = inspector_style()
    view = traitlets.Bytes().tag(sync=True)
    coder = traitlets.Unicode().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    decisions: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        comparison: Comparison,
        *,
        coder: str = "",
        annotations: str | Path | None = None,
        interface: str | None = None,
    ) -> None:
        self.comparison, self.strings = comparison, load_strings(interface or comparison.settings.interface)
        self.folder = None if annotations is None else Path(annotations)
        model = view_model(comparison, interface=self.strings.language)
        super().__init__(
            view=pack(model), coder=coder, place=_place(self.folder, coder), decisions=_kept(self.folder)
        )
        self.on_msg(self._hear)

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: list[Any]) -> None:
        """Answer what the module asks: keep a decision, or hand it plotly."""
        answer, buffers = {"id": content.get("id")}, None
        match content.get("kind"):
            case "plotly":
                buffers = [plotly_source().encode("utf-8")]
            case "decision":
                try:
                    self.decide(content.get("record"))
                except SinorusError as error:
                    answer["error"] = str(error)
            case other:
                answer["error"] = f"The inspector asked for {other!r}; expected 'decision' or 'plotly'."
        self.send(answer, buffers)

    def decide(self, record: object) -> None:
        """Keep a decision.

        Args:
            record: ``id when coder claim_a claim_b decision note blind undoes``.

        Raises:
            SinorusError: if it is none, or cannot be kept.
        """
        made = Decision.from_record(record).to_record()
        if self.folder is not None:
            append_decision(self.folder, made)
        self.decisions = [*self.decisions, made]

    def frame(self) -> pd.DataFrame:
        """Return the decisions as the frame ``decisions``, for :meth:`Comparison.with_decisions`."""
        return decisions_frame(Decision.from_record(record) for record in self.decisions)

    def static_html(self) -> str:
        """Return the first pairs as static HTML, for pages without a kernel."""
        return fragment(first_pairs(self.comparison, self.strings, most=FULL), self.strings.language)

    def __repr__(self) -> str:
        return f"Inspector({self.comparison!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        view = packed_view(self.view, self.decisions)
        return {**bundle, VIEW_MIME: view, "text/html": self.static_html(), "text/plain": repr(self)}, metadata


def _kept(folder: Path | None) -> list[dict[str, Any]]:
    """Return the decisions that a folder holds, as records."""
    if folder is None or not folder.is_dir():
        return []
    return decision_records(read_decisions(folder))


def _place(folder: Path | None, coder: str) -> str:
    if folder is None:
        return ""
    return str(Annotations(folder, coder).path if coder else folder)
