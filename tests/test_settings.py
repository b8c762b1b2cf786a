"""Settings: validated, frozen, read from TOML."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.errors import SettingsError


def test_defaults_are_valid_and_frozen() -> None:
    settings = sl.Settings()
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.encoder = "other"  # type: ignore[misc]  # that it cannot be set is what is tested


@pytest.mark.parametrize(
    ("name", "value"),
    [("min_probability", 1.5), ("min_probability", "high"), ("candidates", 0), ("candidates", 2.5), ("interface", "de"), ("unit", "word"), ("unit", ["claim"]),
     ("keep_furniture", "read_also"), ("neighbourhood", True), ("strict", "no"), ("mutual_best", 3), ("encoder", 3), ("cache_dir", 3)],
)  # fmt: skip
def test_a_bad_value_is_refused_and_named(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=name):
        sl.Settings(**{name: value})


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"min_probabilty.*min_probability"):
        sl.Settings().with_(min_probabilty=0.4)


def test_settings_survive_a_round_trip() -> None:
    settings = sl.Settings(min_probability=0.4, keep_furniture=("read_also",), cache_dir=Path("somewhere"))
    assert sl.Settings.from_mapping(settings.to_mapping()) == settings


def test_settings_are_read_from_toml_at_the_top_or_in_a_table(tmp_path: Path) -> None:
    for text in ("min_probability = 0.4\n", "[sinorus]\nmin_probability = 0.4\n"):
        (tmp_path / "s.toml").write_text(text, encoding="utf-8")
        assert sl.Settings.from_toml(tmp_path / "s.toml").min_probability == 0.4


@pytest.mark.parametrize("content", [b"min_probability = ", b"\xff\xfe\x00", None])
def test_a_bad_toml_file_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "s.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"s\.toml: expected a TOML file"):
        sl.Settings.from_toml(tmp_path / "s.toml")
