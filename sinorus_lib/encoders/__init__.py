"""A model name -> an encoder; claims -> unit vectors, remembered in the cache."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sinorus_lib.encoders.precision import FLOAT32, chosen_precision
from sinorus_lib.encoders.protocol import Encoder, Vectors
from sinorus_lib.encoders.store import BARE, BUNDLED, load_bare, load_bundled
from sinorus_lib.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUNDLED", "Encoder", "UnaskedEncoder", "Vectors", "load_encoder", "load_layers"]


class UnaskedEncoder(str):
    """The name of an encoder that stands in a file, and that nobody asked for: it is shown, but never loaded."""

    __slots__ = ()

    def refuse(self) -> NoReturn:
        """Say how to ask for it.

        Raises:
            EncoderError: always.
        """
        raise EncoderError(
            f"The saved comparison names the encoder {str(self)!r:.200}, which is none of {', '.join(BUNDLED)}; a "
            "file is no reason to load a model. If you trust it, say so: sinorus_lib.load(FOLDER, encoder=NAME)."
        )


def load_encoder(name: str, *, cache_dir: Path | None = None, precision: str = FLOAT32) -> SentenceTransformer:
    """Return the encoder of that name as a ``SentenceTransformer``, on the CPU.

    Args:
        name: ``e5-small`` or ``use-m3`` (built from installed packages, no network), the path of a
            local model folder, or a model hub name with a slash. Only a hub name may use the network.
        cache_dir: where built models are kept; the user's cache directory if not given.
        precision: in which a bundled model computes, see ``Settings.precision``; any other stays as it is.

    Raises:
        EncoderError: if there is no such model, it cannot be loaded, or only a file asked for it.
    """
    if isinstance(name, UnaskedEncoder):
        name.refuse()
    if name in BUNDLED:
        return load_bundled(name, cache_dir, chosen_precision(precision))
    local = bool(name.strip()) and Path(name).expanduser().is_dir()
    if not local and (name.count("/") != 1 or name.startswith((".", "/", "~"))):
        raise EncoderError(
            f"No encoder {name!r}: it is no folder here; expected {', '.join(BUNDLED)}, "
            "the path of a model folder, or a hub name such as 'organisation/model'."
        )
    return _load_named(str(Path(name).expanduser()) if local else name, local_only=local)


def load_layers(name: str, *, cache_dir: Path | None = None, precision: str = FLOAT32) -> Any:
    """Return the encoder of that name for a reader of its hidden layers: bare where it can be, else as it is.

    Args:
        name: as for :func:`load_encoder`.
        cache_dir: as for :func:`load_encoder`.
        precision: as for :func:`load_encoder`.

    Raises:
        EncoderError: as :func:`load_encoder` does.
    """
    if name in BARE and not isinstance(name, UnaskedEncoder):
        return load_bare(name, cache_dir, chosen_precision(precision))
    return load_encoder(name, cache_dir=cache_dir, precision=precision)


def _load_named(name: str, *, local_only: bool) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", trust_remote_code=False, local_files_only=local_only)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise EncoderError(
            f"The encoder {name!r} could not be loaded: {error}. Expected a sentence-transformers model; "
            f"without a network use one of {', '.join(BUNDLED)}."
        ) from error
