"""A table on the disk for what is known of each document, so that memory does not grow with them; the only user of sqlite3.

It is private and temporary: a file without a name, gone with the process. SQLite keeps `_CACHE_KIB` of it in memory.

Codes: O526.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from docgen.errors import REASONS, FileError
from docgen.findings import Finding, Place

_CACHE_KIB = 128
_PAGE = 64  # rows that are read at a time
_REASONS = {sqlite3.SQLITE_FULL: "ENOSPC", sqlite3.SQLITE_READONLY: "EROFS"}

Row = tuple[Any, ...]


class Store:
    """A database of its own, with some tables."""

    def __init__(self, *tables: str) -> None:
        """Make the tables, each given as SQL says it: ``name(columns)``."""
        with _told():
            self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for words in (
                f"cache_size = -{_CACHE_KIB}",
                "journal_mode = OFF",
                "synchronous = OFF",
                "temp_store = FILE",
            ):
                self._base.execute(f"PRAGMA {words}")
            self._base.execute("BEGIN")  # without an end: nobody else will ever read it
            for table in tables:
                self._base.execute(f"CREATE TABLE {table}")

    def do(self, words: str, *values: Any) -> int:
        """Run a statement and return how many rows it changed."""
        with _told():
            return self._base.execute(words, values).rowcount

    def do_each(self, words: str, rows: Iterable[Row]) -> int:
        """Run a statement for each of some rows, and return how many it changed."""
        with _told():
            return self._base.executemany(words, rows).rowcount

    def one(self, words: str, *values: Any) -> Row | None:
        """Return the first row of an answer."""
        with _told():
            found: Row | None = self._base.execute(words, values).fetchone()
        return found

    def each(self, words: str, *values: Any) -> Iterator[Row]:
        """Yield the rows of an answer; the table must not change meanwhile."""
        with _told():
            answer = self._base.execute(words, values)
        while True:
            with _told():
                rows = answer.fetchmany(_PAGE)
            if not rows:
                return
            yield from rows

    def pages(self, words: str) -> Iterator[list[Row]]:
        """Yield the rows of an answer some at a time, by the number in their first column; the table may change meanwhile.

        Args:
            words: The answer without its order, with a condition ``n > ?`` in it.
        """
        last = 0
        while True:
            with _told():
                rows: list[Row] = self._base.execute(f"{words} ORDER BY n LIMIT {_PAGE}", (last,)).fetchall()
            if not rows:
                return
            yield rows
            last = rows[-1][0]


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Tell that the folder for temporary files is full or cannot be written."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        reason = REASONS[_REASONS.get(exc.sqlite_errorcode & 0xFF, "EIO")]
        raise FileError([Finding("O526", Place(tempfile.gettempdir()), {"reason": reason})]) from exc
