"""What checkers say: a fault, its place, and nothing else.

A finding holds no sentence. `docgen.messages` turns its code and arguments into a sentence and a remedy in the
reader's language, so the same finding serves a Chinese clerk, an English log and a JSON reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from docgen.patterns import late

_STEERING = late("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LIKE_A_NAME = 0.65  # how much two names share when one may be meant for the other
_SHORT = 3  # characters of a name
MOST_ALIKE = 20  # findings of one code that a check reports; more tell nothing new


class Severity(StrEnum):
    """How much a finding weighs: an error refuses, a warning is told, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def visible(words: str) -> str:
    """Return a text with the signs that steer a terminal or turn its lines written out."""
    return _STEERING.sub(lambda m: repr(m[0])[1:-1], words)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in a text file, in a Word file, or at a path of the plan.

    Lines, columns, paragraphs, tables and rows count from 1, paragraphs and tables through the whole part; beside a table
    and a row, ``column`` is the cell. What is not known is ``None`` or empty. ``offset``, in characters of the paragraph, puts
    findings in their order and is told to nobody.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    part: str = ""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    fragment: str = ""
    offset: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        """Return ``file:line:column`` (or ``file: part, paragraph n``), with the plan path behind it."""
        column = None if self.table else self.column
        head = ":".join(str(x) for x in (self.file, self.line, column) if x not in ("", None))
        where = [x for x in (self.part, f"¶{self.paragraph}" if self.paragraph else "", self.path) if x]
        if self.fragment:
            where.append(f"“{self.fragment}”")
        return visible(" ".join(x for x in (head, " ".join(where)) if x))

    def as_dict(self) -> dict[str, Any]:
        """Return the known fields only, by name."""
        names = ("file", "line", "path", "part", "paragraph", "table", "row", "column", "fragment")
        return {n: v for n in names if (v := getattr(self, n)) not in ("", None)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    Attributes:
        code: Stable code, a letter (P plan, T template, F format, W wording, A agreement, L ledger, I import, O file) and three digits.
        place: Where it stands.
        args: Values that the catalogue's sentence names.
        severity: Weight of this finding.
        clause: Clause of the standard it rests on, or ``''``.
    """

    code: str
    place: Place = Place()
    args: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    clause: str = ""

    @property
    def is_error(self) -> bool:
        """True when the finding refuses the work."""
        return self.severity is Severity.ERROR


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are errors, in their order."""
    return [f for f in findings if f.is_error]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without repeats, sorted by file, line, column and code."""

    def key(finding: Finding) -> tuple[str, int, int, str]:
        place = finding.place
        return place.file, place.line or 0, place.column or 0, finding.code

    return sorted(once(findings), key=key)


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without repeats, in their order."""
    kept: dict[tuple[str, Place, tuple[tuple[str, str], ...]], Finding] = {}
    for finding in findings:
        args = tuple((k, str(v)) for k, v in sorted(finding.args.items()))
        kept.setdefault((finding.code, finding.place, args), finding)
    return list(kept.values())


def nearest(word: str, known: Iterable[str], likeness: float = 0.4) -> str:
    """Return the known name that is most like a misspelt one, for the remedy; ``''`` when none is near."""
    names = list(known)
    if word in names:
        return word
    import difflib  # which most runs do not need

    cutoff = likeness if len(word) > _SHORT else min(likeness, 0.5)  # of two Chinese characters, one is much
    near = difflib.get_close_matches(word, names, n=1, cutoff=cutoff)
    return near[0] if near else ""
