"""Factiva, the HTML export: every article of a selection in one page, with or without the codes of its fields.

An article is a ``div`` of the classes ``article enArticle``, of which the second names the language of the article
(``frArticle``). Without codes the headline is a ``span`` of the class ``enHeadline``, the byline a ``div`` of the
class ``author``, the other fields are ``div`` without class and the text is paragraphs of the class
``articleParagraph``. With codes it is a table of two columns. ``Document`` and a number end each. The shape is
described by the readers that researchers have written, named in
:mod:`sinorus_lib.coverage.formats.factiva_fields`.
"""

from __future__ import annotations

import re
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.factiva_fields import (
    ACCESSION,
    CODES,
    SUPPLIES,
    WORD_COUNT,
    Fields,
    fields_below,
    is_credit,
    records_of,
)
from sinorus_lib.coverage.formats.html_exports import (
    RECOGNISED_WITHIN,
    Element,
    articles_in,
    line_of,
    of_class,
    paragraphs_of,
    read_page_source,
)
from sinorus_lib.coverage.records import Record

_START = re.compile(r"<div\b[^<>]{0,200}\bclass\s*=\s*[\"']\s*article\s+[a-z]{2,4}Article\b")
_OURS = re.compile(r"<title>\s*Factiva\s*</title>|\barticleParagraph\b")
_HEADLINE = ".//*[@id='hd']"
_BYLINE = f".//div[{of_class('author')}]"
_PARAGRAPH = f".//p[{of_class('articleParagraph')}]"


def read_factiva_html(path: Path, reading: Reading) -> list[Record]:
    """Read an HTML export of Factiva: one record an article."""
    source = read_page_source(path, reading.objections)
    if source is None:
        return []
    articles = articles_in(source, _START, path.name, reading.objections)
    return records_of([(origin, _fields(tree)) for origin, tree in articles], path)


def recognises(path: Path) -> bool:
    """Tell whether a page is an HTML export of Factiva."""
    text = head(path, RECOGNISED_WITHIN)
    return bool(_START.search(text) and (_OURS.search(text) or ACCESSION.search(text)))


def _fields(tree: Element) -> Fields:
    """Return the fields of an article, by code; its language by its class where no field names it."""
    article = next(iter(tree.xpath("//div")), tree)
    fields = _coded(article) or _uncoded(article)
    named = re.search(r"\b([a-z]{2})[a-z]{0,2}Article\b", article.get("class", ""))
    return {"LA": [named[1]] if named else [], **fields}


def _coded(article: Element) -> Fields:
    """Return the fields of an article whose codes are printed; none if they are not."""
    fields: Fields = {}
    for row in article.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        code = line_of(cells[0]) if len(cells) > 1 else ""
        if code in CODES:
            fields.setdefault(code, paragraphs_of(cells[1]))
    return fields if "HD" in fields else {}


def _uncoded(article: Element) -> Fields:
    """Return the fields of an article whose codes are not printed, told by their classes and their order."""
    headlines, bylines, texts = (article.xpath(path) for path in (_HEADLINE, _BYLINE, _PARAGRAPH))
    lines = paragraphs_of(article, without={*headlines, *texts})
    length = next((place for place, line in enumerate(lines) if WORD_COUNT.match(line)), len(lines))
    return {
        "HD": list(filter(None, map(line_of, headlines)))[:1],
        "BY": list(filter(None, map(line_of, bylines))),
        "CR": [line for line in lines[:length] if is_credit(line)],
        **fields_below(lines[length + 1 :])[0],
        "TD": [line for text in texts for line in paragraphs_of(text)],
    }


FORMAT = Format(
    "Factiva (HTML)",
    (".html", ".htm"),
    SUPPLIES,
    read_factiva_html,
    recognises,
    export="*Save* > *Article format* in Factiva, saved as a page",
)
