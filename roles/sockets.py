"""The letters this package writes, and what it adds to one's own page."""

from django.db.models import Q

from members import blocks, panels
from members.merging import repoint
from members.seen import register as register_seen
from outbox import kinds
from roles import letters, personal
from roles.queries import handover, projects, seen

kinds.register("term.ending", composer=letters.term_ending, category="board")

blocks.register("membership.notice", "value", letters.year_block)
register_seen(seen.served)
panels.register("me", handover.on_my_page)
panels.register("me", projects.on_my_page)

repoint("roles.Term", "person", "appointed_by", "voided_by")
repoint("roles.Project", "lead", "ended_by")
repoint("roles.ProjectHelper", "person", once=("project",), live=Q(left_at=None))
repoint("roles.ProjectTask", "owner", "done_by")
repoint("roles.HandoverLine", "written_by", "closed_by", "holder")

personal.register_all()
