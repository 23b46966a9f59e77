"""LibreOffice behind one door: documents in, PDFs out, nothing of the user's own LibreOffice touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from docgen.errors import FileError, UseError, reason_of
from docgen.files import planned_refusal, read_file, refuse, write_document
from docgen.findings import Finding, Place

_COMMANDS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SAID = "said"  # file in the work folder with what LibreOffice prints
_SYSTEM_VARIABLES = ("PATH", "SYSTEMROOT", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


def find_office() -> str | None:
    """Return the path of LibreOffice's command, or ``None`` when it is not installed."""
    found = next((path for name in _COMMANDS if (path := shutil.which(name))), None)
    if found is not None:
        return str(Path(found).absolute())
    return next((path for path in _USUAL_PLACES if os.access(path, os.X_OK)), None)


def to_pdf(documents: Sequence[Path], folder: Path, *, force: bool = False, timeout_s: float = 120) -> list[Path]:
    """Make a PDF of each document, all of them or none.

    LibreOffice sees copies named by number, so that no file name can trouble it; a FILENAME field prints that number.

    Args:
        documents: Word files.
        folder: Where the PDFs go, each under its document's name; it is made when it is missing.
        force: Replace a PDF that is somebody's work, too; it is kept as ``.bak``.
        timeout_s: Time for all documents together, seconds.

    Returns:
        The PDFs, in the order of the documents.

    Raises:
        UseError: Two documents would give the same PDF.
        OverwriteError: A PDF there is somebody's work, and ``force`` is not set.
        FileError: LibreOffice is missing, took too long or made no PDF; or a document cannot be read, or a PDF not
            written.
    """
    if not documents:
        return []
    targets = _targets(documents, folder)
    refuse(map(planned_refusal, targets), force=force)
    office = _office(str(documents[0]), "--pdf")
    with _work_folder() as work:
        made = _convert(office, ((str(path), read_file(path)) for path in documents), Path(work), timeout_s)
    return [write_document(target, data, force=force) for target, data in zip(targets, made, strict=True)]


def pdfs_of(documents: Sequence[tuple[str, bytes]], *, timeout_s: float = 120) -> list[bytes]:
    """Return the PDF of each document, all made by one LibreOffice; nothing is written beside the documents.

    Args:
        documents: What messages call each document, and its bytes.
        timeout_s: Time for all documents together, seconds.

    Raises:
        FileError: LibreOffice is missing, took too long or made no PDF.
    """
    if not documents:
        return []
    office = _office(documents[0][0], "--render")
    with _work_folder() as work:
        return _convert(office, documents, Path(work), timeout_s)


def engine(timeout_s: float = 30) -> str:
    """Return name and version of what makes the PDFs, such as ``LibreOffice 7.4.7.2``; ``''`` when it does not tell."""
    office = find_office()
    if office is None:
        return ""
    with _work_folder() as work:
        folder = Path(work)
        try:
            _run([office, _profile(folder), "--version"], folder, timeout_s)
        except subprocess.TimeoutExpired:
            return ""
        said = (folder / _SAID).read_text(encoding="utf-8", errors="replace").split()
    return " ".join(said[:2])


def _office(place: str, option: str) -> str:
    office = find_office()
    if office is None:
        raise FileError([Finding("O301", Place(place), {"option": option})])
    return office


def _targets(documents: Sequence[Path], folder: Path) -> list[Path]:
    targets = [folder / f"{document.stem}.pdf" for document in documents]
    if len({str(target).lower() for target in targets}) < len(targets):
        raise UseError([Finding("O404", Place(str(folder)))])
    return targets


def _work_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)
    except OSError as exc:
        place = Place(exc.filename or "")
        raise FileError([Finding("O106", place, {"reason": reason_of(exc)})]) from exc


def _convert(office: str, documents: Iterable[tuple[str, bytes]], work: Path, timeout_s: float) -> list[bytes]:
    """Return the PDFs' bytes, in the order of the documents."""
    names, copies = [], []
    for number, (name, data) in enumerate(documents):
        names.append(name)
        copies.append(_copy(data, work / f"{number}.docx"))
    try:
        reason = _run(_command(office, copies, work), work, timeout_s)
    except subprocess.TimeoutExpired as exc:
        raise FileError([Finding("O302", Place(names[0]), {"seconds": timeout_s})]) from exc
    made = [_pdf_bytes(copy.with_suffix(".pdf")) for copy in copies]
    missing = [name for name, data in zip(names, made, strict=True) if data is None]
    if missing:
        raise FileError([Finding("O303", Place(name), {"reason": reason}) for name in missing])
    return [data for data in made if data is not None]


def _copy(data: bytes, copy: Path) -> Path:
    try:
        copy.write_bytes(data)
    except OSError as exc:
        raise FileError([Finding("O106", Place(str(copy)), {"reason": reason_of(exc)})]) from exc
    return copy


def _pdf_bytes(path: Path) -> bytes | None:
    """Return a PDF's bytes, or ``None`` when there is none or it breaks off."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    return data if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:] else None


def _command(office: str, copies: Sequence[Path], work: Path) -> list[str]:
    options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(work)]
    return [office, _profile(work), *options, *map(str, copies)]


def _profile(work: Path) -> str:
    return f"-env:UserInstallation={(work / 'profile').as_uri()}"


def _environment(work: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _SYSTEM_VARIABLES if name in os.environ}
    with contextlib.suppress(RuntimeError):  # no home
        kept["XDG_DATA_HOME"] = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")  # own fonts
    return kept | {"HOME": str(work), "TMPDIR": str(work), "TEMP": str(work), "LANG": "C.UTF-8"}


def _run(command: list[str], work: Path, timeout_s: float) -> str:
    """Run LibreOffice to its end and return the last line it complained with."""
    log = work / "log"
    with log.open("wb") as complained, (work / _SAID).open("wb") as said:
        try:
            process = subprocess.Popen(
                command,
                cwd=work,
                env=_environment(work),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
                start_new_session=True,
            )
        except OSError as exc:
            raise FileError([Finding("O303", Place(command[0]), {"reason": reason_of(exc)})]) from exc
        try:
            process.wait(timeout_s)
        finally:
            _end(process)
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), f"exit {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and what it started, unless it has ended by itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended in this moment
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
