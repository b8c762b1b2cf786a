"""The prototype sentences and cues, read from the YAML files beside this module."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sinorus_lib.settings import LANGUAGES
from sinorus_lib.tables import read_yaml

FILES = ("axes.yaml", "frames.yaml")


@dataclass(frozen=True)
class Prototype:
    """A sentence in both languages, and what it is an example of.

    Attributes:
        texts: the sentence by language.
        item: what is held out together in cross-validation: the topic of an axis, or the sentence of a frame.
        axis: the axis it was written for, if any.
        pole: ``low`` or ``high`` on that axis.
        frames: the frames it carries.
    """

    texts: Mapping[str, str]
    item: str
    axis: str | None = None
    pole: str | None = None
    frames: frozenset[str] = frozenset()

    @property
    def plain(self) -> bool:
        """Say whether it is one of the neutral sentences."""
        return self.axis is None and not self.frames


@dataclass(frozen=True)
class Axis:
    """What the tables say of an axis: its poles, how common they are, and what lies between them."""

    low: str
    high: str
    rates: Mapping[str, float]
    plain: str
    between: frozenset[str]


@dataclass(frozen=True)
class Prototypes:
    """All prototypes, the axes by name, and the rate of each frame."""

    sentences: tuple[Prototype, ...]
    axes: Mapping[str, Axis]
    rates: Mapping[str, float]


@cache
def load_prototypes() -> Prototypes:
    """Return the prototypes, read once."""
    axes, frames = (_read(name) for name in FILES)
    return Prototypes(
        sentences=(*_of_axes(axes), *_of_frames(frames["sentences"])),
        axes={name: _axis(spec) for name, spec in axes.items()},
        rates=frames["rates"],
    )


@cache
def prototypes_key() -> str:
    """Return a short name of the prototypes' content, which changes when a sentence does."""
    content = b"".join(files(__package__).joinpath(name).read_bytes() for name in FILES)
    return hashlib.sha256(content).hexdigest()[:12]


def _read(name: str) -> Any:
    return read_yaml(str(__package__), name)


def _axis(spec: Mapping[str, Any]) -> Axis:
    return Axis(spec["low"], spec["high"], spec["rates"], spec["plain"], frozenset(spec["between"]))


def _of_axes(axes: Mapping[str, Any]) -> Iterable[Prototype]:
    for name, spec in axes.items():
        for number, topic in enumerate(spec["topics"]):
            for pole in ("low", "high"):
                yield Prototype(topic[pole], f"{name}-{number}", axis=name, pole=pole)


def _of_frames(sentences: Iterable[Mapping[str, Any]]) -> Iterable[Prototype]:
    for number, item in enumerate(sentences):
        texts = {language: item[language] for language in LANGUAGES}
        yield Prototype(texts, f"frame-{number}", frames=frozenset(item["frames"]))
