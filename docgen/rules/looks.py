"""How a stretch of a paragraph looks, held against what is wanted: typeface and size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from docgen.pages.facts import Paragraph, Run
from docgen.rules.measure import faces_of, is_face, points
from docgen.rules.rule import Sheet, Verdict


def stretch(paragraph: Paragraph, start: int = 0, end: int | None = None) -> list[Run]:
    """Return the printed runs between two characters of a paragraph's text, cut to them."""
    end = len(paragraph.text) if end is None else end
    found, at = [], 0
    for run in paragraph.runs:
        if run.format.hidden:
            continue
        words = run.text[max(start - at, 0) : max(end - at, 0)]
        if words:
            found.append(Run(words, run.format, run.element, run.field))
        at += len(run.text)
    return found


def face_verdicts(paragraph: Paragraph, runs: Sequence[Run], wanted: Sequence[str]) -> Iterator[Verdict]:
    """Yield whether all Chinese characters have one of these typefaces; nothing when there are none."""
    faces = faces_of(runs)
    if not faces:
        return
    wrong = [face for face, _ in faces.most_common() if face and not is_face(face, wanted)]
    right = [face for face in faces if is_face(face, wanted)]
    ok = False if wrong else True if right else None
    yield Verdict(ok, paragraph.place, (wrong or right or [""])[0], wanted[0])


def size_verdicts(paragraph: Paragraph, runs: Sequence[Run], wanted_pt: float) -> Iterator[Verdict]:
    """Yield whether all characters have this size; nothing when there are none."""
    sizes = [run.format.size for run in runs if run.text.strip()]
    if sizes:
        wrong = next((size for size in sizes if size != round(wanted_pt * 2)), None)
        yield Verdict(
            wrong is None, paragraph.place, points(sizes[0] if wrong is None else wrong), points(wanted_pt * 2)
        )


def body_look(sheet: Sheet) -> tuple[str, int] | None:
    """Return typeface and size of most characters of the text; ``None`` when there is none."""
    faces: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    for paragraph in sheet.elements.text:
        faces.update(faces_of(paragraph.runs))
        sizes[paragraph.size] += len(paragraph.text)
    return (faces.most_common(1)[0][0], sizes.most_common(1)[0][0]) if faces else None
