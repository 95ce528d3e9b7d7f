"""Object tools of packages that know people."""

from typing import Any

from django.http import HttpRequest

from kit.admin import tools
from members.queries import of_user


class ToolAdmin(tools.ToolAdmin):
    """Object tools whose actions get the person behind the log-in as `by`."""

    def actor(self, request: HttpRequest) -> Any:
        return of_user(request.user)
