"""What loops make copies of: numbered lists, bookmarks, drawings; and files of a template that are exchanged."""

from __future__ import annotations

import io
import re
import struct
import zlib

import dialect
import pytest
from helpers import codes, found
from ooxml import faults, part
from test_dialect import text_box
from test_layout import cell, table, with_body
from test_press import W, filled, word_file

import docgen
from docgen.findings import Finding
from docgen.package import read_docx, write_docx
from docgen.press.template import Template
from docgen.standard import CHARACTER_TWIPS

GROUPS = {"groups": [{"items": ["一", "二"]}, {"items": ["三"]}], "items": ["甲", "乙"]}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def line(words: str, *, number: int | None = None, level: int = 0, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def numbered(*lines: str) -> bytes:
    """Return a Word file with two lists, 3 beginning at 1 and 5 at 4, and a style with list 3."""
    parts = read_docx(with_body("".join(lines)), "x")
    level = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{level.format(s)}</w:abstractNum>'
        for n, s in ((0, 1), (1, 4))
    )
    lists += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/></w:num>' for n, a in ((3, 0), (5, 1)))
    style = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style>'
    )
    made = {"numbering": lists, "styles": style}
    types, relations = parts["[Content_Types].xml"].decode(), ""
    for name, inner in made.items():
        parts[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>'.encode()
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        types = types.replace("</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>')
        relations += f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
    parts["[Content_Types].xml"] = types.encode()
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'.encode()
    )
    return write_docx(parts)


def lists_of(*lines: str) -> tuple[list[str], dict[str, str]]:
    """Return the list of each numbered paragraph, and where lists that were made begin."""
    document = Template(numbered(*lines)).render(GROUPS)
    assert faults(document) == []
    parts = read_docx(document, "x")
    used = re.findall(r'<w:numId w:val="(\d+)"', parts["word/document.xml"].decode())
    defined = re.findall(r'<w:num w:numId="(\d+)">(.*?)</w:num>', parts["word/numbering.xml"].decode())
    starts = {number: re.findall(r'<w:startOverride w:val="(\d+)"', inner) for number, inner in defined}
    return used, {number: start[0] for number, start in starts.items() if start}


FOR_GROUP, FOR_ITEM, END = line("{%p for g in groups %}"), line("{%p for i in g.items %}"), line("{%p endfor %}")


def test_a_list_that_a_loop_makes_inside_another_begins_anew_in_each_turn_of_that() -> None:
    used, starts = lists_of(FOR_GROUP, line("组"), FOR_ITEM, line("{{ i }}", number=3), END, END)
    assert (used, starts) == (["3", "3", "6"], {"6": "1"})


def test_a_list_begins_anew_at_its_own_first_number() -> None:
    assert lists_of(FOR_GROUP, FOR_ITEM, line("{{ i }}", number=5), END, END)[1] == {"6": "4"}


def test_a_list_written_out_inside_a_loop_begins_anew_in_each_turn() -> None:
    used, _ = lists_of(FOR_GROUP, line("甲", number=3), line("乙", number=3), END)
    assert used == ["3", "3", "6", "6"]


def test_a_list_of_a_style_begins_anew_too() -> None:
    used, _ = lists_of(FOR_GROUP, FOR_ITEM, line("{{ i }}", style="b"), END, END)
    assert used == ["3", "3", "6"]


@pytest.mark.parametrize(
    "lines",
    [
        (line("{%p for i in items %}"), line("{{ i }}", number=3), line("说明"), END),
        (FOR_GROUP, line("组", number=3), FOR_ITEM, line("{{ i }}", number=3, level=1), END, END),
        (line("前", number=3), FOR_GROUP, FOR_ITEM, line("{{ i }}", number=3), END, END),
    ],
    ids=["a loop makes the list", "Word begins the lower level anew", "the list begins before the loop"],
)
def test_a_list_that_goes_on_is_left_alone(lines: tuple[str, ...]) -> None:
    used, starts = lists_of(*lines)
    assert (set(used), starts) == ({"3"}, {})


def test_copies_of_a_bookmark_have_numbers_and_names_of_their_own() -> None:
    inner = '<w:p><w:bookmarkStart w:name="here" w:id="3"/><w:r><w:t>{{ i }}</w:t></w:r><w:bookmarkEnd w:id="3"/></w:p>'
    xml = read_docx(Template(with_body(line("{%p for i in items %}") + inner + END)).render(GROUPS), "x")
    marks = re.findall(r"<w:bookmark(?:Start|End)[^>]*>", xml["word/document.xml"].decode())
    numbers = [re.search(r'w:id="(\d+)"', mark) for mark in marks]
    assert [number[1] for number in numbers if number] == ["3", "3", "1500000001", "1500000001"]
    assert re.findall(r'w:name="(\w+)"', "".join(marks)) == ["here", "here_2"]


def marked(identifier: int, name: str, words: str = "甲") -> str:
    """Return runs with a bookmark around them."""
    start = f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>'
    return f'{start}<w:r><w:t>{words}</w:t></w:r><w:bookmarkEnd w:id="{identifier}"/>'


def drawing() -> str:
    extent = '<wp:extent cx="1" cy="1"/><wp:docPr id="7" name="b"/>'
    graphic = '<a:graphic><a:graphicData uri="x"/></a:graphic>'
    return f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{extent}{graphic}</wp:inline></w:drawing></w:r>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["{%p macro m() %}"], ["{%p endmacro %}", "{{p m() }}", "{{p m() }}"]),
        (["{%p set m %}"], ["{%p endset %}", "{{p m }}", "{{p m }}"]),
        (["{%p macro m() %}"], ["{%p endmacro %}", "{%p set n = m() %}", "{{p n }}", "{{p n }}"]),
        (["{%p set m %}"], ["{%p endset %}", "{%p for i in items %}", "{{p m }}", "{%p endfor %}"]),
        (["{%p for i in items %}", "{%p set m %}"], ["{%p endset %}", "{{p m }}", "{%p endfor %}"]),
    ],
    ids=["a macro", "a block", "a value of a macro", "a block in a loop", "a block of a loop"],
)
def test_what_is_kept_and_printed_twice_has_numbers_and_names_of_its_own(before: list[str], after: list[str]) -> None:
    template = dialect.word(*before, f"<w:p>{marked(3, 'bm')}{drawing()}</w:p>", *after)
    document = Template(template).render(GROUPS)
    assert faults(document) == []
    xml = read_docx(document, "x")["word/document.xml"].decode()
    starts, ends = (re.findall(rf'<w:bookmark{end} w:id="(\d+)"', xml) for end in ("Start", "End"))
    assert (len(set(starts)), starts) == (2, ends)
    assert re.findall(r'w:name="(\w+)"', xml) == ["bm", "bm_2"]
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', xml))) == 2


def names_of(*lines: str) -> list[str]:
    """Return the names of the bookmarks of a document."""
    xml = read_docx(Template(dialect.word(*lines)).render(GROUPS), "x")["word/document.xml"].decode()
    return re.findall(r'w:name="(\w+)"', xml)


def test_a_copy_of_a_bookmark_takes_no_name_of_another() -> None:
    inner = [f"<w:p>{marked(3, 'bm')}{marked(4, 'bm_2')}{marked(5, 'bm_')}</w:p>"]
    names = names_of("{%p for i in items %}", *inner, "{%p endfor %}", f"<w:p>{marked(6, 'BM__2')}</w:p>")
    assert names[:3] == ["bm", "bm_2", "bm_"]
    assert len({name.casefold() for name in names}) == 7


def field(code: str) -> str:
    simple = f'<w:fldSimple w:instr="{code}"><w:r><w:t>甲</w:t></w:r></w:fldSimple>'
    return f"<w:r><w:instrText>{code}</w:instrText></w:r>{simple}"


LINK = '<w:hyperlink w:anchor="bm"><w:r><w:t>甲</w:t></w:r></w:hyperlink>' + field(" PAGEREF bm \\h ")
LINK += "<w:r><w:instrText> HYPERLINK \\l &quot;bm&quot; </w:instrText></w:r>"


def links_of(*lines: str) -> list[str]:
    """Return what the links and fields of a document lead to."""
    xml = read_docx(Template(dialect.word(*lines)).render(GROUPS), "x")["word/document.xml"].decode()
    found = re.findall(r'w:anchor="(\w+)"|(?:PAGEREF|HYPERLINK \\l) (?:"|&quot;)?(\w+)', xml)
    return [anchor or name for anchor, name in found]


def test_a_link_leads_to_the_copy_of_its_own_turn() -> None:
    link, bookmark = f"<w:p>{LINK}</w:p>", f"<w:p>{marked(3, 'bm')}</w:p>"
    assert links_of("{%p for i in items %}", link, bookmark, "{%p endfor %}") == ["bm"] * 4 + ["bm_2"] * 4
    inner = ["{%p for g in groups %}", link, "{%p endfor %}"]
    assert links_of("{%p for i in items %}", bookmark, *inner, "{%p endfor %}") == ["bm"] * 8 + ["bm_2"] * 8


@pytest.mark.parametrize(
    "lines",
    [
        ["{%p for i in items %}", "BOOKMARK", "{%p endfor %}", "LINK"],
        ["{%p for i in items %}", "{%p if loop.first %}", "BOOKMARK", "{%p endif %}", "LINK", "{%p endfor %}"],
        ["{%p for g in groups %}", "{%p for i in items %}", "BOOKMARK", "{%p endfor %}", "LINK", "{%p endfor %}"],
        ["BOOKMARK", "{%p for i in items %}", "LINK", "{%p endfor %}"],
    ],
    ids=["behind the loop", "a bookmark of one turn", "a loop inside", "before the loop"],
)
def test_a_link_to_what_is_not_of_its_turn_leads_to_the_first_copy(lines: list[str]) -> None:
    blocks = {"BOOKMARK": f"<w:p>{marked(3, 'bm')}</w:p>", "LINK": f"<w:p>{LINK}</w:p>"}
    assert set(links_of(*(blocks.get(line, line) for line in lines))) == {"bm"}


def test_the_copies_of_a_text_box_share_their_bookmarks() -> None:
    box = text_box(f"<w:p>{marked(3, 'bm')}</w:p>").replace("{{ n }}", "").replace("{{ who }}", "")
    names = names_of("{%p for i in items %}", box, "{%p endfor %}")
    assert [name for name in names if name.startswith("bm")] == ["bm", "bm", "bm_2", "bm_2"]


START, STOP = '<w:bookmarkStart w:id="3" w:name="bm"/>', '<w:bookmarkEnd w:id="3"/>'


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (["{%tr for i in items %}START", "{{ i }}", "{%tr endfor %}", "endSTOP"], "[甲乙]"),
        (["beginSTART", "{%tr for i in items %}", "{{ i }}", "{%tr endfor %}STOP"], "[甲乙]"),
        (["{%tr for i in items %}START", "{{ i }}", "{%tr endfor %}STOP"], "[甲乙]"),
        (["{%tr for i in items %}STARTSTOP", "{{ i }}", "{%tr endfor %}"], "甲乙"),
        (["{%tc for i in items %}START | {{ i }} | {%tc endfor %} | endSTOP"], "[甲乙]"),
        (["{%tc if items %}START | 丙 | {%tc endif %}STOP | end"], "[丙]"),
    ],
)
def test_a_bookmark_around_rows_or_cells_keeps_both_its_ends_or_none(rows: list[str], order: str) -> None:
    xml = dialect.table(*(f"| {row} |" for row in rows))
    for word, mark in (("START", START), ("STOP", STOP)):
        xml = re.sub(rf"(<w:r>(?:(?!<w:r>).)*?){word}(.*?</w:r>)", rf"\1\2{mark}", xml)
    document = Template(dialect.word(xml)).render(GROUPS)
    assert faults(document) == []
    body = read_docx(document, "x")["word/document.xml"].decode()
    signs = {START: "[", STOP: "]"}
    assert "".join(signs.get(sign, sign) for sign in re.findall(f"{START}|{STOP}|[甲乙丙]", body)) == order


# --- tables


def test_a_head_row_repeats_on_every_page_with_the_rows_of_a_loop_behind_it() -> None:
    head = cell("头")
    template = table(head, cell("{%tr for i in items %}"), cell("{{ i }}"), cell("{%tr endfor %}"), columns=1)
    parts = read_docx(template, "x")
    xml = parts["word/document.xml"].replace(b"<w:tr>", b"<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    document = Template(write_docx({**parts, "word/document.xml": xml})).render(GROUPS)
    rows = re.findall(r"<w:tr>.*?</w:tr>", read_docx(document, "x")["word/document.xml"].decode())
    assert ["tblHeader" in row for row in rows] == [True, False, False]


def test_cells_merge_down_in_each_turn_of_the_loop_around() -> None:
    rows = (
        cell("{%tr for g in groups %}") * 2,
        cell("{%tr for i in g['items'] %}") * 1,
        cell("{% vm %}组") + cell("{{ i }}"),
        cell("{%tr endfor %}"),
        cell("{%tr endfor %}"),
    )
    first = rows[0].replace(cell("{%tr for g in groups %}") * 2, cell("{%tr for g in groups %}"))
    document = Template(table(first, *rows[1:], columns=2)).render(GROUPS)
    merges = re.findall(r'<w:vMerge w:val="(\w+)"', read_docx(document, "x")["word/document.xml"].decode())
    assert merges == ["restart", "continue", "restart"]
    assert faults(document) == []


# --- files exchanged


def png(red: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes([0, red, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def pictured() -> bytes:
    """A Word file with one picture, called logo.png, and an embedded workbook."""
    import docx

    document = docx.Document()
    document.add_picture(io.BytesIO(png(1)))
    document.inline_shapes[0]._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", "logo.png")
    document.add_paragraph("{{ x }}")
    buffer = io.BytesIO()
    document.save(buffer)
    parts = read_docx(buffer.getvalue(), "x")
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="xlsx" ContentType="application/octet-stream"/></Types>'
    )
    return write_docx({**parts, "[Content_Types].xml": types, "word/embeddings/a.xlsx": b"old"})


@pytest.mark.parametrize(
    "wanted",
    [
        docgen.Replacements(pictures={"logo.png": png(9)}),
        docgen.Replacements(media=[(png(1), io.BytesIO(png(9)))]),
        docgen.Replacements(members={"word/media/image1.png": png(9)}),
    ],
    ids=["by its name in Word", "by what it holds", "by its name in the package"],
)
def test_a_picture_is_exchanged(pictured: bytes, wanted: docgen.Replacements) -> None:
    parts = read_docx(Template(pictured).render({"x": 1}, replacements=wanted), "x")
    assert parts["word/media/image1.png"] == png(9)


def test_an_embedded_file_is_exchanged(pictured: bytes) -> None:
    document = Template(pictured).render({"x": 1}, replacements=docgen.Replacements(embedded=[(b"old", b"new")]))
    assert read_docx(document, "x")["word/embeddings/a.xlsx"] == b"new"


def test_a_picture_that_the_template_lacks_is_refused(pictured: bytes) -> None:
    def render(**wanted: object) -> list[Finding]:
        return found(Template(pictured).render, {"x": 1}, replacements=docgen.Replacements(**wanted))  # type: ignore[arg-type]

    assert [(f.code, f.args["near"]) for f in render(pictures={"logo.jpg": b""})] == [("T254", "logo.png")]
    assert codes(render(media=[(b"none", b"")])) == ["T255"]


# --- on request


def test_characters_that_xml_cannot_hold_are_taken_out_on_request_and_told() -> None:
    remarks: list[Finding] = []
    data = {"x": "甲\x00乙\ufffe"}
    Template(word_file("{{ x }}")).render(data, drop_illegal=True, remarks=remarks)
    assert codes(remarks) == ["T217"]
    document = Template(word_file("{{ x }}")).render(data, drop_illegal=True)
    assert "甲乙" in read_docx(document, "x")["word/document.xml"].decode()


def test_what_a_script_calls_wrongly_is_refused() -> None:
    template = Template(word_file("{{ x }}"))
    assert codes(found(template.render, {"x": 1}, undefined="keep")) == ["O409"]
    assert codes(found(template.render, [1])) == ["O420"]
    exchanged = docgen.Replacements(members={"word/document.xml": b"no Word"})
    assert codes(found(template.render, {"x": 1}, replacements=exchanged)) == ["T254"]


def test_all_missing_names_of_one_render_are_told_together() -> None:
    template = Template(word_file("{{ a }}", "{{ b.c }}", "{{ x }}", "{% if d %}甲{% endif %}"))
    findings = found(template.render, {"x": 1}, undefined="collect")
    assert [(f.args["name"], f.place.paragraph) for f in findings] == [("a", 1), ("b", 2), ("d", 4)]


def test_the_same_template_is_compiled_once_and_its_names_are_known() -> None:
    template = word_file("{{ a }}{% for b in c %}{{ b }}{% endfor %}")
    assert Template(template)._press is Template(template)._press
    assert Template(template).names() == {"a", "c"}
    assert filled(template, a=1, c=[2]) == ["12"]


def test_a_template_may_be_handed_to_docxtpl_itself() -> None:
    document = Template(word_file("{{ '%s'|format(x) }}"), legacy=True).render({"x": 5})
    assert ">5<" in read_docx(document, "x")["word/document.xml"].decode()


def test_a_list_begins_anew_in_a_paragraph_that_sets_its_own_indents() -> None:
    group = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr><w:jc w:val="left"/></w:pPr>'
    item = f"<w:p>{group}<w:r><w:t>{{% indent left=2 %}}{{{{ i }}}}</w:t></w:r></w:p>"
    loop = line("{%p for x in xs %}"), line("{%p for i in x %}"), item, line("{%p endfor %}"), line("{%p endfor %}")
    document = Template(numbered(*loop)).render({"xs": [[1, 2], [3]]})
    assert faults(document) == []
    root = part(document, "word/document.xml")
    first, second, third = (e.get(f"{{{W}}}val") for e in root.iter(f"{{{W}}}numId"))
    assert first == second == "5"
    assert third not in (None, "5")
    assert {e.get(f"{{{W}}}left") for e in root.iter(f"{{{W}}}ind")} == {str(round(2 * CHARACTER_TWIPS))}
