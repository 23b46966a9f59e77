"""A finished document by itself: remarks of the checks of prose as findings with their places."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.errors import misused
from docgen.files import read_file
from docgen.findings import Finding, Place
from docgen.limits import IN_FORCE
from docgen.pages.reader import Line, read_tables, read_texts
from docgen.prose.check import check_text as remarks_on
from docgen.prose.columns import totals

DocumentSource = str | os.PathLike[str] | bytes
_CHINESE = re.compile("[\u4e00-\u9fff]")  # a page number is no prose
_WIDE_BLANK = "\u3000"  # sets words apart on a line, as a tab does
_SHORT = 2  # characters that are found everywhere
_AROUND = 4  # characters beside them that are quoted with them
_TAGS = ("{{", "{%", "{#", "｛｛", "｛%", "﹛﹛")


def check_document(document: DocumentSource, own_phrases: Iterable[str] = ()) -> list[Finding]:
    """Return everything that the checks of prose say of a finished Word file, each with part, paragraph and words.

    Args:
        document: The .docx, or its path; it is not changed.
        own_phrases: Fixed phrases with numerals that an office uses, besides the usual ones.

    Raises:
        FileError: It cannot be read.
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    data, name = opened(document)
    phrases = tuple(own_phrases)
    found = [finding for text in read_texts(data, name) for finding in _findings(text, phrases)]
    return [*found, *(finding for table in read_tables(data, name) for finding in _totals(table))]


def check_text(text: str | Sequence[str], own_phrases: Iterable[str] = ()) -> list[Finding]:
    """Return everything that the checks of prose say of a text, each with paragraph and words.

    Args:
        text: The text, a line a paragraph, or its paragraphs.
        own_phrases: Fixed phrases with numerals that an office uses, besides the usual ones.
    """
    paragraphs = text.split("\n") if isinstance(text, str) else text
    if not isinstance(paragraphs, Sequence) or not all(isinstance(paragraph, str) for paragraph in paragraphs):
        raise misused("text", "a text", text)
    lines = [Line(paragraph, Place(paragraph=number)) for number, paragraph in enumerate(paragraphs, 1)]
    return _findings(lines, tuple(own_phrases))


def opened(document: DocumentSource) -> tuple[bytes, str]:
    """Return a document's bytes, and what messages call it."""
    if isinstance(document, bytes):
        return document, ""
    if not isinstance(document, (str, os.PathLike)):
        raise misused("document", "a Word file or its path", document)
    return read_file(Path(document), IN_FORCE.get().docx_bytes), os.fspath(document)


def has_tags(path: str) -> bool:
    """Whether a tag stands in a Word file, which makes it a template.

    Raises:
        DocgenError: It cannot be read.
    """
    texts = read_texts(*opened(path))
    return any(tag in line.text for text in texts for line in text for tag in _TAGS)


def _findings(text: Sequence[Line], own_phrases: tuple[str, ...]) -> list[Finding]:
    """Return the remarks on a text as findings; the words in question are the fragment of the place, short ones with some around them."""
    said = [line for line in text if _CHINESE.search(line.text)]
    found = []
    for remark in remarks_on([line.text.replace(_WIDE_BLANK, "\t") for line in said], own_phrases):
        line = said[remark.paragraph]
        place = replace(line.place, fragment=_fragment(line.text, remark.start, remark.end))
        found.append(Finding(remark.code, place, remark.args, remark.severity))
    return found


def _totals(table: Sequence[Sequence[Line]]) -> Iterator[Finding]:
    """Yield what is to say about the totals of a table, each at its cell."""
    for total in totals([[line.text for line in row] for row in table]):
        line = table[total.row][total.column]
        args = {"words": line.text.strip(), "there": total.there}
        yield Finding("A107", line.place, args)


def _fragment(text: str, start: int, end: int) -> str:
    """Return the words in question; of one or two characters some around them too, so that they can be searched for."""
    wide = _AROUND if end - start <= _SHORT else 0
    return text[max(start - wide, 0) : end + wide]
