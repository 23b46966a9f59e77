"""Where in a plan something was typed that its documents say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docgen.agreement.facts import DATE, UNIT, Fact, names_in
from docgen.agreement.passages import key_of, pairs_of
from docgen.api import compose, kinds_in
from docgen.findings import Place
from docgen.plan.fields import texts_within
from docgen.plan.marks import place_of
from docgen.plan.model import Plan, measures_of
from docgen.plan.points import Point
from docgen.plan.references import Resolver

_LIST = re.compile("[：；（）。\t]")  # around a list of units
_LONG_ENOUGH = 8  # characters of a sentence that is found nowhere else


@dataclass(frozen=True)
class Item:
    """A task or measure as a kind says it.

    Attributes:
        number: Its own number; ``above`` is that of its task, ``None`` for a task.
        words: Its claim.
        text: All it says.
        place: Where it stands in the plan.
    """

    number: int
    above: int | None
    words: str
    text: str
    place: Place

    @cached_property
    def keys(self) -> list[str]:
        """By each of which it is known: its claim, and its sentences."""
        sentences = [key_of(sentence) for sentence in self.text.split("。")]
        return [key_of(self.words), *(sentence for sentence in sentences if len(sentence) >= _LONG_ENOUGH)]


def items_of(plan: Plan, kind: str) -> Iterator[Item]:
    """Yield each task of a plan, and its measures behind it."""
    tasks: set[int] = set()
    for row, (measure, above) in zip(compose(plan, kind)["measures"], measures_of(plan), strict=True):
        task = (*above, measure)[0]
        if id(task) not in tasks:
            tasks.add(id(task))
            yield Item(id(task), None, row["task"], row["task"], task.place("tasks"))
        if measure is not task:
            yield Item(id(measure), id(task), row["claim"], row["measure"], measure.place("tasks"))


class Sources:
    """Finds the place of a fact in a plan.

    Attributes:
        plan: The plan.
        units: Every unit that answers for a measure or supports one, and every name of the register.
        official: The official name of every unit of the register, by each of its names.
        wrong: The place of each name that no document may use.
        deadlines: Every deadline as printed.
    """

    def __init__(self, plan: Plan) -> None:
        """Read the plan."""
        self.plan = plan
        context = compose(plan, kinds_in(plan)[0])
        self._figures = {str(words): name for name, words in context["figures"].items()}
        self._measures = [
            (key_of(row["claim"]), (measure, *reversed(above)))
            for row, (measure, above) in zip(context["measures"], measures_of(plan), strict=True)
        ]
        rows = [f"{row['lead_unit']}、{row['support_units']}" for row in context["measures"]]
        self.deadlines = {str(row["deadline"]) for row in context["measures"]}
        resolver = Resolver(plan)
        self.official: dict[str, str] = {}
        self.wrong: dict[str, Place] = {}
        for unit in plan.units:
            official = resolver.value(unit.name, "")
            for name in (unit.name, *unit.short, *unit.also):
                self.official.setdefault(resolver.value(name, ""), official)
            self.wrong |= {resolver.value(name, ""): place_of(name) for name in unit.also}
        self.units = {unit for row in rows for unit in names_in(row)} | set(self.official)

    def place(self, fact: Fact, passage: str, kind: str) -> Place:
        """Return where a fact was typed that the plan gives to a kind in a passage; else where the plan begins."""
        figure = None if fact.sort in (DATE, UNIT) else self._figure(fact, passage)
        place = figure or self._of_measure(fact, passage) or self._typed(fact.words, passage, kind)
        return place or Place(self.plan.place().file)

    def _figure(self, fact: Fact, passage: str) -> Place | None:
        """Return the place of the figure whose words the fact stands in, such as the 九 of 近九成."""
        for words, name in self._figures.items():
            at = passage.rfind(words, 0, fact.start + len(words)) if words else -1
            if at >= 0 and at <= fact.start < at + len(words):
                return self.plan.figures[name].place(f"figures.{name}")
        return None

    def said_in(self, passage: str, kind: str) -> Place:
        """Return the place of the measure that stands last in a passage, else of the text most like it."""
        chain = self._chain(passage)
        return chain[0].place("tasks") if chain else self._typed("", passage, kind) or Place(self.plan.place().file)

    def beside(self, fact: Fact, passage: str) -> Place:
        """Return the place of the units beside which a list of a document names one more; else where the plan begins."""
        before = passage[: fact.start]
        beside = names_in(_LIST.split(before)[-1] + _LIST.split(passage[fact.start :])[0])
        supports = "配合" in before[before.rfind("单位：") - len("配合") :]
        for point in self._chain(before):
            lists = (point.support_units, point.lead_unit) if supports else (point.lead_unit, point.support_units)
            if units := max(lists, key=lambda some: (sum(unit in beside for unit in some), bool(some))):
                return place_of(units[0])
        return Place(self.plan.place().file)

    def _chain(self, before: str) -> tuple[Point, ...]:
        """Return the measure that stands last in a text, and the points above it."""
        said = key_of(before)
        found = [(said.rfind(claim), chain) for claim, chain in self._measures if claim in said]
        return max(found, key=lambda row: row[0], default=(0, ()))[1]

    def _of_measure(self, fact: Fact, passage: str) -> Place | None:
        """Return the place of a unit or deadline of the measure that stands last before it."""
        if fact.sort not in (DATE, UNIT):
            return None
        return next((place for point in self._chain(passage[: fact.start]) if (place := _own(point, fact))), None)

    def _typed(self, words: str, passage: str, kind: str) -> Place | None:
        """Return the place of the text that holds the words and has most in common with the passage."""
        pairs = pairs_of(passage)
        texts = [*texts_within(getattr(self.plan, kind)), *texts_within(self.plan)]
        found = [(len(pairs & pairs_of(text)), text) for text in texts if words in text]
        best = max(found, key=lambda row: row[0], default=None)
        return None if best is None else place_of(best[1])


def _own(point: Point, fact: Fact) -> Place | None:
    if fact.sort == DATE and point.deadline and fact.words in point.deadline.words:
        return place_of(point.deadline.say)
    if fact.sort == UNIT:
        return next((place_of(u) for u in (*point.lead_unit, *point.support_units) if fact.words in u), None)
    return None
