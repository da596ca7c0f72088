import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def start_gunicorn(port: int, secret_key: str) -> subprocess.Popen[str]:
    own = {"PORT": str(port), "FLASK_SECRET_KEY": secret_key, "WEB_CONCURRENCY": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env=os.environ | {"HOST": "127.0.0.1"} | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def status(port: int, path: str) -> int:
    """Return the status of the first response, waiting for the server to start."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError


def test_gunicorn_serves_and_stops() -> None:
    port = free_port()
    with start_gunicorn(port, "for tests") as server:
        try:
            assert status(port, "/readyz") == 200
        finally:
            server.terminate()
        log, _ = server.communicate(timeout=60)

    assert server.returncode == 0, log
    assert '"message": "GET /readyz 200"' in log


def test_gunicorn_refuses_to_start_without_a_secret_key() -> None:
    with start_gunicorn(free_port(), "") as server:
        log, _ = server.communicate(timeout=60)

    assert server.returncode != 0
    assert "SECRET_KEY is not set" in log
