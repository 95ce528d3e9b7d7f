"""Access follows the seat: a role's rights while the term runs, and not a day longer."""

from typing import Any

from django.utils import timezone

from members.models import Person, User
from roles import rules
from roles.queries.rights import Rights, local_day, rights_of, rights_to_come


def seat_rights(user: User) -> Rights:
    """What the log-in's seats grant now; asked for once per user object (= per request)."""
    found: Rights | None = rights_read(user)
    if found is None:
        found = user.__dict__["_seat_rights"] = rights_of(user, timezone.now())
    return found


def rights_read(user: Any) -> Rights | None:
    """As `seat_rights`, where this request has asked for them already; else None, and no query."""
    return getattr(user, "_seat_rights", None)


class SeatBackend:
    """Django's permission backend; the rights are read once per user object (= per request)."""

    def authenticate(self, request: object, **credentials: object) -> None:
        """Logs nobody in."""

    def get_user(self, user_id: int) -> None:
        """Logs nobody in."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The rights of today, the day in the association's zone. Objects change nothing."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        return seat_rights(user_obj).allowed

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a running seat grants `perm`; never the keys of a person with more rights."""
        rights = self.get_all_permissions(user_obj)
        if perm in rules.TAKES_OVER and isinstance(obj, Person) and perm in rights:
            return rights >= rights_to_come(obj, local_day(timezone.now()))
        return perm in rights

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a running seat grants anything of this package."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
