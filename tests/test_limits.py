"""Limits: every one is told with its name and its option, can be set on the command line, and holds where it was set alone."""

from __future__ import annotations

import os
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from helpers import ROOT, found, write
from test_press import word_file
from workbooks import SMALL

import docgen
from docgen.cli import COMMANDS, main
from docgen.limits import DEFAULT_LIMITS, IN_FORCE, Limits, most_of, within

Captured = pytest.CaptureFixture[str]
NAMES = [field.name for field in fields(Limits)]
PLAN = "year: 2026\nnames: {甲: 【乙】, 乙: 【丙】, 丙: 十几个字的名称写在这里}\nspeech: {title: 【甲】}\n"
DATA = "a: [甲, 乙, 丙]\nb: {c: {d: 词}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, PLAN)
    write(tmp_path, DATA, "data.yaml")
    write(tmp_path, SMALL, "small.yaml")
    (tmp_path / "t.docx").write_bytes(
        word_file("{% for x in a %}{{ x ~ '甲' * 9 }}{% endfor %}", "".join(f"{0:99}{n}" for n in range(2000)))
    )
    (tmp_path / "back.xlsx").write_bytes(docgen.ledger(tmp_path / "small.yaml").data)
    return tmp_path


BUILD, FILL, UPDATE = "build plan.yaml --out out", "fill t.docx data.yaml --out out.docx", "ledger small.yaml --update back.xlsx"  # fmt: skip
HIT = {
    "yaml_bytes": (BUILD, "9"),
    "yaml_depth": (FILL, "2"),
    "yaml_nodes": (FILL, "5"),
    "text_length": (BUILD, "9"),
    "name_depth": (BUILD, "2"),
    "grown_length": (BUILD, "9"),
    "document_length": (BUILD, "9"),
    "docx_bytes": (FILL, "99"),
    "docx_members": (FILL, "2"),
    "part_bytes": (FILL, "1000"),
    "package_bytes": (FILL, "1000"),
    "list_bytes": (FILL, "99"),
    "ratio": (FILL, "10"),
    "sheet_cells": (UPDATE, "9"),
    "template_tags": (FILL, "2"),
    "template_signs": (FILL, "9"),
    "template_steps": (FILL, "2"),
    "loop_turns": (FILL, "2"),
    "output_chars": (FILL, "99"),
    "value_length": (FILL, "8"),
    "render_seconds": (FILL, "0.000001"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_every_limit_can_be_set_and_is_told_with_its_name_and_its_option(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    command, number = HIT[name]
    code = main([*command.split(), "--lang", language, "--limit", f"{name}={number}"])
    said = capsys.readouterr().err
    assert f"--limit {name}=" in said
    assert f"Limits({name}=" in said
    assert code == (1 if name in ("name_depth", "template_steps") else 4)  # those are told with all other faults
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_limit_can_be_raised(folder: Path, capsys: Captured) -> None:
    deep = write(folder, f"a: [甲]\nb: {'[' * 55}{']' * 55}\n", "deep.yaml")
    command = ["fill", str(folder / "t.docx"), str(deep), "--out", str(folder / "out.docx")]
    assert main(command) == 4
    assert main([*command, "--limit", "yaml_depth=60", "--limit", "yaml_nodes=99"]) == 0
    assert main(command) == 4  # it held for that run alone
    assert IN_FORCE.get() == DEFAULT_LIMITS


@pytest.mark.parametrize("name", ["yaml_depth", "name_depth"])
def test_what_is_gone_through_by_recursion_holds_at_the_most_that_it_can_be_set_to(folder: Path, name: str) -> None:
    most = most_of(name)
    names = "".join(f"  n{n}: 【n{n + 1}】\n" for n in range(most - 1))
    plan = write(folder, f"year: 2026\nnames:\n{names}  n{most - 1}: 末\nspeech: {{title: 【n0】}}\n")
    data = write(folder, f"a: [甲]\nb: {'[' * (most - 1)}{']' * (most - 1)}\n", "deep.yaml")
    out = ["--limit", f"{name}={most}", "--out", str(folder / "out.docx")]
    if name == "name_depth":
        assert main(["build", str(plan), *out]) == 0
    else:
        assert main(["fill", str(folder / "t.docx"), str(data), *out]) == 0


@pytest.mark.parametrize(
    ("value", "code", "hint"),
    [
        ("yaml_byte=9", "O480", "did you mean yaml_bytes?"),
        ("size=9", "O480", "yaml_bytes, yaml_depth"),
        ("yaml_bytes", "O481", "yaml_bytes=50000000"),
        ("yaml_bytes=much", "O482", "much"),
        ("yaml_bytes=1.5", "O482", "1.5"),
        ("yaml_bytes=", "O482", "above 0"),
        ("yaml_bytes=0", "O482", "above 0"),
        ("yaml_bytes=-1", "O482", "above 0"),
        (f"yaml_bytes={'9' * 5000}", "O482", "above 0"),
        ("render_seconds=nan", "O482", "above 0"),
        ("render_seconds=inf", "O482", "above 0"),
        ("yaml_depth=100000", "O482", "not above 200"),
    ],
)
def test_what_is_no_limit_is_wrong_use(folder: Path, capsys: Captured, value: str, code: str, hint: str) -> None:
    assert main(["check", str(folder / "plan.yaml"), "--lang", "en", "--limit", value]) == 2
    said = capsys.readouterr().err
    assert code in said
    assert hint in said
    assert IN_FORCE.get() == DEFAULT_LIMITS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_reads_takes_limits(capsys: Captured, name: str) -> None:
    assert main([name, "--help"]) == 0
    assert ("--limit NAME=NUMBER" in capsys.readouterr().out) is (name not in ("explain", "new", "schema"))


@pytest.mark.parametrize(
    "read",
    [
        lambda folder: docgen.load_plan(folder / "plan.yaml"),
        lambda folder: docgen.load_data(folder / "data.yaml"),
        lambda folder: docgen.build(folder / "plan.yaml", "speech"),
        lambda folder: docgen.check_plan(folder / "plan.yaml"),
    ],
    ids=["load_plan", "load_data", "build", "check_plan"],
)
def test_limits_hold_for_all_that_is_called_within_them(folder: Path, read: Callable[[Path], object]) -> None:
    with within(Limits(yaml_bytes=9)):
        try:
            told = read(folder)
        except docgen.LimitError as exc:
            told = exc.findings
    assert isinstance(told, list)
    assert [finding.code for finding in told] == ["P141"]
    read(folder)


@pytest.mark.parametrize(
    "read",
    [
        docgen.Template,
        docgen.check_document,
        docgen.inspect_document,
        docgen.check_template,
        lambda path: docgen.fill(path, {}),
    ],
    ids=["Template", "check_document", "inspect_document", "check_template", "fill"],
)
def test_a_word_file_past_its_size_is_not_read_to_the_end(folder: Path, read: Callable[[Path], object]) -> None:
    large = folder / "large.docx"
    large.write_bytes(b"PK")
    os.truncate(large, 60_000_000)
    tracemalloc.start()
    try:
        with within(Limits(docx_bytes=99)):
            assert [finding.code for finding in found(read, large)] == ["T111"]
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_limits_of_one_thread_are_not_those_of_another(folder: Path) -> None:
    seen: list[Limits] = []
    with within(Limits(yaml_bytes=9)):
        other = threading.Thread(target=lambda: seen.append(IN_FORCE.get()))
        other.start()
        other.join()
        assert IN_FORCE.get().yaml_bytes == 9
    assert seen == [DEFAULT_LIMITS]
    assert IN_FORCE.get() == DEFAULT_LIMITS


def test_limits_that_a_caller_gives_count_more_than_those_in_force(folder: Path) -> None:
    with within(Limits(yaml_bytes=9)):
        assert docgen.load_plan(folder / "plan.yaml", Limits()).year


def test_the_limits_of_the_security_page_are_those_of_the_code() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    told = {row[1].strip().strip("`"): row[2].strip() for row in rows}
    assert told == {name: f"{getattr(DEFAULT_LIMITS, name):,}" for name in NAMES}
