/* Keeps three things for the train without signal: the shell of this release, the page of the next
   meeting with its ticket, and a speaker's page of where and when. Whatever the network answers is
   shown first. Nothing else is ever kept: no answer to a form, no other page. RELEASE and SHELL
   stand before this text. */
const OFFLINE = "/offline/";
/* Stands in for the door of any meeting; the names are in IndexedDB, not here. */
const DOOR = "/door/";
const DOORS = /^\/(meetings\/[^/]+\/)?door\/$/;
const POCKET_PAGE = "/next/pocket/";
const POCKET = "pocket";
/* The way to one evening, opened by a speaker's private link; kept until the day after. */
const WAY = "way";
const WAY_PAGE = /^\/speak\/[^/]+\/logistics\/$/;
const shell = `shell-${RELEASE}`;
/* A page that is kept does not wait longer than this for a network that does not answer. */
const PATIENCE = 6000;
const FRESH = 5 * 60 * 1000;

let freshUntil = 0;
let lastReader = "";
/* Rises whenever the copy is thrown away, so that one still under way is thrown away, too. */
let turn = 0;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const { reader, page } = event.data || {};
  if (reader) event.waitUntil(keep(reader));
  if (page && WAY_PAGE.test(page)) event.waitUntil(keepWay(page));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") {
    freshUntil = 0;
    if (/\/log(in|out)\//.test(pathname)) event.waitUntil(forget());
  } else if (request.mode === "navigate" && WAY_PAGE.test(pathname)) {
    event.respondWith(way(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, pathname));
  } else if (SHELL.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => fromShell(pathname)));
  }
});

async function install() {
  const cache = await caches.open(shell);
  const pages = [OFFLINE, DOOR].map((path) => new Request(path, { cache: "no-store" }));
  await cache.addAll([...pages, ...SHELL]);
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => ![shell, POCKET, WAY].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
  await copy();
}

async function page(request, pathname) {
  const kept = await copy();
  const fits = kept && kept.headers.get("Saved-For").split(" ").includes(pathname);
  try {
    const hurry = fits || DOORS.test(pathname);
    return await (hurry ? Promise.race([fetch(request), tooLate()]) : fetch(request));
  } catch {
    return fits ? kept : fromShell(DOORS.test(pathname) ? DOOR : OFFLINE);
  }
}

async function way(request) {
  try {
    const answer = await fetch(request);
    await putWay(request.url, answer);
    return answer;
  } catch {
    const kept = await (await caches.open(WAY)).match(request.url);
    const good = kept && Date.now() < Date.parse(kept.headers.get("Saved-Until"));
    if (kept && !good) await caches.delete(WAY);
    return good ? asKept(kept) : (await fromShell(OFFLINE)) || Response.error();
  }
}

/* What was opened before this worker stood is asked for once more. */
async function keepWay(path) {
  const cache = await caches.open(WAY);
  if (await cache.match(path)) return;
  const answer = await ask(path);
  if (answer) await putWay(path, answer);
}

async function putWay(path, answer) {
  if (answer.status !== 200) await caches.delete(WAY);
  else if (answer.headers.has("Saved-Until")) {
    await (await caches.open(WAY)).put(path, answer.clone());
  }
}

/* The kept page with the words that say since when it is kept. */
async function asKept(kept) {
  const words = (await kept.text()).replace('id="kept" hidden', 'id="kept"');
  const headers = new Headers(kept.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(words, { headers });
}

function tooLate() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE));
}

async function fromShell(pathname) {
  return (await (await caches.open(shell)).match(pathname)) || Response.error();
}

/* The kept page, unless its time is over: then it is thrown away. */
async function copy() {
  const kept = await (await caches.open(POCKET)).match(POCKET_PAGE);
  if (kept && Date.now() > Date.parse(kept.headers.get("Saved-Until"))) return forget();
  return kept;
}

async function forget() {
  turn += 1;
  freshUntil = 0;
  await caches.delete(POCKET);
}

/* Keep the next meeting's page for this reader; what was kept for anybody else goes first. */
async function keep(reader) {
  const kept = await copy();
  if (kept && kept.headers.get("Saved-Reader") !== reader) await forget();
  const known = reader === lastReader;
  if (known && Date.now() < freshUntil) return;
  const mine = turn;
  const fresh = [ask(POCKET_PAGE), ...(known ? [] : [ask(OFFLINE), ask(DOOR)])];
  const [answer, ...pages] = await Promise.all(fresh);
  if (mine !== turn || !answer) return;
  for (const [place, page] of [OFFLINE, DOOR].map((path, place) => [path, pages[place]]))
    if (page && page.status === 200) await (await caches.open(shell)).put(place, page);
  if (answer.status === 204) await forget();
  else if (answer.status !== 200 || answer.headers.get("Saved-Reader") !== reader) return;
  else await (await caches.open(POCKET)).put(POCKET_PAGE, answer);
  freshUntil = Date.now() + FRESH;
  lastReader = reader;
}

function ask(path) {
  return fetch(path, { cache: "no-store" }).catch(() => null);
}
