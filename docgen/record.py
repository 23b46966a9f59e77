"""The record of the documents that we wrote into a folder: ``.docgen/written.json``, a line of JSON for each.

A line is a list, a name and the hashes that are ours under it; of two lines with one name the later one counts. Lines are
added at the end and read in a stream for the names asked for, so that neither takes more memory with more documents. When the file
has grown to four times what it was, it is written anew with the last line of each name. Its first line says how large it was then.
A line that a kill broke off is no line. A record of earlier versions, one JSON object, is read too.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from docgen.temporaries import sync_folder, temporary

FOLDER = ".docgen"
_SLACK = 1 << 14  # bytes that a small record may grow before it is written anew
_PART = 1 << 16  # bytes of a record that are held at a time when it is
_MOST_PARTS = 64  # since it is read once for each; a larger record has larger parts
_SIZE = b"%20d\n"
_BETWEEN = b'", "'  # stands in no name, where each quote has a backslash before it


def record_of(folder: Path) -> Path:
    """Return the record of a folder."""
    return folder / FOLDER / "written.json"


def known(folder: Path, names: Collection[str]) -> dict[str, list[str]]:
    """Return the hashes that are ours under some names of a folder; what is broken counts as not written.

    Raises:
        OSError: The record cannot be read.
    """
    wanted = {_key(_line(name, ["-"])): name for name in names}
    found = {}
    for lines in _lines(record_of(folder)):
        for line in [line for line in lines if _key(line) in wanted]:
            if entry := _entry(line):
                found[entry[0]] = entry[1:]
    return found


def note(folder: Path, hashes: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> None:
    """Set the hashes that are ours under some names, and wait until they are on the disk; call it with the folder locked.

    Args:
        folder: Where the documents are.
        hashes: What is ours under each name from now on.
        before: What the record says of them now.

    Raises:
        OSError: The record cannot be written; it says what it said.
    """
    new = b"".join(_line(name, given) for name, given in hashes.items() if given != before.get(name))
    place = record_of(folder)
    if not new:
        return
    most = _most_size(place)
    if most is None or place.stat().st_size + len(new) > most:
        _write_anew(place, new)
    else:
        _add(place, new)


# --- lines


def _line(name: str, hashes: list[str]) -> bytes:
    return json.dumps([name, *hashes]).encode() + b"\n"


def _key(line: bytes) -> bytes:
    return line.partition(_BETWEEN)[0]


def _entry(line: bytes) -> list[str]:
    """Return name and hashes of a line; nothing when it is none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return entry if isinstance(entry, list) and all(isinstance(word, str) for word in entry) else []


def _lines(place: Path) -> Iterator[list[bytes]]:
    """Yield the lines, some at a time; nothing when there is no record."""
    try:
        file = place.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        return
    with file:
        if file.peek(1)[:1] == b"{":
            yield list(_lines_of_one_object(file.read()))
        while lines := file.readlines(_PART):
            yield lines


def _lines_of_one_object(data: bytes) -> Iterator[bytes]:
    with contextlib.suppress(ValueError, RecursionError):
        for name, hashes in json.loads(data).items():
            if isinstance(hashes, list) and all(isinstance(word, str) for word in hashes):
                yield _line(name, hashes)


# --- writing


def _most_size(place: Path) -> int | None:
    """Return how large a record may grow; ``None`` when it is to be written anew at once."""
    with contextlib.suppress(FileNotFoundError, ValueError), place.open("rb") as file:
        return 4 * int(file.readline(len(_SIZE % 0))) + _SLACK
    return None


def _add(place: Path, lines: bytes) -> None:
    """Put lines at the end, behind the end of a line that a kill broke off."""
    handle = os.open(place, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
    try:
        size = os.lseek(handle, -1, os.SEEK_END) + 1
        rest = memoryview(lines if os.read(handle, 1) == b"\n" else b"\n" + lines)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def _write_anew(place: Path, new: bytes) -> None:
    """Write the last line of each name, of a part of the names at a time."""
    with temporary(place, b"") as temp:
        with temp.open("wb") as file:
            file.write(_SIZE % 0)
            for lines in _last_lines(place, new):
                file.write(lines)
            size = file.tell()
            file.seek(0)
            file.write(_SIZE % size)
            file.flush()
            os.fsync(file.fileno())
        temp.replace(place)
    sync_folder(place.parent)


def _last_lines(place: Path, new: bytes) -> Iterator[bytes]:
    size = place.stat().st_size if place.exists() else 0
    parts = min(size // _PART + 1, _MOST_PARTS)
    for part in range(parts):
        last: dict[bytes, bytes] = {}
        for line in itertools.chain.from_iterable(_lines(place)):
            key = _key(line)
            if zlib.crc32(key) % parts == part and _entry(line):
                last[key] = line.rstrip(b"\n") + b"\n"
        for line in new.splitlines(keepends=True):
            if zlib.crc32(_key(line)) % parts == part:
                last[_key(line)] = line
        yield b"".join(last.values())
