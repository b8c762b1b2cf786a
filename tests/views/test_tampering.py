"""Notebooks and view data that somebody tampered with: refused in one sentence, or shown without harm."""

from __future__ import annotations

import base64
import copy
import gzip
import io
import json
import pickle
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import nbformat
import nbformat.v4 as nbf
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode

from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SinorusError
from sinorus_lib.views.charts import PLOTLY_MIME
from sinorus_lib.views.export import ExportError, SinorusExporter, harmless, read_notebook
from sinorus_lib.views.inspector import VIEW_MIME, packed_view
from sinorus_lib.views.page import write_page
from sinorus_lib.views.rendering import asset
from sinorus_lib.views.view_model import FORMAT, pack, view_model
from sinorus_lib.workbook import render_workbook
from tests.adjudication.test_records import RECORD
from tests.conftest import ROOT, SAMPLE

if TYPE_CHECKING:
    from tests.views.conftest import Visit

Open = Callable[..., "Visit"]
HARM = "window.harmed=1"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
FIGURE = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {}}
UNREADABLE = {"en": "data of this inspector is damaged", "fr": "données de cet inspecteur sont endommagées"}

MARKUP = (
    f"<script>{HARM}</script>",
    f"<img src=x onerror='{HARM}'>",
    f"<svg onload='{HARM}'><script>{HARM}</script><image href='https://far.example/i.png'/></svg>",
    f"<svg><animate onbegin='{HARM}' attributeName=x dur=1s></svg>",
    "<iframe srcdoc='<script>parent.harmed=1</script>'></iframe><iframe src='https://far.example/'></iframe>",
    f"<a class=trap href='javascript:{HARM}'>go</a><a class=trap href='jav&#x09;ascript:{HARM}'>go</a>",
    f"<a class=trap href='data:text/html,<script>{HARM}</script>'>go</a><a class=trap href='//far.example/x'>go</a>",
    "<a class=trap href='file:///etc/passwd'>go</a><a class=trap href='\\\\far.example\\x'>go</a>",
    "<meta http-equiv=refresh content='0;url=https://far.example/gone'>",
    "<base href='https://far.example/'><link rel=stylesheet href='https://far.example/a.css'>",
    "<link rel=dns-prefetch href='//far.example'><link rel=preconnect href='https://far.example'>",
    f"<form action='https://far.example/'><button class=trap formaction='javascript:{HARM}'>go</button></form>",
    "<img src='https://far.example/x.png' srcset='https://far.example/y.png 2x'><img src='../../etc/passwd'>",
    "<video src='https://far.example/v' poster='https://far.example/p'></video><audio src='//far.example/a'></audio>",
    "<object data='https://far.example/o'></object><embed src='https://far.example/e'>",
    "<style>@import 'https://far.example/b.css'; body{background:url(https://far.example/c.png)}</style>",
    "<p style='background:u\\72l(https://far.example/d.png)'>x</p><p style=\"background:url('//far.example/e')\">x</p>",
    "<table background='https://far.example/t.png'><tr><td background='//far.example/u.png'>1</table>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={HARM}&gt;'>",
    f"<noscript><p title='</noscript><img src=x onerror={HARM}>'></noscript>",
    f"<template><script>{HARM}</script></template><details open ontoggle='{HARM}'>x</details>",
    "<img name=querySelectorAll src=x><form name=body></form><a id=Plotly></a>",
    "<div class='sinorus-view'><div class='static'></div></div><div class='plotly-chart'></div>",
    "<!--sinorus-scripts--><!--sinorus-policy-->",
    "<input autofocus onfocus='window.harmed=1'><select><option>x",
    f"<script type=module>{HARM}</script><script type=speculationrules>{{}}</script>",
)  # fmt: skip
OPEN = ("<!--", "<textarea>", "<style>", "<script>", "<title>", "<plaintext>", "<xmp>", "<select>", "<template>", "<svg>",
        "<a href='x", "<p title=\"", "</main></body></html>", "<table><tr>", "<noscript>", "<iframe>", "<b>" * 200, "<div>" * 400)  # fmt: skip


def cell(data: Any, source: str = "x") -> NotebookNode:
    return nbf.new_code_cell(source, outputs=[nbf.new_output("display_data", data=data)])


def notebook(*cells: NotebookNode, language: str = "en") -> NotebookNode:
    return nbf.new_notebook(cells=list(cells), metadata={"language": language})


def export(nb: NotebookNode) -> str:
    page, _ = SinorusExporter().from_notebook_node(nb, {"metadata": {"name": "bad"}})
    return page


def export_text(text: str) -> str:
    page, _ = SinorusExporter().from_file(io.StringIO(text), {"metadata": {"name": "bad"}})
    return page


@pytest.fixture
def show(tmp_path: Path, visit: Open) -> Callable[..., Visit]:
    """Export a notebook, and open the page."""

    def open_page(*cells: NotebookNode, **more: Any) -> Visit:
        path = tmp_path / "notebook.html"
        path.write_text(export(notebook(*cells, **more)), encoding="utf-8")
        return visit(path)

    return open_page


GOOD = nbformat.writes(notebook(nbf.new_markdown_cell("# T"), cell({"text/plain": "x"})))
NO_NOTEBOOKS = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "null": "null",
    "a number": "3",
    "an empty object": "{}",
    "deep": "[" * 100_000,
    "deep within": GOOD.replace('"x"', "[" * 700 + "]" * 700),
    "digits": GOOD.replace('"nbformat": 4', f'"nbformat": {"9" * 5_000}'),
    "another version": GOOD.replace('"nbformat": 4', '"nbformat": 99'),
    "an old version": '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": 3}',
    "a version that is a word": GOOD.replace('"nbformat": 4', '"nbformat": "x"'),
    "a version that is a list": GOOD.replace('"nbformat": 4', '"nbformat": [4]'),
    "cells that are a number": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
    "cells that are words": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ["a"]}',
    "metadata that are a list": GOOD.replace('"language": "en"', "").replace(
        '"metadata": {\n  \n }', '"metadata": []'
    ),
}


@pytest.mark.parametrize("text", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_what_is_no_notebook_is_refused_in_one_sentence_that_names_it(text: str) -> None:
    with pytest.raises(ExportError, match=r"^bad\.ipynb: expected a notebook") as told:
        export_text(text)
    assert isinstance(told.value, SinorusError)
    assert isinstance(told.value, ConversionException)
    assert len(str(told.value)) < 400
    assert "\n" not in str(told.value)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where the parts of a notebook stand."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inner for place in places(part, (*path, name)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    made = copy.copy(value)
    made[path[0]] = changed(value[path[0]], path[1:], new)
    return made


WHOLE = json.loads(
    nbformat.writes(
        nbf.new_notebook(
            metadata={
                "language": "fr", "language_info": {"name": "python", "pygments_lexer": "ipython3"},
                "kernelspec": {"name": "python3", "display_name": "Python"},
                "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"m": {"model_name": "X"}}}},
            },
            cells=[
                nbf.new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": {"image/png": PIXEL}}),
                nbf.new_raw_cell("raw"),
                nbf.new_code_cell("print(1)", metadata={"tags": ["parameters"], "transient": {"remove_source": False}}, outputs=[
                    nbf.new_output("stream", name="stdout", text="one"),
                    nbf.new_output("error", ename="E", evalue="no", traceback=["E: no"]),
                    nbf.new_output("display_data", data={"text/html": "<b>x</b>", PLOTLY_MIME: FIGURE}),
                    nbf.new_output("display_data", data={VIEW_MIME: {"packed": "", "decisions": []}}),
                    nbf.new_output("execute_result", data={"image/png": PIXEL}, metadata={"image/png": {"alt": "a"}}),
                    nbf.new_output("display_data", data={"image/svg+xml": "<svg/>", "text/latex": "$x$"}),
                ]),
            ],
        )
    )
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None,
    True,
    3,
    -1.5,
    "\ud800</script><script>",
    [],
    {},
    [3],
    [[]],
    {"a": [1]},
    {"data": 1, "layout": []},
)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_stands_where_it_is_shown_or_refused(odd: Any) -> None:
    shown = 0
    for place in places(WHOLE):
        try:
            page = export_text(json.dumps(changed(WHOLE, place, odd)))
        except ExportError as error:
            assert str(error).startswith("bad.ipynb: ")  # noqa: PT017 - either is right
            assert len(str(error)) < 400  # noqa: PT017
        else:
            shown += 1
            page.encode("utf-8")
            assert not re.search(r"<script>(?!/\*)", page.partition("<main>")[2].partition("</main>")[0])
    assert shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(places(WHOLE)), JSON)
def test_any_value_anywhere_is_shown_or_refused(place: tuple[Any, ...], value: Any) -> None:
    try:
        export_text(json.dumps(changed(WHOLE, place, value))).encode("utf-8")
    except ExportError as error:
        assert str(error).startswith("bad.ipynb: ")  # noqa: PT017 - either is right


def test_a_notebook_that_is_too_long_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinorus_lib.views.export._LONGEST", len(GOOD) - 1)
    with pytest.raises(ExportError, match=r"x\.ipynb: expected a notebook of at most"):
        read_notebook(io.StringIO(GOOD), "x.ipynb")


def convert(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbconvert", "--to", "sinorus", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\0", GOOD.replace('"x"', "3").encode()])
def test_the_command_fails_with_the_sentence_and_writes_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.ipynb").write_bytes(content)
    done = convert(tmp_path / "odd.ipynb")
    assert done.returncode == 1
    assert re.search(r"ExportError: odd\.ipynb: expected a notebook", done.stderr.strip().splitlines()[-1])
    assert [path.name for path in tmp_path.iterdir()] == ["odd.ipynb"]


def test_the_command_shows_what_is_hostile_but_a_notebook(tmp_path: Path) -> None:
    nbformat.write(notebook(*(cell({"text/html": markup}) for markup in MARKUP)), tmp_path / "odd.ipynb")
    assert convert(tmp_path / "odd.ipynb").returncode == 0
    page = (tmp_path / "odd.html").read_text(encoding="utf-8")
    assert "far.example" not in page


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\0", b"[" * 5_000, GOOD.replace('"x"', "3").encode()])
def test_the_workbook_refuses_in_one_sentence_and_executes_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.ipynb").write_bytes(content)
    with pytest.raises(SinorusError, match=r"^odd\.ipynb: expected a notebook"):
        list(render_workbook(tmp_path, SAMPLE, tmp_path / "out"))
    assert not list((tmp_path / "out").glob("*.html"))


def test_a_workbook_runs_python_whatever_kernel_a_notebook_asks_for(tmp_path: Path) -> None:
    nb = notebook(nbf.new_code_cell("print('ran ' + 'here')"))
    nb.metadata["kernelspec"] = {"name": "../../evil", "display_name": "x", "language": "bash"}
    nbformat.write(nb, tmp_path / "odd.ipynb")
    (found,) = render_workbook(tmp_path, SAMPLE, tmp_path / "out")
    assert "ran here" in found.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_loses_what_acts(markup: str) -> None:
    soup = BeautifulSoup(harmless(markup), "html.parser")
    assert not soup.select(
        "script, iframe, meta, base, link, form, button, input, object, embed, video, audio, template"
    )
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in {"name", "srcset", "background"}]
        assert re.match(r"https?:|[\w.#]|$", str(tag.get("href", "")))
        assert str(tag.get("src", "data:image/")).startswith("data:image/")
    assert "far.example" not in str(soup)
    assert harmless(harmless(markup)) == harmless(markup)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from([*MARKUP, *OPEN, "<", ">", "'", '"', "<p>", "</p>", "x", "<svg>", "</svg>", "<style>"])
        | st.text(max_size=5),
        max_size=8,
    )
)
def test_no_mixture_of_markup_acts(parts: list[str]) -> None:
    soup = BeautifulSoup(harmless("".join(parts)), "html.parser")
    assert not soup.select(
        "script, iframe, meta, base, link, form, button, input, object, embed, [onerror], [onload]"
    )


@pytest.mark.parametrize("markup", [
    "<table border='1' class='dataframe'><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>",
    "<style>#T_1 td {color: red}</style><table id=\"T_1\"><tbody><tr><td style=\"color:red\">1</td></tr></tbody></table>",
    f'<img src="data:image/png;base64,{PIXEL}" alt="é">', '<p lang="fr">L’été &lt;b&gt; &amp; « x »</p>',
    '<details class="folded"><summary>s</summary><meter value="0.5"></meter></details>',
    '<svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label="x"><rect x="1" y="2" fill="#fff"></rect></svg>',
])  # fmt: skip
def test_markup_that_only_shows_stays(markup: str) -> None:
    before, after = (BeautifulSoup(one, "html.parser") for one in (markup, harmless(markup)))
    assert [(tag.name, tag.attrs) for tag in before.find_all(True)] == [
        (tag.name, tag.attrs) for tag in after.find_all(True)
    ]
    assert before.get_text() == after.get_text()


def test_links_to_the_web_and_to_other_pages_stay() -> None:
    for href in ("https://x.example/a?b=c#d", "01_compare.html", "#top", "../a/b.html#c:d", "mailto:ana@x.example"):
        assert f'href="{href}"' in harmless(f'<a href="{href}">x</a>')


@pytest.mark.parametrize("markup", [
    "<div>" * 300_000, "<b>" * 300_000, "<p>" + "".join(f"<b id={n}>" for n in range(5_000)) + "</p>" + "<p>x</p>" * 5_000,
    "<table>" * 100_000, "<div><object></div></object>" * 30_000, "<a href=x>" * 100_000, "<" * 500_000, "<!--" * 300_000,
    "<p " + " ".join(f"a{n}=1" for n in range(10_000)) + ">",
], ids=lambda markup: markup[:12])  # fmt: skip
def test_markup_takes_neither_long_nor_much(markup: str) -> None:
    start = perf_counter()
    assert len(harmless(markup)) < 12 * len(markup)
    assert perf_counter() - start < 15


def test_the_repeated_beginning_of_an_environment_takes_no_time() -> None:
    start = perf_counter()
    assert "begin" in export(notebook(nbf.new_markdown_cell("\\begin{a}" * 20_000)))
    assert perf_counter() - start < 15


@pytest.mark.browser
def test_no_output_does_harm_and_the_page_works(comparison: Comparison, show: Callable[..., Visit]) -> None:
    view = {VIEW_MIME: packed_view(pack(view_model(comparison)), []), "text/html": "<p>static</p>"}
    seen = show(
        *(cell({"text/html": markup}) for markup in MARKUP),
        *(nbf.new_markdown_cell(f"{markup}\n\n{{{{7*7}}}} {{% raw %}} ![p](../../etc/passwd) [j](javascript:{HARM})") for markup in MARKUP),
        cell({"text/markdown": "\n\n".join(MARKUP)}),
        cell({"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='{HARM}'><script>{HARM}</script></svg>"}),
        cell({"application/javascript": HARM}), cell({"text/latex": f"<script>{HARM}</script>"}),
        cell({"application/vnd.jupyter.widget-view+json": {"model_id": f"<script>{HARM}</script>"}}),
        cell({"text/plain": f"\x1b[31m<script>{HARM}</script>"}), cell({"image/png": f'"><script>{HARM}</script>'}),
        cell({PLOTLY_MIME: {"data": 3, "layout": []}, "text/html": "<p>figure</p>"}), cell({PLOTLY_MIME: ["x"]}),
        cell({PLOTLY_MIME: {**FIGURE, "layout": {"title": {"text": f"<!--<script></script><img src=x onerror={HARM}>"}}}}),
        cell(view), nbf.new_markdown_cell("# The end"),
    )  # fmt: skip
    page = seen.page
    page.locator(".inspector").wait_for()
    page.locator(".plotly-chart .main-svg").first.wait_for()
    for trap in page.locator(".trap").all():
        trap.click(force=True)
    page.wait_for_timeout(1_000)
    assert page.url.startswith("file:")
    assert page.url.partition("#")[0].endswith("/notebook.html")
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)
    assert page.evaluate("window.harmed") is None
    assert page.get_by_role("heading", name="The end").is_visible()
    assert page.get_by_text("{{7*7}}").first.is_visible()
    page.locator(".inspector [role=option]").nth(1).click()
    assert not page.locator(".damaged").count()


@pytest.mark.browser
@pytest.mark.parametrize("markup", OPEN)
def test_markup_that_is_left_open_swallows_nothing(show: Callable[..., Visit], markup: str) -> None:
    seen = show(
        cell({"text/html": markup}),
        nbf.new_markdown_cell(markup),
        nbf.new_markdown_cell("# The end"),
        cell({PLOTLY_MIME: FIGURE}),
    )
    assert seen.page.locator("main > section.prose > h1", has_text="The end").is_visible()
    seen.page.locator(".plotly-chart .main-svg").first.wait_for()
    assert (seen.requests, seen.errors) == ([], [])


def test_attachments_and_pictures_name_no_file_and_no_other_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret of another folder")
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    hostile = {
        "a.png": {f'text/html"><script>{HARM}</script>': "eA=="},
        "b.png": {"text/html": "eA=="},
        "c.png": {"image/png": PIXEL},
    }
    source = "\n\n".join(f"![x](attachment:{name})" for name in hostile) + "\n\n![x](../secret.png) ![x](/etc/passwd)"
    soup = BeautifulSoup(export(notebook(nbf.new_markdown_cell(source, attachments=hostile))), "html.parser")
    assert [image["src"] for image in soup.select("img[src]")] == [f"data:image/png;base64,{PIXEL}"]
    assert not soup.select("main script")
    assert "secret of" not in soup.get_text()


class Harm:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    packed = base64.b64encode(pickle.dumps(Harm(tmp_path / "harmed"))).decode()
    view = {"packed": packed, "decisions": [packed]}
    page = export(notebook(cell({"application/octet-stream": packed, "text/plain": packed, VIEW_MIME: view})))
    assert packed in page
    assert not (tmp_path / "harmed").exists()


def with_view(comparison: Comparison, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    model = json.loads(json.dumps(view_model(comparison)))
    change(model)
    return packed_view(pack(model), [])


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(model: dict[str, Any]) -> None:
        *way, last = path
        place: Any = model
        for part in way:
            place = place[part]
        place[last] = value

    return change


def whole_view(comparison: Comparison) -> bytes:
    return pack(view_model(comparison))


DAMAGED: dict[str, Callable[[Comparison], Any]] = {
    "a list": lambda _: [1],
    "a number": lambda _: 3,
    "nothing in it": lambda _: {},
    "no base64": lambda _: {"packed": "<>", "decisions": []},
    "no gzip": lambda _: {"packed": "eHh4eA==", "decisions": []},
    "no text": lambda _: {"packed": 3, "decisions": []},
    "cut off": lambda made: packed_view(whole_view(made)[:-40], []),
    "a wrong checksum": lambda made: packed_view(whole_view(made)[:-8] + b"\0" * 8, []),
    "no JSON": lambda _: packed_view(gzip.compress(b"{"), []),
    "another JSON": lambda _: packed_view(gzip.compress(b"[[]]"), []),
    "deep JSON": lambda _: packed_view(gzip.compress(b"[" * 1_000_000), []),
    "decisions that are no list": lambda made: {**packed_view(whole_view(made), []), "decisions": {"a": 1}},
    **{
        f"{'.'.join(map(str, path))} is {value!r}": lambda made, path=path, value=value: with_view(made, put(*path, value=value))  # type: ignore[misc]
        for path, value in [
            (("format",), FORMAT + 1), (("language",), "<script>"), (("language",), None), (("strings",), []),
            (("outlets",), 3), (("outlets", 0), {}), (("articles", 0, "text"), 3), (("articles", 0, "outlet"), 99),
            (("articles", 0, "notes"), "x"), (("claims", 0, 0), 99), (("claims", 0, 1), -5), (("claims", 0, 2), 10**9),
            (("claims", 0, 2), "9"), (("claims", 0, 1), 42), (("ids",), []), (("measures", 0, "null"), {"fr": [1]}),
            (("framing", 0, 0, 0), 99), (("cues", 0, 1), "x"), (("cues", 0), [0, 1]), (("pairs",), []),
            (("pairs", "a", 0), 99), (("pairs", "b", 0), None), (("pairs", "a"), [0]), (("pairs", "probability", 0), "1"),
            (("pairs", "matches", 0), [[0, "6", 1], []]), (("pairs", "contrasts", 0), [99, 0, 0, 0, 0, 0, 0]),
            (("pairs", "contrasts", 0), [0, 0, 0]), (("pairs", "steps", 0), [0, 0, 0] * 99), (("pairs", "relation", 0), {}),
            (("pairs", "reasons", 0), [[1, 2]]), (("pairs", "group", 0), 10**6), (("groups", 0), []), (("groups", 0, 0), 99),
            (("only", 0), [0, [99]]), (("charts",), 3), (("charts", "pairs", "figure"), {"data": {}, "layout": {}}),
            (("charts", "pairs", "figure", "data", 0, "customdata"), [{"pair": 10**6}]), (("features",), "x"),
        ]
    },
}  # fmt: skip


def test_the_page_knows_the_format_of_the_view() -> None:
    assert f"const VIEW_FORMAT = {FORMAT};" in asset("inspector/page.js")


@pytest.mark.browser
def test_a_view_that_is_damaged_is_said_in_one_sentence(comparison: Comparison, show: Callable[..., Visit]) -> None:
    cells = [
        cell({VIEW_MIME: damage(comparison), "text/html": "<p class=kept>static form</p>"})
        for damage in DAMAGED.values()
    ]
    whole = cell({VIEW_MIME: packed_view(whole_view(comparison), []), "text/html": "<p>static form</p>"})
    seen = show(*cells, whole)
    seen.page.locator(".sinorus-view").last.locator(".inspector").wait_for()
    seen.page.wait_for_timeout(500)
    views = seen.page.locator(".sinorus-view")
    outcome = views.evaluate_all("all => all.map(one => one.querySelectorAll('.damaged').length)")
    assert dict(zip([*DAMAGED, "whole"], outcome, strict=True)) == {**dict.fromkeys(DAMAGED, 1), "whole": 0}
    assert seen.page.locator(".kept:visible").count() == len(cells)
    assert seen.page.locator(".inspector").count() == 1
    assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentence_is_in_the_language_of_the_page(show: Callable[..., Visit], language: str) -> None:
    seen = show(cell({VIEW_MIME: {}, "text/html": "<p>static form</p>"}), language=language)
    seen.page.locator(".damaged").wait_for()
    assert UNREADABLE[language] in seen.page.locator(".damaged").inner_text()
    assert seen.page.get_by_text("static form").is_visible()


@pytest.mark.browser
def test_a_view_that_grows_without_end_is_not_unpacked(show: Callable[..., Visit], tmp_path: Path) -> None:
    packer, bomb = gzip.GzipFile(tmp_path / "bomb", "wb"), tmp_path / "bomb"
    with packer:
        for _ in range(1_024):
            packer.write(bytes(1 << 20))
    tracemalloc.start()
    cells = [
        cell({VIEW_MIME: packed_view(bomb.read_bytes(), []), "text/html": "<p>static form</p>"}),
        nbf.new_markdown_cell("# End"),
    ]
    export(notebook(*cells))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 << 20
    seen = show(*cells)
    seen.page.locator(".damaged").wait_for()
    assert seen.page.evaluate("performance.memory.usedJSHeapSize") < 700 << 20
    assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.browser
def test_text_of_a_view_stays_text(comparison: Comparison, show: Callable[..., Visit]) -> None:
    def change(model: dict[str, Any]) -> None:
        hostile = f"</script><script>{HARM}</script><img src=x onerror={HARM}>"
        for article in model["articles"]:
            article.update(title=hostile, url=f"javascript:{HARM}", notes=[hostile], date=hostile)
        model["outlets"] = [hostile + name for name in model["outlets"]]
        model["pairs"]["relation"][0] = hostile
        model["id"], model["strings"] = hostile, {"app": hostile, "card": 3, "relations": [hostile]}
        for measure in model["measures"]:
            measure.update(title=hostile, classes=[hostile for _ in measure["classes"]])

    seen = show(cell({VIEW_MIME: with_view(comparison, change)}))
    seen.page.locator(".inspector").wait_for()
    for tab in seen.page.get_by_role("tab").all():
        tab.click()
    for option in seen.page.locator(".inspector [role=option]").all()[:3]:
        option.click(force=True) if option.is_visible() else None
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)
    assert not seen.page.evaluate("Array.from(document.links).some(one => !/^(https?|file):/.test(one.href))")


LONG = "x" * 1_000
TAMPERED: list[Any] = [
    None, 3, "x", [], {}, {**RECORD, "coder": "../../x"}, {**RECORD, "coder": "CON"}, {**RECORD, "coder": LONG},
    {**RECORD, "coder": ""}, {**RECORD, "id": ["1"]}, {**RECORD, "id": LONG}, {**RECORD, "decision": "__proto__"},
    {**RECORD, "decision": "<img src=x onerror=window.harmed=1>"}, {**RECORD, "when": "9999-01-01T00:00:00Z"},
    {**RECORD, "when": "tomorrow"}, {**RECORD, "when": 3}, {**RECORD, "claim_b": RECORD["claim_a"]},
    {**RECORD, "note": "x" * 10_001}, {"__proto__": RECORD},
]  # fmt: skip


def records_here(comparison: Comparison, records: list[Any]) -> list[Any]:
    """Return records on the first pair of a comparison."""
    a, b = comparison.pairs.loc[0, ["claim_a", "claim_b"]]
    own = {"claim_a": str(a), "claim_b": str(b)}
    return [
        {
            **one,
            "claim_b": own["claim_a"] if one.get("claim_b") == one.get("claim_a") else own["claim_b"],
            "claim_a": own["claim_a"],
        }
        if isinstance(one, dict) and "id" in one
        else one
        for one in records
    ]


@pytest.fixture
def plain(comparison: Comparison, tmp_path: Path) -> Path:
    return write_page(comparison, tmp_path / "comparison.html", charts=False)


def kept_records(seen: Visit) -> list[dict[str, Any]]:
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name="Download decisions (JSONL)").click()
    return [json.loads(line) for line in Path(found.value.path()).read_text(encoding="utf-8").splitlines()]


@pytest.mark.browser
def test_storage_that_somebody_tampered_with_is_read_for_what_is_good(
    comparison: Comparison, plain: Path, visit: Open
) -> None:
    seen = visit(plain)
    good = {**RECORD, "id": "good", "note": "<img src=x onerror=window.harmed=1>"}
    kept = records_here(comparison, [*TAMPERED, good])
    name = f"sinorus-decisions-{view_model(comparison)['id']}"
    seen.page.evaluate(
        "([name, kept]) => { localStorage.setItem(name, kept); localStorage.setItem('sinorus-coder', '../../x'); }",
        [name, json.dumps(kept)],
    )
    seen.page.reload()
    seen.page.locator(".inspector .decide").wait_for()
    seen.page.locator(".inspector .files summary").click()
    assert [one["id"] for one in kept_records(seen)] == ["good"]
    seen.page.locator(".inspector .decision.same").click()
    assert seen.page.locator(".inspector [name=coder]").is_visible()
    assert seen.page.locator(".inspector [name=coder]").input_value() == ""
    for junk in ("{", "3", "null", '{"length": 3}', "[" * 100_000):
        seen.page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [name, junk])
        seen.page.reload()
        seen.page.locator(".inspector .decide").wait_for()
    seen.page.fill(".inspector [name=note]", "n")
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)


@pytest.mark.browser
def test_a_file_that_somebody_tampered_with_is_read_for_what_is_good(
    comparison: Comparison, plain: Path, visit: Open, tmp_path: Path
) -> None:
    seen = visit(plain)
    good = [{**RECORD, "id": f"good {n}", "coder": f"ana{n}"} for n in range(3_000)]
    lines = [json.dumps(one).encode() for one in records_here(comparison, [*TAMPERED, *good])]
    given = tmp_path / "given.jsonl"
    junk = [b"\0" * 50, b"\xff\xfe", b"[" * 100_000, lines[-1][:50], b'{"note": "' + b"x" * (40 << 20)]
    given.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([*lines, *junk, lines[-1]]))
    start = perf_counter()
    seen.page.set_input_files(".inspector .files [type=file]", given)
    seen.page.get_by_text("3000 decisions added.").or_(seen.page.get_by_text("3,000 decisions added.")).wait_for()
    print(f"3,000 decisions and 40 MB of junk loaded in {perf_counter() - start:.1f} s")
    said = seen.page.locator(".inspector .decision-status").inner_text()
    assert "1 was here already." in said
    assert f"{len(TAMPERED) + len(junk)} lines could not be read." in said
    seen.page.locator(".inspector .files summary").click()
    assert len(kept_records(seen)) == 3_000
    seen.page.reload()
    seen.page.locator(".inspector .decide").wait_for()
    assert (seen.requests, seen.errors, seen.harmed()) == ([], [], False)


def test_the_notebooks_lose_nothing_that_they_show() -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        outputs = [one for each in nbformat.read(path, as_version=4).cells for one in each.get("outputs", [])]
        for markup in (one["data"]["text/html"] for one in outputs if "text/html" in one.get("data", {})):
            before, after = (BeautifulSoup(one, "html.parser") for one in (markup, harmless(markup)))
            assert before.get_text() == after.get_text()
            assert len(before.select("[class], img[src], svg, rect")) == len(
                after.select("[class], img[src], svg, rect")
            )
