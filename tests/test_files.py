"""Files are written whole or not at all, and somebody's work is never lost."""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import files
from docgen.errors import REASONS, DocgenError, FileError, OverwriteError, reason_of
from docgen.file_names import safe_name
from docgen.files import planned_refusal, refuse, replace_own, write_document, write_documents, write_text
from docgen.findings import Finding
from docgen.messages import sentence

NAME = "讲话稿.docx"
OLD, NEW, BY_HAND = b"old " * 5000, b"new " * 6000, b"edited by hand"
CALLS = ("open", "write", "fsync", "close", "replace", "rename", "link", "unlink", "chmod", "mkdir", "scandir", "stat")
ROOT = Path(__file__).resolve().parent.parent


def codes(error: pytest.ExceptionInfo[DocgenError]) -> list[str]:
    return [finding.code for finding in error.value.findings]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".docgen")


def temporaries(folder: Path) -> list[Path]:
    return [*folder.rglob(".*.tmp")]


def record_of(folder: Path) -> Path:
    return folder / ".docgen" / "written.json"


def recorded(folder: Path) -> dict[str, list[str]]:
    """Return the hashes by name; a line that is none is a fault."""
    size, *lines = [json.loads(line) for line in record_of(folder).read_bytes().splitlines()]
    assert isinstance(size, int)
    return {name: hashes for name, *hashes in lines}


@contextmanager
def failing(name: str, turn: int, exc: BaseException) -> Iterator[Callable[[], bool]]:
    """Let the call of ``os.name`` at a turn (from 1) fail; the value says whether it came to that."""
    calls = 0
    real = getattr(os, name)

    def call(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == turn:
            raise exc
        return real(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, call)
        yield lambda: calls >= turn


# ---- whose file it is


def test_a_document_is_written_into_folders_that_are_made(tmp_path: Path) -> None:
    path = tmp_path / "一" / "二 三" / NAME
    assert write_document(path, NEW) == path
    assert path.read_bytes() == NEW
    assert left_in(path.parent) == [NAME]


def test_our_own_unchanged_document_is_replaced_without_bak(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    write_document(path, NEW)
    assert path.read_bytes() == NEW
    assert left_in(tmp_path) == [NAME]
    assert len(recorded(tmp_path)[NAME]) == 1


def test_a_document_edited_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    path.write_bytes(BY_HAND)
    with pytest.raises(OverwriteError) as error:
        write_document(path, NEW)
    assert codes(error) == ["O201"]
    assert error.value.findings[0].args == {}
    assert path.read_bytes() == BY_HAND


def test_a_foreign_document_is_refused_and_its_folder_left_alone(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(BY_HAND)
    with pytest.raises(OverwriteError):
        write_document(path, NEW)
    assert [p.name for p in tmp_path.iterdir()] == [NAME]


def test_our_record_does_not_speak_for_another_name(tmp_path: Path) -> None:
    write_document(tmp_path / NAME, OLD)
    other = tmp_path / "通知.docx"
    other.write_bytes(OLD)
    with pytest.raises(OverwriteError):
        write_document(other, NEW)
    assert other.read_bytes() == OLD


def test_the_same_bytes_are_recorded_and_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(OLD)
    before = path.stat()
    write_document(path, OLD)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    write_document(path, NEW)
    assert path.read_bytes() == NEW


def test_an_earlier_version_of_ours_put_back_counts_as_somebodys_work(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    write_document(path, NEW)
    path.write_bytes(OLD)
    with pytest.raises(OverwriteError):
        write_document(path, b"third")
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_force_keeps_every_version_of_somebodys_work(tmp_path: Path, links: bool) -> None:
    path = tmp_path / NAME
    with pytest.MonkeyPatch.context() as patch:
        if not links:
            patch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EPERM, "no links")))
        for version in (b"one", b"two", b"three"):
            path.write_bytes(version)
            write_document(path, NEW + version, force=True)
    assert left_in(tmp_path) == [NAME, f"{NAME}.bak", f"{NAME}.bak2", f"{NAME}.bak3"]
    assert [(tmp_path / f"{NAME}.bak{n}").read_bytes() for n in ("", "2", "3")] == [b"one", b"two", b"three"]
    assert path.read_bytes() == NEW + b"three"


def test_a_bak_that_appears_meanwhile_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / NAME).write_bytes(BY_HAND)
    (tmp_path / f"{NAME}.bak").write_bytes(b"first")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)  # as if it came after the look
    write_document(tmp_path / NAME, NEW, force=True)
    assert (tmp_path / f"{NAME}.bak").read_bytes() == b"first"
    assert (tmp_path / f"{NAME}.bak2").read_bytes() == BY_HAND


def test_force_keeps_no_bak_of_our_own_document(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    write_document(path, NEW, force=True)
    assert left_in(tmp_path) == [NAME]


def test_a_document_replaced_by_force_is_ours(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(BY_HAND)
    write_document(path, OLD, force=True)
    write_document(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(
    "record",
    [b"", b"{", b"\xff\xfe", b"[]", b"7", b'"x"', b'{"%s": "abc"}', b'{"%s": [1]}', b'{"%s": {}}', b"[" * 100_000],
)
def test_a_broken_record_makes_every_document_somebodys_work(tmp_path: Path, record: bytes) -> None:
    path = write_document(tmp_path / NAME, OLD)
    record_of(tmp_path).write_bytes(record.replace(b"%s", NAME.encode()))
    with pytest.raises(OverwriteError):
        write_document(path, NEW)
    assert path.read_bytes() == OLD
    write_document(path, NEW, force=True)
    write_document(path, OLD)
    assert path.read_bytes() == OLD


def test_a_broken_entry_leaves_the_other_entries_standing(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    record_of(tmp_path).write_text(json.dumps({NAME: recorded(tmp_path)[NAME], "通知.docx": 1}))
    write_document(path, NEW)
    assert path.read_bytes() == NEW


def test_a_broken_line_leaves_the_other_lines_standing(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    with record_of(tmp_path).open("ab") as file:
        file.write(b'["x", 1]\n[\n{}\n\n\xff\n' + json.dumps(["other.docx", "abc"]).encode()[:-3])
    write_document(path, NEW)
    assert path.read_bytes() == NEW


def test_a_record_of_an_earlier_version_is_read_and_goes_on_as_lines(tmp_path: Path) -> None:
    path, other = write_document(tmp_path / NAME, OLD), write_document(tmp_path / '甲\\", "乙.docx', OLD)
    record_of(tmp_path).write_text(json.dumps(recorded(tmp_path), indent=1, sort_keys=True))
    assert planned_refusal(path) is None
    write_document(path, NEW)
    assert (planned_refusal(path), planned_refusal(other)) == (None, None)
    assert sorted(recorded(tmp_path)) == sorted([path.name, other.name])


@pytest.mark.parametrize("kept", [1, 20, 60])
def test_a_line_of_the_record_that_a_kill_broke_off_is_no_line(tmp_path: Path, kept: int) -> None:
    path = write_document(tmp_path / NAME, OLD)
    whole = record_of(tmp_path).read_bytes()
    other = write_document(tmp_path / "通知.docx", OLD)
    record_of(tmp_path).write_bytes(record_of(tmp_path).read_bytes()[: len(whole) + kept])
    assert planned_refusal(path) is None
    found = planned_refusal(other)
    assert found is not None
    assert found.code == "O201"
    third = write_document(tmp_path / "纪要.docx", OLD)
    assert planned_refusal(third) is None
    write_document(other, OLD)
    assert planned_refusal(other) is None


def test_the_record_stays_in_proportion_to_the_names_in_it(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.docx" for n in range(300)]
    largest = 0
    for turn in range(12):
        write_documents(dict.fromkeys(paths, b"%d" % turn))
        largest = max(largest, record_of(tmp_path).stat().st_size)
    assert recorded(tmp_path) == {path.name: [hashlib.sha256(b"11").hexdigest()] for path in paths}
    assert largest < 5 * sum(len(json.dumps([path.name, 64 * "0", 64 * "0"])) for path in paths)  # of twelve turns


def test_writing_the_same_again_adds_nothing_to_the_record(tmp_path: Path) -> None:
    documents = {tmp_path / f"{n}.docx": b"%d" % n for n in range(3)}
    write_documents(documents)
    before = record_of(tmp_path).read_bytes()
    write_documents(documents)
    assert record_of(tmp_path).read_bytes() == before


def test_reading_and_adding_to_a_large_record_take_no_memory_for_what_is_not_asked_for(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    with record_of(tmp_path).open("ab") as file:
        file.writelines(b'["%d.docx", "%064d"]\n' % (n, n) for n in range(60_000))
    write_document(path, NEW)  # which also writes it anew
    assert recorded(tmp_path)["59999.docx"] == [f"{59_999:064d}"]
    tracemalloc.start()
    write_document(path, OLD)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000 < record_of(tmp_path).stat().st_size


# ---- what cannot be written


def test_a_folder_in_the_way_is_refused_even_with_force(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        write_document(tmp_path, NEW, force=True)
    assert codes(error) == ["O105"]


@pytest.mark.parametrize("write", [write_document, write_text])
def test_a_parent_that_is_a_file_is_told(tmp_path: Path, write: Callable[..., Path]) -> None:
    (tmp_path / "out").write_bytes(BY_HAND)
    with pytest.raises(FileError) as error:
        write(tmp_path / "out" / "x.docx", "text" if write is write_text else NEW)
    assert codes(error) == ["O106"]
    assert (tmp_path / "out").read_bytes() == BY_HAND


@pytest.mark.parametrize("name", ["长" * 86, "x" * 256])
def test_a_name_of_more_than_255_bytes_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as error:
        write_document(tmp_path / name, NEW)
    assert [(f.code, f.args) for f in error.value.findings] == [("O107", {"limit": 255})]
    assert left_in(tmp_path) == []


def test_a_name_of_255_bytes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 85)
    write_document(path, OLD)
    write_document(path, NEW)
    assert path.read_bytes() == NEW
    path.write_bytes(BY_HAND)
    with pytest.raises(FileError) as error:
        write_document(path, NEW, force=True)
    assert codes(error) == ["O107"]  # there is no room for .bak
    assert path.read_bytes() == BY_HAND
    assert temporaries(tmp_path) == []


@pytest.mark.parametrize("name", ["a\0b.docx", "a\ud800b.docx"])
def test_a_name_the_system_cannot_take_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as error:
        write_document(tmp_path / name, NEW)
    assert codes(error) == ["O106"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(FileError) as error:
        write_document(tmp_path / NAME, NEW, force=True)
    assert codes(error) == ["O103"]


def test_a_circle_of_links_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / NAME)
    with pytest.raises(FileError) as error:
        write_document(tmp_path / NAME, NEW)
    assert codes(error) == ["O106"]


def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    behind = tmp_path / "there" / "real.docx"
    (tmp_path / NAME).symlink_to(behind)
    write_document(tmp_path / NAME, OLD)
    write_document(tmp_path / NAME, NEW)
    assert (tmp_path / NAME).is_symlink()
    assert behind.read_bytes() == NEW


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal of the system is played, since root may write everywhere."""

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileError) as error:
        write_document(tmp_path / NAME, NEW)
    monkeypatch.undo()
    assert codes(error) == ["O106"]
    assert not (tmp_path / NAME).exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_refused_as_no_regular_file() -> None:
    with pytest.raises(FileError) as error:
        write_document(Path("/dev/full"), NEW, force=True)
    assert codes(error) == ["O103"]


def test_a_record_that_cannot_be_made_is_told_at_its_own_place(tmp_path: Path) -> None:
    (tmp_path / ".docgen").write_bytes(b"")
    with pytest.raises(FileError) as error:
        write_document(tmp_path / NAME, NEW)
    assert codes(error) == ["O106"]
    assert ".docgen" in error.value.findings[0].place.file
    assert left_in(tmp_path) == []


def test_a_folder_in_place_of_the_record_is_told_at_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(OLD)
    record_of(tmp_path).mkdir(parents=True)
    found = planned_refusal(path, NEW)
    assert found is not None
    assert (found.code, found.place.file) == ("O105", str(record_of(tmp_path)))


# ---- whole or not at all


@pytest.mark.parametrize("by_hand", [False, True], ids=["ours", "by force"])
@pytest.mark.parametrize("name", CALLS)
def test_when_any_call_fails_once_the_file_is_whole_and_no_temporary_is_left(
    tmp_path: Path, name: str, by_hand: bool
) -> None:
    reached = 0
    for turn in itertools.count(1):
        folder = tmp_path / str(turn)
        path = write_document(folder / NAME, OLD)
        if by_hand:
            path.write_bytes(BY_HAND)
        refused = None
        with failing(name, turn, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) as came:
            try:
                write_document(path, NEW, force=by_hand)
            except FileError as exc:
                refused = exc.findings[0]
            fired = came()
        if refused:
            assert refused.args["reason"] == "no space is left on the disk"
            assert (refused.code, refused.args.get("needed")) in (("O106", None), ("O487", len(NEW)))
        old = BY_HAND if by_hand else OLD
        assert path.read_bytes() == (old if refused else NEW)
        if by_hand and not refused:
            assert (folder / f"{NAME}.bak").read_bytes() == BY_HAND
        if name != "unlink":  # then the next write removes it, once this process is dead
            assert temporaries(folder) == []
        write_document(path, b"third", force=by_hand)
        assert path.read_bytes() == b"third"
        if not fired:
            break
        reached += 1
    expected_never = {"rename"} if by_hand else {"rename", "link"}
    assert reached > 0 or name in expected_never


@pytest.mark.parametrize("name", ["open", "write", "fsync", "close", "replace"])
def test_an_interrupt_at_any_call_leaves_a_whole_file_and_no_temporary(tmp_path: Path, name: str) -> None:
    for turn in itertools.count(1):
        path = write_document(tmp_path / str(turn) / NAME, OLD)
        with failing(name, turn, KeyboardInterrupt()) as came:
            with suppress(KeyboardInterrupt):
                write_document(path, NEW)
            fired = came()
        assert path.read_bytes() in (OLD, NEW)
        assert temporaries(path.parent) == []
        write_document(path, b"third")
        assert path.read_bytes() == b"third"
        if not fired:
            break
    assert turn > 1


KILLED = """
import os, sys
from pathlib import Path
from docgen.files import write_document
name, turn, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
real, calls = getattr(os, name), 0
def call(*args, **options):
    global calls
    calls += 1
    if calls == turn:
        os.kill(os.getpid(), 9)
    return real(*args, **options)
setattr(os, name, call)
write_document(path, b"new " * 6000)
"""


def _run_killed(name: str, turn: int, path: Path) -> int:
    command = [sys.executable, "-c", KILLED, name, str(turn), str(path)]
    return subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["write", "fsync", "replace", "unlink"])
def test_a_process_killed_at_any_call_leaves_a_whole_file_that_is_still_ours(tmp_path: Path, name: str) -> None:
    for turn in range(1, 12):
        path = write_document(tmp_path / str(turn) / NAME, OLD)
        status = _run_killed(name, turn, path)
        assert path.read_bytes() in (OLD, NEW)
        write_document(path, b"third")
        assert path.read_bytes() == b"third"
        assert [p for p in temporaries(path.parent) if NAME in p.name] == []
        if status == 0:
            break
    assert turn > 1
    assert status == 0


def test_short_writes_still_give_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1000]))
    write_document(tmp_path / NAME, NEW)
    assert (tmp_path / NAME).read_bytes() == NEW


def test_the_new_hash_is_known_before_the_file_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_document(tmp_path / NAME, OLD)
    real, seen = os.replace, []

    def watch(source: Path, target: Path) -> None:
        if Path(target).name == NAME:
            seen.append(len(recorded(tmp_path)[NAME]))
        real(source, target)

    monkeypatch.setattr(os, "replace", watch)
    write_document(path, NEW)
    assert seen == [2]
    assert len(recorded(tmp_path)[NAME]) == 1


def test_the_rights_of_a_replaced_file_are_kept_in_it_and_in_its_bak(tmp_path: Path) -> None:
    path = write_document(tmp_path / NAME, OLD)
    path.chmod(0o600)
    write_document(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(BY_HAND)
    with failing("link", 1, OSError(errno.EPERM, "no links")):
        write_document(path, NEW, force=True)
    assert (tmp_path / f"{NAME}.bak").stat().st_mode & 0o777 == 0o600


def test_a_new_file_has_the_rights_the_user_gives_new_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_document(tmp_path / NAME, NEW)
    finally:
        os.umask(mask)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("lock", [f"~${NAME}", "~$" + "工作推进会讲话稿.docx"[2:]])
def test_a_refused_replace_beside_words_lock_file_says_it_is_open(tmp_path: Path, lock: str) -> None:
    name = NAME if lock.endswith(f"${NAME}") else "工作推进会讲话稿.docx"
    path = write_document(tmp_path / name, OLD)
    (tmp_path / lock).write_bytes(b"")
    write_document(path, OLD + NEW)  # the lock file alone refuses nothing
    with failing("replace", 1, PermissionError(errno.EACCES, "denied")), pytest.raises(FileError) as error:
        write_document(path, NEW)
    assert codes(error) == ["O108"]
    assert path.read_bytes() == OLD + NEW


def test_on_windows_a_refused_replace_says_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_document(tmp_path / NAME, OLD)
    path.write_bytes(BY_HAND)
    monkeypatch.setattr(files, "_ON_WINDOWS", True)
    with failing("replace", 1, PermissionError(errno.EACCES, "denied")), pytest.raises(FileError) as error:
        write_document(path, NEW, force=True)
    assert codes(error) == ["O108"]
    assert path.read_bytes() == BY_HAND
    assert left_in(tmp_path) == [NAME]


def test_temporaries_of_dead_processes_are_removed_and_all_others_kept(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = tmp_path / f".{NAME}.{child.pid}-{'0' * 16}.tmp"
    kept = [
        tmp_path / f".{NAME}.{os.getpid()}-{'0' * 16}.tmp",
        tmp_path / f".通知.docx.{child.pid}-{'0' * 16}.tmp",
        tmp_path / f".{NAME}.{child.pid}-mine.tmp",
        tmp_path / f"{NAME}.tmp",
    ]
    for path in (dead, *kept):
        path.write_bytes(b"")
    write_document(tmp_path / NAME, NEW)
    assert not dead.exists()
    assert all(path.exists() for path in kept)


WRITER = """
import sys
from pathlib import Path
from docgen.files import write_document
folder, me = Path(sys.argv[1]), sys.argv[2]
for n in range(15):
    write_document(folder / f"{me}-{n}.docx", me.encode())
    write_document(folder / "same.docx", me.encode() * 10000 + str(n).encode())
"""


def test_a_file_that_another_process_writes_meanwhile_is_not_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = write_document(tmp_path / NAME, OLD), files.known

    def meanwhile(*args: Any) -> Any:
        monkeypatch.setattr(files, "known", real)
        write_document(path, NEW)  # when the hash of the file has been taken
        return real(*args)

    monkeypatch.setattr(files, "known", meanwhile)
    assert planned_refusal(path) is None
    path.write_bytes(b"by hand")
    assert planned_refusal(path) is not None


def test_several_processes_in_one_folder_lose_no_record_and_see_whole_files(tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), w], env=env) for w in "abcd"]
    while any(writer.poll() is None for writer in writers):
        if (tmp_path / "same.docx").exists():
            data = (tmp_path / "same.docx").read_bytes()
            assert len(data.lstrip(data[:1])) in (1, 2)
            assert len(data) >= 10001
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    record = recorded(tmp_path)
    assert len(record) == 4 * 15 + 1
    assert all(planned_refusal(tmp_path / name) is None for name in record)
    assert temporaries(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks there")
def test_a_lock_that_is_never_given_back_does_not_stop_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    path = write_document(tmp_path / NAME, OLD)
    monkeypatch.setattr(files, "_LOCK_WAIT_S", 0.1)
    with (tmp_path / ".docgen" / "lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write_document(path, NEW)
    assert path.read_bytes() == NEW


# ---- refusals before anything is written


def test_a_planned_refusal_touches_nothing(tmp_path: Path) -> None:
    assert planned_refusal(tmp_path / "new" / NAME, NEW) is None
    assert list(tmp_path.iterdir()) == []


def test_a_planned_refusal_is_none_for_ours_and_for_the_same_bytes(tmp_path: Path) -> None:
    ours = write_document(tmp_path / NAME, OLD)
    same = tmp_path / "same.docx"
    same.write_bytes(NEW)
    assert planned_refusal(ours, NEW) is None
    assert planned_refusal(same, NEW) is None
    found = planned_refusal(same)
    assert found is not None
    assert (found.code, found.place.file) == ("O201", str(same))


@pytest.mark.parametrize("force", [False, True])
def test_refusing_several_paths_tells_all_and_weighs_the_unwritable_most(tmp_path: Path, force: bool) -> None:
    (tmp_path / NAME).write_bytes(BY_HAND)
    refusals = [planned_refusal(tmp_path / NAME), planned_refusal(tmp_path), planned_refusal(tmp_path / "new.docx")]
    with pytest.raises(FileError) as error:
        refuse(refusals, force=force)
    assert codes(error) == (["O105"] if force else ["O201", "O105"])


# ---- other files


def test_a_text_is_written_in_utf_8_with_its_own_line_ends_and_no_record(tmp_path: Path) -> None:
    path = tmp_path / "新" / "plan.yaml"
    assert write_text(path, "会议：\r\n一\n") == path
    assert path.read_bytes() == "会议：\r\n一\n".encode()
    assert not (path.parent / ".docgen").exists()


def test_a_text_file_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(BY_HAND)
    with pytest.raises(OverwriteError) as error:
        write_text(path, "new")
    assert codes(error) == ["O202"]
    assert path.read_bytes() == BY_HAND
    write_text(path, "new", force=True)
    assert path.read_bytes() == b"new"
    assert left_in(tmp_path) == ["plan.yaml", "plan.yaml.bak"]
    assert path.with_name("plan.yaml.bak").read_bytes() == BY_HAND


def test_a_text_that_is_no_unicode_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        write_text(tmp_path / "x.txt", "\ud800")
    assert codes(error) == ["O106"]
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace"])
def test_a_failing_text_write_leaves_the_old_file_and_no_temporary(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    with failing(name, 1, OSError(errno.EXDEV, "quota")), pytest.raises(FileError) as error:
        write_text(path, "new", force=True)
    assert error.value.findings[0].args == {"reason": "quota"}
    assert path.read_bytes() == OLD
    assert left_in(tmp_path) == ["plan.yaml"]


def test_a_file_that_was_read_is_replaced_while_it_is_still_the_same(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.yaml", tmp_path / "link.yaml"
    path.write_bytes(OLD)
    path.chmod(0o640)
    link.symlink_to(path.name)
    replace_own(link, OLD, NEW)
    assert path.read_bytes() == NEW
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert left_in(tmp_path) == ["link.yaml", "plan.yaml"]


@pytest.mark.parametrize("there", [BY_HAND, OLD + b"!", OLD[:-1], b"", None])
def test_a_file_that_has_changed_since_it_was_read_is_left(tmp_path: Path, there: bytes | None) -> None:
    path = tmp_path / "plan.yaml"
    if there is not None:
        path.write_bytes(there)
    with pytest.raises(FileError) as error:
        replace_own(path, OLD, NEW)
    assert codes(error) == ["O101" if there is None else "O111"]
    assert left_in(tmp_path) == ([] if there is None else ["plan.yaml"])
    assert there is None or path.read_bytes() == there


@pytest.mark.parametrize("name", ["write", "fsync", "replace"])
def test_a_file_that_was_read_is_whole_when_it_cannot_be_replaced(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    with failing(name, 1, OSError(errno.EXDEV, "quota")), pytest.raises(FileError):
        replace_own(path, OLD, NEW)
    assert path.read_bytes() == OLD
    assert left_in(tmp_path) == ["plan.yaml"]


@pytest.mark.parametrize("name", REASONS)
def test_why_the_system_refuses_a_file_is_said_in_both_languages(name: str) -> None:
    number = getattr(errno, name)
    refused = Finding("O106", args={"reason": reason_of(OSError(number, os.strerror(number)))})
    assert os.strerror(number) not in sentence(refused)
    assert not re.search("[A-Za-z]", sentence(refused, "zh_CN"))


FREE = {"ENOSPC": 5, "EDQUOT": None, "EFBIG": None}  # what the disk has has to do with the first alone


@pytest.mark.parametrize("name", FREE)
@pytest.mark.parametrize("way", [write_document, lambda path, data: write_documents({path: data})])
def test_where_there_is_no_room_the_bytes_that_are_needed_and_those_that_are_free_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, way: Callable[[Path, bytes], object]
) -> None:
    number = getattr(errno, name)
    (tmp_path / ".docgen").mkdir()
    (tmp_path / ".docgen" / "lock").touch()
    for free, told in ((5, FREE[name]), (len(NEW), None)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        with failing("write", 1, OSError(number, os.strerror(number))), pytest.raises(FileError) as error:
            way(tmp_path / NAME, NEW)
        (finding,) = error.value.findings
        assert (finding.code, finding.place.file) == ("O487" if told is None else "O488", str(tmp_path / NAME))
        assert (finding.args["needed"], finding.args.get("free")) == (len(NEW), told)
        assert f"{len(NEW)} 字节" in sentence(finding, "zh_CN")
    assert list(tmp_path.glob("*.docx")) == []


# ---- names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plan-speech", "plan-speech"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("a\nb\x00c\x7fd\x85e\u2028f\ud800g", "a_b_c_d_e_f_g"),
        ("讲话稿。 . .\u3000", "讲话稿。"),
        ("", "_"),
        ("..", "_"),
        ("  ", "_"),
        ("CON", "_CON"),
        ("nul.2025", "_nul.2025"),
        ("Com1 .x", "_Com1 .x"),
        ("LPT³", "_LPT³"),
        ("CONTRACT", "CONTRACT"),
        ("😀" * 60, "😀" * 50),
        ("a" + "字" * 100, "a" + "字" * 66),
        ("CON" + " " * 300 + "x", "_CON"),
    ],
)
def test_a_safe_name_is_what_every_system_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(st.characters(codec=None)) | st.text("./\\: \t\0CONau1字😀", max_size=300))
def test_a_safe_name_is_never_empty_never_too_long_and_stable(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name.encode()) <= 200
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name[-1] not in " ."
    assert safe_name(name) == name
