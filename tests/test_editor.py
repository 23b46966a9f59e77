"""What an editor with yaml-language-server shows to somebody who writes a plan."""

from __future__ import annotations

import json
import os
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import pytest
from helpers import SAMPLES
from lsp import Editor, server_command
from pydantic import WithJsonSchema

from docgen import plan_schema
from docgen.messages import translate
from docgen.plan.fields import Block, Read, as_list
from docgen.plan.model import Plan
from docgen.plan.points import Point

pytestmark = pytest.mark.node

SCHEMA = "plan.schema.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("editor")
    (path / SCHEMA).write_text(json.dumps(plan_schema("zh_CN"), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server() -> list[str]:
    command = server_command()
    if command is None:
        reason = "yaml-language-server is missing; `npm install --global yaml-language-server` brings it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return command


@pytest.fixture(scope="module")
def editor(server: list[str], folder: Path) -> Iterator[Editor]:
    editor = Editor(server, folder, folder / SCHEMA)
    yield editor
    editor.close()


# --- a plan that uses every field ------------------------------------------------------------------------------------


@dataclass
class Spot:
    """Where a field name stands in the text, and what belongs there."""

    block: str
    name: str
    term: str
    sentence: str
    line: int = 0
    column: int = 0


@dataclass
class Draft:
    """The text of a plan made from the model, and the place of every field name in it."""

    lines: list[str] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def write(self, value: Any, indent: int) -> None:
        """Append a mapping (pairs of `Spot` or key, and value), or a list."""
        margin = " " * indent
        if isinstance(value, dict):
            for key, item in value.values():
                name = key.name if isinstance(key, Spot) else key
                if isinstance(key, Spot):
                    key.line, key.column = len(self.lines), indent + len(name) // 2
                    self.spots.append(key)
                self.lines.append(f"{margin}{name}:" + (f" {item}" if isinstance(item, str) else ""))
                if not isinstance(item, str):
                    self.write(item, indent + 2)
            return
        for item in value:
            first = len(self.lines)
            if isinstance(item, str):
                self.lines.append(f"{margin}- {item}")
            else:
                self.write(item, indent + 2)
                self.lines[first] = f"{margin}- {self.lines[first][indent + 2 :]}"


def example(annotation: Any, inside: tuple[type, ...], *, short: bool) -> Any:
    """Return a value that the annotation allows; ``None`` where a block would have to stand inside itself.

    Args:
        annotation: Type of a field.
        inside: Blocks that the value stands in.
        short: Write one item for a list and a text for a block, where that is allowed.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        shown = [
            m.shown if isinstance(m, Read) else m.json_schema
            for m in arguments[1:]
            if isinstance(m, (Read, WithJsonSchema))
        ]
        shape = next(iter(shown), None)
        if shape is None:
            value = example(arguments[0], inside, short=short)
            alone = any(getattr(m, "change", None) is as_list for m in arguments[1:])
            return value[0] if short and alone and value else value
        if shape.get("type") == "array":
            return [["文字"]]
        return str(shape["enum"][0]) if "enum" in shape else "1" if shape.get("type") == "integer" else "文字"
    if origin in (types.UnionType, typing.Union):
        return next(v for v in examples(annotation, inside, short=short) if v is not None)
    if origin is list:
        return examples(arguments[0], inside, short=short)
    if origin is dict:
        return {"某": ("某", example(arguments[1], inside, short=short))}
    if short and annotation.text_field:
        return "文字"
    if annotation in inside:
        return "文字" if annotation.text_field else None
    return mapping(annotation, (*inside, annotation), short=short)


def examples(annotation: Any, inside: tuple[type, ...], *, short: bool) -> list[Any]:
    """Return a value for each alternative of the annotation."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated and typing.get_origin(arguments[0]) in (types.UnionType, typing.Union):
        return examples(arguments[0], inside, short=short)
    if origin in (types.UnionType, typing.Union):
        found = [example(a, inside, short=short) for a in arguments if a is not types.NoneType]
    else:
        found = [example(annotation, inside, short=short)]
    return [value for value in found if value is not None]


def mapping(block: type[Block], inside: tuple[type, ...] = (), *, short: bool = False) -> dict[str, Any]:
    """Return every field of a block, each with an example."""
    out: dict[str, Any] = {}
    hints = typing.get_type_hints(block, include_extras=True)
    for name, info in block.model_fields.items():
        annotation = hints[name]
        value = example(annotation, inside, short=short)
        if value not in (None, []):
            key = info.alias or name
            assert info.title, f"{block.__name__}.{key} has no Chinese term"
            assert info.description, f"{block.__name__}.{key} has no sentence"
            spot = Spot(block.__name__, key, info.title, translate(info.description, "zh_CN"))
            out[key] = (spot, value)
    return out


def draft(*, short: bool = False) -> Draft:
    """Return a plan that uses every field, each list and block written out, or each as short as it may be."""
    plan = Draft()
    plan.write(mapping(Plan, (Plan,), short=short), 0)
    return plan


def names_of(block: type[Block]) -> set[str]:
    return {info.alias or name for name, info in block.model_fields.items()}


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_plan_made_from_the_model_uses_every_field() -> None:
    schema = plan_schema()
    declared = {(name, key) for name, shape in schema["$defs"].items() for key in shape["properties"]}
    declared |= {("Plan", key) for key in schema["properties"]}
    assert {(spot.block, spot.name) for spot in draft().spots} == declared


def test_hover_over_every_field_shows_its_chinese_term_and_sentence(editor: Editor) -> None:
    plan = draft()
    assert editor.open("every-field.yaml", "\n".join(plan.lines)) == []
    silent = []
    for spot in plan.spots:
        shown = editor.hover("every-field.yaml", spot.line, spot.column)
        if spot.term not in shown.splitlines()[0] or spot.sentence not in shown or "||" in shown.splitlines()[0]:
            silent.append(f"line {spot.line + 1}: {spot.block}.{spot.name} shows {shown!r}")
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("short", [False, True], ids=["written out", "as short as may be"])
def test_every_way_to_write_a_field_is_accepted(editor: Editor, short: bool) -> None:
    assert editor.open(f"accepted-{short}.yaml", "\n".join(draft(short=short).lines)) == []


def test_completion_offers_every_field_of_a_plan(editor: Editor) -> None:
    editor.open("top.yaml", "docgen: 1\n\n")
    offered = editor.offers("top.yaml", 1, 0)
    assert set(offered) == names_of(Plan) - {"docgen"}
    assert offered["tasks"]["documentation"].startswith("任务：")
    assert "null" not in json.dumps(offered)


def test_completion_offers_every_field_of_a_task(editor: Editor) -> None:
    editor.open("task.yaml", "tasks:\n  - text: 做好一件事。\n    \n")
    offered = editor.offers("task.yaml", 2, 4)
    assert set(offered) == names_of(Point) - {"text"}
    assert offered["lead_unit"]["documentation"].startswith("牵头单位：")
    assert offered["deadline"]["documentation"].startswith("完成时限：")


def test_completion_offers_what_may_stand_in_an_outline(editor: Editor) -> None:
    editor.open("outline.yaml", "speech:\n  title: 标题\n  outline:\n    - \n")
    offered = editor.offers("outline.yaml", 3, 6)
    assert {"heading", "use", "text", "points"} <= set(offered)


def test_completion_offers_the_markers(editor: Editor) -> None:
    editor.open("marker.yaml", "tasks:\n  - text: 做好一件事。\n    marker: \n")
    assert {"一是", "（一）", "一要"} <= set(editor.offers("marker.yaml", 2, 12))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("taskss:\n  - 做好一件事。\n", "taskss"),
        ("tasks:\n  - text: 做好一件事。\n    lead_untt: 县公安局\n", "lead_untt"),
        ("tasks:\n  - measures:\n      - {text: 做好一件事。, deadlin: 5月底前}\n", "deadlin"),
        ("speech:\n  title: 标题\n  outline:\n    - heading: 标题\n      boddy: [文字]\n", "boddy"),
        ("figures:\n  学校: {value: 36所, sorce: 台账}\n", "sorce"),
        ("tasks:\n  - {text: 做好一件事。, marker: 其一}\n", "其一"),
    ],
)
def test_misspelt_word_is_underlined(editor: Editor, text: str, word: str) -> None:
    found = editor.open(f"misspelt-{word}.yaml", text)
    lines = text.splitlines()
    marked = [
        lines[f["range"]["start"]["line"]][f["range"]["start"]["character"] : f["range"]["end"]["character"]]
        for f in found
    ]
    assert marked == [word]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_has_nothing_underlined_but_a_planted_fault(editor: Editor, sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    assert editor.open(sample.name, text) == []
    assert editor.open(f"faulty-{sample.name}", f"{text}\nplanted: 1\n")


def test_first_line_of_a_plan_can_name_the_schema(server: list[str], folder: Path) -> None:
    editor = Editor(server, folder, schema=None)
    try:
        assert editor.open("bare.yaml", "taskss: []\n") == []
        assert editor.open("named.yaml", f"# yaml-language-server: $schema={SCHEMA}\ntaskss: []\n")
        assert "任务" in editor.offers("named.yaml", 2, 0)["tasks"]["documentation"]
    finally:
        editor.close()
