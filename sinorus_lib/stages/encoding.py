"""Claims -> sentence vectors and token vectors: of one pass where one model gives both, else of two models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sinorus_lib.alignment import token_encoder
from sinorus_lib.alignment.tokens import TokenEncoder, TokenVectors, unit
from sinorus_lib.encoders import Vectors, load_layers
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class ClaimEncoder(Protocol):
    """Something that gives both kinds of vectors."""

    def encode_both(self, texts: Sequence[str], *, batch_size: int) -> tuple[list[TokenVectors], Vectors]:
        """Return the tokens of each text, and unit sentence vectors, shape ``(texts, d)``."""
        ...


@dataclass(frozen=True)
class _TwoModels:
    """A model of sentences, and another one of tokens."""

    sentences: SentenceTransformer
    tokens: TokenEncoder

    def encode_both(self, texts: Sequence[str], *, batch_size: int) -> tuple[list[TokenVectors], Vectors]:
        vectors = np.asarray(self.sentences.encode(list(texts), batch_size=batch_size), dtype=np.float32)
        return self.tokens.encode(texts, batch_size=batch_size), unit(vectors)


def claim_encoder(settings: Settings) -> ClaimEncoder:
    """Return what encodes claims by the settings.

    Raises:
        EncoderError: if the encoder cannot be loaded.
    """
    model = load_layers(settings.encoder, cache_dir=settings.cache_dir, precision=settings.precision)
    tokens = token_encoder(settings)
    return tokens if TokenEncoder.fits(model) else _TwoModels(model, tokens)
