"""The documents of a batch, in order, and what came of each: they lie on the disk, and a pass over them takes no memory for them.

Codes: O513.
"""

from __future__ import annotations

import json
import pickle
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from docgen.batch.jobs import Job, PlanJob
from docgen.batch.store import Store
from docgen.errors import UseError
from docgen.findings import MOST_ALIKE, Finding, Place

_TABLES = (
    "documents(n INTEGER PRIMARY KEY, name TEXT, folded TEXT UNIQUE, kind TEXT, row INTEGER, given TEXT,"
    " state INTEGER DEFAULT 0, has_pdf INTEGER DEFAULT 0)",
    "faults(n INTEGER PRIMARY KEY, findings BLOB)",
)
_ENTRY = "name, kind, row, given"
_MADE, _KEPT, _FAILED = 0, 1, 2


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


class Entry(NamedTuple):
    """What is kept of a document to make.

    Attributes:
        name: Name of its file.
        kind: Name of its kind.
        row: Number of its row, or of its plan.
        given: What only it has: values of its row; anything that JSON can hold.
    """

    name: str
    kind: str
    row: int
    given: Any


class Documents:
    """The documents of a batch, in order.

    Attributes:
        store: Where they lie.
    """

    def __init__(self, revive: Callable[[Entry], Planned], entries: Iterable[Entry]) -> None:
        """Take documents whose names differ on every file system.

        Args:
            revive: Makes of what is kept of a document what is planned.
            entries: The documents.

        Raises:
            UseError: Two have one name.
            FileError: The folder for temporary files is full.
        """
        self.store = Store(*_TABLES)
        self._revive = revive
        self._count = 0
        faults: list[Finding] = []
        for entry in entries:
            if self._add(entry):
                self._count += 1
            elif len(faults) < MOST_ALIKE:
                faults.append(self._twice(entry))
        if faults:
            raise UseError(faults)

    def _add(self, entry: Entry) -> bool:
        name, kind, row, given = entry
        words = "INSERT OR IGNORE INTO documents(name, folded, kind, row, given) VALUES (?, ?, ?, ?, ?)"
        return self.store.do(words, name, folded(name), kind, row, json.dumps(given)) == 1

    def _twice(self, entry: Entry) -> Finding:
        other = self.store.one(f"SELECT {_ENTRY} FROM documents WHERE folded = ?", folded(entry.name))
        assert other is not None  # which is why the entry was not taken
        row, first = self._revive(entry).row, self._planned(other).row
        return Finding("O513", row, {"name": entry.name, "other": str(first)})

    def _planned(self, row: Sequence[Any]) -> Planned:
        name, kind, number, given = row
        return self._revive(Entry(name, kind, number, json.loads(given)))

    # --- passes

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[Planned]:
        """Yield all."""
        return self._those("")

    def wanted(self) -> Iterator[Planned]:
        """Yield those that were not there already."""
        return self._those(f"AND state <> {_KEPT}")

    def kept(self) -> Iterator[Planned]:
        """Yield those that were there already."""
        return self._those(f"AND state = {_KEPT}")

    def there(self) -> Iterator[Planned]:
        """Yield those that are there, made now or before."""
        return self._those(f"AND state <> {_FAILED}")

    def _those(self, condition: str) -> Iterator[Planned]:
        for page in self.store.pages(f"SELECT n, {_ENTRY} FROM documents WHERE n > ? {condition}"):
            yield from (self._planned(row[1:]) for row in page)

    def results(self) -> Iterator[tuple[Done, bool]]:
        """Yield what came of all, and whether a PDF lies beside."""
        columns = f"documents.n AS n, state, has_pdf, findings, {_ENTRY}"
        for page in self.store.pages(
            f"SELECT {columns} FROM documents LEFT JOIN faults ON faults.n = documents.n WHERE documents.n > ?"
        ):
            for _, state, has_pdf, findings, *entry in page:
                said = pickle.loads(findings) if findings else []
                yield Done(self._planned(entry), state == _KEPT, said), bool(has_pdf)

    # --- what came of them

    def keep(self, some: Iterable[Planned]) -> int:
        """Note that some were there already, and return how many."""
        return self._set(f"state = {_KEPT}", some)

    def fail(self, one: Planned, findings: list[Finding]) -> None:
        """Note why one could not be made."""
        self._set(f"state = {_FAILED}", [one])
        words = "INSERT INTO faults SELECT n, ? FROM documents WHERE folded = ?"
        self.store.do(words, pickle.dumps(findings), folded(one.path.name))

    def add_pdfs(self, some: Iterable[Planned]) -> None:
        """Note that a PDF lies beside some."""
        self._set("has_pdf = 1", some)

    def _set(self, change: str, some: Iterable[Planned]) -> int:
        rows = ((folded(one.path.name),) for one in some)
        return self.store.do_each(f"UPDATE documents SET {change} WHERE folded = ?", rows)

    def has(self, name: str) -> bool:
        """Whether a file of that name is one of them, there or not."""
        return self.store.one("SELECT n FROM documents WHERE folded = ?", folded(name)) is not None

    def state_of(self, name: str) -> tuple[bool, bool]:
        """Return whether a file of that name is a document of this batch that is there, and has its PDF."""
        found = self.store.one("SELECT state, has_pdf FROM documents WHERE folded = ?", folded(name))
        return (False, False) if found is None else (found[0] != _FAILED, bool(found[1]))


def folded(name: str) -> str:
    """Return what names that are one on some file system have in common."""
    return unicodedata.normalize("NFC", name.casefold())
