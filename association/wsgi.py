"""The door for web servers: `gunicorn association.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")

application = get_wsgi_application()

# What is loaded now stays: workers share its memory, and no collection walks through it again.
gc.collect()
gc.freeze()
