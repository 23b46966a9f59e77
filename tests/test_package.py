"""Word packages: what opens, what is refused with which code and place, and what is written."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from helpers import ROOT, codes, found
from lxml import etree

from docgen.archive import DEFLATED, STORED, unpack
from docgen.catalogue.causes import XML
from docgen.errors import LimitError, TemplateError
from docgen.findings import Finding, Severity
from docgen.limits import Limits
from docgen.messages import sentence
from docgen.package import Packed, open_docx, pack, parts_of, read_docx, relations, write_docx, write_packed
from docgen.pages.outline import paragraphs

MAIN = "word/document.xml"
MAIN_RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def types(*more: str, main: str = f"{WORD}.document.main+xml", part: str = f"/{MAIN}") -> bytes:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{"".join(more)}</Types>'
    ).encode()


def rels(*relationships: tuple[str, str] | tuple[str, str, str]) -> bytes:
    """Return a list of relationships rId1, rId2, … given as type, target and mode."""
    rows = ""
    for number, (kind, target, *mode) in enumerate(relationships, 1):
        outside = f' TargetMode="{mode[0]}"' if mode else ""
        rows += f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{outside}/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()


def document(body: str = "") -> bytes:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


SOUND = {"[Content_Types].xml": types(), "_rels/.rels": rels(("officeDocument", MAIN)), MAIN: document()}


def word_file(changes: dict[str, bytes | None] | None = None) -> bytes:
    """Return a sound Word file with parts changed, added or (``None``) taken away."""
    return write_docx({name: xml for name, xml in {**SOUND, **(changes or {})}.items() if xml is not None})


def members(*entries: tuple[str, bytes]) -> bytes:
    """Return a sound Word file with further members, whatever their names."""
    return write_packed([*((n, pack(x)) for n, x in SOUND.items()), *((n, pack(x)) for n, x in entries)])


def refusal(data: bytes, limits: Limits | None = None) -> Finding:
    """Return the first finding of the refusal of a file."""
    return found(open_docx, data, "x.docx", limits or Limits())[0]


def said(data: bytes) -> tuple[str, str]:
    """Return the code and the part of the refusal of a file."""
    finding = refusal(data)
    return finding.code, finding.place.part


def warned(data: bytes) -> list[tuple[str, str, str, str]]:
    """Return code, part, id and target of every warning."""
    findings = open_docx(data, "x.docx").findings
    assert {f.severity for f in findings} <= {Severity.WARNING}
    return [(f.code, f.place.part, f.args["id"], f.args["target"]) for f in findings]


def patched(data: bytes, sign: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """Return an archive with one number changed in the header of a member that begins with ``sign``."""
    head = 30 if sign == b"PK\3\4" else 46
    place = next(i for i in range(len(data)) if data.startswith(sign, i) and data.startswith(name.encode(), i + head))
    changed = bytearray(data)
    struct.pack_into(form, changed, place + at, value)
    return bytes(changed)


# --- what opens


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.docx")), ids=lambda path: path.stem)
def test_our_own_templates_open_with_nothing_to_say_and_quickly(path: Path) -> None:
    data = path.read_bytes()
    times = []
    for _ in range(5):
        began = time.perf_counter()
        package = open_docx(data, path.name)
        times.append(time.perf_counter() - began)
    assert (package.findings, package.main, min(times) < 0.03) == ([], MAIN, True)


def test_a_package_comes_with_parts_their_packed_bytes_and_their_content_types() -> None:
    package = open_docx(word_file({"word/media/a.PNG": b"png" * 9}), "x.docx")
    assert package.parts == {**SOUND, "word/media/a.PNG": b"png" * 9}
    assert {name: unpack(member, "", name) for name, member in package.packed.items()} == package.parts
    assert package.content_types[MAIN] == f"{WORD}.document.main+xml"
    assert package.content_types["_rels/.rels"] == "application/vnd.openxmlformats-package.relationships+xml"
    assert "word/media/a.PNG" not in package.content_types


def test_content_types_mind_no_case() -> None:
    extra = '<Default Extension="PnG" ContentType="image/png"/>'
    package = open_docx(
        word_file({"[Content_Types].xml": types(extra, part="/WORD/Document.xml"), "word/a.pNg": b""}), "x"
    )
    assert (package.content_types[MAIN], package.content_types["word/a.pNg"]) == (
        f"{WORD}.document.main+xml",
        "image/png",
    )


def test_the_main_part_is_the_one_that_the_package_names() -> None:
    data = word_file(
        {
            "[Content_Types].xml": types(part="/word/document2.xml"),
            "_rels/.rels": rels(("officeDocument", "/word/document2.xml")),
            "word/document2.xml": document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"),
            MAIN: None,
        }
    )
    assert open_docx(data, "x.docx").main == "word/document2.xml"
    assert [text for _, text in paragraphs(data)] == ["甲"]


def test_what_other_programs_write_opens() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/", b"")
        for name, xml in SOUND.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(xml)
        archive.comment = "备注".encode()
    assert read_docx(buffer.getvalue(), "x.docx") == SOUND


def test_an_archive_that_was_streamed_opens() -> None:
    class Stream(io.RawIOBase):
        """Something that can only be written to, as a network connection."""

        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in SOUND.items():
            archive.writestr(name, xml)
    assert b"PK\7\10" in stream.data
    assert read_docx(stream.data, "x.docx") == SOUND


# --- 38: no Word file


def ole(stream: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")


def other_package(main: str) -> bytes:
    return word_file({"[Content_Types].xml": types(main=main)})


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (b"", "T103", None),
        ("年度计划".encode(), "T101", "plain text"),
        ("年度计划".encode("gb18030"), "T101", "plain text"),
        ("年度计划".encode("utf-16"), "T101", "plain text"),
        (b"\xef\xbb\xbf<html>", "T101", "XML or HTML"),
        (b"%PDF-1.7", "T101", "a PDF"),
        (b"{\\rtf1", "T101", "an RTF file"),
        (b"\x00\x01", "T101", "something else"),
        (ole("WordDocument"), "T101", "an old .doc or .wps file"),
        (ole(), "T101", "an old .doc or an encrypted file"),
        (ole("Workbook"), "T118", "a workbook"),
        (ole("EncryptedPackage"), "T117", None),
        (b"\x89PNG\r\n", "T118", "a picture"),
        (
            write_packed([("mimetype", pack(b"application/vnd.oasis.opendocument.text"))]),
            "T101",
            "an OpenDocument file (.odt)",
        ),
        (write_packed([("mimetype", pack(b"application/vnd.oasis.opendocument.spreadsheet"))]), "T118", "a workbook"),
        (write_packed([("uof.xml", pack(b"<uof/>"))]), "T101", "a Unified Office file (.uof, .uot)"),
        (
            other_package("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "T118",
            "a workbook",
        ),
        (
            other_package("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "T118",
            "a presentation",
        ),
        (other_package("application/xml"), "T118", "something else"),
        (other_package(f"{WORD}.template.main+xml"), "T108", None),
    ],
)
def test_what_is_no_word_file_is_called_by_its_name(data: bytes, code: str, what: str | None) -> None:
    finding = refusal(data)
    assert (finding.code, finding.args.get("what")) == (code, what)


def test_a_strict_document_is_refused_because_its_names_are_others() -> None:
    strict = SOUND["_rels/.rels"].replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert codes(found(open_docx, word_file({"_rels/.rels": strict}), "x")) == ["T119"]


# --- 39: broken archives


@pytest.mark.parametrize("percent", range(5, 100))
def test_a_file_that_was_cut_is_refused(percent: int) -> None:
    data = (ROOT / "templates" / "notice.docx").read_bytes()
    finding = refusal(data[: len(data) * percent // 100])
    assert (finding.code, finding.args["reason"]) == ("T102", "it is cut short")


def test_a_file_that_was_cut_names_the_member_it_ends_in() -> None:
    data = word_file()
    assert said(data[: data.index(b"word/document.xml") + 40]) == ("T102", MAIN)


def test_a_word_file_that_holds_another_one_is_not_taken_for_it_when_cut() -> None:
    data = write_packed([("word/a.docx", Packed(inner := word_file(), zlib.crc32(inner), len(inner), STORED))])
    assert said(data[: 30 + len("word/a.docx") + len(inner)])[0] == "T102"


def test_a_wrong_checksum_is_refused_with_its_member() -> None:
    data = patched(patched(word_file(), b"PK\3\4", MAIN, 14, "<L", 1), b"PK\1\2", MAIN, 16, "<L", 1)
    assert said(data) == ("T121", MAIN)


@pytest.mark.parametrize("data", [b"\xff" * 40, pack(b"x" * 500).data[:-2], pack(b"x" * 500).data + b"more"])
def test_bytes_that_do_not_expand_are_refused_with_their_member(data: bytes) -> None:
    broken = Packed(data, zlib.crc32(b"x" * 500), 500, DEFLATED)
    assert said(write_packed([*((n, pack(x)) for n, x in SOUND.items()), ("a.bin", broken)])) == ("T121", "a.bin")


@pytest.mark.parametrize("method", [9, 12, 14, 93, 99])
def test_a_method_that_is_not_known_is_refused_with_its_member(method: int) -> None:
    broken = Packed(b"x", 0, 1, method)
    assert said(write_packed([("a.bin", broken)])) == ("T122", "a.bin")


def test_a_member_that_is_encrypted_is_refused_as_protected() -> None:
    data = patched(patched(word_file(), b"PK\3\4", MAIN, 6, "<H", 1), b"PK\1\2", MAIN, 8, "<H", 1)
    assert said(data) == ("T117", MAIN)


@pytest.mark.parametrize(("at", "value"), [(8, 2), (10, 2), (12, 9), (16, 9)])
def test_a_list_of_contents_that_does_not_fit_is_refused(at: int, value: int) -> None:
    changed = bytearray(word_file())
    struct.pack_into("<H", changed, len(changed) - 22 + at, value)
    assert refusal(bytes(changed)).code == "T102"


# --- 40: missing parts


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", MAIN])
def test_a_missing_part_is_named(part: str) -> None:
    finding = refusal(word_file({part: None}))
    assert (finding.code, finding.args["part"]) == ("T105", part)


def test_a_package_that_names_no_main_part_is_refused() -> None:
    assert refusal(word_file({"_rels/.rels": rels()})).code == "T105"


# --- 41, 42, 44: XML

PLACES = (
    "[Content_Types].xml",
    "_rels/.rels",
    MAIN,
    MAIN_RELS,
    "docProps/app.xml",
    "word/fontTable.xml",
    "customXml/item1.xml",
    "word/UPPER.XML",
    "word/strange.bin",
)
STRANGE = '<Override PartName="/word/strange.bin" ContentType="application/vnd.strange+xml"/>'


def planted(part: str, xml: bytes) -> bytes:
    return word_file({"[Content_Types].xml": types(STRANGE), part: xml})


@pytest.mark.parametrize("part", PLACES)
def test_broken_xml_in_any_part_is_refused_with_part_and_line(part: str) -> None:
    finding = refusal(planted(part, b"<a>\n<b>\n</a>"))
    assert (finding.code, finding.place.part, finding.place.line) == ("T115", part, 3)


@pytest.mark.parametrize(
    "xml", [b"", b"  ", b"<a/><b/>", b"<w:a/>", b"<a b='1' b='2'/>", b"<a>\0</a>", b"<a>&x;</a>", b"\xff<a/>"]
)
def test_what_is_not_well_formed_is_refused(xml: bytes) -> None:
    assert said(word_file({"docProps/app.xml": xml})) == ("T115", "docProps/app.xml")


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (b"", "it is empty"),
        (b"none<a/>", "does not begin as XML does"),
        (b"<a/><b/>", "behind the tag that ends it"),
        (b"<a><b></a>", "closed by the end of another one"),
        (b"<a><b>", "breaks off before all its tags are closed"),
        (b"<a><b", "ends in the middle of a tag"),
        (b"<a b=1/>", "without its quotation marks"),
        (b"<a b/>", "an attribute has no value"),
        (b"<a b='1><c/></a>", "without its quotation marks"),
        (b"<a b='1' b='2'/>", "the same attribute twice"),
        (b"<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "the same attribute twice"),
        (b"<a>\x07</a>", "a character that cannot stand in XML"),
        (b"<a>&#7;</a>", "a character that cannot stand in XML"),
        (b"<a>&#xZZ;</a>", "a character that cannot stand in XML"),
        (b"<a>&x;</a>", "a name that nothing explains"),
        (b"<a>A & B</a>", "a < or & stands alone"),
        (b"<a>AT&T</a>", "an & begins a name that nothing explains"),
        (b"<a>3 < 4</a>", "a < or & stands alone"),
        ("<a>中</a>".encode("gbk"), "not in the encoding that it names"),
        (b"<?xml version='1.0' encoding='none'?><a/>", "not in the encoding that it names"),
        (b"<?xml version='2.0'?><a/>", "the declaration of XML, is wrong"),
        (b" <?xml version='1.0'?><a/>", "the declaration of XML, is wrong"),
        (b"<w:a/>", "whose prefix is not declared"),
        (b"<a><!-- </a>", "does not end"),
        (b"<a>]]></a>", "its XML is not well-formed"),
    ],
)
def test_what_is_wrong_with_xml_is_said_in_both_languages_and_in_words_of_ours(xml: bytes, says: str) -> None:
    finding = refusal(word_file({"docProps/app.xml": xml}))
    assert (finding.code, finding.place.line) == ("T115", 1)
    assert says in sentence(finding)
    assert not re.search("[A-Za-z]{2}", re.sub("Word|XML", "", sentence(finding, "zh_CN")))


def test_every_cause_of_broken_xml_is_one_that_the_parser_knows() -> None:
    assert [name for name in XML if not hasattr(etree.ErrorTypes, name)] == []


def test_every_broken_part_is_told_at_once() -> None:
    findings = found(open_docx, word_file({"a.xml": b"<a", "b.xml": b"<!DOCTYPE b><b/>", "c.xml": b"<c>"}), "x")
    assert [(f.code, f.place.part) for f in findings] == [("T115", "a.xml"), ("T107", "b.xml"), ("T115", "c.xml")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_parts_in_other_encodings_are_taken(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>中</a>'.encode(encoding)
    assert read_docx(word_file({"customXml/item1.xml": xml}), "x")["customXml/item1.xml"] == xml


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;"}">' for n in range(12)
)
DOCTYPES = {
    "harmless": "<!DOCTYPE a><a/>",
    "laughs": LAUGHS + "]><a>&a11;</a>",
    "quadratic": f'<!DOCTYPE a [<!ENTITY a "{"x" * 10_000}">]><a>{"&a;" * 5_000}</a>',
    "file": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "http": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><a/>',
}


@pytest.mark.parametrize("part", PLACES)
@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_doctype_in_any_part_is_refused(kind: str, part: str) -> None:
    assert said(planted(part, DOCTYPES[kind].encode())) == ("T107", part)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be", "utf-7"])
@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_doctype_is_seen_in_any_encoding_before_anything_is_expanded(kind: str, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    xml = declared.encode() + DOCTYPES[kind].encode("utf-7")
    if encoding != "utf-7":
        xml = (declared + DOCTYPES[kind]).encode(encoding)
    began = time.perf_counter()
    assert said(word_file({"a.xml": xml})) == ("T107", "a.xml")
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("xml", [b"<a><![CDATA[<!DOCTYPE x>]]></a>", b"<a><!-- <!DOCTYPE x> --></a>"])
def test_words_that_only_look_like_a_doctype_are_taken(xml: bytes) -> None:
    assert read_docx(word_file({"a.xml": xml}), "x")["a.xml"] == xml


_TABLES = "<w:tbl><w:tr><w:tc>" * 200, "</w:tc></w:tr></w:tbl>" * 200


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b'<a b="' + b"x" * 12_000_000 + b'"/>',
        b"<a>" + b"x" * 12_000_000 + b"</a>",
        b"<a>" + b"<![CDATA[" + b"x" * 6_000_000 + b"]]><![CDATA[" + b"x" * 6_000_000 + b"]]></a>",
        ("<a>" + "x" * 6_000_000 + "</a>").encode("utf-16"),
        document(_TABLES[0] + _TABLES[1]),
    ],
    ids=["depth", "attribute", "text", "cdata", "utf-16", "tables"],
)
@pytest.mark.parametrize("part", [MAIN, "docProps/app.xml", "_rels/.rels"])
def test_xml_past_what_can_be_parsed_hits_a_limit(part: str, xml: bytes) -> None:
    with pytest.raises(LimitError) as caught:
        open_docx(word_file({part: xml}), "x", Limits(ratio=10**9, list_bytes=10**9))
    assert [(f.code, f.place.part) for f in caught.value.findings] == [("T116", part)]


def test_tables_within_tables_open_as_deep_as_people_nest_them() -> None:
    deep = document("<w:tbl><w:tr><w:tc>" * 50 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 50)
    assert read_docx(word_file({MAIN: deep}), "x")[MAIN] == deep


# --- 43: bombs


def bombs() -> dict[str, bytes]:
    zeros = pack(bytes(200_000_000), 9)
    sound = [(n, pack(x)) for n, x in SOUND.items()]
    lying = Packed(zeros.data, zeros.crc, 1_000, DEFLATED)
    near = pack(bytes(49_000_000), 9)
    return {
        "main": write_packed([*sound[:2], (MAIN, zeros)]),
        "header": write_packed([*sound, ("word/header1.xml", zeros)]),
        "media": write_packed([*sound, ("word/media/a.png", zeros)]),
        "members": write_packed([(f"{n}.xml", pack(b"")) for n in range(60_000)]),
        "lying": write_packed([*sound, ("word/header1.xml", lying)]),
        "many": write_packed([*sound, *((f"word/media/{n}.png", near) for n in range(900))]),
        "lists": write_packed([*sound, (MAIN_RELS, pack(b" " * 5_000_000, 1))]),
    }


BOMB_CODES = {
    "main": ["T113"],
    "header": ["T113"],
    "media": ["T113"],
    "members": ["T112"],
    "lying": ["T123"],
    "many": ["T120"],
    "lists": ["T113"],
}


def test_bombs_hit_a_limit_within_a_second() -> None:
    answers = {}
    for kind, data in bombs().items():
        began = time.perf_counter()
        answers[kind] = codes(found(open_docx, data, "x"))
        assert time.perf_counter() - began < 1, kind
    assert answers == BOMB_CODES


def test_bombs_take_no_more_than_300_mb(tmp_path: Path) -> None:
    for kind, data in bombs().items():
        (tmp_path / f"{kind}.docx").write_bytes(data)
    script = (
        "import pathlib, resource, sys\n"
        "from docgen.errors import DocgenError\n"
        "from docgen.package import open_docx\n"
        "def peak():  # of this process alone; what getrusage tells begins with that of the one that started it\n"
        "    status = pathlib.Path('/proc/self/status')\n"
        "    if not status.exists():\n"
        "        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "    return int(status.read_text().split('VmHWM:')[1].split()[0]) // 1024\n"
        "for path in pathlib.Path(sys.argv[1]).iterdir():\n"
        "    try:\n"
        "        open_docx(path.read_bytes(), path.name)\n"
        "    except DocgenError as exc:\n"
        "        print(exc.findings[0].code, peak())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    lines = [line.split() for line in run.stdout.splitlines()]
    assert sorted(code for code, _ in lines) == sorted(code for (code,) in BOMB_CODES.values())
    assert max(int(megabytes) for _, megabytes in lines) < 300


def test_parts_that_are_large_only_together_hit_a_limit() -> None:
    data = members(*((f"{n}.bin", bytes(90_000)) for n in range(5)))
    assert refusal(data, Limits(package_bytes=400_000)).code == "T114"


# --- 45, 46: names and sizes that deceive


@pytest.mark.parametrize("name", [MAIN, "WORD/document.xml", "word/Document.XML", "word/%64ocument.xml"])
def test_two_members_for_one_part_are_refused(name: str) -> None:
    assert said(members((name, b"<a/>"))) == ("T104", name)


@pytest.mark.parametrize("sign", [b"PK\3\4", b"PK\1\2"], ids=["local", "central"])
@pytest.mark.parametrize("field", ["crc", "packed", "size"])
def test_headers_that_contradict_each_other_are_refused(sign: bytes, field: str) -> None:
    at = {"crc": 14, "packed": 18, "size": 22}[field] + (2 if sign == b"PK\1\2" else 0)
    assert said(patched(word_file(), sign, MAIN, at, "<L", 99)) == ("T123", MAIN)


@pytest.mark.parametrize("size", [499, 1])
def test_a_size_that_is_too_small_in_both_headers_is_refused(size: int) -> None:
    lying = Packed(pack(b"x" * 500).data, zlib.crc32(b"x" * 500), size, DEFLATED)
    assert said(write_packed([*((n, pack(x)) for n, x in SOUND.items()), ("a.bin", lying)])) == ("T123", "a.bin")


def test_a_size_that_is_too_large_in_both_headers_is_refused() -> None:
    lying = Packed(pack(b"x" * 500).data, zlib.crc32(b"x" * 500), 501, DEFLATED)
    assert said(write_packed([*((n, pack(x)) for n, x in SOUND.items()), ("a.bin", lying)])) == ("T121", "a.bin")


def test_a_member_that_reaches_into_the_next_is_refused() -> None:
    data = members(("a.bin", b"x"), ("b.bin", b"y"))
    for sign, at in ((b"PK\1\2", 20), (b"PK\1\2", 24), (b"PK\3\4", 18), (b"PK\3\4", 22)):
        data = patched(data, sign, "a.bin", at, "<L", 20)
    assert said(data) == ("T123", "b.bin")


def test_a_member_that_begins_where_another_does_is_refused() -> None:
    data = members(("a.bin", b"x"), ("b.bin", b"y"))
    begin = data.index(b"a.bin") - 30
    assert said(patched(data, b"PK\1\2", "b.bin", 42, "<L", begin)) == ("T123", "b.bin")


@pytest.mark.parametrize(
    "name",
    [
        "../x.xml",
        "word/../../x.xml",
        "/word/x.xml",
        "C:\\x.xml",
        "C:/x.xml",
        "word\\x.xml",
        "word//x.xml",
        "./x.xml",
        "%2e%2e/x.xml",
        "word/%2e%2e/%2e%2e/x.xml",
        "x\n.xml",
        "..",
        "../",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert said(members((name, b"<a/>"))) == ("T104", name)


def test_a_nul_in_a_name_is_refused() -> None:
    assert said(members(("word/a\0b.xml", b"<a/>"))) == ("T104", "word/a␀b.xml")


@pytest.mark.parametrize("mode", [0o120777, 0o010644, 0o020644])
def test_a_link_or_device_is_refused(mode: int) -> None:
    data = patched(members(("a.bin", b"/etc/passwd")), b"PK\1\2", "a.bin", 38, "<L", mode << 16)
    assert said(patched(data, b"PK\1\2", "a.bin", 4, "<H", 3 << 8 | 20)) == ("T104", "a.bin")


# --- 47: relationships


def related(*relationships: tuple[str, str] | tuple[str, str, str], **more: bytes) -> bytes:
    return word_file({MAIN_RELS: rels(*relationships), **{f"word/{n}.xml": xml for n, xml in more.items()}})


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("media/no.png", "T131"),
        ("/media/no.png", "T131"),
        ("", "T131"),
        ("../../../etc/passwd", "T132"),
        ("%2e%2e/%2e%2e/x", "T132"),
        ("file:///etc/passwd", "T132"),
        ("//host/share/x.png", "T132"),
        ("\\\\host\\x.png", "T132"),
        ("_rels/document.xml.rels", "T133"),
        ("/_rels/.rels", "T133"),
        ("document.xml", "T133"),
    ],
)
def test_a_relationship_that_leads_nowhere_or_outside_or_in_a_circle_is_refused_with_part_and_id(
    target: str, code: str
) -> None:
    findings = found(open_docx, related(("styles", "s.xml"), ("image", target), s=b"<s/>"), "x.docx")
    assert [(f.code, f.place.part, f.args["id"], f.args["target"]) for f in findings] == [
        (code, MAIN, "rId2", MAIN if target == "document.xml" else findings[0].args["target"])
    ]
    assert findings[0].args["target"].lstrip("/").endswith(target.lstrip("/"))


def test_parts_that_lead_to_each_other_are_refused() -> None:
    data = word_file(
        {
            MAIN_RELS: rels(("header", "header1.xml")),
            "word/header1.xml": b"<a/>",
            "word/_rels/header1.xml.rels": rels(("aFChunk", "document.xml")),
        }
    )
    assert said(data) == ("T133", "word/header1.xml")


def test_a_list_of_relationships_has_none_of_its_own() -> None:
    data = word_file({"_rels/_rels/.rels.rels": rels(("image", "../word/document.xml"))})
    assert said(data) == ("T133", "_rels/.rels")


def test_two_relationships_of_one_id_are_refused() -> None:
    doubled = rels(("styles", "s.xml"), ("styles", "s.xml")).replace(b"rId2", b"rId1")
    assert said(word_file({MAIN_RELS: doubled, "word/s.xml": b"<s/>"})) == ("T134", MAIN)


def test_many_faults_of_one_code_are_told_twenty_times() -> None:
    data = related(*(("image", f"media/{n}.png") for n in range(50)))
    assert codes(found(open_docx, data, "x")) == ["T131"] * 20


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("hyperlink", "#书签", ()),
        ("hyperlink", "document.xml#书签", ()),
        ("hyperlink", "https://example.org/a?b#c", ("External",)),
        ("hyperlink", "mailto:a@example.org", ("External",)),
        ("hyperlink", "附件1.docx", ("External",)),
        ("customXml", "../customXml/item1.xml", ()),
        ("customXml", "/CustomXML/Item1.xml", ()),
        ("image", "media/%E5%9B%BE.png", ()),
        ("image", "media/./x/../图.png", ()),
    ],
)
def test_relationships_that_word_writes_are_taken_without_a_word(kind: str, target: str, mode: tuple[str, ...]) -> None:
    data = word_file(
        {
            MAIN_RELS: rels((kind, target, *mode)),  # type: ignore[arg-type]
            "customXml/item1.xml": b"<a/>",
            "word/media/图.png": b"",
        }
    )
    assert warned(data) == []


@pytest.mark.parametrize("relationship", [("image", "NULL"), ("image", "../NULL"), ("image", "NULL", "External")])
def test_a_picture_that_word_has_lost_is_told(relationship: tuple[str, str]) -> None:
    assert warned(related(relationship)) == [("T145", MAIN, "rId1", relationship[1])]


def test_relationships_are_resolved_to_the_names_of_members() -> None:
    parts = {
        **SOUND,
        "word/media/图 1.PNG": b"",
        MAIN_RELS: rels(("image", "media/%E5%9B%BE%201.png"), ("hyperlink", "http://a.example/%20", "External")),
    }
    assert [(r.id, r.kind, r.target, r.external) for r in relations(parts, MAIN)] == [
        ("rId1", "image", "word/media/图 1.PNG", False),
        ("rId2", "hyperlink", "http://a.example/%20", True),
    ]
    assert [r.target for r in relations(parts, "")] == [MAIN]
    assert relations(parts, "word/media/图 1.PNG") == []


# --- 48: what lies outside


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("image", "http://127.0.0.1:9/a.png", "T141"),
        ("image", "file:///etc/passwd", "T141"),
        ("hyperlink", "file:///C:/a.docx", "T144"),
        ("hyperlink", "\\\\server\\share\\a.docx", "T144"),
        ("hyperlink", "C:\\a.docx", "T144"),
        ("hyperlink", "ms-msdt:/id", "T144"),
        ("frame", "http://127.0.0.1:9/a.htm", "T146"),
        ("mailMergeSource", "file:///C:/a.xlsx", "T146"),
    ],
)
def test_what_lies_outside_is_told_and_stays(kind: str, target: str, code: str) -> None:
    data = related((kind, target, "External"))
    assert warned(data) == [(code, MAIN, "rId1", target)]
    assert read_docx(data, "x")[MAIN_RELS] == parts_of(data)[MAIN_RELS]


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/a.dotm", "file:///C:/a.dotx", "a.dotm"])
def test_an_attached_template_is_told_and_not_copied(target: str) -> None:
    settings = (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:attachedTemplate r:id="rId1"/><w:view/></w:settings>'
    )
    data = word_file(
        {
            "word/settings.xml": settings.encode(),
            "word/_rels/settings.xml.rels": rels(("attachedTemplate", target, "External")),
        }
    )
    package = open_docx(data, "x.docx")
    assert warned(data) == [("T142", "word/settings.xml", "rId1", target)]
    kept = package.parts["word/settings.xml"].decode()
    assert ("attachedTemplate" in kept, "w:zoom" in kept, "w:view" in kept) == (False, True, True)
    assert relations(package.parts, "word/settings.xml") == []
    assert parts_of(write_packed(package.packed.items())) == package.parts


def test_links_to_objects_are_told_and_not_copied_and_the_picture_of_them_stays() -> None:
    body = (
        '<w:p><w:r><w:object><w:pict r:id="rId2"/><o:OLEObject Type="Link" r:id="rId1"/></w:object></w:r>'
        '<w:r><w:t r:id="rId1">文</w:t></w:r></w:p>'
    )
    data = word_file(
        {
            MAIN: document(body),
            MAIN_RELS: rels(("oleObject", "file:///C:/a.xlsx", "External"), ("image", "a.png")),
            "word/a.png": b"",
        }
    )
    package = open_docx(data, "x.docx")
    assert warned(data) == [("T143", MAIN, "rId1", "file:///C:/a.xlsx")]
    assert [r.id for r in relations(package.parts, MAIN)] == ["rId2"]
    kept = package.parts[MAIN].decode()
    assert ("OLEObject" in kept, '<w:pict r:id="rId2"/>' in kept, "<w:t>文</w:t>" in kept) == (False, True, True)


def test_an_object_inside_the_file_stays() -> None:
    body = '<w:object><o:OLEObject r:id="rId1"/></w:object>'
    data = word_file({MAIN: document(body), MAIN_RELS: rels(("oleObject", "a.bin")), "word/a.bin": b"x"})
    package = open_docx(data, "x.docx")
    assert (package.findings, package.parts[MAIN]) == ([], document(body))


# --- 49: macros


@pytest.mark.parametrize(
    "changes",
    [
        {"[Content_Types].xml": types(main="application/vnd.ms-word.document.macroEnabled.main+xml")},
        {"[Content_Types].xml": types(main="application/vnd.ms-word.template.MACROENABLEDTemplate.main+xml")},
        {"[Content_Types].xml": types('<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')},
        {"word/vbaProject.bin": b"x"},
        {"word/VBAPROJECT.BIN": b"x"},
        {"word/other.bin": b"x", MAIN_RELS: rels(("vbaProject", "other.bin"))},
    ],
)
def test_macros_are_refused(changes: dict[str, bytes | None]) -> None:
    assert refusal(word_file(changes)).code == "T106"


# --- writing


def test_members_are_written_in_order_with_one_date_and_read_by_others() -> None:
    entries = [("b.xml", pack(b"x" * 1000)), ("图.png", pack(b"\x89")), ("a.xml", pack(b""))]
    data = write_packed(entries)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        listed = [(i.filename, i.flag_bits, i.compress_type, i.date_time, i.extra) for i in archive.infolist()]
        assert archive.read("b.xml") == b"x" * 1000
    day = (1980, 1, 1, 0, 0, 0)
    assert listed == [
        ("b.xml", 0, DEFLATED, day, b""),
        ("图.png", 0x800, STORED, day, b""),
        ("a.xml", 0, STORED, day, b""),
    ]
    assert write_packed(entries) == data


def test_an_opened_package_written_from_what_is_packed_opens_as_the_same() -> None:
    package = open_docx((ROOT / "templates" / "notice.docx").read_bytes(), "notice.docx")
    again = open_docx(write_packed(package.packed.items()), "again.docx")
    assert (again.parts, list(again.parts)) == (package.parts, list(package.parts))


def test_a_package_begins_with_its_content_types_and_relationships() -> None:
    assert list(parts_of(write_docx({"a": b"", **SOUND, "Z": b""}))) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "Z",
        "a",
        MAIN,
    ]


def test_an_archive_past_what_the_format_holds_is_refused() -> None:
    with pytest.raises(LimitError):
        write_packed((str(n), Packed(b"", 0, 0, STORED)) for n in range(65_536))
    with pytest.raises(LimitError):
        write_packed([("a", Packed(b"", 0, 2**32, DEFLATED))])


def test_a_bad_file_is_a_template_error_and_too_large_a_one_a_limit() -> None:
    with pytest.raises(TemplateError):
        open_docx(b"x", "x.docx")
    with pytest.raises(LimitError):
        open_docx(word_file(), "x.docx", Limits(docx_bytes=10))
