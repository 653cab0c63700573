"""The seam to a language model: one request in, one reply out; the public names stand in `__init__.pyi`."""

import lazy_loader

# `openai` takes half a second to import and pydantic a few hundredths: each name loads only its own module.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
