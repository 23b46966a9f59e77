"""Jobs written into a folder: in groups, with a journal that a second run goes on from.

The journal, ``.docgen/batch.jsonl`` in the folder, has a line for each document that was written: its name, what it was made of and what
it was. `Run.pending` leaves out what is there already and was made of the same. A run that was killed at any moment is finished by
a second one, and the folder is then byte for byte that of an undisturbed run.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docgen.api import frame_path, template_dir
from docgen.batch.jobs import Job, PlanJob, Result, build_many
from docgen.batch.pools import processes
from docgen.errors import DocgenError
from docgen.files import read_file, write_documents
from docgen.findings import Finding, Place
from docgen.pages.office import pdfs_of

GROUP = 256  # documents written together
_PDF_GROUP = 20  # documents that one LibreOffice makes
_PDF_S = (60, 6)  # seconds for it to start, and for each document
_SOURCE = (".py", ".txt")  # files of the package that decide what a document says
_JOURNAL = Path(".docgen", "batch.jsonl")


@dataclass(frozen=True, slots=True)
class Planned:
    """A document to make.

    Attributes:
        path: File to write.
        job: How to make it; its name is that of the file.
        row: Row of the table, or plan, that it comes from.
        kind: Name of its kind; ``""`` for a template of one's own.
    """

    path: Path
    job: Job | PlanJob
    row: Place
    kind: str = ""


@dataclass(slots=True)
class Done:
    """What came of one document.

    Attributes:
        planned: It.
        is_kept: Whether it was there already.
        findings: Why it could not be made, or what was noticed.
    """

    planned: Planned
    is_kept: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_failed(self) -> bool:
        """Whether there is no document."""
        return any(finding.is_error for finding in self.findings)


class Run:
    """One run over some documents of one folder."""

    def __init__(self, planned: Sequence[Planned], folder: Path, *, resume: bool, force: bool) -> None:
        """Read the journal of the folder; without ``resume`` everything is made again."""
        self.planned = planned
        self._folder, self._force = folder, force
        self._journal = _Journal(folder)
        of_template = functools.cache(_of_template)  # which is the same for most of them
        self._made_of = {one.path: made_of(one.job, of_template) for one in planned}
        self.kept = {one.path for one in planned if resume and self._is_there(one)}

    def _is_there(self, one: Planned) -> bool:
        return self._journal.has(one.path, self._made_of[one.path])

    def documents(self, executor: Executor | None = None, workers: int = 1) -> Iterator[Done]:
        """Make and write what is wanted, and yield what came of each document, in order; those kept come first.

        Args:
            executor: What makes them; when left out, ``workers`` processes of this machine, or this one alone.
            workers: How many.

        Raises:
            FileError: A file cannot be written.
            OverwriteError: A file is somebody's work.
        """
        yield from (Done(one, is_kept=True) for one in self.planned if one.path in self.kept)
        wanted = [one for one in self.planned if one.path not in self.kept]
        by_name = {one.job.name: one for one in wanted}
        results = _results(wanted, executor, workers)
        while group := list(itertools.islice(results, GROUP)):
            made = {by_name[result.name].path: result.data for result in group if result.data is not None}
            write_documents(made, force=self._force)
            self._journal.add({path: (self._made_of[path], data) for path, data in made.items()})
            for result in group:
                one = by_name[result.name]
                yield Done(one, findings=[_at(finding, one) for finding in result.findings])

    def pdfs(self, done: Sequence[Done]) -> Iterator[tuple[Path, list[Finding]]]:
        """Make a PDF beside each document, one LibreOffice at a time, and yield each with what went wrong."""
        wanted = [one.planned.path for one in done if not one.is_failed]
        for at in range(0, len(wanted), _PDF_GROUP):
            group = [(path, read_file(path)) for path in wanted[at : at + _PDF_GROUP]]
            todo = [(path, data) for path, data in group if not self._journal.has(_pdf(path), _hash(data))]
            yield from ((_pdf(path), []) for path, _ in group if path not in dict(todo))
            for path, data, pdf, findings in _converted(todo):
                if pdf is not None:
                    write_documents({_pdf(path): pdf}, force=self._force)
                    self._journal.add({_pdf(path): (_hash(data), pdf)})
                yield _pdf(path), findings

    def finish(self) -> None:
        """Leave a journal of what is there."""
        self._journal.close()


def _pdf(path: Path) -> Path:
    return path.with_suffix(".pdf")


def _at(finding: Finding, one: Planned) -> Finding:
    """Return a finding with the row it belongs to in front, when it does not name a place of its own."""
    return (
        finding
        if str(finding.place)
        else Finding(finding.code, one.row, finding.args, finding.severity, finding.clause)
    )


# --- who makes them


def _results(wanted: Sequence[Planned], executor: Executor | None, workers: int) -> Iterator[Result]:
    """Yield the results in order."""
    jobs = [one.job for one in wanted]
    if executor is not None or workers <= 1 or len(jobs) < 2:
        yield from build_many(jobs, executor)
        return
    with processes(workers) as pool:
        yield from build_many(jobs, pool)


# --- PDFs


def _converted(
    documents: Sequence[tuple[Path, bytes]],
) -> Iterator[tuple[Path, bytes, bytes | None, list[Finding]]]:
    """Yield the PDF of each document; a group in which LibreOffice hangs or fails is halved until the one is found."""
    if not documents:
        return
    start_s, each_s = _PDF_S
    try:
        made = pdfs_of([(str(path), data) for path, data in documents], timeout_s=start_s + each_s * len(documents))
    except DocgenError as exc:
        if len(documents) == 1 or exc.findings[0].code == "O301":
            yield from ((path, data, None, exc.findings) for path, data in documents)
            return
        half = len(documents) // 2
        yield from _converted(documents[:half])
        yield from _converted(documents[half:])
        return
    yield from ((path, data, pdf, []) for (path, data), pdf in zip(documents, made, strict=True))


# --- the journal


class _Journal:
    """What a folder's documents were made of, and what they were."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _JOURNAL
        self._lines: dict[str, tuple[str, str]] = {}
        with contextlib.suppress(OSError, UnicodeDecodeError):
            for line in self._path.read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError, TypeError):  # a line that broke off
                    name, made_of_, was = json.loads(line)
                    self._lines[str(name)] = str(made_of_), str(was)

    def has(self, path: Path, made_of_: str) -> bool:
        """Whether a document is there, unchanged, and was made of the same."""
        before = self._lines.get(self._name(path))
        if before is None or before[0] != made_of_:
            return False
        try:
            return _hash(read_file(path)) == before[1]
        except DocgenError:
            return False

    def add(self, written: Mapping[Path, tuple[str, bytes]]) -> None:
        """Note documents that were written."""
        lines = []
        for path, (made_of_, data) in written.items():
            entry = self._lines[self._name(path)] = made_of_, _hash(data)
            lines.append(json.dumps([self._name(path), *entry], ensure_ascii=False))
        if lines:
            with (
                contextlib.suppress(OSError),
                self._path.open("a", encoding="utf-8") as file,
            ):  # then they are made again
                file.write("".join(f"{line}\n" for line in lines))

    def close(self) -> None:
        """Write the journal anew, a line a document."""
        if not self._path.exists():
            return
        text = "".join(
            f"{json.dumps([name, *entry], ensure_ascii=False)}\n" for name, entry in sorted(self._lines.items())
        )
        temp = self._path.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            temp.write_text(text, encoding="utf-8")
            temp.replace(self._path)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- what a document is made of


def made_of(job: Job | PlanJob, of_template: Callable[[str, Any], list[str]] | None = None) -> str:
    """Return what only a job has that makes the same document: docgen's version and source, template, plan and values.

    Args:
        job: The job.
        of_template: What tells a template's part of it by kind and template, when it is known already.
    """
    if isinstance(job, PlanJob):
        parts: list[Any] = [
            "plan",
            *job.plan.key[:1],
            job.kind,
            job.final,
            sorted((str(k), v) for k, v in job.row.items()),
        ]
        template = job.template if isinstance(job.template, (str, os.PathLike, bytes)) else None
        parts += (of_template or _of_template)(job.kind, template)
    else:
        parts = ["template", _of_file(job.template), job.data, job.core]
    return _hash(
        repr([_version(), _code(), *parts]).encode(errors="surrogatepass")
    )  # with the sort of each value, and their order


def _of_template(kind: str, template: str | os.PathLike[str] | bytes | None) -> list[str]:
    shipped = template_dir()
    frame = frame_path(template)
    return [
        _of_file(template if template is not None else shipped / f"{kind}.docx"),
        _of_file(shipped / f"{kind}.frame.yaml"),
        _of_file(frame) if frame is not None and frame.exists() else "",
    ]


def _of_file(source: Any) -> str:
    if isinstance(source, bytes):
        return _of_bytes(source)
    path = Path(source)
    state = path.stat() if path.exists() else None
    return _of_path(path, state.st_mtime_ns, state.st_size) if state else ""


@functools.lru_cache(maxsize=8)
def _of_bytes(data: bytes) -> str:
    return _hash(data)


@functools.lru_cache(maxsize=64)
def _of_path(path: Path, _changed_ns: int, _size: int) -> str:
    return _hash(read_file(path))


@functools.cache
def _version() -> str:
    try:
        return version("docgen")
    except PackageNotFoundError:
        return "unknown"


@functools.cache
def _code() -> str:
    """Return a digest of docgen's own source, which changes in a working copy while the version number does not.

    The files are read, some milliseconds once a run: their days differ after each installation and checkout of the same.
    """
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(Path(__file__).parents[1]):
        folders.sort()
        for name in sorted(names):
            if name.endswith(_SOURCE):
                digest.update(name.encode() + b"\0" + Path(folder, name).read_bytes() + b"\0")
    return digest.hexdigest()
