"""Changes in a plan file that leave every other byte as it was.

A change is spliced in at the marks of the YAML nodes: nothing is dumped again, so comments, quotes, indents and line ends stay. What
comes out is read again and compared with what was wanted, value by value, before anybody gets it.

Codes: L190, L191.
"""

from __future__ import annotations

import bisect
import copy
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.errors import LedgerError, PlanError
from docgen.findings import Finding, Place
from docgen.limits import Limits
from docgen.plan.load import parse_tree
from docgen.plan.marks import Mapping, Mark, Text, mark_of, place_of
from docgen.plan.marks import Sequence as Listed

Steps = tuple[str | int, ...]
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_PLAIN = re.compile(  # may stand without quotes anywhere
    r"""[\w\u3400-\u9fff《“‘（【〔？，。；、—][^\n\t\x85\u2028\u2029"'#&*!|>%@`{}\[\],:\\]*(?<![ ])"""
)
_NOT_IN_JSON = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085", "\x7f": "\\u007f"}
_NOTHING = ("", "~", "null", "Null", "NULL")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:\s+(?:#[^\n]*\n\s*)*|(?=[,\]}])))*")  # the & and ! before a value
_QUOTED_KEY = re.compile(r'\{\s*"')
_NOTHING_OR_ALIAS = re.compile(r"[ \t]*(?:~|null|Null|NULL)|\s*(?:#[^\n]*\n\s*)*\*[^\s,\[\]{}]+")
_HEADER = re.compile(r"[|>][-+\d]*")  # of a block of lines
_NEXT_LINE = re.compile(r"\n(?! *(?:\n|\Z))")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one value of the file.

    Attributes:
        steps: Where the value stands: keys and indexes from the root.
        field: Field that is set; a value that is a plain text becomes a mapping first.
        value: What it becomes; ``None`` takes it out.
    """

    steps: Steps
    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Words within one text of the file that others take the place of, wherever the text has them."""

    steps: Steps
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Splice:
    start: int
    end: int
    words: str


def steps_of(path: str) -> Steps:
    """Return the steps of a plan path.

    Example:
        >>> steps_of("tasks[0].measures[12]")
        ('tasks', 0, 'measures', 12)
    """
    return tuple(int(match[1]) if match[1] else match[2] for match in _STEP.finditer(path))


def path_of(steps: Steps) -> str:
    """Return the plan path of steps.

    Example:
        >>> path_of(("tasks", 0, "measures", 12))
        'tasks[0].measures[12]'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def changed(
    original: bytes, tree: Any, changes: Sequence[Change | Exchange], text_field: str, limits: Limits | None = None
) -> bytes:
    """Return a file with changes.

    Args:
        original: Its bytes.
        tree: The marked tree that `docgen.plan.load.read_tree` made of them.
        changes: Each field at most once.
        text_field: Field that a plain text stands for when it becomes a mapping.
        limits: Budgets for the file.

    Raises:
        LedgerError: It cannot be changed in this place: what stands there is used again by ``*name``.
    """
    mark = mark_of(tree)
    if mark is None or not changes:
        return original
    source = mark.source
    if source.text != plain_text(original):  # of which a reader made other signs
        raise LedgerError([Finding("L191", Place(source.name))])
    splices: list[_Splice] = []
    wanted = _plain(tree)
    fields: dict[Steps, dict[str, str | None]] = {}
    for change in changes:
        if isinstance(change, Exchange):
            splices += _exchanged(_at(tree, change.steps), change)
            _set(wanted, change.steps, str(_at(wanted, change.steps)).replace(change.old, change.new))
        else:
            fields.setdefault(change.steps, {})[change.field] = change.value
    for steps, values in fields.items():
        node = _at(tree, steps)
        is_listed = isinstance(steps[-1], int)
        splices += _with_fields(node, values, text_field, is_listed=is_listed)
        _set(wanted, steps, _wanted(_at(wanted, steps), values, text_field))
    made = _applied(source.text, splices)
    try:
        again = _plain(parse_tree(made, source.name, limits)[0])
    except PlanError:
        again = None
    if again != wanted:
        first = next(iter(changes))
        raise LedgerError([Finding("L190", place_of(_at(tree, first.steps)))])
    return _spliced(original, source.text, splices)


def as_scalar(words: str, *, in_json: bool = False) -> str:
    """Return a text as it is typed in YAML, in quotes when it has to be."""
    if not in_json and words not in _NOTHING and _PLAIN.fullmatch(words):
        return words
    quoted = json.dumps(words, ensure_ascii=False)
    return re.sub("[\u2028\u2029\x85\x7f]", lambda match: _NOT_IN_JSON[match[0]], quoted)


def plain_text(data: bytes) -> str:
    """Return the text of a file as its marks count it: without a byte order mark, with plain line ends."""
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


# --- the tree as plain data


def _plain(node: Any) -> Any:
    """Return a tree without marks; an entry of nothing is none."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return None if node is None else str(node)


def _at(tree: Any, steps: Steps) -> Any:
    for step in steps:
        tree = tree[step]
    return tree


def _set(tree: Any, steps: Steps, value: Any) -> None:
    _at(tree, steps[:-1])[steps[-1]] = value


def _wanted(value: Any, fields: dict[str, str | None], text_field: str) -> Any:
    """Return a plain value with its fields set; a text becomes a mapping unless only its text is."""
    if not isinstance(value, dict):
        others = {name: words for name, words in fields.items() if name != text_field and words is not None}
        text = fields.get(text_field) or value
        return {text_field: text, **others} if others else text
    made = copy.deepcopy(value)
    for name, words in fields.items():
        if words is None:
            made.pop(name, None)
        else:
            made[name] = words
    return made


# --- splices


def _with_fields(node: Any, fields: dict[str, str | None], text_field: str, *, is_listed: bool) -> list[_Splice]:
    if isinstance(node, Mapping):
        return _in_mapping(node, fields)
    if isinstance(node, Text) and node.mark:
        return _in_text(node, node.mark, fields, text_field, is_listed=is_listed)
    raise LedgerError([Finding("L190", place_of(node))])


def _in_text(
    node: Text, mark: Mark, fields: dict[str, str | None], text_field: str, *, is_listed: bool
) -> list[_Splice]:
    """Make a mapping of a plain text: its own words stay where they are, unless they are exchanged too."""
    source = mark.source.text
    others = {name: words for name, words in fields.items() if words is not None and name != text_field}
    own = fields.get(text_field)
    in_json = _is_json(mark)
    end = _end(node)
    splices = [] if own is None else [_Splice(mark.start, end, as_scalar(own, in_json=in_json))]
    if not others:
        return splices
    if is_listed and _line_begins_with_dash(source, mark.start):
        indent = mark.start - (source.rfind("\n", 0, mark.start) + 1)
        new = [f"{name}: {as_scalar(words)}" for name, words in others.items()]
        deeper = " " * (mark.start - source.rindex("-", 0, mark.start))
        lines = [] if own is not None else [m.end() for m in _NEXT_LINE.finditer(source, mark.start, end)]
        splices += [_Splice(at, at, deeper) for at in lines]
        if own is None and _is_cut_short(node):
            return [_before(mark.start, [*new, f"{text_field}: "], indent), *splices]
        return [_Splice(mark.start, mark.start, f"{text_field}: "), *splices, _behind(source, end, new, indent)]
    quote = '"' if in_json else ""
    tail = "".join(f", {quote}{name}{quote}: {as_scalar(words, in_json=in_json)}" for name, words in others.items())
    head = f"{{{quote}{text_field}{quote}: "
    if own is not None:
        return [_Splice(mark.start, end, f"{head}{as_scalar(own, in_json=in_json)}{tail}}}")]
    if not _safe_in_brackets(source, mark):
        return [_Splice(mark.start, end, f"{head}{as_scalar(str(node), in_json=True)}{tail}}}")]
    return [_Splice(mark.start, mark.start, head), _Splice(end, end, tail + "}")]


def _in_mapping(node: Mapping, fields: dict[str, str | None]) -> list[_Splice]:
    source = node.mark.source.text
    start = _start(node.mark)
    in_flow = source.startswith("{", start)
    in_json = _is_json(node.mark) or (in_flow and _QUOTED_KEY.match(source, start) is not None)
    splices: list[_Splice] = []
    new: dict[str, str] = {}
    for name, words in fields.items():
        if name not in node:
            if words is not None:
                new[name] = words
        elif words is None:
            kept = next((other for other in node if fields.get(other, "") is not None), None)
            begins = kept is None or node.key_mark(name).start < node.key_mark(kept).start
            splices.append(_without(node, name, in_flow=in_flow, begins=begins))
        else:
            splices.append(_exchanged_value(node, name, as_scalar(words, in_json=in_json)))
    if not new:
        return splices
    if in_flow:
        quote = '"' if in_json else ""
        entries = [f"{quote}{name}{quote}: {as_scalar(words, in_json=in_json)}" for name, words in new.items()]
        at = _end_of_entry(node, next(reversed(node))) if node else start + 1
        comma = "" if not node else " , " if source[at - 1] == ":" else ", "  # a colon and a comma would be one word
        return [*splices, _Splice(at, at, comma + ", ".join(entries))]
    first = node.key_mark(next(iter(node))).start
    indent = first - (source.rfind("\n", 0, first) + 1)
    lines = [f"{name}: {as_scalar(words)}" for name, words in new.items()]
    neighbour = _neighbour(node, fields)
    if _is_cut_short(node[neighbour]):
        return [*splices, _before(node.key_mark(neighbour).start, [*lines, ""], indent)]
    return [*splices, _behind(source, _end_of_entry(node, neighbour), lines, indent)]


def _behind(source: str, at: int, lines: Iterable[str], indent: int) -> _Splice:
    """Put lines behind the one that a value ends in."""
    stop = _line_end(source, at)
    return _Splice(stop, stop, "".join(f"\n{' ' * indent}{line}" for line in lines))


def _before(at: int, lines: Iterable[str], indent: int) -> _Splice:
    """Put lines before an entry; the last of them begins the line that it stands in."""
    return _Splice(at, at, f"\n{' ' * indent}".join(lines))


_BESIDE = ("text", "value", "lead_unit", "support_units", "person_in_charge", "deadline", "deliverable")


def _neighbour(node: Mapping, fields: Iterable[str]) -> str:
    """Return the entry behind which new ones stand: the last that tells of the same, else the last that is no list."""
    beside = [name for name in node if name in (*_BESIDE, *fields)]
    short = [name for name in node if not isinstance(node[name], (Listed, Mapping))]
    return str((beside or short or list(node))[-1])


def _exchanged_value(node: Mapping, name: str, words: str) -> _Splice:
    value = node[name]
    mark = mark_of(value)
    if mark is None:  # nothing stands behind the colon
        end = _end_of_entry(node, name)
        colon = node.mark.source.text.index(":", node.key_mark(name).end) + 1
        return _Splice(colon, max(end, colon), f" {words}")
    return _Splice(mark.start, _end(value), words)


def _without(node: Mapping, name: str, *, in_flow: bool, begins: bool) -> _Splice:
    """Take an entry out: with its line when it has one for itself, else with the comma beside it.

    Args:
        node: Whose entry it is.
        name: Its name.
        in_flow: Whether it stands in braces.
        begins: Whether no entry that stays is before it.
    """
    source = node.mark.source.text
    start, end = node.key_mark(name).start, _end_of_entry(node, name)
    if in_flow:
        before = None if begins else re.search(r",\s*$", source[node.mark.start : start])
        if before:
            return _Splice(node.mark.start + before.start(), end, "")
        behind = re.compile(r"\s*,\s*").match(source, end)
        return _Splice(start, behind.end() if behind else end, "")
    first = source.rfind("\n", 0, start) + 1
    if source[first:start].strip():  # behind a dash
        colon = source.index(":", node.key_mark(name).end) + 1
        return _Splice(colon, end, "")
    behind_line = _line_end(source, end)
    return _Splice(first - 1, behind_line, "") if first else _Splice(0, min(behind_line + 1, len(source)), "")


def _exchanged(node: Any, change: Exchange) -> list[_Splice]:
    """Exchange words within a text as it was typed."""
    mark = mark_of(node)
    if mark is None:
        raise LedgerError([Finding("L190", place_of(node))])
    source = mark.source.text
    quote = source[_start(mark)]
    new = json.dumps(change.new, ensure_ascii=False)[1:-1] if quote == '"' else change.new
    new = new.replace("'", "''") if quote == "'" else new
    starts = [match.start() for match in re.finditer(re.escape(change.old), source[mark.start : mark.end])]
    return [_Splice(mark.start + at, mark.start + at + len(change.old), new) for at in starts]


# --- where things end


def _end_of_entry(node: Mapping, name: str) -> int:
    """Return where the value of an entry ends; that of its colon when it has none."""
    value = node[name]
    mark = mark_of(value)
    if mark is None or mark.start < node.key_mark(name).start:  # nothing, or an alias, which stands elsewhere
        colon = node.mark.source.text.index(":", node.key_mark(name).end) + 1
        found = _NOTHING_OR_ALIAS.match(node.mark.source.text, colon)
        return found.end() if found else colon
    return _end(value)


def _end(node: Any) -> int:
    """Return where a value ends, without the blank lines and comments that its mark may take in."""
    mark = mark_of(node)
    if mark is None:
        return 0
    source, start = mark.source.text, _start(mark)
    if isinstance(node, Text):
        header = _HEADER.match(source, start)
        if header is None:
            return mark.end
        if "+" in header[0]:
            return mark.end - source.endswith("\n", start, mark.end)
        return start + len(source[start : mark.end].rstrip(" \n"))
    if source[start] in "[{":
        return mark.end
    if isinstance(node, Mapping):
        return _end_of_entry(node, next(reversed(node)))
    last = mark_of(node[-1])
    if last is not None and last.start > start:
        return _end(node[-1])
    lines = source[start : mark.end].split("\n")  # it ends with an alias or with nothing
    while not lines[-1].partition("#")[0].strip():
        lines.pop()
    return start + len("\n".join(lines))


def _start(mark: Mark) -> int:
    """Return where a value begins, behind the name that an anchor gives it."""
    found = _PROPERTIES.match(mark.source.text, mark.start)
    return found.end() if found else mark.start


def _is_cut_short(value: Any) -> bool:
    """Whether a value is a block of lines whose last one the end of the file ends: a line behind it would make it longer."""
    mark = mark_of(value)
    if mark is None or not isinstance(value, Text) or mark.end < len(mark.source.text):
        return False
    header = _HEADER.match(mark.source.text, _start(mark))
    return header is not None and "-" not in header[0] and not mark.source.text.endswith("\n")


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def _line_begins_with_dash(source: str, at: int) -> bool:
    return re.fullmatch(r"[ ]*(?:- +)+", source[source.rfind("\n", 0, at) + 1 : at]) is not None


def _is_json(mark: Mark) -> bool:
    return mark.source.name.lower().endswith(".json")


def _safe_in_brackets(source: str, mark: Mark) -> bool:
    """Whether a text may stand in braces as it was typed."""
    start = _start(mark)
    return source[start] in "\"'" or not re.search(r"\A[|>]|[\n,{}\[\]]", source[start : mark.end])


# --- the bytes


def _applied(text: str, splices: Iterable[_Splice]) -> str:
    made, at = [], 0
    for splice in sorted(splices, key=lambda s: (s.start, s.end)):
        made += [text[at : splice.start], splice.words]
        at = splice.end
    return "".join([*made, text[at:]])


def _spliced(original: bytes, text: str, splices: Iterable[_Splice]) -> bytes:
    """Return the bytes with the splices, whose places are those of the text with plain line ends."""
    typed = original.decode("utf-8-sig")
    mark = original[: len(original) - len(typed.encode())]
    ends = [match.start() for match in re.finditer("\r\n", typed)]
    plain = [end - number for number, end in enumerate(ends)]  # where they stand in the text
    line_end = "\r\n" if ends else "\r" if "\r" in typed else "\n"

    def there(at: int) -> int:
        return at + bisect.bisect_left(plain, at)

    moved = [_Splice(there(s.start), there(s.end), s.words.replace("\n", line_end)) for s in splices]
    return mark + _applied(typed, moved).encode()
