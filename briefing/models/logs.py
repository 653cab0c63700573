"""Where this library writes its log: nowhere, until somebody listens to the logger `briefing`."""

from __future__ import annotations

import logging

logging.getLogger("briefing").addHandler(logging.NullHandler())
log = logging.getLogger("briefing.models")
