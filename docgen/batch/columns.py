"""What the columns of a table mean in a plan: a name or figure of its registers, a field of the document, a place by its path.

Codes: O510, O528.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from docgen.batch.prepared import Steps
from docgen.errors import PlanError
from docgen.findings import Finding, Place, Severity, nearest
from docgen.plan.fields import Block
from docgen.plan.model import Plan
from docgen.plan.write import steps_of

_REGISTERS = ("names", "figures")
_LIKE = 0.5  # how much of its name a column shares with what it may be meant for


def meant_by(
    columns: Sequence[str], tree: Mapping[str, Any], kinds: Iterable[str], only_named: Collection[str], file: str
) -> dict[str, dict[str, Steps]]:
    """Return where the values of each column go in a plan: by kind and column.

    A column is a name or figure of the plan's registers (收件人), the Chinese term of a field of the document (主送机关), or a path
    (``notice.document_number``, ``names.收件人``).

    Args:
        columns: Names of the columns.
        tree: The tree of the plan.
        kinds: Names of the kinds that are built.
        only_named: Columns that are used in file names; these may mean nothing in the plan.
        file: The table, for messages.

    Raises:
        PlanError: A column means nothing.
    """
    found: dict[str, dict[str, Steps]] = {kind: {} for kind in kinds}
    for column in columns:
        steps = _of_register(column, tree) or _of_path(column)
        for kind, places in found.items():
            place = steps or _of_field(column, kind)
            if place is not None:
                places[column] = place
    unknown = [c for c in columns if c not in only_named and not any(c in places for places in found.values())]
    if unknown:
        raise PlanError(
            [Finding("O510", Place(file), {"column": c, "near": nearest(c, _known(tree, found))}) for c in unknown]
        )
    return found


def misnamed(columns: Iterable[str], tree: Mapping[str, Any], kinds: Collection[str], file: str) -> list[Finding]:
    """Return a warning for each column that means nothing in a plan and is almost named like what does.

    Args:
        columns: Columns that are used in file names alone.
        tree: The tree of the plan.
        kinds: Names of the kinds that are built.
        file: The table, for messages.
    """
    near = {column: nearest(column, _known(tree, kinds), _LIKE) for column in columns}
    return [
        Finding("O528", Place(file), {"column": c, "near": name}, Severity.WARNING) for c, name in near.items() if name
    ]


def _of_register(column: str, tree: Mapping[str, Any]) -> Steps | None:
    for register in _REGISTERS:
        entries = tree.get(register)
        if isinstance(entries, dict) and column in entries:
            return register, column
    return None


def _of_path(column: str) -> Steps | None:
    """Return the steps of a path into a plan; a register's name may hold dots itself."""
    head, dot, rest = column.partition(".")
    if not dot or head not in Plan.model_fields:
        return None
    return (head, rest) if head in _REGISTERS else steps_of(column)


def _of_field(column: str, kind: str) -> Steps | None:
    field = _fields_of(kind).get(column)
    return (kind, field) if field else None


def _fields_of(kind: str) -> dict[str, str]:
    """Return the fields of a kind's front matter by their Chinese terms."""
    blocks = (part for part in getattr(Plan.model_fields[kind].annotation, "__args__", ()) if isinstance(part, type))
    block = next(part for part in blocks if issubclass(part, Block))
    return {str(field.title): field.alias or name for name, field in block.model_fields.items()}


def _known(tree: Mapping[str, Any], kinds: Iterable[str]) -> list[str]:
    registers = [str(name) for register in _REGISTERS for name in tree.get(register) or ()]
    return [*registers, *(term for kind in kinds for term in _fields_of(kind))]
