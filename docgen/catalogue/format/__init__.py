"""What the rules of format say: sentence and remedy of each, and why it matters."""

from docgen.catalogue.base import Message
from docgen.catalogue.format.hidden import HIDDEN
from docgen.catalogue.format.page import PAGE
from docgen.catalogue.format.soundness import SOUNDNESS

FORMAT: dict[str, Message] = {**PAGE, **SOUNDNESS, **HIDDEN}
