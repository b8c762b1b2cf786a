"""A module between a transformer and its pooling: token vectors of any precision as float32."""

from __future__ import annotations

from typing import Any

import torch
from sentence_transformers.base.modules import Module


class Widen(Module):
    """Makes token vectors float32, so that means over them and their lengths are not rounded."""

    def forward(self, features: dict[str, torch.Tensor], **_options: Any) -> dict[str, torch.Tensor]:
        """Widen ``token_embeddings``, shape ``(sentences, tokens, dimensions)``."""
        features["token_embeddings"] = features["token_embeddings"].float()
        return features

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """There is nothing to write."""
