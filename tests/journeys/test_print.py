"""Every report is a sheet of paper too: black on white, tables whole, nothing cut off."""

import pytest

from tests.journeys.test_axe_map import Walk
from tests.security import scene as scenes
from tests.security.sweep import addresses

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]

REPORTS = ["report", "dues", "board-terms", "applications", "archive", "meeting"]
# A4 less the margins of print.css, in CSS pixels.
PAPER = {"width": 688, "height": 1000}
FAULTS = """() => {
  const found = [], all = (what) => [...document.querySelectorAll(what)];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  if (document.documentElement.scrollWidth > innerWidth + 1)
    found.push('wider than the sheet: ' + document.documentElement.scrollWidth);
  for (const one of all('nav, .button, .search, .pager, .site-foot, .demo-banner, .skip'))
    if (shown(one)) found.push('of no use on paper: ' + one.outerHTML.slice(0, 80));
  for (const head of all('.table thead'))
    if (shown(head) && getComputedStyle(head).display !== 'table-header-group')
      found.push('a table without its head');
  for (const one of all('.table-wrap, .chart-scroll'))
    if (shown(one) && one.scrollWidth > one.clientWidth + 1)
      found.push('cut off: ' + one.outerHTML.slice(0, 80));
  const paper = getComputedStyle(document.body).backgroundColor;
  if (!['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(paper)) found.push('paper ' + paper);
  const ink = getComputedStyle(document.querySelector('main')).color.match(/[\\d.]+/g).map(Number);
  if (Math.max(...ink.slice(0, 3)) > 90) found.push('pale ink ' + ink);
  return found;
}"""


def test_every_report_is_whole_and_dark_on_white_when_printed_at_night(visit, live_server):
    scene = scenes.build()
    walk, paths = Walk(visit(service_workers="block"), live_server.url), addresses(scene)
    walk.page.set_viewport_size(PAPER)
    walk.page.emulate_media(media="print", color_scheme="dark")

    found = {}
    for name in REPORTS:
        answer = scene.browsers["president"].get(paths[name], follow=True)
        walk.show(paths[name], answer.content.decode())
        found[name] = walk.page.evaluate(FAULTS)

    assert {name: faults for name, faults in found.items() if faults} == {}
