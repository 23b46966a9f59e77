"""Elements of documents that others made, found by where they stand and what they say."""

from __future__ import annotations

import io
import time

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from mutants import good
from raw import facts, p, raw

import docgen
from docgen.pages.document import read_document
from docgen.pages.elements import Elements
from docgen.pages.recognise import recognise

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


class Draft:
    """A document as a clerk types it: a line at a time, formats set by hand."""

    def __init__(self) -> None:
        self.document = docx.Document()

    def line(
        self, text: str, size: float = 16, align: object = None, *, red: bool = False, page: bool = False
    ) -> Draft:
        """Add a line."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if red:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        if align is not None:
            paragraph.alignment = align  # type: ignore[assignment]
        paragraph.paragraph_format.page_break_before = page
        return self

    def elements(self) -> Elements:
        """Return what is recognised."""
        target = io.BytesIO()
        self.document.save(target)
        return recognise(read_document(target.getvalue(), "draft"))


def notice(draft: Draft) -> Draft:
    """Add the lines of a notice, from its title to its date."""
    draft.line("清河县水利局关于做好春灌工作的通知", 22, CENTRE)
    draft.line("各乡镇水利站，局属各单位：")
    draft.line("为做好春灌工作，现将有关事项通知如下：")
    draft.line("一、总体要求").line("坚持节水优先，确保4月底前完成。")
    draft.line("（一）摸清底数。各站要逐渠核实。").line("1.核实面积。逐片核实。").line("（1）核实到户。")
    draft.line("附件：1.任务表").line("2.名单")
    return draft.line("清河县水利局", 16, RIGHT).line("2026年3月5日", 16, RIGHT)


def test_a_notice_typed_by_hand_is_recognised_from_head_to_foot() -> None:
    draft = Draft().line("000012").line("机密★1年").line("特急")
    draft.line("清河县水利局文件", 48, CENTRE, red=True).line("清水发〔2026〕9号", 16, CENTRE)
    notice(draft).line("（联系人：王工）")
    draft.line("附件1", page=True).line("任务表", 22, CENTRE).line("逐项列出。")
    draft.line("附件2", page=True).line("名单", 22, CENTRE).line("另行通知。")
    draft.line("抄送：县政府办公室。", 14).line("清河县水利局办公室  2026年3月6日印发", 14)
    found = draft.elements()
    assert found.layout == "official"
    marks = (found.copy_number, found.classification, found.urgency, found.document_number)
    assert [mark.text if mark else None for mark in marks] == ["000012", "机密★1年", "特急", "清水发〔2026〕9号"]
    assert [line.text for line in found.masthead] == ["清河县水利局文件"]
    assert [line.text for line in found.title] == ["清河县水利局关于做好春灌工作的通知"]
    assert found.addressees is not None
    assert found.addressees.text == "各乡镇水利站，局属各单位："
    assert [(h.level, h.number, h.stands) for h in found.headings] == [
        (1, 1, "alone"), (2, 1, "run_in"), (3, 1, "run_in"), (4, 1, "numbered"),
    ]  # fmt: skip
    assert [line.text for line in found.attachment_note] == ["附件：1.任务表", "2.名单"]
    assert [line.text for line in found.signatures] == ["清河县水利局"]
    assert found.date_of_issue is not None
    assert found.remark is not None
    assert (found.date_of_issue.text, found.remark.text) == ("2026年3月5日", "（联系人：王工）")
    assert [(a.number, [t.text for t in a.title]) for a in found.attachments] == [(1, ["任务表"]), (2, ["名单"])]
    assert found.copy_to is not None
    assert found.printed is not None
    assert "印发" in found.printed.text
    assert found.text[0].text.startswith("为做好春灌工作")
    assert found.doubts == []


def test_a_draft_without_a_head_is_official_by_its_title_and_date() -> None:
    found = notice(Draft()).elements()
    assert (found.layout, found.masthead, found.document_number) == ("official", [], None)


def test_a_title_pushed_to_the_middle_with_blanks_is_one() -> None:
    draft = Draft().line("        关于召开座谈会的通知").line("各科室：").line("定于本周五召开座谈会。")
    found = draft.line(" " * 40 + "办公室").line(" " * 36 + "2026年3月2日").elements()
    assert [line.text.strip() for line in found.title] == ["关于召开座谈会的通知"]
    assert [line.text.strip() for line in found.signatures] == ["办公室"]
    assert found.date_of_issue is not None


def test_an_organ_above_the_date_is_the_signature_wherever_it_stands() -> None:
    found = (
        Draft()
        .line("关于值班的通知", 22, CENTRE)
        .line("各科室：")
        .line("请做好值班。")
        .line("县安委会办公室")
        .line("2026年3月1日")
        .elements()
    )
    assert [line.text for line in found.signatures] == ["县安委会办公室"]


@pytest.mark.parametrize(
    "salutation", ["同志们：", "各位代表、同志们：", "尊敬的各位领导，老师们、同学们：", "同志们，朋友们："]
)
def test_a_speech_is_known_by_its_title_or_its_salutation(salutation: str) -> None:
    draft = (
        Draft()
        .line("在全县防汛工作会议上的讲话", 22, CENTRE)
        .line("县长  晁以宁", 16, CENTRE)
        .line("（2026年5月12日）", 16, CENTRE)
    )
    found = draft.line(salutation).line("今天召开会议。").elements()
    assert found.layout == "speech"
    assert found.addressees is not None
    assert found.addressees.text == salutation
    assert found.speaker is not None
    assert found.speech_date is not None
    assert (found.speaker.text, found.speech_date.text) == ("县长  晁以宁", "（2026年5月12日）")


def test_minutes_are_known_by_their_mark_and_their_people() -> None:
    draft = Draft().line("县政府专题会议纪要", 40, CENTRE, red=True).line("第5期", 16, CENTRE).line("会议议定：")
    found = draft.line("一、关于防汛").line("同意。").line("出席：甲、乙。").line("列席：丙。").elements()
    assert (found.layout, [line.text for line in found.people]) == ("minutes", ["出席：甲、乙。", "列席：丙。"])


@pytest.mark.parametrize(
    "line",
    [
        "一、要提高认识，压实责任，健全机制，强化保障，做到任务到人、责任到岗、措施到位、督查到底，确保各项工作落到实处、见到成效；",
        "（一）各单位要高度重视，加强领导，明确分工，密切配合，把各项任务落到实处，确保按期完成。",
    ],
)
def test_a_long_numbered_paragraph_is_no_heading(line: str) -> None:
    [heading] = Draft().line("关于值班的通知", 22, CENTRE).line("各科室：").line(line).elements().headings
    assert heading.stands == "numbered"


def test_headings_numbered_by_word_are_headings() -> None:
    numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    title = p("关于值班的通知", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
    found = recognise(
        facts(
            title + p("各科室：") + p("总体要求", numbered) + p("要求。") + p("任务", numbered),
            {"numbering": numbering},
        )
    )
    assert [(h.level, h.number, h.text) for h in found.headings] == [(1, 1, "一、总体要求"), (1, 2, "二、任务")]


def test_what_is_no_official_document_has_no_elements() -> None:
    draft = Draft().line("This is an English document. " * 5).line("Second paragraph.")
    found = draft.elements()
    assert (found.layout, found.title, found.addressees, found.date_of_issue) == ("plain", [], None, None)
    assert found.headings == []


def test_a_short_first_line_that_is_neither_centred_nor_large_is_a_doubt() -> None:
    found = Draft().line("值班安排").line("各科室按表值班。").elements()
    assert [(doubt.element, doubt.place.paragraph) for doubt in found.doubts] == [("title", 1)]
    assert found.title == []


def test_a_date_within_the_text_is_no_date_of_issue() -> None:
    draft = (
        Draft()
        .line("关于值班的通知", 22, CENTRE)
        .line("各科室：")
        .line("2026年3月1日")
        .line("开始值班，到月底为止，请各科室安排好人员，不得空岗。")
    )
    assert draft.elements().date_of_issue is None


@pytest.mark.parametrize(
    ("name", "layout", "attachments"),
    [
        ("large-notice", "official", [1, 2]),
        ("hospital-notice", "official", [None]),
        ("large-minutes", "minutes", []),
        ("large-speech", "speech", []),
        ("flood-meeting_notice", "official", []),
    ],
)
def test_our_own_documents_are_recognised(name: str, layout: str, attachments: list[int | None]) -> None:
    found = recognise(read_document(good(name), name))
    assert (found.layout, [a.number for a in found.attachments], found.doubts) == (layout, attachments, [])
    assert bool(found.printed) == (layout != "speech")
    assert not any(paragraph.cell for paragraph in found.imprint)


@pytest.mark.parametrize("line", ["附件" + " " * 8000 + "字。", "正文" + "1" * 4000 + "。"])
def test_no_line_takes_long_to_judge(line: str) -> None:
    data = raw(p("正文" * 20 + "。") + p(line))
    start = time.process_time()
    assert docgen.inspect_document(data).proofs
    assert docgen.check_document(data) is not None
    assert time.process_time() - start < 4


@pytest.mark.parametrize("words", ["县政府关于2020年", "第", "附件", "5日印", "抄送", "出席", "（"])
def test_the_time_for_a_line_does_not_grow_with_its_blanks(words: str) -> None:
    line = words + " " * 3000 + "字"
    start = time.process_time()
    recognise(facts(p(line) + p("关于工作的通知", '<w:jc w:val="center"/>') + p(line)))
    assert time.process_time() - start < 2
