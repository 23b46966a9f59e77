"""A document as a job: what it takes to make it, in this process or in another.

A job can be pickled. Each process keeps the templates and plans that it has met, so that a thousand jobs of one template cost
it once.

Codes: O520, O523.
"""

from __future__ import annotations

import functools
import os
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from traceback import TracebackException
from typing import Any, Protocol, TypeVar

from docgen.api import frame_path, template_dir
from docgen.batch.cluster import watched
from docgen.batch.pools import said, spread
from docgen.batch.prepared import PlanText, Prepared
from docgen.errors import DocgenError, misused
from docgen.findings import Finding, Place
from docgen.kinds import find_kind
from docgen.limits import IN_FORCE, Limits, within
from docgen.press.template import Template, TemplateSource

_KEPT = 32  # templates and plans that a process keeps
_CHUNK = 32  # jobs that travel together
RAISED = "O523"  # a job failed in a way that no job should
_FRAMES = 20  # of a traceback that are told
_STEPS = "a mapping whose keys are tuples, such as (notice, addressees)"
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
            UseError: A key of ``row`` is no tuple.
        """
        if not all(isinstance(steps, tuple) for steps in self.row):
            raise misused("row", _STEPS, next(steps for steps in self.row if not isinstance(steps, tuple)))
        columns, state = tuple(self.row), _state(self.kind, self.template)
        if state is None:
            return self._prepared(columns).make(self.row)
        key = (self.plan.key, self.kind, columns, self.final, state)
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
    """Return the result of each job, in the order of the jobs. One that fails in whatever way does not stop the others.

    The budgets in force hold wherever a job is made.

    Args:
        jobs: `Job` and `PlanJob`, or anything with a ``name`` and a ``make()`` that can be pickled; they are taken as they are needed.
        executor: What runs them, such as a `concurrent.futures.ProcessPoolExecutor` or that of a Dask cluster; this process when left out.
        chunk: Jobs that travel to a worker together.

    Raises:
        UseError: ``executor`` is none.
        FileError: It is that of a Dask cluster, and the scheduler went away; raised when results are taken.
    """
    if executor is not None and not isinstance(executor, Executor):
        raise misused("executor", "a concurrent.futures.Executor", executor)
    make = functools.partial(make_many, limits=IN_FORCE.get())
    if executor is None:
        return (result for job in jobs for result in make([job]))
    return spread(iter(jobs), make, watched(executor), max(chunk, 1), _lost)


def make_many(jobs: Iterable[AnyJob], limits: Limits) -> list[Result]:
    """Return the results of some jobs, made within the budgets of the one who asks; what a worker calls."""
    with within(limits):
        return [_result(job) for job in jobs]


def _result(job: AnyJob) -> Result:
    try:
        result = _made(job)
        doubtful = None if isinstance(result.data, bytes) else result.data
        pickle.dumps(
            (doubtful, result.findings)
        )  # what cannot travel breaks some executors, and lets others wait for ever
    except Exception as exc:  # a job of anybody's may fail in any way, and the others go on
        return Result(job.name, None, [_raised(job.name, exc)])
    return result


def _made(job: AnyJob) -> Result:
    try:
        made = job.make()
    except DocgenError as exc:
        return Result(job.name, None, exc.findings)
    if not (isinstance(made, tuple) and len(made) == 2 and isinstance(made[0], bytes) and isinstance(made[1], list)):
        msg = "make() returns a tuple: the document's bytes, and a list of findings"
        raise TypeError(msg)
    data, findings = made
    return Result(job.name, data, findings)


def _raised(name: str, exc: Exception) -> Finding:
    """Return what tells of an exception in words alone, which travel where it could not."""
    told = TracebackException.from_exception(exc, limit=-_FRAMES)
    last = told.stack[-1]
    args = {"reason": said(exc), "file": last.filename, "line": last.lineno, "traceback": "".join(told.format())}
    return Finding(RAISED, Place(name), args)


def _lost(job: AnyJob, reason: str) -> Result:
    return Result(job.name, None, [Finding("O520", Place(job.name), {"reason": reason})])


# --- what a process keeps

_templates: OrderedDict[Any, Template] = OrderedDict()
_plans: OrderedDict[Any, Prepared] = OrderedDict()
_keeping = threading.Lock()  # an executor may run jobs in threads


def _kept(known: OrderedDict[Any, _V], key: Any, make: Callable[[], _V]) -> _V:
    """Return what is known by a key and the budgets in force; it is made when it is not, and nothing is kept of a failure.

    One thread makes at a time. Python lets others run hardly more, and a template that two ask for is opened once.
    """
    key = key, IN_FORCE.get()
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


def _state(kind: str, template: TemplateSource | None) -> Any:
    """Return what changes with a template and the frame files that count; ``None`` for one that cannot be known again."""
    shipped, frame = _shipped(kind)
    own = _key(shipped if template is None else template)
    if own is None:
        return None
    beside = _frame_beside(os.fspath(template)) if isinstance(template, (str, os.PathLike)) else None
    return own, _key(frame), _key(beside)


@functools.cache
def _shipped(kind: str) -> tuple[Path, Path]:
    folder, name = template_dir(), find_kind(kind).name
    return folder / f"{name}.docx", folder / f"{name}.frame.yaml"


@functools.lru_cache(maxsize=_KEPT)
def _frame_beside(template: str) -> Path | None:
    return frame_path(template)


def _key(source: TemplateSource | None) -> Any:
    """Return what only the same file or the same bytes have; ``None`` for what cannot be known again."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, (str, os.PathLike)):
        try:
            state = os.stat(source)  # noqa: PTH116 - for each job, so quick
        except OSError:
            return None
        return os.fspath(source), state.st_mtime_ns, state.st_size
    return None
