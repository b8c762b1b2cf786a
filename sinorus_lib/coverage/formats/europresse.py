"""Europresse, the HTML export: every article of a selection in one page.

There are two shapes. Since 2014 an article is an ``<article>`` with a header, a section and a footer, its parts told
by their classes: ``DocPublicationName``, ``DocHeader`` (section, date, length and page in one line),
``titreArticle``, ``rdp__subtitle``, ``docAuthors`` or ``sm-margin-bottomNews``, ``docOcurrContainer``,
``publiC-lblNodoc``. Before that it was a cell of a table, with the same class names for the outlet and the date, and
after the title only line breaks. Both are described by the readers that researchers have written:
tm.plugin.europresse (Bouchet-Valat, R), europarser (CERES, Sorbonne), minet (médialab, Sciences Po) and
Tiresias (Debaz).

The standfirst is read as the first paragraph. The outlet is named without edition, number and "(site web)", so that
what a paper prints and what it puts online count as one outlet; several spaces part it from a local edition. The text
of a report may stand in the section itself, and the byline of 2015 in a ``div`` without class after the title.
"""

from __future__ import annotations

import datetime
import re
from itertools import dropwhile, takewhile
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.bylines import agencies_of, author_of
from sinorus_lib.coverage.formats.html_exports import (
    RECOGNISED_WITHIN,
    Element,
    articles_in,
    first,
    iso_day,
    line_of,
    of_class,
    paragraphs_of,
    parsed,
    read_page_source,
)
from sinorus_lib.coverage.records import Record, as_text
from sinorus_lib.coverage.repair import ends_sentence

_START = re.compile(r"<span[^<>]{0,200}class\s*=\s*[\"']?DocPublicationName\b", re.IGNORECASE)
# What the interface prints, by its language.
_LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "number": ("Numéro de document",),
        "beside_text": ("Illustration(s)", "Note(s)", "Légende(s)"),
        "sidebar": ("Encadré(s)",),
        "appeared": ("Cet article est paru dans",),
        "access": ("Réservé aux abonnés", "Article réservé aux abonnés", "Abonnés"),
        "in_names": ("à", "au", "avec", "d'", "d’", "de", "des", "du", "en", "et", "la", "le"),
    },
    "en": {
        "number": ("Document number",),
        "beside_text": ("Illustration(s)", "Note(s)", "Caption(s)"),
        "sidebar": ("Sidebar(s)", "Box(es)"),
        "appeared": ("This article appeared in", "This article was published in"),
        "access": ("For subscribers", "Subscribers only"),
        "in_names": ("and", "at", "for", "from", "in", "of", "the", "van", "von", "with"),
    },
}


def _any_of(name: str) -> str:
    """Return a pattern of what the interface prints for something, in any language."""
    return "|".join(re.escape(label) for labels in _LABELS.values() for label in labels[name])


_DOCUMENT = re.compile(r"\bnews\s*[·.\u2022]\s*(\d{4})(\d{2})(\d{2})\s*[·.\u2022]\s*\w+", re.IGNORECASE)
_PRINTED_DATE = re.compile(
    r"(?P<fr>\b\d{1,2}(?:er)?\s+[^\W\d]{3,9}\.?\s+\d{4}\b)|(?P<en>\b[^\W\d]{3,9}\.?\s+\d{1,2},?\s+\d{4}\b)"
)
_DAYS_APART = datetime.timedelta(days=2)  # a late edition is numbered by the day after
_NOT_THE_OUTLET = re.compile(r"(?:\s*[,;(\[]).*$", re.DOTALL)
_LOCAL_EDITION = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S).*", re.DOTALL)
_ACCESS = re.compile(rf"(?:{_any_of('access')})$", re.IGNORECASE)
_BESIDE_TEXT = re.compile(rf"(?:{_any_of('beside_text')}|{_any_of('number')})\s*:|news·\d{{8}}·", re.IGNORECASE)
_SIDEBAR = re.compile(rf"(?:{_any_of('sidebar')})\s*:\s*", re.IGNORECASE)
_APPEARED = re.compile(rf"\s*(?:{_any_of('appeared')})\b", re.IGNORECASE)
_IN_NAMES = {word for labels in _LABELS.values() for word in labels["in_names"]}
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)\s*\d{4}).{0,200}$", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
_TITLE_MARK = "\ue000"  # stands for the title of the older shape, in which nothing but its place tells the text
_LAST_LINES = 4  # among which the older shape prints the copyright
_LONGEST_BYLINE = 10  # words

_HEADER = f"//*[{of_class('DocHeader')}]"
_SECTION = f"//*[{of_class('DocTitreSousSection')}]"
_TITLES = (
    f"//*[{of_class('rdp__articletitle')}]",
    f"//*[{of_class('titreArticleVisu')}]",
    f"//*[{of_class('titreArticle')}]",
)
_OLD_TITLE = f"//*[{of_class('TitreArticleVisu')}]"
_SUBTITLE = f"//*[{of_class('rdp__subtitle')}]"
_AUTHORS = f"//*[{of_class('docAuthors')}]"
_BELOW_TITLE = f"//*[{of_class('titreArticle')}]/following-sibling::*[1][self::div][not(@class)]"
_SMALL_PRINT = f"//*[{of_class('sm-margin-bottomNews')}]"
_IN_TITLE = f"ancestor::*[{of_class('titreArticle')}]"
_MOST_SMALL_PRINT = 20  # elements among which the byline is looked for
_TEXTS = f"//*[{of_class('docOcurrContainer')}]"
_TEXTS_AROUND = (f"//*[{of_class('DocText')}]", "//section")
_PICTURES = f".//*[{of_class('rdp__attachnews')} or {of_class('ImageAttach')} or {of_class('ImageAttachFont')}]"


def read_europresse(path: Path, reading: Reading) -> list[Record]:
    """Read an HTML export of Europresse: one record an article."""
    source = read_page_source(path, reading.objections)
    if source is None:
        return []
    articles = articles_in(source, _START, path.name, reading.objections)
    return [_record(tree, origin, path, reading) for origin, tree in articles]


def recognises(path: Path) -> bool:
    """Tell whether a page is an HTML export of Europresse."""
    return bool(_START.search(head(path, RECOGNISED_WITHIN)))


def _record(tree: Element, origin: str, path: Path, reading: Reading) -> Record:
    old_title = first(tree, _OLD_TITLE)
    parts = _newer(tree) if old_title is None else _older(tree, old_title)
    outlet, byline = _outlet(tree), parts["author"]
    told = {"outlet": outlet, "published": _published(tree, origin, reading), "wire": agencies_of(outlet, byline)}
    facts = {**told, **parts, "author": author_of(byline)}
    return Record(origin, path, {name: as_text(value) for name, value in facts.items() if value})


def _newer(tree: Element) -> dict[str, str]:
    """Return title, author, address and text of an article in the shape of 2014 and later."""
    title, texts = first(tree, *_TITLES), _texts(tree)
    links = [link for text in texts for link in text.xpath(".//a[@href]") if _APPEARED.match(line_of(link))]
    pictures = [picture for text in texts for picture in text.xpath(_PICTURES)]
    body = [line for text in texts for line in _unescaped(paragraphs_of(text, without={*links, *pictures}))]
    body = [line for line in body if not _BESIDE_TEXT.match(line)]
    return {
        "title": _title(title),
        "author": _author(tree),
        "url": links[-1].get("href").strip() if links else "",
        "text": _joined([*_standfirst(tree), *body]),
    }


def _title(element: Element | None) -> str:
    """Return a title without the line that says who may read the article."""
    lines = [] if element is None else [" ".join(line.split()) for line in element.text_content().splitlines()]
    return " ".join(line for number, line in enumerate(lines) if line and not (number and _ACCESS.match(line)))


def _standfirst(tree: Element) -> list[str]:
    """Return what stands between title and text, without the words before a bar, which only announce it."""
    parts = [part.strip() for line in paragraphs_of(first(tree, _SUBTITLE)) for part in line.split("|")]
    return [part for part in parts if ends_sentence(part)] or parts[-1:]


def _author(tree: Element) -> str:
    """Return the byline: in an element of its own, the last of those in small print around the title, or below it."""
    small = [element for element in tree.xpath(_SMALL_PRINT)[:_MOST_SMALL_PRINT] if not element.xpath(_IN_TITLE)]
    below = [line for line in map(line_of, tree.xpath(_BELOW_TITLE)[:1]) if _is_byline(line)]
    own = line_of(first(tree, _AUTHORS))
    return next(filter(None, [own, *map(line_of, reversed(small)), *below]), "")


def _texts(tree: Element) -> list[Element]:
    """Return the elements that hold the text."""
    found = [text for text in tree.xpath(_TEXTS) if line_of(text)]
    around = first(tree, *_TEXTS_AROUND)
    return found or ([] if around is None else [around])


def _older(tree: Element, title: Element) -> dict[str, str]:
    """Return title, author and text of an article in the shape before 2014: what follows the title, line by line."""
    headline = line_of(title)
    for inner in list(title):
        title.remove(inner)
    title.tag, title.text = "p", _TITLE_MARK
    below = list(dropwhile(lambda line: line != _TITLE_MARK, paragraphs_of(tree)))[1:]
    lines = list(takewhile(lambda line: not _BESIDE_TEXT.match(line), below))
    lines = lines[:-_LAST_LINES] + [line for line in lines[-_LAST_LINES:] if not _COPYRIGHT.match(line)]
    author = lines.pop(0) if len(lines) > 1 and _is_byline(lines[0]) else ""
    return {"title": headline, "author": author, "text": _joined(lines)}


def _is_byline(line: str) -> bool:
    """Tell whether a line names people: it begins with "Par", or it has capitals throughout and no full stop."""
    words = line.split()
    named = all(word[0].isupper() or word in _IN_NAMES for word in words) and not line.endswith((".", "!", "?"))
    return 0 < len(words) <= _LONGEST_BYLINE and (named or author_of(line) != line)


def _joined(lines: list[str]) -> str:
    """Return lines as paragraphs, without the label of sidebars."""
    unlabelled = (_SIDEBAR.sub("", line, count=1) if _SIDEBAR.match(line) else line for line in lines)
    return "\n\n".join(line for line in unlabelled if line)


def _unescaped(lines: list[str]) -> list[str]:
    """Return lines, those parsed whose markup was escaped twice."""
    return [
        part for line in lines for part in (paragraphs_of(parsed(f"<div>{line}")) if _MARKUP.match(line) else [line])
    ]


def _outlet(tree: Element) -> str:
    """Return the outlet's name: its first line, without what follows a comma, a bracket or several spaces."""
    element = first(tree, f"//*[{of_class('DocPublicationName')}]")
    if element is None:
        return ""
    written = _LOCAL_EDITION.sub("", element.text_content().strip())
    name = min(paragraphs_of(element)[0], " ".join(written.split()), key=len)
    return _NOT_THE_OUTLET.sub("", name) or name


def _published(tree: Element, origin: str, reading: Reading) -> str:
    """Return the day as printed in the header; where there is none, as the document's number has it."""
    beside_section = [section.getnext() for section in tree.xpath(_SECTION)]
    printed = _PRINTED_DATE.search(" ".join(map(line_of, [*tree.xpath(_HEADER), *beside_section])))
    numbers = _DOCUMENT.findall(tree.text_content())
    day, numbered = iso_day(printed[0]) if printed else "", "-".join(numbers[-1]) if numbers else ""
    if _differ(day, numbered):
        reading.objections.add(
            origin, f"is dated {day} but numbered {numbered}; the date was believed. Check which is right"
        )
    return (day if day[:4].isdigit() else numbered) or day


def _differ(day: str, other: str) -> bool:
    """Tell whether two days are known and not about the same."""
    try:
        return abs(datetime.date.fromisoformat(day) - datetime.date.fromisoformat(other)) > _DAYS_APART
    except ValueError:
        return False


FORMAT = Format(
    "Europresse (HTML)",
    (".html", ".htm"),
    ("outlet", "title", "published", "url", "author", "wire", "text"),
    read_europresse,
    recognises,
    export="*Sauvegarder* > *HTML* on a selection of articles",
)
