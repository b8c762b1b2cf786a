"""Where the pieces of a stage are worked on: here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import uuid4

from sinorus_lib.errors import SinorusError, require
from sinorus_lib.scratch import not_written, scratch_beside

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")
_WORTHWHILE = 2  # pieces for each process from which starting it pays
_MEMORY, _FEW = 1.2e9, 2  # bytes that a process takes; processes where it is not known whether they find room
_IDLE = 15  # seconds after which a process without work ends, and gives back the memory its models take
_AHEAD = 4  # pieces handed to a cluster for each of its threads, so that its scheduler never holds many
_MARK = "shared"  # what workers of a cluster look for beside what they are to write


class Workers(Protocol):
    """Something that works on pieces."""

    def run(self, stage: str, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done.

        Args:
            stage: what the work is called where it is watched.
            task: what is done with an item.
            items: the pieces.
        """
        ...


class Here:
    """This process, one piece after the other."""

    def run(self, _stage: str, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in order."""
        return map(task, items)


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, one thread each, started when there is something to do, and ended when there is not.

    Attributes:
        count: how many.
    """

    count: int

    def run(self, _stage: str, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done."""
        from joblib import Parallel, delayed, parallel_config

        with parallel_config(
            "loky", n_jobs=min(self.count, len(items)), inner_max_num_threads=1, idle_worker_timeout=_IDLE
        ):
            pool = Parallel(return_as="generator_unordered", batch_size=1)
        found: Iterator[Result] = pool(delayed(task)(item) for item in items)
        return found


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask cluster, new ones as they come. A piece whose worker dies is given to another.

    Attributes:
        client: a client connected to its scheduler.
        folder: what every worker must see, since results are left there.
    """

    client: Client
    folder: Path

    def run(self, stage: str, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done.

        Raises:
            SinorusError: if a worker does not see the folder, or it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SinorusError(not_written(self.folder, error)) from error
        with scratch_beside(self.folder / _MARK) as mark:
            yield from self._results(stage, [_Piece(task, item, mark) for item in items])

    def _results(self, stage: str, pieces: Sequence[_Piece[Item, Result]]) -> Iterator[Result]:
        distributed = require("distributed", "compare on a Dask cluster", extra="scale")
        waiting = iter(pieces)
        running = set(self._submit(stage, islice(waiting, self._most())))
        done = distributed.as_completed(running)
        try:
            for future in done:
                result = future.result()
                running.discard(future)
                added = self._submit(stage, islice(waiting, max(0, self._most() - len(running))))
                running.update(added)
                done.update(added)
                yield result
        finally:
            self.client.cancel(list(running))  # type: ignore[no-untyped-call]  # Dask annotates it in part

    def _most(self) -> int:
        """Return how many pieces the scheduler may hold; there may be no worker yet."""
        return _AHEAD * max(1, sum(self.client.nthreads().values()))  # type: ignore[no-untyped-call]

    def _submit(self, stage: str, pieces: Iterable[_Piece[Item, Result]]) -> list[Any]:
        """Hand pieces to the cluster, under names that its dashboard puts together by stage."""
        return [self.client.submit(piece, key=f"{stage}-{uuid4().hex}", pure=False) for piece in pieces]


@dataclass(frozen=True)
class _Piece(Generic[Item, Result]):
    """An item with what is to be done with it; Dask looks into arguments, but not into this.

    Attributes:
        task: what is done.
        item: with what.
        mark: a folder that only those see who share the file system.
    """

    task: Callable[[Item], Result]
    item: Item
    mark: Path

    def __call__(self) -> Result:
        if not self.mark.is_dir():
            raise SinorusError(
                f"{self.mark.parent}: the workers of a cluster must share this folder, and the one on "
                f"{socket.gethostname()} does not see what lies there. Choose a folder that all of them see: "
                "Settings.cache_dir, or compare(..., to=...)."
            )
        with _alone():
            return self.task(self.item)


@dataclass(frozen=True)
class Steady(Generic[Item, Result]):
    """Does a task with one thread for matrices, since sums come out otherwise in the last bit with more of them.

    They are small besides: a second thread would wait longer than it works. An encoder uses the threads it has.

    Attributes:
        task: what is done.
    """

    task: Callable[[Item], Result]

    def __call__(self, item: Item) -> Result:
        """Do the task."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="blas"):
            return self.task(item)


@cache
def _alone() -> Lock:
    """Return the lock of this process: tokenizers and pipelines do not bear two threads of a worker at once."""
    return Lock()


def workers_for(pieces: int, processes: int, *, folder: Path, client: Client | None = None) -> Workers:
    """Return where to work: the cluster of the client, else processes if there is enough to share, else here.

    Args:
        pieces: how many pieces there are.
        processes: how many processes at most; 0 for one a core that this process may use, as far as memory goes.
        folder: where results are left.
        client: a client of a Dask cluster.
    """
    from joblib import cpu_count

    if client is not None and pieces:
        return Cluster(client, folder)
    most = processes or min(cpu_count(), _affordable())
    count = min(most, pieces // _WORTHWHILE)
    return Processes(count) if count > 1 else Here()


def _affordable() -> int:
    """Return how many processes half of this machine's memory has room for; where it does not tell, a few."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no such call
        return _FEW
    return max(1, int(memory / 2 / _MEMORY))
