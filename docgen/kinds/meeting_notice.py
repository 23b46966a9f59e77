"""The meeting notice (会议通知): what, when, where, who, what to bring and how to answer, in the dress of a notice."""

from __future__ import annotations

from typing import Any

from docgen.kinds.arrange import Kind
from docgen.kinds.compose import Composer
from docgen.kinds.dress import SENT_FIELDS, SentContext, dress
from docgen.kinds.notice import LISTS


class MeetingNoticeContext(SentContext):
    """What a meeting notice template receives beside the facts."""


def _front(composer: Composer) -> dict[str, Any]:
    notice = composer.plan.meeting_notice
    assert notice is not None
    return dress(composer, notice)


MEETING_NOTICE = Kind(
    name="meeting_notice",
    term="会议通知",
    lists=LISTS,
    front=_front,
    fields=SENT_FIELDS,
    needs=("name", "time", "place_"),
    context=MeetingNoticeContext,
)
