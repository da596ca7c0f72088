"""The jobs, and when the periodic ones run.

NAME.delay(…) puts one in line, with arguments that JSON can write. If a worker dies in
the middle of a job, it is run again: so running it twice must do what once does.
"""

import logging
from datetime import timedelta

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def report_alive() -> None:
    """Tell the log that jobs are done: silence means that the worker is gone."""
    logger.info("The worker is alive")


SCHEDULE = {
    "report-alive": {
        "task": report_alive.name,
        "schedule": timedelta(minutes=5),
    },
}
