"""What the command line prints: findings, files written, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from docgen.catalogue.base import N_
from docgen.findings import Finding, Severity
from docgen.messages import remedy, sentence, translate

MOST_SHOWN = 20
_WORDS = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


class Voice:
    """Prints in one language."""

    def __init__(self, language: str) -> None:
        """Speak ``language``."""
        self.language = language
        self.has_done = False
        self.command = ""

    def __call__(self, text: str, **values: object) -> str:
        """Return a text of ours, translated and filled."""
        return translate(text, self.language).format(**values)

    def plain(self, text: str) -> str:
        """Return a text of ours translated, braces and all."""
        return translate(text, self.language)

    def done(self, text: str) -> None:
        """Print a result on standard output."""
        self.has_done = True
        print(text)

    def findings(self, found: Sequence[Finding], most: int | None = MOST_SHOWN, *, untold: int = 0) -> None:
        """Print findings on standard error, errors first, the first ``most`` of them; there are ``untold`` besides."""
        ordered = sorted(found, key=lambda f: not f.is_error)
        shown = ordered if most is None else ordered[:most]
        for finding in shown:
            print(self.line(finding), file=sys.stderr)
        if more := len(ordered) - len(shown) + untold:
            print(self(N_("... and {count} more"), count=more), file=sys.stderr)

    def line(self, finding: Finding) -> str:
        """Return one finding as ``file:line:column: error P150: sentence; remedy``."""
        stop, between, colon = ("。", "；", "：") if self.language == "zh_CN" else (".", "; ", ": ")
        place = str(finding.place)
        where = finding.place
        if where.table and where.row and where.column:
            place += self(N_(" (table {table}, row {row}, cell {column})"), **where.as_dict())
        elif where.table and where.row:
            place += self(N_(" (table {table}, row {row})"), table=where.table, row=where.row)
        elif where.table:
            place += self(N_(" (table {table})"), table=where.table)
        head = f"{place}: " if place else ""
        words = sentence(finding, self.language)
        help_ = remedy(finding, self.language)
        kind = translate(_WORDS[finding.severity], self.language)
        return f"{head}{kind} {finding.code}{colon}{words}{between if help_ else ''}{help_}{stop}"
