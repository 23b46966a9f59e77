"""A document as a job: what it takes to make it, in this process or in another.

A job can be pickled. Each process keeps the templates and plans that it has met, so that a thousand jobs of one template cost
it once.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from docgen.batch.prepared import PlanText, Prepared
from docgen.errors import DocgenError, misused
from docgen.findings import Finding, Place
from docgen.press.template import Template, TemplateSource

_KEPT = 32  # templates and plans that a process keeps
_CHUNK = 32  # jobs that travel together
_AHEAD = 3  # chunks a worker, made before anybody asks for them
_V = TypeVar("_V")


class AnyJob(Protocol):
    """What `build_many` takes: a name, and how to make the document."""

    @property
    def name(self) -> str:
        """What results are known by."""

    def make(self) -> tuple[bytes, list[Finding]]:
        """Return the document and what was noticed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A template to fill.

    Attributes:
        template: Path or bytes of the Word template.
        data: What it is filled with.
        name: What the result is known by.
        core: Core properties of the document: title, creator, date.
    """

    template: TemplateSource
    data: Mapping[str, Any]
    name: str = ""
    core: Mapping[str, Any] | None = None

    def make(self) -> tuple[bytes, list[Finding]]:
        """Return the document and what was noticed.

        Raises:
            TemplateError: The template cannot be used.
            RenderError: A tag names something that the data do not have.
        """
        template = opened(self.template)
        remarks: list[Finding] = []
        data = template.render(self.data, core=self.core, undefined="collect", remarks=remarks)
        return data, [*template.warnings, *remarks]


@dataclass(frozen=True, slots=True)
class PlanJob:
    """One document of a plan, with values of its own laid over it.

    Attributes:
        plan: The plan's text.
        kind: Name of the kind.
        name: What the result is known by.
        row: Values by their place in the plan, such as ``("names", "收件人")``; they take the place of what stands there.
        template: Path or bytes of a Word template; the shipped one of the kind when left out.
        final: Whether it is refused while facts are missing.
    """

    plan: PlanText
    kind: str
    name: str = ""
    row: Mapping[tuple[str | int, ...], str] = field(default_factory=dict)
    template: TemplateSource | None = None
    final: bool = False

    def make(self) -> tuple[bytes, list[Finding]]:
        """Return the document and what was noticed.

        Raises:
            PlanError: The plan cannot be read or composed.
            GapError: ``final`` is set, and something is missing.
            TemplateError: The template cannot be used.
        """
        columns, template = tuple(self.row), _key(self.template)
        if template is None and self.template is not None:
            return self._prepared(columns).make(self.row)
        key = (self.plan.key, self.kind, template, columns, self.final)
        return _kept(_plans, key, lambda: self._prepared(columns)).make(self.row)

    def _prepared(self, columns: tuple[tuple[str | int, ...], ...]) -> Prepared:
        return Prepared(self.plan, self.kind, self.template, columns, final=self.final)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job.

    Attributes:
        name: Name of the job.
        data: The .docx; ``None`` when it could not be made.
        findings: Why not, or what was noticed.
    """

    name: str
    data: bytes | None = field(repr=False)
    findings: list[Finding] = field(default_factory=list)


def build_many(jobs: Iterable[AnyJob], executor: Executor | None = None, *, chunk: int = _CHUNK) -> Iterator[Result]:
    """Return the result of each job, in the order of the jobs. One that fails does not stop the others.

    Args:
        jobs: `Job` and `PlanJob`, or anything with a ``name`` and a ``make()`` that can be pickled; they are taken as they are needed.
        executor: What runs them, such as a `concurrent.futures.ProcessPoolExecutor` or that of a Dask cluster; this process when left out.
        chunk: Jobs that travel to a worker together.
    """
    if executor is not None and not isinstance(executor, Executor):
        raise misused("executor", "a concurrent.futures.Executor", executor)
    if executor is None:
        return (_result(job) for job in jobs)
    return _spread(iter(jobs), executor, max(chunk, 1))


def _spread(jobs: Iterator[AnyJob], executor: Executor, chunk: int) -> Iterator[Result]:
    """Yield results in order, with as many chunks under way as keep the workers busy: memory does not grow with the jobs."""
    ahead = _AHEAD * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    waiting: OrderedDict[Future[list[Result]], list[AnyJob]] = OrderedDict()
    try:
        while True:
            while len(waiting) < ahead and (some := list(islice(jobs, chunk))):
                waiting[_submitted(executor, some)] = some
            if not waiting:
                return
            future, some = waiting.popitem(last=False)
            yield from _results_of(future, some)
    finally:
        for future in waiting:
            future.cancel()


def _submitted(executor: Executor, jobs: list[AnyJob]) -> Future[list[Result]]:
    try:
        return executor.submit(make_many, jobs)
    except BrokenProcessPool as exc:  # one of its processes ended before
        lost: Future[list[Result]] = Future()
        lost.set_exception(exc)
        return lost


def _results_of(future: Future[list[Result]], jobs: list[AnyJob]) -> list[Result]:
    try:
        return future.result()
    except BrokenProcessPool:
        return [Result(job.name, None, [Finding("O520", Place(job.name))]) for job in jobs]


def make_many(jobs: Iterable[AnyJob]) -> list[Result]:
    """Return the results of some jobs; what a worker calls."""
    return [_result(job) for job in jobs]


def _result(job: AnyJob) -> Result:
    try:
        data, findings = job.make()
    except DocgenError as exc:
        return Result(job.name, None, exc.findings)
    return Result(job.name, data, findings)


# --- what a process keeps

_templates: OrderedDict[Any, Template] = OrderedDict()
_plans: OrderedDict[Any, Prepared] = OrderedDict()
_keeping = threading.Lock()  # an executor may run jobs in threads


def _kept(known: OrderedDict[Any, _V], key: Any, make: Callable[[], _V]) -> _V:
    with _keeping:
        if key in known:
            known.move_to_end(key)
            return known[key]
        value = known[key] = make()
        if len(known) > _KEPT:
            known.popitem(last=False)
        return value


def opened(source: TemplateSource) -> Template:
    """Return a template, opened once by each process while its file stays the same."""
    key = _key(source)
    return Template(source) if key is None else _kept(_templates, key, lambda: Template(source))


def _key(source: TemplateSource | None) -> Any:
    """Return what only the same template has; ``None`` for one that cannot be known again."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, (str, os.PathLike)):
        try:
            state = Path(source).stat()
        except OSError:
            return None
        return os.fspath(source), state.st_mtime_ns, state.st_size
    return None
