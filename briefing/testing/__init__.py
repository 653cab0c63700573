"""What tests of this library, and of what is built on it, need in place of a model.

`ScriptedModel` answers in the process; `ChatEndpoint` is a real HTTP server on this machine.
Nothing of the library imports this package.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
