"""Parallel text to a null: what is read, what is refused, and a small real run through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinorus_lib.cli import main
from sinorus_lib.divergence import TranslationNull
from sinorus_lib.divergence.calibrating import FEWEST, read_parallel
from sinorus_lib.errors import SinorusError

TOWNS = [
    f"{first}{last}" for first in ("Val", "Mont", "Bel", "Clair") for last in ("mer", "fort", "court", "bois", "lac")
]
FACTS = [
    ("Le pont de {town} a rouvert lundi.", "The bridge of {town} reopened on Monday."),
    ("Le maire de {town} affirme que l’eau est potable.", "The mayor of {town} claims that the water is safe."),
    ("{town} pourrait perdre son école.", "{town} could lose its school."),
    ("Personne n’a été blessé à {town}.", "Nobody was hurt in {town}."),
    ("À {town}, trois grues auraient été endommagées.", "In {town}, three cranes were reportedly damaged."),
]  # fmt: skip


def parallel(path: Path, *, copies: int = 1) -> Path:
    rows = [
        f"{town}\t{'fr' if place % 2 else 'cs'}\t{fr.format(town=town)}\t{en.format(town=town)}"
        for _ in range(copies)
        for place, town in enumerate(TOWNS)
        for fr, en in FACTS
    ]
    path.write_text("\n".join(["doc\toriginal_language\tfr\ten", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_parallel_corpus_is_read(tmp_path: Path) -> None:
    path = parallel(tmp_path / "parallel.tsv")
    path.write_text(path.read_text(encoding="utf-8") + 'd\ten\t"« A »  ""b"""\t \n', encoding="utf-8")
    table = read_parallel(path)
    assert list(table.columns) == ["fr", "en", "origin", "document"]
    assert len(table) == FEWEST  # the row without words is left out
    assert set(table["origin"]) == {"other"}  # fifty of each language are too few to stand alone


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("fr\tde\nUn\tEins\n", "expected the columns fr and en; found fr, de"),
        ("fr\ten\nUn.\tOne.\n", f"expected at least {FEWEST} translations; found 1"),
        ("", "expected tab-separated text in UTF-8 with a header"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "bad.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(SinorusError, match=message):
        read_parallel(tmp_path / "bad.tsv")


def test_the_command_writes_a_null_without_any_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = parallel(tmp_path / "parallel.tsv", copies=2)
    assert main(["calibrate", str(path), "--to", str(tmp_path / "null.json"), "--name", "invented"]) == 0
    null = TranslationNull.load(tmp_path / "null.json")
    assert null.provenance["translations"] == {"cs": 100, "fr": 100}
    assert set(null.measures["certainty"].origins) == {"cs", "fr"}
    certainty = null.measures["certainty"]
    assert all(item.counts.max() == item.size for item in certainty.origins.values())  # the same in both languages
    assert certainty.told > 0.1
    text = json.dumps(json.loads((tmp_path / "null.json").read_text(encoding="utf-8")))
    assert not any(town in text for town in TOWNS)
    assert "null.json" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(tmp_path / "absent.tsv"), "--to", str(tmp_path / "null.json")]) == 1
    assert "absent.tsv: expected tab-separated text" in capsys.readouterr().err
