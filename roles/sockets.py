"""The letters this package writes, and what it adds to one's own page."""

from django.db.models import Q

from members import blocks, panels
from members.merging import repoint
from members.seen import register as register_seen
from outbox import kinds
from roles import letters, personal
from roles.queries import elections, handover, projects, seen

kinds.register("term.ending", composer=letters.term_ending, category="board")
kinds.register("election.nomination", composer=letters.election_nomination)
kinds.register("election.ballot", composer=letters.election_ballot)
kinds.register("election.result", composer=letters.election_result, category="announcements")

blocks.register("membership.notice", "value", letters.year_block)
register_seen(seen.served)
panels.register("me", handover.on_my_page)
panels.register("me", elections.on_my_page)
panels.register("me", projects.on_my_page)

repoint("roles.Term", "person", "appointed_by", "voided_by")
repoint("roles.Project", "lead", "ended_by")
repoint("roles.ProjectHelper", "person", once=("project",), live=Q(left_at=None))
repoint("roles.ProjectTask", "owner", "done_by")
repoint("roles.HandoverLine", "written_by", "closed_by", "holder")
repoint("roles.Election", "begun_by", "appointed_by")
repoint("roles.Nomination", "person", once=("election", "role"))
repoint("roles.Nomination", "nominated_by")
repoint("roles.Voter", "person", once=("election",))

personal.register_all()
