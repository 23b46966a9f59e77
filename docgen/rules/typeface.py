"""Type and the set of the text: faces, sizes, weight, indents, distances (GB/T 9704-2012 5.2.2, 7.3.3). Codes F201-F249.

A lead, the first sentence of a paragraph, may have a face and a weight of its own; tables have sizes of their own, too.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from docgen.catalogue.base import N_
from docgen.pages.facts import Paragraph, Run
from docgen.rules.measure import CHINESE, height, is_face, points
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.rules.text import WORD, behind_lead, counted, is_gap, most, paragraphs_of_text

_NEAR_EM = 0.1  # characters that an indent may be off: 2 of 16 pt, or of the 15.75 pt that they are drawn at
_NEAR_SPACING = 10  # twips: what is squeezed less to save a line is not seen
_DRAWN = 100  # twips: a blank paragraph that is lower keeps no line free
_BLANKS = " \t\xa0\u3000"
_LATIN = (
    "Times New Roman",
    "Arial",
    "Calibri",
    "Calibri Light",
    "Cambria",
    "Aptos",
    "Century",
    "Courier New",
    "Garamond",
    "Georgia",
    "Helvetica",
    "Tahoma",
    "Verdana",
)
_BOTH = frozenset("“”—…")  # signs that Latin typefaces have as well, narrower
_SIDES = {"center": "centred", "right": "aligned right"}


@rule(
    "F201",
    "GB/T 9704-2012 5.2.2",
    Strength.GENERALLY,
    "text",
    good='<w:rFonts w:eastAsia="仿宋_GB2312"/>',
    bad='<w:rFonts w:eastAsia="宋体"/>',
)
def face(sheet: Sheet) -> Iterator[Verdict]:
    """The text is set in 仿宋: most of it, and each run; where most is in another face, that alone is told."""
    first: dict[str, Paragraph] = {}
    drawn: Counter[str] = Counter()
    for paragraph in paragraphs_of_text(sheet):
        for run, words in behind_lead(paragraph):
            named = run.format.east_asia
            if named and not run.format.from_theme and CHINESE.search(words):
                first.setdefault(named, paragraph)
                drawn[named] += len(CHINESE.findall(words))
    usual = drawn.most_common(1)[0][0] if drawn else ""
    for name in list(drawn) if is_face(usual, sheet.wanted.body_faces) else [usual] * bool(usual):
        ok = is_face(name, sheet.wanted.body_faces)
        yield Verdict(ok, first[name].place, name, sheet.wanted.body_faces[0], {"count": drawn[name]})


@rule(
    "F202",
    "GB/T 9704-2012 5.2.2",
    Strength.GENERALLY,
    "text",
    good='<w:sz w:val="32"/>',
    bad='<w:sz w:val="28"/>',
)
def size(sheet: Sheet) -> Iterator[Verdict]:
    """The text is set in 3号; a speech may be set larger, to be read from."""
    wanted = round(2 * sheet.wanted.body_size_pt)
    spots = []
    for paragraph in paragraphs_of_text(sheet):
        larger = sheet.elements.layout == "speech" and paragraph.size > wanted
        spots.append((None if larger else paragraph.size == wanted, paragraph.place, points(paragraph.size)))
    yield from counted(spots, points(wanted))


@rule(
    "F203",
    "GB/T 9704-2012 5.2.2",
    Strength.PRACTICE,
    "letters and digits",
    good='<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>',
    bad='<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>',
)
def latin_face(sheet: Sheet) -> Iterator[Verdict]:
    """Letters and digits in the text are set in Times New Roman, or in the face of the Chinese."""
    allowed = (*sheet.wanted.latin_faces, *sheet.wanted.body_faces)
    spots = [
        (is_face(run.format.latin, allowed) if run.format.latin else None, paragraph.place, run.format.latin)
        for paragraph in paragraphs_of_text(sheet)
        for run, words in behind_lead(paragraph)
        if any(char.isascii() and char.isalnum() for char in words)
    ]
    yield from counted(spots, sheet.wanted.latin_faces[0])


def _printed(sheet: Sheet) -> Iterator[tuple[Paragraph, Run]]:
    """Yield the runs of the text that print words, leads left out."""
    for paragraph in paragraphs_of_text(sheet):
        for run, words in behind_lead(paragraph):
            if WORD.search(words):
                yield paragraph, run


@rule(
    "F204",
    "GB/T 9704-2012 5.2.2",
    Strength.PRACTICE,
    "text",
    good=N_("text in one weight; a lead at the beginning of a paragraph may be bold"),
    bad=N_("<w:b/> inside the text"),
)
def bold(sheet: Sheet) -> Iterator[Verdict]:
    """Nothing inside the text is bold."""
    yield from counted((not run.format.bold, paragraph.place, "") for paragraph, run in _printed(sheet))


@rule(
    "F205", "GB/T 9704-2012 5.2.2", Strength.PRACTICE, "text", good=N_("upright text"), bad=N_("<w:i/> inside the text")
)
def italic(sheet: Sheet) -> Iterator[Verdict]:
    """Nothing in the text is slanted."""
    yield from counted((not run.format.italic, paragraph.place, "") for paragraph, run in _all_printed(sheet))


def _all_printed(sheet: Sheet) -> Iterator[tuple[Paragraph, Run]]:
    """Yield the runs of the text that print words, leads too."""
    for paragraph in paragraphs_of_text(sheet):
        for run in paragraph.runs:
            if WORD.search(run.text) and not run.format.hidden:
                yield paragraph, run


@rule(
    "F206",
    "GB/T 9704-2012 5.2.2",
    Strength.PRACTICE,
    "text",
    good="plain text",
    bad=N_(
        '<w:u w:val="single"/>, <w:strike/>, <w:highlight w:val="yellow"/> or <w:shd w:fill="FFFF00"/> left in the text'
    ),
)
def marks(sheet: Sheet) -> Iterator[Verdict]:
    """No underline, strike, highlight or ground was left behind characters; a gap to fill is told as a gap."""
    spots = []
    for paragraph, run in _all_printed(sheet):
        look = run.format
        kinds = (
            (look.underline, "underlined"),
            (look.strike, "struck through"),
            (look.highlight, "highlighted"),
            (look.shading not in ("", "FFFFFF"), "shaded"),
        )
        left = [] if is_gap(run) else [kind for is_there, kind in kinds if is_there]
        spots += [(False, paragraph.place, kind) for kind in left] or [(True, paragraph.place, "")]
    yield from counted(spots)


@rule(
    "F207",
    "GB/T 9704-2012 7.3.3",
    Strength.GENERALLY,
    "text",
    good='<w:ind w:firstLineChars="200" w:firstLine="632"/>',
    bad='<w:ind w:firstLine="0"/>, <w:ind w:left="640"/>',
)
def indent(sheet: Sheet) -> Iterator[Verdict]:
    """Each paragraph begins two characters in, its further lines flush; typed blanks and centred lines are told as such."""
    wanted = sheet.wanted.first_line_characters
    spots = []
    for paragraph in paragraphs_of_text(sheet):
        if paragraph.text[:1] in _BLANKS or paragraph.layout.align in _SIDES:
            continue
        rest = paragraph.left_em
        first = rest + paragraph.first_line_em
        ok = abs(first - wanted) <= _NEAR_EM and abs(rest) <= _NEAR_EM
        spots.append((ok, paragraph.place, f"{round(first, 1):g} / {round(rest, 1):g}"))
    yield from counted(spots, f"{wanted} / 0", characters=wanted)


@rule(
    "F208",
    "GB/T 9704-2012 7.3.3",
    Strength.PRACTICE,
    "text",
    good='<w:ind w:firstLineChars="200" w:firstLine="632"/>',
    bad=N_("two blanks of full width before the first word"),
)
def typed_indent(sheet: Sheet) -> Iterator[Verdict]:
    """No paragraph is indented by blanks or tabs: they stay in the text wherever it is taken."""
    spots = [(p.text[:1] not in _BLANKS, p.place, "") for p in paragraphs_of_text(sheet)]
    yield from counted(spots, characters=sheet.wanted.first_line_characters)


@rule(
    "F209",
    "GB/T 9704-2012 7.3.3",
    Strength.PRACTICE,
    "text",
    good='<w:ind w:firstLineChars="200" w:firstLine="632"/>',
    bad='<w:ind w:firstLineChars="200"/>',
)
def both_forms(sheet: Sheet) -> Iterator[Verdict]:
    """An indent in characters has its twin in twips: other programs than Word read that alone."""
    spots = [(p.layout.first_line != 0, p.place, "") for p in paragraphs_of_text(sheet) if p.layout.first_line_chars]
    yield from counted(spots)


@rule(
    "F210",
    "GB/T 9704-2012 7.3.3",
    Strength.PRACTICE,
    "text",
    good='<w:jc w:val="both"/>',
    bad='<w:jc w:val="center"/>',
)
def alignment(sheet: Sheet) -> Iterator[Verdict]:
    """Paragraphs of text begin at the left, justified or not."""
    spots = [(p.layout.align not in _SIDES, p.place, _SIDES.get(p.layout.align, "")) for p in paragraphs_of_text(sheet)]
    yield from counted(spots)


def _runs_on(sheet: Sheet) -> Iterator[list[Paragraph]]:
    """Yield each paragraph of text and its next one, headings among them, with the blank ones between."""
    own = {id(p) for p in paragraphs_of_text(sheet)} | {id(h.paragraph) for h in sheet.elements.headings}
    blocks = sheet.document.blocks
    at = [n for n, block in enumerate(blocks) if id(block) in own]
    for start, end in itertools.pairwise(at):
        near = [block for block in blocks[start : end + 1] if isinstance(block, Paragraph)]
        if len(near) == end + 1 - start and all(_is_bare(p) for p in near[1:-1]):
            yield near


def _is_bare(paragraph: Paragraph) -> bool:
    """Whether a blank paragraph is nothing but a line kept free."""
    layout, element = paragraph.layout, paragraph.element
    other = layout.borders or layout.shading or layout.frame or layout.page_break_before or "\f" in paragraph.text
    ends_section = any(str(child.tag).endswith("}sectPr") for child in element.iterdescendants())
    return paragraph.is_blank and not other and not ends_section and height(paragraph) >= _DRAWN


@rule(
    "F211",
    "GB/T 9704-2012 5.2.3",
    Strength.PRACTICE,
    "text",
    good='<w:spacing w:before="0" w:after="0" …/>',
    bad='<w:spacing w:after="200" …/>',
)
def distances(sheet: Sheet) -> Iterator[Verdict]:
    """No distance is added between paragraphs of text: a page would lose lines."""
    spots = []
    for upper, *_, lower in _runs_on(sheet):
        gap = max(upper.layout.after, 0) + max(lower.layout.before, 0)
        spots.append((gap == 0, upper.place, f"{gap / 20:g} pt"))
    yield from counted(spots, "0 pt")


@rule(
    "F212",
    "GB/T 9704-2012 5.2.3",
    Strength.PRACTICE,
    "text",
    good=N_("paragraph under paragraph"),
    bad=N_("a blank paragraph between two of text"),
)
def blank_lines(sheet: Sheet) -> Iterator[Verdict]:
    """No blank paragraph stands between paragraphs of text."""
    spots = []
    for upper, *between, _ in _runs_on(sheet):
        spots += [(False, p.place, "") for p in between] or [(True, upper.place, "")]
    yield from counted(spots)


@rule(
    "F213",
    "GB/T 9704-2012 7.3.3",
    Strength.PRACTICE,
    "text",
    good=N_("a paragraph of its own"),
    bad=N_("<w:br/> in the middle of the text"),
)
def line_breaks(sheet: Sheet) -> Iterator[Verdict]:
    """Lines are not broken by hand: what stands behind a break has no indent, and a justified line is torn apart."""
    yield from counted(("\n" not in p.text, p.place, "") for p in paragraphs_of_text(sheet))


@rule(
    "F214",
    "GB/T 9704-2012 5.2.2",
    Strength.GENERALLY,
    "text",
    good='<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312" …/>',
    bad=N_('<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/>: letters alone'),
)
def named_face(sheet: Sheet) -> Iterator[Verdict]:
    """The typeface of Chinese characters is named, not left to the theme and to what each computer has."""
    spots = []
    for paragraph, run in _all_printed(sheet):
        if CHINESE.search(run.text):
            named = run.format.east_asia
            ok = named != "" and (not run.format.from_theme or is_face(named, sheet.wanted.body_faces))
            spots.append((ok, paragraph.place, "" if ok else named or "—"))
    yield from counted(spots, sheet.wanted.body_faces[0])


@rule(
    "F215",
    "GB/T 9704-2012 7.3.1, 7.3.3",
    Strength.PRACTICE,
    "title and headings",
    good=N_('<w:rFonts w:eastAsia="方正小标宋简体"/> without <w:b/>'),
    bad='<w:rFonts w:eastAsia="黑体"/><w:b/>',
)
def heavy_faces(sheet: Sheet) -> Iterator[Verdict]:
    """小标宋, 黑体 and 楷体 carry their weight and are not made bold, except where the office has it so."""
    heavy = (*sheet.wanted.title_faces, *sheet.wanted.note_faces, *sheet.wanted.signatory_faces)
    spots = []
    for level, paragraph, runs in _heads(sheet):
        for run in runs:
            named = run.format.east_asia
            if is_face(named, heavy) and CHINESE.search(run.text):
                ok = not run.format.bold or level in sheet.wanted.bold_levels
                spots.append((ok, paragraph.place, named))
    yield from counted(spots)


def _heads(sheet: Sheet) -> Iterator[tuple[int | None, Paragraph, Sequence[Run]]]:
    """Yield what may be set in a heavy face: the level of a heading (0 for a title), its paragraph and its runs."""
    found = sheet.elements
    for paragraph in (*found.title, *(p for a in found.attachments for p in a.title)):
        yield 0, paragraph, paragraph.runs
    for heading in found.headings:
        paragraph = heading.paragraph
        text = {id(run) for run, _ in behind_lead(paragraph)} if heading.stands != "alone" else set()
        yield heading.level, paragraph, [run for run in paragraph.runs if id(run) not in text]
    labels = (*found.masthead, found.classification, found.urgency, found.speaker, found.speech_date)
    for label in (*labels, *(a.label for a in found.attachments)):
        if label is not None:
            yield None, label, label.runs


@rule(
    "F216",
    "GB/T 9704-2012 5.2.3",
    Strength.PRACTICE,
    "text",
    good=N_("one distance between all characters of the text"),
    bad=N_('<w:spacing w:val="20"/>, <w:w w:val="90"/> or <w:position w:val="6"/> on some words'),
)
def evenly(sheet: Sheet) -> Iterator[Verdict]:
    """Characters inside the text are not spread, squeezed or raised; to save a line by very little is left alone."""
    text = list(_all_printed(sheet))
    usual = most(((run, run.text) for _, run in text), "spacing")
    by_kind: dict[str, list[tuple[bool | None, Paragraph, str]]] = {}
    for paragraph, run in text:
        look = run.format
        spread = abs(look.spacing - usual) > _NEAR_SPACING
        for kind, odd, found in (
            ("spacing of characters", spread, f"{look.spacing / 20:g} pt"),
            ("width of characters", look.scale != 100, f"{look.scale}%"),
            ("raise of characters", look.raised != 0, points(look.raised)),
        ):
            by_kind.setdefault(kind, []).append((not odd, paragraph, found if odd else ""))
    usually = (f"{usual / 20:g} pt", "100%", points(0))
    for (kind, spots), wanted in zip(by_kind.items(), usually, strict=False):
        yield from counted(((ok, paragraph.place, found) for ok, paragraph, found in spots), wanted, what=kind)


@rule(
    "F217",
    "GB/T 9704-2012 5.2.2",
    Strength.GENERALLY,
    "text",
    good=N_("one size in a paragraph"),
    bad=N_('<w:sz w:val="28"/> on some words'),
)
def one_size(sheet: Sheet) -> Iterator[Verdict]:
    """All characters of a paragraph are of one size, marks of notes and raised ones aside."""
    spots = []
    for paragraph in paragraphs_of_text(sheet):
        usual = paragraph.size
        for run in paragraph.runs:
            if WORD.search(run.text) and not run.format.vertical and not run.format.hidden:
                ok = run.format.size == usual
                spots.append((ok, paragraph.place, "" if ok else points(run.format.size)))
    yield from counted(spots, points(round(2 * sheet.wanted.body_size_pt)))


@rule(
    "F218",
    "GB/T 9704-2012 5.2.2",
    Strength.PRACTICE,
    "quotation marks and dashes",
    good='<w:rFonts w:hint="eastAsia" …/>',
    bad=N_('“ or — in a run whose letters are in Times New Roman, without w:hint="eastAsia"'),
)
def wide_signs(sheet: Sheet) -> Iterator[Verdict]:
    """Quotation marks, dashes and ellipses come from the Chinese typeface; Word takes the Latin one when no hint is given."""
    spots = []
    for paragraph in paragraphs_of_text(sheet):
        for run in paragraph.runs:
            signs = "".join(dict.fromkeys(char for char in run.text if char in _BOTH))
            if signs and is_face(run.format.latin, _LATIN) and not run.format.hidden:
                spots.append((run.format.hint == "eastAsia", paragraph.place, ""))
    yield from counted(spots)


@rule(
    "F219",
    "GB/T 9704-2012 5.2.3",
    Strength.PRACTICE,
    "text",
    good='<w:widowControl w:val="0"/>',
    bad=N_("<w:widowControl/>, or nothing said of it"),
)
def widows(sheet: Sheet) -> Iterator[Verdict]:
    """Single lines may stand alone on a page: a page that sends a line on has 21."""
    yield from counted((not p.layout.widow_control, p.place, "") for p in paragraphs_of_text(sheet))


@rule(
    "F220",
    "GB/T 9704-2012 5.2.2",
    Strength.PRACTICE,
    "text",
    good='<w:lang w:eastAsia="zh-CN"/>',
    bad='<w:lang w:eastAsia="ja-JP"/>',
)
def language(sheet: Sheet) -> Iterator[Verdict]:
    """Chinese text is said to be Chinese: programs choose the shapes of characters and where lines end by it."""
    spots = []
    for paragraph, run in _all_printed(sheet):
        named = run.format.language
        if CHINESE.search(run.text):
            spots.append(
                (named.casefold() == sheet.wanted.language.casefold() if named else None, paragraph.place, named)
            )
    yield from counted(spots, sheet.wanted.language)


RULES = (
    face,
    size,
    latin_face,
    bold,
    italic,
    marks,
    indent,
    typed_indent,
    both_forms,
    alignment,
    distances,
    blank_lines,
    line_breaks,
    named_face,
    heavy_faces,
    evenly,
    one_size,
    wide_signs,
    widows,
    language,
)
