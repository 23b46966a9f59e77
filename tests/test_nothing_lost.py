"""What holds for any text in the data: it stands in the document as it was given, in every place, or is refused with its path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree
from ooxml import faults
from test_press import RELS, TYPES
from test_sandbox import PARTS

from docgen.errors import DocgenError, RenderError
from docgen.findings import errors
from docgen.package import read_docx, write_docx
from docgen.press.template import Template

COMMON = settings(max_examples=150, deadline=None, derandomize=True)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
NASTY = [
    *(
        "&",
        "<",
        ">",
        '"',
        "'",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?docgen 0?>",
        "&amp;",
        "&#60;",
        "&lt;",
        "&nbsp;",
        "%s",
        "\\",
    ),
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{{ x }}",
        "{% if %}",
        "{%p endfor %}",
        "{%tr for a in b %}",
        "{{r x }}",
        "{{- x -}}",
    ),
    *(
        "{_{",
        "}_}",
        "{_%",
        "%_}",
        "{_{ &amp; </w:t></w:r>",
        "｛｛ x ｝｝",
        "{% raw %}",
        "{% endraw %}",
        "{",
        "}",
        "__class__",
    ),
    *("</w:t></w:r></w:p>", "<w:p/>", "<w:t>", 'a="b"', "<w:t xml:space", "w:sectPr", "<w:r></w:r>", "</w:tbl>"),
    *(
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\u3000",
        "\xa0",
        "\u200b",
        "\u2028",
        "\x85",
        "\xad",
        "\ufeff",
        "\u202e",
    ),
    *(
        "𠮷",
        "🙂",
        "👨‍👩‍👧",
        "\U0010fffd",
        "\ue000",
        "\ufffd",
        "é",
        "e\u0301",
        "甲",
        "“引”",
        "【待填】",
        "=1+1",
        "@x",
        "0010",
        "None",
    ),
]
# U+FDD0 to U+FDEF and what ends in FFFE and FFFF are no characters; the press keeps the first for itself and refuses them.
LEGAL = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="".join(map(chr, [*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]))
)
TEXT = st.lists(st.sampled_from(NASTY) | st.text(LEGAL, max_size=8), max_size=8).map("".join)
ILLEGAL = st.sampled_from(
    [
        *map(chr, range(7)),
        "\x08",
        "\x0b",
        "\x0e",
        "\x1f",
        "\ud800",
        "\udfff",
        "\ufdd0",
        "\ufdd1",
        "\ufdef",
        "\ufffe",
        "\uffff",
    ]
)


def paragraph(*runs: str) -> str:
    return (
        "<w:p>"
        + "".join(f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
        + "</w:p>"
    )


def template(body: str, **parts: str) -> bytes:
    """Return a Word file with this body and what stands in other parts, named as in ``PARTS``."""
    members = {"[Content_Types].xml": b"", "_rels/.rels": RELS.encode()}
    types = TYPES
    members["word/document.xml"] = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'.encode()
    for name, words in parts.items():
        member = next(known for known in PARTS if f"/{name}" in known)
        kind, frame, root = PARTS[member]
        types = types.replace("</Types>", f'<Override PartName="/{member}" ContentType="{kind}"/></Types>')
        members[member] = frame.format(root, NAMESPACE, words).encode()
    return write_docx({**members, "[Content_Types].xml": types.encode()})


def texts(root: etree._Element) -> list[str]:
    """Return what each paragraph prints; line breaks and tabs are elements in Word."""
    return ["".join(_signs(p)) for p in root.iter(f"{W}p")]


def _signs(element: etree._Element) -> Iterator[str]:
    for child in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        yield {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(child.tag), child.text or "")


def lines(value: str) -> str:
    """Return a text as a page shows it: a line ends in one way only."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def printed(source: bytes, data: dict[str, object]) -> dict[str, etree._Element]:
    """Return the parts of a document, which is sound in itself and against the schemas, and the same when it is made again."""
    document = Template(source).render(data)
    assert Template(source, jinja_env=Environment()).render(data) == document
    assert faults(document) == []
    return {name: etree.fromstring(xml) for name, xml in read_docx(document, "x").items() if name.endswith(".xml")}


EVERYWHERE = template(
    paragraph("前{{ x }}后")
    + paragraph("{{ x }}")
    + paragraph("前", "{{ x }}", "后")
    + paragraph("{{ x }}{{ x }}")
    + paragraph("{% if true %}{{ x }}{% endif %}")
    + paragraph("{% set y %}{{ x }}{% endset %}前{{ y }}后")
    + paragraph("{% macro m(a) %}【{{ a }}】{% endmacro %}{{ m(x) }}")
    + paragraph("{{ '&lt;' ~ x ~ '>' }}")
    + paragraph("{{ [x, x]|join('&amp;') }}")
    + paragraph("{% for c in [x] %}{{ c }}{% endfor %}")
    + '<w:p><w:hyperlink w:tooltip="前{{ x }}后"><w:r><w:instrText xml:space="preserve">前{{ x }}后</w:instrText></w:r></w:hyperlink></w:p>'
    + paragraph("{{p x }}"),
    header=paragraph("前{{ x }}后"),
    footer=paragraph("前{{ x }}后"),
    footnote=paragraph("前{{ x }}后"),
    endnote=paragraph("前{{ x }}后"),
    core="前{{ x }}后",
    custom="前{{ x }}后",
)


@COMMON
@given(TEXT)
@example("& < > ]]> {{ }} {% %} {%p endfor %} {_{ &amp; </w:t></w:r> 𠮷🙂")
@example('"\r\n\t\r<')
def test_any_text_appears_verbatim_in_every_place(x: str) -> None:
    parts = printed(EVERYWHERE, {"x": x})
    body = parts["word/document.xml"]
    shown = lines(x)
    around = f"前{shown}后"
    assert texts(body) == [
        *(
            around,
            shown,
            around,
            shown * 2,
            shown,
            around,
            f"【{shown}】",
            f"<{shown}>",
            f"{shown}&{shown}",
        ),
        *(shown, "", *([shown] if x else [])),
    ]
    for name in ("header1", "footer1", "footnotes", "endnotes"):
        assert texts(parts[f"word/{name}.xml"]) == [around]
    assert [link.get(f"{W}tooltip") for link in body.iter(f"{W}hyperlink")] == [f"前{x}后"]
    assert [code.text for code in body.iter(f"{W}instrText")] == [f"前{quoted(x)}后"]
    for name in ("core", "custom"):
        assert "".join(map(str, parts[f"docProps/{name}.xml"].itertext())) == f"前{x}后"


def quoted(words: str) -> str:
    """Return words as they stand between the quotation marks of a field code: they cannot end them."""
    made, backslashes = "", 0
    for sign in [*words, ""]:
        if sign == "\\":
            backslashes += 1
            continue
        ends = sign in ('"', "")
        made += "\\" * (2 * backslashes if ends else backslashes) + ("\\" if sign == '"' else "") + sign
        backslashes = 0
    return made


@COMMON
@given(TEXT, TEXT)
def test_core_properties_of_the_call_appear_verbatim(title: str, creator: str) -> None:
    document = Template(template(paragraph("x"))).render(
        {}, core={"title": title, "creator": creator, "date": "2025-09-12"}
    )
    core = etree.fromstring(read_docx(document, "x")["docProps/core.xml"])
    found = {etree.QName(child).localname: child.text or "" for child in core}
    assert (found["title"], found["creator"]) == (title[:255], creator[:255])


LOOP = template(
    "".join(
        map(
            paragraph,
            [
                *(
                    "{%p for r in rows %}",
                    "{{ loop.index }}前{{ r.a }}后{{ r.b }}",
                    "{{ r.a }}",
                    "{%p if r.b %}",
                    "{{ r.b }}",
                ),
                *(
                    "{%p endif %}",
                    "{%p for c in r.more %}",
                    "·{{ c }}",
                    "{%p endfor %}",
                    "{%p endfor %}",
                    "完{{ rows|length }}",
                ),
            ],
        )
    )
    + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
    + "".join(
        f"<w:tr><w:tc>{paragraph(words)}</w:tc></w:tr>"
        for words in ["{%tr for r in rows %}", "{{ r.b }}{{ r.a }}", "{%tr endfor %}"]
    )
    + f"<w:tr><w:tc>{paragraph('合计')}</w:tc></w:tr></w:tbl>"
    + paragraph("{% for r in rows %}{{ r.a }}；{% endfor %}")
)
ROWS = st.lists(st.fixed_dictionaries({"a": TEXT, "b": TEXT, "more": st.lists(TEXT, max_size=3)}), max_size=4)


@COMMON
@given(ROWS)
def test_any_mixture_of_texts_stands_in_loops_line_by_line(rows: list[dict[str, object]]) -> None:
    expected = []
    for number, row in enumerate(rows, 1):
        a, b = lines(str(row["a"])), lines(str(row["b"]))
        expected += [f"{number}前{a}后{b}", a, *([b] if row["b"] else [])]
        expected += [f"·{lines(more)}" for more in row["more"]]  # type: ignore[attr-defined]
    expected += [f"完{len(rows)}", *(lines(f"{row['b']}") + lines(f"{row['a']}") for row in rows), "合计"]
    expected.append("".join(f"{lines(str(row['a']))}；" for row in rows))
    assert texts(printed(LOOP, {"rows": rows})["word/document.xml"]) == expected


@COMMON
@given(ROWS.filter(bool), TEXT, ILLEGAL, TEXT, st.data())
def test_a_character_that_xml_cannot_hold_is_refused_with_its_path(
    rows: list[dict[str, object]], before: str, bad: str, after: str, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    key = data.draw(st.sampled_from(["a", "b", "more"]))
    rows[number][key] = [before + bad + after] if key == "more" else before + bad + after
    path = f"rows[{number}].{key}{'[0]' if key == 'more' else ''}"
    with pytest.raises(RenderError) as caught:
        Template(LOOP).render({"rows": rows})
    assert [(fault.code, fault.place.path, fault.args["codepoint"]) for fault in errors(caught.value.findings)] == [
        ("T210", path, f"U+{ord(bad):04X}")
    ]


@pytest.mark.parametrize("sign", ["\a", "\f"])
@pytest.mark.parametrize("part", ["core", "custom"])
def test_a_new_paragraph_or_page_is_refused_where_there_are_no_pages(sign: str, part: str) -> None:
    with pytest.raises(RenderError) as caught:
        Template(template(paragraph("x"), **{part: "{{ x }}"})).render({"x": f"a{sign}"})
    assert [(fault.code, fault.place.path) for fault in caught.value.findings] == [("T210", "x")]
    with pytest.raises(RenderError) as caught:
        Template(template(paragraph("x"))).render({}, core={"title": f"a{sign}"})
    assert [(fault.code, fault.place.path) for fault in caught.value.findings] == [("T210", "core.title")]


@COMMON
@given(st.lists(st.sampled_from(NASTY) | st.text(LEGAL | ILLEGAL, max_size=6), min_size=1, max_size=6).map("".join))
def test_any_text_in_a_template_is_filled_or_refused_with_its_place(words: str) -> None:
    """What no data are: the template itself, tags and all; whatever stands in it, nobody sees a traceback or a broken file."""
    legal = "".join(
        c for c in words if not ("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" or (c < " " and c not in "\t\n\r"))
    )
    text = legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    source = template(paragraph(text) + paragraph("前{{ x }}" + text))
    try:
        document = Template(source).render({"x": "值"})
    except DocgenError as error:
        assert errors(error.findings)
        assert all(fault.place.part == "word/document.xml" for fault in errors(error.findings))
        return
    assert faults(document) == []
