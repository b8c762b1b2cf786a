"""Claims -> unit vectors, remembered by content, model and version so that no sentence is encoded twice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sinorus_lib.encoders import UnaskedEncoder, load_encoder
from sinorus_lib.encoders.precision import FLOAT32, chosen_precision
from sinorus_lib.encoders.protocol import Encoder, Vectors
from sinorus_lib.encoders.sources import SOURCES
from sinorus_lib.encoders.store import BUILD_VERSION, BUNDLED, DIMENSIONS, cache_folder
from sinorus_lib.errors import EncoderError
from sinorus_lib.scratch import not_written, remove_dead, scratch_beside, sync_file
from sinorus_lib.settings import Settings

_UNIT = 1e-3  # how far from 1 a vector's length may be


def embed(
    claims: pd.DataFrame,
    *,
    encoder: Encoder | str | None = None,
    settings: Settings | None = None,
    progress: Callable[[int], object] | None = None,
) -> Vectors:
    """Return one unit vector a claim, float32, shape ``(claims, dimensions)``, row i for claim i.

    Args:
        claims: a frame with a ``text`` column.
        encoder: an encoder, or the name of one; that of the settings if not given. Vectors of an encoder
            that is named are kept in the cache; those of an object are not, since nothing says when it changes.
        settings: ``encoder``, ``batch_size``, ``precision`` and ``cache_dir``.
        progress: told how many claims are done.

    Raises:
        EncoderError: if the encoder cannot be loaded or returns other than one finite vector a claim.
    """
    settings = settings or Settings()
    chosen = settings.encoder if encoder is None else encoder
    texts = claims["text"].tolist()
    if not isinstance(chosen, str):
        return _encode(chosen, texts, settings, progress)
    cache = VectorCache(chosen, settings.cache_dir, settings.precision)
    known = cache.read(texts)
    if new := _missing(texts, known):
        model = load_encoder(chosen, cache_dir=settings.cache_dir, precision=settings.precision)
        added = cache.add(new, _encode(model, new, settings, progress))
        size = len(added[content_key(new[0])])
        known = {key: vector for key, vector in known.items() if len(vector) == size} | added
        if foreign := _missing(texts, known):  # they were remembered, but not of this model
            known |= cache.add(foreign, _encode(model, foreign, settings, None))
    return np.stack([known[content_key(text)] for text in texts]) if texts else np.zeros((0, 0), np.float32)


def _missing(texts: list[str], known: dict[str, Vectors]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if content_key(text) not in known]


def content_key(text: str) -> str:
    """Return the key of a text in the cache."""
    return hashlib.sha256(text.encode()).hexdigest()


def _encode(
    encoder: Encoder, texts: list[str], settings: Settings, progress: Callable[[int], object] | None
) -> Vectors:
    batches = [texts[at : at + settings.batch_size] for at in range(0, len(texts), settings.batch_size)]
    found = []
    for batch in batches:
        found.append(_checked(np.asarray(encoder.encode(batch), dtype=np.float32), batch))
        if progress:
            progress(len(batch))
    vectors = np.concatenate(found) if found else np.zeros((0, 0), np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)


def _checked(vectors: Vectors, batch: list[str]) -> Vectors:
    if vectors.ndim != 2 or len(vectors) != len(batch) or not np.isfinite(vectors).all():
        raise EncoderError(
            f"The encoder returned an array of shape {vectors.shape} for {len(batch)} sentences; expected one "
            "finite vector a sentence."
        )
    return vectors


class VectorCache:
    """Vectors of one model in the user's cache: Parquet files that are only ever added, each whole or absent."""

    def __init__(self, model: str, cache_dir: Path | None = None, precision: str = FLOAT32) -> None:
        exact = chosen_precision(precision)
        key = model_key(model) + ("" if exact == FLOAT32 else f"-{exact}")
        self.folder = cache_folder(cache_dir) / "embeddings" / key
        self._size = DIMENSIONS.get(model)

    def read(self, texts: Iterable[str] = ()) -> dict[str, Vectors]:
        """Return content key -> vector; a file that is damaged or foreign is passed over, and made again in time.

        Args:
            texts: what is asked for. If one file holds just these, no other is read.
        """
        remove_dead(self.folder)
        keys = [content_key(text) for text in dict.fromkeys(texts)]
        together = _read_vectors(self._path(keys))
        return together if keys and together.keys() == set(keys) and self._fits(together) else self._read_all()

    def _fits(self, vectors: dict[str, Vectors]) -> bool:
        return {len(vector) for vector in vectors.values()} == {self._size}

    def _read_all(self) -> dict[str, Vectors]:
        tables = [table for path in sorted(self.folder.glob("*.parquet")) if (table := _read_vectors(path))]
        sizes = Counter(len(vector) for table in tables for vector in table.values())
        usual = self._size or (sizes.most_common(1)[0][0] if sizes else 0)
        return {key: vector for table in tables for key, vector in table.items() if len(vector) == usual}

    def add(self, texts: list[str], vectors: Vectors) -> dict[str, Vectors]:
        """Write the vectors of new texts and return them by content key.

        Raises:
            EncoderError: if they cannot be written, as when the disk is full.
        """
        keys = [content_key(text) for text in texts]
        flat = pa.array(vectors.astype(np.float32).reshape(-1))
        column = pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
        path = self._path(keys)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_whole(pa.table({"key": keys, "vector": column}), path)
        except OSError as error:
            raise EncoderError(not_written(path, error)) from error
        return dict(zip(keys, vectors, strict=True))

    def _path(self, keys: list[str]) -> Path:
        """Return the file of texts that were encoded together."""
        return self.folder / f"{hashlib.sha256(''.join(keys).encode()).hexdigest()[:24]}.parquet"


def _write_whole(table: pa.Table, path: Path) -> None:
    with scratch_beside(path.parent) as scratch:
        written = scratch / path.name
        pq.write_table(table, written, write_page_checksum=True)
        sync_file(written)
        written.replace(path)


def _read_vectors(path: Path) -> dict[str, Vectors]:
    """Return what a file of the cache holds: content key -> unit vector; nothing if it is no such file."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if not _holds_vectors(file.schema_arrow):
                return {}
            table = file.read(["key", "vector"])
        keys, column = table["key"].to_pylist(), table["vector"].combine_chunks()
        vectors = column.flatten().to_numpy().reshape(len(keys), column.type.list_size)
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return {}
    whole = np.abs(np.linalg.norm(vectors, axis=1) - 1.0) < _UNIT  # also false of what is no number
    return {key: vector for key, vector, good in zip(keys, vectors, whole, strict=True) if good}


def _holds_vectors(schema: pa.Schema) -> bool:
    found = dict(zip(schema.names, schema.types, strict=True))
    vector = found.get("vector")
    return (
        found.get("key") == pa.string()
        and isinstance(vector, pa.FixedSizeListType)
        and vector.value_type == pa.float32()
    )


def model_key(model: str) -> str:
    """Return a folder name that changes when the model's weights may have."""
    if isinstance(model, UnaskedEncoder):
        model.refuse()
    if model in BUNDLED:
        return f"{model}-v{BUILD_VERSION}-{SOURCES[model].fingerprint}"
    folder = Path(model).expanduser()
    state = ""
    if folder.is_dir():
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        state = "".join(
            f"{path.relative_to(folder)}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files
        )
    return "named-" + hashlib.sha256(f"{model}\x1f{state}".encode()).hexdigest()[:24]
