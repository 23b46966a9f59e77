"""How many items a list in prose has: every number that a reader could count, so that a doubt is seen as one.

A list is told by its marks: ``；`` between long items, ``、`` between short ones, nothing between quotes and titles that follow one
another, ``，`` only between clauses that are built alike.
"""

from __future__ import annotations

import re
from itertools import pairwise

from docgen.prose.text import HOLE

_OPENS, _CLOSES = "（《〈“‘〔【", "）》〉”’〕】"
_ADJACENT = re.compile("(?<=[”》])(?=[“《])")
_RANGE = re.compile(
    r"[一二三四五六七八九十0-9]级?[至到～][^，、；]{0,4}[一二三四五六七八九十0-9]"
)  # 一级至五级 names five
_OPEN_END = re.compile(r"等等?(?=$|[，；。])|等等|……|及其他|以及其他")  # a list that names examples
_JOINED = re.compile("[^、]+?(?:以及|和|与|及)[^、]+$")
_MOST_CLAUSES = 12


def flat(text: str) -> str:
    """Return a text of the same length with what stands in brackets, quotes and titles blanked out, the outer marks left."""
    made, depth = [], 0
    for sign in text:
        if sign in _CLOSES:
            depth = max(depth - 1, 0)
        made.append(HOLE if depth else sign)
        depth += sign in _OPENS
    return "".join(made)


def counts_of(listed: str, *, to_end: bool = True) -> frozenset[int]:
    """Return each number of items that a list can be read to have; nothing when it does not tell.

    Args:
        listed: The list without what announces it, to the end of its sentence.
        to_end: Whether it may go on behind a comma, as it does behind a colon.
    """
    text = listed.strip("，。；：、 ")
    shown = flat(text)
    if _OPEN_END.search(shown) or _RANGE.search(shown) or len(text) < 2:
        return frozenset()
    parts = _pieces(text, shown, "；")
    clauses = _pieces(text, shown, "，；")
    if len(parts) > 1:
        return frozenset({len(parts), _beginning_alike(clauses)} - {0, 1})
    first = short_items(clauses[0])
    if max(first) > 1:
        every = [short_items(clause) for clause in clauses]
        several = [max(one) for one in every if to_end or max(one) > 1]
        alike = {len(clauses)} if len(several) == len(clauses) and min(several) > 1 else set()
        return frozenset((first | alike | {sum(several)}) - {1})
    return _of_clauses(clauses) or _of_two(clauses)


def _pieces(text: str, shown: str, marks: str) -> list[str]:
    """Return what stands between marks that are not inside of others."""
    cuts = [-1, *(at for at, sign in enumerate(shown) if sign in marks), len(text)]
    return [text[a + 1 : b] for a, b in pairwise(cuts) if b > a + 1]


def short_items(clause: str) -> set[int]:
    """Return the numbers of items between 、 that a clause can be read to have; the last 和 may join two items or belong to one."""
    shown = flat(clause)
    items = re.split("、", _ADJACENT.sub("、", shown))
    number = len(items)
    if number > 1 and all(_JOINED.match(item) for item in items) and _same_end(items):  # 甲与乙的关系、丙与丁的关系
        return {number, 2 * number}
    if any(_JOINED.match(item) for item in items[:-1]):  # 甲、乙规划和甲、乙计划 may be two
        return set(range(2, number + 3))
    if number > 1 and _JOINED.match(items[-1]):
        return {number, number + 1}
    return {number}


def _of_two(clauses: list[str]) -> frozenset[int]:
    """Count 现场报名和网上报名: two words that end alike, and nothing else in the sentence."""
    match = re.fullmatch(r"([^、的]{3,12})(?:和|与|及|以及)([^、的]{3,12})", clauses[0])
    alike = match is not None and match[1][-2:] == match[2][-2:]
    return frozenset({2} if alike and len(clauses) == 1 else ())


def _of_clauses(clauses: list[str]) -> frozenset[int]:
    """Count clauses that are built alike: all of them, or those that begin with the same words."""
    if not 1 < len(clauses) <= _MOST_CLAUSES:
        return frozenset()
    run = next((size for size in range(len(clauses), 1, -1) if _ending_alike(clauses[:size])), 0)
    begin = _beginning_alike(clauses)
    if run == len(clauses):
        return frozenset({run, begin} - {0, 1})
    if begin > 1:
        return frozenset({begin, len(clauses)} | ({run} if run > 1 else set()))
    return frozenset({run, len(clauses)}) if run > 1 and _same_end(clauses[:run]) else frozenset()


def _beginning_alike(clauses: list[str]) -> int:
    """Return how many clauses begin as the first one does, with one sign that few words share, or with two."""
    first = clauses[0]
    signs = 1 if first[:1] in "一不勤严敢善必" else 2
    return sum(clause[:signs] == first[:signs] for clause in clauses)


def _same_end(clauses: list[str]) -> bool:
    return len({clause[-2:] for clause in clauses}) == 1


def _ending_alike(clauses: list[str]) -> bool:
    """Whether clauses share the sign they begin with, the two they end with, or two somewhere."""
    if len({clause[:1] for clause in clauses}) == 1 or _same_end(clauses):
        return True
    pairs = [{clause[at : at + 2] for at in range(len(clause) - 1)} for clause in clauses]
    return bool(set.intersection(*pairs))
