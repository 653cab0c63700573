"""A model behind any endpoint that speaks OpenAI's chat completions."""

from __future__ import annotations

import re
import threading
import weakref
from contextlib import suppress
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.errors import EndpointError, ModelError, OptionError
from briefing.models.completions import Answer, check_prompt, read_completion
from briefing.models.dialects import body_of
from briefing.models.logs import log
from briefing.models.redaction import Redactor, Secret, secrets_of

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI

    from briefing.models.model import Reply, Request

_SECONDS = 600.0  # the SDK's own limit for one read; a local model may well take minutes
_CONNECT_SECONDS = 10.0
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# The URL itself is not shown: it may hold a password.
_NO_URL = "The base URL is no http:// or https:// URL; give one like http://127.0.0.1:8080/v1."
NO_KEY = "no-key-is-needed"  # sent to loopback servers, which need none; the SDK insists on one
# OpenAI's and Azure's newer models refuse `max_tokens`. Most others know only that: Mistral refuses
# `max_completion_tokens` with 422, Ollama takes it without a word and applies no limit.
_NEW_LIMIT_HOSTS = (".openai.com", ".azure.com")


class OpenAIModel:
    """Asks one model at one endpoint, from any number of threads; keep one for each endpoint.

    The `openai` package is imported, and its client made, at the first call. Its own
    environment variables (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_ORG_ID`, …), the proxies
    and `SSL_CERT_FILE` are left to it. Nothing is retried here and no redirect is followed, so
    a key goes to no other origin than the one that was named.

    Args:
        name: the model as the endpoint calls it.
        base_url: where the API is, mostly ending in `/v1`; None for `OPENAI_BASE_URL` or else
            OpenAI itself. A server on this machine needs no key.
        api_key: sent to that endpoint; None for `OPENAI_API_KEY`.
        seconds: most time for one call from its start to the last byte of the answer.

    Raises:
        OptionError: the name is empty, the URL is none, or the time is not positive.
    """

    def __init__(
        self, name: str, *, base_url: str | None = None, api_key: str | Secret | None = None, seconds: float = _SECONDS
    ) -> None:
        if not name.strip():
            raise OptionError("The model's name is empty; give the name that the endpoint knows it by.")
        if _SURROGATE.search(name):
            raise OptionError("The model's name is no text; give the name that the endpoint knows it by.")
        if not seconds > 0:
            raise OptionError(f"The time for a call is {seconds:g} seconds; give more than 0.")
        if base_url is not None:
            _origin(base_url)
        self._name = name
        self._base_url = base_url
        self._api_key = Secret(api_key) if isinstance(api_key, str) else api_key
        self._seconds = seconds
        self._lock = threading.Lock()
        self._connection: _Connection | None = None

    def __repr__(self) -> str:
        return f"OpenAIModel({self._name!r})"

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        return self._name

    @property
    def endpoint(self) -> str:
        """The base URL without user, password and query; where none was given this asks the SDK, as a call does.

        Raises:
            EndpointError: no key is set, and the endpoint is not on this machine.
            OptionError: the environment's base URL is none.
        """
        return self._connected().endpoint if self._base_url is None else _endpoint(self._base_url)

    def complete(self, request: Request) -> Reply:
        """Asks once.

        Raises:
            EndpointError: no chat completion was had; `kind` says why.
            ReplyError: the model refused, was filtered, gave no text, or saw only a part of the prompt.
            OptionError: the environment's base URL is none.
        """
        answer = self._connected().ask(self._name, request, min(self._seconds, request.seconds or self._seconds))
        reply = read_completion(answer)
        check_prompt(request, reply, answer)
        return reply

    def check(self) -> None:
        """Makes ready for the first call, and sends nothing.

        Raises:
            EndpointError: no key is set, and the endpoint is not on this machine.
            OptionError: the environment's base URL is none.
        """
        self._connected()

    def close(self) -> None:
        """Closes the connections; a later call opens new ones. Dropping the model does the same."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _connected(self) -> _Connection:
        with self._lock:
            if self._connection is None:
                self._connection = _Connection(self._base_url, self._api_key)
            return self._connection


class _Connection:
    """The SDK's client for one endpoint, and what must not be told of it."""

    def __init__(self, base_url: str | None, api_key: Secret | None) -> None:
        import openai  # takes half a second

        from briefing.models import deadlines  # imports the SDK's transport

        # redirects: a 307 would send the article, and keys in headers of one's own, to another origin
        http = openai.DefaultHttpxClient(follow_redirects=False)
        self.close = weakref.finalize(self, http.close)
        deadlines.guard(http)
        self._client = _client(base_url, api_key, http)
        url = str(self._client.base_url)
        if url.startswith("http://") and not is_local(url):
            _warn_of(_origin(url))
        self.origin, self.endpoint = _origin(url), _endpoint(url)
        self._limit = limit_name(url)
        keys = [self._client.api_key, self._client.admin_api_key]
        secrets = set(secrets_of(url, keys, self._client.default_headers))
        self.redactor = Redactor(secrets - {NO_KEY, f"Bearer {NO_KEY}"})
        self.redactor.guard_logs()
        weakref.finalize(self, self.redactor.unguard_logs)

    def __repr__(self) -> str:
        return f"_Connection({self.origin!r})"

    def ask(self, model: str, request: Request, seconds: float) -> Answer:
        """The answer's text, before anyone looks into it."""
        import httpx2
        import openai

        from briefing.models import deadlines, failures

        failure: ModelError
        try:
            with deadlines.attempt(seconds):
                # `post` rather than `chat.completions.create`: that walks messages and schema anew for each
                # call to rename keys that need no renaming, a third of all processor time; here the body
                # goes out as it is, and the answer comes back unread
                answer = self._client.post(
                    "/chat/completions",
                    cast_to=httpx2.Response,
                    body=body_of(request, model=model, usual_limit=self._limit),
                    options={
                        "timeout": openai.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
                        # compressed answers could be larger than what was counted on the way
                        "headers": {"Accept-Encoding": "identity"},
                    },
                )
            # an echoed key goes no further than this, not even into the variables of a traceback
            return Answer(self.origin, answer.status_code, self.redactor.hide_in_reply(answer.text), self.redactor)
        except (openai.APIError, deadlines.TooLargeError) as error:
            failure = failures.explain(error, origin=self.origin, model=model, seconds=seconds, redactor=self.redactor)
        # outside of the handlers: the SDK's errors hold the request with its key, ours must not lead to them
        raise failure


def limit_name(url: str) -> str:
    """The name under which the endpoint at `url` takes the most tokens of a reply."""
    return "max_completion_tokens" if f".{_host(url)}".endswith(_NEW_LIMIT_HOSTS) else "max_tokens"


@cache
def _warn_of(origin: str) -> None:
    """Warns once a process, however many clients are made."""
    log.warning("%s is not encrypted: articles and key can be read on the way; use https://.", origin)


def is_local(url: str) -> bool:
    """Whether the endpoint at `url` is on this machine."""
    return _is_loopback(_host(url))


def _client(base_url: str | None, api_key: Secret | None, http: httpx2.Client) -> OpenAI:
    import httpx2
    import openai

    client = None
    try:
        # without a key the SDK refuses, before it tells which URL it would take
        client = openai.OpenAI(
            api_key=api_key.reveal() if api_key else None, base_url=base_url, max_retries=0, http_client=http
        )
    except httpx2.InvalidURL:
        pass
    except openai.OpenAIError:
        with suppress(httpx2.InvalidURL):
            client = openai.OpenAI(api_key=NO_KEY, base_url=base_url, max_retries=0, http_client=http)
    if client is None:
        raise OptionError(_NO_URL)
    url = str(client.base_url)
    if client.api_key in ("", NO_KEY) and not is_local(url):
        raise EndpointError(
            f"No key is set for {_origin(url)}; set OPENAI_API_KEY (to any word if the endpoint needs none).",
            kind="no_key",
        )
    client.api_key = client.api_key or NO_KEY  # empty where only an administrator's key is set
    return client


def _origin(url: str) -> str:
    """Scheme, host and port of `url`, without user, password, path and query.

    Raises:
        OptionError: it is no http or https URL.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise OptionError(_NO_URL)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" if port is None else f"{parts.scheme}://{shown}:{port}"


def _endpoint(url: str) -> str:
    """`url` without user, password and query; one gateway may serve many models of one name under many paths."""
    return _origin(url) + urlsplit(url).path.rstrip("/")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
