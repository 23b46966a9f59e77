"""Zip archives without zipfile: members read with every header doubted, and written fast from what is packed already.

Nothing here knows Word. A member is handed out packed, as it is stored, so that an unchanged one is never packed again.
What two programs could read in two ways is refused: doubled names, overlapping members, headers that contradict.

Codes: T102, T104, T112-T114, T117, T121-T123.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple
from urllib.parse import unquote

from docgen.errors import DocgenError, LimitError, TemplateError, over
from docgen.findings import Finding, Place
from docgen.limits import Limits
from docgen.patterns import late

STORED, DEFLATED = 0, 8
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_SHARED = struct.Struct("<5H3L2H")  # what stands in the local and in the central header alike
_CENTRAL_REST = struct.Struct("<3H2L")
_FAR = struct.Struct("<2HQ")  # where a member begins, of zip64
_FAR_END = struct.Struct("<4sQ2H2L4Q")
_FAR_END_AT = struct.Struct("<4sLQL")
_MOST_SIZE, _MOST_MEMBERS = 0xFFFFFFFF, 0xFFFF  # of an archive without zip64
_FAR_FROM = _MOST_SIZE  # where a member needs it
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x0001, 0x0008, 0x0800
_VERSION, _FAR_VERSION, _FIRST_OF_1980 = 20, 45, 0x21
_UNIX = 3
_ZIP64 = 1
_RATIO_FROM = 100 * 1024
_DANGEROUS = late(r"[A-Za-z]:|.*[\x00-\x1f\x7f\\]", re.DOTALL)
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Packed:
    """A member as it is stored.

    Attributes:
        data: Its bytes in the archive.
        crc: Checksum of the expanded bytes.
        size: Number of the expanded bytes.
        method: 0 stored, 8 deflated.
    """

    data: bytes
    crc: int
    size: int
    method: int


class _Entry(NamedTuple):
    """A line of the archive's list of members."""

    name: str
    stored_name: bytes
    system: int
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    mode: int
    offset: int


def refused(code: str, file: str, where: str = "", /, **args: Any) -> DocgenError:
    """Return the error of one finding, in a file and where in it."""
    return TemplateError([Finding(code, Place(file, part=where), args)])


def name_key(name: str) -> str:
    """Return what two member names have in common when they name the same part: case and percent signs do not count."""
    return (unquote(name) if "%" in name else name).casefold()


# --- reading


def read_members(data: bytes, file: str, limits: Limits) -> dict[str, Packed]:
    """Return the members of an archive by name, in the order of its list; folders are left out.

    Args:
        data: The archive.
        file: What messages call it.
        limits: Budgets for number, sizes and ratio, checked before anything is expanded.

    Raises:
        TemplateError: It is broken, or says two things at once, or holds a dangerous name.
        LimitError: It is larger than a budget allows.
    """
    start, end, count = _list_of_members(data, file)
    if count > limits.docx_members:
        raise over("T112", Place(file), limits, "docx_members")
    entries = list(_entries(data[start:end], count, file))
    _check_names(entries, file)
    _check_sizes(entries, file, limits)
    begins = _begins(data, start, entries, file)
    return {
        entry.name: Packed(data[begin : begin + entry.packed_size], entry.crc, entry.size, entry.method)
        for entry, begin in zip(entries, begins, strict=True)
        if not entry.name.endswith("/")
    }


def unpack(packed: Packed, file: str, part: str) -> bytes:
    """Return the expanded bytes of a member, of which there are never more than its header says.

    Raises:
        TemplateError: They are damaged, or their size or checksum is another than the header says.
    """
    expanded = packed.data
    if packed.method == DEFLATED:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            expanded = machine.decompress(packed.data, packed.size + 1)
        except zlib.error as exc:
            raise refused("T121", file, part) from exc
        if len(expanded) == packed.size and (not machine.eof or machine.unused_data):
            raise refused("T121", file, part)
    if len(expanded) > packed.size:
        raise refused("T123", file, part)
    if len(expanded) < packed.size or zlib.crc32(expanded) != packed.crc:
        raise refused("T121", file, part)
    return expanded


def _list_of_members(data: bytes, file: str) -> tuple[int, int, int]:
    """Return where the list of members begins and ends, and how many it holds."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(data):
        raise refused("T102", file, _last_member(data), reason="it is cut short")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if at + _END.size + comment > len(data):
        raise refused("T102", file, reason="it is cut short")
    if count != _MOST_MEMBERS and (disk or first_disk or here != count or start + size != at):
        raise refused("T102", file, reason="its list of contents is damaged")
    return start, at, count


def _last_member(data: bytes) -> str:
    """Return the member in which a file that was cut ends, when its sizes tell."""
    at, name = 0, b""
    while at + _LOCAL.size <= len(data) and data.startswith(b"PK\3\4", at):
        *_, packed_size, _, name_size, extra_size = _LOCAL.unpack_from(data, at)
        flags = _LOCAL.unpack_from(data, at)[2]
        name = data[at + _LOCAL.size : at + _LOCAL.size + name_size]
        at += _LOCAL.size + name_size + extra_size + packed_size
        if flags & _SIZES_FOLLOW and not packed_size:
            return ""
    return _decoded(name, _UTF8) or "" if at > len(data) else ""


def _entries(listed: bytes, count: int, file: str) -> Iterator[_Entry]:
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(listed) or not listed.startswith(b"PK\1\2", at):
            raise refused("T102", file, reason="its list of contents is damaged")
        (
            _,
            made,
            _,
            flags,
            method,
            _,
            _,
            crc,
            packed_size,
            size,
            name_size,
            extra_size,
            comment_size,
            _,
            _,
            mode,
            offset,
        ) = _CENTRAL.unpack_from(listed, at)
        stored_name = listed[at + _CENTRAL.size : at + _CENTRAL.size + name_size]
        name = _decoded(stored_name, flags)
        if name is None:
            raise refused("T104", file, repr(stored_name)[2:-1])
        yield _Entry(name, stored_name, made >> 8, flags, method, crc, packed_size, size, mode >> 16, offset)
        at += _CENTRAL.size + name_size + extra_size + comment_size
    if at != len(listed):
        raise refused("T102", file, reason="its list of contents is damaged")


def _decoded(name: bytes, flags: int) -> str | None:
    """Return a member's name; some programs write UTF-8 without saying so."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return None if flags & _UTF8 else name.decode("cp437")


def _check_names(entries: Iterable[_Entry], file: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        key = name_key(entry.name)
        if key in seen or not _harmless(entry.name) or not _harmless(key) or not _plain(entry):
            raise refused("T104", file, entry.name.replace("\0", "␀"))
        seen.add(key)


def _harmless(name: str) -> bool:
    steps = name.removesuffix("/").split("/")
    return not _DANGEROUS.match(name) and not any(step in ("", ".", "..") for step in steps)


def _plain(entry: _Entry) -> bool:
    """Say whether a member is a file or a folder and no link or device."""
    return entry.system != _UNIX or stat.S_IFMT(entry.mode) in (0, stat.S_IFREG, stat.S_IFDIR)


def _check_sizes(entries: Iterable[_Entry], file: str, limits: Limits) -> None:
    total = 0
    for entry in entries:
        total += entry.size
        place = Place(file, part=entry.name)
        if entry.size > limits.part_bytes:
            raise over("T113", place, limits, "part_bytes")
        if entry.size > _RATIO_FROM and entry.size > limits.ratio * max(entry.packed_size, 1):
            raise over("T120", place, limits, "ratio")
        if entry.flags & _ENCRYPTED:
            raise refused("T117", file, entry.name)
        if entry.method not in (STORED, DEFLATED):
            raise refused("T122", file, entry.name, method=entry.method)
        if entry.method == STORED and entry.size != entry.packed_size:
            raise refused("T123", file, entry.name)
    if total > limits.package_bytes:
        raise over("T114", Place(file), limits, "package_bytes")


def _begins(data: bytes, end: int, entries: list[_Entry], file: str) -> list[int]:
    """Return where the bytes of each member begin, each header agreeing with the list and no two members overlapping."""
    begins = {}
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        begin = _begin(data, entry)
        if begin is None or entry.offset < free or begin + entry.packed_size > end:
            raise refused("T123", file, entry.name)
        begins[entry.name] = begin
        free = begin + entry.packed_size
    return [begins[entry.name] for entry in entries]


def _begin(data: bytes, entry: _Entry) -> int | None:
    """Return where a member's bytes begin; ``None`` when its own header is not what the list says."""
    if entry.offset + _LOCAL.size > len(data):
        return None
    sign, _, flags, method, _, _, crc, packed_size, size, name_size, extra_size = _LOCAL.unpack_from(data, entry.offset)
    name_at = entry.offset + _LOCAL.size
    extra_at = name_at + name_size
    if sign != b"PK\3\4" or data[name_at:extra_at] != entry.stored_name or method != entry.method:
        return None
    if (flags ^ entry.flags) & (_ENCRYPTED | _SIZES_FOLLOW):
        return None
    if _MOST_SIZE in (packed_size, size):
        packed_size, size = _long_sizes(data[extra_at : extra_at + extra_size], packed_size, size)
    unknown = (0, _MOST_SIZE) if flags & _SIZES_FOLLOW else ()
    told = ((crc, entry.crc), (packed_size, entry.packed_size), (size, entry.size))
    agree = all(here == listed or here in unknown for here, listed in told)
    return extra_at + extra_size if agree else None


def _long_sizes(extra: bytes, packed_size: int, size: int) -> tuple[int, int]:
    """Return the sizes that a zip64 field of the local header holds instead of the short ones."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64 and length >= 16 and at + 20 <= len(extra):
            size, packed_size = struct.unpack_from("<2Q", extra, at + 4)
        at += 4 + length
    return packed_size, size


# --- writing


def pack(data: bytes, level: int = 3) -> Packed:
    """Return a member, deflated where that makes it smaller.

    Args:
        data: The expanded bytes.
        level: How hard to press, 1 to 9.
    """
    machine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = machine.compress(data) + machine.flush()
    if len(deflated) < len(data):
        return Packed(deflated, zlib.crc32(data), len(data), DEFLATED)
    return Packed(data, zlib.crc32(data), len(data), STORED)


def pack_pieces(pieces: Iterable[bytes], level: int = 3) -> Packed:
    """Return a member that is handed over piece by piece, and never held whole.

    Args:
        pieces: The expanded bytes, in order.
        level: How hard to press, 1 to 9.
    """
    machine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated: list[bytes] = []
    crc = size = 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        deflated.append(machine.compress(piece))
    return Packed(b"".join([*deflated, machine.flush()]), crc, size, DEFLATED)


def write_packed(entries: Iterable[tuple[str, Packed]]) -> bytes:
    """Return the archive of members in the order given; the same members give the same bytes.

    Raises:
        LimitError: They are more than 65,535, or 4 GiB together.
    """
    pieces: list[bytes] = []
    listed: list[bytes] = []
    at = count = 0
    for name, packed in entries:
        stored_name = name.encode()
        flags = 0 if stored_name.isascii() else _UTF8
        size = len(packed.data)
        count += 1
        if count > _MOST_MEMBERS:
            raise LimitError([Finding("T112", Place(), {"limit": _MOST_MEMBERS})])
        if at + size > _MOST_SIZE or packed.size > _MOST_SIZE:
            raise LimitError([Finding("T114", Place(), {"limit": _MOST_SIZE})])
        head = _SHARED.pack(
            _VERSION, flags, packed.method, 0, _FIRST_OF_1980, packed.crc, size, packed.size, len(stored_name), 0
        )
        pieces += (b"PK\3\4", head, stored_name, packed.data)
        listed += (b"PK\1\2\x14\0", head, _CENTRAL_REST.pack(0, 0, 0, 0, at), stored_name)
        at += _LOCAL.size + len(stored_name) + size
    directory = b"".join(listed)
    if at + len(directory) > _MOST_SIZE:
        raise LimitError([Finding("T114", Place(), {"limit": _MOST_SIZE})])
    return b"".join((*pieces, directory, _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, 0)))


def write_members(target: IO[bytes], members: Iterable[tuple[str, Iterable[bytes], int]]) -> None:
    """Write an archive piece by piece, of any size; the same members give the same bytes.

    What is held of the members is on the disk, their list too until it is written.

    Args:
        target: An open file that can be gone back in.
        members: Name, pieces of the expanded bytes, and method of each: 0 stored, 8 deflated.

    Raises:
        LimitError: A member has 4 GiB or more.
    """
    import tempfile  # which a Word file does not ask for

    with tempfile.TemporaryFile() as listed:
        count = at = 0
        for name, pieces, method in members:
            stored_name = name.encode()
            target.write(bytes(_LOCAL.size) + stored_name)
            crc, size, packed_size = _write_pieces(target, pieces, method)
            end = target.tell()
            if max(size, packed_size) > _MOST_SIZE:
                raise LimitError([Finding("T114", Place(), {"limit": _MOST_SIZE})])
            flags = 0 if stored_name.isascii() else _UTF8
            fields = (_VERSION, flags, method, 0, _FIRST_OF_1980, crc, packed_size, size, len(stored_name))
            target.seek(at)
            target.write(b"PK\3\4" + _SHARED.pack(*fields, 0))
            target.seek(end)
            far = _FAR.pack(_ZIP64, 8, at) if at >= _FAR_FROM else b""
            head = _SHARED.pack(*fields, len(far)), _CENTRAL_REST.pack(0, 0, 0, 0, _MOST_SIZE if far else at)
            listed.write(b"".join((b"PK\1\2\x14\0", *head, stored_name, far)))
            count, at = count + 1, end
        size = listed.tell()
        listed.seek(0)
        while piece := listed.read(_PIECE):
            target.write(piece)
    if count >= _MOST_MEMBERS or at + size >= _FAR_FROM:
        target.write(_FAR_END.pack(b"PK\6\6", 44, _FAR_VERSION, _FAR_VERSION, 0, 0, count, count, size, at))
        target.write(_FAR_END_AT.pack(b"PK\6\7", 0, at + size, 1))
    few = min(count, _MOST_MEMBERS)
    target.write(_END.pack(b"PK\5\6", 0, 0, few, few, min(size, _MOST_SIZE), min(at, _MOST_SIZE), 0))


def _write_pieces(target: IO[bytes], pieces: Iterable[bytes], method: int) -> tuple[int, int, int]:
    """Write the bytes of a member, and return their checksum, their number and the number of those written."""
    machine = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS) if method == DEFLATED else None
    crc = size = packed_size = 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed_size += target.write(machine.compress(piece) if machine else piece)
    if machine:
        packed_size += target.write(machine.flush())
    return crc, size, packed_size
