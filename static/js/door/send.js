/* Takes a list along, and sends what waits, under the log-in that made it. */
import { actsOf, changeAct, device, dropActs, keepList, listOf } from "./store.js";

const place = (slug, rest) => `/meetings/${slug}/door/${rest}`;
const MOST = 400;

/* The list as the server has it now, or null: no network, no log-in, no right. */
export async function fetchList(slug) {
  const answer = await fetch(place(slug, "list.json"), { cache: "no-store", redirect: "manual" }).catch(() => null);
  if (!answer) return { state: "offline" };
  if (answer.type === "opaqueredirect") return { state: "login" };
  if (!answer.ok) return { state: answer.status < 500 ? "refused" : "offline" };
  return { state: "ok", list: await answer.json() };
}

/* Take the list along; gives the state as above. */
export async function prepare(slug) {
  const kept = await listOf(slug);
  const { state, list } = await fetchList(slug);
  if (state !== "ok") return state;
  if (kept && kept.owner !== list.owner && (await actsOf(slug)).length) return "other";
  await keepList(list);
  return "ok";
}

/* Send what waits for this meeting, then take the newest list along. */
export async function send(slug) {
  const acts = await actsOf(slug);
  if (acts.length === 0) return prepare(slug);
  const { state, list } = await fetchList(slug);
  if (state !== "ok") return state;
  const mine = acts.filter((one) => one.owner === list.owner).slice(0, MOST);
  if (mine.length === 0) return "other";
  const parcel = { device: device(), owner: list.owner, now: new Date().toISOString(), acts: mine.map(plain) };
  const answer = await fetch(place(slug, "sync/"), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": list.token },
    body: JSON.stringify(parcel),
  }).catch(() => null);
  if (!answer || !answer.ok) return answer && answer.status < 500 ? "refused" : "offline";
  await settle(mine, (await answer.json()).results);
  return prepare(slug);
}

async function settle(mine, results) {
  const refused = new Map(results.filter((one) => one.outcome === "refused").map((one) => [one.uid, one.words]));
  for (const one of mine) if (refused.has(one.uid)) await changeAct({ ...one, words: refused.get(one.uid) });
  await dropActs(mine.map((one) => one.uid).filter((uid) => !refused.has(uid)));
}

function plain({ uid, act, at, person, ticket, name, email, host }) {
  return { uid, act, at, person, ticket, name, email, host };
}
