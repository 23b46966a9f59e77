"""The journal of a folder, ``.docgen/batch.jsonl``: a line for each document, its name, what it was made of and what it was.

It is added to while a batch runs, and written anew, sorted by name, when it ends. A line that a kill broke off is no line.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docgen.batch.store import Row, Store
from docgen.errors import DocgenError
from docgen.files import read_file
from docgen.temporaries import temporary

_JOURNAL = Path(".docgen", "batch.jsonl")
_TABLE = "journal(name TEXT PRIMARY KEY, made_of TEXT, was TEXT) WITHOUT ROWID"
_PUT, _PUT_NEW = (f"INSERT OR {word} INTO journal VALUES (?, ?, ?)" for word in ("REPLACE", "IGNORE"))


class Journal:
    """What a folder's documents were made of, and what they were."""

    def __init__(self, folder: Path, store: Store) -> None:
        """Read it into a store."""
        self._folder, self._store = folder, store
        self._path = folder / _JOURNAL
        self._is_begun = False
        store.do(f"CREATE TABLE {_TABLE}")
        self._read(_PUT)

    def _read(self, put: str) -> None:
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            self._store.do_each(put, (entry for line in file if (entry := _entry(line))))

    def has(self, name: str, made_of: str) -> bool:
        """Whether a file is there, unchanged, and was made of the same."""
        before = self._store.one("SELECT made_of, was FROM journal WHERE name = ?", name)
        return before is not None and before[0] == made_of and self._is_there(name, before[1])

    def unchanged(self, is_wanted: Callable[[str, str], bool]) -> Iterator[str]:
        """Yield the names of files that are there as they were written, in order.

        Args:
            is_wanted: Whether one is asked for, by its name and what it was made of.
        """
        for name, made_of, was in self._store.each("SELECT name, made_of, was FROM journal ORDER BY name"):
            if is_wanted(name, made_of) and self._is_there(name, was):
                yield name

    def was(self, name: str) -> str:
        """Return what a file was when it was written."""
        found = self._store.one("SELECT was FROM journal WHERE name = ?", name)
        return str(found[0]) if found else ""

    def _is_there(self, name: str, was: str) -> bool:
        try:
            return hash_of(read_file(self._folder / name)) == was
        except DocgenError:
            return False

    def add(self, written: Mapping[str, tuple[str, bytes]]) -> None:
        """Note files that were written, by name: what each was made of, and its bytes."""
        entries = [(name, made_of, hash_of(data)) for name, (made_of, data) in written.items()]
        if not entries:
            return
        self._store.do_each(_PUT, entries)
        begin = "" if self._is_begun else self._begin()
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:  # then they are made again
            file.write(begin + "".join(map(_line, entries)))
            self._is_begun = True

    def _begin(self) -> str:
        """Return what stands before the first line: the end of one that broke off."""
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return "" if file.read() == b"\n" else "\n"
        return ""

    def close(self) -> None:
        """Write the journal anew, a line a document; what another run added meanwhile stays."""
        if not self._path.exists():
            return
        self._read(_PUT_NEW)
        with contextlib.suppress(OSError), temporary(self._path, b"") as temp:
            with temp.open("w", encoding="utf-8") as file:
                file.writelines(map(_line, self._store.each("SELECT * FROM journal ORDER BY name")))
                file.flush()
                os.fsync(file.fileno())
            temp.replace(self._path)


def _line(entry: Row) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _entry(line: bytes) -> tuple[str, str, str] | None:
    with contextlib.suppress(ValueError, TypeError, RecursionError):  # a line that broke off
        name, made_of, was = map(str, json.loads(line))
        "".join((name, made_of, was)).encode()
        return (name, made_of, was) if Path(name).name == name else None
    return None


def hash_of(data: bytes) -> str:
    """Return what only the same bytes have."""
    return hashlib.sha256(data).hexdigest()
