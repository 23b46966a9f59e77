"""Who makes the jobs: any executor, as many jobs under way as keep it busy, and what is done about those that are lost there.

A worker that dies takes all jobs with it that it was given, and a process pool of the standard library never works again. What is lost is
therefore sent once more, one job at a time and with nothing else under way, so that none is lost through another; only one that is lost
alone as well counts as lost. It is never made in the process that asks: what ended a worker would end that, too.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from traceback import TracebackException
from typing import Any, TypeVar

from docgen.catalogue.batches import BROKEN, ENDED
from docgen.errors import DocgenError

_AHEAD = 3  # chunks a worker, made before anybody asks for them
_TRIES = 2  # of a job alone; a process may have ended for a reason of its own, such as memory that another program took
_MOST_SAID = 500  # characters of what an exception says
_J = TypeVar("_J")
_R = TypeVar("_R")


def spread(
    jobs: Iterator[_J],
    work: Callable[[Sequence[_J]], list[_R]],
    executor: Executor,
    chunk: int,
    lost: Callable[[_J, str], _R],
) -> Iterator[_R]:
    """Yield the results of jobs in their order, with as many under way as keep the workers busy: memory does not grow with them.

    Args:
        jobs: The jobs; they are taken as they are needed.
        work: Makes some of them; what a worker calls.
        executor: What runs it.
        chunk: Jobs that travel together.
        lost: Makes a result for a job that was lost, and of why.

    Raises:
        DocgenError: The executor cannot go on, and says why.
    """
    makers = _Makers(executor)
    waiting: deque[tuple[Future[list[_R]], list[_J]]] = deque()
    try:
        while True:
            while len(waiting) < makers.ahead and (some := list(islice(jobs, chunk))):
                waiting.append((_given(makers, work, some), some))
            if not waiting:
                return
            future, some = waiting.popleft()
            made = _made(future)
            if made is None:
                for other, _ in waiting:
                    _made(other)
                made = (_alone(makers, work, job, lost) for job in some)
            yield from made
    finally:
        for future, _ in waiting:
            future.cancel()
        makers.close()


def _given(makers: _Makers, work: Callable[[Sequence[_J]], list[_R]], some: list[_J]) -> Future[list[_R]]:
    try:
        return makers.submit(work, some)
    except DocgenError:
        raise
    except Exception as exc:  # such as a job that cannot be pickled; which one is found when each is sent alone
        refused: Future[list[_R]] = Future()
        refused.set_exception(exc)
        return refused


def _made(future: Future[list[_R]]) -> Iterator[_R] | None:
    """Return the results; ``None`` when they are lost, for whatever reason an executor has."""
    try:
        return iter(future.result())
    except DocgenError:
        raise
    except Exception:
        return None


def _alone(makers: _Makers, work: Callable[[Sequence[_J]], list[_R]], job: _J, lost: Callable[[_J, str], _R]) -> _R:
    """Return the result of a job that is sent alone, be it that it was lost."""
    reason = BROKEN
    for _ in range(_TRIES):
        try:
            reason = BROKEN
            future = makers.submit(work, [job])
            reason = ENDED
            return future.result()[0]
        except DocgenError:
            raise
        except BrokenExecutor:
            continue
        except Exception as exc:  # that of a cluster's scheduler, too, which has tried it several times itself
            return lost(job, said(exc))
    return lost(job, reason)


def said(exc: Exception) -> str:
    """Return the kind of an exception, and its text on one line."""
    told = TracebackException(type(exc), exc, None)  # which bears with an exception that cannot say anything
    words = " ".join(str(told).split())[:_MOST_SAID]
    return f"{type(exc).__name__}: {words}" if words else type(exc).__name__


class _Makers:
    """An executor, and what takes its place once it is broken.

    That is a process pool like it, for a process pool: as many processes, started and initialized the same way. Another executor
    stays what it is.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._own: ProcessPoolExecutor | None = None
        self._is_hopeless = False

    @property
    def ahead(self) -> int:
        return _AHEAD * (getattr(self._executor, "_max_workers", None) or os.cpu_count() or 1)

    def submit(self, work: Callable[..., list[_R]], jobs: Sequence[Any]) -> Future[list[_R]]:
        try:
            return self._executor.submit(work, jobs)
        except BrokenProcessPool:
            if self._is_hopeless or not isinstance(self._executor, ProcessPoolExecutor):
                raise
            self._renew(self._executor)
            return self._executor.submit(work, jobs)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        self.close()
        self._executor = self._own = _like(broken)
        try:
            self._own.submit(int).result()  # where no process comes up at all, it is not tried for each job
        except BrokenProcessPool:
            self._is_hopeless = True
            raise

    def close(self) -> None:
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)


def _like(pool: ProcessPoolExecutor) -> ProcessPoolExecutor:
    """Return a pool of the same making; not by spawning in any case, which would run a script of the caller anew."""
    return ProcessPoolExecutor(
        getattr(pool, "_max_workers", None),
        getattr(pool, "_mp_context", None),
        getattr(pool, "_initializer", None),
        getattr(pool, "_initargs", ()),
    )


@contextlib.contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Give so many processes of this machine; Ctrl-C, which reaches them too, ends them without a traceback of theirs."""
    ends = signal.SIGINT, signal.SIG_DFL
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), signal.signal, ends)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
