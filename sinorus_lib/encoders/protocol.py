"""What sinorus asks of an encoder."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Anything with ``encode``: a ``SentenceTransformer``, or an object of your own in a test or a script."""

    def encode(self, sentences: list[str], /) -> npt.NDArray[np.floating]:
        """Return one vector a sentence, shape ``(len(sentences), dimensions)``, row i for sentence i."""
        ...
