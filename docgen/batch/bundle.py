"""A folder's documents in one archive, written piece by piece: its size is that of the disk, not of the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from docgen.archive import STORED, write_members

_PIECE = 1 << 18


def write_bundle(target: IO[bytes], documents: Iterable[Path]) -> None:
    """Write an archive of some files under their bare names; the same files give the same bytes.

    Args:
        target: An open file.
        documents: The files. Word files are packed already and are stored as they are.
    """
    write_members(target, ((path.name, _pieces(path), STORED) for path in documents))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece
