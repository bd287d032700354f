"""A text file as clean UTF-8: whatever its encoding, without marks and without NUL bytes.

Lines in another encoding than the rest are read as Windows-1252, line by line, and told of.
"""

import codecs
import io
from pathlib import Path
from typing import BinaryIO

import charset_normalizer

from geodata.errors import SourceError
from loaders.datasets.chunks import Remarks

_BLOCK = 1 << 20
# Enough lines to know an encoding by.
_SAMPLE = 1 << 18
# The longer mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class CleanText(io.RawIOBase):
    """Reads a file as UTF-8; what was done for that is told by `tell_of`."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            SourceError: it cannot be read, or is empty.

        """
        super().__init__()
        try:
            self._file: BinaryIO = path.open("rb")
            sample = self._file.read(_SAMPLE)
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}") from error
        if not sample.strip(b"\0 \t\r\n"):
            self._file.close()
            raise SourceError("is empty")
        mark, self._encoding = _encoding(sample)
        self._file.seek(mark)
        wide = self._encoding.startswith("utf-") and self._encoding != "utf-8"
        self._decoder = codecs.getincrementaldecoder(self._encoding)("replace") if wide else None
        self._rest = b""
        self._ready = memoryview(b"")
        self._line = 1
        self._other_lines: list[int] = []
        self._other_count = 0
        self._nul_count = 0

    @property
    def encoding(self) -> str:
        """The encoding of the file, as far as it can be told."""
        return self._encoding

    def position(self) -> int:
        """Return how many bytes of the file have been read."""
        return self._file.tell()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; return how many bytes were put into it, 0 at the end."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type] # any buffer will do
        while not self._ready:
            block = self._file.read(_BLOCK)
            whole = self._clean(block, is_last=not block)
            if not whole and not block:
                return 0
            self._ready = memoryview(whole)
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Release the file."""
        self._file.close()
        super().close()

    def tell_of(self, remarks: Remarks) -> None:
        """Say what is strange about the file's bytes."""
        if self._other_count:
            extra = [0] * (self._other_count - len(self._other_lines))
            remarks.add(
                f"not in UTF-8: read as {_shown(self._fallback)}; save the file as UTF-8 if "
                "letters are wrong",
                [*self._other_lines, *extra],
            )
        if self._nul_count:
            remarks.say(f"{self._nul_count:,} NUL bytes were left out")

    @property
    def _fallback(self) -> str:
        return "cp1252" if self._encoding == "utf-8" else self._encoding

    def _clean(self, block: bytes, *, is_last: bool) -> bytes:
        if self._decoder is not None:
            text = self._decoder.decode(block, final=is_last).replace("\0", "")
            return text.encode("utf-8", "replace")
        data = self._rest + block
        end = len(data) if is_last else data.rfind(b"\n") + 1
        if not end and len(data) > _SAMPLE * 64:
            end = len(data)  # a line without end: no line of a table is so long
        data, self._rest = data[:end], data[end:]
        if b"\0" in data:
            self._nul_count += data.count(b"\0")
            data = data.replace(b"\0", b"")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = self._by_line(data)
        self._line += data.count(b"\n")
        return data

    def _by_line(self, data: bytes) -> bytes:
        result = []
        for number, line in enumerate(data.splitlines(keepends=True), start=self._line):
            try:
                line.decode("utf-8")
                result.append(line)
            except UnicodeDecodeError:
                self._other_count += 1
                if len(self._other_lines) < _MOST_LINES:
                    self._other_lines.append(number)
                result.append(line.decode(self._fallback, "replace").encode())
        return b"".join(result)


_MOST_LINES = 5
# Of fewer letters beyond ASCII nobody can tell the encoding: the most usual is taken.
_FEWEST_LETTERS = 40


def _shown(encoding: str) -> str:
    return "Windows-1252" if encoding == "cp1252" else encoding


def _encoding(sample: bytes) -> tuple[int, str]:
    """Return the length of a file's mark, and its encoding: `utf-8` where some lines are in it."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return len(mark), encoding
    if guessed := _wide(sample):
        return 0, guessed
    lines = sample.splitlines()[:-1] or [sample]
    others = [line for line in lines if not line.isascii()]
    broken = [line for line in others if not _is_utf8(line)]
    if not broken or len(broken) < len(others):
        return 0, "utf-8"
    evidence = b"\n".join(broken[:200])
    if len(evidence) - len(evidence.decode("ascii", "ignore")) < _FEWEST_LETTERS:
        return 0, "cp1252"
    best = charset_normalizer.from_bytes(evidence).best()
    western = ("cp1252", "latin_1", "iso8859_15", "cp1250", "mac_roman")
    return 0, "cp1252" if best is None or best.encoding in western else best.encoding


def _wide(sample: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark: every other byte of Latin text is NUL."""
    head = sample[: len(sample) // 2 * 2]
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
