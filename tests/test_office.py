"""LibreOffice behind its door: PDFs whole or not at all, no child left behind."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import docx
import pytest

from docgen.errors import DocgenError, FileError, OverwriteError, UseError
from docgen.files import write_document
from docgen.pages import office
from docgen.pages.office import find_office, to_pdf

NAMES = ("工作 推进会.docx", "-讲话稿.docx", "😀通知.docx", "100%#a&b;$(x)'.docx", "v1.2.docx", "--convert-to.docx")
on_posix = pytest.mark.skipif(os.name == "nt", reason="the fake LibreOffice is a shell script")


@pytest.fixture
def _real_office() -> None:
    if find_office() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("LibreOffice is not installed")


def document(path: Path, text: str = "各位同志：") -> Path:
    made = docx.Document()
    made.add_paragraph(text)
    made.save(str(path))
    return path


def fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a shell script before the real LibreOffice on PATH."""
    folder.mkdir()
    command = folder / "soffice"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def codes(error: pytest.ExceptionInfo[DocgenError]) -> list[str]:
    return [finding.code for finding in error.value.findings]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


# ---- the real one


@pytest.mark.office
@pytest.mark.usefixtures("_real_office")
def test_documents_of_every_name_become_pdfs_in_their_order(tmp_path: Path) -> None:
    documents = [document(tmp_path / name, f"第{n}份") for n, name in enumerate(NAMES)]
    folder = tmp_path / "输出 pdf"
    made = to_pdf(documents, folder)
    assert made == [folder / f"{path.stem}.pdf" for path in documents]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in made)
    assert sorted(path for path in folder.iterdir() if path.name != ".docgen") == sorted(made)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*NAMES, folder.name))


@pytest.mark.office
@pytest.mark.usefixtures("_real_office")
def test_each_pdf_holds_the_text_of_its_own_document(tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    documents = [document(tmp_path / f"{n}.docx", f"document {n}") for n in "ab"]
    texts = []
    for path in to_pdf(documents, tmp_path):
        with pdfplumber.open(path) as pdf:
            texts.append(pdf.pages[0].extract_text())
    assert texts == ["document a", "document b"]


@pytest.mark.office
@pytest.mark.usefixtures("_real_office")
def test_a_relative_path_with_a_leading_dash_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document(tmp_path / "-x.docx")
    monkeypatch.chdir(tmp_path)
    assert to_pdf([Path("-x.docx")], Path()) == [Path("-x.pdf")]
    assert (tmp_path / "-x.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.office
@pytest.mark.usefixtures("_real_office")
def test_a_broken_document_makes_no_pdf_at_all(tmp_path: Path) -> None:
    good, bad = document(tmp_path / "good.docx"), tmp_path / "bad.docx"
    bad.write_bytes(document(tmp_path / "whole.docx").read_bytes()[:900])
    with pytest.raises(FileError) as error:
        to_pdf([good, bad], tmp_path / "out")
    assert [(f.code, f.place.file) for f in error.value.findings] == [("O303", str(bad))]
    assert error.value.findings[0].args["reason"]
    assert not (tmp_path / "out").exists()


# ---- a fake one


def test_without_libreoffice_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    assert find_office() is None
    with pytest.raises(FileError) as error:
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    assert codes(error) == ["O301"]


@on_posix
def test_libreoffice_is_found_on_path_then_under_its_other_name_then_at_its_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(tmp_path / "bin", "", monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_office() == str(tmp_path / "bin" / "soffice")
    (tmp_path / "bin" / "soffice").rename(tmp_path / "bin" / "libreoffice")
    assert find_office() == str(tmp_path / "bin" / "libreoffice")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ("/nowhere", str(tmp_path / "bin" / "libreoffice")))
    assert find_office() == str(tmp_path / "bin" / "libreoffice")


def test_no_documents_need_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    assert to_pdf([], tmp_path) == []


@on_posix
def test_a_timeout_ends_libreoffice_and_its_children_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    fake_office(
        tmp_path / "bin", f"echo $$ >>{pids}; sleep 60 & echo $! >>{pids}; touch '{pids}.up'; wait", monkeypatch
    )
    monkeypatch.setattr(office.tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    started = time.monotonic()
    with pytest.raises(FileError) as error:
        to_pdf([document(tmp_path / "x.docx")], tmp_path / "out", timeout_s=1)
    assert time.monotonic() - started < 20
    assert [(f.code, f.args) for f in error.value.findings] == [("O302", {"seconds": 1})]
    found = [int(pid) for pid in pids.read_text().split()]
    assert len(found) == 2
    deadline = time.monotonic() + 10
    while any(is_alive(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(pid) for pid in found)
    assert list((tmp_path / "temp").iterdir()) == []
    assert not (tmp_path / "out").exists()


@on_posix
def test_an_interrupt_ends_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids = tmp_path / "pids"
    fake_office(tmp_path / "bin", f"echo $$ >{pids}.new; mv {pids}.new {pids}; exec sleep 60", monkeypatch)
    real_wait = office.subprocess.Popen.wait
    waits = []

    def wait(process: office.subprocess.Popen[bytes], timeout: float | None = None) -> int:
        waits.append(timeout)
        if len(waits) > 1:
            return real_wait(process, timeout)
        while not pids.exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(office.subprocess.Popen, "wait", wait)
    with pytest.raises(KeyboardInterrupt):
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    assert not is_alive(int(pids.read_text()))


@on_posix
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo first >&2; echo 'Error: 无法打开' >&2; echo >&2; exit 1", "Error: 无法打开"),
        ("exit 3", "exit 3"),
        ('for x; do last="$x"; done; printf "%%PDF-1.7 cut off" >"${last%.docx}.pdf"; echo cut >&2', "cut"),
    ],
    ids=["complains", "silent", "a PDF that breaks off"],
)
def test_no_whole_pdf_is_told_with_the_last_complaint_and_the_old_pdf_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    fake_office(tmp_path / "bin", script, monkeypatch)
    write_document(tmp_path / "x.pdf", b"old")
    with pytest.raises(FileError) as error:
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    assert [(f.code, f.args) for f in error.value.findings] == [("O303", {"reason": reason})]
    assert (tmp_path / "x.pdf").read_bytes() == b"old"


def test_a_pdf_that_is_somebody_elses_is_kept_unless_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: "unused")
    (tmp_path / "x.pdf").write_bytes(b"mine")
    with pytest.raises(OverwriteError):
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    assert (tmp_path / "x.pdf").read_bytes() == b"mine"


@on_posix
def test_a_command_that_cannot_be_started_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "soffice").write_bytes(b"\x00no program")
    monkeypatch.setattr(office, "find_office", lambda: str(tmp_path / "soffice"))
    with pytest.raises(FileError) as error:
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    assert codes(error) == ["O303"]


@on_posix
def test_libreoffice_gets_a_profile_of_its_own_and_nothing_of_the_users_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    fake_office(tmp_path / "bin", f'env >{seen}; echo "$@" >>{seen}', monkeypatch)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    with pytest.raises(FileError):
        to_pdf([document(tmp_path / "x.docx")], tmp_path)
    text = seen.read_text()
    names = set(re.findall(r"^(\w+)=", text, re.MULTILINE)) - {"PWD", "OLDPWD", "SHLVL", "_"}
    assert names == {"PATH", "HOME", "TMPDIR", "TEMP", "LANG", "XDG_DATA_HOME"}
    assert "-env:UserInstallation=file:///" in text
    assert os.environ["HOME"] not in re.findall(r"^HOME=(.*)$", text, re.MULTILINE)


@on_posix
def test_two_documents_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path / "bin", "exit 9", monkeypatch)
    with pytest.raises(UseError) as error:
        to_pdf([tmp_path / "a" / "x.docx", tmp_path / "b" / "X.docx"], tmp_path)
    assert codes(error) == ["O404"]


@on_posix
@pytest.mark.parametrize(("name", "code"), [("none.docx", "O101"), ("folder", "O102"), ("file/x.docx", "O104")])
def test_a_document_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    fake_office(tmp_path / "bin", "exit 9", monkeypatch)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError) as error:
        to_pdf([tmp_path / name], tmp_path)
    assert codes(error) == [code]
