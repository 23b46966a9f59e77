"""The Word page of ready-formatted tags that ``docgen fields --docx`` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT
from lxml import etree
from ooxml import W, faults

import docgen
from docgen.api import field_page, fields_of, template_dir
from docgen.cli import main
from docgen.kinds import KINDS
from docgen.package import read_docx
from docgen.pages.outline import outline, paragraphs

each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_the_page_stands_upright_but_for_tables_that_do_not_fit(kind: str) -> None:
    body = etree.fromstring(read_docx(field_page(kind), "x")["word/document.xml"])[0]
    turned, wide, since = [], [], []
    for block in body:
        since.append(sum(int(c.get(f"{W}w", "0")) for c in block.iterfind(f"{W}tblGrid/{W}gridCol")))
        section = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
            room = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
            turned.append(size.get(f"{W}orient") == "landscape")
            wide.append(max(since) > 8844)
            assert max(since) <= room
            since = []
    assert turned == wide
    assert turned[-1] is False


@each_kind
def test_every_field_of_a_kind_is_on_the_page_with_its_sentence(kind: str) -> None:
    words = [text for _, text in paragraphs(field_page(kind))]
    for number, field in enumerate(fields_of(kind), 1):
        assert f"{number}. {field.name}  {field.sentence}" in words


@each_kind
def test_every_tag_on_the_page_can_be_filled(kind: str) -> None:
    """The page is itself a template: what is copied from it works."""
    plan = docgen.load_plan(ROOT / "samples" / "large.yaml")
    page = field_page(kind)
    assert faults(page) == []
    filled = docgen.Template(page).render(docgen.compose(plan, kind))
    assert "{" not in "".join(text for _, text in paragraphs(filled))


def test_a_block_is_shown_as_the_template_has_it_with_the_lines_that_open_and_close_it() -> None:
    page, template = outline(field_page("notice")), outline((template_dir() / "notice.docx").read_bytes())
    remark = "[模板标记] {%p if addressees %}\n[主送机关] {{ addressees }}：\n[模板标记] {%p endif %}\n"
    assert remark in template
    assert remark in page
    role = "[模板标记] {%p for p in body %}\n[模板标记] {%p if p.role =="
    assert role in page
    assert "序号 | 重点任务" in page


def test_a_block_that_several_fields_share_is_shown_once() -> None:
    page = outline(field_page("notice"))
    assert page.count("set k = ") == 1
    remark = [field.name for field in fields_of("notice")].index("remark") + 1
    date = page[page.index("date_of_issue  ") :].split("\n")
    assert date[1] == f"[] stands in the block shown at {remark}"


def test_what_the_template_does_not_print_is_shown_by_an_example() -> None:
    page = outline(field_page("speech"))
    assert "[公文正文] {% for m in measures %}{{ m.measure }}{% endfor %}" in page


def test_the_command_writes_the_page_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "tags.docx"
    assert main(["--lang", "zh", "fields", "通知", "--docx", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    assert any("复制到模板里" in text for _, text in paragraphs(target.read_bytes()))
    assert main(["fields", "notice", "--docx", str(tmp_path / "tags.pdf")]) == 2
