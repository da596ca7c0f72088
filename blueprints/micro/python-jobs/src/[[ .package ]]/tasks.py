"""The jobs, and the schedule of the periodic ones.

NAME.delay(…) queues a job. Its arguments must be JSON-serializable. If a worker dies
halfway, the job runs again, so make jobs idempotent.
"""

import logging
from datetime import timedelta

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def report_alive() -> None:
    """Log a heartbeat: silence means that no worker is running."""
    logger.info("Worker is alive")


SCHEDULE = {
    "report-alive": {
        "task": report_alive.name,
        "schedule": timedelta(minutes=5),
    },
}
