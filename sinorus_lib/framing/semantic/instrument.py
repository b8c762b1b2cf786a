"""The instrument: prototypes and an encoder -> the scales of all axes and frames.

Vectors are centred for each language on the mean of that language's prototypes. The prototypes are parallel, so the
difference of the two means is language alone, and centring takes away what an encoder knows of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from sinorus_lib.encoders.embedding import embed, model_key
from sinorus_lib.errors import EncoderError, SinorusError
from sinorus_lib.framing.semantic.linear import Array, Sample, penalty
from sinorus_lib.framing.semantic.prototypes import Prototype, load_prototypes, prototypes_key
from sinorus_lib.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from sinorus_lib.encoders.protocol import Vectors

METHOD = 1  # raise it when the same prototypes give other values
INSTRUMENTS = 4  # kept in memory


@dataclass(frozen=True)
class Instrument:
    """What every scale is built from.

    Attributes:
        prototypes: the sentences.
        vectors: their centred vectors, shape ``(languages, prototypes, d)``.
        means: the mean vector of the prototypes by language.
        cost: the penalty of directions (`linear.penalty`).
    """

    prototypes: tuple[Prototype, ...]
    vectors: Array
    means: Mapping[str, Array]
    cost: Array

    def sample(self, targets: Array, weights: Array) -> Sample:
        """Return the prototypes of positive weight with their targets, in every language."""
        chosen = weights > 0
        items = {name: number for number, name in enumerate(dict.fromkeys(item.item for item in self.prototypes))}
        numbers = np.array([items[item.item] for item in self.prototypes])
        copies = len(self.vectors)
        return Sample(
            vectors=np.concatenate([vectors[chosen] for vectors in self.vectors]),
            target=np.tile(targets[chosen], copies),
            weight=np.tile(weights[chosen], copies),
            item=np.tile(numbers[chosen], copies),
        )

    def centred(self, vectors: Vectors, languages: pd.Series) -> Array:
        """Return the vectors of claims, each less the mean of its language.

        Raises:
            EncoderError: if the vectors are not of this instrument's encoder.
            SinorusError: if there are no prototypes in a language.
        """
        size = self.vectors.shape[2]
        if vectors.shape != (len(languages), size):
            raise EncoderError(
                f"The sentence vectors have the shape {vectors.shape}; expected {(len(languages), size)}, as the "
                "encoder of the settings gives them."
            )
        unknown = sorted(set(languages) - set(self.means))
        if unknown:
            raise SinorusError(
                f"No prototypes in the language {unknown[0]!r}; expected one of {', '.join(LANGUAGES)}."
            )
        means = np.array([self.means[language] for language in languages]).reshape(-1, size)
        return np.asarray(vectors - means, dtype=np.float64)


def instrument_key(settings: Settings) -> str:
    """Return a name of the encoder and the prototypes: values of two claims compare only under one key."""
    return f"{model_key(settings.encoder)}/prototypes-{prototypes_key()}-m{METHOD}"


def load_instrument(settings: Settings) -> Instrument:
    """Return the instrument of the encoder of the settings, built once."""
    return _build(settings.encoder, settings.cache_dir, instrument_key(settings))


@lru_cache(maxsize=INSTRUMENTS)
def _build(encoder: str, cache_dir: Path | None, _key: str) -> Instrument:
    sentences = load_prototypes().sentences
    texts = [item.texts[language] for language in LANGUAGES for item in sentences]
    raw = embed(pd.DataFrame({"text": texts}), settings=Settings(encoder=encoder, cache_dir=cache_dir))
    vectors = raw.astype(np.float64).reshape(len(LANGUAGES), len(sentences), -1)
    means = vectors.mean(axis=1, keepdims=True)
    centred = vectors - means
    with threadpool_limits(limits=1, user_api="blas"):  # sums come out otherwise in the last bit with more threads
        cost = penalty(np.concatenate(list(centred)), centred[0] - centred[1])
    return Instrument(sentences, centred, dict(zip(LANGUAGES, means[:, 0], strict=True)), cost)
