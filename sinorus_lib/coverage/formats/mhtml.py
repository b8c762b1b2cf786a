"""A web page saved as a single file (MHTML): what Chromium calls *Webpage, Single File*.

Shape: RFC 2557 (1999): a message of several parts, of which one is the page and the others its pictures and styles.
Chromium writes the address into ``Snapshot-Content-Location``, older browsers into the ``Content-Location`` of the
part.
"""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.web_page import SUPPLIES, PageError, article_on
from sinorus_lib.coverage.records import Record

LARGEST = 64 * 1024**2  # bytes, pictures included
_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 2_000


def read_mhtml(path: Path, reading: Reading) -> list[Record]:
    """Read a page saved as a single file: one article; nothing is fetched."""
    try:
        page, address = _page_in(path)
        content = page.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        facts = article_on(raw, charset=page.get_content_charset() or "", address=address).facts
    except PageError as error:
        reading.objections.add(path.name, str(error))
        return []
    return [Record(path.name, path, facts)]


def _page_in(path: Path) -> tuple[Message, str]:
    """Return the part that is the page, and its address.

    Raises:
        PageError: if there is none.
    """
    if path.stat().st_size > LARGEST:
        raise PageError(f"expected a saved page of at most {LARGEST // 1024**2} MB; it was left out. Save it as HTML")
    with path.open("rb") as stream:
        try:
            message = email.message_from_binary_file(stream, policy=email.policy.compat32)
            parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]
        except RecursionError as error:
            raise PageError("holds parts within parts without end; it was left out. Save the page as HTML") from error
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise PageError("expected a page saved as a single file (MHTML), found no page in it. Save the page as HTML")
    wanted = _said(message, "Snapshot-Content-Location")
    page = next((part for part in pages if wanted and _said(part, "Content-Location") == wanted), pages[0])
    address = wanted or _said(page, "Content-Location") or _said(message, "Content-Location")
    return page, address if address.lower().startswith(("http://", "https://")) else ""


def _said(part: Message, name: str) -> str:
    return "".join(str(part.get(name) or "").split())


FORMAT = Format(
    "Web page as a single file (MHTML)",
    (".mhtml", ".mht"),
    SUPPLIES,
    read_mhtml,
    export="*Save as … Webpage, Single File* in Chrome and Edge",
    slow=True,
)
