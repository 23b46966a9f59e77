"""What the rules of format say: sentence and remedy of each, and why it matters."""

from docgen.catalogue.base import Message
from docgen.catalogue.format.house import HOUSE
from docgen.catalogue.format.page import PAGE

FORMAT: dict[str, Message] = {**PAGE, **HOUSE}
