"""What keeps somebody out of a page: asked of axe, and measured where axe does not look."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
# 1280 x 1024 at 400 %.
CLOSE_UP = {"width": 320, "height": 256}

RUN_AXE = """async () => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], rules: {"target-size": {enabled: true}},
  });
  return found.violations.map((one) =>
    `axe ${one.id}: ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "));
}"""
# What colours and sizes decide; all else is the same in the other scheme and width.
RUN_LOOKS = RUN_AXE.replace(
    "resultTypes", 'runOnly: ["color-contrast", "target-size"], resultTypes'
)

# Whatever may be pressed is 24 px high and wide, but a link within a line of text.
SMALL = """(least) => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]')]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((one) => !one.closest('.unseen, .skip, .skip-to-content-link'))
  .filter((one) => {
    const label = one.matches('[type=checkbox], [type=radio]') && one.labels && one.labels[0];
    const box = one.getBoundingClientRect();
    const wide = label ? label.getBoundingClientRect() : box;
    if (box.width <= 1) return false;
    const style = getComputedStyle(one);
    if (one.matches('a, button.link') && style.display === 'inline') {
      const line = one.parentElement.closest('p, li, td, th, dd, h1, h2, h3, label, div');
      if (line && line.textContent.trim() !== one.textContent.trim()) return false;
    }
    const high = Math.max(box.height, label ? wide.height : 0);
    const across = Math.max(box.width, label ? wide.width : 0);
    return high < least - 0.5 || across < least - 0.5;
  })
  .map((one) => {
    const {width, height} = one.getBoundingClientRect();
    return `small ${Math.round(width)}x${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`;
  })"""

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  const wide = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .slice(0, 2).map((one) => one.outerHTML.slice(0, 120));
  return [`sideways ${document.documentElement.scrollWidth} of ${width}: ${wide.join(' | ')}`];
}"""

# One h1, no level left out, one main and one banner, every nav named, a language, a telling title.
ORDER = """() => {
  const found = [], all = (what) => [...document.querySelectorAll(what)];
  const heads = all('h1, h2, h3, h4, h5, h6').filter((one) => one.checkVisibility());
  const levels = heads.map((one) => Number(one.tagName[1]));
  if (levels.filter((one) => one === 1).length !== 1) found.push(`headings ${levels}`);
  levels.forEach((level, at) => {
    if (at && level > levels[at - 1] + 1)
      found.push(`heading leaps: ${heads[at].outerHTML.slice(0, 80)}`);
  });
  if (!document.documentElement.lang) found.push('no language');
  if (document.title.trim().replace(/^·/, '').length < 8) found.push(`title ${document.title}`);
  if (all('main, [role=main]').length !== 1) found.push('not one main');
  if (all('body > header, #header').length !== 1) found.push('not one head');
  const names = all('nav').map((one) => one.getAttribute('aria-label')
    || one.getAttribute('aria-labelledby'));
  if (names.some((name) => !name) || new Set(names).size !== names.length)
    found.push(`navs ${names}`);
  return found;
}"""


def barriers(page: Page, *, own: bool = True, least: int = 24) -> list[str]:
    """Everything found on the open page: at 320 px by day, at 1280 px by night, and close up.

    `own` is false at the admin desk, whose headings and head are Django's and where axe's own
    rule of target sizes (24 px or as much room around) stands alone.
    """
    found = []
    page.evaluate(AXE)
    for size, scheme, look in [
        (PHONE, "light", RUN_AXE), (PHONE, "dark", RUN_LOOKS),
        (DESK, "light", RUN_LOOKS), (DESK, "dark", RUN_AXE),
    ]:  # fmt: skip
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        seen = page.evaluate(look) + page.evaluate(SIDEWAYS)
        if own and scheme == "light":
            seen += page.evaluate(SMALL, least)
        found += [f"{size['width']} {scheme} {one}" for one in seen]
    page.set_viewport_size(CLOSE_UP)
    found += page.evaluate(SIDEWAYS) + (page.evaluate(ORDER) if own else [])
    return found
