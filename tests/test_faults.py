"""What an interruption, a full disk, a second run or somebody's hand does to a cache and a run folder."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sinorus_lib as sl
from sinorus_lib import storage
from sinorus_lib.adjudication.records import Decision, decisions_frame
from sinorus_lib.encoders import UnaskedEncoder
from sinorus_lib.encoders.embedding import VectorCache
from sinorus_lib.errors import EncoderError, SinorusError

from .conftest import ROOT

# Processes of their own, since a process that has run torch must not fork.
MEASURE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from sinorus_lib.evaluation.faults import FULL, INTERRUPTED, KILLED, REPLACED, RUN, PARTITIONS, WHOLE, measure
shares = {(PARTITIONS, KILLED): 1, (REPLACED, KILLED): 1, (WHOLE, INTERRUPTED): 1, (PARTITIONS, FULL): 1, (REPLACED, FULL): 1,
          (RUN, INTERRUPTED): 1}
found = measure(Path(sys.argv[1]), moments=6, seed=3, shares=shares, rounds={RUN: 1}, thorough=False)
print("RESULT", json.dumps(asdict(found)))
"""
# A process that replaces a run again and again, by two settings in turn.
REPLACES = """
import sys
import sinorus_lib as sl
loaded = sl.load(sys.argv[1])
for number in range(10):
    loaded.with_probability((0.4, 0.5)[number % 2]).save(sys.argv[1])
"""
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Six runs broken at drawn moments, and two that save to one folder at the same moment."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "TMPDIR": str(tmp_path_factory.mktemp("faults"))}
    command = [sys.executable, "-c", MEASURE, str(ROOT / "data")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.rsplit("RESULT", 1)[1])
    return found


def test_after_every_fault_the_next_run_is_as_if_nothing_had_been(measured: dict[str, Any]) -> None:
    assert [one["trouble"] for one in measured["outcomes"]] == [[]] * 6


def test_the_faults_were_real(measured: dict[str, Any]) -> None:
    broken = [one["moment"]["kind"] for one in measured["outcomes"] if one["broken"]]
    assert {"killed", "interrupted", "disk full"} == set(broken)
    assert broken.count("disk full") == 2  # on a small disk, or under a limit where none can be mounted
    print("disk full by", "tmpfs" if measured["disks"] else "RLIMIT_FSIZE", "- broken:", len(broken), "of 6")


def test_two_runs_that_save_to_one_folder_at_once_leave_one_whole_run(measured: dict[str, Any]) -> None:
    assert measured["met"] == {"run": [[]]}


# Tampering: whoever changes a file can write its checksum anew.


@pytest.fixture(scope="module")
def saved(comparison: sl.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pair = comparison.pairs.iloc[0]
    decided = decisions_frame(
        [Decision(coder="Ada", claim_a=pair["claim_a"], claim_b=pair["claim_b"], decision="same")]
    )
    return comparison.with_decisions(decided).save(tmp_path_factory.mktemp("saved") / "run")


@pytest.fixture
def run(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "run"))


def sign(run: Path) -> None:
    """Write the checksums of a run folder anew, as whoever changed it would."""
    manifest = json.loads((run / "sinorus.json").read_text(encoding="utf-8"))
    manifest["files"] = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.iterdir()
        if path.name != "sinorus.json" and path.is_file()
    }
    (run / "sinorus.json").write_text(json.dumps(manifest), encoding="utf-8")


def refused(run: Path, expected: str = "run") -> None:
    """See that a run folder is refused in words that name a file or the folder, on one line."""
    with pytest.raises(SinorusError, match=expected) as caught:
        sl.load(run)
    message = str(caught.value)
    assert str(run) in message
    assert "\n" not in message
    assert len(message) < 1_000


class Payload:
    """What marks a file when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.marker,))


def test_what_was_not_touched_is_read(run: Path) -> None:
    sign(run)
    loaded = sl.load(run)
    assert len(loaded.decisions) == 1
    assert (loaded.pairs["decision"] == "same").sum() == 1


@pytest.mark.parametrize(
    "name", ["articles.parquet", "words.parquet", "space.json", "settings.json", "probability.json"]
)
def test_a_pickle_is_refused_and_not_opened(run: Path, tmp_path: Path, name: str) -> None:
    (run / name).write_bytes(pickle.dumps(Payload(tmp_path / "marker")))
    sign(run)
    refused(run, name)
    assert not (tmp_path / "marker").exists()


def test_a_pickle_inside_parquet_is_not_opened(run: Path, tmp_path: Path) -> None:
    payload = pickle.dumps(Payload(tmp_path / "marker"))
    table = pq.read_table(run / "removed.parquet")
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": payload}
    fields = [field.with_metadata(kind) if field.name == "rule" else field for field in table.schema]
    pq.write_table(table.cast(pa.schema(fields)), run / "removed.parquet")
    sign(run)
    refused(run, r"removed\.parquet")
    assert not (tmp_path / "marker").exists()


def test_what_pandas_notes_in_parquet_is_passed_over(run: Path) -> None:
    table = pq.read_table(run / "claims.parquet").replace_schema_metadata({b"pandas": b'{"index_columns": [["x"]]}'})
    pq.write_table(table, run / "claims.parquet")
    sign(run)
    assert len(sl.load(run).claims) == table.num_rows


@pytest.mark.parametrize(
    "manifest",
    [
        {"files": {"../secret.json": "0" * 64}},
        {"files": {"/etc/passwd": "0" * 64}},
        {"files": {"thesis.txt": "0" * 64}},
        {"files": {"claims.parquet": 3}},
        {"files": {"claims.parquet": "../claims.parquet"}},
        {"files": ["claims.parquet"]},
        {"files": None},
        {"format": "4"},
        {"format": True},
        {"format": [4]},
        {"format": 10**400},
        {"coder": {"name": "Ada"}},
        {"coder": 3},
    ],
    ids=lambda manifest: json.dumps(manifest)[:30],
)
def test_a_manifest_that_does_not_fit_is_refused(run: Path, manifest: dict[str, Any]) -> None:
    whole = json.loads((run / "sinorus.json").read_text(encoding="utf-8"))
    files = manifest.get("files")
    changed = {**whole, **manifest}
    if isinstance(files, dict):
        changed["files"] = {**whole["files"], **files}
    (run / "sinorus.json").write_text(json.dumps(changed), encoding="utf-8")
    refused(run)
    with pytest.raises(SinorusError, match="expected an empty folder or a saved comparison"):
        storage.save(sl.Comparison.__new__(sl.Comparison), run)  # nothing is deleted on its word


BOMBS = {
    "nested": '{"a":' + "[" * 200_000 + "]" * 200_000 + "}",
    "digits": '{"a": ' + "9" * 100_000 + "}",
    "number": "1",
    "list": "[]",
    "endless": '{"a": 1e999, "b": NaN}',
    "no text": "\udcff",
    "empty": "",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("name", ["sinorus.json", "settings.json", "probability.json", "space.json"])
def test_a_bomb_of_json_is_refused(run: Path, name: str, bomb: str) -> None:
    (run / name).write_bytes(bomb.encode("utf-8", "surrogateescape"))
    if name != "sinorus.json":
        sign(run)
    refused(run, name)


def edit_json(name: str, *path: str | int, to: object) -> Change:
    """Return what changes one value in a JSON file of a run."""

    def change(run: Path) -> None:
        values = json.loads((run / name).read_text(encoding="utf-8"))
        place = values
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to
        (run / name).write_text(json.dumps(values), encoding="utf-8")

    return change


MODEL, SPACE, SETTINGS = "probability.json", "space.json", "settings.json"
CHANGED_JSON = {
    "weight no number": edit_json(MODEL, "content", "weights", 0, to=float("nan")),
    "weight a word": edit_json(MODEL, "content", "weights", 0, to="heavy"),
    "weight endless": edit_json(MODEL, "content", "weights", 0, to=10**400),
    "weights too few": edit_json(MODEL, "conflict", "weights", to=[1.0]),
    "weights none": edit_json(MODEL, "conflict", "weights", to=None),
    "scale of zero": edit_json(MODEL, "content", "scales", 0, to=0),
    "feature unknown": edit_json(MODEL, "content", "features", 0, to="__class__"),
    "feature a list": edit_json(MODEL, "content", "features", 0, to=["overlap"]),
    "share above 1": edit_json(MODEL, "contradicting", to=2),
    "model a list": edit_json(MODEL, "content", to=[]),
    "provenance a number": edit_json(MODEL, "provenance", to=3),
    "intercept endless": edit_json(MODEL, "content", "intercept", to=10**400),
    "setting unknown": edit_json(SETTINGS, "command", to="rm"),
    "setting out of range": edit_json(SETTINGS, "batch_size", to=-1),
    "encoder a number": edit_json(SETTINGS, "encoder", to=3),
    "null that never ends": edit_json(SETTINGS, "translation_null", to="/dev/zero"),
    "null of another host": edit_json(SETTINGS, "translation_null", to="//host/share/null.json"),
    "centre too short": edit_json(SPACE, "centres", "fr", to=[1.0]),
    "centre a word": edit_json(SPACE, "centres", "fr", to="x"),
    "centre too large": edit_json(SPACE, "centres", "fr", 0, to=1e300),
    "centre nested": edit_json(SPACE, "centres", "fr", to=[[1.0] * 384]),
    "no centre": edit_json(SPACE, "centres", to={}),
    "other language": edit_json(SPACE, "claims", "xx", to=1),
    "count below zero": edit_json(SPACE, "claims", "fr", to=-5),
    "count a word": edit_json(SPACE, "claims", "fr", to="5"),
    "frequencies a list": edit_json(SPACE, "frequencies", "fr", to=[1]),
    "token a word": edit_json(SPACE, "frequencies", "fr", to={"x": 1}),
}


@pytest.mark.parametrize("change", CHANGED_JSON.values(), ids=CHANGED_JSON)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
def test_values_that_do_not_fit_are_refused(run: Path, change: Change) -> None:
    change(run)
    sign(run)
    refused(run, r"\.json")


def edit_cell(name: str, column: str, to: object) -> Change:
    """Return what changes the first cell of a column of a frame."""

    def change(run: Path) -> None:
        frame = pd.read_parquet(run / f"{name}.parquet")
        frame[column] = [to, *frame[column].tolist()[1:]]
        frame.to_parquet(run / f"{name}.parquet", index=False)

    return change


def edit_frame(name: str, task: Callable[[pd.DataFrame], pd.DataFrame]) -> Change:
    """Return what changes a frame."""

    def change(run: Path) -> None:
        task(pd.read_parquet(run / f"{name}.parquet")).to_parquet(run / f"{name}.parquet", index=False)

    return change


CHANGED_FRAMES = {
    "claim after the end": edit_cell("claims", "end", 10**6),
    "claim before the start": edit_cell("claims", "start", -3),
    "claim of another text": edit_cell("claims", "text", "Something else."),
    "content outside": edit_cell("claims", "content_end", 10**6),
    "claim of no article": edit_cell("claims", "article_id", "a0"),
    "claim of no language": edit_cell("claims", "language", "xx"),
    "claim of no kind": edit_cell("claims", "kind", "<script>"),
    "quoted above 1": edit_cell("claims", "quoted", 7.0),
    "quoted no number": edit_cell("claims", "quoted", np.nan),
    "offset a number with a fraction": edit_cell("claims", "start", 0.5),
    "offset a word": edit_frame("claims", lambda frame: frame.assign(start=frame["start"].astype(str))),
    "claim twice": edit_frame("claims", lambda frame: pd.concat([frame, frame.head(1)])),
    "article twice": edit_frame("articles", lambda frame: pd.concat([frame, frame.head(1)])),
    "no articles": edit_frame("articles", lambda frame: frame.head(0)),
    "article without text": edit_frame("articles", lambda frame: frame.drop(columns="text")),
    "article of no time": edit_cell("articles", "published", "yesterday"),
    "pair of no claim": edit_cell("pairs", "claim_a", "c0"),
    "pair twice": edit_frame("pairs", lambda frame: pd.concat([frame, frame.head(1)])),
    "pair too probable": edit_cell("pairs", "probability", 1.5),
    "pair endless": edit_cell("pairs", "overlap", np.inf),
    "pair of no relation": edit_cell("pairs", "relation", "<b>"),
    "pair decided by nothing": edit_cell("pairs", "decision", "perhaps"),
    "candidate of no claim": edit_cell("candidates", "claim_b", "c0"),
    "candidate no number": edit_cell("candidates", "overlap", np.nan),
    "candidate without a feature": edit_frame("candidates", lambda frame: frame.drop(columns="polarity")),
    "feature a word": edit_frame("candidates", lambda frame: frame.assign(polarity="x")),
    "cue elsewhere": edit_cell("framing", "start", 10**9),
    "cue of other words": edit_cell("framing", "cue", "other words"),
    "value above 1": edit_cell("framing", "value", 2.0),
    "measure of no claim": edit_cell("framing", "claim_id", "c0"),
    "word elsewhere": edit_cell("words", "end", 10**6),
    "match elsewhere": edit_cell("words", "match_end", 10**6),
    "word of no side": edit_cell("words", "side", "c"),
    "words without a column": edit_frame("words", lambda frame: frame.drop(columns="matched")),
    "nested column": edit_frame("removed", lambda frame: frame.assign(paragraph=[[1]] * len(frame))),
    "decision unknown": edit_cell("decisions", "decision", "perhaps"),
    "decision of no time": edit_cell("decisions", "when", pd.NaT),
}


@pytest.mark.parametrize("change", CHANGED_FRAMES.values(), ids=CHANGED_FRAMES)
def test_frames_that_do_not_fit_are_refused(run: Path, change: Change) -> None:
    change(run)
    sign(run)
    refused(run, r"\.parquet")


@pytest.mark.parametrize("name", sorted(storage.FILES - {f"{name}.parquet" for name in storage.DERIVED}))
@pytest.mark.parametrize("how", ["missing", "link", "folder", "pipe", "truncated"])
def test_every_file_has_to_be_a_whole_plain_file(run: Path, tmp_path: Path, name: str, how: str) -> None:
    path = run / name
    sign(run)
    path.rename(tmp_path / "elsewhere")
    if how == "link":
        path.symlink_to(tmp_path / "elsewhere")
    elif how == "folder":
        path.mkdir()
    elif how == "pipe":
        os.mkfifo(path)
    elif how == "truncated":
        path.write_bytes((tmp_path / "elsewhere").read_bytes()[:-9])
        sign(run)
    refused(run, name)


def bomb_of_rows(run: Path) -> None:
    rows = 60_000_000
    zeros = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), pa.array([0]))
    table = pa.table({"article_id": zeros.cast(pa.int64()), "rule": zeros.cast(pa.int64())})
    pq.write_table(table, run / "removed.parquet")


def bomb_of_text(run: Path) -> None:
    frame = pq.read_table(run / "removed.parquet").slice(0, 1).to_pydict()
    rows = 100_000
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array(["x" * 100_000]))
    others = {name: pa.array(values * rows) for name, values in frame.items() if name != "text"}
    pq.write_table(pa.table({**others, "text": text}), run / "removed.parquet", store_schema=False)


def bomb_of_another_codec(run: Path) -> None:
    pq.write_table(pq.read_table(run / "removed.parquet"), run / "removed.parquet", compression="zstd")


def text_that_is_none(run: Path) -> None:
    table = pq.read_table(run / "removed.parquet")
    broken = pa.array([b"\xff\xfe"] * table.num_rows).view(pa.string())
    pq.write_table(table.set_column(table.schema.get_field_index("text"), "text", broken), run / "removed.parquet")


@pytest.mark.parametrize("bomb", [bomb_of_rows, bomb_of_text, bomb_of_another_codec, text_that_is_none])
def test_parquet_that_is_more_than_it_seems_is_refused(run: Path, bomb: Change) -> None:
    bomb(run)
    assert (run / "removed.parquet").stat().st_size < 1_000_000
    sign(run)
    refused(run, r"removed\.parquet")


@pytest.mark.parametrize("encoder", ["/somewhere/model", "organisation/model", "~/model", "."])
def test_an_encoder_that_only_a_file_names_is_never_loaded(
    run: Path, comparison: sl.Comparison, monkeypatch: pytest.MonkeyPatch, encoder: str
) -> None:
    edit_json(SETTINGS, "encoder", to=encoder)(run)
    sign(run)
    loaded = sl.load(run)
    assert loaded.settings.encoder == encoder
    assert isinstance(loaded.with_probability(0.5).settings.encoder, UnaskedEncoder)
    monkeypatch.setattr("sinorus_lib.encoders._load_named", lambda *_names, **_options: pytest.fail("it was loaded"))
    pair = comparison.pairs.iloc[0]
    assert len(loaded.explain(pair["claim_a"], pair["claim_b"]).words)  # what was saved needs no encoder
    kept = {frozenset(ids) for ids in loaded.pairs[["claim_a", "claim_b"]].itertuples(index=False)}
    other = next(
        row for row in comparison.candidates.itertuples() if frozenset((row.claim_a, row.claim_b)) not in kept
    )
    with pytest.raises(EncoderError, match=r"load\(FOLDER, encoder=NAME\)"):
        loaded.explain(other.claim_a, other.claim_b)
    with pytest.raises(EncoderError, match="no reason to load a model"):
        sl.embed(loaded.claims, settings=loaded.settings)
    asked = sl.load(run, encoder="e5-small")
    assert len(asked.explain(other.claim_a, other.claim_b).words)


def test_columns_of_ones_own_are_kept(run: Path) -> None:
    own = {"section": pd.Categorical(["news"] * 5), "seen": pd.Timestamp("2026-11-23", tz="UTC"), "words": 3}
    edit_frame("articles", lambda frame: frame.assign(**own))(run)
    sign(run)
    articles = sl.load(run).articles
    assert articles["section"].tolist() == ["news"] * 5
    assert (articles["words"] == 3).all()


def test_a_run_can_be_loaded_while_others_replace_it(run: Path) -> None:
    command = [sys.executable, "-c", REPLACES, str(run)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    found = []
    while any(one.poll() is None for one in runs):
        found.append(sl.load(run).settings.min_probability)
    assert [one.communicate()[1] for one in runs] == ["", ""]
    assert set(found) <= {0.3, 0.4, 0.5}
    print(f"loaded {len(found)} times while it was replaced 20 times")
    assert [path.name for path in run.parent.iterdir() if path.name.startswith(".")] == []


def test_a_run_of_format_3_is_read(run: Path, comparison: sl.Comparison) -> None:
    (run / "decisions.parquet").unlink()
    for name in ("translation_of", "wire", "event", "author"):
        edit_frame("articles", lambda frame, name=name: frame.drop(columns=name))(run)  # type: ignore[misc]
    edit_frame("pairs", lambda frame: frame.drop(columns="decision"))(run)
    manifest = json.loads((run / "sinorus.json").read_text(encoding="utf-8"))
    del manifest["coder"]
    (run / "sinorus.json").write_text(json.dumps({**manifest, "format": 3}), encoding="utf-8")
    sign(run)
    loaded = sl.load(run)
    assert loaded.decisions.empty
    pd.testing.assert_frame_equal(loaded.claims, comparison.claims)
    assert loaded.articles["wire"].isna().all()


def test_flipped_bits_are_refused_or_harmless(run: Path) -> None:
    """Bits flipped at random, checksums written anew: one clear refusal, or a comparison that can be shown."""
    drawn = np.random.default_rng(5)
    names = sorted(path.name for path in run.iterdir() if path.name != "sinorus.json")
    refusals = 0
    for _ in range(60):
        path = run / names[drawn.integers(len(names))]
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[drawn.integers(len(changed))] ^= 1 << int(drawn.integers(8))
        path.write_bytes(bytes(changed))
        sign(run)
        try:
            assert "Comparison(" in repr(sl.load(run))
        except SinorusError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either is well
            refusals += 1
        path.write_bytes(whole)
    print(f"{refusals} of 60 refused")
    assert refusals > 10


@pytest.mark.parametrize("what", ["truncated", "foreign", "other columns", "no numbers", "no unit", "other size"])
def test_a_file_of_the_cache_that_does_not_fit_is_passed_over(tmp_path: Path, what: str) -> None:
    cache = VectorCache("e5-small", tmp_path)
    kept = cache.add(["one", "two", "three"], np.eye(3, 384, dtype=np.float32))
    cache.add(["four"], np.eye(1, 384, dtype=np.float32))
    [path] = [path for path in cache.folder.iterdir() if pq.read_metadata(path).num_rows == 1]
    keys = pq.read_table(path)["key"].to_pylist()

    def vectors(values: object) -> pa.Table:
        array = np.asarray(values, np.float32)
        return pa.table({"key": keys, "vector": pa.FixedSizeListArray.from_arrays(pa.array(array), len(array))})

    if what == "truncated":
        path.write_bytes(path.read_bytes()[:200])
    elif what == "foreign":
        path.write_bytes(pickle.dumps(Payload(tmp_path / "marker")))
    else:
        table = {
            "other columns": pa.table({"key": [1], "vector": ["x"]}),
            "no numbers": vectors([np.nan] * 384),
            "no unit": vectors([5.0] * 384),
            "other size": vectors([1.0]),
        }[what]
        pq.write_table(table, path)
    assert set(cache.read()) == set(kept)
    assert not (tmp_path / "marker").exists()
