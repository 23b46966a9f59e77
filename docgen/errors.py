"""Every exception raised on purpose, and the exit codes of the command line.

All of them carry findings, and all of them can be caught as `DocgenError`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import ClassVar

from docgen.findings import Finding, Place, Severity, errors
from docgen.limits import IN_FORCE, Limits
from docgen.messages import remedy, sentence


class ExitCode(IntEnum):
    """What the command line hands back to the shell. `docs/cli.md` quotes this table."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2
    CANNOT_READ_OR_WRITE = 3
    LIMIT = 4
    OUR_FAULT = 70
    INTERRUPTED = 130
    TERMINATED = 143


class DocgenError(Exception):
    """Something docgen refuses or cannot do; ``findings`` says all of it."""

    exit_code: ClassVar[ExitCode] = ExitCode.REFUSED

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings; the message is the first error's sentence and remedy in English, and how many more there are."""
        self.findings = list(findings)
        told = errors(self.findings)
        first = told[0] if told else None
        place = f"{first.place}: " if first and str(first.place) else ""
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        super().__init__(f"{place}{sentence(first)}; {remedy(first)}{more}" if first else "")

    def __reduce__(self) -> tuple[type[DocgenError], tuple[list[Finding]]]:
        """Let it pass from one process to another."""
        return type(self), (self.findings,)


class PlanError(DocgenError):
    """The plan file is unreadable or invalid."""


class TemplateError(DocgenError):
    """A template cannot be used."""


class TemplateMissingError(TemplateError):
    """There is no template where one was looked for."""

    exit_code = ExitCode.CANNOT_READ_OR_WRITE


class HouseError(DocgenError):
    """A house style says what none can say."""


class RenderError(TemplateError):
    """A tag has no value, or its value does not fit."""


class KindError(DocgenError):
    """There is no document kind of that name."""

    exit_code = ExitCode.WRONG_USE


class UseError(DocgenError):
    """The call contradicts itself: a wrong option, or output that is the input."""

    exit_code = ExitCode.WRONG_USE


class OverwriteError(DocgenError):
    """The output holds somebody's work."""


class FileError(DocgenError):
    """A file or folder cannot be read or written."""

    exit_code = ExitCode.CANNOT_READ_OR_WRITE


class LimitError(DocgenError):
    """A budget of `docgen.limits` was hit."""

    exit_code = ExitCode.LIMIT


class LedgerError(DocgenError):
    """A workbook does not go with the plan, or is none."""


class GapError(PlanError):
    """A final document was asked for, and facts are still missing."""


_NO_RIGHT = "there is no right to it"
_NO_NAME = "its name holds characters that no file name can have"
_NO_ANSWER = "the disk or the network does not answer"
_IN_USE = "another program uses it"
REASONS: Mapping[str, str] = {
    "EACCES": _NO_RIGHT,
    "EPERM": _NO_RIGHT,
    "ENOSPC": "no space is left on the disk",
    "EDQUOT": "no space is left on the disk",
    "EROFS": "the disk can only be read",
    "ENOENT": "there is no such folder",
    "ENOTDIR": "a file is in the way where a folder is wanted",
    "ELOOP": "the link leads in a circle",
    "EILSEQ": _NO_NAME,
    "EINVAL": _NO_NAME,
    "EIO": _NO_ANSWER,
    "ESTALE": _NO_ANSWER,
    "ETIMEDOUT": _NO_ANSWER,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "EMFILE": "too many files are open",
    "ENFILE": "too many files are open",
    "ENAMETOOLONG": "its name is longer than the system takes",
    "EFBIG": "it would be larger than a file may be here",
}


def reason_of(exc: OSError | ValueError) -> str:
    """Return why the system refused a file, in words of ours for the common reasons, else in its own.

    What is no error of the system is raised by Python, for a path that no system takes.
    """
    if isinstance(exc, ValueError):
        return _NO_NAME
    return REASONS.get(errno.errorcode.get(exc.errno or 0, "")) or exc.strerror or str(exc)


def over(code: str, place: Place, limits: Limits, name: str) -> LimitError:
    """Return the error for a budget that was hit; its remedy names the budget and how to raise it.

    Args:
        code: Code of the finding.
        place: Where it was hit.
        limits: The budgets.
        name: Name of the one that was hit.
    """
    return LimitError([Finding(code, place, {"limit": getattr(limits, name), "budget": name})])


def as_errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the same findings, each weighing as an error (``--strict``, ``--final``)."""
    return [Finding(f.code, f.place, f.args, Severity.ERROR, f.clause) for f in findings]


def misused(name: str, wanted: str, value: object) -> UseError:
    """Return the error for an argument of a wrong type.

    Args:
        name: Name of the argument.
        wanted: What it must be, in words of the catalogue.
        value: What was given.
    """
    return UseError([Finding("O420", Place(), {"name": name, "wanted": wanted, "type": type(value).__name__})])


def checked_path(source: object, wanted: str = "the path of a file", name: str = "source") -> None:
    """Refuse what is no path.

    Args:
        source: What a caller gave.
        wanted: What it must be, in words of the catalogue.
        name: Name of the argument.

    Raises:
        UseError: It is something else.
    """
    if not isinstance(source, (str, os.PathLike)):
        raise misused(name, wanted, source)


def checked_remarks(remarks: object) -> None:
    """Refuse what cannot take remarks.

    Raises:
        UseError: It is neither a list nor left out.
    """
    if not (remarks is None or isinstance(remarks, list)):
        raise misused("remarks", "a list", remarks)


def checked_limits(limits: object) -> Limits:
    """Return budgets that a caller gave; those in force when there are none.

    Raises:
        UseError: They are something else.
    """
    if limits is None:
        return IN_FORCE.get()
    if not isinstance(limits, Limits):
        raise misused("limits", "docgen.limits.Limits", limits)
    return limits
