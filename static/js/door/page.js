/* The live door page: take the list along, read tickets, and go on without network where it ends. */
import { watch } from "./crossing.js";
import { prepare, send } from "./send.js";
import { listOf, noteAct, sweep } from "./store.js";

const tools = document.querySelector("[data-door]");
const slug = tools.dataset.door;
const [ready, scanner, away] = ["[data-prepare]", "[data-scan]", "[data-kept]"].map((one) => tools.querySelector(one));
const dialog = document.querySelector("dialog.scanner");

/* The keyboard takes half of a phone: the field goes up, and who is found stands below it. */
const field = document.getElementById("door-q");
field.addEventListener("input", () => field.form.scrollIntoView({ block: "start" }));

function say(words) {
  tools.querySelector("[data-said]").textContent = words;
}

async function take() {
  const state = await prepare(slug);
  say(state === "ok" ? tools.dataset.ready : tools.dataset.failed);
  ready.hidden = state === "ok";
  away.hidden = state !== "ok";
}

/* A ticket goes to the server as the form would; what became of it stands in the toast. */
function admit(code) {
  const form = document.getElementById("ticket");
  form.elements.code.value = code;
  form.requestSubmit();
}

async function begin() {
  await sweep();
  const kept = await listOf(slug);
  ready.hidden = Boolean(kept);
  away.hidden = !kept;
  if (kept) say((await send(slug)) === "ok" ? tools.dataset.ready : "");
}

/* The network ends while somebody taps: the tap is noted, and the kept page goes on from there. */
async function leave(place) {
  const kept = await listOf(slug);
  if (!kept) return;
  const form = place.closest("form[data-uid]");
  if (form) await noteAct(slug, kept.owner, { act: "in", person: form.dataset.uid });
  location.assign(away.href);
}

ready.addEventListener("click", take);
scanner.hidden = !(navigator.mediaDevices && dialog.showModal);
scanner.addEventListener("click", async () => {
  const { scan } = await import("./scan.js");
  scan(dialog, scanner.dataset.scan, admit).catch(() => say(tools.dataset.noCamera));
});
/* What became of this ticket: the refusal on the board, else the newest toast. */
document.addEventListener("htmx:afterSwap", (event) => {
  const asked = event.detail.requestConfig;
  if (!dialog.open || !asked || asked.elt.id !== "ticket") return;
  const told = document.querySelector("#board > .notice.bad p, #board > .notice.bad .words") || document.querySelector("#toasts .toast:last-child p");
  if (told) dialog.querySelector("[data-scanned]").textContent = told.textContent.trim();
});
document.addEventListener("htmx:sendError", (event) => leave(event.target));
document.addEventListener("htmx:timeout", (event) => leave(event.target));
watch(leave);
if ("indexedDB" in window) begin();
