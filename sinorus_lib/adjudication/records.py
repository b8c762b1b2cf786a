"""A decision: who says what of which two claims; read from a record of JSON, and written as one."""

from __future__ import annotations

import re
import reprlib
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from sinorus_lib.alignment.groups import key
from sinorus_lib.errors import SinorusError
from sinorus_lib.schemas import SCHEMAS, conform

SAME, RELATED, CONFLICTING, DIFFERENT, SPLIT = "same", "related", "conflicting", "different", "split"
UNSURE, NONE = "unsure", "none"
JUDGEMENTS = (SAME, RELATED, CONFLICTING, DIFFERENT, SPLIT)
CHOICES = (*JUDGEMENTS, UNSURE)
DECISIONS = (*CHOICES, NONE)
LONGEST_NOTE = 10_000  # characters
LONGEST_ID = 200
LONGEST_CODER, _LONGEST_FILE_NAME = 64, 200  # characters; bytes
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_IN_NAMES = frozenset(" _-'’@+.")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])\s*(?:\.|\Z)", re.IGNORECASE)  # whatever its suffix


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What one coder said of one pair of claims at one time.

    Attributes:
        coder: who decided.
        claim_a: id of the first claim, as the pair has it.
        claim_b: id of the second.
        decision: one of ``DECISIONS``; ``none`` withdraws what the coder decided before.
        note: what the coder wrote about it.
        when: when it was decided, in UTC.
        blind: whether the scores were hidden.
        id: its own id.
        undoes: id of the decision that it takes back.
    """

    coder: str
    claim_a: str
    claim_b: str
    decision: str
    note: str = ""
    when: datetime = field(default_factory=lambda: datetime.now(UTC))
    blind: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    undoes: str | None = None

    @classmethod
    def from_record(cls, record: object) -> Decision:
        """Read a decision; keys that it does not know are passed over.

        Raises:
            SinorusError: if the record is none; says what was expected and what came.
        """
        if not isinstance(record, Mapping):
            raise SinorusError(f"expected an object with a decision, got {reprlib.repr(record)}")
        found = cls(
            coder=coder_name(_text(record, "coder", LONGEST_ID)),
            claim_a=_text(record, "claim_a", LONGEST_ID),
            claim_b=_text(record, "claim_b", LONGEST_ID),
            decision=_text(record, "decision", LONGEST_ID),
            note=_text(record, "note", LONGEST_NOTE, least=0) if "note" in record else "",
            when=read_time(record.get("when")),
            blind=_flag(record.get("blind", False)),
            id=_text(record, "id", LONGEST_ID),
            undoes=None if record.get("undoes") is None else _text(record, "undoes", LONGEST_ID),
        )
        return found._checked()

    def _checked(self) -> Decision:
        if self.decision not in DECISIONS:
            raise SinorusError(f"decision is {reprlib.repr(self.decision)}; expected one of {', '.join(DECISIONS)}")
        if self.claim_a == self.claim_b:
            raise SinorusError(f"claim_a and claim_b are both {reprlib.repr(self.claim_a)}; expected two claims")
        return self

    def to_record(self) -> dict[str, Any]:
        """Return the decision as plain values, ready for JSON."""
        return {
            "id": self.id, "when": written_time(self.when), "coder": self.coder, "claim_a": self.claim_a,
            "claim_b": self.claim_b, "decision": self.decision, "note": self.note, "blind": self.blind,
            "undoes": self.undoes,
        }  # fmt: skip


def coder_name(name: object) -> str:
    """Return a coder's name in the form in which it also names a file.

    Letters, digits, spaces and ``_ - ' @ +`` of any language, and single dots inside, so that an address of
    electronic mail will do; no path can be made of it, nor the name of a device of Windows, such as CON.

    Raises:
        SinorusError: if it is no such name.
    """
    cleaned = unicodedata.normalize("NFC", name).strip() if isinstance(name, str) else ""
    inside = all(unicodedata.category(one)[0] in "LMN" or one in _IN_NAMES for one in cleaned)
    short = 0 < len(cleaned) <= LONGEST_CODER and len(cleaned.encode("utf-8", "replace")) <= _LONGEST_FILE_NAME
    outside = ".." in cleaned or cleaned[:1] in {".", "-"} or cleaned[-1:] == "."
    if not (inside and short) or outside or _DEVICE.match(cleaned):
        raise SinorusError(
            f"coder is {reprlib.repr(name)}; expected a name of 1 to {LONGEST_CODER} letters, digits, spaces and "
            "_ - ' @ +, with single dots inside at most, and no device such as CON, since it also names a file"
        )
    return cleaned


def read_time(value: object) -> datetime:
    """Return a time as ISO 8601 has it, in UTC; one without a zone is taken for UTC.

    Raises:
        SinorusError: if it is none, or not of this age.
    """
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is not None:
            found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or not _EARLIEST <= found < _LATEST:
        raise SinorusError(f"when is {reprlib.repr(value)}; expected a time such as 2026-11-23T03:30:00.123Z")
    return found


def written_time(when: datetime) -> str:
    """Return a time in UTC as ISO 8601 with a ``Z``, to the millisecond or, where it has them, microseconds."""
    exact = "microseconds" if when.microsecond % 1000 else "milliseconds"
    return when.astimezone(UTC).isoformat(timespec=exact).replace("+00:00", "Z")


def whole_text(text: str) -> str:
    """Return text that can be stored anywhere: surrogate pairs joined, halves of one replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(record: Mapping[str, Any], name: str, most: int, *, least: int = 1) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not least <= len(value) <= most:
        came = f"{len(value):,} characters" if isinstance(value, str) else reprlib.repr(value)
        raise SinorusError(f"{name} is {came}; expected text of {least} to {most:,} characters")
    return whole_text(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise SinorusError(f"blind is {reprlib.repr(value)}; expected true or false")
    return value


def decisions_frame(decisions: Iterable[Decision]) -> pd.DataFrame:
    """Return decisions as the frame ``decisions``, in the order in which they were made.

    Args:
        decisions: in the order in which they stand, which decides between two of the same time.
    """
    rows = [{**vars(one), "when": one.when.replace(tzinfo=None), "holds": False} for one in decisions]
    frame = pd.DataFrame(rows, columns=list(SCHEMAS["decisions"]))
    return settled(conform(frame, "decisions"))


def settled(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the frame ``decisions`` in order of time, each id once, with what ``holds`` worked out anew.

    What holds is the last decision of each coder on each pair (by ``when``, then by the order of the rows),
    whichever claim comes first, unless it withdraws. Frames of several sources can be joined and settled.

    Raises:
        SchemaError: if it lacks a column.
    """
    given = decisions if "holds" in decisions else decisions.assign(holds=False)
    known = conform(given, "decisions").drop_duplicates("id").sort_values("when", kind="stable")
    pairs = pd.DataFrame({"coder": known["coder"], "pair": pair_keys(known)})
    last = ~pairs.duplicated(keep="last")
    return known.assign(holds=last & (known["decision"] != NONE)).reset_index(drop=True)


def pair_keys(frame: pd.DataFrame) -> pd.Series:
    """Return the two claims of each row, the smaller id first, whichever side they are on."""
    found = [key(str(a), str(b)) for a, b in frame[["claim_a", "claim_b"]].itertuples(index=False)]
    return pd.Series(found, index=frame.index, dtype=object)


def decision_records(decisions: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the frame ``decisions`` as records, ready for JSON; what holds is left to the reader."""
    return [decision.to_record() for decision in from_frame(decisions)]


def from_frame(decisions: pd.DataFrame) -> list[Decision]:
    """Return the rows of the frame ``decisions``, in their order.

    Raises:
        SchemaError: if it lacks a column.
    """
    given = decisions if "holds" in decisions else decisions.assign(holds=False)
    rows = conform(given, "decisions").drop(columns="holds")[[c for c in SCHEMAS["decisions"] if c != "holds"]]
    return [_from_row(row) for row in rows.to_dict("records")]


def _from_row(row: Mapping[Any, Any]) -> Decision:
    when = row["when"].to_pydatetime(warn=False).replace(tzinfo=UTC)
    undoes = row["undoes"] if isinstance(row["undoes"], str) else None
    return Decision(**{**row, "when": when, "undoes": undoes})
