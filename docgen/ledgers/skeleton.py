"""What lasts of the documents of a plan, and gaps for what the next ones say anew."""

from __future__ import annotations

import datetime
import re
from typing import Any

from docgen.ledgers.carried import Carrier
from docgen.plan.documents import Attachment, MeetingNotice, Minutes, Notice, Person, Sent, Speech
from docgen.plan.emit import Inline, Noted
from docgen.plan.fields import GAP
from docgen.plan.marks import Text
from docgen.plan.model import Plan

_AT_THE_MEETING = "【会议名称】"
_NO_MEETING = "【？会议名称】"
_TABLE_FIRST = "任务分工见【附件{id}】。现将有关事项通知如下："


def documents(plan: Plan, carrier: Carrier, day: datetime.date, stand: str) -> dict[str, Any]:
    """Return the documents of the next plan, and the meeting that some of them cannot do without.

    Args:
        plan: The plan before.
        carrier: What carries its texts over.
        day: Day on which the next plan begins.
        stand: Sentence that says how the plan before stands, for the speech.
    """
    made = _Skeleton(carrier, day)
    is_held = plan.meeting_notice is not None or plan.minutes is not None
    given = {
        "meeting": made.meeting() if is_held else None,
        "speech": made.speech(plan.speech, stand) if plan.speech else None,
        "notice": made.sent(plan.notice) if plan.notice else None,
        "meeting_notice": made.sent(plan.meeting_notice) if plan.meeting_notice else None,
        "minutes": made.minutes(plan.minutes) if plan.minutes else None,
    }
    notes = {
        "meeting": "会议：会议通知和纪要要用",
        "speech": "讲话稿：提纲用默认安排",
        "notice": f"通知：提纲用默认安排{_left_out(plan.notice)}",
        "meeting_notice": f"会议通知：会议的事写在上面的 meeting 里{_left_out(plan.meeting_notice)}",
        "minutes": "会议纪要：提纲用默认安排",
    }
    return {name: Noted(value, ["", notes[name]]) for name, value in given.items() if value is not None}


def _left_out(document: Sent | None) -> str:
    """Return a note on what of a notice belongs to the old one alone."""
    if document is None:
        return ""
    papers = "".join(f"《{paper.title}》" for paper in document.attachments if not paper.table)
    fields = {"份号": document.copy_number, "密级": document.classification, "紧急程度": document.urgency}
    left = [term for term, value in fields.items() if value is not None] + ([f"附件{papers}"] if papers else [])
    return f"；上期的{'、'.join(left)}没有带过来" if left else ""


class _Skeleton:
    """Front matter with what lasts."""

    def __init__(self, carrier: Carrier, day: datetime.date) -> None:
        self._carrier, self._day = carrier, day

    def meeting(self) -> dict[str, Any]:
        return {"name": GAP, "time": GAP, "place": GAP, "chair": Inline(post=GAP, name=GAP)}

    def speech(self, speech: Speech, stand: str) -> dict[str, Any]:
        subtitle = None
        if speech.subtitle is not None:
            subtitle = f"在{_NO_MEETING}上的讲话" if _AT_THE_MEETING in speech.subtitle else "【？副标题】"
        return {
            "title": "【？讲话标题】",
            "subtitle": subtitle,
            "speaker": self._person(speech.speaker),
            "date": GAP if speech.date else None,
            "salutation": self._text(speech.salutation),
            "opening": f"【？开场白】。{stand}",
        }

    def sent(self, document: Sent) -> dict[str, Any]:
        tables = [paper for paper in document.attachments if paper.table]
        shown = next((str(paper.id) for paper in tables if paper.id is not None), None)
        return {
            "issuing_authority": self._texts(document.issuing_authority),
            "masthead": self._texts(document.masthead),
            "document_number": self._number(document.document_number),
            **self._named(document),
            "addressees": [self._texts(group) for group in document.addressees] or None,
            "date_of_issue": GAP,
            "seal": "false" if not document.seal else None,
            "opening": _TABLE_FIRST.format(id=shown) if shown and isinstance(document, Notice) else None,
            "ending": self._text(document.ending),
            "attachments": [self._attachment(paper) for paper in tables] or None,
            "remark": self._text(document.remark),
            **self._imprint(document),
        }

    def _named(self, document: Sent) -> dict[str, Any]:
        if isinstance(document, MeetingNotice):
            return {}  # the meeting names it
        return {"subject": "【？事由】"} if document.subject else {"title": "【？标题】"}

    def minutes(self, minutes: Minutes) -> dict[str, Any]:
        return {
            "issuing_authority": self._texts(minutes.issuing_authority),
            "mark": self._text(minutes.mark),
            "number": self._number(minutes.number),
            "office": self._text(minutes.office),
            "date_of_issue": GAP,
            "title": "【？标题】" if minutes.title else None,
            **self._imprint(minutes),
        }

    def _imprint(self, document: Sent | Minutes) -> dict[str, Any]:
        return {
            "copy_to": self._texts(document.copy_to, alone=False),
            "printed_by": self._text(document.printed_by),
            "printed_on": GAP if document.printed_on else None,
        }

    def _attachment(self, paper: Attachment) -> Inline:
        return Inline(
            id=str(paper.id) if paper.id is not None else None,
            title=self._text(paper.title),
            table=str(paper.table),
            text=self._text(paper.text),
        )

    # --- values

    def _number(self, number: Text | None) -> str | None:
        """Return a number of this year, its own digits a gap: 砚政办发〔2027〕？号."""
        if number is None:
            return None
        head, year, tail = re.fullmatch(r"([^〔]*)(〔[^〕]*〕)?(.*)", self._carrier.text(number), re.DOTALL).groups()  # type: ignore[union-attr]
        return f"{head}〔{self._day.year}〕{re.sub(r'[0-9]+', GAP, tail)}" if year else GAP

    def _person(self, person: Person | None) -> Any:
        if person is None:
            return None
        post = self._text(person.post)
        name = self._carrier.text(person.name)
        return Inline(post=post, name=name) if post else name

    def _text(self, text: Text | None) -> str | None:
        return None if text is None else self._carrier.text(text)

    def _texts(self, texts: list[Text], *, alone: bool = True) -> Any:
        """Return texts as a list; one alone as it is, nothing when there are none."""
        words = [self._carrier.text(text) for text in texts]
        return (words[0] if alone and len(words) == 1 else words) or None
