"""The guide for template authors read as tests: outlines of templates beside their documents, faults beside their messages.

In an outline a line is a paragraph, ``‹words›`` are bold, ``⏎`` is a line break, ``⇥`` a tab, ``| cell | cell |`` a row of a table,
`` / `` parts the paragraphs of a cell. What Word keeps beside the text stands before it in brackets: ``[↔2]`` a cell as wide as two
columns, ``[↓]`` the first of cells made one, ``[↑]`` one that belongs to the cell above, ``[#FFFF00]`` a colour, ``[left 4]`` an
indent in characters; ``[6.5 3]`` are the widths of columns.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from dialect import drawn, table, word

from docgen.cli import main
from docgen.plan.load import parse_tree, typed
from docgen.press.template import Template
from docgen.standard import CHARACTER_TWIPS

LONGEST = 118  # columns of a message
HEADINGS = (["template", "document"], ["模板", "成文"])


def blocks(page: str, kind: str) -> list[str]:
    """Return the blocks of one kind of a page."""
    return re.findall(rf"^```{kind}\n(.*?)\n```$", page, re.DOTALL | re.MULTILINE)


def before_console(page: str) -> str:
    """Return the template that the commands of a page are run with: the outline before the first of them."""
    block = blocks(page[: page.index("```console")], "text")[-1]
    outline = columns(block)
    return block if outline is None else "\n".join(outline[0])


def data_of(page: str) -> dict[str, Any]:
    """Return the data that the examples of a page are filled with: its first block of YAML."""
    data: dict[str, Any] = typed(parse_tree(blocks(page, "yaml")[0], "data.yaml")[0])
    return data


def values_of(page: str) -> list[tuple[str, str]]:
    """Return the tags of the table of values, and what they print."""
    rows = re.findall(r"^\| `(\{\{ .*? \}\})` \| ([^|`]+) \|$", page, re.MULTILINE)
    return [(tag.replace("\\|", "|"), printed) for tag, printed in rows]


def columns(block: str) -> tuple[list[str], list[str]] | None:
    """Return an outline's template and document, line by line; ``None`` for another block."""
    head, *lines = block.split("\n")
    if head.split() not in HEADINGS:
        return None
    pairs = [re.fullmatch(r"(\S.*?)?(?: {3,}(.+))?", line).groups() for line in lines]  # type: ignore[union-attr]
    return [left for left, _ in pairs if left], [right for _, right in pairs if right]


def file_of(lines: list[str]) -> bytes:
    """Return the Word file that lines of an outline are."""
    typed = [re.sub("‹(.*?)›", "‹b:\\1›", line).replace("⏎", "\n").replace("⇥", "\t") for line in lines]
    typed = [line.replace(" / ", "¶") if line.startswith("| ") else line for line in typed]
    made: list[str] = []
    for in_table, group in groupby(typed, lambda line: line.startswith("| ")):
        lines_ = list(group)
        made += [table(*lines_)] if in_table else lines_
    return word(*made)


def document(lines: list[str], data: dict[str, Any]) -> list[str]:
    """Return the outline of what a template prints."""
    made = drawn(Template(file_of(lines)).render(data))
    widths = any("{% width" in line for line in lines)
    return [_shown(line) for line in made if widths or not line.startswith("table ")]


def _shown(line: str) -> str:
    if line.startswith("table "):
        return f"[{' '.join(_characters(width) for width in line.split()[1:])}]"
    line = re.sub(r"\[([^\]]*(?:=|ind )[^\]]*)\] ?", lambda m: f"[{_property(m[1])}] ", line)
    return line.replace("‹b:", "‹").replace("\n", "⏎").replace("\t", "⇥").replace("¶", " / ")


def _property(form: str) -> str:
    form = re.sub(r"gridSpan=(\d+)", r"↔\1", form).replace("vMerge=restart", "↓").replace("vMerge=continue", "↑")
    form = re.sub(r"shd=clear color=auto fill=(\w+)", r"#\1", form)
    sides = re.sub(r" ?\b\w+Chars=0|\bind ", "", form).replace("firstLine=", "first=").replace("hanging=", "first=-")
    tabs = re.findall(r"tab=(center) pos=(\d+)", form)
    found = tabs or re.findall(r"(left|right|first)=(-?\d+)", sides)
    words = [f"{name} {_characters(width)}" for name, width in sorted(found, key=lambda pair: pair[0] == "first")]
    aligned = re.search(r"jc=(\w+)", form)
    return ", ".join([*words, *([aligned[1]] if aligned else [])]) or form


def _characters(twips: str) -> str:
    return f"{int(twips) / CHARACTER_TWIPS:.2g}"


# --- the pages, renewed


def renewed(page: str) -> str:
    """Return a page with its outlines, messages and commands as they are today."""
    data, head = data_of(page), HEADINGS[HEADINGS[1] == _heading(page)]
    language = ["--lang", "zh"] if head == HEADINGS[1] else ["--lang", "en"]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("data.yaml").write_text(blocks(page, "yaml")[0], encoding="utf-8")
        page = re.sub(r"```text\n(.*?)\n```", lambda m: _renewed(m[1], data, head, language), page, flags=re.DOTALL)
        if "```console" in page:
            Path("own.docx").write_bytes(file_of(before_console(page).split("\n")))
        return re.sub(r"```console\n(.*?)\n```", lambda m: _told(m[1], language), page, flags=re.DOTALL)


def _heading(page: str) -> list[str]:
    return next(b for b in blocks(page, "text") if columns(b) is not None).split("\n")[0].split()


def _renewed(block: str, data: dict[str, Any], head: list[str], language: list[str]) -> str:
    outline = columns(block)
    template, _, messages = block.partition("\n\n")
    if outline is not None:
        block = _beside(head, outline[0], document(outline[0], data))
    elif messages.startswith("own.docx "):
        Path("own.docx").write_bytes(file_of(template.split("\n")))
        found = run([*language, "check", "own.docx", "--data", "data.yaml"])[:-1]
        block = "\n".join([template, "", *map(_broken, found)])
    return f"```text\n{block}\n```"


def _told(block: str, language: list[str]) -> str:
    lines = []
    for command in (line for line in block.split("\n") if line.startswith("$ docgen ")):
        words = command.removeprefix("$ docgen ").split()
        told = run(words if words[0] == "--lang" else [*language, *words])
        if "--annotate" in words:
            told = ["…", *told[next(at for at, line in enumerate(told) if line.endswith(" marked.docx")) :]]
        if "json" in words:
            told = [*told[: told.index("  },") + 1], "…"]
        lines += [command, *map(_broken, told)]
    return "\n".join(["```console", *lines, "```"])


def run(words: list[str]) -> list[str]:
    """Return what a command says, line by line."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(words)
    return said.getvalue().rstrip("\n").split("\n")


def _beside(head: list[str], left: list[str], right: list[str]) -> str:
    width = max(map(_wide, [head[0], *left])) + 3
    pairs = zip_longest([head[0], *left], [head[1], *right], fillvalue="")
    return "\n".join(f"{a}{' ' * (width - _wide(a))}{b}".rstrip() for a, b in pairs)


def _broken(line: str) -> str:
    """Return a message as the page shows it: without its list of names, in lines that are not too long."""
    line = re.sub(r"(nown names: |可用的名称：)absentees, [\w, ]*\w", r"\1absentees, …", line)
    lines = [""]
    for word_ in re.findall(r"[^ ，；。：、]+[，；。：、]*| |[，；。：、]", line) if _wide(line) > LONGEST else [line]:
        if lines[-1].strip() and _wide(lines[-1] + word_) > LONGEST:
            lines.append("")
        lines[-1] += word_ if lines[-1] or len(lines) == 1 else word_.lstrip()
    return "\n".join(line.rstrip() for line in lines)


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
