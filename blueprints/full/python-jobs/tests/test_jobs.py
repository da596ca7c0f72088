import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from queue import Queue

import pytest
from celery.contrib.testing.worker import start_worker
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.core.middleware import request_id
from apps.core.tasks import clear_sessions
from config.celery import app
from config.env import BASE_DIR
from tests.test_settings import COMPLETE, run

seen: Queue[str] = Queue()


@app.task
def look(_person: str = "") -> None:
    seen.put(request_id.get())


@pytest.fixture(scope="module")
def worker() -> Iterator[None]:
    """Start a worker with an in-memory broker."""
    app.conf.task_always_eager = False
    with start_worker(app, perform_ping_check=False, shutdown_timeout=30):
        yield
    app.conf.task_always_eager = True


@pytest.mark.django_db
def test_expired_sessions_are_deleted() -> None:
    over, current = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    for key, expire_date in (("over", over), ("current", current)):
        Session.objects.create(session_key=key, expire_date=expire_date)

    clear_sessions()

    assert [session.pk for session in Session.objects.all()] == ["current"]


def test_scheduled_tasks_exist() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()


@pytest.mark.usefixtures("worker")
def test_worker_logs_the_request_id() -> None:
    token = request_id.set("r1")
    look.delay()
    request_id.reset(token)

    assert seen.get(timeout=10) == "r1"


def test_eager_tasks_log_the_request_id() -> None:
    token = request_id.set("r1")
    look.apply()
    kept = request_id.get()
    request_id.reset(token)

    assert [seen.get(timeout=10), kept] == ["r1", "r1"]


@pytest.mark.usefixtures("worker")
def test_worker_logs_the_task_id_without_a_request() -> None:
    job = look.delay()

    assert seen.get(timeout=10) == job.id


@pytest.mark.usefixtures("worker")
def test_arguments_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    look.delay("ada@example.com")
    seen.get(timeout=10)

    assert "look" in caplog.text
    assert not [record for record in caplog.records if "ada" in str(vars(record))]


def test_messages_are_json() -> None:
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ("json",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "tls"),
    [("redis://queue", "False"), ("rediss://queue", "{'ssl_cert_reqs': 'required'}")],
)
def test_tls_is_verified(url: str, tls: str) -> None:
    code = "from config.celery import app; print(app.conf.broker_use_ssl)"

    assert run("-c", code, **COMPLETE | {"REDIS_URL": url}).stdout.strip() == tls


@pytest.mark.slow
@pytest.mark.parametrize(("url", "eager"), [("", "True"), ("redis://queue", "False")])
def test_development_needs_no_redis(url: str, eager: str) -> None:
    code = "from config.celery import app; print(app.conf.task_always_eager)"

    result = run("-c", code, DJANGO_SETTINGS_MODULE="config.settings.dev", REDIS_URL=url)

    assert result.stdout.strip() == eager


@pytest.mark.slow
def test_worker_starts_and_stops() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "config", "worker", "--pool", "solo"],
        cwd=BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        while not (line := process.stderr.readline()).endswith("ready. [-]\n"):
            assert line, "the worker ended"
        process.terminate()
        rest = process.communicate(timeout=30)[1]

    assert process.returncode == 0, rest
