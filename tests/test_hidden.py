"""What travels unseen: each thing planted alone in a clean document is told with its place, and is not in a scrubbed copy."""

from __future__ import annotations

import io
import re
import struct
import time
import zlib
from collections.abc import Callable
from functools import cache

import docx
import ooxml
import pytest
from helpers import SAMPLES
from lxml import etree
from planted import MAIN, NS, RELS, STYLES, TYPES, Parts, R, W, all_of, body, changed, faults, part, plain, png
from raw import raw

import docgen
from docgen.api import kinds_in
from docgen.findings import Finding, Severity
from docgen.messages import remedy, sentence
from docgen.package import open_docx, parts_of, relations, write_docx
from docgen.pages.hidden import hidden_things
from docgen.pages.pictures import metadata, stripped
from docgen.pages.reader import read_texts
from docgen.pages.scrub import scrub

SETTINGS = "word/settings.xml"
CORE = "docProps/core.xml"
APP = "docProps/app.xml"
PACKAGE = "_rels/.rels"
WHO = 'w:id="50" w:author="王某" w:date="2026-01-01T00:00:00Z"'
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


@cache
def clean() -> bytes:
    return scrub(plain(), "x.docx")[0]


def told(data: bytes) -> list[Finding]:
    return hidden_things(open_docx(data, "x.docx"), "x.docx")


def printed(data: bytes) -> list[list[str]]:
    return [[line.text for line in lines] for lines in read_texts(data, "x.docx")]


def planted(change: Callable[[Parts], None]) -> bytes:
    parts = parts_of(clean())
    change(parts)
    return write_docx(parts)


def run(words: str, props: str = "") -> str:
    return f"<w:r><w:rPr>{props}</w:rPr><w:t>{words}</w:t></w:r>"


def para(words: str, props: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr>{words}</w:p>"


def setting(xml: str) -> Callable[[Parts], None]:
    return changed(SETTINGS, "</w:settings>", f"{xml}</w:settings>")


def file(
    name: str, held: bytes, kind: str, type_: str, source: str = RELS, id_: str = "rIdX"
) -> Callable[[Parts], None]:
    """Return what adds a part of any kind; the address of its relationship is made of the kind."""

    def change(parts: Parts) -> None:
        parts[name] = held
        row = f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="/{name}"/></Relationships>'
        changed(source, "</Relationships>", row)(parts)
        changed(TYPES, "</Types>", f'<Override PartName="/{name}" ContentType="{type_}"/></Types>')(parts)

    return change


def external(kind: str, target: str) -> Callable[[Parts], None]:
    row = f'<Relationship Id="rIdX" Type="{R}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return changed(RELS, "</Relationships>", row)


def field(code: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{run(shown)}{mark('end')}"


def style(id_: str, kind: str, props: str) -> Callable[[Parts], None]:
    made = f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{id_}"/>{props}</w:style></w:styles>'
    return changed(STYLES, "</w:styles>", made)


COMMENT = all_of(
    part(
        "comments",
        f'<w:comments {NS}><w:comment w:id="0" w:author="李某"><w:p><w:r><w:t>再议</w:t></w:r></w:p></w:comment></w:comments>',
        "comments.xml",
    ),
    body(
        para(
            f'<w:commentRangeStart w:id="0"/>{run("处")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        )
    ),
)
OBJECT = (
    '<w:p><w:r><w:object w:dxaOrig="100" w:dyaOrig="100"><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1"/>'
    '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Excel.Sheet.12" ShapeID="s1" '
    f'r:id="rIdX" xmlns:r="{R}"/></w:object></w:r></w:p>'
)
INK = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" Requires="w14">'
    f'<w:drawing><w14:contentPart r:id="rIdX" xmlns:r="{R}"/></w:drawing></mc:Choice>'
    "<mc:Fallback><w:t>笔画</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="ICV"><vt:lpwstr>A1B2</vt:lpwstr></property></Properties>'
)

PLANTED: dict[str, Callable[[Parts], None]] = {
    "F951 a comment": COMMENT,
    "F952 an insertion": body(para(f"<w:ins {WHO}>{run('增加')}</w:ins>")),
    "F952 an inserted paragraph": body(para(run("新段"), f"<w:rPr><w:ins {WHO}/></w:rPr>")),
    "F953 a deletion": body(para(f"{run('留')}<w:del {WHO}><w:r><w:delText>旧数</w:delText></w:r></w:del>")),
    "F954 a move": body(para(f"<w:moveTo {WHO}>{run('移来')}</w:moveTo>")),
    "F955 a format": body(para(run("字", f"<w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>"))),
    "F956 hidden text": body(para(run("见") + run("隐", "<w:vanish/>"))),
    "F956 hidden by a style": all_of(
        style("Gone", "character", "<w:rPr><w:vanish/></w:rPr>"), body(para(run("隐", '<w:rStyle w:val="Gone"/>')))
    ),
    "F956 hidden by the style of its paragraph": all_of(
        style("Gone", "paragraph", "<w:rPr><w:vanish/></w:rPr>"), body(para(run("隐"), '<w:pStyle w:val="Gone"/>'))
    ),
    "F957 ids of revisions": changed(MAIN, "<w:p>", '<w:p w:rsidR="00A1B2C3">'),
    "F957 an id of the document": setting(f'<w15:docId xmlns:w15="{W15}" w15:val="{{1}}"/>'),
    "F958 an author": changed(CORE, "</cp:coreProperties>", "<dc:creator>张某</dc:creator></cp:coreProperties>"),
    "F958 a company": changed(APP, "</Properties>", "<Company>某局</Company></Properties>"),
    "F958 a template": changed(APP, "</Properties>", "<Template>D:\\\\模板.dotx</Template></Properties>"),
    "F959 a property": file(
        "docProps/custom.xml",
        CUSTOM.encode(),
        "custom-properties",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        PACKAGE,
    ),
    "F960 data behind": file("customXml/item1.xml", b"<a>1</a>", "customXml", "application/xml"),
    "F961 a variable": setting('<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>'),
    "F962 a workbook": all_of(
        file("word/embeddings/a.xlsx", b"PK", "package", "application/vnd.ms-excel"), body(OBJECT)
    ),
    "F963 a link": all_of(
        external("hyperlink", "http://10.0.0.1/a"),
        body(para(f'<w:hyperlink r:id="rIdX" xmlns:r="{R}">{run("网址")}</w:hyperlink>')),
    ),
    "F963 a field that leads out": body(para(field('INCLUDEPICTURE "C:\\图\\a.png"', "图"))),
    "F963 a simple field that leads out": body(
        para(f'<w:fldSimple w:instr="HYPERLINK &quot;http://a.b&quot;">{run("网")}</w:fldSimple>')
    ),
    "F965 words in a picture": lambda parts: parts.update(
        {name: with_text(held) for name, held in parts.items() if name.endswith(".png")}
    ),
    "F966 a small picture": file(
        "docProps/thumbnail.jpeg", b"\xff\xd8\xff\xd9", "metadata/thumbnail", "image/jpeg", PACKAGE
    ),
    "F967 a printer": all_of(
        file("word/printerSettings/p.bin", b"P", "printerSettings", "application/x"),
        changed(MAIN, "</w:sectPr>", f'<w:printerSettings r:id="rIdX" xmlns:r="{R}"/></w:sectPr>'),
    ),
    "F968 tiny text": body(para(run("微", '<w:sz w:val="2"/>'))),
    "F968 white text": body(para(run("白", '<w:color w:val="FFFFFF"/>'))),
    "F969 a path": changed(MAIN, r'(<wp:docPr id="1" )', r'\1descr="图 C:\\\\Users\\\\某 某\\\\logo.png" '),
    "F970 people": part(
        "people", f'<w15:people xmlns:w15="{W15}"><w15:person w15:author="赵某"/></w15:people>', "people.xml"
    ),
    "F970 people who may change it": body(
        para(f'<w:permStart w:id="5" w:ed="wang@a.gov.cn"/>{run("此处可改")}<w:permEnd w:id="5"/>')
    ),
    "F971 ink": all_of(file("word/ink/ink1.xml", b"<ink/>", "customXml", "application/inkml+xml"), body(INK)),
    "F972 keys": file(
        "word/customizations.xml", b"<k/>", "keyMapCustomizations", "application/vnd.ms-word.keyMapCustomizations+xml"
    ),
    "F973 a bound control": body(
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{{1}}"/></w:sdtPr><w:sdtContent>{para(run("填"))}</w:sdtContent></w:sdt>'
    ),
    "F974 recipients": setting('<w:mailMerge><w:mainDocumentType w:val="formLetters"/></w:mailMerge>'),
    "F975 a label": file("docMetadata/LabelInfo.xml", b"<l/>", "classificationlabels", "application/xml", PACKAGE),
    "F976 a signature": file(
        "_xmlsignatures/origin.sigs",
        b"",
        "digital-signature/origin",
        "application/vnd.openxmlformats-package.digital-signature-origin",
        PACKAGE,
    ),
}
CHANGES_WHAT_IS_READ = {"F956", "F968", "F971"}  # the reader reads what is not seen, and not what stands in for ink


def with_text(picture: bytes) -> bytes:
    held = b"Author\0wang"
    chunk = struct.pack(">I", len(held)) + b"tEXt" + held + struct.pack(">I", zlib.crc32(b"tEXt" + held))
    return picture[:33] + chunk + picture[33:]


def test_a_scrubbed_document_has_nothing_hidden_is_sound_and_reads_the_same() -> None:
    assert {"F957", "F958", "F960", "F966"} <= {finding.code for finding in told(plain())}
    data, found = scrub(plain(), "x.docx")
    assert found == told(plain())
    assert told(data) == []
    assert faults(data) == []
    assert printed(data) == printed(plain())


def test_styles_based_on_many_others_are_followed_and_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(3000)
    )
    near = '<w:style w:type="paragraph" w:styleId="near"><w:basedOn w:val="far"/></w:style>'
    far = '<w:style w:type="paragraph" w:styleId="far"><w:basedOn w:val="near"/><w:rPr><w:vanish/></w:rPr></w:style>'
    many, circle = (
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>字</w:t></w:r></w:p>' for name in ("s0", "near")
    )
    data = raw(many + circle, {"styles": styles + near + far})
    assert [finding.code for finding in hidden_things(open_docx(data, "x"), "x")] == ["F956"]


@pytest.mark.parametrize(
    "piece",
    [
        "<w:r><w:t>字</w:t></w:r>",
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>字</w:t></w:r>',
        '<w:ins w:id="1" w:author="x"><w:r><w:t>字</w:t></w:r></w:ins>',
    ],
)
def test_the_time_of_a_paragraph_grows_with_its_pieces(piece: str) -> None:
    seconds = []
    for count in (500, 4000):
        package = open_docx(raw(f"<w:p>{piece * count}</w:p>"), "x")
        start = time.process_time()
        hidden_things(package, "x")
        seconds.append(time.process_time() - start)
    assert seconds[1] < 24 * max(seconds[0], 0.02)


def test_what_is_clean_comes_back_as_it_is() -> None:
    assert scrub(clean(), "x.docx") == (clean(), [])


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_thing_is_told_and_scrubbed_away(name: str) -> None:
    data = planted(PLANTED[name])
    found = told(data)
    assert {finding.code for finding in found} == {name[:4]}
    assert all(finding.place.part or finding.code == "F957" for finding in found)
    assert {finding.severity for finding in found} == {Severity.NOTE if name[:4] == "F957" else Severity.WARNING}
    for language in ("en", "zh_CN"):
        assert "{" not in "".join(sentence(f, language) + remedy(f, language) for f in found).replace("{1}", "")
    copy, removed = scrub(data, "x.docx")
    assert removed == found
    assert told(copy) == []
    assert faults(copy) == []
    if name[:4] not in CHANGES_WHAT_IS_READ:
        assert printed(copy) == printed(data)
    assert scrub(data, "x.docx")[0] == copy


@pytest.mark.parametrize("name", PLANTED)
def test_a_scrubbed_copy_is_no_further_from_the_schemas(name: str) -> None:
    data = planted(PLANTED[name])
    before = {fault.split(": ", 2)[2] for fault in ooxml.faults(data)}
    after = {fault.split(": ", 2)[2] for fault in ooxml.faults(scrub(data, "x.docx")[0])}
    assert after - before == set()


def test_every_code_of_the_catalogue_is_planted_but_the_template_that_opening_cuts() -> None:
    from docgen.catalogue.format.hidden import HIDDEN

    assert set(HIDDEN) - {name[:4] for name in PLANTED} == {"F964"}


def test_a_template_that_opening_cut_is_told() -> None:
    def change(parts: Parts) -> None:
        setting(f'<w:attachedTemplate r:id="rId1" xmlns:r="{R}"/>')(parts)
        row = f'<Relationship Id="rId1" Type="{R}/attachedTemplate" Target="file:///D:/%E7%8E%8B/a.dotm" TargetMode="External"/>'
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts["word/_rels/settings.xml.rels"] = f'<Relationships xmlns="{space}">{row}</Relationships>'.encode()

    data = planted(change)
    assert [(f.code, f.place.part, f.args["found"]) for f in told(data)] == [
        ("F964", SETTINGS, "file:///D:/%E7%8E%8B/a.dotm")
    ]
    assert told(scrub(data, "x.docx")[0]) == []


def test_places_are_those_of_the_reader() -> None:
    data = planted(PLANTED["F951 a comment"])
    [comment] = told(data)
    [line] = [line for lines in read_texts(data, "x.docx") for line in lines if line.text == "处"]
    assert (comment.place, comment.args) == (line.place, {"who": "李某", "found": "再议"})


def test_a_change_is_told_with_its_author_and_words_once_a_paragraph() -> None:
    inserted = f"<w:ins {WHO}>{run('增')}</w:ins>{run('旧')}<w:ins {WHO}>{run('加')}</w:ins>"
    [finding] = told(planted(body(para(inserted))))
    assert finding.args == {"who": "王某", "found": "增加"}


# --- changes accepted

MARKED = f"<w:rPr><w:del {WHO}/></w:rPr>"
GONE = f"<w:del {WHO}><w:r><w:delText>删</w:delText></w:r></w:del>"
ROW = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>".format
ACCEPTED = {
    "a deleted paragraph": (para(GONE, MARKED) + para(run("后")), ["后"]),
    "two paragraphs joined": (para(run("前"), MARKED) + para(run("后")), ["前后"]),
    "three paragraphs joined": (para(run("甲"), MARKED) + para(run("乙"), MARKED) + para(run("丙")), ["甲乙丙"]),
    "words deleted within": (para(run("留") + GONE + run("下")), ["留下"]),
    "an insertion that was deleted again": (para(f"<w:ins {WHO}>{GONE}</w:ins>{run('留')}"), ["留"]),
    "a deleted paragraph at the end": (para(run("留")) + para(GONE, MARKED), ["留"]),
    "a deleted row": (
        f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{ROW("", "一")}{ROW(f"<w:trPr><w:del {WHO}/></w:trPr>", "二")}</w:tbl>'
        + para(run("后")),
        ["一", "后"],
    ),
    "a deleted table": (
        f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{ROW(f"<w:trPr><w:del {WHO}/></w:trPr>", "二")}</w:tbl>'
        + para(run("后")),
        ["后"],
    ),
    "a deleted end of a bookmark": (
        para(f'<w:bookmarkStart w:id="70" w:name="q"/>{run("留")}<w:del {WHO}><w:bookmarkEnd w:id="70"/></w:del>'),
        ["留"],
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_changes_are_accepted_as_word_does(name: str) -> None:
    xml, wanted = ACCEPTED[name]
    copy, _ = scrub(planted(body(xml)), "x.docx")
    root = etree.fromstring(parts_of(copy)[MAIN])
    words = ["".join(paragraph.itertext(f"{W}t")) for paragraph in root.iter(f"{W}p")]
    before = ["".join(p.itertext(f"{W}t")) for p in etree.fromstring(parts_of(clean())[MAIN]).iter(f"{W}p")]
    assert words == before + wanted
    assert told(copy) == []
    assert faults(copy) == []


def test_a_note_whose_mark_was_deleted_goes_with_it() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>秘密</w:t></w:r></w:p></w:footnote>'
    xml = f"<w:footnotes {NS}>{note}{note.replace('2', '3').replace('秘密', '公开')}</w:footnotes>"
    kept = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    gone = f'<w:del {WHO}><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    copy, _ = scrub(planted(all_of(part("footnotes", xml, "footnotes.xml"), body(para(kept + gone)))), "x.docx")
    held = parts_of(copy)["word/footnotes.xml"].decode()
    assert ("秘密" in held, "公开" in held) == (False, True)
    assert faults(copy) == []


# --- what must stay


def test_a_hidden_paragraph_leaves_no_empty_line() -> None:
    hidden = para(run("隐", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
    copy, _ = scrub(planted(body(para(run("前")) + hidden + para(run("后")))), "x.docx")
    assert printed(copy)[0][-2:] == ["前", "后"]


WHITE = run("白", '<w:color w:val="FFFFFF"/>')
STAYS = {
    "page numbers of a list of contents": para(run("12", "<w:webHidden/>")),
    "white on black": para(run("白", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')),
    "white in a black paragraph": para(
        run("白", '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="000000"/>'
    ),
    "white in a black cell": (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="C00000"/></w:tcPr>'
        + para(WHITE)
        + "</w:tc></w:tr></w:tbl><w:p/>"
    ),
    "white on something that may lie under it": (
        para(
            '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" id="r1"/></w:pict></w:r>'
            + run("白", '<w:color w:val="FFFFFF"/>')
        )
    ),
    "hidden taken back": para(run("见", '<w:vanish w:val="0"/>')),
    "a link within": para(f'<w:hyperlink w:anchor="here">{run("前")}</w:hyperlink>'),
    "a field within": para(field("HYPERLINK \\l here", "前")),
}


@pytest.mark.parametrize("name", STAYS)
def test_what_is_seen_is_not_told(name: str) -> None:
    assert told(planted(body(STAYS[name]))) == []


def test_fields_that_ask_for_what_is_gone_keep_their_words() -> None:
    data = planted(all_of(PLANTED["F958 an author"], body(para(field("AUTHOR", "张某") + field("PAGE", "1")))))
    copy, _ = scrub(data, "x.docx")
    assert printed(copy) == printed(data)
    xml = parts_of(copy)[MAIN].decode()
    assert ("AUTHOR" in xml, "PAGE<" in xml) == (False, True)


def test_the_code_of_a_field_within_a_field_is_not_printed() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    inner = field("DOCPROPERTY x", "路径")
    outer = f"{mark('begin')}<w:r><w:instrText>INCLUDETEXT </w:instrText></w:r>{inner}{mark('separate')}{run('正文')}{mark('end')}"
    copy, _ = scrub(planted(body(para(outer))), "x.docx")
    assert printed(copy)[0][-1] == "正文"
    assert "路径" not in parts_of(copy)[MAIN].decode()
    assert faults(copy) == []


def test_an_embedded_object_stays_as_a_picture() -> None:
    copy, _ = scrub(planted(PLANTED["F962 a workbook"]), "x.docx")
    root = etree.fromstring(parts_of(copy)[MAIN])
    assert [shape.get("id") for shape in root.iterfind(f".//{W}pict/{{urn:schemas-microsoft-com:vml}}shape")] == ["s1"]
    assert not [name for name in parts_of(copy) if "embeddings" in name]


def test_a_path_leaves_the_name_of_the_file() -> None:
    copy, _ = scrub(planted(PLANTED["F969 a path"]), "x.docx")
    assert 'descr="图 logo.png"' in parts_of(copy)[MAIN].decode()


def test_title_and_dates_stay_and_names_go() -> None:
    document = docx.Document(io.BytesIO(plain()))
    document.core_properties.title = "通知"
    document.core_properties.author = "张某"
    document.core_properties.last_modified_by = "李某"
    saved = io.BytesIO()
    document.save(saved)
    copy = docx.Document(io.BytesIO(scrub(saved.getvalue(), "x.docx")[0])).core_properties
    assert (copy.title, copy.author, copy.last_modified_by) == ("通知", "", "")
    assert copy.created == document.core_properties.created


def test_no_part_is_left_that_nothing_leads_to_and_none_is_declared_that_is_gone() -> None:
    copy = parts_of(scrub(plain(), "x.docx")[0])
    led_to = {r.target for source in ("", *copy) for r in relations(copy, source)}
    assert {name for name in copy if not name.endswith(".rels")} - led_to == {TYPES}
    declared = re.findall(r'PartName="/([^"]*)"', copy[TYPES].decode())
    assert set(declared) <= set(copy)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_documents_of_the_samples_are_scrubbed_to_the_same_words(path: object) -> None:
    plan = docgen.load_plan(path)  # type: ignore[arg-type]
    for kind in kinds_in(plan):
        data = docgen.build(plan, kind).data
        copy, _ = scrub(data, "x.docx")
        assert told(copy) == []
        assert faults(copy) == []
        assert printed(copy)[0] == printed(data)[0]


# --- pictures


def segment(marker: int, held: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(held) + 2) + held


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1x")
ADOBE = segment(0xEE, b"Adobe\0d\0\0\0\0\1")
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\xff\xd0\x34"
PIXELS = segment(0xDB, b"\0" * 65) + SCAN + segment(0xC4, b"\0" * 20) + SCAN
PLAIN_JPEG = b"\xff\xd8" + JFIF + ICC + ADOBE + PIXELS + b"\xff\xd9"
EXIF = b"Exif\0\0" + b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8825, 4, 1, 26) + b"\0\0\0\0"
JPEGS = {
    "EXIF": segment(0xE1, EXIF.replace(struct.pack("<H", 0x8825), struct.pack("<H", 0x0112))),
    "EXIF、GPS": segment(0xE1, EXIF),
    "XMP": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
    "IPTC": segment(0xED, b"Photoshop 3.0\0"),
    "COM": segment(0xFE, b"by somebody"),
    "APP2": segment(0xE2, b"MPF\0"),
}


@pytest.mark.parametrize("name", JPEGS)
def test_what_a_jpeg_says_is_told_and_cut_and_its_pixels_stay(name: str) -> None:
    picture = PLAIN_JPEG[:2] + JFIF + JPEGS[name] + PLAIN_JPEG[2 + len(JFIF) :]
    assert "、".join(metadata(picture)) == name
    assert stripped(picture) == PLAIN_JPEG
    assert metadata(PLAIN_JPEG) == []


def test_what_stands_behind_the_end_of_a_picture_is_cut() -> None:
    assert stripped(PLAIN_JPEG + b"a film") == PLAIN_JPEG
    assert stripped(png() + b"more") == png()


@pytest.mark.parametrize(
    ("kind", "held", "name"),
    [
        (b"tEXt", b"Author\0x", "tEXt"),
        (b"iTXt", b"XML:com.adobe.xmp\0", "XMP"),
        (b"eXIf", b"MM\0*", "EXIF"),
        (b"tIME", b"1234567", "tIME"),
    ],
)
def test_what_a_png_says_is_told_and_cut(kind: bytes, held: bytes, name: str) -> None:
    chunk = struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
    picture = png()[:33] + chunk + png()[33:]
    assert metadata(picture) == [name]
    assert stripped(picture) == png()


@pytest.mark.parametrize("picture", [PLAIN_JPEG, png()], ids=["jpeg", "png"])
def test_a_picture_that_is_cut_short_is_left_alone(picture: bytes) -> None:
    for end in range(len(picture)):
        cut = picture[:end]
        assert metadata(cut) == []
        assert stripped(cut) == cut
