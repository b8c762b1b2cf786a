"""An nbconvert exporter that writes a notebook as one HTML file that makes no request."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from sinorus_lib.settings import INTERFACES
from sinorus_lib.views.charts import PLOTLY_MIME
from sinorus_lib.views.inspector import VIEW_MIME, view_markup
from sinorus_lib.views.rendering import asset, inspector_script, plotly_source, security_policy
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

    def from_notebook_node(  # type: ignore[override]  # as HTMLExporter has it: text, not a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the notebook as HTML, and nbconvert's resources.

        The notebook's metadata may say in which language it is written: ``"language": "fr"``.
        """
        language = nb.metadata.get("language", "en")
        sheets = ("notebook.css", "highlight.css", "inspector.css", "inspector_panels.css")
        style = "\n".join(map(asset, sheets))
        strings = load_strings(language if language in INTERFACES else "en")
        resources = {**(resources or {}), "sinorus": {"t": strings, "style": style, "view": _view}}
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return _with_scripts(page), resources


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
    return page.replace(_POLICY, meta, 1).replace(_SCRIPTS, tags, 1)


def _view(output: dict[str, Any]) -> str:
    """Return an inspector as the page shows it, from its view and its static form."""
    return str(view_markup(output[VIEW_MIME], output.get("text/html", "")))
