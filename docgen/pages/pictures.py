"""What a picture says besides its pixels, and the same picture without it; nothing is encoded anew."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_ALONE = (0x01, *range(0xD0, 0xD9))  # markers without a length
_FIRST_APP, _LAST_APP, _JFIF, _EXIF, _ICC, _IPTC, _ADOBE = 0xE0, 0xEF, 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_GPS = 0x8825
_PIXELS = b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP acTL fcTL fdAT".split()
_SPEAKING = {b"tEXt": "tEXt", b"zTXt": "zTXt", b"iTXt": "iTXt", b"eXIf": "EXIF", b"tIME": "tIME"}


def metadata(picture: bytes) -> list[str]:
    """Return what a JPEG or PNG says besides its pixels: ``EXIF``, ``GPS``, ``XMP``, ``IPTC``, kinds of text; each once.

    Args:
        picture: The picture; of other kinds nothing is told.
    """
    found: list[str] = []
    for kind, piece in _pieces(picture):
        if kind:
            found.append(kind)
        if kind == "EXIF" and _has_gps(piece):
            found.append("GPS")
    return list(dict.fromkeys(found))


def stripped(picture: bytes) -> bytes:
    """Return a JPEG or PNG with its pixels, colours and resolution alone; another picture, and a broken one, as it is."""
    if not metadata(picture):
        return picture
    return b"".join(piece for kind, piece in _pieces(picture) if not kind)


def _pieces(picture: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces of a picture with what each says besides pixels, ``''`` for those that are needed."""
    if picture.startswith(_JPEG):
        yield from _segments(picture)
    elif picture.startswith(_PNG):
        yield from _chunks(picture)
    else:
        yield "", picture


def _segments(picture: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", picture[:2]
    at = 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == _END:
            break
        if marker in _ALONE or marker == 0xFF:
            end = at + (1 if marker == 0xFF else 2)
        else:
            end = at + 2 + int(struct.unpack_from(">H", picture, at + 2)[0])
        if end > len(picture):
            break
        if marker == _SCAN:  # what follows is pixels, up to the next marker
            following = _NEXT_MARKER.search(picture, end)
            end = following.start() if following else len(picture)
        yield _said(marker, picture[at + 4 : end]), picture[at:end]
        at = end
    rest = picture[at:]
    if rest[:2] == bytes([0xFF, _END]):
        yield "", rest[:2]
        rest = rest[2:]
        if rest.strip(b"\0"):
            yield "…", rest  # what stands behind the end is no part of the picture
    else:
        yield "", rest


def _said(marker: int, held: bytes) -> str:
    if marker == _COMMENT:
        return "COM"
    if (
        not _FIRST_APP <= marker <= _LAST_APP
        or marker in (_JFIF, _ADOBE)
        or (marker == _ICC and held.startswith(b"ICC_"))
    ):
        return ""
    if marker == _EXIF:
        return "EXIF" if held.startswith(b"Exif") else "XMP"
    return "IPTC" if marker == _IPTC else f"APP{marker - _FIRST_APP}"


def _chunks(picture: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", picture[: len(_PNG)]
    at = len(_PNG)
    kind = b""
    while at + 12 <= len(picture) and kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", picture, at)
        end = at + 12 + size
        if end > len(picture):
            break
        piece = picture[at:end]
        named = _SPEAKING.get(kind, kind.decode("latin-1"))
        yield "" if kind in _PIXELS else "XMP" if piece[8:].startswith(b"XML:com.adobe.xmp") else named, piece
        at = end
    if picture[at:].strip(b"\0"):
        yield "…" if kind == b"IEND" else "", picture[at:]


def _has_gps(exif: bytes) -> bool:
    """Say whether the first list of an EXIF block leads to one of places."""
    start = max(exif.find(b"II*\0"), exif.find(b"MM\0*"))
    if start < 0:
        return False
    order = "<" if exif[start : start + 2] == b"II" else ">"
    try:
        first = start + struct.unpack_from(f"{order}I", exif, start + 4)[0]
        count = struct.unpack_from(f"{order}H", exif, first)[0]
        return any(struct.unpack_from(f"{order}H", exif, first + 2 + 12 * n)[0] == _GPS for n in range(count))
    except struct.error:
        return False
