"""The notice (通知): what is to be done, by whom and until when, in the dress of GB/T 9704-2012 7."""

from __future__ import annotations

from docgen.kinds.arrange import NEXT, Arrangement, Kind
from docgen.kinds.dress import SENT_FIELDS, SentContext, dress

LISTS = {
    "achievements": Arrangement("一是"),
    "problems": Arrangement("一是"),
    "significance": Arrangement("一是"),
    "tasks": Arrangement(NEXT, "headings"),
    "tracks": Arrangement(NEXT, "paragraphs"),
    "measures": Arrangement(NEXT, "paragraphs"),
    "requirements": Arrangement(NEXT, "paragraphs"),
}


NOTICE = Kind(
    name="notice", term="通知", lists=LISTS, front=dress, fields=SENT_FIELDS, assigns=True, context=SentContext
)
