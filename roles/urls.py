"""Addresses of the board, its seats and their hand-over, the catalogue, and projects."""

from django.urls import path

from roles.views import board, handover, projects, seats

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/terms/", board.terms, name="board-terms"),
    path("board/seats/<int:pk>/", seats.seat, name="seat"),
    path("board/seats/<int:pk>/fill/", seats.fill, name="seat-fill"),
    path("board/seats/<int:pk>/end/", seats.end, name="seat-end"),
    path("board/seats/<int:pk>/hold-over/", seats.hold_over, name="seat-hold-over"),
    path("board/seats/<int:pk>/handover/", handover.page, name="handover"),
    path("board/seats/<int:pk>/handover.pdf", handover.as_pdf, name="handover-pdf"),
    path("board/seats/<int:pk>/handover.zip", handover.as_zip, name="handover-zip"),
    path("board/seats/<int:pk>/handover/<slug:kind>/", handover.add, name="handover-add"),
    path("board/lines/<int:pk>/", handover.change, name="handover-change"),
    path("board/lines/<int:pk>/close/", handover.close, name="handover-close"),
    path("board/lines/<int:pk>/reopen/", handover.reopen, name="handover-reopen"),
    path("board/lines/<int:pk>/checked/", handover.checked, name="handover-checked"),
    path("roles/", board.roles, name="roles"),
    path("projects/", projects.listing, name="projects"),
    path("projects/new/", projects.begin, name="project-begin"),
    path("projects/tasks/<int:pk>/", projects.tick, name="project-task"),
    path("projects/<uuid:uid>/", projects.page, name="project"),
    path("projects/<uuid:uid>/change/", projects.change, name="project-change"),
    path("projects/<uuid:uid>/end/", projects.end, name="project-end"),
    path("projects/<uuid:uid>/reopen/", projects.reopen, name="project-reopen"),
    path("projects/<uuid:uid>/join/", projects.join, name="project-join"),
    path("projects/<uuid:uid>/leave/", projects.leave, name="project-leave"),
    path("projects/<uuid:uid>/tasks/", projects.add_task, name="project-add-task"),
]
