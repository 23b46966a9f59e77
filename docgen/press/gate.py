"""What a template may do: an allow list on the syntax tree, and an environment without doors.

Only plain data can be asked for anything: entries of mappings, items of lists, a listed set of methods of texts, mappings and
dates, ``loop``, ``namespace`` and ``range``, and what the caller's own environment brings. Every operation that can make much out
of little has a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any
from unicodedata import normalize

from jinja2 import Environment, nodes
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from docgen.findings import LIKE_A_NAME, nearest
from docgen.limits import Limits
from docgen.press.askable import FIELDS, METHODS
from docgen.press.bounds import Bounds, bounded_method, lone_text
from docgen.press.filters import bounded_filters
from docgen.press.kept import Xml
from docgen.press.layout import Layout
from docgen.press.missing import TELLING, Missing, absent, sought
from docgen.press.parts import Effort
from docgen.press.state import STRANGE_GLOBALS, current
from docgen.press.weights import Method, NoNumberError

OPENING = {"block": "\ufdd7", "variable": "\ufdd9", "comment": "\ufddb"}
CLOSING = {"block": "\ufdd8", "variable": "\ufdda", "comment": "\ufddc"}
_PLAIN_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr, nodes.Name, nodes.NSRef,
    nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
    nodes.Pow, nodes.Concat, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Call, nodes.Assign,
    nodes.AssignBlock, nodes.FilterBlock, nodes.With, nodes.Macro, nodes.ExprStmt, nodes.Break, nodes.Continue, nodes.Scope, nodes.MarkSafe,
    nodes.ExtensionAttribute,
)  # fmt: skip
_STRANGE_FILTERS = frozenset("safe random pprint xmlattr urlize attr tojson filesizeformat striptags urlencode".split())
_FILTERS, _TESTS = ("join", "length", "default", "fixed", "thousands", "em"), ("defined", "none", "odd", "even")
_STRANGE_NAMES = frozenset(["self", "super"])
_STRANGE_WORDS: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.CallBlock: "call",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.EvalContextModifier: "autoescape",
}
LOOP_NAMES = frozenset(
    "index index0 revindex revindex0 first last length depth depth0 previtem nextitem cycle changed".split()
)
_LOOP_METHODS = frozenset(["cycle", "changed"])
_LOOKING = frozenset(["groupby", "sum", "sum_of", "selectattr", "rejectattr"])  # filters told an attribute by place
_DEEPEST = 150  # levels of an expression; Python takes no more than 200 brackets
_MOST_SIGNS = 3  # of a text that may be repeated wherever it comes from
_HARMLESS = frozenset(_PLAIN_NODES) - {
    nodes.Filter, nodes.Test, nodes.Getattr, nodes.Getitem, nodes.Name, nodes.Const, nodes.Call,
}  # fmt: skip

_LEAVES = frozenset([nodes.Name, nodes.NSRef, nodes.Const, nodes.TemplateData])  # no node is below them


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without doors: ``a.b`` is the entry ``b`` of ``a`` before anything else."""

    intercepted_unops = frozenset(["-", "+"])
    bounds: Bounds
    own_names: frozenset[str]
    _own: frozenset[int]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an entry of a mapping, or what a listed name of another value holds."""
        if type(obj) is dict:  # a namespace is slow to tell its class
            try:
                return obj[attribute]
            except KeyError:
                pass
        return self._asked(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list, a text or a mapping; of what is missing, or by it, the same."""
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(argument, Undefined):
            return argument
        if isinstance(obj, (Mapping, list, tuple, str)):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        if isinstance(argument, str):
            return self._asked(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def cut(self, obj: Any, *places: Any) -> Any:
        """Return a piece of a list or a text; of what is missing, or by it, the same."""
        lacking = absent(obj, *places)
        return obj[slice(*places)] if lacking is None else lacking

    def _asked(self, obj: Any, name: str) -> Any:
        if name.startswith("_"):
            msg = name
            raise SecurityError(msg)
        if type(obj) is Namespace:
            return _entries(obj).get(name, self.undefined(obj=obj, name=name))
        if isinstance(obj, Undefined):
            return obj.__getattr__(name)
        if isinstance(obj, Mapping) and name in obj:
            return obj[name]
        if isinstance(obj, LoopContext) and name in LOOP_NAMES:
            return Method(getattr(obj, name)) if name in _LOOP_METHODS else getattr(obj, name)
        if any(isinstance(obj, kind) and name in names and hasattr(obj, name) for kind, names in FIELDS):
            return getattr(obj, name)
        if isinstance(obj, tuple) and name in getattr(obj, "_fields", ()):  # what groupby makes
            return getattr(obj, name)
        listed = next((names for kind, names in METHODS if isinstance(obj, kind)), frozenset[str]())
        return bounded_method(self.bounds, obj, name) if name in listed else self._none(obj, name)

    def _none(self, obj: Any, name: str) -> Any:
        """Return what is undefined; a method that exists and is not allowed is refused by its name."""
        if not isinstance(obj, Mapping) and hasattr(obj, name):
            raise SecurityError(name)
        return self.undefined(obj=obj, name=name)

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a listed method, a macro of the template, or a function of the caller's own."""
        loop, block = kwargs.pop("_loop_vars", None), kwargs.pop("_block_vars", None)  # what Jinja hands to its own
        if isinstance(obj, Method):
            return self.bounds.kept(obj.do(*args, **kwargs))
        if isinstance(obj, Macro):
            current().turn(1, 0)
            return self.bounds.kept_xml(obj(*args, **kwargs))
        if isinstance(obj, LoopContext):
            return self.bounds.kept_xml(obj(self.bounds.turns(args[0], 0), *args[1:]))
        if isinstance(obj, Undefined):
            return obj()
        if id(obj) in self._own or isinstance(getattr(obj, "__self__", None), Layout) or current().lends(obj):
            return context.call(obj, *args, **kwargs, _loop_vars=loop, _block_vars=block)
        msg = f"{type(obj).__name__} is no function"
        raise TypeError(msg)

    def method(self, obj: Any, name: str) -> Any:
        """Return what ``obj.name()`` calls: a method of mappings, when the entry of that name is no function."""
        found = self.getattr(obj, name)
        entry = isinstance(obj, Mapping) and name in obj and not callable(found)
        return bounded_method(self.bounds, obj, name) if entry else found

    sought = staticmethod(sought)

    def compared(self, result: Any) -> Any:
        """Return what a comparison says: of long lists, they take their time."""
        current().look()
        return result

    def concatenated(self, values: Iterable[Any]) -> str | Xml:
        """Return what ``~`` makes of values."""
        return self.bounds.concatenated(values)

    def calculated(self, sign: str, typed: tuple[str, ...], left: Any, right: Any) -> Any:
        """Return what ``left sign right`` makes; a text of the data is no number, even if it looks like one.

        A text that is repeated stands in the tag or is a sign or a few, for a line.

        Args:
            sign: The operator.
            typed: Texts that stand in the tag itself, on either side: ``"-" * 3`` is meant.
            left: The left side.
            right: The right side.

        Raises:
            NoNumberError: A text of the data was to be calculated with.
            TypeError: The sides do not fit.
        """
        if sign == "*" and not (typed or isinstance(left, Undefined) or isinstance(right, Undefined)):
            lone_text(*(side for side in (left, right) if not _is_sign(side)))
        try:
            return self.bounds.operator(sign, left, right, self.binop_table[sign])
        except NoNumberError as exc:
            if exc.text not in typed:
                raise
            lone_text(*(side for side in (left, right) if isinstance(side, str) and side not in typed))
            msg = "can only concatenate texts" if sign == "+" else "unsupported operand"
            raise TypeError(msg) from exc

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """Return a number with a sign before it.

        Raises:
            NoNumberError: It is a text.
        """
        lone_text(arg)
        return super().call_unop(context, operator, arg)

    def call_filter(
        self,
        name: str,
        value: Any,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> Any:
        """Call a filter that another one was told by name (``map``); what the press filters with itself cannot be told."""
        if name.endswith("__"):
            msg = f"no filter named {name}"
            raise TypeError(msg)
        return super().call_filter(name, value, args, kwargs, context, eval_ctx)


def _is_sign(value: Any) -> bool:
    """Whether a value is a text of a few signs, no letter or digit among them: what lines are made of."""
    return isinstance(value, str) and 0 < len(value) <= _MOST_SIGNS and not any(map(str.isalnum, value))


def _entries(space: Namespace) -> dict[str, Any]:
    """Return what a ``namespace`` of a template holds."""
    kept: dict[str, Any] = object.__getattribute__(space, "_Namespace__attrs")
    return kept


@lru_cache(maxsize=8)
def _bounded(limits: Limits) -> tuple[Bounds, dict[str, Any]]:
    """Return the bounds that limits set, and the filters that keep to them."""
    bounds = Bounds(limits)
    return bounds, {n: f for n, f in bounded_filters(bounds).items() if n not in _STRANGE_FILTERS}


def environment(limits: Limits, own: Environment | None, functions: Mapping[str, Any]) -> Sandbox:
    """Return the environment of one template.

    Args:
        limits: What bounds its operations.
        own: The caller's environment, whose filters, tests, functions and extensions are added.
        functions: Functions of ours that compiled parts call.
    """
    made = Sandbox(
        autoescape=False,
        optimized=False,
        undefined=Missing,
        keep_trailing_newline=True,
        block_start_string=OPENING["block"],
        block_end_string=CLOSING["block"],
        variable_start_string=OPENING["variable"],
        variable_end_string=CLOSING["variable"],
        comment_start_string=OPENING["comment"],
        comment_end_string=CLOSING["comment"],
        extensions=[Layout, *_extensions(own)],
    )
    made.bounds, filters = _bounded(limits)
    made.filters = dict(filters)
    made.tests.update(TELLING)
    made.globals.clear()
    made.globals.update(functions, range=Method(made.bounds.range), namespace=Method(made.bounds.namespace))
    made.own_names = frozenset()
    if own is not None:
        plain = Environment()
        filters = {n: f for n, f in own.filters.items() if plain.filters.get(n) is not f}
        tests = {n: t for n, t in own.tests.items() if plain.tests.get(n) is not t}
        made.own_names = frozenset([*filters, *tests])
        made.filters.update(filters)
        made.tests.update(tests)
        made.globals.update({n: g for n, g in own.globals.items() if n not in plain.globals})
    made._own = frozenset(id(g) for g in made.globals.values() if callable(g))
    return made


def _extensions(own: Environment | None) -> list[type]:
    return [] if own is None else [type(extension) for extension in own.extensions.values()]


class Gate:
    """Walks a tree once: refuses what is not on the list and lists the names that a template asks for."""

    def __init__(self, env: Sandbox, effort: Effort | None = None) -> None:
        """Check against the filters and tests of ``env``; charge ``effort`` for what is found."""
        self.env, self.effort = env, effort or Effort()
        self.faults: list[tuple[int, str, dict[str, Any]]] = []
        self._own: set[str] = set()

    def check(self, every: Iterable[tuple[nodes.Node, int]]) -> None:
        """Collect what is wrong with the nodes of a tree: line, code and arguments of each fault.

        Args:
            every: The nodes, each with how deep it stands in its expression.
        """
        every = list(every)
        self._own = {node.name for node, _ in every if isinstance(node, nodes.Macro)}
        self._own |= {node.name for node, _ in every if isinstance(node, nodes.Name) and node.ctx != "load"}
        for node, deep in every:
            if type(node) not in _HARMLESS:
                self._check(node)
            self.effort.steps += deep > 0 and not isinstance(node, nodes.TemplateData)
            most = self.effort.limits.template_steps
            if self.effort.steps > most:
                self.faults = [(node.lineno, "T266", {"limit": most, "budget": "template_steps"})]
                return
            if deep == _DEEPEST:
                self.faults.append((node.lineno, "T229", {"reason": "signs and brackets"}))

    def _check(self, node: nodes.Node) -> None:
        fault = self._fault(node)
        if fault is not None:
            self.faults.append((node.lineno, *fault))

    def _fault(self, node: nodes.Node) -> tuple[str, dict[str, Any]] | None:
        """Return the code and the arguments of what is wrong with a node by itself; the commonest nodes come first."""
        if isinstance(node, nodes.Name):
            return self._fault_of_name(node)
        if isinstance(node, nodes.Getattr):
            return ("T203", {"reason": node.attr}) if node.attr.startswith("_") else None
        word = _STRANGE_WORDS.get(type(node))
        if word is not None:
            return "T203", {"reason": word}
        if not isinstance(node, _PLAIN_NODES):
            return "T203", {"reason": type(node).__name__.lower()}
        if isinstance(node, nodes.Filter):
            return self._fault_of_filter(node)
        if isinstance(node, nodes.Const) and isinstance(node.value, float) and not isfinite(node.value):
            return "T202", {"reason": "a number without end"}
        if isinstance(node, nodes.Test) and node.name not in self.env.tests:
            return "T236", self._like(node.name, self.env.tests, _TESTS)
        if (
            isinstance(node, nodes.Getitem)
            and isinstance(node.arg, nodes.Const)
            and str(node.arg.value).startswith("_")
        ):
            return "T203", {"reason": str(node.arg.value)}
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and self._is_left_out(node.node.name):
            return "T203", {"reason": node.node.name}
        return None

    def _fault_of_name(self, node: nodes.Name) -> tuple[str, dict[str, Any]] | None:
        name = node.name
        if normalize("NFKC", name) != name:
            return "T271", {"name": name, "right": normalize("NFKC", name)}
        if name.startswith("_") or name in _STRANGE_NAMES or (name == "loop" and node.ctx != "load"):
            return "T203", {"reason": name}
        return None

    def _fault_of_filter(self, node: nodes.Filter) -> tuple[str, dict[str, Any]] | None:
        if node.name not in self.env.filters or node.name.endswith("__"):
            code = "T203" if node.name in _STRANGE_FILTERS else "T235"
            return code, {"reason": node.name, **self._like(node.name, self.env.filters, _FILTERS)}
        hidden = _hidden(node)
        return ("T203", {"reason": hidden}) if hidden else None

    def _like(self, name: str, known: Iterable[str], usual: Sequence[str]) -> dict[str, str]:
        """Return the name of a filter or test that there is not, the nearest that there is, and some of them, the caller's own first."""
        there = sorted(word for word in known if not word.endswith("__"))
        own = [word for word in there if word in self.env.own_names]
        return {"name": name, "near": nearest(name, there, LIKE_A_NAME), "known": ", ".join([*own, *usual])}

    def _is_left_out(self, name: str) -> bool:
        """Whether a function is one of Jinja's that there is not, and none of the template's or the caller's own."""
        return name in STRANGE_GLOBALS and name not in self._own and name not in self.env.globals


def _hidden(node: nodes.Filter) -> str:
    """Return the attribute with a leading underscore that a filter is told to look at; ``''`` for none."""
    told = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    told += node.args[:1] if node.name in _LOOKING else []
    names = [name for value in told if isinstance(value, nodes.Const) for name in re.split("[.,]", str(value.value))]
    return next((name for name in names if name.startswith("_")), "")


def below(node: nodes.Node) -> list[tuple[nodes.Node, int]]:
    """Return a node and all below it, without recursion, and how deep in its expression each stands."""
    found = [(node, 0)]
    for inner, deep in found:
        found += [(child, deep + 1 if isinstance(child, nodes.Expr) else 0) for child in children_of(inner)]
    return found


def children_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes right below a node, in their order."""
    if type(node) in _LEAVES:
        return
    for name in node.fields:
        value = getattr(node, name, None)
        if isinstance(value, nodes.Node):
            yield value
        elif value.__class__ is list:
            for item in value:
                if isinstance(item, nodes.Node):
                    yield item
