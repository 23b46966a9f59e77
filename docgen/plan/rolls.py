"""Units and people of a plan: one name for each unit, one post for each person, lists in official order.

The registers `units` and `people` may be left out; then only what a plan says against itself is told.

Codes: P350-P369.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from docgen.findings import MOST_ALIKE, Finding, Place, Severity, nearest
from docgen.marked import OPEN
from docgen.plan.checks import points_of
from docgen.plan.documents import Person
from docgen.plan.fields import term_of
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Plan
from docgen.plan.quoted import find, prose_of
from docgen.plan.references import Resolver

_SHORTER = 2  # characters by which a short name is shorter, when no register says what is short for what
_SHORTEST = 3
_OWN_FIELD = 4  # characters between a name and its last sign that name a field of its own
_AROUND = 4  # characters before a name that may belong to it
_ENDS = "局厅部委院队府办"  # of a unit of its own; an office of it ends otherwise
_SHORTENED = "局委办府"  # of a unit whose short name keeps some signs of the long one
_ALIKE = 0.7  # of a name that may be a misspelt one
_SEVERAL = re.compile("各|有关|相关|其[他它]|所属|下属|成员|部门|单位|等$")
_LEVELS = "国省市州盟县区旗镇乡村院校"
_PRESENT = ("attendees", "observers", "absentees")
_ENTRY = re.compile(r"([^（(]+)[（(]([^）)]+).*")
_UNIT = re.compile(
    "(?![去在赴到因请住上读回下]).*(?:..[局厅府办处委队站厂乡镇村]|[省市州盟县区旗校院]委|.(?<!干)部|.(?<![本专])科|中心|公司|集团|学校"
    "|[大中小]学|(?:学|法|医|检察|研究|卫生|科学)院|(?:办公|研究|教研)室|[协学]会|(?:联合|总工|委员|理事)会|[银支]行|街道|社区|合作社)"
)
_BEFORE_LONGER = re.compile(f"(?:[{_LEVELS}邻外各两全他某]|原(?![则因])[^，。；、]{{0,3}})$")
_LONGER = re.compile("办|党组|(?<=局)域|(?<=委)员|(?<=部)[门队]|(?<=院)[校士]|(?<=队)[伍员]")
_TITLE = re.compile(
    "(?:常务)?(副?(?:秘书长|检察长|总经理|董事长|支队长|大队长|书记|委员|常委|主席|主任|专员|政委"
    "|[省市州县区镇乡村厅局院校所处科部会行站队]长))"
)
_BEFORE = 18  # characters before a title that may say that it was another time
_FORMER = re.compile("(?:时任|曾任|(?<![太草高平中])原(?![则因来本料]))[^，。；：！？]{0,14}$")


@dataclass(slots=True)
class _Register:
    """The units of a plan by every name that they have.

    Attributes:
        ranks: Place of each unit, by its official name, in official order.
        good: Official name of a unit by each name that may stand for it.
        bad: Official name of a unit by each name that may not.
    """

    ranks: dict[str, int] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    def official(self, name: str) -> str:
        """Return the official name of a unit, or the name itself."""
        return self.good.get(name) or self.bad.get(name) or name


@dataclass(frozen=True, slots=True)
class _Mention:
    """Somebody as one place of the plan shows him; post and unit are empty when it does not say."""

    name: str
    post: str
    unit: str
    place: Place


def rolls(plan: Plan) -> Iterator[Finding]:
    """Yield what is wrong with units and people, in lists and in prose."""
    resolver = Resolver(plan)
    register = _Register()
    yield from _enter(plan, register, resolver)
    lists = [(lead, others) for lead, others in _lists(plan, resolver) if lead or others]
    owners = [unit for point in points_of(plan) for unit in (*point.lead_unit, *point.support_units)]
    strangers = _strangers(_printed(owners, resolver), register)
    yield from _check_names([unit for lead, others in lists for unit in (*lead, *others)], register, strangers)
    yield from itertools.islice(_check_prose(plan, register), MOST_ALIKE)
    for lead, others in lists:
        yield from _check_twice([*lead, *others], register)
        yield from _check_order(others, register)
    people = [_person(person, resolver) for person in _persons(plan)]
    units = {*register.good, *register.bad, *(who.unit for who in people if who.unit)}
    present = {name: list(_present(plan, name, resolver, units)) for name in _PRESENT}
    mentions = [*people, *itertools.chain(*present.values())]
    for who in mentions:
        if who.unit in register.bad:
            yield Finding("P350", who.place, {"words": who.unit, "name": register.bad[who.unit]})
    yield from _check_posts(mentions, register)
    yield from _check_presence(present)
    yield from _check_rank(plan, present, resolver)
    yield from itertools.islice(_check_titles(plan, mentions), MOST_ALIKE)


# --- units

Named = list[tuple[str, Text]]


def _enter(plan: Plan, register: _Register, resolver: Resolver) -> Iterator[Finding]:
    """Enter the units of a plan; yield what stands for two of them, or for one twice."""
    for rank, unit in enumerate(plan.units):
        official = resolver.value(unit.name, "")
        register.ranks.setdefault(official, rank)
        for names, words in ((register.good, [unit.name, *unit.short]), (register.bad, unit.also)):
            for name, at in _printed(words, resolver):
                other = register.good.get(name) or register.bad.get(name)
                if other == official:
                    yield Finding("P353", place_of(at), {"words": name, "other": name})
                elif other is not None:
                    yield Finding("P352", place_of(at), {"words": name, "name": official, "other": other})
                names.setdefault(name, official)


def _lists(plan: Plan, resolver: Resolver) -> Iterator[tuple[Named, Named]]:
    """Yield who leads, in an order of its own, and the other units of a list, which stand in official order."""
    for point in points_of(plan):
        yield _printed(point.lead_unit, resolver), _printed(point.support_units, resolver)
    for document in plan.documents:
        addressees = [unit for group in getattr(document, "addressees", []) for unit in group]
        yield [], _printed(addressees, resolver)
        yield [], _printed(getattr(document, "copies", []), resolver)


def _printed(units: Sequence[Text], resolver: Resolver) -> Named:
    """Return units as they are printed, gaps left out, each with the text that it comes from."""
    words = [(resolver.value(unit, ""), unit) for unit in units]
    return [(name, unit) for name, unit in words if OPEN not in name]


def _strangers(owners: Named, register: _Register) -> set[str]:
    """Return those who lead or support and that a register of units lacks: no parts of its units, no collective names."""
    known = tuple(register.good)
    if not known or any(OPEN in name for name in known):
        return set()
    strange = dict.fromkeys(name for name, _ in owners if not name.startswith(known) and not _SEVERAL.search(name))
    return set(list(strange)[:MOST_ALIKE])


def _check_names(units: Named, register: _Register, strangers: set[str]) -> Iterator[Finding]:
    """One unit has one name; without a register a short name beside the long one tells."""
    used = dict.fromkeys(name for name, _ in units)
    strange = [name for name in used if name not in register.good and name not in register.bad]
    longer = {name: _long_name(name, register, used) for name in strange}
    for name, at in units:
        if name in register.bad:
            yield Finding("P350", place_of(at), {"words": name, "name": register.bad[name]})
        elif longer.get(name):
            yield Finding("P351", place_of(at), {"words": name, "name": longer[name]}, Severity.WARNING)
        elif name in strangers:
            strangers.remove(name)
            args = {"words": name, "near": nearest(name, register.good, _ALIKE)}
            yield Finding("P356", place_of(at), args, Severity.WARNING)


def _long_name(name: str, register: _Register, used: Iterable[str]) -> str:
    """Return the name that an unregistered one is short for, if there is one among the registered and the used."""
    if name[-1] not in _SHORTENED:
        return ""
    registered = (other for other in register.ranks if _is_short_for(name, other))
    others = (other for other in used if len(name) + _SHORTER <= len(other) and _is_short_for(name, other))
    near = (other for other in others if len(name) * 2 >= len(_cut(other)) and not _is_within(other, name))
    return min(registered, key=lambda other: len(_cut(other)), default="") or next(near, "")


def _cut(name: str) -> str:
    return name.replace("委员会", "委").replace("办公室", "办")


def _is_within(part: str, whole: str) -> bool:
    """Whether a unit is rather one within another than its long name: 市公安交通管理局, 市公安局."""
    return part.startswith(whole[:-1]) and len(part) - len(whole) >= _OWN_FIELD


def _is_short_for(short: str, name: str) -> bool:
    """Whether the characters of one name stand in another in the same order, both ends too: 县教体局, 县教育体育局."""
    whole = _cut(name)
    if short == whole != name:
        return True
    if len(short) < _SHORTEST or len(short) >= len(whole) or whole.startswith(short) or short[-1] not in _ENDS:
        return False
    rest = iter(whole)
    return short[0] == whole[0] != "各" and short[-1] == whole[-1] and all(sign in rest for sign in short)


def _check_prose(plan: Plan, register: _Register) -> Iterator[Finding]:
    """A name that no document may use does not stand in prose either, unless it is part of another."""
    if not register.bad:
        return
    names = sorted({*register.good, *register.bad}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names)))
    for text in prose_of(plan):
        for match in pattern.finditer(text):
            name = match[0]
            before = text[max(0, match.start() - _AROUND) : match.start()]
            longer = _BEFORE_LONGER.search(before) or _LONGER.match(text, match.end())
            if name in register.bad and not longer:
                args = {"words": name, "name": register.bad[name]}
                yield Finding("P350", find(text, name, match.start()), args, Severity.WARNING)


def _check_twice(units: Named, register: _Register) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for name, at in units:
        official = register.official(name)
        if official in known:
            yield Finding("P353", place_of(at), {"words": name, "other": known[official]})
        known.setdefault(official, name)


def _check_order(units: Named, register: _Register) -> Iterator[Finding]:
    """Tell the first of a list that stands behind one which the register has behind it."""
    ranked = [(register.ranks.get(register.official(name)), name, at) for name, at in units]
    known = [(rank, name, at) for rank, name, at in ranked if rank is not None]
    for (before, other, _), (rank, name, at) in itertools.pairwise(known):
        if rank < before:
            yield Finding("P354", place_of(at), {"words": name, "other": other}, Severity.WARNING)
            return


# --- people


def _persons(plan: Plan) -> Iterator[Person]:
    yield from plan.people
    if plan.meeting and plan.meeting.chair:
        yield plan.meeting.chair
    if plan.speech and plan.speech.speaker:
        yield plan.speech.speaker


def _person(person: Person, resolver: Resolver) -> _Mention:
    unit = resolver.value(getattr(person, "unit", None), "")
    return _Mention(resolver.value(person.name, ""), resolver.value(person.post, ""), unit, place_of(person.name))


def _present(plan: Plan, field_name: str, resolver: Resolver, units: set[str]) -> Iterator[_Mention]:
    """Yield who a list of the meeting names, with post and unit from the words in brackets: 姓名（单位，事由）, 姓名（职务）."""
    for text in getattr(plan.meeting, field_name, []):
        entry = _ENTRY.fullmatch(resolver.value(text, ""))
        name, inside = (entry[1].strip(), entry[2]) if entry else (resolver.value(text, ""), "")
        words = [word.strip() for word in re.split("[，,；;]", inside)]
        post = next((word for word in words if _TITLE.search(word)), "")
        unit = next((word for word in words if word in units or (word != post and _UNIT.fullmatch(word))), "")
        yield _Mention(name, post, unit, place_of(text))


def _check_posts(mentions: list[_Mention], register: _Register) -> Iterator[Finding]:
    """Everybody has one post and one unit; what the first place says that names it counts."""
    posts: dict[str, str] = {}
    units: dict[str, str] = {}
    for who in mentions:
        if OPEN in who.name + who.post + who.unit:
            continue
        if who.post and not _same_post(who.post, posts.setdefault(who.name, who.post)):
            yield Finding("P360", who.place, {"name": who.name, "post": who.post, "other": posts[who.name]})
        if who.unit and not _same_unit(who.unit, units.setdefault(who.name, who.unit), register):
            yield Finding("P361", who.place, {"name": who.name, "unit": who.unit, "other": units[who.name]})


def _same_post(one: str, other: str) -> bool:
    """Whether two posts can be one: they share a title, or one holds the other."""
    if _titles(one) and _titles(other):
        return bool(_titles(one) & _titles(other))
    return one in other or other in one


def _titles(post: str) -> set[str]:
    return set(_TITLE.findall(post))


def _same_unit(one: str, other: str, register: _Register) -> bool:
    one, other = register.official(one), register.official(other)
    short, long = sorted((one, other), key=len)
    return long.endswith(short) or _is_short_for(short, long)


def _check_presence(present: dict[str, list[_Mention]]) -> Iterator[Finding]:
    """Nobody is both there and away, or stands in a list twice."""
    known: dict[str, str] = {}
    for field_name, people in present.items():
        for who in people:
            if OPEN in who.name:
                continue
            other = known.get(who.name)
            if other == field_name:
                yield Finding("P353", who.place, {"words": who.name, "other": who.name})
            elif other is not None:
                yield Finding("P362", who.place, {"name": who.name, "field": other, "term": term_of(other)})
            known.setdefault(who.name, field_name)


def _check_rank(plan: Plan, present: dict[str, list[_Mention]], resolver: Resolver) -> Iterator[Finding]:
    ranks = {resolver.value(person.name, ""): rank for rank, person in enumerate(plan.people)}
    for people in present.values():
        known = [who for who in people if who.name in ranks]
        for before, who in itertools.pairwise(known):
            if ranks[who.name] < ranks[before.name]:
                yield Finding("P354", who.place, {"words": who.name, "other": before.name}, Severity.WARNING)
                break


def _was(text: Text, at: int) -> bool:
    """Whether the words before a title say that somebody had it."""
    return _FORMER.search(text[max(0, at - _BEFORE) : at]) is not None


def _check_titles(plan: Plan, mentions: list[_Mention]) -> Iterator[Finding]:
    """A title before a name in prose is one that the person has."""
    posts: dict[str, str] = {}
    titles: dict[str, set[str]] = {}
    for who in mentions:
        if _titles(who.post) and OPEN not in who.name:
            posts.setdefault(who.name, who.post)
            titles.setdefault(who.name, set()).update(_titles(who.post))
    if not posts:
        return
    names = sorted({who.name for who in mentions if who.name}, key=len, reverse=True)  # 王立新 before 王立
    pattern = re.compile(f"{_TITLE.pattern}({'|'.join(map(re.escape, names))})")
    for text in prose_of(plan):
        for match in pattern.finditer(text):
            title, name = match[1], match[2]
            if name in posts and title not in titles[name] and not _was(text, match.start()):
                args = {"name": name, "post": title, "other": posts[name]}
                yield Finding("P360", find(text, match[0], match.start()), args, Severity.WARNING)
