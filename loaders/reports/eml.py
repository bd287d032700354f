"""E-mails saved as files: the text of the message; attachments are named and not read."""

import email
import email.policy
import email.utils
import hashlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.reports.decoding import decode, read_file
from loaders.reports.markup import text_of_markup
from loaders.reports.source_text import SourceText, understood


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the message in a file.

    Raises:
        SourceError: the file cannot be read, is no message or has no text.

    """
    data = read_file(path, limit=limit)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        text = _text(message)
        facts = {name: _header(message, name) for name in ("Subject", "From", "Date")}
        attached = [part.get_filename() or "?" for part in message.iter_attachments()]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # What the standard library raises on headers that no mail program writes.
        raise SourceError(f"is no e-mail that can be read: {error}") from error
    if facts["Date"] is None and facts["From"] is None:
        raise SourceError("is no e-mail: it has neither a sender nor a date")
    if not text:
        raise SourceError("is an e-mail without text")
    name, address = email.utils.parseaddr(facts["From"] or "")
    said = (f"its attachments are not read: {', '.join(attached)[:200]}",) if attached else ()
    yield SourceText(
        text=text,
        facts=understood(
            {
                "title": facts["Subject"],
                "publisher": name or address or None,
                "published": facts["Date"],
            }
        ),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=said,
    )


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return ""
    text = decode(content, declared=body.get_content_charset()).text
    if body.get_content_type() == "text/html":
        return text_of_markup(text)
    return clean_characters(text).strip()


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return None if value is None else str(value)
