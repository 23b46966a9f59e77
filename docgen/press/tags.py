"""Tags in a text, as an author types them: docxtpl's dialect, read with a Chinese keyboard in mind.

A tag opens with ``{{``, ``{%`` or ``{#`` and ends at its own closing signs; signs inside text literals and brackets do not end it.
Full-width signs, curly quotes and odd blanks in a tag are understood where only one reading is possible, and noted as slips.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from enum import StrEnum

from docgen.findings import nearest
from docgen.patterns import late


class Sort(StrEnum):
    """What a tag does: print a value, steer (if, for, set …), or nothing."""

    VALUE = "{{"
    BLOCK = "{%"
    COMMENT = "{#"


_CLOSERS = {Sort.VALUE: "}}", Sort.BLOCK: "%}", Sort.COMMENT: "#}"}
WORDS = (
    "if elif else endif for endfor set endset macro endmacro with endwith filter endfilter raw endraw do break continue "
    "indent merge width vm hm colspan cellbg"
).split()
_STRANGE = frozenset(
    "include import from extends block endblock call endcall autoescape endautoescape trans endtrans".split()
)  # Jinja's, and refused
_LIKE = {
    "elseif": "elif",
    "elsif": "elif",
    "end": "endif",
    "foreach": "for",
    "each": "for",
    "while": "for",
    "when": "if",
}
HALF_WIDTH = {0xFF5B: "{", 0xFF5D: "}", 0xFF05: "%", 0xFF03: "#", 0xFE5B: "{", 0xFE5C: "}", 0xFE6A: "%", 0xFE5F: "#"}
_OPENER = late(r"\{[{%#]")
_WORD = late(r"\s*([^\W\d]\w*)")
_LAST_BRACE = late(r"\}(?:[ \u3000\xa0]*\})?")  # two, when at most blanks part them
_LONGEST_SCOPE = 3  # letters of what may be meant for p, tr or tc
_SCOPE = late(r"(p|tr|tc|r)\s+(?=[^\s+-]|[+-][^%}#])")
_RAW, _ENDRAW = (re.compile(rf"\{{%-?\s*{word}\s*-?%\}}") for word in ("raw", "endraw"))
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PUNCTUATION = {**_FULL_WIDTH, **HALF_WIDTH, 0x3002: ".", 0x3001: ",", 0x3010: "[", 0x3011: "]"}
_BLANK = dict.fromkeys(
    [0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x0A, 0x0D, 0x09, 0x85, 0x2028, 0x2029], " "
)
_NOTHING = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD])
_QUOTES = {"“": '”“"', "”": '”“"', "‘": "’‘'", "’": "’‘'", '"': '"', "'": "'", "＂": '＂"', "＇": "＇'"}
_QUOTES |= {"「": "」", "『": "』"}
_PLAIN_QUOTES = {"“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'", "「": '"', "『": '"'}
_BARE = late(r"[(（]\s*([、，；。：！？…·—]+)\s*[)）]")  # nothing but a sign that means nothing to Jinja
_STOPS, _BLANKS = "，、。；,", " \u3000\xa0"
_OPENING, _CLOSING = "([{", ")]}"
_CALM = late(rf"[^{''.join(_QUOTES)}{''.join(map(chr, HALF_WIDTH))}%#(){{}}\[\]]*")  # signs that end nothing
UNSEEN = "\ufffc"  # stands in the text of a paragraph for what is no text: a picture, a field, a note


@functools.lru_cache(maxsize=1024)
def _first_word(body: str) -> str:
    match = _WORD.match(body)
    return match[1] if match else ""


class Slip(StrEnum):
    """What is mistyped in a tag and yet plain."""

    STOP = "a sign too many at its end"
    WIDTH = "full-width signs"
    QUOTES = "Chinese quotation marks"
    BARE = "a sign that lacks its quotation marks"
    BLANKS = "odd blanks"


@dataclass(slots=True)
class Tag:
    """One tag of a text.

    Attributes:
        sort: What it does.
        start: Its place in the text, in characters.
        end: Behind its last sign.
        source: As typed.
        scope: What it takes the place of: ``p``, ``tr``, ``tc``, ``r``, or ``''`` for its own words only.
        body: What is between its signs, in half-width signs, as Jinja reads it.
        joins_before: It opens with a minus: what stands before is joined to it.
        joins_after: It ends with a minus.
        slips: What was mistyped.
        closed: Whether it ends; one that does not is read as far as it seems to go.
        alike: It is none, but looks like one; ``source`` is what stands there.
    """

    sort: Sort
    start: int
    end: int
    source: str
    scope: str = ""
    body: str = ""
    joins_before: bool = False
    joins_after: bool = False
    slips: set[Slip] = field(default_factory=set)
    closed: bool = True
    alike: bool = False

    @property
    def closer(self) -> str:
        """The signs that end it."""
        return _CLOSERS[self.sort]

    @property
    def word(self) -> str:
        """The first word of a block tag, such as ``if`` or ``endfor``."""
        return _first_word(self.body) if self.sort is Sort.BLOCK else ""

    @property
    def meant(self) -> str:
        """The word that a mistyped block tag most likely begins with; its own, when that is a word of tags."""
        word = self.word
        if word in WORDS or word in _STRANGE or self.sort is not Sort.BLOCK:
            return word if not (word == "else" and re.match(r"\s*else\s+if\b", self.body)) else "elif"
        words = self.body.split()
        scoped = len(words) > 1 and len(words[0]) <= _LONGEST_SCOPE and words[1] in WORDS
        if scoped or (len(words) > 1 and words[0].lower() == "end"):
            joined = words[1] if words[0].lower() != "end" else f"end{words[1]}"
            return joined if joined in WORDS else ""
        glued = re.fullmatch(r"(?:p|tr|tc|r)(\w+)", word)
        if glued and glued[1] in WORDS:
            return glued[1]
        return _LIKE.get(word.lower()) or nearest(word.lower(), WORDS, 0.6)

    @property
    def keeps(self) -> bool:
        """Whether it opens a block whose words are kept and printed elsewhere: ``macro``, or ``set`` without a value."""
        return self.word == "macro" or (self.word == "set" and "=" not in self.body)

    @property
    def corrected(self) -> str:
        """The tag as it ought to be typed."""
        return self.with_body(self.scope, self.body)

    def with_body(self, scope: str, body: str) -> str:
        """Return it with another scope and inside; a note stays as it was typed."""
        opening = f"{self.sort}{scope}{' ' if scope else ''}{'-' * self.joins_before}"
        ending = f"{'-' * self.joins_after}{self.closer}"
        if self.sort is Sort.COMMENT:
            return f"{opening}{body}{ending}"
        gap = " " if self.joins_before or not scope else ""
        return f"{opening}{gap}{body.strip()} {ending}"


def find_tags(text: str, *, raw: bool = False) -> list[Tag]:
    """Return the tags of a text in their order, those that do not end among them.

    Args:
        text: The text.
        raw: It begins inside a ``raw`` block, where nothing is a tag.
    """
    reading = _Reading(text)
    plain = reading.plain
    tags: list[Tag] = []
    at = _behind_raw(plain, text, 0, tags) if raw else 0
    while (opening := _OPENER.search(plain, at)) is not None:
        start = opening.start()
        sort = Sort(opening[0])
        raw_tag = _RAW.match(plain, start)
        if raw_tag is not None:
            tags.append(Tag(Sort.COMMENT, start, raw_tag.end(), raw_tag[0]))
            at = _behind_raw(plain, text, raw_tag.end(), tags)
            continue
        end = _end(reading, opening.end(), sort)
        if end is None:
            at = max(_seeming_end(plain, opening.end()), opening.end())
            tags.append(_unclosed(text, start, at, sort))
        else:
            tags.append(_read(text, start, end, sort))
            at = end
    return tags


def beside(text: str, tags: list[Tag], *, raw: bool = False) -> str:
    """Return a text with `UNSEEN` in the place of its tags and of what a ``raw`` block keeps as it stands.

    Args:
        text: The text.
        tags: Its tags, as `find_tags` returned them.
        raw: It begins inside a ``raw`` block.
    """
    kept: list[str] = []
    at = 0
    for tag in tags:
        kept += ["" if raw else text[at : tag.start], UNSEEN * (tag.end - at if raw else tag.end - tag.start)]
        at = tag.end
        raw = tag.sort is Sort.COMMENT and _RAW.fullmatch(tag.source) is not None
    return "".join([*kept, UNSEEN * (len(text) - at) if raw else text[at:]])


class _Reading:
    """A text under way from its beginning to its end, that remembers what it looked for: no sign is looked for twice."""

    def __init__(self, text: str) -> None:
        self.text, self.plain = text, text.translate(HALF_WIDTH)
        self._found: dict[str, int] = {}
        self._endless: set[str] = set()

    def find(self, signs: str, at: int) -> int:
        """Return where signs stand next; -1 for nowhere."""
        known = self._found.get(signs, 0)
        if 0 <= known < at or signs not in self._found:
            self._found[signs] = self.plain.find(signs, at)
        return self._found[signs]

    def literal_end(self, at: int) -> int | None:
        """Return the place behind a text literal that opens at ``at``; none behind it with the same sign ends if it does not."""
        sign = self.text[at]
        stop = None if sign in self._endless else _literal_end(self.text, at)
        if stop is None:
            self._endless.add(sign)
        return stop


def _unclosed(text: str, start: int, end: int, sort: Sort) -> Tag:
    """Return a tag that does not end, read as if it did."""
    source = text[start:end].rstrip()
    inner = source[: len(source.translate(HALF_WIDTH).rstrip("}% \u3000\xa0"))]
    tag = _read(f"{inner}{_CLOSERS[sort]}", 0, len(inner) + 2, sort)
    tag.source, tag.start, tag.end, tag.closed = source, start, end, False
    return tag


def opens_raw(tags: list[Tag], *, raw: bool = False) -> bool:
    """Whether a text ends inside a ``raw`` block; it began in one when ``raw``."""
    silent = [tag for tag in tags if tag.sort is Sort.COMMENT]
    return _RAW.fullmatch(silent[-1].source) is not None if silent else raw


def _behind_raw(plain: str, text: str, at: int, tags: list[Tag]) -> int:
    """Return the place behind the tag that ends a ``raw`` block, and add that tag; else the end of the text."""
    ending = _ENDRAW.search(plain, at)
    if ending is None:
        return len(text)
    tags.append(Tag(Sort.COMMENT, ending.start(), ending.end(), ending[0]))
    return ending.end()


def _end(reading: _Reading, at: int, sort: Sort) -> int | None:
    """Return where a tag ends, looking past literals and brackets; else at its first closing signs."""
    closer = _CLOSERS[sort]
    first = reading.find(closer, at)
    if first < 0:
        return None
    if sort is Sort.COMMENT:
        return first + 2
    strict = _balanced_end(reading, at, closer)
    if strict is not None:
        return strict
    other = _OPENER.search(reading.plain, at)
    return None if other is not None and other.start() < first else first + 2


def _balanced_end(reading: _Reading, at: int, closer: str) -> int | None:
    plain, text = reading.plain, reading.text
    depth = 0
    while at < len(plain):
        at = _CALM.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing at all, too
        sign = text[at : at + 1]
        if sign in _QUOTES:
            stop = reading.literal_end(at)
            if stop is None:
                return None
            at = stop
            continue
        if not depth and plain.startswith(closer, at):
            return at + 2
        if _OPENER.match(plain, at) or (plain.startswith("%}", at)):
            return None
        folded = plain[at]
        if folded in _OPENING:
            depth += 1
        elif folded in _CLOSING:
            if not depth:
                return None
            depth -= 1
        at += 1
    return None


def _literal_end(text: str, at: int) -> int | None:
    """Return the place behind a text literal that opens at ``at``."""
    closers = _QUOTES[text[at]]
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] in closers:
            return at + 1
        else:
            at += 1
    return None


def _seeming_end(plain: str, at: int) -> int:
    """Return where an unclosed tag seems to end: behind its braces, before the next tag, or at the end."""
    other = _OPENER.search(plain, at)
    limit = other.start() if other else len(plain)
    brace = _LAST_BRACE.search(plain, at, limit)
    return brace.end() if brace else limit


def _read(text: str, start: int, end: int, sort: Sort) -> Tag:
    source = text[start:end]
    tag = Tag(sort, start, end, source)
    if source[:2] != sort.value or source[-2:] != _CLOSERS[sort]:
        tag.slips.add(Slip.WIDTH)
    inner = source[2:-2]
    scope = _SCOPE.match(inner[:2].translate(_FULL_WIDTH) + inner[2:])
    if scope is not None and not (sort is Sort.COMMENT and scope[1] == "r"):
        tag.scope = scope[1]
        if not inner.startswith(scope[1]):
            tag.slips.add(Slip.WIDTH)
        if scope[0].strip(" ") != scope[1]:
            tag.slips.add(Slip.BLANKS)
        inner = inner[scope.end() :]
    tag.joins_before, inner = _joins(inner, inner[:1], inner[1:], tag.slips)
    tag.joins_after, inner = _joins(inner, inner[-1:], inner[:-1], tag.slips)
    if sort is Sort.VALUE and inner.rstrip(_BLANKS).endswith(tuple(_STOPS)):  # which would make a list of the value
        tag.slips.add(Slip.STOP)
        inner = inner.rstrip(_BLANKS + _STOPS)
    tag.body = inner if sort is Sort.COMMENT else _normal(inner, tag.slips)
    return tag


def _joins(inner: str, sign: str, rest: str, slips: set[Slip]) -> tuple[bool, str]:
    """Return whether a sign at the edge of a tag is a minus, and what is inside of a minus or plus."""
    plain = sign.translate(_FULL_WIDTH)
    if plain not in ("-", "+"):
        return False, inner
    if plain != sign:
        slips.add(Slip.WIDTH)
    return plain == "-", rest


def _normal(inner: str, slips: set[Slip]) -> str:
    """Return the inside of a tag in half-width signs; what literals hold stays as typed."""
    if inner.isascii() and inner.isprintable():
        return inner
    pieces: list[str] = []
    at = 0
    while at < len(inner):
        if inner[at] in _QUOTES:
            stop = _literal_end(inner, at) or len(inner)
            pieces.append(_literal(inner[at:stop], slips))
            at = stop
            continue
        bare = _BARE.match(inner, at)
        if bare is not None:
            slips.add(Slip.BARE)
            pieces.append(f'("{bare[1]}")')
            at = bare.end()
            continue
        sign = inner[at]
        plain = sign.translate(_PUNCTUATION)
        if plain != sign:
            slips.add(Slip.WIDTH)
        elif (plain := sign.translate(_NOTHING).translate(_BLANK)) != sign and (
            sign not in "\n\t\r" or _glues(inner, at)
        ):
            slips.add(Slip.BLANKS)
        pieces.append(plain)
        at += 1
    return "".join(pieces)


def _glues(inner: str, at: int) -> bool:
    """Whether two words are parted by a line break or a tab alone."""
    return 0 < at < len(inner) - 1 and bool(re.fullmatch(r"\w\w", inner[at - 1] + inner[at + 1]))


def _literal(source: str, slips: set[Slip]) -> str:
    quote = _PLAIN_QUOTES.get(source[0], source[0])
    words = source.translate({0x0A: " ", 0x0D: " "})
    if quote == source[0]:
        return words
    slips.add(Slip.WIDTH if source[0] in "＂＇" else Slip.QUOTES)
    closed = len(source) > 1 and source[-1] in _QUOTES[source[0]]
    inner = words[1:-1] if closed else words[1:]
    return quote + inner.replace(quote, f"\\{quote}") + (quote if closed else "")
