"""What the rules of format say: sentence and remedy of each, and why it matters."""

from docgen.catalogue.base import Message
from docgen.catalogue.format.body import BODY
from docgen.catalogue.format.conventions import CONVENTIONS
from docgen.catalogue.format.ending import ENDING
from docgen.catalogue.format.head import HEAD
from docgen.catalogue.format.hidden import HIDDEN
from docgen.catalogue.format.house import HOUSE
from docgen.catalogue.format.imprint import IMPRINT
from docgen.catalogue.format.mended import MENDED
from docgen.catalogue.format.page import PAGE
from docgen.catalogue.format.page_number import PAGE_NUMBER
from docgen.catalogue.format.soundness import SOUNDNESS
from docgen.catalogue.format.special import SPECIAL
from docgen.catalogue.format.typeface import TYPE

FORMAT: dict[str, Message] = {
    **BODY,
    **CONVENTIONS,
    **ENDING,
    **HEAD,
    **HIDDEN,
    **HOUSE,
    **IMPRINT,
    **MENDED,
    **PAGE,
    **PAGE_NUMBER,
    **SOUNDNESS,
    **SPECIAL,
    **TYPE,
}
