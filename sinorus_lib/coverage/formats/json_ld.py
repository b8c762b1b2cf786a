"""JSON-LD: what a page tells machines of its article, in the words of schema.org.

Shapes: JSON-LD 1.1 (W3C, 2020), of which pages use objects, lists, ``@graph`` and references by ``@id``; the types
and properties of schema.org for news (``NewsArticle`` and its kin, ``publisher``, ``isBasedOn``,
``translationOfWork``).
What breaks the syntax is passed over, and a value of another type than expected counts as absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

LONGEST_BLOCK = 2 * 1024**2  # characters; an article with all its comments is far below
_MOST_NODES = 5_000  # objects looked at
_DEEPEST = 3  # objects in lists in objects that a single value is looked for in
_MOST_VALUES = 20  # authors, say
_OTHER_ARTICLES = ("blogposting", "liveblogposting", "report")
_HOLDERS = ("@graph", "mainEntity")
# Who a text comes from, besides the outlet that publishes it.
_SOURCES = ("sourceOrganization", "provider", "copyrightHolder")
_ADDRESSES = ("url", "mainEntityOfPage", "@id")

Node = Mapping[str, Any]
Said = dict[str, list[str]]


def article_said(blocks: Iterable[str], *, own: Iterable[str] = ()) -> Said:
    """Return our column names -> what the blocks of a page say of its article, the best first; empty of none.

    Args:
        blocks: the text of every ``<script type="application/ld+json">``.
        own: the addresses of the page; of several articles the one at such an address is taken.
    """
    documents = [document for document in map(_parsed, blocks) if document is not None]
    known = {str(node["@id"]): node for node in _all_nodes(documents) if _is_described(node)}
    articles = [node for node in _top_nodes(documents) if _is_article(node)]
    if not articles:
        return {}
    addresses = set(own)
    best = max(articles, key=lambda node: (_stands_at(node, addresses), "headline" in node, "datePublished" in node))
    return {name: values for name, values in _said_by(best, known).items() if values}


def _parsed(block: str) -> Any:
    """Return the document of a block, also if it is wrapped in a comment; ``None`` if it is malformed."""
    if len(block) > LONGEST_BLOCK:
        return None
    text = block.strip()
    for mark in ("<!--", "//<![CDATA[", "<![CDATA["):
        text = text.removeprefix(mark)
    for mark in ("-->", "//]]>", "]]>"):
        text = text.removesuffix(mark)
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _all_nodes(documents: list[Any]) -> Iterator[Node]:
    return islice(_walk(documents, None), _MOST_NODES)


def _top_nodes(documents: list[Any]) -> Iterator[Node]:
    return islice(_walk(documents, _HOLDERS), _MOST_NODES)


def _walk(documents: list[Any], holders: tuple[str, ...] | None) -> Iterator[Node]:
    """Give the objects in documents, in their order; of their properties only the holders' are entered, if named."""
    waiting = list(reversed(documents))
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            inner = value.values() if holders is None else [value[name] for name in holders if name in value]
            waiting += reversed(list(inner))
        elif isinstance(value, list):
            waiting += reversed(value)


def _is_described(node: Node) -> bool:
    return isinstance(node.get("@id"), str) and len(node) > 1


def _is_article(node: Node) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    plain = [name.rpartition("/")[2].rpartition(":")[2].lower() for name in names if isinstance(name, str)]
    return any(name.endswith("article") or name in _OTHER_ARTICLES for name in plain)


def _stands_at(node: Node, own: set[str]) -> bool:
    return any(address in own for name in _ADDRESSES for address in _addresses(node.get(name)))


def _said_by(node: Node, known: Mapping[str, Node]) -> Said:
    def texts(of: Node, *names: str) -> list[str]:
        return [text for name in names for text in _texts(of.get(name), known)]

    origin, original = _nodes_of(node.get("isBasedOn"), known), _nodes_of(node.get("translationOfWork"), known)
    return {
        "outlet": texts(node, "publisher"),
        "title": texts(node, "headline", "name", "alternativeHeadline"),
        "published": texts(node, "datePublished", "dateCreated"),
        "author": [", ".join(dict.fromkeys(texts(node, "author") or texts(node, "creator")))],
        "language": texts(node, "inLanguage"),
        "url": [address for name in _ADDRESSES for address in _addresses(node.get(name))],
        "wire": [
            *texts(node, *_SOURCES),
            *(text for source in origin for text in texts(source, *_SOURCES, "publisher")),
        ],
        "original_language": [text for work in original for text in texts(work, "inLanguage")],
        "body": texts(node, "articleBody"),
    }


def _nodes_of(value: Any, known: Mapping[str, Node]) -> list[Node]:
    """Return the objects that a property holds or refers to."""
    values = value[:_MOST_VALUES] if isinstance(value, list) else [value]
    return [_resolved(item, known) for item in values if isinstance(item, dict)]


def _resolved(node: Node, known: Mapping[str, Node]) -> Node:
    """Return the object that a reference means: what is said of it there, and what is said here."""
    reference = node.get("@id")
    return {**known.get(reference, {}), **node} if isinstance(reference, str) else node


def _texts(value: Any, known: Mapping[str, Node], depth: int = 0) -> list[str]:
    """Return the texts of a value: of a text, of a thing its name, of a list those of its items."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return [text for item in value[:_MOST_VALUES] for text in _texts(item, known, depth + 1)]
    return _name(_resolved(value, known), known, depth + 1) if isinstance(value, dict) else []


def _name(node: Node, known: Mapping[str, Node], depth: int) -> list[str]:
    for key in ("@value", "alternateName" if node.get("@type") == "Language" else "name", "name", "legalName"):
        if found := _texts(node.get(key), known, depth):
            return found[:1]
    parts = [part for key in ("givenName", "familyName") for part in _texts(node.get(key), known, depth)]
    return [" ".join(parts)] if parts else []


def _addresses(value: Any) -> list[str]:
    """Return the addresses of a value: a text, or what a thing says of its own."""
    if isinstance(value, list):
        return [address for item in value[:_MOST_VALUES] for address in _addresses_of_one(item)]
    return _addresses_of_one(value)


def _addresses_of_one(value: Any) -> list[str]:
    values = [value.get("@id"), value.get("url")] if isinstance(value, dict) else [value]
    return [item for item in values if isinstance(item, str) and item.strip()]
