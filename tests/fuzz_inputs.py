"""Inputs that nobody meant: files of ours with bits, bytes, lines and elements changed; each has a number and is made again from it.

Half of the Word files and workbooks are damaged as archives, the others inside their members, in an archive that is sound.
"""

from __future__ import annotations

import datetime
import functools
import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy as copy_of
from dataclasses import dataclass
from typing import Any

import yaml
from fuzz_plans import plan_of, words
from helpers import ROOT, SAMPLES
from lxml import etree

import docgen
from docgen.package import read_package, write_docx

MOST_BYTES = 400_000
SORTS = ("yaml", "docx", "xlsx", "plan")
_SHARES = (35, 30, 15, 20)
TOKENS = [
    *("{{ x }} {{ {% %} {%p for p in body %} {%tr endfor %} {# #} {{% if %} {{ body|join }} ${ <w:p> ]]> <!-- &amp; &x;".split()),
    *("【 】 【】 【会议名称】 【数】 ？ 【？】 （ 〔 」 “ 。 ； ：".split()),
    *(": |- | > & * *a &a ! !!python/object - ? --- ... # %YAML {} [] ' \" \\ @ ` <<".split()),
    "\n", "\t", "\r", "\r\n", "\0", "\x01", "\x7f", "\x85", "\u2028", "\u200b", "\u202e", "\u2066", "\ufeff", "\ufdd0", "\uffff",
    "\U0001f600", "\U0010ffff", "e\u0301", "\ud7a3", "  ", "\u3000", "\n  - ", "\n- ", ": ", "\n\n",
    "0", "-1", "1e999", "9" * 400, "9" * 5000, "-0.0", "NaN", "١٢", "０１", "二〇二五年", "2025-02-30", "0000-00-00", "9999-12-31",
    "1:30", "no", "null", "true", "99999999999999999999", "十" * 50, "一是", "亿" * 30, "1/0", "10000000000000亿元", "-5%",
]  # fmt: skip
_BRACKETS = ["[]", "{}", "（）", "()", "【】", "“”", "《》", "<>"]
_VALUES = ["", " ", "0", "-1", "1", "2", "63", "65536", "2147483648", "99999999999999999999", "1e9", "NaN", "true", "off", "x",
           "rId1", "rId999", "A0", "XFE1048577", "A1:XFD1048576", "../../x", "http://example.org/x", "FF0000", "auto", "中", "十"]  # fmt: skip


@dataclass(frozen=True)
class Input:
    """A file to try: its sort, its bytes, and what shall be done with it."""

    sort: str
    data: bytes
    turn: int  # which of the ways in is taken


def made(seed: int, number: int) -> Input:
    """Return an input by the seed of the run and its number; the same two give the same bytes."""
    dice = random.Random(f"{seed}-{number}")
    sort = dice.choices(SORTS, _SHARES)[0]
    if sort == "plan":
        data = _as_file(plan_of(dice), dice)
    elif sort == "yaml":
        data = dice.choice(_yaml_seeds())
        data = _bent(data, _yaml_seeds(), dice) if dice.random() < 0.5 else _bent_values(data, dice)
    else:
        seeds = _docx_seeds() if sort == "docx" else _xlsx_seeds()
        data = dice.choice(seeds)
        data = _bent(data, seeds, dice) if dice.random() < 0.2 else _bent_inside(data, dice)
    return Input(sort, data[:MOST_BYTES], dice.randrange(1000))


# ---- what is bent


@functools.cache
def _yaml_seeds() -> list[bytes]:
    files = [*SAMPLES, *(ROOT / "templates").glob("*.yaml"), *(ROOT / "tests" / "corpus").glob("*.yaml")]
    small = [_as_file(plan_of(random.Random(number)), random.Random(number)) for number in range(20)]
    return [data for path in sorted(files) if len(data := path.read_bytes()) < 20_000] + small


@functools.cache
def _docx_seeds() -> list[bytes]:
    finished = []
    for sample in SAMPLES:
        plan = docgen.load_plan(sample)
        if sample.stem != "large":
            kinds = [k for k in ("speech", "notice", "meeting_notice", "minutes") if getattr(plan, k)]
            finished += [docgen.build(plan, kind).data for kind in kinds]
    return [path.read_bytes() for path in sorted((ROOT / "templates").glob("*.docx"))] + finished


@functools.cache
def _xlsx_seeds() -> list[bytes]:
    return [docgen.ledger(s, as_of=datetime.date(2026, 3, 1)).data for s in SAMPLES if s.stem != "large"]


class _Plain(yaml.SafeDumper):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _as_file(tree: dict[str, Any], dice: random.Random) -> bytes:
    """Return a plan as a file, in one of the ways in which programs write YAML."""
    way = dice.randrange(4)
    if way == 0:
        return json.dumps(tree, ensure_ascii=bool(dice.randrange(2))).encode(errors="surrogatepass")
    width = dice.choice([20, 80, 10_000])
    text: str = yaml.dump(
        tree, allow_unicode=way > 1, width=width, sort_keys=False, default_flow_style=way == 3, Dumper=_Plain
    )
    return text.encode(errors="surrogatepass")


# ---- how


def _bent(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    for _ in range(dice.choice([1, 1, 1, 2, 3, 8])):
        data = dice.choice(_WAYS)(data, others, dice)
    return data


def _flip(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 4, 40])):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:] if dice.random() < 0.7 else data[start:end]


def _splice(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    at, there = dice.randrange(len(data) + 1), dice.randrange(len(other) + 1)
    return data[:at] + other[there : there + dice.choice([20, 400, len(other)])] + data[at * (dice.random() < 0.5) :]


def _token(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """Put a token anywhere: between two characters, or in the place of some."""
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + token(dice) + text[at + dice.choice([0, 0, 1, 3, 30]) :]
    return text.encode("utf-8", "surrogateescape")


def token(dice: random.Random) -> str:
    """Return some characters that mean something somewhere."""
    if dice.random() < 0.08:
        opening, closing = dice.choice(_BRACKETS)
        depth = dice.choice([3, 60, 2_000, 30_000])
        return opening * depth + dice.choice(["", closing * depth])
    return dice.choice(TOKENS) * dice.choice([1] * 9 + [500])


def _line(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """Double, move, indent or take out a line."""
    lines = data.splitlines(keepends=True) or [b""]
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    way = dice.randrange(4)
    if way == 0:
        lines.insert(to, lines[at])
    elif way == 1:
        lines.insert(to, lines.pop(at))
    elif way == 2:
        lines[at] = b" " * dice.randrange(1, 9) + lines[at]
    else:
        del lines[at]
    return b"".join(lines)


def _again(data: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    piece = data[at : at + dice.choice([1, 10, 200])]
    return data[:at] + piece * dice.choice([2, 50, 1000]) + data[at:]


_Way = Callable[[bytes, list[bytes], random.Random], bytes]
_WAYS: list[_Way] = [_flip, _cut, _splice, _token, _token, _token, _line, _line, _again]


def _bent_values(data: bytes, dice: random.Random) -> bytes:
    """Change values of a YAML file and write it again: what comes out is YAML."""
    tree = yaml.load(data, yaml.BaseLoader)
    spots = list(_spots(tree))
    for _ in range(dice.choice([1, 1, 2, 5])):
        holder, key = dice.choice(spots)
        other, there = dice.choice(spots)
        way = dice.randrange(8)
        if key not in (holder if isinstance(holder, dict) else range(len(holder))):
            continue
        if way < 3:
            value = holder[key]
            at = dice.randrange(len(value) + 1) if isinstance(value, str) else 0
            holder[key] = value[:at] + token(dice) + value[at:] if isinstance(value, str) else token(dice)
        elif way == 3:
            holder[key] = words(dice)
        elif way == 4:
            del holder[key]
        elif way == 5 and there in (other if isinstance(other, dict) else range(len(other))):
            holder[key] = json.loads(json.dumps(other[there]))
        elif way == 6:
            holder[key] = dice.choice([[holder[key]], {"text": holder[key]}, {}, [], None, [[]], 0, 1.5, True])
        elif isinstance(holder, list):
            holder += [holder[key]] * dice.choice([1, 3, 120])
    return _as_file(tree, dice)


def _spots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a tree as what holds it and its key."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, (dict, list)):
            yield from _spots(value)


def _bent_inside(data: bytes, dice: random.Random) -> bytes:
    """Bend members of a package and pack them again."""
    parts = read_package(data, "")
    for _ in range(dice.choice([1, 1, 2, 4])):
        name = dice.choice(sorted(parts))
        if name.count("/") and dice.random() < 0.5:  # the part with the words, more often
            name = next((p for p in parts if p.endswith(("document.xml", "sheet1.xml", "sheet2.xml"))), name)
        way = dice.random()
        if way < 0.75:
            parts[name] = _bent_tree(parts[name], dice)
        elif way < 0.92:
            parts[name] = _bent(parts[name], [parts[p] for p in sorted(parts)], dice)
        elif way < 0.96:
            parts[name] = parts[dice.choice(sorted(parts))]
        else:
            parts[f"{dice.choice(_VALUES)}/{dice.choice(_VALUES)}.xml"] = parts[name]
    return write_docx(parts)


def _bent_tree(xml: bytes, dice: random.Random) -> bytes:
    """Bend elements of a part; it stays well-formed."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError:
        return xml
    for _ in range(dice.choice([1, 1, 2, 5, 20])):
        elements = list(root.iter(etree.Element))
        if len(elements) > 20_000:
            break
        _bend_element(dice.choice(elements), dice.choice(elements), dice)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _bend_element(element: etree._Element, other: etree._Element, dice: random.Random) -> None:
    parent = element.getparent()
    way = dice.randrange(8)
    if way <= 1 and element.attrib:
        element.set(dice.choice(sorted(map(str, element.attrib))), dice.choice(_VALUES))
    elif way == 2 and element.attrib:
        del element.attrib[dice.choice(sorted(map(str, element.attrib)))]
    elif way == 3:
        words = "".join(c for c in token(dice) if c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufdd0")
        element.text = (element.text or "") + words
    elif parent is None or element in other.iterancestors():
        return
    elif way == 4:
        parent.remove(element)
    elif way == 5:
        for _ in range(dice.choice([1, 1, 3, 40])):
            element.addnext(_copied(element))
    elif way == 6 and other is not element:
        other.append(_copied(element))
    elif way == 7:
        inner = element
        for _ in range(dice.choice([1, 3, 30, 200])):
            inner.append(_bare(element))
            inner = inner[-1]


def _copied(element: etree._Element) -> etree._Element:
    copy = copy_of(element)
    copy.tail = None
    return copy


def _bare(element: etree._Element) -> etree._Element:
    return etree.Element(element.tag, dict(element.attrib))
