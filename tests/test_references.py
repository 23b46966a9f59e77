from __future__ import annotations

import pytest
from helpers import codes, found, plan

from docgen.marked import Marked, settle
from docgen.plan.marks import Text
from docgen.plan.references import Resolver, Scope

REGISTERS = """
names:
  行动: “便民三年行动”
  方案: 《便民圈方案》
  总称: 【数:themes】个一
  简称: ？
  主官: {value: ？同志, as: X}
figures:
  已建: 12,500个
  待建: {value: 60个, source: 月报}
  合计: {sum: [已建, 待建]}
  相差: {difference: [已建, 待建]}
  比重: {percent: 待建, of: 已建, digits: 2}
  资金: ？万元
  追加: 1.2亿元
  原有: 3000万元
  总投入: {sum: [追加, 原有]}
  全部资金: {sum: [资金, 原有]}
  落空: {percent: 待建, of: 总数}
  总数: ？个
themes: [{id: 甲}, {id: 乙}]
"""


def said(text: str, scope: Scope | None = None) -> str:
    words = settle(Resolver(plan(REGISTERS)).words(Text(text), scope))
    return words.raw.replace("\ufdd0", "[").replace("\ufdd1", "]") if isinstance(words, Marked) else words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("推进【行动】", "推进“便民三年行动”"),
        ("巩固“【行动】成果”", "巩固“‘便民三年行动’成果”"),
        ("《关于【方案】的通知》", "《关于〈便民圈方案〉的通知》"),
        ("对照【总称】", "对照两个一"),
        ("建成【已建】", "建成12,500个"),
        ("共【合计】", "共12560个"),
        ("差【相差】", "差12440个"),
        ("占【比重】", "占0.48%"),
        ("投入【总投入】", "投入1.5亿元"),
        ("【已建|数】至【待建｜数】个", "12,500至60个"),
        ("【【原样】", "【原样】"),
        ("每县【数:tasks】件", "每县零件"),
        ("投入【资金】", "投入[【待填：资金】]万元"),
        ("投入【全部资金】", "投入[【待填：全部资金】]万元"),
        ("占【落空】", "占[【待填：落空】]%"),
        ("【主官】通报", "[X]同志通报"),
        ("看了【？观摩点】", "看了[【待填：观摩点】]"),
        ("看了【?观摩点|X】", "看了[X]"),
        ("经费【待补】", "经费[【待填：待补】]"),
        ("{{ 7*191 }}{% if %}", "{{ 7*191 }}{% if %}"),
    ],
)
def test_a_reference_is_looked_up_and_never_computed(text: str, words: str) -> None:
    assert said(text) == words


def test_an_announcement_of_one_goes_with_its_whole_sentence() -> None:
    text = "形势喜人。主要有【数】个方面："
    assert said(text, Scope(count=2)) == "形势喜人。主要有两个方面："
    assert said(text, Scope(count=1)) == "形势喜人。"
    assert said(text, Scope(count=0)) == "形势喜人。"


def test_a_gap_is_told_once_with_the_place_where_it_is_declared() -> None:
    resolver = Resolver(plan(REGISTERS))
    resolver.words(Text("【简称】【简称】"))
    assert [(f.code, f.place.line, f.args["name"]) for f in resolver.findings] == [("P230", 6, "简称")]


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("推进【行云动】", "P201", "行动"),
        ("推进【】", "P203", ""),
        ("推进【行动", "P202", ""),
        ("有【数】个", "P204", ""),
        ("归【牵头单位】管", "P205", ""),
        ("见【附件表】", "P207", ""),
        ("有【数:task】个", "P208", "tasks"),
        ("有【已建|左右】", "P209", ""),
    ],
)
def test_what_cannot_be_looked_up_is_told_with_the_nearest_name(text: str, code: str, near: str) -> None:
    resolver = Resolver(plan(REGISTERS))
    resolver.words(Text(text))
    assert codes(resolver.findings) == [code]
    assert resolver.findings[0].args.get("near", "") == near


@pytest.mark.parametrize(
    ("registers", "code", "line"),
    [
        ("names: {甲: 【乙】, 乙: 【甲】}", "P210", 1),
        ("figures: {甲: 3个, 乙: 3人, 丙: {sum: [甲, 乙]}}", "P211", 1),
        ("figures: {甲: 若干, 丙: {sum: [甲]}}", "P212", 1),
        ("figures: {甲: 0个, 丙: {percent: 甲, of: 甲}}", "P213", 1),
        ("figures:\n  甲: 3个\n  丙: {sum: [甲, 丁]}", "P201", 3),
        ("names: {甲: 乙}\nfigures: {甲: 3个}", "P180", 1),
        ("names: {数: 乙}", "P181", 1),
        ("themes: [{id: 甲}, {id: 甲}]", "P182", 1),
        ("themes: [{id: 甲}]\ntasks: [{text: 干, theme: 乙}]", "P183", 2),
    ],
)
def test_faults_of_the_registers_are_told_on_loading(registers: str, code: str, line: int) -> None:
    findings = found(plan, registers)
    assert code in codes(findings)
    assert next(f for f in findings if f.code == code).place.line == line


def test_a_misspelt_reference_is_placed_where_it_stands_in_a_block_of_lines() -> None:
    findings = found(plan, "speech:\n  title: 题\n  opening: |\n    第一行\n    第二行【无此名】完\n")
    assert [(f.code, f.place.line, f.place.column) for f in findings] == [("P201", 5, 8)]
