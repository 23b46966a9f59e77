"""What the rules of soundness share: a rule that looks at the whole file, and one verdict when all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from weakref import WeakKeyDictionary

from lxml import etree

from docgen.findings import Place
from docgen.pages.facts import Document
from docgen.pages.spots import Spots, story_parts
from docgen.relations import relations
from docgen.rules.rule import Rule, Sheet, Strength, Verdict

PART_1 = "ISO/IEC 29500-1"
PART_2 = "ISO/IEC 29500-2"
_SPELT = ("styles", "numbering")

Kept = TypeVar("Kept")
Find = Callable[[Document], Iterable[Verdict]]


def whole(code: str, clause: str, strength: Strength, *, good: str, bad: str) -> Callable[[Find], Rule]:
    """Make a rule of a function that yields the faults of a document; without any, the file as a whole is right."""

    def made(find: Find) -> Rule:
        def judge(sheet: Sheet) -> list[Verdict]:
            return list(find(sheet.document)) or [Verdict(True, Place(sheet.document.name))]

        judge.__doc__ = find.__doc__
        return Rule(code, clause, strength, "file", good, bad, judge)

    return made


def remembered(look: Callable[[Document], Kept]) -> Callable[[Document], Kept]:
    """Look once for what several rules ask of a document; it is forgotten with the document."""
    known: WeakKeyDictionary[Document, Kept] = WeakKeyDictionary()

    def asked(document: Document) -> Kept:
        if document not in known:
            known[document] = look(document)
        return known[document]

    return asked


def stories(document: Document) -> Iterator[tuple[str, etree._Element, Spots]]:
    """Yield the parts that hold paragraphs: name, root and places."""
    for part in story_parts(document.package):
        yield _opened(document, part)


def laid_out(document: Document) -> Iterator[tuple[str, etree._Element, Spots]]:
    """Yield the parts that hold properties of paragraphs and characters: the stories, the styles, the lists."""
    yield from stories(document)
    for kind in _SPELT:
        part = related(document, kind)
        if part:
            yield _opened(document, part)


def related(document: Document, kind: str) -> str:
    """Return the part that the main part leads to by a relationship of a kind; ``''`` for none."""
    package = document.package
    found = (r.target for r in relations(package.parts, package.main) if r.kind == kind and not r.external)
    return next((target for target in found if target in package.parts), "")


def opened(document: Document, kind: str) -> etree._Element | None:
    """Return the root of the part that the main part leads to by a relationship of a kind."""
    part = related(document, kind)
    return document.tree(part) if part else None


def _opened(document: Document, part: str) -> tuple[str, etree._Element, Spots]:
    root = document.tree(part)
    return part, root, Spots(document.name, part, root)
