"""One query, and one query of 50 rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.bare.models import Person


def one(request: HttpRequest) -> HttpResponse:
    """One row."""
    person = Person.objects.get(pk=1)
    return HttpResponse(person.name)


def fifty(request: HttpRequest) -> HttpResponse:
    """A page of 50 rows."""
    people = Person.objects.order_by("sort_name", "id")[:50]
    return render(request, "people.html", {"people": people})


urlpatterns = [path("one/", one), path("fifty/", fifty)]
