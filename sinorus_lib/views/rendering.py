"""Templates, the style sheet and the scripts of the views, and the policy that lets only them run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jinja2
import pandas as pd
from markupsafe import Markup

_HOME = files("sinorus_lib.views")
# The parts of the inspector's module, in the order in which they build on each other.
_INSPECTOR = (
    "dom", "strings", "model", "filters", "list", "pair", "why", "only", "groups", "charts", "decisions", "app",
    "host",
)  # fmt: skip


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("sinorus_lib.views", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def render(template: str, **values: Any) -> Markup:
    """Return a template filled in; every value is escaped unless it is markup already."""
    filled = _environment().get_template(f"{template}.html.j2").render(**values)
    return Markup(filled)  # noqa: S704 - rendered with autoescape on


@cache
def asset(name: str) -> str:
    """Return a file of ``views/assets`` as text."""
    return (_HOME / "assets" / name).read_text(encoding="utf-8").strip()


def inspector_script(host: str) -> str:
    """Return the inspector, one JavaScript module, with the host it runs in.

    Args:
        host: ``widget`` for a live notebook, ``page`` for an exported one.
    """
    return "\n".join(asset(f"inspector/{part}.js") for part in (*_INSPECTOR, host))


def inspector_style() -> str:
    """Return the style sheet of the inspector."""
    return "\n".join(asset(name) for name in ("sinorus.css", "inspector.css", "inspector_panels.css"))


@cache
def plotly_source() -> str:
    """Return plotly.js, which comes with the Python package."""
    from plotly.offline import get_plotlyjs

    source: str = get_plotlyjs()
    return source.strip()


def fragment(body: str, language: str) -> str:
    """Return markup with its style sheet, as a notebook output needs it."""
    return str(render("fragment", body=Markup(body), language=language, style=Markup(asset("sinorus.css"))))  # noqa: S704 - our own files and rendered markup


def content_hash(text: str) -> str:
    """Return the source expression by which a content security policy knows an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def security_policy(scripts: Sequence[str], styles: Sequence[str] | None) -> str:
    """Return a policy that forbids every request and lets only the given scripts run.

    Args:
        scripts: the inline scripts of the page, exactly as written between their tags.
        styles: the inline style sheets, exactly as written; ``None`` allows any inline style.
    """
    script = " ".join(map(content_hash, scripts)) or "'none'"
    style = "'unsafe-inline'" if styles is None else " ".join(map(content_hash, styles)) or "'none'"
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def web_address(url: object) -> str | None:
    """Return an address if it may be linked to, that is if it is http or https with a host."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def text_or(value: object, otherwise: str) -> str:
    """Return a cell as text, or another text if it is empty."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]  # a scalar cell
        return otherwise
    return str(value).strip() or otherwise
