"""A finished workbook, whatever is in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from docgen.files import write_document


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook.

    Attributes:
        data: The .xlsx.
    """

    data: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """Return the .xlsx."""
        return self.data

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the workbook whole or not at all, and return its path.

        Args:
            path: Where to; the folder is made when it is missing.
            force: Replace a file that somebody filled in or that is not ours; the old one is kept as ``.bak``.

        Raises:
            OverwriteError: The file there is somebody's work, and ``force`` is not set.
            FileError: It cannot be written.
        """
        return write_document(Path(path), self.data, force=force)
