"""Small tags the page parts are made with."""

from django import template

register = template.Library()
