"""The client that openapi-python-client writes with its own templates: a peer to measure against.

It is generated into build/ from the document that is checked in, once for each version of the document.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "openapi" / "basespace-v2.yaml"
PACKAGE = "default_basespace_client"


def make_importable() -> str:
    """Generate the package if it is not there, and put it on `sys.path`.

    Returns:
        The package's name, for `importlib.import_module`.

    Raises:
        RuntimeError: If the generator failed; its output is in the message.
    """
    folder = _generated()
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return PACKAGE


def _generated() -> Path:
    content = DOCUMENT.read_bytes() + version("openapi-python-client").encode()
    folder = ROOT / "build" / "benchmarks" / f"default-client-{hashlib.sha256(content).hexdigest()[:12]}"
    if folder.exists():
        return folder
    scratch = folder.with_suffix(".new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    configuration = scratch / "generator.yaml"
    # Without hooks: formatting 35,000 lines takes longer than writing them, and changes nothing that is measured.
    configuration.write_text("post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(DOCUMENT)]
    options = ["--meta", "none", "--config", str(configuration), "--output-path", str(scratch / PACKAGE)]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"openapi-python-client failed:\n{run.stdout}{run.stderr}")
    scratch.rename(folder)
    return folder
