r"""Draw a plan and pages that were built from it side by side: the picture in the README.

    docgen build samples/starter.yaml --out out --pdf
    python docs/first_pages.py samples/starter.yaml docs/first-pages.png \
        out/starter-speech.pdf out/starter-notice.pdf out/starter-minutes.pdf out/starter-notice.pdf:2

Needs the development extras and a Chinese monospaced font.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FACE = 7  # of the collection: Noto Sans Mono CJK SC
PAGE = (520, 735)  # pixels of a page, A4
GAP = 24
PLAN_WIDTH = 800
SIZE, PITCH = 15, 21
INK, DIM, PAPER, DESK = "#24292f", "#8c959f", "#ffffff", "#d8dee4"


def wrapped(line: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return a line of the plan in pieces that fit, the later ones under its first word."""
    hang = " " * (len(line) - len(line.lstrip()) + 2)
    pieces, piece = [], ""
    for char in line:
        if font.getlength(piece + char) > width:
            pieces.append(piece)
            piece = hang
        piece += char
    return [*pieces, piece]


def draw_plan(text: str, height: int) -> Image.Image:
    """Return a picture of a plan's text, its comments pale."""
    font = ImageFont.truetype(FONT, SIZE, index=FACE)
    sheet = Image.new("RGB", (PLAN_WIDTH, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    y = GAP
    for line in text.splitlines():
        said, sign, comment = line.partition(" #") if not line.startswith("#") else ("", "#", line[1:])
        for piece in wrapped(said, font, PLAN_WIDTH - 2 * GAP) if said.strip() else []:
            pen.text((GAP, y), piece, font=font, fill=INK)
            y += PITCH
        if sign and not said.strip():
            for piece in wrapped(sign.strip() + comment, font, PLAN_WIDTH - 2 * GAP):
                pen.text((GAP, y), piece, font=font, fill=DIM)
                y += PITCH
    return sheet.crop((0, 0, PLAN_WIDTH, height))


def main(plan: str, picture: str, pdfs: list[str]) -> None:
    """Draw the picture."""
    height = 2 * PAGE[1] + 3 * GAP
    width = PLAN_WIDTH + 2 * PAGE[0] + 4 * GAP
    desk = Image.new("RGB", (width, height), DESK)
    desk.paste(draw_plan(Path(plan).read_text(encoding="utf-8"), height - 2 * GAP), (GAP, GAP))
    for number, wanted in enumerate(pdfs):
        pdf, _, which = wanted.partition(":")
        with pypdfium2.PdfDocument(pdf) as document:
            page = (
                document[int(which or 1) - 1]
                .render(scale=3)
                .to_pil()
                .convert("RGB")
                .resize(PAGE, Image.Resampling.LANCZOS)
            )
        row, column = divmod(number, 2)
        desk.paste(page, (PLAN_WIDTH + 2 * GAP + column * (PAGE[0] + GAP), GAP + row * (PAGE[1] + GAP)))
    desk.quantize(96).save(picture, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
