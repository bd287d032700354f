"""The body of an answer: read as it comes, unpacked as it is read, never larger than allowed."""

import time
import zlib

from urllib3 import BaseHTTPResponse

from geodata.errors import NetworkError

_BLOCK = 1 << 16


def read_body(response: BaseHTTPResponse, limit: int, deadline: float) -> bytes:
    """Return the body of an answer, unpacked.

    Args:
        response: whose body was not read yet, and is not unpacked by itself.
        limit: bytes that it may have, packed and unpacked.
        deadline: until when it must be there, by the monotonic clock.

    Raises:
        NetworkError: it is too large, comes too slowly, or cannot be unpacked.

    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)
    unpack = _Unpacker(response.headers.get("content-encoding", ""), limit)
    while block := response.read1(_BLOCK, decode_content=False):
        unpack.take(block)
        if time.monotonic() > deadline:
            raise NetworkError("takes too long: given up")
    return unpack.finish()


def _too_large(limit: int) -> NetworkError:
    return NetworkError(
        f"is larger than {limit / 1e6:g} MB: not fetched; the setting max_download_bytes says how "
        "much may be"
    )


class _Unpacker:
    """Unpacks a body, a block at a time; a bomb is met before it has grown."""

    def __init__(self, encoding: str, limit: int) -> None:
        named = encoding.strip().lower()
        if named not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise NetworkError(f"is packed as {named[:20]!r}, which was not asked for")
        self._inflate = None if named in ("", "identity") else zlib.decompressobj(_AUTOMATIC)
        self._limit = limit
        self._packed = 0
        self._body = bytearray()

    def take(self, block: bytes) -> None:
        self._packed += len(block)
        if self._inflate is None:
            self._body += block
        else:
            try:
                room = self._limit - len(self._body) + 1
                self._body += self._inflate.decompress(block, room)
            except zlib.error as error:
                raise NetworkError(f"cannot be unpacked: {error}") from error
        if max(len(self._body), self._packed) > self._limit:
            raise _too_large(self._limit)

    def finish(self) -> bytes:
        if self._inflate is not None and self._packed and not self._inflate.eof:
            raise NetworkError("is cut off: the packed answer does not end")
        return bytes(self._body)


# Headers of gzip and of zlib are both known by their first bytes.
_AUTOMATIC = zlib.MAX_WBITS | 32
