"""What a rule is, and what it says of a spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from docgen.findings import Finding, Place, Severity
from docgen.pages.elements import Elements
from docgen.pages.facts import Document
from docgen.rules.wanted import Wanted


class Strength(StrEnum):
    """How firmly a clause speaks; only what it states flatly is an error."""

    MUST = "M"  # the standard states it flatly
    GENERALLY = "G"  # it says 一般
    RECOMMENDED = "R"  # it says 推荐
    MAY = "C"  # it says 可以
    PRACTICE = "X"  # not in the standard


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a rule is handed: the document as facts, its elements as they were recognised, and what is wanted of it."""

    document: Document
    elements: Elements
    wanted: Wanted

    @property
    def covered(self) -> bool:
        """Whether the standard rules this document; of speeches and papers of other kinds it says nothing."""
        return self.elements.layout not in ("speech", "plain")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one spot.

    Attributes:
        ok: Whether the spot is as it should be; ``None`` when the file does not tell.
        place: The spot.
        found: What is there, in words that need no translation (``37.0 mm``, ``黑体``) or that the catalogue knows.
        wanted: What should be there, likewise.
        args: What else the sentence of a finding names.
    """

    ok: bool | None
    place: Place
    found: str = ""
    wanted: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: ``F`` and three digits; never used again for another.
        clause: Where it is written, such as ``GB/T 9704-2012 5.2.1``.
        strength: How firmly.
        looks_at: What it judges, a word of the table of elements.
        good: What it takes for right, as XML, text or a sketch.
        bad: What it finds.
        judge: Yields a verdict for every spot that it looks at; none when the document has no such spot.
    """

    code: str
    clause: str
    strength: Strength
    looks_at: str
    good: str
    bad: str
    judge: Callable[[Sheet], Iterable[Verdict]]

    def finding(self, verdict: Verdict, *, covered: bool = True) -> Finding:
        """Return what a verdict that is not right tells: an error where the standard states it flatly.

        Args:
            verdict: What was found.
            covered: The standard rules the document; a speech borrows its measures and is only warned, but of a file that
                programs refuse.
        """
        ruled = covered or self.looks_at == "file"
        weight = Severity.ERROR if self.strength is Strength.MUST and ruled else Severity.WARNING
        args = {"found": verdict.found, "wanted": verdict.wanted, **verdict.args}
        return Finding(self.code, verdict.place, args, weight, self.clause)


Judge = Callable[[Sheet], Iterable[Verdict]]


def rule(code: str, clause: str, strength: Strength, looks_at: str, *, good: str, bad: str) -> Callable[[Judge], Rule]:
    """Make a rule of the function below: its sentence, remedy and reason stand in the catalogue under the same code."""

    def made(judge: Judge) -> Rule:
        return Rule(code, clause, strength, looks_at, good, bad, judge)

    return made
