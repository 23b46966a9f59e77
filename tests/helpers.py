"""What several tests share: small plans in a few lines, and documents drawn as text."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import docgen
from docgen.errors import DocgenError
from docgen.findings import Finding
from docgen.marked import Marked
from docgen.plan.load import parse_tree
from docgen.plan.model import Plan
from docgen.plan.validate import load_plan

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.yaml"))

SPEECH = "speech: {title: 标题}\n"


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    """Write a dedented text and return its path."""
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def plan(text: str) -> Plan:
    """Return the plan of a dedented YAML text; a speech is added when it has no document."""
    words = textwrap.dedent(text)
    if not any(line.startswith(("speech:", "notice:", "minutes:")) for line in words.splitlines()):
        words += "\n" + SPEECH
    tree, _ = parse_tree(words, "plan.yaml")
    return load_plan(tree)


def found(call: Any, *args: Any, **kwargs: Any) -> list[Finding]:
    """Return the findings of the docgen error that a call raises."""
    try:
        call(*args, **kwargs)
    except DocgenError as exc:
        return exc.findings
    msg = "nothing was refused"
    raise AssertionError(msg)


def codes(findings: list[Finding]) -> list[str]:
    """Return the codes of findings in their order."""
    return [f.code for f in findings]


def drawing(context: dict[str, Any]) -> str:
    """Return a composed body as text: role, then ‹head› and rest; gaps in []."""
    lines = []
    for paragraph in context["body"]:
        head = f"‹{_gaps(paragraph['head'])}›" if paragraph["head"] else ""
        lines.append(f"{paragraph['role']}: {head}{_gaps(paragraph['rest'])}")
    return "\n".join(lines)


def _gaps(text: str) -> str:
    return text.raw.replace("\ufdd0", "[").replace("\ufdd1", "]") if isinstance(text, Marked) else text


def assert_body(text: str, kind: str, expected: str) -> None:
    """Compose a plan given as YAML and compare the drawing of its body."""
    context = docgen.compose(plan(text), kind)
    assert drawing(context) == textwrap.dedent(expected).strip()
