"""The rules of numerals and marks, each with a slip that must be told and the right form, of which nothing may be told.

Source: GB/T 15835-2011, GB/T 15834-2011, GB/T 9704-2012 7.2.5 and 7.3.3, and the habits of official texts.
"""

from __future__ import annotations

import pytest

from docgen.prose.check import check_text

RULES = [
    ("two of something is 两", "会议讨论了二个议题。", "会议讨论了两个议题。"),
    ("an ordinal keeps 二", "这是第两项任务。", "这是第二项任务。"),
    ("a marker keeps 二", "一是抓进度。两是抓质量。", "一是抓进度。二是抓质量。"),
    ("twelve keeps 二", "出台十两条措施。", "出台十二条措施。"),
    ("twenty keeps 二", "确定两十个试点。", "确定二十个试点。"),
    ("half-width digits", "新建泵站３６座。", "新建泵站36座。"),
    ("one passage, one form", "清理河道12条、沟渠9条、塘坝八条。", "清理河道12条、沟渠9条、塘坝8条。"),
    ("no 、 between neighbouring numbers", "工期还要3、5天。", "工期还要三五天。"),
    ("some tens in words", "到会的有10几个人。", "到会的有十几个人。"),
    ("a year has four digits", "24年7月5日动工。", "2024年7月5日动工。"),
    ("no zeros before month and day", "2024年07月05日动工。", "2024年7月5日动工。"),
    ("a date in words", "2024.7.5动工。", "2024年7月5日动工。"),
    ("〇 in a year", "二零二四年七月动工。", "二〇二四年七月动工。"),
    ("no letter O in a year", "二O二四年七月动工。", "二〇二四年七月动工。"),
    ("percent by its sign", "产值增长百分之6.5。", "产值增长6.5%。"),
    ("fractions in words", "2/3的渠道已经清淤。", "三分之二的渠道已经清淤。"),
    ("both ends of a range have %", "增幅在15～20%之间。", "增幅在15%～20%之间。"),
    ("both ends of a range have 万", "每村补助3～5万元。", "每村补助3万～5万元。"),
    ("a range has ～", "每户补助15-20元。", "每户补助15～20元。"),
    ("one unit word", "总投资1亿2千5百万元。", "总投资1.25亿元。"),
    ("no comma in numbers", "培训农户12,500人。", "培训农户12500人。"),
    ("〔〕 in a document number", "根据县政发[2024]12号文件要求，", "根据县政发〔2024〕12号文件要求，"),
    ("no zeros in a document number", "根据县政发〔2024〕012号文件要求，", "根据县政发〔2024〕12号文件要求，"),
    ("约 without 左右", "受益农户约30户左右。", "受益农户约30户。"),
    ("what falls does not fall by 倍", "渗漏减少1倍。", "渗漏减少一半。"),
    ("hours", "上午9点半钟集合。", "上午9:30集合。"),
    (
        "no stop behind a heading",
        "一、提高认识，压实责任。\n要把这件事抓紧抓好。",
        "一、提高认识，压实责任\n要把这件事抓紧抓好。",
    ),
    ("、 behind 一", "一.提高认识\n要把这件事抓紧抓好。", "一、提高认识\n要把这件事抓紧抓好。"),
    ("nothing behind （一）", "（一）、提高认识", "（一）提高认识"),
    ("， behind 第一", "第一、要提高认识。第二，要抓好落实。", "第一，要提高认识。第二，要抓好落实。"),
    ("nothing behind 一是", "一是：健全机制。二是：压实责任。", "一是健全机制。二是压实责任。"),
    ("items end alike", "一是健全机制。二是压实责任；三是加强督查。", "一是健全机制；二是压实责任；三是加强督查。"),
    ("no 、 between quotes", "落实“三会一课”、“四议两公开”。", "落实“三会一课”“四议两公开”。"),
    ("〈〉 inside of 《》", "转发《关于印发《办法》的通知》。", "转发《关于印发〈办法〉的通知》。"),
    ("full-width brackets", "各县(市、区)要抓好落实。", "各县（市、区）要抓好落实。"),
    ("full-width marks", "清淤,护坡都要抓紧。", "清淤，护坡都要抓紧。"),
    ("curly quotes", '做到"四个到位"。', "做到“四个到位”。"),
    ("quotes in pairs", "做到“四个到位。", "做到“四个到位”。"),
    ("dashes", "抓重点--就是抓水源。", "抓重点——就是抓水源。"),
    ("ellipses", "泵站、管网、水厂...都要查。", "泵站、管网、水厂……都要查。"),
    ("the stop behind the quotes of a phrase", "做到“四个到位。”", "做到“四个到位”。"),
    ("the stop behind a note", "责任要落到人头。（见附件2）", "责任要落到人头（见附件2）。"),
    ("no blanks", "这是第 3 次会议。", "这是第3次会议。"),
    ("no doubled marks", "把工作抓好，。", "把工作抓好。"),
    ("how an abbreviation is introduced", "印发《供水方案》(简称：方案)。", "印发《供水方案》（以下简称“方案”）。"),
]
each = pytest.mark.parametrize(("slip", "right"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])


@each
def test_a_slip_is_told_and_the_right_form_is_not(slip: str, right: str) -> None:
    assert check_text(slip.split("\n"))
    assert check_text(right.split("\n")) == []
