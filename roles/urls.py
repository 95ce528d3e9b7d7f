"""Addresses of the board and the standing roles."""

from django.urls import path

from roles import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("roles/", views.roles, name="roles"),
]
