"""A disk that fails at the nth write, for every n: old or new files, no rest, our message, and the next run completes."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from workbooks import Returned

import docgen
from docgen.cli import main
from docgen.package import parts_of, write_docx

PLAN = """\
tasks:
  - text: 修好路面。
    measures:
      - {text: 修补路面, lead_unit: 交通局, deadline: 2026-05-31, status: STATUS}
speech: {title: 修好回家的路, closing: CLOSING}
notice:
  issuing_authority: 县政府办公室
  title: [关于修路的通知]
  date_of_issue: 2026-04-13
"""
CALLS = (
    "open write fsync fdatasync replace rename link symlink unlink remove rmdir mkdir chmod fchmod chown truncate ftruncate "
    "utime sendfile copy_file_range".split()
)
STAYS_FULL = ("open", "write", "fsync", "mkdir", "link")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
AUDITED = {"os.rename": ("replace", "rename"), "os.remove": ("unlink", "remove"), "os.link": ("link",), "os.mkdir": ("mkdir",),
           "os.chmod": ("chmod", "fchmod"), "os.symlink": ("symlink",), "os.rmdir": ("rmdir",), "os.truncate": ("truncate", "ftruncate"),
           "os.utime": ("utime",), "os.chown": ("chown",)}  # fmt: skip
_heard: list[str] | None = None


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if _heard is None:
        return
    if event in AUDITED:
        _heard.append(event)
    elif event == "open" and (args[2] or 0) & WRITES:
        _heard.append("open")


sys.addaudithook(_hear)


# ---- a disk that fails


@dataclass
class Disk:
    """What changes files is counted, and one call of it fails, or all from that one on."""

    turn: int
    number: int = errno.ENOSPC
    lasting: bool = False
    calls: list[str] = field(default_factory=list)

    def failed(self) -> str:
        """Return the call that failed; ``""`` when it did not come to that."""
        return self.calls[self.turn - 1] if 0 < self.turn <= len(self.calls) else ""

    def counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if not _changes(name, args, options):
                return real(*args, **options)
            self.calls.append(name)
            if len(self.calls) == self.turn or (
                self.lasting and len(self.calls) > self.turn > 0 and name in STAYS_FULL
            ):
                if name == "write":
                    real(args[0], args[1][: len(args[1]) // 2])
                raise OSError(self.number, os.strerror(self.number))
            return real(*args, **options)

        return call


def _changes(name: str, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    if name == "io.open":
        return bool(set("wax+") & set(options.get("mode", args[1] if len(args) > 1 else "r")))
    if name == "open":
        return bool(options.get("flags", args[1] if len(args) > 1 else 0) & WRITES)
    return True


@contextmanager
def failing(disk: Disk) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, disk.counted(name, getattr(os, name)))
        patch.setattr(io, "open", disk.counted("io.open", io.open))
        yield


# ---- what is tried


@dataclass
class Case:
    """A command on a folder: how it is laid out, what is run, and the files that it makes or changes."""

    lay_out: Callable[[Path], None]
    command: list[str]
    made: tuple[str, ...]


def plan_file(folder: Path, closing: str = "散会。", status: str = "推进中") -> None:
    (folder / "plan.yaml").write_text(PLAN.replace("CLOSING", closing).replace("STATUS", status), encoding="utf-8")


def in_folder(folder: Path, command: list[str]) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return main(["--lang", "en", *command])


def bare(folder: Path) -> None:
    plan_file(folder)


def built(folder: Path) -> None:
    plan_file(folder, "老话。")
    assert in_folder(folder, ["build", "plan.yaml"]) == 0
    plan_file(folder)


def edited(folder: Path) -> None:
    built(folder)
    (folder / "plan-speech.docx").write_bytes(b"by hand")


def old_ledger(folder: Path) -> None:
    plan_file(folder, status="未启动")
    assert in_folder(folder, ["ledger", "plan.yaml"]) == 0
    plan_file(folder)


def narrow(folder: Path) -> None:
    parts = parts_of(docgen.build({"speech": {"title": "修好回家的路", "closing": "散会"}}, "speech").data)
    parts["word/document.xml"] = re.sub(rb'w:top="[0-9]+"', b'w:top="1000"', parts["word/document.xml"])
    (folder / "narrow.docx").write_bytes(write_docx(parts))


def returned(folder: Path) -> None:
    plan_file(folder)
    Returned(docgen.ledger(folder / "plan.yaml").data).put(1, "状态", "已完成").save(folder / "back.xlsx")


CASES = {
    "build": Case(built, ["build", "plan.yaml"], ("plan-speech.docx", "plan-notice.docx")),
    "build into a new folder": Case(bare, ["build", "plan.yaml", "-o", "a/b", "--kind", "speech"], ("a/b/plan-speech.docx",)),
    "build by force": Case(edited, ["build", "plan.yaml", "--force"], ("plan-speech.docx", "plan-notice.docx")),
    "ledger": Case(old_ledger, ["ledger", "plan.yaml", "--as-of", "2026-05-01"], ("plan-ledger.xlsx",)),
    "ledger --update": Case(returned, ["ledger", "plan.yaml", "--update", "back.xlsx"], ("plan.yaml",)),
    "new": Case(bare, ["new", "other.yaml"], ("other.yaml",)),
    "check --fix": Case(narrow, ["check", "narrow.docx", "--fix", "fixed.docx"], ("fixed.docx",)),
}  # fmt: skip


def contents(folder: Path, names: tuple[str, ...]) -> dict[str, bytes | None]:
    return {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in names}


def temporaries(folder: Path) -> list[Path]:
    return [*folder.rglob(".*.tmp")]


def others(folder: Path, case: Case) -> set[str]:
    """Return the files that a command does not make."""
    every = {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and ".docgen" not in path.parts
    }
    return every - set(case.made)


def expected(folder: Path, case: Case) -> tuple[dict[str, bytes | None], dict[str, bytes | None], int]:
    """Return the files before and after a command that nothing disturbs, and its exit code."""
    before = contents(folder, case.made)
    code = in_folder(folder, case.command)
    after = contents(folder, case.made)
    assert None not in after.values()
    assert before != after
    return before, after, code


def told_what_is_written(
    case: Case, before: dict[str, bytes | None], now: dict[str, bytes | None], said: str, where: str
) -> bool:
    """Expect that a command which fails half-way says what it has written by then; return whether it has."""
    written = [file for file in case.made if before[file] != now[file]]
    halves = f"written by then: {' '.join(written)}; not written: {' '.join(case.made[len(written) :])};"
    assert (halves in said) == ("written by then" in said) == bool(written), where
    return bool(written)


def told_needs(after: dict[str, bytes | None], said: str, where: str) -> set[str]:
    """Expect that a full disk is told with the bytes of the file that it has no room for; return that file."""
    told = [(file, line) for line in said.splitlines() for file in after if line.startswith(f"{file}: error O487: ")]
    assert len(told) == 1, where
    file, line = told[0]
    assert f"no space is left on the disk; it needs {len(after[file] or b'')} bytes;" in line, where
    return {file}


@pytest.mark.parametrize(
    ("number", "lasting"), [(errno.EIO, False), (errno.ENOSPC, True)], ids=["once", "from then on"]
)
@pytest.mark.parametrize("name", CASES)
def test_whichever_write_fails_files_are_old_or_new_and_the_next_run_completes(
    tmp_path: Path, name: str, number: int, lasting: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    laid = tmp_path / "laid out"
    laid.mkdir()
    case.lay_out(laid)
    before, after, done = expected(Path(shutil.copytree(laid, tmp_path / "undisturbed")), case)
    refused: set[str] = set()
    needs: set[str] = set()
    halved = False
    for turn in itertools.count(1):
        folder = Path(shutil.copytree(laid, tmp_path / str(turn)))
        laid_out = others(folder, case)
        capfd.readouterr()
        disk = Disk(turn, number, lasting)
        with failing(disk):
            code = in_folder(folder, case.command)
        said = capfd.readouterr().err
        where = f"{name}: call {turn}, {disk.failed()}: exit {code}, {said}"
        now = contents(folder, case.made)
        assert code in (done, 3), where
        assert "Traceback" not in said, where
        assert all(now[file] in (before[file], after[file]) for file in case.made), where
        if code == 3:
            refused.add(disk.failed())
            assert re.search(r"cannot be (?:written|made|read)|error O\d{3}", said), where
            assert os.strerror(number) not in said, where  # but in our words
            halved |= told_what_is_written(case, before, now, said, where)
            if number == errno.ENOSPC and "O486" not in said:
                needs |= told_needs(after, said, where)
        else:
            assert now == after, where
        left = temporaries(folder)
        if disk.failed() in ("unlink", "remove"):
            for path in left:  # as if this process were dead by now
                path.rename(re.sub(rf"\.{os.getpid()}-", f".{_dead()}-", str(path)))
        else:
            assert left == [], where
        saved = others(folder, case) - laid_out - {path.name for path in left}
        assert {path.removesuffix(".bak") for path in saved} <= ({"plan-speech.docx"} if "force" in name else set()), (
            where
        )
        if "force" in name and now["plan-speech.docx"] == after["plan-speech.docx"]:
            assert (folder / "plan-speech.docx.bak").read_bytes() == b"by hand"
        record = folder / ".docgen" / "written.json"
        assert not record.exists() or [json.loads(line) for line in record.read_bytes().splitlines()], where
        again = case.command if name != "new" or now == before else None
        assert again is None or in_folder(folder, again) == done, where
        assert contents(folder, case.made) == after, where
        assert temporaries(folder) == [], where
        if not disk.failed():
            break
    assert len(refused) > 1  # it came to more than one sort of call
    assert needs == (set(case.made) if lasting else set())
    assert halved == (len(case.made) > 1)


def _dead() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.mark.parametrize("name", CASES)
def test_every_call_that_changes_a_file_is_counted(tmp_path: Path, name: str) -> None:
    """What Python's own audit hears of opened, renamed, linked and removed files is what the disk above counts."""
    global _heard  # noqa: PLW0603 - a hook cannot be taken out again
    case = CASES[name]
    case.lay_out(tmp_path)
    disk = Disk(0)
    _heard = []
    with failing(disk):
        in_folder(tmp_path, case.command)
    heard, _heard = _heard, None
    for event, names in {**AUDITED, "open": ("open", "io.open")}.items():
        assert heard.count(event) == sum(disk.calls.count(one) for one in names), event
    assert {"write", "fsync"} <= set(disk.calls)


def test_in_python_a_full_temporary_folder_is_our_error_too(tmp_path: Path) -> None:
    plan_file(tmp_path)
    plan = docgen.load_plan(tmp_path / "plan.yaml")
    with failing(Disk(1)), pytest.raises(docgen.FileError) as error:
        docgen.ledger(plan)
    assert [(f.code, f.args) for f in error.value.findings] == [("O486", {"reason": "no space is left on the disk"})]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can look at a process without taking it away")
def test_killed_commands_leave_old_or_new_files_and_the_next_run_completes(tmp_path: Path) -> None:
    """A dozen; the thousand is a command, see CONTRIBUTING.md."""
    command = [sys.executable, str(ROOT / "tests" / "kills.py"), "--kills", "12", "--folder", str(tmp_path / "kills")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kills 12, half-written 0, lost 0, refused 0, rest 0" in done.stdout
