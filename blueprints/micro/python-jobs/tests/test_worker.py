import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_worker_starts_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_SECRET_KEY", "for tests")
    with subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "worker", "worker"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as worker:
        assert worker.stdout
        log = ""
        while " ready" not in log and (line := worker.stdout.readline()):
            log += line
        worker.terminate()
        log += worker.communicate(timeout=30)[0]

    assert worker.returncode == 0, log
    assert ' ready."' in log
