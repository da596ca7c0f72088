"""Background jobs with Celery, which passes them to workers through Redis.

If REDIS_URL is memory://, a job runs immediately, in the process that queues it.
"""

from typing import Any

from celery import Celery, Task
from flask import Flask

from .tasks import SCHEDULE


def init_app(app: Flask) -> None:
    class AppTask(Task[Any, Any]):
        """A task that runs in the application context, with this project's defaults."""

        # Retry temporary failures after 1, 2, 4 … seconds, with jitter.
        autoretry_for = (OSError,)
        max_retries = 5
        retry_backoff = True

        def __call__(self, *args: object, **kwargs: object) -> object:
            with app.app_context():
                return super().__call__(*args, **kwargs)

    url = app.config["REDIS_URL"]
    celery = Celery(app.name, task_cls=AppTask)
    celery.conf.update(
        accept_content=["json"],
        beat_schedule=SCHEDULE,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "global_keyprefix": f"{app.name}:jobs:",
            "socket_timeout": 10,
            "visibility_timeout": 3600,
        },
        broker_url=url,
        # Acknowledge a job when it ends, so that it runs again if its worker dies.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_always_eager=url == "memory://",
        task_ignore_result=True,
        task_soft_time_limit=240,
        task_time_limit=300,
    )
    if url.startswith("rediss://"):
        celery.conf.broker_use_ssl = {"ssl_cert_reqs": "required"}
    celery.conf.update(app.config.get_namespace("CELERY_"))
    celery.set_default()
    app.extensions["celery"] = celery
