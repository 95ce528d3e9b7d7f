#!/usr/bin/env python
"""The project's command line: `manage.py help` lists what it can do."""

import os
import sys
from contextlib import nullcontext

from association.local import prepare_environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")
    prepare_environment(sys.argv)
    import pghistory
    from django.core.management import execute_from_command_line

    # History names the command; migrations have statements that stand alone.
    command = next(iter(sys.argv[1:]), "help")
    told = nullcontext() if command == "migrate" else pghistory.context(by="system", via=command)
    try:
        with told:
            execute_from_command_line(sys.argv)
    except BrokenPipeError:
        # Whoever read (`| head`) has seen enough; what is left must not be flushed into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
