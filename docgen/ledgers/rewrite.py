"""A plan file with changes that came back in workbooks: shown, and written while it is still what was read."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.errors import checked_path
from docgen.files import replace_own
from docgen.findings import Finding
from docgen.limits import Limits
from docgen.plan.load import parse_tree
from docgen.plan.validate import load_plan
from docgen.plan.write import Change, Exchange, changed, plain_text

Sheets = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A plan file and what it becomes; nothing is written yet.

    Attributes:
        path: The plan file.
        before: Its bytes.
        after: Its bytes with the changes.
        findings: What was noticed, warnings only.
    """

    path: Path
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    findings: list[Finding]

    def diff(self) -> str:
        """Return the changes as a unified diff; ``""`` when there are none."""
        old, new = (data.decode("utf-8-sig").splitlines() for data in (self.before, self.after))
        return "\n".join(difflib.unified_diff(old, new, str(self.path), str(self.path), lineterm=""))

    def save(self) -> Path:
        """Write the plan file, whole or not at all, and return its path.

        Raises:
            FileError: The file has changed since it was read, or cannot be written.
        """
        if self.after != self.before:
            replace_own(self.path, self.before, self.after)
        return self.path


def paths_of(sheets: Sheets) -> list[Path]:
    """Return the paths of sheets, each once.

    Raises:
        UseError: One is no path.
    """
    given = list(sheets) if isinstance(sheets, Iterable) and not isinstance(sheets, str) else [sheets]
    for sheet in given:
        checked_path(sheet, name="sheet")
    return list({Path(sheet).resolve(): Path(sheet) for sheet in given}.values())


def rewritten(
    path: Path,
    before: bytes,
    tree: Any,
    changes: list[Change | Exchange],
    text_field: str,
    limits: Limits | None = None,
) -> bytes:
    """Return the bytes of a plan file with changes; what comes out is a plan without faults.

    Raises:
        LedgerError: It cannot be changed in one of these places.
        PlanError: It would have faults.
    """
    after = changed(before, tree, changes, text_field, limits)
    if after != before:
        load_plan(parse_tree(plain_text(after), str(path), limits)[0], limits)
    return after
