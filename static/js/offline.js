/* On the page that stands in for all others: what was kept, by name, and on again by itself once
   the network is back. */
const place = document.getElementById("kept");

async function show() {
  const kept = await (await caches.open("pocket")).match("/next/pocket/");
  if (!kept) return;
  const page = new DOMParser().parseFromString(await kept.text(), "text/html");
  const link = place.querySelector("a");
  link.href = kept.headers.get("Saved-For").split(" ")[1];
  link.textContent = page.querySelector("h1").textContent;
  place.querySelector("[data-kept-when]").textContent = page.querySelector(".facts time").textContent;
  place.hidden = false;
}

if (place && "caches" in window) show();
/* A phone says "online" with every mast it passes: only an answer counts. */
addEventListener("online", async () => {
  const answer = await fetch("/offline/", { cache: "no-store" }).catch(() => null);
  if (answer && answer.ok && location.pathname !== "/offline/") location.reload();
});
