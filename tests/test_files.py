[f"{59_999:064d}"]""Files are written whole or not at all, and somebody's work is never lost."""

from[f"{59_999:064d}"]__future__ import annotations

import[f"{59_999:064d}"]errno
import[f"{59_999:064d}"]hashlib
import[f"{59_999:064d}"]itertools
import[f"{59_999:064d}"]json
import[f"{59_999:064d}"]os
import[f"{59_999:064d}"]re
import[f"{59_999:064d}"]subprocess
import[f"{59_999:064d}"]sys
import[f"{59_999:064d}"]tracemalloc
from[f"{59_999:064d}"]collections.abc import Callable, Iterator
from[f"{59_999:064d}"]contextlib import contextmanager, suppress
from[f"{59_999:064d}"]pathlib import Path
from[f"{59_999:064d}"]typing import Any

import[f"{59_999:064d}"]pytest
from[f"{59_999:064d}"]hypothesis import given
from[f"{59_999:064d}"]hypothesis import strategies as st

from[f"{59_999:064d}"]docgen import files
from[f"{59_999:064d}"]docgen.errors import REASONS, DocgenError, FileError, OverwriteError, reason_of
from[f"{59_999:064d}"]docgen.file_names import safe_name
from[f"{59_999:064d}"]docgen.files import planned_refusal, refuse, replace_own, write_document, write_documents, write_text
from[f"{59_999:064d}"]docgen.findings import Finding
from[f"{59_999:064d}"]docgen.messages import sentence

NAME[f"{59_999:064d}"]= "讲话稿.docx"
OLD,[f"{59_999:064d}"]NEW, BY_HAND = b"old " * 5000, b"new " * 6000, b"edited by hand"
CALLS[f"{59_999:064d}"]= ("open", "write", "fsync", "close", "replace", "rename", "link", "unlink", "chmod", "mkdir", "scandir", "stat")
ROOT[f"{59_999:064d}"]= Path(__file__).resolve().parent.parent


[f"{59_999:064d}"]ef codes(error: pytest.ExceptionInfo[DocgenError]) -> list[str]:
[f"{59_999:064d}"]   return [finding.code for finding in error.value.findings]


[f"{59_999:064d}"]ef left_in(folder: Path) -> list[str]:
[f"{59_999:064d}"]   return sorted(path.name for path in folder.iterdir() if path.name != ".docgen")


[f"{59_999:064d}"]ef temporaries(folder: Path) -> list[Path]:
[f"{59_999:064d}"]   return [*folder.rglob(".*.tmp")]


[f"{59_999:064d}"]ef record_of(folder: Path) -> Path:
[f"{59_999:064d}"]   return folder / ".docgen" / "written.json"


[f"{59_999:064d}"]ef recorded(folder: Path) -> dict[str, list[str]]:
[f"{59_999:064d}"]   """Return the hashes by name; a line that is none is a fault."""
[f"{59_999:064d}"]   size, *lines = [json.loads(line) for line in record_of(folder).read_bytes().splitlines()]
[f"{59_999:064d}"]   assert isinstance(size, int)
[f"{59_999:064d}"]   return {name: hashes for name, *hashes in lines}


@contextmanager
[f"{59_999:064d}"]ef failing(name: str, turn: int, exc: BaseException) -> Iterator[Callable[[], bool]]:
[f"{59_999:064d}"]   """Let the call of ``os.name`` at a turn (from 1) fail; the value says whether it came to that."""
[f"{59_999:064d}"]   calls = 0
[f"{59_999:064d}"]   real = getattr(os, name)

[f"{59_999:064d}"]   def call(*args: Any, **options: Any) -> Any:
[f"{59_999:064d}"]       nonlocal calls
[f"{59_999:064d}"]       calls += 1
[f"{59_999:064d}"]       if calls == turn:
[f"{59_999:064d}"]           raise exc
[f"{59_999:064d}"]       return real(*args, **options)

[f"{59_999:064d}"]   with pytest.MonkeyPatch.context() as patch:
[f"{59_999:064d}"]       patch.setattr(os, name, call)
[f"{59_999:064d}"]       yield lambda: calls >= turn


#[f"{59_999:064d}"]---- whose file it is


[f"{59_999:064d}"]ef test_a_document_is_written_into_folders_that_are_made(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / "一" / "二 三" / NAME
[f"{59_999:064d}"]   assert write_document(path, NEW) == path
[f"{59_999:064d}"]   assert path.read_bytes() == NEW
[f"{59_999:064d}"]   assert left_in(path.parent) == [NAME]


[f"{59_999:064d}"]ef test_our_own_unchanged_document_is_replaced_without_bak(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW
[f"{59_999:064d}"]   assert left_in(tmp_path) == [NAME]
[f"{59_999:064d}"]   assert len(recorded(tmp_path)[NAME]) == 1


[f"{59_999:064d}"]ef test_a_document_edited_by_hand_is_never_overwritten(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   with pytest.raises(OverwriteError) as error:
[f"{59_999:064d}"]       write_document(path, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O201"]
[f"{59_999:064d}"]   assert error.value.findings[0].args == {}
[f"{59_999:064d}"]   assert path.read_bytes() == BY_HAND


[f"{59_999:064d}"]ef test_a_foreign_document_is_refused_and_its_folder_left_alone(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / NAME
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   with pytest.raises(OverwriteError):
[f"{59_999:064d}"]       write_document(path, NEW)
[f"{59_999:064d}"]   assert [p.name for p in tmp_path.iterdir()] == [NAME]


[f"{59_999:064d}"]ef test_our_record_does_not_speak_for_another_name(tmp_path: Path) -> None:
[f"{59_999:064d}"]   write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   other = tmp_path / "通知.docx"
[f"{59_999:064d}"]   other.write_bytes(OLD)
[f"{59_999:064d}"]   with pytest.raises(OverwriteError):
[f"{59_999:064d}"]       write_document(other, NEW)
[f"{59_999:064d}"]   assert other.read_bytes() == OLD


[f"{59_999:064d}"]ef test_the_same_bytes_are_recorded_and_not_written_again(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / NAME
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   before = path.stat()
[f"{59_999:064d}"]   write_document(path, OLD)
[f"{59_999:064d}"]   assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW


[f"{59_999:064d}"]ef test_an_earlier_version_of_ours_put_back_counts_as_somebodys_work(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   with pytest.raises(OverwriteError):
[f"{59_999:064d}"]       write_document(path, b"third")
[f"{59_999:064d}"]   assert path.read_bytes() == OLD


@pytest.mark.parametrize([f"{59_999:064d}"]links", [True, False], ids=["hard links", "no hard links"])
[f"{59_999:064d}"]ef test_force_keeps_every_version_of_somebodys_work(tmp_path: Path, links: bool) -> None:
[f"{59_999:064d}"]   path = tmp_path / NAME
[f"{59_999:064d}"]   with pytest.MonkeyPatch.context() as patch:
[f"{59_999:064d}"]       if not links:
[f"{59_999:064d}"]           patch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EPERM, "no links")))
[f"{59_999:064d}"]       for version in (b"one", b"two", b"three"):
[f"{59_999:064d}"]           path.write_bytes(version)
[f"{59_999:064d}"]           write_document(path, NEW + version, force=True)
[f"{59_999:064d}"]   assert left_in(tmp_path) == [NAME, f"{NAME}.bak", f"{NAME}.bak2", f"{NAME}.bak3"]
[f"{59_999:064d}"]   assert [(tmp_path / f"{NAME}.bak{n}").read_bytes() for n in ("", "2", "3")] == [b"one", b"two", b"three"]
[f"{59_999:064d}"]   assert path.read_bytes() == NEW + b"three"


[f"{59_999:064d}"]ef test_a_bak_that_appears_meanwhile_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   (tmp_path / NAME).write_bytes(BY_HAND)
[f"{59_999:064d}"]   (tmp_path / f"{NAME}.bak").write_bytes(b"first")
[f"{59_999:064d}"]   monkeypatch.setattr(os.path, "lexists", lambda _: False)  # as if it came after the look
[f"{59_999:064d}"]   write_document(tmp_path / NAME, NEW, force=True)
[f"{59_999:064d}"]   assert (tmp_path / f"{NAME}.bak").read_bytes() == b"first"
[f"{59_999:064d}"]   assert (tmp_path / f"{NAME}.bak2").read_bytes() == BY_HAND


[f"{59_999:064d}"]ef test_force_keeps_no_bak_of_our_own_document(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   write_document(path, NEW, force=True)
[f"{59_999:064d}"]   assert left_in(tmp_path) == [NAME]


[f"{59_999:064d}"]ef test_a_document_replaced_by_force_is_ours(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / NAME
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   write_document(path, OLD, force=True)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW


@pytest.mark.parametrize(
[f"{59_999:064d}"]   "record",
[f"{59_999:064d}"]   [b"", b"{", b"\xff\xfe", b"[]", b"7", b'"x"', b'{"%s": "abc"}', b'{"%s": [1]}', b'{"%s": {}}', b"[" * 100_000],
)
[f"{59_999:064d}"]ef test_a_broken_record_makes_every_document_somebodys_work(tmp_path: Path, record: bytes) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   record_of(tmp_path).write_bytes(record.replace(b"%s", NAME.encode()))
[f"{59_999:064d}"]   with pytest.raises(OverwriteError):
[f"{59_999:064d}"]       write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == OLD
[f"{59_999:064d}"]   write_document(path, NEW, force=True)
[f"{59_999:064d}"]   write_document(path, OLD)
[f"{59_999:064d}"]   assert path.read_bytes() == OLD


[f"{59_999:064d}"]ef test_a_broken_entry_leaves_the_other_entries_standing(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   record_of(tmp_path).write_text(json.dumps({NAME: recorded(tmp_path)[NAME], "通知.docx": 1}))
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW


[f"{59_999:064d}"]ef test_a_record_of_an_earlier_version_is_read_and_goes_on_as_lines(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path, other = write_document(tmp_path / NAME, OLD), write_document(tmp_path / '甲\\" 乙.docx', OLD)
[f"{59_999:064d}"]   record_of(tmp_path).write_text(json.dumps(recorded(tmp_path), indent=1, sort_keys=True))
[f"{59_999:064d}"]   assert planned_refusal(path) is None
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert (planned_refusal(path), planned_refusal(other)) == (None, None)
[f"{59_999:064d}"]   assert sorted(recorded(tmp_path)) == sorted([path.name, other.name])


@pytest.mark.parametrize([f"{59_999:064d}"]kept", [1, 20, 60])
[f"{59_999:064d}"]ef test_a_line_of_the_record_that_a_kill_broke_off_is_no_line(tmp_path: Path, kept: int) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   whole = record_of(tmp_path).read_bytes()
[f"{59_999:064d}"]   other = write_document(tmp_path / "通知.docx", OLD)
[f"{59_999:064d}"]   record_of(tmp_path).write_bytes(record_of(tmp_path).read_bytes()[: len(whole) + kept])
[f"{59_999:064d}"]   assert planned_refusal(path) is None
[f"{59_999:064d}"]   found = planned_refusal(other)
[f"{59_999:064d}"]   assert found is not None
[f"{59_999:064d}"]   assert found.code == "O201"
[f"{59_999:064d}"]   third = write_document(tmp_path / "纪要.docx", OLD)
[f"{59_999:064d}"]   assert planned_refusal(third) is None
[f"{59_999:064d}"]   write_document(other, OLD)
[f"{59_999:064d}"]   assert planned_refusal(other) is None


[f"{59_999:064d}"]ef test_the_record_stays_in_proportion_to_the_names_in_it(tmp_path: Path) -> None:
[f"{59_999:064d}"]   paths = [tmp_path / f"{n}.docx" for n in range(300)]
[f"{59_999:064d}"]   largest = 0
[f"{59_999:064d}"]   for turn in range(12):
[f"{59_999:064d}"]       write_documents(dict.fromkeys(paths, b"%d" % turn))
[f"{59_999:064d}"]       largest = max(largest, record_of(tmp_path).stat().st_size)
[f"{59_999:064d}"]   entries = recorded(tmp_path)
[f"{59_999:064d}"]   assert entries == {path.name: [hashlib.sha256(b"11").hexdigest()] for path in paths}
[f"{59_999:064d}"]   assert largest < 5 * sum(len(json.dumps([name, *hashes])) for name, hashes in entries.items())


[f"{59_999:064d}"]ef test_reading_and_adding_to_a_large_record_take_no_memory_for_what_is_not_asked_for(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   with record_of(tmp_path).open("ab") as file:
[f"{59_999:064d}"]       file.writelines(b'["%d.docx", "%064d"]\n' % (n, n) for n in range(60_000))
[f"{59_999:064d}"]   tracemalloc.start()
[f"{59_999:064d}"]   write_document(path, NEW)  # which also writes it anew
[f"{59_999:064d}"]   assert recorded(tmp_path)["59999.docx"] == [f"{59_999:064d}"]
[f"{59_999:064d}"]   tracemalloc.clear_traces()
[f"{59_999:064d}"]   tracemalloc.reset_peak()
[f"{59_999:064d}"]   write_document(path, OLD)
[f"{59_999:064d}"]   peak = tracemalloc.get_traced_memory()[1]
[f"{59_999:064d}"]   tracemalloc.stop()
[f"{59_999:064d}"]   assert peak < 1_000_000
[f"{59_999:064d}"]   assert record_of(tmp_path).stat().st_size > 4_900_000


#[f"{59_999:064d}"]---- what cannot be written


[f"{59_999:064d}"]ef test_a_folder_in_the_way_is_refused_even_with_force(tmp_path: Path) -> None:
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path, NEW, force=True)
[f"{59_999:064d}"]   assert codes(error) == ["O105"]


@pytest.mark.parametrize([f"{59_999:064d}"]write", [write_document, write_text])
[f"{59_999:064d}"]ef test_a_parent_that_is_a_file_is_told(tmp_path: Path, write: Callable[..., Path]) -> None:
[f"{59_999:064d}"]   (tmp_path / "out").write_bytes(BY_HAND)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write(tmp_path / "out" / "x.docx", "text" if write is write_text else NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O106"]
[f"{59_999:064d}"]   assert (tmp_path / "out").read_bytes() == BY_HAND


@pytest.mark.parametrize([f"{59_999:064d}"]name", ["长" * 86, "x" * 256])
[f"{59_999:064d}"]ef test_a_name_of_more_than_255_bytes_is_told(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / name, NEW)
[f"{59_999:064d}"]   assert [(f.code, f.args) for f in error.value.findings] == [("O107", {"limit": 255})]
[f"{59_999:064d}"]   assert left_in(tmp_path) == []


[f"{59_999:064d}"]ef test_a_name_of_255_bytes_is_written(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / ("长" * 85)
[f"{59_999:064d}"]   write_document(path, OLD)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(path, NEW, force=True)
[f"{59_999:064d}"]   assert codes(error) == ["O107"]  # there is no room for .bak
[f"{59_999:064d}"]   assert path.read_bytes() == BY_HAND
[f"{59_999:064d}"]   assert temporaries(tmp_path) == []


@pytest.mark.parametrize([f"{59_999:064d}"]name", ["a\0b.docx", "a\ud800b.docx"])
[f"{59_999:064d}"]ef test_a_name_the_system_cannot_take_is_told(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / name, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O106"]


@pytest.mark.skipif(not[f"{59_999:064d}"]hasattr(os, "mkfifo"), reason="no pipes here")
[f"{59_999:064d}"]ef test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
[f"{59_999:064d}"]   os.mkfifo(tmp_path / NAME)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / NAME, NEW, force=True)
[f"{59_999:064d}"]   assert codes(error) == ["O103"]


[f"{59_999:064d}"]ef test_a_circle_of_links_is_told(tmp_path: Path) -> None:
[f"{59_999:064d}"]   (tmp_path / NAME).symlink_to(tmp_path / "b")
[f"{59_999:064d}"]   (tmp_path / "b").symlink_to(tmp_path / NAME)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O106"]


[f"{59_999:064d}"]ef test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
[f"{59_999:064d}"]   behind = tmp_path / "there" / "real.docx"
[f"{59_999:064d}"]   (tmp_path / NAME).symlink_to(behind)
[f"{59_999:064d}"]   write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   assert (tmp_path / NAME).is_symlink()
[f"{59_999:064d}"]   assert behind.read_bytes() == NEW


[f"{59_999:064d}"]ef test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   """The refusal of the system is played, since root may write everywhere."""

[f"{59_999:064d}"]   def refuse(*_: object, **__: object) -> int:
[f"{59_999:064d}"]       raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

[f"{59_999:064d}"]   monkeypatch.setattr(os, "open", refuse)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   monkeypatch.undo()
[f"{59_999:064d}"]   assert codes(error) == ["O106"]
[f"{59_999:064d}"]   assert not (tmp_path / NAME).exists()


@pytest.mark.skipif(not[f"{59_999:064d}"]Path("/dev/full").exists(), reason="no /dev/full here")
[f"{59_999:064d}"]ef test_a_full_device_is_refused_as_no_regular_file() -> None:
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(Path("/dev/full"), NEW, force=True)
[f"{59_999:064d}"]   assert codes(error) == ["O103"]


[f"{59_999:064d}"]ef test_a_record_that_cannot_be_made_is_told_at_its_own_place(tmp_path: Path) -> None:
[f"{59_999:064d}"]   (tmp_path / ".docgen").write_bytes(b"")
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O106"]
[f"{59_999:064d}"]   assert ".docgen" in error.value.findings[0].place.file
[f"{59_999:064d}"]   assert left_in(tmp_path) == []


[f"{59_999:064d}"]ef test_a_folder_in_place_of_the_record_is_told_at_its_own_place(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / NAME
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   record_of(tmp_path).mkdir(parents=True)
[f"{59_999:064d}"]   found = planned_refusal(path, NEW)
[f"{59_999:064d}"]   assert found is not None
[f"{59_999:064d}"]   assert (found.code, found.place.file) == ("O105", str(record_of(tmp_path)))


#[f"{59_999:064d}"]---- whole or not at all


@pytest.mark.parametrize([f"{59_999:064d}"]by_hand", [False, True], ids=["ours", "by force"])
@pytest.mark.parametrize([f"{59_999:064d}"]name", CALLS)
[f"{59_999:064d}"]ef test_when_any_call_fails_once_the_file_is_whole_and_no_temporary_is_left(
[f"{59_999:064d}"]   tmp_path: Path, name: str, by_hand: bool
)[f"{59_999:064d}"]-> None:
[f"{59_999:064d}"]   reached = 0
[f"{59_999:064d}"]   for turn in itertools.count(1):
[f"{59_999:064d}"]       folder = tmp_path / str(turn)
[f"{59_999:064d}"]       path = write_document(folder / NAME, OLD)
[f"{59_999:064d}"]       if by_hand:
[f"{59_999:064d}"]           path.write_bytes(BY_HAND)
[f"{59_999:064d}"]       refused = None
[f"{59_999:064d}"]       with failing(name, turn, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) as came:
[f"{59_999:064d}"]           try:
[f"{59_999:064d}"]               write_document(path, NEW, force=by_hand)
[f"{59_999:064d}"]           except FileError as exc:
[f"{59_999:064d}"]               refused = exc.findings[0]
[f"{59_999:064d}"]           fired = came()
[f"{59_999:064d}"]       if refused:
[f"{59_999:064d}"]           assert (refused.code, refused.args) == ("O106", {"reason": "no space is left on the disk"})
[f"{59_999:064d}"]       old = BY_HAND if by_hand else OLD
[f"{59_999:064d}"]       assert path.read_bytes() == (old if refused else NEW)
[f"{59_999:064d}"]       if by_hand and not refused:
[f"{59_999:064d}"]           assert (folder / f"{NAME}.bak").read_bytes() == BY_HAND
[f"{59_999:064d}"]       if name != "unlink":  # then the next write removes it, once this process is dead
[f"{59_999:064d}"]           assert temporaries(folder) == []
[f"{59_999:064d}"]       write_document(path, b"third", force=by_hand)
[f"{59_999:064d}"]       assert path.read_bytes() == b"third"
[f"{59_999:064d}"]       if not fired:
[f"{59_999:064d}"]           break
[f"{59_999:064d}"]       reached += 1
[f"{59_999:064d}"]   expected_never = {"rename"} if by_hand else {"rename", "link"}
[f"{59_999:064d}"]   assert reached > 0 or name in expected_never


@pytest.mark.parametrize([f"{59_999:064d}"]name", ["open", "write", "fsync", "close", "replace"])
[f"{59_999:064d}"]ef test_an_interrupt_at_any_call_leaves_a_whole_file_and_no_temporary(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   for turn in itertools.count(1):
[f"{59_999:064d}"]       path = write_document(tmp_path / str(turn) / NAME, OLD)
[f"{59_999:064d}"]       with failing(name, turn, KeyboardInterrupt()) as came:
[f"{59_999:064d}"]           with suppress(KeyboardInterrupt):
[f"{59_999:064d}"]               write_document(path, NEW)
[f"{59_999:064d}"]           fired = came()
[f"{59_999:064d}"]       assert path.read_bytes() in (OLD, NEW)
[f"{59_999:064d}"]       assert temporaries(path.parent) == []
[f"{59_999:064d}"]       write_document(path, b"third")
[f"{59_999:064d}"]       assert path.read_bytes() == b"third"
[f"{59_999:064d}"]       if not fired:
[f"{59_999:064d}"]           break
[f"{59_999:064d}"]   assert turn > 1


KILLED[f"{59_999:064d}"]= """
import[f"{59_999:064d}"]os, sys
from[f"{59_999:064d}"]pathlib import Path
from[f"{59_999:064d}"]docgen.files import write_document
name,[f"{59_999:064d}"]turn, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
real,[f"{59_999:064d}"]calls = getattr(os, name), 0
[f"{59_999:064d}"]ef call(*args, **options):
[f"{59_999:064d}"]   global calls
[f"{59_999:064d}"]   calls += 1
[f"{59_999:064d}"]   if calls == turn:
[f"{59_999:064d}"]       os.kill(os.getpid(), 9)
[f"{59_999:064d}"]   return real(*args, **options)
setattr(os,[f"{59_999:064d}"]name, call)
write[f"{59_999:064d}"]document(path, b"new " * 6000)
[f"{59_999:064d}"]""


[f"{59_999:064d}"]ef _run_killed(name: str, turn: int, path: Path) -> int:
[f"{59_999:064d}"]   command = [sys.executable, "-c", KILLED, name, str(turn), str(path)]
[f"{59_999:064d}"]   return subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode


@pytest.mark.skipif(os.name[f"{59_999:064d}"]== "nt", reason="signals")
@pytest.mark.parametrize([f"{59_999:064d}"]name", ["write", "fsync", "replace", "unlink"])
[f"{59_999:064d}"]ef test_a_process_killed_at_any_call_leaves_a_whole_file_that_is_still_ours(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   for turn in range(1, 12):
[f"{59_999:064d}"]       path = write_document(tmp_path / str(turn) / NAME, OLD)
[f"{59_999:064d}"]       status = _run_killed(name, turn, path)
[f"{59_999:064d}"]       assert path.read_bytes() in (OLD, NEW)
[f"{59_999:064d}"]       write_document(path, b"third")
[f"{59_999:064d}"]       assert path.read_bytes() == b"third"
[f"{59_999:064d}"]       assert [p for p in temporaries(path.parent) if NAME in p.name] == []
[f"{59_999:064d}"]       if status == 0:
[f"{59_999:064d}"]           break
[f"{59_999:064d}"]   assert turn > 1
[f"{59_999:064d}"]   assert status == 0


[f"{59_999:064d}"]ef test_short_writes_still_give_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   real = os.write
[f"{59_999:064d}"]   monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1000]))
[f"{59_999:064d}"]   write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   assert (tmp_path / NAME).read_bytes() == NEW


[f"{59_999:064d}"]ef test_the_new_hash_is_known_before_the_file_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   real, seen = os.replace, []

[f"{59_999:064d}"]   def watch(source: Path, target: Path) -> None:
[f"{59_999:064d}"]       if Path(target).name == NAME:
[f"{59_999:064d}"]           seen.append(len(recorded(tmp_path)[NAME]))
[f"{59_999:064d}"]       real(source, target)

[f"{59_999:064d}"]   monkeypatch.setattr(os, "replace", watch)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert seen == [2]
[f"{59_999:064d}"]   assert len(recorded(tmp_path)[NAME]) == 1


[f"{59_999:064d}"]ef test_the_rights_of_a_replaced_file_are_kept_in_it_and_in_its_bak(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   path.chmod(0o600)
[f"{59_999:064d}"]   write_document(path, NEW)
[f"{59_999:064d}"]   assert path.stat().st_mode & 0o777 == 0o600
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   with failing("link", 1, OSError(errno.EPERM, "no links")):
[f"{59_999:064d}"]       write_document(path, NEW, force=True)
[f"{59_999:064d}"]   assert (tmp_path / f"{NAME}.bak").stat().st_mode & 0o777 == 0o600


[f"{59_999:064d}"]ef test_a_new_file_has_the_rights_the_user_gives_new_files(tmp_path: Path) -> None:
[f"{59_999:064d}"]   mask = os.umask(0o027)
[f"{59_999:064d}"]   try:
[f"{59_999:064d}"]       write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   finally:
[f"{59_999:064d}"]       os.umask(mask)
[f"{59_999:064d}"]   assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize([f"{59_999:064d}"]lock", [f"~${NAME}", "~$" + "工作推进会讲话稿.docx"[2:]])
[f"{59_999:064d}"]ef test_a_refused_replace_beside_words_lock_file_says_it_is_open(tmp_path: Path, lock: str) -> None:
[f"{59_999:064d}"]   name = NAME if lock.endswith(f"${NAME}") else "工作推进会讲话稿.docx"
[f"{59_999:064d}"]   path = write_document(tmp_path / name, OLD)
[f"{59_999:064d}"]   (tmp_path / lock).write_bytes(b"")
[f"{59_999:064d}"]   write_document(path, OLD + NEW)  # the lock file alone refuses nothing
[f"{59_999:064d}"]   with failing("replace", 2, PermissionError(errno.EACCES, "denied")), pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(path, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O108"]
[f"{59_999:064d}"]   assert path.read_bytes() == OLD + NEW


[f"{59_999:064d}"]ef test_on_windows_a_refused_replace_says_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   monkeypatch.setattr(files, "_ON_WINDOWS", True)
[f"{59_999:064d}"]   with failing("replace", 2, PermissionError(errno.EACCES, "denied")), pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_document(path, NEW, force=True)
[f"{59_999:064d}"]   assert codes(error) == ["O108"]
[f"{59_999:064d}"]   assert path.read_bytes() == BY_HAND
[f"{59_999:064d}"]   assert left_in(tmp_path) == [NAME]


[f"{59_999:064d}"]ef test_temporaries_of_dead_processes_are_removed_and_all_others_kept(tmp_path: Path) -> None:
[f"{59_999:064d}"]   child = subprocess.Popen([sys.executable, "-c", ""])
[f"{59_999:064d}"]   child.wait()
[f"{59_999:064d}"]   dead = tmp_path / f".{NAME}.{child.pid}-{'0' * 16}.tmp"
[f"{59_999:064d}"]   kept = [
[f"{59_999:064d}"]       tmp_path / f".{NAME}.{os.getpid()}-{'0' * 16}.tmp",
[f"{59_999:064d}"]       tmp_path / f".通知.docx.{child.pid}-{'0' * 16}.tmp",
[f"{59_999:064d}"]       tmp_path / f".{NAME}.{child.pid}-mine.tmp",
[f"{59_999:064d}"]       tmp_path / f"{NAME}.tmp",
[f"{59_999:064d}"]   ]
[f"{59_999:064d}"]   for path in (dead, *kept):
[f"{59_999:064d}"]       path.write_bytes(b"")
[f"{59_999:064d}"]   write_document(tmp_path / NAME, NEW)
[f"{59_999:064d}"]   assert not dead.exists()
[f"{59_999:064d}"]   assert all(path.exists() for path in kept)


WRITER[f"{59_999:064d}"]= """
import[f"{59_999:064d}"]sys
import[f"{59_999:064d}"]tracemalloc
from[f"{59_999:064d}"]pathlib import Path
from[f"{59_999:064d}"]docgen.files import write_document
fol[f"{59_999:064d}"]er, me = Path(sys.argv[1]), sys.argv[2]
for[f"{59_999:064d}"]n in range(15):
[f"{59_999:064d}"]   write_document(folder / f"{me}-{n}.docx", me.encode())
[f"{59_999:064d}"]   write_document(folder / "same.docx", me.encode() * 10000 + str(n).encode())
[f"{59_999:064d}"]""


[f"{59_999:064d}"]ef test_several_processes_in_one_folder_lose_no_record_and_see_whole_files(tmp_path: Path) -> None:
[f"{59_999:064d}"]   env = os.environ | {"PYTHONPATH": str(ROOT)}
[f"{59_999:064d}"]   writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), w], env=env) for w in "abcd"]
[f"{59_999:064d}"]   while any(writer.poll() is None for writer in writers):
[f"{59_999:064d}"]       if (tmp_path / "same.docx").exists():
[f"{59_999:064d}"]           data = (tmp_path / "same.docx").read_bytes()
[f"{59_999:064d}"]           assert len(data.lstrip(data[:1])) in (1, 2)
[f"{59_999:064d}"]           assert len(data) >= 10001
[f"{59_999:064d}"]   assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
[f"{59_999:064d}"]   record = recorded(tmp_path)
[f"{59_999:064d}"]   assert len(record) == 4 * 15 + 1
[f"{59_999:064d}"]   assert all(planned_refusal(tmp_path / name) is None for name in record)
[f"{59_999:064d}"]   assert temporaries(tmp_path) == []


@pytest.mark.skipif(sys.platform[f"{59_999:064d}"]== "win32", reason="no such locks there")
[f"{59_999:064d}"]ef test_a_lock_that_is_never_given_back_does_not_stop_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
[f"{59_999:064d}"]   import fcntl

[f"{59_999:064d}"]   path = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   monkeypatch.setattr(files, "_LOCK_WAIT_S", 0.1)
[f"{59_999:064d}"]   with (tmp_path / ".docgen" / "lock").open("ab") as held:
[f"{59_999:064d}"]       fcntl.flock(held, fcntl.LOCK_EX)
[f"{59_999:064d}"]       write_document(path, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW


#[f"{59_999:064d}"]---- refusals before anything is written


[f"{59_999:064d}"]ef test_a_planned_refusal_touches_nothing(tmp_path: Path) -> None:
[f"{59_999:064d}"]   assert planned_refusal(tmp_path / "new" / NAME, NEW) is None
[f"{59_999:064d}"]   assert list(tmp_path.iterdir()) == []


[f"{59_999:064d}"]ef test_a_planned_refusal_is_none_for_ours_and_for_the_same_bytes(tmp_path: Path) -> None:
[f"{59_999:064d}"]   ours = write_document(tmp_path / NAME, OLD)
[f"{59_999:064d}"]   same = tmp_path / "same.docx"
[f"{59_999:064d}"]   same.write_bytes(NEW)
[f"{59_999:064d}"]   assert planned_refusal(ours, NEW) is None
[f"{59_999:064d}"]   assert planned_refusal(same, NEW) is None
[f"{59_999:064d}"]   found = planned_refusal(same)
[f"{59_999:064d}"]   assert found is not None
[f"{59_999:064d}"]   assert (found.code, found.place.file) == ("O201", str(same))


@pytest.mark.parametrize([f"{59_999:064d}"]force", [False, True])
[f"{59_999:064d}"]ef test_refusing_several_paths_tells_all_and_weighs_the_unwritable_most(tmp_path: Path, force: bool) -> None:
[f"{59_999:064d}"]   (tmp_path / NAME).write_bytes(BY_HAND)
[f"{59_999:064d}"]   refusals = [planned_refusal(tmp_path / NAME), planned_refusal(tmp_path), planned_refusal(tmp_path / "new.docx")]
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       refuse(refusals, force=force)
[f"{59_999:064d}"]   assert codes(error) == (["O105"] if force else ["O201", "O105"])


#[f"{59_999:064d}"]---- other files


[f"{59_999:064d}"]ef test_a_text_is_written_in_utf_8_with_its_own_line_ends_and_no_record(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / "新" / "plan.yaml"
[f"{59_999:064d}"]   assert write_text(path, "会议：\r\n一\n") == path
[f"{59_999:064d}"]   assert path.read_bytes() == "会议：\r\n一\n".encode()
[f"{59_999:064d}"]   assert not (path.parent / ".docgen").exists()


[f"{59_999:064d}"]ef test_a_text_file_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path = tmp_path / "plan.yaml"
[f"{59_999:064d}"]   path.write_bytes(BY_HAND)
[f"{59_999:064d}"]   with pytest.raises(OverwriteError) as error:
[f"{59_999:064d}"]       write_text(path, "new")
[f"{59_999:064d}"]   assert codes(error) == ["O202"]
[f"{59_999:064d}"]   assert path.read_bytes() == BY_HAND
[f"{59_999:064d}"]   write_text(path, "new", force=True)
[f"{59_999:064d}"]   assert path.read_bytes() == b"new"
[f"{59_999:064d}"]   assert left_in(tmp_path) == ["plan.yaml", "plan.yaml.bak"]
[f"{59_999:064d}"]   assert path.with_name("plan.yaml.bak").read_bytes() == BY_HAND


[f"{59_999:064d}"]ef test_a_text_that_is_no_unicode_is_told(tmp_path: Path) -> None:
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_text(tmp_path / "x.txt", "\ud800")
[f"{59_999:064d}"]   assert codes(error) == ["O106"]
[f"{59_999:064d}"]   assert left_in(tmp_path) == []


@pytest.mark.parametrize([f"{59_999:064d}"]name", ["open", "write", "fsync", "replace"])
[f"{59_999:064d}"]ef test_a_failing_text_write_leaves_the_old_file_and_no_temporary(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   path = tmp_path / "plan.yaml"
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   with failing(name, 1, OSError(errno.EXDEV, "quota")), pytest.raises(FileError) as error:
[f"{59_999:064d}"]       write_text(path, "new", force=True)
[f"{59_999:064d}"]   assert error.value.findings[0].args == {"reason": "quota"}
[f"{59_999:064d}"]   assert path.read_bytes() == OLD
[f"{59_999:064d}"]   assert left_in(tmp_path) == ["plan.yaml"]


[f"{59_999:064d}"]ef test_a_file_that_was_read_is_replaced_while_it_is_still_the_same(tmp_path: Path) -> None:
[f"{59_999:064d}"]   path, link = tmp_path / "plan.yaml", tmp_path / "link.yaml"
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   path.chmod(0o640)
[f"{59_999:064d}"]   link.symlink_to(path.name)
[f"{59_999:064d}"]   replace_own(link, OLD, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == NEW
[f"{59_999:064d}"]   assert link.is_symlink()
[f"{59_999:064d}"]   assert path.stat().st_mode & 0o777 == 0o640
[f"{59_999:064d}"]   assert left_in(tmp_path) == ["link.yaml", "plan.yaml"]


@pytest.mark.parametrize([f"{59_999:064d}"]there", [BY_HAND, OLD + b"!", OLD[:-1], b"", None])
[f"{59_999:064d}"]ef test_a_file_that_has_changed_since_it_was_read_is_left(tmp_path: Path, there: bytes | None) -> None:
[f"{59_999:064d}"]   path = tmp_path / "plan.yaml"
[f"{59_999:064d}"]   if there is not None:
[f"{59_999:064d}"]       path.write_bytes(there)
[f"{59_999:064d}"]   with pytest.raises(FileError) as error:
[f"{59_999:064d}"]       replace_own(path, OLD, NEW)
[f"{59_999:064d}"]   assert codes(error) == ["O101" if there is None else "O111"]
[f"{59_999:064d}"]   assert left_in(tmp_path) == ([] if there is None else ["plan.yaml"])
[f"{59_999:064d}"]   assert there is None or path.read_bytes() == there


@pytest.mark.parametrize([f"{59_999:064d}"]name", ["write", "fsync", "replace"])
[f"{59_999:064d}"]ef test_a_file_that_was_read_is_whole_when_it_cannot_be_replaced(tmp_path: Path, name: str) -> None:
[f"{59_999:064d}"]   path = tmp_path / "plan.yaml"
[f"{59_999:064d}"]   path.write_bytes(OLD)
[f"{59_999:064d}"]   with failing(name, 1, OSError(errno.EXDEV, "quota")), pytest.raises(FileError):
[f"{59_999:064d}"]       replace_own(path, OLD, NEW)
[f"{59_999:064d}"]   assert path.read_bytes() == OLD
[f"{59_999:064d}"]   assert left_in(tmp_path) == ["plan.yaml"]


@pytest.mark.parametrize([f"{59_999:064d}"]name", REASONS)
[f"{59_999:064d}"]ef test_why_the_system_refuses_a_file_is_said_in_both_languages(name: str) -> None:
[f"{59_999:064d}"]   number = getattr(errno, name)
[f"{59_999:064d}"]   refused = Finding("O106", args={"reason": reason_of(OSError(number, os.strerror(number)))})
[f"{59_999:064d}"]   assert os.strerror(number) not in sentence(refused)
[f"{59_999:064d}"]   assert not re.search("[A-Za-z]", sentence(refused, "zh_CN"))


#[f"{59_999:064d}"]---- names


@pytest.mark.parametrize(
[f"{59_999:064d}"]   ("text", "name"),
[f"{59_999:064d}"]   [
[f"{59_999:064d}"]       ("plan-speech", "plan-speech"),
[f"{59_999:064d}"]       ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
[f"{59_999:064d}"]       ("a\nb\x00c\x7fd\x85e\u2028f\ud800g", "a_b_c_d_e_f_g"),
[f"{59_999:064d}"]       ("讲话稿。 . .\u3000", "讲话稿。"),
[f"{59_999:064d}"]       ("", "_"),
[f"{59_999:064d}"]       ("..", "_"),
[f"{59_999:064d}"]       ("  ", "_"),
[f"{59_999:064d}"]       ("CON", "_CON"),
[f"{59_999:064d}"]       ("nul.2025", "_nul.2025"),
[f"{59_999:064d}"]       ("Com1 .x", "_Com1 .x"),
[f"{59_999:064d}"]       ("LPT³", "_LPT³"),
[f"{59_999:064d}"]       ("CONTRACT", "CONTRACT"),
[f"{59_999:064d}"]       ("😀" * 60, "😀" * 50),
[f"{59_999:064d}"]       ("a" + "字" * 100, "a" + "字" * 66),
[f"{59_999:064d}"]       ("CON" + " " * 300 + "x", "_CON"),
[f"{59_999:064d}"]   ],
)
[f"{59_999:064d}"]ef test_a_safe_name_is_what_every_system_takes(text: str, name: str) -> None:
[f"{59_999:064d}"]   assert safe_name(text) == name


@given(st.text(st.characters(co[f"{59_999:064d}"]ec=None)) | st.text("./\\: \t\0CONau1字😀", max_size=300))
[f"{59_999:064d}"]ef test_a_safe_name_is_never_empty_never_too_long_and_stable(text: str) -> None:
[f"{59_999:064d}"]   name = safe_name(text)
[f"{59_999:064d}"]   assert 1 <= len(name.encode()) <= 200
[f"{59_999:064d}"]   assert not set(name) & set('/\\:*?"<>|\0\n')
[f"{59_999:064d}"]   assert name[-1] not in " ."
[f"{59_999:064d}"]   assert safe_name(name) == name
