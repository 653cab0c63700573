"""400 structured calls, 64 in flight, on an endpoint that takes 200 ms: wall time over the ideal, and client CPU.

Each contender runs in a process of its own, beside the endpoint in another; see README.md in this folder.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
import importlib.util
import itertools
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from briefing.models import Message, Request, Store, connect, decode, strict_schema
from briefing.testing import ChatEndpoint, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MODEL = "scripted"
SYSTEM = "You read one article and return every dispute in it, citing line numbers. " * 40
ARTICLE = "\n".join(f"{number} The council has not said when the harbour will be dredged." for number in range(1, 201))


class Stance(BaseModel):
    """What a party wants."""

    model_config = ConfigDict(extra="forbid")
    party: str
    text: str
    lines: list[int]
    basis: Literal["quoted", "reported", "unnamed_source", "background"]


class Point(BaseModel):
    """A dispute."""

    model_config = ConfigDict(extra="forbid")
    question: str
    headline: str
    tier: Literal["core", "secondary", "contextual"]
    positions: list[Stance]
    matters: list[str]


class Points(BaseModel):
    """The disputes of an article."""

    model_config = ConfigDict(extra="forbid")
    points: list[Point]


REPLY = Points(
    points=[
        Point(
            question=f"Who pays for part {number} of the harbour?",
            headline=f"Part {number} has no budget",
            tier="core",
            positions=[
                Stance(party=party, text=f"{party} wants the other side to pay.", lines=[1, 2, 3], basis="reported")
                for party in ("The council", "The port", "The union")
            ],
            matters=["The dredger leaves in May."],
        )
        for number in range(5)
    ]
).model_dump_json()


def check(found: object) -> None:
    """Stops a contender that did not return the whole reply as an object."""
    if not isinstance(found, Points) or len(found.points) != 5:
        raise SystemExit("a contender returned something else than the reply")


def threaded(call: Callable[[], object], calls: int, in_flight: int) -> tuple[float, float]:
    """Wall and processor seconds of `calls` calls in threads, after one that opens the client."""
    check(call())
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(in_flight) as pool:
        for found in pool.map(lambda _: call(), range(calls)):
            check(found)
    return time.perf_counter() - wall, time.process_time() - cpu


def looped(call: Callable[[], Awaitable[object]], calls: int, in_flight: int) -> tuple[float, float]:
    """The same with tasks of one event loop."""

    async def run() -> tuple[float, float]:
        check(await call())
        gate = asyncio.Semaphore(in_flight)

        async def one() -> None:
            async with gate:
                check(await call())

        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one() for _ in range(calls)))
        return time.perf_counter() - wall, time.process_time() - cpu

    return asyncio.run(run())


def briefing(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """This library: `Model.complete` in threads, then `decode`."""
    model = connect(MODEL, base_url=url)
    asked = Request(
        stage="extract",
        unit="article",
        messages=(Message("system", SYSTEM), Message("user", ARTICLE)),
        schema=strict_schema(Points),
        max_output_tokens=4_000,
    )
    return threaded(lambda: decode(model.complete(asked).text, Points), calls, in_flight)


def briefing_stored(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """The same with a store on the disk: each request is another one, and each reply is committed before it is used."""
    with tempfile.TemporaryDirectory() as folder, closing(Store(Path(folder) / "replies.sqlite")) as store:
        model = connect(MODEL, base_url=url, store=store)
        numbers = itertools.count()

        def call() -> object:
            asked = Request(
                stage="extract",
                unit="article",
                messages=(Message("system", SYSTEM), Message("user", f"{ARTICLE}\n{next(numbers)}")),
                schema=strict_schema(Points),
                max_output_tokens=4_000,
                shape=Points,
            )
            return decode(model.complete(asked).text, Points)

        return threaded(call, calls, in_flight)


def openai_parse(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """`parse` of the sync client in threads."""
    import openai

    client = openai.OpenAI(base_url=url, api_key="none", max_retries=0)

    def call() -> object:
        done = client.chat.completions.parse(
            model=MODEL,
            messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": ARTICLE}],
            response_format=Points,
            max_tokens=4_000,
        )
        return done.choices[0].message.parsed

    return threaded(call, calls, in_flight)


def openai_parse_async(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """`parse` of the async client."""
    import openai

    client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0)

    async def call() -> object:
        done = await client.chat.completions.parse(
            model=MODEL,
            messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": ARTICLE}],
            response_format=Points,
            max_tokens=4_000,
        )
        return done.choices[0].message.parsed

    return looped(call, calls, in_flight)


def instructor_threads(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """Instructor's strict schema mode on the sync client in threads."""
    import instructor
    import openai

    client = instructor.from_openai(
        openai.OpenAI(base_url=url, api_key="none", max_retries=0), mode=instructor.Mode.JSON_SCHEMA
    )

    def call() -> object:
        return client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": ARTICLE}],
            response_model=Points,
            max_retries=0,
            max_tokens=4_000,
        )

    return threaded(call, calls, in_flight)


def instructor_async(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """Instructor's strict schema mode on the async client."""
    import instructor
    import openai

    client = instructor.from_openai(
        openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0), mode=instructor.Mode.JSON_SCHEMA
    )

    async def call() -> object:
        return await client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": ARTICLE}],
            response_model=Points,
            max_retries=0,
            max_tokens=4_000,
        )

    return looped(call, calls, in_flight)


def pydantic_ai(url: str, calls: int, in_flight: int) -> tuple[float, float]:
    """One agent of pydantic-ai with native structured output, asynchronous as it is made to be."""
    from pydantic_ai import Agent, NativeOutput
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    model = OpenAIChatModel(MODEL, provider=OpenAIProvider(base_url=url, api_key="none"))
    agent = Agent(model, output_type=NativeOutput(Points), instructions=SYSTEM, retries=0)

    async def call() -> object:
        return (await agent.run(ARTICLE, model_settings={"max_tokens": 4_000})).output

    return looped(call, calls, in_flight)


CONTENDERS: dict[str, tuple[str, Callable[[str, int, int], tuple[float, float]]]] = {
    "briefing": ("briefing", briefing),
    "briefing, store on": ("briefing", briefing_stored),
    "openai parse, threads": ("openai", openai_parse),
    "openai parse, async": ("openai", openai_parse_async),
    "instructor, threads": ("instructor", instructor_threads),
    "instructor, async": ("instructor", instructor_async),
    "pydantic-ai, async": ("pydantic_ai", pydantic_ai),
}
PACKAGES = {"briefing": "briefing-memo", "pydantic_ai": "pydantic-ai-slim"}


def serve(delay: float) -> None:
    """The endpoint, until standard input is closed."""
    with ChatEndpoint(lambda _: Response(text=REPLY, delay=delay)) as endpoint:
        print(endpoint.url, flush=True)
        sys.stdin.read()


def measured(name: str, url: str, calls: int, in_flight: int) -> tuple[float, float] | str:
    """Wall and processor seconds of one contender in a process of its own, or its last words."""
    command = [sys.executable, __file__, "--contender", name, "--url", url]
    done = subprocess.run(
        [*command, "--calls", str(calls), "--in-flight", str(in_flight)], capture_output=True, text=True
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    wall, cpu = json.loads(done.stdout.splitlines()[-1])
    return wall, cpu


def compare(calls: int, in_flight: int, delay: float, rounds: int) -> None:
    """Prints a Markdown table of all contenders; the rounds are interleaved."""
    ideal = math.ceil(calls / in_flight) * delay
    taken: dict[str, list[tuple[float, float]]] = {}
    told: dict[str, str] = {}
    endpoint = subprocess.Popen(
        [sys.executable, __file__, "--serve", "--delay", str(delay)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with endpoint:
        assert endpoint.stdin is not None
        assert endpoint.stdout is not None
        url = endpoint.stdout.readline().strip()
        for _ in range(rounds):
            for name, (module, _) in CONTENDERS.items():
                if name in told:
                    continue
                if importlib.util.find_spec(module) is None:
                    told[name] = "not installed"
                    continue
                result = measured(name, url, calls, in_flight)
                if isinstance(result, str):
                    told[name] = f"failed: {result}"
                else:
                    taken.setdefault(name, []).append(result)
        endpoint.stdin.close()
    print(f"{calls} calls, {in_flight} in flight, {delay * 1000:g} ms each: ideal {ideal:.2f} s; {rounds} rounds\n")
    print("| contender | version | wall / ideal | client CPU, ms a call |\n|---|---|---:|---:|")
    for name, (module, _) in CONTENDERS.items():
        if name in told:
            print(f"| {name} | – | {told[name]} | – |")
            continue
        wall = statistics.median(wall for wall, _ in taken[name]) / ideal
        cpu = statistics.median(cpu for _, cpu in taken[name]) / calls * 1000
        version = importlib.metadata.version(PACKAGES.get(module, module))
        print(f"| {name} | {version} | {wall:.2f} | {cpu:.2f} |")


def main() -> None:
    """Runs the comparison, or one part of it in a process that the comparison has started."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=400)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds the endpoint takes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.delay)
    elif given.contender:
        print(json.dumps(CONTENDERS[given.contender][1](given.url, given.calls, given.in_flight)))
    else:
        compare(given.calls, given.in_flight, given.delay, given.rounds)


if __name__ == "__main__":
    main()
