/* The drafted first line may be changed; the links to write take the changed one along. */
for (const place of document.querySelectorAll("[data-first-line]")) {
  const links = place.querySelectorAll("[data-with-line]");
  place.querySelector("textarea")?.addEventListener("input", (event) => {
    for (const link of links)
      link.href = link.href.replace(/body=.*$/, "body=" + encodeURIComponent(event.target.value));
  });
}
