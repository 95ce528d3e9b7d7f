"""allauth's forms, taught who is on file."""

from allauth.account.forms import RequestLoginCodeForm
from django.utils import timezone

from members.actions import logins


class RequestCodeForm(RequestLoginCodeForm):
    """A code goes to every address on file; outwardly the same for every other one."""

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        if address and self.data:
            logins.prepare(address=address, at=timezone.now())
        return super().clean_email()
