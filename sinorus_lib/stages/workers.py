"""Where the pieces of a stage are worked on: here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from sinorus_lib.errors import require

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")
_WORTHWHILE = 4  # pieces for each process from which starting it pays
_AHEAD = 4  # pieces handed to a cluster for each of its threads, so that its scheduler never holds many


class Workers(Protocol):
    """Something that works on pieces."""

    def run(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done."""
        ...


class Here:
    """This process, one piece after the other."""

    def run(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in order."""
        return map(task, items)


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, one thread each, started when there is something to do.

    Attributes:
        count: how many.
    """

    count: int

    def run(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done."""
        from joblib import Parallel, delayed

        pool = Parallel(n_jobs=min(self.count, len(items)), return_as="generator_unordered", batch_size=1)
        found: Iterator[Result] = pool(delayed(task)(item) for item in items)
        return found


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask cluster. A piece whose worker dies is given to another.

    Attributes:
        client: a client connected to its scheduler.
    """

    client: Client

    def run(self, task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what the task gives for each item, in the order in which they are done."""
        distributed = require("distributed", "compare on a Dask cluster", extra="scale")
        waiting = iter(items)
        threads = max(1, sum(self.client.nthreads().values()))  # type: ignore[no-untyped-call]
        first = [self._submit(task, item) for item in islice(waiting, _AHEAD * threads)]
        running = distributed.as_completed(first)
        for future in running:
            yield future.result()
            for item in islice(waiting, 1):
                running.add(self._submit(task, item))

    def _submit(self, task: Callable[[Item], Result], item: Item) -> object:
        return self.client.submit(task, item, pure=False)


def workers_for(pieces: int, processes: int, client: Client | None = None) -> Workers:
    """Return where to work: the cluster of the client, else processes if there is enough to share, else here.

    Args:
        pieces: how many pieces there are.
        processes: how many processes; 0 for one a core.
        client: a client of a Dask cluster.
    """
    if client is not None:
        return Cluster(client)
    count = processes or os.cpu_count() or 1
    return Processes(count) if count > 1 and pieces >= count * _WORTHWHILE else Here()
