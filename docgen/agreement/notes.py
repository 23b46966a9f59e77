"""Notes on who does it until when: （责任单位：甲；配合单位：乙；完成时限：5月底前）."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from docgen.agreement.facts import UNIT, Difference, Fact, Reader, names_in
from docgen.agreement.passages import Passage, changed, key_of, weighed

_NOTE = re.compile(r"（(?P<parts>[^（）：]{0,8}(?:单位|时限|(?:完成|办结|整改)时间)：(?:[^（）]|（[^（）]*）)*)）")
_NEAR = 0.8  # of sentences that are one in other words
_LONG_ENOUGH = 10  # characters of such a sentence without its note


def parts_of(words: str) -> dict[str, str]:
    """Return what the notes of a sentence say, by label."""
    parts = [part for note in _NOTE.finditer(words) for part in note["parts"].split("；")]
    return {label: said for label, _, said in (part.partition("：") for part in parts)}


def without_notes(words: str) -> str:
    """Return a text without its notes."""
    return _NOTE.sub("", words)


def with_other_notes(
    ours: Sequence[Passage], theirs: Sequence[Passage], reader: Reader
) -> Iterator[tuple[Passage, Passage]]:
    """Yield sentences that say the same or nearly the same, where theirs has a note that ours has not in the same words."""
    by_words: dict[str, list[Passage]] = defaultdict(list)
    for sentence in _beyond(ours, theirs):
        by_words[claim_of(sentence)].append(sentence)
    left = []
    for sentence in _beyond(theirs, ours):
        same = by_words.get(claim_of(sentence))
        if same and parts_of(sentence.words):
            yield same.pop(0), sentence
        elif parts_of(sentence.words):
            left.append(sentence)
    others = _bare([sentence for some in by_words.values() for sentence in some], reader)
    known = _bare(left, reader)
    for here, there in changed(list(others), list(known), _NEAR):
        yield others[here], known[there]


def _beyond(some: Sequence[Passage], others: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the sentences that the others do not have, or have less often."""
    known = Counter(sentence.key for sentence in others)
    for sentence in some:
        known[sentence.key] -= 1
        if known[sentence.key] < 0 and not sentence.is_row and claim_of(sentence):
            yield sentence


def claim_of(sentence: Passage) -> str:
    """Return the key of what a sentence says without its notes."""
    return key_of(without_notes(sentence.words))


def _bare(sentences: Sequence[Passage], reader: Reader) -> dict[Passage, Passage]:
    """Return sentences by what they say without their notes, the short ones left out."""
    bare = {Passage(claim_of(sentence), sentence.places): sentence for sentence in sentences}
    weighed(list(bare), reader)
    return {passage: sentence for passage, sentence in bare.items() if len(passage.skeleton) >= _LONG_ENOUGH}


def lacking(here: str, there: str) -> str:
    """Return what the note of one sentence lacks that the other's has; units that the whole sentence lacks are told one by one."""
    ours, theirs = parts_of(here), parts_of(there)
    renamed = {said for label, said in ours.items() if label not in theirs}
    gone = {label: said for label, said in theirs.items() if label not in ours and said not in renamed}
    if any("单位" not in label for label in ours.keys() - theirs.keys()):  # a deadline under another label
        gone = {label: said for label, said in gone.items() if "单位" in label}
    if ours:
        named = set(_units(ours))
        gone = {label: said for label, said in gone.items() if "单位" not in label or set(names_in(said)) <= named}
    return "；".join(f"{label}：{said}" for label, said in gone.items())


def moved(here: str, there: str) -> Iterator[Difference]:
    """Yield the units that both notes name, but under another label: a supporter that leads."""
    ours, theirs = parts_of(here), parts_of(there)
    often, wanted = Counter(_units(ours)), Counter(_units(theirs))
    both = {name for name in often if often[name] == wanted[name]}
    for label in theirs:
        if label not in ours or "单位" not in label:
            continue
        mine, others = names_in(ours[label]), names_in(theirs[label])
        come = [_fact(here, label, name) for name in mine if name in both and name not in others]
        left = [_fact(there, label, name) for name in others if name in both and name not in mine]
        for fact, other in zip_longest(come, left):
            yield Difference(fact, other)


def _units(parts: dict[str, str]) -> Iterator[str]:
    return (name for label, said in parts.items() if "单位" in label for name in names_in(said))


def _fact(words: str, label: str, name: str) -> Fact:
    start = words.index(name, words.rindex(f"{label}："))
    return Fact(UNIT, name, name, start, start + len(name))
