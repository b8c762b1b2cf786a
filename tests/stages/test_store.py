"""Partitions: each whole or absent, found again by content, whoever writes or dies."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from sinorus_lib.errors import SinorusError
from sinorus_lib.stages.keys import digest
from sinorus_lib.stages.store import KEY, DamagedPartition, Partition, Store, groups_of

KEYS = ["one", "two", "none"]
ROWS = pa.table({"number": [1, 2, 3], "text": ["é", None, "x"], "vector": [[1.0], [2.0], [3.0]]})
TABLES = {"numbers": [ROWS.slice(0, 2), ROWS.slice(2), ROWS.slice(0, 0)], "nothing": [ROWS.slice(0, 0)] * 3}

# A process that writes a partition: again and again, until it dies in the middle, or until a file may not grow.
WRITES = """
import os, resource, signal, sys
from pathlib import Path
import pyarrow as pa
from sinorus_lib.errors import SinorusError
from sinorus_lib.stages.store import Store

class Deadly(dict):
    def items(self):
        yield from super().items()
        os.kill(os.getpid(), signal.SIGKILL)

folder, how = Path(sys.argv[1]), sys.argv[2]
store, tables = Store(folder), {"numbers": [pa.table({"number": range(20_000)})]}
if how == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    try:
        store.write(["one"], tables)
    except SinorusError as error:
        print(error)
else:
    for _ in range(15):
        store.write(["one"], Deadly(tables) if how == "killed" else tables)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def partition(store: Store) -> Partition:
    return store.write(KEYS, TABLES)


def writing(store: Store, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITES, str(store.folder), how]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def hidden(store: Store) -> list[str]:
    return [path.name for path in store.folder.iterdir() if path.name.startswith(".")]


def test_what_was_written_is_found_and_read_by_key(store: Store, partition: Partition) -> None:
    assert store.find() == dict.fromkeys(KEYS, partition)
    assert partition.read("numbers").drop_columns([KEY]).equals(ROWS)
    assert partition.read("numbers", ["two", "one"])["number"].to_pylist() == [3, 1, 2]
    assert partition.read("numbers", ["two", "one"])[KEY].to_pylist() == ["two", "one", "one"]
    assert partition.read("numbers", ["none"]).num_rows == 0
    assert partition.read("nothing", KEYS).schema.names == [*ROWS.schema.names, KEY]
    assert hidden(store) == []


def test_no_store_holds_nothing(store: Store) -> None:
    assert store.find() == {}


def test_other_keys_or_another_order_are_another_partition(store: Store, partition: Partition) -> None:
    other = store.write(KEYS[::-1], {name: groups[::-1] for name, groups in TABLES.items()})
    assert other.folder != partition.folder
    assert other.read("numbers", ["one"]).equals(partition.read("numbers", ["one"]))


def test_a_group_may_have_more_rows_than_parquet_puts_together_by_itself(store: Store) -> None:
    many = pa.table({"number": np.arange(1_100_000)})
    written = store.write(["many", "one"], {"numbers": [many, pa.table({"number": [7]})]})
    assert written.read("numbers", ["one"])["number"].to_pylist() == [7]


def test_rows_go_to_those_whose_they_are() -> None:
    table = pa.table({"number": range(5)})
    found = groups_of(table, pd.Series(list("baabz"), index=[9, 8, 7, 6, 5]), ["a", "b", "c"])
    assert [group["number"].to_pylist() for group in found] == [[1, 2], [0, 3], []]


DAMAGED = {
    "missing": None,
    "empty": b"",
    "no text": b"\xff\xfe",
    "nested": b"[" * 200_000,
    "other keys": json.dumps({"keys": ["one", "two", "three"], "footers": {}}).encode(),
    "other order": json.dumps({"keys": KEYS[::-1], "footers": {}}).encode(),
    "numbers": json.dumps({"keys": [1, 2, 3], "footers": {}}).encode(),
    "no footers": json.dumps({"keys": KEYS}).encode(),
    "a list": json.dumps(KEYS).encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_partition_whose_keys_cannot_be_trusted_is_passed_over_and_made_again(
    store: Store, partition: Partition, content: bytes | None
) -> None:
    path = partition.folder / "partition.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert store.find() == {}
    assert store.write(KEYS, TABLES) == partition
    assert store.find()["one"].read("numbers").drop_columns([KEY]).equals(ROWS)


@pytest.mark.parametrize("how", ["missing", "truncated", "empty", "folder", "foreign"])
def test_a_damaged_table_is_told_and_can_be_removed(store: Store, partition: Partition, how: str) -> None:
    path = partition.path("numbers")
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how != "missing":
        path.write_bytes({"truncated": whole[:-9], "empty": b"", "foreign": b"PK" * 500}[how])
    with pytest.raises(DamagedPartition) as caught:
        partition.read("numbers", ["one"])
    caught.value.partition.remove()
    assert store.find() == {}


def test_changed_bytes_are_told_or_harmless(store: Store, partition: Partition) -> None:
    """A bit flipped anywhere in a file: it is said to be damaged, or its rows are as they were."""
    drawn, told, path = np.random.default_rng(3), 0, partition.path("numbers")
    whole = path.read_bytes()
    for _ in range(1500):
        changed = bytearray(whole)
        changed[drawn.integers(len(changed))] ^= 1 << int(drawn.integers(8))
        path.write_bytes(bytes(changed))
        try:
            assert partition.read("numbers", KEYS).drop_columns([KEY]).equals(ROWS)
        except DamagedPartition:
            told += 1
    print(f"{told} of 1500 told")
    assert told > 1000


def test_what_is_damaged_is_told_across_processes(partition: Partition) -> None:
    told = pickle.loads(pickle.dumps(DamagedPartition(partition)))  # noqa: S301 - its own
    assert told.partition == partition


def test_two_processes_that_write_one_partition_leave_it_whole(store: Store) -> None:
    writers = [writing(store, "again") for _ in range(2)]
    reads = 0
    while any(writer.poll() is None for writer in writers):
        if found := store.find():
            assert found["one"].read("numbers", ["one"]).num_rows == 20_000
            reads += 1
    assert [writer.communicate()[1] for writer in writers] == ["", ""]
    assert hidden(store) == []
    print(f"read {reads} times while it was written 30 times")


def test_what_a_killed_process_left_is_removed_and_what_a_live_one_writes_is_not(store: Store) -> None:
    writer = writing(store, "killed")
    writer.communicate()
    assert writer.returncode == -9
    assert len(hidden(store)) == 1
    from sinorus_lib.scratch import scratch_beside

    with scratch_beside(store.folder / digest(["live"])) as scratch:
        assert store.find() == {}
        assert hidden(store) == [scratch.name]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(store: Store) -> None:
    said, trouble = writing(store, "full").communicate()
    assert trouble == ""
    assert f"{store.folder}/{digest(['one'])}: could not be written: the disk is full." in said
    assert said.count("\n") == 1
    assert list(store.folder.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SinorusError, match="could not be written: Not a directory"):
        Store(tmp_path / "file" / "store").write(KEYS, TABLES)


def test_a_copied_store_serves_elsewhere(store: Store, partition: Partition, tmp_path: Path) -> None:
    moved = Store(shutil.copytree(store.folder, tmp_path / "elsewhere"))
    assert moved.find()["two"].read("numbers", ["two"]).equals(partition.read("numbers", ["two"]))
