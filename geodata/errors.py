"""The errors a person can act on.

    IncidentMapError
    ├── UsageError            the call itself is wrong (exit status 2)
    ├── SourceError           a source file cannot be read or understood
    │   └── NetworkError          a web address may not be fetched, or cannot be
    ├── ValidationError       a frame breaks the data model; names row and column
    ├── StoreError            the store cannot be opened, read or written
    │   ├── SchemaVersionError    the store was written by a newer version
    │   └── NotWritableError      the store can be read, but not written now or by this person
    ├── TablesError           a data file of the program is missing or damaged
    └── ExportError           an export cannot be made or written

Every message is one line that says what is wrong, where, and what to do. Unexpected errors are not
caught: they are bugs and show their traceback.
"""


class IncidentMapError(Exception):
    """Base of all errors that a person can act on; the message is one clear line."""


class UsageError(IncidentMapError):
    """The call is wrong: an option, a date or a combination of them."""


class SourceError(IncidentMapError):
    """A source cannot be read or understood."""


class NetworkError(SourceError):
    """A web address may not be fetched, or cannot be."""


class ValidationError(IncidentMapError):
    """A frame or record breaks the data model; the message names row and column."""


class StoreError(IncidentMapError):
    """The store cannot be opened, read or written."""


class SchemaVersionError(StoreError):
    """The store was written by a newer version of the program."""


class NotWritableError(StoreError):
    """The store can be read, but not written: another writes, or there is no permission."""


class TablesError(IncidentMapError):
    """A data file of the program is missing or damaged."""


class ExportError(IncidentMapError):
    """An export cannot be made or written."""
