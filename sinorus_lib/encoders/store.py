"""The bundled models in the user's cache: built once from their packages, then loaded from there."""

from __future__ import annotations

import importlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from sinorus_lib.encoders.sources import SOURCES
from sinorus_lib.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = {
    "e5-small": "sinorus_lib.encoders.e5_small",
    "use-m3": "sinorus_lib.encoders.use_m3",
}  # name -> builder
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
    """Tell whether a bundled model lies complete in the cache."""
    folder = model_folder(name, cache_dir)
    try:
        sizes = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["sizes"]
        return all((folder / file).stat().st_size == size for file, size in sizes.items())
    except (OSError, ValueError, KeyError, AttributeError):
        return False


def prepare(name: str, cache_dir: Path | None = None) -> Path:
    """Build a bundled model unless it lies in the cache, and return its folder.

    The folder appears whole or not at all: it is built beside its place and renamed.

    Raises:
        EncoderError: if its package is missing or is not the one expected.
    """
    folder = model_folder(name, cache_dir)
    if not is_built(name, cache_dir):
        with quiet_transformers():
            _build(_module(name).build, folder)
    return folder


@lru_cache(maxsize=2)
def load_bundled(name: str, cache_dir: Path | None = None) -> SentenceTransformer:
    """Build a bundled model if needed and load it; the last two stay in memory, being read only."""
    folder = prepare(name, cache_dir)
    with quiet_transformers():
        model: SentenceTransformer = _module(name).load(folder)
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
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        built = Path(scratch) / "model"
        build(built)
        sizes = {str(file.relative_to(built)): file.stat().st_size for file in built.rglob("*") if file.is_file()}
        (built / _MANIFEST).write_text(json.dumps({"sizes": sizes}, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            built.rename(folder)
        except OSError:  # another process finished first: its copy is as good as ours
            if not folder.is_dir():
                raise
