"""The press: data into Word files built in the test, a paragraph a line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from helpers import codes, found

from docgen.errors import LimitError, RenderError, TemplateError, TemplateMissingError
from docgen.limits import Limits
from docgen.marked import Marked, gap
from docgen.package import read_docx, write_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""


def word_file(*lines: str) -> bytes:
    """Return a Word file with one run a paragraph."""
    body = "".join(
        f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return write_docx(
        {"[Content_Types].xml": TYPES.encode(), "_rels/.rels": RELS.encode(), "word/document.xml": document.encode()}
    )


def filled(template: bytes, **data: object) -> list[str]:
    return [text for _, text in paragraphs(Template(template).render(data))]


def test_tags_are_filled_and_paragraph_tags_leave_no_trace() -> None:
    template = word_file("{{ 标题 }}", "{%p for t in 任务 %}", "{{ loop.index }}.{{ t.名 }}", "{%p endfor %}", "完")
    assert filled(template, 标题="题", 任务=[{"名": "甲"}, {"名": "乙"}]) == ["题", "1.甲", "2.乙", "完"]


@pytest.mark.parametrize(
    "value",
    [
        "<b>&amp;</b>",
        "]]></w:t></w:r>",
        "{{ 7*191 }}",
        "{% if %}",
        "{%p endfor %}",
        "“引”‘号’",
        "=1+1",
        "𠮷🙂",
        "{_{ x }_}",
        "{_% if %_}",
    ],
)
def test_whatever_stands_in_the_data_is_printed_as_it_stands(value: str) -> None:
    assert filled(word_file("前{{ x }}后"), x=value) == [f"前{value}后"]


def test_an_entry_of_a_mapping_comes_before_its_methods() -> None:
    assert filled(word_file("{{ p.items }}{{ p.keys }}"), p={"items": "甲", "keys": "乙"}) == ["甲乙"]


def test_nothing_is_printed_for_none() -> None:
    assert filled(word_file("前{{ x }}后"), x=None) == ["前后"]


def test_a_missing_name_is_refused_with_its_paragraph_and_the_nearest_name() -> None:
    finding = found(Template(word_file("好", "写{{ 标提 }}")).render, {"标题": "题"})[0]
    assert (finding.code, finding.args["name"], finding.args["near"], finding.place.paragraph) == (
        "T201",
        "标提",
        "标题",
        2,
    )
    assert isinstance(_raised(word_file("{{ a.b.c }}"), a={}), RenderError)


def _raised(template: bytes, **data: object) -> Exception:
    with pytest.raises(TemplateError) as caught:
        Template(template).render(data)
    return caught.value


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ x", "T220"),
        ("{% if x %}", "T225"),
        ("{% endfor %}", "T226"),
        ("{{ x|无此滤器 }}", "T235"),
        ("{% include 'x' %}", "T203"),
        ("{% import 'x' as y %}", "T203"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", "T203"),
        ("{{ x|safe }}", "T203"),
        ("{{ [1, 2]|random }}", "T203"),
        ("{{ x / 0 }}", "T205"),
        ("{{ x() }}", "T205"),
        ("{{ ''.__class__.__mro__ }}", "T203"),
        ("{{ x.__init__ }}", "T203"),
        ("{{ cycler }}", "T203"),
        ("{{ lipsum.__globals__ }}", "T203"),
    ],
)
def test_a_tag_that_is_wrong_or_reaches_too_far_is_refused(line: str, code: str) -> None:
    error = _raised(word_file(line), x=1)
    assert isinstance(error, TemplateError)
    assert codes(error.findings) == [code]


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_a_character_that_xml_cannot_hold_is_refused_with_its_path(char: str) -> None:
    finding = found(Template(word_file("{{ a[0].b }}")).render, {"a": [{"b": f"x{char}"}]})[0]
    assert (finding.code, finding.place.path) == ("T210", "a[0].b")


def test_a_gap_is_highlighted_in_the_format_of_its_own_run() -> None:
    data = Template(word_file("投入{{ x }}，共{{ xs|join('、') }}")).render(
        {"x": Marked(gap("【待填：资金】") + "万元"), "xs": ["甲", Marked(gap("乙"))]}
    )
    xml = read_docx(data, "x")["word/document.xml"].decode()
    assert [text for _, text in paragraphs(data)] == ["投入【待填：资金】万元，共甲、乙"]
    assert xml.count('<w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr>') == 2
    assert "\ufdd0" not in xml


def test_runs_that_a_tag_left_empty_are_dropped() -> None:
    xml = read_docx(Template(word_file("{% if x %}{% endif %}", "好")).render({"x": 0}), "x")[
        "word/document.xml"
    ].decode()
    assert xml.count("<w:r>") == 1


def test_the_same_input_gives_the_same_bytes_and_core_properties_come_from_the_call() -> None:
    template = Template(word_file("{{ x }}"))
    core = {"title": "题", "creator": "机关", "date": "2025-09-12"}
    one, two = (template.render({"x": 1}, core=core) for _ in range(2))
    assert one == two
    properties = read_docx(one, "x")["docProps/core.xml"].decode()
    assert ">题<" in properties
    assert "2025-09-12T00:00:00Z" in properties


def test_a_block_that_takes_half_a_paragraph_away_is_refused_and_loses_nothing_in_silence() -> None:
    template = word_file("前", "{% if yes %}有", "甲", "{%p endif %}", "后")
    for yes in (True, False):
        assert codes(found(Template(template).render, {"yes": yes})) == ["T228"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "T103"),
        (b"hello", "T101"),
        (b"%PDF-1.7", "T101"),
        (b"{\\rtf1", "T101"),
        (b"\xd0\xcf\x11\xe0rest", "T101"),
        (b"PK\x03\x04rest", "T102"),
        (word_file("x")[:-40], "T102"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(data: bytes, code: str) -> None:
    assert codes(found(Template, data)) == [code]


def _with(name: str, content: bytes) -> bytes:
    return write_docx({**read_docx(word_file("x"), "x"), name: content})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_with("word/x.xml", b"<!DOCTYPE x><x/>"), "T107"),
        (_with("word/vbaProject.bin", b"x"), "T106"),
        (_with("../x.xml", b"<x/>"), "T104"),
        (_with("WORD/document.xml", b"<x/>"), "T104"),
        (_with("[Content_Types].xml", TYPES.replace("document.main", "template.main").encode()), "T108"),
        (write_docx({"[Content_Types].xml": b"<x/>"}), "T105"),
    ],
)
def test_a_dangerous_package_is_refused(data: bytes, code: str) -> None:
    assert codes(found(Template, data)) == [code]


def test_a_bomb_hits_a_limit_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    with pytest.raises(LimitError):
        Template(buffer.getvalue())
    with pytest.raises(LimitError):
        Template(word_file("x"), limits=Limits(docx_bytes=10))


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateMissingError):
        Template(tmp_path / "nothing.docx")
    assert codes(found(Template, tmp_path)) == ["O102"]


@pytest.mark.parametrize(
    "tag", ["{{ x == 1 }}", "{{ x in [1] }}", "{{ 'tr' ~ 'ue' }}", "{{ not x != 1 }}", "{{ (x\n== 1) }}"]
)
def test_a_comparison_is_printed_like_any_value_whatever_tag_stands_behind_it(tag: str) -> None:
    assert filled(word_file(f"前{tag}{{% if x %}}后{{% endif %}}", f"{{{{ x }}}}{tag}"), x=1) == ["前true后", "1true"]
    assert found(Template(word_file("{{ x }}", f"{tag}", "{{ 1 < 'a' }}")).render, {"x": 1})[0].place.paragraph == 3
