/* The drafted first line may be changed; the links to write take the changed one along. */
for (const place of document.querySelectorAll("[data-first-line]")) {
  const field = place.querySelector("[data-first-line-field]");
  const links = [...place.querySelectorAll("[data-with-line]")];
  if (!links.length) continue;
  const text = field.querySelector("textarea");
  field.hidden = false;
  text.addEventListener("input", () => {
    for (const link of links)
      link.href = link.href.replace(/body=.*$/, "body=" + encodeURIComponent(text.value));
  });
}
