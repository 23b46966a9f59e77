"""Temporary files beside those that they are to become: synced, and removed when their process has died."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from docgen.file_names import SAFE_NAME_BYTES, cut
from docgen.patterns import late

_WINDOWS_STALE_S = 3600
_LEFT_OVER = late(r"(?P<head>\..*\.)(?P<pid>[0-9]{1,10})-[0-9a-f]{16}\.tmp", re.DOTALL)
_SYNCS = 8  # at a time
_ON_WINDOWS = os.name == "nt"


@contextlib.contextmanager
def temporary(path: Path, data: bytes, like: Path | None = None, *, is_one_of_many: bool = False) -> Iterator[Path]:
    """Give a file with these bytes beside a path, and remove it if it is still there at the end.

    Its rights are those of the file ``like``; without one, of the file that lies at the path. The bytes are on the disk, and what dead
    processes left of writing this name is gone; for one of many the caller sees to both.
    """
    if not is_one_of_many:
        sweep(path.parent, {path.name})
    temp = path.with_name(f"{_temporary_head(path)}{os.getpid()}-{os.urandom(8).hex()}.tmp")
    try:
        _write_new(temp, data, _rights_of(like or path), synced=not is_one_of_many)
        yield temp
    finally:
        with contextlib.suppress(OSError):
            temp.unlink()


def _temporary_head(path: Path) -> str:
    return f".{cut(path.name, SAFE_NAME_BYTES)}."


def _rights_of(path: Path) -> int | None:
    if _ON_WINDOWS or not path.exists():
        return None
    return stat.S_IMODE(path.stat().st_mode) & 0o777


def _write_new(path: Path, data: bytes, rights: int | None, *, synced: bool) -> None:
    """Make a file that was not there, and wait until its bytes are on the disk if they are to be."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666 if rights is None else rights)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if rights is not None:
            with contextlib.suppress(OSError):  # some file systems know no rights
                path.chmod(rights)
        if synced:
            os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(paths: Sequence[Path]) -> None:
    """Wait until the bytes of files are on the disk; a disk that is asked for many at once is many times quicker."""

    def sync(some: Sequence[Path]) -> None:
        for path in some:
            handle = os.open(path, os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    from concurrent.futures import ThreadPoolExecutor  # which one document alone does not ask for

    with ThreadPoolExecutor(_SYNCS) as threads:
        for _ in threads.map(sync, [paths[at::_SYNCS] for at in range(_SYNCS)]):
            pass


def sync_folder(folder: Path) -> None:
    """Wait until the folder knows the new name, where a system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path, names: Collection[str]) -> None:
    """Remove what dead processes left of writing some names of a folder."""
    heads = {_temporary_head(folder / name) for name in names}
    for name in temporaries_in(folder):
        found = _LEFT_OVER.fullmatch(name)
        if found and found["head"] in heads and not _is_alive(int(found["pid"]), folder / name):
            with contextlib.suppress(OSError):
                (folder / name).unlink()


def temporaries_in(folder: Path) -> list[str]:
    """Return the names of what may be temporary files of ours, of dead and of living processes."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.name.endswith(".tmp")]
    return []


def _is_alive(pid: int, temp: Path) -> bool:
    if _ON_WINDOWS:  # signal 0 is Ctrl-C there
        return time.time() - temp.stat().st_mtime < _WINDOWS_STALE_S
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
