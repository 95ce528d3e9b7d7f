#!/usr/bin/env python
"""The project's command line: `manage.py help` lists what it can do."""

import os
import sys

from association.local import prepare_environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")
    prepare_environment(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
