"""Replies on disk, so that nothing is bought twice: one SQLite file that survives kill -9.

A reply is committed as the text that came, before anyone looks into it. Whether it can be used is found
out when it is read, each time anew, so that a row that was damaged or is no longer what is asked for
answers nothing. What a model refused, cut or botched is kept for diagnosis and answers nothing either.

SQLite in WAL mode with `synchronous=FULL`: what `keep` has returned from is on the disk. Writers take the
lock at once (`BEGIN IMMEDIATE`), so that two runs may share a store; replies that wait while another one
is being committed go into the next commit together.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import stat
import threading
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import StoreError
from briefing.models.logs import log
from briefing.models.model import Reply, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.models.model import Request

_APPLICATION = 0x62726D6F  # "brmo": SQLite's mark for whose file it is
_VERSION = 2  # 1 did not count hits
_BUSY_SECONDS = 30.0
_HEADER = b"SQLite format 3\x00"
_SCHEMA = """
CREATE TABLE replies (
    key TEXT NOT NULL,
    kept_at INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER)),
    stage TEXT NOT NULL,
    unit TEXT NOT NULL,
    model TEXT NOT NULL,
    endpoint TEXT,
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    finish_reason TEXT,
    answered_by TEXT,
    input_tokens INTEGER,
    cached_tokens INTEGER,
    output_tokens INTEGER,
    reply_id TEXT,
    repairs TEXT,
    hits INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX replies_by_key ON replies (key);
CREATE INDEX replies_by_repaired ON replies (repairs) WHERE repairs IS NOT NULL;
"""
_INSERT = """
INSERT INTO replies (key, stage, unit, model, endpoint, outcome, text, finish_reason, answered_by,
                     input_tokens, cached_tokens, output_tokens, reply_id, repairs)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COUNT = "UPDATE replies SET hits = hits + ? WHERE rowid = ?"
_FIND = """
SELECT rowid, key, text, finish_reason, answered_by, input_tokens, cached_tokens, output_tokens, reply_id
FROM replies WHERE {} = ? AND outcome = 'answered' ORDER BY rowid DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a store holds.

    Attributes:
        replies: answers, usable or not.
        failures: refusals, cut and filtered replies, kept for diagnosis.
        input_tokens: of all replies.
        output_tokens: of all replies.
        hits: requests that were answered again.
        saved_input_tokens: that these did not take again.
        saved_output_tokens: likewise.
        size: bytes of the file.
    """

    replies: int
    failures: int
    input_tokens: int
    output_tokens: int
    hits: int
    saved_input_tokens: int
    saved_output_tokens: int
    size: int


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply in a store.

    Attributes:
        row: its place.
        key: of the request that it answers.
        reply: as it came.
    """

    row: int
    key: str
    reply: Reply


class Store:
    """Replies by the key of their request; one for a process, used from any number of threads.

    Args:
        path: of the file; it and its folder are made if need be, readable to their owner alone.

    Raises:
        StoreError: the file is damaged, somebody else's, of a newer version, or cannot be written; it is left
            as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._queue_lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._hits: Counter[int] = Counter()
        _check(path)
        with _told(path):
            self._connection = sqlite3.connect(
                path.absolute(), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(self._connection, path)
                # only now: the way a file keeps its journal is written into it, and others' files stay as they are
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = FULL")
            except (sqlite3.Error, StoreError):
                self._connection.close()
                raise

    def find(self, key: str, *, repaired: bool = False) -> list[KeptReply]:
        """The answers to a request, the newest first; whether they can be used is for the caller to see.

        Args:
            key: of the request.
            repaired: the answers instead to requests that asked for a reply to it to be put right.
        """
        column = "repairs" if repaired else "key"
        with self._lock, _told(self.path):
            rows = self._connection.execute(_FIND.format(column), (key,)).fetchall()
        return [
            KeptReply(
                row,
                found,
                Reply(
                    text=text,
                    finish_reason=finish_reason,
                    model=model,
                    usage=Usage(input_tokens=read, cached_tokens=cached, output_tokens=written),
                    id=reply_id,
                ),
            )
            for row, found, text, finish_reason, model, read, cached, written, reply_id in rows
        ]

    def hit(self, kept: KeptReply) -> None:
        """Counts that a reply has answered a request again; written with the next commit, or at the end."""
        with self._queue_lock:
            self._hits[kept.row] += 1

    def keep(self, key: str, request: Request, reply: Reply, *, model: str, endpoint: str | None, outcome: str) -> None:
        """Commits a reply; when this returns it is on the disk.

        Args:
            key: of the request.
            request: for its labels.
            reply: as it came.
            model: that was asked.
            endpoint: its URL without secrets.
            outcome: `answered`, or the name of what went wrong.

        Raises:
            StoreError: the commit failed, most likely because the disk is full.
        """
        usage = reply.usage
        row = (
            *(key, request.stage, request.unit, model, endpoint, outcome),
            *(_storable(text) for text in (reply.text, reply.finish_reason, reply.model)),
            *(usage.input_tokens, usage.cached_tokens, usage.output_tokens, _storable(reply.id), request.repairs),
        )
        waiting = _Waiting(row)
        with self._queue_lock:
            self._queue.append(waiting)
        with self._lock:
            if not waiting.tried:
                self._commit()
        if waiting.trouble is not None:
            raise StoreError(waiting.trouble)

    def _commit(self) -> None:
        """Commits all that waits, or tells everyone whose reply was in it why not; the caller holds the lock."""
        with self._queue_lock:
            batch, self._queue = self._queue, []
        for waiting in batch:
            waiting.tried = True
        try:
            with _told(self.path):
                self._write([waiting.row for waiting in batch])
        except StoreError as error:
            for waiting in batch:
                waiting.trouble = str(error)
        else:
            for waiting in batch:
                waiting.trouble = None

    def _write(self, rows: list[tuple[object, ...]]) -> None:
        with self._queue_lock:
            hits, self._hits = self._hits, Counter()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(_INSERT, rows)
            self._connection.executemany(_COUNT, [(times, row) for row, times in hits.items()])
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def kept(self) -> Kept:
        """What the store holds."""
        with self._lock, _told(self.path):
            counted = self._connection.execute(
                "SELECT sum(outcome = 'answered'), sum(outcome != 'answered'), sum(input_tokens), sum(output_tokens), "
                "sum(hits), sum(hits * input_tokens), sum(hits * output_tokens) FROM replies"
            ).fetchone()
        replies, failures, read, written, hits, saved_read, saved_written = (value or 0 for value in counted)
        return Kept(
            replies=replies,
            failures=failures,
            input_tokens=read,
            output_tokens=written,
            hits=hits,
            saved_input_tokens=saved_read,
            saved_output_tokens=saved_written,
            size=self.path.stat().st_size,
        )

    def prune(self, *, days: int) -> int:
        """Takes out what was kept more than `days` ago, and says how many replies that was."""
        with self._lock, _told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            gone = self._connection.execute(
                "DELETE FROM replies WHERE kept_at < CAST(strftime('%s', 'now') AS INTEGER) - ?", (days * 86_400,)
            ).rowcount
            self._connection.execute("COMMIT")
            self._connection.execute("VACUUM")
        return gone

    def close(self) -> None:
        """Closes the file. Hits that cannot be written are told to the log and lost: no memo depends on them."""
        with self._lock:
            try:
                with _told(self.path):
                    if self._hits:
                        self._write([])
            except StoreError as error:
                log.warning("What the store saved was not counted. %s", error)
            self._connection.close()


class _Waiting:
    """A row on its way to the disk."""

    def __init__(self, row: tuple[object, ...]) -> None:
        self.row = row
        self.tried = False
        self.trouble: str | None = "The reply was not kept."


def _storable(text: str | None) -> str | None:
    """`text` as UTF-8 can hold it; half of a surrogate pair becomes its escape, which `decode` refuses likewise."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode()


def _check(path: Path) -> None:
    """Refuses what is no store of ours before SQLite touches it; makes an empty file where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        with os.fdopen(handle, "rb") as file:
            plain = stat.S_ISREG(os.fstat(handle).st_mode)
            head = file.read(len(_HEADER)) if plain else b""  # a pipe would keep us waiting
    except OSError as error:
        raise StoreError(
            f"The store {path} cannot be written ({error.strerror}); name another with --store, or use --no-store."
        ) from None
    if not plain or (head and head != _HEADER):
        raise StoreError(f"{path} is no store of replies; name another with --store. It was left as it is.")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables of a new file, and refuses one of somebody else's, of a newer version, or damaged."""
    connection.execute("BEGIN IMMEDIATE")
    with closing(connection.execute("SELECT count(*) FROM sqlite_master")) as found:
        tables = found.fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not tables and not application:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("COMMIT")
        return
    connection.execute("ROLLBACK")
    if application != _APPLICATION:
        raise StoreError(f"{path} is another program's database; name another file with --store. It was left as it is.")
    if version > _VERSION:
        raise StoreError(
            f"The store {path} was written by a newer version of briefing; update briefing-memo, or name another "
            "with --store."
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("malformed")
    if version < _VERSION:
        _back_up(connection, path, version)
        _migrate(connection)


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copies a store of an older version to a file beside it that is not there yet, readable to its owner alone."""
    numbers = itertools.count(2)
    copy = path.with_name(f"{path.name}.v{version}-backup")
    while True:
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            break
        except FileExistsError:
            copy = path.with_name(f"{path.name}.v{version}-backup-{next(numbers)}")
        except OSError as error:
            raise _no_copy(path, copy, error.strerror) from None
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            connection.backup(target)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    except (sqlite3.Error, OSError) as error:
        copy.unlink(missing_ok=True)
        raise _no_copy(path, copy, str(error)) from None


def _migrate(connection: sqlite3.Connection) -> None:
    """Version 1 to 2, unless another process has done so meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
        connection.execute("ALTER TABLE replies ADD COLUMN hits INTEGER NOT NULL DEFAULT 0")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")


def _no_copy(path: Path, copy: Path, why: str | None) -> StoreError:
    return StoreError(
        f"The store {path} is of an older version and {copy.name}, a copy of it, cannot be written ({why}); free some "
        "space, or name another with --store. It was left as it is."
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors as one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        if "full" in words:
            told = f"The store {path} could not be written, the disk is full; free some space and run again."
        elif "readonly" in words or "unable to open" in words:
            told = f"The store {path} cannot be written; name another with --store, or use --no-store."
        elif "locked" in words or "busy" in words:
            told = f"The store {path} is held by another program; try again, or name another with --store."
        elif isinstance(error, sqlite3.DatabaseError) and ("malformed" in words or "not a database" in words):
            told = f"The store {path} is damaged; move it away to begin a new one, or use --no-store."
        else:
            told = f"The store {path} cannot be used ({words}); name another with --store, or use --no-store."
        raise StoreError(told) from None
