"""Example content, for `manage.py seed`."""

from django.utils import timezone

from apps.APP.models import Item

EXAMPLES = (
    {
        "title": "Where this page comes from",
        "summary": "From the database, through a model, a view and a template.",
        "body": "See models.py, views.py and templates in apps/APP.",
    },
    {
        "title": "Who may change it",
        "summary": "Those to whom the admin gave the permission.",
        "body": "Sign in with an account that may add, change or delete items: buttons appear.",
    },
)


def seed() -> int:
    """Add the examples that are missing, and tell how many those were."""
    made = 0
    for example in EXAMPLES:
        _, new = Item.objects.get_or_create(**example, defaults={"published_at": timezone.now()})
        made += new
    return made
