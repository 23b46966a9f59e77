"""Word files written by hand: as little as Word wants, with the clutter that it leaves in files of its own."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {  # of the main part: name, and the type of the relation
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/settings.xml": "settings",
    "word/fontTable.xml": "fontTable",
    "word/header1.xml": "header",
    "word/footer1.xml": "footer",
}
FANGSONG, HEITI, KAITI, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
_FONTS = (FANGSONG, HEITI, KAITI, XIAOBIAOSONG)
_STYLES = ("正文", "文件标题", "一级标题", "二级标题", "表格文字", "落款", "页眉", "页脚", "主送机关", "附注")
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def run(text: str, font: str = FANGSONG, *, size: int = 32, bold: bool = False) -> str:
    """Return a run of one format; a tag in it may be more than one run, as Word splits them.

    Args:
        text: Text and tags.
        font: Font of all its characters.
        size: In half points.
        bold: Whether it is bold.
    """
    weight = "<w:b/>" if bold else ""
    fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:hint="eastAsia"/>'
    properties = f'<w:rPr>{fonts}{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return f'<w:r w:rsidRPr="00A27F31">{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def split(tag: str, font: str = FANGSONG, *, size: int = 32) -> str:
    """Return ``{{ name }}`` as Word saves it after its spelling check: three runs and two marks."""
    match = re.fullmatch(r"({{)(.*)(}})", tag)
    if match is None:
        msg = f"not one value: {tag}"
        raise ValueError(msg)
    opening, name, closing = (run(words, font, size=size) for words in match.groups())
    return f'{opening}<w:proofErr w:type="spellStart"/>{name}<w:proofErr w:type="spellEnd"/>{closing}'


def paragraph(*runs: str, style: int = 0, indent: bool = True) -> str:
    """Return a paragraph of runs; a text that is no run becomes one.

    Args:
        runs: Runs, or their texts.
        style: Number of its style.
        indent: Whether its first line is indented by two characters.
    """
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    properties = f'<w:pPr><w:pStyle w:val="a{style}"/><w:spacing w:line="560" w:lineRule="exact"/>{first}</w:pPr>'
    inner = "".join(r if r.startswith("<w:r ") else run(r) for r in runs)
    return f'<w:p w:rsidR="00B63D0C" w:rsidRDefault="00B63D0C">{properties}{inner}</w:p>'


def cell(text: str, width: int) -> str:
    """Return a cell with one paragraph."""
    inner = paragraph(run(text, size=24), style=4, indent=False)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def row(*texts: str) -> str:
    """Return a row of equal cells."""
    cells = "".join(cell(text, 8844 // len(texts)) for text in texts)
    return f'<w:tr w:rsidR="00B63D0C"><w:trPr><w:trHeight w:val="480"/><w:jc w:val="center"/></w:trPr>{cells}</w:tr>'


def table(heads: tuple[str, ...], loop: str, *cells: str) -> str:
    """Return a table: a row of heads, and a row for each turn of a loop."""
    grid = f'<w:gridCol w:w="{8844 // len(heads)}"/>' * len(heads)
    properties = (
        '<w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    first, last = (row(f"{{%tr {words} %}}", *[""] * (len(heads) - 1)) for words in (loop, "endfor"))
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{row(*heads)}{first}{row(*cells)}{last}</w:tbl>"


def word_file(body: str, header: str = "", footer: str = "") -> bytes:
    """Return a Word file with the usual parts.

    Args:
        body: Paragraphs and tables.
        header: Paragraphs of the header, none when empty.
        footer: Paragraphs of the footer, none when empty.
    """
    size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    refs = "".join(
        f'<w:{end}Reference w:type="default" r:id="{end}"/>'
        for end, words in (("header", header), ("footer", footer))
        if words
    )
    section = f'<w:sectPr>{refs}{size}w:header="851" w:footer="1247" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
    parts = {
        "word/document.xml": _part("document", f"<w:body>{body}{section}</w:body>"),
        "word/styles.xml": _part("styles", _styles()),
        "word/settings.xml": _part("settings", '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'),
        "word/fontTable.xml": _part("fonts", "".join(f'<w:font w:name="{font}"/>' for font in _FONTS)),
        **({"word/header1.xml": _part("hdr", header)} if header else {}),
        **({"word/footer1.xml": _part("ftr", footer)} if footer else {}),
    }
    return _package(parts)


def _part(name: str, inner: str) -> str:
    return f'{_DECLARATION}<w:{name} xmlns:w="{_W}" xmlns:r="{_R}">{inner}</w:{name}>'


def _styles() -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="a{number}"><w:name w:val="{name}"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
        for number, name in enumerate(_STYLES)
    )


def _package(parts: dict[str, str]) -> bytes:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}.{_PARTS[name]}+xml"/>' for name in parts)
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    listed = (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}{core}</Types>'
    )
    root = _relations(
        ("main", f"{_R}/officeDocument", "word/document.xml"),
        ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    others = [(_PARTS[name], f"{_R}/{_PARTS[name]}", name.removeprefix("word/")) for name in list(parts)[1:]]
    members = {
        "[Content_Types].xml": listed,
        "_rels/.rels": root,
        **parts,
        "word/_rels/document.xml.rels": _relations(*others),
        "docProps/core.xml": f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>办公室</dc:creator></cp:coreProperties>',
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            archive.writestr(name, xml)
    return made.getvalue()


def _relations(*lines: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in lines)
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
