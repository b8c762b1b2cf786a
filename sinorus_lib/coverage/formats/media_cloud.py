"""Lists of stories from Media Cloud: metadata by address, and the text where the analyst added a column of it.

The columns are those of the story lists of Explorer and Topic Mapper (until 2023), which the notebooks
``mediacloud/api-tutorial-notebooks`` write as well, of the API's stories as ``minet`` saves them, and of what the
present search saves. All are in English, whatever the coverage is in; a spreadsheet may have saved them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.tables import header_of, plain_columns, read_csv
from sinorus_lib.coverage.records import Record

_STORY = {"title", "url", "media_name", "publish_date"}
_ONLY_HERE = {"stories_id", "media_id", "media_url", "indexed_date"}
_COLUMNS = {"outlet": "media_name", "published": "publish_date", "wire": "ap_syndicated"}
_TRUE = frozenset({"true", "1", "t", "vrai"})  # the last as a French spreadsheet saves it
_UNKNOWN = frozenset({"none", "null", "nan", "undateable", "undated", "unknown"})


def read_media_cloud(path: Path, reading: Reading) -> list[Record]:
    """Read a list of stories: those without text are entries of a listing, by address."""
    names = header_of(head(path))
    mapped = [*_COLUMNS.items(), *plain_columns(reading).items()]  # the analyst's last, so that they win
    own = replace(reading, columns={ours: theirs for ours, theirs in mapped if theirs in names})
    return [replace(record, facts=dict(_facts(record))) for record in read_csv(path, own)]


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the facts of a story. Media Cloud's own ids are no ids of articles; AP is the one agency it looks for."""
    for name, value in record.facts.items():
        if name == "wire":
            if value.lower() in _TRUE:
                yield name, "AP"
        elif name != "article_id" and value.lower() not in _UNKNOWN:
            yield name, value


def _is_media_cloud(path: Path) -> bool:
    names = set(header_of(head(path)))
    return names >= _STORY and bool(names & _ONLY_HERE)


FORMAT = Format(
    "Media Cloud (CSV)",
    (".csv", ".tsv"),
    ("outlet", "language", "title", "published", "url", "text", "wire"),
    read_media_cloud,
    _is_media_cloud,
    export="*Download all URLs* in Media Cloud's search; with the pages saved beside it, or a column `text` added",
)
