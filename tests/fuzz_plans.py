"""Plans that pass the schema and say anything, and what their documents must print of them, word for word."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

_HAN = "一二三十百万亿年月日时第的是和与县市局办个项条元米甲乙丙丁推进落实完成工作任务学校道路"
_SIGNS = "，、；：。！（）〔〕《》“”‘’—…·%‰+-*/=<>&'\"\\|#@~^_`$[]{}()!.,;:"
_ODD = [
    "\u200b", "\u202e", "\u2066", "\u00a0", "\u3000", "\u00ad", "\u0301", "\ufe0f", "\U0001f600", "\U00020000", "\u0e33", "ｱ", "ﬁ",
    "é", "ß", "İ", "ａ", "１", "①", "㈠", "{{ x }}", "{% if x %}", "{%p", "{#", "}}", "&amp;", "<w:p/>", "]]>", "http://a.cn/b?c", "- ",
    ": ", " #", "no", "1e5", "0x1", "1_000", "~", "=1+1", "  ", "\n", "\t",
]  # fmt: skip
FRONT = {
    "speech": ("title", "salutation", "opening", "closing"),
    "notice": ("issuing_authority", "title", "opening", "copy_to", "printed_by", "remark", "ending", "urgency"),
    "minutes": ("issuing_authority", "title", "opening", "copy_to", "mark", "office"),
}
_READ = re.compile("[【】？?]")  # references and gaps: they are not printed as they stand
_PROSE = ("opening", "closing", "ending")
_BLOCKS = ("achievements", "problems", "significance", "requirements")


def words(dice: random.Random) -> str:
    """Return a text that any place of a plan takes."""
    made = []
    for _ in range(dice.choice([1, 2, 5, 12, 40])):
        way = dice.random()
        if way < 0.75:
            made.append(dice.choice(_HAN))
        elif way < 0.85:
            made.append(dice.choice(_SIGNS))
        elif way < 0.93:
            made.append(str(dice.choice([dice.randrange(10), dice.randrange(10**9), dice.random()])))
        elif way < 0.98:
            made.append(dice.choice(_ODD))
        else:
            made.append(
                chr(dice.choice([dice.randrange(0x20, 0x3000), dice.randrange(0xE000), dice.randrange(0x110000)]))
            )
    return "".join(made) + dice.choice(_HAN)


def plan_of(dice: random.Random) -> dict[str, Any]:
    """Return a plan with every kind of document."""
    lines = lambda most: [words(dice) for _ in range(dice.randrange(most + 1))]  # noqa: E731 - a word of this place
    measure = lambda: {  # noqa: E731
        "text": _claim(dice),
        "lead_unit": _bare(dice),
        "deadline": dice.choice(["2026-05-01", "5月底前", "长期坚持", "2026年底前", "三季度"]),
    }
    columns = [words(dice) for _ in range(dice.randrange(1, 4))]
    attachments = [
        {
            "title": words(dice),
            "columns": columns,
            "rows": [[words(dice) for _ in columns] for _ in range(dice.randrange(3))],
        },
        {"title": words(dice), "text": "\n".join(words(dice).replace("\n", "") for _ in range(dice.randrange(1, 4)))},
        {"title": words(dice), "table": "measures"},
    ]
    dice.shuffle(attachments)
    issued = {"date_of_issue": dice.choice(["2026-01-02", "2026年4月9日"]), "copy_to": lines(2)}
    tree = {
        "year": 2026,
        "names": {"名": words(dice)},
        **{block: [_claim(dice) for _ in range(dice.randrange(4))] for block in _BLOCKS},
        "tasks": [
            {"text": _claim(dice), "measures": [measure() for _ in range(dice.randrange(1, 3))]} for _ in range(2)
        ],
        "meeting": {"time": "2026年4月9日上午", "place": words(dice), "chair": {"post": "副县长", "name": words(dice)}},
        "speech": {"title": lines(2) or "题", "salutation": words(dice), "opening": lines(2), "closing": lines(2)},
        "notice": {
            "issuing_authority": [words(dice) for _ in range(dice.choice([1, 1, 2]))],
            "title": [words(dice) for _ in range(dice.randrange(1, 3))],
            "addressees": [lines(2) or words(dice)],
            "opening": lines(2),
            "attachments": attachments[: dice.randrange(4)],
            "remark": words(dice),
            "printed_by": words(dice),
            "printed_on": "2026-01-02",
            **issued,
        },
        "minutes": {
            "issuing_authority": words(dice),
            "title": lines(2),
            "office": words(dice),
            "opening": lines(1),
            **issued,
        },
    }
    return {key: value for key, value in tree.items() if value or dice.random() < 0.5}


def _claim(dice: random.Random) -> str:
    """Return the text of a point: a claim, and mostly a sentence behind it."""
    claim = _bare(dice)
    return f"{claim}。{words(dice)}" if dice.random() < 0.6 else claim


def _bare(dice: random.Random) -> str:
    return re.sub(r"[\s。！；，：、…,.;:!—]", "", words(dice)) or "甲"


def to_be_printed(data: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Yield what a document of a kind prints as it stands, each with its field; texts that refer or have gaps are passed over."""
    front = data[kind]
    for field in FRONT[kind]:
        for text in _lines(front.get(field)):
            if field in _PROSE:  # each line is a paragraph, and a stop is put where one is missing
                text = "\n".join(_open(line) for line in text.split("\n"))
            for line in text.split("\n") if field in _PROSE else [text]:
                yield from _whole(line, f"{kind}.{field}")
    if kind == "notice":
        for attachment in _list(front.get("attachments")):
            yield from _of_attachment(attachment)


def _of_attachment(attachment: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for title in _lines(attachment["title"]):
        yield from _whole(title, "attachment.title")
    for line in "\n".join(_lines(attachment.get("text"))).split("\n"):
        yield from _whole(line, "attachment.text")
    for cell in _lines([attachment.get("columns"), attachment.get("rows")]):
        yield from _whole(cell, "attachment.cell")


def _whole(text: str, field: str) -> Iterator[tuple[str, str]]:
    if text.strip() and not _READ.search(text):
        yield field, text


def _open(line: str) -> str:
    """Return a line without the stops and blanks at its end."""
    end = len(line)
    while end and not line[end - 1].isalnum():
        end -= 1
    return line[:end]


def _lines(value: Any) -> list[str]:
    """Return the texts in a value; a number is printed as it was typed, which data no longer tell."""
    if isinstance(value, list):
        return [line for item in value for line in _lines(item)]
    return [value] if isinstance(value, str) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def squeezed(text: str) -> str:
    """Return a text without blanks and breaks."""
    return "".join(text.split())
