"""Names that a template asks for, looked up in the shape of the data, in every branch.

One cause gives one finding: what comes of an unknown name is taken as known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import nodes

from docgen.catalogue.causes import NO_LIST, ZERO
from docgen.findings import LIKE_A_NAME, nearest
from docgen.press.askable import LIST_METHODS, MAPPING_METHODS, TEXT_METHODS, lacking
from docgen.press.gate import LOOP_NAMES, Sandbox
from docgen.press.shapes import ANY, NUMBER, TEXT, Shape, merged
from docgen.press.state import STRANGE_GLOBALS, listed

Tell = Callable[[int, str, dict[str, str]], None]
_SAME = frozenset("sort reverse list unique select reject selectattr rejectattr".split())
_ONE = frozenset("first last min max random".split())
_BY_NAME = {"map": "attribute", "sort": "attribute", "groupby": "attribute", "sum": "attribute", "sum_of": "attribute", "unique": "attribute",
            "join": "attribute", "min": "attribute", "max": "attribute"}  # fmt: skip
_MOST_NEAR = 100  # misspelt names for which the like are looked for
_LOOP = Shape("mapping", {**dict.fromkeys(LOOP_NAMES, ANY), "index": NUMBER, "index0": NUMBER, "length": NUMBER})
_WITHOUT_ENTRIES = frozenset(["list", "text", "number", "function"])


class Names:
    """Looks up the names of one part."""

    def __init__(self, data: Shape, env: Sandbox, tell: Tell, given: Iterable[str] = ()) -> None:
        """Look names up in ``data`` and tell what is not there, by line, code and arguments; ``given`` names are known."""
        self.data, self.env, self.tell = data, env, tell
        self._scopes: list[dict[str, Shape]] = [dict.fromkeys(given, ANY)]
        self._guarded: set[str] = set()
        self._misspelt: set[str] = set()
        self._asking = False  # in a condition

    def check(self, tree: nodes.Template) -> None:
        """Look up every name of a tree."""
        for test in tree.find_all(nodes.Test):
            if test.name in ("defined", "undefined"):
                self._guarded.add(_dotted(test.node))
        for gone in tree.find_all(nodes.Filter):
            if gone.name in ("default", "d") and gone.node is not None:
                self._guarded.add(_dotted(gone.node))
        self._body(tree.body)

    def _body(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                if not isinstance(child, nodes.TemplateData):
                    self._printed(child)
        elif isinstance(node, nodes.For):
            self._loop(node)
        elif isinstance(node, nodes.If):
            self._condition(node.test)
            self._body(node.body)
            self._body(node.elif_)
            self._body(node.else_)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self._shape(node.node))
        elif isinstance(node, nodes.AssignBlock):
            self._inside(node.body)
            if node.filter is not None:
                self._shape(node.filter)
            self._bind(node.target, ANY)
        elif isinstance(node, nodes.With):
            values = [self._shape(value) for value in node.values]
            self._scopes.append({})
            for target, value in zip(node.targets, values, strict=True):
                self._bind(target, value)
            self._body(node.body)
            self._scopes.pop()
        elif isinstance(node, nodes.Macro):
            self._scopes[-1][node.name] = ANY
            names = dict.fromkeys([*map(_name, node.args), "caller", "kwargs", "varargs"], ANY)
            self._inside([*map(nodes.ExprStmt, node.defaults), *node.body], names)
        else:
            for below in node.iter_child_nodes():
                self._statement(below) if isinstance(below, nodes.Stmt) else self._shape(below)

    def _condition(self, node: nodes.Node) -> None:
        self._asking = True
        self._shape(node)
        self._asking = False

    def _inside(self, body: list[nodes.Node], names: dict[str, Shape] | None = None) -> None:
        self._scopes.append(names or {})
        self._body(body)
        self._scopes.pop()

    def _loop(self, node: nodes.For) -> None:
        source = self._shape(node.iter)
        if source.kind == "text" and not source.short:
            self.tell(node.lineno, "T252", {})
        elif source.kind in ("number", "function"):
            self.tell(node.lineno, "T205", {"reason": NO_LIST})
        item = source.item if source.kind == "list" and source.item else TEXT if source.kind == "mapping" else ANY
        self._scopes.append({"loop": _LOOP})
        self._bind(node.target, item)
        if node.test is not None:
            self._shape(node.test)
        self._body(node.body)
        self._scopes.pop()
        self._inside(node.else_)

    def _bind(self, target: nodes.Node, shape: Shape) -> None:
        if isinstance(target, nodes.Tuple):
            for child in target.items:
                self._bind(child, shape.item if shape.kind == "list" and shape.item else ANY)
        elif isinstance(target, nodes.Name):
            known = self._scopes[-1].get(target.name)
            self._scopes[-1][target.name] = shape if known is None else merged([known, shape])

    def _printed(self, node: nodes.Node) -> None:
        shape = self._shape(node.expr if isinstance(node, nodes.MarkSafe) else node)
        if shape.kind in ("list", "mapping"):
            self.tell(node.lineno, "T212", {"type": shape.kind})

    def _shape(self, node: nodes.Node) -> Shape:
        """Return the shape of an expression; what it asks for is looked up on the way."""
        how = getattr(self, f"_{type(node).__name__.lower()}", None)
        if how is not None:
            shape: Shape = how(node)
            return shape
        for child in node.iter_child_nodes():
            self._shape(child)
        return ANY

    def _const(self, node: nodes.Const) -> Shape:
        return TEXT if isinstance(node.value, str) else NUMBER if isinstance(node.value, (int, float)) else ANY

    def _name(self, node: nodes.Name) -> Shape:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        if node.name in self.data.entries:
            return self.data.entries[node.name]
        if node.name in self.env.globals or node.name in self._guarded or self.data.kind == "any":
            return ANY
        if node.name == "loop":
            self.tell(node.lineno, "T250", {})
        elif node.name in STRANGE_GLOBALS:
            self.tell(node.lineno, "T203", {"reason": node.name})
        else:
            self._unknown(node.lineno, "T201", node.name, [*self.data.entries, *self._own()])
        return ANY

    def _own(self) -> list[str]:
        return [name for scope in self._scopes for name in scope]

    def _unknown(self, line: int, code: str, name: str, known: list[str]) -> None:
        names = sorted(set(known))
        shown = listed(sorted(self.data.entries) if code == "T201" else names)
        self._misspelt.add(name)
        near = nearest(name, names, LIKE_A_NAME) if len(self._misspelt) <= _MOST_NEAR else ""
        asked = {"asked": "yes"} if self._asking else {}
        self.tell(line, code, {"name": name, "near": near, "known": shown, **asked})

    def _getattr(self, node: nodes.Getattr) -> Shape:
        return self._entry(self._shape(node.node), node.attr, node)

    def _getitem(self, node: nodes.Getitem) -> Shape:
        base = self._shape(node.node)
        if not isinstance(node.arg, nodes.Const):
            self._shape(node.arg)
            whole = isinstance(node.arg, nodes.Slice)
            return base if whole else (base.item or ANY) if base.kind in ("list", "mapping") else ANY
        key = node.arg.value
        if isinstance(key, str):
            return self._entry(base, key, node)
        if base.kind == "list" and isinstance(key, int):
            return base.item or ANY
        return ANY

    def _entry(self, base: Shape, name: str, node: nodes.Getattr | nodes.Getitem) -> Shape:
        if base.kind == "any" or _dotted(node) in self._guarded:
            return base.entries.get(name, ANY)
        if base.kind == "mapping":
            if name in base.entries:
                return base.entries[name]
            if name not in MAPPING_METHODS:
                if base.item is None:
                    self._unknown(node.lineno, "T206", name, list(base.entries))
                return base.item or ANY
            return self._method(base, name)
        methods = {"text": TEXT_METHODS, "list": LIST_METHODS}.get(base.kind, frozenset())
        if name not in methods and base.kind in ("text", "list") and hasattr("" if base.kind == "text" else [], name):
            self.tell(node.lineno, "T203", {"reason": name})
        elif name not in methods and base.kind in _WITHOUT_ENTRIES:
            self.tell(node.lineno, *lacking(name, base.kind))
        return ANY

    def _call(self, node: nodes.Call) -> Shape:
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._shape(argument)
        called = ANY if isinstance(node.node, nodes.Name) and node.node.name == "loop" else self._called(node.node)
        if called.kind in ("text", "number", "list", "mapping"):
            self.tell(node.lineno, "T205", {"reason": "it calls something that is no function"})
        return ANY

    def _called(self, node: nodes.Expr) -> Shape:
        """Return the shape of what is called: of a mapping, its method and no entry of that name, as when it is printed."""
        if not isinstance(node, nodes.Getattr) or node.attr not in MAPPING_METHODS:
            return self._shape(node)
        base = self._shape(node.node)
        return self._method(base, node.attr) if base.kind == "mapping" else self._entry(base, node.attr, node)

    def _method(self, mapping: Shape, name: str) -> Shape:
        if name != "items":
            return ANY
        values = mapping.item or (merged(mapping.entries.values()) if mapping.entries else ANY)
        return Shape("method", item=Shape("list", item=Shape("pair", item=values)))

    def _condexpr(self, node: nodes.CondExpr) -> Shape:
        self._condition(node.test)
        first = self._shape(node.expr1)
        return merged([first, self._shape(node.expr2)]) if node.expr2 is not None else first

    def _list(self, node: nodes.List) -> Shape:
        items = [self._shape(item) for item in node.items]
        return Shape("list", item=merged(items) if items else ANY)

    _tuple = _list

    def _dict(self, node: nodes.Dict) -> Shape:
        known = all(isinstance(pair.key, nodes.Const) for pair in node.items)
        entries = {str(getattr(pair.key, "value", "")): self._shape(pair.value) for pair in node.items}
        return Shape("mapping", entries) if known else ANY

    def _test(self, node: nodes.Test) -> Shape:
        for argument in node.args:
            self._shape(argument)
        if node.name not in ("defined", "undefined"):
            self._shape(node.node)
        return NUMBER

    def _filter(self, node: nodes.Filter) -> Shape:
        base = ANY if node.node is None else self._shape(node.node)
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._shape(argument)
        self._named(node, base)
        if node.name == "join" and base.kind == "text" and not base.short:
            self.tell(node.lineno, "T252", {})
        if node.name in ("default", "d"):
            return merged([base, self._shape(node.args[0])]) if node.args and base.kind != "any" else ANY
        if node.name in _SAME:
            return Shape(base.kind, item=base.item) if base.kind == "list" else ANY
        if node.name in _ONE:
            return base.item or ANY
        if node.name in ("length", "count", "int", "float", "round", "abs", "wordcount"):
            return NUMBER
        return (
            TEXT
            if node.name in ("join", "upper", "lower", "trim", "replace", "string", "format", "fixed", "thousands")
            else ANY
        )

    def _named(self, node: nodes.Filter, base: Shape) -> None:
        """Look up the entry that a filter takes by its name."""
        item = base.item if base.kind == "list" else None
        if item is None or item.kind != "mapping" or item.item is not None:
            return
        wanted = _BY_NAME.get(node.name, "")
        given = next((keyword.value for keyword in node.kwargs if keyword.key == wanted), None)
        if given is None and node.name in ("selectattr", "rejectattr", "groupby", "sum_of") and node.args:
            given = node.args[0]
        if isinstance(given, nodes.Const) and isinstance(given.value, str):
            first = re.split("[.,]", given.value)[0]
            if any(keyword.key == "default" for keyword in node.kwargs):
                return
            if first not in item.entries and not first.isdecimal():
                self._unknown(node.lineno, "T206", first, list(item.entries))

    def _add(self, node: nodes.Add) -> Shape:
        return merged([self._shape(node.left), self._shape(node.right)])

    def _div(self, node: nodes.Div) -> Shape:
        self._shape(node.left)
        self._shape(node.right)
        if isinstance(node.right, nodes.Const) and node.right.value == 0:
            self.tell(node.lineno, "T205", {"reason": ZERO})
        return NUMBER

    _floordiv = _mod = _div


def _dotted(node: nodes.Node) -> str:
    """Return how an expression of names and entries is written; ``''`` for others."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_dotted(node.node)}.{node.arg.value}"
    return ""


def _name(node: Any) -> str:
    return str(getattr(node, "name", ""))
