"""What is wrong with a tag, in words that an author understands: Jinja's complaints sorted by cause."""

from __future__ import annotations

import re

from docgen.catalogue.causes import misread
from docgen.findings import Finding
from docgen.press.parts import Piece, shown
from docgen.press.slips import right_form
from docgen.press.tags import Sort

_UNKNOWN = re.compile(r"unknown tag '([^']*)'")
_SIGN = re.compile(r"unexpected char ('.'|\".\")")
_GOT = re.compile(r"(?:got|unexpected) '([^']*)'")
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_EMPTY = re.compile(r"\{\s*\}")
_SINGLE = re.compile(r"(?<![=!<>])=(?!=)")
_FOREIGN = {
    "&&": "and", "||": "or", "AND": "and", "OR": "or", "NOT": "not", "=>": ">=", "=<": "<=", "<>": "!=",
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "且": "and", "或": "or", "非": "not", "!": "not",
}  # fmt: skip  # signs of other languages and of paper
_FOREIGN_SIGN = re.compile(r"&&|\|\||\b(?:AND|OR|NOT|且|或|非)\b|=>|=<|<>|[≥≤≠×÷]|!(?!=)")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def syntax_fault(piece: Piece, exc: Exception, at: str = "") -> Finding:
    """Return the finding on a tag that cannot be read.

    Args:
        piece: The tag.
        exc: What Jinja says.
        at: The word or sign that it came to.
    """
    tag = piece.tag
    body = tag.body.strip()
    args = {"tag": shown(tag.source)}
    if not body:
        return Finding("T238", piece.place, args)
    unknown = _UNKNOWN.search(str(exc))
    if tag.sort is Sort.BLOCK and unknown and tag.meant == tag.word and tag.word:
        stray = tag.word.startswith("end")
        return Finding("T226" if stray else "T203", piece.place, args if stray else {**args, "reason": tag.word})
    if tag.sort is Sort.BLOCK and (unknown or not tag.word or tag.meant != tag.word):
        word = unknown[1] if unknown else " ".join(body.split()[: 1 if not tag.word else 2])
        return Finding("T237", piece.place, {**args, "word": word, "near": _compared(right_form(tag) or tag.meant)})
    lone = _unbalanced(body)
    if lone in ("'", '"'):
        return Finding("T247", piece.place, {**args, "sign": lone})
    braces = _needless(body)
    if braces:
        return Finding("T276", piece.place, {**args, "sign": braces})
    if lone:
        return Finding("T248", piece.place, {**args, "sign": lone})
    foreign = _foreign(body)
    if foreign:
        return Finding("T263", piece.place, {**args, **foreign})
    sign = _SIGN.search(str(exc))
    if sign:
        return Finding("T246", piece.place, {**args, "sign": sign[1][1:-1]})
    if tag.word in ("if", "elif") and _SINGLE.search(_LITERAL.sub("", body)):
        return Finding("T249", piece.place, args)
    got = _GOT.search(str(exc))
    if got:
        early = got[1].startswith("end of")
        return Finding("T239" if early else "T245", piece.place, args if early else {**args, "sign": at or got[1]})
    words = getattr(exc, "message", None) or str(exc)
    return Finding("T202", piece.place, {**args, "reason": misread(words)})


def _foreign(body: str) -> dict[str, str]:
    """Return the first sign that another language writes, and what it is called here; nothing when there is none."""
    sign = _FOREIGN_SIGN.search(_LITERAL.sub("", body))
    return {"sign": sign[0], "right": _FOREIGN[sign[0]]} if sign else {}


def _needless(body: str) -> str:
    """Return the braces in a tag that hold no mapping; nothing when there are none, or when a mapping may be meant."""
    rest = _EMPTY.sub("", _LITERAL.sub("", body))
    return "" if ":" in rest else " ".join(sign for sign in "{}" if sign in rest)


def _compared(words: str) -> str:
    """Return a condition in which two signs compare, where one was typed."""
    if not re.match(r"\{%\w*\s+(?:if|elif)\b", words):
        return words
    literals = [*_LITERAL.findall(words), ""]
    pieces = (_SINGLE.sub("==", piece) for piece in _LITERAL.split(words))
    return "".join(piece + literal for piece, literal in zip(pieces, literals, strict=True))


def _unbalanced(body: str) -> str:
    """Return a quote or bracket without its partner; ``''`` when all have one."""
    waiting: list[str] = []
    at = 0
    while at < len(body):
        sign = body[at]
        if sign in "'\"":
            stop = at + 1
            while stop < len(body) and body[stop] != sign:
                stop += 2 if body[stop] == "\\" else 1
            if stop >= len(body):
                return sign
            at = stop
        elif sign in _PAIRS:
            waiting.append(sign)
        elif sign in _PAIRS.values() and (not waiting or _PAIRS[waiting.pop()] != sign):
            return sign
        at += 1
    return waiting[-1] if waiting else ""
