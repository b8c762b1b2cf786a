"""The inspector: read pairs side by side, see why, decide; in a live notebook and in an exported page alike."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from sinorus_lib.views.rendering import render

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison
    from sinorus_lib.views.widget import Inspector

VIEW_MIME = "application/vnd.sinorus.view+json"


def inspector(
    comparison: Comparison,
    *,
    coder: str = "",
    annotations: str | Path | None = None,
    interface: str | None = None,
) -> Inspector:
    """Return the inspector of a comparison, a widget with a static form for pages without a kernel.

    Args:
        comparison: what is inspected; it is not changed.
        coder: name or initials of who decides; the inspector asks for them if empty.
        annotations: the folder that keeps decisions, a file a coder; they last as long as the widget if not given.
        interface: language of the labels; that of the comparison's settings if not given.

    Raises:
        SinorusError: if the name of the coder cannot name a file.
    """
    from sinorus_lib.views.widget import Inspector

    return Inspector(comparison, coder=coder, annotations=annotations, interface=interface)


def view_markup(packed: bytes, static: str) -> Markup:
    """Return a packed view model with its static form, as the script of an exported page finds it.

    Args:
        packed: a view model, from :func:`sinorus_lib.views.view_model.pack`.
        static: markup that is shown until the script has run, and where none runs.
    """
    written = base64.b64encode(packed).decode("ascii")
    return render("view", packed=written, static=Markup(static))  # noqa: S704 - rendered with autoescape on
