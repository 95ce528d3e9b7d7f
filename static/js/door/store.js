/* What a phone keeps for an evening at the door: the lists it took along and the acts it has not sent.
   IndexedDB, so that a reload, a closed browser and an expired log-in take nothing away. */
const FLAG = "door-waiting";
let opened;

function open() {
  opened ||= new Promise((done, failed) => {
    const asked = indexedDB.open("door", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("lists", { keyPath: "slug" });
      asked.result.createObjectStore("acts", { keyPath: "uid" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

async function act(name, mode, work) {
  const db = await open();
  return new Promise((done, failed) => {
    const turn = db.transaction(name, mode, { durability: "strict" });
    const asked = work(turn.objectStore(name));
    turn.oncomplete = () => done(asked && asked.result);
    turn.onerror = turn.onabort = () => failed(turn.error);
  });
}

/* How much waits, for pages that must not open a database to know. */
async function flag() {
  const [lists, waiting] = [await allLists(), await allActs()];
  if (lists.length + waiting.length === 0) localStorage.removeItem(FLAG);
  else localStorage.setItem(FLAG, String(waiting.length));
}

export const allLists = () => act("lists", "readonly", (rows) => rows.getAll());
export const allActs = () => act("acts", "readonly", (rows) => rows.getAll());
export const listOf = (slug) => act("lists", "readonly", (rows) => rows.get(slug));
export const waiting = () => Number(localStorage.getItem(FLAG) || 0);

/* The acts of one meeting, oldest first. */
export async function actsOf(slug) {
  const found = (await allActs()).filter((one) => one.slug === slug);
  return found.sort((a, b) => (a.at < b.at ? -1 : 1));
}

export async function keepList(list) {
  const { token, now, ...kept } = list;
  await act("lists", "readwrite", (rows) => rows.put(kept));
  await flag();
}

/* Note an act with an id of its own; gives the id. */
export async function noteAct(slug, owner, fields) {
  const made = { uid: newId(), slug, owner, at: new Date().toISOString(), ...fields };
  await act("acts", "readwrite", (rows) => rows.put(made));
  await flag();
  return made.uid;
}

export async function changeAct(one) {
  await act("acts", "readwrite", (rows) => rows.put(one));
}

export async function dropActs(uids) {
  await act("acts", "readwrite", (rows) => uids.map((uid) => rows.delete(uid)) && null);
  await flag();
}

/* Names go when nothing waits and their hour has passed; an act that waits keeps its list. */
export async function sweep(now = Date.now()) {
  const needed = new Set((await allActs()).map((one) => one.slug));
  const over = (await allLists()).filter(
    (list) => !needed.has(list.slug) && now > Date.parse(list.wipe_at),
  );
  for (const list of over) await act("lists", "readwrite", (rows) => rows.delete(list.slug));
  await flag();
}

export async function wipe() {
  await act("lists", "readwrite", (rows) => rows.clear());
  await act("acts", "readwrite", (rows) => rows.clear());
  localStorage.removeItem(FLAG);
}

/* This device's own name, which says nothing of whose it is. */
export function device() {
  const known = localStorage.getItem("door-device") || newId();
  localStorage.setItem("door-device", known);
  return known;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
