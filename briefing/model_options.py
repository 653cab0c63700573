"""The options of the command that say who reads the articles, and what that may take."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from briefing.console import say

# Everything else is imported where it is used: `--help` must not wait for pydantic and jinja2.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.analysis.analyst import Analyst
    from briefing.analysis.editing import Editor, SecondReader
    from briefing.article import Article
    from briefing.memo import Problem
    from briefing.models import Model
    from briefing.models.account import Account
    from briefing.models.redaction import Secret
    from briefing.options import Limits, Options

_OFFLINE = "offline"
_OPENAI = "https://api.openai.com/v1"
_UNSENT = "no-key-is-sent"  # for a model that is never asked
_RESERVE = re.compile(r"(?P<model>.+)@(?P<url>https?://.+)")
_NEEDS_A_MODEL = (
    *("base_url", "language", "max_output_tokens", "prompts", "store", "fallback", "max_calls"),
    *("max_total_tokens", "max_cost", "prices", "record", "dry_run", "second_look"),
)

_EXCLUDING = (
    *(("store", "no_store"), ("record", "replay")),
    *(("dry_run", "offline"), ("dry_run", "replay")),
)


class _Dollars(click.ParamType[Decimal]):
    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """An amount of US dollars as an exact decimal."""
        try:
            amount = Decimal(str(value).removeprefix("$"))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount <= 0:
            self.fail(f"{value!r} is no amount of US dollars; write it as 1.50.", param, ctx)
        return amount


_OPTIONS = (
    click.option(
        "-m",
        "--model",
        envvar="BRIEFING_MODEL",
        show_envvar=True,
        metavar="MODEL",
        help="Model that reads the articles, as its endpoint calls it.  [default: none, the offline analyst]",
    ),
    click.option(
        "--base-url",
        metavar="URL",
        help="Where the model is served, mostly ending in /v1.  [default: OPENAI_BASE_URL, else OpenAI]",
    ),
    click.option(
        "--fallback",
        multiple=True,
        metavar="MODEL@URL",
        help="Model that is asked where the one before cannot be; or `offline`, the built-in analyst. Repeatable.",
    ),
    click.option("--language", metavar="L", help="Language of the statements.  [default: that of each source]"),
    click.option(
        "--concurrency",
        type=click.IntRange(min=1),
        default=8,
        show_default=True,
        metavar="N",
        help="Most requests to the model at once.",
    ),
    click.option(
        "--max-output-tokens",
        type=click.IntRange(min=1),
        metavar="N",
        help="Most tokens of one reply; what may be asked for shrinks with it.  [default: the endpoint's]",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=600,
        show_default=True,
        metavar="SECONDS",
        help="Most time for one request, to the last byte of its answer.",
    ),
    click.option(
        "--deadline",
        type=click.FloatRange(min=0, min_open=True),
        default=120,
        show_default=True,
        metavar="MINUTES",
        help="Most time for all requests; what is not asked by then is skipped.",
    ),
    click.option("--max-calls", type=click.IntRange(min=1), metavar="N", help="Most requests, retries among them."),
    click.option(
        "--max-total-tokens", type=click.IntRange(min=1), metavar="N", help="Most tokens of all prompts and replies."
    ),
    click.option("--max-cost", type=_Dollars(), metavar="US$", help="Most that the run may cost, such as 1.50."),
    click.option(
        "--prices",
        metavar="FILE",
        help="Prices of models, in YAML: {MODEL: {input: 0.25, output: 2}}, US$ per million tokens.",
    ),
    click.option("--usage", metavar="FILE", help="Write here, as JSON, what was asked, taken and paid."),
    click.option("--dry-run", is_flag=True, help="Ask nothing; print how much would be asked, and what it may cost."),
    click.option(
        "--store", metavar="FILE", help="Where replies are kept, so that none is bought twice.  [default: in the cache]"
    ),
    click.option("--no-store", is_flag=True, help="Keep no replies."),
    click.option("--record", metavar="FILE", help="Write every reply here, a line each, to be replayed."),
    click.option(
        "--replay",
        metavar="FILE",
        envvar="BRIEFING_REPLAY",
        show_envvar=True,
        help="Take the replies from a recording: no model, no key, no network.",
    ),
    click.option(
        "--second-look", is_flag=True, help="Let the model look at every statement and its evidence once more."
    ),
    click.option("--prompts", metavar="FOLDER", help="Prompts of your own in place of shipped ones."),
    click.option("--offline", is_flag=True, help="Use the built-in analyst: no model, no key, no network."),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads.

    Attributes:
        analyst: None for the built-in analyst.
        account: of what a model takes; None without one.
        editor: words statements anew; None without a model.
        second_reader: looks at statements once more; None where nobody is to.
    """

    analyst: Analyst | None = None
    account: Account | None = None
    editor: Editor | None = None
    second_reader: SecondReader | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, and how."""

    model: str | None
    base_url: str | None
    fallback: tuple[str, ...]
    language: str | None
    concurrency: int
    max_output_tokens: int | None
    timeout: float
    deadline: float
    max_calls: int | None
    max_total_tokens: int | None
    max_cost: Decimal | None
    prices: str | None
    usage: str | None
    dry_run: bool
    store: str | None
    no_store: bool
    record: str | None
    replay: str | None
    second_look: bool
    prompts: str | None
    offline: bool

    @property
    def limits(self) -> Limits:
        """What the run may take."""
        from briefing.options import Limits

        return Limits(
            calls=self.max_calls,
            total_tokens=self.max_total_tokens,
            cost=self.max_cost,
            seconds=self.deadline * 60,
            attempt_seconds=self.timeout,
        )

    @property
    def outputs(self) -> list[str]:
        """Files that are written beside the memo."""
        return [path for path in (self.usage, self.record) if path is not None]

    def check(self) -> None:
        """Refuses options that do not go together, before anything is read."""
        for one, other in _EXCLUDING:
            if getattr(self, one) and getattr(self, other):
                names = (f"--{name.replace('_', '-')}" for name in (one, other))
                raise click.UsageError(f"{' and '.join(names)} exclude each other; give one of them.")
        if self.model is None and self.replay is None and not self.offline:
            for name in _NEEDS_A_MODEL:
                if getattr(self, name):
                    raise click.UsageError(f"--{name.replace('_', '-')} needs a model; name one with -m.")
        for name in self.fallback:
            if name != _OFFLINE and not _RESERVE.fullmatch(name):
                raise click.UsageError(f"--fallback {name} is neither MODEL@URL nor {_OFFLINE}.")
        if _OFFLINE in self.fallback[:-1]:
            raise click.UsageError(f"--fallback {_OFFLINE} must come last: behind it nobody is asked.")

    @contextmanager
    def reading(self, *, quiet: bool, outputs: Iterable[str]) -> Iterator[Reader]:
        """Whoever reads; keys, files and prices are checked here, before an article is read.

        Args:
            quiet: whether nothing is said where all is well.
            outputs: files that the memo is written to.
        """
        if self.offline or (self.model is None and self.replay is None):
            if not self.offline and not quiet:
                say("No model is configured (-m or BRIEFING_MODEL), so the offline analyst reads.")
            yield Reader()
            self._write_usage(None)
            return
        from briefing.analysis.fallback_analyst import FallbackAnalyst
        from briefing.analysis.model_analyst import ModelAnalyst
        from briefing.analysis.prompting import Prompts
        from briefing.models.account import Account

        account = Account(self.limits)
        endings: list[Callable[[], None]] = []
        asking = ModelAnalyst(
            self._model(account, outputs, endings),
            prompts=Prompts(self.prompts),
            language=self.language,
            max_output_tokens=self.max_output_tokens,
        )
        try:
            analyst: Analyst = FallbackAnalyst(asking) if _OFFLINE in self.fallback else asking
            yield Reader(analyst, account, editor=asking, second_reader=asking if self.second_look else None)
        finally:
            account.stop()  # after an interruption workers shall send nothing more, not even a retry
            self._write_usage(account)
        for end in endings:  # not after an interruption: what is still under way shall be kept
            end()

    def _write_usage(self, account: Account | None) -> None:
        if self.usage is not None:
            from briefing.models.account import Account, to_json
            from briefing.writing.files import write_atomic

            write_atomic(self.usage, to_json(account or Account()))

    def plan(self, articles: Iterable[Article | Problem], options: Options) -> str:
        """What a run would ask, take and cost, in words; nobody is asked, and no key is needed.

        Args:
            articles: as `load` yields them.
            options: how they are analysed.
        """
        from briefing.analysis.model_analyst import ModelAnalyst
        from briefing.analysis.prompting import Prompts
        from briefing.errors import OptionError
        from briefing.models import OpenAIModel
        from briefing.models.prices import find_price
        from briefing.models.sizing import counts_like_us
        from briefing.planning import plan, told

        models = [OpenAIModel(name, base_url=url, api_key=_UNSENT) for name, url in self._asked()]
        model = models[0]
        file = Path(self.prices) if self.prices else None
        prices = [find_price(held.name, held.endpoint, file=file) for held in models]
        if None in prices and self.max_cost is not None:
            unknown = models[prices.index(None)].name
            raise OptionError(
                f"The price of {unknown} is not known, so --max-cost cannot hold; give --prices FILE, or leave it out."
            )
        analyst = ModelAnalyst(
            model,
            prompts=Prompts(self.prompts),
            language=self.language,
            max_output_tokens=self.max_output_tokens,
        )
        made = plan(
            articles,
            analyst,
            options=options,
            limits=self.limits,
            exact=counts_like_us(model.endpoint),
            models=len(models),
            second_look=self.second_look,
        )
        if self.usage is not None:
            from briefing.planning import to_json
            from briefing.writing.files import write_atomic

            write_atomic(self.usage, to_json(made, prices))
        return told(made, prices, model=model.name)

    def _asked(self) -> list[tuple[str, str | None]]:
        """Names and URLs of the models, in the order in which they are asked."""
        assert self.model is not None  # noqa: S101  # for the type checker: `check` has seen to it
        reserves = [found.groupdict() for name in self.fallback if (found := _RESERVE.fullmatch(name))]
        return [(self.model, self.base_url), *((held["model"], held["url"]) for held in reserves)]

    def _model(self, account: Account, outputs: Iterable[str], endings: list[Callable[[], None]]) -> Model:
        """What answers the analyst: a recording, or the models with a store before them."""
        from briefing.models import Store, connect
        from briefing.models.fallback_model import FallbackModel
        from briefing.models.openai_model import OpenAIModel
        from briefing.models.prices import find_price
        from briefing.models.recorded_model import RecordedModel
        from briefing.models.replayed_model import ReplayedModel

        if self.replay is not None:
            return ReplayedModel(Path(self.replay))
        asked = self._asked()
        keys = _keys([url for _, url in asked])
        for (name, url), key in zip(asked, keys, strict=True):
            OpenAIModel(name, base_url=url, api_key=key).check()  # a missing key is told now, and the old memo stays
        store = None if self.no_store else Store(_apart(store_at(self.store), [*outputs, *self.outputs]))
        if store is not None:
            endings.append(store.close)
        prices = Path(self.prices) if self.prices else None
        models = []
        for (name, url), key in zip(asked, keys, strict=True):
            endpoint = OpenAIModel(name, base_url=url, api_key=key).endpoint
            price = find_price(name, endpoint, file=prices)
            models.append(connect(name, base_url=url, api_key=key, store=store, account=account, price=price))
        model: Model = FallbackModel(models) if len(models) > 1 else models[0]
        if self.record is None:
            return model
        recorded = RecordedModel(model, Path(self.record))
        endings.append(recorded.close)
        return recorded


def asks_a_model(work: Callable[..., int]) -> Callable[..., int]:
    """Gives `work` the options that say who reads, as `asked`."""
    names = [entry.name for entry in fields(Asked)]

    @wraps(work)
    def with_asked(**given: object) -> int:
        asked = {name: given.pop(name) for name in names}
        return work(**given, asked=Asked(**asked))  # type: ignore[arg-type]  # click has converted them

    for option in reversed(_OPTIONS):
        with_asked = option(with_asked)
    return with_asked


def store_at(path: str | None) -> Path:
    """Where the store is: the file that was named, else that of all runs, by the XDG Base Directory Specification."""
    if path:
        return Path(path)
    try:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:  # as in a container whose user is a mere number
        raise click.UsageError("No home folder is known to keep replies in; give --store, or --no-store.") from None
    return Path(cache) / "briefing" / "replies.sqlite"


def _apart(store: Path, outputs: Iterable[str]) -> Path:
    """The store, unless something would be written over it."""
    held = {os.path.realpath(f"{store}{end}") for end in ("", "-wal", "-shm")}
    for output in outputs:
        if os.path.realpath(output) in held:
            raise click.UsageError(f"{output} is the store of replies; write to another file.")
    return store


def _keys(urls: Sequence[str | None]) -> list[Secret | None]:
    """The key for each endpoint: its own variable's, else the first one's where the origin is the same.

    A key goes to no origin but the one that it was set for: another endpoint than the first does not get
    `OPENAI_API_KEY`. A server on this machine needs none.
    """
    from briefing.models.openai_model import NO_KEY, is_local
    from briefing.models.redaction import Secret

    first = urlsplit(urls[0] or os.environ.get("OPENAI_BASE_URL") or _OPENAI).netloc
    found: list[Secret | None] = []
    for place, url in enumerate(urls):
        parts = urlsplit(url or "")
        variable = f"BRIEFING_API_KEY_{re.sub('[^A-Z0-9]+', '_', (parts.hostname or '').upper())}"
        own = bool(parts.hostname and os.environ.get(variable))
        if own or place == 0 or parts.netloc == first:
            found.append(Secret(os.environ[variable]) if own else None)
            continue
        if not is_local(url or ""):
            raise click.UsageError(f"No key is set for {parts.hostname}; set {variable} (any word if it needs none).")
        found.append(Secret(NO_KEY))
    return found
