"""The meeting notice (会议通知): what, when, where, who, what to bring and how to answer, in the dress of a notice."""

from __future__ import annotations

from docgen.kinds.arrange import Kind
from docgen.kinds.dress import SENT_FIELDS, SentContext, dress
from docgen.kinds.notice import LISTS

MEETING_NOTICE = Kind(
    name="meeting_notice",
    term="会议通知",
    lists=LISTS,
    front=dress,
    fields=SENT_FIELDS,
    needs=("name", "time", "place_"),
    context=SentContext,
)
