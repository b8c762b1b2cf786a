"""The inspector: read pairs side by side, see why, decide; in a live notebook and in an exported page alike."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def packed_view(view: bytes, decisions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what an exported inspector is made of, ready for JSON.

    Args:
        view: a view model, from :func:`sinorus_lib.views.view_model.pack`.
        decisions: the records of what was decided on its pairs.
    """
    return {"packed": base64.b64encode(view).decode("ascii"), "decisions": list(decisions)}


def view_markup(view: object, static: str) -> Markup:
    """Return an exported inspector with its static form, as the script of the page finds it.

    Args:
        view: from :func:`packed_view`; the script says so if it is anything else.
        static: markup that is shown until the script has run, and where none runs.
    """
    return render("view", view=view, static=Markup(static))  # noqa: S704 - rendered with autoescape on
