/* What pages gain with scripting: toasts that float and leave, errors that get the focus, and a
   plain word when an answer does not come. Every flow works without this file. */
const root = document.documentElement;
const toasts = () => document.getElementById("toasts");

root.classList.add("js");

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

/* Good news leaves by itself after ten seconds, but not while somebody reads or uses it. */
function linger(toast) {
  if (toast.dataset.lingers) return;
  toast.dataset.lingers = "yes";
  if (toast.classList.contains("error") || toast.classList.contains("warning")) return;
  const timer = setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    clearInterval(timer);
    leave(toast);
  }, 10000);
}

function say(key) {
  const words = document.body.dataset[key];
  const template = document.getElementById("toast-template");
  if (!words || !template || !toasts()) return;
  if ([...toasts().querySelectorAll("p")].some((one) => one.textContent === words)) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.classList.add("error");
  toast.querySelector("p").textContent = words;
  toasts().append(toast);
}

function settle(place) {
  place.querySelectorAll(".toast").forEach(linger);
  const summary = place.querySelector("[data-error-summary]:not([data-seen])");
  if (!summary) return;
  summary.dataset.seen = "yes";
  summary.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) leave(button.closest(".toast"));
});

/* A second tap on the same button must not send the form again. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  /* The attribute, for a field may be called "method" too. */
  const method = (form.getAttribute("method") || "get").toLowerCase();
  if (event.defaultPrevented || method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:timeout", () => say("offline"));
document.addEventListener("htmx:responseError", () => say("failed"));
/* At the door: whom the letters found is in, so the field is empty and ready for the next one. It is
   emptied as the tap leaves, for the button is gone when the answer comes. */
document.addEventListener("htmx:beforeSend", (event) => {
  const form = event.target.closest("[data-clears]");
  const field = form && document.getElementById(form.dataset.clears);
  if (!field) return;
  field.value = "";
  if (document.querySelector("dialog[open]") === null) field.focus();
});
/* Whoever pressed a button that an answer has replaced stands in the answer, not at the top. */
document.addEventListener("htmx:afterSettle", (event) => {
  settle(document);
  const place = event.detail.elt;
  if (document.activeElement !== document.body || !place || !place.isConnected) return;
  if (place.closest("#toasts")) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say("passkey");
});

/* Letters typed before this page could listen, or brought back by the browser, are looked for too. */
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("form[role=search][hx-get] input[type=search]"))
    if (field.value !== field.defaultValue) field.form.requestSubmit();
});

settle(document);
