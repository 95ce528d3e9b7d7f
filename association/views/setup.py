"""The first hour in a browser, opened by a printed secret while nobody ever held a seat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.actions.setup import SetupRefused, found
from association.forms import SetupForm
from association.queries import setup as queries


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Ask, then set up. Gone (404) once somebody has held a seat."""
    if not queries.is_open():
        raise Http404
    form = SetupForm(request.POST or None, initial={"key": request.GET.get("key", "")})
    if request.method == "POST" and form.is_valid():
        if not queries.is_secret(form.cleaned_data["key"]):
            form.add_error("key", _("This is not the secret. `manage.py setup --web` prints it."))
        elif _found(form):
            messages.success(request, _("All is set up. Sign in with a code sent to your address."))
            return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return render(request, "association/setup.html", {"form": form}, status=status)


def _found(form: SetupForm) -> bool:
    try:
        found(form.founding(), at=timezone.now())
    except SetupRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
