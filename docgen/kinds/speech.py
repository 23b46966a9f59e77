"""The speech (讲话稿): title, speaker, date, salutation, body, closing.

Source: practice; GB/T 9704-2012 covers none of it but the page, the body and the headings.
"""

from __future__ import annotations

from typing import Any, TypedDict

from docgen.catalogue.base import N_
from docgen.kinds.arrange import NEXT, Arrangement, Kind, Paragraph, ParagraphData, Span, WordField
from docgen.kinds.compose import Composer
from docgen.kinds.facts import person
from docgen.kinds.front import date, iso, title_lines
from docgen.kinds.sentences import close
from docgen.marked import seen, settle


class SpeechContext(TypedDict):
    """What a speech template receives beside the facts."""

    title: list[str]
    subtitle: str
    speaker: dict[str, str]
    date: str
    salutation: str
    body: list[ParagraphData]
    closing: list[ParagraphData]
    core: dict[str, str]


def _front(composer: Composer) -> dict[str, Any]:
    speech = composer.plan.speech
    assert speech is not None
    title = title_lines(composer, speech.title)
    speaker = person(composer, speech.speaker, "讲话人") if speech.speaker else {}
    closing = [
        Paragraph("paragraph", 0, [Span("plain", close(words))]).as_dict() for words in composer.lines(speech.closing)
    ]
    subtitle = speech.subtitle
    return {
        "title": title,
        "subtitle": settle(composer.words(subtitle.with_value(subtitle.lstrip("—－-")) if subtitle else None)),
        "speaker": speaker,
        "date": date(composer, speech.date, "日期"),
        "salutation": settle(composer.words(speech.salutation or composer.frame.salutation).rstrip("：:")),
        "body": [p.as_dict() for p in composer.body(speech)],
        "closing": closing,
        "core": {"title": seen("".join(title)), "creator": seen(speaker.get("name", "")), "date": iso(speech.date)},
    }


SPEECH = Kind(
    name="speech",
    term="讲话稿",
    lists={
        "achievements": Arrangement("一是"),
        "problems": Arrangement("一是"),
        "significance": Arrangement(NEXT, "paragraphs"),
        "tasks": Arrangement(NEXT, "paragraphs"),
        "tracks": Arrangement("none", "paragraphs"),
        "measures": Arrangement("一要"),
        "requirements": Arrangement("一要"),
    },
    front=_front,
    fields=(
        WordField("title", N_("Title, one line each"), "{% for line in title %}{{ line }}{% endfor %}"),
        WordField("subtitle", N_("Subtitle without the dash, or empty"), "——{{ subtitle }}"),
        WordField("speaker", N_("Speaker: post and name"), "{{ speaker.post }} {{ speaker.name }}"),
        WordField("date", N_("Day of the speech, such as 2025年9月12日"), "（{{ date }}）"),
        WordField("salutation", N_("Salutation without the colon"), "{{ salutation }}："),
        WordField(
            "closing", N_("Closing paragraphs, each with text"), "{% for p in closing %}{{ p.text }}{% endfor %}"
        ),
    ),
    spoken=True,
    context=SpeechContext,
)
