"""A memo by a model: `python examples/with_a_model.py`, from the top of the checkout.

No model is asked here: the replies lie in `examples/replies/`, written by hand as a good analyst would
answer the very requests that a model gets. For a real one, put its name and address in their place:

    model = briefing.connect("qwen3-8b", base_url="http://127.0.0.1:8080/v1")
"""

import json
import sys
from pathlib import Path

import briefing
from briefing.testing import ScriptedModel


def scripted(name: str) -> ScriptedModel:
    """A model that gives the replies of `examples/replies/NAME.json`, by stage and unit."""
    replies = json.loads(Path(f"examples/replies/{name}.json").read_text(encoding="utf-8"))
    return ScriptedModel({asked: json.dumps(reply, ensure_ascii=False) for asked, reply in replies.items()})


def main() -> None:
    """Prints the memo of one story that three outlets tell."""
    model = scripted("harbour")
    memo = briefing.brief(briefing.load("examples/articles/harbour-*.*"), model=model)
    sys.stdout.buffer.write(briefing.render(memo).encode())
    stages = ", ".join(f"{stage.requests} to {stage.stage}" for stage in memo.run.stages)
    sys.stderr.write(f"{len(model.requests)} requests: {stages}\n")


if __name__ == "__main__":
    main()
