"""Texts of a plan as the next plan can have them.

What lasts, the registers and a point's own fields, stays a reference; what does not, the meeting and the attachments, becomes the
words that it printed, and what printed nothing a gap.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from docgen.deadlines import understand
from docgen.kinds.sentences import first_sentence, open_end
from docgen.marked import CLOSE, OPEN, gap
from docgen.numerals import chinese_date
from docgen.plan.brackets import Hole, Reference
from docgen.plan.documents import Attachment
from docgen.plan.fields import BLOCKS, GAP
from docgen.plan.marks import Text
from docgen.plan.model import Plan
from docgen.plan.points import Deadline, Point
from docgen.plan.references import COUNT, Resolver, Scope
from docgen.plan.standing import COUNTS

_RELATIVE = ("今年", "本年", "当年", "明年", "后年")
_DECISION = "议定"  # of the old meeting
_FIRST, _LAST = "\ufdd2", "\ufdd3"  # around the number of what stays; noncharacters, which nobody types
_STAYS = re.compile(f"{_FIRST}(\\d+){_LAST}")
_GAP = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_NAMED_GAP = re.compile("【待填：(.*)】", re.DOTALL)


class Carrier(Resolver):
    """Turns texts of one plan into texts of the next."""

    def __init__(self, plan: Plan, as_of: datetime.date) -> None:
        """Carry texts of ``plan``; measures that evidence counts stand as on a day."""
        super().__init__(plan, day=as_of)
        self._year = as_of.year
        self._stays: Callable[[str], bool] = self._lasts
        self._left: list[str] = []  # references and gaps that stay, as typed
        self._papers: dict[str, str] = {}
        for document in plan.documents:
            self._note_papers(getattr(document, "attachments", []))

    def text(self, text: Text) -> str:
        """Return a text of a register or of front matter."""
        self._stays = lambda name: name == COUNT or self._lasts(name)
        return GAP if text.strip() == GAP else self._carried(self.words(text, Scope(count=2, announces=False)))

    def task(self, text: Text, point: Point, theme: str | None) -> str:
        """Return a text of a task, track or measure, or of a point below one; ``theme`` is the one that it is under."""
        if text.strip() == GAP:
            return GAP
        self._stays = self._is_registered
        own = {name for name, words in self._own(point, theme).items() if words and name != _DECISION}
        if point.items or point.is_emptied:
            own.add(COUNT)
        self._stays = lambda name: name in own or self._lasts(name)
        scope = Scope(self._own(point, theme), 2, announces=False)  # what announces the list stays
        return self._carried(self.words(_one_line(text), scope))

    def note(self, text: Text) -> str:
        """Return what a point says in other fields than its text, where nothing of its own can be referred to."""
        self._stays = self._lasts
        return GAP if text.strip() == GAP else self._carried(self.words(text, Scope(count=0, announces=False)))

    def evidence(self, text: Text, point: Point, theme: str | None) -> str:
        """Return a text of a task for an achievement or a problem: references to the registers stay, the rest is said."""
        self._stays = self._is_registered
        return self._carried(self._said(text, point, theme))

    def units(self, point: Point) -> str:
        """Return the lead units of a point for an achievement or a problem."""
        self._stays = self._is_registered
        return self._carried(self._own(point, None)["牵头单位"])

    def printed(self, text: Text, point: Point, theme: str | None) -> str:
        """Return a text of a task as it was printed, for use within a gap."""
        self._stays = lambda _: False
        words = self._said(text, point, theme)
        return re.sub("[【】｜|]", "", _STAYS.sub("…", _GAP.sub("…", words)))

    def _said(self, text: Text, point: Point, theme: str | None) -> str:
        scope = Scope(self._own(point, theme), len(point.items))
        one = _one_line(text)
        return self.words(one, scope) or self.words(one, replace(scope, announces=False))

    def phrase(self, deadline: Deadline) -> Text:
        """Return a deadline in words that mean the same day in the year of the next plan."""
        words, year = deadline.words, self._year
        say = words.strip()
        due = None if deadline.by or deadline.repeat else understand(say, self.plan.year).date
        if due is None or _day(say, year) == due:
            return words
        bare = next((say.removeprefix(word) for word in _RELATIVE if say.startswith(word)), say)
        tried = (bare, f"年{bare}", f"{due.year}{bare}", f"{due.year}年{bare}")
        return words.with_value(next((one for one in tried if _day(one, year) == due), f"{chinese_date(due)}前"))

    def _is_registered(self, name: str) -> bool:
        return name in self.plan.names or name in self.plan.figures

    def _lasts(self, name: str) -> bool:
        counted = re.fullmatch(f"{COUNT}[:：](.*)", name)
        if counted is not None:
            return counted[1].strip() in ("themes", *BLOCKS)
        return self._is_registered(name) or name in COUNTS

    def _own(self, point: Point, theme: str | None) -> dict[str, str]:
        """Return what a point's references to its own fields print."""
        found = self.plan.theme(point.theme or theme)
        lead = "、".join(self.value(unit, "牵头单位") for unit in point.lead_unit)
        return {
            "主题": self.label(found) if found else "",
            "牵头单位": lead,
            "责任单位": lead,
            "配合单位": "、".join(self.value(unit, "配合单位") for unit in point.support_units),
            "完成时限": self.value(self.phrase(point.deadline), "完成时限") if point.deadline else "",
            _DECISION: self.words(point.decision).removeprefix("会议"),
        }

    # --- how

    def _carried(self, words: str) -> str:
        """Return words as they are typed."""
        parts = _GAP.split(words)
        said = (_hole(part) if at % 2 else part.replace("【", "【【") for at, part in enumerate(parts))
        return _STAYS.sub(lambda match: self._left[int(match[1])], "".join(said))

    def _value(self, segment: Reference | Hole, text: str, scope: Scope) -> str:
        if isinstance(segment, Hole) or self._stays(segment.name):
            self._left.append(segment.words)
            return f"{_FIRST}{len(self._left) - 1}{_LAST}"
        words = super()._value(segment, text, scope)
        return gap(f"【待填：{segment.name}】") if words == segment.words else words

    def _attachment(self, id_: str, segment: Reference, text: str) -> str:
        return self._papers.get(id_, segment.words)

    def _note_papers(self, attachments: list[Attachment]) -> None:
        for number, paper in enumerate(attachments, 1):
            words = "附件" + (str(number) if len(attachments) > 1 else "")
            for id_ in (str(paper.id) if paper.id else "", str(number)):
                self._papers.setdefault(id_, words)


def claim_of(point: Point, say: Callable[[Text, Point], str]) -> str:
    """Return what a point says in short, without a stop: its lead, its claim, or its first sentence.

    Args:
        point: It.
        say: What makes words of a text of a point.
    """
    wording = [point.wording.notice, point.wording.speech, point.wording.minutes] if point.wording else []
    text = next((t for t in (point.text, *wording) if t is not None), None)
    lead = open_end(say(point.lead, point)) if point.lead is not None else ""
    runs_on = point.lead is not None and point.lead.rstrip().endswith(("，", "：", "、"))
    if lead and not runs_on:
        return lead
    if point.claim is not None:
        claim = open_end(say(point.claim, point))
    elif text is not None:
        claim = open_end(first_sentence(say(text, point))[0])
    else:
        claim = "、".join(filter(None, (claim_of(inner, say) for inner in point.items)))
    return "，".join(filter(None, (lead, claim)))


def _day(phrase: str, year: int) -> datetime.date | None:
    try:
        return understand(phrase, year).date
    except ValueError:  # 29 February
        return None


def _one_line(text: Text) -> Text:
    """Return a text of a point, which is one paragraph, without the line breaks it was typed with."""
    return text.with_value("".join(line.strip() for line in text.split("\n")))


def _hole(words: str) -> str:
    """Return a gap that was printed as one that is typed."""
    named = _NAMED_GAP.fullmatch(words)
    inner = re.sub("[【】｜|]", "", named[1] if named else words)
    return f"【？{inner}】" if named else f"【？待补｜{inner}】"
