"""Replies on disk: nothing is bought twice, only what still holds answers, and no file of others is touched."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict

from briefing.errors import EndpointError, ModelError, ReplyError, StoreError, UnkeptReplyError, UnsentError
from briefing.models import Message, Reply, Request, Store, StoredModel, Usage
from briefing.models.account import Account
from briefing.models.keying import reply_key, request_key
from briefing.testing import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator


class Draft(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")
    title: str


GOOD = '{"title": "T"}'


def asked(text: str = "?", *, repairs: str | None = None) -> Request:
    """A request for a draft."""
    return Request(stage="extract", unit="a", messages=(Message("user", text),), shape=Draft, repairs=repairs)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = Store(tmp_path / "new" / "replies.sqlite")
    yield made
    made.close()


def test_the_same_request_is_bought_once(store: Store) -> None:
    """A second run is answered from the store, with all that the first one was told."""
    usage = Usage(input_tokens=9, cached_tokens=4, output_tokens=3)
    reply = Reply(text=GOOD, finish_reason="stop", model="m-1", usage=usage, id="r1")
    first = StoredModel(ScriptedModel([reply]), store)
    assert first.complete(asked()) == reply
    again = StoredModel(ScriptedModel([]), Store(store.path))
    assert again.complete(asked()) == reply
    assert (first.hits, again.hits) == (0, 1)


def test_another_request_or_model_is_another_reply(store: Store) -> None:
    """The key is the request, the model and the endpoint."""
    StoredModel(ScriptedModel([GOOD]), store).complete(asked())
    for model, request in ((ScriptedModel([GOOD]), asked("else")), (ScriptedModel([GOOD], name="other"), asked())):
        StoredModel(model, store).complete(request)
        assert len(model.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text="no JSON"),
        Reply(text='{"title": 1}'),
        Reply(text=GOOD[:-1], finish_reason="length"),
        Reply(text='{"title": "x\ud800y"}'),
    ],
)
def test_what_cannot_be_used_answers_nothing(store: Store, reply: Reply) -> None:
    """An invalid or cut reply is kept, and asked for again by the next run."""
    StoredModel(ScriptedModel([reply]), store).complete(asked())
    model = ScriptedModel([GOOD])
    assert StoredModel(model, store).complete(asked()).text == GOOD
    assert store.kept().replies == 2


def test_a_whole_reply_answers_though_it_reached_its_limit(store: Store) -> None:
    """What the analyst can use, the store can."""
    StoredModel(ScriptedModel([Reply(text=GOOD, finish_reason="length")]), store).complete(asked())
    assert StoredModel(ScriptedModel([]), store).complete(asked()).text == GOOD


def test_units_that_ask_the_same_at_once_buy_it_once(store: Store) -> None:
    """The second one waits for what the first one gets."""
    model = ScriptedModel([GOOD])
    stored = StoredModel(model, store)
    with ThreadPoolExecutor(8) as pool:
        assert {reply.text for reply in pool.map(stored.complete, [asked()] * 8)} == {GOOD}
    assert (len(model.requests), stored.hits) == (1, 7)


def test_refusals_are_kept_for_diagnosis(store: Store) -> None:
    """What a model refused is kept with its name and never replayed; a failed call leaves nothing."""
    script: list[str | Reply | Exception] = [
        ReplyError("No.", kind="refused", raw="I cannot."),
        EndpointError("Down.", kind="broken"),
        GOOD,
    ]
    model = StoredModel(ScriptedModel(script), store)
    for error in (ReplyError, EndpointError):
        with pytest.raises(error):
            model.complete(asked())
    assert model.complete(asked()).text == GOOD
    kept = store.kept()
    assert (kept.replies, kept.failures) == (1, 1)


def test_a_repaired_reply_leads_to_its_repair(store: Store) -> None:
    """An invalid reply that was put right answers as it did, so that neither of the two is bought again."""
    model = StoredModel(ScriptedModel(["no JSON", GOOD]), store)
    assert model.complete(asked()).text == "no JSON"
    key = request_key(asked(), model="scripted", endpoint=None)
    again = asked("again", repairs=reply_key(key, "no JSON"))
    assert model.complete(again).text == GOOD
    # as a run beside this one would, whose reply was not put right
    store.keep(key, asked(), Reply(text="still none"), model="scripted", endpoint=None, outcome="answered")
    later = StoredModel(ScriptedModel([]), store)
    assert later.complete(asked()).text == "no JSON"
    assert later.complete(again).text == GOOD


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    """What a look into the file shows."""
    connection = sqlite3.connect(store.path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_damaged_rows_answer_nothing(store: Store) -> None:
    """A row that somebody changed is asked for again."""
    StoredModel(ScriptedModel([GOOD]), store).complete(asked())
    connection = sqlite3.connect(store.path)
    connection.execute("UPDATE replies SET text = 'changed'")
    connection.commit()
    connection.close()
    model = ScriptedModel([GOOD])
    StoredModel(model, store).complete(asked())
    assert len(model.requests) == 1


def test_the_file_is_its_owners_alone(store: Store) -> None:
    """Articles and replies are nobody else's business; what returns from `keep` is on the disk."""
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    modes = [value for pragma in ("journal_mode", "synchronous") for (value,) in rows(store, f"PRAGMA {pragma}")]
    assert modes[0] == "wal"
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_any_number_of_threads_and_two_stores(store: Store) -> None:
    """Two runs that share a file lose nothing, whatever the number of their threads."""
    other = Store(store.path)

    def work(number: int) -> str:
        model = StoredModel(ScriptedModel([json.dumps({"title": str(number)})]), (store, other)[number % 2])
        return model.complete(asked(str(number))).text

    with ThreadPoolExecutor(32) as pool:
        texts = list(pool.map(work, range(300)))
    other.close()
    assert store.kept().replies == 300
    found = [StoredModel(ScriptedModel([]), store).complete(asked(str(number))).text for number in range(300)]
    assert found == texts


def test_a_commit_that_fails_is_told_to_everyone_in_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies that wait for one another are kept together or not at all, and nobody is told otherwise."""
    monkeypatch.setattr("briefing.models.store._BUSY_SECONDS", 0.2)
    busy = Store(store.path)
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    def work(number: int) -> str:
        try:
            return StoredModel(ScriptedModel([GOOD]), busy).complete(asked(str(number))).text
        except UnkeptReplyError as error:
            return str(error)

    with ThreadPoolExecutor(16) as pool:
        told = set(pool.map(work, range(16)))
    holder.execute("ROLLBACK")
    holder.close()
    assert {text.partition(store.path.name)[2] for text in told} == {
        " is held by another program; try again, or name another with --store."
    }
    assert store.kept().replies == 0
    StoredModel(ScriptedModel([GOOD]), busy).complete(asked())
    busy.close()
    assert store.kept().replies == 1


def test_a_store_that_cannot_be_read_any_more_loses_units_and_not_the_run(store: Store) -> None:
    """Reading that fails is a model's error, as writing that fails is."""
    stored = StoredModel(ScriptedModel([GOOD]), store)
    store._connection.execute("DROP TABLE replies")
    with pytest.raises(UnsentError, match="cannot be used"):
        stored.complete(asked())


def test_hits_are_counted(store: Store) -> None:
    """How often a reply answered again, and what that saved, outlives the run; the account of a run sees it at once."""
    reply = Reply(text=GOOD, usage=Usage(input_tokens=100, output_tokens=7))
    account = Account()
    model = StoredModel(ScriptedModel([reply, reply]), store, account)
    for text in ("a", "a", "a", "b"):
        model.complete(asked(text))
    assert account.total.hits == 2
    assert store.kept().hits == 2  # written with the reply to "b"
    other = Store(store.path)
    StoredModel(ScriptedModel([]), other).complete(asked("b"))
    other.close()
    kept = store.kept()
    assert (kept.hits, kept.saved_input_tokens, kept.saved_output_tokens) == (3, 300, 21)


def test_hits_that_cannot_be_written_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A memo that is whole does not fail for a statistic."""
    made = Store(tmp_path / "replies.sqlite")
    model = StoredModel(ScriptedModel([GOOD]), made)
    model.complete(asked())
    model.complete(asked())
    made._connection.execute("PRAGMA query_only = 1")
    made.close()
    assert "What the store saved was not counted." in caplog.text


def old_store(path: Path) -> None:
    """A store as version 1 made it, with one reply."""
    made = Store(path)
    StoredModel(ScriptedModel([GOOD]), made).complete(asked())
    made._connection.execute("ALTER TABLE replies DROP COLUMN hits")
    made._connection.execute("PRAGMA user_version = 1")
    made.close()


def version_of(path: Path) -> int:
    """The version that a store says it is of."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_older_store_is_migrated(tmp_path: Path) -> None:
    """Its replies answer as ever; a copy as it was lies beside it, and no older copy is written over."""
    path, taken = tmp_path / "replies.sqlite", tmp_path / "replies.sqlite.v1-backup"
    old_store(path)
    taken.write_bytes(b"somebody's")
    made = Store(path)
    assert StoredModel(ScriptedModel([]), made).complete(asked()).text == GOOD
    made.close()
    copy = tmp_path / "replies.sqlite.v1-backup-2"
    assert (version_of(path), version_of(copy)) == (2, 1)
    assert taken.read_bytes() == b"somebody's"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT text FROM replies").fetchall() == [(GOOD,)]


def test_two_runs_may_migrate_at_once(tmp_path: Path) -> None:
    """Whoever comes second finds it done."""
    path = tmp_path / "replies.sqlite"
    old_store(path)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: Store(path), range(4)))
    assert {held.kept().replies for held in made} == {1}
    for held in made:
        held.close()


def test_without_a_copy_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the copy cannot be written the store stays as it is, and the sentence says what to do."""
    path = tmp_path / "replies.sqlite"
    old_store(path)
    content = path.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(StoreError, match=r"v1-backup, a copy of it, cannot be written .*No space left"):
        Store(path)
    assert path.read_bytes() == content
    assert not list(tmp_path.glob("*backup*"))


def test_a_chain_of_corrections_is_bought_once(store: Store) -> None:
    """A first reply, a first correction that is no better, and a second one: none of the three is bought again."""
    first = asked("?")
    name = reply_key(request_key(first, model="scripted", endpoint=None), "bad")
    second = asked("again", repairs=name)
    third_name = reply_key(request_key(second, model="scripted", endpoint=None), "worse")
    third = asked("once more", repairs=third_name)
    bought = StoredModel(ScriptedModel(["bad", "worse", GOOD]), store)
    texts = [bought.complete(request).text for request in (first, second, third)]
    again = StoredModel(ScriptedModel([]), store)
    assert [again.complete(request).text for request in (first, second, third)] == texts == ["bad", "worse", GOOD]


def test_a_pipe_is_no_store(tmp_path: Path) -> None:
    """What would keep us waiting is refused."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="is no store of replies"):
        Store(tmp_path / "pipe")


def test_every_name_is_a_files_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that SQLite reads as a store in memory."""
    monkeypatch.chdir(tmp_path)
    made = Store(Path(":memory:"))
    StoredModel(ScriptedModel([GOOD]), made).complete(asked())
    made.close()
    again = Store(Path(":memory:"))
    assert again.kept().replies == 1
    again.close()


def test_a_full_disk_stops_buying(store: Store) -> None:
    """A reply that cannot be kept is told with what to do, and no further one is bought; kept ones still answer."""
    model = ScriptedModel([GOOD, json.dumps({"title": "x" * 100_000}), GOOD])
    stored = StoredModel(model, store)
    stored.complete(asked())
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    kinds: list[tuple[str, type[ModelError]]] = [("two", UnkeptReplyError), ("three", UnsentError)]
    for text, kind in kinds:
        with pytest.raises(kind, match="the disk is full; free some space and run again"):
            stored.complete(asked(text))
    assert len(model.requests) == 2
    assert stored.complete(asked()).text == GOOD


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"A letter to nobody.", "is no store of replies"),
        (b"SQLite format 3\x00" + b"\xff" * 4_000, "is damaged; move it away"),
    ],
)
def test_files_of_others_are_left_alone(tmp_path: Path, content: bytes, sentence: str) -> None:
    """What is no store, or is damaged, is refused with advice and stays as it is."""
    path = tmp_path / "replies.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        Store(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("PRAGMA application_id = 7", "another program's database"),
        ("PRAGMA user_version = 99", "written by a newer version of briefing"),
    ],
)
def test_other_databases_are_refused(store: Store, change: str, sentence: str) -> None:
    """Another program's database and one of a newer version are told apart, and neither is written to."""
    store._connection.execute(change)
    with pytest.raises(StoreError, match=sentence):
        Store(store.path)


def test_another_programs_database_keeps_its_bytes(tmp_path: Path) -> None:
    """Not even the way it keeps its journal is changed."""
    path = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE letters (text TEXT)")
        connection.commit()
    content = path.read_bytes()
    with pytest.raises(StoreError, match="another program's database"):
        Store(path)
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["theirs.sqlite"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A store below a file cannot be made."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "file" / "replies.sqlite")


def test_prune(store: Store) -> None:
    """Old replies can be taken out; new ones stay."""
    model = StoredModel(ScriptedModel([GOOD, GOOD]), store)
    model.complete(asked("old"))
    store._connection.execute("UPDATE replies SET kept_at = kept_at - 10 * 86400")
    model.complete(asked("new"))
    assert store.prune(days=7) == 1
    assert store.kept().replies == 1


def test_odd_texts_are_kept(store: Store) -> None:
    """Half of a surrogate pair and a NUL are no trouble for the store; the decoder judges them."""
    model = StoredModel(ScriptedModel(["\ud800\x00", GOOD]), store)
    model.complete(asked())
    assert model.complete(asked()).text == GOOD


def test_odd_labels_are_kept(store: Store) -> None:
    """What an endpoint writes beside its text is no trouble either."""
    reply = Reply(text=GOOD, finish_reason="\ud800", model="\udfff", id="\ud800")
    StoredModel(ScriptedModel([reply]), store).complete(asked())
    assert StoredModel(ScriptedModel([]), store).complete(asked()).text == GOOD
