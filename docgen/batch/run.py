"""Jobs written into a folder: in groups, with a journal that a second run goes on from.

What is there already and was made of the same can be left out. A run that was killed at any moment is finished by a second one, and the
folder is then byte for byte that of an undisturbed run. Nothing is held of the documents but those under way: docs/design/batch.md.

Codes: O524, O527.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docgen.api import frame_path, template_dir
from docgen.batch.documents import Documents, Done, Planned
from docgen.batch.jobs import Job, PlanJob, Result, build_many
from docgen.batch.journal import Journal, hash_of
from docgen.batch.pools import processes
from docgen.errors import DocgenError, FileError, OverwriteError
from docgen.files import planned_refusals, read_file, write_documents
from docgen.findings import MOST_ALIKE, Finding, Place, errors
from docgen.pages.office import pdfs_of
from docgen.temporaries import temporaries_in

GROUP = 256  # documents written together, or fewer of so many bytes
_GROUP_BYTES = 3 << 20
_PDF_GROUP = 20  # documents that one LibreOffice makes
_PDF_S = (60, 6)  # seconds for it to start, and for each document
_SOURCE = (".py", ".txt")  # files of the package that decide what a document says
_SOMEBODYS = "O201"
_IN_THE_WAY = ("O103", "O105", "O107", "O108", _SOMEBODYS)  # what lies under a name stops that document alone


class Run:
    """One run over some documents of one folder.

    Attributes:
        planned: The documents, and what came of them.
        count_there: How many lie in the folder by now.
    """

    def __init__(self, planned: Documents, folder: Path, *, resume: bool, force: bool) -> None:
        """Read the journal of the folder; without ``resume`` everything is made again."""
        self.planned = planned
        self._folder, self._force = folder, force
        self._journal = Journal(folder, planned.store)
        planned.store.do("CREATE TABLE old(name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._of_template = functools.cache(_of_template)  # which is the same for most of them
        self._under_way: dict[str, tuple[Planned, str]] = {}  # by name, with what each is made of
        self.count_there = 0
        if resume:
            self.count_there = planned.keep(
                one for one in planned if self._journal.has(one.path.name, self._made_of(one))
            )

    def _made_of(self, one: Planned) -> str:
        return made_of(one.job, self._of_template)

    def refusals(self, *, with_pdfs: bool = False) -> list[Finding]:
        """Return the first of what would be refused when it is written: work of somebody, folders of that name.

        Args:
            with_pdfs: Whether PDFs are to be made, too.
        """
        paths: Iterator[Path] = (one.path for one in self.planned.wanted())
        if with_pdfs:
            paths = itertools.chain(paths, self._wanted_pdfs())
        found: list[Finding] = []
        while len(found) < MOST_ALIKE and (group := list(itertools.islice(paths, GROUP))):
            refused = planned_refusals(dict.fromkeys(group))
            kept = (finding for finding in refused if not (self._force and finding.code == _SOMEBODYS))
            found += itertools.islice(kept, MOST_ALIKE - len(found))
        return found

    def _wanted_pdfs(self) -> Iterator[Path]:
        """Yield the PDFs that may be made: of all documents but those that are kept and have theirs."""
        yield from (_pdf(one.path) for one in self.planned.wanted())
        for one in self.planned.kept():
            if not self._journal.has(_pdf(one.path).name, self._journal.was(one.path.name)):
                yield _pdf(one.path)

    def documents(self, executor: Executor | None = None, workers: int = 1) -> Iterator[Done]:
        """Make and write what is wanted, and yield what came of each document, in order; those kept come first.

        One that cannot be written because of what lies there by now is a failed one.

        Args:
            executor: What makes them; when left out, ``workers`` processes of this machine, or this one alone.
            workers: How many.

        Raises:
            FileError: A file cannot be written; those before it are.
        """
        yield from (Done(one, is_kept=True) for one in self.planned.kept())
        group: list[Result] = []
        size = 0
        for result in _results(self._taken(), executor, workers):
            group.append(result)
            size += len(result.data or b"")
            if len(group) == GROUP or size >= _GROUP_BYTES:
                yield from self._written(group)
                group, size = [], 0
        if group:
            yield from self._written(group)

    def _taken(self) -> Iterator[Planned]:
        """Yield what is wanted, and keep each in mind until it is written."""
        for one in self.planned.wanted():
            self._under_way[one.job.name] = one, self._made_of(one)
            yield one

    def _written(self, group: Sequence[Result]) -> list[Done]:
        """Write some documents and return what came of each."""
        those = [self._under_way.pop(result.name) for result in group]
        data = {one.path: result.data for (one, _), result in zip(those, group, strict=True) if result.data is not None}
        refused = self._write(data)
        self.count_there += len(data)
        self._journal.add({one.path.name: (of, data[one.path]) for one, of in those if one.path in data})
        done = []
        for (one, _), result in zip(those, group, strict=True):
            findings = refused.get(one.path) or [_at(finding, one) for finding in result.findings]
            done.append(Done(one, findings=findings))
            if done[-1].is_failed:
                self.planned.fail(one, errors(findings))
        return done

    def _write(self, data: dict[Path, bytes]) -> dict[Path, list[Finding]]:
        """Write some files; return those that cannot be because of what lies there by now, and take them out.

        Raises:
            FileError: The folder or the disk takes no more.
        """
        refused: dict[Path, list[Finding]] = {}
        while True:
            try:
                write_documents(data, force=self._force, tidy=self._is_untidy)
            except (FileError, OverwriteError) as exc:
                theirs = [
                    (Path(finding.place.file), finding) for finding in exc.findings if finding.code in _IN_THE_WAY
                ]
                if not any(data.pop(path, None) is not None for path, _ in theirs):
                    raise self._stopped(exc) from exc
                refused |= {path: [finding] for path, finding in theirs}
            else:
                return refused

    @functools.cached_property
    def _is_untidy(self) -> bool:
        """Whether temporary files lie in the folder, which dead processes may have left; looked for once a run."""
        return bool(temporaries_in(self._folder))

    def _stopped(self, exc: DocgenError) -> FileError:
        args = {"made": self.count_there, "total": len(self.planned)}
        return FileError([*exc.findings, Finding("O524", Place(str(self._folder)), args)])

    def pdfs(self) -> Iterator[tuple[Path, list[Finding]]]:
        """Make a PDF beside each document that is there, one LibreOffice at a time, and yield each with what went wrong."""
        those = self.planned.there()
        while some := list(itertools.islice(those, _PDF_GROUP)):
            group = [(one.path, read_file(one.path)) for one in some]
            todo = [(path, data) for path, data in group if not self._journal.has(_pdf(path).name, hash_of(data))]
            faults: dict[Path, list[Finding]] = {}
            for path, data, pdf, findings in _converted(todo):
                faults[path] = findings
                if pdf is not None:
                    made = {_pdf(path): pdf}
                    faults[path] = self._write(made).get(_pdf(path), [])
                    self._journal.add({place.name: (hash_of(data), pdf) for place in made})
            self.planned.add_pdfs(one for one in some if not faults.get(one.path))
            yield from ((_pdf(one.path), faults.get(one.path, [])) for one in some)

    def finish(self) -> None:
        """Leave a journal of what is there, and look for what earlier runs left."""
        old = ((name,) for name in self._journal.unchanged(self._is_old))
        self.planned.store.do_each("INSERT INTO old VALUES (?)", old)
        self._journal.close()

    def _is_old(self, name: str, made_of_: str) -> bool:
        """Whether a file is neither a document of this run nor the PDF of what one is now."""
        is_pdf = name.endswith(".pdf")
        is_there, has_pdf = self.planned.state_of(f"{name.removesuffix('.pdf')}.docx" if is_pdf else name)
        if not is_pdf:
            return not is_there
        return not is_there or not (has_pdf or self._journal.was(f"{name.removesuffix('.pdf')}.docx") == made_of_)

    def old(self) -> Iterator[str]:
        """Yield the names of files that earlier runs left, that nobody has edited and that are not of this one."""
        yield from (name for (name,) in self.planned.store.each("SELECT name FROM old ORDER BY name"))

    def is_old(self, name: str) -> bool:
        """Whether a file is one of those."""
        return self.planned.store.one("SELECT name FROM old WHERE name = ?", name) is not None


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


def _results(wanted: Iterable[Planned], executor: Executor | None, workers: int) -> Iterator[Result]:
    """Yield the results in order; the documents are taken as they are needed."""
    jobs = (one.job for one in wanted)
    if executor is not None or workers <= 1:
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
    return hash_of(
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
    return hash_of(data)


@functools.lru_cache(maxsize=64)
def _of_path(path: Path, _changed_ns: int, _size: int) -> str:
    return hash_of(read_file(path))


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
