"""Pictures and embedded files of a template exchanged for others, in their place and size."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from docgen.errors import RenderError, misused
from docgen.files import read_file
from docgen.findings import LIKE_A_NAME, Finding, Place, nearest
from docgen.package import Package
from docgen.press.state import listed
from docgen.press.word import NAMES, PARSER
from docgen.relations import relations

File = bytes | str | os.PathLike[str] | BinaryIO
_FOLDERS = ("word/media/", "word/embeddings/")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a")
_PICTURED = ("document", "header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Replacements:
    """What stands in the place of pictures and embedded files of a template. A file is given as bytes, path or open file.

    Attributes:
        pictures: New picture by the name, title or alternative text of the old one, as docxtpl's ``replace_pic``.
        media: Old and new picture, the old one known by what it holds, as ``replace_media``.
        embedded: Old and new embedded file, as ``replace_embedded``.
        members: New file by the name in the package, such as ``word/embeddings/x.xlsx``, as ``replace_zipname``.
    """

    pictures: Mapping[str, File] = field(default_factory=dict)
    media: Mapping[Any, File] | Sequence[tuple[File, File]] = ()
    embedded: Mapping[Any, File] | Sequence[tuple[File, File]] = ()
    members: Mapping[str, File] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look whether they are what they ought to be.

        Raises:
            UseError: One is not.
        """
        for name in ("pictures", "members"):
            if not isinstance(getattr(self, name), Mapping):
                raise misused(name, "a mapping of names to files", getattr(self, name))
        for name in ("media", "embedded"):
            if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in _pairs(getattr(self, name))):
                raise misused(name, "a list of pairs, each an old file and a new one", getattr(self, name))


def replaced(package: Package, wanted: Replacements, name: str) -> dict[str, bytes]:
    """Return the members that are exchanged, by name.

    Raises:
        RenderError: The template has no such picture or file.
        FileError: A file cannot be read.
    """
    made: dict[str, bytes] = {}
    files: dict[str, str] = {}  # what is called the new file of a member

    def exchange(members: Iterable[str], new: File) -> None:
        made.update(dict.fromkeys(members, _read(new)))
        files.update((member, _called(new) or member) for member in members)

    if wanted.pictures:
        known = _pictures(package)
        for picture, new in wanted.pictures.items():
            exchange(_found(known, picture, name), new)
    for folder, pairs in zip(_FOLDERS, (wanted.media, wanted.embedded), strict=True):
        for old, new in _pairs(pairs):
            content = _read(old)
            same = [m for m, data in package.parts.items() if m.startswith(folder) and data == content]
            if not same:
                raise RenderError(
                    [Finding("T255", Place(name), {"folder": folder, "name": _called(old) or f"{len(content)} bytes"})]
                )
            exchange(same, new)
    held = {m: [m] for m in package.parts if m.startswith(_FOLDERS)}
    for member, new in wanted.members.items():
        exchange(_found(held, member, name), new)
    wrong = [m for m, data in made.items() if _is_picture(package.parts[m]) and not _is_picture(data)]
    if wrong:
        raise RenderError([Finding("T261", Place(name), {"name": files[m]}) for m in wrong])
    return made


def _pairs(given: Any) -> Sequence[Any]:
    return [*given.items()] if isinstance(given, Mapping) else given if isinstance(given, (list, tuple)) else [given]


def _is_picture(data: bytes) -> bool:
    """Whether a file begins as a picture does."""
    return data.startswith(_PICTURES) or data[40:44] == b" EMF" or b"<svg" in data[:1000]


def _found(known: Mapping[str, Iterable[str]], wanted: str, name: str) -> Iterable[str]:
    if wanted not in known:
        args = {"name": wanted, "near": nearest(wanted, known, LIKE_A_NAME), "known": listed(sorted(known))}
        raise RenderError([Finding("T254", Place(name), args)])
    return known[wanted]


def _pictures(package: Package) -> dict[str, list[str]]:
    """Return the members of the pictures of a template by the names they have in Word."""
    found: dict[str, list[str]] = {}
    for part, kind in package.content_types.items():
        if not kind.startswith("application/vnd.openxml") or kind.split(".")[-1].split("+")[0] not in (
            *_PICTURED,
            "main",
        ):
            continue
        targets = {relation.id: relation.target for relation in relations(package.parts, part)}
        for picture in etree.fromstring(package.parts[part], PARSER).iter(f"{NAMES['pic']}pic"):
            properties = picture.find(f"{NAMES['pic']}nvPicPr/{NAMES['pic']}cNvPr")
            blip = picture.find(f"{NAMES['pic']}blipFill/{NAMES['a']}blip")
            if properties is None or blip is None:
                continue
            member = targets.get(blip.get(f"{NAMES['r']}embed", ""))
            for word in ("name", "title", "descr"):
                if member and properties.get(word):
                    found.setdefault(properties.get(word, ""), []).append(member)
    return found


def _called(source: File) -> str:
    """Return the path of a file; ``''`` when it has none."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source)
    return str(getattr(source, "name", ""))


def _read(source: File) -> bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, (str, os.PathLike)):
        return read_file(Path(source))
    if not hasattr(source, "read"):
        raise misused("replacements", "a path, bytes or an open binary file", source)
    return source.read()
