"""A PostgreSQL server with PostGIS of the tests' own: started once a run, when a test first asks.

All processes of a run share it; `FOLDER` names, in the environment, where it stands. It listens on
a free port of this machine (with a password) and on a socket in its folder (without one), belongs
to a user without privileges, and is stopped at the end of the run, also of one that was killed.
"""

import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from find_postgis import find_postgis
from psycopg import sql

FOLDER = "INCIDENTMAP_TESTS_POSTGRESQL"
USER, PASSWORD = "tester", "s3cret-of-the-tests"
# Nobody needs what is saved: the server is thrown away.
_FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
}
_OPTIONS = {
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
    "lc_messages": "C",
}
# Stops the server when the run is over, however it ended.
_WATCH = """
(while kill -0 {run} 2>/dev/null; do sleep 1; done
[ -e {folder}/data/postmaster.pid ] && kill -QUIT "$(head -n 1 {folder}/data/postmaster.pid)"
sleep 1; rm -rf {folder} {folder}.lock) &
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        folder: of its data and its socket.
        port: on 127.0.0.1.

    """

    folder: Path
    port: int

    def url(self, database: str, *, user: str = USER, password: str | None = PASSWORD) -> str:
        """Return the URL of a database over TCP, which asks for a password."""
        who = user if password is None else f"{user}:{password}"
        return f"postgresql://{who}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the superuser."""
        with psycopg.connect(
            host=str(self.folder), port=self.port, dbname=database, user=_SUPERUSER, autocommit=True
        ) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []


_SUPERUSER = "postgres"
_TEMPLATE = "with_postgis"


def announce() -> None:
    """Say, in the process that started the run, where its server would stand."""
    os.environ[FOLDER] = str(Path(tempfile.gettempdir(), f"incidentmap-{secrets.token_hex(6)}"))


def stop() -> None:
    """Stop the run's server, when one was started."""
    folder = Path(os.environ[FOLDER])
    if (folder / "port").exists():
        _as_owner([*_control(folder), "stop", "-m", "immediate", "-s"], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    folder.with_name(f"{folder.name}.lock").unlink(missing_ok=True)


def server(*, durable: bool = False) -> Server | None:
    """Return the run's server, started now if it was not; None where there is no PostGIS.

    Args:
        durable: keep a server's usual promise that what is saved is on the disk.

    """
    folder, programs = Path(os.environ[FOLDER]), find_postgis()
    if programs is None:
        return None
    with _alone(folder):
        told = folder / "port"
        if not told.exists():
            _start(folder, programs, {} if durable else _FLEETING)
        return Server(folder, int(told.read_text(encoding="ascii")))


def new_database(of: Server, *, postgis: bool = True) -> str:
    """Make a database that the tests' user owns, and return its name."""
    name = f"store_{secrets.token_hex(6)}"
    template = _TEMPLATE if postgis else "template0"
    of.run(f"CREATE DATABASE {name} OWNER {USER} TEMPLATE {template} ENCODING 'UTF8'")
    return name


def _start(folder: Path, programs: Path, options: dict[str, str]) -> None:
    port = _free_port()
    made = folder / "data"
    _as_owner(
        [
            str(programs / "initdb"),
            *("-D", str(made), "-U", _SUPERUSER, "-E", "UTF8", "--locale=C", "--no-sync"),
            *("--auth-local=trust", "--auth-host=scram-sha-256"),
        ]
    )
    options = _OPTIONS | options | {"port": str(port), "unix_socket_directories": str(folder)}
    given = " ".join(f"-c {name}={value}" for name, value in options.items())
    (folder / "programs").write_text(str(programs), encoding="utf-8")
    log = folder / "data" / "log"
    _as_owner([*_control(folder), "start", "-w", "-s", "-l", str(log), "-o", given])
    (folder / "port").write_text(str(port), encoding="ascii")
    here = Server(folder, port)
    here.run(
        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        .format(sql.Identifier(USER), sql.Literal(PASSWORD))
        .as_string()
    )
    here.run(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0 ENCODING 'UTF8' OWNER {USER}")
    here.run("CREATE EXTENSION postgis", _TEMPLATE)
    _watch(folder)


def _watch(folder: Path) -> None:
    """Let a process of its own wait for the end of the run."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    subprocess.run(
        ["sh", "-c", _WATCH.format(run=run, folder=folder)],
        check=True,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _control(folder: Path) -> list[str]:
    programs = Path((folder / "programs").read_text(encoding="utf-8"))
    return [str(programs / "pg_ctl"), "-D", str(folder / "data")]


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the other processes of the run waiting; make the folder when it is not there."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir(mode=0o700)
            owner = _owner()
            if owner:
                shutil.chown(folder, owner["user"], owner["group"])
        yield


def _as_owner(command: list[str], *, check: bool = True) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **_owner())
    if check and done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()


def _owner() -> dict[str, int]:
    """Return whom the server belongs to: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    owner = known.get("postgres") or known["nobody"]
    return {"user": owner.pw_uid, "group": owner.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
