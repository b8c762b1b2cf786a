"""Reading coverage: every format, the sidecar, and bad input that loses nothing good."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.errors import CoverageError, CoverageWarning

FR = "Le port a rouvert mardi après douze jours de grève. Les dockers ont obtenu une prime de 1 200 euros."
EN = "The port reopened on Tuesday after a twelve-day strike. The dockers obtained a bonus of 1,200 euros."
DE = "Der Hafen wurde am Dienstag nach zwölf Tagen Streik wieder geöffnet. Die Arbeiter erhielten eine Prämie."
TEXTS = {"fr": FR, "en": EN}


def folder_of(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in {"good_fr.txt": FR, "good_en.txt": EN, **files}.items():
        path = tmp_path / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def read_with_warning(folder: Path, match: str) -> sl.Coverage:
    """Read a folder, expecting one matching warning and both good articles."""
    with pytest.warns(CoverageWarning, match=match):
        coverage = sl.read_coverage(folder)
    assert {"unknown (good_fr.txt)", "unknown (good_en.txt)"} <= set(coverage.articles["outlet"])
    assert any(pd.Series(coverage.warnings).str.contains(match))
    with pytest.raises(CoverageError, match=match):
        sl.read_coverage(folder, strict=True)
    return coverage


@pytest.mark.parametrize("language", TEXTS)
def test_every_format_gives_the_same_article(tmp_path: Path, language: str) -> None:
    text, facts = (
        TEXTS[language],
        {"outlet": "The Post", "title": "Port", "published": "2024-05-02", "language": language},
    )
    row = {**facts, "text": text}
    front = "\n".join(f"{name}: {value}" for name, value in facts.items())
    (tmp_path / "a.md").write_text(f"---\n{front}\n---\n\n{text}\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    pd.DataFrame([row]).to_csv(tmp_path / "c.csv", index=False)
    pd.DataFrame([row]).to_csv(tmp_path / "semicolons.csv", index=False, sep=";")
    pd.DataFrame([row]).to_parquet(tmp_path / "d.parquet")
    (tmp_path / "e.txt").write_text(text, encoding="utf-8")
    (tmp_path / "coverage.csv").write_text(
        f"file,outlet,title,published,language\ne.txt,The Post,Port,2024-05-02,{language}\n", encoding="utf-8"
    )
    frames = [tmp_path / name for name in ("a.md", "b.jsonl", "c.csv", "semicolons.csv", "d.parquet", "e.txt")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)  # one language, one outlet
        read = [sl.read_coverage(path).articles for path in frames] + [sl.read_coverage(pd.DataFrame([row])).articles]
    expected = read[0].drop(columns="source_path")
    assert expected["text"].tolist() == [f"Port\n\n{text}"]
    assert expected["published"].tolist() == [pd.Timestamp("2024-05-02")]
    for articles in read[1:]:
        pd.testing.assert_frame_equal(articles.drop(columns="source_path"), expected)


@pytest.mark.parametrize("language", TEXTS)
def test_a_saved_page_gives_its_article_title_and_date(tmp_path: Path, language: str) -> None:
    paragraphs = "".join(f"<p>{TEXTS[language]} ({number})</p>" for number in range(6))
    page = (
        f"<html lang='{language}'><head><title>Port</title><meta property='og:site_name' content='The Post'>"
        "<meta property='article:published_time' content='2024-05-02'></head><body><nav>Menu</nav>"
        f"<article><h1>Port</h1>{paragraphs}</article><script>alert(1)</script></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)
        article = sl.read_coverage(tmp_path / "page.html").articles.iloc[0]
    assert (article["outlet"], article["title"], article["language"]) == ("The Post", "Port", language)
    assert article["published"] == pd.Timestamp("2024-05-02")
    assert article["text"].count(TEXTS[language]) == 6
    assert "alert" not in article["text"]


def test_a_glob_and_nested_folders_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(FR, encoding="utf-8")
    (tmp_path / "b" / "c.txt").write_text(EN, encoding="utf-8")
    assert sl.read_coverage(tmp_path).articles["text"].tolist() == [FR, EN]
    assert sl.read_coverage(str(tmp_path / "**" / "*.txt")).articles["text"].tolist() == [FR, EN]


def test_an_unknown_outlet_and_date_stay_visibly_unknown(tmp_path: Path) -> None:
    articles = sl.read_coverage(folder_of(tmp_path)).articles
    assert articles["outlet"].tolist() == ["unknown (good_en.txt)", "unknown (good_fr.txt)"]
    assert articles["published"].isna().all()
    assert articles["language"].tolist() == ["en", "fr"]


def test_notes_beside_the_articles_are_passed_over_and_said_so(tmp_path: Path) -> None:
    coverage = sl.read_coverage(folder_of(tmp_path, README__md="# About these articles", __hidden="x"))
    assert len(coverage) == 2
    assert "README.md" in coverage.passed_over


def test_the_same_text_in_the_same_outlet_has_the_same_id_anywhere(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    ids = [sl.read_coverage(folder_of(tmp_path / name)).articles["article_id"].tolist() for name in ("one", "two")]
    assert ids[0] == ids[1]


def test_an_empty_folder_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(CoverageError, match=r"no file there; expected a folder.*\.txt"):
        sl.read_coverage(tmp_path)


def test_a_missing_path_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(CoverageError, match="nowhere"):
        sl.read_coverage(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, locked__txt=EN)
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root reads any file, so permissions cannot be taken away
    read_with_warning(folder, r"locked\.txt: could not be read \(Permission denied\)")


def test_another_encoding_is_read_with_a_warning(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, old__txt=FR.replace("mardi", "mercredi, « déjà », à l’œuvre,").encode("cp1252"))
    coverage = read_with_warning(folder, r"old\.txt: expected UTF-8, read as Windows-1252")
    assert any("« déjà », à l’œuvre," in text for text in coverage.articles["text"])


def test_utf16_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(FR.encode("utf-16"))
    (tmp_path / "b.txt").write_bytes(EN.encode("utf-8-sig"))
    assert sl.read_coverage(tmp_path).articles["text"].tolist() == [FR, EN]


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("binary.txt", b"\x00\x01\x02" * 50, r"binary\.txt: expected text, found binary"),
        ("third.txt", DE, r"third\.txt: expected French or English, found 'de'"),
        ("empty.txt", "", r"empty\.txt: expected an article, found no sentence"),
        ("digits.txt", "12 34 56 … !!", r"digits\.txt: expected an article, found no sentence"),
        (
            "only_furniture.txt",
            "Leave a Reply\n\nRequired fields are marked *",
            r"only_furniture\.txt: .*no sentence",
        ),
        ("slides.pdf", b"%PDF-1.7", r"slides\.pdf: expected one of \.atom, \.csv"),
        ("lines.jsonl", '{"text": ', r"lines\.jsonl, line 1: expected one JSON object"),
        ("deep.jsonl", "[" * 100_000, r"deep\.jsonl, line 1: expected one JSON object"),
        ("table.csv", "when,what\n1,2\n", r"table\.csv: expected a column named text"),
        ("empty.csv", "", r"empty\.csv: expected a table"),
        ("broken.parquet", b"PAR1 no more", r"broken\.parquet: expected a Parquet file"),
        ("page.html", "<html><body></body></html>", r"page\.html: expected a web page with an article"),
        ("dated.md", f"---\npublished: last Tuesday\n---\n{EN} Again.", r"dated\.md: expected a date such as"),
    ],
)
def test_one_bad_file_is_named_and_never_loses_the_others(
    tmp_path: Path, name: str, content: str | bytes, match: str
) -> None:
    folder = folder_of(tmp_path)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    read_with_warning(folder, match)


def test_bad_front_matter_keeps_the_text(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, bad__md=f"---\ntitle: one: two: [\n---\n\n{EN} And more.")
    coverage = read_with_warning(folder, r"bad\.md: expected YAML front matter")
    assert f"{EN} And more." in coverage.articles["text"].tolist()


@pytest.mark.parametrize(("declared", "text", "found"), [("en", FR, "fr"), ("fr", EN, "en")])
def test_a_conflict_of_languages_is_told_with_both_values(
    tmp_path: Path, declared: str, text: str, found: str
) -> None:
    folder = folder_of(tmp_path, odd__md=f"---\nlanguage: {declared}\n---\n{text} Encore / again.")
    coverage = read_with_warning(folder, rf"odd\.md: its language is declared '{declared}' but the text is '{found}'")
    odd = coverage.articles["source_path"].str.endswith("odd.md")
    assert coverage.articles.loc[odd, "language"].tolist() == [found]


def test_two_files_with_the_same_declared_id_are_both_kept(tmp_path: Path) -> None:
    first, second = (f"---\nid: a1\n---\n{text} Encore / again." for text in (FR, EN))
    folder = folder_of(tmp_path, one__md=first, two__md=second)
    coverage = read_with_warning(folder, r"two\.md: has the same id 'a1' as one\.md")
    assert len(set(coverage.articles["article_id"])) == len(coverage) == 4


def test_the_same_article_twice_is_kept_once(tmp_path: Path) -> None:
    twin = f"---\noutlet: The Post\n---\n{EN} Again."
    coverage = read_with_warning(
        folder_of(tmp_path, one__md=twin, two__md=twin), r"two\.md: is the same article as one\.md"
    )
    assert len(coverage) == 3


def test_a_sidecar_that_names_an_absent_file_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, coverage__csv="file,outlet\ngone.txt,The Post\n")
    read_with_warning(folder, r"coverage\.csv: names the file gone\.txt")


@pytest.mark.parametrize("language", TEXTS)
def test_one_language_only_is_told(tmp_path: Path, language: str) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{TEXTS[language]} {name.upper()}.", encoding="utf-8")
    with pytest.warns(CoverageWarning, match=f"all 2 articles are '{language}'"):
        assert len(sl.read_coverage(tmp_path)) == 2


def test_one_outlet_only_is_told() -> None:
    frame = pd.DataFrame({"text": [FR, EN], "outlet": ["The Post"] * 2})
    with pytest.warns(CoverageWarning, match="expected two outlets"):
        sl.read_coverage(frame)


def test_nothing_good_at_all_is_one_error_with_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "third.txt").write_text(DE, encoding="utf-8")
    with (
        pytest.warns(CoverageWarning),
        pytest.raises(CoverageError, match=r"no article could be read(.|\n)*third\.txt"),
    ):
        sl.read_coverage(tmp_path)


def test_what_was_removed_is_kept_with_its_rule(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, page__txt=f"{EN} More.\n\nLeave a Reply\n\ngoogle-play-badge_EN")
    coverage = sl.read_coverage(folder)
    assert coverage.removed["text"].tolist() == ["Leave a Reply", "google-play-badge_EN"]
    assert coverage.removed["rule"].tolist()[0] == "comment_form"
    kept = sl.read_coverage(folder, settings=sl.Settings(keep_furniture=("comment_form",)))
    assert any("Leave a Reply" in text for text in kept.articles["text"])


def test_the_sample_is_read_without_objection(coverage: sl.Coverage) -> None:
    assert coverage.warnings == ()
    assert sorted(coverage.articles["language"]) == ["en", "en", "fr", "fr", "fr"]
    assert coverage.articles["outlet"].nunique() == 5


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    for name in (".ipynb_checkpoints", ".git"):
        (folder / name).mkdir()
        (folder / name / "old.txt").write_text(f"{EN} An older version.", encoding="utf-8")
    assert len(sl.read_coverage(folder)) == 2


def test_files_of_one_name_in_two_folders_are_two_unknown_outlets(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "article.txt").write_text(text, encoding="utf-8")
    outlets = sl.read_coverage(tmp_path).articles["outlet"].tolist()
    assert outlets == ["unknown (en/article.txt)", "unknown (fr/article.txt)"]


def test_a_sidecar_describes_files_in_folders_within(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "article.txt").write_text(text, encoding="utf-8")
    (tmp_path / "coverage.csv").write_text("file,outlet\nen/article.txt,A\nfr/article.txt,B\n", encoding="utf-8")
    assert sl.read_coverage(tmp_path).articles["outlet"].tolist() == ["A", "B"]


def test_a_sidecar_describes_every_row_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f'text,outlet\n"{FR}",K\n"{EN}",L\n', encoding="utf-8")
    (tmp_path / "coverage.csv").write_text("file,outlet\nrows.csv,Z\n", encoding="utf-8")
    with pytest.warns(CoverageWarning, match="expected two outlets"):
        assert sl.read_coverage(tmp_path).articles["outlet"].tolist() == ["Z", "Z"]


def test_a_table_of_articles_may_be_called_as_the_sidecar_is(tmp_path: Path) -> None:
    (tmp_path / "coverage.csv").write_text(f'text,outlet\n"{FR}",K\n"{EN}",L\n', encoding="utf-8")
    assert sl.read_coverage(tmp_path).articles["outlet"].tolist() == ["K", "L"]


def test_a_row_with_too_many_cells_keeps_its_text_and_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, rows__csv=f'text,outlet\n"{EN} More.","The Gazette",\n')
    coverage = read_with_warning(folder, r"rows\.csv: has rows with more cells than its header")
    row = coverage.articles[coverage.articles["outlet"] == "The Gazette"]
    assert row["text"].tolist() == [f"{EN} More."]


def test_odd_cells_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": FR, "outlet": "\ud83d"}) + "\n" + json.dumps({"text": EN, "outlet": ["A", "B"]}) + "\n",
        encoding="utf-8",
    )
    assert sl.read_coverage(tmp_path).articles["outlet"].tolist() == ["?", "A, B"]


@pytest.mark.parametrize(
    ("declared", "text"), [("français", FR), ("fr-CA", FR), ("French", FR), ("en_GB", EN), ("anglais", EN)]
)
def test_a_language_may_be_declared_by_name_or_region(declared: str, text: str) -> None:
    frame = pd.DataFrame({"text": [text, EN, FR], "language": [declared, "en", "fr"], "outlet": ["A", "B", "C"]})
    assert sl.read_coverage(frame, strict=True).warnings == ()


def test_a_time_zone_does_not_change_the_day() -> None:
    frame = pd.DataFrame({"text": [FR, EN], "published": ["2022-03-14T00:30:00+02:00", "2022-03-14"]})
    assert sl.read_coverage(frame).articles["published"].dt.day.tolist() == [14, 14]


def test_front_matter_that_is_never_closed_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, open__md=f"---\ntitle: x\n{EN} And more.")
    read_with_warning(folder, r"open\.md: its front matter is never closed")


def test_one_id_for_two_outlets_loses_neither() -> None:
    frame = pd.DataFrame({"id": ["e1", "e1"], "text": [EN, EN], "outlet": ["A", "B"]})
    with pytest.warns(CoverageWarning, match="has the same id 'e1'"):
        assert sl.read_coverage(frame).articles["outlet"].tolist() == ["A", "B"]


@pytest.mark.parametrize("source", [None, 5, ["a.txt"], "", "x" * 5000])
def test_what_is_no_path_is_one_clear_error(source: object) -> None:
    with pytest.raises(CoverageError):
        sl.read_coverage(source)  # type: ignore[arg-type]  # that it is refused is what is tested


def test_many_paragraphs_are_cleaned_quickly() -> None:
    import time

    text = "\n\n".join(f"The port reopened on day {number}, they said." for number in range(8_000))
    start = time.perf_counter()
    sl.read_coverage(pd.DataFrame({"text": [text, FR]}))
    assert time.perf_counter() - start < 15


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(FR.encode(encoding))
    (tmp_path / "b.txt").write_text(EN, encoding="utf-8")
    assert sl.read_coverage(tmp_path).articles["text"].tolist() == [FR, EN]


def test_a_few_nul_bytes_lose_no_article(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, odd__txt=FR.replace("mardi", "mer\x00credi").encode())
    coverage = read_with_warning(folder, r"odd\.txt: holds NUL bytes, which were taken out")
    assert any("mercredi" in text for text in coverage.articles["text"])


def test_a_copy_is_linked_to_its_original_unless_the_analyst_says_it_is_none(tmp_path: Path) -> None:
    text = " ".join(
        f"On day {day} the dockers of quay {day + 3} met the owners of ship {day * 7}." for day in range(9)
    )
    rows = [{"outlet": "The Wire", "text": f"{text} (Reuters)"}, {"outlet": "The Copy", "text": text}]
    coverage = sl.read_coverage(pd.DataFrame(rows))
    original, copy = coverage.articles["article_id"]
    assert coverage.articles["duplicate_of"].tolist()[1] == original
    assert coverage.articles["wire"].tolist()[0] == "Reuters"
    assert coverage.copies[["article_id", "duplicate_of"]].to_numpy().tolist() == [[copy, original]]
    declared = sl.read_coverage(pd.DataFrame(rows).assign(duplicate_of=[None, "none"]))
    assert declared.articles["duplicate_of"].isna().all()
    assert declared.copies.empty


def test_a_copy_of_an_unknown_article_is_told(tmp_path: Path) -> None:
    rows = pd.DataFrame([{"text": EN, "outlet": "A", "duplicate_of": "nowhere"}, {"text": FR, "outlet": "B"}])
    with pytest.warns(CoverageWarning, match="duplicate_of names 'nowhere'"):
        coverage = sl.read_coverage(rows)
    assert any("nowhere" in message for message in coverage.warnings)


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")])
@pytest.mark.parametrize(
    "text", [EN.replace("The dockers", "“We won” — the dockers"), FR.replace("mardi", "« mardi »")]
)
def test_encodings_of_one_byte_are_told_apart(tmp_path: Path, encoding: str, name: str, text: str) -> None:
    coverage = read_with_warning(folder_of(tmp_path, old__txt=text.encode(encoding)), f"read as {name}")
    assert text in set(coverage.articles["text"])


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.ndjson"])
def test_json_that_is_empty_is_told(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path)
    (folder / name).write_bytes(b"\n\n")
    read_with_warning(folder, name.replace(".", r"\.") + ": expected an article a line, found nothing")
