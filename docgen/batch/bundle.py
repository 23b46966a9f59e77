"""A folder's documents in one archive, written piece by piece: its size is that of the disk, not of the memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

_WHEN = (1980, 1, 1, 0, 0, 0)  # the same archive on any day
_PIECE = 1 << 20


def write_bundle(target: IO[bytes], documents: Iterable[Path]) -> None:
    """Write an archive of some files under their bare names; the same files give the same bytes.

    Args:
        target: An open file.
        documents: The files. Word files are packed already and are stored as they are.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path in documents:
            entry = zipfile.ZipInfo(path.name, _WHEN)
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                while piece := source.read(_PIECE):
                    packed.write(piece)
