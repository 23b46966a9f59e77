"""docxtpl's own values, printed by docxtpl and by us, and what we do otherwise on purpose: both results stand in each test."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from dialect import alike, drawn, ours, picture, table, theirs, word
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from helpers import codes, found
from lxml import etree
from ooxml import W, faults, part

from docgen.errors import TemplateError
from docgen.package import read_docx
from docgen.press.template import Template
from docgen.relations import relations

BROKEN = "甲 & <b>\n乙\t丙\a丁\f戊"
SITE = "https://example.org/?a=1&b=2"


def both(template: bytes, data: Any) -> tuple[list[str], list[str]]:
    """Return the drawings of docxtpl's document and of ours."""
    return drawn(theirs(template, data)), drawn(ours(template, data))


# --- the same


@pytest.mark.parametrize("value", [Listing(BROKEN), BROKEN], ids=["Listing", "text"])
def test_breaks_in_a_text_become_lines_tabs_paragraphs_and_pages_in_its_own_format(value: object) -> None:
    first = ["[Lead]前‹b:甲 & <b>\n乙\t丙›", "[Lead]‹b:丁›", "\f"]
    assert alike(word("[Lead]前‹b:{{ x }}›后"), {"x": value}) == [*first, "[Lead]‹b:戊›后"]
    assert alike(word("[Lead]前‹b:{{ x }}后›"), {"x": value}) == [*first, "[Lead]‹b:戊后›"]
    rows = alike(word(table("| {{ x }} | b |")), {"x": value})
    assert rows[1] == "| 甲 & <b>\n乙\t丙¶丁¶\f¶戊 | b |"


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ({}, ""),
        ({"style": "Strong"}, "rStyle=Strong"),
        ({"color": "#FF0000"}, "color=FF0000"),
        ({"highlight": "#FFFF00"}, "shd=clear color=auto fill=FFFF00"),
        ({"size": 40}, "sz=40,szCs=40"),
        ({"subscript": True}, "vertAlign=subscript"),
        ({"superscript": True}, "vertAlign=superscript"),
        ({"bold": True}, "b"),
        ({"italic": True}, "i"),
        ({"underline": True}, "u=single"),
        ({"underline": "dotDotDash"}, "u=dotDotDash"),
        ({"strike": True}, "strike"),
        ({"font": "Arial"}, "rFonts ascii=Arial cs=Arial hAnsi=Arial"),
        ({"font": "eastAsia:仿宋"}, "rFonts ascii=仿宋 cs=仿宋 eastAsia=仿宋 hAnsi=仿宋"),
        ({"rtl": True, "bold": True, "italic": True}, "b,bCs,i,iCs,rtl=true"),
        ({"lang": "zh-CN"}, "lang=zh-CN"),
        ({"bold": True, "color": "00FF00", "size": 21}, "b,color=00FF00,sz=21,szCs=21"),
    ],
    ids=str,
)
def test_formatted_words_look_as_they_were_made(options: dict[str, Any], form: str) -> None:
    words = "甲&<\n乙\t"
    expected = f"‹{form}:{words}›" if form else words
    assert alike(word("前{{r x }}‹dstrike:后›"), {"x": RichText(words, **options)}) == [f"前{expected}‹dstrike:后›"]


def several() -> RichText:
    made = RichText("甲")
    made.add("乙", bold=True)
    made.add(RichText("丙", italic=True))
    made.add("\a丁\f戊", color="00FF00")
    return made


LATER = ["[Lead]‹color=00FF00:丁›", "\f", "[Lead]‹color=00FF00:戊›"]


def test_formatted_words_of_several_pieces_may_begin_new_paragraphs() -> None:
    assert alike(word("[Lead]前{{r x }}后"), {"x": several()}) == [
        "[Lead]前甲‹b:乙›‹i:丙›",
        *LATER[:2],
        f"{LATER[2]}后",
    ]
    loop = word("{%r for x in xs %}{{r x }}{%r endfor %}")
    assert alike(loop, {"xs": [RichText("甲"), RichText("乙", bold=True)]}) == ["甲‹b:乙›"]
    assert alike(word("前{{r x }}后"), {"x": RichText("")}) == ["前后"]


def test_formatted_paragraphs_bring_their_styles() -> None:
    made = RichTextParagraph()
    made.add("甲", parastyle="Lead")
    made.add(RichText("乙\n丙\a丁", bold=True), parastyle="Body")
    expected = ["[Lead]甲", "[Body]‹b:乙\n丙›", "[Body]‹b:丁›"]
    assert alike(word("头", "{{p x }}", "尾"), {"x": made}) == ["头", *expected, "尾"]
    assert alike(word(table("| {{p x }} |")), {"x": made}) == ["table 1000", f"| {'¶'.join(expected)} |"]


def linked(tpl: DocxTemplate) -> dict[str, Any]:
    return {"x": RichText("链", url_id=tpl.build_url_id(SITE), bold=True)}


def test_a_link_in_formatted_words_leads_where_it_should() -> None:
    assert alike(word("前{{r x }}后"), linked) == [f"前‹link={SITE},b:链›后"]


def pictures(tpl: DocxTemplate) -> dict[str, Any]:
    return {
        "wide": InlineImage(tpl, picture(1), width=Mm(20)),
        "same": InlineImage(tpl, picture(1)),
        "link": InlineImage(tpl, picture(2), height=Mm(10), anchor=SITE),
        "several": [InlineImage(tpl, picture(red)) for red in (1, 2, 1)],
    }


def shown(red: int, size: int, *links: str) -> str:
    """Return how a picture of that colour is drawn, ``size`` in EMU."""
    key = hashlib.sha256(picture(red).getvalue()).hexdigest()[:8]
    return f"⟦{' '.join(['picture', key, f'{size}x{size}', *links])}⟧"


def test_pictures_stand_in_the_text_in_their_size_with_their_link() -> None:
    lines = alike(word("前‹b:{{ wide }}›后{{ link }}"), pictures)
    assert [line.replace("‹b:", "").replace("›", "") for line in lines] == [
        f"前{shown(1, Mm(20))}后{shown(2, Mm(10), SITE, SITE)}"
    ]
    rows = alike(word(table("| {%tr for i in several %} |", "| {{ i }} |", "| {%tr endfor %} |")), pictures)
    assert rows[1:] == [f"| {shown(red, 12700)} |" for red in (1, 2, 1)]


def test_a_picture_that_is_printed_often_is_one_part_of_the_file() -> None:
    template = word("{{ wide }}{{ wide }}", "{{ same }}{{ link }}", header="{{ same }}{{ link }}")
    alike(template, pictures)
    made = ours(template, pictures)
    assert drawn(made, "word/header1.xml") == [shown(1, 12700) + shown(2, Mm(10), SITE, SITE)]
    members = read_docx(made, "made")
    assert sorted(name for name in members if name.startswith("word/media/")) == [
        "word/media/image1.png",
        "word/media/image2.png",
    ]
    links = relations(members, "word/document.xml")
    assert sum(link.target.startswith("word/media/") for link in links) == 2
    ids = [shape.get("id") for shape in part(made, "word/document.xml").iter("{*}docPr")]
    assert len(ids) == len(set(ids)) == 4


def test_a_subdocument_made_in_code_brings_words_tables_and_pictures() -> None:
    def data(tpl: DocxTemplate) -> dict[str, Any]:
        made = tpl.new_subdoc()
        made.add_paragraph("前").add_run("粗").bold = True
        made.add_table(2, 2).cell(1, 1).text = "d"
        made.add_picture(picture(9))
        return {"x": made}

    grid = "table 4320 4320"
    words = ["头", "前‹b:粗›", grid, "| | |", "| | d |", shown(9, 12700), "尾"]
    assert alike(word("头", "{{p x }}", "尾"), data) == words


def test_a_subdocument_from_a_file_brings_its_styles_lists_and_pictures(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("题", 1)
    file.add_paragraph("点", style="List Bullet")
    file.add_picture(picture(8))
    file.add_table(1, 2).cell(0, 0).text = "格"
    file.save(str(tmp_path / "part.docx"))

    def data(tpl: DocxTemplate) -> dict[str, Any]:
        return {"x": tpl.new_subdoc(str(tmp_path / "part.docx"))}

    template = word("头", "{{p x }}", "尾")
    words = ["头", "[Heading1]题", "[ListBullet]点", shown(8, 12700), "table 4320 4320", "| 格 | |", "尾"]
    assert alike(template, data) == words
    styles = {style.get(f"{W}styleId") for style in part(ours(template, data), "word/styles.xml")}
    assert {"Lead", "Heading1", "ListBullet"} <= styles


# --- better than docxtpl, on purpose

VALUES = {"x": "值", "n": 3, "none": None, "yes": True, "c": "FF0000", "nil": [], "rich": RichText("甲", bold=True)}
DIFFERENT: dict[str, tuple[tuple[str, ...], list[str], list[str]]] = {
    "block tags alone in their paragraphs leave no blank": (("{% if n %}", "x", "{% endif %}"), ["", "x", ""], ["x"]),
    "text behind a split tag keeps its own format": (("前‹b:{{›‹i: x ›}}后",), ["前‹b:值后›"], ["前‹b:值›后"]),
    "words in a run scope keep their format": (("‹b:{%r if n %}中{%r endif %}›",), ["中"], ["‹b:中›"]),
    "text before a joining tag stays": (("头", "甲{%- if n %}乙{% endif %}"), ["头乙"], ["头甲乙"]),
    "a plain text in a run tag becomes a run": (("前‹b:{{r x }}›后",), ["前后"], ["前‹b:值›后"]),
    "a plain text in a paragraph tag becomes a paragraph": (("头", "[Lead]‹b:{{p x }}›"), ["头"], ["头", "[Lead]‹b:值›"]),
    "formatted words in a paragraph tag become a paragraph": (("头", "[Lead]{{p rich }}"), ["头"], ["头", "[Lead]‹b:甲›"]),
    "Chinese quotes in a literal stay": (("{{ '“引”' }}",), ['"引"'], ["“引”"]),
    "a tab in a literal stays": (("{{ 'a\tb' }}",), ["ab"], ["a\tb"]),
    "an and sign in a literal is one sign": (("{{ 'a & b' }}",), ["a &amp; b"], ["a & b"]),
    "nothing is printed for None": (("前{{ none }}后",), ["前None后"], ["前后"]),
    "a truth value is printed as YAML writes it": (("{{ yes }}{{ n in nil }}",), ["TrueFalse"], ["truefalse"]),
    "a colour reaches a cell with empty properties": (
        (table("| {% cellbg c %}a |").replace('<w:tcW w:w="1000" w:type="dxa"/>', "").replace("<w:tcPr></w:tcPr>", "<w:tcPr/>"),),
        ["table 1000", "| a |"],
        ["table 1000", "| [shd=clear color=auto fill=FF0000] a |"],
    ),
    "a table without rows vanishes": (
        (table("| {%tr for i in nil %} |", "| {{ i }} |", "| {%tr endfor %} |"), "尾"),
        ["table ", "尾"],
        ["尾"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "docxtpl", "mine"), DIFFERENT.values(), ids=DIFFERENT)
def test_better_on_purpose(lines: tuple[str, ...], docxtpl: list[str], mine: list[str]) -> None:
    assert both(word(*lines), VALUES) == (docxtpl, mine)


def test_formatted_words_may_stand_in_a_plain_tag() -> None:
    model, mine = both(word("[Lead]前‹b:{{ x }}›后"), {"x": several()})
    assert mine == ["[Lead]前甲‹b:乙›‹i:丙›", *LATER[:2], f"{LATER[2]}后"]
    assert "甲" not in "".join(model)


def test_a_picture_may_stand_in_a_run_tag() -> None:
    assert both(word("前{{r same }}后"), pictures) == (["前"], [f"前{shown(1, 12700)}后"])


def test_signs_of_xml_in_the_data_are_printed_by_us_and_break_docxtpl_without_autoescape() -> None:
    template, data = word("前{{ x }}后"), {"x": "A & <b>B</b>"}
    assert drawn(theirs(template, data, autoescape=False)) != ["前A & <b>B</b>后"]
    assert drawn(ours(template, data)) == ["前A & <b>B</b>后"]


@pytest.mark.parametrize("name", ["endnotes", "comments"])
def test_notes_at_the_end_and_comments_are_filled(name: str) -> None:
    template = word("体", **{name: "[Lead]前‹b:{{ x }}›"})
    results = [drawn(press(template, VALUES), f"word/{name}.xml") for press in (theirs, ours)]
    assert results == [["[Lead]前‹b:{{ x }}›"], ["[Lead]前‹b:值›"]]


def member(document: bytes, name: str, tag: str) -> str:
    root = etree.fromstring(read_docx(document, "made")[name])
    return "".join(str(words) for words in next(root.iter(f"{{*}}{tag}")).itertext())


def test_custom_properties_and_all_core_properties_are_filled_once_escaped() -> None:
    entry = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="a"><vt:lpwstr>{{ x }}</vt:lpwstr></property>'
    core = "<dc:title>{{ x }}</dc:title><cp:keywords>{{ x }}</cp:keywords>"
    template = word("体", core=core, custom=entry)
    places = [("docProps/core.xml", "title"), ("docProps/core.xml", "keywords"), ("docProps/custom.xml", "lpwstr")]
    made = [[member(press(template, {"x": "A&B"}), *place) for place in places] for press in (theirs, ours)]
    assert made == [["A&amp;B", "{{ x }}", "{{ x }}"], ["A&B", "A&B", "A&B"]]


def test_text_beside_a_paragraph_tag_is_refused_with_its_place_and_deleted_by_docxtpl() -> None:
    template = word("头", "要紧{%p if x %}", "中", "{%p endif %}")
    assert drawn(theirs(template, VALUES)) == ["头", "中"]
    finding = found(Template(template).render, VALUES)[0]
    assert (finding.code, finding.place.paragraph, finding.args["other"]) == ("T221", 2, "要紧")


def test_a_misspelt_name_is_refused_collected_marked_or_left_out_and_vanishes_in_docxtpl() -> None:
    template = word("前‹b:{{ wo }}›{{ wem }}后")
    data = {"who": "谁", "whom": "谁"}
    assert drawn(theirs(template, data)) == ["前后"]
    fill = Template(template).render
    assert [(f.code, f.args["name"], f.args["near"]) for f in found(fill, data)] == [("T201", "wo", "who")]
    assert [f.args["name"] for f in found(fill, data, undefined="collect")] == ["wo", "wem"]
    marked = fill(data, undefined="marker")
    assert faults(marked) == []
    assert drawn(marked) == ["前‹b,highlight=yellow:【wo】›‹highlight=yellow:【wem】›后"]
    assert drawn(fill(data, undefined="blank")) == ["前后"]


def test_runs_that_a_tag_left_empty_are_dropped() -> None:
    template = word("前‹b:{% if nil %}›‹i:中›‹b:{% endif %}›{{ empty }}后{{r rich }}")
    counts = []
    for press in (theirs, ours):
        runs = list(part(press(template, {**VALUES, "empty": ""}), "word/document.xml").iter(f"{W}r"))
        counts.append(sum(not "".join(map(str, run.itertext())) for run in runs))
    assert counts[0] > 0
    assert counts[1] == 0


def table_last(tpl: DocxTemplate) -> Mapping[str, Any]:
    made = tpl.new_subdoc()
    made.add_table(1, 1).cell(0, 0).text = "a"
    return {"x": made, "nil": []}


@pytest.mark.parametrize(
    ("words", "model", "mine"),
    [
        ("{{p x }}", "| table 8640¶| a | |", "| table 8640¶| a |¶ |"),
        ("{%p if nil %}¶a¶{%p endif %}", "| |", "| |"),
    ],
)
def test_a_cell_never_ends_without_a_paragraph(words: str, model: str, mine: str) -> None:
    template = word(table(f"| {words} |"))
    assert both(template, table_last) == (["table 1000", model], ["table 1000", mine])
    last = []
    for press in (theirs, ours):
        cell = next(part(press(template, table_last), "word/document.xml").iter(f"{W}tc"))
        last.append(etree.QName(cell[-1]).localname)
    assert last[0] != "p"
    assert last[1] == "p"


def test_a_table_in_a_subdocument_leaves_the_grid_around_it_alone() -> None:
    def data(tpl: DocxTemplate) -> dict[str, Any]:
        made = tpl.new_subdoc()
        made.add_table(1, 2)
        made.add_paragraph("尾")
        return {"x": made}

    model, mine = both(word(table("| {{p x }} |")), data)
    assert (model[0], mine[0]) == ("table 500 500", "table 1000")
    assert model[1:] == mine[1:]


def only_picture(tpl: DocxTemplate) -> dict[str, Any]:
    made = tpl.new_subdoc()
    made.add_picture(picture(9))
    return {"x": made}


@pytest.mark.parametrize(
    ("tag", "data", "model", "mine"),
    [
        ("{{r x }}", linked, "‹link=,b:链›", f"‹link={SITE},b:链›"),
        ("{{p x }}", only_picture, "⟦picture lost 12700x12700⟧", shown(9, 12700)),
    ],
    ids=["link", "picture"],
)
def test_what_a_value_refers_to_is_found_in_a_header_too(
    tag: str, data: Callable[[DocxTemplate], dict[str, Any]], model: str, mine: str
) -> None:
    made = [drawn(press(word("体", header=tag), data), "word/header1.xml") for press in (theirs, ours)]
    assert made == [[model], [mine]]


def test_a_link_that_leads_nowhere_is_refused_and_breaks_the_file_of_docxtpl() -> None:
    template, data = word("前{{r x }}"), {"x": RichText("链", url_id="rId77")}
    assert drawn(theirs(template, data)) == ["前‹link=:链›"]
    assert codes(found(Template(template).render, data)) == ["T219"]


def test_formatted_paragraphs_inside_a_paragraph_are_refused_and_vanish_in_docxtpl() -> None:
    template, data = word("头{{ x }}"), {"x": RichTextParagraph("甲")}
    assert drawn(theirs(template, data)) == ["头"]
    assert codes(found(Template(template).render, data)) == ["T218"]


def breaks_rules(document: bytes) -> bool:
    """Whether a document is no XML, or none that the schema allows."""
    try:
        return faults(document) != []
    except TemplateError:
        return True


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ({"highlight": "FFFF00"}, "shd=clear color=auto fill=FFFF00"),
        ({"size": 20.5}, "sz=20,szCs=20"),
        ({"font": "cs:Arial"}, "rFonts ascii=Arial cs=Arial hAnsi=Arial"),
    ],
    ids=str,
)
def test_formats_that_docxtpl_writes_against_the_schema_are_put_right(options: dict[str, Any], form: str) -> None:
    template, data = word("前{{r x }}"), {"x": RichText("甲", **options)}
    assert drawn(ours(template, data)) == [f"前‹{form}:甲›"]
    assert breaks_rules(theirs(template, data))


def test_a_comparison_is_printed_and_refused_at_its_own_place() -> None:
    template = word("好", "{{ nobody < 3 }}", "{{ x }}")
    assert found(Template(template).render, VALUES)[0].place.paragraph == 2


def test_join_asks_an_entry_as_strictly_as_every_filter() -> None:
    assert alike(word("{{ xs|join(',', attribute='m.k') }}"), {"xs": [{"m": {"k": 1}}, {"m": {"k": 2}}]}) == ["1,2"]
    template = word("{{ xs|join(',', attribute='__class__') }}")
    assert drawn(theirs(template, {"xs": ["a"]})) == ["<class 'str'>"]
    assert codes(found(Template(template).render, {"xs": ["a"]})) == ["T203"]


def test_a_raw_block_that_is_never_closed_is_refused_with_its_place() -> None:
    finding = found(Template(word("好", "{% raw %}{{ x }}", "{{ x }}")).render, VALUES)[0]
    assert (finding.code, finding.place.paragraph, finding.args["end"]) == ("T225", 2, "{% endraw %}")


def test_words_that_set_keeps_are_a_text_that_filters_can_change() -> None:
    lines = word("{% set y %}a & {{ x }}{% endset %}", "‹b:{{ y|upper }}›{{ y|length }}")
    assert both(lines, {"x": "<b>"}) == (["", "‹b:A  B›17"], ["", "‹b:A & <B>›7"])


def test_a_paragraph_that_a_macro_keeps_is_refused_inside_another() -> None:
    template = word("{%p macro m() %}", "甲", "{%p endmacro %}", "头{{ m() }}")
    assert drawn(theirs(template, {})) == ["头"]
    assert codes(found(Template(template).render, {})) == ["T218"]
