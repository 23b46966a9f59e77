"""The house style of an office: what it wants otherwise than the standard, and which findings it accepts, with the reason.

A house style is a small YAML file::

    values:
      page_number_place: centre
      bold_levels: [2]
    accept:
      - rule: F212
        reason: 局领导讲话稿段间空一行
        where: 同志们

What it wants otherwise is shown as a deviation from the standard, never hidden.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from docgen.catalogue.whole import CATALOGUE
from docgen.errors import HouseError
from docgen.findings import LIKE_A_NAME, Finding, Place, Severity, nearest
from docgen.plan.load import read_tree, typed
from docgen.plan.marks import place_of
from docgen.rules.wanted import PLACES, STANDARD, Wanted

_PARTS = ("values", "accept")
_ACCEPT = ("rule", "reason", "where")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that an office accepts.

    Attributes:
        code: Code of the findings.
        reason: Why.
        where: Words of the paragraph; everywhere when empty.
        place: Where it is written in the house style.
    """

    code: str
    reason: str
    where: str
    place: Place

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one of these."""
        return finding.code == self.code and self.where in finding.place.fragment


@dataclass(frozen=True, slots=True)
class House:
    """A house style: what is wanted, and what is accepted."""

    wanted: Wanted = STANDARD
    accepted: Sequence[Accepted] = ()
    name: str = ""
    changed: Mapping[str, Any] = field(default_factory=dict)

    def sorted_out(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, Accepted]]]:
        """Return the findings that count, and those that are accepted, each with the entry that accepts it."""
        kept: list[Finding] = []
        accepted: list[tuple[Finding, Accepted]] = []
        for finding in findings:
            entry = next((entry for entry in self.accepted if entry.covers(finding)), None)
            if entry is None:
                kept.append(finding)
            else:
                accepted.append((finding, entry))
        return kept, accepted

    def unused(self, used: Iterable[Accepted]) -> list[Finding]:
        """Return a warning for each entry that accepted nothing."""
        known = list(used)
        return [
            Finding("F982", entry.place, {"rule": entry.code}, Severity.NOTE)
            for entry in self.accepted
            if not any(entry is other for other in known)
        ]


def load_house(source: str | os.PathLike[str]) -> House:
    """Return the house style in a YAML file.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no YAML.
        HouseError: It says what a house style cannot say; all faults are told.
    """
    tree, _ = read_tree(source)
    name = os.fspath(source)
    if not isinstance(tree, Mapping):
        raise HouseError([Finding("F980", Place(name), {"known": ", ".join(_PARTS)})])
    faults = [_unknown(key, _PARTS) for key in tree if key not in _PARTS]
    changed, wrong = _values(tree.get("values"))
    entries, also_wrong = _entries(tree.get("accept"))
    if faults or wrong or also_wrong:
        raise HouseError([*faults, *wrong, *also_wrong])
    return House(replace(STANDARD, **changed), tuple(entries), name, changed)


def _values(values: Any) -> tuple[dict[str, Any], list[Finding]]:
    """Return what is wanted otherwise; every value knows where it was typed."""
    known = [f.name for f in fields(Wanted)]
    changed: dict[str, Any] = {}
    faults: list[Finding] = []
    if values is not None and not isinstance(values, Mapping):
        return {}, [Finding("F980", place_of(values), {"known": ", ".join(known)})]
    for key, value in (values or {}).items():
        usual = getattr(STANDARD, key, None)
        taken = _taken(typed(value), usual, str(key)) if key in known else None
        if key not in known:
            faults.append(_unknown(key, known))
        elif taken is None:
            faults.append(Finding("F981", place_of(value), {"name": str(key), "wanted": _shape(usual)}))
        else:
            changed[str(key)] = taken
    return changed, faults


def _entries(accept: Any) -> tuple[list[Accepted], list[Finding]]:
    if accept is not None and not isinstance(accept, list):
        return [], [Finding("F984", place_of(accept), {"known": ", ".join(_ACCEPT)})]
    entries: list[Accepted] = []
    faults: list[Finding] = []
    for entry in accept or []:
        said = typed(entry)
        if not isinstance(said, Mapping) or not all(isinstance(said.get(key, ""), str) for key in _ACCEPT):
            faults.append(Finding("F984", place_of(entry), {"known": ", ".join(_ACCEPT)}))
            continue
        faults += [_unknown(key, _ACCEPT) for key in entry if key not in _ACCEPT]
        code, reason = str(said.get("rule", "")), str(said.get("reason", "")).strip()
        if code not in CATALOGUE:
            near = nearest(code, CATALOGUE, LIKE_A_NAME)
            faults.append(Finding("F983", place_of(entry.get("rule", entry)), {"rule": code, "near": near}))
        elif not reason:
            faults.append(Finding("F985", place_of(entry), {"rule": code}))
        else:
            entries.append(Accepted(code, reason, str(said.get("where", "")), place_of(entry)))
    return entries, faults


def _unknown(key: Any, known: Sequence[str]) -> Finding:
    return Finding(
        "F986", place_of(key), {"name": str(key), "near": nearest(str(key), known), "known": ", ".join(known)}
    )


def _taken(value: Any, usual: Any, name: str) -> Any:
    """Return a value in the shape of the usual one; ``None`` when it has another."""
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else None
    if isinstance(usual, (int, float)):
        right = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        return value if right and (value == int(value) or not isinstance(usual, int)) else None
    if isinstance(usual, str):
        return str(value) if isinstance(value, str) and str(value) in PLACES else None
    if not isinstance(value, list):
        return None
    if name == "bold_levels":
        return (
            tuple(value) if all(isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= 4 for v in value) else None
        )
    first = usual[0]
    taken = [str(v) if isinstance(v, str) and isinstance(first, str) else _taken(v, first, "") for v in value]
    same_length = len(taken) == len(usual) or isinstance(first, str)
    return tuple(taken) if taken and same_length and all(v is not None for v in taken) else None


def _shape(usual: Any) -> str:
    """Return an example of a value, as it is written in YAML."""
    if isinstance(usual, bool):
        return "true / false"
    if isinstance(usual, str):
        return " / ".join(PLACES)
    if isinstance(usual, tuple):
        return (
            f"[{', '.join(_shape(item) for item in usual[:4]) or '1, 2'}]"
            if not usual or not isinstance(usual[0], str)
            else f"[{usual[0]}, …]"
        )
    return f"{usual:g}"
