"""Names for what a stage made, which change when anything does that it was made of."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from sinorus_lib.encoders.embedding import model_key
from sinorus_lib.encoders.precision import chosen_precision
from sinorus_lib.parsing import PIPELINES
from sinorus_lib.settings import Settings

PACKAGE = Path(__file__).parents[1]
_ASIDE = frozenset({"evaluation", "views", "adjudication", "divergence"})  # parts of it that no stage rests on
_CODE = frozenset({".py", ".yaml", ".json"})
# Packages of others whose versions change what is read; models by name have keys of their own.
_LIBRARIES = ("sentence-transformers", "sentencex", "spacy", "text2num", "tokenizers", "torch", "transformers")
_COVERAGE_LIBRARIES = ("courlan", "ftfy", "lingua-language-detector", "lxml", "numpy", "trafilatura", "warcio")
_READ = ("article_id", "outlet", "language", "title", "text")  # what reading an article rests on
READING = ("encoder", "unit", "token_layer")  # and the settings that it rests on
ALIGNING = (
    "candidates", "neighbourhood", "min_probability", "mutual_best", "equivalent_probability", "related_probability",
    "translation_probability",
)  # fmt: skip


def reading_keys(articles: pd.DataFrame, settings: Settings) -> list[str]:
    """Return one key an article for what reading it gives."""
    basis = _reading_basis(settings)
    rows = articles[list(_READ)].astype(object).where(articles[list(_READ)].notna(), None)
    return [digest([basis, *row]) for row in rows.itertuples(index=False)]


def coverage_keys(given: Iterable[object]) -> list[str]:
    """Return one key for what reading coverage makes of each of these, plain values that tell all it is made from."""
    basis = digest([_code_key(), [version(name) for name in _COVERAGE_LIBRARIES], platform.python_version()])
    return [digest([basis, one]) for one in given]


def aligning_key(read: Iterable[str], settings: Settings) -> str:
    """Return the key for what aligning articles with each other gives, from the keys of their readings."""
    chosen = [getattr(settings, name) for name in ALIGNING]
    return digest([*chosen, *sorted(read)])


def digest(values: object) -> str:
    """Return 32 hexadecimal digits that tell plain values from others."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()[:32]


def _reading_basis(settings: Settings) -> str:
    chosen = [getattr(settings, name) for name in READING]
    model = [model_key(settings.encoder), chosen_precision(settings.precision)]
    return digest([_code_key(), _libraries_key(), model, chosen])


@cache
def _code_key() -> str:
    """Return the key of the code and tables that stages rest on: what other code made is not taken for its own."""
    paths = (path for path in PACKAGE.rglob("*") if path.suffix in _CODE)
    files = sorted(path.relative_to(PACKAGE) for path in paths)
    used = [path for path in files if path.parts[0] not in _ASIDE]
    return digest([(path.as_posix(), hashlib.sha256((PACKAGE / path).read_bytes()).hexdigest()) for path in used])


@cache
def _libraries_key() -> str:
    return digest([version(name) for name in (*_LIBRARIES, *sorted(PIPELINES.values()))])
