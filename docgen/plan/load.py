"""Read a YAML or JSON file into marked texts, lists and mappings.

Nothing is resolved: ``no``, ``1:30`` and ``98.60`` stay what was typed, and the model decides what they are. The tree is
built from YAML events, so that nesting, size and aliases are counted before anything grows.

Codes: P101-P149.
"""

from __future__ import annotations

import codecs
import datetime
import itertools
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from yaml import events as ev

from docgen.errors import PlanError, checked_limits, over
from docgen.files import read_file
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.limits import Limits
from docgen.marked import ILLEGAL
from docgen.patterns import late
from docgen.plan.escapes import HALF, with_pairs
from docgen.plan.marks import Mapping, Mark, Sequence, Source, Text, texts
from docgen.plan.slips import ASIDES, problem_of, shortened, slip_in
from docgen.written import Written

_PARSER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = {"", "~", "null", "Null", "NULL"}
_INVISIBLE = late("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def read_tree(path: str | os.PathLike[str], limits: Limits | None = None) -> tuple[Any, list[Finding]]:
    """Return the marked tree of a YAML or JSON file, and warnings about it.

    Raises:
        FileError: The file cannot be read.
        LimitError: It is too large, too deep or has too many values.
        PlanError: It is not one readable YAML document.
    """
    name = os.fspath(path)
    limits = checked_limits(limits)
    return parse_tree(_decode(_read(Path(path), limits), name), name, limits)


def _read(path: Path, limits: Limits) -> bytes:
    data = read_file(path, limits.yaml_bytes)
    if len(data) > limits.yaml_bytes:
        raise over("P141", Place(str(path)), limits, "yaml_bytes")
    return data


def _decode(data: bytes, name: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise PlanError([Finding("P106", Place(name))])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise PlanError([Finding("P103", Place(name), {"encoding": "UTF-16"})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        if _is_gbk(data):
            raise PlanError([Finding("P103", Place(name, line), {"encoding": "GBK/GB18030"})]) from exc
        args = {"offset": exc.start, "byte": f"0x{data[exc.start]:02X}"}
        raise PlanError([Finding("P104", Place(name, line), args)]) from exc
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    as_utf8 = data.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    return broken > 1 and broken > sum(char > "\x7f" for char in as_utf8) - broken


def parse_tree(text: str, name: str, limits: Limits | None = None) -> tuple[Any, list[Finding]]:
    """Return the marked tree of a YAML text, and warnings about it. ``name`` stands in the messages."""
    source = Source(name, with_pairs(text))
    found = [
        Finding("P105", Mark(source, m.start(), m.end(), "").place(), {"codepoint": f"U+{ord(m.group()):04X}"})
        for m in itertools.islice(ILLEGAL.finditer(source.text), MOST_ALIKE)
    ]
    if found:
        raise PlanError(found)
    builder = _Builder(source, checked_limits(limits))
    try:
        tree = builder.build()
    except yaml.MarkedYAMLError as exc:
        raise PlanError([*builder.findings, _syntax_finding(exc, source)]) from exc
    except yaml.YAMLError as exc:
        raise PlanError([Finding("P120", Place(name), problem_of(str(exc)))]) from exc
    if builder.findings:
        raise PlanError(builder.findings)
    return tree, builder.warnings[:MOST_ALIKE] + [
        Finding(
            "P107",
            Mark(source, m.start(), m.end(), "").place(),
            {"codepoint": f"U+{ord(m.group()):04X}"},
            Severity.WARNING,
        )
        for m in itertools.islice(_INVISIBLE.finditer(source.text), MOST_ALIKE)
    ]


class _Builder:
    """Builds the tree from events, with one stack of open lists and mappings and no recursion."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        self.count = 0
        self.length = 0

    def build(self) -> Any:
        """Return the root value."""
        root: list[Any] = []
        stack: list[_Open] = []
        documents = 0
        for event in yaml.parse(self.source.text, Loader=_PARSER):
            if isinstance(event, ev.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("P108", event)
                    break
            elif isinstance(event, ev.ScalarEvent):
                value = self.scalar(event, stack[-1].path_of_next() if stack else "")
                self.grow(event, 1, len(value or ""))
                self.put(value, event, stack, root)
            elif isinstance(event, ev.AliasEvent):
                value, size, length = self.alias(event)
                self.grow(event, size, length)
                self.put(value, event, stack, root)
            elif isinstance(event, ev.CollectionStartEvent):
                stack.append(self.open(event, stack))
                if len(stack) > self.limits.yaml_depth:
                    raise over("P142", self.mark(event).place(), self.limits, "yaml_depth")
            elif isinstance(event, ev.CollectionEndEvent):
                done = stack.pop()
                done.value.mark = Mark(self.source, done.start, _index(event.end_mark), done.path)
                if done.anchor:
                    size, length = self.count - done.count_before, self.length - done.length_before
                    self.anchors[done.anchor] = done.value, size, length
                self.grow(event, 1, 0)
                self.put(done.value, event, stack, root)
        return root[0] if root else None

    def mark(self, event: ev.Event, path: str = "") -> Mark:
        return Mark(self.source, _index(event.start_mark), _index(event.end_mark), path)

    def refuse(self, code: str, event: ev.Event, path: str = "", **args: object) -> None:
        self.findings.append(Finding(code, self.mark(event, path).place(), args))

    def scalar(self, event: ev.ScalarEvent, path: str) -> Text | None:
        self.refuse_tag(event, path)
        begin, end = _index(event.start_mark), _index(event.end_mark)
        if not event.style and event.value in _NOTHING:
            value = None
        else:
            wrapped = event.style != "|" and "\n" in self.source.text[begin:end]
            text = join_folded(event.value) if wrapped else event.value
            value = Text(text, self.mark(event, path))
            bad = ILLEGAL.search(text)
            if bad:
                self.refuse("P105", event, path, codepoint=f"U+{ord(bad.group()):04X}")
            if len(text) > self.limits.text_length:
                raise over("P144", self.mark(event, path).place(), self.limits, "text_length")
        if event.anchor:
            self.anchors[event.anchor] = value, 1, len(value or "")
        if (
            value
            and not event.style
            and ("-" in value or "－" in value)
            and (wrapped or self.source.text[begin - 1 : begin] in ("", "\n"))
            and _BROKEN_DASH.search(self.source.text, begin, end)
        ):
            self.refuse("P127", event, path, words=shortened(value))
        whole = event.style or (value is None and event.value)  # in quotes, or null as such
        goes_on = not whole and self.source.text[end : end + 1] in (" ", "\t", "#")
        cut = (_CUT if value else _CUT_AWAY).match(self.source.text, end) if goes_on else None
        if cut:
            place = Mark(self.source, cut.start(1), cut.end(1), path).place()
            self.warnings.append(Finding("P133", place, {"words": shortened(cut[1])}, Severity.WARNING))
        return value

    def refuse_tag(self, event: Any, path: str) -> None:
        if event.tag and event.tag != "!":
            self.refuse("P110", event, path, tag=event.tag)

    def alias(self, event: ev.AliasEvent) -> tuple[Any, int, int]:
        if event.anchor not in self.anchors:
            self.refuse("P111", event, anchor=event.anchor)
            return None, 1, 0
        return self.anchors[event.anchor]

    def open(self, event: Any, stack: list[_Open]) -> _Open:
        path = stack[-1].path_of_next() if stack else ""
        self.refuse_tag(event, path)
        value = Mapping() if isinstance(event, ev.MappingStartEvent) else Sequence()
        if stack and stack[-1].wants_key:
            start = _index(event.start_mark)
            jinja = self.source.text.startswith("{{", start - 1)
            self.refuse(
                "P125" if jinja else "P109",
                event,
                stack[-1].path,
                words=shortened(self.source.text[start - 1 : start + 24].split("\n")[0]),
            )
        return _Open(value, _index(event.start_mark), path, event.anchor, self.count, self.length)

    def grow(self, event: ev.Event, size: int, length: int) -> None:
        """Count values and characters, those behind an alias again each time it stands."""
        self.count += size
        self.length += length
        if self.count > self.limits.yaml_nodes:
            raise over("P143", self.mark(event).place(), self.limits, "yaml_nodes")
        if self.length > self.limits.yaml_bytes:
            raise over("P141", self.mark(event).place(), self.limits, "yaml_bytes")

    def put(self, value: Any, event: ev.Event, stack: list[_Open], root: list[Any]) -> None:
        if not stack:
            root.append(value)
            return
        parent = stack[-1]
        if isinstance(parent.value, Sequence):
            parent.value.append(value)
        elif parent.key is None:
            parent.key = self.key(value, event, parent)
        else:
            parent.value.setdefault(parent.key, value)
            parent.key = None

    def key(self, value: Any, event: ev.Event, parent: _Open) -> Text:
        if not isinstance(value, Text):
            if value is None:
                self.refuse("P109", event, parent.path)
            return Text("", self.mark(event, parent.path))
        assert isinstance(parent.value, Mapping)
        if value in parent.value:
            first = parent.value.key_mark(value).place()
            self.refuse("P112", event, parent.join(value), key=str(value), first=first.line)
        elif value == "<<":
            self.refuse("P113", event, parent.path)
        return Text(value, self.mark(event, parent.join(value)))


def _index(mark: Any) -> int:
    """Return the character offset of a parser's mark."""
    index: int = mark.index
    return index


class _Open:
    """A list or mapping that has not ended yet."""

    def __init__(
        self, value: Any, start: int, path: str, anchor: str | None, count_before: int, length_before: int
    ) -> None:
        self.value = value
        self.start = start
        self.path = path
        self.anchor = anchor
        self.count_before = count_before
        self.length_before = length_before
        self.key: Text | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, Mapping) and self.key is None

    def join(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def path_of_next(self) -> str:
        if isinstance(self.value, Sequence):
            return f"{self.path}[{len(self.value)}]"
        return self.path if self.key is None else self.join(self.key)


_FOLD = late(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…])"
)


def join_folded(text: str) -> str:
    """Return ``text`` without the blanks that YAML's folding leaves between Chinese characters."""
    return _FOLD.sub("", text)


# Chinese right behind a # is seldom a comment; a topic or a number is, and YAML cuts it off.
_CUT = late("[ \t]+(#[\u3400-\u9fff“《【（][^\n]*)")
_CUT_AWAY = late("[ \t]*(#[\u3400-\u9fff“《【（0-9][^\n]*)")  # nothing is left of the value

# A dash without its blank, or on a line of the wrong indentation, becomes part of the text before it.
_BROKEN_DASH = late(r"(?:^|\n)[ ]*[-－](?:[ ]+\S|[\u4e00-\u9fff“《【])", re.MULTILINE)


def _syntax_finding(exc: yaml.MarkedYAMLError, source: Source) -> Finding:
    """Return the finding for a syntax error: the slip seen at or just before its line, else the parser's words."""
    mark = exc.problem_mark or exc.context_mark
    lines = source.text.split("\n")
    at = min(mark.line, len(lines) - 1) if mark else 0
    before = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), at)
    start = exc.context_mark.line if exc.context_mark else before
    for number in dict.fromkeys((at, before, min(start, len(lines) - 1))):
        if slip := slip_in(source, number + 1, lines[number]):
            return slip
    column = mark.column + 1 if mark else 1
    half = HALF.search(lines[at], max(0, column - 7)) if "escape" in (exc.problem or "") else None
    if half:
        return Finding("P105", Place(source.name, at + 1, half.start() + 1), {"codepoint": f"U+{half[1].upper()}"})
    problem, opened = problem_of(exc.problem or str(exc)), exc.context_mark
    if opened and ("flow" in (exc.context or "") or "quoted" in (exc.context or "")):
        return Finding("P129", Place(source.name, opened.line + 1, opened.column + 1), problem)
    return Finding("P120", Place(source.name, at + 1, column), problem)


def looks_like_text(node: object) -> Finding | None:
    """Return the slip that turned what should be fields or items into one long text, if one can be seen."""
    if not isinstance(node, Text) or node.mark is None or _is_quoted(node):
        return None
    source, first = node.mark.source, node.mark.place().line or 1
    begin = source.text.rfind("\n", 0, node.mark.start) + 1
    slips = (slip_in(source, n, s) for n, s in enumerate(source.text[begin : node.mark.end].split("\n"), first))
    return next((slip for slip in slips if slip and slip.code in ("P123", "P124", "P127")), None)


def mark_tree(value: object, name: str = "", path: str = "") -> Any:
    """Return Python data (dict, list, text, number, date, ``None``) as the tree that a file would give.

    Raises:
        PlanError: It holds something that YAML could not have said, or a character that cannot be printed.
    """
    source = Source(name, "")

    def below(at: str, key: object) -> str:
        return f"{at}.{key}" if at else str(key)

    def said(words: str, at: str) -> Text:
        bad = ILLEGAL.search(words)
        if bad:
            raise PlanError([Finding("P105", Place(name, path=at), {"codepoint": f"U+{ord(bad.group()):04X}"})])
        return Text(words, Mark(source, 0, 0, at))

    def walk(node: object, at: str) -> Any:
        mark = Mark(source, 0, 0, at)
        match node:
            case None:
                return None
            case bool():
                return Text(str(node).lower(), mark)
            case str():
                return said(node, at)
            case int() | float() | Decimal() | datetime.date():
                return Text(str(node), mark)
            case dict():
                mapping = Mapping({said(str(k), below(at, k)): walk(v, below(at, k)) for k, v in node.items()})
                mapping.mark = mark
                return mapping
            case list() | tuple():
                sequence = Sequence(walk(v, f"{at}[{n}]") for n, v in enumerate(node))
                sequence.mark = mark
                return sequence
            case _:
                raise PlanError([Finding("P145", Place(name, path=at), {"type": type(node).__name__})])

    return walk(value, path)


def typed(tree: object) -> Any:
    """Return a marked tree as plain Python data for a template that knows no plan.

    An unquoted ``true``, ``false``, whole number or decimal becomes one, and prints as it was typed; ``010`` and ``1e3`` are no
    such numbers and stay text. ``no`` and ``yes`` are words.
    """
    if isinstance(tree, dict):
        return {str(k): typed(v) for k, v in tree.items()}
    if isinstance(tree, list):
        return [typed(v) for v in tree]
    return _core_value(tree) if isinstance(tree, Text) else tree


def _core_value(text: Text) -> str | int | Written | bool:
    words = str(text)
    if _is_quoted(text):
        return words
    if words in ("true", "false"):
        return words == "true"
    if _WHOLE.fullmatch(words):
        return int(words)
    if _DECIMAL.fullmatch(words):
        return Written(words)
    return words


def _is_quoted(text: Text) -> bool:
    """Whether a text was typed as one, in quotes or as a block."""
    return text.mark is not None and text.mark.source.text[text.mark.start : text.mark.start + 1] in tuple("'\"|>")


def said_as_no(tree: object) -> list[Finding]:
    """Return a warning for each word that says no and is a text all the same, which a tag that asks for it takes as yes."""
    return [
        Finding("P137", text.mark.place(), {"words": str(text)}, Severity.WARNING)
        for text in texts(tree)
        if text.mark is not None and text != "false" and text.lower() in _NO and not _is_quoted(text)
    ]


def full_width_signs(tree: object) -> list[Finding]:
    """Return a warning for each list or mapping in brackets whose full-width signs YAML takes as words."""
    found: list[Finding] = []
    stack: list[object] = [tree]
    while stack and len(found) < MOST_ALIKE:
        node = stack.pop()
        if isinstance(node, Text) and not _is_quoted(node) and FULL_WIDTH.fullmatch(node):
            found.append(_typed_wide("P134", node))
        elif isinstance(node, Sequence):
            found += [_typed_wide("P194", v) for v in node if _in_brackets(node) and _is_bare(v, "[，、]")]
            stack.extend(reversed(node))
        elif isinstance(node, Mapping):
            if _in_brackets(node):
                found += [_typed_wide("P123", k) for k, v in node.items() if v is None and _is_bare(k, "：")]
                found += [_typed_wide("P131", v) for v in node.values() if _is_bare(v, "，.*[：:]")]
            stack.extend(reversed(node.values()))
    return found


def _typed_wide(code: str, text: Any) -> Finding:
    return Finding(code, text.mark.place(), {"words": shortened(text)}, Severity.WARNING)


def _in_brackets(node: Sequence | Mapping) -> bool:
    return node.mark.source.text.startswith(("[", "{"), node.mark.start)


def _is_bare(value: object, signs: str) -> bool:
    """Whether a value is a text without quotes that holds signs, outside of brackets of its own."""
    if not isinstance(value, Text) or _is_quoted(value):
        return False
    return re.search(signs, ASIDES.sub("", value)) is not None


FULL_WIDTH = late("｛.*｝|［.*］")  # brackets that YAML takes as words
_NO = frozenset(["no", "off", "false"])
_WHOLE = late(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = late(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
