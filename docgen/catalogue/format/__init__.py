"""What the rules of format say: sentence and remedy of each, and why it matters."""

from docgen.catalogue.base import Message
from docgen.catalogue.format.body import BODY
from docgen.catalogue.format.head import HEAD
from docgen.catalogue.format.page import PAGE

FORMAT: dict[str, Message] = {**PAGE, **HEAD, **BODY}
