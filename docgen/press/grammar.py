"""A part as Jinja's parser reads it: the XML between the tags as it is, and each tag on a line of its own.

The line leads from a node, an error or a line of code back to the tag. Tags of names, dots and blanks alone, which most are, need
no lexer; Jinja's reads the others, each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from docgen.patterns import late
from docgen.press.gate import CLOSING, OPENING, Sandbox

_ESCAPED = late(r"\{_[{%]|[}%]_\}")  # docxtpl's way to print the signs of a tag
_NAMES = late(r" *[^\W\d]\w*(?:(?:\.| +)[^\W\d]\w*)* *")
_WORDS = late(r"\w+|\.")


class Code(NamedTuple):
    """The inside of a tag, and whether it steers or prints."""

    body: str
    block: bool


def tree_of(pieces: Iterable[str | Code], env: Sandbox, name: str = "") -> nodes.Template:
    """Return texts and tags as a tree; the line of a node is the number of its tag, from 1.

    Args:
        pieces: Texts and tags in their order.
        env: The environment of the template.
        name: What errors call it.

    Raises:
        TemplateSyntaxError: A tag cannot be read, or not where it stands.
    """
    parser = Parser(env, "", name)
    parser.stream = TokenStream(_tokens(pieces, env), name, None)
    for extension in env.iter_extensions():
        stream = extension.filter_stream(parser.stream)
        parser.stream = stream if isinstance(stream, TokenStream) else TokenStream(stream, name, None)
    return nodes.Template(parser.subparse(), lineno=1)


def _tokens(pieces: Iterable[str | Code], env: Sandbox) -> Iterator[Token]:
    line = 1
    for piece in pieces:
        if isinstance(piece, str):
            yield Token(line, "data", _ESCAPED.sub(_unescaped, piece) if "_}" in piece or "{_" in piece else piece)
        else:
            yield from _tokens_of(piece, line, env)
            line += 1


def _unescaped(match: re.Match[str]) -> str:
    return match[0].replace("_", "")


def _tokens_of(code: Code, line: int, env: Sandbox) -> Iterator[Token]:
    body, block = code
    words = _WORDS.findall(body) if _NAMES.fullmatch(body) else []
    if words and all(word == "." or word.isidentifier() for word in words):
        kind = "block" if block else "variable"
        yield Token(line, f"{kind}_begin", OPENING[kind])
        for word in words:
            yield Token(line, "dot" if word == "." else "name", word)
        yield Token(line, f"{kind}_end", CLOSING[kind])
        return
    try:
        for token in env.lexer.wrap(env.lexer.tokeniter(env.preprocess(source_of(body, block=block)), None)):
            yield Token(line, token.type, token.value)
    except TemplateSyntaxError as exc:
        exc.lineno = line
        raise


def source_of(code: str, *, block: bool) -> str:
    """Return a tag as Jinja reads it, on one line that ends in it."""
    kind = "block" if block else "variable"
    line = code.replace("\n", " ").replace("\r", " ")
    return f"{OPENING[kind]} {line}\n{CLOSING[kind]}"
