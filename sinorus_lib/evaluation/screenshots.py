"""Four small pictures of the inspector on the sample: ``python -m sinorus_lib.evaluation.screenshots``."""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import Any

from sinorus_lib.comparison import compare
from sinorus_lib.coverage import read_coverage
from sinorus_lib.evaluation.views import browser

_WIDTH = 960  # of the pictures; they are taken half as large again
_COLOURS = 192
_HEIGHT = 1_000
# Nothing scrolls in a picture.
_WHOLE = ".inspector .panes, .inspector .detail { height: auto !important; max-height: none !important; }"
# name, colour scheme, what is clicked before the picture is taken, and of what it is taken
SHOTS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("pairs", "light", ("[aria-posinset='3']",), ".panes"),
    ("why", "dark", ("[aria-posinset='9']", ".why > summary"), ".why"),
    ("charts", "light", ("[aria-posinset='3']", "[role=tab] >> nth=3"), ".panel.charts"),
    ("only_here", "light", ("[role=tab] >> nth=1", ".panel.only summary >> nth=3"), ".panel.only"),
)


def take(page: Path, scheme: str, clicks: tuple[str, ...], target: str, chromium: Any) -> bytes:
    """Return a picture of a part of the inspector of a page, as PNG, after some clicks."""
    context = chromium.new_context(viewport={"width": 1440, "height": _HEIGHT}, color_scheme=scheme, offline=True)
    window = context.new_page()
    window.goto(page.as_uri())
    inspector = window.locator(".inspector")
    window.add_style_tag(content=_WHOLE)
    for place in clicks:
        inspector.locator(place).click()
        window.wait_for_timeout(1_500)  # charts take a moment
    picture: bytes = inspector.locator(target).screenshot()
    context.close()
    return picture


def small(picture: bytes) -> bytes:
    """Return a picture in fewer pixels and colours."""
    from PIL import Image

    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    whole = whole.crop((0, 0, whole.width, min(whole.height, _HEIGHT)))
    scaled = whole.resize((_WIDTH, round(whole.height * _WIDTH / whole.width)), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    scaled.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    """Compare the sample, and write the pictures."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.screenshots")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--to", type=Path, default=Path("notebooks/screenshots"))
    chosen = parser.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    comparison = compare(read_coverage(chosen.data / "coverage"), progress=False)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        page = comparison.to_html(Path(folder) / "page.html")
        for name, scheme, clicks, target in SHOTS:
            (chosen.to / f"{name}.png").write_bytes(small(take(page, scheme, clicks, target, chromium)))


if __name__ == "__main__":
    main()
