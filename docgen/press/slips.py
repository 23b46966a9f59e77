"""Slips of typing: what looks like a tag and is none, and what a mistyped tag was meant to be."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from docgen.findings import MOST_ALIKE
from docgen.patterns import late
from docgen.press.tags import HALF_WIDTH, UNSEEN, WORDS, Sort, Tag, find_tags

_BLANKS = " \u3000\xa0"
_SCOPE = r"(?:p|tr|tc|r)[ \u3000\xa0\t]+"
_WORD = rf"(?:{'|'.join(word for word in WORDS if 'raw' not in word)})\b"
_ENDS = r"end(?:if|for|set|macro|with|filter)\b"
_STEERS = rf"(?:(?:if|elif|for)\s++\w|(?:else|{_ENDS}))"
_INSIDE = rf"[^{{}}\n{UNSEEN}]*"
_ALIKE = late(  # in half-width signs
    rf"(?<!\{{)\{{\s*+{_SCOPE}{_STEERS}{_INSIDE}\}}{{1,2}}"  # {p if x }
    rf"|(?<!\{{)\{{\s*+{_ENDS}\s*+\}}{{1,2}}"  # { endif }
    r"|(?<!\{)\{\s*+[\w.\[\]|][\w.\[\]|\s]*+\}{2}"  # { name }}
    rf"|\{{[{_BLANKS}]+\{{{_INSIDE}\}}[{_BLANKS}]*\}}"  # { { name } }
    rf"|\{{[{_BLANKS}]+%{_INSIDE}%[{_BLANKS}]*\}}"  # { % if x % }
    rf"|(?!\{{%)\{{\s*+(?:%\s*+)?(?:{_SCOPE})?{_WORD}{_INSIDE}%[{_BLANKS}]*\}}"  # { if x %}, {p if x %}
    rf"|(?<![{{%\d])%\s*+(?:{_SCOPE})?{_WORD}[^{{}}%\n{UNSEEN}]*%\}}"  # %p if x %}
)
_BRACES = ("{", "｛", "﹛")
_SIGNS = (*_BRACES, "%", "％", "﹪")
_NAME = r"[^\W\d]\w{0,29}+(?:\.\w{1,30}+){0,5}+"
_FILTERED = rf"(?:[{_BLANKS}]*+\|[{_BLANKS}]*+[^\W\d]\w{{1,30}}+)?+"
_IN_ONE_BRACE = late(  # 集合{甲}, {x}, {如果} and “{ 或 }” may be prose, \frac{a}{b} and ${a} may be code
    rf"(?<![A-Za-z0-9_\\$#^{{}}%)\]])\{{(?:[{_BLANKS}]++(?=[A-Za-z_]|[^\W\d]\w)|(?=[A-Za-z_][\w.]))"
    rf"({_NAME}){_FILTERED}[{_BLANKS}]*+\}}(?![A-Za-z0-9_^(\[{{}}])"
)
_BLOCK = late(  # no value reads like this: what follows the name is no operator
    r"\s*(?:(?:if|elif|for|set|macro|with|filter)\s+(?!(?:and|or|in|is|if|not\s+in)\b)\w"
    rf"|(?:if|elif|for)\s+[(\"']|else\s+if\b|(?:else|{_ENDS})\s*$)"
)
_STEERS_BY_SIGN = late(rf"^\{{?[{_BLANKS}]*%|%[{_BLANKS}]*\}}$")
_SCOPED = late(_SCOPE + r"(?=\w)")
_STEERING = late(rf"(?:{_SCOPE})?{_STEERS}")
_PREFIXED = late(r"(p|tr|tc|r)\s+(?=\w)", re.IGNORECASE)
_GLUED = late(rf"(p|tr|tc|r)(?=(?:{'|'.join(WORDS)})\b)")
_FIRST = late(r"end\s+\w+|else\s+if\b|\w+")
_LITERAL = late(r"\"[^\"]*\"|'[^']*'|[“”][^”“]*[”“]|[‘’][^’‘]*[’‘]|「[^」]*」|『[^』]*』")
_PROSE = late("[，。、；：！？]")
_OF_OTHERS = {"elseif": "elif", "elsif": "elif", "foreach": "for"}  # words of other languages that mean the same


def look_alikes(beside: str) -> list[Tag]:
    """Return what looks like a tag and is none, as the tags that are meant.

    Args:
        beside: A text without its tags, as `docgen.press.tags.beside` returns it.
    """
    if not any(sign in beside for sign in _SIGNS):
        return []
    plain = beside.translate(HALF_WIDTH)
    found = islice(_ALIKE.finditer(plain), MOST_ALIKE) if "{" in plain or "%}" in plain else ()
    return [_meant_tag(beside, *match.span()) for match in found]


def in_one_brace(rest: str) -> list[tuple[int, str]]:
    """Return what has one brace at each side of a name, which may be meant as it stands: where it begins, and its words.

    Args:
        rest: A text without its tags and without what looks like one.
    """
    if not any(brace in rest for brace in _BRACES):
        return []
    found = _IN_ONE_BRACE.finditer(rest.translate(HALF_WIDTH))
    return [(match.start(), rest[match.start() : match.end()]) for match in islice(found, MOST_ALIKE)]


def _meant_tag(text: str, start: int, end: int) -> Tag:
    source = text[start:end]
    folded = source.translate(HALF_WIDTH)
    signs = f"{{}}%{_BLANKS}\t\n" if _STEERS_BY_SIGN.search(folded) else f"{{}}{_BLANKS}\t\n"
    inner = source[len(folded) - len(folded.lstrip(signs)) : len(folded.rstrip(signs))]
    gap = "" if _SCOPED.match(inner) else " "
    block = "%" in signs or _STEERING.match(inner) is not None
    tag = find_tags(f"{{%{gap}{inner} %}}" if block else f"{{{{{gap}{inner} }}}}")[0]
    tag.start, tag.end, tag.source, tag.closed, tag.alike = start, end, source, False, True
    return tag


def as_block(tag: Tag) -> Tag:
    """Return a tag that opens or closes a block in the signs of a value as the block tag that is meant, others as they are."""
    if tag.sort is Sort.VALUE and (tag.closed or _seems_to_end(tag)) and _BLOCK.match(tag.body):
        return replace(tag, sort=Sort.BLOCK, closed=False)
    return tag


def steers(alike: Tag) -> bool:
    """Whether what looks like a tag is plainly one that opens or closes a block."""
    return alike.word in WORDS or (alike.meant != "" and right_form(alike) is not None)


def right_form(tag: Tag) -> str | None:
    """Return a tag as it was meant; ``None`` when it is right, or when its meaning is not plain."""
    if UNSEEN in tag.source or not (tag.closed or _seems_to_end(tag)):
        return None
    if tag.sort is not Sort.BLOCK or tag.meant == tag.word:
        return tag.corrected if tag.slips or not tag.closed else None
    scope, body = tag.scope, tag.body.strip()
    prefix = _PREFIXED.match(body) or _GLUED.match(body)
    if prefix is not None and not scope:
        scope, body = prefix[1].lower(), body[prefix.end() :]
    first = _FIRST.match(body)
    if first is None or not tag.meant or not _is_slip("".join(first[0].split()).lower(), tag.meant):
        return None
    return tag.with_body(scope, tag.meant + body[first.end() :])


def _seems_to_end(tag: Tag) -> bool:
    """Whether a tag that is not closed lacks a sign at its edge and holds no prose, which a lone brace may close."""
    ends = tag.alike or tag.source.translate(HALF_WIDTH).endswith(("}", "%"))
    return ends and tag.sort is not Sort.COMMENT and not _PROSE.search(_LITERAL.sub("", tag.source))


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is another mistyped: its letters out of order, or one too many, too few, or wrong."""
    if sorted(word) == sorted(meant) or _OF_OTHERS.get(word) == meant:
        return True
    short, long = sorted((word, meant), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return len(long) == len(short) + 1 and short in (long[:at] + long[at + 1 :] for at in range(len(long)))
