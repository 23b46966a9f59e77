"""Several documents of one matter: what they say beside their plan, and beside one another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from docgen.agreement.documents import DocumentSource, opened
from docgen.agreement.facts import BETWEEN, DATE, FIGURE, UNIT, Difference, Reader, differences
from docgen.agreement.notes import claim_of, lacking, moved, parts_of, with_other_notes, without_notes
from docgen.agreement.passages import (
    Likeness,
    Mentions,
    Passage,
    changed,
    deadlines_of,
    key_of,
    passages_of,
    units_of,
    weighed,
)
from docgen.agreement.sources import Item, Sources, items_of
from docgen.api import build, kinds_in
from docgen.errors import PlanError, misused
from docgen.findings import Finding, Place, Severity, once
from docgen.kinds import find_kind
from docgen.plan.model import Plan
from docgen.plan.units import part_said
from docgen.plan.validate import PlanSource, load_plan

_WITH_PLAN = {FIGURE: "A201", DATE: "A202", UNIT: "A203"}
_PRINTED = re.compile(r"日\s*印发\s*$")  # the last line of an imprint
_AMONG = {FIGURE: "A211", DATE: "A212", UNIT: "A213"}
_NEAR_PARAGRAPH = 0.6  # how much two paragraphs share when one is meant for the other
_NEAR_SENTENCE = 0.8  # the same of sentences, of which there are more that look alike
_NEAR_AT_ALL = 0.5  # of sentences that may be one in other words
_LONG_ENOUGH = 10  # characters of a sentence that is compared with those of any other document
_LONG_ITEM = 6  # characters of a numbered item that a plan ought to have
_SHORT_ITEM = 4  # the same of one that is a whole sentence
_SHARE = 0.1  # of the sentences that a plan gives, so many stand in a document of it at least
_EDGE = "\0"  # stands between sentences
_ELSEWHERE = "\0"  # for words that are not those of a frame file
_YEAR = re.compile(r"(20\d\d)年")


@dataclass(eq=False)
class _Paper:
    """A document: its name, its passages and their sentences."""

    name: str
    passages: Sequence[Passage]
    sentences: Sequence[Passage]


def compare_documents(documents: Mapping[str, DocumentSource], plan: Plan | PlanSource | None = None) -> list[Finding]:
    """Return in what figures, dates, deadlines and units documents of one matter differ.

    Args:
        documents: Word files, bytes or paths, by name.
        plan: The plan that they were made of, or what `load_plan` reads; without it they are compared among themselves.

    Raises:
        FileError: One cannot be read.
        TemplateError: One is no Word file.
        PlanError: The plan has no documents, or lacks what they need.
        LimitError: A file goes past a budget.
    """
    if not isinstance(documents, Mapping):
        raise misused("documents", "a mapping of names to files", documents)
    passages = {name: passages_of(opened(document)[0], name) for name, document in documents.items()}
    if plan is not None:
        return once(_with_parts(passages, plan if isinstance(plan, Plan) else load_plan(plan)))
    # when each was printed is a matter of each
    passages = {name: [p for p in told if not _PRINTED.search(p.words)] for name, told in passages.items()}
    reader = _reader([p for told in passages.values() for p in told], _year_of(passages))
    papers = [_paper(name, told, reader) for name, told in passages.items()]
    return list(_among(papers, reader))


def _paper(name: str, passages: Sequence[Passage], reader: Reader) -> _Paper:
    sentences = [sentence for passage in passages for sentence in passage.sentences()]
    return _Paper(name, weighed(passages, reader), weighed(sentences, reader))


def _reader(passages: Sequence[Passage], year: int | None, sources: Sources | None = None) -> Reader:
    """Return a reader that knows the units and deadlines of passages, and of a plan."""
    units = set(units_of(passages)) | (sources.units if sources else set())
    deadlines = set(deadlines_of(passages)) | (sources.deadlines if sources else set())
    return Reader(units, deadlines, year, sources.official if sources else None)


def _year_of(passages: Mapping[str, Sequence[Passage]]) -> int | None:
    """Return the year of which the documents speak most."""
    years = Counter(year for told in passages.values() for p in told for year in _YEAR.findall(p.words))
    return int(years.most_common(1)[0][0]) if years else None


# --- among themselves


def _among(papers: Sequence[_Paper], reader: Reader) -> Iterator[Finding]:
    """Yield a warning where a sentence of two documents has two figures; the later document is told of.

    A figure that differs from the same one in further documents is told of once.
    """
    told: set[tuple[Place, frozenset[Hashable]]] = set()
    said = [_by_their_claims(_full(paper.sentences), reader) for paper in papers]
    for one, other in combinations(said, 2):
        for here, there in (*_told_by_both(other, one, rows=False), *_told_by_both(other, one, rows=True)):
            for difference in differences(reader, here.words, there.words):
                if difference.here is None or difference.there is None:
                    continue
                values = frozenset((difference.here.key, difference.there.key))
                places = _place(here, difference), there.place(difference.there.start, difference.there.words)
                if not any((place, values) in told for place in places):
                    args = _args(difference, str(places[1]))
                    yield Finding(_AMONG[difference.here.sort], places[0], args, Severity.WARNING)
                told |= {(place, values) for place in places}


def _told_by_both(
    our_own: Sequence[Passage], their_own: Sequence[Passage], *, rows: bool
) -> list[tuple[Passage, Passage]]:
    """Return the sentences, or rows, that both have in nearly the same words; those with the same but for notes go together."""
    ours, theirs = ([s for s in some if s.is_row == rows] for some in (our_own, their_own))
    our_keys, their_keys = {s.key for s in ours}, {s.key for s in theirs}
    twins: dict[str, list[Passage]] = defaultdict(list)
    for sentence in theirs:
        if sentence.key not in our_keys:
            twins[claim_of(sentence)].append(sentence)
    same, left = [], []
    for sentence in ours:
        if sentence.key not in their_keys:
            found = twins[claim_of(sentence)]
            if found:
                same.append((sentence, found.pop(0)))
            else:
                left.append(sentence)
    return same + changed(left, [s for some in twins.values() for s in some], _NEAR_SENTENCE)


def _by_their_claims(sentences: list[Passage], reader: Reader) -> list[Passage]:
    """Weigh sentences by what they say without their notes, which a speech leaves out; those that say little keep them."""
    for sentence in sentences:
        [bare] = weighed([Passage(without_notes(sentence.words), sentence.places)], reader)
        if len(bare.skeleton) >= _LONG_ENOUGH:
            sentence.skeleton = bare.skeleton
    return sentences


def _full(sentences: Sequence[Passage]) -> list[Passage]:
    """Return whole sentences and rows, without lines of a front page, which differ by their nature."""
    said = [s for s in sentences if len(s.skeleton) >= _LONG_ENOUGH]
    return [s for s in said if s.is_row or s.words.endswith(("。", "！", "？")) or parts_of(s.words)]


def _place(passage: Passage, difference: Difference) -> Place:
    fact = difference.here
    return (
        passage.place(fact.start, fact.words)
        if fact
        else passage.place(0, passage.words[:_LONG_ENOUGH].split(BETWEEN)[0])
    )


def _args(difference: Difference, where: str) -> dict[str, str]:
    return {
        "words": difference.here.words if difference.here else "",
        "other": difference.there.words if difference.there else "",
        "where": where,
    }


# --- with their plan


def _with_parts(passages: Mapping[str, Sequence[Passage]], plan: Plan) -> Iterator[Finding]:
    """Compare the notice of a unit with what the plan has for the unit, and all others with the whole plan."""
    parts = {name: part_said(plan, (p.words for p in told)) for name, told in passages.items()}
    yield from _with_plan({name: told for name, told in passages.items() if parts[name] is plan}, plan)
    for name, told in passages.items():
        if parts[name] is not plan:
            yield from _with_plan({name: told}, parts[name])


def _with_plan(passages: Mapping[str, Sequence[Passage]], plan: Plan) -> Iterator[Finding]:
    if not kinds_in(plan):
        raise PlanError([Finding("P264", plan.place())])
    told = {kind: passages_of(build(plan, kind).data, kind) for kind in kinds_in(plan)}
    sources = Sources(plan)
    said = [p for texts in (*told.values(), *passages.values()) for p in texts]
    reader = _reader(said, plan.year or _year_of(told), sources)
    composed = {kind: _paper(kind, texts, reader) for kind, texts in told.items()}
    typed = _Typed(plan, composed)
    for name, texts in passages.items():
        paper = _paper(name, texts, reader)
        kind = _kind_of(paper, composed)
        if kind is None or not typed.holds(paper, kind):
            place = Place(name)
            yield Finding("A207", place, {"where": plan.place().file}, Severity.WARNING)
        else:
            yield from _Comparison(paper, kind, composed, sources, reader).findings()


def _kind_of(paper: _Paper, composed: Mapping[str, _Paper]) -> str | None:
    """Return the kind with which a document shares most sentences, ``None`` when there are none."""
    ours = {claim_of(sentence) for sentence in paper.sentences if len(sentence.skeleton) >= _LONG_ITEM}
    shared = {kind: len(ours & set(map(claim_of, known.sentences))) for kind, known in composed.items()}
    kind = max(shared, key=lambda name: shared[name], default=None)
    return kind if kind and shared[kind] else None


class _Typed:
    """The sentences of composed documents that the plan gives: the default ones of frame files stand in those of every plan."""

    def __init__(self, plan: Plan, composed: Mapping[str, _Paper]) -> None:
        self._plan, self._composed = plan, composed
        self._by_kind: dict[str, set[str]] = {}

    def holds(self, paper: _Paper, kind: str) -> bool:
        """Whether a document has enough of them to be one of the plan; the origins are asked for when that is not plain."""
        known = set(map(claim_of, self._composed[kind].sentences))
        ours = set(map(claim_of, _full(paper.sentences)))
        if 2 * len(ours & known) > len(ours):
            return True
        typed = self._of(kind)
        few = min(len(ours), len(typed))
        return len(ours & typed) >= max(min(2, few), _SHARE * few, 1)  # any two plans may share one

    def _of(self, kind: str) -> set[str]:
        if kind not in self._by_kind:
            lines: dict[Place, str] = defaultdict(str)
            for origin in build(self._plan, kind, trace=True).origins:
                lines[origin.printed] += _ELSEWHERE if origin.source == "plan" else origin.words
            default = "\n".join(map(key_of, lines.values()))
            said = set(map(claim_of, _full(self._composed[kind].sentences)))
            self._by_kind[kind] = {claim for claim in said if claim not in default}
        return self._by_kind[kind]


class _Comparison:
    """One document beside what the plan gives for its kind."""

    def __init__(
        self, paper: _Paper, kind: str, composed: Mapping[str, _Paper], sources: Sources, reader: Reader
    ) -> None:
        self._paper, self._kind, self._sources, self._reader = paper, kind, sources, reader
        self._wanted = composed[kind]
        self._anywhere = [s for known in composed.values() for s in known.sentences]
        self._known = {s.key for s in self._anywhere} | {p.key for p in self._wanted.passages}
        own = {s.key for s in self._wanted.sentences} | {p.key for p in self._wanted.passages}
        self._reworded = [s for s in paper.sentences if s.key not in own]

    def findings(self) -> Iterator[Finding]:
        """Yield where the document and its plan do not agree."""
        yield from self._differing()
        yield from self._misnamed()
        yield from self._missing()
        yield from self._added()

    def _differing(self) -> Iterator[Finding]:
        paragraphs = changed(self._paper.passages, self._wanted.passages, _NEAR_PARAGRAPH)
        paired = {id(here) for here, _ in paragraphs}
        left = [s for p in self._paper.passages if id(p) not in paired for s in p.sentences()]
        left = [s for s in weighed(left, self._reader) if len(s.skeleton) >= _LONG_ENOUGH]
        noted = list(with_other_notes(self._paper.sentences, self._wanted.sentences, self._reader))
        inside = {id(here.places) for here, _ in paragraphs}  # sentences of a paragraph have its places
        alone = [pair for pair in noted if id(pair[0].places) not in inside]
        for here, there in [*paragraphs, *alone, *changed(left, self._anywhere, _NEAR_SENTENCE)]:
            for difference in differences(self._reader, here.words, there.words):
                yield self._told(here, there, difference)
        for here, there in noted:
            yield from self._noted(here, there)

    def _noted(self, here: Passage, there: Passage) -> Iterator[Finding]:
        """Yield what the note on who does it until when lacks, and the units that have changed their parts."""
        whole = next(p.words for p in self._wanted.passages if p.places is there.places)
        before = without_notes(whole[: whole.index(there.words)])  # where the claim stands
        one, other = Passage(before + here.words, here.places), Passage(before + there.words, there.places)
        for difference in moved(one.words, other.words):
            yield self._told(one, other, difference)
        if lack := lacking(here.words, there.words):
            where = self._sources.said_in(other.words, self._kind)
            yield Finding("A209", here.place(0, here.words[:_LONG_ENOUGH]), {"words": lack, "where": str(where)})

    def _misnamed(self) -> Iterator[Finding]:
        """Yield names that the register of units rules out, but for sentences that the plan has so."""
        for sentence in self._paper.sentences:
            for fact in self._reader.facts(sentence.words) if sentence.key not in self._known else ():
                if fact.sort == UNIT and fact.words in self._sources.wrong:
                    where = str(self._sources.wrong[fact.words])
                    args = {"words": fact.words, "other": self._sources.official[fact.words], "where": where}
                    yield Finding("A210", sentence.place(fact.start, fact.words), args)

    def _told(self, here: Passage, there: Passage, difference: Difference) -> Finding:
        if difference.there:
            where = self._sources.place(difference.there, there.words, self._kind)
        else:
            where = self._sources.beside(difference.fact, here.words)
        code = _WITH_PLAN[difference.fact.sort]
        if not difference.there or not difference.here:
            code = "A205" if difference.here else "A204"
        return Finding(code, _place(here, difference), _args(difference, str(where)))

    def _missing(self) -> Iterator[Finding]:
        """Yield tasks and measures that the plan gives to the kind and the document no longer has."""
        reworded = Likeness(self._reworded)
        gone: set[int] = set()
        items = list(items_of(self._sources.plan, self._kind))
        sides = [_Sides(self._paper, self._wanted, rows=False), _Sides(self._paper, self._wanted, rows=True)]
        if not any(sides[1].ours.holding(item.keys) for item in items):
            del sides[1]  # a table that is not there counts for nothing
        lacking = set(sides[0].lacking(items))
        if len(sides) > 1:
            rows = set(sides[1].lacking(items))  # the cell with the task is joined: it goes with the first row
            kept = {item.above for item in items if item.above and item.number not in rows}
            lacking |= rows - kept
        for item in items:
            if item.above in gone:
                gone.add(item.number)
            elif item.number in lacking and not self._said(reworded, item):
                gone.add(item.number)
                args = {"words": item.words, "where": str(item.place)}
                severity = Severity.ERROR if find_kind(self._kind).assigns else Severity.WARNING
                yield Finding("A206", Place(self._paper.name), args, severity)

    def _said(self, reworded: Likeness, item: Item) -> bool:
        """Whether an item, or its claim, stands there in other words."""
        said = weighed([Passage(item.words, ()), Passage(item.text, ())], self._reader)
        return any(reworded.holds(passage.pairs, _NEAR_AT_ALL) for passage in said)

    def _added(self) -> Iterator[Finding]:
        """Yield numbered items of the document that the plan does not have: neither their first sentence nor all they say."""
        heads = Likeness([*self._anywhere, *self._wanted.passages])
        whole = Likeness([*map(_joined, _numbered(self._wanted)), *self._wanted.passages])
        for head, *rest in _numbered(self._paper):
            item = _joined([head, *rest])
            least = _SHORT_ITEM if item.words.endswith("。") else _LONG_ITEM  # a heading may well be worded anew
            if head.key in self._known or len(item.skeleton) < least:
                continue
            near = heads.near(head.pairs, _NEAR_AT_ALL)
            if near and rest and len(head.skeleton) < _LONG_ENOUGH:  # so few words are like others by chance
                near = whole.near(item.pairs, _NEAR_AT_ALL)
            if not near and (len(head.skeleton) >= _LONG_ITEM or not any(s.key in self._known for s in rest)):
                args = {"words": head.words, "where": self._sources.plan.place().file}
                yield Finding("A208", head.place(0, head.ordinal), args, Severity.WARNING)


def _numbered(paper: _Paper) -> list[list[Passage]]:
    """Return the numbered items of a document, each with the sentences that follow it in its paragraph."""
    items: list[list[Passage]] = []
    for sentence in paper.sentences:
        if sentence.ordinal:
            items.append([sentence])
        elif items and items[-1][0].places is sentence.places:
            items[-1].append(sentence)
    return items


def _joined(sentences: Sequence[Passage]) -> Passage:
    """Return sentences as one passage."""
    whole = Passage("".join(s.words for s in sentences), sentences[0].places, sentences[0].ordinal)
    whole.skeleton = "".join(s.skeleton for s in sentences)
    return whole


class _Sides:
    """The paragraphs of a document, or the rows of its tables, beside those that the plan gives."""

    def __init__(self, ours: _Paper, theirs: _Paper, *, rows: bool) -> None:
        self._our_texts, self._their_texts = (
            [_sentence_by_sentence(p) for p in paper.passages if p.is_row == rows] for paper in (ours, theirs)
        )
        self.ours, self._theirs = Mentions(self._our_texts), Mentions(self._their_texts)

    def lacking(self, items: Iterable[Item]) -> Iterator[int]:
        """Yield the numbers of the items that stand less often in the document than the plan would have it."""
        same: dict[tuple[str, ...], list[Item]] = defaultdict(list)
        for item in items:
            same[tuple(item.keys)].append(item)
        telling = {keys: [self._telling(keys)] for keys in same}
        homes = {keys: self._theirs.holding(words) for keys, words in telling.items()}
        taken = {home for keys, found in homes.items() if len(found) == len(same[keys]) for home in found}
        changed = Counter(self._their_texts) - Counter(self._our_texts)
        for keys, alike in same.items():
            fewer = len(homes[keys]) - len(self.ours.holding(telling[keys]))
            if fewer <= 0 or len(self.ours.holding(keys)) >= len(self._theirs.holding(keys)):
                continue
            own = homes[keys]
            if len(own) > len(alike):  # others begin with the same words
                own = [home for home in own if home not in taken]
            if len(own) == len(alike):
                alike = [item for item, home in zip(alike, own, strict=True) if changed[self._their_texts[home]]]
            yield from (item.number for item in alike[-fewer:])

    def _telling(self, keys: Iterable[str]) -> str:
        """Return the words of an item that fewest paragraphs have, lest another's claim that is the same stand for it."""
        often = {words: len(self._theirs.holding([words])) for key in keys for words in (key, f"{_EDGE}{key}{_EDGE}")}
        least = min(filter(None, often.values()), default=0)
        return max(
            (words for words, times in often.items() if times == least), key=lambda words: len(words.strip(_EDGE))
        )


def _sentence_by_sentence(passage: Passage) -> str:
    """Return the words of a passage, and behind them its sentences set apart."""
    said = [key_of(without_notes(words)) for s in passage.sentences() for words in re.split("[。\t]", s.words)]
    return _EDGE.join([passage.key, *said, ""])
