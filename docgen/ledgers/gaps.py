"""What a plan leaves open, and the sheets in which those who know it fill it in.

A gap is what `docgen.checking.check_plan` tells with P230: a figure or a name of the registers, a field, a 【？what】 on the spot. What
hangs on another gap, such as a sum, is none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.checking import check_plan
from docgen.findings import Finding
from docgen.ledgers.workbook import Workbook
from docgen.marked import CLOSE, OPEN, seen
from docgen.plan.brackets import Hole, Reference, parse
from docgen.plan.fields import GAP, term_of
from docgen.plan.load import mark_tree, read_tree
from docgen.plan.marks import Mapping, Text, find, place_of
from docgen.plan.model import Plan
from docgen.plan.quoted import prose_of
from docgen.plan.references import COUNT, Resolver, holes_of
from docgen.plan.registers import Figure, Name
from docgen.plan.validate import PlanSource, load_plan
from docgen.plan.write import Steps
from docgen.sheets.description import Choice, Column, Highlight, Sheet, Styled, Value, letters
from docgen.sheets.written import write_sheets

NOBODY = "未明确填报单位"
KEY, UNIT, SENTENCE, LAST, OWNER = "编号", "单位", "所在语句", "上期", "填报单位"
ANSWER, SOURCE, AS_OF, REMARK = "填报值", "数据来源", "截至日期", "备注"
ASKED = ("序号", KEY, UNIT, "含义", SENTENCE, LAST)
FILLED_IN = (ANSWER, SOURCE, AS_OF, REMARK)
REGISTERS = ("names", "figures")
_TITLE = "待填数据表"
_HOW_TO = "黄色表头的四列请填写：填报值可连同单位填写，如“12.5公里”；截至日期如“2026年6月30日”。暂时不能填的留空，其他各列请勿改动。"
_WIDTHS = {"序号": 6, OWNER: 16, KEY: 17, UNIT: 11, "含义": 18, SENTENCE: 40, LAST: 11, ANSWER: 14, SOURCE: 18, AS_OF: 16, REMARK: 14}  # fmt: skip
_TITLE_PT, _NOTE_PT = 36.0, 24.0  # heights of the rows above
_CENTRED = ("序号", UNIT, LAST)
_UNFILLED = "FFFBE6"
_NO_NAME = re.compile("待[补填定]|待核实|待确认")
_SENTENCE = re.compile("(?:【[^【】]*】|[^。！？\n])+[。！？]?[”’）]*")
_OPEN = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
NAMELESS = "此处"  # what brackets without a name are called in their sentence


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the plan file where a gap is open.

    Attributes:
        steps: Where the text stands: keys and indexes from the root.
        text: The text.
        words: The brackets that leave it open; ``""`` when its ？ do.
        nth: Which of equal brackets of the text it is, from 0.
    """

    steps: Steps
    text: Text
    words: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known yet.

    Attributes:
        key: Its name in the registers or in 【？name】; the plan path of a field.
        unit: Its unit; the words around the ？ where that is no number.
        meaning: What is meant.
        sentence: Where the plan says it first, with the gap as 【待填：key】.
        last: What it was the last time.
        source: Where it comes from, as far as the plan says so already.
        owner: Who must fill it, as documents name the unit; 未明确填报单位 when the plan does not say.
        spots: Where it is open in the file; filling it fills all of them.
    """

    key: str
    unit: str
    meaning: str
    sentence: str
    last: str
    source: str
    owner: str
    spots: tuple[Spot, ...] = field(repr=False)

    @property
    def register(self) -> str:
        """``names`` or ``figures`` when it is an entry of a register, else ``""``."""
        spot = self.spots[0]
        return str(spot.steps[0]) if not spot.words and spot.steps[0] in REGISTERS else ""


@dataclass(frozen=True, slots=True)
class GapSheet(Workbook):
    """A workbook of gaps to fill in.

    Attributes:
        owner: Who must fill them; ``""`` when it holds the gaps of all.
        gaps: The gaps, in the order of the plan.
    """

    owner: str
    gaps: list[Gap]


def gap_sheets(plan: PlanSource) -> dict[str, GapSheet]:
    """Return a workbook for each who must fill gaps of a plan, with exactly these; no gap stands in two.

    Args:
        plan: Path of the plan file, or its data.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no plan, or has faults.
    """
    groups: dict[str, list[Gap]] = {}
    for gap in OpenPlan(tree_of(plan)).gaps():
        groups.setdefault(gap.owner, []).append(gap)
    return {owner: GapSheet(_book(gaps, owner), owner, gaps) for owner, gaps in groups.items()}


def gap_sheet(plan: PlanSource) -> GapSheet:
    """Return one workbook with all gaps of a plan, and a column that says who must fill each.

    Args:
        plan: Path of the plan file, or its data.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no plan, or has faults.
    """
    gaps = OpenPlan(tree_of(plan)).gaps()
    return GapSheet(_book(gaps, ""), "", gaps)


def tree_of(plan: PlanSource) -> Any:
    """Return the marked tree of a plan file or of its data."""
    if isinstance(plan, dict):
        return plan if isinstance(plan, Mapping) else mark_tree(plan)
    return read_tree(plan)[0]


# --- what is open


class OpenPlan:
    """A plan, and what it leaves open."""

    def __init__(self, tree: Any) -> None:
        """Read a plan from its marked tree.

        Raises:
            PlanError: It is no plan, or has faults.
        """
        self.plan: Plan = load_plan(tree)
        self.leaves = {_path(text): (steps, text) for steps, text in _leaves(tree, ())}
        self._tree = tree
        self._resolver = Resolver(self.plan)
        self._names = {*self.plan.names, *self.plan.figures}
        units = self.plan.units
        self._units = {str(other): str(unit.name) for unit in units for other in (*unit.short, *unit.also)}
        prose = [text for text in prose_of(self.plan) if not _path(text).startswith(REGISTERS)]
        self._sentences = [Text(words, text.mark) for text in prose for words in _SENTENCE.findall(text)]
        self._uses: dict[
            str, int
        ] = {}  # the first sentence that names an entry, or leaves 【？what】 open, as 【？what】
        for number, sentence in enumerate(self._sentences):
            for name in self._named_in(sentence):
                self._uses.setdefault(name, number)
        self._holes: dict[str, list[Spot]] = {}
        for steps, text in self.leaves.values():
            for hole in holes_of(text, self._names):
                self._holes.setdefault(hole.what, []).append(Spot(steps, text, hole.words, hole.nth))

    def gaps(self) -> list[Gap]:
        """Return the gaps of the documents, in the order of the plan, each once; then those of prose that only the ledger says."""
        found: dict[tuple[Spot, ...], Gap] = {}
        for finding in check_plan(self._tree):
            gap = self._gap(finding) if finding.code == "P230" else None
            if gap is not None:
                found.setdefault(gap.spots, gap)
        for entry in self.entries():
            if entry.key in self._uses and not holes_of(entry.spots[0].text, self._names):
                found.setdefault(entry.spots, entry)
        return list(found.values())

    def entries(self) -> list[Gap]:
        """Return what the registers leave open, also where no document says it."""
        found = ((name, steps, text) for steps, text in self.leaves.values() if (name := _entry(steps, text)))
        return [self._entry(name, steps, text) for name, steps, text in found if GAP in as_gap(text, steps)]

    def sentences(self) -> Iterator[str]:
        """Yield the sentences of the prose and of the names as far as they are known."""
        names = (entry.value for entry in self.plan.names.values())
        for sentence in (*self._sentences, *names):
            yield self._shown(sentence, None, "")

    def _gap(self, finding: Finding) -> Gap | None:
        """Return the gap of a finding; ``None`` when it is none of the plan file, or no gap of its own."""
        steps, text = self.leaves.get(finding.place.path, ((), Text("")))
        if not steps or place_of(text).file != finding.place.file:
            return None
        hole = next((h for h in holes_of(text, self._names) if _place(text, h) == finding.place), None)
        if hole is not None:
            return self._hole(hole, steps, text)
        name = _entry(steps, text)
        return self._entry(name, steps, text) if name else self._field(str(finding.args["name"]), steps, text)

    def _entry(self, name: str, steps: Steps, text: Text) -> Gap:
        value = as_gap(text, steps)
        unit = _unit(value, is_figure=steps[0] == "figures")
        sentence = self._first_use(name, value) or _with_mark(value, name)
        meaning, last, source, owner = self._told_of(steps)
        return Gap(name, unit, meaning, sentence, last, source, owner, (Spot(steps, text),))

    def _told_of(self, steps: Steps) -> tuple[str, str, str, str]:
        """Return meaning, last value, source and owner of what stands in a register; no more than 未明确填报单位 elsewhere."""
        entry: Name | Figure | None = None
        if steps[0] in REGISTERS:
            name = str(steps[1])
            entry = self.plan.names[name] if steps[0] == "names" else self.plan.figures[name]
        if entry is None:
            return "", "", "", NOBODY
        known = (entry.meaning, entry.last, entry.source, entry.owner)
        meaning, last, source, owner = (str(words or "").strip() for words in known)
        return meaning, last, source, self._units.get(owner, owner) or NOBODY

    def _hole(self, hole: Hole, steps: Steps, text: Text) -> Gap:
        """Return the gap of brackets: all of one name are one gap, those without a name one each."""
        own = Spot(steps, text, hole.words, hole.nth)
        if not _NO_NAME.fullmatch(hole.what):
            spots = tuple(self._holes[hole.what])
            number = self._uses.get(f"【？{hole.what}】")
            first = _sentence_of(spots[0])[0] if number is None else self._sentences[number]
            key = f"【？{hole.what}】" if hole.what in self._names else hole.what
            meaning, _, _, owner = self._told_of(spots[0].steps)
            return Gap(key, "", meaning, self._shown(first, hole.what, hole.what), "", "", owner, spots)
        beside = [h for h in holes_of(text, self._names) if _NO_NAME.fullmatch(h.what)]
        beside.sort(key=lambda h: at_of(text, h.words, h.nth))
        nth = f"#{beside.index(hole) + 1}" if len(beside) > 1 else ""
        path = _path(text)
        said, nth_said = _sentence_of(own)
        sentence = self._shown(said, (own.words, nth_said), NAMELESS)
        return Gap(f"{path}{nth}", "", _terms(steps), sentence, "", "", self._told_of(steps)[-1], (own,))

    def _field(self, term: str, steps: Steps, text: Text) -> Gap:
        value = as_gap(text, steps)
        marked = _with_mark(value, term)
        point = self._point_above(steps)
        if point is not None:
            said = self._shown(_first_sentence(point), None, "").rstrip("。")
            marked = f"{said}（{term}：{marked}）"
        unit = _unit(value, is_figure=False)
        return Gap(_path(text), unit, _terms(steps), marked, "", "", NOBODY, (Spot(steps, text),))

    def _point_above(self, steps: Steps) -> Text | None:
        """Return the text of the nearest point that a field belongs to."""
        for length in range(len(steps) - 1, 1, -1):
            node = self._tree
            for step in steps[:length]:
                node = node[step]
            for name in ("text", "claim", "heading") if isinstance(node, dict) else ():
                if isinstance(node.get(name), Text) and (*steps[:length], name) != steps:
                    return Text(node[name], node[name].mark)
        return None

    # --- sentences

    def _named_in(self, sentence: Text) -> Iterator[str]:
        for segment in parse(sentence)[0]:
            if isinstance(segment, Reference):
                yield segment.name
        for hole in holes_of(sentence, self._names):
            yield f"【？{hole.what}】"

    def _first_use(self, name: str, value: str) -> str:
        """Return the first sentence that names an entry of a register, else one that names what hangs on it."""
        wanted, met = {name}, {name}
        while wanted:
            numbers = [self._uses[other] for other in wanted if other in self._uses]
            if numbers:
                return self._shown(self._sentences[min(numbers)], name, name, value)
            wanted = {other for other in self._names - met if self._terms_of(other) & wanted}
            met |= wanted
        return ""

    def _terms_of(self, name: str) -> set[str]:
        """Return the names that an entry of a register is made of."""
        entry = self.plan.names.get(name) or self.plan.figures[name]
        named = {s.name for s in parse(entry.value or "")[0] if isinstance(s, Reference)}
        return named | {str(term).strip() for term in getattr(entry, "terms", ())}

    def _shown(self, sentence: Text, own: str | tuple[str, int] | None, label: str, value: str = GAP) -> str:
        """Return a sentence with its references as far as they are known, and every gap as 【待填：…】.

        Args:
            sentence: It.
            own: The gap that it is shown for: a name, or the one pair of brackets and which of equal ones it is.
            label: What that gap is called.
            value: What the register says of it, with its ？.
        """
        shown = ""
        for segment in parse(sentence)[0]:
            if isinstance(segment, str):
                shown += segment
            elif isinstance(segment, Hole) or holes_of(segment.words, self._names):
                what = segment.what if isinstance(segment, Hole) else segment.name
                shown += _mark(label if own in (what, (segment.words, segment.nth)) else what)
            elif segment.name == own:
                shown += _mark(label) if segment.option == COUNT else _with_mark(value, label)
            elif segment.name == COUNT:
                shown += segment.words
            else:
                name = segment.name
                words = self._resolver.words(segment.words)
                shown += seen(_OPEN.sub(lambda match, name=name: _told(match[1], name), words))  # type: ignore[misc]
        return shown.strip()


def _leaves(node: Any, steps: Steps) -> Iterator[tuple[Steps, Text]]:
    if isinstance(node, Text):
        yield steps, node
    items: Iterable[tuple[Any, Any]] = node.items() if isinstance(node, dict) else ()
    items = enumerate(node) if isinstance(node, list) else items
    for step, below in items:
        yield from _leaves(below, (*steps, step if isinstance(step, int) else str(step)))


def _path(text: Text) -> str:
    return text.mark.path if text.mark else ""


def _entry(steps: Steps, text: Text) -> str:
    """Return the name of the register's entry whose value a text is; ``""`` when it is none."""
    is_value = steps[0] in REGISTERS and (len(steps) == 2 or steps[2:] == ("value",))
    return str(steps[1]) if is_value else ""


def as_gap(text: str, steps: Steps) -> str:
    """Return a value with its gaps as full-width ？, as the plan takes it."""
    words = text.strip()
    if steps[0] == "figures":
        return words.replace("?", GAP)
    return re.sub(r"^\?", GAP, words) if steps[0] == "names" else words


def _unit(value: str, *, is_figure: bool) -> str:
    if is_figure and value.startswith(GAP) and value.count(GAP) == 1:
        return value[1:].strip()
    return "" if value == GAP else value


def _mark(label: str) -> str:
    return f"【待填：{label}】"


def _with_mark(value: str, label: str) -> str:
    return value.replace(GAP, _mark(label))


def _terms(steps: Steps) -> str:
    """Return where a field stands, in the words of those who fill it: 通知·发文字号."""
    words: list[str] = []
    for step in steps:
        if isinstance(step, str):
            words.append(term_of(step))
        elif words:
            words[-1] += str(step + 1)
    return "·".join(words)


def _place(text: Text, hole: Hole) -> Any:
    return find(text, hole.words, at_of(text, hole.words, hole.nth))


def at_of(text: str, words: str, nth: int) -> int:
    """Return where the ``nth`` of equal words of a text begins."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at


def _told(mark: str, name: str) -> str:
    """Return an open place as it is shown: under the name that the mark has, else that of the register."""
    return mark if mark.startswith("【待填：") else _mark(name)


def _sentence_of(spot: Spot) -> tuple[Text, int]:
    """Return the sentence that a pair of brackets stands in, and which of equal ones in it they are."""
    at = at_of(spot.text, spot.words, spot.nth)
    match = next(match for match in _SENTENCE.finditer(spot.text) if match.start() <= at < match.end())
    return Text(match[0], spot.text.mark), match[0].count(spot.words, 0, at - match.start())


def _first_sentence(text: Text) -> Text:
    match = _SENTENCE.search(text)
    return Text(match[0], text.mark) if match else text


# --- the sheet


def _book(gaps: Sequence[Gap], owner: str) -> bytes:
    heads = (*ASKED, *FILLED_IN) if owner else (ASKED[0], OWNER, *ASKED[1:], *FILLED_IN)
    title = f"{owner}{_TITLE}" if owner not in ("", NOBODY) else f"{_TITLE}（{owner}）" if owner else _TITLE
    wide = letters(len(heads))
    rows: list[list[Styled | None]] = [
        [Styled(title, "title")],
        [Styled(_HOW_TO, "note")],
        [Styled(head, "open" if head in FILLED_IN else "head") for head in heads],
    ]
    first, last = len(rows) + 1, len(rows) + max(len(gaps), 1)
    for number, gap in enumerate(gaps, 1):
        asked = (number, gap.key, gap.unit, gap.meaning, gap.sentence, gap.last)
        values: dict[str, Value] = {**dict(zip(ASKED, asked, strict=True)), OWNER: gap.owner, SOURCE: gap.source}
        rows.append([Styled(values.get(head), _style(head)) for head in heads])
    days, answers = (letters(heads.index(head) + 1) for head in (AS_OF, ANSWER))
    cells = f"{answers}{first}:{answers}{last}"
    sheet = Sheet(
        _TITLE,
        [Column(_WIDTHS[head]) for head in heads],
        rows,
        merged=[f"A{row}:{wide}{row}" for row in (1, 2)],
        frozen=f"A{first}",
        filtered=f"A{first - 1}:{wide}{last}",
        repeated=(first - 1, first - 1),
        choices=[Choice(f"{days}{first}:{days}{last}")],
        highlights=[Highlight(cells, f"LEN(TRIM({answers}{first}))=0", _UNFILLED)],
        heights={1: _TITLE_PT, 2: _NOTE_PT},
    )
    return write_sheets([sheet], title)


def _style(head: str) -> str:
    return "day" if head == AS_OF else "number" if head == "序号" else "centre" if head in _CENTRED else "text"
