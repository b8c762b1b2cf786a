"""What stands on a page around its article, told by how the page is built, and taken out before its text is sought.

Told by the names that pages give their parts (``class``, ``id`` and the like), by styles that hide text from sight,
by tables that lay a page out, and by links. A name alone never takes out much: a page may call the whole article
*paywall*, as Google asks publishers to mark what subscribers alone may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from sinorus_lib.coverage.furniture import squash
from sinorus_lib.coverage.repair import ends_sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = ("class", "id", "data-component", "data-testid")
_LONGEST_NAMES = 500  # characters looked at of what an element is called


def _called(*names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(names)})(?=$|[\s_-])")


# What a part is called -> how long it may be, in characters, to be taken out.
_FURNITURE = (
    (_called("visually-?hidden", "sr-only", "screen-reader-text", "screenreader"), 300),
    (_called("promo", "self-?promo", "auto-?promo", "newsletter"), 600),
    (_called("video", "video-?player", "audio-?player"), 200),
)
_PAYWALL, _LONGEST_PAYWALL = _called("paywall", "piano"), 600
# A notice of a paywall speaks of one of these; the article that stands behind it does not.
_SUBSCRIBING = {
    "fr": ("abonné", "abonnez", "connectez-vous", "inscrivez-vous", "il vous reste"),
    "en": ("subscriber", "subscribe", "log in", "sign in", "register"),
}
_UNSEEN = re.compile(r"display\s{0,9}:\s{0,9}none|clip\s{0,9}:\s{0,9}rect\(\s{0,9}[01]")
_LONGEST_UNSEEN = 300
_SHORTEST_LAID_OUT = 400  # characters in a cell of a table that lays out a page
_TABLE = ("table", "tbody", "thead", "tr", "td", "th")
_LINKED = 0.8  # share of a paragraph's letters that are links, where it is no prose
_LONGEST_LINKED = 200
_FEWEST_LINKS, _MOST_LINKS = 5, 20_000  # links looked at
_LISTING = 1 / 3  # share of a text's lines that are links, where it is a list of articles


def take_out_furniture(tree: HtmlElement) -> None:
    """Take out of a page what it calls furniture, what it hides, and paragraphs of links; the tree is changed."""
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _is_furniture(element):
            element.drop_tree()
    _unfold_layout(tree)


def _is_furniture(element: HtmlElement) -> bool:
    names = " ".join(element.get(name) or "" for name in _NAMES)[:_LONGEST_NAMES].lower()
    limits = [longest for pattern, longest in _FURNITURE if pattern.search(names)]
    if element.tag != "body" and limits and _is_at_most(element, max(limits)):
        return True
    if _PAYWALL.search(names) and _is_at_most(element, _LONGEST_PAYWALL) and _speaks_of_subscribing(element):
        return True
    style = (element.get("style") or "")[:_LONGEST_NAMES].lower()
    if _UNSEEN.search(style) and _is_at_most(element, _LONGEST_UNSEEN):
        return True
    return element.tag == "p" and _is_of_links(element)


def _is_at_most(element: HtmlElement, longest: int) -> bool:
    """Tell whether an element's text is no longer than so many characters, reading no more of it than that."""
    total = 0
    for text in element.itertext():
        total += len(text.strip())
        if total > longest:
            return False
    return True


def _speaks_of_subscribing(element: HtmlElement) -> bool:
    text = element.text_content().lower()
    return any(word in text for words in _SUBSCRIBING.values() for word in words)


def _is_of_links(paragraph: HtmlElement) -> bool:
    """Tell whether a paragraph is nothing but links, and no sentence."""
    if paragraph.find(".//a") is None or not _is_at_most(paragraph, _LONGEST_LINKED):
        return False
    whole = squash(paragraph.text_content())
    linked = sum(len(squash(link.text_content())) for link in paragraph.iter("a"))
    return linked >= _LINKED * len(whole) and not ends_sentence(paragraph.text_content().strip())


def _unfold_layout(tree: HtmlElement) -> None:
    """Make plain blocks of tables that lay out a page: they hold whole texts. Those of figures stay tables."""
    cells = [cell for cell in tree.iter("td") if not _is_at_most(cell, _SHORTEST_LAID_OUT)]
    laid_out = {table for cell in cells for table in cell.iterancestors("table")}
    parts = [part for part in tree.iter(*_TABLE) if laid_out and _table_of(part) in laid_out]
    for part in parts:
        part.tag = "div"
    for font in list(tree.iter("font")):
        font.drop_tag()  # it says how letters look, and keeps lines from being told apart


def _table_of(part: HtmlElement) -> HtmlElement | None:
    return part if part.tag == "table" else next(part.iterancestors("table"), None)


def links_of(tree: HtmlElement) -> set[str]:
    """Return the texts of a page's links, squashed."""
    links = islice(tree.iter("a"), _MOST_LINKS)
    return {squash(link.text_content()) for link in links if _is_at_most(link, _LONGEST_LINKED)} - {""}


def is_list_of_articles(lines: Iterable[str], links: set[str]) -> bool:
    """Tell whether a text is that of a front page: a good part of its lines are links."""
    squashed = [squash(line) for line in lines]
    linked = sum(line in links for line in squashed)
    return linked >= _FEWEST_LINKS and linked >= _LISTING * len(squashed)
