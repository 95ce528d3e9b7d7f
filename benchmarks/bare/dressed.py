"""The bare project with the third-party packages of ours: what they alone cost, set-up and memory.

That is the apps, and the two libraries every process of ours loads: celery and icalendar.
"""

import icalendar  # noqa: F401 - loaded for its cost
from celery import Celery

from association import settings as ours
from benchmarks.bare.settings import *  # noqa: F403 - the same, and more

OUR_PACKAGES = {"association", "pulse", "network", "events", "roles", "members", "outbox", "kit"}


def of_others(names: list[str]) -> list[str]:
    """Those that are not our own packages'."""
    return [name for name in names if name.partition(".")[0] not in OUR_PACKAGES]


ROOT_URLCONF = "benchmarks.bare.dressed_urls"
STATIC_URL = "/static/"
INSTALLED_APPS = [*of_others(ours.INSTALLED_APPS), "django.contrib.admin"]
MIDDLEWARE = of_others(ours.MIDDLEWARE)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
celery = Celery("dressed", broker="redis://127.0.0.1:1/0")
celery.autodiscover_tasks()
