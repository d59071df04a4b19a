"""The figures of the page The same elsewhere: docs/records/elsewhere.json.

    pip install numpy torch==2.13.0 tensorflow==2.21 keras==3.15.1 jax
    python -m docs.elsewhere.record

Each framework runs in a process of its own.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "records" / "elsewhere.json"
PACKAGES = "numpy", "torch", "keras", "tensorflow", "jax"
WAYS = "numpy_minibatch", "pytorch", "keras_simple_rnn", "jax_scan"


def run(module, *arguments, **environment):
    """What a module of this folder prints."""
    print(module, *arguments, *environment.values(), flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"docs.elsewhere.{module}", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, check=True,
        stdout=subprocess.PIPE, encoding="utf-8",
    )
    return done.stdout


def found(module, *arguments, **environment):
    """The same, from JSON."""
    return json.loads(run(module, *arguments, **environment))


def figures():
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "versions": {
            name: version(name).partition("+")[0] for name in PACKAGES
        },
        "printed": {way: run(way) for way in WAYS},
        "off": {way: found("compare", way) for way in WAYS},
        "pytorch": found("traps_pytorch"),
        "keras": found("traps_keras"),
        "backends": {
            name: found("traps_backends", KERAS_BACKEND=name)
            for name in ("torch", "jax")
        } | {
            "jax64": found(
                "traps_backends", KERAS_BACKEND="jax", JAX_ENABLE_X64="1"
            ),
        },
    }


if __name__ == "__main__":
    kept = {"figures": figures()}
    TARGET.parent.mkdir(exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(text, encoding="utf-8")
    print(TARGET)
