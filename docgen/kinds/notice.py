"""The notice (通知): what is to be done, by whom and until when, in the dress of GB/T 9704-2012 7."""

from __future__ import annotations

from typing import Any

from docgen.kinds.arrange import NEXT, Arrangement, Kind
from docgen.kinds.compose import Composer
from docgen.kinds.dress import SENT_FIELDS, SentContext, dress


class NoticeContext(SentContext):
    """What a notice template receives beside the facts."""


def _front(composer: Composer) -> dict[str, Any]:
    notice = composer.plan.notice
    assert notice is not None
    return dress(composer, notice)


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
    name="notice", term="通知", lists=LISTS, front=_front, fields=SENT_FIELDS, assigns=True, context=NoticeContext
)
