"""Registers of a plan: names, figures, themes, units and people; what recurs and is written once."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from pydantic import model_validator

from docgen.catalogue.base import N_
from docgen.plan.documents import Person
from docgen.plan.fields import Block, Digits, Lines, Shown, Words, many, refuse, said
from docgen.plan.marks import Text

_WAYS = ("sum", "difference", "percent", "growth", "ratio")  # to compute a figure


class Name(Block):
    """A text that recurs, written once."""

    text_field: ClassVar[str] = "value"

    value: Words = said(
        "取值", N_("The words printed wherever the name is referred to; `？` where they are not known yet"), default=...
    )
    shown: Words | None = said("显示", N_("What stands in place of the gap while it is open"), alias="as")
    owner: Words | None = said("填报单位", N_("Who must fill the gap"))
    meaning: Words | None = said("含义", N_("What is meant, for whom is asked to fill it"))
    last: Words | None = said("上期", N_("What it was the last time"))
    source: Words | None = said("来源", N_("Where the words come from"))
    as_of: Words | None = said("截至", N_("Date they belong to"))


class Figure(Block):
    """A number with its unit, or one computed from others."""

    text_field: ClassVar[str] = "value"

    value: Words | None = said(
        "数值", N_("Value and unit in one, such as 31.5万人; `？万元` where it is not known yet")
    )
    source: Words | None = said("来源", N_("Where the value comes from"))
    as_of: Words | None = said("截至", N_("Date the value belongs to"))
    owner: Words | None = said("填报单位", N_("Who must supply the value"))
    meaning: Words | None = said("含义", N_("What is counted or measured, for whom is asked to supply it"))
    last: Words | None = said("上期", N_("The value of the last time, with its unit"))
    shown: Words | None = said("显示", N_("What stands in place of the gap while it is open"), alias="as")
    sum: Lines | None = said("合计", N_("Names of the figures that are added"))
    difference: Lines | None = said("相差", N_("Two names: the second is taken from the first"))
    percent: Words | None = said("占比", N_("Name of the figure that is the part"))
    of: Words | None = said("总数", N_("Name of the figure that is the whole"))
    growth: Lines | None = said("增长", N_("Two names: by how many percent the first is more than the second"))
    ratio: Lines | None = said("倍数", N_("Two names: how many times the second the first is"))
    digits: Digits = said("小数位", N_("Digits behind the point of a percentage, a ratio or a rounded form"), default=1)
    show: Shown | None = said("写法", N_("Rounded form in prose, such as 约数 for 近1.2亿元; the value stays as it is"))
    at_most: Words | None = said("不超过", N_("A figure, or a number with its unit, that it may not exceed"))
    at_least: Words | None = said("不低于", N_("A figure, or a number with its unit, that it may not fall below"))

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if self.sum is not None and not self.sum:
            raise refuse("P157")
        ways = [n for n in _WAYS if getattr(self, n) is not None]
        if len(ways) > 1 or not (ways or self.value is not None):
            raise refuse("P157")
        if (self.percent is None) != (self.of is None):
            raise refuse("P158")
        for code, pair in (("P159", self.difference), ("P280", self.growth), ("P280", self.ratio)):
            if pair is not None and len(pair) != 2:
                unparted = next((name for name in pair if re.search("[，、]", name)), None)
                raise refuse(code) if unparted is None else refuse("P194", words=str(unparted))
        return self

    @property
    def terms(self) -> list[Text]:
        """The names it is computed from."""
        pair = [self.percent, self.of] if self.percent is not None and self.of is not None else []
        return [*(self.sum or []), *(self.difference or []), *(self.growth or []), *(self.ratio or []), *pair]

    @property
    def unit(self) -> str:
        """The unit that the way of computing gives it; ``""`` for that of its terms."""
        return "倍" if self.ratio is not None else "%" if self.percent is not None or self.growth is not None else ""


class Theme(Block):
    """One of the headings under which achievements, significance and tasks stand."""

    text_field: ClassVar[str] = "id"

    id: Words = said("编号", N_("Short name that `theme:` refers to"), default=...)
    label: Words | None = said(
        "名称", N_("Words printed for 【主题】; the id when left out. 【数】 in it counts the parts")
    )
    parts: Lines = many("组成", N_("What the theme consists of"))


class Unit(Block):
    """A unit under its official name."""

    text_field: ClassVar[str] = "name"

    name: Words = said("全称", N_("Official name of the unit"), default=...)
    short: Lines = many("简称", N_("Short names that may stand for it"))
    also: Lines = many("误称", N_("Other names that it is known by and that no document may use"))


class Official(Person):
    """Somebody with the post that every document gives him."""

    unit: Words | None = said("单位", N_("Unit that the person belongs to"))
