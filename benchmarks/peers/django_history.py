"""A case as a row of a Django model whose history django-simple-history keeps: what most offices would build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from benchmarks.baselines import Step


def configure(path: Path) -> None:
    """Once a process: Django has one configuration, and its database is set anew for each round."""
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history", "benchmarks.peers"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
        )
        django.setup()


def models() -> tuple[Any, Any]:
    """The model of a case and that of its history."""
    from django.db import models
    from simple_history.models import HistoricalRecords

    class Case(models.Model):  # type: ignore[misc]
        number = models.CharField(max_length=40, unique=True)
        status = models.CharField(max_length=80)
        data = models.TextField()
        history = HistoricalRecords(
            app="peers",
            history_user_id_field=models.IntegerField(null=True),
            history_user_getter=lambda _instance: None,
            history_user_setter=lambda _instance, _user: None,
        )

        class Meta:
            app_label = "peers"

    return Case, Case.history.model


def prepare(path: Path, case: Any, history: Any) -> None:
    """An empty database with the two tables, as durable as ours."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    with connection.schema_editor() as editor:
        editor.create_model(case)
        editor.create_model(history)


def live(case: Any, cases: Sequence[Sequence[Step]]) -> int:
    """Each step one durable transaction: the row changed, and its history written. The number of steps."""
    from django.db import transaction

    for number in range(max(map(len, cases))):
        for at, steps in enumerate(cases):
            if number < len(steps):
                name, data = steps[number]
                with transaction.atomic():
                    row = case(number=str(at)) if number == 0 else case.objects.get(number=str(at))
                    row.status, row.data = name, json.dumps(data)
                    row.save()
    return sum(map(len, cases))
