"""Every budget, with its default. An error that hits one names it."""

from __future__ import annotations

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
    loop_turns: int = 1_000_000
    output_chars: int = 50_000_000
    value_length: int = 1_000_000
    render_seconds: float = 5


DEFAULT_LIMITS = Limits()
