"""The Celery app. `make worker` runs tasks, `make beat` sends the periodic ones."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun

from apps.core.middleware import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def verify_tls(source: Any, **_: object) -> None:
    """Verify the certificate of a rediss:// broker, which Celery does not do by default."""
    if source.broker_url.startswith("rediss:"):
        source.broker_use_ssl = {"ssl_cert_reqs": "required"}


@setup_logging.connect
def keep_logging(**_: object) -> None:
    """Keep the LOGGING setting: Celery would replace it."""


@before_task_publish.connect
def prepare_log(headers: dict[str, Any], **_: object) -> None:
    """Pass on the request id, and keep the arguments out of the log."""
    headers |= {"request_id": request_id.get(), "argsrepr": "…", "kwargsrepr": "…"}


@task_prerun.connect
def take_request_id(task_id: str, task: Task[..., Any], **_: object) -> None:
    """Log with the id of the request that sent the task, or with the id of the task."""
    if not task.request.is_eager:
        given = task.request.get("request_id", "-")
        request_id.set(task_id if given == "-" else given)


@task_postrun.connect
def drop_request_id(task: Task[..., Any], **_: object) -> None:
    """Forget the id."""
    if not task.request.is_eager:
        request_id.set("-")
