"""One bench for all tests of the evaluation, and a small labelled sample without any encoder."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.fitting import Features
from sinorus_lib.parsing import Parser
from sinorus_lib.settings import Settings


@pytest.fixture(scope="session")
def bench(parser: Parser) -> Bench:
    one = Bench.of(Settings())
    return Bench(one.settings, parser, one.tokens)


@pytest.fixture
def invented() -> Callable[..., pd.DataFrame]:
    """Make scored pairs whose grade rests on the overlap, and whose conflicts rest on the polarity."""

    def make(seed: int, count: int = 400) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        names = Features().names
        pairs = pd.DataFrame(random.normal(size=(count, len(names))), columns=list(names))
        pairs["polarity"] = (random.random(count) < 0.3).astype(float)
        about = pairs["overlap"] + 0.2 * random.normal(size=count) > 1
        grade = np.where(about, np.where(pairs["polarity"] > 0, "conflicting", "same"), "different")
        ids = [f"{seed}-{number:04}" for number in range(count)]
        sides = {f"{name}_{side}": [f"{side}{one}" for one in ids] for name in ("claim", "place") for side in "ab"}
        return pairs.assign(
            **sides,
            grade=grade,
            across=random.random(count) < 0.5,
            scored=True,
            probability=0.5,
            content_probability=0.5,
        )

    return make
