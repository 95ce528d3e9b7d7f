"""My data: everything as a file, and the way to be erased."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import erasures
from members.exports.mydata import archive
from members.forms.mydata import EraseForm
from members.models import ErasedPerson, Person
from members.personal import Refused
from members.queries.mydata import everything, files, what_stays
from members.queries.retention import terms
from members.recent import recent
from members.views.own import own_page


@require_safe
@own_page
def mydata(request: HttpRequest, person: Person) -> HttpResponse:
    """What can be taken along, and the way to be erased."""
    lapsed, guests = terms()
    context = {"person": person, "lapsed_months": lapsed, "guest_months": guests}
    return render(request, "members/mydata.html", context)


@require_POST
@recent
@own_page
def download(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Everything on file about me, with my photo and whatever else I sent, as a ZIP."""
    at = timezone.now().isoformat()
    held = archive(everything(person), files(person), taken_at=at)
    return FileResponse(held, as_attachment=True, filename="my-data.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@recent
@own_page
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Asks first and says what stays; then it cannot be undone."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            via = ErasedPerson.Via.SELF
            erasures.erase(person=person, via=via, by=person, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("You are erased. We wish you well."))
            return HttpResponseRedirect(reverse("account_login"), status=303)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "stays": what_stays()}
    return render(request, "members/erase.html", context, status=status)
