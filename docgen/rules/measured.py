"""The second witness: everything that is measured on the printed pages of a document. Only portrait pages are, but for their paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docgen.pages.witness import Pages, is_wide
from docgen.rules import measured_page, measured_parts
from docgen.rules.printed import Measure, Print
from docgen.rules.rule import Sheet
from docgen.rules.standing import Standing


def judge_pages(sheet: Sheet, pages: Pages) -> Iterator[Measure]:
    """Yield what was measured on the printed pages of a document, for every spot that was recognised there."""
    if not len(pages):
        return
    case = Print(sheet, pages)
    for judge in (*measured_page.JUDGES, *measured_parts.JUDGES):
        yield from judge(case)


def typefaces(sheet: Sheet, pages: Pages) -> list[tuple[str, str]]:
    """Return each typeface that the text asks for and the one in which print draws it, when it is another."""
    standing = Standing(sheet.document, pages)
    drawn: dict[str, Counter[str]] = {}
    for paragraph in sheet.document.text:
        faces = {run.format.east_asia for run in paragraph.runs if any(map(is_wide, run.text))}
        if len(faces) == 1:
            fonts = drawn.setdefault(faces.pop(), Counter())
            fonts.update(
                spot.line.fonts[0] for spot in standing.of(paragraph) if spot.line.wide * 2 > len(spot.line.text)
            )
    usual = {asked: fonts.most_common(1)[0][0] for asked, fonts in drawn.items() if asked and fonts}
    return [(asked, font) for asked, font in usual.items() if not _same_face(asked, font)]


_PRINTED_NAMES = {
    "仿宋": ("FangSong", "STFangsong", "FZFSK", "FZFS"),
    "楷体": ("KaiTi", "STKaiti", "FZKTK", "FZKT"),
    "黑体": ("SimHei", "STHeiti", "FZHTK", "FZHT"),
    "宋体": ("SimSun", "NSimSun", "STSong", "FZSSK", "FZSS"),
    "小标宋": ("FZXBSK", "FZXBS", "FZXiaoBiaoSong"),
    "中宋": ("STZhongsong",),
}


def _same_face(asked: str, drawn: str) -> bool:
    """Whether a name in a Word file and one in a PDF mean one typeface; PDFs name Chinese ones in Latin letters."""
    plain = drawn.replace("-", "").replace(" ", "").lower()
    names = [asked, *(n for word, many in _PRINTED_NAMES.items() if word in asked for n in many)]
    return any(plain.startswith(name.replace("-", "").replace(" ", "").lower()) for name in names)
