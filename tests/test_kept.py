"""What macros, block sets and filter blocks print: whole in every place that can hold it, refused in every other."""

from __future__ import annotations

import pytest
from helpers import codes, found
from lxml import etree
from ooxml import W, faults
from test_layout import cell, with_body
from test_press_wounds import body

from docgen.package import read_docx
from docgen.press.template import Template


def run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{words}</w:t></w:r>'


def line(words: str) -> str:
    return f"<w:p>{run(words)}</w:p>"


def filled(inner: str, **data: object) -> etree._Element:
    """Return the body of a filled document, which the schema allows."""
    document = Template(with_body(inner)).render(data)
    body(document)
    assert faults(document) == []
    return etree.fromstring(read_docx(document, "x")["word/document.xml"])[0]


def words(root: etree._Element) -> str:
    return "".join(text.text or "" for text in root.iter(f"{W}t"))


def refused(inner: str, **data: object) -> list[str]:
    return codes(found(Template(with_body(inner)).render, data))


MACRO = "{% macro m(s) %}A{{ s }}B{% endmacro %}"
SET = "{% set q %}A{{ s }}B{% endset %}"


@pytest.mark.parametrize(
    "holder", ["<w:hyperlink w:anchor='a'>{}</w:hyperlink>", "<w:ins w:id='1' w:author='x'>{}</w:ins>"]
)
@pytest.mark.parametrize(("opening", "tag"), [(MACRO, "{{ m(s) }}"), (SET, "{{ q }}")])
def test_kept_words_never_end_the_paragraph_of_a_place_they_do_not_know(holder: str, opening: str, tag: str) -> None:
    """docxtpl ends the paragraph inside of the link, and Word cannot open the file."""
    root = filled(line(opening) + f"<w:p>{holder.format(run(f'x{tag}y'))}</w:p>", s="a\ab\fc")
    assert words(root) == "xAabcBy"
    assert len(list(root.iter(f"{W}br"))) == 2


def test_a_macro_of_whole_paragraphs_may_begin_new_ones() -> None:
    inner = line("{%p macro m(s) %}") + line("甲{{ s }}") + line("{%p endmacro %}") + line("{{p m('a\\ab') }}")
    assert [words(p) for p in filled(inner, s="").iter(f"{W}p")] == ["甲a", "b"]


def test_rows_and_cells_are_printed_from_macros_and_nothing_else_in_their_place() -> None:
    rows = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='10'/></w:tblGrid>{}</w:tbl>"
    row = "<w:tr>{}</w:tr>".format
    macro = row(cell("{%tr macro m(s) %}")) + row(cell("甲{{ s }}")) + row(cell("{%tr endmacro %}"))
    made = filled(rows.format(macro + row(cell("{{tr m(1) }}")) + row(cell("{{tr m(2) }}"))))
    assert [words(r) for r in made.iter(f"{W}tr")] == ["甲1", "甲2"]
    for unit in ("tr", "tc"):
        wrong = rows.format(row(cell(f"{{{{{unit} m(s) }}}}")))
        assert refused(line(MACRO) + wrong, s="a\nb") == ["T218"]
        paragraphs = line("{%p macro m(s) %}") + line("x{{ s }}") + line("{%p endmacro %}")
        assert refused(paragraphs + wrong, s="a") == ["T218"]


@pytest.mark.parametrize(
    "first",
    [
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='10'/></w:tblGrid><w:tr>"
        + "</w:tr><w:tr>".join(map(cell, ["{%tr for i in [1, 2] %}", "{{ i }}", "{%tr endfor %}"]))
        + "</w:tr></w:tbl>",
        '<w:bookmarkStart w:id="0" w:name="b"/>' + line("12") + '<w:bookmarkEnd w:id="0"/>',
        "<w:sdt><w:sdtPr/><w:sdtContent>" + line("12") + "</w:sdtContent></w:sdt>",
    ],
    ids=["table", "bookmark", "control"],
)
@pytest.mark.parametrize(("opens", "ends", "tag"), [("macro m()", "endmacro", "m()"), ("set m", "endset", "m")])
def test_what_a_block_begins_with_does_not_matter(first: str, opens: str, ends: str, tag: str) -> None:
    inner = line(f"{{%p {opens} %}}") + first + line("尾") + line(f"{{%p {ends} %}}") + line(f"{{{{p {tag} }}}}")
    root = filled(inner)
    assert words(root) == "12尾"
    assert all(p.getparent().tag != f"{W}p" for p in root.iter(f"{W}p", f"{W}tbl"))  # type: ignore[union-attr]


BOLD = "<w:p>" + run("{% macro m(s) %}") + run("{{ s }}", "<w:b/>") + run("{% endmacro %}") + "</w:p>"


@pytest.mark.parametrize("tag", ["'a' ~ m(s)", "m(s) ~ 'a'", "m(s)|upper", "m(s)|string", "[m(s)]|join", "m(s)|length", "m(s)[:4]",
                                 "m(s)|trim", "m(s)|list|length", "m(s)|replace('b', 'c')"])  # fmt: skip
def test_words_with_a_format_are_no_text(tag: str) -> None:
    assert refused(BOLD + line(f"x{{{{ {tag} }}}}y"), s="a") == ["T205"]


@pytest.mark.parametrize("tag", ["m(s)|upper", "m(s)|string", "[m(s)]|join", "m(s)|length", "m(s)[:4]", "m(s)|trim"])
def test_whether_a_macro_may_be_calculated_with_does_not_print_its_markup(tag: str) -> None:
    assert refused(line(MACRO) + line(f"{{{{ {tag} }}}}"), s="a\nb") == ["T205"]


def test_words_that_macros_printed_are_joined_to_others() -> None:
    root = filled(line(MACRO) + line("x{{ '&lt;' ~ m(s) ~ 1 }}y"), s="a\nb")
    assert words(root) == "x<AabB1y"
    assert len(list(root.iter(f"{W}br"))) == 1
    assert words(filled(BOLD + "<w:p>" + run("{{ m(s) ~ m(s) }}") + "</w:p>", s="a")) == "aa"


@pytest.mark.parametrize("value", ["\ufde50;zz\ufde6", "\ufdd3", "\x00"])
def test_data_cannot_bring_signs_of_ours_through_a_filter_block(value: str) -> None:
    inner = line("{% indent left=2 %}a") + line("{% filter replace('X', s) %}aXb{% endfilter %}")
    assert refused(inner, s=value) == ["T210"]


def test_lines_and_tabs_that_a_filter_brings_are_lines_and_tabs() -> None:
    root = filled(line("{% filter replace('X', s) %}aX<b{% endfilter %}".replace("<", "&lt;")), s="1\n2\t3&")
    assert words(root) == "a123&<b"
    assert [e.tag for e in root.iter(f"{W}br", f"{W}tab")] == [f"{W}br", f"{W}tab"]


def test_true_and_nothing_are_written_alike_with_and_without_a_filter() -> None:
    inner = line("{{ t }}{{ t|string }}{{ t|upper }}[{{ none }}{{ none|string }}{{ none|trim }}{{ none|upper }}]")
    assert words(filled(inner, t=True)) == "truetrueTRUE[]"
