"""Makes `python -m briefing` the same command as `briefing`."""

from briefing.cli import main

main()
