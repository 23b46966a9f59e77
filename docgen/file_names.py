"""Names of files to write: what they may end in, and words that become one."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from docgen.errors import UseError
from docgen.findings import Finding, Place
from docgen.patterns import late

SAFE_NAME_BYTES = 200
_OTHER_FILES = frozenset(".doc .docm .dotx .pdf .odt .wps .rtf .txt .yaml .yml .json .xlsx .zip".split())
_UNSAFE = late(r'[/\\:*?"<>|]')
_UNSAFE_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
_RESERVED = late(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


def check_suffix(path: Path) -> None:
    """Refuse an output whose name says that it is another kind of file than a Word file.

    Raises:
        UseError: It ends in .doc, .pdf or the like.
    """
    if path.suffix.lower() in _OTHER_FILES:
        raise _wrong("O407", path)


def check_document(path: Path) -> None:
    """Refuse an output whose name is not that of a Word file.

    Raises:
        UseError: It does not end in .docx.
    """
    if path.suffix.lower() != ".docx":
        raise _wrong("O407" if path.suffix else "O449", path)


def check_workbook(path: Path) -> None:
    """Refuse an output whose name is not that of a workbook.

    Raises:
        UseError: It does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise _wrong("O475", path)


def check_plan_suffix(path: Path) -> None:
    """Refuse an output whose name says that it is another kind of file than a YAML file.

    Raises:
        UseError: It ends in .docx, .pdf or the like.
    """
    if path.suffix.lower() in {".docx", *_OTHER_FILES} - {".txt", ".yaml", ".yml"}:
        raise _wrong("O432", path)


def _wrong(code: str, path: Path) -> UseError:
    return UseError([Finding(code, Place(str(path)), {"suffix": path.suffix})])


def safe_name(text: str) -> str:
    """Return a text as a file name (without its suffix) that Linux, macOS and Windows take.

    Returns:
        At least one character, at most 200 bytes in UTF-8; the same again when given back.

    Example:
        >>> safe_name("在2025/26年度会议上的讲话: 初稿. ")
        '在2025_26年度会议上的讲话_ 初稿'
    """
    name = _UNSAFE.sub("_", text)
    name = "".join("_" if unicodedata.category(c) in _UNSAFE_CATEGORIES else c for c in name)
    name = _shortened(name)
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip()):
        name = _shortened(f"_{name}")
    return name or "_"


def _shortened(name: str) -> str:
    return re.sub(r"[\s.]+\Z", "", cut(name, SAFE_NAME_BYTES))


def cut(name: str, most_bytes: int) -> str:
    """Return a name cut to a number of bytes in UTF-8, between characters."""
    return name.encode("utf-8", "surrogateescape")[:most_bytes].decode("utf-8", "ignore")
