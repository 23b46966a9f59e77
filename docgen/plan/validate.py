"""From marked tree to `Plan`: every fault of a file at once, each with its line.

Codes: P101-P149 come from `docgen.plan.load`, P150-P179 from the fields, P180-P199 from the checks, P200-P229 from the references.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from docgen.errors import PlanError, checked_path, checked_remarks
from docgen.findings import LIKE_A_NAME, Finding, Place, Severity, errors, in_order, nearest
from docgen.limits import Limits
from docgen.plan.checks import check, leftovers
from docgen.plan.fields import BLOCKS, Block, term_of
from docgen.plan.load import full_width_signs, looks_like_text, mark_tree, read_tree, said_as_no, typed
from docgen.plan.marks import Mapping, Text, mark_of, place_of, texts
from docgen.plan.model import Frame, Plan, looks_like_frame
from docgen.plan.references import unknown_references

A_PLAN = "a plan or the path of its file"
PlanSource = str | os.PathLike[str] | dict[str, Any]
_B = TypeVar("_B", bound=Block)
_ENTRY_BY_ENTRY = ("names", "figures", "themes", "units", "people", *BLOCKS)


def load_plan(source: PlanSource, limits: Limits | None = None) -> Plan:
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
    if isinstance(tree, Mapping) and _is_something_else(tree):
        raise PlanError([Finding("O444" if looks_like_frame(tree) else "O443", Place(tree.mark.source.name))])
    plan, findings = _build(Plan, tree, source)
    findings += warnings
    if isinstance(tree, Mapping):
        findings += check(plan if plan is not None else _what_stands(tree), _registered(tree))
        findings += unknown_references(texts(tree), _registered(tree)) + leftovers(texts(tree), _registered(tree))
    found = in_order(_without_cascades(findings))
    if plan is None or errors(found):
        raise PlanError(found)
    plan.findings.extend(found)
    return plan


def texts_of(source: PlanSource, limits: Limits | None = None) -> list[Text]:
    """Return all texts of a plan file in their order, be the plan right or not; none when it is no YAML."""
    try:
        return list(texts(_tree(source, limits)[0]))
    except PlanError:
        return []


def _tree(source: PlanSource, limits: Limits | None) -> tuple[Any, list[Finding]]:
    if not isinstance(source, dict):
        checked_path(source, A_PLAN, "plan")
        return read_tree(source, limits)
    return (source if isinstance(source, Mapping) else mark_tree(source)), []


def _is_something_else(tree: Mapping) -> bool:
    """Whether a mapping has no field of a plan, not even a misspelt one."""
    return bool(tree) and not any(nearest(str(key), Plan.model_fields, LIKE_A_NAME) for key in tree)


def load_frame(source: str | os.PathLike[str]) -> Frame:
    """Return the default sentences that stand in a frame file beside a template.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no frame file.
    """
    tree, warnings = _read_as("a frame file", source, None)
    frame, findings = _build(Frame, tree, source)
    findings += warnings
    if frame is not None:
        notes = unknown_references(frame.note, ())
        findings += notes
        findings += leftovers(texts(tree), ())
        findings += [
            replace(f, severity=Severity.WARNING) for f in unknown_references(texts(tree), ()) if f not in notes
        ]
    found = in_order(findings)
    if frame is None or errors(found):
        raise PlanError(found)
    frame.findings.extend(found)
    return frame


def load_data(
    source: str | os.PathLike[str], limits: Limits | None = None, *, remarks: list[Finding] | None = None
) -> dict[str, Any]:
    """Return any YAML or JSON mapping as plain data for a template.

    Args:
        source: Path of the file.
        limits: Budgets for it.
        remarks: A list to which warnings are added: invisible characters, full-width signs in lists, words such as ``no`` that are
            no truth values.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is not a mapping.
    """
    checked_remarks(remarks)
    tree, warnings = _read_as("a file of data", source, limits)
    if not isinstance(tree, Mapping):
        raise PlanError([_not_a_mapping(tree, source)])
    if remarks is not None:
        remarks += in_order([*warnings, *said_as_no(tree), *full_width_signs(tree)])
    data: dict[str, Any] = typed(tree)
    return data


def _read_as(wanted: str, source: str | os.PathLike[str], limits: Limits | None) -> tuple[Any, list[Finding]]:
    """Return the tree of a file that is no plan; what is said of a wrong one does not speak of plans.

    Raises:
        PlanError: It is no YAML or JSON file, or empty.
    """
    checked_path(source)
    try:
        tree, warnings = read_tree(source, limits)
    except PlanError as exc:
        if exc.findings[0].code != "P106":
            raise
        raise PlanError([Finding("O446", exc.findings[0].place, {"wanted": wanted})]) from exc
    if tree is None:
        raise PlanError([Finding("O448", Place(os.fspath(source)), {"wanted": wanted})])
    return tree, warnings


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
    return looks_like_text(tree) or Finding(
        "P102", place_of(tree), {"found": "list" if isinstance(tree, list) else "text"}
    )


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
        field = str(error["loc"][-1])
        return Finding("P154", place, {"field": field, "term": term_of(field)})
    slip = looks_like_text(node) if context.get("code", "P153") == "P153" else None
    if slip:
        return slip
    if "code" in context:
        return Finding(context["code"], place, {k: v for k, v in context.items() if k != "code"})
    return Finding(
        "P153", place, {"found": "text" if isinstance(node, str) else "list" if isinstance(node, list) else "mapping"}
    )


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


def _what_stands(tree: Mapping) -> Plan:
    """Return the plan without its faulty parts, so that the rest can be checked in the same go.

    A fault in a list of facts or in a register costs the one entry, any other the whole block.
    """
    kept: dict[str, Any] = {key: value for key, value in tree.items() if key in Plan.model_fields}
    for entry_by_entry in (_ENTRY_BY_ENTRY, ()):
        try:
            return Plan.model_validate(kept, context={"findings": []})
        except ValidationError as exc:
            faulty: dict[str, set[Any]] = {}
            for error in exc.errors():
                key, entry = (*error["loc"], None, None)[:2]
                faulty.setdefault(str(key), set()).add(entry if key in entry_by_entry else None)
            for key, entries in faulty.items():
                kept[key] = _without(kept.get(key), entries)
    return Plan()


def _without(value: Any, entries: set[Any]) -> Any:
    """Return a block without some entries; nothing of it is left when a fault is the block's own."""
    if None in entries or not isinstance(value, (dict, list)):
        return None
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if k not in entries}
    return [v for n, v in enumerate(value) if n not in entries]
