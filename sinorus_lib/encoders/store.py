"""The bundled models in the user's cache: built once from their packages, then loaded from there."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from sinorus_lib.encoders.precision import FLOAT32
from sinorus_lib.encoders.sources import SOURCES
from sinorus_lib.errors import EncoderError
from sinorus_lib.scratch import alone_in, not_written, put, remove_dead, scratch_beside

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from sinorus_lib.encoders.bare import BareEncoder

BUNDLED = {
    "e5-small": "sinorus_lib.encoders.e5_small",
    "use-m3": "sinorus_lib.encoders.use_m3",
}  # name -> builder
BARE = frozenset({"e5-small"})  # those whose hidden layers can be read without sentence-transformers
DIMENSIONS = {"e5-small": 384, "use-m3": 512}  # name -> of its vectors
TOKEN_DIMENSIONS = DIMENSIONS["e5-small"]  # whose token vectors serve every bundled encoder
BUILD_VERSION = 1  # raise it when a builder changes what it writes
_MANIFEST = "sinorus.json"


def cache_folder(cache_dir: Path | None = None) -> Path:
    """Return the folder for models and embeddings: ``cache_dir``, else ``SINORUS_CACHE``, else the user's."""
    if cache_dir is not None:
        return cache_dir
    configured = os.environ.get("SINORUS_CACHE")
    return Path(configured).expanduser() if configured else user_cache_path("sinorus", appauthor=False)


def model_folder(name: str, cache_dir: Path | None = None) -> Path:
    """Return where a bundled model lies once it is built."""
    return cache_folder(cache_dir) / "models" / f"{name}-v{BUILD_VERSION}-{SOURCES[name].fingerprint}"


def is_built(name: str, cache_dir: Path | None = None) -> bool:
    """Tell whether a bundled model lies in the cache as it was built: every file, unchanged, and no other."""
    return _is_whole(model_folder(name, cache_dir))


def _is_whole(folder: Path) -> bool:
    try:
        expected = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return bool(_files(folder)) and _contents(folder) == expected
    except (OSError, ValueError, RecursionError):
        return False


def prepare(name: str, cache_dir: Path | None = None) -> Path:
    """Build a bundled model unless it lies in the cache, and return its folder.

    The folder appears whole or not at all: it is built beside its place and renamed. Of several processes one
    builds, and the others wait for it.

    Raises:
        EncoderError: if its package is missing or is not the one expected, or the cache cannot be written.
    """
    module = _module(name)
    folder = _prepared(model_folder(name, cache_dir), module.build)
    if name in BARE:
        with suppress(EncoderError):  # it saves time and memory, where the cache can be written
            _prepared(_latin_folder(folder), partial(module.build_latin, folder))
    return folder


def _latin_folder(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-latin")


def _prepared(folder: Path, build: Callable[[Path], None]) -> Path:
    remove_dead(folder)
    if _is_whole(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EncoderError(not_written(folder.parent, error)) from error
    with alone_in(folder.parent), quiet_transformers():
        if not _is_whole(folder):
            _build(build, folder)
    return folder


@lru_cache(maxsize=2)
def load_bundled(name: str, cache_dir: Path | None = None, precision: str = FLOAT32) -> SentenceTransformer:
    """Build a bundled model if needed and load it; the last two stay in memory, being read only."""
    folder = prepare(name, cache_dir)
    with quiet_transformers():
        model: SentenceTransformer = _module(name).load(folder, precision)
    return model


@lru_cache(maxsize=1)
def load_bare(name: str, cache_dir: Path | None = None, precision: str = FLOAT32) -> BareEncoder:
    """Build a model of ``BARE`` if needed and load what its hidden layers need; the last one stays in memory."""
    folder = prepare(name, cache_dir)
    latin = _latin_folder(folder)
    model: BareEncoder = _module(name).load_bare(folder, latin if _is_whole(latin) else None, precision)
    return model


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Silence reports and progress bars of loading, which say nothing to an analyst; restored after."""
    from transformers.utils import logging as transformers_logging

    shown = transformers_logging.is_progress_bar_enabled()
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers")]
    levels = [logger.level for logger in loggers]
    transformers_logging.disable_progress_bar()
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if shown:
            transformers_logging.enable_progress_bar()


def _module(name: str) -> ModuleType:
    if name not in BUNDLED:
        raise EncoderError(f"Unknown bundled model {name!r}; expected one of {', '.join(BUNDLED)}.")
    return importlib.import_module(BUNDLED[name])


def _build(build: Callable[[Path], None], folder: Path) -> None:
    try:
        with scratch_beside(folder) as scratch:
            built = scratch / "model"
            build(built)
            (built / _MANIFEST).write_text(json.dumps(_contents(built), indent=1), encoding="utf-8")
            put(built, folder, scratch)
    except Exception as error:  # what is about something other than writing is raised as it came
        raise EncoderError(not_written(folder, error)) from error


def _contents(folder: Path) -> dict[str, dict[str, int | str]]:
    """Return the size and the SHA-256 of every file in a model's folder but the manifest, by path inside it.

    Raises:
        OSError: if one cannot be read, or is a link.
    """
    files = _files(folder)
    return {
        "sizes": {name: path.stat().st_size for name, path in files.items()},
        "checksums": {name: _checksum(path) for name, path in files.items()},
    }


def _files(folder: Path) -> dict[str, Path]:
    paths = [path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path for path in paths if path != folder / _MANIFEST}


def _checksum(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise OSError(f"{path} is no plain file")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
