"""Token vectors of claims, and the space they are compared in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sinorus_lib.encoders import Vectors
from sinorus_lib.encoders.store import TOKEN_DIMENSIONS
from sinorus_lib.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Offsets = npt.NDArray[np.int64]
_WORD_CHARACTER = re.compile(r"\w")


@dataclass(frozen=True, eq=False)
class TokenVectors:
    """The tokens of one claim.

    Attributes:
        ids: vocabulary ids, shape ``(tokens,)``.
        offsets: first code point and the one after the last, shape ``(tokens, 2)``, in the claim's text.
        vectors: one row a token, shape ``(tokens, dimensions)``.
    """

    ids: npt.NDArray[np.int64]
    offsets: Offsets
    vectors: Vectors


class TokenEncoder:
    """Reads token vectors off a hidden layer of a transformer, and sentence vectors off its end.

    Args:
        model: an encoder whose first module is a transformer.
        layer: number of the hidden layer, 0 for the embeddings.
    """

    def __init__(self, model: SentenceTransformer, layer: int) -> None:
        transformer: Any = model[0]
        self._transformer = transformer.model
        self._pooling = list(model.children())[1:]
        self._tokenizer: Any = model.tokenizer
        self._prompt = model.prompts.get(model.default_prompt_name or "") or ""
        layers: int = self._transformer.config.num_hidden_layers
        if layer > layers:
            raise SettingsError(f"token_layer is {layer}; the encoder has {layers} layers. Choose one of them.")
        self._layer, self._layers = layer, layers

    @staticmethod
    def fits(model: object) -> bool:
        """Tell whether an encoder has a transformer whose token vectors can be read."""
        try:
            return hasattr(model[0].model, "config")  # type: ignore[index]
        except (TypeError, AttributeError, IndexError, KeyError):
            return False

    def encode(
        self, texts: Sequence[str], *, batch_size: int = 32, progress: Callable[[int], object] | None = None
    ) -> list[TokenVectors]:
        """Return the tokens of each text, in order; ``progress`` is told how many were done."""
        return self.encode_both(texts, batch_size=batch_size, progress=progress)[0]

    def encode_both(
        self, texts: Sequence[str], *, batch_size: int = 32, progress: Callable[[int], object] | None = None
    ) -> tuple[list[TokenVectors], Vectors]:
        """Return the tokens of each text and, of the same pass, unit sentence vectors, shape ``(texts, d)``."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        tokens: list[TokenVectors] = []
        sentences: list[Vectors] = []
        for first in range(0, len(order), batch_size):
            batch = [texts[index] for index in order[first : first + batch_size]]
            of_tokens, of_sentences = self._encode_batch(batch)
            tokens += of_tokens
            sentences.append(of_sentences)
            if progress:
                progress(len(batch))
        if not order:
            return [], np.zeros((0, 0), np.float32)
        places = np.argsort(order)
        return [tokens[place] for place in places], unit(np.concatenate(sentences)[places])

    def _encode_batch(self, texts: list[str]) -> tuple[list[TokenVectors], Vectors]:
        import torch

        inputs = self._tokenizer(
            [self._prompt + text for text in texts],
            return_tensors="pt",
            padding=True,
            truncation=True,
            return_offsets_mapping=True,
        )
        offsets = inputs.pop("offset_mapping").numpy() - len(self._prompt)
        with torch.inference_mode():
            hidden, last = self._hidden(inputs)
            features = {"token_embeddings": last, "attention_mask": inputs["attention_mask"]}
            for module in self._pooling:
                features = module(features)
        rows = zip(inputs["input_ids"].numpy(), offsets, hidden.float().numpy(), strict=True)
        tokens = [_of_text(text, *row) for text, row in zip(texts, rows, strict=True)]
        return tokens, features["sentence_embedding"].float().numpy()

    def _hidden(self, inputs: Any) -> tuple[Any, Any]:
        """Return the hidden layer and the last one, each a tensor of shape ``(texts, tokens, dimensions)``."""
        from sinorus_lib.encoders.unpadded import fits, hidden_layers

        if fits(self._transformer):
            found = hidden_layers(
                self._transformer, inputs["input_ids"], inputs["attention_mask"], {self._layer, self._layers}
            )
            return found[self._layer], found[self._layers]
        given = self._transformer(**inputs, output_hidden_states=True)
        return given.hidden_states[self._layer], given.last_hidden_state


def _of_text(text: str, ids: npt.NDArray[np.int64], offsets: Offsets, vectors: Vectors) -> TokenVectors:
    """Drop the prompt, special tokens and padding; let no token begin with a blank."""
    offsets = offsets.clip(min=0)  # the first token begins with the blank that ends the prompt
    offsets[:, 0] = [start + (start < end and text[start].isspace()) for start, end in offsets]
    kept = offsets[:, 1] > offsets[:, 0]
    return TokenVectors(ids[kept], offsets[kept], vectors[kept].astype(np.float32))


@dataclass(frozen=True, eq=False)
class TokenSpace:
    """What makes token vectors comparable: each language's own centre, and how common each token is.

    Each language's vectors sit around their own mean; subtracting it lets a French token meet its English
    counterpart. Tokens that a topic repeats everywhere weigh little (inverse document frequency, Spärck
    Jones 1972, within this collection and language); punctuation weighs nothing.

    Attributes:
        centres: language -> mean token vector, shape ``(dimensions,)``.
        frequencies: language -> vocabulary id -> number of claims that have it.
        claims: language -> number of claims.
    """

    centres: dict[str, Vectors]
    frequencies: dict[str, dict[int, int]]
    claims: dict[str, int]

    @classmethod
    def fit(cls, tokens: Sequence[TokenVectors], languages: Sequence[str]) -> TokenSpace:
        """Return the space of a collection: one entry of ``tokens`` and ``languages`` a claim."""
        members: dict[str, list[TokenVectors]] = {}
        for language, item in zip(languages, tokens, strict=True):
            members.setdefault(language, []).append(item)
        counted = {
            language: Counter(int(token) for item in items for token in set(item.ids.tolist()))
            for language, items in members.items()
        }
        centres = {
            language: np.concatenate([item.vectors for item in items]).mean(axis=0, dtype=np.float64)
            for language, items in members.items()
        }
        return cls(
            {language: centre.astype(np.float32) for language, centre in centres.items()},
            {language: dict(counts) for language, counts in counted.items()},
            {language: len(items) for language, items in members.items()},
        )

    @classmethod
    def pooled(cls, spaces: Iterable[TokenSpace], languages: Iterable[str]) -> TokenSpace:
        """Return one space for several: what each knows of a language counts by its claims; zeros if none does."""
        listed = list(spaces)
        centres, frequencies, claims = {}, {}, {}
        for language in languages:
            known = [space for space in listed if language in space.claims]
            counted = Counter[int]()
            for space in known:
                counted.update(space.frequencies[language])
            counts = [space.claims[language] for space in known]
            means = [space.centres[language].astype(np.float64) for space in known]
            centre = np.average(means, axis=0, weights=counts) if known else np.zeros(_dimensions(listed))
            centres[language], frequencies[language] = centre.astype(np.float32), dict(counted)
            claims[language] = sum(counts)
        return cls(centres, frequencies, claims)

    def to_mapping(self) -> dict[str, Any]:
        """Return the space as plain values, ready for JSON."""
        centres = {language: centre.tolist() for language, centre in self.centres.items()}
        return {"centres": centres, "frequencies": self.frequencies, "claims": self.claims}

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> TokenSpace:
        """Return the space of which :meth:`to_mapping` gave the values.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: if they are none.
        """
        return cls(
            {language: np.asarray(centre, dtype=np.float32) for language, centre in values["centres"].items()},
            {language: {int(i): n for i, n in counts.items()} for language, counts in values["frequencies"].items()},
            dict(values["claims"]),
        )

    def centred(self, tokens: TokenVectors, language: str) -> Vectors:
        """Return unit token vectors around the language's centre, shape ``(tokens, dimensions)``."""
        return unit(tokens.vectors - self.centres[language])

    def weights(
        self, tokens: TokenVectors, text: str, language: str, *, within: tuple[int, int] | None = None
    ) -> Vectors:
        """Return what each token weighs, shape ``(tokens,)``; at least 0, and 0 outside the span ``within``."""
        counts, total = self.frequencies[language], self.claims[language]
        rarity = np.log((total + 1) / (np.array([counts.get(token, 0) for token in tokens.ids.tolist()]) + 1))
        first, last = within or (0, len(text))
        words = [
            first <= start < last and _WORD_CHARACTER.search(text, start, end) is not None
            for start, end in tokens.offsets.tolist()
        ]
        return np.where(words, np.maximum(rarity, 0.0), 0.0).astype(np.float32)


def _dimensions(spaces: Iterable[TokenSpace]) -> int:
    return next((len(centre) for space in spaces for centre in space.centres.values()), TOKEN_DIMENSIONS)


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    """Return rows of length 1; a row of zeros stays so."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)
