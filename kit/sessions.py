"""Sessions in the database, as Django keeps them; only the reading is prepared."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, TextField
from django.utils import timezone

from kit.prepared import Given, PreparedObjects

SESSION = PreparedObjects(
    lambda: Session.objects.filter(
        session_key=Given("key", TextField()), expire_date__gt=Given("at", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """Every page asks for its session."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSION.first(key=self.session_key, at=timezone.now())
        if found is None:
            self._session_key = None
        return found
