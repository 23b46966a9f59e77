"""A Dask cluster as an executor; the only user of dask.distributed.

Codes: O521, O522.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, wait
from typing import Any

from docgen.catalogue.batches import WENT_AWAY
from docgen.errors import FileError, UseError
from docgen.findings import Finding, Place

_WAIT_S = "20s"
_LOOK_S = 1.0  # between two looks for the scheduler


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a running cluster.

    A job whose worker dies is sent to another by the scheduler, as often as its ``allowed-failures`` say; results come back here, and are
    written here. When the scheduler goes away, `FileError` is raised by whatever is given or waited for.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        FileError: It cannot be reached.
        UseError: dask.distributed is not installed.
    """
    try:
        from distributed import Client
    except ImportError as exc:
        raise UseError([Finding("O522", Place(), {"option": "--scheduler", "extra": "dask"})]) from exc
    try:
        connect: Any = Client  # which has no types
        client = connect(address, timeout=_WAIT_S, set_as_default=False)
    except (OSError, ValueError) as exc:
        reason = "nothing answers there" if isinstance(exc, OSError) else "this is no address"
        raise _unreachable(address, reason) from exc
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)  # it writes tracebacks when the scheduler goes away, which is told as an error
    try:
        yield watched(client.get_executor(pure=False))
    finally:
        client.close()
        log.setLevel(level)


def watched(executor: Executor) -> Executor:
    """Return an executor that says so when its scheduler is gone; one that has none as it is."""
    dask = sys.modules.get("distributed.cfexecutor")  # where nobody loaded it, it is none of Dask's
    return _Cluster(executor) if dask and isinstance(executor, dask.ClientExecutor) else executor


def _unreachable(address: str, reason: str) -> FileError:
    return FileError([Finding("O521", Place(), {"address": address, "reason": reason})])


class _Cluster(Executor):
    """The executor of a client, which ends once the scheduler is gone.

    Dask would wait for one to come back at that address, and after that for ever: for what it was given meanwhile, and for results that
    it was about to fetch.
    """

    def __init__(self, executor: Any) -> None:
        self._executor, self._client = executor, executor._client
        self._address = self._client.scheduler.address

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.check()
        return _Watched(self, self._executor.submit(fn, *args, **kwargs))

    def check(self) -> None:
        """Refuse to go on without a scheduler.

        Raises:
            FileError: It is gone.
        """
        if self._client.status != "running":
            raise _unreachable(self._address, WENT_AWAY)


class _Watched(Future[Any]):
    """What will come of some jobs, as long as the scheduler is there."""

    def __init__(self, cluster: _Cluster, future: Future[Any]) -> None:
        super().__init__()
        self._cluster, self._future = cluster, future

    def result(self, timeout: float | None = None) -> Any:
        """Return it; ``timeout`` is how often the scheduler is looked for, in seconds."""
        while not self._future.done():
            wait([self._future], timeout or _LOOK_S)
            if not self._future.done():
                self._cluster.check()
        return self._future.result()

    def cancel(self) -> bool:
        return self._future.cancel()
