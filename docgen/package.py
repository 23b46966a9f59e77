"""Zip packages (docx, xlsx): read with limits, written in fixed order and with fixed dates.

Codes: T101-T119.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from docgen.errors import LimitError, TemplateError
from docgen.findings import Finding, Place
from docgen.limits import DEFAULT_LIMITS, Limits

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_LEVEL = 6
_RATIO_FROM = 100 * 1024
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old .doc or an encrypted file"),
    (b"<", "XML or HTML"),
)
_MACROS = b"macroEnabled"
_TEMPLATE = b"wordprocessingml.template.main+xml"


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """Return the parts of a Word file by member name.

    Args:
        data: The file.
        name: What messages call it.
        limits: Budgets.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It is larger than a budget allows.
    """
    _recognise(data, name, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, name, limits)
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as exc:
        raise TemplateError([Finding("T102", Place(name), {"reason": str(exc)})]) from exc
    except Exception as exc:
        if type(exc).__module__ != "zlib":
            raise
        raise TemplateError([Finding("T102", Place(name), {"reason": str(exc)})]) from exc
    _check_parts(parts, name)
    return parts


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package that we made ourselves; nothing is checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _recognise(data: bytes, name: str, limits: Limits) -> None:
    if len(data) > limits.docx_bytes:
        raise LimitError([Finding("T111", Place(name), {"limit": limits.docx_bytes})])
    if not data:
        raise TemplateError([Finding("T103", Place(name))])
    if not data.startswith(b"PK"):
        what = next((label for start, label in _SIGNATURES if data.startswith(start)), "")
        raise TemplateError([Finding("T101", Place(name), {"what": what or "something else"})])


def _check_members(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.docx_members:
        raise LimitError([Finding("T112", Place(name), {"limit": limits.docx_members})])
    seen: set[str] = set()
    for info in members:
        member = info.filename
        if member.lower() in seen or re.match(r"/|[A-Za-z]:|\\", member) or ".." in re.split(r"[/\\]", member):
            raise TemplateError([Finding("T104", Place(name, part=member))])
        seen.add(member.lower())
        packed_small = info.file_size > _RATIO_FROM and info.file_size > limits.ratio * max(info.compress_size, 1)
        if info.file_size > limits.part_bytes or packed_small:
            raise LimitError([Finding("T113", Place(name, part=member), {"limit": limits.part_bytes})])
    if sum(info.file_size for info in members) > limits.package_bytes:
        raise LimitError([Finding("T114", Place(name), {"limit": limits.package_bytes})])


def _check_parts(parts: Mapping[str, bytes], name: str) -> None:
    for wanted in (*_FIRST, "word/document.xml"):
        if wanted not in parts:
            raise TemplateError([Finding("T105", Place(name), {"part": wanted})])
    if _TEMPLATE in parts["[Content_Types].xml"]:
        raise TemplateError([Finding("T108", Place(name))])
    if _MACROS in parts["[Content_Types].xml"] or "word/vbaProject.bin" in parts:
        raise TemplateError([Finding("T106", Place(name))])
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise TemplateError([Finding("T107", Place(name, part=part))])


def write_docx(parts: Mapping[str, bytes]) -> bytes:
    """Return the package of ``parts``: the same parts give the same bytes."""
    buffer = io.BytesIO()
    order = [p for p in _FIRST if p in parts] + sorted(p for p in parts if p not in _FIRST)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for part in order:
            info = zipfile.ZipInfo(part, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[part])
    return buffer.getvalue()
