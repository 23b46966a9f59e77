"""Parts turned into code: the XML between the tags as constants, each tag on a line of its own.

The line says at run time which tag is being printed, so every error has its place.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser
from lxml import etree

from docgen.catalogue.causes import misread
from docgen.findings import Finding, Place, errors
from docgen.patterns import late
from docgen.press.askable import MAPPING_METHODS
from docgen.press.code import template_of, undeclared
from docgen.press.gate import CLOSING, OPENING, Gate, Sandbox, below
from docgen.press.grammar import Code, source_of, tree_of
from docgen.press.parts import CELL_WORDS, SETTING_WORDS, TOKEN, Part, Piece, shown
from docgen.press.state import current
from docgen.press.structure import Item, Structure
from docgen.press.tags import UNSEEN, Sort, Tag
from docgen.press.values import OUTSIDE, Spot
from docgen.press.word import PARSER_HUGE, W, bare, text_of

_SECTION = late(r"<w:sectPr\b[^>]*/>|<w:sectPr\b.*</w:sectPr>", re.DOTALL)
_TEXT_OPENS = late(r"<w:t(?: [^>]*)?>")
_NOWHERE = Spot("plain")
_BULKY = (nodes.Getitem, nodes.Dict, nodes.List, nodes.Tuple)  # what an operation may make much with
PIECES = 1000  # of XML, printed between two looks at the budgets
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class CompiledPart:
    """A part that can be printed.

    Attributes:
        name: Name of the package member.
        strict: Whether its tags work on markup, so that what was printed must be read again.
    """

    def __init__(self, part: Part, template: JinjaTemplate, order: list[int], *, strict: bool) -> None:
        """Keep code and places."""
        self.name = part.name
        self._template = template
        self.strict = strict
        self._places = [(part.pieces[n].place, shown(part.pieces[n].tag.source)) for n in order]
        self._lines = template.debug_info  # lines of the source, and of the code for each

    def pieces(self, context: Mapping[str, Any]) -> Iterator[list[str]]:
        """Yield the part's XML, piece by piece as it is printed, many at once.

        Raises:
            LimitError: It is longer than a document may be, or takes too long.
        """
        template, state = self._template, current()
        stream: Any = template.root_render_func(template.new_context(dict(context)))
        while pieces := list(islice(stream, PIECES)):
            state.print(sum(map(len, pieces)), lambda: self._reached(stream.gi_frame))
            yield pieces

    def _reached(self, frame: Any) -> Place:
        """Return the place that printing has come to."""
        return self.place(sys.maxsize if frame is None else frame.f_lineno)[0]

    def place(self, line: int) -> tuple[Place, str]:
        """Return the place of the tag that a line of the code prints, and the tag."""
        places = self._places or [(Place(part=self.name), "")]
        at = bisect_right(self._lines, line, key=itemgetter(1))
        source = self._lines[at - 1][0] if at else 1
        return places[min(max(source, 1), len(places)) - 1]


def items_of(part: Part, xml: str) -> list[Item]:
    """Return a part's XML cut at its tokens."""
    items: list[Item] = []
    at = 0
    for match in TOKEN.finditer(xml):
        items += [xml[at : match.start()], int(match[1] or match[2])]
        at = match.end()
    return [item for item in [*items, xml[at:]] if item != ""]


def joined(part: Part, items: list[Item]) -> list[Item]:
    """Join what a minus in a tag joins: the words before ``{%-`` and behind ``-%}``, over the end of a paragraph."""
    tags = {item: part.pieces[item].tag for item in items if isinstance(item, int)}
    if any(tag.joins_before for tag in tags.values()):
        items = _joined_before(items, tags)
    for at in range(1, len(items)):
        token, words = items[at - 1], items[at]
        if isinstance(token, int) and tags[token].joins_after and isinstance(words, str):
            opened = _TEXT_OPENS.search(words) if tags[token].sort is Sort.BLOCK else None
            items[at] = _words(words[: opened.start()]).lstrip() + words[opened.end() :] if opened else words.lstrip()
    return [item for item in items if item != ""]


def _joined_before(items: list[Item], tags: dict[int, Tag]) -> list[Item]:
    """Return items in which what stands before a minus is joined to its tag."""
    made: list[Item] = []
    ends = -1  # where the last text ends that nothing is joined to yet
    for item in items:
        if isinstance(item, int) and tags[item].joins_before:
            if ends >= 0 and tags[item].sort is Sort.BLOCK:
                made[ends:] = _without_edges(made[ends:])
                ends = -1
            else:
                _strip_end(made)
        elif isinstance(item, str) and "</w:t>" in item:
            ends = len(made)
        made.append(item)
    return made


def _without_edges(items: list[Item]) -> list[Item]:
    """Return items without the markup behind the text that ends in the first."""
    first = str(items[0])
    cut = first.rindex("</w:t>")
    kept: list[Item] = [item if isinstance(item, int) else _words(item) for item in (first[cut:], *items[1:])]
    _strip_end(kept)
    return [f"{first[:cut]}{kept[0]}", *kept[1:]]


def _strip_end(items: list[Item]) -> None:
    if items and isinstance(items[-1], str):
        items[-1] = items[-1].rstrip()


def joins_well(before: str, items: list[Item]) -> bool:
    """Whether what a minus joined left whole XML and every table, row and cell in it."""
    after = "".join(item for item in items if isinstance(item, str))
    try:
        etree.fromstring(after.encode(), PARSER_HUGE)
    except etree.XMLSyntaxError:
        return False
    return all(before.count(f"</w:{name}>") == after.count(f"</w:{name}>") for name in ("tbl", "tr", "tc"))


def _words(xml: str) -> str:
    return re.sub(r"<[^>]*>", "", xml)


def names_in(part: Part, items: list[Item], env: Sandbox) -> set[str]:
    """Return the names that a part asks the data for; none when it cannot be read."""
    try:
        return undeclared(tree_of(_codes(part, items), env, part.name), env) - set(env.globals)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return set()


def spots_of(part: Part, order: Iterable[int] = ()) -> dict[int, Spot]:
    """Return where each value of a part is printed.

    Args:
        part: The part.
        order: Numbers of its tokens as they stand in it.
    """
    _keep_whole(part, order)
    groups: dict[etree._Element, str] = {}
    found: dict[int, Spot] = {}
    for number, piece in enumerate(part.pieces):
        if piece.tag.sort is Sort.VALUE or piece.code:
            around = piece.paragraph
            if around is not None and around not in groups:
                groups[around] = _numbered(part, _SECTION.sub("", text_of(around.find(f"{W}pPr"))))
            properties = "" if around is None else groups[around]
            if TOKEN.search(
                properties
            ):  # the paragraph has tags in its properties: a second one like it cannot be made
                piece.splits, properties = False, ""
            found[number] = _spot(piece, properties)
    return found


def _keep_whole(part: Part, order: Iterable[int]) -> None:
    """Let no value begin a new paragraph in words that a macro or a block keeps for places that it cannot know."""
    inside = 0
    for number in order:
        piece = part.pieces[number]
        if piece.code is None and piece.level in ("text", "run"):
            inside += piece.tag.keeps - (inside and piece.tag.word in ("endmacro", "endset"))
        if inside:
            piece.splits = False


def _spot(piece: Piece, paragraph: str) -> Spot:
    if piece.level in OUTSIDE:
        return Spot(piece.level)
    run = piece.run
    if run is None:
        return Spot(piece.level if piece.level in ("p", "tr", "tc") else "plain")
    kind = "runs" if piece.tag.scope == "r" else piece.level
    properties = text_of(run.find(f"{W}rPr"))
    head = f'{_opening(run)}{properties}<w:t xml:space="preserve">'
    return Spot(kind, head, "</w:t></w:r>", properties, paragraph, splits=piece.splits)


def _numbered(part: Part, properties: str) -> str:
    """Return properties in which a sign stands for the list that a paragraph is in at the moment."""

    def sign(match: re.Match[str]) -> str:
        code = part.pieces[int(match[1] or match[2])].code
        return match[0] if code is None else f"\ufdee{re.sub(r'[^0-9]', '', code)}\ufdef"

    return TOKEN.sub(sign, properties)


def _opening(run: etree._Element) -> str:
    return text_of(bare(run)).removesuffix("/>") + ">" if run.attrib else "<w:r>"


def compile_part(
    part: Part, items: list[Item], structure: Structure, env: Sandbox
) -> tuple[CompiledPart | None, list[Finding]]:
    """Return a part that can be printed, or what keeps it from that.

    Args:
        part: The part, scanned.
        items: Its XML cut at the tokens.
        structure: Its blocks, checked.
        env: The environment of the template.
    """
    order = [item for item in items if isinstance(item, int)]
    try:
        tree = tree_of(_codes(part, items), env, part.name)
    except (TemplateSyntaxError, RecursionError, ValueError) as exc:
        told = structure.findings or errors(part.findings)
        return None, each_alone(part, order, env) or ([] if told else [_as_a_whole(part, order, exc)])
    every = below(tree)
    gate = Gate(env, part.effort)
    gate.check(every)
    if gate.faults:
        first = {line: (code, args) for line, code, args in reversed(gate.faults)}  # one a tag
        return None, [_at(part, order, line, code, args) for line, (code, args) in first.items()]
    strict = any(isinstance(node, nodes.FilterBlock) for node, _ in every)
    try:
        _rewrite([node for node, _ in every], part, order, structure)
        spots = spots_of(part, order)
        template = template_of(tree, part.name, env, [spots.get(number, _NOWHERE) for number in order])
    except (TemplateSyntaxError, SyntaxError, RecursionError, MemoryError) as exc:
        return None, [_as_a_whole(part, order, exc)]
    return CompiledPart(part, template, order, strict=strict), []


def _as_a_whole(part: Part, order: list[int], exc: Exception) -> Finding:
    """Return what keeps the tags of a part from being understood together, though each by itself can be."""
    if not order:
        return Finding("T229", Place(part.file, part=part.name), {"reason": "blocks"})
    if isinstance(exc, TemplateSyntaxError):
        return _at(part, order, exc.lineno, "T202", {"reason": misread(exc.message or "")})
    return _at(part, order, 1, "T229", {"reason": "blocks"})


def _codes(part: Part, items: Sequence[Item]) -> Iterator[str | Code]:
    """Yield the texts of a part, and its tags as Jinja is to read them."""
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        piece = part.pieces[item]
        body = piece.tag.body if piece.code is None else piece.code
        yield Code(body, piece.tag.sort is Sort.BLOCK and not piece.prints)


def _at(part: Part, order: list[int], line: int, code: str, args: dict[str, Any]) -> Finding:
    piece = part.pieces[order[min(max(line, 1), len(order)) - 1]]
    return Finding(code, piece.place, {"tag": shown(piece.tag.source), **args})


def _rewrite(every: Sequence[nodes.Node], part: Part, order: list[int], structure: Structure) -> None:
    """Let every loop have its budget, and every operation that makes much."""
    bulky = any(isinstance(node, _BULKY) for node in every)
    for node in every:
        if bulky:
            _bound(node)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in MAPPING_METHODS:
            node.node = _filtered(node.node.node, "called__", nodes.Const(node.node.attr))
        elif isinstance(node, nodes.For):
            weight = structure.weights.get(order[node.lineno - 1], 0)
            node.iter = _filtered(node.iter, "turns__", nodes.Const(weight))
        elif isinstance(node, nodes.AssignBlock):
            node.filter = _filtered(None, "kept__") if node.filter is None else _on_words(node.filter)
        elif isinstance(node, nodes.FilterBlock):
            piece = part.pieces[order[node.lineno - 1]]
            shown_by = f"{piece.level if piece.level in OUTSIDE else 'text'}__"
            node.filter = _filtered(_on_words(node.filter), shown_by)


def _bound(node: nodes.Node) -> None:
    """Let what the operations in a node's fields make be charged."""
    for name in node.fields:
        value = getattr(node, name, None)
        if isinstance(value, nodes.Expr):
            setattr(node, name, _bounded(value))
        elif value.__class__ is list:
            setattr(node, name, [_bounded(item) if isinstance(item, nodes.Expr) else item for item in value])


def _bounded(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        return _filtered(node, "charged__")
    if isinstance(node, nodes.Dict) or (isinstance(node, (nodes.List, nodes.Tuple)) and _is_asked_for(node)):
        return _filtered(node, "collected__")
    return node


def _is_asked_for(node: nodes.List | nodes.Tuple) -> bool:
    """Whether a list stands for a value and holds others than literals."""
    stored = isinstance(node, nodes.Tuple) and node.ctx != "load"
    return not stored and not all(isinstance(item, nodes.Const) for item in node.items)


def _on_words(filters: nodes.Filter) -> nodes.Filter:
    """Let the filters of a block work on its words, not on their markup."""
    innermost = filters
    while isinstance(innermost.node, nodes.Filter):
        innermost = innermost.node
    innermost.node = _filtered(None, "words__")
    return filters


def _filtered(node: Any, name: str, *args: nodes.Expr) -> nodes.Filter:
    made = nodes.Filter(node, name, list(args), [], None, None)
    made.set_lineno(node.lineno if node is not None else 1)
    return made


_ALONE = {
    "if": "{0}{{% endif %}}",
    "for": "{0}{{% endfor %}}",
    "elif": "{{% if 1 %}}{0}{{% endif %}}",
    "else": "{{% if 1 %}}{0}{{% endif %}}",
    "endif": "{{% if 1 %}}{0}",
    "endfor": "{{% for i in 1 %}}{0}",
    "endset": "{{% set i %}}{0}",
    "endmacro": "{{% macro i() %}}{0}",
    "endwith": "{{% with %}}{0}",
    "macro": "{0}{{% endmacro %}}",
    "with": "{0}{{% endwith %}}",
    "call": "{0}{{% endcall %}}",
    "filter": "{0}{{% endfilter %}}",
    "block": "{0}{{% endblock %}}",
    "endfilter": "{{% filter upper %}}{0}",
    "autoescape": "{0}{{% endautoescape %}}",
}


def each_alone(part: Part, order: list[int], env: Sandbox) -> list[Finding]:
    """Return what is wrong with each tag, taken by itself."""
    findings: list[Finding] = []
    for number in order:
        found = alone(part.pieces[number], env)
        if found is not None:
            findings.append(found)
    return findings


def alone(piece: Piece, env: Sandbox) -> Finding | None:
    """Return what is wrong with one tag, or ``None``; what its place or its end makes of it is told elsewhere."""
    if not piece.tag.closed or UNSEEN in piece.tag.source or piece.tag.word in CELL_WORDS:
        return None
    parser = None
    try:
        parser = Parser(env, _source_alone(piece))
        tree = parser.parse()
    except (TemplateSyntaxError, RecursionError, ValueError) as exc:
        from docgen.press.faults import syntax_fault

        return syntax_fault(piece, exc, "" if parser is None else str(parser.stream.current.value))
    gate = Gate(env)
    gate.check(below(tree))
    if gate.faults:
        _, code, args = gate.faults[0]
        return Finding(code, piece.place, {"tag": shown(piece.tag.source), **args})
    return None


def can_be_read(tag: Tag, env: Sandbox) -> bool:
    """Whether a tag, taken by itself, is right in its grammar."""
    if tag.sort is Sort.COMMENT or tag.word in CELL_WORDS or tag.word in SETTING_WORDS:
        return True
    try:
        return bool(env.parse(_source_alone(Piece(tag, Place(), "text"))).body)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return False


def _source_alone(piece: Piece) -> str:
    """Return one tag as Jinja reads it, what it opens closed and what it closes opened."""
    block = piece.tag.sort is Sort.BLOCK and not piece.prints
    body = piece.code if piece.code is not None else piece.tag.body
    source = source_of(body, block=block)
    if block:
        frame = (
            "{0}{{% endset %}}" if piece.tag.word == "set" and "=" not in body else _ALONE.get(piece.tag.word, "{0}")
        )
        frame = frame.replace("{{%", OPENING["block"]).replace("%}}", CLOSING["block"])
        source = frame.replace("{0}", source)
    return source
