"""Decisions as a table that a spreadsheet opens, and back."""

from __future__ import annotations

import csv
import hashlib
import uuid
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from sinorus_lib.adjudication.records import LONGEST_NOTE, Decision, decision_records, decisions_frame
from sinorus_lib.errors import SinorusError, SinorusWarning
from sinorus_lib.spreadsheets import ENCODING, neutralise, read_rows, restore

COLUMNS = ("coder", "claim_a", "claim_b", "decision", "note", "when", "blind", "id", "undoes")
_REQUIRED = ("coder", "claim_a", "claim_b", "decision", "when")
# What spreadsheets write for yes and no, in either language.
_FLAGS = dict.fromkeys(("true", "vrai", "1", "yes", "oui"), True) | dict.fromkeys(
    ("false", "faux", "0", "no", "non", ""), False
)


def export_csv(decisions: pd.DataFrame, path: str | Path) -> Path:
    """Write decisions as CSV that spreadsheets and pandas both read; return its path.

    UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula begins with an apostrophe,
    which :func:`import_csv` takes off again.

    Args:
        decisions: the frame ``decisions``.
        path: where it goes.

    Raises:
        SchemaError: if the frame lacks a column.
        OSError: if it cannot be written there.
    """
    with Path(path).open("w", encoding=ENCODING, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(_cells(record) for record in decision_records(decisions))
    return Path(path)


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    plain = {**record, "blind": str(record["blind"]).lower(), "undoes": record["undoes"] or ""}
    return {name: neutralise(str(plain[name])) for name in COLUMNS}


def import_csv(path: str | Path) -> pd.DataFrame:
    """Read decisions from CSV: what :func:`export_csv` wrote, a spreadsheet saved again, or a table of one's own.

    Cells are set apart by commas, semicolons or tabs. A row that is no decision is left out with one warning
    for all of them that names the first. A row without ``id`` gets one made of what it says.

    Args:
        path: a file with the columns ``coder claim_a claim_b decision when``, and any of ``note blind id undoes``.

    Returns:
        The frame ``decisions``.

    Raises:
        SinorusError: if it cannot be read, or lacks a column.
    """
    bad: list[str] = []
    try:
        with Path(path).open(encoding=ENCODING, newline="") as stream:
            decisions = list(_decisions(stream, Path(path), bad))
    except (OSError, UnicodeDecodeError) as error:
        raise SinorusError(f"{path}: expected a CSV file in UTF-8; {error}.") from error
    if bad:
        more = f" So are {len(bad) - 1} other rows." if len(bad) > 1 else ""
        warnings.warn(f"{path}, {bad[0]}. The row is left out.{more}", SinorusWarning, stacklevel=2)
    return decisions_frame(decisions)


def _decisions(stream: TextIO, path: Path, bad: list[str]) -> Iterator[Decision]:
    rows = read_rows(stream)
    heads = [head.strip() for head in next(rows, (1, []))[1] or []]
    missing = [name for name in _REQUIRED if name not in heads]
    if missing:
        raise SinorusError(f"{path}: lacks the column {missing[0]!r}; expected {', '.join(_REQUIRED)}.")
    for number, cells in rows:
        try:
            if cells is None:
                raise SinorusError("expected cells of CSV")
            if any(cells):
                yield _decision(dict(zip(heads, cells, strict=False)))
        except SinorusError as error:
            bad.append(f"row {number}: {error}")


def _decision(row: Mapping[str, str]) -> Decision:
    cells = {name: restore(row.get(name, "")) for name in COLUMNS}
    flag = _FLAGS.get(cells["blind"].strip().lower())
    return Decision.from_record(
        {
            **cells,
            "decision": cells["decision"].strip().lower(),
            "blind": cells["blind"][:LONGEST_NOTE] if flag is None else flag,
            "id": cells["id"] or content_id(*cells.values()),
            "undoes": cells["undoes"] or None,
        }
    )


def content_id(*parts: object) -> str:
    """Return an id made of what a decision says, so that reading it twice gives one decision."""
    joined = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return str(uuid.UUID(bytes=hashlib.sha256(joined).digest()[:16], version=5))
