"""Jobs of one's own, which other processes can import."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.limits import IN_FORCE


@dataclass
class Made:
    """A job that is made."""

    name: str

    def make(self) -> tuple[bytes, list[Any]]:
        return self.name.encode(), []


@dataclass
class Dying(Made):
    """A job whose process ends, as long as there is no file; each time when none is named."""

    mark: Path | None = None

    def make(self) -> tuple[bytes, list[Any]]:
        if self.mark is None or not self.mark.exists():
            if self.mark is not None:
                self.mark.write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().make()


@dataclass
class Leaving(Made):
    """A job whose process ends by itself."""

    def make(self) -> tuple[bytes, list[Any]]:
        os._exit(0)


@dataclass
class Raising(Made):
    """A job that raises what it is told to."""

    exc: BaseException | None = None

    def make(self) -> tuple[bytes, list[Any]]:
        assert self.exc is not None
        raise self.exc


@dataclass
class Deep(Made):
    """A job that calls itself."""

    def make(self) -> tuple[bytes, list[Any]]:
        return self.make()


@dataclass
class NeverSent(Made):
    """A job that cannot be pickled."""

    lock: Any = field(default_factory=threading.Lock)


@dataclass
class NeverBack(Made):
    """A job whose result cannot be pickled."""

    def make(self) -> tuple[bytes, list[Any]]:
        return b"", [threading.Lock()]


@dataclass
class Allowed(Made):
    """A job that says which budget is in force where it is made."""

    def make(self) -> tuple[bytes, list[Any]]:
        return str(IN_FORCE.get().loop_turns).encode(), []


def fails_to_begin() -> None:
    """Initializer of a pool in which no process comes up."""
    raise OSError
