"""Files written whole or not at all, and the record of those we wrote.

A document is replaced without asking only while it is exactly what we wrote: its SHA-256 stands under its name in
``.docgen/written.json`` of its folder. The new hash is added before the file is replaced and the old one taken out
after it, so that a process killed in between leaves both known. Anything else under that name is somebody's work.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from docgen.errors import REASONS, FileError, OverwriteError, reason_of
from docgen.findings import Finding, Place
from docgen.record import FOLDER, known, note, record_of
from docgen.temporaries import sweep, sync_all, sync_folder, temporary

if sys.platform != "win32":
    import fcntl

_NAME_LIMIT_BYTES = 255
_LOCK_WAIT_S = 10.0
_LOCK_POLL_S = 0.005
_ON_WINDOWS = os.name == "nt"
_OVERWRITES = ("O201", "O202")
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows may not know the last


# ---- what callers use


def read_file(path: Path, most_bytes: int | None = None) -> bytes:
    """Return the bytes of a regular file; one byte more than ``most_bytes`` tells that there are more.

    Raises:
        FileError: There is no such file, it is a folder or a device, or it cannot be read.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileError([_finding("O102", path)])
        if not stat.S_ISREG(mode):
            raise FileError([_finding("O103", path)])
        with path.open("rb") as file:
            return file.read(-1 if most_bytes is None else most_bytes + 1)
    except FileNotFoundError as exc:
        raise FileError([_finding("O101", path)]) from exc
    except (OSError, ValueError) as exc:
        raise FileError([_finding("O104", path, reason=reason_of(exc))]) from exc


def write_document(path: Path, data: bytes, *, force: bool = False) -> Path:
    """Write a document whole or not at all, and remember it as ours.

    A link is followed: the file behind it is replaced.

    Args:
        path: Where to; missing folders are made.
        data: The whole file.
        force: Replace somebody's work, too; it is kept as ``NAME.docx.bak`` (``.bak2`` when there is one already).

    Returns:
        ``path``.

    Raises:
        OverwriteError: The file there is somebody's work, and ``force`` is not set.
        FileError: It cannot be written.
    """
    refuse([planned_refusal(path, data)], force=force)
    with _told(path, len(data)):
        target = _behind_link(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent):
            refuse([planned_refusal(path, data)], force=force)
            _replace_document(target, data)
    return path


def write_documents(documents: Mapping[Path, bytes], *, force: bool = False, tidy: bool = True) -> None:
    """Write several documents, each whole or not at all, and remember them as ours; quicker than one by one.

    Args:
        documents: The whole file by its path; missing folders are made, links are followed.
        force: Replace somebody's work, too; it is kept as ``.bak``.
        tidy: Remove what dead processes left of writing these names; the whole folder is looked through for that.

    Raises:
        OverwriteError: A file there is somebody's work, and ``force`` is not set; then nothing is written.
        FileError: One cannot be written; those before it are.
    """
    if len({_behind_link(path).parent for path in documents}) > 1:
        refuse(planned_refusals(documents), force=force)
    folders: dict[Path, list[Path]] = {}
    for path in documents:
        with _told(path):
            target = _behind_link(path)
            target.parent.mkdir(parents=True, exist_ok=True)
        folders.setdefault(target.parent, []).append(path)
    for folder, paths in folders.items():
        here = {path: documents[path] for path in paths}
        with _told(folder, sum(map(len, here.values()))), _locked(folder):
            refuse(planned_refusals(here), force=force)
            if tidy:
                sweep(folder, [_behind_link(path).name for path in here])
            _replace_documents(folder, here)


def write_stream(path: Path, write: Callable[[IO[bytes]], None], *, force: bool = False) -> Path:
    """Write a file piece by piece, whole or not at all, and remember it as ours.

    Args:
        path: Where to; missing folders are made.
        write: Writes the whole file into what it is given.
        force: Replace somebody's work, too; it is kept as ``.bak``.

    Raises:
        OverwriteError: The file there is somebody's work, and ``force`` is not set.
        FileError: It cannot be written.
    """
    refuse([planned_refusal(path)], force=force)
    with _told(path):
        target = _behind_link(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent), temporary(target, b"") as temp:
            with temp.open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            old = _hash_of(target) if target.exists() else None
            _replace_by(temp, _hash_of(temp), target, old, _known(target.parent, [target.name]))
    return path


def write_text(path: Path, text: str, *, force: bool = False, keep: bool = True) -> Path:
    """Write a text file in UTF-8, whole or not at all; nothing is remembered of it.

    Args:
        path: Where to; missing folders are made.
        text: The whole text; its line ends are kept.
        force: Replace a file that is there already; it is kept as ``.bak``.
        keep: Whether it is; a text made from another file is made again when it is wanted.

    Returns:
        ``path``.

    Raises:
        OverwriteError: A file is there already, and ``force`` is not set.
        FileError: It cannot be written.
    """
    refuse([planned_text_refusal(path)], force=force)
    try:
        data = text.encode()
    except UnicodeEncodeError as exc:
        raise FileError([_finding("O106", path, reason=REASONS["EILSEQ"])]) from exc
    with _told(path, len(data)):
        target = _behind_link(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target, data) as temp:
            _swap(temp, target, keep=keep and target.exists() and target.read_bytes() != data)
        sync_folder(target.parent)
    return path


def replace_own(path: Path, old: bytes, new: bytes) -> None:
    """Replace a file that was read, whole or not at all, while it still holds ``old``; a link is followed.

    Raises:
        FileError: The file holds something else by now, or it cannot be read or written.
    """
    with _told(path, len(new)):
        target = _behind_link(path)
        with _locked(target.parent), temporary(target, new) as temp:
            if read_file(target, len(old)) != old:
                raise FileError([_finding("O111", path)])
            _swap(temp, target, keep=False)
        sync_folder(target.parent)


@contextlib.contextmanager
def one_of(paths: Sequence[Path], number: int) -> Iterator[None]:
    """While one of several files is written: if that fails, tell which are written by then and which are not.

    Args:
        paths: All of them, in the order in which they are written.
        number: Which one it is, from 0.
    """
    try:
        yield
    except FileError as exc:
        if number == 0:
            raise
        written, missing = (" ".join(map(str, some)) for some in (paths[:number], paths[number:]))
        raise FileError([*exc.findings, Finding("O489", Place(), {"written": written, "missing": missing})]) from exc


def planned_refusal(path: Path, data: bytes | None = None) -> Finding | None:
    """Return why `write_document` would refuse a path without ``force``, or ``None``; nothing is touched.

    Args:
        path: Where to.
        data: What would be written, when it is known: the same bytes are never refused.
    """
    return next(planned_refusals({path: data}), None)


def planned_refusals(documents: Mapping[Path, bytes | None]) -> Iterator[Finding]:
    """Yield why `write_documents` would refuse paths without ``force``; nothing is touched, and each folder's record is read once."""
    names = {path.name for path in documents}
    records: dict[Path, dict[str, list[str]]] = {}
    for path, data in documents.items():
        try:
            found = _obstacle(path)
            if not found and path.exists():
                target, there = _behind_link(path), _hash_of(path)
                if target.parent not in records:
                    records[target.parent] = _known(target.parent, names)
                if target.name not in names:  # which a link led to
                    records[target.parent] |= _known(target.parent, [target.name])
                ours = there in records[target.parent].get(target.name, []) or (
                    data is not None and there == _hash(data)
                )
                found = None if ours or _is_ours(target) else _finding("O201", path)
        except OSError as exc:
            found = _fault(path, exc)
        except FileError as exc:  # the record cannot be read
            found = exc.findings[0]
        if found:
            yield found


def _is_ours(path: Path) -> bool:
    """Whether a file is what we wrote, looked at again: another process may have replaced it between its hash and the record."""
    while True:
        there = _hash_of(path)
        ours = there in _known(path.parent, [path.name]).get(path.name, [])
        if ours or _hash_of(path) == there:
            return ours


def planned_text_refusal(path: Path) -> Finding | None:
    """Return why `write_text` would refuse a path without ``force``, or ``None``; nothing is touched."""
    try:
        return _obstacle(path) or (_finding("O202", path) if path.exists() else None)
    except OSError as exc:
        return _fault(path, exc)


def refuse(findings: Iterable[Finding | None], *, force: bool = False) -> None:
    """Raise what `planned_refusal` returned for one path or several; ``None`` is passed over.

    Args:
        findings: The refusals.
        force: Pass over those that ``force`` overrules.

    Raises:
        FileError: A path cannot be written, whatever ``force`` says.
        OverwriteError: A file there is somebody's work.
    """
    kept = [f for f in findings if f is not None and not (force and f.code in _OVERWRITES)]
    if any(f.code not in _OVERWRITES for f in kept):
        raise FileError(kept)
    if kept:
        raise OverwriteError(kept)


# ---- what is in the way


def _obstacle(path: Path) -> Finding | None:
    """Return why nothing can be written under a name, whatever ``force`` says."""
    try:
        length_bytes = len(path.name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return _finding("O106", path, reason=REASONS["EILSEQ"])
    if "\0" in str(path):
        return _finding("O106", path, reason=REASONS["EINVAL"])
    if length_bytes > _NAME_LIMIT_BYTES:
        return _finding("O107", path, limit=_NAME_LIMIT_BYTES)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        return _finding("O105", path)
    return None if stat.S_ISREG(mode) else _finding("O103", path)


def _finding(code: str, path: Path, **args: object) -> Finding:
    return Finding(code, Place(str(path)), args)


def _fault(path: Path, exc: OSError, needed: int | None = None) -> Finding:
    if exc.errno == errno.ENAMETOOLONG:
        return _finding("O107", path, limit=_NAME_LIMIT_BYTES)
    if exc.errno == errno.EISDIR:
        return _finding("O105", path)
    if needed is None or exc.errno not in _NO_ROOM:
        return _finding("O106", path, reason=reason_of(exc))
    free = _free(path) if exc.errno == errno.ENOSPC else needed
    if free < needed:
        return _finding("O488", path, reason=reason_of(exc), needed=needed, free=free)
    return _finding("O487", path, reason=reason_of(exc), needed=needed)


def _free(path: Path) -> int:
    """Return how many bytes are free where a file is to be; more than any file has when the system does not tell."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(next(folder for folder in path.absolute().parents if folder.exists())).free
    return sys.maxsize


@contextlib.contextmanager
def _told(path: Path, needed: int | None = None) -> Iterator[None]:
    """Tell what the system refuses as a `FileError` about a path, and how many bytes it ``needed`` when there is no room for them."""
    try:
        yield
    except OSError as exc:
        raise FileError([_fault(path, exc, needed)]) from exc
    except FileError as exc:  # about the lock or the record; what there is no room for is the file
        cause = exc.__cause__
        if needed is None or "needed" in exc.findings[0].args or not isinstance(cause, OSError):
            raise
        if cause.errno not in _NO_ROOM:
            raise
        raise FileError([_fault(path, cause, needed)]) from cause


def _behind_link(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


# ---- whole or not at all


def _replace_document(path: Path, data: bytes) -> None:
    new, before = _hash(data), _known(path.parent, [path.name])
    old = _hash_of(path) if path.exists() else None
    if old == new:
        _record(path.parent, {path.name: [new]}, before)
        return
    with temporary(path, data) as temp:
        _replace_by(temp, new, path, old, before)


def _replace_by(temp: Path, new: str, path: Path, old: str | None, before: Mapping[str, list[str]]) -> None:
    """Put a file in the place of another, or of none; both are known as ours in between, and the new one alone behind it."""
    ours = before.get(path.name, [])
    both = {path.name: list(dict.fromkeys([*ours, new]))}
    _record(path.parent, both, before)
    _swap(temp, path, keep=old is not None and old not in both[path.name])
    sync_folder(path.parent)
    with contextlib.suppress(FileError):  # the document is written; a hash too many does no harm
        _record(path.parent, {path.name: [new]}, both)


def _replace_documents(folder: Path, documents: Mapping[Path, bytes]) -> None:
    targets = {path: _behind_link(path) for path in documents}
    hashes = {targets[path].name: _hash(data) for path, data in documents.items()}
    there = {}
    for target in targets.values():
        with _told(target):
            if target.exists():
                there[target.name] = _hash_of(target)
    before = _known(folder, there) if there else {}
    both = {name: list(dict.fromkeys([*before.get(name, []), new])) for name, new in hashes.items()}
    with contextlib.ExitStack() as temporaries:
        swaps: list[tuple[Path, Path, bool]] = []
        for path, data in documents.items():
            target = targets[path]
            old = there.get(target.name)
            if old != hashes[target.name]:
                with _told(path, len(data)):
                    temp = temporaries.enter_context(temporary(target, data, is_one_of_many=True))
                swaps.append((temp, target, old is not None and old not in before.get(target.name, [])))
        with _told(folder, sum(map(len, documents.values()))):
            sync_all([temp for temp, _, _ in swaps])
        _record(folder, both, before)
        for temp, target, keep in swaps:
            with _told(target):
                _swap(temp, target, keep=keep)
    sync_folder(folder)
    with contextlib.suppress(FileError):  # the documents are written; a hash too many does no harm
        _record(folder, {name: [new] for name, new in hashes.items()}, both)


def _swap(temp: Path, path: Path, *, keep: bool) -> None:
    """Put the new file in the place of the old one; ``keep`` gives the old one a second name first."""
    kept = _kept_aside(path) if keep else None
    try:
        _replaced(temp, path)
    except (OSError, FileError):
        if kept is not None and kept.samefile(path):
            kept.unlink()
        raise


def _replaced(temp: Path, path: Path) -> None:
    try:
        temp.replace(path)
    except PermissionError as exc:
        if _ON_WINDOWS or _open_in_word(path):
            raise FileError([_finding("O108", path)]) from exc
        raise


def _open_in_word(path: Path) -> bool:
    """True when Word's lock file lies beside; Word puts ``~$`` before the name or over its first characters."""
    return any(path.with_name(f"~${path.name[n:]}").exists() for n in range(3))


def _kept_aside(path: Path) -> Path:
    """Return a second name, ``.bak``, ``.bak2`` and so on, for what lies there now; none is ever lost."""
    for number in itertools.count(1):
        kept = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not os.path.lexists(kept) and _given_name(path, kept):
            break
    return kept


def _given_name(path: Path, kept: Path) -> bool:
    try:
        kept.hardlink_to(path)
    except FileExistsError:
        return False
    except OSError:  # some file systems know no links
        with temporary(kept, path.read_bytes(), path) as temp:
            temp.rename(kept)
        sync_folder(kept.parent)
    return True


# ---- the record


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(folder: Path, names: Collection[str]) -> dict[str, list[str]]:
    """Return the hashes that are ours under some names of a folder."""
    with _told(record_of(folder)):
        return known(folder, names)


def _record(folder: Path, hashes: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> None:
    """Set the hashes that are ours under some names of a folder; call it with the folder locked."""
    with _told(record_of(folder)):
        note(folder, hashes, before)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other processes of ours from writing documents into a folder, where a system can do that."""
    lock = folder / FOLDER / "lock"
    with _told(lock):
        lock.parent.mkdir(exist_ok=True)
        file = lock.open("ab")
    with file:
        _wait_for_lock(file.fileno())
        yield


def _wait_for_lock(handle: int) -> None:
    """Wait for our turn; go on without when another process sleeps on it, since a file is whole even then."""
    if sys.platform != "win32":
        end_s = time.monotonic() + _LOCK_WAIT_S
        with contextlib.suppress(OSError):  # network folders may know no locks
            while time.monotonic() < end_s:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                time.sleep(_LOCK_POLL_S)
