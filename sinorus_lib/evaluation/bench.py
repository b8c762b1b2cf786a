"""What every measurement shares: settings, one parser, and vectors that are computed once a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from sinorus_lib.alignment import score_candidates, token_encoder
from sinorus_lib.alignment.tokens import TokenEncoder, TokenVectors
from sinorus_lib.claims import split_claims
from sinorus_lib.encoders import Vectors
from sinorus_lib.encoders.embedding import embed
from sinorus_lib.parsing import Parser
from sinorus_lib.settings import Settings
from sinorus_lib.stages.packing import rounded


class RememberedTokens(TokenEncoder):
    """A token encoder that encodes no text twice, and rounds vectors as a comparison keeps them."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, TokenVectors] = {}

    def encode(
        self, texts: Sequence[str], *, batch_size: int = 32, progress: Callable[[int], object] | None = None
    ) -> list[TokenVectors]:
        """Return the tokens of each text, in order; ``progress`` is told how many were new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = self._encoder.encode(new, batch_size=batch_size, progress=progress)
        self._known.update(zip(new, map(rounded, found), strict=True))
        return [self._known[text] for text in texts]


@dataclass(frozen=True, eq=False)
class Bench:
    """The settings that are measured, and the costly things that all measurements share."""

    settings: Settings
    parser: Parser
    tokens: TokenEncoder
    _known: dict[str, dict[str, Vectors]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Bench:
        """Return a bench with a parser and a token encoder of its own."""
        return cls(settings, Parser(), RememberedTokens(token_encoder(settings)))

    def in_unit(self, unit: str) -> Bench:
        """Return the same bench for claims of another unit, ``claim`` or ``sentence``."""
        return replace(self, settings=self.settings.with_(unit=unit))

    def claims(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Return the claims of the articles, in the unit of the settings."""
        return split_claims(articles, parser=self.parser, settings=self.settings)

    def vectors(self, claims: pd.DataFrame, encoder: str) -> Vectors:
        """Return one unit vector a claim by the named encoder."""
        known, texts = self._known.setdefault(encoder, {}), claims["text"].tolist()
        new = pd.DataFrame({"text": [text for text in dict.fromkeys(texts) if text not in known]})
        if len(new):
            known.update(zip(new["text"], embed(new, encoder=encoder, settings=self.settings), strict=True))
        return np.stack([known[text] for text in texts])

    def candidates(self, claims: pd.DataFrame, **options: Any) -> pd.DataFrame:
        """Return every pair that :func:`score_candidates` scores, which also takes the options."""
        vectors = self.vectors(claims, self.settings.encoder)
        shared: dict[str, Any] = {"settings": self.settings, "tokens": self.tokens, "parser": self.parser}
        shared |= {"compared_from": 0.0, **options}  # cues of every pair: models are fitted on them
        return score_candidates(claims, vectors, **shared).candidates
