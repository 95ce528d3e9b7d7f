"""`deliver` without the committed mark before handing over: the twin that must send twice."""

import django

django.setup()

from django.utils import timezone  # noqa: E402

from outbox import claims  # noqa: E402
from outbox.actions import letters  # noqa: E402
from outbox.delivery import deliver_due  # noqa: E402

claims.mark_sending = lambda *args, **kwargs: True
letters.recover(at=timezone.now())
deliver_due(at=timezone.now())
