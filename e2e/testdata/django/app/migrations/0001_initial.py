# The first migration of this app

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the list.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty for a draft. A time to come publishes it then (UTC).",
                        null=True,
                        verbose_name="published",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "ordering": (
                    models.OrderBy(models.F("published_at"), descending=True, nulls_first=True),
                    "-pk",
                ),
            },
        ),
    ]
