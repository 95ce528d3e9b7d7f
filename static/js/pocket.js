/* Puts the service worker to work once the page stands, and tells it who reads, so that it keeps
   the next meeting's page for this reader alone. */
const meta = document.querySelector("meta[name=reader]");
const worker = navigator.serviceWorker;

async function tell() {
  const { active } = await worker.ready;
  if (active && meta.content) active.postMessage({ reader: meta.content, page: location.pathname });
}

async function start() {
  await worker.register("/sw.js", { updateViaCache: "none" });
  await tell();
}

if (meta && worker) {
  addEventListener("load", () => start().catch(() => {}));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get") tell();
  });
}
/* A door that is kept in this phone is watched over on every page; others load nothing for it. */
if (localStorage.getItem("door-waiting") !== null) import(new URL("door/guard.js", import.meta.url));
