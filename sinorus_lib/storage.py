"""A comparison on disk: a folder of Parquet and JSON, swapped in whole, checked when read. Nothing is pickled.

A checksum tells damage, not malice: whoever changes a file can write its checksum anew. So what is read is looked at,
too: the kinds of the columns, ids that resolve, offsets that fit the texts, numbers that are numbers.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sinorus_lib.adjudication.records import CHOICES, DECISIONS
from sinorus_lib.alignment import CONFLICTING, EQUIVALENT, RELATED
from sinorus_lib.alignment.overlap import WORD_COLUMNS
from sinorus_lib.alignment.probability import PairModel, ProbabilityModel
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.claims import CLAUSE, FALLBACK, WHOLE
from sinorus_lib.coverage import REMOVED_COLUMNS
from sinorus_lib.encoders import BUNDLED, UnaskedEncoder
from sinorus_lib.encoders.store import TOKEN_DIMENSIONS
from sinorus_lib.errors import SinorusError
from sinorus_lib.schemas import FLAG, NUMBER, SCHEMAS, TEXT, TIME, Column, conform
from sinorus_lib.schemas import WHOLE as WHOLE_NUMBER
from sinorus_lib.scratch import not_written, put, restore, scratch_beside
from sinorus_lib.sentences import HEADLINE, SENTENCE, SUBHEADING
from sinorus_lib.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

FORMAT = 4
READABLE = (3, FORMAT)  # one of format 3 has no decisions
MANIFEST = "sinorus.json"
MODEL = "probability.json"
SETTINGS = "settings.json"
SPACE = "space.json"
FRAMES = ("articles", "claims", "pairs", "framing", "candidates", "words", "removed", "decisions")
# Derived on reading, but written too, so that other tools find every frame in the folder.
DERIVED = ("divergence", "outlets", "pooled")
FILES = frozenset({*(f"{name}.parquet" for name in (*FRAMES, *DERIVED)), MODEL, SETTINGS, SPACE})

_ATTEMPTS = 10  # to read a folder that other runs replace meanwhile
_LARGEST_JSON = 64 << 20  # bytes
_LARGEST_RATIO, _LEAST_ROOM = 200, 64 << 20  # what a Parquet file may unpack to: times its size, or bytes
_EXTENSION = b"ARROW:extension:name"  # of a type that a package would have to make sense of
_CODECS = ("SNAPPY", "UNCOMPRESSED")
_MEND = "Compare again, or restore it."
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_ROUNDING = 1e-5
# What reading something that does not fit may raise.
_UNFIT = (OSError, ValueError, KeyError, TypeError, OverflowError, AttributeError, pa.ArrowException)
_LARGEST_COUNT = 2**53
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_PAIR = {name: SCHEMAS["pairs"][name] for name in ("claim_a", "claim_b", "similarity", "overlap", "probability")}
_KINDS = {"side": TEXT, "word": TEXT, "matched": FLAG, "weight": NUMBER, "similarity": NUMBER}
# The columns of every frame that is read, those of no schema included.
_COLUMNS: dict[str, dict[str, Column]] = {
    **SCHEMAS,
    "candidates": {**_PAIR, "reason": SCHEMAS["pairs"]["reason"]},
    "words": {
        **{name: SCHEMAS["pairs"][name] for name in ("claim_a", "claim_b")},
        **{name: Column(_KINDS.get(name, WHOLE_NUMBER), "") for name in WORD_COLUMNS},
    },
    "removed": {name: Column(WHOLE_NUMBER if name == "paragraph" else TEXT, "", True) for name in REMOVED_COLUMNS},
}
_RANGES = {
    ("claims", "quoted"): (0.0, 1.0),
    ("pairs", "similarity"): (-1.0, 1.0),
    ("pairs", "probability"): (0.0, 1.0),
    ("pairs", "conflict_probability"): (0.0, 1.0),
    ("candidates", "similarity"): (-1.0, 1.0),
    ("candidates", "probability"): (0.0, 1.0),
    ("framing", "value"): (0.0, 1.0),
}
_CHOICES = {
    ("articles", "language"): LANGUAGES,
    ("claims", "language"): LANGUAGES,
    ("claims", "kind"): (HEADLINE, SUBHEADING, SENTENCE),
    ("claims", "split"): (WHOLE, CLAUSE, FALLBACK),
    ("pairs", "language_a"): LANGUAGES,
    ("pairs", "language_b"): LANGUAGES,
    ("pairs", "relation"): (EQUIVALENT, RELATED, CONFLICTING),
    ("pairs", "decision"): CHOICES,
    ("words", "side"): ("a", "b"),
    ("decisions", "decision"): DECISIONS,
}
_IDS = {"articles": ["article_id"], "claims": ["claim_id"], "pairs": ["claim_a", "claim_b"], "decisions": ["id"]}


def save(comparison: Comparison, folder: Path) -> Path:
    """Write a comparison to a folder; an earlier comparison there is replaced in one step.

    Raises:
        SinorusError: if the folder holds anything other than a saved comparison, or cannot be written; what stood
            there is still there then.
    """
    target = _real(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        restore(target)
        _refuse_to_replace(target)
        with scratch_beside(target) as scratch:
            written = scratch / "run"
            written.mkdir()
            _write(comparison, written)
            _refuse_to_replace(target)
            put(written, target, scratch)
    except OSError as error:
        kept = "What stood there before is still there." if target.exists() else ""
        raise SinorusError(not_written(target, error, kept)) from error
    return folder


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


def _refuse_to_replace(target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    expected = f"{target}: expected an empty folder or a saved comparison and nothing else"
    try:
        _manifest(target)
    except SinorusError as error:
        raise SinorusError(f"{expected}. Choose another folder.") from error
    other = sorted(path.name for path in target.iterdir() if path.name not in {MANIFEST, *FILES})
    if other:
        raise SinorusError(f"{expected}; found {other[0]}. Move it away, or choose another folder.")


def _write(comparison: Comparison, folder: Path) -> None:
    for name in (*FRAMES, *DERIVED):
        getattr(comparison, name).to_parquet(folder / f"{name}.parquet", index=False)
    (folder / SPACE).write_text(json.dumps(comparison.space.to_mapping()), encoding="utf-8")
    comparison.model.to_json(folder / MODEL)
    settings = json.dumps(comparison.settings.to_mapping(), indent=1)
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    manifest = {"format": FORMAT, "coder": comparison.coder, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def load(folder: str | Path, *, encoder: str | None = None) -> Comparison:
    """Read a comparison that :meth:`Comparison.save` wrote.

    Args:
        folder: where it lies. It may come from anybody: what does not fit is refused, and nothing in it is run.
        encoder: the encoder to explain other pairs with. A bundled one that the folder names is taken as it is; any
            other is loaded only if it is named here, since a file is no reason to load a model from somewhere.

    Raises:
        SinorusError: if it is no such folder, is of another format, or a file in it was changed or does not fit.
    """
    folder = Path(folder)
    with suppress(OSError):  # what cannot be put back is not there
        restore(_real(folder))
    for _ in range(_ATTEMPTS):
        manifest = _manifest(folder)
        try:
            return _loaded(folder, manifest, encoder)
        except SinorusError:
            if _manifest(folder) == manifest:  # else another run replaced the folder while it was read
                raise
    raise SinorusError(f"{folder}: is replaced by other runs again and again. Load it when they are done.")


def _loaded(folder: Path, manifest: dict[str, Any], encoder: str | None) -> Comparison:
    from sinorus_lib.comparison import Comparison

    names = FRAMES if manifest["format"] == FORMAT else FRAMES[:-1]
    frames = {name: _frame(folder, name, manifest) for name in names}
    settings = _settings(folder, manifest, encoder)
    model, space = _model(folder, manifest), _space(folder, manifest)
    _check_frames(folder, frames)
    _check_space(folder / SPACE, space, frames["claims"], settings)
    with _told(folder / MODEL):
        _check_model(model)
    with _told(folder / "candidates.parquet"):
        _check_features(frames["candidates"], model)
    return Comparison(**frames, space=space, settings=settings, model=model, coder=manifest["coder"])


# What a file holds.


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = _json(_plain_bytes(path, _LARGEST_JSON))
        found, files = manifest["format"], manifest["files"]
        if not isinstance(files, dict):
            raise TypeError("files")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SinorusError(
            f"{folder}: expected a folder that Comparison.save wrote; its {MANIFEST} cannot be read ({error!r:.200})."
        ) from error
    if isinstance(found, bool) or found not in READABLE:
        known = " and ".join(map(str, READABLE))
        raise SinorusError(f"{folder}: is of format {found!r:.50}; this version reads {known}. Compare again.")
    for name, checksum in files.items():
        if name not in FILES or not (isinstance(checksum, str) and _CHECKSUM.fullmatch(checksum)):
            raise SinorusError(f"{path}: names {name!r:.100}; expected files of a comparison and checksums. {_MEND}")
    if not isinstance(manifest.setdefault("coder", None), str | None):
        raise SinorusError(f"{path}: coder is {manifest['coder']!r:.100}; expected a name. {_MEND}")
    return manifest


def _json(data: bytes) -> dict[str, Any]:
    """Return the object that JSON holds.

    Raises:
        ValueError: if it is no JSON, is nested too deep, holds what is no number, or is no object.
    """
    try:
        values = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(values, dict):
        raise ValueError(f"expected an object, got {type(values).__name__}")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _plain_bytes(path: Path, most: int | None = None) -> bytes:
    """Return what a plain file holds; a link, or what would make the reader wait, is refused.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is no plain file, or too large.
    """
    descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    with os.fdopen(descriptor, "rb") as stream:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError(f"{path.name} is no plain file")
        if most is not None and found.st_size > most:
            raise ValueError(f"{path.name} has {found.st_size:,} bytes; expected at most {most:,}")
        return stream.read()


def _verified(folder: Path, name: str, manifest: dict[str, Any]) -> bytes:
    path = folder / name
    try:
        data = _plain_bytes(path, None if name.endswith(".parquet") else _LARGEST_JSON)
    except (OSError, ValueError) as error:
        raise SinorusError(f"{path}: is missing or was changed since it was saved ({error}). {_MEND}") from error
    if hashlib.sha256(data).hexdigest() != manifest["files"].get(name):
        raise SinorusError(f"{path}: is missing or was changed since it was saved. {_MEND}")
    return data


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of anything that does not fit in which file it stands, and how to mend it."""
    try:
        yield
    except (SinorusError, *_UNFIT) as error:
        what = " ".join((str(error) if isinstance(error, (SinorusError, ValueError)) else repr(error)).split())
        raise SinorusError(
            f"{path}: does not hold what a comparison has: {what[:500].rstrip('.')}. {_MEND}"
        ) from error


def _settings(folder: Path, manifest: dict[str, Any], encoder: str | None) -> Settings:
    data = _verified(folder, SETTINGS, manifest)
    with _told(folder / SETTINGS):
        settings = Settings.from_mapping({**_json(data), "cache_dir": None})
        null = settings.translation_null
        if null is not None and (str(null).startswith(("//", "\\\\")) or (null.exists() and not null.is_file())):
            raise ValueError(f"translation_null is {str(null)!r}; expected a plain file")
        if encoder is not None:
            return settings.with_(encoder=encoder)
        return settings if settings.encoder in BUNDLED else settings.with_(encoder=UnaskedEncoder(settings.encoder))


def _model(folder: Path, manifest: dict[str, Any]) -> PairModel:
    data = _verified(folder, MODEL, manifest)
    with _told(folder / MODEL):
        _json(data)
        return PairModel.from_json(data.decode("utf-8"))


def _space(folder: Path, manifest: dict[str, Any]) -> TokenSpace:
    data = _verified(folder, SPACE, manifest)
    with _told(folder / SPACE):
        return TokenSpace.from_mapping(_json(data))


def _frame(folder: Path, name: str, manifest: dict[str, Any]) -> pd.DataFrame:
    path, columns = folder / f"{name}.parquet", _COLUMNS[name]
    data = _verified(folder, path.name, manifest)
    with _told(path):
        frame = _table(data, columns).to_pandas(ignore_metadata=True)
        return conform(frame, name) if name in SCHEMAS else frame


def _table(data: bytes, columns: Mapping[str, Column]) -> pa.Table:
    """Read Parquet: known kinds of columns, and no more of them than the file's size accounts for."""
    with pq.ParquetFile(io.BytesIO(data)) as file:
        schema, metadata = file.schema_arrow, file.metadata
    _check_columns(schema, columns, metadata.num_rows)
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    codecs = {group.column(i).compression for group in groups for i in range(group.num_columns)}
    if not codecs <= set(_CODECS):
        raise ValueError(f"it is packed by {sorted(codecs)[0]}; expected {' or '.join(_CODECS)}")
    room = max(_LARGEST_RATIO * len(data), _LEAST_ROOM)
    if sum(group.num_rows for group in groups) * max(len(schema), 1) * 8 > room:
        raise ValueError(f"it unpacks to more than {room:,} bytes from {len(data):,}")
    texts = [field.name for field in schema if _is_text(field.type)]
    with pq.ParquetFile(io.BytesIO(data), read_dictionary=texts) as file:
        table = file.read()
    if sum(_unpacked(table[name]) for name in texts) > room:
        raise ValueError(f"its texts unpack to more than {room:,} bytes from {len(data):,}")
    plain = pa.schema([(field.name, pa.large_string() if field.name in texts else field.type) for field in schema])
    unpacked = table.replace_schema_metadata(None).cast(plain)
    unpacked.validate(full=True)  # text that is no UTF-8, for one
    return unpacked


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


_FITTING: dict[str, Callable[[pa.DataType], bool]] = {
    TEXT: _is_text,
    WHOLE_NUMBER: pa.types.is_integer,
    NUMBER: lambda kind: pa.types.is_floating(kind) or pa.types.is_integer(kind),
    TIME: lambda kind: pa.types.is_timestamp(kind) or pa.types.is_date(kind),
    FLAG: pa.types.is_boolean,
}


def _unpacked(column: pa.ChunkedArray) -> int:
    """Return how many bytes a column of text takes without its dictionary."""
    lengths = [pc.sum(pc.take(pc.binary_length(part.dictionary), part.indices)).as_py() for part in column.chunks]
    return sum(found or 0 for found in lengths)


def _check_columns(schema: pa.Schema, columns: Mapping[str, Column], rows: int) -> None:
    if len(set(schema.names)) < len(schema.names):
        raise ValueError("a column stands twice")
    for field in schema:
        known = pa.types.is_null(field.type) or any(fits(field.type) for fits in _FITTING.values())
        if not known or _EXTENSION in (field.metadata or {}):
            raise ValueError(f"the column {field.name!r} is {field.type}; expected text, numbers, times or flags")
    for name, spec in columns.items():
        if name in schema.names:
            kind = schema.field(name).type
            empty = pa.types.is_null(kind) and (spec.nullable or not rows)
            if not (empty or _FITTING[spec.dtype](kind)):
                raise ValueError(f"the column {name!r} is {kind}; expected {spec.dtype}")
        elif rows and not spec.optional:
            raise ValueError(f"the column {name!r} is missing")


# Whether it fits together.


def _check_frames(folder: Path, frames: dict[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        with _told(folder / f"{name}.parquet"):
            _check_cells(frame, name)
            for other, columns in _references(name).items():
                _check_references(frame, columns, set(frames[other][_IDS[other][0]]))
    articles, claims = frames["articles"], frames["claims"]
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    article_of = dict(zip(claims["claim_id"], claims["article_id"], strict=True))
    with _told(folder / "claims.parquet"):
        _check_offsets(claims["article_id"].map(texts), claims["start"], claims["end"], claims["text"])
        inside = claims["start"].le(claims["content_start"]) & claims["content_end"].le(claims["end"])
        if not (inside & claims["content_start"].le(claims["content_end"])).all():
            raise ValueError("the content of a claim lies outside it")
    with _told(folder / "framing.parquet"):
        framing = frames["framing"]
        _check_offsets(
            framing["claim_id"].map(article_of).map(texts), framing["start"], framing["end"], framing["cue"]
        )
    with _told(folder / "words.parquet"):
        _check_words(frames["words"], dict(zip(claims["claim_id"], claims["text"], strict=True)))


def _references(name: str) -> dict[str, list[str]]:
    """Return which columns of a frame hold ids of another one: that frame -> the columns."""
    if name in ("pairs", "candidates", "words"):
        return {"claims": ["claim_a", "claim_b"]}
    return {"claims": {"articles": ["article_id"]}, "framing": {"claims": ["claim_id"]}}.get(name, {})


def _check_references(frame: pd.DataFrame, columns: list[str], known: set[str]) -> None:
    for column in columns if len(frame) else []:
        unknown = frame.loc[~frame[column].isin(list(known)), column]
        if len(unknown):
            raise ValueError(f"{column} is {str(unknown.iloc[0])[:100]!r}, which does not resolve")


def _check_cells(frame: pd.DataFrame, name: str) -> None:
    if (ids := _IDS.get(name)) and frame.duplicated(ids).any():
        raise ValueError(f"the same {' and '.join(ids)} stands twice")
    for column, spec in _COLUMNS[name].items():
        if column in frame and not spec.nullable and frame[column].isna().any():
            raise ValueError(f"the column {column!r} has an empty cell")
    numbers = frame.select_dtypes(np.floating)
    if np.isinf(numbers.to_numpy(dtype=np.float64)).any():
        raise ValueError("a number is infinite")
    for (owner, column), (low, high) in _RANGES.items():
        if owner == name and column in frame and not frame[column].between(low - _ROUNDING, high + _ROUNDING).all():
            raise ValueError(f"{column} is out of its range, {low:g} to {high:g}")
    for (owner, column), choices in _CHOICES.items():
        if owner == name and column in frame and not frame[column].dropna().isin(list(choices)).all():
            raise ValueError(f"{column} is other than {', '.join(choices)}")


def _check_offsets(texts: pd.Series, starts: pd.Series, ends: pd.Series, cut: pd.Series) -> None:
    for text, start, end, expected in zip(texts, starts, ends, cut, strict=True):
        if not 0 <= start <= end <= len(text) or text[start:end] != expected:
            raise ValueError(f"the offsets {start} to {end} do not lead to the text that stands beside them")


def _check_words(words: pd.DataFrame, texts: dict[str, str]) -> None:
    if words.empty:
        return
    first = words["side"] == "a"
    own = words["claim_a"].where(first, words["claim_b"]).map(texts)
    other = words["claim_b"].where(first, words["claim_a"]).map(texts)
    _check_offsets(own, words["start"], words["end"], words["word"])
    match = words["match_start"].between(0, words["match_end"]) & words["match_end"].le(other.str.len())
    if not match.all():
        raise ValueError("a match lies outside its claim")


def _check_space(path: Path, space: TokenSpace, claims: pd.DataFrame, settings: Settings) -> None:
    with _told(path):
        languages = set(space.centres)
        if not set(claims["language"]) <= languages <= set(LANGUAGES):
            raise ValueError(f"its languages are {sorted(languages)}; expected those of the claims")
        if not languages == set(space.frequencies) == set(space.claims):
            raise ValueError("its parts are of different languages")
        shapes = {centre.shape for centre in space.centres.values()}
        expected = {(TOKEN_DIMENSIONS,)} if settings.encoder in BUNDLED else shapes
        if shapes != expected or any(len(shape) != 1 for shape in shapes):
            raise ValueError(f"its centres have the shapes {sorted(shapes)}; expected ({TOKEN_DIMENSIONS},)")
        if not all(np.isfinite(centre).all() for centre in space.centres.values()):
            raise ValueError("a centre holds what is no number")
        counts = [*space.claims.values(), *(n for found in space.frequencies.values() for n in found.values())]
        if not all(type(n) is int and 0 <= n <= _LARGEST_COUNT for n in counts):
            raise ValueError("a count is no whole number from 0")


def _check_model(model: PairModel) -> None:
    if not 0.0 <= model.contradicting <= 1.0:
        raise ValueError("contradicting is out of its range, 0 to 1")
    for part in (model.content, model.conflict):
        _check_part(part)


def _check_features(candidates: pd.DataFrame, model: PairModel) -> None:
    if candidates.empty:
        return
    for name in (*model.content.features, *model.conflict.features):
        if name not in candidates.columns:
            raise ValueError(f"the column {name!r:.100} is missing, a feature of {MODEL}")
        if not np.isfinite(candidates[name].to_numpy(dtype=np.float64)).all():
            raise ValueError(f"the column {name!r:.100} holds what is no number")


def _check_part(model: ProbabilityModel) -> None:
    columns = (model.means, model.scales, model.weights)
    numbers = [*model.means, *model.scales, *model.weights, model.intercept]
    if not all(isinstance(name, str) for name in model.features):
        raise ValueError("a feature is no name")
    if any(len(column) != len(model.features) for column in columns):
        raise ValueError(f"expected {len(model.features)} means, scales and weights, one a feature")
    if not all(type(n) in (int, float) and math.isfinite(n) for n in numbers) or min(model.scales, default=1) <= 0:
        raise ValueError("a mean, scale, weight or intercept is no number, or a scale is not above 0")
