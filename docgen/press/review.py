"""A template checked: all its faults at once, its names against the data or the fields of a kind, a trial render.

Faults do not keep the rest from being read: broken tags are replaced by what they most likely mean, so that a second fault is
found beside the first, and nothing is told that only follows from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import TemplateSyntaxError

from docgen.errors import DocgenError
from docgen.findings import Finding, Severity
from docgen.press.compile import alone
from docgen.press.grammar import Code, tree_of
from docgen.press.names import Names
from docgen.press.parts import Part, Piece, shown
from docgen.press.press import Press, Taken, page_order
from docgen.press.shapes import Shape, shape_of, shape_of_names
from docgen.press.state import State
from docgen.press.structure import ENDS
from docgen.press.tags import Sort
from docgen.press.texts import place_of, words_of
from docgen.press.word import parse

_TARGETS = re.compile(
    r"\s*(?:(?:p|tr|tc|r|P|TR|TC)\s+|\w{1,3}\s+(?=for\b))?\w+\s+\(?([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\)?\s+(?:in\b|\w)"
)
_SET = re.compile(r"\s*set\s+([^\W\d]\w*)")
_SINGLE = re.compile(r"(?<![{｛﹛%])[{｛﹛]\s*([^\W\d]\w*)(?:\.\w+)*\s*[}｝﹜](?![}｝﹜])")
_OTHERS = re.compile(r"(?:【|«|<<)\s*+([^\W\d]\w*+)(?:\.\w++)*\s*+(?:】|»|>>)")
_OTHER_SIGNS = ("【".encode(), "«".encode(), b"&lt;")
_UNKNOWN = "unknown__"


def review(
    press: Press, data: Mapping[str, Any] | None, names: Mapping[str, Any] | Iterable[str] | None
) -> list[Finding]:
    """Return everything that can be said about a template.

    Args:
        press: The template.
        data: Data that it is to be filled with, or ``None``.
        names: Names that it may use, with examples of their values when there are any, or ``None``. Beside data they tell what
            the data leave open, such as what an empty list would hold.
    """
    findings = [*press.findings, *press.unfilled()]
    shapes = [shape_of(data)] if data is not None else []
    if names is not None:
        shapes.append(shape_of_names(names))
    for taken in press.take_apart():
        for shape in shapes:
            findings += _names(taken, press, shape)
            findings += _single_braces(taken.part, shape)
    for shape in shapes:
        findings += _other_signs(press, shape)
    if data is not None and not any(finding.is_error for finding in press.findings):
        findings += _trial(press, data)
    return _once(findings)


def _names(taken: Taken, press: Press, shape: Shape) -> list[Finding]:
    part = taken.part
    order, codes = _readable(taken, press)
    found: list[Finding] = []

    def tell(line: int, code: str, args: dict[str, str]) -> None:
        piece = part.pieces[order[min(max(line, 1), len(order)) - 1]]
        weight = Severity.WARNING if code == "T252" else Severity.ERROR
        found.append(Finding(code, piece.place, {"tag": shown(piece.tag.source), **args}, weight))

    try:
        Names(shape, press.env, tell, given=[_UNKNOWN]).check(tree_of(codes, press.env))
    except (TemplateSyntaxError, RecursionError, ValueError):
        return []
    return found


def _readable(taken: Taken, press: Press) -> tuple[list[int], list[Code]]:
    """Return the tags of a part as code that can be read, whatever is wrong with some of them."""
    part, structure = taken.part, taken.structure
    order: list[int] = []
    made: list[Code] = []

    def put(number: int, code: str, *, block: bool) -> None:
        order.append(number)
        made.append(Code(code, block))

    for number in (item for item in taken.items if isinstance(item, int)):
        piece = part.pieces[number]
        for word in structure.closed_before.get(number, []):
            put(number, ENDS.get(word, f"end{word}"), block=True)
        if number not in structure.dropped:
            code = _code(piece, press)
            if code is not None:
                put(number, code, block=piece.tag.sort is Sort.BLOCK and not piece.prints)
    for word in reversed(structure.left_open) if order else ():
        put(order[-1], ENDS.get(word, f"end{word}"), block=True)
    return order, made


def _code(piece: Piece, press: Press) -> str | None:
    """Return what a tag says, or what a broken one most likely means; ``None`` when that is nothing."""
    sound = piece.tag.closed and alone(piece, press.env) is None
    if sound:
        return piece.code if piece.code is not None else piece.tag.body
    word, body = piece.tag.meant, piece.tag.body
    if piece.tag.sort is Sort.VALUE or piece.code is not None:
        return None
    if word == "for":
        targets = _TARGETS.match(body)
        return f"for {targets[1] if targets else _UNKNOWN + 'x'} in {_UNKNOWN}"
    if word in ("if", "elif"):
        return f"{word} {_UNKNOWN}"
    if word == "set" and "=" in body:
        target = _SET.match(body)
        return f"set {target[1]} = {_UNKNOWN}" if target else None
    return word if word == "else" or word in ENDS.values() else None


def _single_braces(part: Part, shape: Shape) -> list[Finding]:
    """Return a warning for each known name in single braces."""
    return [
        Finding("T232", replace(place, offset=match.start()), {"tag": shown(match[0])}, Severity.WARNING)
        for place, rest in part.rests
        for match in _SINGLE.finditer(rest)
        if match[1] in shape.entries
    ]


def _other_signs(press: Press, shape: Shape) -> list[Finding]:
    """Return a warning for each known name in the signs of other programs: 【name】, «name», <<name>>."""
    found: list[Finding] = []
    for name in press.filled():
        if not any(sign in press.package.parts[name] for sign in _OTHER_SIGNS):
            continue
        part = Part(name, parse(press.package.parts[name]), press.name)
        part.number_tables()
        for words in words_of(part.root):
            for match in _OTHERS.finditer(words.beside or ("" if words.raw else words.text)):
                if match[1] in shape.entries:
                    place = place_of(part, words.element, words.number, words.text)
                    where = replace(place, offset=match.start())
                    found.append(Finding("T232", where, {"tag": match[0]}, Severity.WARNING))
    return found


def _trial(press: Press, data: Mapping[str, Any]) -> list[Finding]:
    """Return what a render with the data complains about."""
    state = State(data, "collect", press.limits, press.name)
    try:
        press.members(data, state, None)
    except DocgenError as exc:
        return [*exc.findings, *state.found]
    return state.found


def _where(finding: Finding) -> tuple[Any, ...]:
    """Return the tag that a finding is about, and where it stands."""
    return finding.place.part, finding.place.paragraph, finding.args.get("tag")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without repeats, part by part in the order of the page.

    What the trial render tells of a tag that was told to be at fault already is left out.
    """
    kept: dict[tuple[Any, ...], Finding] = {}
    tagged: set[tuple[Any, ...]] = set()
    for finding in findings:
        where = _where(finding)
        key = (finding.code, *where, finding.args.get("name"), finding.args.get("slip"))
        if key in kept or (
            finding.is_error
            and where in tagged
            and finding.code in ("T203", "T205", "T208", "T212", "T213", "T281", "T282")
        ):
            continue
        kept[key] = finding
        if finding.is_error and finding.args.get("tag"):
            tagged.add(where)
    faulty = Counter(_where(f) for f in kept.values() if f.is_error)
    kept = {k: f for k, f in kept.items() if f.code not in ("T225", "T226") or faulty[_where(f)] == 1}
    wrong = {(f.place, f.args.get("tag")) for f in kept.values() if f.is_error}
    told = [f for f in kept.values() if f.code != "T230" or (f.place, f.args.get("tag")) not in wrong]
    return sorted(told, key=page_order)
