"""The command line, `basespace-async`. Needs the extra `basespace-async[cli]`.

Modules here import little: a command imports what it needs when it runs, so that help and completion are quick.
"""

try:
    import click as click
except ImportError:
    raise ImportError("the command line needs click: pip install 'basespace-async[cli]'") from None

from .app import cli, main

__all__ = ["cli", "main"]
