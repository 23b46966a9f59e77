"""What writers type when they forget that YAML is not Word, and what its parsers say of it in words of ours.

Codes: P121-P135.
"""

from __future__ import annotations

import re

from docgen.findings import Finding, Place
from docgen.patterns import late
from docgen.plan.marks import Source

# What stands in brackets, quotes or titles; where one opens, its end is not looked for through the whole of a long text.
ASIDES = late("（[^）]{0,200}）|[(][^)]{0,200}[)]|“[^”]{0,200}”|《[^》]{0,200}》")
_TYPED = 2000  # characters of a line in which a slip of a writer is looked for
# What a line looks like when the writer forgot that YAML is not Word: pattern, code, what the message names.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (late(r"^ *\t"), "P121"),
    (late(r"^[ \t]*\u3000"), "P122"),
    (late(r"^\s*(?:- *)?[\w\u4e00-\u9fff]+："), "P123"),
    (late(r"^\s*(?:- *)?[\w\u4e00-\u9fff]+:\S"), "P124"),
    (late(r"^\s*(?:- *)?(?:[\w\u4e00-\u9fff]+: *)?\{\{"), "P125"),
    (late(r"^\s*(?:- *)?(?:[\w\u4e00-\u9fff]+: *)?[@`%*&!]"), "P126"),
    (late(r"^\s*[-－—][^\s\d-]"), "P127"),
    (late(r"^\s*(?:- *)?(?:[\w\u4e00-\u9fff]+: *)?[｛［]"), "P134"),
    (late(r"^\s*(?:- *)?(?:[\w\u4e00-\u9fff]+: *)?\[[^\[\],]+\][\u3000-\u9fff\uff00-\uffef]"), "P135"),
    (late(r"^.*[{\[][^}\]]*，\s*[\w\u4e00-\u9fff]+:\s"), "P131"),
    (late(r"^.*[{\[][^}\]]*[:,]\s*\?[^\s]"), "P132"),
    (late(r"^\s*(?:- *)?[\w\u4e00-\u9fff]+: +[^\"'\[{|>#].*: "), "P128"),
)


# What the parsers say, libyaml and PyYAML's own, and what it means to a writer.
_PROBLEMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (late("expected ('-' indicator|key|<block end>)"), "the line does not fit to those above it"),
    (late("expected ',' or"), "a comma or a closing bracket is missing"),
    (late("mapping values are not allowed"), "a colon stands where none can be"),
    (late("could not find expected ':'"), "a colon is missing behind the name of a field"),
    (late("sequence entries are not allowed"), "an item of a list cannot begin here"),
    (late("mapping keys are not allowed"), "a question mark cannot begin a line"),
    (late("unexpected end of stream"), "the file ends before that"),
    (late("unexpected document"), "a line of --- or ... stands in the middle of it"),
    (late("escape|hex"), "a backslash in double quotes means something of its own; use single quotes"),
    (late("tab character|character '.*t' that cannot start"), "a tab stands where blanks are wanted"),
    (late("cannot start any token"), "a value cannot begin with this sign"),
    (late("<document start>"), "something stands behind the end of the value"),
    (late("node content"), "a value is missing"),
    (late("comment or a? ?line break"), "something stands behind | or > that does not belong there"),
    (late("alphabetic or numeric|alphanumeric"), "a name is missing behind & or *"),
    (late("tag|URI|'!'|'>'"), "a word behind ! is none that YAML knows"),
    (late("indentation in"), "the number behind | or > goes from 1 to 9"),
    (late("anchor"), "two values have the same name behind &"),
)


def problem_of(parsers: str) -> dict[str, str]:
    """Return a parser's words in ours."""
    words = next((ours for pattern, ours in _PROBLEMS if pattern.search(parsers)), "")
    return {"problem": words or "YAML cannot be read like this"}


def slip_in(source: Source, number: int, line: str) -> Finding | None:
    """Return the first slip that can be seen in a line."""
    code, end = next(
        ((code, hit.end()) for pattern, code in _SLIPS if (hit := pattern.match(line, 0, _TYPED))), ("", 0)
    )
    return Finding(code, Place(source.name, number, end), {"words": shortened(line.strip())}) if code else None


def shortened(words: str, width: int = 24) -> str:
    """Return the first words of a text."""
    return words if len(words) <= width else words[: width - 1] + "…"
