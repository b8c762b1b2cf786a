"""The widget of the inspector: what it sends, what it keeps, and its forms for pages without a kernel."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sinorus_lib.adjudication import read_decisions
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusError
from sinorus_lib.views.inspector import VIEW_MIME, inspector
from sinorus_lib.views.page import page_html
from sinorus_lib.views.view_model import view_model
from sinorus_lib.views.widget import Inspector

RECORD = {
    "id": "r1", "when": "2026-01-02T03:04:05.678Z", "coder": "ana", "claim_a": "c00", "claim_b": "c10",
    "decision": "same", "note": "« sûr » </script>", "blind": False, "undoes": None,
}  # fmt: skip


class Kernel:
    """Stands for the other end of the wire: asks as the module does, and keeps the answers."""

    def __init__(self, widget: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget, self.answers = widget, list[tuple[dict[str, Any], Any]]()
        monkeypatch.setattr(widget, "send", lambda content, buffers=None: self.answers.append((content, buffers)))

    def ask(self, **content: Any) -> tuple[dict[str, Any], Any]:
        self.widget._handle_custom_msg({"id": "m1", **content}, [])
        return self.answers[-1]


@pytest.fixture
def kernel(comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(inspector(comparison, coder="ana", annotations=tmp_path / "annotations"), monkeypatch)


def test_the_widget_carries_the_view_model(comparison: Comparison, interface: str) -> None:
    widget = inspector(comparison, interface=interface)
    assert json.loads(gzip.decompress(widget.view)) == json.loads(
        json.dumps(view_model(comparison, interface=interface))
    )


def test_a_decision_is_written_and_found_by_the_next_widget(
    kernel: Kernel, comparison: Comparison, tmp_path: Path
) -> None:
    answer, _ = kernel.ask(kind="decision", record=RECORD)
    assert answer == {"id": "m1"}
    folder = tmp_path / "annotations"
    assert [path.name for path in folder.iterdir()] == ["ana.jsonl"]
    assert read_decisions(folder)["note"].tolist() == [RECORD["note"]]
    (kept,) = inspector(comparison, coder="bo", annotations=folder).decisions
    assert {name: kept[name] for name in RECORD} == RECORD
    assert kernel.widget.decisions == [RECORD]


@pytest.mark.parametrize(
    "wrong", [{"decision": "perhaps"}, {"coder": "../evil"}, {"coder": ""}, {"claim_a": None}, {"when": "soon"}]
)
def test_what_is_no_decision_is_refused_with_a_reason(kernel: Kernel, tmp_path: Path, wrong: dict[str, Any]) -> None:
    answer, _ = kernel.ask(kind="decision", record={**RECORD, **wrong})
    assert len(answer["error"]) > 20
    assert kernel.widget.decisions == []
    assert not list(tmp_path.rglob("*.jsonl"))


@pytest.mark.parametrize("content", [{}, {"kind": "decision"}, {"kind": "decision", "record": 3}, {"kind": "other"}])
def test_a_message_that_asks_nothing_known_is_answered_with_an_error(kernel: Kernel, content: dict[str, Any]) -> None:
    answer, _ = kernel.ask(**content)
    assert answer["error"]


def test_plotly_is_sent_when_asked_for(kernel: Kernel) -> None:
    answer, buffers = kernel.ask(kind="plotly")
    assert answer == {"id": "m1"}
    assert len(buffers[0]) > 1_000_000


def test_decisions_travel_with_the_exported_form(kernel: Kernel, comparison: Comparison) -> None:
    kernel.ask(kind="decision", record=RECORD)
    bundle, _ = kernel.widget._repr_mimebundle_()
    assert bundle[VIEW_MIME]["decisions"] == [RECORD]
    decided = comparison.with_decisions(kernel.widget.frame())
    soup = BeautifulSoup(page_html(decided, charts=False), "html.parser")
    (view,) = soup.select(".sinorus-view > script")
    (record,) = json.loads(view.get_text())["decisions"]
    assert {name: record[name] for name in RECORD} == RECORD


def test_without_a_folder_decisions_last_as_long_as_the_widget(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(inspector(comparison, annotations=None), monkeypatch)
    assert kernel.widget.place == ""
    kernel.ask(kind="decision", record=RECORD)
    assert kernel.widget.decisions == [RECORD]


def test_a_coder_whose_name_can_name_no_file_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(SinorusError):
        inspector(comparison, coder="a/b", annotations=tmp_path)


def test_the_bundle_holds_a_packed_and_a_static_form(comparison: Comparison, interface: str) -> None:
    widget = inspector(comparison, interface=interface)
    bundle, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert base64.b64decode(bundle[VIEW_MIME]["packed"]) == widget.view
    assert bundle["text/plain"].startswith("Inspector(Comparison(3 articles")
    soup = BeautifulSoup(bundle["text/html"], "html.parser")
    assert len(soup.select("article.card")) == 3
    assert not soup.select("script")


def test_the_static_form_says_what_it_leaves_out(
    shared: Comparison, interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinorus_lib.views.widget.FULL", 5)
    text = BeautifulSoup(inspector(shared, interface=interface).static_html(), "html.parser").get_text()
    assert {"en": "The first 5 of 12 pairs", "fr": "Les 5 premières des 12 paires"}[interface] in text


@pytest.mark.parametrize("make", [lambda c: inspector(c), lambda c: c.inspect()])
def test_a_comparison_without_pairs_can_be_inspected(
    empty_comparison: Comparison, make: Callable[[Comparison], Inspector]
) -> None:
    bundle, _ = make(empty_comparison)._repr_mimebundle_()
    assert "text/html" in bundle


def test_hostile_text_becomes_text(hostile: Comparison) -> None:
    bundle, _ = inspector(hostile)._repr_mimebundle_()
    soup = BeautifulSoup(bundle["text/html"], "html.parser")
    assert not soup.select("script, img, [onerror], [onload], [onmouseover]")
