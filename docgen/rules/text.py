"""What several families take for text: its paragraphs, the words behind a lead, and verdicts that count alike spots once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from docgen.findings import Place
from docgen.pages.facts import Format, Paragraph, Run
from docgen.rules.rule import Sheet, Verdict
from docgen.standard import CHARACTERS_PER_LINE

WORD = re.compile("[0-9A-Za-z\u3400-\u9fff\uf900-\ufaff]")
_GAP = re.compile("^[【（(［〔].*[】）)］〕]$|[待某×○XＸ？?_＿]")
_STOPS = "。；！？"
_LEAD_ENDS = re.compile("[。；！？：]")
_LONGEST_LEAD = 60  # characters of a first sentence that may have a face of its own
_ORDINAL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?[0-9]{1,2}[)）.．、])")
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百]{1,5}[条款]\s*")
# what is no running text though it stands among it: a label with its entry, a note, a caption, a list of attachments
_ENTRY = re.compile(
    r"\s*+[\u4e00-\u9fff]{1,2}\s*+[\u4e00-\u9fff]{1,4}\s*+[：:]|\s*+[（(][^（）()]*[)）]\s*+$|\s*+附\s*+件\s*+[0-9]*\s*+[：:]"
    r"|\s*+注\s*+[0-9]*\s*+[：:.．]|\s*+[表图]\s*+[0-9一二三四五六七八九十]"
)


def paragraphs_of_text(sheet: Sheet) -> list[Paragraph]:
    """Return the paragraphs of running text, those of attachments too; a line that may be something else is left out."""
    elements = sheet.elements
    heads = {id(p) for a in elements.attachments for p in (a.label, *a.title)}
    attached = [b for a in elements.attachments for b in a.blocks if isinstance(b, Paragraph) and id(b) not in heads]
    found = [p for p in (*elements.text, *attached) if _is_running(p)]
    if (
        found
        and elements.addressees is None
        and elements.text
        and found[0] is elements.text[0]
        and _may_address(found[0])
    ):
        return found[1:]
    return found


def _is_running(paragraph: Paragraph) -> bool:
    said = paragraph.text.strip()
    if paragraph.cell is not None or paragraph.box or paragraph.layout.frame or _ENTRY.match(said):
        return False
    return (
        any(stop in said for stop in _STOPS) or said.endswith("：") or len(said) > CHARACTERS_PER_LINE
    )  # over its line, as text does


def _may_address(paragraph: Paragraph) -> bool:
    said = paragraph.text.strip()
    return said.endswith(("：", ":")) and "。" not in said


def behind_lead(paragraph: Paragraph) -> list[tuple[Run, str]]:
    """Return each run of a paragraph with its printed words, without a lead: a first sentence may have a face of its own.

    The lead of an article of regulations is its number.
    """
    text = paragraph.text
    article = _ARTICLE.match(text)
    end = _LEAD_ENDS.search(text)
    lead = 0 if end is None or end.end() > _LONGEST_LEAD else end.end()
    if lead and not text[lead:].strip() and not (paragraph.label or _ORDINAL.match(text)):
        lead = 0
    if article is not None:
        lead = article.end()
    parts, at = [], 0
    for run in paragraph.runs:
        if run.format.hidden:
            continue
        parts.append((run, run.text[max(lead - at, 0) :]))
        at += len(run.text)
    return [(run, words) for run, words in parts if words]


def is_gap(run: Run) -> bool:
    """Whether a run is a gap that still has to be filled, which is told as such."""
    return bool(run.format.highlight) and _GAP.search(run.text) is not None


def most(runs: Iterable[tuple[Run, str]], name: str) -> Any:
    """Return the value of a property of `Format` that most characters have."""
    counted: Counter[Any] = Counter()
    for run, words in runs:
        counted[getattr(run.format, name)] += len(WORD.findall(words))
    return counted.most_common(1)[0][0] if counted else getattr(Format(), name)


def counted(spots: Iterable[tuple[bool | None, Place, str]], wanted: str = "", **args: Any) -> Iterator[Verdict]:
    """Yield one verdict for spots that are alike: the place of the first, and how many paragraphs have them."""
    alike: dict[tuple[bool | None, str], dict[Place, None]] = {}
    for ok, place, found in spots:
        alike.setdefault((ok, found), {})[place] = None
    for (ok, found), places in alike.items():
        yield Verdict(ok, next(iter(places)), found, wanted, {**args, "count": len(places)})
