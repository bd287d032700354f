"""Characters that no database and no file can hold."""

import re

# NUL, and halves of characters, which JSON can spell but UTF-8 cannot hold.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def clean_characters(text: str) -> str:
    """Return the text with what no file can hold replaced, one character by one."""
    return _UNSTORABLE.sub("\ufffd", text)
