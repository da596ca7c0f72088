"""Celery does what no request should wait for: `make worker`, and `make beat` for the time."""

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
    """Demand a certificate that this machine trusts; by itself Celery takes any."""
    if source.broker_url.startswith("rediss:"):
        source.broker_use_ssl = {"ssl_cert_reqs": "required"}


@setup_logging.connect
def keep_logging(**_: object) -> None:
    """Leave logging as the settings have it."""


@before_task_publish.connect
def prepare_log(headers: dict[str, Any], **_: object) -> None:
    """Give a job the id of the request that asks for it, and log nothing of what it is given."""
    headers |= {"request_id": request_id.get(), "argsrepr": "…", "kwargsrepr": "…"}


@task_prerun.connect
def take_request_id(task_id: str, task: Task[..., Any], **_: object) -> None:
    """Log what a job does under that id; under its own if it has its time from beat."""
    if not task.request.is_eager:
        given = task.request.get("request_id", "-")
        request_id.set(task_id if given == "-" else given)


@task_postrun.connect
def drop_request_id(task: Task[..., Any], **_: object) -> None:
    """Log nothing more under it."""
    if not task.request.is_eager:
        request_id.set("-")
