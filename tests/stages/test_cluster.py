"""A Dask cluster of real processes gives what one process gives, whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import psutil
import pytest
from distributed import Client, LocalCluster
from distributed.scheduler import Scheduler

import sinorus_lib as sl
from sinorus_lib.errors import SinorusError
from sinorus_lib.stages.workers import Cluster

from .small import assert_same, finer_pieces, fresh_cache, small_collection

LOOPBACK = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> sl.Comparison:
    """The collection, compared by this process."""
    cache = fresh_cache(tmp_path_factory.mktemp("alone") / "cache")
    return sl.compare(small_collection(), settings=sl.Settings(cache_dir=cache, processes=1), progress=False)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **LOOPBACK) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_cache(tmp_path_factory.mktemp("cluster") / "cache")


def pids(client: Client) -> list[int]:
    return sorted(client.run(os.getpid).values())


def scratch(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if "sinorus-" in path.name]


def test_a_cluster_gives_what_one_process_gives_to_the_last_bit(
    client: Client, cache: Path, alone: sl.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    finer_pieces(monkeypatch)
    settings = sl.Settings(cache_dir=cache)
    assert_same(sl.compare(small_collection(), settings=settings, client=client, progress=False), alone)
    readings, alignments = (list((cache / "stages" / name).iterdir()) for name in ("readings", "alignments"))
    assert len(readings) >= 4  # so that there was something to share
    assert len(alignments) == 4


def test_the_cluster_holds_nothing_when_it_is_done(client: Client, cache: Path) -> None:
    assert client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0
    assert scratch(cache) == []


def test_work_has_the_name_of_its_stage_where_it_is_watched(client: Client) -> None:
    stages = client.run_on_scheduler(lambda dask_scheduler: sorted(dask_scheduler.task_prefixes))
    assert {"read", "align"} <= set(stages)


def test_a_worker_that_is_killed_at_work_changes_nothing(
    client: Client, alone: sl.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finer_pieces(monkeypatch)
    readings = tmp_path / "run" / "readings"
    before = pids(client)

    def kill_one() -> None:
        while not any(readings.glob(".*.sinorus-*")):  # somebody is writing
            time.sleep(0.001)
        os.kill(before[0], signal.SIGKILL)

    killer = Thread(target=kill_one, daemon=True)
    killer.start()
    run = sl.compare(small_collection(), settings=sl.Settings(), client=client, to=tmp_path / "run", progress=False)
    killer.join(10)
    assert_same(run.comparison(), alone)
    client.wait_for_workers(2, timeout=30)
    assert pids(client) != before
    sl.compare(small_collection(), settings=sl.Settings(), client=client, to=tmp_path / "run", progress=False)
    assert scratch(tmp_path) == []


def double(number: int) -> int:
    return number * 2


def fail_at_seven(number: int) -> int:
    if number == 7:
        raise ZeroDivisionError("seven")
    time.sleep(0.01)
    return number


def held(dask_scheduler: Scheduler) -> int:
    return len(dask_scheduler.tasks)


def test_an_error_is_raised_as_it_came_and_the_rest_is_cancelled(client: Client, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match=r"^seven$"):
        list(Cluster(client, tmp_path).run("fail", fail_at_seven, range(1000)))
    deadline = time.monotonic() + 5
    while client.run_on_scheduler(held) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert client.run_on_scheduler(held) == 0


def test_an_interruption_cancels_what_was_handed_out(client: Client, tmp_path: Path) -> None:
    def interrupted() -> None:
        for number, _ in enumerate(Cluster(client, tmp_path).run("wait", double, range(1000))):
            if number == 3:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert scratch(tmp_path) == []


def test_a_folder_that_a_worker_does_not_see_is_named(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the same path is another folder in every process, as on machines that share no file system."""
    monkeypatch.chdir(tmp_path)
    folder = Path("/proc/self/cwd/run")
    with pytest.raises(SinorusError, match="/proc/self/cwd/run: the workers of a cluster must share this folder"):
        sl.compare(small_collection(), client=client, to=folder, progress=False)
    assert scratch(tmp_path) == []
    assert not Path("run").joinpath("readings").exists()


def test_a_bar_moves_while_a_cluster_works(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    finer_pieces(monkeypatch)
    monkeypatch.setenv("TQDM_MININTERVAL", "0")
    sl.compare(small_collection().head(6), client=client, to=tmp_path / "run", progress=True)
    shown = capsys.readouterr().err
    assert "read: 100%" in shown
    assert "6/6" in shown


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[Client, psutil.Process]]:
    """A scheduler in a process of its own, so that its memory can be told from that of others, and two workers."""
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    options = ["--no-dashboard", "--scheduler-file", str(file)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen([*command, *options], **quiet)]  # type: ignore[call-overload]  # one kind of value
    try:
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file)]
        few = ["--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1"]
        while not file.exists():
            assert processes[0].poll() is None
            time.sleep(0.05)
        processes += [subprocess.Popen([*worker, *few], **quiet) for _ in range(2)]  # type: ignore[call-overload]
        with Client(scheduler_file=str(file), timeout=30) as client:
            client.wait_for_workers(2, timeout=60)
            yield client, psutil.Process(processes[0].pid)
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(20)


def test_the_scheduler_holds_few_pieces_however_many_there_are(
    scheduler: tuple[Client, psutil.Process], tmp_path: Path
) -> None:
    client, process = scheduler
    most, memory, results = 0, [], []
    with closing(Cluster(client, tmp_path).run("double", double, range(2000))) as found:  # type: ignore[type-var]
        for number, result in enumerate(found):
            results.append(result)
            if number % 100 == 99:
                most = max(most, client.run_on_scheduler(held))
                memory.append(process.memory_info().rss / 1e6)
    assert sorted(results) == [2 * number for number in range(2000)]
    print(f"at most {most} pieces at the scheduler; its memory from {memory[4]:.1f} to {memory[-1]:.1f} MB")
    assert 0 < most <= 8 + 1  # four a thread, and the one whose result was just fetched
    assert memory[-1] - memory[4] < 10


def test_more_threads_of_one_worker_work_one_at_a_time(
    tmp_path: Path, alone: sl.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    finer_pieces(monkeypatch)
    with (
        LocalCluster(n_workers=1, threads_per_worker=3, processes=False, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster) as client,
    ):
        run = sl.compare(small_collection(), client=client, to=tmp_path / "run", progress=False)
    assert_same(run.comparison(), alone)
