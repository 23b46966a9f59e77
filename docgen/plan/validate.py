"""From marked tree to `Plan`: every fault of a file at once, each with its line.

Codes: P101-P149 come from `docgen.plan.load`, P150-P179 from the fields, P180-P199 and P201-P213 from here and the references.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from docgen.errors import PlanError
from docgen.findings import Finding, Place, Severity, errors, in_order, nearest
from docgen.limits import DEFAULT_LIMITS, Limits
from docgen.plan.fields import Block
from docgen.plan.load import looks_like_text, mark_tree, read_tree, typed
from docgen.plan.marks import Mapping, Source, Text, mark_of, place_of, texts
from docgen.plan.model import Frame, Plan, Point, Theme, walk
from docgen.plan.references import COUNT, MEETING, OWN, Resolver, unknown_references

PlanSource = str | os.PathLike[str] | dict[str, Any]
_B = TypeVar("_B", bound=Block)


def load_plan(source: PlanSource, limits: Limits = DEFAULT_LIMITS) -> Plan:
    """Return the plan in a YAML or JSON file, or in a Python mapping of the same shape.

    Args:
        source: Path of the file, or the data.
        limits: Budgets for the file.

    Raises:
        FileError: The file cannot be read.
        LimitError: It goes past a budget.
        PlanError: It is no plan; ``findings`` holds every fault found.
    """
    tree, warnings = _tree(source, limits)
    plan, findings = _build(Plan, tree, source)
    findings += warnings
    if plan is not None:
        findings += _check(plan)
    if isinstance(tree, Mapping):
        findings += unknown_references(texts(tree), _registered(tree))
    found = in_order(_without_cascades(findings))
    if plan is None or errors(found):
        raise PlanError(found)
    plan.findings.extend(found)
    return plan


def _tree(source: PlanSource, limits: Limits) -> tuple[Any, list[Finding]]:
    if not isinstance(source, dict):
        return read_tree(source, limits)
    return (source if isinstance(source, Mapping) else mark_tree(source)), []


def load_frame(source: str | os.PathLike[str]) -> Frame:
    """Return the default sentences that stand in a frame file beside a template.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no frame file.
    """
    tree, _ = read_tree(source)
    frame, findings = _build(Frame, tree, source)
    if frame is None or errors(findings):
        raise PlanError(in_order(findings))
    return frame


def load_data(source: str | os.PathLike[str], limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """Return any YAML or JSON mapping as plain data for a template.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is not a mapping.
    """
    tree, _ = read_tree(source, limits)
    if not isinstance(tree, Mapping):
        raise PlanError([_not_a_mapping(tree, source)])
    data: dict[str, Any] = typed(tree)
    return data


def _build(model: type[_B], tree: Any, source: PlanSource) -> tuple[_B | None, list[Finding]]:
    """Return the block, and what was wrong with it; no block when a fault left a hole in it."""
    if not isinstance(tree, Mapping):
        return None, [_not_a_mapping(tree, source)]
    findings: list[Finding] = []
    try:
        return model.model_validate(tree, context={"findings": findings}), findings
    except ValidationError as exc:
        return None, findings + [_finding(error, tree) for error in exc.errors()]


def _not_a_mapping(tree: Any, source: PlanSource) -> Finding:
    name = "" if isinstance(source, dict) else os.fspath(source)
    if tree is None:
        return Finding("P101", Place(name))
    mark = mark_of(tree)
    slip = looks_like_text(Source(name, mark.source.text)) if mark and isinstance(tree, Text) else None
    return slip or Finding("P102", place_of(tree), {"found": "list" if isinstance(tree, list) else "text"})


def _finding(error: Any, tree: Any) -> Finding:
    """Return the finding for one of pydantic's errors, at the deepest value of the tree that its path reaches."""
    node, path = tree, ""
    place = place_of(tree)
    for step in error["loc"]:
        if isinstance(step, int) and isinstance(node, list) and step < len(node):
            path = f"{path}[{step}]"
            node = node[step]
        elif isinstance(step, str) and isinstance(node, dict) and step in node:
            path = f"{path}.{step}" if path else step
            place = node.key_mark(step).place() if isinstance(node, Mapping) and node[step] is None else place
            node = node[step]
        elif isinstance(step, str) and error["type"] == "missing":
            path = f"{path}.{step}" if path else step
            continue
        else:
            continue
        place = place_of(node) if mark_of(node) else place
    context = error.get("ctx") or {}
    place = Place(place.file, place.line, place.column, path)
    if error["type"] == "missing":
        return Finding("P154", place, {"field": str(error["loc"][-1])})
    if "code" in context:
        return Finding(context["code"], place, {k: v for k, v in context.items() if k != "code"})
    return Finding(
        "P153", place, {"found": "text" if isinstance(node, str) else "list" if isinstance(node, list) else "mapping"}
    )


def _check(plan: Plan) -> list[Finding]:
    """Return what the registers and references of a whole plan get wrong."""
    findings = list(_check_names(plan))
    resolver = Resolver(plan)
    for name in [*plan.names, *plan.figures]:
        resolver.words(f"【{name}】")
    for theme in plan.themes:
        resolver.label(theme)
    findings += [f for f in resolver.findings if f.is_error]
    findings += _check_themes(plan)
    findings += _check_deadlines(plan)
    return findings


def _without_cascades(findings: list[Finding]) -> list[Finding]:
    """Drop what only follows from a misspelt key: the field it was meant for is missing, so its block says nothing."""
    misspelt = {
        f.place.path.rpartition(".")[0]: f.args["near"] for f in findings if f.code == "P150" and f.args["near"]
    }

    def follows(finding: Finding) -> bool:
        block, _, field = finding.place.path.rpartition(".")
        if finding.code == "P154":
            return misspelt.get(block) == field
        return finding.code in ("P157", "P163", "P164") and finding.place.path in misspelt

    return [f for f in findings if not follows(f)]


def _registered(tree: Mapping) -> set[str]:
    """Return the names in the registers of a file, be they right or wrong otherwise."""
    registers = (tree.get(key) for key in ("names", "figures"))
    return {str(name) for register in registers if isinstance(register, dict) for name in register}


def _check_names(plan: Plan) -> Iterable[Finding]:
    for name in plan.names:
        entry = plan.names[name]
        if name in plan.figures:
            yield Finding("P180", entry.place(f"names.{name}"), {"name": name})
        if name in (COUNT, *OWN, *MEETING) or any(c in name for c in "【】|｜？"):
            yield Finding("P181", entry.place(f"names.{name}"), {"name": name})
    for name, figure in plan.figures.items():
        if name in (COUNT, *OWN, *MEETING) or any(c in name for c in "【】|｜？"):
            yield Finding("P181", figure.place(f"figures.{name}"), {"name": name})


def _check_themes(plan: Plan) -> Iterable[Finding]:
    known: dict[str, Theme] = {}
    for theme in plan.themes:
        if theme.id in known:
            yield Finding("P182", place_of(theme.id), {"id": str(theme.id)})
        known[theme.id] = theme
    for point in _points(plan):
        if point.theme is not None and point.theme not in known:
            yield Finding(
                "P183",
                place_of(point.theme),
                {"id": str(point.theme), "known": "、".join(known), "near": nearest(point.theme, known)},
            )


def _check_deadlines(plan: Plan) -> Iterable[Finding]:
    for point in _points(plan):
        if point.deadline is None or "？" in point.deadline.say:
            continue
        due = point.deadline.due(plan.year)
        if due.needs_year:
            yield Finding("P185", place_of(point.deadline.say), {"phrase": str(point.deadline.say)}, Severity.WARNING)
        elif due.date is None and not due.standing:
            yield Finding("P184", place_of(point.deadline.say), {"phrase": str(point.deadline.say)}, Severity.WARNING)


def _points(plan: Plan) -> Iterable[Point]:
    for block in ("achievements", "problems", "significance", "tasks", "requirements"):
        yield from walk(plan.block(block))
    for document in (plan.speech, plan.notice, plan.minutes):
        stack = list(document.outline or []) if document else []
        while stack:
            item = stack.pop()
            if isinstance(item, Point):
                yield from walk([item])
            stack.extend(getattr(item, "body", []))
