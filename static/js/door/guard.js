/* On every page while a door is kept in this phone: names go when their hour is over, and whoever
   signs out before everything was sent is asked. Loaded by pocket.js only then. */
import { allLists, sweep, waiting, wipe } from "./store.js";

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const action = form.getAttribute("action") || "";
    if (!/\/logout\/$/.test(action) || form.dataset.wiped) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = document.body.dataset.doorWaiting;
    if (waiting() && !window.confirm(words.replace("#", waiting()))) return;
    await wipe();
    form.dataset.wiped = "yes";
    form.requestSubmit();
  },
  true,
);

/* Where a log-in has run out on the way to the door, the way to the kept list. */
async function point() {
  await sweep();
  const main = document.querySelector("main");
  if (!location.pathname.startsWith("/accounts/") || (await allLists()).length === 0 || !main) return;
  const link = document.createElement("a");
  link.href = "/door/";
  link.textContent = document.body.dataset.doorKept;
  const line = document.createElement("p");
  line.append(link);
  main.prepend(line);
}

point();
