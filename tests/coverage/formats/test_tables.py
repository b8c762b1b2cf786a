"""CSV and Parquet: what spreadsheets and scripts write, and what they should not."""

from __future__ import annotations

import csv
import pickle
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.coverage.formats import Reading, tables
from sinorus_lib.coverage.formats.json_documents import read_json
from sinorus_lib.coverage.formats.tables import from_frame, header_of, read_csv, read_parquet, read_table
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record

FIXTURES = Path(__file__).parents[1] / "fixtures" / "tables"
FR = "Le port a rouvert mardi après douze jours de grève. Les dockers ont obtenu une prime."
EN = "The port reopened on Tuesday after a twelve-day strike. The dockers obtained a bonus."
TEXTS = {"fr": FR, "en": EN}


def records_in(
    content: str | bytes, folder: Path, name: str = "t.csv", columns: Mapping[str, str] | None = None
) -> tuple[list[Record], list[str]]:
    """Return the records in a file of some content, and what was objected to."""
    path, reading = folder / name, Reading(columns=columns or {})
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    read = {".csv": read_csv, ".parquet": read_parquet}.get(path.suffix, read_json)
    return read(path, reading), reading.objections.messages


@pytest.mark.parametrize(
    ("name", "first_day"),
    [
        ("excel_fr.csv", "2022-03-14"),
        ("excel_mac_fr.csv", "2022-03-14"),
        ("bars_fr.csv", "2022-03-14"),
        ("excel_en.csv", "2022-03-14"),
        ("unicode_text_en.tsv", "2022-03-14"),
        ("script_fr.parquet", "2022-03-14"),
        ("script_en.parquet", "2022-03-14"),
    ],
)
def test_what_spreadsheets_and_scripts_export_is_read_alike(name: str, first_day: str) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one language, and its encoding
        articles = sl.read_coverage(FIXTURES / name).articles
    assert len(articles) == 3
    language = "fr" if "_fr" in name else "en"
    assert set(articles["language"]) == {language}
    assert articles["published"].iloc[0] == pd.Timestamp(first_day)
    assert articles["published"].notna().all()
    outlets = {"fr": ["La Voix de Vernay", "Le Courrier des Alpages", "Le Matinal du Sud"],
               "en": ["The Harbour Gazette", "Upland Post", "The Southern Ledger"]}  # fmt: skip
    assert articles["outlet"].tolist() == outlets[language]
    starts = {"fr": "Le port de Vernay rouvre après douze jours de grève\n\nLe port de Vernay a rouvert lundi",
              "en": "Vernay port reopens after twelve-day strike\n\nThe port of Vernay reopened on Monday"}  # fmt: skip
    assert articles["text"].iloc[0].startswith(starts[language])
    assert articles["text"].iloc[0].count("\n\n") == 2


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_separator_encoding_and_line_end(
    tmp_path: Path, language: str, separator: str, encoding: str, newline: str
) -> None:
    text = f"{TEXTS[language]} « déjà », à l’œuvre ; a, b | c."
    content = separator.join(["Outlet ", '" TEXT"']) + newline
    content += "".join(
        f"A{newline}".replace("A", f'Post {n}{separator}"{text}{newline}{newline}Fin."') for n in range(3)
    )
    records, _ = records_in(content.encode(encoding), tmp_path)
    assert [record.facts["outlet"] for record in records] == ["Post 0", "Post 1", "Post 2"]
    assert {record.facts["text"] for record in records} == {f"{text}{newline}{newline}Fin."}


def test_the_separator_is_judged_by_the_rows_not_by_the_header_alone(tmp_path: Path) -> None:
    content = 'title, long;date, short;text\n"a, b";2022;"One, two, three."\n"c";2022;"Four; five."\n'
    records, objections = records_in(content, tmp_path)
    assert [record.facts["text"] for record in records] == ["One, two, three.", "Four; five."]
    assert objections == []


def test_a_column_by_itself_needs_no_separator(tmp_path: Path) -> None:
    records, objections = records_in("text\nOne, two.\nThree, four, five.\n", tmp_path)
    assert [record.facts["text"] for record in records] == ["One, two.", "Three, four, five."]
    assert objections == []


def test_a_spreadsheet_may_say_what_separates_its_cells(tmp_path: Path) -> None:
    records, _ = records_in("sep=;\r\noutlet;text\r\nPost;One, two\r\n", tmp_path)
    assert dict(records[0].facts) == {"outlet": "Post", "text": "One, two"}


def test_a_row_with_too_many_cells_is_left_out_by_name_and_the_others_are_not(tmp_path: Path) -> None:
    content = 'outlet,text\nPost,"One, two."\nPost,One, two.\nPost,Three.\nPost,Four.,,\nPost\n'
    records, objections = records_in(content, tmp_path)
    assert [record.facts.get("text") for record in records] == ["One, two.", "Three.", "Four.", None]
    assert any("t.csv, row 2: has 3 cells where the header has 2; it was left out" in text for text in objections)
    assert any("has rows with more cells than its header" in text for text in objections)
    assert records[1].origin == "t.csv, row 3"


def test_empty_rows_and_columns_are_passed_over(tmp_path: Path) -> None:
    records, objections = records_in(",outlet,text,,\n0,Post,One.,,\n,,,,\n\n  , ,,,\n1,Post,Two.,,\n", tmp_path)
    assert [record.facts["text"] for record in records] == ["One.", "Two."]
    assert objections == []


def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    records, objections = records_in("outlet,text, TEXT\nPost,One.,Two.\n", tmp_path)
    assert records[0].facts["text"] == "One."
    assert objections == ["t.csv: has more than one column named text; the first counts. Rename the others."]


def test_two_columns_of_one_name_in_a_frame(tmp_path: Path) -> None:
    frame = pd.DataFrame([["Post", FR, EN]], columns=["outlet", "text", "Text "])
    reading = Reading()
    assert from_frame(frame, "DataFrame", None, reading)[0].facts["text"] == FR
    assert "more than one column named text" in reading.objections.messages[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "expected a table with a header, found nothing"),
        (b" \n\n \n", "expected a table with a header, found nothing"),
        (b"\xef\xbb\xbf", "expected a table with a header, found nothing"),
        (
            b"when,what\n1,2\n",
            "expected a column named text or body or content, or url in a list of pages, found when",
        ),
        (f"{EN} {EN},Post\n".encode(), "Its first line seems to be an article"),
        (b"https://post.example/a,Post\n", "Its first line seems to be an article"),
        (b"text\n" + b"\x00\x01\x02\x03" * 99, "expected text, found binary data"),
        (b"PK\x03\x04" + b"\x00" * 99, "expected text, found binary data"),
    ],
)
def test_what_is_no_table_of_articles_is_said_so(tmp_path: Path, content: bytes, said: str) -> None:
    records, objections = records_in(content, tmp_path)
    assert records == []
    assert len(objections) == 1
    assert said in objections[0]


def test_a_few_bytes_of_zero_are_taken_out(tmp_path: Path) -> None:
    records, objections = records_in(f"outlet,text\nPo\x00st,{EN} {EN} {EN}\n", tmp_path)
    assert records[0].facts["outlet"] == "Post"
    assert "NUL bytes" in objections[0]


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_cut_within_a_letter_keeps_its_other_letters(tmp_path: Path, language: str) -> None:
    text = f"{TEXTS[language]} « déjà », à l’œuvre, été"
    content = f"outlet\ttext\nPost\t{text}".encode()[:-1]
    records, objections = records_in(content, tmp_path)
    assert records[0].facts["text"] == text[:-1] + "\ufffd"
    assert "UTF-8 with errors" in objections[0]


def test_an_open_quotation_mark_is_told(tmp_path: Path) -> None:
    records, objections = records_in('outlet,text\nPost,"One.\nPost,Two.\nPost,Three.\n', tmp_path)
    assert len(records) == 1
    assert "a quotation mark that is never closed" in objections[0]


def test_inches_are_no_open_quotation_mark(tmp_path: Path) -> None:
    records, objections = records_in('outlet,text\nPost,A 12" gun.\nPost,Two.\n', tmp_path)
    assert [record.facts["text"] for record in records] == ['A 12" gun.', "Two."]
    assert objections == []


def test_a_cell_may_be_of_a_million_characters(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    text = "Le port, rouvert. " * 60_000
    records, objections = records_in(f'outlet,text\nPost,"{text}"\nPost,Two.\n', tmp_path)
    assert [len(record.facts["text"]) for record in records] == [len(text) - 1, 4]
    assert objections == []
    assert csv.field_size_limit() == before


def test_apostrophes_before_formulas_are_undone(tmp_path: Path) -> None:
    records, _ = records_in("outlet,title,text\nPost,'=1+1,'tis so\n", tmp_path)
    assert records[0].facts == {"outlet": "Post", "title": "=1+1", "text": "'tis so"}


def test_a_row_with_an_address_and_no_text_is_an_entry_of_a_list(tmp_path: Path) -> None:
    records, objections = records_in("url,outlet\nhttps://post.example/a,Post\n", tmp_path)
    assert dict(records[0].facts) == {"url": "https://post.example/a", "outlet": "Post"}
    assert objections == []


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.jsonl", "t.parquet"])
def test_a_column_map_knows_neither_case_nor_spaces(tmp_path: Path, name: str) -> None:
    row = {" MEDIUM ": "Post", "Corps": FR}
    write_row(tmp_path / name, row)
    columns = {"outlet": "medium", "text": " corps"}
    records, objections = records_in((tmp_path / name).read_bytes(), tmp_path, name, columns)
    assert dict(records[0].facts) == {"outlet": "Post", "text": FR}
    assert objections == []


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.jsonl", "t.parquet"])
def test_mapped_columns_that_are_not_there_are_one_objection(tmp_path: Path, name: str) -> None:
    write_row(tmp_path / name, {"Medium": "Post", "text": FR, "extra": "x"})
    columns = {"outlet": "Outlet", "title": "Headline"}
    records, objections = records_in((tmp_path / name).read_bytes(), tmp_path, name, columns)
    assert [record.facts["text"] for record in records] == [FR]
    assert objections == [
        f"{name}: expected the columns 'Outlet' for outlet, 'Headline' for title, found medium, text, extra. "
        "Mend the column map."
    ]


def write_row(path: Path, row: Mapping[str, object]) -> None:
    frame = pd.DataFrame([row])
    write: dict[str, Callable[[], object]] = {
        ".csv": lambda: frame.to_csv(path, index=False),
        ".json": lambda: frame.to_json(path, orient="records"),
        ".jsonl": lambda: frame.to_json(path, orient="records", lines=True),
        ".parquet": lambda: frame.to_parquet(path),
    }
    write[path.suffix]()


def test_too_many_cells_are_refused_before_they_are_made(tmp_path: Path) -> None:
    start = time.perf_counter()
    records, objections = records_in("text" + "," * (tables.MOST_CELLS + 1), tmp_path)
    assert records == []
    assert "expected at most 10,000,000 cells" in objections[0]
    assert time.perf_counter() - start < 5


def test_a_long_table_is_read_in_time_that_grows_with_it(tmp_path: Path) -> None:
    def seconds(rows: int) -> float:
        content = "outlet,text\n" + f'Post,"{EN} He said ""no""."\n' * rows
        start = time.perf_counter()
        assert len(records_in(content, tmp_path)[0]) == rows
        return time.perf_counter() - start

    seconds(100)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.01)


@given(st.binary(max_size=300) | st.text(",;|\t\"\n\r\x00aé=' ", max_size=200).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_objected_to(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records, objections = records_in(b"text,outlet\n" + content, Path(folder))
        records_in(content, Path(folder))
        header_of(content.decode("utf-8", errors="replace"))
    assert isinstance(records, list)
    assert all(isinstance(text, str) for text in objections)


def test_the_table_beside_the_articles_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "coverage.csv").write_text(" File ;Outlet\na.txt;007\n", encoding="utf-8")
    table = read_table(tmp_path / "coverage.csv", Objections())
    assert table is not None
    assert table.to_dict("records") == [{"file": "a.txt", "outlet": "007"}]


def parquet_records(table: pa.Table, folder: Path, **options: object) -> tuple[list[Record], list[str]]:
    pq.write_table(table, folder / "t.parquet", **options)
    return records_in((folder / "t.parquet").read_bytes(), folder, "t.parquet")


def test_parquet_columns_of_any_type_are_read(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": pa.array([FR, EN], pa.large_string()),
            "outlet": pa.array(["Post", None]).dictionary_encode(),
            "author": pa.array([["Anne Dumas", "Paul Lenoir"], []]),
            "date": pa.array([1_647_246_600_000_000_000, None], pa.timestamp("ns", tz="Europe/Paris")),
            "title": pa.array([b"Port \xe9", b"Port"]),
            "event": pa.array([7, 8]),
            "url": pa.array([{"a": 1}, None]),
            "a.b": pa.array([1, 2]),
        }
    )
    records, objections = parquet_records(table, tmp_path)
    assert objections == []
    assert dict(records[0].facts) == {
        "text": FR, "outlet": "Post", "author": "Anne Dumas, Paul Lenoir", "published": "2022-03-14 09:30:00+01:00",
        "title": "Port \ufffd", "event": "7",
    }  # fmt: skip
    assert dict(records[1].facts) == {"text": EN, "title": "Port", "event": "8"}


def test_a_day_that_python_cannot_hold_loses_only_itself(tmp_path: Path) -> None:
    table = pa.table({"text": [FR, EN], "date": pa.array([2**62, 1_647_246_600_000_000], pa.timestamp("us"))})
    records, _ = parquet_records(table, tmp_path)
    assert [record.facts.get("published") for record in records] == [None, "2022-03-14 08:30:00"]


def test_only_columns_with_a_known_name_are_unpacked(tmp_path: Path) -> None:
    table = pa.table({"text": [FR], "picture": [b"x" * 5_000_000]})
    pq.write_table(table, tmp_path / "t.parquet", compression="gzip")
    raw = (tmp_path / "t.parquet").read_bytes()
    place = pq.read_metadata(tmp_path / "t.parquet").row_group(0).column(1).dictionary_page_offset
    broken = raw[:place] + b"\xff" * 40 + raw[place + 40 :]
    records, objections = records_in(broken, tmp_path, "t.parquet")
    assert [record.facts["text"] for record in records] == [FR]
    assert objections == []


def test_text_that_repeats_is_measured_before_it_is_written_out(tmp_path: Path) -> None:
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), ["x" * 1_000_000])
    table = pa.table({"text": repeated})
    start = time.perf_counter()
    records, objections = parquet_records(table, tmp_path)
    assert (tmp_path / "t.parquet").stat().st_size < 2_000_000
    assert records == []
    assert "expected at most 512 MB of text or 10,000,000 cells" in objections[0]
    assert time.perf_counter() - start < 20


def test_more_cells_than_a_table_may_have_are_not_unpacked(tmp_path: Path) -> None:
    table = pa.table({"text": pa.nulls(tables.MOST_CELLS + 1, pa.string())})
    records, objections = parquet_records(table, tmp_path)
    assert records == []
    assert "expected at most" in objections[0]


class Trap:
    """What would be called if it were ever unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Path]]:
        return Path.touch, (Path(tempfile.gettempdir()) / "never",)


def test_nothing_in_a_parquet_file_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(pickle, "loads", opened.append)
    field = pa.field(
        "text",
        pa.string(),
        metadata={
            "ARROW:extension:name": "arrow.py_extension_type",
            "ARROW:extension:metadata": pickle.dumps(Trap()),
        },
    )
    table = pa.table({"text": [FR]}, schema=pa.schema([field], metadata={"pandas": '{"columns": [1'}))
    records, objections = parquet_records(table, tmp_path)
    assert [record.facts["text"] for record in records] == [FR]
    assert objections == []
    assert opened == []
    assert not (Path(tempfile.gettempdir()) / "never").exists()


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_damaged_parquet_file_is_read_or_objected_to(place: int, damage: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.parquet"
        pd.DataFrame({"text": [FR, EN] * 20, "outlet": ["A", "B"] * 20}).to_parquet(path)
        raw = path.read_bytes()
        place %= len(raw)
        records, objections = records_in(raw[:place] + damage + raw[place + len(damage) :], Path(folder), "t.parquet")
    assert records or objections


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "shape", ['[{row}, {row}]', '{{"status": "ok", "response": {{"results": [{row}, {row}]}}}}', "{row}\n{row}\n"]
)  # fmt: skip
@pytest.mark.parametrize("name", ["t.json", "t.jsonl", "t.ndjson"])
def test_json_may_be_lines_or_a_list_alone_or_in_an_object(
    tmp_path: Path, language: str, shape: str, name: str
) -> None:
    row = (
        f'{{"text": "{TEXTS[language]}", "tags": [{{"url": "x"}}, {{"url": "y"}}, {{"url": "z"}}], "date": 20220314}}'
    )
    records, objections = records_in(shape.format(row=row), tmp_path, name)
    assert objections == []
    assert [dict(record.facts) for record in records] == [{"text": TEXTS[language], "published": "20220314"}] * 2


def test_one_object_that_has_a_text_is_an_article(tmp_path: Path) -> None:
    records, _ = records_in('{"text": "One.", "related": [{"text": "a"}, {"text": "b"}]}', tmp_path, "t.json")
    assert [record.facts["text"] for record in records] == ["One."]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.json", "[" * 200_000, "expected JSON with a list of articles"),
        ("t.json", '{"a":' * 200_000, "expected JSON with a list of articles"),
        ("t.json", "", "expected JSON with a list of articles"),
        ("t.json", "Please limit requests", "expected JSON with a list of articles"),
        ("t.json", "[1, 2]", "expected JSON with a list of articles"),
        ("t.json", '{"name": "x", "version": 1}', "expected a column named text"),
        ("t.json", "9" * 100_000, "expected JSON with a list of articles"),
        ("t.jsonl", '{"text": "One."}\n{"text": \n', "t.jsonl, line 2: expected one JSON object"),
        ("t.json", '[{"text": "One."}, 5]', "t.json, article 2: expected a JSON object"),
        ("t.json", '[{"text": "One.", "text": "Two."}]', "article 1: names 'text' more than once; the first counts"),
        ("t.json", '[{"text": "One.", "author": ' + "[" * 900 + "]" * 900 + "}]", "lists within lists"),
        ("t.json", b'[{"text": "One.\x00"}]', "expected text, found binary data"),
    ],
)
def test_what_is_wrong_with_json_is_said_once(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    records, objections = records_in(content, tmp_path, name)
    assert len(objections) == 1, objections
    assert said in objections[0]
    assert all(record.facts["text"] == "One." for record in records)


def test_odd_numbers_in_json_lose_nothing(tmp_path: Path) -> None:
    row = f'{{"text": "One.", "id": {"7" * 5_000}, "outlet": NaN, "event": -Infinity, "wire": null, "date": 1647246600.0}}'
    records, objections = records_in(row, tmp_path, "t.json")
    assert objections == []
    assert dict(records[0].facts) == {"text": "One.", "article_id": "7" * 5_000, "published": "1647246600.0"}


def test_json_that_would_take_too_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinorus_lib.coverage.formats.json_documents.LARGEST", 1024)
    records, objections = records_in('[{"text": "' + "x" * 2_000 + '"}]', tmp_path, "t.json")
    assert records == []
    assert "expected JSON of at most" in objections[0]


@given(st.text('{}[]":,\\ntexurl1.eE-\n', max_size=120))
@settings(deadline=None)
def test_any_text_is_read_as_json_or_objected_to(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("t.json", "t.jsonl"):
            records_in(content, Path(folder), name)


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_table_without_a_row_is_told(tmp_path: Path, name: str) -> None:
    table = pd.DataFrame({"text": pd.Series(dtype="str"), "outlet": pd.Series(dtype="str")})
    path = tmp_path / name
    table.to_parquet(path) if name.endswith("parquet") else table.to_csv(path, index=False)
    records, objections = records_in(path.read_bytes(), tmp_path, name)
    assert records == []
    assert objections == [f"{name}: expected a row an article, found none below the header. Export it again."]
