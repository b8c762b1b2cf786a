"""Coverage: articles read from anywhere, repaired, freed of page furniture, in one frame."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from sinorus_lib.coverage.articles import REMOVED_COLUMNS, UNKNOWN, Assembled, assemble_articles
from sinorus_lib.coverage.copies import COLUMNS as COPY_COLUMNS
from sinorus_lib.coverage.copies import find_copies
from sinorus_lib.coverage.files import find_files, read_files
from sinorus_lib.coverage.formats import Reading
from sinorus_lib.coverage.formats.tables import from_frame
from sinorus_lib.coverage.furniture import check_rule_names, furniture_rules
from sinorus_lib.coverage.keeping import clean_all
from sinorus_lib.coverage.listings import fill_from_listings
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import FACTS
from sinorus_lib.coverage.shelf import Shelf
from sinorus_lib.errors import CoverageError, CoverageWarning
from sinorus_lib.settings import Settings

__all__ = ["REMOVED_COLUMNS", "UNKNOWN", "Coverage", "furniture_rules", "read_coverage"]

Source = str | Path | pd.DataFrame | Iterable[str | Path]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What was read.

    Attributes:
        articles: the frame ``articles``, one row an article, in the order of their files.
        removed: what was cut as page furniture: ``article_id source_path rule paragraph text``.
        warnings: what reading objected to, each with the file, what was expected and how to mend it.
        passed_over: names of files beside the articles that are not coverage (README, sidecar).
        interface: language in which it shows itself.
        copies: articles that print the wording of another, and how much of it: ``article_id duplicate_of shared
            similarity``, see :func:`sinorus_lib.coverage.copies.find_copies`.
    """

    articles: pd.DataFrame
    removed: pd.DataFrame
    warnings: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    interface: str = "en"
    copies: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COPY_COLUMNS)))

    def __len__(self) -> int:
        return len(self.articles)

    def with_events(self, corrections: pd.Series) -> Coverage:
        """Return the coverage with the analyst's events, see :func:`sinorus_lib.events.with_events`.

        Raises:
            SinorusError: if an article is unknown, or corrected twice.
        """
        from sinorus_lib.events import with_events

        return replace(self, articles=with_events(self.articles, corrections))

    def __repr__(self) -> str:
        outlets, languages = (
            self.articles["outlet"].nunique(),
            "/".join(sorted(set(self.articles["language"]))),
        )
        return (
            f"Coverage({len(self)} articles, {outlets} outlets, {languages}; "
            f"{len(self.copies)} copies, {len(self.removed)} paragraphs removed, {len(self.warnings)} warnings)"
        )

    def _repr_html_(self) -> str:
        from sinorus_lib.views.summaries import coverage_html

        return coverage_html(self, interface=self.interface)


def read_coverage(
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    strict: bool | None = None,
    cache: bool = True,
) -> Coverage:
    """Read articles from a folder, a file, a glob, several of them, or a DataFrame.

    Reads every format that ``sinorus import --formats`` lists; a ``coverage.csv`` with a ``file`` column in the same
    folder supplies or corrects metadata. A list of articles without their text, such as those of GDELT and Media
    Cloud, supplies metadata to the pages of the same addresses. Nothing is fetched.

    Args:
        source: where the articles are; a DataFrame needs at least a ``text`` column.
        columns: what tables call our columns, e.g. ``{"outlet": "Medium", "text": "Body"}``.
        settings: ``keep_furniture`` switches rules off, ``strict`` turns warnings into errors.
        strict: overrides ``settings.strict``.
        cache: whether what pages gave, and the articles of a larger collection as they were cleaned, is kept in
            ``settings.cache_dir`` and found again as long as the files and all that counts stay the same.

    Raises:
        CoverageError: if there is no article at all, or at the first objections if ``strict``.
        SettingsError: if ``keep_furniture`` names a rule that there is not.
    """
    settings = settings or Settings()
    check_rule_names(settings.keep_furniture)
    reading = Reading(columns=_checked_columns(columns or {}))
    passed_over: list[str] = []
    shelf = Shelf("files", settings.cache_dir) if cache else None
    if isinstance(source, pd.DataFrame):
        records = fill_from_listings(from_frame(source, "DataFrame", None, reading), reading.objections)
    else:
        records, passed_over = read_files(_files_of(source, reading), reading, shelf)
    objections = reading.objections
    assembled = assemble_articles(records, clean_all(records, settings, cache=cache), objections)
    articles, copies = _with_copies(assembled, objections)
    objections.give(strict=settings.strict if strict is None else strict)
    if articles.empty:
        reasons = "\n".join(objections.messages)
        raise CoverageError(f"{_name(source)}: no article could be read.\n{reasons}".strip())
    return Coverage(
        articles, assembled.removed, tuple(objections.messages), tuple(passed_over), settings.interface, copies
    )


def _with_copies(assembled: Assembled, objections: Objections) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles, each copy with the id of its original, and how much of it each copy has."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        copies = find_copies(assembled.articles, assembled.wordings)
    objections.messages += [str(item.message) for item in caught if issubclass(item.category, CoverageWarning)]
    originals = copies.set_index("article_id")["duplicate_of"]
    articles = assembled.articles
    return articles.assign(duplicate_of=articles["article_id"].map(originals).astype("str")), copies


def _files_of(source: str | Path | Iterable[str | Path], reading: Reading) -> list[Path]:
    if isinstance(source, (str, Path)):
        return find_files(source, reading.objections)
    if not isinstance(source, Iterable) or isinstance(source, (bytes, Mapping)):
        raise CoverageError(f"Expected a path, several of them or a DataFrame, got {type(source).__name__}.")
    found = (path for one in source for path in find_files(one, reading.objections))
    return list(dict.fromkeys(found))


def _checked_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    for name in columns:
        if name not in FACTS:
            raise CoverageError(f"There is no column {name!r} to map; expected one of {', '.join(FACTS)}.")
    return columns


def _name(source: Source) -> str:
    if isinstance(source, pd.DataFrame):
        return "DataFrame"
    return str(source) if isinstance(source, (str, Path)) else ", ".join(map(str, source))
