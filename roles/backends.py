"""Access follows the seat: a role's rights while the term runs, and not a day longer."""

from typing import Any

from django.utils import timezone

from members.models import Person, User
from roles import rules
from roles.queries.rights import local_day, rights_of, rights_to_come


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
        found = user_obj.__dict__.get("_seat_rights")
        if found is None:
            found = rights_of(user_obj, timezone.now())
            user_obj.__dict__["_seat_rights"] = found
        return found

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a running seat grants `perm`; never the keys of a person with more rights."""
        rights = self.get_all_permissions(user_obj)
        if perm in rules.TAKES_OVER and isinstance(obj, Person) and perm in rights:
            return rights >= rights_to_come(obj, local_day(timezone.now()))
        return perm in rights

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a running seat grants anything of this package."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
