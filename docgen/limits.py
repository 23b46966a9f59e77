"""Every budget, with its default. An error that hits one names it.

Whoever reads takes ``limits``; what is given none goes by those in force. That is a context variable and no global: it holds for
one thread and what is called in it, so that one thread of a server may allow more than another. A thread that is started
anew begins with the defaults, unless it runs in a copy of the context; so does a process.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets for what comes in from outside.

    Attributes:
        yaml_bytes: Size of a YAML or JSON file, bytes.
        yaml_depth: Nesting of mappings and lists.
        yaml_nodes: Values in a file after aliases are followed.
        text_length: Characters of one value.
        name_depth: Names within names.
        grown_length: Characters of one text once its names are put in.
        document_length: Characters that all texts of one document print.
        docx_bytes: Size of a Word file, bytes.
        docx_members: Members of the package.
        part_bytes: Expanded size of one part, bytes.
        package_bytes: Expanded size of all parts, bytes.
        list_bytes: Expanded size of a part that lists others ([Content_Types].xml, .rels), bytes.
        ratio: Expanded size over packed size, once a part is larger than 100 KiB. Ten thousand equal table rows reach 200,
            what was made to burst reaches 1,000.
        sheet_cells: Cells of one sheet of a workbook.
        template_tags: Tags of a template.
        template_signs: Characters of all its tags.
        template_steps: Names, values, operations and calls in all its tags.
        loop_turns: Turns of all loops of a template in one render.
        output_chars: Characters of one document; those of a table whose cells are counted or merged count three times, as its memory does.
        value_length: Characters of a text, or items of a list, that a tag makes.
        render_seconds: Processor time for one render, seconds. Ten thousand table rows take a tenth of one.
    """

    yaml_bytes: int = 20_000_000
    yaml_depth: int = 50
    yaml_nodes: int = 1_000_000
    text_length: int = 200_000
    name_depth: int = 50
    grown_length: int = 1_000_000
    document_length: int = 50_000_000
    docx_bytes: int = 50_000_000
    docx_members: int = 1_000
    part_bytes: int = 50_000_000
    package_bytes: int = 200_000_000
    list_bytes: int = 4_000_000
    ratio: int = 500
    sheet_cells: int = 500_000
    template_tags: int = 10_000
    template_signs: int = 300_000
    template_steps: int = 30_000
    loop_turns: int = 1_000_000
    output_chars: int = 50_000_000
    value_length: int = 1_000_000
    render_seconds: float = 5


DEFAULT_LIMITS = Limits()
IN_FORCE: ContextVar[Limits] = ContextVar("limits", default=DEFAULT_LIMITS)
_MOST = 10**12
_DEEPEST = {"yaml_depth": 200, "name_depth": 100}  # what is gone through by recursion


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Let these budgets be in force for all that is called inside and given none."""
    token = IN_FORCE.set(limits)
    try:
        yield
    finally:
        IN_FORCE.reset(token)


def most_of(name: str) -> int:
    """Return the largest number that an option may set a budget to."""
    return _DEEPEST.get(name, _MOST)


def read_number(name: str, words: str) -> int | float | None:
    """Return the number for a budget that somebody typed; ``None`` when it is none that it can be set to."""
    try:
        number = float(words) if Limits.__annotations__[name] == "float" else int(words)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 < number <= most_of(name) else None
