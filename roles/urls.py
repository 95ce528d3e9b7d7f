"""Addresses of the board and the standing roles."""

from django.urls import path

from roles import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/terms/", views.terms, name="board-terms"),
    path("roles/", views.roles, name="roles"),
]
