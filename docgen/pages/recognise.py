"""Elements found by where they stand and what they say, whatever their styles are called.

A document is read from both ends: its head down to the title and whom it is addressed to, its foot up from the imprint over
attachments, date and signatures; what is left between is the text. Where position and words disagree, a doubt is noted and the
element left out: a rule says nothing of what was not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docgen.numerals import value_of
from docgen.pages.elements import Attachment, Doubt, Elements, Heading
from docgen.pages.facts import Document, Paragraph, Table
from docgen.standard import TYPE_AREA_CHARACTERS, em

_OPEN, _CLOSE = "〔［【\\[（(﹝", "〕］】\\]）)﹞"
_YEAR = rf"[{_OPEN}]?\s*(?:19|20)\d{{2}}\s*年?\s*[{_CLOSE}]?"
_NUMBER = re.compile(
    rf"[\u4e00-\u9fff×]{{1,20}}\s*{_YEAR}\s*第?\s*\d{{1,5}}\s*号(?:\s+签发人.*)?|[{_OPEN}]\s*(?:19|20)\d{{2}}\s*[{_CLOSE}]\s*第?\d{{1,5}}[号期]"
    r"|第\s*[0-9一二三四五六七八九十百]{1,5}\s*[号期]"
)
_COPY_NUMBER = re.compile(r"(?:份号[：:]?)?\s*\d{1,8}")
_CLASSIFICATION = re.compile(r"(?:密级[：:])?\s*(?:绝密|机密|秘密)(?:\s*[★☆*].*)?")
_URGENCY = re.compile(r"(?:紧急程度[：:])?\s*(?:特提|特急|加急|平急|急件)")
_SIGNATORY = re.compile(r"签\s*发\s*人\s*[：:]")
_MASTHEAD_END = re.compile(r"(?:文件|纪要|命令|令)$")
KINDS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
_KIND_END = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]*[)）])?$")
_SPEECH = re.compile(r"讲话|致辞|致词|发言|讲稿|演讲")
_SALUTATION = re.compile(
    r"(?:尊敬的|亲爱的)?(?:同志们|各位|朋友们|女士们|先生们|老师们|同学们|代表们|委员们|[^。；]{0,20}同志).{0,60}[：:，,！!]"
)
_BRACKETED_DATE = re.compile(r"[（(\[【].*(?:\d|[一二三四五六七八九〇零○]).*日?[)）\]】]")
_ORGANS = re.compile(r"[：:]\s*$")
_ORGAN_END = re.compile("(?:人民政府|委员会|办公室|部门|单位|机构|公司|学校|医院|中心|[厅局院委会办部处科室])$")
_ENDED = re.compile("[。；！？]|^[（(]")
_NO_ORGANS = re.compile(r"如下|以下|现将|下列|为了|根据|按照|要求|包括|。|？|！")
_DIGIT = "〇零○OＯ一二三四五六七八九"
_DATE = re.compile(
    rf"(?:(?:19|20)?\d{{2}}|[{_DIGIT}]{{2,4}})\s*年\s*(?:\d{{1,2}}|[{_DIGIT}十]{{1,3}})\s*月\s*(?:\d{{1,2}}|[{_DIGIT}十]{{1,3}})\s*[日号]"
    r"|(?:19|20)\d{2}[.．/\-]\d{1,2}[.．/\-]\d{1,2}"
)
_LABEL = re.compile(r"(?:.{0,20}号\s*)?附\s*件\s*(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:]?")
_NOTE = re.compile(r"附\s*件?\s*[：:]\s*\S")
_NOTE_ITEM = re.compile(r"\s*[0-9０-９]{1,2}\s*[.．、]")
_COPY_TO = re.compile(r"(?:抄送|主送|抄报|发送|分送)(?:机关|单位)?\s*[：:]")
_PRINTED = re.compile(r".*(?:\d|[一二三四五六七八九〇])\s*日\s*印\s*发?\s*$|(?:印发|打印|校对)[^。]{0,30}", re.DOTALL)
_ENDS_IN_DAY = re.compile(r"^[^。；]{2,40}\d\s*日$")
_PEOPLE = re.compile(r"(?:出\s*席|列\s*席|请\s*假|缺\s*席|记\s*录)(?:人员?|者)?\s*[：:]")
_ORDINALS = (
    re.compile(r"([一二三四五六七八九十]{1,3})\s*[、.．，]"),
    re.compile(r"[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]"),
    re.compile(r"([0-9０-９]{1,2})\s*[.．、](?![0-9０-９])"),
    re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[)）]"),
)
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff（）]{2,29}(?:政府|委员会|党委|党组|局|厅|部|办公室|院|中心|学校|大学|公司|集团|协会|总队|支队|指挥部)$"
)
_MOST_BLANKS = 20  # in a row that tell nothing more than these
_LONG_BLANK = re.compile(rf"\s{{{_MOST_BLANKS},}}")
_ENDS_SENTENCE = "。；！？"
_HEAD_LINES = 14  # paragraphs that may stand before the title
_FOOT_LINES = 16  # paragraphs that an imprint may have
_MASTHEAD_SIZE = 52  # half-points: 一号; smaller, only red lines count
_TITLE_SIZE = 36  # half-points: 小二; smaller, only centred lines count
_LONGEST_TITLE = 150
_TYPED_BLANKS = 4
_FAR = 5  # characters from the left, where no text begins
_LONGEST_HEAD = 60  # characters of a heading that stands alone
_LONGEST_RUN_IN = 36  # characters of a first sentence that is a heading
_LONGEST_SIGNATURE = 40
_MOST_SIGNATURES = 12
_NEAR_EDGE = 3  # characters
_RED = re.compile("[C-F][0-9A-F][0-5][0-9A-F][0-5][0-9A-F]")


def recognise(document: Document) -> Elements:
    """Return the elements of a document."""
    lines = [p for p in document.paragraphs if not p.box]
    found = Elements()
    body = _head(lines, found)
    body = _title(lines, body, found)
    ends = _imprint(lines, body, found)
    ends = _attachments(document, lines, body, ends, found)
    ends = _date(lines, body, ends, found)
    ends = _note(lines, body, ends, found)
    ends = _people(lines, body, ends, found)
    _text(lines[body:ends], found)
    found.layout = _layout(document, found)
    return found


def _said(paragraph: Paragraph) -> str:
    """Return what a paragraph says, long blanks cut, which patterns would try over and over."""
    said = paragraph.words.replace("\ufffc", "").strip()
    return _LONG_BLANK.sub(lambda blank: blank[0][:_MOST_BLANKS], said)


def is_red(color: str) -> bool:
    """Whether a colour is a red, as heads are printed in."""
    return _RED.fullmatch(color) is not None


def color_of(paragraph: Paragraph) -> str:
    """Return the colour of a paragraph's first printed characters."""
    return next((run.format.color for run in paragraph.runs if run.text.strip()), "auto")


# --- the head


def _head(lines: Sequence[Paragraph], found: Elements) -> int:
    """Find what stands above the title; return the number of the line behind it."""
    near = [(at, p) for at, p in enumerate(lines) if _said(p)][:_HEAD_LINES]
    number_at = next((at for at, p in near if _NUMBER.fullmatch(_said(p))), None)
    masthead = [(at, p) for at, p in near if _is_masthead(p, before_number=number_at is not None and at < number_at)]
    last = max([at for at, _ in masthead] + ([] if number_at is None else [number_at]), default=-1)
    if not masthead and number_at is None:
        return _marks(near, found)
    for at, paragraph in near:
        if at > last:
            break
        _mark(paragraph, found)
    found.masthead = [p for _, p in masthead]
    if number_at is not None:
        found.document_number = lines[number_at]
    signed = [p for at, p in near if _SIGNATORY.search(_said(p))]
    found.signatory = signed[0] if signed else None
    last = max([last, *(at for at, p in near if p is found.signatory and at <= last + 2)])
    behind = last + 1
    for at in range(max(last, 0), min(last + 4, len(lines))):
        if "bottom" in lines[at].layout.borders and (at == last or at <= last + 3):
            found.head_rule = lines[at]
            behind = max(behind, at + 1)
            break
        if at > last and _said(lines[at]) and not _SIGNATORY.search(_said(lines[at])):
            if "top" in lines[at].layout.borders:
                found.head_rule = lines[at]
            break
    if found.head_rule is None and masthead:  # letters have it right below the masthead
        above = lines[masthead[0][0] : last]
        found.head_rule = next((p for p in above if "bottom" in p.layout.borders), None)
    return behind


def _marks(near: Sequence[tuple[int, Paragraph]], found: Elements) -> int:
    """Find 份号, 密级 and 紧急程度 where no masthead follows."""
    behind = 0
    for at, paragraph in near[:3]:
        if not _mark(paragraph, found):
            break
        behind = at + 1
    return behind


def _mark(paragraph: Paragraph, found: Elements) -> bool:
    said = _said(paragraph)
    for name, pattern in (("copy_number", _COPY_NUMBER), ("classification", _CLASSIFICATION), ("urgency", _URGENCY)):
        if pattern.fullmatch(said) and getattr(found, name) is None:
            setattr(found, name, paragraph)
            return True
    return False


def _is_masthead(paragraph: Paragraph, *, before_number: bool) -> bool:
    said = "".join(_said(paragraph).split())
    if not said or len(said) > _LONGEST_SIGNATURE or _NUMBER.fullmatch(said):
        return False
    large, red = paragraph.size >= _MASTHEAD_SIZE, is_red(color_of(paragraph))
    if red:
        return paragraph.size > _TITLE_SIZE - 4
    return large and (before_number or _MASTHEAD_END.search(said) is not None)


# --- the title


def _title(lines: Sequence[Paragraph], start: int, found: Elements) -> int:
    """Find the title, the lines under it, and whom it is addressed to; return the number of the line behind them."""
    at = _next_said(lines, start)
    if at is None:
        return len(lines)
    first = lines[at]
    if not _is_title(first):
        if (
            not first.cell
            and len(_said(first)) < _LONGEST_SIGNATURE
            and not _said(first).endswith(tuple(_ENDS_SENTENCE))
        ):
            found.doubts.append(Doubt("title", first.place, "neither centred nor large"))
        return _addressees(lines, at, found)
    while at is not None and _continues_title(lines[at], first, found.title):
        found.title.append(lines[at])
        at = _next_said(lines, at + 1)
    at = _under_title(lines, at, found)
    return len(lines) if at is None else _addressees(lines, at, found)


def _next_said(lines: Sequence[Paragraph], start: int) -> int | None:
    return next((at for at in range(start, len(lines)) if _said(lines[at])), None)


def _is_title(paragraph: Paragraph) -> bool:
    said = _said(paragraph)
    if paragraph.cell is not None or len(said) > _LONGEST_TITLE or said.endswith(("；", "：", ":", "，")):
        return False
    centred, large = paragraph.layout.align in ("center", "distribute"), paragraph.size >= _TITLE_SIZE
    return centred and large if said.endswith("。") else centred or large or _is_typed_centred(paragraph)


def _is_typed_centred(paragraph: Paragraph) -> bool:
    """Whether blanks push a line that ends in the kind of a document to the middle."""
    blanks = len(paragraph.text) - len(paragraph.text.lstrip(" \u3000\t"))
    return blanks >= _TYPED_BLANKS and _KIND_END.search(_said(paragraph)) is not None


def _continues_title(paragraph: Paragraph, first: Paragraph, title: Sequence[Paragraph]) -> bool:
    if not title:
        return True
    said = _said(paragraph)
    if said.startswith(("—", "─", "-")) and _is_title(paragraph):
        return True
    alike = paragraph.size == first.size and paragraph.layout.align == first.layout.align
    return alike and _is_title(paragraph) and not _BRACKETED_DATE.fullmatch(said) and paragraph.size > 32


def _under_title(lines: Sequence[Paragraph], at: int | None, found: Elements) -> int | None:
    """Find the speaker and the date in brackets under a title."""
    while at is not None and lines[at].layout.align == "center" and lines[at].cell is None:
        said = _said(lines[at])
        if _BRACKETED_DATE.fullmatch(said) or _DATE.fullmatch(said):
            found.speech_date = found.speech_date or lines[at]
        elif (
            found.speaker is None
            and len(said) <= _LONGEST_SIGNATURE
            and not said.endswith((*_ENDS_SENTENCE, "：", ":"))
        ):
            found.speaker = lines[at]
        else:
            break
        at = _next_said(lines, at + 1)
    return at


def _addressees(lines: Sequence[Paragraph], at: int, found: Elements) -> int:
    said = _said(lines[at])
    if lines[at].cell is not None:
        return at
    named = _ORGANS.search(said) and not _NO_ORGANS.search(said) and not _ordinal(said)
    if _SALUTATION.fullmatch(said) or named or _is_addressed(lines, at, found):
        found.addressees = lines[at]
        return at + 1
    return at


def _is_addressed(lines: Sequence[Paragraph], at: int, found: Elements) -> bool:
    """Whether a line without a colon names organs: flush left below the title, with an indented text behind it."""
    said, behind = _said(lines[at]), _next_said(lines, at + 1)
    if not found.title or found.document_number is None or behind is None or not _ORGAN_END.search(said):
        return False
    flush = lines[at].first_line_em < 1 and lines[at].layout.align in ("left", "both") and not lines[at].label
    return flush and not _ENDED.search(said) and lines[behind].first_line_em >= 1


# --- the foot


def _imprint(lines: Sequence[Paragraph], start: int, found: Elements) -> int:
    """Find the imprint at the end; return the number of its first line."""
    at = first = len(lines)
    told = 0
    while at > start and told < _FOOT_LINES:
        paragraph = lines[at - 1]
        said = _said(paragraph)
        if said:
            told += 1
            if _COPY_TO.match(said):
                found.copy_to = paragraph
            elif (_PRINTED.fullmatch(said) and paragraph.size <= 32) or _is_day_below_copies(lines, at):
                found.printed = found.printed or paragraph
            elif not (first < len(lines) and (_goes_on(lines, at, said) or _beside(paragraph, lines[first]))):
                break
            first = at - 1
        at -= 1
    while first > start and first < len(lines) and not _said(lines[first - 1]) and _is_rule(lines[first - 1]):
        first -= 1
    found.imprint = list(lines[first:])
    return first


def _is_day_below_copies(lines: Sequence[Paragraph], at: int) -> bool:
    """Whether a line under those who get a copy ends in a day: who printed it and when, with the last word left out."""
    above = next((_said(p) for p in reversed(lines[max(at - 4, 0) : at - 1]) if _said(p)), "")
    return _COPY_TO.match(above) is not None and _ENDS_IN_DAY.search(_said(lines[at - 1])) is not None


def _goes_on(lines: Sequence[Paragraph], at: int, said: str) -> bool:
    """Whether a line belongs to one above it that names who gets a copy."""
    above = next((_said(p) for p in reversed(lines[max(at - 4, 0) : at - 1]) if _said(p)), "")
    return _COPY_TO.match(above) is not None and len(said) < 2 * _LONGEST_TITLE


def _beside(paragraph: Paragraph, other: Paragraph) -> bool:
    """Whether two lines stand in one table."""
    return paragraph.cell is not None and other.cell is not None and paragraph.cell.table is other.cell.table


def _is_rule(paragraph: Paragraph) -> bool:
    """Whether an empty paragraph draws a line."""
    return bool(paragraph.layout.shading or paragraph.layout.borders or "\ufffc" in paragraph.text)


def _attachments(document: Document, lines: Sequence[Paragraph], start: int, ends: int, found: Elements) -> int:
    """Find the attachments; return the number of the first one's label."""
    labels = [at for at in range(start, ends) if _is_label(lines, at)]
    if not labels:
        return ends
    order = {id(p): at for at, p in enumerate(lines)}
    bounds = [*labels, ends]
    for at, stop in zip(labels, bounds[1:], strict=True):
        match = _LABEL.fullmatch(_said(lines[at]))
        number = match["number"] if match else None
        made = Attachment(lines[at], None if number is None else value_of(number))
        under = _next_said(lines, at + 1)
        if under is not None and under < stop and lines[under].cell is None:
            while (
                under is not None and under < stop and lines[under].layout.align == "center" and not lines[under].cell
            ):
                made.title.append(lines[under])
                under = _next_said(lines, under + 1)
        first = order[id(made.title[-1])] + 1 if made.title else at + 1
        made.blocks = [b for b in document.blocks if first <= _start(b, order) < stop]
        found.attachments.append(made)
    return labels[0]


def _start(block: Paragraph | Table, order: dict[int, int]) -> int:
    first = block if isinstance(block, Paragraph) else next(iter(block.paragraphs), None)
    return -1 if first is None else order.get(id(first), -1)


def _is_label(lines: Sequence[Paragraph], at: int) -> bool:
    """Whether a line is the label of an attachment: alone, and at the beginning of a page or of what stands like one."""
    paragraph = lines[at]
    if paragraph.cell is not None or not _LABEL.fullmatch(_said(paragraph)):
        return False
    before = lines[at - 1] if at else None
    begins = paragraph.layout.page_break_before or "\f" in paragraph.text
    if before is not None and not begins:
        begins = "\f" in before.text or before.section is not paragraph.section
    return begins or paragraph.layout.align != "center"


def _date(lines: Sequence[Paragraph], start: int, ends: int, found: Elements) -> int:
    """Find the date, the signatures above it and the remark below it; return the number of the first signature."""
    near = [at for at in range(ends - 1, start - 1, -1) if _said(lines[at]) and lines[at].cell is None][:8]
    at = next((n for n in near if _DATE.fullmatch(_said(lines[n]))), None)
    if at is None:
        return ends
    behind = [lines[n] for n in near if n > at]
    remarks = [p for p in behind if re.fullmatch(r"[（(].+[)）]", _said(p), re.DOTALL)]
    if len(remarks) < len(behind) and not all(
        _NOTE.match(_said(p)) or _NOTE_ITEM.match(_said(p)) for p in behind if p not in remarks
    ):
        return ends  # text goes on behind it
    found.date_of_issue, found.remark = lines[at], remarks[-1] if remarks else None
    first = at
    for above in range(at - 1, start - 1, -1):
        said = _said(lines[above])
        if not said:
            continue
        if not _is_signature(lines[above]) or len(found.signatures) >= _MOST_SIGNATURES:
            break
        found.signatures.insert(0, lines[above])
        first = above
    return first


def _is_signature(paragraph: Paragraph) -> bool:
    said = _said(paragraph)
    if paragraph.cell is not None or len(said) > _LONGEST_SIGNATURE * 2 or _ordinal(said) or _NOTE.match(said):
        return False
    if re.search(r"[。；：:！？，]$", said) or _NOTE_ITEM.match(said):
        return False
    far = paragraph.left_em + max(paragraph.first_line_em, 0) >= _FAR or paragraph.text.startswith(" " * _FAR)
    placed = far or paragraph.layout.align in ("right", "center") or "\t" in paragraph.text
    return placed or _ORGAN.search(said) is not None


def _note(lines: Sequence[Paragraph], start: int, ends: int, found: Elements) -> int:
    """Find the note on attachments; return the number of its first line."""
    at = next((n for n in range(ends - 1, start - 1, -1) if _NOTE.match(_said(lines[n])) and not lines[n].cell), None)
    if at is None:
        return ends
    rest = [p for p in lines[at + 1 : ends] if _said(p)]
    if not all(_NOTE_ITEM.match(_said(p)) for p in rest):
        return ends
    found.attachment_note = [lines[at], *rest]
    return at


def _people(lines: Sequence[Paragraph], start: int, ends: int, found: Elements) -> int:
    """Find who was present, at the end; return the number of the first such line."""
    first = ends
    for at in range(ends - 1, start - 1, -1):
        said = _said(lines[at])
        if not said:
            continue
        if not _PEOPLE.match(said):
            break
        found.people.insert(0, lines[at])
        first = at
    return first


# --- the text


def _text(lines: Iterable[Paragraph], found: Elements) -> None:
    for paragraph in lines:
        if paragraph.cell is not None or not _said(paragraph):
            continue
        heading = _heading(paragraph)
        if heading is not None:
            found.headings.append(heading)
        if heading is None or heading.stands != "alone":
            found.text.append(paragraph)


def _ordinal(said: str) -> tuple[int, int, int] | None:
    """Return level, number and length of the ordinal that a text begins with."""
    for level, pattern in enumerate(_ORDINALS, 1):
        match = pattern.match(said)
        if match is not None:
            number = value_of(match[1])
            return None if number is None else (level, number, match.end())
    return None


def _heading(paragraph: Paragraph) -> Heading | None:
    said = _said(paragraph)
    ordinal = _ordinal(said)
    if ordinal is None:
        outline = paragraph.layout.outline
        alone = outline is not None and outline < 4 and len(said) <= _LONGEST_HEAD and not said.endswith("。")
        return Heading(outline + 1, 0, paragraph, "alone", said) if outline is not None and alone else None
    level, number, behind = ordinal
    stop = re.compile("[。！？]").search(said, behind)
    if stop is None:
        long = len(said) > _LONGEST_HEAD or said.endswith(tuple("；;，：:"))
        return Heading(level, number, paragraph, "numbered" if long else "alone", said)
    if stop.end() == len(said):
        alone = len(said) <= _LONGEST_RUN_IN and paragraph.layout.outline is not None
        return Heading(level, number, paragraph, "alone" if alone else "numbered", said)
    short = stop.end() - behind <= _LONGEST_RUN_IN
    return Heading(level, number, paragraph, "run_in" if short else "numbered", said[: stop.end()])


def _layout(document: Document, found: Elements) -> str:
    masthead = "".join("".join(_said(p).split()) for p in found.masthead)
    title = "".join(_said(p) for p in found.title)
    if masthead.endswith("纪要"):
        return "minutes"
    if masthead.endswith("令"):
        return "order"
    if masthead:
        return "official" if masthead.endswith("文件") or not _is_letter(found) else "letter"
    if _SPEECH.search(title) or (found.addressees is not None and _SALUTATION.fullmatch(_said(found.addressees))):
        return "speech"
    if found.document_number is not None and _is_headed(document) and _is_letter(found):
        return "letter"
    if found.document_number is not None or (_KIND_END.search(title) and (found.addressees or found.date_of_issue)):
        return "minutes" if title.endswith("纪要") else "official"
    return "plain"


def _is_headed(document: Document) -> bool:
    """Whether a masthead stands in the header of the first page, as that of a letter may."""
    section = document.sections[0]
    story = section.headers.get("first") if section.title_page else None
    return any(_is_masthead(paragraph, before_number=True) for paragraph in (story.paragraphs if story else ()))


def _is_letter(found: Elements) -> bool:
    """Whether a document without 文件 in its masthead has a double rule, or its number at the right edge, as letters alone do."""
    number = found.document_number
    if found.head_rule is not None and any(b.kind.startswith("th") for b in found.head_rule.layout.borders.values()):
        return True  # thickThinSmallGap and the like
    if number is None or found.signatory is not None or number.layout.align == "center":
        return False
    ends = number.left_em + number.first_line_em + em(number.text.rstrip())
    return number.layout.align == "right" or "\t" in number.text or ends > TYPE_AREA_CHARACTERS - _NEAR_EDGE
