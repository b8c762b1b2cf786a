"""Every threshold and choice of a comparison, in one frozen object."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sinorus_lib.errors import SettingsError

LANGUAGES = ("fr", "en")
INTERFACES = ("en", "fr")
CLAIM, SENTENCE = "claim", "sentence"
UNITS = (CLAIM, SENTENCE)
ONCE, EACH = "once", "each"
COPIES = (ONCE, EACH)
PRECISIONS = ("auto", "float32", "bfloat16")
PATHS = ("translation_null", "cache_dir")


def _range(low: float, high: float) -> dict[str, Any]:
    return {"low": low, "high": high}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a comparison is made. Unknown names and values out of range are refused.

    Attributes:
        encoder: ``e5-small``, ``use-m3``, a local path, or a model hub name that the user gives.
        unit: what is compared: ``claim`` cuts a sentence that asserts several things into as many claims,
            ``sentence`` leaves every sentence whole.
        min_probability: pairs below this calibrated probability are left out of ``pairs``;
            ``0.0`` keeps every candidate that was scored.
        mutual_best: keep a pair only when each claim is the other's best match in that
            pair of articles. Ignored when ``min_probability`` is ``0.0``.
        candidates: nearest neighbours proposed for each claim in each other article.
        neighbourhood: neighbours whose mean overlap is subtracted as local background (k).
        token_layer: hidden layer of the encoder whose token vectors decide the overlap.
        equivalent_probability: probability from which a pair is called ``equivalent``.
        related_probability: probability from which a pair is called ``related``, and which any two
            members of a group must have.
        copies: how statistics count copies of one text: ``once`` leaves out the claims and pairs of copies, and pairs
            between an article and its translation; ``each`` counts every article for itself.
        event_articles: articles from which on a collection is cut into events, and only articles of one event are
            compared; a smaller one is cut only where the analyst named events.
        event_days: days that may lie between two articles that are joined into one event for their own sake.
        event_similarity: how near the articles of an event are on average; higher makes more and smaller events.
        translation_probability: probability from which an article is said to be a translation of another.
        keep_furniture: names of page-furniture rules that are switched off.
        translation_null: a file that ``sinorus calibrate`` wrote; the null that comes with the library if unset.
        batch_size: sentences encoded at a time.
        processes: how many processes of this machine share the work on a large collection; 0 for one a core, as far
            as memory has room.
        precision: number format in which the encoder computes: ``float32``, ``bfloat16``, or ``auto``, the faster of
            the two on this processor. Their results differ in the third decimal at most.
        interface: language of labels and captions in the views, ``en`` or ``fr``.
        strict: turn coverage warnings into errors.
        cache_dir: where models and embeddings are kept; the user's cache directory if unset.
    """

    encoder: str = "e5-small"
    unit: str = CLAIM
    min_probability: float = field(default=0.3, metadata=_range(0.0, 1.0))
    mutual_best: bool = True
    candidates: int = field(default=20, metadata=_range(1, 10_000))
    neighbourhood: int = field(default=8, metadata=_range(1, 1_000))
    token_layer: int = field(default=11, metadata=_range(0, 1_000))
    equivalent_probability: float = field(default=0.5, metadata=_range(0.0, 1.0))
    related_probability: float = field(default=0.15, metadata=_range(0.0, 1.0))
    copies: str = ONCE
    event_articles: int = field(default=20, metadata=_range(1, 1_000_000))
    event_days: float = field(default=7.0, metadata=_range(0.0, 3_650.0))
    event_similarity: float = field(default=0.44, metadata=_range(0.01, 0.99))
    translation_probability: float = field(default=0.5, metadata=_range(0.0, 1.0))
    keep_furniture: tuple[str, ...] = ()
    translation_null: Path | None = None
    batch_size: int = field(default=32, metadata=_range(1, 4_096))
    processes: int = field(default=0, metadata=_range(0, 1_024))
    precision: str = "auto"
    interface: str = "en"
    strict: bool = False
    cache_dir: Path | None = None

    def __post_init__(self) -> None:
        """Refuse values of the wrong type or out of range."""
        for item in fields(self):
            self._check_range(item.name, item.metadata)
        for name in ("mutual_best", "strict"):
            self._check_type(name, bool, "true or false")
        for name in PATHS:
            self._check_type(name, (str, Path, type(None)), "a path")
        self._check_type("keep_furniture", (list, tuple), 'a list of names, e.g. ["read_also"]')
        self._check_type("encoder", str, "the name of an encoder")
        self._check_choice("unit", UNITS)
        self._check_choice("copies", COPIES)
        self._check_choice("precision", PRECISIONS)
        self._check_choice("interface", INTERFACES)
        object.__setattr__(self, "keep_furniture", tuple(self.keep_furniture))
        for name in PATHS:
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, Path(value).expanduser())

    def _check_type(self, name: str, kind: type | tuple[type, ...], expected: str) -> None:
        value = getattr(self, name)
        if not isinstance(value, kind):
            raise SettingsError(f"{name} is {value!r}; expected {expected}.")

    def _check_choice(self, name: str, choices: tuple[str, ...]) -> None:
        value = getattr(self, name)
        if value not in choices:
            raise SettingsError(f"{name} is {value!r}; expected one of {', '.join(choices)}.")

    def _check_range(self, name: str, bounds: Any) -> None:
        if not bounds:
            return
        value, low, high = getattr(self, name), bounds["low"], bounds["high"]
        whole = isinstance(low, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            kind = "a whole number" if whole else "a number"
            raise SettingsError(f"{name} is {value!r}; expected {kind} from {low} to {high}.")
        if not low <= value <= high:
            raise SettingsError(f"{name} is {value}; expected a number from {low} to {high}.")

    def with_(self, **changes: Any) -> Settings:
        """Return a copy with some values changed.

        Raises:
            SettingsError: for an unknown name or a value out of range.
        """
        return self.from_mapping({**{item.name: getattr(self, item.name) for item in fields(self)}, **changes})

    def to_mapping(self) -> dict[str, Any]:
        """Return the settings as plain values, ready for JSON or TOML."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        values["keep_furniture"] = list(self.keep_furniture)
        for name in PATHS:
            values[name] = None if values[name] is None else str(values[name])
        return values

    @classmethod
    def from_mapping(cls, values: dict[str, Any]) -> Settings:
        """Build settings from a mapping of names to values.

        Raises:
            SettingsError: for an unknown name or a value out of range.
        """
        known = {item.name for item in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(f"Unknown setting {unknown[0]!r}; expected one of {', '.join(sorted(known))}.")
        return replace(cls(), **values)

    @classmethod
    def from_toml(cls, path: str | Path) -> Settings:
        """Read settings from a TOML file, at its top level or in a ``[sinorus]`` table.

        Raises:
            SettingsError: if the file is missing, is not TOML, or holds a bad setting.
        """
        try:
            values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path}: expected a TOML file of settings; {error}.") from error
        table = values.get("sinorus", values)
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: expected a table [sinorus] of settings, found {table!r}.")
        return cls.from_mapping(table)
