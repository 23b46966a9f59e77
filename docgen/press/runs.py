"""Runs cut at their tags, so that a tag leaves no empty run behind and every word keeps its own format."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from lxml import etree

from docgen.press.parts import CELL_WORDS, SETTING_WORDS, TEXT_TOKEN, Part, instruction, text_token
from docgen.press.tags import Sort, Tag
from docgen.press.word import XML_SPACE, W, bare

_NEUTRAL = SETTING_WORDS | {"else", "elif", "set"}  # neither open nor close anything
Words = list[str | int]  # what a macro or a block set keeps, from its tag to that of its end
Atom = str | int | etree._Element | Words  # a text, the number of a token, another element, kept words


def split_run(part: Part, run: etree._Element) -> None:
    """Let block tags stand between runs, and tags that are all a run prints stand in the place of runs."""
    parent = run.getparent()
    if parent is None or run.tag != f"{W}r":
        return
    every = [atom for child in run if child.tag != f"{W}rPr" for atom in _atoms(child)]
    setting = [atom for atom in every if isinstance(atom, int) and part.pieces[atom].tag.word in CELL_WORDS]
    atoms = _gathered(part, [atom for atom in every if atom not in setting])
    whole = _stays_whole(part, atoms)
    if whole and not setting:
        return
    made: list[etree._Element] = [instruction(n) for n in setting if part.pieces[n].tag.word != "vm"]
    kept: list[Atom] = []
    for atom in [*atoms, -1]:
        if isinstance(atom, list):
            made += [*_run_of(part, run, kept), *_kept(atom)]
            kept = []
            continue
        alone = isinstance(atom, int) and (atom < 0 or (not whole and _splits(part.pieces[atom].tag)))
        if not alone:
            kept.append(atom)
            continue
        made += _run_of(part, run, kept)
        kept = []
        if isinstance(atom, int) and atom >= 0:
            part.pieces[atom].level = "run"
            made.append(instruction(atom))
    made += [instruction(n) for n in setting if part.pieces[n].tag.word == "vm"]
    at = parent.index(run)
    parent[at : at + 1] = made


def _splits(tag: Tag) -> bool:
    return tag.sort is Sort.BLOCK or tag.scope == "r"


def _atoms(child: etree._Element) -> Iterator[Atom]:
    """Yield what a child of a run holds: texts, numbers of tokens, other elements."""
    if child.tag != f"{W}t":
        yield child
        return
    at = 0
    words = child.text or ""
    for match in TEXT_TOKEN.finditer(words):
        if match.start() > at:
            yield words[at : match.start()]
        yield int(match[1])
        at = match.end()
    if at < len(words):
        yield words[at:]


def _gathered(part: Part, atoms: list[Atom]) -> list[Atom]:
    """Return atoms with the words that a macro or a block set keeps as one, where they begin and end in this run."""
    made: list[Atom] = []
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        opens = isinstance(atom, int) and part.pieces[atom].tag.keeps
        words = _kept_words(part, islice(atoms, at, None)) if opens else []
        made.append(words or atom)
        at += len(words) or 1
    return made


def _kept_words(part: Part, atoms: Iterable[Atom]) -> Words:
    depth = 0
    words: Words = []
    for atom in atoms:
        if not isinstance(atom, str | int):
            return []
        words.append(atom)
        if isinstance(atom, int):
            tag = part.pieces[atom].tag
            if tag.scope == "r":
                return []
            depth += tag.keeps - (tag.word in ("endmacro", "endset"))
        if not depth:
            return words if len(words) > 1 else []
    return []


def _kept(words: Words) -> list[etree._Element]:
    """Return the tags of kept words with the words between them, in no run: they take that of the place that prints them."""
    made: list[etree._Element] = [instruction(number) for number in (words[0], words[-1]) if isinstance(number, int)]
    made[0].tail = "".join(text_token(word) if isinstance(word, int) else word for word in words[1:-1])
    return made


def _stays_whole(part: Part, atoms: list[Atom]) -> bool:
    """Whether a run always prints something of its own, whatever its tags do."""
    if any(isinstance(atom, etree._Element) for atom in atoms) and any(isinstance(atom, int) for atom in atoms):
        return False
    depth, fixed = 0, any(isinstance(a, int) and part.pieces[a].tag.word == "filter" for a in atoms)
    for atom in atoms:
        if not isinstance(atom, int):
            fixed = fixed or not (depth or isinstance(atom, list))
            continue
        tag = part.pieces[atom].tag
        if tag.scope == "r" or tag.keeps:
            return False
        if tag.word in ("if", "for", "filter"):
            depth += 1
        elif tag.word in ("endif", "endfor", "endfilter"):
            depth -= 1
            if depth < 0:
                return False
        elif tag.word and (tag.word not in _NEUTRAL or (not depth and tag.word in ("else", "elif"))):
            return False
    return fixed and depth == 0


def _run_of(part: Part, run: etree._Element, atoms: list[Atom]) -> list[etree._Element]:
    """Return what prints these: a run, and a token for every tag that is all of a text."""
    made: list[etree._Element] = []
    kept: list[Atom] = []
    for alone, group in groupby(_texts(atoms), key=lambda text: all(isinstance(atom, int) for atom in text)):
        kept = [atom for text in group for atom in text]
        if not alone:
            made.append(_whole_run(run, kept))
            continue
        for atom in kept:
            if isinstance(atom, int):
                part.pieces[atom].level = "run"
                made.append(instruction(atom))
    return made


def _texts(atoms: list[Atom]) -> Iterator[list[Atom]]:
    """Yield the elements of a run one by one, and between them what one text prints."""
    for is_element, group in groupby(atoms, key=lambda atom: isinstance(atom, etree._Element)):
        if is_element:
            yield from ([atom] for atom in group)
        else:
            yield list(group)


def _whole_run(run: etree._Element, atoms: list[Atom]) -> etree._Element:
    """Return a run like another that prints these."""
    made = bare(run)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        made.append(copy.deepcopy(properties))
    text: etree._Element | None = None
    for atom in atoms:
        if isinstance(atom, etree._Element):
            made.append(atom)
            text = None
            continue
        if text is None:
            text = etree.SubElement(made, f"{W}t", {XML_SPACE: "preserve"})
            text.text = ""
        text.text = f"{text.text}{text_token(atom) if isinstance(atom, int) else atom}"
    return made
