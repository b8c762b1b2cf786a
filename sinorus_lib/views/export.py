"""An nbconvert exporter that writes a notebook as one HTML file that makes no request.

What a notebook holds may come from anyone. One that is none is refused. Markup of outputs and Markdown is parsed
twice: by libxml2, which bounds its depth and closes what is open, and by Ammonia, which keeps only what shows
something. A content security policy stands behind both.
"""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, TextIO

import lxml.html
import nbformat
import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape
from nbconvert import HTMLExporter
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode, reader
from nbformat.v4.rwbase import rejoin_lines
from nbformat.validator import normalize
from traitlets import default
from traitlets.config import Config

from sinorus_lib.adjudication.records import whole_text
from sinorus_lib.errors import SinorusError
from sinorus_lib.settings import INTERFACES
from sinorus_lib.views.charts import PLOTLY_MIME
from sinorus_lib.views.inspector import VIEW_MIME, view_markup
from sinorus_lib.views.rendering import asset, inspector_script, plotly_source, security_policy, web_address
from sinorus_lib.views.strings import load_strings

_POLICY, _SCRIPTS = "<!--sinorus-policy-->", "<!--sinorus-scripts-->"
_CHART, _VIEW = 'class="plotly-chart"', 'class="sinorus-view"'
# The richest form that needs no server comes first; a widget is shown by its static form.
_PRIORITY = [
    VIEW_MIME,
    PLOTLY_MIME,
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/latex",
    "text/plain",
]
_LONGEST = 100_000_000  # characters of a notebook
_MEND = "Open it in JupyterLab and save it again"
_TAGS = (nh3.ALLOWED_TAGS - {"area", "map"}) | {
    "section", "main", "tfoot", "meter", "progress", "style",
    "svg", "g", "rect", "line", "path", "circle", "ellipse", "polyline", "polygon", "text",
}  # fmt: skip
_DROPPED = {"script", "template", "iframe", "frameset", "noframes", "noembed", "object", "textarea", "select"}
_ATTRIBUTES = {
    "*": {
        "class", "id", "lang", "dir", "title", "role", "style", "tabindex", "cite", "datetime", "colspan", "rowspan",
        "scope", "span", "headers", "align", "halign", "valign", "border", "width", "height", "value", "min", "max",
        "low", "high", "optimum", "start", "reversed", "open", "alt", "src", "href", "target", "type",
        "fill", "stroke", "stroke-width", "opacity", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx",
        "ry", "points", "transform", "viewBox", "preserveAspectRatio", "text-anchor", "font-size",
    }
}  # fmt: skip
_PICTURES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+=*\s*")
_RESERVED = {"sinorus-view", "plotly-chart"}  # the classes by which the scripts of the page find their data
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
# Beside the page or within it, or a letter.
_NEARBY = re.compile(r"(?![/\\])[^:\\#\x00-\x20]*(?:#[^\x00-\x20]*)?\Z|mailto:", re.IGNORECASE)
_PAGE_ENDS = re.compile(r"</(?:body|html)\s*>|\x00", re.IGNORECASE)  # after which nothing would be read
_FETCHES = re.compile(r"@import|url\s*\(|image-set|src\s*\(|[\\<]", re.IGNORECASE)  # or hides that it does
_MOST_ENVIRONMENTS = 500  # of LaTeX in one cell; each is searched for to the end


class ExportError(SinorusError, ConversionException):
    """A notebook could not be exported; the message names it."""


def read_notebook(stream: TextIO, name: str) -> NotebookNode:
    """Read a notebook, of any version of the format, as one of version 4 that keeps to the format.

    Args:
        stream: its JSON.
        name: what it is called in messages.

    Raises:
        ExportError: if it is none, or too long to hold.
    """
    try:
        text = stream.read(_LONGEST + 1)
        if len(text) <= _LONGEST:
            written = whole_text(json.dumps(json.loads(text), ensure_ascii=False))
            return _checked(nbformat.convert(reader.reads(written), 4), name)
    except ExportError:
        raise
    except Exception as error:
        raise ExportError(f"{name}: expected a notebook, could not read it ({_brief(error)}). {_MEND}.") from error
    raise ExportError(f"{name}: expected a notebook of at most {_LONGEST:,} characters. Clear its outputs.")


def _checked(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return a copy of a notebook that keeps to the format, its texts in one piece."""
    try:
        _, copied = normalize(notebook, relax_add_props=True)
        nbformat.validate(copied, relax_add_props=True)
        rejoined: NotebookNode = rejoin_lines(copied)
    except nbformat.ValidationError as error:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.relative_path)
        what = f"{place.lstrip('.') or 'what it holds'} is not as the format has it"
        raise ExportError(f"{name}: expected a notebook, but {what}. {_MEND}.") from error
    except Exception as error:
        raise ExportError(f"{name}: expected a notebook, could not read it ({_brief(error)}). {_MEND}.") from error
    return rejoined


def _brief(error: Exception) -> str:
    return f"{type(error).__name__}: {reprlib.repr(str(error))}"


def harmless(markup: str) -> str:
    """Return HTML that shows what the given one shows, and does nothing: it runs no script and asks for nothing.

    Pictures stay if they are in the markup itself, links if they lead to the web or lie beside the page. Markup that
    is nested more deeply than any page needs becomes text.
    """
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
    whole = _PAGE_ENDS.sub("", whole_text(markup))
    body = lxml.html.document_fromstring(f"<body>{whole}", parser=parser).find("body")
    if parser.error_log.filter_from_fatals():
        return f"<pre>{escape(markup)}</pre>"
    for style in body.iter("style"):
        style.text = "" if _FETCHES.search(style.text or "") else style.text
    inside = [lxml.html.tostring(child, encoding="unicode") for child in body]
    return nh3.clean(
        str(escape(body.text or "")) + "".join(inside),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_harmless_attribute,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes={"http", "https", "mailto", "data"},
    )


def _harmless_attribute(_tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, or nothing if it must go."""
    match name:
        case "class":
            return " ".join(one for one in value.split() if one not in _RESERVED)
        case "src":
            return value if _PICTURE.match(value) else None
        case "href":
            return value if _NEARBY.match(value) or web_address(value) else None
        case "style" | "fill" | "stroke":
            return None if _FETCHES.search(value) else value
    return value


class SinorusExporter(HTMLExporter):
    """Writes a notebook with all its outputs as one file that works offline.

    Widgets are shown by their static form, pair lists can be filtered, plotly charts are interactive
    where scripts run and static elsewhere. A content security policy forbids every request.
    """

    export_from_notebook = "sinorus (offline HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "sinorus"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(files("sinorus_lib.views") / "templates")]

    @property
    def default_config(self) -> Config:
        """The order in which forms of an output are preferred."""
        config = Config(super().default_config)
        config.merge(Config({"NbConvertBase": {"display_data_priority": _PRIORITY}}))
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """The filters of the template: Markdown becomes markup that is harmless, JSON ends no script."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown2html", self.markdown2html
        yield "escape_html_script", lambda text: text.replace("<", "\\u003c")

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML that is harmless."""
        if source.count("\\begin{") > _MOST_ENVIRONMENTS:
            return f"<pre>{escape(source)}</pre>"
        return harmless(super().markdown2html(context, source))

    def from_file(  # type: ignore[override]  # as from_notebook_node
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the notebook of a file as HTML, and nbconvert's resources.

        Raises:
            ExportError: if it is no notebook, or cannot be shown.
        """
        return self.from_notebook_node(read_notebook(file_stream, _name(resources)), resources, **kw)

    def from_notebook_node(  # type: ignore[override]  # as HTMLExporter has it: text, not a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the notebook as HTML, and nbconvert's resources.

        The notebook's metadata may say in which language it is written: ``"language": "fr"``.

        Raises:
            ExportError: if it is no notebook, or cannot be shown.
        """
        name = _name(resources)
        notebook = _checked(nb, name)
        language = notebook.metadata.get("language", "en")
        sheets = ("sinorus.css", "notebook.css", "highlight.css", "inspector.css", "inspector_panels.css")
        style = "\n".join(map(asset, sheets))
        strings = load_strings(language if language in INTERFACES else "en")
        resources = {**(resources or {}), "sinorus": {"t": strings, "style": style, "view": _view}}
        try:
            page, resources = super().from_notebook_node(_tamed(notebook), resources, **kw)
        except Exception as error:  # the template and its filters raise whatever a tampered notebook makes them
            raise ExportError(f"{name}: could not be shown ({_brief(error)}). {_MEND}.") from error
        return whole_text(_with_scripts(page)), resources


def _name(resources: Mapping[str, Any] | None) -> str:
    metadata = (resources or {}).get("metadata") or {}
    return f"{metadata.get('name') or 'notebook'}.ipynb"


def _tamed(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook of which every output is harmless; it is changed, and given back."""
    notebook.metadata.pop("widgets", None)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if "text/html" in data:
            data["text/html"] = harmless(data["text/html"])
        for kind in {PLOTLY_MIME, *_PICTURES} & data.keys():
            if not (_is_figure(data[kind]) if kind == PLOTLY_MIME else _BASE64.fullmatch(data[kind])):
                del data[kind]
    return notebook


def _is_figure(figure: object) -> bool:
    """Tell whether a figure of plotly has the parts that drawing it needs."""
    if not isinstance(figure, dict):
        return False
    traces, layout = figure.get("data"), figure.get("layout")
    return isinstance(traces, list) and all(isinstance(trace, dict) for trace in traces) and isinstance(layout, dict)


def _with_scripts(page: str) -> str:
    """Return the page with the scripts that it needs and the policy that lets only them run."""
    scripts = [asset("cards.js")]
    if _CHART in page or _VIEW in page:
        scripts = [plotly_source(), asset("charts.js"), *scripts]
    modules = [inspector_script("page")] if _VIEW in page else []
    policy = security_policy([*scripts, *modules], None)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    tags = "\n".join(
        [f"<script>{script}</script>" for script in scripts]
        + [f'<script type="module">{module}</script>' for module in modules]
    )
    before, _, after = page.replace(_POLICY, meta, 1).rpartition(_SCRIPTS)
    return before + tags + after


def _view(output: dict[str, Any]) -> str:
    """Return an inspector as the page shows it, from its view and its static form."""
    return str(view_markup(output[VIEW_MIME], output.get("text/html", "")))
