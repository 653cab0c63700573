"""A model whose requests are written as its endpoint likes them, learnt from what it refuses."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from briefing.errors import EndpointError, ReplyError
from briefing.models.dialects import alternatives, blind_alternatives, features
from briefing.models.logs import log
from briefing.models.model import Dialect
from briefing.models.openai_model import limit_name
from briefing.models.wrapping import WrappingModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.models.model import Model, Reply, Request

# Seconds that others wait for the first answer to something new; a refusal of the form comes within a few.
_LONGEST_TURN = 60.0


class AdaptedModel(WrappingModel):
    """Asks another model, and asks anew in another dialect where the endpoint does not take the one at hand.

    What an endpoint takes is kept for the run, and each dialect is tried once. Until something new (a form, a keyword,
    a parameter) has been taken, one request goes ahead and the others wait, a minute at most, so that a refusal
    costs one call and not one for each worker.

    Args:
        model: answers the requests; nothing but it may lie between here and the endpoint that asks again.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._dialect = Dialect()
        self._tried = {self._dialect}
        self._taken: frozenset[str] = frozenset()
        # by what makes their features; the schema is held so that its identity stays its own
        self._known: dict[tuple[object, ...], object] = {}
        self._blind_start: Dialect | None = None
        self._seeing = False
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def complete(self, request: Request) -> Reply:
        """Answers one request.

        Raises:
            EndpointError: no chat completion was had, in any dialect.
            ReplyError: the model gave no text that could be used.
        """
        while True:
            dialect = self._dialect
            sent = replace(request, dialect=dialect)
            with self._in_turn(sent):
                if dialect is not self._dialect:
                    continue  # another request has learnt better meanwhile
                try:
                    reply = self._model.complete(sent)
                except EndpointError as error:
                    if not self._learns(sent, error):
                        raise
                    continue
                except ReplyError:
                    self._take(sent)
                    raise
                self._take(sent)
                return reply

    @contextmanager
    def _in_turn(self, request: Request) -> Iterator[None]:
        """One request at a time while it is not known whether it is taken."""
        mine = not self._is_taken(request) and self._turn.acquire(timeout=_LONGEST_TURN)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def _is_taken(self, request: Request) -> bool:
        """Whether all of the request was taken before; its features are looked for once for each schema."""
        body = request.schema.body if request.schema else None
        shape = (id(body), request.dialect, request.max_output_tokens is None, *request.parameters)
        if shape in self._known:
            return True
        if not features(request) <= self._taken:
            return False
        with self._lock:
            self._known[shape] = body
        return True

    def _take(self, request: Request) -> None:
        with self._lock:
            if request.dialect is self._dialect:
                self._taken |= features(request)
                self._seeing, self._blind_start = True, None

    def _learns(self, request: Request, error: EndpointError) -> bool:
        """Whether there is a dialect that was not tried yet, or another request has found one."""
        if self._is_taken(request) and error.parameter is None:
            return False  # what was taken before is not what is refused now, whatever words the refusal repeats
        with self._lock:
            if request.dialect is not self._dialect:
                return True
            usual = limit_name(self._model.endpoint or "")
            told = [found for found in alternatives(request, error, usual_limit=usual) if found not in self._tried]
            # a server error may pass: only where it came twice is the form suspected
            blind = not told and not self._seeing and (error.status != 500 or request.attempt > 1)
            if blind:
                guessed = blind_alternatives(request, error)
                told = [found for found in guessed if found not in self._tried]
                self._blind_start = self._blind_start or request.dialect
            if not told:
                self._give_up()
                return False
            self._dialect = told[0]
            self._tried.add(told[0])
            log.info("%s %s: not taken as it was written; asking with %s", request.stage, request.unit, _told(told[0]))
            return True

    def _give_up(self) -> None:
        """Goes back to where the guessing began: it was not the form that was refused."""
        if self._blind_start is not None:
            self._dialect, self._blind_start, self._seeing = self._blind_start, None, True


def _told(dialect: Dialect) -> str:
    parts: list[str] = [dialect.form]
    parts += [f"no {key}" for key in sorted(chain(dialect.without, dialect.dropped))]
    if dialect.limit is not None:
        parts.append(f"the limit as {dialect.limit}" if dialect.limit else "no limit of tokens")
    return ", ".join(parts)
