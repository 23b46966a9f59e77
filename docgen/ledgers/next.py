"""The next plan from this one: what was crossed off becomes evidence, what is overdue a problem, what is open a task.

Codes: L170.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from docgen.errors import LedgerError, misused
from docgen.findings import Finding
from docgen.kinds.sentences import open_end
from docgen.ledgers.carried import Carrier, claim_of
from docgen.ledgers.skeleton import documents
from docgen.numerals import chinese_date
from docgen.plan.emit import Inline, Noted, comment, emit
from docgen.plan.fields import GAP, Block
from docgen.plan.marks import Text
from docgen.plan.model import Plan
from docgen.plan.points import Deadline, Point, walk
from docgen.plan.registers import Figure
from docgen.plan.standing import ACTIVE, DONE, OVERDUE, Counts, Measure, counts, measures
from docgen.plan.validate import PlanSource, load_plan
from docgen.quantities import parse_quantity

_A_DAY = "a date (datetime.date)"
_COUNTED = {  # figures on how the plan before stood, and the attribute of `Counts` that each holds
    "上期措施": "measures",
    "上期已完成": "done",
    "上期推进中": "active",
    "上期未启动": "waiting",
    "上期逾期": "overdue",
    "上期已销号": "closed",
}
_FIELDS = (  # of a task, in the order in which they are written
    "id lead claim text theme lead_unit support_units deadline person_in_charge deliverable status progress memo marker form stop"
).split()
_SAID = ("lead", "claim", "text")
_ALONE = ("lead_unit", "person_in_charge")  # written without brackets when there is one
_LISTS = ("points", "tracks", "measures")


def next_plan(plan: Plan | PlanSource, as_of: datetime.date) -> str:
    """Return the text of a plan file that goes on where a plan stands.

    What was crossed off becomes the evidence of achievements that are still to be worded, what is overdue a problem and a task without
    a deadline, and what is open a task. Every point says in a comment where it comes from.

    Args:
        plan: The plan, from `load_plan`, or what `load_plan` reads.
        as_of: Day on which measures are overdue or not; its year is that of the next plan.

    Raises:
        LedgerError: The plan has no measures.
        PlanError: It is no plan.
        UseError: ``as_of`` is no date.
    """
    if not isinstance(as_of, datetime.date):
        raise misused("as_of", _A_DAY, as_of)
    day = datetime.date(as_of.year, as_of.month, as_of.day)
    read = plan if isinstance(plan, Plan) else load_plan(plan)
    found = measures(read)
    if not found:
        raise LedgerError([Finding("L170", read.place())])
    return _Next(read, day, found).text()


class _Next:
    """One plan on its way into the next."""

    def __init__(self, plan: Plan, day: datetime.date, found: Sequence[Measure]) -> None:
        self.plan, self.day, self.found = plan, day, found
        self.carrier = Carrier(plan, day)
        self.counts = counts(plan, day)
        self.by_point = {id(measure.point): measure for measure in found}
        self.overdue = {id(m.deadline) for m in found if self._is_overdue(m)}
        self.file = Path(plan.place().file).name

    def text(self) -> str:
        tasks = [node for task in self.plan.block("tasks") if (node := self._kept(task, None)) is not None]
        tree = {
            "docgen": "1",
            "year": Noted(str(self.day.year), beside=self._year_note()),
            **self._registers(),
            "achievements": _section(
                self._evidence(lambda m: m.closed is not None, self._achievement),
                "成效：由已销号的措施转来。写好观点，删去【？…】；编号和销号日期备查，写好后可删。",
            ),
            "problems": _section(
                self._evidence(self._is_overdue, self._problem),
                "问题：由逾期的措施转来。写好观点，删去【？…】；措施本身仍在任务里，时限待重定。",
            ),
            "tasks": _section(
                tasks,
                "任务：没有销号的措施接着办，编号（id）与台账一致，请勿改动；措施都已销号的任务和条线不再列。",
                "已完成、待销号的，销号后从这里移入成效。",
            ),
            **documents(self.plan, self.carrier, self.day, _opening(self.counts, self.day)),
        }
        return "".join(f"{comment(line)}\n" for line in self._head(has_tasks=bool(tasks))) + emit(tree)

    def _head(self, *, has_tasks: bool) -> Iterator[str]:
        of = f"由 {self.file} 接续，" if self.file else "由上期计划接续，"
        yield f"下期计划：{of}措施情况截至{chinese_date(self.day)}。"
        yield "【？…】和 ？ 是待写、待定的内容，补齐之前不能定稿。"
        if not has_tasks:
            yield "上期措施已全部销号，下期任务（tasks）请另写。"
        if left := [*self._left_blocks(), *self._left_fields()]:
            yield f"上期的{'、'.join(left)}没有带过来，需要时另写。"

    def _left_blocks(self) -> Iterator[str]:
        terms = {"achievements": "成效", "problems": "问题", "significance": "意义", "requirements": "要求"}
        yield from (f"{term}（{name}）" for name, term in terms.items() if self.plan.block(name))
        if self.plan.meeting:
            yield "会议（meeting）"
        if any(document.outline is not None for document in self.plan.documents):
            yield "提纲（outline）"

    def _left_fields(self) -> Iterator[str]:
        """Yield what tasks say in the old documents alone."""
        terms = {"rationale": "道理", "wording": "分文种措辞", "decision": "议定"}
        points = list(walk(self.plan.block("tasks")))
        yield from (f"任务的{term}（{name}）" for name, term in terms.items() if any(getattr(p, name) for p in points))

    def _year_note(self) -> str:
        old = self.plan.year
        if old is None:
            return f"上期没有写年度；没写年份的时限按{self.day.year}年推算"
        said = "没写年份的时限已补上年份，文中的“今年”“明年”请逐处核对"
        return f"上期是{old}年；{said}" if old != self.day.year else ""

    # --- registers

    def _registers(self) -> dict[str, Any]:
        plan, typed = self.plan, partial(_typed, say=self.carrier.text)
        names = {name: typed(entry) for name, entry in plan.names.items() if name not in _COUNTED}
        figures = {n: self._figure(f) for n, f in plan.figures.items() if n not in _COUNTED}
        source = f"督办台账（{self.file}）" if self.file else "督办台账"
        stand: dict[str, Any] = {
            name: Inline(value=f"{getattr(self.counts, attribute)}项", source=source, as_of=self.day.isoformat())
            for name, attribute in _COUNTED.items()
        }
        first = next(iter(stand))
        stand[first] = Noted(stand[first], ["上期措施办到什么程度"])
        return {
            "phrases": typed(plan.phrases) or None,
            "names": _section(names, "名称：照上期；过时的改掉、删去"),
            "figures": _section(
                {**figures, **stand}, "数字：上期按日期统计的数已空出待填，last 是上期的数；能推算的照旧推算"
            ),
            "themes": _section([typed(theme) for theme in plan.themes], "主题"),
            "units": _section([typed(unit) for unit in plan.units], "单位名录"),
            "people": _section([typed(person) for person in plan.people], "人员名录"),
        }

    def _figure(self, figure: Figure) -> Any:
        """Return a figure; one that was measured on a day is to be measured again."""
        typed = _typed(figure, self.carrier.text)
        if figure.value is None or figure.as_of is None or GAP in figure.value.replace("?", GAP):
            return typed
        quantity = parse_quantity(figure.value.strip())
        gap = f"{GAP}{quantity.scale}{quantity.unit}" if quantity else GAP
        others = {key: value for key, value in typed.items() if key not in ("value", "as_of", "last")}
        return Noted(Inline(value=gap, last=typed["value"], **others), beside=f"上期截至{typed['as_of']}")

    # --- evidence

    def _evidence(
        self, wanted: Callable[[Measure], bool], point: Callable[[Point, list[Measure]], Noted]
    ) -> list[Noted]:
        """Return a point for each task with measures that are wanted."""
        groups: dict[int, list[Measure]] = {}
        for measure in filter(wanted, self.found):
            groups.setdefault(id(_task_of(measure)), []).append(measure)
        return [point(_task_of(group[0]), group) for group in groups.values()]

    def _achievement(self, task: Point, group: list[Measure]) -> Noted:
        def told(measure: Measure) -> str:
            progress = self._said(measure, measure.point.progress)
            day = chinese_date(measure.closed) if measure.closed else ""
            return f"{self._claim(measure)}，已于{day}销号。{f'{progress}。' if progress else ''}"

        notes = [f"{self._origin(m)}，编号{m.id}，{m.closed}销号" for m in group]
        return self._worded("成效", task, notes, map(told, group))

    def _problem(self, task: Point, group: list[Measure]) -> Noted:
        def told(measure: Measure) -> str:
            holder = next((p for p in (measure.point, *reversed(measure.above)) if p.lead_unit), None)
            lead = f"（{self.carrier.units(holder)}牵头）" if holder else ""
            unsaid = "仍在推进，尚未完成" if measure.status == ACTIVE else "尚未启动"
            progress = self._said(measure, measure.point.progress) or unsaid
            due = self._until(measure).removesuffix("完成")
            return f"{self._claim(measure)}，原定{due}完成，已逾期{lead}。{progress}。"

        notes = [f"{self._origin(m)}，编号{m.id}，{m.due}到期" for m in group]
        return self._worded("问题", task, notes, map(told, group))

    def _worded(self, what: str, task: Point, notes: list[str], told: Iterator[str]) -> Noted:
        topic = claim_of(task, lambda text, point: self.carrier.printed(text, point, task.theme))
        point = {
            "theme": self.carrier.text(task.theme) if task.theme else None,
            "text": f"【？{what}：{topic.rstrip('：；，、')}】。{''.join(told)}",
        }
        return Noted(point, notes)

    def _claim(self, measure: Measure) -> str:
        theme = _theme_of(measure)
        said = claim_of(measure.point, lambda text, point: self.carrier.evidence(text, point, theme))
        return said.rstrip("。！：；，、…") or measure.id

    def _said(self, measure: Measure, text: Text | None) -> str:
        if text is None:
            return ""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        joined = text.with_value("；".join(line.rstrip("；。") for line in lines)) if len(lines) > 1 else text
        return open_end(self.carrier.evidence(joined, measure.point, _theme_of(measure)))

    def _until(self, measure: Measure) -> str:
        """Return the deadline that a measure had, in words that hold in the year of the next plan."""
        if measure.deadline is None:
            return ""
        return self._said(measure, self.carrier.phrase(measure.deadline))

    # --- tasks

    def _kept(self, point: Point, theme: str | None) -> Noted | None:
        """Return a task, track or measure with what is not crossed off; ``None`` when nothing is left of it."""
        measure = self.by_point.get(id(point))
        if measure is not None:
            return self._measure(measure, theme) if measure.closed is None else None
        items = [self._kept(item, point.theme or theme) for item in point.items]
        kept = [item for item in items if item is not None]
        return Noted({**self._fields(point, theme, kept)}, [self._origin_of(point)]) if kept else None

    def _measure(self, measure: Measure, theme: str | None) -> Noted:
        point = measure.point
        fields = {"id": measure.id, **self._fields(point, theme)}
        note = self._origin(measure)
        if measure.status == DONE:
            note += "，已完成，待销号"
            if measure.deadline and "deadline" not in fields and id(measure.deadline) in self.overdue:
                fields["deadline"] = self._deadline(measure.deadline)  # the one above it is to be set anew
                fields = {name: fields.pop(name) for name in _FIELDS if name in fields} | fields
        elif self._is_overdue(measure):
            note += "，逾期，请重定时限" if point.deadline else "，逾期"
        return Noted(fields, [note])

    def _fields(self, point: Point, theme: str | None, kept: list[Noted] | None = None) -> dict[str, Any]:
        """Return the fields of a point as typed; ``kept`` are the items of its list when some of them may be gone."""
        made: dict[str, Any] = {}
        for name in _FIELDS:
            value = getattr(point, name)
            if name == "text" and value is None and point.claim is None and point.lead is None and point.wording:
                value = next((text for text in (point.wording.notice, *vars(point.wording).values()) if text), None)
            if name == "deadline" and value is not None:
                made[name] = self._new_deadline(value)
            elif value is not None and value != []:
                said = partial(self.carrier.task, point=point, theme=theme) if name in _SAID else self.carrier.note
                made[name] = _typed(value, said)
                if name in _ALONE and len(value) == 1:
                    made[name] = made[name][0]
        for name in _LISTS:
            if name in point.model_fields_set and (kept is None or name == point.list_name):
                below = [self._below(inner, point.theme or theme) for inner in getattr(point, name)]
                made[name] = below if kept is None else kept
        if point.after is not None:
            made["after"] = self.carrier.task(point.after, point, theme)
        return made

    def _below(self, point: Point, theme: str | None) -> Any:
        """Return a point below a measure."""
        fields = self._fields(point, theme)
        return fields["text"] if list(fields) == ["text"] else fields

    def _new_deadline(self, deadline: Deadline) -> Any:
        """Return a deadline; a gap for one that has passed."""
        if id(deadline) not in self.overdue:
            return self._deadline(deadline)
        due = deadline.due(self.plan.year).date
        words = str(deadline.words)
        return Noted(GAP, beside=f"原定{words}" + (f"（{due}）" if due and words != chinese_date(due) else ""))

    def _deadline(self, deadline: Deadline) -> Any:
        typed = _typed(deadline, self.carrier.text)
        return self.carrier.text(self.carrier.phrase(deadline)) if isinstance(typed, str) else typed

    # --- places

    def _is_overdue(self, measure: Measure) -> bool:
        return measure.closed is None and measure.standing(self.day) == OVERDUE

    def _origin(self, measure: Measure) -> str:
        return self._origin_of(measure.point)

    def _origin_of(self, point: Point) -> str:
        place = point.place()
        where = f"{self.file}:{place.line} " if place.line else ""
        return f"来自 {where}{place.path}"


def _typed(value: Any, say: Callable[[Text], str]) -> Any:
    """Return a value of a plan as it is typed, its texts as ``say`` gives them."""
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, list):
        return [_typed(item, say) for item in value]
    if isinstance(value, Block):
        fields = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
        given = {type(value).model_fields[n].alias or n for n in value.model_fields_set}
        made = {key: _typed(inner, say) for key, inner in fields.items() if key in given and inner is not None}
        only = list(made) == [value.text_field]
        return made[value.text_field] if only else Inline(made)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _section(value: Any, *notes: str) -> Noted | None:
    """Return a block at the top of the file, a blank line and comments before it; none when it is empty."""
    return Noted(value, ["", *notes]) if value else None


def _task_of(measure: Measure) -> Point:
    return (*measure.above, measure.point)[0]


def _theme_of(measure: Measure) -> str | None:
    return next((p.theme for p in (measure.point, *reversed(measure.above)) if p.theme), None)


def _opening(found: Counts, day: datetime.date) -> str:
    """Return the sentence that says how the plan before stands; what there is none of is not said."""
    head = f"截至{chinese_date(day)}，上一阶段部署的【上期措施】措施"
    if found.done == found.measures:
        return f"{head}已全部完成。"
    parts = [
        ("已完成【上期已完成】", found.done),
        ("正在推进【上期推进中】", found.active),
        ("尚未启动【上期未启动】", found.waiting),
        ("逾期未完成【上期逾期】", found.overdue),
    ]
    return f"{head}，{'、'.join(words for words, number in parts if number)}。"
