"""What Jinja writes for a part: the XML between the tags by name, every value through the printer of its place.

Jinja's own generator would copy the XML into the code and wrap each value for its filters; a template is compiled for its
first document, so what is not written there is time that the document does not take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator
from jinja2.nodes import EvalContext

from docgen.press.gate import Sandbox, children_of
from docgen.press.values import Spot, charged, printer

_RUNTIME = {name: getattr(runtime, name) for name in runtime.exported}  # what Jinja's code calls
_OUTERMOST = "l_0_"  # what Jinja calls names of the outermost scope


def template_of(tree: nodes.Template, name: str, env: Sandbox, spots: Sequence[Spot]) -> JinjaTemplate:
    """Return the template of a part.

    Args:
        tree: Its tags and texts.
        name: What tracebacks call it.
        env: The environment of the template.
        spots: Where the tag on each line prints.
    """
    code = _Code(env, name, spots)
    code.visit(tree)
    names: dict[str, Any] = {**_RUNTIME, **code.names, "environment": env, "name": name, "__file__": name}
    exec(compile(code.stream.getvalue(), name, "exec"), names)  # type: ignore[attr-defined]
    return JinjaTemplate.from_module_dict(env, names, env.globals)


def undeclared(tree: nodes.Template, env: Sandbox) -> set[str]:
    """Return the names that tags ask the data for; nothing is calculated to find them."""
    names = _Names(env)
    names.visit(tree)
    return names.undeclared_identifiers


class _Sets(CodeGenerator):
    """Jinja's code, in which the filter of a ``{% set %}`` block may name what its words do not."""

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        """Let the names of the filter stand in the block, the only place where Jinja looks for them."""
        named = [] if node.filter is None else node.filter.find_all(nodes.Name)
        node.body += [nodes.ExprStmt(name, lineno=node.lineno) for name in named]
        super().visit_AssignBlock(node, frame)


class _Names(_Sets, TrackingCodeGenerator):
    """What Jinja looks for names with; it would calculate what no name stands in, at any cost."""

    def __init__(self, env: Sandbox) -> None:
        super().__init__(env)
        self.optimizer = None

    def _output_child_to_const(self, *_: Any) -> Any:
        raise nodes.Impossible

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        """Look for names in what the tag sets, which the gate refuses."""
        for option in node.options:
            self.visit(option.value, frame)


class _Code(_Sets):
    """Jinja's code, in which a value is printed as its place wants it and ``~`` has a bound.

    Attributes:
        names: What the code finds under the names that it was given: texts and printers.
    """

    def __init__(self, env: Sandbox, name: str, spots: Sequence[Spot]) -> None:
        super().__init__(env, name, name, optimized=False)
        self.names: dict[str, Any] = {}
        self._spots = spots
        self._printers: dict[tuple[Spot, bool], str] = {}

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - as Jinja names it
        """Write the one function of a part; no block, import or parent that would need more passes the gate."""
        frame = Frame(EvalContext(self.environment, self.name))
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        self.writeline("def root(context, missing=missing, environment=environment):")
        self.indent()
        self.write_commons()
        self.enter_frame(frame)
        self.blockvisit(node.body, frame)
        self.leave_frame(frame, with_python_scope=True)
        self.outdent()
        self.writeline("blocks = {}")
        self.writeline(f"debug_info = {'&'.join(f'{line}={at}' for line, at in self.debug_info)!r}")

    def write_commons(self) -> None:
        """Let what looks a name up in the data say that it is missing, once, instead of every place that uses it."""
        super().write_commons()
        self.writeline("resolve = context.resolve")

    def visit_Name(self, node: nodes.Name, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        reference = frame.symbols.ref(node.name) if node.ctx == "load" else ""
        load = frame.symbols.find_load(reference)
        if (
            load is not None and load[0] == VAR_LOAD_RESOLVE and reference.startswith(_OUTERMOST)
        ):  # set once, never unset
            self.write(reference)
        else:
            super().visit_Name(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        if node.name not in self.filters:
            self.filters[node.name] = self._named("filter", self.environment.filters[node.name])
        super().visit_Filter(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        if node.name not in self.tests:
            self.tests[node.name] = self._named("test", self.environment.tests[node.name])
        super().visit_Test(node, frame)

    def visit_For(self, node: nodes.For, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        node.find_all = _nothing  # type: ignore[method-assign,assignment]  # what Jinja looks for, the gate has refused
        super().visit_For(node, frame)

    def visit_Compare(self, node: nodes.Compare, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        """Write a comparison; of what ``in`` looks for, whether it is there at all."""
        looks = node.ops[0].op in ("in", "notin")
        self.write(f"environment.compared({'environment.sought' if looks else ''}(")
        self.visit(node.expr, frame)
        self.write(")")
        for operand in node.ops:
            self.visit(operand, frame)
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        """Write what takes an item or, where Jinja would leave it to Python, a slice."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        for part in (node.node, node.arg.start, node.arg.stop, node.arg.step):
            self.visit(part or nodes.Const(None), frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        self.write("environment.concatenated((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _sign(self, node: nodes.BinExpr, frame: Any) -> None:
        """Write what calculates, with the texts that stand in the tag itself, such as a blank or a dash to be repeated."""
        typed = tuple(
            s.value for s in (node.left, node.right) if isinstance(s, nodes.Const) and isinstance(s.value, str)
        )
        self.write(f"environment.calculated({node.operator!r}, {typed!r}, ")
        self.visit(node.left, frame)
        self.write(", ")
        self.visit(node.right, frame)
        self.write(")")

    visit_Add = visit_Sub = visit_Mul = visit_Div = visit_FloorDiv = visit_Mod = visit_Pow = _sign  # noqa: N815 - as Jinja

    def visit_Output(self, node: nodes.Output, frame: Any) -> None:  # noqa: N802 - as Jinja names it
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self._begin(frame)
                self.write(self._named("text", child.data))
            else:
                line = _line(child)
                self._begin(frame, nodes.TemplateData(lineno=line))
                self._value(child, line, frame)
            self.write("" if frame.buffer is None else ")")

    def _begin(self, frame: Any, at: nodes.Node | None = None) -> None:
        self.writeline("yield " if frame.buffer is None else f"{frame.buffer}.append(", at)

    def _value(self, child: nodes.Expr, line: int, frame: Any) -> None:
        """Write what prints a value; notes of our own tags are no values."""
        if isinstance(child, nodes.MarkSafe):
            self.visit(child.expr, frame)
            return
        self.write(f"{self._printer(self._spots[line - 1], gathered=frame.buffer is not None)}(")
        self.visit(child, frame)
        self.write(")")

    def _printer(self, spot: Spot, *, gathered: bool) -> str:
        """Return the name of what prints at a spot; what is gathered before it is read is charged at once."""
        if (spot, gathered) not in self._printers:
            do = printer(spot)
            self._printers[spot, gathered] = self._named("print", charged(do) if gathered else do)
        return self._printers[spot, gathered]

    def _named(self, kind: str, value: Any) -> str:
        name = f"{kind}{len(self.names)}"
        self.names[name] = value
        return name


def _nothing(_kind: type[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield no node."""
    return iter(())


def _line(node: nodes.Node) -> int:
    """Return the line of a value; Jinja gives a comparison that of the sign behind it."""
    line = node.lineno
    while (first := next(children_of(node), None)) is not None:
        node, line = first, min(line, first.lineno or line)
    return line
