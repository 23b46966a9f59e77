"""A pattern that is compiled when it is first used."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from docgen.patterns import late


def test_a_late_pattern_is_compiled_once_and_by_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", counted)
    pattern = late("第([0-9]+)条", re.ASCII)
    assert compiled == []
    assert [pattern.sub(r"\1", f"第{n}条") for n in (1, 2, 3)] == ["1", "2", "3"]
    assert compiled == ["第([0-9]+)条"]


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    pattern, plain = late("(a)(b)?", re.IGNORECASE), re.compile("(a)(b)?", re.IGNORECASE)
    text = "xAB a"
    assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert pattern.search(text, 2)[0] == plain.search(text, 2)[0] == "a"  # type: ignore[index]
    assert (pattern.pattern, pattern.flags, pattern.groups) == (plain.pattern, plain.flags, plain.groups)
    assert late(b"\\d").findall(b"1a2") == [b"1", b"2"]
    with pytest.raises(AttributeError):
        pattern.compile  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(re.error):
        late("(").search("")


def test_a_late_pattern_can_be_copied_and_travel() -> None:
    for used in (False, True):
        pattern = late("(A)(b)?", re.IGNORECASE)
        assert not used or pattern.search("a")
        for other in (copy.copy(pattern), copy.deepcopy(pattern), pickle.loads(pickle.dumps(pattern))):
            assert other.sub("x", "Abc") == "xc"
