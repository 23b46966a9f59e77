"""A plan composed once for many documents that differ in a few values.

The values of a row are laid over the plan's tree, and the document is composed like any other. Where all of them are plain words - no
stops, quotes or brackets, on which composing turns, and nothing that the plan says itself - this gives the same as composing once with
signs in their place and exchanging the signs, which takes a fraction of the time. Rows with other values are composed in full, and so are
some of the plain ones, to compare; all are where the width of a value counts, as in titles and tables.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docgen.api import as_built, template_dir
from docgen.errors import DocgenError, PlanError
from docgen.findings import Finding, Place, in_order
from docgen.kinds import find_kind
from docgen.limits import IN_FORCE, Limits
from docgen.marked import Marked
from docgen.plan.fields import GAP
from docgen.plan.load import parse_tree
from docgen.plan.marks import Mapping as Marks
from docgen.plan.marks import Mark, Source, Text
from docgen.plan.marks import Sequence as Listed
from docgen.plan.validate import load_plan
from docgen.press.template import Template, TemplateSource
from docgen.press.values import Composed
from docgen.quantities import parse_quantity

Steps = tuple[str | int, ...]
_FIRST, _LAST = "\U000f0000", "\U000f0001"  # private signs around the number of a column
_NUMBERS = 0xF0010
_SIGN = re.compile(f"{_FIRST}(.)\\1*{_LAST}")
_LENGTHS = (1, 99)  # of what stands between the signs: where these differ, a width or the words themselves count
_PLAIN = re.compile(
    r"[\u3400-\u5f84\u5f86-\u9fff\U00020000-\U0003ffffA-WYZa-wyz0-9]+"
)  # neither 待 nor X, which leave something open
_SOUGHT = re.compile("关于|通知|文件|附件|会议|纪要|[一二三四五六七八九十]是")  # words on which composing turns
_COMPARED = 200  # every so many rows one is composed both ways


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of a plan file, ready to travel.

    Attributes:
        text: Its characters, with plain line ends.
        file: What messages call it.
        rows: What messages call the values that are laid over it.
    """

    text: str
    file: str
    rows: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What only the same plan has."""
        return _digest(self.text), self.file, self.rows

    def tree(self) -> Any:
        """Return its marked tree."""
        return _tree(self.text, self.file, IN_FORCE.get())


@functools.lru_cache(maxsize=8)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@functools.lru_cache(maxsize=8)
def _tree(text: str, file: str, limits: Limits) -> Any:
    return parse_tree(text, file, limits)[0]


def laid_over(tree: Any, row: Mapping[Steps, str], file: str) -> Any:
    """Return a tree with other values; what is not on their way is shared.

    Args:
        tree: The marked tree of a plan.
        row: Values by their steps; a mapping that stands where a text goes gets it as its ``value``.
        file: What messages call the values.
    """
    for steps, value in row.items():
        tree = _with(tree, steps, value, file, ".".join(map(str, steps)))
    return tree


def _with(node: Any, steps: Steps, value: str, file: str, path: str) -> Any:
    if not steps:
        text = Text(value, Mark(Source(file, ""), 0, 0, path))
        if isinstance(node, Marks) and "value" in node:
            return _entered(node, "value", text)
        return text
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        listed = Listed(node)
        listed.mark = node.mark
        listed[step] = _with(node[step], rest, value, file, path)
        return listed
    node = node if isinstance(node, Marks) else Marks()
    return _entered(node, step, _with(node.get(step), rest, value, file, path))


def _entered(node: Marks, key: str, value: Any) -> Marks:
    made = Marks(node)
    made.mark = getattr(node, "mark", None) or Mark(Source("", ""), 0, 0, "")
    made[next((typed for typed in node if typed == key), Text(key, None))] = value
    return made


class Prepared:
    """One kind of document of one plan, for rows of the same columns."""

    def __init__(
        self, plan: PlanText, kind: str, template: TemplateSource | None, columns: tuple[Steps, ...], *, final: bool
    ) -> None:
        """Read template and plan; what is wrong is told by each document."""
        self._plan, self._kind, self._columns, self._final = plan, find_kind(kind), columns, final
        self._source = template
        self._template = Template(template if template is not None else template_dir() / f"{self._kind.name}.docx")
        self._units = _units_of(plan.tree(), columns)
        self._said = {text for text in _leaves(plan.tree()) if len(text) > 1} if columns else set()
        self._skeleton = self._compose_with_signs() if columns else None
        self._made = 0
        self._turn = threading.Lock()  # the values of one row at a time stand in the skeleton

    def make(self, row: Mapping[Steps, str]) -> tuple[bytes, list[Finding]]:
        """Return the document of a row, and what was noticed.

        Raises:
            PlanError: The plan cannot be composed with these values.
            GapError: It is to be final, and something is missing.
            TemplateError: The template cannot be used.
        """
        self._check_units(row)
        remarks: list[Finding] = []
        with self._turn:
            context, findings = self._composed(row)
            data = self._template.render(context, core=context["core"], undefined="collect", remarks=remarks)
        return data, in_order([*findings, *remarks]) if remarks else findings

    def _check_units(self, row: Mapping[Steps, str]) -> None:
        """Refuse a number that lacks the unit which the plan's figure has: it would be printed bare."""
        found = []
        for steps, unit in self._units.items():
            value = row[steps]
            said = parse_quantity(value)
            if GAP not in value and (unit not in value if said is None else not said.unit):
                args = {"value": value, "unit": unit, "name": str(steps[1])}
                found.append(Finding("O531", Place(self._plan.rows, path=".".join(map(str, steps))), args))
        if found:
            raise PlanError(found)

    def _composed(self, row: Mapping[Steps, str]) -> tuple[dict[str, Any], list[Finding]]:
        self._made += 1
        if self._skeleton is None or not self._is_plain(list(row.values())):
            return self._in_full(row)
        given = tuple(row[column] for column in self._columns)
        if self._made % _COMPARED in (1, 2):
            full = self._in_full(row)
            made = self._skeleton.filled(given)[0]
            if made != {name: full[0][name] for name in made}:
                self._skeleton = None  # something turns on these values after all
            return full
        return self._skeleton.filled(given)

    def _in_full(self, row: Mapping[Steps, str]) -> tuple[dict[str, Any], list[Finding]]:
        plan = load_plan(laid_over(self._plan.tree(), row, self._plan.rows))
        context, findings = as_built(plan, self._kind.name, self._source, final=self._final)
        return context, in_order([*plan.findings, *findings, *self._template.warnings])

    def _is_plain(self, values: list[str]) -> bool:
        """Return whether nothing turns on values: no sign or word in them, and no likeness to each other or to the plan."""
        if not all(_PLAIN.fullmatch(value) and not _SOUGHT.search(value) for value in values):
            return False
        if any(one in other for one, other in itertools.permutations(values, 2)):
            return False
        return not any(value in self._plan.text or any(said in value for said in self._said) for value in values)

    def _compose_with_signs(self) -> _Skeleton | None:
        if _FIRST in self._plan.text:
            return None
        try:
            short, long = (self._composed_with(length) for length in _LENGTHS)
        except DocgenError:
            return None  # a value of a form of its own, such as a date
        same = tuple(chr(_NUMBERS + at) for at in range(len(self._columns)))
        return short if _as_told(short.filled(same)) == _as_told(long.filled(same)) else None

    def _composed_with(self, length: int) -> _Skeleton:
        signs = (_FIRST + chr(_NUMBERS + at) * length + _LAST for at in range(len(self._columns)))
        context, findings = self._in_full(dict(zip(self._columns, signs, strict=True)))
        asked = self._template.names()
        if asked <= context.keys():
            context = {name: value for name, value in context.items() if name in asked or name == "core"}
        return _Skeleton(context, findings)


def _units_of(tree: Any, columns: Iterable[Steps]) -> dict[Steps, str]:
    """Return the units of those figures of a plan that columns stand for; one without a value or a unit may have any."""
    units: dict[Steps, str] = {}
    for steps in columns:
        if len(steps) == 2 and steps[0] == "figures":
            entry = tree["figures"][steps[1]] if steps[1] in (tree.get("figures") or {}) else None
            words = str((entry.get("value") if isinstance(entry, dict) else entry) or "")
            said = parse_quantity(words.replace(GAP, "1", 1))
            if said and said.unit:
                units[steps] = said.unit
    return units


def _as_told(composed: tuple[dict[str, Any], list[Finding]]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    return composed[0], [(finding.code, finding.args) for finding in composed[1]]


def _leaves(tree: Any) -> Iterator[str]:
    """Yield the texts of a plan's tree, keys left out."""
    for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        if isinstance(inner, str):
            yield str(inner)
        else:
            yield from _leaves(inner)


class _Skeleton:
    """Composed data with signs in place of values."""

    def __init__(self, context: dict[str, Any], findings: list[Finding]) -> None:
        self._context, self._findings = Composed(context), findings
        self._places = [(holder, key, text) for holder, key, text in _texts(self._context) if _FIRST in _raw(text)]
        self._told = any(_FIRST in str(value) for finding in findings for value in finding.args.values())

    def filled(self, values: tuple[str, ...]) -> tuple[dict[str, Any], list[Finding]]:
        """Return the data with values; they are good until the next are filled in."""
        exchange = functools.partial(_SIGN.sub, lambda sign: values[ord(sign[1]) - _NUMBERS])
        for holder, key, text in self._places:
            holder[key] = Marked(exchange(text.raw)) if isinstance(text, Marked) else exchange(text)
        return self._context, [_exchanged(f, exchange) for f in self._findings] if self._told else self._findings


def _exchanged(finding: Finding, exchange: Callable[[str], str]) -> Finding:
    args = {name: exchange(value) if isinstance(value, str) else value for name, value in finding.args.items()}
    return replace(finding, args=args)


def _raw(text: str) -> str:
    return text.raw if isinstance(text, Marked) else text


def _texts(data: Any) -> Iterator[tuple[Any, Any, str]]:
    """Yield every text of composed data, and where it stands: a mapping or list, and its key there."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if isinstance(value, str):
            yield data, key, value
        else:
            yield from _texts(value)
