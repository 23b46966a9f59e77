from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import get_type_hints

import pytest
from helpers import SAMPLES, SPEECH, codes, found, plan, write

import docgen
from docgen.api import template_dir
from docgen.kinds import KINDS
from docgen.kinds.facts import FACT_FIELDS
from docgen.pages.outline import paragraphs

STARTER = next(s for s in SAMPLES if s.stem == "starter")


def test_a_document_is_built_in_three_lines(tmp_path: Path) -> None:
    built = docgen.build(docgen.load_plan(STARTER), "speech")
    path = built.save(tmp_path / "out" / "speech.docx")
    assert path.read_bytes() == built.to_bytes()
    assert built.kind == "speech"
    assert codes(built.findings) == ["P230"]


def test_a_kind_may_be_named_in_chinese_and_an_unknown_one_is_refused_with_the_nearest() -> None:
    loaded = docgen.load_plan(STARTER)
    assert docgen.build(loaded, "会议纪要").kind == "minutes"
    finding = found(docgen.build, loaded, "speach")[0]
    assert (finding.code, finding.args["near"]) == ("P260", "speech")


def test_a_kind_without_its_front_matter_is_refused() -> None:
    assert codes(found(docgen.build, plan(SPEECH), "notice")) == ["P261"]


def test_minutes_by_the_default_outline_need_the_meeting() -> None:
    front = "minutes: {issuing_authority: 某市人民政府, date_of_issue: 2025-01-02}\n"
    assert codes(found(docgen.build, plan(front), "minutes")) == ["P262"]
    held = plan(front + "meeting: {time: 2025年1月1日}\n")
    assert [(f.code, f.args["field"]) for f in found(docgen.build, held, "minutes")] == [
        ("P263", "place"),
        ("P263", "chair"),
    ]


def test_a_final_document_is_refused_while_a_gap_is_open() -> None:
    with pytest.raises(docgen.GapError) as refused:
        docgen.build(docgen.load_plan(STARTER), "speech", final=True)
    assert codes(refused.value.findings) == ["P230"]
    assert all(f.is_error for f in refused.value.findings)


def test_a_gap_counts_only_in_the_kinds_that_print_it() -> None:
    assert docgen.build(docgen.load_plan(STARTER), "notice", final=True).findings == []


def test_a_final_document_is_refused_while_a_measure_has_no_owner() -> None:
    text = "tasks: [甲]\nnotice: {issuing_authority: 乙, date_of_issue: 2025-01-02, subject: 丙}\n"
    assert codes(found(docgen.build, plan(text), "notice", final=True)) == ["P250", "P251"]


def test_an_office_may_use_its_own_template_with_its_own_default_sentences(tmp_path: Path) -> None:
    own = tmp_path / "本单位.docx"
    shutil.copy(template_dir() / "speech.docx", own)
    write(tmp_path, "salutation: 各位同事\noutline: [自己的默认句子]\n", "本单位.frame.yaml")
    words = [text for _, text in paragraphs(docgen.build(plan(SPEECH), "speech", template=own).data)]
    assert words == ["标题", "", "各位同事：", "自己的默认句子。"]


def test_a_template_may_come_as_bytes_or_as_an_open_file() -> None:
    data = (template_dir() / "speech.docx").read_bytes()
    loaded = plan(SPEECH)
    expected = docgen.build(loaded, "speech").data
    assert docgen.build(loaded, "speech", template=data).data == expected
    assert docgen.build(loaded, "speech", template=io.BytesIO(data)).data == expected


def test_the_facts_stand_beside_the_body_for_templates_that_place_them_themselves() -> None:
    context = docgen.compose(docgen.load_plan(STARTER), "notice")
    assert context["figures"]["未设岗学校"] == "15所"
    assert [m["lead_unit"] for m in context["measures"]] == ["县公安局", "县公安局", "县交通运输局"]
    assert context["tasks"][0]["points"][0]["deadline"] == "5月底前"
    assert context["meeting"]["chair"] == {"post": "副县长", "name": "卞知秋"}


@pytest.mark.parametrize("kind", ["speech", "notice", "minutes"])
def test_every_word_of_the_context_is_documented_and_every_documented_word_is_there(kind: str) -> None:
    context = docgen.compose(docgen.load_plan(STARTER), kind)
    documented = {f.name for f in docgen.fields_of(kind)}
    assert documented - set(context) == set()
    assert set(context) - documented == set()
    front = set(get_type_hints(KINDS[kind].context))
    assert front <= documented
    assert documented - front - {f.name for f in FACT_FIELDS} == set()


def test_all_optional_values_are_there_when_the_plan_gives_none_of_them() -> None:
    text = """
notice: {issuing_authority: 某市人民政府, date_of_issue: 2025-01-02, subject: 某事, outline: [一段]}
minutes: {issuing_authority: 某市人民政府, date_of_issue: 2025-01-02, outline: [一段]}
speech: {title: 题, outline: [一段]}
"""
    for kind in ("speech", "notice", "minutes"):
        built = docgen.build(plan(text), kind)
        assert "一段。" in [words for _, words in paragraphs(built.data)]


def test_check_tells_faults_gaps_and_missing_owners_without_building(tmp_path: Path) -> None:
    assert codes(docgen.check_plan(STARTER)) == ["P230"]
    assert codes(docgen.check_plan(write(tmp_path, "tasks: 3\nspeech: {}\n"))) == ["P154"]
    text = "minutes: {issuing_authority: 甲, date_of_issue: 2025-01-02}\n" + SPEECH
    assert codes(docgen.check_plan(write(tmp_path, text))) == ["P262"]


def test_any_template_is_filled_with_any_data(tmp_path: Path) -> None:
    assert docgen.fill(template_dir() / "speech.docx", docgen.compose(plan(SPEECH), "speech"))
    finding = found(docgen.fill, template_dir() / "speech.docx", {"title": ["题"]})[0]
    assert (finding.code, finding.place.part) == ("T201", "word/document.xml")


def test_a_title_line_too_wide_for_the_page_is_told() -> None:
    built = docgen.build(plan("speech: {title: 这是一个实在太长了以致于无论如何也排不进一行里去的大标题}\n"), "speech")
    assert [(f.code, f.is_error) for f in built.findings] == [("P252", False)]


def test_a_notice_says_nothing_twice_at_its_end() -> None:
    front = "notice: {issuing_authority: 甲, date_of_issue: 2025-01-02, subject: 乙, "
    assert docgen.compose(plan(front + "opening: 现通知如下：, outline: [丙]}\n"), "notice")["ending"] == ""
    assert docgen.compose(plan(front + "opening: 请照此办理。, outline: [丙]}\n"), "notice")["ending"] == "特此通知。"


def test_the_title_of_a_notice_is_made_from_organ_and_subject() -> None:
    front = "notice: {issuing_authority: 某市人民政府, date_of_issue: 2025-01-02, subject: [开展甲乙, 丙丁工作], outline: [戊]}\n"
    context = docgen.compose(plan(front), "notice")
    assert context["title"] == ["某市人民政府", "关于开展甲乙", "丙丁工作的通知"]
    assert context["masthead"] == ["某市人民政府文件"]
    assert context["core"] == {
        "title": "某市人民政府关于开展甲乙丙丁工作的通知",
        "creator": "某市人民政府",
        "date": "2025-01-02",
    }


def test_a_lone_question_mark_is_a_gap_in_any_field_that_holds_a_value() -> None:
    text = """
meeting: {time: 2025年1月1日, place: ？, chair: {post: ？, name: ？}, attendees: [？（县水务局）], absentees: [？]}
minutes: {issuing_authority: ？, date_of_issue: 2025年？月？日, number: 〔2025〕第？期, printed_on: ？, copy_to: [？], outline: [【会议地点】]}
notice: {issuing_authority: ？, document_number: 某〔2025〕？号, subject: 某事, date_of_issue: ？, addressees: [？], outline: [一段]}
"""
    minutes = docgen.build(plan(text), "minutes")
    assert {f.args["name"] for f in minutes.findings} >= {
        "会议地点",
        "出席",
        "请假",
        "发文机关",
        "成文日期",
        "编号",
        "印发日期",
        "抄送机关",
    }
    notice = docgen.build(plan(text), "notice")
    assert {f.args["name"] for f in notice.findings} == {"发文机关", "发文字号", "成文日期", "主送机关"}
    for built in (minutes, notice):
        words = "".join(text for _, text in paragraphs(built.data))
        assert "？" not in words
        assert "【待填：发文机关】" in words


def test_a_question_in_prose_is_no_gap() -> None:
    built = docgen.build(plan("speech: {title: 谁来守护？, outline: [问谁？答谁。]}\n"), "speech")
    assert built.findings == []
    assert "谁来守护？" in [text for _, text in paragraphs(built.data)]
