"""The documentation tells everything, and what it tells is true. Its Python examples run as doctests."""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import signature
from pathlib import Path

import click
import pytest
import yaml
from docxtpl import DocxTemplate
from guide import blocks, columns, data_of, document, renewed, values_of
from helpers import ROOT

import docgen
from docgen.catalogue.whole import CATALOGUE
from docgen.cli import COMMANDS, group
from docgen.errors import ExitCode
from docgen.kinds import KINDS
from docgen.limits import DEFAULT_LIMITS, Limits
from docgen.messages import translate
from docgen.numerals import MARKERS
from docgen.plan.documents import Attachment, Meeting, Minutes, Notice, Speech
from docgen.plan.load import parse_tree
from docgen.plan.points import Point
from docgen.plan.references import COUNTED, MEETING, OWN
from docgen.plan.validate import load_plan
from docgen.press.tags import WORDS
from docgen.reports.rules import family_page, index_page
from docgen.rules.shelf import FAMILIES, RULES

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
TAGS = [ROOT / "docs" / name for name in ("tags.md", "tags.zh-CN.md")]
FILL = [ROOT / "docs" / name for name in ("fill.md", "fill.zh-CN.md")]
PYTHON = [ROOT / "docs" / name for name in ("python.md", "python.zh-CN.md")]
MIGRATE = [ROOT / "docs" / name for name in ("migrate.md", "migrate.zh-CN.md")]
PLAN = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def cli_page() -> str:
    """Return docs/cli.md as it ought to be: the help of every command."""
    lines = [
        "# The command line",
        "",
        "Made from the program itself: `python tests/test_docs.py` renews this page.",
        "",
    ]
    top = group("en")
    with click.Context(top, info_name="docgen", terminal_width=100, **top.context_settings) as context:
        for name in ["", *COMMANDS]:
            command = top.get_command(context, name) if name else top
            assert command is not None
            inner = click.Context(command, context, info_name=name) if name else context
            lines += [f"## docgen {name}".rstrip(), "", "```text", command.get_help(inner), "```", ""]
    lines += ["## Exit codes", "", "| code | name |", "| --- | --- |"]
    lines += [f"| {code.value} | {code.name.lower().replace('_', ' ')} |" for code in ExitCode]
    return "\n".join(lines) + "\n"


def rule_pages() -> dict[str, str]:
    """Return the pages of docs/rules as they ought to be, by name."""
    pages = {}
    for language, ending in (("en", ".md"), ("zh_CN", ".zh-CN.md")):
        pages[f"index{ending}"] = index_page(language)
        for family in FAMILIES:
            name = family.__name__.rpartition(".")[2]
            pages[f"{name}{ending}"] = family_page(name, language)
    return pages


def test_the_pages_of_rules_are_what_the_program_says() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert found == rule_pages()


MARKUP = '<[^>]*>|w:[a-zA-Z]+(="[^"]*")?|Times New Roman|pgNumType'


def test_examples_of_rules_in_words_are_translated() -> None:
    in_words = [rule for rule in RULES.values() if rule.looks_at != "file"]  # what ails a file is shown in markup
    examples = [text for rule in in_words for text in (rule.good, rule.bad)]
    words = [text for text in examples if re.search("[a-z]{4,}", re.sub(MARKUP, "", text))]
    assert [text for text in words if translate(text, "zh_CN") == text] == []


def test_the_page_of_commands_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == cli_page()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_every_command_is_in_both_readmes(command: str, page: str) -> None:
    assert f"`docgen {command}" in page


def test_ci_runs_the_readmes_test_command() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands == re.findall(r"^python3 -m venv .*$", CHINESE, re.MULTILINE)
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", [Point, Meeting, Speech, Notice, Attachment, Minutes], ids=lambda b: b.__name__)
def test_every_field_is_in_the_guide_to_the_plan(block: type[Point]) -> None:
    fields = {field.alias or name for name, field in block.model_fields.items()}
    assert {f for f in fields if f"`{f}`" not in PLAN} == set()


def test_every_marker_and_reference_is_in_the_guide_to_the_plan() -> None:
    assert [m for m in MARKERS if m not in PLAN] == []
    assert [w for w in (*OWN, *MEETING) if f"【{w}】" not in PLAN and w != "责任单位"] == []
    assert [w for w in COUNTED if w not in PLAN and w not in ("observers", "absentees")] == []


@pytest.mark.parametrize("page", [README, CHINESE, PLAN], ids=["en", "zh", "plan"])
def test_every_example_in_yaml_can_be_read(page: str) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        assert yaml.safe_load(example)
        if "speech:" in example:
            assert load_plan(parse_tree(example, "README")[0]).speech


def test_links_between_pages_lead_somewhere() -> None:
    for page in [
        ROOT / "README.md",
        ROOT / "README.zh-CN.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").rglob("*.md"),
    ]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_links_to_chapters_lead_to_one() -> None:
    pages = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target, chapter in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
            words = ((page.parent / target) if target else page).read_text(encoding="utf-8")
            titles = re.findall(r"^#+ (.*)$", words, re.MULTILINE)
            anchors = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
            assert chapter in anchors, f"{page.name}: {target}#{chapter}"


def test_every_exit_code_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    assert [c for c in ExitCode if str(c.value) not in guide] == []


def test_every_kind_has_its_template_its_default_sentences_and_its_outline() -> None:
    for kind in KINDS:
        assert {p.suffix for p in (ROOT / "templates").glob(f"{kind}.*")} == {".docx", ".yaml", ".txt"}


# --- the guide for template authors

each_guide = pytest.mark.parametrize("path", TAGS, ids=lambda p: p.name)
MET = "T201 T203 T205 T206 T207 T208 T212 T220 T221 T225 T226 T227 T228 T230 T231 T232 T233 T235 T236 T237 T250 T251 T256 T260".split()


@pytest.mark.parametrize("path", [*TAGS, *FILL], ids=lambda p: p.name)
def test_outlines_messages_and_commands_of_the_guide_are_what_the_program_says(path: Path) -> None:
    """After a message was changed: python tests/test_docs.py."""
    page = path.read_text(encoding="utf-8")
    assert renewed(page) == page


@each_guide
def test_values_in_the_guide_are_printed_as_it_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    values = values_of(page)
    assert len(values) > 10
    assert [(tag, *document([tag], data_of(page))) for tag, _ in values] == values


@each_guide
def test_every_word_of_a_tag_is_in_the_guide(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert [word for word in WORDS if not re.search(rf"\{{%-?(?:p |tr |tc |r | )?{word}\b", page)] == []
    scoped = [
        "{%p ",
        "{%tr ",
        "{%tc ",
        "{%r ",
        "{{r ",
        "{{p ",
        "{{tr ",
        "{{tc ",
        "{#p ",
        "{#tr ",
        "{#tc ",
        "{%-",
        "-%}",
        "{_{",
        "}_}",
    ]
    assert [sign for sign in scoped if sign not in page] == []


@each_guide
def test_every_fault_that_an_author_meets_is_in_the_guide(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert [code for code in MET if code not in page] == []
    assert [code for code in re.findall(r"\b[TO]\d{3}\b", page) if code not in CATALOGUE] == []


@pytest.mark.parametrize("pages", [TAGS, FILL, PYTHON, MIGRATE], ids=lambda pages: pages[0].stem)
def test_both_guides_have_the_same_chapters_and_examples(pages: list[Path]) -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in pages)
    for mark in (r"^#+ ", r"^```\w+$", r"^\| ---", r"^\| "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, chinese, re.MULTILINE)), mark


def test_the_contract_has_an_optional_part_and_a_table() -> None:
    for path in FILL:
        outline = columns(blocks(path.read_text(encoding="utf-8"), "text")[0])
        assert outline is not None
        printed = "\n".join(outline[1])
        assert "| 2. 标志牌 | 30块 | 2850.50 |" in printed
        assert "履约保证金500元" in printed
        assert "代理签订" not in printed
        assert printed.endswith("签订日期：2026年4月9日")


# --- the reference for scripts

each_reference = pytest.mark.parametrize("path", PYTHON, ids=lambda p: p.name)


@each_reference
def test_every_public_name_and_option_is_in_the_reference(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert [name for name in docgen.__all__ if not re.search(rf"\b{name}\b", page)] == []
    options = [p.name for p in signature(docgen.Template.render).parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert [name for name in options if f"| `{name}` |" not in page] == []
    assert [f.name for f in fields(docgen.Replacements) if f"| `{f.name}=" not in page] == []
    assert [f.name for f in fields(Limits) if f"| `{f.name}` | {getattr(DEFAULT_LIMITS, f.name):,} |" not in page] == []


@each_reference
def test_the_tree_of_exceptions_is_that_of_the_code(path: Path) -> None:
    tree = next(b for b in blocks(path.read_text(encoding="utf-8"), "text") if b.startswith("DocgenError"))
    above: dict[int, str] = {}
    told: dict[str, str] = {}
    for indent, name in re.findall(r"^( *)(\w+)", tree, re.MULTILINE):
        above[len(indent)] = name
        told[name] = above.get(len(indent) - 4, "Exception")
    public = [getattr(docgen, name) for name in docgen.__all__]
    classes = [c for c in public if isinstance(c, type) and issubclass(c, docgen.DocgenError)]
    assert told == {c.__name__: c.__base__.__name__ for c in classes if c.__base__}


@pytest.mark.parametrize("path", MIGRATE, ids=lambda p: p.name)
def test_everything_that_a_script_for_docxtpl_calls_is_in_the_page_for_those_who_change(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    inner = "init_docx reset_replacements build_xml get_xml get_docx pre_processing post_processing".split()
    called = [n for n in dir(DocxTemplate) if re.match("render$|save$|replace_|new_|build_url|set_|get_und", n)]
    assert len(called) > 7
    assert [name for name in called if name not in inner and name not in page] == []


def test_every_limit_of_filling_is_in_both_guides() -> None:
    limits = ("loop_turns", "output_chars", "value_length", "render_seconds")
    for path in TAGS:
        page = path.read_text(encoding="utf-8")
        assert [f"| `{name}` | {getattr(DEFAULT_LIMITS, name):,} |" in page for name in limits] == [True] * 4


if __name__ == "__main__":
    Path(ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")
    for name, page in rule_pages().items():
        Path(ROOT / "docs" / "rules" / name).write_text(page, encoding="utf-8")
    for guide in [*TAGS, *FILL]:
        guide.write_text(renewed(guide.read_text(encoding="utf-8")), encoding="utf-8")
