/* The door from what the phone keeps: look up, check in, take back, walk in; sent when there is a
   network and the same person is logged in. */
import { after, found, seated } from "./list.js";
import { send } from "./send.js";
import { actsOf, allLists, dropActs, listOf, noteAct, sweep } from "./store.js";

const root = document.getElementById("kept-door");
const part = (name) => root.querySelector(`[data-${name}]`);
const [field, walkIn] = [document.getElementById("kept-q"), part("walk-in")];
let list = null;
let busy = false;

function words(key, ...numbers) {
  return numbers.reduce((text, number) => text.replace("#", number), root.dataset[key]);
}

/* The meeting of the address, else the one taken along that is nearest. */
async function choose() {
  const match = location.pathname.match(/^\/meetings\/([^/]+)\/door\//);
  const wanted = match && (await listOf(match[1]));
  const near = (one) => Math.abs(Date.parse(one.starts_at) - Date.now());
  return wanted || (await allLists()).sort((a, b) => near(a) - near(b))[0] || null;
}

async function draw() {
  part("none").hidden = Boolean(list);
  part("some").hidden = !list;
  if (!list) return;
  const acts = await actsOf(list.slug);
  const people = after(list, acts);
  part("title").textContent = list.title;
  part("live").href = `/meetings/${list.slug}/door/`;
  const inside = people.filter((one) => one.here);
  const coming = people.filter((one) => seated(one) && !one.here);
  part("counts").textContent = words("counts", inside.length, coming.length);
  part("queue").textContent = acts.length ? words("waiting", acts.length) : root.dataset.sent;
  const rows = found(people, field.value);
  part("found").replaceChildren(...rows.map(row));
  part("nobody").hidden = rows.length > 0 || field.value.trim() === "";
  const mine = inside.filter((one) => one.mine || one.here).sort((a, b) => (a.here < b.here ? 1 : -1));
  part("arrived").replaceChildren(...mine.slice(0, 60).map(row));
  part("refused").replaceChildren(...acts.filter((one) => one.words).map(refusal));
}

function row(person) {
  const line = document.getElementById("kept-row").content.firstElementChild.cloneNode(true);
  line.querySelector(".name").textContent = person.name;
  const notes = [
    person.here ? words("since", person.here) : root.dataset[person.answer || "silent"],
    person.host && words("guest", person.host),
    person.new && root.dataset.first,
  ];
  line.querySelector(".note").textContent = notes.filter(Boolean).join(" · ");
  const button = line.querySelector("button");
  button.firstChild.textContent = person.here ? root.dataset.undo : root.dataset.checkIn;
  button.querySelector(".unseen").textContent = ` ${person.name}`;
  button.classList.toggle("primary", !person.here);
  button.addEventListener("click", () => set(person, person.here ? "out" : "in"));
  return line;
}

function refusal(act) {
  const line = document.getElementById("kept-refused").content.firstElementChild.cloneNode(true);
  const person = list.people.find((one) => one.uid === act.person);
  line.querySelector("span").textContent = `${act.name || (person ? person.name : "")}: ${act.words}`;
  line.querySelector("button").addEventListener("click", async () => {
    await dropActs([act.uid]);
    await draw();
  });
  return line;
}

async function set(person, act) {
  await noteAct(list.slug, list.owner, { act, person: person.uid });
  part("said").textContent = words(act === "in" ? "isIn" : "isNot", person.name);
  field.value = "";
  await draw();
  field.focus();
  await transmit();
}

async function addWalkIn(event) {
  event.preventDefault();
  const typed = Object.fromEntries(new FormData(walkIn));
  const hosts = typed.host ? found(list.people, typed.host) : [];
  const fields = { act: "walk_in", name: typed.name, email: typed.email };
  if (hosts.length === 1) fields.host = hosts[0].uid;
  await noteAct(list.slug, list.owner, fields);
  part("said").textContent = words("isIn", typed.name);
  walkIn.reset();
  walkIn.closest("details").open = false;
  field.value = "";
  await draw();
  await transmit();
}

/* Somebody of that name may stand on the list already. */
function alike() {
  const near = walkIn.elements.name.value.trim().length > 2 ? found(after(list, []), walkIn.elements.name.value) : [];
  part("alike").replaceChildren(...near.slice(0, 4).map(row));
  part("alike-title").hidden = near.length === 0;
}

async function transmit() {
  if (busy || !list) return;
  busy = true;
  const state = await send(list.slug).catch(() => "offline");
  busy = false;
  part("network").textContent = root.dataset[`net${state[0].toUpperCase()}${state.slice(1)}`] || "";
  part("login").hidden = state !== "login";
  part("login").querySelector("a").href = `/accounts/login/?next=/meetings/${list.slug}/door/`;
  list = await listOf(list.slug);
  await draw();
}

async function begin() {
  await sweep();
  list = await choose();
  await draw();
  await transmit();
  setInterval(transmit, 15000);
}

field.addEventListener("input", draw);
root.querySelector("form[role=search]").addEventListener("submit", (event) => event.preventDefault());
walkIn.addEventListener("submit", addWalkIn);
walkIn.elements.name.addEventListener("input", alike);
part("walk-in-open").addEventListener("click", () => {
  walkIn.closest("details").open = true;
  walkIn.elements.name.value = field.value;
  walkIn.elements.name.focus();
});
addEventListener("online", transmit);
begin();
