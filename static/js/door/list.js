/* A kept list with what this phone has done since: who is in, who is found. Pure functions. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/* The people as they stand after these acts; walk-ins of this phone stand among them. */
export function after(list, acts) {
  const people = new Map(list.people.map((one) => [one.uid, { ...one }]));
  for (const act of acts) {
    if (act.words) continue;
    if (act.act === "walk_in") people.set(act.uid, { uid: act.uid, name: act.name, fold: plain(act.name), walked: true, mine: true, here: clock(act.at, list) });
    const person = people.get(act.person);
    if (!person) continue;
    person.here = act.act === "in" ? person.here || clock(act.at, list) : "";
    person.mine = true;
  }
  return [...people.values()].filter((one) => one.here || !one.walked);
}

/* Those whose name has words that begin so; without letters those expected who are not in. */
export function found(people, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return people.filter((one) => one.answer && !one.here).slice(0, 60);
  const fits = (one) => words.every((word) => one.fold.split(" ").some((part) => part.startsWith(word)));
  return people.filter(fits).sort((a, b) => Boolean(b.answer) - Boolean(a.answer)).slice(0, 20);
}

export const seated = (one) => one.answer === "going" || one.answer === "offered";

function clock(at, list) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: list.timezone }).format(new Date(at));
}
