"""Articles as they were cleaned, kept in the cache and found again, so that a second reading only cleans new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinorus_lib.coverage.cleaning import Article, Cleaned, Facts, clean
from sinorus_lib.coverage.copies.wording import Wording
from sinorus_lib.coverage.dates import day_first_of
from sinorus_lib.coverage.furniture import Cut
from sinorus_lib.coverage.records import Record
from sinorus_lib.coverage.shelf import Shelf
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 100  # articles; fewer are cleaned sooner than found
_TOGETHER = 1_000  # articles that are put away at a time; a run that is interrupted keeps them
_NUMBERS: dict[str, type[np.generic]] = {"words": np.uint64, "flags": np.uint8}  # of a wording


class _Given(NamedTuple):
    """What an article is cleaned from, see :func:`sinorus_lib.coverage.cleaning.clean`."""

    facts: Facts
    day_first: bool | None
    keep: tuple[str, ...]

    def clean(self) -> Cleaned:
        return clean(self.facts, day_first=self.day_first, keep=self.keep)


def clean_all(records: Sequence[Record], settings: Settings, *, cache: bool = True) -> list[Cleaned]:
    """Return what cleaning each record gives, in their order.

    Args:
        records: what files say of articles.
        settings: with the rules for page furniture, and the place of the cache.
        cache: whether articles of a larger collection are kept, and found again.
    """
    orders = _day_first(records)
    given = [_Given(record.facts, orders[record.path], settings.keep_furniture) for record in records]
    if cache and len(records) >= FEWEST:
        return _found_or_cleaned(given, Shelf("articles", settings.cache_dir))
    return [one.clean() for one in given]


def _day_first(records: Iterable[Record]) -> dict[Path | None, bool | None]:
    """Return, for each file, whether its dates in figures are day first, as the unambiguous ones tell."""
    written: dict[Path | None, list[str]] = {}
    for record in records:
        written.setdefault(record.path, []).append(record.facts.get("published", ""))
    return {path: day_first_of(dates) for path, dates in written.items()}


def _found_or_cleaned(given: Sequence[_Given], shelf: Shelf) -> list[Cleaned]:
    from sinorus_lib.stages.keys import coverage_keys

    keys = coverage_keys([sorted(one.facts.items()), one.day_first, one.keep] for one in given)
    known = {key: _unpacked(row) for key, row in shelf.find(keys).items()}
    new = {key: one for key, one in zip(keys, given, strict=True) if key not in known}
    for start in range(0, len(new), _TOGETHER):
        cleaned = {key: new[key].clean() for key in list(new)[start : start + _TOGETHER]}
        shelf.put({key: _packed(one) for key, one in cleaned.items()})
        known.update(cleaned)
    return [known[key] for key in keys]


def _packed(cleaned: Cleaned) -> pa.Table:
    """Return one row: ``said`` as JSON, and as bytes the wording's ``words`` and ``flags``, if it has one.

    The flags of a word say in three bits whether it is a name, a number, and quoted.
    """
    import pyarrow as pa

    said: dict[str, Any] = {"objections": cleaned.objections}
    numbers: dict[str, NDArray[Any]] = {}
    if cleaned.article is not None:
        columns, cuts, wording = cleaned.article.columns, cleaned.article.cuts, cleaned.article.wording
        said |= {"columns": dict(columns), "cuts": [vars(cut) for cut in cuts], "cased": wording.cased}
        flags = np.packbits([wording.names, wording.numbers, wording.quoted], axis=0)
        numbers = {"words": wording.words, "flags": flags}
    packed = {name: pa.array([numbers[name].tobytes() if numbers else None], pa.binary()) for name in _NUMBERS}
    return pa.table({"said": [json.dumps(said)], **packed})


def _unpacked(row: Mapping[str, Any]) -> Cleaned:
    """Return what :func:`_packed` packed."""
    said = json.loads(row["said"])
    if "columns" not in said:
        return Cleaned(None, tuple(said["objections"]))
    words, flags = (np.frombuffer(row[name], dtype=kind) for name, kind in _NUMBERS.items())
    names, numbers, quoted = np.unpackbits(flags.reshape(1, -1), axis=0, count=3).astype(bool)
    wording = Wording(words, names, numbers, quoted, said["cased"])
    return Cleaned(
        Article(said["columns"], tuple(Cut(**cut) for cut in said["cuts"]), wording), tuple(said["objections"])
    )
