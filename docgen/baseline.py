"""A baseline: the findings that a folder of old documents has already, so that only new ones are told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from docgen.errors import HouseError
from docgen.findings import Finding, Place, Severity

_VERSION = 1
_Key = tuple[str, str, str]


def baseline_of(findings: Iterable[Finding]) -> str:
    """Return findings as the text of a baseline: file, code, first words of the paragraph, how many there are."""
    counted = Counter(map(_key, findings))
    rows = [
        {"file": file, "code": code, "words": words, "count": count}
        for (file, code, words), count in sorted(counted.items())
    ]
    return json.dumps({"version": _VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def new_since(
    findings: Iterable[Finding], baseline: str, name: str, files: Iterable[str]
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that a baseline does not have, and a note when some of its own are gone.

    Args:
        findings: What is found now.
        baseline: Text that `baseline_of` returned.
        name: What messages call it.
        files: The files that were checked; what is known of others is not gone.

    Raises:
        HouseError: It is no baseline.
    """
    known = _read(baseline, name)
    left = Counter(known)
    new: list[Finding] = []
    for finding in findings:
        key = _key(finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    checked = {_file_of(file) for file in files}
    gone = sum(count for (file, _, _), count in left.items() if file in checked)
    return new, [Finding("F988", Place(name), {"count": gone}, Severity.NOTE)] if gone else []


def _key(finding: Finding) -> _Key:
    return _file_of(finding.place.file), finding.code, finding.place.fragment


def _file_of(path: str) -> str:
    """Return the name of a file alone: a folder may be moved or copied, and be named from anywhere."""
    return PurePath(path).name


def _read(text: str, name: str) -> dict[_Key, int]:
    try:
        tree = json.loads(text)
        rows = tree["findings"] if tree["version"] == _VERSION else tree["of this version"]
        return {(row["file"], row["code"], row["words"]): int(row["count"]) for row in rows}
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as exc:
        raise HouseError([Finding("F987", Place(name))]) from exc
