"""What one point says: its words, and the values of its own fields, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Said:
    """The words of one point, its references replaced."""

    lead: str
    claim: str
    rest: str
    after: str
    decision: str
    make_note: Callable[[], str]
    _note: str | None = None

    @property
    def note(self) -> str:
        """The note on who does it until when, made when it is asked for."""
        if self._note is None:
            self._note = self.make_note()
        return self._note

    @property
    def is_adverbial(self) -> bool:
        """True when the lead runs on into the sentence."""
        return self.lead.endswith(("，", "：", "、"))


class Asked(Mapping[str, str]):
    """A mapping whose values are worked out when they are asked for, each once."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]) -> None:
        self._makers = makers
        self._made: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
