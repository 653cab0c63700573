"""The process of a command from its start to its exit code: signals, faults, what is still under way."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

import click

from briefing.console import flush, one_line, say
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from collections.abc import Callable

_INTERRUPTED = 130
_GRACE = 3.0  # seconds for requests under way after an interruption


def run(work: Callable[[], object]) -> NoReturn:
    """Does `work` and ends the process: with the code that it returns, or with that of what stopped it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as in the background of a shell
            signal.signal(number, _interrupt)
    code = exit_code(work)
    if code and threading.active_count() > 1:
        # Python would wait at exit for requests under way, minutes perhaps; what comes soon is still kept
        _wait_for_threads(_GRACE)
        flush()
        os._exit(code)
    flush()
    sys.exit(code)


def exit_code(work: Callable[[], object]) -> int:
    """Does `work`; what stops it is told in one sentence."""
    try:
        code = work()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("Interrupted. Run the same again; what the store of replies holds is not bought twice.", kind="error")
        return _INTERRUPTED
    except BriefingError as error:
        say(str(error), kind="error")
        return 2
    except SystemExit as error:  # of click, where whoever read our output has had enough of it
        return error.code if isinstance(error.code, int) else 0
    except Exception as error:  # noqa: BLE001  # the last resort: exit code 1 with one sentence, not a traceback
        return _our_fault(error)
    return code if isinstance(code, int) else 0


def _interrupt(*_: object) -> NoReturn:
    """SIGTERM, as a scheduler sends it, ends a run as Ctrl-C does; another Ctrl-C ends it at once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    raise KeyboardInterrupt


def _wait_for_threads(seconds: float) -> None:
    until = time.monotonic() + seconds
    while threading.active_count() > 1 and time.monotonic() < until:
        time.sleep(0.05)


def _our_fault(error: Exception) -> int:
    if os.environ.get("BRIEFING_DEBUG"):
        raise error
    told = one_line(f"{type(error).__name__}: {error}")
    say(f"A fault of ours: {told}. Run again with BRIEFING_DEBUG=1 set and report what it prints.", kind="error")
    return 1
