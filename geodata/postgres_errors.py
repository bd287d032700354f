"""What an error of PostgreSQL means to a person, and what to do about it."""

import psycopg
from psycopg import errors

# Who gets one of these can read all the same.
NOT_WRITABLE = (
    errors.LockNotAvailable,
    errors.InsufficientPrivilege,
    errors.ReadOnlySqlTransaction,
)
_TRY_AGAIN = "try again when it is back; nothing was changed"


def meaning(error: BaseException | None, wait_seconds: float) -> str:
    """Return what is to be said after the store's name, in one line."""
    if isinstance(error, errors.LockNotAvailable):
        return (
            f"is locked by another program (waited {wait_seconds:g} s): try again when it has "
            "finished"
        )
    for kind, said in _MEANINGS:
        if isinstance(error, kind):
            return said
    text = " ".join(str(error).split())
    if isinstance(error, psycopg.OperationalError):
        return _unreachable(text)
    return f"cannot be used: {_first_line(error)}"


_MEANINGS: tuple[tuple[type[BaseException], str], ...] = (
    (
        errors.InsufficientPrivilege,
        (
            "may not be used so by this user: ask an administrator for the right to write (the "
            "ownership of its tables, or CREATE on a schema for a new store), or name another "
            "store with --store"
        ),
    ),
    (errors.ReadOnlySqlTransaction, "is read-only: choose another store with --store"),
    (errors.DiskFull, "cannot be written: the server's disk is full; nothing was changed"),
    (errors.AdminShutdown, f"was stopped by its administrator: {_TRY_AGAIN}"),
    (errors.CrashShutdown, f"has broken down: {_TRY_AGAIN}"),
    (errors.CannotConnectNow, "is just starting or stopping: try again in a moment"),
    (errors.TooManyConnections, "takes no more connections: try again later"),
    (errors.InvalidPassword, "refuses the password: check user and password"),
    (errors.InvalidCatalogName, "is not there: make the database first (createdb NAME)"),
    (
        errors.IntegrityError,
        (
            "refuses records that name a report or incident which is neither in the store nor in "
            "the load"
        ),
    ),
    (
        errors.UndefinedFunction,
        "cannot be used: its database has no PostGIS any more, or this user may not use it",
    ),
    (
        errors.InvalidSchemaName,
        "cannot be made: the database has no schema for it; name one with ?schema=NAME",
    ),
)

# What the server or libpq says when a connection fails, which has no code then; in English, and
# else as it comes.
_SAID: tuple[tuple[str, str], ...] = (
    ("password authentication failed", "refuses the password: check user and password"),
    (
        "no password supplied",
        "asks for a password: give it in the URL, in PGPASSWORD or in the file .pgpass",
    ),
    ("does not exist", "is not there: check the names of user and database (createdb NAME)"),
    ("pg_hba.conf", "does not let this user in from this machine: ask its administrator"),
    ("starting up", "is just starting: try again in a moment"),
    ("shutting down", "is just stopping: try again in a moment"),
    ("too many clients", "takes no more connections: try again later"),
    ("not translate host name", "cannot be reached: there is no host of that name"),
    ("Name or service not known", "cannot be reached: there is no host of that name"),
    ("resolve host", "cannot be reached: there is no host of that name"),
    ("refused", "cannot be reached: no server answers there; check host and port"),
    ("No such file", "cannot be reached: no server answers there; check host and port"),
    ("timeout", "cannot be reached: the server does not answer; check host, port and network"),
    ("closed the connection", f"has gone away half-way: {_TRY_AGAIN}"),
    ("connection is closed", f"has gone away half-way: {_TRY_AGAIN}"),
    ("connection is lost", f"has gone away half-way: {_TRY_AGAIN}"),
    ("terminating connection", f"has gone away half-way: {_TRY_AGAIN}"),
    ("SSL", "cannot be reached: no secure connection; check sslmode and the server's certificate"),
)


def _unreachable(text: str) -> str:
    for part, said in _SAID:
        if part in text:
            return said
    return f"cannot be reached: {text}"


def _first_line(error: BaseException | None) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
