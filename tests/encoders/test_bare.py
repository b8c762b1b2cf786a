"""The bundled encoder without sentence-transformers: the same tokens and vectors, in less time and memory."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

import sinorus_lib as sl
from sinorus_lib.alignment.tokens import TokenEncoder
from sinorus_lib.encoders import UnaskedEncoder, e5_small, load_layers, store
from sinorus_lib.encoders.bare import BareEncoder, BareTokenizer
from sinorus_lib.encoders.latin import LatinVocabulary
from sinorus_lib.errors import EncoderError

LATIN = [
    "Le port de Valmer a rouvert mardi après la grève des dockers, qui aura duré trois semaines.",
    "“Oui”, a dit Erdoğan à Škoda : « ½ million\u00a0d’euros… » — 3 500 € (n° 4)\u202f!",
    "The ﬁrst\tfour  words of Nguyễn\u200b, <s> and <mask> among them, TM™ and a tilde ~ and ǂ.",
    "İstanbul, ſtraße, Łódź, ¿qué?, Ångström, ℃ and Ⅷ.",
    "",
]
OTHER = ["Владимир Путин a parlé à Pékin (北京).", "a\u0301 and ´ and Ω", "مرحبا", "emoji 🙂 here", "▁ blank"]
TEXTS = LATIN + OTHER


@pytest.fixture(scope="module")
def bare() -> BareEncoder:
    found = load_layers("e5-small")
    assert isinstance(found, BareEncoder)
    return found


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_vectors_are_those_of_the_whole_model_to_the_last_bit(precision: str) -> None:
    whole, bare = (load("e5-small", precision=precision) for load in (sl.load_encoder, load_layers))
    (tokens, sentences), (others, same) = (TokenEncoder(model, 11).encode_both(TEXTS) for model in (whole, bare))  # type: ignore[arg-type]
    np.testing.assert_array_equal(sentences, same)
    for one, other in zip(tokens, others, strict=True):
        np.testing.assert_array_equal(one.ids, other.ids)
        np.testing.assert_array_equal(one.offsets, other.offsets)
        np.testing.assert_array_equal(one.vectors, other.vectors)


@pytest.mark.parametrize("text", [*TEXTS, "word " * 700])
def test_a_text_is_cut_as_the_whole_tokenizer_cuts_it(bare: BareEncoder, text: str) -> None:
    options = {"padding": True, "truncation": True, "return_tensors": "pt", "return_offsets_mapping": True}
    expected = sl.load_encoder("e5-small").tokenizer([text, "Oui."], **options)
    for name, found in bare.tokenizer([text, "Oui."]).items():
        assert torch.equal(found, expected[name]), name


def test_every_character_that_is_covered_is_cut_as_by_the_whole_tokenizer() -> None:
    folder = store.prepare("e5-small")
    latin = LatinVocabulary.read(store._latin_folder(folder))
    every = BareTokenizer(folder / "tokenizer.json", None, padding="<pad>", longest=512)._every()
    print(f"characters covered: {len(latin.characters)}; pieces kept: {len(latin.ids)}")
    letters = sorted(latin.characters)
    texts = [f"{one}{other}" for one, other in zip(letters, letters[7:] + letters[:7], strict=True)]
    for text in [*texts, *(f"mot{letter}s {letter} l{letter}" for letter in letters)]:
        few, all_ = latin.tokenizer.encode(text), every.encode(text)
        assert (latin.ids[few.ids].tolist(), few.offsets) == (all_.ids, all_.offsets), text


def test_what_stands_in_another_script_is_left_to_the_whole_tokenizer() -> None:
    latin = LatinVocabulary.read(store._latin_folder(store.prepare("e5-small")))
    assert all(map(latin.covers, LATIN))
    assert not any(map(latin.covers, OTHER))


def test_nothing_that_trains_or_converts_models_is_loaded() -> None:
    code = (
        "import sys; from sinorus_lib.encoders import load_layers; load_layers('e5-small');"
        "print({'sentence_transformers', 'transformers', 'sklearn', 'torch._dynamo'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=100)
    assert done.stdout.strip() == "set()"


def test_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    build = partial(e5_small.build_latin, store.prepare("e5-small"))
    file = store._prepared(tmp_path / "latin", build) / "ids.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:1000])
    assert not store._is_whole(file.parent)
    store._prepared(file.parent, build)
    assert file.read_bytes() == whole


def test_where_the_part_cannot_be_kept_the_whole_tokenizer_serves(
    monkeypatch: pytest.MonkeyPatch, bare: BareEncoder, tmp_path: Path
) -> None:
    (tmp_path / "none").write_text("a file, where a folder should stand", encoding="utf-8")
    monkeypatch.setattr(store, "_latin_folder", lambda _folder: tmp_path / "none" / "latin")
    store.load_bare.cache_clear()
    found = store.load_bare("e5-small")
    store.load_bare.cache_clear()
    assert torch.equal(found.tokenizer(LATIN)["input_ids"], bare.tokenizer(LATIN)["input_ids"])


def test_an_encoder_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(EncoderError, match="no reason to load a model"):
        load_layers(UnaskedEncoder("e5-small"))
