"""Pairs as tasks for Label Studio, and its annotations as decisions.

The format is Label Studio's JSON (https://labelstud.io/guide/task_format): a list of tasks with ``data``,
``annotations`` and ``predictions``.
"""

from __future__ import annotations

import json
import reprlib
import uuid
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import pandas as pd

from sinorus_lib.adjudication.deciding import known_decisions
from sinorus_lib.adjudication.records import (
    CHOICES,
    DIFFERENT,
    SAME,
    Decision,
    decisions_frame,
    from_frame,
    pair_keys,
    written_time,
)
from sinorus_lib.adjudication.spreadsheets import content_id
from sinorus_lib.adjudication.wording import choices_by_wording, wording
from sinorus_lib.alignment.groups import Pair, key
from sinorus_lib.errors import SinorusError, SinorusWarning
from sinorus_lib.schemas import empty

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

_DECISION, _NOTE, _OBJECT = "decision", "note", "text_a"
_FACTS = ("text", "outlet", "language")


def label_config(interface: str = "en") -> str:
    """Return the labelling interface for the tasks, as the XML that Label Studio's project settings take.

    Args:
        interface: language of the choices, ``en`` or ``fr``; the stored answers are the same in both.
    """
    words = wording(interface)
    said = words.table["label_studio"]
    choices = "\n".join(
        f"    <Choice alias={quoteattr(choice)} value={quoteattr(said['choices'][choice])}/>" for choice in CHOICES
    )
    sides = "\n".join(
        f'  <Header value="$outlet_{side}" size="5"/>\n  <Text name="text_{side}" value="$text_{side}"/>'
        for side in "ab"
    )
    return (
        f"<View>\n{sides}\n"
        f"  <Header value={quoteattr(said['question'])}/>\n"
        f'  <Choices name="{_DECISION}" toName="{_OBJECT}" choice="single" required="true">\n'
        f"{choices}\n  </Choices>\n"
        f'  <TextArea name="{_NOTE}" toName="{_OBJECT}" placeholder={quoteattr(said["note"])} rows="3" '
        'maxSubmissions="1" editable="true"/>\n</View>\n'
    )


def export_label_studio(
    comparison: Comparison,
    path: str | Path,
    pairs: pd.DataFrame | None = None,
    *,
    blind: bool = True,
    decisions: pd.DataFrame | None = None,
) -> Path:
    """Write pairs as tasks for Label Studio, with :func:`label_config` as their interface; return the path.

    Args:
        comparison: where the claims are.
        path: where the JSON goes.
        pairs: a frame with ``claim_a claim_b``; the pairs of the comparison if not given, and those decided on.
        blind: leave the scores out, and order the tasks by their ids, which say nothing of the scores.
        decisions: the frame ``decisions``, of which what holds of these pairs goes along as annotations; Label
            Studio knows coders by their address of electronic mail.

    Raises:
        SinorusError: if a claim is not in the comparison.
        SchemaError: if the decisions lack a column.
        OSError: if it cannot be written there.
    """
    held = _held(decisions, comparison)
    given = _annotations(held)
    chosen = _shown(comparison, held) if pairs is None else pairs
    facts = comparison.claims.set_index("claim_id")[list(_FACTS)].astype(str).to_dict("index")
    tasks: list[dict[str, Any]] = [
        {"data": {**_data(pair, facts), "blind": blind}, "annotations": given.get(key(*pair), [])}
        for pair in _sides(chosen)
    ]
    if blind:
        tasks.sort(key=lambda task: str(task["data"]["id"]))
    else:
        tasks = _with_scores(tasks, comparison)
    Path(path).write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8")
    return Path(path)


def _sides(pairs: pd.DataFrame) -> list[Pair]:
    return [(str(a), str(b)) for a, b in pairs[["claim_a", "claim_b"]].drop_duplicates().itertuples(index=False)]


def _data(pair: Pair, facts: Mapping[Any, Mapping[Any, str]]) -> dict[str, Any]:
    missing = [claim for claim in pair if claim not in facts]
    if missing:
        raise SinorusError(f"No claim {missing[0]!r} in this comparison; see comparison.claims.")
    told = {f"{name}_{side}": facts[claim][name] for side, claim in zip("ab", pair, strict=True) for name in _FACTS}
    return {"id": content_id(*key(*pair)), "claim_a": pair[0], "claim_b": pair[1], **told}


def _with_scores(tasks: list[dict[str, Any]], comparison: Comparison) -> list[dict[str, Any]]:
    candidates, least = comparison.candidates, comparison.settings.equivalent_probability
    scores = dict(zip(pair_keys(candidates), candidates["probability"], strict=True))
    found = []
    for task in tasks:
        score = scores.get(key(task["data"]["claim_a"], task["data"]["claim_b"]))
        found.append(task if score is None else _scored(task, round(float(score), 6), least))
    return found


def _scored(task: dict[str, Any], score: float, least: float) -> dict[str, Any]:
    said = _choice(SAME if score >= least else DIFFERENT)
    prediction = {"model_version": "sinorus", "score": score, "result": [said]}
    return {**task, "data": {**task["data"], "probability": score}, "predictions": [prediction]}


def _held(decisions: pd.DataFrame | None, comparison: Comparison) -> pd.DataFrame:
    """Return what holds of the pairs of a comparison."""
    if decisions is None:
        return empty("decisions")
    known = known_decisions(decisions, set(comparison.claims["claim_id"]), stacklevel=4)
    return known[known["holds"]]


def _shown(comparison: Comparison, held: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a comparison, then those decided on that are not among them."""
    sides = ["claim_a", "claim_b"]
    other = held[~pair_keys(held).isin(set(pair_keys(comparison.pairs))).astype(bool)]
    other = other[~pair_keys(other).duplicated()]
    return pd.concat([comparison.pairs[sides], other[sides]], ignore_index=True)


def _annotations(held: pd.DataFrame) -> dict[Pair, list[dict[str, Any]]]:
    found: dict[Pair, list[dict[str, Any]]] = {}
    for decision in from_frame(held):
        found.setdefault(key(decision.claim_a, decision.claim_b), []).append(_annotation(decision))
    return found


def _annotation(decision: Decision) -> dict[str, Any]:
    note = [_part(_NOTE, "textarea", {"text": [decision.note]})] if decision.note else []
    return {
        **({"unique_id": decision.id} if _is_uuid(decision.id) else {}),
        "completed_by": {"email": decision.coder},
        "created_at": written_time(decision.when),
        "was_cancelled": False,
        "result": [_choice(decision.decision), *note],
    }


def _is_uuid(text: str) -> bool:
    """Tell whether an id is one that Label Studio takes."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _choice(decision: str) -> dict[str, Any]:
    return _part(_DECISION, "choices", {"choices": [decision]})


def _part(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": _OBJECT, "type": kind, "value": value}


def import_label_studio(path: str | Path, comparison: Comparison | None = None) -> pd.DataFrame:
    """Read what was annotated in Label Studio: its JSON export of tasks made by :func:`export_label_studio`.

    Skipped annotations, drafts and predictions are passed over. A task or annotation that makes no decision is
    left out, with one warning for all of them that names the first. Coders are named by their address of
    electronic mail, or by their number where the export has no more.

    Args:
        path: the JSON file.
        comparison: decisions on claims that are not in it are counted in a warning and left out.

    Returns:
        The frame ``decisions``.

    Raises:
        SinorusError: if it is no list of tasks.
    """
    bad: list[str] = []
    found = decisions_frame(_decisions(_tasks(Path(path)), bad))
    if bad:
        more = f" So are {len(bad) - 1} others." if len(bad) > 1 else ""
        warnings.warn(f"{path}, {bad[0]}. It is left out.{more}", SinorusWarning, stacklevel=2)
    return found if comparison is None else known_decisions(found, set(comparison.claims["claim_id"]))


def _tasks(path: Path) -> list[Any]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SinorusError(f"{path}: expected Label Studio's JSON export; {error}.") from error
    if not isinstance(tasks, list):
        raise SinorusError(f"{path}: expected a list of tasks, got {reprlib.repr(tasks)}. Export as JSON.")
    return tasks


def _decisions(tasks: list[Any], bad: list[str]) -> Iterator[Decision]:
    for number, task in enumerate(tasks, 1):
        try:
            data, annotations = _object(task, "data"), _list(task, "annotations")
        except SinorusError as error:
            bad.append(f"task {number}: {error}")
            continue
        for annotation in annotations:
            try:
                if not (isinstance(annotation, dict) and annotation.get("was_cancelled")):
                    yield _decision(data, annotation)
            except SinorusError as error:
                bad.append(f"task {number}: {error}")
            except RecursionError:
                bad.append(f"task {number}: expected text, got what is nested too deeply")


def _object(value: Any, name: str) -> dict[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise SinorusError(f"expected an object {name!r}, got {reprlib.repr(value)}")
    return found


def _list(value: Any, name: str) -> list[Any]:
    found = value.get(name, []) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise SinorusError(f"expected a list {name!r}, got {reprlib.repr(value)}")
    return found


def _decision(data: dict[str, Any], annotation: Any) -> Decision:
    result = _list(annotation, "result")
    said = _said(result, _DECISION, "choices")
    known = {
        "coder": _coder(annotation.get("completed_by")),
        "when": annotation.get("updated_at") or annotation.get("created_at"),
        "claim_a": data.get("claim_a"),
        "claim_b": data.get("claim_b"),
        "decision": choices_by_wording().get(said, said),
        "note": _said(result, _NOTE, "text"),
    }
    blind = data.get("blind", "probability" not in data)
    return Decision.from_record({**known, "blind": blind, "id": _id(annotation, known)})


def _id(annotation: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Return the id of an annotation: its own while it is as we wrote it, else one of what it says now."""
    own = annotation.get("unique_id")
    if isinstance(own, str) and own and "updated_at" not in annotation:
        return own
    return content_id(annotation.get("id"), *known.values())


def _coder(completed_by: object) -> str:
    found = completed_by
    if isinstance(found, Mapping):
        found = found.get("email") or found.get("id")
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _said(result: list[Any], name: str, kind: str) -> str:
    """Return what a part of an annotation says; nothing if it has no such part."""
    for part in result:
        if isinstance(part, dict) and part.get("from_name") == name and isinstance(part.get("value"), dict):
            value = part["value"].get(kind)
            lines = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            return "\n".join(line for line in lines if isinstance(line, str))
    return ""
