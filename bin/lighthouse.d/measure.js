/* Lighthouse's mobile preset over the four pages everybody meets first, signed in as the demo's
   member. Fails below 95 of 100, on any layout shift, over 1.5 s to the largest paint, and over
   60 KB for a first visit. */
import { existsSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const base = (process.argv[2] || "http://127.0.0.1:8000").replace(/\/$/, "");
const chromePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const PARTS = ["performance", "accessibility", "best-practices", "seo"];

async function signIn(email) {
  const first = await fetch(`${base}/accounts/login/`);
  const jar = first.headers.getSetCookie().map((one) => one.split(";")[0]);
  const token = (await first.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)[1];
  const answer = await fetch(`${base}/accounts/login/`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: jar.join("; "), Referer: `${base}/accounts/login/` },
    body: new URLSearchParams({ csrfmiddlewaretoken: token, login: email, password: "demo" }),
  });
  const session = answer.headers.getSetCookie().map((one) => one.split(";")[0])
    .filter((one) => one.includes("session"));
  if (!session.length) throw new Error(`Could not sign in as ${email}: status ${answer.status}`);
  return session;
}

/* As a browser has it, so that photos come along, too; Lighthouse leaves cookies where they are. */
async function keep(port, session) {
  const client = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}` });
  await client.setCookie(...session.map((one) => {
    const [name, value] = one.split(/=(.*)/s);
    return { name, value, domain: new URL(base).hostname, path: "/", httpOnly: true };
  }));
  await client.disconnect();
}

async function firstMeeting() {
  const text = await (await fetch(`${base}/meetings/`)).text();
  return text.match(/href="(\/meetings\/[\w-]+\/)"/)[1];
}

async function measure(name, path, port, tries = 3) {
  const settings = { port, output: "json", onlyCategories: PARTS, logLevel: "error" };
  const { lhr } = await lighthouse(base + path, settings);
  if (lhr.runtimeError) {
    if (tries > 1) return measure(name, path, port, tries - 1);
    throw new Error(`${name}: ${lhr.runtimeError.message}`);
  }
  const scores = PARTS.map((part) => Math.round(lhr.categories[part].score * 100));
  const audit = (key) => lhr.audits[key].numericValue;
  const bytes = lhr.audits["network-requests"].details.items
    .reduce((sum, one) => sum + (one.transferSize || 0), 0);
  const missed = PARTS.flatMap((part) => lhr.categories[part].auditRefs)
    .filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 0.9)
    .map((ref) => `${ref.id} ${lhr.audits[ref.id].displayValue || ""}`);
  return { name, scores, paint: Math.round(audit("largest-contentful-paint")),
    shift: audit("cumulative-layout-shift"), bytes, missed };
}

const session = await signIn("member@demo.example");
const meeting = await firstMeeting();
const browser = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let failed = false;
console.log("page                  perf  a11y  best  seo   paint ms  shift   bytes");
for (const [name, path, signedIn] of [
  ["home, stranger", "/", false], ["meeting, stranger", meeting, false], ["home, member", "/", true],
  ["meetings", "/meetings/", true], ["meeting, member", meeting, true], ["directory", "/members/", true],
]) {
  if (signedIn) await keep(browser.port, session);
  const got = await measure(name, path, browser.port);
  const bad = got.scores.some((score) => score < 95) || got.shift > 0.001 || got.paint > 1500
    || (got.bytes > 60 * 1024);
  failed ||= bad;
  console.log(name.padEnd(22) + got.scores.map((one) => String(one).padEnd(6)).join("")
    + String(got.paint).padEnd(10) + got.shift.toFixed(3).padEnd(8) + got.bytes + (bad ? "  FAILS" : ""));
  got.missed.forEach((one) => console.log(`    ${one}`));
}
await browser.kill();
process.exit(failed ? 1 : 0);
