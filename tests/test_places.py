"""The hard places of a notice and of minutes, each printed for data of every length and measured in mm.

Clauses are those of GB/T 9704-2012. The pages are LibreOffice's; `printed` reads them.
"""

from __future__ import annotations

from typing import Any

import pytest
from ooxml import W, faults, part
from printed import Line, Page, body, ink, print_all

import docgen
from docgen.pages.outline import paragraphs
from docgen.standard import CHARACTER_TWIPS

pytestmark = pytest.mark.office

CHARACTER = CHARACTER_TWIPS / 56.693  # mm
RIGHT, LEFT, FOOT = 184.0, 28.0, 262.0  # edges of the type area
PITCH = 10.21  # of two lines
ORGANS = {
    4: "磐石市委",
    8: "磐石市人民政府办",
    14: "磐石市大数据发展和政务服务局",
    22: "磐石市推进新型城镇化和老旧小区改造工作领导小组",
}
DATES = {6: "2026年5月8日", 8: "2026年11月18日"}


def notice(**given: Any) -> dict[str, Any]:
    """Return a plan with a short notice; what is given wins, ``None`` leaves a field out."""
    front = {
        "issuing_authority": "磐石市人民政府办公室",
        "document_number": "磐政办发〔2026〕12号",
        "date_of_issue": "2026年5月8日",
        "subject": "开展试点",
        "outline": ["请认真贯彻执行。"],
        **given,
    }
    return {"notice": {key: value for key, value in front.items() if value is not None}}


def built(plan: dict[str, Any], kind: str = "notice") -> bytes:
    return docgen.build(docgen.load_plan(plan), kind).data


def minutes(**meeting: Any) -> dict[str, Any]:
    front = {
        "issuing_authority": "磐石市人民政府",
        "date_of_issue": "2026年5月8日",
        "opening": "开了会。",
        "outline": [],
    }
    return {"minutes": front, "meeting": meeting}


def lines_of(count: int) -> list[str]:
    """Return paragraphs of one line each."""
    return [f"第{number}行文字。" for number in range(1, count + 1)]


def text_of(lines: int) -> str:
    """Return a text that fills that many lines; the first one begins two characters in."""
    return "字" * (28 * lines - 3) + "。"


PEOPLE = [f"{'赵钱孙李周吴郑王'[n % 8]}{'一二三四五六七八九十'[n % 10]}{'山川河海'[n % 4]}" for n in range(30)]
ABOVE = {"copy_number": "000001", "classification": "机密★1年", "urgency": "特急"}
COPIES = {0: None, 1: ["市委办公室"], 3: [f"市第{n}联合协调委员会办公室" for n in range(1, 6)]}
FILLS = range(2, 26)
LENGTHS = (1, 4, 8, 15)
NAMES = [
    "实施方案",
    "磐石市推进老旧小区改造和完整社区建设三年行动实施方案责任分工一览表",
    "验收办法",
    "磐石市老旧小区改造项目竣工联合验收工作流程和申报材料目录清单汇编",
    *[f"附表{n}" for n in "甲乙丙丁戊己庚"],
    "磐石市老旧小区改造项目后续管理和长效维护责任单位及联系人员名单汇总表",
]
TABLE = {
    "year": 2026,
    "tasks": [
        {
            "text": f"第{task}项重点任务。",
            "measures": [
                {
                    "text": f"第{task}项任务的第{n}条措施，要逐项落实到位，按月报送进展情况",
                    "lead_unit": ["市财政局", "市教育局", "市水务局"][(n - 1) // 4 % 3],
                    "support_units": "市城市管理局",
                    "deadline": "6月底前",
                }
                for n in range(1, 21)
            ],
        }
        for task in (1, 2, 3)
    ],
}
ATTACHED = [
    {"title": "任务分工表", "table": "measures"},
    {"title": "参会回执", "columns": ["单位", "姓名", "职务"], "rows": [[], []]},
    {"title": "有关说明", "text": "一段说明。\n又一段说明。"},
]


def _documents() -> dict[str, bytes]:
    plans: dict[str, dict[str, Any]] = {}
    for seal in (True, False):
        for digits, date in DATES.items():
            for length, organ in ORGANS.items():
                plans[f"sign-{seal}-{length}-{digits}"] = notice(issuing_authority=organ, date_of_issue=date, seal=seal)
        for length in (8, 14):
            organs = [ORGANS[length], "镇" + ORGANS[length][1:]]
            plans[f"sign-{seal}-joint{length}"] = notice(issuing_authority=organs, seal=seal)
    wide = "磐石市推进新型城镇化和老旧小区改造暨完整社区建设工作领导小组"
    for count in (2, 5):
        plans[f"sign-wide-{count}"] = notice(issuing_authority=[wide, *["磐石市委", "磐石市纪委"] * 2][:count])
    plans["sign-three"] = notice(issuing_authority=["县教育局", "县公安局", "县财政局"])
    for count, copies in COPIES.items():
        for fill in FILLS:
            plans[f"foot-{count}-{fill}"] = notice(
                outline=lines_of(fill), copy_to=copies, printed_by="市政府办公室", printed_on="2026年5月8日"
            )
    for above in range(4):
        plans[f"above-{above}"] = notice(**dict(list(ABOVE.items())[:above]))
    for length in range(6, 25):
        plans[f"mark-{length}"] = notice(masthead="磐" * (length - 2) + "文件")
    plans["printer-long"] = notice(printed_by=ORGANS[22], printed_on="2026年11月18日")
    for organs in (["磐石市委办公室", "磐石市人民政府办公室"], ["市委", "市人民代表大会常务委员会办公室", "市政府"]):
        plans[f"mark-joint{len(organs)}"] = notice(issuing_authority=organs)
    for count in (1, 2, 5, 12):
        titles = NAMES[:count] if count > 1 else NAMES[1:2]
        plans[f"note-{count}"] = notice(attachments=[{"title": title} for title in titles])
    plans["attached"] = TABLE | notice(attachments=ATTACHED, copy_to=["市委办公室"], printed_on="2026年5月8日")
    plans["attached-last"] = TABLE | notice(attachments=ATTACHED[:1])
    plans["attached-twice"] = TABLE | notice(
        outline=lines_of(20),
        attachments=[
            *ATTACHED[:1],
            {"title": "宽表", "columns": [f"列{n}" for n in range(1, 15)], "rows": [[]]},
            *ATTACHED[1:],
        ],
    )
    for length in LENGTHS:
        for fill in range(22):
            plans[f"alone-{length}-{fill}"] = notice(
                outline=[*lines_of(fill), text_of(length)], seal=bool(fill % 2), remark="此件公开发布"
            )
    documents = {name: built(plan) for name, plan in plans.items()}
    for count in (3, 30):
        held = minutes(attendees=PEOPLE[:count], observers=PEOPLE[:3], absentees=PEOPLE[:1])
        documents[f"people-{count}"] = built(held, "minutes")
    return documents


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return _documents()


@pytest.fixture(scope="module")
def pages(documents: dict[str, bytes]) -> dict[str, list[Page]]:
    return print_all(documents)


def near(value: float, tolerance: float = 1) -> Any:
    return pytest.approx(value, abs=tolerance)


def middle(line: Line) -> float:
    return (line.left + line.right) / 2


def signature(document: list[Page], *names: str) -> tuple[Page, list[Line]]:
    """Return the page of the signature and its lines: organs, then the date; 3号, so that the masthead is not meant."""
    dates = set(DATES.values())
    page = next(p for p in document if any(line.text in dates for line in p.lines))
    at = next(n for n, line in enumerate(page.lines) if line.text in dates)
    lines = page.lines[at - len(names) : at + 1]
    assert [line.text for line in lines[:-1]] == list(names)
    return page, lines


def test_every_part_of_every_document_is_valid_against_the_schemas(documents: dict[str, bytes]) -> None:
    assert {name: found for name, data in documents.items() if (found := faults(data))} == {}


# --- signature and date (7.3.5)


@pytest.mark.parametrize("digits", DATES)
@pytest.mark.parametrize("length", ORGANS)
def test_with_a_seal_the_organ_is_centred_on_the_date_four_characters_in(
    pages: dict[str, list[Page]], length: int, digits: int
) -> None:
    """7.3.5.1; an organ so long that it would leave the type area takes the date along to the left."""
    _, (organ, date) = signature(pages[f"sign-True-{length}-{digits}"], ORGANS[length])
    assert middle(organ) == near(middle(date))
    if length <= 14:
        assert RIGHT - date.right == near(4 * CHARACTER)
    else:
        assert RIGHT - organ.right == near(0.4)
    assert date.top - organ.top == near(PITCH, 0.1)


@pytest.mark.parametrize("digits", DATES)
@pytest.mark.parametrize("length", ORGANS)
def test_without_a_seal_the_organ_stands_two_characters_in_and_the_date_two_behind_its_start(
    pages: dict[str, list[Page]], length: int, digits: int
) -> None:
    """7.3.5.2; when the date is longer, it is the one that stands two characters in, and the organ two before it."""
    _, (organ, date) = signature(pages[f"sign-False-{length}-{digits}"], ORGANS[length])
    assert date.left - organ.left == near(2 * CHARACTER)
    longer = date if date.right - date.left > organ.right - organ.left else organ
    assert RIGHT - longer.right == near(2 * CHARACTER)


def test_the_seal_has_two_lines_above_it_and_a_signature_without_one_has_one(pages: dict[str, list[Page]]) -> None:
    for seal, blank in ((True, 2), (False, 1)):
        page, (organ, _) = signature(pages[f"sign-{seal}-8-6"], ORGANS[8])
        before = page.lines[page.lines.index(organ) - 1]
        assert organ.top - before.top == near((blank + 1) * PITCH, 0.2)


@pytest.mark.parametrize("length", [8, 14])
def test_two_organs_without_a_seal_stand_one_above_the_other_on_one_edge(
    pages: dict[str, list[Page]], length: int
) -> None:
    names = (ORGANS[length], "镇" + ORGANS[length][1:])
    _, (first, second, date) = signature(pages[f"sign-False-joint{length}"], *names)
    assert first.left == near(second.left, 0.1)
    assert date.left - first.left == near(2 * CHARACTER)
    assert second.top - first.top == near(PITCH, 0.1)


def test_two_organs_with_seals_stand_side_by_side_the_last_one_on_the_date(pages: dict[str, list[Page]]) -> None:
    """7.3.5.1: seals in a row, neither touching nor overlapping; a seal is 42 mm wide."""
    names = (ORGANS[8], "镇" + ORGANS[8][1:])
    page, (row, date) = signature(pages["sign-True-joint8"], "".join(names))
    assert RIGHT - date.right == near(4 * CHARACTER)
    left_edge, right_edge = ink(page, (LEFT, row.top - 1, RIGHT, row.bottom + 1))[::2]
    wide = 8 * CHARACTER
    assert right_edge - wide / 2 == near(middle(date))
    apart = right_edge - left_edge - wide  # from the middle of one name to that of the other
    assert apart >= 44
    assert left_edge >= LEFT


def test_two_long_organs_with_seals_stand_one_above_the_other_far_enough_for_the_seals(
    pages: dict[str, list[Page]],
) -> None:
    names = (ORGANS[14], "镇" + ORGANS[14][1:])
    _, (first, second, date) = signature(pages["sign-True-joint14"], *names)
    assert second.top - first.top == near(5 * PITCH, 0.3)
    assert middle(first) == near(middle(date))
    assert middle(second) == near(middle(date))


def test_three_short_organs_with_seals_stand_in_one_row(pages: dict[str, list[Page]]) -> None:
    _, (row, date) = signature(pages["sign-three"], "县教育局县公安局县财政局")
    assert row.left > LEFT
    assert row.right - 2 * CHARACTER == near(middle(date))
    assert row.right - row.left == near((2 * 8 + 4) * CHARACTER)


@pytest.mark.parametrize("count", [2, 5])
def test_an_organ_wider_than_the_page_keeps_a_row_of_its_own(pages: dict[str, list[Page]], count: int) -> None:
    lines = [line for page in pages[f"sign-wide-{count}"] for line in body(page) if line.size < 17]
    at = next(n for n, line in enumerate(lines) if line.text == "2026年5月8日")
    rows = [line.text for line in lines[at - count - 1 : at]]
    assert rows[0] + rows[1] == "磐石市推进新型城镇化和老旧小区改造暨完整社区建设工作领导小组"
    assert rows[2:] == (["磐石市委", "磐石市纪委"] * 2)[: count - 1]
    assert all(line.left >= LEFT - 0.5 for line in lines)


@pytest.mark.parametrize("length", LENGTHS)
def test_the_signature_never_stands_alone_on_a_page(pages: dict[str, list[Page]], length: int) -> None:
    """7.3.5.5, for 22 fills of the page and a last paragraph of 1, 4, 8 and 15 lines, with a remark behind the date."""
    moved = 0
    for fill in range(22):
        document = pages[f"alone-{length}-{fill}"]
        page, lines = signature(document, "磐石市人民政府办公室")
        above = page.lines[: page.lines.index(lines[0])]
        assert any(line.text[-1] in "字。" for line in above), fill
        assert any(line.text.startswith("（此件") for line in page.lines), fill
        moved += page.number > 1
    assert moved > 3


# --- imprint (7.4)


def imprint(page: Page) -> list[float]:
    """Return the heights of the rules of the imprint, from above."""
    return [y for left, right, y, *_ in page.rules if abs(left - LEFT) < 0.5 and abs(right - RIGHT) < 0.5 and y > 150]


@pytest.mark.parametrize("copies", COPIES)
def test_the_imprint_stands_at_the_foot_of_the_last_page_however_full_it_is(
    pages: dict[str, list[Page]], copies: int
) -> None:
    """7.4.1: its last rule is the lower edge of the type area; no text is overprinted, no page taken without need."""
    fills = set()
    for fill in FILLS:
        document = pages[f"foot-{copies}-{fill}"]
        last = document[-1]
        rules = imprint(last)
        assert len(rules) == (3 if copies else 2), fill
        assert rules[-1] == near(FOOT), fill
        height = {0: 8.5, 1: 17.4, 3: 34.4}[copies]
        assert rules[-1] - rules[0] == near(height, 1), fill
        text = [line for line in body(last) if line.bottom < rules[0] + 1]
        assert all(line.bottom <= rules[0] + 0.5 for line in text), fill
        fills.add(len(text))
        if not text:  # the imprint has a page for itself: it would not have fitted on the one before
            before = body(document[-2])
            assert before[-1].bottom > rules[0] - 2 * PITCH, fill
        for page in document[:-1]:
            assert imprint(page) == [], fill
    assert min(fills) <= 5
    assert max(fills) >= 16


def test_lines_of_the_imprint_stand_one_character_in_and_wrap_under_the_first_organ(
    pages: dict[str, list[Page]],
) -> None:
    """7.4.2, 7.4.3: 4号, one character of it (4.9 mm) on either side, the date and 印发 on one line with the printer."""
    last = pages["foot-3-5"][-1]
    first = last.find("抄送：")
    at = last.lines.index(first)
    wrapped, printed = last.lines[at + 1 : at + 3], last.find("市政府办公室")
    assert first.size == near(14, 0.1)
    assert first.left == near(LEFT + 4.9)
    assert [line.left for line in wrapped] == [near(LEFT + 4.9 + 3 * 4.94)] * 2
    assert wrapped[-1].text.endswith("。")
    assert printed.left == near(LEFT + 4.9)
    assert printed.right == near(RIGHT - 4.9)
    assert printed.text == "市政府办公室2026年5月8日印发"


def test_a_printer_with_a_long_name_stays_on_one_line_with_the_date(pages: dict[str, list[Page]]) -> None:
    last = pages["printer-long"][-1]
    printed = next(line for line in last.lines if line.text.endswith("印发"))
    assert printed.text == ORGANS[22] + "2026年11月18日印发"
    assert printed.left == near(LEFT + 4.9)
    assert printed.right == near(RIGHT - 4.9)


# --- red head (7.2)


def red_head(page: Page) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the ink of the mark."""
    size = max(line.size for line in page.lines if line.top < 130)
    mark = [line for line in page.lines if line.size == size]
    return ink(page, (20, mark[0].top - 5, 190, mark[-1].bottom + 2), red=True)


@pytest.mark.parametrize("above", range(4))
def test_the_mark_stands_35_mm_below_the_type_area_whatever_stands_above_it(
    pages: dict[str, list[Page]], above: int
) -> None:
    """7.2.1-7.2.4: 份号, 密级, 紧急程度 in the first lines, flush left; the mark's upper edge 72 mm from the paper's."""
    page = pages[f"above-{above}"][0]
    assert red_head(page)[1] == near(72)
    for number, words in enumerate(list(ABOVE.values())[:above]):
        line = page.find(words)
        assert line.left == near(LEFT, 0.5)
        assert line.bottom == near(37 + (number + 1) * PITCH, 2.5)


@pytest.mark.parametrize("length", range(6, 25))
def test_a_mark_of_6_to_24_characters_stands_in_one_line_in_the_middle(
    pages: dict[str, list[Page]], length: int
) -> None:
    page = pages[f"mark-{length}"][0]
    left, top, right, bottom = red_head(page)
    assert top == near(72)
    assert bottom - top < 13
    assert (left + right) / 2 == near(106)
    assert left >= LEFT
    assert right <= RIGHT
    number = page.find("磐政办发")
    red = next(rule for rule in page.rules if rule[2] > number.top)
    assert red[:2] == (near(LEFT, 0.5), near(RIGHT, 0.5))
    lowest = ink(page, (LEFT, number.top - 1, RIGHT, red[2] - 0.6))[3]
    assert red[2] - lowest == near(4, 0.7)
    assert middle(number) == near(106)


@pytest.mark.parametrize(
    ("count", "names"),
    [(2, ["磐石市委办公室", "磐石市人民政府办公室"]), (3, ["市委", "市人民代表大会常务委员会办公室", "市政府"])],
)
def test_a_joint_mark_has_its_names_in_equal_width_and_the_word_in_their_middle(
    pages: dict[str, list[Page]], count: int, names: list[str]
) -> None:
    """7.2.4: the lead organ first, 文件 right of the names, vertically in their middle."""
    page = pages[f"mark-joint{count}"][0]
    assert red_head(page)[1] == near(72)
    left = [ink(page, (20, 66 + n * 15.9, 145.2, 66 + (n + 1) * 15.9), red=True) for n in range(count)]
    assert [edges[0] for edges in left] == [near(left[0][0], 1.5)] * count
    assert [edges[2] for edges in left] == [near(left[0][2], 1.5)] * count
    word = ink(page, (146, 66, 190, 66 + count * 15.9), red=True)
    assert (word[1] + word[3]) / 2 == near((left[0][1] + left[-1][3]) / 2, 1.5)
    assert word[2] <= RIGHT
    red = next(rule for rule in page.rules if rule[2] > left[-1][3])
    assert red[:2] == (near(LEFT, 0.5), near(RIGHT, 0.5))
    printed = [line.text for line in page.lines if line.bottom < red[2] - 15]
    assert all(any(text.startswith(name) for text in printed) for name in names)


# --- attachments (7.3.4, 7.3.7, 8)


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_the_attachment_note_stands_two_characters_in_and_wraps_under_the_name(
    pages: dict[str, list[Page]], count: int
) -> None:
    lines = [line for page in pages[f"note-{count}"] for line in body(page)]
    at = next(n for n, line in enumerate(lines) if line.text.startswith("附件："))
    end = next(n for n, line in enumerate(lines) if line.text == "磐石市人民政府办公室" and n > at)
    note = lines[at:end]
    assert note[0].left == near(LEFT + 2 * CHARACTER)
    titles = NAMES[:count] if count > 1 else NAMES[1:2]
    assert "".join(line.text for line in note) == "附件：" + "".join(
        (f"{n}." if count > 1 else "") + title for n, title in enumerate(titles, 1)
    )
    starts = [n for n, line in enumerate(note) if line.text[0].isdigit()]
    for n in starts:
        assert note[n].left == near(LEFT + 5 * CHARACTER)
    wrapped = [line for n, line in enumerate(note) if n and n not in starts]
    assert wrapped
    name_at = LEFT + 5 * CHARACTER if count == 1 else 61.2 if count < 10 else 63.5
    assert [line.left for line in wrapped] == [near(name_at)] * len(wrapped)
    assert all(line.right <= RIGHT + 0.5 for line in note)


def test_attachments_begin_pages_of_their_own_and_carry_the_numbers_of_the_note(pages: dict[str, list[Page]]) -> None:
    """7.3.7: 附件 and its number flush left in the first line, 黑体; the title in the middle of the third."""
    document = pages["attached"]
    heads = [(page, n) for n in (1, 2, 3) for page in document if page.lines[0].text == f"附件{n}"]
    assert [n for _, n in heads] == [1, 2, 3]
    for page, n in heads:
        edge, centre, top = (35, 147.5, 28) if page.landscape else (LEFT, 106, 37)
        assert page.lines[0].left == near(edge)
        assert page.lines[0].bottom == near(top + PITCH, 2.5)
        assert page.lines[1].text == ATTACHED[n - 1]["title"]
        assert middle(page.lines[1]) == near(centre)
        assert page.lines[1].top - page.lines[0].top == near(2 * PITCH, 1.5)
    assert imprint(document[-1])
    assert document[-1].lines[0].text == "附件3"


def test_a_table_of_60_rows_lies_on_its_side_with_its_head_on_every_page(pages: dict[str, list[Page]]) -> None:
    document = pages["attached"]
    lying = [page for page in document if page.landscape]
    assert [page.number for page in lying] == list(range(lying[0].number, lying[0].number + len(lying)))
    assert len(lying) > 3
    assert all(any(line.text.startswith("序号重点任务") for line in page.lines) for page in lying)
    rows = [line.text for page in lying for line in page.lines if "条措施" in line.text]
    assert len(rows) == 60
    assert not document[-1].landscape


def test_the_number_of_a_lying_page_stands_where_it_stands_on_the_others(pages: dict[str, list[Page]]) -> None:
    """8: turned back, the number is outside below the type area, right on odd pages and left on even ones."""
    upright = ink(pages["attached"][0], (LEFT, 264, RIGHT, 280))
    for name in ("attached", "attached-last", "attached-twice"):
        lying = [page for page in pages[name] if page.landscape]
        assert lying
        for page in lying:
            left, top, right, bottom = ink(page, (0, 0, 34, 210))
            assert (left, right) == (near(297 - upright[3]), near(297 - upright[1]))
            if page.number % 2:
                assert bottom == near(179.1)
            else:
                assert top == near(32.9)


def test_owners_that_follow_one_another_share_a_cell(documents: dict[str, bytes]) -> None:
    rows = list(part(documents["attached"], "word/document.xml").iter(f"{W}tr"))
    cells = [row.findall(f"{W}tc") for row in rows]
    units = [c[3] for c in cells if len(c) == 6][1:]
    starts = [unit for unit in units if unit.find(f"{W}tcPr/{W}vMerge[@{W}val='continue']") is None]
    assert len(units) == 60
    assert ["".join(str(t) for t in unit.itertext()) for unit in starts] == [
        *["市财政局", "市教育局", "市水务局", "市财政局", "市教育局"] * 3
    ]
    tasks = [c[1] for c in cells if len(c) == 6][1:]
    assert sum(task.find(f"{W}tcPr/{W}vMerge[@{W}val='restart']") is not None for task in tasks) == 3


def test_no_page_is_left_empty_behind_a_table_that_comes_last(pages: dict[str, list[Page]]) -> None:
    assert pages["attached-last"][-1].landscape
    assert all(page.lines for name in ("attached", "attached-last", "attached-twice") for page in pages[name])


def test_the_widest_table_keeps_within_the_type_area(pages: dict[str, list[Page]]) -> None:
    page = next(p for p in pages["attached-twice"] if any("列14" in line.text for line in p.lines))
    head = next(line for line in page.lines if "列14" in line.text)
    assert page.landscape
    assert head.text == "".join(f"列{n}" for n in range(1, 15))
    assert head.left > 35
    assert head.right < 260


# --- people (10.3)


@pytest.mark.parametrize("count", [3, 30])
def test_those_who_attended_hang_under_the_first_name(pages: dict[str, list[Page]], count: int) -> None:
    lines = [line for page in pages[f"people-{count}"] for line in body(page)]
    at = next(n for n, line in enumerate(lines) if line.text.startswith("出席："))
    end = next(n for n, line in enumerate(lines) if line.text.startswith("请假："))
    assert lines[at].left == near(LEFT + 2 * CHARACTER)
    assert [line.left for line in lines[at + 1 : end]] == [near(LEFT + 5 * CHARACTER)] * (end - at - 1)
    assert end - at == 1 if count == 3 else end - at > 4
    assert "".join(line.text for line in lines[at:end]) == "出席：" + "、".join(PEOPLE[:count]) + "。"
    assert lines[at].top - lines[at - 1].top == near(2 * PITCH, 0.3)
    assert lines[end + 1].text.startswith("列席：")


# --- what is not there leaves no trace


EMPTY_ON_PURPOSE = {"公文空行", "微行", "分节行", "版记线粗", "版记线细"}


def test_no_paragraph_and_no_run_is_empty_but_those_that_space_and_rule(documents: dict[str, bytes]) -> None:
    """Whatever is optional; table cells aside, which may have nothing to say."""
    for name, data in documents.items():
        root = part(data, "word/document.xml")
        empty = [run for run in root.iter(f"{W}r") if not [c for c in run if c.tag != f"{W}rPr"]]
        texts = [text for text in root.iter(f"{W}t") if not text.text]
        assert (empty, texts) == ([], []), name
    bare = {
        (name, style)
        for name, data in documents.items()
        for style, text in paragraphs(data)
        if not text and style not in EMPTY_ON_PURPOSE | {"表格居中", "表格文字", "标志100"}
    }
    assert bare == set()


def test_a_run_in_heading_without_text_leaves_only_its_heading() -> None:
    plan = notice(outline=[{"heading": "要求", "body": [{"use": "requirements"}]}]) | {
        "requirements": ["落实责任", "发动各方。开好家长会"]
    }
    body_of = [(style, text) for style, text in paragraphs(built(plan)) if style.startswith(("公文正文", "一级"))]
    assert body_of == [
        ("一级标题", "要求"),
        ("公文正文", "（一）落实责任。"),
        ("公文正文", "（二）发动各方。开好家长会。"),
    ]


def test_optional_parts_that_are_empty_leave_no_trace(documents: dict[str, bytes]) -> None:
    words = [(style, text) for style, text in paragraphs(documents["sign-True-4-6"]) if style != "微行"]
    assert words == [
        ("标志100", "磐石市委文件"),
        ("发文字号", "磐政办发〔2026〕12号"),
        ("文件标题", "磐石市委⏎关于开展试点的通知"),
        ("公文正文", "请认真贯彻执行。"),
        ("结束语", "特此通知。"),
        ("发文机关署名", "磐石市委"),
        ("成文日期", "2026年5月8日"),
    ]
