"""The one renderer of points: outline and facts in, a flat list of paragraphs out.

Every list of every kind passes through here. What differs between kinds is a table (`Kind.lists`) and the frame file beside the
template; what differs between lists is a marker, a form and a stop.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docgen.findings import Finding
from docgen.kinds.arrange import NEXT, Arrangement, Kind, Paragraph, Span
from docgen.kinds.said import Asked, Said
from docgen.kinds.sentences import before_stop, close, first_sentence, goes_on, joined, open_end
from docgen.marked import without_start
from docgen.numerals import LEVEL_MARKERS, MARKERS, Marker
from docgen.plan.brackets import Reference, parse
from docgen.plan.documents import Document, day_of
from docgen.plan.fields import FACT_BLOCKS
from docgen.plan.marks import Text
from docgen.plan.model import Frame, Plan
from docgen.plan.points import Deadline, OutlineItem, Point, Section, Series, Use
from docgen.plan.references import Resolver, Scope

if TYPE_CHECKING:
    from docgen.plan.origins import Tracer

_DEEPEST_LEVEL = max(LEVEL_MARKERS)
_DEEPEST_ROLE = 4
_Signs = Mapping[int, str]
_INSIDE_A_SENTENCE = ("，", "、")
_POINTS_IN_A_POINT = Arrangement("none")


@dataclass(slots=True)
class _Arranged:
    """A list ready to be set: its items, how they are marked, set and joined, and their heading level."""

    items: Sequence[Point]
    marker: Marker
    form: str
    stop: str
    level: int

    @property
    def inline(self) -> bool:
        return bool(self.items) and self.form == "inline"

    @property
    def apart(self) -> bool:
        return bool(self.items) and self.form != "inline"


class Composer:
    """Composes one document of a plan.

    Attributes:
        plan: The plan.
        kind: The kind of document.
        document: Its front matter and outline.
        frame: Default sentences of the template.
        resolver: Looks references up; its findings are the composer's.
        said: Identities of the points said so far.
    """

    def __init__(
        self, plan: Plan, kind: Kind, frame: Frame, tracer: Tracer | None = None, signs: _Signs | None = None
    ) -> None:
        """Prepare to compose a document of ``kind``; with a ``tracer``, words come with the numbers of their origins.

        ``signs`` are put before the first words of points, by identity.
        """
        self.plan = plan
        self.kind = kind
        self.frame = frame
        self.document: Document | None = getattr(plan, kind.name)
        self.resolver = Resolver(plan, getattr(self.document, "attachments", None), tracer, day_of(self.document))
        self._themes = dict(_themes(plan))
        self._bodies: dict[int, list[Paragraph]] = {}
        self.said: set[int] = set()
        self._signs = signs or {}
        parsed = [(clause, parse(clause)[0]) for clause in frame.note]
        self._clauses = [(clause, {s.name for s in found if isinstance(s, Reference)}) for clause, found in parsed]

    @property
    def findings(self) -> list[Finding]:
        """What was missing or unknown so far."""
        return self.resolver.findings

    # --- words

    def words(self, text: Text | None, own: Mapping[str, str] | None = None, count: int | None = None) -> str:
        """Return a text with its references replaced."""
        return self.resolver.words(text, Scope(own or {}, count))

    def lines(self, texts: Sequence[Text] | Text | None) -> list[str]:
        """Return texts as lines, empty ones left out; a text of several lines counts as several."""
        given = [texts] if isinstance(texts, Text) else texts or []
        words = [self.words(line) for text in given for line in _lines(text)]
        return [w for w in words if w]

    def own(self, point: Point) -> Mapping[str, str]:
        """Return what a point's own 【主题】【牵头单位】【配合单位】【完成时限】【议定】 print, each worked out when it is asked for."""
        theme = self.plan.theme(point.theme or self._themes.get(id(point)))

        def lead_unit() -> str:
            return self.units(point.lead_unit, "牵头单位")

        return Asked(
            {
                "主题": lambda: self.resolver.label(theme) if theme else "",
                "牵头单位": lead_unit,
                "责任单位": lead_unit,
                "配合单位": lambda: self.units(point.support_units, "配合单位"),
                "完成时限": lambda: self.deadline(point.deadline),
                "议定": lambda: without_start(self.words(point.decision), "会议"),
            }
        )

    def units(self, units: Sequence[Text], what: str) -> str:
        """Return units joined by 、."""
        return "、".join(self.resolver.value(unit, what) for unit in units)

    def deadline(self, deadline: Deadline | None) -> str:
        """Return a deadline as printed."""
        return self.resolver.value(deadline.words, "完成时限") if deadline else ""

    # --- documents and outlines

    def body(self, document: Document) -> list[Paragraph]:
        """Return the body of a document: its opening, then its outline, each the frame's when the plan has none."""
        if document.outline is None:
            items = [*(document.opening or self._sayable(self.frame.opening)), *self._sayable(self.frame.outline)]
        else:
            items = [*document.opening, *document.outline]
        return _ended_well(self.outline(items, 0))

    def _sayable(self, items: Sequence[OutlineItem]) -> list[OutlineItem]:
        """Return the items of a frame without the texts on what the plan does not know of the meeting."""
        said = [item for item in items if not isinstance(item, Text) or self.resolver.holds(item)]
        return [
            item.model_copy(update={"body": self._sayable(item.body)}) if isinstance(item, Section) else item
            for item in said
        ]

    def outline(self, items: Sequence[OutlineItem], level: int) -> list[Paragraph]:
        """Return the paragraphs of an outline below a heading of ``level`` (0: none)."""
        sections = [id(item) for item in items if isinstance(item, Section) and self._body_of(item, level + 1)]
        out: list[Paragraph] = []
        for index, item in enumerate(items):
            if isinstance(item, Text):
                count = self._count_after(items[index + 1 :], level)
                out += [self._prose(line, count) for line in _lines(item)]
            elif isinstance(item, Section):
                if id(item) in sections:
                    out += self._section(item, sections.index(id(item)), len(sections), level + 1)
            elif isinstance(item, Use):
                out += self._block(item, self.plan.block(item.use), item.use, level)
            elif not item.is_hollow:
                out += self._block(item, item.items, item.list_name, level)
        return [p for p in out if any(span.text for span in p.spans)]

    def _body_of(self, section: Section, level: int) -> list[Paragraph]:
        """Return what stands below a heading; nothing when its lists are empty and it has no prose."""
        if id(section) not in self._bodies:
            self._bodies[id(section)] = self.outline(section.body, level)
        return self._bodies[id(section)]

    def _count_after(self, items: Sequence[OutlineItem], level: int) -> int | None:
        """Return how many headings follow at this level, else how many items the next list has."""
        sections = [item for item in items if isinstance(item, Section)]
        if sections:
            return sum(bool(self._body_of(item, level + 1)) for item in sections)
        for item in items:
            if isinstance(item, Use):
                return len(self.plan.block(item.use))
            if isinstance(item, Point) and item.items:
                return len(item.items)
        return None

    def _prose(self, text: Text, count: int | None) -> Paragraph:
        return Paragraph("paragraph", 0, [Span("plain", close(self.words(text, count=count)))])

    def _section(self, section: Section, index: int, total: int, level: int) -> list[Paragraph]:
        number = _level_marker(level).of(index, total)
        scope = Scope({}, self._count_after(section.body, level), announces=False)
        heading = number + open_end(self.resolver.words(section.heading, scope))
        body = self._body_of(section, level)
        if section.form == "inline" and not body[0].role.startswith("heading"):
            label = Span("claim", heading.rstrip("：:") + "：")
            return [Paragraph(f"run_in{min(level, _DEEPEST_ROLE)}", level, [label, *body[0].spans]), *body[1:]]
        return [_heading(heading, level), *body]

    def _block(self, series: Use | Point, items: Sequence[Point], list_name: str, level: int) -> list[Paragraph]:
        """Return a fact block or a free point of an outline, with its announcement."""
        if isinstance(series, Use) and not items:
            return []
        listed = self._arrange(series, items, list_name, level)
        if isinstance(series, Point):
            return self._item(series, MARKERS["none"], 0, 1, level, "paragraphs", listed)
        intro = self.words(series.text, count=len(items))
        if listed.inline:
            spans = self._with_list([Span("plain", intro)], listed)
            return [Paragraph("paragraph", 0, _closed(_with_after(spans, self.words(series.after))))]
        out = [Paragraph("paragraph", 0, [Span("plain", close(intro))])] if intro else []
        out += self._apart(listed)
        return _after_apart(out, self.words(series.after))

    # --- lists

    def _arrange(
        self, series: Series, items: Sequence[Point], list_name: str, level: int, *, inner: bool = False
    ) -> _Arranged:
        """Return how a list is set: what the series says, else the habit of the kind."""
        habit = self.kind.lists.get(list_name, Arrangement("一是"))
        if inner and list_name == "points":
            habit = _POINTS_IN_A_POINT
        name = series.marker or habit.marker
        marker = _level_marker(level + 1) if name == NEXT else MARKERS[name]
        if marker.single == "要" and self.frame.decision and any(item.decision for item in items):
            marker = MARKERS["一是"]  # what was decided is not asked for: 一是会议同意, not 一要
        form = series.form or ("" if series.marker else habit.form) or ("paragraphs" if marker.level else "inline")
        return _Arranged(items, marker, form, series.stop or "。", marker.level or level)

    def _nested(self, point: Point, level: int, *, inline: bool = False) -> _Arranged:
        """Return how the list inside a point is set; inside a paragraph there is no next heading level."""
        listed = self._arrange(point, point.items, point.list_name, level, inner=True)
        return (
            replace(listed, marker=MARKERS["none"]) if inline and listed.marker.level and not point.marker else listed
        )

    def _apart(self, listed: _Arranged) -> list[Paragraph]:
        total = len(listed.items)
        sets = [
            self._item(item, listed.marker, index, total, listed.level, listed.form)
            for index, item in enumerate(listed.items)
        ]
        if listed.form == "paragraphs" and any(p and p[0].role.startswith("run_in") for p in sets):
            for paragraphs in sets:
                _as_run_in(paragraphs[0])
        if listed.stop != "。" and all(len(paragraphs) == 1 for paragraphs in sets):
            for paragraph in [paragraphs[0] for paragraphs in sets[:-1]]:
                paragraph.spans = _ended(paragraph.spans, joined(paragraph.spans[-1].text, listed.stop))
        return [paragraph for paragraphs in sets for paragraph in paragraphs]

    def _with_list(self, spans: list[Span], listed: _Arranged, *, noted: bool = True) -> list[Span]:
        """Return the spans with an inline list behind them; the end is open unless the items have stops of their own."""
        before = spans if listed.stop in _INSIDE_A_SENTENCE else _closed(spans)
        total = len(listed.items)
        series: list[Span] = []
        for index, item in enumerate(listed.items):
            said = self._inline(item, listed.marker.of(index, total), listed.level, noted=noted)
            if listed.stop == "。":
                series += _closed(said)
            else:
                last = index == total - 1
                series += _ended(said, open_end(said[-1].text) if last else joined(said[-1].text, listed.stop))
        return before + series

    # --- points

    def cell(self, point: Point) -> str:
        """Return all a point says as the text of a table cell: no ordinal, no note, no stop at the end."""
        return open_end("".join(span.text for span in self._inline(point, "", 0, noted=False)))

    def say(self, point: Point) -> Said:
        """Return the words of a point in this kind, and the note on who does it until when."""
        self.said.add(id(point))
        own = self.own(point)
        scope = Scope(own, len(point.items) or (0 if point.is_emptied else None))
        text = (getattr(point.wording, self.kind.name) if point.wording else None) or point.text
        lead = self.resolver.words(point.lead, scope)
        claim = self.resolver.words(point.claim, scope)
        rest = self.resolver.words(_one_line(text), scope)
        if not lead and not claim and not rest:  # its only sentence announced a list of one: then it counts
            rest = self.resolver.words(_one_line(text), replace(scope, announces=False))
        if not claim and not lead:
            claim, rest = first_sentence(rest)
        if self.kind.spoken and point.rationale:
            rest = close(self.resolver.words(point.rationale, scope)) + rest
        after = "" if point.is_emptied else self.resolver.words(point.after, scope)
        decision = self.words(self.frame.decision, own) if point.decision else ""
        sign = self._signs.get(id(point), "")
        lead, claim = (sign + lead, claim) if lead else (lead, claim and sign + claim)
        return Said(lead, claim, rest, after, decision, lambda: self._note(own, scope.used))

    def _note(self, own: Mapping[str, str], told: set[str]) -> str:
        """Return （责任单位：…；完成时限：…） without the clauses whose 【…】 the point's own words hold."""
        clauses = [
            self.words(clause, own)
            for clause, names in self._clauses
            if all(own.get(name) for name in names) and not names <= told
        ]
        return f"（{'；'.join(clauses)}）" if clauses else ""

    def _opening(self, said: Said, prefix: str) -> list[Span]:
        """Return the spans a point begins with, the last one's end open."""
        spans: list[Span] = []
        if said.lead and said.is_adverbial:
            spans.append(Span("plain", prefix + said.lead))
        elif said.lead:
            spans.append(Span("lead", prefix + said.lead))
        if said.claim:
            spans.append(Span("plain" if spans else "claim", said.claim if spans else prefix + said.claim))
        if said.rest:
            spans.append(Span("plain", said.rest if spans else prefix + said.rest))
        spans = spans or [Span("plain", prefix)]
        return [*(Span(s.face, close(s.text)) for s in spans[:-1]), spans[-1]]

    def _inline(self, point: Point, prefix: str, level: int, *, noted: bool = True) -> list[Span]:
        """Return a point as part of a paragraph, with all that is below it; its end is open."""
        said = self.say(point)
        listed = self._nested(point, level, inline=True)
        spans = self._opening(said, prefix + said.decision if noted else prefix)
        if point.items:
            spans = self._with_list(spans, listed, noted=noted)
        elif len(spans) == 1:
            spans = [Span("plain", spans[0].text)]
        return _noted(_with_after(spans, said.after), said.note if noted else "")

    def _item(
        self,
        point: Point,
        marker: Marker,
        index: int,
        total: int,
        level: int,
        form: str,
        listed: _Arranged | None = None,
    ) -> list[Paragraph]:
        """Return a point that begins a paragraph of its own, with all that is below it."""
        said = self.say(point)
        prefix = marker.of(index, total) + said.decision
        depth = marker.level or level
        # an only item has no ordinal, so that those below it take the level that it leaves free
        listed = listed or self._nested(point, depth - 1 if total == 1 and marker.level else depth)
        torn = listed.inline and listed.stop in _INSIDE_A_SENTENCE and not said.rest
        if form == "headings" and marker.level and not said.is_adverbial and (said.claim or said.lead) and not torn:
            out = self._headed(point, said, prefix, depth, listed)
        else:
            out = self._run_in(point, said, prefix, depth if marker.level else 0, listed)
        if listed.apart:
            out = _after_apart(out + self._apart(listed), said.after)
        return out

    def _headed(self, point: Point, said: Said, prefix: str, level: int, listed: _Arranged) -> list[Paragraph]:
        head = said.lead or said.claim
        rest = [Span("plain", text) for text in (said.claim if said.lead else "", said.rest) if text]
        if listed.apart and not rest and said.note:  # a note on all that follows stands with the heading
            return [_heading(prefix + open_end(head) + said.note, level)]
        spans = self._filled(point, rest or [Span("plain", "")], said, listed)
        out = [_heading(prefix + open_end(head), level)]
        return [*out, Paragraph("paragraph", 0, spans)] if any(s.text for s in spans) else out

    def _run_in(self, point: Point, said: Said, prefix: str, level: int, listed: _Arranged) -> list[Paragraph]:
        if listed.apart and said.is_adverbial and not said.claim and not said.rest:
            said = replace(said, lead=open_end(said.lead))  # nothing follows that it could run on into
        bare = not said.rest and not said.note and not (said.lead and said.claim)
        if level and listed.apart and bare:
            return [_heading(prefix + open_end(said.lead or said.claim), level)]
        spans = self._opening(said, prefix)
        spans = self._filled(point, spans, said, listed)
        if level:
            role = f"run_in{min(level, _DEEPEST_ROLE)}"
        else:
            role = "track" if said.lead else "item" if prefix else "paragraph"
        return [Paragraph(role, level, spans)]

    def _filled(self, point: Point, spans: list[Span], said: Said, listed: _Arranged) -> list[Span]:
        """Return a paragraph's spans with its inline list, its last words and its note, closed."""
        if listed.inline:
            spans = self._with_list(spans, listed)
        if not listed.apart:
            spans = _with_after(spans, said.after)
        if not any(s.text for s in spans):
            return [Span("plain", said.note)]
        return _closed(_noted(spans, said.note))


def _themes(plan: Plan) -> Iterator[tuple[int, str]]:
    """Yield the identity of each point below a themed one, and the theme it inherits."""

    def below(points: Sequence[Point], theme: str | None) -> Iterator[tuple[int, str]]:
        for point in points:
            if theme is not None:
                yield id(point), theme
            yield from below(point.items, point.theme or theme)

    for block in FACT_BLOCKS:
        yield from below(plan.block(block), None)


def _one_line(text: Text | None) -> Text | None:
    """Return the text of a point, which is one paragraph, without the line breaks it was typed with."""
    return text.with_value("".join(line.strip() for line in text.split("\n"))) if text is not None else None


def _lines(text: Text) -> list[Text]:
    return [text.with_value(line.strip()) for line in text.split("\n") if line.strip()]


def _level_marker(level: int) -> Marker:
    return LEVEL_MARKERS[min(level, _DEEPEST_LEVEL)]


def _heading(words: str, level: int) -> Paragraph:
    return Paragraph(f"heading{min(level, _DEEPEST_ROLE)}", level, [Span("claim", words)])


def _as_run_in(paragraph: Paragraph) -> None:
    """Let a bare heading look like its siblings, which run on into their text."""
    if paragraph.role.startswith("heading"):
        paragraph.role = paragraph.role.replace("heading", "run_in")
        paragraph.spans = _closed(paragraph.spans)


def _ended_well(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Let no paragraph end in a comma, and a series of paragraphs joined by ； end in a full stop."""
    for paragraph, following in itertools.zip_longest(paragraphs, paragraphs[1:]):
        last = paragraph.spans[-1].text
        series = following is not None and following.role == paragraph.role
        if last.endswith(("，", "、")) or (last.endswith("；") and not series):
            paragraph.spans = _ended(paragraph.spans, open_end(last) + "。")
    return paragraphs


def _ended(spans: list[Span], text: str) -> list[Span]:
    """Return the spans with the text of the last one replaced."""
    return [*spans[:-1], Span(spans[-1].face, text)]


def _with_after(spans: list[Span], words: str) -> list[Span]:
    """Return the spans with the words behind the last item; words that begin with a stop go on with the sentence."""
    if not words:
        return spans
    if goes_on(words):
        return [*_ended(spans, open_end(spans[-1].text)), Span("plain", words)]
    return [*_closed(spans), Span("plain", words)]


def _after_apart(paragraphs: list[Paragraph], words: str) -> list[Paragraph]:
    """Return the paragraphs of a list with the words behind it: a paragraph of their own, or the end of the last one."""
    if not words:
        return paragraphs
    if goes_on(words) and paragraphs:
        last = paragraphs[-1]
        last.spans = _closed(_with_after(last.spans, words))
        return paragraphs
    return [*paragraphs, Paragraph("paragraph", 0, [Span("plain", close(words))])]


def _closed(spans: list[Span]) -> list[Span]:
    return _ended(spans, close(spans[-1].text))


def _noted(spans: list[Span], note: str) -> list[Span]:
    """Return the spans with the note set before their last stop; it is never in the face of a claim."""
    last = spans[-1]
    if not note:
        return spans
    if last.face == "plain":
        return _ended(spans, before_stop(last.text, note))
    whole = before_stop(last.text, note)
    at = whole.rindex(note)
    return [*_ended(spans, whole[:at]), Span("plain", whole[at:])]
