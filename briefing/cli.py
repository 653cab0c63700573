"""The command line: arguments to files and exit code; nothing else reads arguments, environment or clock.

Standard output carries only the product; messages and progress go to standard error. Exit codes:

    0    the memo is complete, offline or empty
    1    a fault of ours
    2    usage, a template, a prompt or an output path is wrong, a key is missing, or nothing was readable; old
         files are left as they were
    3    degraded: the memo was written, but some input went unused, or --fail-on or --min-coverage says so; of
         `verify`, something does not hold
    4    failed: a memo was written that says so, because the model could not be asked or gave nothing usable
    130  interrupted; old files are left as they were
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from briefing.console import (
    listening,
    log,
    one_line,
    product,
    say,
    status_line,
    summarise,
    tell,
    tell_losses,
    tell_usage,
)
from briefing.model_options import Asked, asks_a_model, store_at
from briefing.process import run

# Everything else is imported where it is used: `--help` must not wait for pydantic and jinja2.
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from briefing.memo import Memo
    from briefing.options import OnUnsupported
    from briefing.tracing import Replies

_EXITS = {"degraded": 3, "failed": 4}
_WIDTH = 100  # columns of a help text


class _Day(click.ParamType["dt.date"]):
    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """A day as YYYY-MM-DD."""
        import datetime as dt

        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-11-22.", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDTH})
@click.version_option(package_name="briefing-memo", prog_name="briefing")
def command() -> None:
    """Turn articles into a briefing memo in which every sentence leads to its source.

    \b
    Exit codes: 0 complete, offline or empty; 1 a fault of ours; 2 usage, template,
    prompt, output path, no key, or nothing readable; 3 degraded, memo written;
    4 failed, memo written; 130 interrupted.
    """  # noqa: D301  # click's own mark for text that is not to be reflowed is a real backspace


_sources = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
_max_chunk_tokens = click.option(
    "--max-chunk-tokens",
    type=click.IntRange(min=1),
    default=6_000,
    show_default=True,
    metavar="N",
    help="Most tokens (o200k_base) of source text that are analysed at once.",
)
_template = click.option(
    "-t", "--template", metavar="TEMPLATE", help="Built-in template name, or path of a template of your own."
)
_full = click.option("--full", is_flag=True, help="Print every point and all evidence.")
_max_words = click.option(
    "--max-words",
    type=click.IntRange(min=1),
    metavar="N",
    help="Word budget of the memo; evidence does not count.  [default: 650, less for short articles]",
)
_output = click.option("-o", "--output", metavar="FILE", help="Write the memo here instead of to standard output.")


@command.command()
@_sources
@_output
@click.option("--json", "json_output", metavar="FILE", help="Write the memo's data here as JSON.")
@_template
@_full
@_max_words
@click.option("--as-of", type=_Day(), metavar="DATE", help="Day the memo speaks of.  [default: latest article date]")
@click.option("--title", metavar="T", help="Title of the memo.")
@click.option(
    "--on-unsupported",
    type=click.Choice(["drop", "mark"]),
    help="What becomes of statements of a model that a check doubts.  [default: wrong numbers, names, negations and "
    "quotations drop, others are marked]",
)
@click.option(
    "--fail-on", metavar="KIND,...", help="Exit with 3 where the memo has a notice of such a kind, or a flag of it."
)
@click.option(
    "--min-coverage",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Exit with 3 where less of the sentences is cited in the memo's data.",
)
@_max_chunk_tokens
@asks_a_model
@click.option("-q", "--quiet", is_flag=True, help="Say on standard error only what went wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is done, a line an event.")
@click.option("--log-text", is_flag=True, help="With -v: say what is asked and answered too, article text and all.")
def memo(
    sources: tuple[str, ...],
    output: str | None,
    json_output: str | None,
    template: str | None,
    full: bool,
    max_words: int | None,
    as_of: dt.date | None,
    title: str | None,
    on_unsupported: OnUnsupported | None,
    fail_on: str | None,
    min_coverage: int | None,
    max_chunk_tokens: int,
    asked: Asked,
    quiet: bool,
    verbose: bool,
    log_text: bool,
) -> int:
    """Write a memo of articles.

    SOURCE is a .txt or .md file, a folder, a glob, or - for standard input.
    """
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other; give one of them.")
    asked.check()
    from briefing.gating import gated, parse_kinds, share_cited
    from briefing.memo import to_json
    from briefing.options import Options
    from briefing.pipeline import brief
    from briefing.reading import load
    from briefing.writing.files import ensure_writable, write_atomic
    from briefing.writing.rendering import check_template, render

    kinds = parse_kinds(fail_on) if fail_on is not None else frozenset()
    check_template(template)
    outputs = [path for path in (output, json_output) if path is not None]
    ensure_writable([*outputs, *asked.outputs])
    articles = load(sources, skip=[Path(path) for path in (*outputs, *asked.outputs)], stdin=sys.stdin.buffer)
    options = Options(max_chunk_tokens=max_chunk_tokens, concurrency=asked.concurrency, on_unsupported=on_unsupported)
    if asked.dry_run:
        product(asked.plan(articles, options))
        return 0
    with (
        listening(quiet=quiet, verbose=verbose, with_text=log_text),
        asked.reading(quiet=quiet, outputs=outputs) as reader,
        status_line(shown=not quiet and not verbose) as line,
    ):
        made = brief(
            articles,
            analyst=reader.analyst,
            editor=reader.editor,
            second_reader=reader.second_reader,
            as_of=as_of,
            title=title,
            options=options,
            progress=log if verbose else line,
        )
    text = render(made, template, full=full, max_words=max_words)
    if json_output is not None:
        write_atomic(json_output, to_json(made))
    if output is not None:
        write_atomic(output, text)
    else:
        product(text)
    tell_losses(made)
    if not quiet:
        summarise(made, outputs)
        if reader.account is not None:
            tell_usage(reader.account)
    found = gated(made, kinds)
    if found:
        say(f"--fail-on: {', '.join(f'{number} {kind}' for kind, number in found.items())}.", kind="error")
    cited = share_cited(made) * 100
    too_few = min_coverage is not None and cited < min_coverage
    if too_few:
        say(f"--min-coverage: {cited:.0f} % of the sentences are cited, less than {min_coverage} %.", kind="error")
    return _EXITS.get(made.status, 3 if found or too_few else 0)


@command.command()
@click.argument("memo_file", metavar="MEMO.JSON")
@_template
@_output
@_full
@_max_words
def render(memo_file: str, template: str | None, output: str | None, full: bool, max_words: int | None) -> int:
    """Render a memo again from its JSON, without reading the articles."""
    from briefing.writing.files import ensure_writable, write_atomic
    from briefing.writing.rendering import check_template
    from briefing.writing.rendering import render as render_memo

    check_template(template)
    ensure_writable([output] if output else [])
    made = _load_memo(memo_file)
    text = render_memo(made, template, full=full, max_words=max_words)
    if output is not None:
        write_atomic(output, text)
    else:
        product(text)
    return _EXITS.get(made.status, 0)


@command.command()
@click.argument("memo_file", metavar="MEMO.JSON")
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
def verify(memo_file: str, sources: tuple[str, ...]) -> int:
    """Check a memo against its sources, without a model.

    Every span, quotation, speaker, figure, date and number is looked up anew, and every statement of a model is
    held against its evidence. A source is known by its text, whatever its file is called; evidence whose source is
    not given is counted as unchecked. Exit code 3 where anything does not hold.
    """
    from briefing.article import Article
    from briefing.reading import load
    from briefing.verifying import verify as check

    made = _load_memo(memo_file)
    articles = []
    for found in load(sources, stdin=sys.stdin.buffer) if sources else ():
        if isinstance(found, Article):
            articles.append(found)
        elif found.loss:
            tell(found)
    held = check(made, articles)
    product("".join(f"{one_line(doubt)}\n" for doubt in held.doubts))
    say(
        f"{held.spans:,} spans checked, {held.unchecked:,} without their source; {held.statements:,} statements of a "
        f"model checked, {held.marked:,} marked in the memo; {len(held.doubts):,} doubts."
    )
    return 3 if held.doubts else 0


@command.command()
@click.argument("memo_file", metavar="MEMO.JSON")
@click.argument("item", metavar="ITEM")
@click.option("--store", metavar="FILE", help="Where the replies are kept.  [default: in the cache]")
@click.option("--replay", metavar="FILE", help="A recording that holds the replies.")
@click.option("--reply", is_flag=True, help="Print the replies whole.")
def why(memo_file: str, item: str, store: str | None, replay: str | None, reply: bool) -> int:
    """Print what leads from ITEM of a memo to its sources.

    ITEM is a citation number, or the id of a statement, a position, a point or anything else in the file.
    """
    from briefing.tracing import trace

    if store and replay:
        raise click.UsageError("--store and --replay exclude each other; leave one of them away.")
    with _replies(store, replay) as replies:
        told = trace(_load_memo(memo_file), item, replies, whole=reply)
    if told is None:
        raise click.UsageError(f"{memo_file} has no {one_line(item)}; give a citation number, such as 3, or an id.")
    product("".join(f"{one_line(line)}\n" for line in told.splitlines()))
    return 0


@contextmanager
def _replies(store: str | None, replay: str | None) -> Iterator[Replies | None]:
    """What answered a request, from a recording or a store; None where there is no store."""
    if replay:
        from briefing.models.recording import read_recording

        _, entries = read_recording(Path(replay))
        yield lambda key: [entry.reply.text] if (entry := entries.get(key)) and entry.reply else []
        return
    from briefing.models import Store

    place = store_at(store)
    if not os.path.lexists(place):
        if store:
            raise click.UsageError(f"There is no store at {place}; name one that a run with a model made.")
        yield None
        return
    with closing(Store(place)) as held:
        yield lambda key: [kept.reply.text for kept in held.find(key)]


@command.command()
@_sources
@_max_chunk_tokens
def chunks(sources: tuple[str, ...], max_chunk_tokens: int) -> int:
    """Show how articles are split: a line a chunk.

    Columns, parted by tabs: source, number of the chunk, characters from and to, tokens,
    sentences, headings in force where it starts.
    """
    from briefing.analysis.splitting import split
    from briefing.article import Article
    from briefing.reading import load, segment
    from briefing.wording.tokens import count_tokens

    lost = False
    for article in load(sources, stdin=sys.stdin.buffer):
        if not isinstance(article, Article):
            lost |= article.loss
            tell(article)
            continue
        for number, chunk in enumerate(split(article, segment(article), max_tokens=max_chunk_tokens), start=1):
            tokens = count_tokens(article.text[chunk.start : chunk.end])
            path = one_line(" > ".join(chunk.heading_path))
            cells = (article.source, number, chunk.start, chunk.end, tokens, len(chunk.sentences), path)
            product("\t".join(str(cell) for cell in cells).rstrip() + "\n")
    return 3 if lost else 0


@command.command()
def schema() -> int:
    """Print the JSON Schema of memo.json."""
    import json

    from briefing.memo import json_schema

    product(json.dumps(json_schema(), indent=2) + "\n")
    return 0


@command.group(invoke_without_command=True)
@click.pass_context
def templates(context: click.Context) -> int:
    """List the built-in templates, or show one."""
    if context.invoked_subcommand is None:
        from briefing.writing.rendering import template_names

        product("".join(f"{name}\n" for name in template_names()))
    return 0


@templates.command("show")
@click.argument("name")
def show_template(name: str) -> int:
    """Print the source of the built-in template NAME, to start one of your own from."""
    from briefing.writing.rendering import template_source

    product(template_source(name))
    return 0


@command.group(invoke_without_command=True)
@click.option("--store", "path", metavar="FILE", help="The store.  [default: the one in the cache]")
@click.pass_context
def store(context: click.Context, path: str | None) -> int:
    """Show what the store of replies holds, or take old ones out."""
    from briefing.models import Store

    place = store_at(path)
    context.obj = place
    if not os.path.lexists(place):
        raise click.UsageError(f"There is no store at {place}; a run with a model makes one.")
    if context.invoked_subcommand is None:
        held = Store(place).kept()
        product(
            f"{place}\n{held.size:,} bytes, {held.replies:,} replies ({held.input_tokens:,} tokens in, "
            f"{held.output_tokens:,} out), {held.failures:,} kept for diagnosis only\n"
            f"saved {held.saved_input_tokens:,} tokens in and {held.saved_output_tokens:,} out, by answering "
            f"{held.hits:,} requests again\n"
        )
    return 0


@store.command("prune")
@click.option("--older-than", type=click.IntRange(0, 36_500), required=True, metavar="DAYS", help="Age in days.")
@click.pass_obj
def prune_store(place: Path, older_than: int) -> int:
    """Take replies out of the store that are older than DAYS."""
    from briefing.models import Store

    gone = Store(place).prune(days=older_than)
    say(f"{gone:,} replies taken out of {place}.")
    return 0


@command.group(invoke_without_command=True)
@click.pass_context
def prompts(context: click.Context) -> int:
    """List the files that hold the words sent to a model, or show one."""
    if context.invoked_subcommand is None:
        from briefing.analysis.prompting import prompt_names

        product("".join(f"{name}\n" for name in prompt_names()))
    return 0


@prompts.command("show")
@click.argument("name")
def show_prompt(name: str) -> int:
    """Print the prompt NAME, to start one of your own from; README.md tells what each file gets."""
    from briefing.analysis.prompting import prompt_source

    product(prompt_source(name))
    return 0


@command.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script for SHELL.

    \b
    bash:  eval "$(briefing completion bash)"
    zsh:   eval "$(briefing completion zsh)"
    fish:  briefing completion fish | source
    """  # noqa: D301  # as above
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    product(made(command, {}, "briefing", "_BRIEFING_COMPLETE").source() + "\n")
    return 0


def main() -> NoReturn:
    """Runs the command with the process's arguments and ends the process with its exit code."""
    run(lambda: command.main(prog_name="briefing", standalone_mode=False))


def _load_memo(name: str) -> Memo:
    from briefing.errors import MemoFileError
    from briefing.memo import from_json

    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise MemoFileError(f"{name} cannot be read ({error.strerror}); give a file that `--json` wrote.") from None
    return from_json(content, name=name)
