"""Parts turned into code: the XML between the tags as constants, each tag on a line of its own.

The line says at run time which tag is being printed, so every error has its place. Codes: T202, T205, T225-T229.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.parser import Parser
from lxml import etree

from docgen.catalogue.causes import READING, cause
from docgen.findings import Finding, Place, errors
from docgen.press.code import template_of
from docgen.press.faults import syntax_fault
from docgen.press.gate import CLOSING, OPENING, Gate, Sandbox, below
from docgen.press.parts import CELL_WORDS, TOKEN, Part, Piece, shown
from docgen.press.state import current
from docgen.press.structure import Item, Structure
from docgen.press.tags import UNSEEN, Sort
from docgen.press.values import Spot
from docgen.press.word import PARSER_HUGE, W, bare, text_of

_STATIC = re.compile("\ufdde(\\d+)\ufddf")
_ESCAPED = re.compile(r"\{_[{%]|[}%]_\}")  # docxtpl's way to print the signs of a tag
_SECTION = re.compile(r"<w:sectPr\b[^>]*/>|<w:sectPr\b.*</w:sectPr>", re.DOTALL)
_TEXT_OPENS = re.compile(r"<w:t(?: [^>]*)?>")
_OUTSIDE = Spot("plain")
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
        line = len(self._places) if frame is None else self._template.get_corresponding_lineno(frame.f_lineno)
        return self.place(line)[0]

    def place(self, line: int) -> tuple[Place, str]:
        """Return the place of the tag on a line of the code, and the tag."""
        places = self._places or [(Place(part=self.name), "")]
        return places[min(max(line, 1), len(places)) - 1]


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
    at = len(items) - 1
    while at >= 0:
        item = items[at]
        if isinstance(item, int):
            tag = part.pieces[item].tag
            if tag.joins_after:
                _join_after(items, at, whole=tag.sort is Sort.BLOCK)
            if tag.joins_before:
                at = _join_before(items, at, whole=tag.sort is Sort.BLOCK)
        at -= 1
    return items


def _join_before(items: list[Item], at: int, *, whole: bool) -> int:
    """Join what stands before a token to it, and return where the token is then."""
    if not whole:
        return _stripped_before(items, at)
    start = at - 1
    while start >= 0 and not (isinstance(items[start], str) and "</w:t>" in str(items[start])):
        start -= 1
    if start < 0:
        return _stripped_before(items, at)
    first = str(items[start])
    cut = first.rindex("</w:t>")
    region: list[Item] = [first[cut:], *items[start + 1 : at]]
    kept: list[Item] = [item if isinstance(item, int) else _words(item) for item in region]
    _strip(kept, len(kept) - 1, str.rstrip)
    made = [item for item in [first[:cut], *kept] if item != ""]
    items[start:at] = made
    return start + len(made)


def _stripped_before(items: list[Item], at: int) -> int:
    _strip(items, at - 1, str.rstrip)
    return at


def _join_after(items: list[Item], at: int, *, whole: bool) -> None:
    if not whole:
        _strip(items, at + 1, str.lstrip)
        return
    stop = at + 1
    while stop < len(items):
        item = items[stop]
        opened = _TEXT_OPENS.search(item) if isinstance(item, str) else None
        if isinstance(item, int):
            break
        if opened:
            words = _words(item[: opened.start()])
            items[stop : stop + 1] = [x for x in (words.lstrip(), item[opened.end() :]) if x]
            return
        stop += 1
    _strip(items, at + 1, str.lstrip)


def _strip(items: list[Item], at: int, how: Any) -> None:
    if 0 <= at < len(items) and isinstance(items[at], str):
        items[at] = how(items[at])


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
        tree = env.parse(_source(part, items)[0])
        return set(meta.find_undeclared_variables(tree)) - set(env.globals)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return set()


def spots_of(part: Part) -> dict[int, Spot]:
    """Return where each value of a part is printed."""
    groups: dict[etree._Element, str] = {}
    found: dict[int, Spot] = {}
    for number, piece in enumerate(part.pieces):
        if piece.tag.sort is Sort.VALUE or piece.code:
            around = piece.paragraph
            if around is not None and around not in groups:
                groups[around] = _numbered(part, _SECTION.sub("", text_of(around.find(f"{W}pPr"))))
            found[number] = _spot(piece, "" if around is None else groups[around])
    return found


def _spot(piece: Piece, paragraph: str) -> Spot:
    if piece.level in ("plain", "attribute", "count", "colour"):
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
    return TOKEN.sub(
        lambda m: f"\ufdee{re.sub(r'[^0-9]', '', part.pieces[int(m[1] or m[2])].code or '')}\ufdef", properties
    )


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
    source, texts = _source(part, items)
    try:
        tree = nodes.Template(Parser(env, source, part.name).subparse(), lineno=1)
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
        _rewrite([node for node, _ in every], order, structure)
        spots = spots_of(part)
        template = template_of(
            tree,
            part.name,
            env,
            lambda data: _STATIC.sub(lambda m: texts[int(m[1])], data),
            [spots.get(number, _OUTSIDE) for number in order],
        )
    except (TemplateSyntaxError, SyntaxError, RecursionError, MemoryError) as exc:
        return None, [_as_a_whole(part, order, exc)]
    return CompiledPart(part, template, order, strict=strict), []


def _as_a_whole(part: Part, order: list[int], exc: Exception) -> Finding:
    """Return what keeps the tags of a part from being understood together, though each by itself can be."""
    if not order:
        return Finding("T229", Place(part.file, part=part.name), {"reason": "blocks"})
    if isinstance(exc, TemplateSyntaxError):
        return _at(part, order, exc.lineno, "T202", {"reason": cause(exc.message or "", READING) or exc.message or ""})
    return _at(part, order, 1, "T229", {"reason": "blocks"})


def _source(part: Part, items: list[Item]) -> tuple[str, list[str]]:
    """Return what Jinja reads: constants by number, each tag on a line of its own."""
    made: list[str] = []
    texts: list[str] = []
    for item in items:
        if isinstance(item, str):
            made.append(f"\ufdde{len(texts)}\ufddf")
            texts.append(_ESCAPED.sub(lambda m: m[0].replace("_", ""), item))
            continue
        piece = part.pieces[item]
        body = piece.code if piece.code is not None else piece.tag.body
        made.append(source_of(body, block=piece.tag.sort is Sort.BLOCK and not piece.prints))
    return "".join(made), texts


def source_of(code: str, *, block: bool) -> str:
    """Return a tag as Jinja reads it, on one line that ends in it."""
    kind = "block" if block else "variable"
    line = code.replace("\n", " ").replace("\r", " ")
    return f"{OPENING[kind]} {line}\n{CLOSING[kind]}"


def _at(part: Part, order: list[int], line: int, code: str, args: dict[str, Any]) -> Finding:
    piece = part.pieces[order[min(max(line, 1), len(order)) - 1]]
    return Finding(code, piece.place, {"tag": shown(piece.tag.source), **args})


def _rewrite(every: Sequence[nodes.Node], order: list[int], structure: Structure) -> None:
    """Let every loop have its budget, and every operation that makes much."""
    bulky = any(isinstance(node, _BULKY) for node in every)
    for node in every:
        if bulky:
            _bound(node)
        if isinstance(node, nodes.For):
            weight = structure.weights.get(order[node.lineno - 1], 0)
            node.iter = _filtered(node.iter, "turns__", nodes.Const(weight))
        elif isinstance(node, nodes.AssignBlock):
            node.filter = _filtered(node.filter, "kept__")
        elif isinstance(node, nodes.FilterBlock):
            _filter_words(node)


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


def _filter_words(block: nodes.FilterBlock) -> None:
    """Let the filters of a block work on its words, not on their markup."""
    innermost = block.filter
    while isinstance(innermost.node, nodes.Filter):
        innermost = innermost.node
    innermost.node = _filtered(None, "words__")
    block.filter = _filtered(block.filter, "escaped__")


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
    block = piece.tag.sort is Sort.BLOCK and not piece.prints
    body = piece.code if piece.code is not None else piece.tag.body
    source = source_of(body, block=block)
    if block:
        frame = (
            "{0}{{% endset %}}" if piece.tag.word == "set" and "=" not in body else _ALONE.get(piece.tag.word, "{0}")
        )
        frame = frame.replace("{{%", OPENING["block"]).replace("%}}", CLOSING["block"])
        source = frame.replace("{0}", source)
    parser = None
    try:
        parser = Parser(env, source)
        tree = parser.parse()
    except (TemplateSyntaxError, RecursionError, ValueError) as exc:
        return syntax_fault(piece, exc, "" if parser is None else str(parser.stream.current.value))
    gate = Gate(env)
    gate.check(below(tree))
    if gate.faults:
        _, code, args = gate.faults[0]
        return Finding(code, piece.place, {"tag": shown(piece.tag.source), **args})
    return None
