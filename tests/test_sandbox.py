"""A hostile template gets no attribute of Python, no file, no command; the second half of the promise, endless work that ends, is in test_budgets.py.

Every payload is refused with the place of its tag, or prints exactly what is written beside it. None of them leaves the marker that
they try to make, and none prints what only Python's insides hold.
"""

from __future__ import annotations

import dataclasses
import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment
from ooxml import faults
from payloads import BEYOND, HARMLESS, INSIDES
from test_layout import with_body
from test_press import RELS, TYPES, W, filled, word_file

from docgen.errors import DocgenError, LimitError, TemplateError
from docgen.findings import errors
from docgen.messages import remedy
from docgen.package import read_docx, write_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

MARKER = Path("docgen-was-here")
SECRET = "secret-of-the-caller"


def lent(word: str = "") -> str:
    """A function that the caller lends to the tags."""
    return f"lent{word}"


lent.secret = SECRET  # type: ignore[attr-defined]

DATA: dict[str, object] = {
    "f": lent,
    "n": 7,
    "s": "abc",
    "xs": [1, 2, 3],
    "d": {"a": 1, "b": 2},
    "rows": [{"k": "b"}, {"k": "a"}],
    "day": datetime.date(2025, 1, 2),
    "init": "__init__",
    "nothing": None,
}


@pytest.fixture(autouse=True)
def _somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(template: bytes, data: dict[str, object] | None = None) -> list[str]:
    """Return the codes that a template is refused with; all of them know the paragraph of their tag."""
    with pytest.raises(DocgenError) as caught:
        Template(template).render(DATA if data is None else data)
    assert isinstance(caught.value, (TemplateError, LimitError))
    faults = errors(caught.value.findings)
    assert faults
    assert all(fault.place.part == "word/document.xml" and fault.place.paragraph for fault in faults)
    assert SECRET not in str(caught.value)
    assert " at 0x" not in str(caught.value)
    assert not MARKER.exists()
    return [fault.code for fault in faults]


def test_there_are_more_payloads_than_the_123_of_the_study() -> None:
    payloads = [*INSIDES, *BEYOND, *(tag for tag, _ in HARMLESS)]
    assert len(set(payloads)) == len(payloads) > 123


@pytest.mark.parametrize("tag", INSIDES)
def test_no_tag_reaches_the_insides_of_python(tag: str) -> None:
    # T201, T206, T208: it asks for a name that data have not; T235: for a filter that there is not; T205: it fails as any tag can
    assert set(refused(word_file("好", tag))) <= {"T201", "T203", "T205", "T206", "T208"}


@pytest.mark.parametrize("tag", [tag for tag in INSIDES if "._" in tag or "='_" in tag])
def test_insides_that_are_asked_for_by_name_are_refused_before_any_name_is_looked_up(tag: str) -> None:
    assert set(refused(word_file("{{ missing }}", tag), {})) == {"T203"}


@pytest.mark.parametrize("tag", BEYOND)
def test_what_templates_may_not_do_is_refused_with_the_place_of_the_tag(tag: str) -> None:
    with pytest.raises(DocgenError) as caught:
        Template(word_file("好", tag)).render(DATA)
    assert {fault.place.paragraph for fault in errors(caught.value.findings)} == {2}
    assert all(fault.code != "T204" for fault in caught.value.findings)
    assert " at 0x" not in str(caught.value)
    assert not MARKER.exists()


@pytest.mark.parametrize(("tag", "words"), HARMLESS)
def test_what_is_harmless_is_printed_as_it_stands(tag: str, words: str) -> None:
    assert filled(word_file(f"{tag}。"), **DATA) == [f"{words}。"]


def test_no_tag_changes_the_data_or_the_next_document() -> None:
    before = repr({k: v for k, v in DATA.items() if k != "f"})
    for tag in (*INSIDES, *BEYOND):
        with pytest.raises(DocgenError):
            Template(word_file(tag)).render(DATA)
    assert repr({k: v for k, v in DATA.items() if k != "f"}) == before
    assert filled(word_file("{{ range(2)|join }}{{ s.upper() }}"), **DATA) == ["01ABC"]


# --- in every place where a tag can stand

EVIL = "{{ f.__globals__ }}"
LATE = "{{ s['__cl' ~ 'ass__'] }}"


def run(text: str, tag: str = "w:t") -> str:
    return f"<w:p><w:r><{tag}>{text}</{tag}></w:r></w:p>"


def cell(text: str) -> str:
    return f"<w:tc>{run(text)}</w:tc>"


BODIES: dict[str, Callable[[str], str]] = {
    "a run": run,
    "a run cut in two": lambda tag: f"<w:p><w:r><w:t>{tag[:9]}</w:t></w:r><w:r><w:t>{tag[9:]}</w:t></w:r></w:p>",
    "signs as numbers": lambda tag: run(tag.replace("{", "&#123;").replace("}", "&#x7D;")),
    "CDATA": lambda tag: run(f"<![CDATA[{tag}]]>"),
    "full-width signs": lambda tag: run(tag.replace("{{", "｛｛").replace("}}", "｝｝")),
    "a field code": lambda tag: run(tag, "w:instrText"),
    "deleted text": lambda tag: (
        f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{tag}</w:delText></w:r></w:del></w:p>'
    ),
    "alt text": lambda tag: f'<w:p><w:hyperlink w:tooltip="{tag}"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
    "a text box": lambda tag: f"<w:p><w:r><w:pict><w:txbxContent>{run(tag)}</w:txbxContent></w:pict></w:r></w:p>",
    "a cell": lambda tag: f"<w:tbl><w:tr>{cell(tag)}</w:tr></w:tbl>",
    "a row tag": lambda tag: (
        f"<w:tbl><w:tr>{cell(tag.replace('{{', '{%tr if').replace('}}', '%}'))}</w:tr><w:tr>{cell('x')}</w:tr>"
        f"<w:tr>{cell('{%tr endif %}')}</w:tr></w:tbl>"
    ),
    "a paragraph tag": lambda tag: run(tag.replace("{{", "{{p")),
    "a rich tag": lambda tag: run(tag.replace("{{", "{{r")),
    "a cell tag": lambda tag: (
        f"<w:tbl><w:tr>{cell(tag.replace('{{', '{% colspan').replace('}}', '%}'))}</w:tr></w:tbl>"
    ),
    "a formula": lambda tag: f"<w:p><m:oMath><m:r><m:t>{tag}</m:t></m:r></m:oMath></w:p>",
    "a content control": lambda tag: f"<w:sdt><w:sdtContent>{run(tag)}</w:sdtContent></w:sdt>",
}
NAMESPACES = {"m": "http://schemas.openxmlformats.org/officeDocument/2006/math"}


@pytest.mark.parametrize("tag", [EVIL, LATE])
@pytest.mark.parametrize("where", BODIES)
def test_the_sandbox_holds_in_every_place_of_the_body(where: str, tag: str) -> None:
    body = BODIES[where](tag).replace("<m:oMath>", f'<m:oMath xmlns:m="{NAMESPACES["m"]}">')
    with pytest.raises(DocgenError) as caught:
        Template(with_body(body)).render(DATA)
    expected = "T251" if where == "deleted text" else "T203"  # no tag is filled there
    assert [fault.code for fault in errors(caught.value.findings)] == [expected]


WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    **{
        f"word/{kind}1.xml": (f"{WORDML}.{kind}+xml", '<w:{0} xmlns:w="{1}">{2}</w:{0}>', root)
        for kind, root in [("header", "hdr"), ("footer", "ftr")]
    },
    **{
        f"word/{kind}s.xml": (
            f"{WORDML}.{kind}s+xml",
            '<w:{0}s xmlns:w="{1}"><w:{0} w:id="2">{2}</w:{0}></w:{0}s>',
            kind,
        )
        for kind in ("footnote", "endnote", "comment")
    },
    "docProps/core.xml": (
        "application/vnd.openxmlformats-package.core-properties+xml",
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><c:category>{2}'
        "</c:category></c:coreProperties>",
        "text",
    ),
    "docProps/custom.xml": (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property>'
        '<v:lpwstr xmlns:v="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{2}</v:lpwstr></property></Properties>',
        "text",
    ),
}


def with_part(name: str, words: str, encoding: str = "utf-8") -> bytes:
    """Return a Word file that has a second part with these words."""
    kind, frame, root = PARTS[name]
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    xml = frame.format(root, W, words if root == "text" else run(words))
    return write_docx(
        {
            "[Content_Types].xml": TYPES.replace("</Types>", override).encode(),
            "_rels/.rels": RELS.encode(),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'.encode(),
            name: f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding),
        }
    )


@pytest.mark.parametrize("tag", [EVIL, LATE])
@pytest.mark.parametrize("name", PARTS)
def test_the_sandbox_holds_in_every_part(name: str, tag: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(with_part(name, tag)).render(DATA)
    assert [(fault.code, fault.place.part) for fault in errors(caught.value.findings)] == [("T203", name)]


def test_a_part_in_another_encoding_is_filled_like_any_other() -> None:
    with pytest.raises(TemplateError):
        Template(with_part("word/header1.xml", EVIL, "utf-16")).render(DATA)


# --- what callers lend


def test_a_lent_function_opens_nothing_but_its_call() -> None:
    class Thing:
        def method(self) -> str:
            return "called"

        def __str__(self) -> str:
            return "a thing"

    def thing() -> Thing:
        return Thing()

    data = {"thing": thing, "method": Thing().method, "make": lambda: lent, "part": [1].append}
    assert filled(word_file("{{ method() }}"), **data) == ["called"]
    for tag in (
        "{{ thing() }}",
        "{{ thing() ~ '' }}",
        "{{ thing().method() }}",
        "{{ make()() }}",
        "{{ method.__self__ }}",
    ):
        refused(word_file(tag), dict(data))


@dataclass
class Row:
    a: int = 1


class Face(Enum):
    RED = "红"


@pytest.mark.parametrize(
    ("value", "way", "plain"),
    [
        (Row(), "dataclasses.asdict(value)", {"a": 1}),
        (SimpleNamespace(a=1), "vars(value)", {"a": 1}),
        (Face.RED, "value.value", "红"),
        ({1}, "list(value)", [1]),
        ({"a": 1}.keys(), "list(value)", ["a"]),
        (iter([1]), "list(value)", [1]),
        (range(1), "list(value)", [0]),
        (Path("a"), "str(value)", "a"),
        (b"a", "value.decode()", "a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_may_not_enter_is_told_with_the_way_to_make_it_plain(value: Any, way: str, plain: object) -> None:
    made = Template(word_file("{{ x is string }}"))
    with pytest.raises(DocgenError) as caught:
        made.render({"x": value})
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.path) == ("T211", "x")
    assert way in remedy(finding)
    assert way in remedy(finding, "zh_CN")
    assert eval(way, {"dataclasses": dataclasses, "value": value}) == plain
    assert made.render({"x": plain})


def test_functions_stand_on_top_of_the_data_only_and_other_objects_nowhere() -> None:
    for value in ([lent], {"a": lent}, object(), Path(), lent.__globals__):
        with pytest.raises(DocgenError) as caught:
            Template(word_file("{{ x }}")).render({"x": value})
        assert {fault.code for fault in caught.value.findings} == {"T211"}
        assert all(fault.place.path.startswith("x") for fault in caught.value.findings)


def test_data_in_themselves_or_without_bottom_are_refused_with_their_path() -> None:
    endless: list[object] = []
    endless.append(endless)
    for value in (endless, [endless, {"a": endless}]):
        with pytest.raises(DocgenError) as caught:
            Template(word_file("{{ n }}")).render({"n": 1, "x": value})
        assert caught.value.findings[0].place.path.startswith("x[0]")


def test_an_environment_of_the_caller_adds_its_own_and_brings_no_door_of_jinja_s() -> None:
    own = Environment(autoescape=False, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    own.filters["twice"] = lambda value: f"{value}{value}"
    own.globals["hello"] = lambda: "hello"
    own.tests["seven"] = lambda value: value == 7
    good = "{{ s|twice }}{{ hello() }}{{ 7 is seven }}{% for x in xs %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %}"
    assert Template(word_file(good), jinja_env=own).render(DATA)
    for tag in (*INSIDES, "{{ hello.__globals__ }}", "{{ hello }}", "{{ f|attr('x') }}", "{% trans %}a{% endtrans %}"):
        with pytest.raises(DocgenError) as caught:
            Template(word_file(tag), jinja_env=own).render(DATA)
        assert SECRET not in str(caught.value)


# --- our own signs


@pytest.mark.parametrize("sign", range(0xFDD0, 0xFDF0))
def test_the_signs_that_the_press_writes_for_itself_are_refused_in_a_template(sign: int) -> None:
    for written in (chr(sign), f"&#{sign};", f"&#x{sign:X};"):
        with pytest.raises(TemplateError) as caught:
            Template(with_body(run(f"{{{{ n }}}}{written}0{chr(sign + 1) if sign % 2 else ''}"))).render(DATA)
        assert [fault.code for fault in caught.value.findings] == ["T234"]


def test_instructions_that_look_like_ours_are_taken_out() -> None:
    template = with_body(
        "<?docgen 0?><w:p><w:r><w:t>{{ n }}</w:t></w:r><?docgen 99?></w:p><!--<?docgen 0?><?docgen 99?>-->"
    )
    document = Template(template).render(DATA)
    assert b"docgen" not in document
    assert filled(template, **DATA) == ["7"]


@pytest.mark.parametrize(("raw", "code"), [("{%p raw %}", "T203"), ("{%tr raw %}", "T223"), ("{%+ raw -%}", "T203")])
def test_raw_over_several_paragraphs_swallows_no_tag(raw: str, code: str) -> None:
    assert code in refused(word_file(raw, "{{ '<w:p/>' }}", raw.replace("raw", "endraw")))
    assert code in refused(word_file(raw, "{{ '<w:p/>' }}", "{% endraw %}"))


def test_raw_over_several_paragraphs_prints_what_is_in_it() -> None:
    assert filled(word_file("{%- raw %}", "{{ '<w:p/>' }}", "{%- endraw %}{{ n }}"), **DATA)[1:] == [
        "{{ '<w:p/>' }}",
        "7",
    ]


def test_what_a_macro_or_a_block_prints_is_fitted_to_its_place_or_refused() -> None:
    block = "{% set x %}甲{{ s }}{% endset %}"
    macro = "{% macro m(a) %}【{{ a }}】{% endmacro %}"
    for line, words in [
        (f"{block}前{{{{ x }}}}后", '前甲"<&后'),
        (f"{macro}前{{{{ m(s) }}}}中{{{{ m(2) }}}}后", '前【"<&】中【2】后'),
    ]:
        document = Template(word_file(line)).render({"s": '"<&'})
        assert [text for _, text in paragraphs(document)] == [words]
        assert faults(document) == []
    plain = Template(with_body(run(block) + BODIES["alt text"]("{{ x }}"))).render({"s": '"<&'})
    assert 'w:tooltip="甲&quot;&lt;&amp;"' in read_docx(plain, "x")["word/document.xml"].decode()
    whole = "".join(map(run, ["{%p set x %}", "甲", "{%p endset %}"]))
    for body in (
        whole + run("前{{ x }}"),
        whole + run("{{ x }}", "w:instrText"),
    ):
        with pytest.raises(TemplateError) as caught:
            Template(with_body(body)).render({"s": '"<&'})
        assert [fault.code for fault in caught.value.findings] == ["T218"]


@pytest.mark.parametrize(
    "tag",
    ["{{ 9**30000000 // 2 }}", "{{ '%0800000000d' % 1 }}", "{{ [0]*30000000 }}", "{{ -(9**30000000) }}", "{% if 9**30000000 > 1 %}甲{% endif %}",
     "{% set a = 9**30000000 %}", "{% for a in [0]*30000000 %}{% endfor %}", "{% autoescape 9**30000000 > 1 %}{% endautoescape %}", "{{ 1|told }}"],
)  # fmt: skip
def test_nothing_is_calculated_when_names_are_listed(tag: str) -> None:
    calls = []
    env = Environment()
    env.filters["told"] = calls.append
    template = Template(word_file(tag + "{{ x }}"), jinja_env=env)
    started = time.process_time()
    assert template.names() == {"x"}
    template.check()
    template.check(names=["x"])
    assert time.process_time() - started < 1
    assert calls == []
