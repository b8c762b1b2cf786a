"""A comparison on disk: a folder of Parquet and JSON, written whole, checked when read. Nothing is pickled."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sinorus_lib.alignment.probability import PairModel
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.errors import SinorusError
from sinorus_lib.schemas import SCHEMAS, conform
from sinorus_lib.settings import Settings

if TYPE_CHECKING:
    from sinorus_lib.comparison import Comparison

FORMAT = 4
READABLE = (3, FORMAT)  # one of format 3 has no decisions
MANIFEST = "sinorus.json"
MODEL = "probability.json"
SETTINGS = "settings.json"
FRAMES = ("articles", "claims", "pairs", "framing", "candidates", "words", "removed", "decisions")
# Derived on reading, but written too, so that other tools find every frame in the folder.
DERIVED = ("divergence", "outlets", "pooled")


def save(comparison: Comparison, folder: Path) -> Path:
    """Write a comparison to a folder; an earlier comparison there is replaced.

    Raises:
        SinorusError: if the folder holds anything other than a saved comparison.
    """
    target = folder.resolve()
    _refuse_to_replace(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        written, earlier = Path(scratch) / "run", Path(scratch) / "earlier"
        written.mkdir()
        _write(comparison, written)
        if target.exists():
            target.rename(earlier)
        written.rename(target)
    return folder


def _refuse_to_replace(target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    expected = f"{target}: expected an empty folder or a saved comparison and nothing else"
    try:
        ours = {MANIFEST, *_manifest(target)["files"]}
    except SinorusError as error:
        raise SinorusError(f"{expected}. Choose another folder.") from error
    other = sorted(path.name for path in target.iterdir() if path.name not in ours)
    if other:
        raise SinorusError(f"{expected}; found {other[0]}. Move it away, or choose another folder.")


def load(folder: str | Path) -> Comparison:
    """Read a comparison that :meth:`Comparison.save` wrote.

    Raises:
        SinorusError: if it is no such folder, is of another format, or a file in it was changed.
    """
    from sinorus_lib.comparison import Comparison

    folder = Path(folder)
    manifest = _manifest(folder)
    names = FRAMES if manifest["format"] == FORMAT else FRAMES[:-1]
    frames = {name: pd.read_parquet(_verified(folder, f"{name}.parquet", manifest)) for name in names}
    typed = {name: conform(frame, name) if name in SCHEMAS else frame for name, frame in frames.items()}
    space = json.loads(_verified(folder, "space.json", manifest).read_text(encoding="utf-8"))
    written = json.loads(_verified(folder, SETTINGS, manifest).read_text(encoding="utf-8"))
    settings = Settings.from_mapping({**written, "cache_dir": None})
    model = PairModel.from_json(_verified(folder, MODEL, manifest).read_text(encoding="utf-8"))
    return Comparison(**typed, space=_space(space), settings=settings, model=model, coder=manifest.get("coder"))


def _write(comparison: Comparison, folder: Path) -> None:
    for name in (*FRAMES, *DERIVED):
        getattr(comparison, name).to_parquet(folder / f"{name}.parquet", index=False)
    space = {
        "centres": {language: centre.tolist() for language, centre in comparison.space.centres.items()},
        "frequencies": comparison.space.frequencies,
        "claims": comparison.space.claims,
    }
    (folder / "space.json").write_text(json.dumps(space), encoding="utf-8")
    comparison.model.to_json(folder / MODEL)
    settings = json.dumps(comparison.settings.to_mapping(), indent=1)
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    files = {path.name: _checksum(path) for path in sorted(folder.iterdir())}
    manifest = {"format": FORMAT, "coder": comparison.coder, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _space(values: dict[str, Any]) -> TokenSpace:
    return TokenSpace(
        {language: np.asarray(centre, dtype=np.float32) for language, centre in values["centres"].items()},
        {language: {int(i): n for i, n in counts.items()} for language, counts in values["frequencies"].items()},
        values["claims"],
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found, files = manifest["format"], manifest["files"]
        if not isinstance(files, dict):
            raise TypeError("files")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SinorusError(
            f"{folder}: expected a folder that Comparison.save wrote; its {MANIFEST} cannot be read ({error!r})."
        ) from error
    if found not in READABLE:
        known = " and ".join(map(str, READABLE))
        raise SinorusError(f"{folder}: is of format {found!r}; this version reads {known}. Compare again.")
    return manifest


def _verified(folder: Path, name: str, manifest: dict[str, Any]) -> Path:
    path = folder / name
    if not path.is_file() or _checksum(path) != manifest["files"].get(name):
        raise SinorusError(f"{path}: is missing or was changed since it was saved. Compare again, or restore it.")
    return path


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
