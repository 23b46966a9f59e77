"""What notices, minutes, speeches, reports and requests are known by, as far as no rule of writing tells it. Codes F803-F839."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from docgen.pages.facts import Paragraph
from docgen.pages.recognise import KINDS
from docgen.rules.reading import FORMULA, formulas, kind_of, lines_of, printed_behind, title_of
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_TITLES = re.compile("《[^》]{0,200}》")
_QUOTED = re.compile("“[^”]{0,200}”|‘[^’]{0,200}’|《[^》]{0,200}》")
_BRACKETS = re.compile("[（(][^（）()]*[)）]")
_SAID_BELOW = re.compile(rf"(?:{KINDS}|函复|函告)如下\s*(?P<mark>[，；、：。:]?)$")
_FORMULA_BEHIND = re.compile(rf"[。！；]\s*(?:{FORMULA.pattern})$")
_SETTLED = frozenset("通知 通报 报告 请示 批复 函 公告 通告".split())  # kinds with a formula of their own
_TO_ALL = frozenset("决议 公报 公告 通告".split())
_MEETING = re.compile(r"(?:召开[^《》]*会议?的(?:紧急)?|会议)通知$")
_NO_MEETING = re.compile("预备|预通知|延期|推迟|取消|调整|变更|改期|更改|精神|贯彻|落实|印发|转发")
_TIME = re.compile(r"时间|[0-9一二三四五六七八九十]\s*[日号]|[:：][0-5]\d|[上下]午|近期|近日|另行")
_PLACE = re.compile(
    r"地点|会场|会址|会议室|会议厅|会议中心|礼堂|会堂|报告厅|演播|宾馆|酒店|饭店|招待所|剧院|影院|体育馆|楼|视频|线上|网络"
    r"|腾讯|钉钉|另行|[在于赴到][^，。；]{2,30}(?:召开|举行|举办|参加)"
)
_LABEL = r"(?:(?:责任|牵头|配合|主责|承办|协办|落实|参与)(?:单位|部门|科室|处室|领导|人)|完成(?:时限|时间|期限))"
_NOTE = re.compile(rf"[（(]{_LABEL}[：:](?:[^（）()]|[（(][^（）()]*[)）])*[)）]")
_BETWEEN = re.compile(rf"([；，、])\s*(?={_LABEL}[：:])")
_WE = re.compile(
    r"我们|咱们|(?<![法学画文名专行])大家(?![庭族园])|(?<![自忘敌唯舍无小大])我(?=认为|想|觉得|强调|讲|说|希望|要求|再)"
)
_MINUTES_DAY = re.compile(r"[0-9一二三四五六七八九十]\s*[日号]|\d[./\-．]\d{1,2}[./\-．]\d|日期|时间")
_CHAIR = re.compile("主持|召集|召开人")
_PEOPLE = re.compile(r"(?:出\s*席|列\s*席|请\s*假|缺\s*席)(?:人员|单位|领导|同志)?\s*[：:]")
_NO_PEOPLE = re.compile(r"(?:出\s*席|列\s*席|请\s*假|缺\s*席|记\s*录)(?:人员?)?\s*[：:]\s*[。；]?")
_ORGAN = re.compile(
    r"(?:单位|部门|委员会|局|处|科室|办公室|政府|公司|厅|委|院|校|中心|机关|企业|乡镇|街道)[）)]?[：:]$"
)
_AT_THE_MEETING = re.compile("会|时|地|主持|参|出|列|缺|记|请|召|议|研|决")
_SPOKEN = re.compile(
    r"讲|话|致|辞|词|发言|报告|汇报|党课|主持|交流|点评|表态|提纲|总结|讲稿|演|贺|信|书|稿|宣|课|会上|说明"
)
_ASKS = re.compile(
    r"(?:妥否|当否|可否|是否妥当|以上请示)[^。；]{0,6}(?<!申)请(?:予|批|指|审|示|领导|上级)|(?:^|[，。；])(?:恳|敬|现|特|谨)?请(?:予以?)?(?:批准|批复|审批|批示同意)(?=[。！；]|$)"
)
_REQUEST = re.compile(r"请[^。]{0,12}(?:批|示|审|定|复|准|研究|支持|指导)|(?:恳|申)请|盼复|批复|批示|批准")
_ANSWERS = re.compile(r"(?:请示|来函|来文|报告|申请|请求)[^。]*(?:收悉|悉|收到)")
_NUMBERED = re.compile(r"[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)][^，。；]{0,4}\d+\s*号")
_OPENING = 5  # paragraphs that the opening of minutes may have
_REGULATIONS = "党政机关公文处理工作条例"


# --- titles and formulas


@rule("F803", f"{_REGULATIONS} 8", Strength.PRACTICE, "text", good="…的通知 … 特此通知。", bad="…的通知 … 特此函复。")
def formula_fits(sheet: Sheet) -> Iterator[Verdict]:
    """The closing formula does what the title says."""
    kind = kind_of(sheet)
    if kind in _SETTLED:
        for paragraph, done in formulas(sheet):
            yield Verdict(done == kind, paragraph.place, paragraph.words, kind)


@rule("F804", "", Strength.PRACTICE, "text", good="现将有关事项通知如下：…", bad="现将有关事项通知如下：… 特此通知。")
def told_once(sheet: Sheet) -> Iterator[Verdict]:
    """A notice that has said 通知如下 does not end in 特此通知."""
    if kind_of(sheet) == "通知":
        opened = any("通知如下" in p.words for p in sheet.elements.text[:3])
        for paragraph, done in formulas(sheet):
            yield Verdict(not opened or done != "通知", paragraph.place, paragraph.words)


@rule("F805", "", Strength.PRACTICE, "text", good="…抓好落实。 / 特此通知。", bad="…抓好落实。特此通知。")
def formula_stands_alone(sheet: Sheet) -> Iterator[Verdict]:
    """The closing formula is a paragraph of its own."""
    if kind_of(sheet) in _SETTLED:
        for paragraph in sheet.elements.text[-3:]:
            match = _FORMULA_BEHIND.search(paragraph.words)
            if match:
                yield Verdict(False, paragraph.place, match[0][1:].strip())
        for paragraph, _ in formulas(sheet):
            yield Verdict(True, paragraph.place, paragraph.words)


@rule("F806", "", Strength.PRACTICE, "text", good="现将有关事项通知如下：", bad="现将有关事项通知如下")
def opening_ends(sheet: Sheet) -> Iterator[Verdict]:
    """What is told below is introduced by a colon, or by a stop."""
    for paragraph in sheet.elements.text[:3]:
        match = _SAID_BELOW.search(paragraph.words)
        if match:
            yield Verdict(
                match["mark"] in ("：", ":", "。"), paragraph.place, match[0], f"{match[0].rstrip('，；、')}："
            )


@rule("F807", "", Strength.PRACTICE, "text", good="…通知如下： / 一、…", bad="…通知如下： / 特此通知。")
def something_follows(sheet: Sheet) -> Iterator[Verdict]:
    """What is announced to be below is below."""
    found = sheet.elements
    foot = [*found.signatures, *found.attachment_note, *found.imprint, *found.people, found.date_of_issue, found.remark]
    closing = {id(p) for p in (*foot, *(p for p, _ in formulas(sheet)))}
    for paragraph in found.text[:3]:
        match = _SAID_BELOW.search(paragraph.words)
        if match and match["mark"] in ("：", ":") and paragraph.section is not None:
            behind = [p for p in printed_behind(sheet, paragraph) if id(p) not in closing]
            yield Verdict(bool(behind), paragraph.place, match[0])


@rule(
    "F808",
    "GB/T 9704-2012 7.3.5",
    Strength.PRACTICE,
    "signatures",
    good="某某县教育局 / 2024年7月5日",
    bad="2024年7月5日",
)
def somebody_signs(sheet: Sheet) -> Iterator[Verdict]:
    """A notice without a masthead names above its date who gives it."""
    found = sheet.elements
    date = found.date_of_issue
    if kind_of(sheet) != "通知" or date is None or found.masthead or not found.text:
        return
    if found.signatures:
        yield Verdict(True, date.place, found.signatures[-1].words)
        return
    first = next(p for p in sheet.document.paragraphs if not p.is_blank)
    bare = first is found.title[0] and not any(
        s.text.strip() for part in sheet.document.sections for s in part.headers.values()
    )
    ended = found.text[-1].words[-1:] in ("。", "）", "；") or bool(found.attachment_note)
    between = [p for p in printed_behind(sheet, found.text[-1]) if p.cell is not None or p.box]
    yield Verdict(False if bare and ended and not between else None, date.place, date.words)


@rule("F809", "", Strength.PRACTICE, "title", good="会议时间：… / 会议地点：…", bad="会议时间：…")
def meeting_is_found(sheet: Sheet) -> Iterator[Verdict]:
    """A notice of a meeting says when and where it is."""
    said = _TITLES.sub("", title_of(sheet))
    if kind_of(sheet) != "通知" or not _MEETING.search(said) or _NO_MEETING.search(said):
        return
    found = sheet.elements
    outer = {id(p) for p in (*found.title, *found.imprint, found.date_of_issue, found.document_number)}
    words = "\n".join(p.words for p in sheet.document.paragraphs if id(p) not in outer)
    if "\ufffc" in words:
        return  # a picture may say it
    for name, pattern in (("会议时间", _TIME), ("会议地点", _PLACE)):
        match = pattern.search(words)
        yield Verdict(match is not None, found.title[-1].place, match[0] if match else "", name)


@rule(
    "F813",
    "GB/T 9704-2012 7.3.2",
    Strength.PRACTICE,
    "addressees",
    good="各乡镇人民政府，县直各单位：",
    bad="各乡镇人民政府；县直各单位：",
)
def addressees_are_parted(sheet: Sheet) -> Iterator[Verdict]:
    """Addressees are parted by 、 within a class and by ， between classes."""
    organs = sheet.elements.addressees
    if organs is not None and sheet.elements.layout in ("official", "letter"):
        wrong = re.search("[；。]", _BRACKETS.sub("", organs.words))
        yield Verdict(wrong is None, organs.place, wrong[0] if wrong else "", "，")


@rule(
    "F814",
    f"{_REGULATIONS} 8",
    Strength.PRACTICE,
    "addressees",
    good="某某市人民政府关于…的公告 / …",
    bad="某某市人民政府关于…的公告 / 各县人民政府：",
)
def nobody_is_addressed(sheet: Sheet) -> Iterator[Verdict]:
    """What is made public is addressed to nobody."""
    kind, organs = kind_of(sheet), sheet.elements.addressees
    if kind in _TO_ALL and sheet.elements.title:
        place = organs.place if organs else sheet.elements.title[0].place
        yield Verdict(organs is None, place, organs.words if organs else "", "", {"kind": kind})


# --- notes on who does what by when


def _notes(sheet: Sheet) -> list[tuple[Paragraph, re.Match[str]]]:
    return [(p, match) for p in lines_of(sheet) for match in _NOTE.finditer(p.words)]


def _alike(told: Sequence[tuple[Paragraph, str]]) -> Iterator[Verdict]:
    """Yield a verdict for each way of writing: what most have is right."""
    most = Counter(way for _, way in told).most_common(1)
    for paragraph, way in dict.fromkeys(told):
        yield Verdict(way == most[0][0], paragraph.place, way, most[0][0])


@rule(
    "F810",
    "",
    Strength.PRACTICE,
    "text",
    good="…（责任单位：县公安局）。 / …（责任单位：县教育局）。",
    bad="…（责任单位：县公安局）。 / …。（责任单位：县教育局）",
)
def stops_at_notes(sheet: Sheet) -> Iterator[Verdict]:
    """The full stop stands behind all notes on tasks, or before all of them."""
    told = []
    for paragraph, note in _notes(sheet):
        said = paragraph.words
        before, behind = said[note.start() - 1 : note.start()], said[note.end() : note.end() + 1]
        if before == "。" and behind not in ("。", "；"):
            told.append((paragraph, "。（）"))
        elif behind == "。" and before not in ("。", "；"):
            told.append((paragraph, "（）。"))
    yield from _alike(told)


@rule(
    "F811",
    "",
    Strength.PRACTICE,
    "text",
    good="（责任单位：县公安局；完成时限：5月底前）",
    bad="（责任单位：县公安局、完成时限：5月底前）",
)
def fields_of_notes(sheet: Sheet) -> Iterator[Verdict]:
    """The fields of all notes on tasks are parted by the same mark."""
    yield from _alike([(p, mark[1]) for p, note in _notes(sheet) for mark in _BETWEEN.finditer(note[0])])


@rule(
    "F812",
    "",
    Strength.PRACTICE,
    "text",
    good="（责任单位：县公安局；完成时限：5月底前）",
    bad="（责任单位：县公安局。完成时限：5月底前）",
)
def no_stop_in_notes(sheet: Sheet) -> Iterator[Verdict]:
    """No full stop stands inside of a note on a task."""
    for paragraph, note in _notes(sheet):
        yield Verdict("。" not in note[0], paragraph.place, note[0], "；")


# --- minutes


@rule("F820", "", Strength.PRACTICE, "text", good="会议要求，各单位要抓好落实。", bad="我们要抓好落实。")
def third_person(sheet: Sheet) -> Iterator[Verdict]:
    """Minutes speak of the meeting, not of us."""
    if sheet.elements.layout == "minutes":
        for paragraph in lines_of(sheet):
            match = _WE.search(_QUOTED.sub("", paragraph.words))
            yield Verdict(match is None, paragraph.place, match[0] if match else "", "会议")


@rule("F821", "", Strength.PRACTICE, "text", good="2024年7月5日，县长某某主持召开…会议。", bad="县政府召开…会议。")
def meeting_is_named(sheet: Sheet) -> Iterator[Verdict]:
    """Minutes say when the meeting was and who held it."""
    found = sheet.elements
    if found.layout != "minutes" or not found.text:
        return
    outer = {id(p) for p in (*found.imprint, found.date_of_issue, found.document_number)}
    lines = [p for p in sheet.document.paragraphs if id(p) not in outer]
    words = "\n".join(p.words for p in lines)
    if "\ufffc" in words:
        return
    near = {id(p) for p in (*found.text[:_OPENING], found.speech_date)}
    text = "\n".join(p.words for p in lines if id(p) in near or p.cell is not None)
    for name, pattern, said in (("日期", _MINUTES_DAY, text), ("主持人", _CHAIR, words)):
        match = pattern.search(said)
        yield Verdict(match is not None, found.text[0].place, match[0] if match else "", name)


@rule(
    "F822",
    "GB/T 9704-2012 10.3",
    Strength.PRACTICE,
    "addressees",
    good="…会议纪要 / 2024年7月5日，…",
    bad="…会议纪要 / 各乡镇人民政府：",
)
def minutes_have_no_addressee(sheet: Sheet) -> Iterator[Verdict]:
    """Minutes are addressed to nobody; the imprint says who gets them."""
    found = sheet.elements
    organs = found.addressees
    if found.layout == "minutes" and found.text:
        organ = organs and _ORGAN.search(organs.words) and not _AT_THE_MEETING.match(organs.words)
        said = organs.words if organs else ""
        yield Verdict(False if organ else None if organs else True, (organs or found.text[0]).place, said)


@rule("F823", "GB/T 9704-2012 10.3", Strength.GENERALLY, "people", good="… 正文 … / 出席：…", bad="出席：… / … 正文 …")
def people_stand_behind(sheet: Sheet) -> Iterator[Verdict]:
    """Who was present stands behind the text of minutes with a masthead."""
    found = sheet.elements
    if found.layout != "minutes" or not found.masthead:
        return
    for paragraph in found.people[:1]:
        yield Verdict(True, paragraph.place, paragraph.words[:2])
    for at, paragraph in enumerate(found.text[:4]):
        if _PEOPLE.match(paragraph.words):
            rest = [p for p in found.text[at + 1 :] if not _PEOPLE.match(p.words)]
            yield Verdict(False if len(rest) >= 3 else None, paragraph.place, paragraph.words[:2])


@rule(
    "F824",
    "GB/T 9704-2012 10.3",
    Strength.PRACTICE,
    "people",
    good="出席：… / 列席：…",
    bad="出席：… / 请假： / 列席：…",
)
def people_are_named(sheet: Sheet) -> Iterator[Verdict]:
    """A label has names behind it."""
    people = sheet.elements.people
    for paragraph in people:
        empty = _NO_PEOPLE.fullmatch(paragraph.words)
        below = next(iter(printed_behind(sheet, paragraph)), None)
        ends = below is None or any(below is p for p in (*people, *sheet.elements.imprint))
        yield Verdict((None if not ends else False) if empty else True, paragraph.place, paragraph.words[:2])


@rule(
    "F825",
    "GB/T 9704-2012 10.3",
    Strength.PRACTICE,
    "signatures",
    good="…会议纪要 … 出席：…",
    bad="…会议纪要 … 某某县人民政府办公室 / 2024年7月5日",
)
def minutes_are_not_signed(sheet: Sheet) -> Iterator[Verdict]:
    """Minutes with a masthead bear no signature."""
    found = sheet.elements
    if found.layout == "minutes" and found.masthead and found.text:
        signed = found.signatures if found.date_of_issue is not None else []
        place = signed[-1].place if signed else found.text[-1].place
        yield Verdict(not signed, place, signed[-1].words if signed else "")


# --- speeches


@rule(
    "F826",
    "",
    Strength.PRACTICE,
    "date_of_issue",
    good="…上的讲话 / （2024年7月5日）",
    bad="…上的讲话 / （2024年7月5日） … 2024年7月5日",
)
def one_date(sheet: Sheet) -> Iterator[Verdict]:
    """A speech with the date under its title has none at its end."""
    found = sheet.elements
    if found.layout == "speech" and found.speech_date is not None:
        date = found.date_of_issue
        yield Verdict(date is None, (date or found.speech_date).place, date.words if date else "")


@rule(
    "F827", "", Strength.PRACTICE, "title", good="奋力开创新局面 / ——在全县教育工作会议上的讲话", bad="奋力开创新局面"
)
def speech_is_called_so(sheet: Sheet) -> Iterator[Verdict]:
    """The title of a speech, or its subtitle, says that it is one."""
    found = sheet.elements
    if found.layout == "speech" and found.title and found.addressees is not None:
        behind = {id(p) for p in (found.addressees, *printed_behind(sheet, found.addressees))}
        head = [p.words for p in sheet.document.paragraphs if id(p) not in behind and not p.is_blank]
        match = _SPOKEN.search("\n".join(head))
        yield Verdict(match is not None, found.title[-1].place, found.title[-1].words, "讲话")


# --- reports, requests and replies


@rule(
    "F830", f"{_REGULATIONS} 15", Strength.GENERALLY, "addressees", good="市人民政府：", bad="市发展改革委、市财政局："
)
def one_addressee(sheet: Sheet) -> Iterator[Verdict]:
    """A request goes to one organ."""
    organs = sheet.elements.addressees
    if kind_of(sheet) == "请示" and organs is not None:
        several = re.search("[、，；]", _BRACKETS.sub("", organs.words))
        yield Verdict(several is None, organs.place, organs.words)


@rule("F831", f"{_REGULATIONS} 15", Strength.MUST, "text", good="特此报告。", bad="妥否，请批示。")
def report_asks_nothing(sheet: Sheet) -> Iterator[Verdict]:
    """A report asks for nothing."""
    if kind_of(sheet) == "报告":
        for paragraph in sheet.elements.text[-4:]:
            match = _ASKS.search(_QUOTED.sub("", paragraph.words))
            yield Verdict(match is None, paragraph.place, match[0].lstrip("，。；") if match else "")


@rule("F832", f"{_REGULATIONS} 8", Strength.PRACTICE, "text", good="妥否，请批示。", bad="特此说明。")
def request_asks(sheet: Sheet) -> Iterator[Verdict]:
    """A request asks for an answer."""
    text = sheet.elements.text
    if kind_of(sheet) == "请示" and text:
        asked = [p for p in text if _REQUEST.search(p.words.replace("请示", "")) or FORMULA.fullmatch(p.words)]
        yield Verdict(bool(asked), (asked or text)[-1].place, (asked or text)[-1].words[-12:], "妥否，请批示。")


@rule(
    "F833",
    f"{_REGULATIONS} 8",
    Strength.PRACTICE,
    "text",
    good="《关于…的请示》（某政〔2024〕5号）收悉。",
    bad="《关于…的请示》收悉。",
)
def reply_cites(sheet: Sheet) -> Iterator[Verdict]:
    """A reply cites the number of the request that it answers."""
    if kind_of(sheet) == "批复":
        for paragraph in sheet.elements.text[:1]:
            if _ANSWERS.search(paragraph.words):
                match = _NUMBERED.search(paragraph.words)
                yield Verdict(match is not None, paragraph.place, match[0] if match else "", "〔2024〕5号")


RULES = (
    formula_fits,
    told_once,
    formula_stands_alone,
    opening_ends,
    something_follows,
    somebody_signs,
    meeting_is_found,
    stops_at_notes,
    fields_of_notes,
    no_stop_in_notes,
    addressees_are_parted,
    nobody_is_addressed,
    third_person,
    meeting_is_named,
    minutes_have_no_addressee,
    people_stand_behind,
    people_are_named,
    minutes_are_not_signed,
    one_date,
    speech_is_called_so,
    one_addressee,
    report_asks_nothing,
    request_asks,
    reply_cites,
)
