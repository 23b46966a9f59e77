"""The tags that set indents, merged cells and column widths, and the section that an optional part leaves behind."""

from __future__ import annotations

import pytest
from helpers import codes, found
from lxml import etree
from ooxml import W, faults, part
from test_press import word_file

from docgen.errors import TemplateError
from docgen.limits import Limits
from docgen.marked import Marked, gap
from docgen.package import read_docx, write_docx
from docgen.press.cells import rows_of
from docgen.press.template import Template
from docgen.standard import CHARACTER_TWIPS, em

PORTRAIT = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
LANDSCAPE = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'


def with_body(inner: str) -> bytes:
    """Return a Word file with this body."""
    parts = read_docx(word_file("x"), "x")
    namespace = W.strip("{}")
    parts["word/document.xml"] = f'<w:document xmlns:w="{namespace}"><w:body>{inner}</w:body></w:document>'.encode()
    return write_docx(parts)


def cell(words: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'


def table(*rows: str, columns: int) -> bytes:
    grid = '<w:gridCol w:w="1000"/>' * columns
    inner = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    width = f'<w:tblPr><w:tblW w:w="{1000 * columns}" w:type="dxa"/></w:tblPr>'
    return with_body(f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl><w:p/>{PORTRAIT}")


def properties(template: bytes, **data: object) -> etree._Element:
    document = Template(template).render(data)
    assert faults(document) == []
    return next(part(document, "word/document.xml").iter(f"{W}pPr"))


def attributes(element: etree._Element | None) -> dict[str, str]:
    assert element is not None
    return {etree.QName(str(name)).localname: str(value) for name, value in element.attrib.items()}


def test_indents_are_set_in_characters_and_win_over_those_of_the_style() -> None:
    paragraph = properties(word_file("{% indent left=2, right=n / 2 %}{{ who }}"), n=3, who="机关")
    assert attributes(paragraph.find(f"{W}ind")) == {
        "left": str(2 * CHARACTER_TWIPS),
        "leftChars": "0",
        "right": "472",
        "rightChars": "0",
    }


@pytest.mark.parametrize(("first", "name", "twips"), [(2, "firstLine", "630"), (-3, "hanging", "945")])
def test_a_first_line_goes_in_or_hangs_out(first: int, name: str, twips: str) -> None:
    ind = attributes(properties(word_file("{% indent first=n %}x"), n=first).find(f"{W}ind"))
    assert ind == {name: twips, "firstLineChars": "0"}


def test_a_paragraph_is_aligned_and_gets_tab_stops() -> None:
    line = '{% for x in xs %}{% indent center=x, align="justify" %}\t{{ x }}{% endfor %}'
    paragraph = properties(word_file(line), xs=[4, 8.5])
    assert attributes(paragraph.find(f"{W}jc")) == {"val": "both"}
    assert [attributes(tab) for tab in paragraph.iter(f"{W}tab")] == [
        {"val": "center", "pos": "1260"},
        {"val": "center", "pos": "2678"},
    ]


def test_the_width_of_a_text_is_known_to_a_tag() -> None:
    paragraph = properties(word_file("{% indent left=28 - date|em %}{{ date }}"), date="2026年9月5日")
    assert attributes(paragraph.find(f"{W}ind"))["left"] == str(round((28 - em("2026年9月5日")) * CHARACTER_TWIPS))


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("县政府", 3), ("2026", 4 * 0.492), ("第3次", 2 + 0.492 + 0.444), ("（3）", 2.492)]
)
def test_em_counts_characters_digits_and_the_space_between_them(text: str, width: float) -> None:
    assert em(text) == pytest.approx(width)


def test_a_gap_is_as_wide_as_it_is_printed() -> None:
    assert em(Marked(gap("【待填：机关】"))) == 7


@pytest.mark.parametrize(
    "tag",
    [
        "{% indent above=2 %}",
        "{% indent left='wide' %}",
        "{% indent left=1000 %}",
        "{% indent align='middle' %}",
    ],
)
def test_a_setting_that_cannot_be_is_refused_before_anything_is_printed(tag: str) -> None:
    assert codes(Template(word_file(f"{{% if x %}}{tag}甲{{% endif %}}")).check()) == ["T202"]


@pytest.mark.parametrize(("option", "value"), [("left", "wide"), ("left", 1000), ("align", "middle")])
def test_a_setting_of_the_data_that_cannot_be_is_refused(option: str, value: object) -> None:
    assert codes(found(Template(word_file(f"{{% indent {option}=x %}}")).render, {"x": value})) == ["T205"]


@pytest.mark.parametrize("width", ["0", "-3"])
def test_a_column_is_wider_than_nothing(width: str) -> None:
    template = table(cell("{% width " + width + " %}甲"), columns=1)
    assert codes(Template(template).check()) == ["T202"]
    template = table(cell("{% width x %}甲"), columns=1)
    assert codes(found(Template(template).render, {"x": int(width)})) == ["T205"]


@pytest.mark.parametrize("tag", ["{% merge 1 %}", "{% width 3 %}", "{%p indent left=3 %}"])
def test_a_setting_that_stands_where_it_sets_nothing_is_refused(tag: str) -> None:
    findings = found(Template(word_file(tag)).render, {})
    assert codes(findings) == ["T207"]
    assert findings[0].args["tag"] in tag


@pytest.mark.parametrize("tag", ["{%tr merge 1 %}", "{%tc width 5 %}"])
def test_a_setting_that_takes_its_row_or_cell_away_is_refused(tag: str) -> None:
    template = table(cell("甲") + cell(tag), cell("乙") + cell("丙"), columns=2)
    assert codes(found(Template(template).render, {})) == ["T207"]


@pytest.mark.parametrize("tag", ["{% indent left=nope %}", "{% indent left=2 * nope %}", "{% merge nope %}"])
def test_a_setting_with_a_name_that_the_data_lack_says_which(tag: str) -> None:
    template = table(cell(tag), columns=1)
    assert [(f.code, f.args["name"]) for f in found(Template(template).render, {})] == [("T201", "nope")]


def test_a_setting_that_is_not_understood_is_refused() -> None:
    for tag in ("{% indent left 2 %}", "{% indent left=3, left=4 %}", "{% merge %}"):
        with pytest.raises(TemplateError):
            Template(word_file(tag)).render({})


def test_a_tag_among_the_indents_that_another_sets_is_refused() -> None:
    inner = '<w:p><w:pPr><w:ind w:left="{{ n }}"/></w:pPr><w:r><w:t>{% indent left=2 %}a</w:t></w:r></w:p>'
    assert codes(found(Template(with_body(inner)).render, {"n": 100})) == ["T270"]


def test_what_an_indent_of_the_template_holds_stays_an_attribute() -> None:
    inner = '<w:p><w:pPr><w:ind w:left="1&quot;&lt;"/></w:pPr><w:r><w:t>{% indent right=2 %}a</w:t></w:r></w:p>'
    document = Template(with_body(inner)).render({})
    (made,) = part(document, "word/document.xml").iter(f"{W}ind")
    assert made.get(f"{W}left") == '1"<'


def test_a_paragraph_whose_indents_come_from_data_is_not_doubled() -> None:
    inner = '<w:p><w:pPr><w:ind w:left="{{ n }}"/></w:pPr><w:r><w:t>{{ s }}</w:t></w:r></w:p>'
    document = Template(with_body(inner)).render({"n": 100, "s": "a\ab"})
    made = part(document, "word/document.xml")
    assert [e.get(f"{W}left") for e in made.iter(f"{W}ind")] == ["100"]
    assert len(list(made.iter(f"{W}br"))) == 1


def test_data_cannot_pretend_to_be_a_setting() -> None:
    assert codes(found(Template(word_file("{{ x }}")).render, {"x": "\ufdd3indent left=9\ufdd4"})) == ["T210"]


def merged(document: bytes) -> list[list[tuple[str, str]]]:
    """Return (vMerge, text) of every cell, row by row."""
    rows = []
    for row in part(document, "word/document.xml").iter(f"{W}tr"):
        marks = [cell.find(f"{W}tcPr/{W}vMerge") for cell in row.iter(f"{W}tc")]
        texts = ["".join(str(t) for t in cell.itertext()) for cell in row.iter(f"{W}tc")]
        rows.append([("" if m is None else m.get(f"{W}val", ""), t) for m, t in zip(marks, texts, strict=True)])
    return rows


def test_neighbouring_cells_with_one_key_become_one() -> None:
    rows = cell("{{ r.task }}{% merge r.task %}") + cell("{{ r.unit }}{% merge r.task, r.unit %}")
    template = table(cell("{%tr for r in rows %}"), rows, cell("{%tr endfor %}"), columns=2)
    data = [("一", "甲"), ("一", "甲"), ("二", "甲"), ("二", "乙"), ("二", "乙"), ("三", "丙")]
    document = Template(template).render({"rows": [{"task": t, "unit": u} for t, u in data]})
    assert faults(document) == []
    assert merged(document) == [
        [("restart", "一"), ("restart", "甲")],
        [("continue", ""), ("continue", "")],
        [("restart", "二"), ("", "甲")],
        [("continue", ""), ("restart", "乙")],
        [("continue", ""), ("continue", "")],
        [("", "三"), ("", "丙")],
    ]


def rows_with(tag: str) -> bytes:
    return table(cell("{%tr for r in rows %}"), cell("{{ r }}" + tag), cell("{%tr endfor %}"), columns=1)


def test_a_table_that_is_put_in_order_counts_more_than_once() -> None:
    rows = {"rows": list(range(1000))}
    plain = read_docx(Template(rows_with("")).render(rows), "x")["word/document.xml"]
    limits = Limits(output_chars=2 * len(plain))
    assert Template(rows_with(""), limits=limits).render(rows)
    assert codes(found(Template(rows_with("{% merge r %}"), limits=limits).render, rows)) == ["T241"]


def test_putting_a_table_in_order_is_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    template, now = Template(rows_with("{% merge r %}")), 0.0

    def slow(table: etree._Element) -> list[etree._Element]:
        nonlocal now
        now += Limits().render_seconds + 1
        return rows_of(table)

    monkeypatch.setattr("time.thread_time", lambda: now)
    monkeypatch.setattr("docgen.press.layout.rows_of", slow)
    assert codes(found(template.render, {"rows": [1, 2]})) == ["T242"]


def test_what_is_still_missing_is_merged_with_nothing() -> None:
    template = table(cell("{%tr for u in units %}"), cell("{{ u }}{% merge u %}"), cell("{%tr endfor %}"), columns=1)
    document = Template(template).render({"units": [Marked(gap("【待填：单位】"))] * 2})
    assert merged(document) == [[("", "【待填：单位】")]] * 2


def test_cells_of_different_width_are_not_merged() -> None:
    wide = cell("甲{% merge 1 %}").replace(
        "<w:tcPr>", '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:gridSpan w:val="2"/>'
    )
    wide = wide.replace('<w:tcW w:w="1000" w:type="dxa"/></w:tcPr>', "</w:tcPr>")
    document = Template(table(wide, cell("乙{% merge 1 %}") + cell("丙"), columns=2)).render({})
    assert faults(document) == []
    assert merged(document) == [[("", "甲")], [("", "乙"), ("", "丙")]]


@pytest.mark.parametrize("width", ["", '<w:tcW w:w="0" w:type="auto"/>', '<w:tcW w:w="2500" w:type="pct"/>'])
def test_a_column_without_a_width_of_its_own_keeps_that_of_the_grid(width: str) -> None:
    plain = cell("乙").replace('<w:tcW w:w="1000" w:type="dxa"/>', width)
    document = Template(table(cell("{% width 5 %}甲") + plain, columns=2)).render({})
    root = part(document, "word/document.xml")
    assert [g.get(f"{W}w") for g in root.iter(f"{W}gridCol")] == ["1575", "1000"]
    assert [w.get(f"{W}w") for w in root.iter(f"{W}tcW")] == ["1575", "1000"]


def test_columns_are_as_wide_as_the_data_say_and_the_table_as_they_are_together() -> None:
    head = cell("{%tc for c in columns %}") + cell("{% width c.width %}{{ c.name }}") + cell("{%tc endfor %}")
    document = Template(table(head, columns=3)).render(
        {"columns": [{"name": n, "width": w} for n, w in zip("甲乙丙丁", (2, 4, 6, 8), strict=True)]}
    )
    assert faults(document) == []
    root = part(document, "word/document.xml")
    assert [g.get(f"{W}w") for g in root.iter(f"{W}gridCol")] == ["630", "1260", "1890", "2520"]
    assert [w.get(f"{W}w") for w in root.iter(f"{W}tcW")] == ["630", "1260", "1890", "2520"]
    assert attributes(root.find(f".//{W}tblW")) == {"w": "6300", "type": "dxa"}


def test_a_cell_whose_paragraphs_all_went_keeps_an_empty_one() -> None:
    inner = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("{%p if x %}", "甲", "{%p endif %}"))
    template = table(cell("").replace("<w:p><w:r><w:t></w:t></w:r></w:p>", inner), columns=1)
    document = Template(template).render({"x": ""})
    assert faults(document) == []
    assert merged(document) == [[("", "")]]


def sections(inner: str, **data: object) -> list[str]:
    """Return the paper of each section of a document, and its text."""
    document = Template(with_body(inner)).render(data)
    assert faults(document) == []
    sizes = part(document, "word/document.xml").iter(f"{W}pgSz")
    return ["landscape" if size.get(f"{W}orient") else "portrait" for size in sizes]


BREAKS = f"<w:p><w:pPr>{PORTRAIT}</w:pPr></w:p><w:p><w:r><w:t>表</w:t></w:r></w:p><w:p><w:pPr>{LANDSCAPE}</w:pPr></w:p>"
OPTIONAL = "<w:p><w:r><w:t>{%p if imprint %}</w:t></w:r></w:p><w:p><w:r><w:t>版记</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"


def test_a_last_section_that_holds_nothing_leaves_no_page() -> None:
    assert sections(BREAKS + OPTIONAL + PORTRAIT, imprint=False) == ["portrait", "landscape"]
    assert sections(BREAKS + "<w:p/>" + OPTIONAL + PORTRAIT, imprint=False) == ["portrait", "landscape"]


def test_a_last_section_on_the_same_page_stays_whatever_it_holds() -> None:
    """A continuous break before an empty paragraph balances columns."""
    continuous = PORTRAIT.replace("<w:pgSz", '<w:type w:val="continuous"/><w:pgSz')
    assert sections(BREAKS + "<w:p/>" + continuous) == ["portrait", "landscape", "portrait"]


def test_a_last_section_that_holds_something_stays() -> None:
    assert sections(BREAKS + OPTIONAL + PORTRAIT, imprint=True) == ["portrait", "landscape", "portrait"]
    assert sections("<w:p/>" + PORTRAIT) == ["portrait"]


@pytest.mark.parametrize(
    "last",
    [
        "<w:p/>",
        "<w:p><w:r><w:t>{{ remark }}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{% set x = 1 %}</w:t></w:r></w:p>",
    ],
    ids=["blank", "an empty value", "a name set"],
)
def test_a_last_section_from_which_nothing_was_left_out_stays_with_its_header(last: str) -> None:
    titled = PORTRAIT.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    template = with_body(
        "<w:p><w:r><w:t>{{ who }}</w:t></w:r></w:p><w:p><w:pPr>" + LANDSCAPE + "</w:pPr></w:p>" + last + titled
    )
    root = part(Template(template).render({"who": "甲", "remark": ""}), "word/document.xml")
    assert [section.find(f"{W}titlePg") is not None for section in root.iter(f"{W}sectPr")] == [False, True]


def test_a_last_section_that_the_author_left_blank_stays_behind_an_optional_one() -> None:
    optional = "<w:p><w:r><w:t>{%p if x %}</w:t></w:r></w:p>" + BREAKS + "<w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
    assert sections(optional + "<w:p/>" + PORTRAIT, x=True) == ["portrait", "landscape", "portrait"]


def test_a_last_section_whose_words_stand_in_an_if_leaves_no_page() -> None:
    words = "<w:p><w:r><w:t>{% if x %}</w:t></w:r><w:r><w:t>甲</w:t></w:r><w:r><w:t>{% endif %}</w:t></w:r></w:p>"
    assert sections(BREAKS + words + PORTRAIT, x=False) == ["portrait", "landscape"]
    within = BREAKS.replace(
        "<w:p><w:pPr>" + LANDSCAPE, "<w:p><w:r><w:t>{%p if x %}</w:t></w:r></w:p><w:p><w:pPr>" + LANDSCAPE
    )
    end = "<w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
    assert sections(within + "<w:p><w:r><w:t>丙</w:t></w:r></w:p>" + end + PORTRAIT, x=True) == [
        "portrait",
        "landscape",
        "portrait",
    ]
