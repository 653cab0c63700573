"""Serves a GGUF model through llama.cpp's OpenAI-compatible server, on this machine only.

    python llama_server.py MODEL

The base URL is printed on the first line; the server ends when standard input is closed. It is a process of
its own because libgomp reads its settings when it is loaded, which any other library may already have
caused; left to spin, two threads beside another busy process generate several times slower.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from pathlib import Path

CONTEXT_TOKENS = 8_192
_THREADS = 2
_START_SECONDS = 60


def main(path: str) -> None:
    """Serves the model at `path` until standard input is closed."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.model_alias = {Path(path).stem}  # replies would name the path
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # a free one
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1  # one slot has the whole context
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = _THREADS
    params.use_jinja = True
    params.cache_ram_mib = 0  # no store of earlier prompts
    params.sampling.temp = 0.0  # the same words in every run on the same machine
    params.verbosity = 1  # errors

    faulthandler.dump_traceback_later(_START_SECONDS, exit=True)
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    faulthandler.cancel_dump_traceback_later()
    sys.stdin.read()
    os._exit(0)  # the server's own end would wait for requests under way


if __name__ == "__main__":
    main(sys.argv[1])
