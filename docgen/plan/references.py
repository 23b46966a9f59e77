"""References in prose: 【name】 looked up, never computed.

`Resolver` knows the plan's registers; what only the point at
hand knows (its theme, its units, how many items follow) comes in a `Scope`.

Codes: P200-P229.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.errors import over
from docgen.findings import MOST_ALIKE, Finding, Place, Severity, nearest
from docgen.limits import IN_FORCE
from docgen.marked import CLOSE, OPEN, gap, seen
from docgen.numerals import FormError, numeral
from docgen.numerals import count as counted
from docgen.patterns import late
from docgen.plan.brackets import Hole, Reference, Segment, parse
from docgen.plan.documents import Attachment, MeetingTime, Person
from docgen.plan.fields import BLOCKS, GAP, SHOWN, term_of
from docgen.plan.figures import WHOLE, Worth, computed, shown, worth_of
from docgen.plan.marks import Text, find, place_of
from docgen.plan.model import Plan
from docgen.plan.registers import Figure, Theme
from docgen.plan.standing import COUNTS, DATED, Counts, counts
from docgen.quantities import Quantity, parse_quantity

if TYPE_CHECKING:
    from docgen.plan.origins import Tracer

COUNT = "数"
OWN = ("主题", "牵头单位", "责任单位", "配合单位", "完成时限", "议定")
MEETING = {
    "会议名称": "name",
    "会议时间": "time",
    "开会时间": "time",
    "会议地点": "place_",
    "主持人": "chair",
    "记录人": "recorder",
    "会议议题": "agenda",
    "参会人员": "participants",
    "携带材料": "bring",
    "报名方式": "reply",
    "参会要求": "notes",
    "听取汇报": "heard",
}
_NUMBERED = ("会议议题", "携带材料", "参会要求")
COUNTED = ("themes", *BLOCKS, "attendees", "observers", "absentees", "attachments")
_NEAR = 20  # characters of a text that a finding quotes
_GAPS = late(f"({OPEN}[^{CLOSE}]*{CLOSE})")
_YEAR = late(r"(?:19|20)\d\d")
_WAITING = late("待[补填定]|待[补填].*|待核实|待确认")


@dataclass(slots=True)
class Scope:
    """What a text may refer to beside the registers.

    Attributes:
        own: Values of the point's own fields, by their Chinese term; ready to print.
        count: Items of the list that the text announces; ``None`` when there is none to announce.
        announces: The count announces a list, so that a list of one loses the sentence that holds 【数】.
        used: Own fields that the text has named so far.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    count: int | None = None
    announces: bool = True
    used: set[str] = field(default_factory=set)


class Resolver:
    """Turns texts of one plan into words; collects what it could not find."""

    def __init__(
        self,
        plan: Plan,
        attachments: Sequence[Attachment] | None = None,
        tracer: Tracer | None = None,
        day: datetime.date | None = None,
    ) -> None:
        """Look names up in ``plan``, and 【附件id】 in the attachments of the document; ``None``: it can have none.

        ``day`` is that of the document, on which measures are overdue or not.

        With a ``tracer``, words come with the numbers of their origins.
        """
        self.plan, self._tracer = plan, tracer
        self._limits = IN_FORCE.get()
        self.attachments = attachments
        self.day = day
        self._counts: Counts | None = None
        self.findings: list[Finding] = []
        self._values: dict[str, str] = {}
        self._worths: dict[str, Worth] = {}  # of the computed figures
        self._open: list[str] = []
        self._printed = 0

    def words(self, text: Text | str | None, scope: Scope | None = None) -> str:
        """Return the text with every reference replaced; gaps are marked.

        A list of one item needs no announcement: the sentence that holds 【数】 goes.
        """
        if text is None:
            return ""
        if text.strip() == GAP:
            return self._with_gaps(GAP, _field_name(text), None, text)
        scope = scope or Scope()
        segments, faults = parse(text)
        for code, start in faults:
            self._report(code, find(text, "【", start), words=str(text)[start : start + _NEAR])
        if any(_is_count(s) for s in segments):
            if scope.count is None:
                self._report("P204", _find(text, next(s for s in segments if _is_count(s))))
            elif scope.count <= 1 and scope.announces:
                segments = _without_count(segments)
        printed, nesting = "", _Nesting()
        at = 0  # behind what was found of the text
        for segment in segments:
            if isinstance(segment, str):
                at = text.find(segment, at)
                printed += self._tracer.numbered(segment, text, at) if self._tracer else segment
                at += len(segment)
            else:
                printed += nesting.fitted(self._value(segment, text, scope))
            nesting.follow(printed)
            if len(printed) > self._limits.grown_length:
                raise over("P217", place_of(text), self._limits, "grown_length")
        self._printed += len(printed)
        if self._printed > self._limits.document_length:
            raise over("P218", place_of(text), self._limits, "document_length")
        return printed.strip()

    def value(self, text: Text | str | None, what: str) -> str:
        """Return a value of a field (unit, date, place) in which a lone ？ stands for a gap named ``what``."""
        if text is None:
            return ""
        words = GAP if text.strip() == GAP else self.words(text)
        return self._with_gaps(words, what, None, text)

    def _value(self, segment: Reference | Hole, text: str, scope: Scope) -> str:
        if isinstance(segment, Hole):
            self._gap(segment.what, _find(text, segment))
            return gap(segment.shown or f"【待填：{segment.what}】")
        name = segment.name
        if name == COUNT:
            return counted(scope.count or 0)
        if name.startswith((COUNT + ":", COUNT + "：")):
            return self._count_of(name[2:].strip(), segment, text)
        if name in OWN or name in MEETING:
            return self._field(name, segment, text, scope)
        if name in self.plan.names:
            return self._register(name, "")
        if name in self.plan.figures:
            form = segment.option or self.plan.figures[name].show or ""
            if form in SHOWN:
                return self._formed(name, form)
            if form not in ("", COUNT, WHOLE):
                self._report("P209", _find(text, segment), option=form, known="、".join(SHOWN))
            return self._register(name, COUNT if form == COUNT else "")
        if name in COUNTS:
            return self._count_of_measures(name, segment)
        if name.startswith("附件"):
            return self._attachment(name.removeprefix("附件"), segment, text)
        if _WAITING.fullmatch(name):
            return self._value(Hole(name, segment.option, segment.words, segment.nth), text, scope)
        if _YEAR.fullmatch(name):
            self._report("P219", _find(text, segment), name=name)
        elif name:
            known = [*self.plan.names, *self.plan.figures, *OWN, *MEETING, *COUNTS]
            self._report("P201", _find(text, segment), name=name, near=nearest(name, known))
        return segment.words

    def _field(self, name: str, segment: Reference, text: str, scope: Scope) -> str:
        scope.used.add("牵头单位" if name == "责任单位" else name)
        value = scope.own.get(name, "") if name in OWN else self._meeting(name)
        if not value and segment.option:
            return segment.option
        if not value:
            self._report("P205", _find(text, segment), name=name)
            return segment.words
        return value

    def _meeting(self, name: str) -> str:
        given = getattr(self.plan.meeting, MEETING[name], None)
        if isinstance(given, MeetingTime):
            return self.value(given.announced if name == "开会时间" else given.words, name)
        if isinstance(given, Person):
            return self.value(given.post, f"{name}职务") + self.value(given.name, name)
        if not isinstance(given, list):
            return self.value(given, name)
        words = [self.value(line, name).rstrip("。；，") for line in given]
        if name in _NUMBERED and len(words) > 1:
            return "；".join(f"（{numeral(n)}）{line}" for n, line in enumerate(words, 1))
        return "，".join(words)

    def holds(self, text: str) -> bool:
        """True when the plan has what a text of ours says about the meeting."""
        references = [s for s in parse(text)[0] if isinstance(s, Reference)]
        names = {s.name for s in references if not s.option} & MEETING.keys()
        return all(getattr(self.plan.meeting, MEETING[name], None) for name in names)

    def _attachment(self, id_: str, segment: Reference, text: str) -> str:
        """Return 附件 when it is the only one, else 附件 and its number."""
        if self.attachments is None:
            self._report("P207", _find(text, segment), name=segment.name)
            return segment.words
        numbers = {str(a.id): str(n) for n, a in enumerate(self.attachments, 1) if a.id}
        if id_ not in numbers and id_.isdecimal() and 1 <= int(id_) <= len(self.attachments):
            numbers[id_] = str(int(id_))  # by its number
        if id_ in numbers:
            return "附件" + (numbers[id_] if len(self.attachments) > 1 else "")
        self._report("P206", _find(text, segment), name=segment.name, near=nearest(id_, numbers))
        return segment.words

    def _count_of(self, name: str, segment: Reference, text: str) -> str:
        if name == "themes":
            return counted(len(self.plan.themes))
        if name in BLOCKS:
            return counted(len(self.plan.block(name)))
        if name == "attachments":
            return counted(len(self.attachments or ()))
        if name in COUNTED:
            return counted(len(getattr(self.plan.meeting, name, [])))
        self._report("P208", _find(text, segment), name=name, near=nearest(name, COUNTED), known=", ".join(COUNTED))
        return segment.words

    def _count_of_measures(self, name: str, segment: Reference) -> str:
        """Return how many measures stand so on the day of the document; what hangs on a day that is not known is a gap."""
        if self.day is None and name in DATED:
            self._gap(name, Place())
            return gap(f"【待填：{name}】")
        if self._counts is None:
            self._counts = counts(self.plan, self.day)
        return f"{getattr(self._counts, COUNTS[name])}{'' if segment.option == COUNT else '项'}"

    def label(self, theme: Theme) -> str:
        """Return the words printed for a theme; 【数】 in them counts its parts."""
        return self.words(theme.label or theme.id, Scope(count=len(theme.parts) or None, announces=False))

    # --- registers

    def _register(self, name: str, option: str) -> str:
        key = f"{name}|{option}"
        if key not in self._values:
            if len(self._open) >= self._limits.name_depth:
                self._report(
                    "P216",
                    place_of(self._declared(name)),
                    name=name,
                    limit=self._limits.name_depth,
                    budget="name_depth",
                )
                return f"【{name}】"
            if name in self._open:
                self._report("P210", place_of(self._declared(name)), name=name, circle=" → ".join([*self._open, name]))
                return f"【{name}】"
            self._open.append(name)
            self._values[key] = self._traced(name, self._compute(name, option))
            self._open.pop()
        return self._values[key]

    def _traced(self, name: str, words: str) -> str:
        declared = self._declared(name)
        return self._tracer.computed(words, declared) if self._tracer and isinstance(declared, Text) else words

    def _declared(self, name: str) -> object:
        entry = self.plan.names.get(name) or self.plan.figures[name]
        if entry.value is not None:
            return entry.value
        terms = entry.terms if isinstance(entry, Figure) else []
        return terms[0] if terms else None

    def _compute(self, name: str, option: str) -> str:
        if name in self.plan.names:
            entry = self.plan.names[name]
            return self._with_gaps(self._raw(entry.value), name, entry.shown, entry.value)
        figure = self.plan.figures[name]
        if figure.value is None:
            return self._computed(name, figure, option)
        words = str(figure.value).strip().replace("?", GAP)
        if option == COUNT:
            if GAP not in words and parse_quantity(words) is None:
                self._report("P212", place_of(figure.value), name=name, value=words, owner=f"【{name}｜{COUNT}】")
            words = _number_only(words)
        return self._with_gaps(self._raw(figure.value.with_value(words)), name, figure.shown, figure.value)

    def _raw(self, value: Text) -> str:
        """Return the words of a register's value with its gaps as typed; a half-width ? in front is meant as one."""
        words = value.strip()
        return GAP if words in ("?", GAP) else self.words(value.with_value(re.sub(r"^\?", GAP, words)))

    def _with_gaps(self, words: str, name: str, shown: Text | None, at: object) -> str:
        parts = _GAPS.split(words)
        if not any(GAP in part for part in parts if not part.startswith(OPEN)):
            return words
        self._gap(name, place_of(at))
        mark = gap(str(shown) if shown else f"【待填：{name}】")
        return "".join(part if part.startswith(OPEN) else part.replace(GAP, mark) for part in parts)

    def _formed(self, name: str, form: str) -> str:
        """Return a figure in a rounded form; as it stands in the register where it is a gap or a fault."""
        plain = self._register(name, "")
        key = f"{name}|{form}"
        if OPEN not in plain and "【" not in plain and key not in self._values:
            self._values[key] = self._traced(name, self._shown(name, form, seen(plain)))
        return self._values.get(key, plain)

    def _shown(self, name: str, form: str, plain: str) -> str:
        place = place_of(self._declared(name))
        quantity = parse_quantity(plain)
        is_growth = self.plan.figures[name].growth is not None
        worth = self._worths.get(name) or (worth_of(quantity, is_growth) if quantity else None)
        if worth is None:
            self._report("P212", place, name=name, value=plain, owner=f"【{name}｜{form}】")
            return plain
        try:
            return shown(worth, form, self.plan.figures[name].digits)
        except FormError as exc:
            self._report("P281", place, name=name, form=form, **exc.details)
            return plain

    def _computed(self, name: str, figure: Figure, option: str) -> str:
        found = [self._quantity(term, name) for term in figure.terms]
        terms = [quantity for quantity in found if isinstance(quantity, Quantity)]
        units = [q.scale + q.unit if isinstance(q, Quantity) else q for q in found]
        unit = figure.unit or next(filter(None, units), "")
        if len(terms) < len(figure.terms):
            return gap(str(figure.shown) if figure.shown else f"【待填：{name}】") + ("" if option == COUNT else unit)
        if len({t.unit for t in terms}) > 1:
            self._report(
                "P211",
                place_of(figure.terms[0]),
                name=name,
                units="、".join(dict.fromkeys(t.unit or "—" for t in terms)),
            )
            return f"【{name}】"
        try:
            self._worths[name] = computed(figure, terms)
        except ZeroDivisionError:
            code = "P213" if figure.percent is not None else "P282"
            self._report(code, place_of(figure.terms[1]), name=name, whole=str(figure.terms[1]))
            return f"【{name}】"
        except FormError as exc:
            self._report("P281", place_of(figure.terms[1]), name=name, form="增长", **exc.details)
            return f"【{name}】"
        result = self._worths[name].quantity
        if figure.percent is not None and terms[0].amount > terms[1].amount:
            self._doubt("P215", figure.percent, name=name)
        if not figure.unit and result.number < 0:
            self._doubt("P214", figure.terms[0], name=name, value=str(result))
        return f"{result.number:f}{result.scale}" if option == COUNT else str(result)

    def _quantity(self, term: Text, owner: str) -> Quantity | str:
        """Return the value of a term; its unit alone when it is a gap or a fault."""
        name = str(term).strip()
        if name not in self.plan.figures:
            if re.search("[，、]", name):
                self._report("P194", place_of(term), words=name)
            else:
                self._report("P201", place_of(term), name=name, near=nearest(name, self.plan.figures))
            return ""
        figure = self.plan.figures[name]
        printed = seen(self._register(name, ""))
        if figure.value is not None and GAP in figure.value:
            return str(figure.value).replace(GAP, "").strip()
        quantity = parse_quantity(printed)
        if quantity is None and "【" not in printed:
            self._report("P212", place_of(figure.value), name=name, value=printed, owner=owner)
        return quantity or ""

    # --- findings

    def _gap(self, what: str, place: Place) -> None:
        self.findings.append(Finding("P230", place, {"name": what}, Severity.WARNING))

    def _doubt(self, code: str, at: object, **args: object) -> None:
        self.findings.append(Finding(code, place_of(at), args, Severity.WARNING))

    def _report(self, code: str, place: Place, **args: object) -> None:
        self.findings.append(Finding(code, place, args))


def holes_of(text: str, names: Collection[str]) -> list[Hole]:
    """Return what a text leaves open on the spot: 【？what】, and 【待补】 and its like that are no ``names`` of a register."""
    segments = parse(text)[0]
    waiting = (s for s in segments if isinstance(s, Reference) and s.name not in names and _WAITING.fullmatch(s.name))
    return [*(s for s in segments if isinstance(s, Hole)), *(Hole(s.name, s.option, s.words, s.nth) for s in waiting)]


def unknown_references(texts: Iterable[Text], names: Collection[str]) -> list[Finding]:
    """Return a finding for each reference that is neither in the registers (``names``) nor a word of ours."""
    known = {*names, *OWN, *MEETING, *COUNTS}
    unknown = (
        (text, segment)
        for text in texts
        for segment in parse(text)[0]
        if isinstance(segment, Reference)
        and segment.name
        and segment.name not in known
        and not _WAITING.fullmatch(segment.name)
        and not _YEAR.fullmatch(segment.name)
        and not segment.name.startswith((COUNT, "附件"))
    )
    return [
        Finding("P201", _find(text, segment), {"name": segment.name, "near": nearest(segment.name, known)})
        for text, segment in itertools.islice(unknown, MOST_ALIKE)
    ]


def _is_count(segment: Segment) -> bool:
    return isinstance(segment, Reference) and segment.name == COUNT


def _find(text: str, segment: Segment) -> Place:
    mark = getattr(text, "mark", None)
    if mark is None or isinstance(segment, str):
        return Place()
    place: Place = mark.find(segment.words, segment.nth)
    return place


def _field_name(text: str) -> str:
    """Return what to call a gap that is the whole of a field: the field's own name."""
    mark = getattr(text, "mark", None)
    names = re.findall(r"[^.\[\]]+", mark.path) if mark else []
    words = [name for name in names if not name.isdigit()]
    return term_of(words[-1]) if words else "待补"


def _number_only(words: str) -> str:
    match = re.match(rf"[-\d.,{GAP}]+(?:万亿|百万|[千万亿])?", words)
    return match.group() if match else words


def _without_count(segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments without the sentence that holds 【数】."""
    sentences: list[list[Segment]] = [[]]
    for segment in segments:
        if not isinstance(segment, str):
            sentences[-1].append(segment)
            continue
        for piece in re.split("(?<=[。！？\n])", segment):
            sentences[-1].append(piece)
            if piece.endswith(("。", "！", "？", "\n")):
                sentences.append([])
    return [s for sentence in sentences if not any(map(_is_count, sentence)) for s in sentence]


_INNER = str.maketrans("“”", "‘’")
_INNER_TITLE = str.maketrans("《》", "〈〉")


class _Nesting:
    """Which quotes are open behind a text that grows (GB/T 15834-2011 4.8, 4.14)."""

    def __init__(self) -> None:
        self._quotes = self._titles = self._read = 0

    def follow(self, text: str) -> None:
        """Read what the text has grown by."""
        self._quotes += text.count("“", self._read) - text.count("”", self._read)
        self._titles += text.count("《", self._read) - text.count("》", self._read)
        self._read = len(text)

    def fitted(self, value: str) -> str:
        """Return a value as it is written inside what is open."""
        if self._quotes > 0:
            value = value.translate(_INNER)
        if self._titles > 0:
            value = value.translate(_INNER_TITLE)
        return value
