/* Answers that cross each other at the door. The board refreshes by itself and by typing; a tap that
   is still on its way must neither lose its answer nor be overtaken by an older one. */
let taps = 0;
let searches = 0;
let waiting = 0;
const asked = new WeakMap();

/* An answer to a form that stood in a board replaced meanwhile: it goes into the board there is now. */
function rescue(event) {
  const { requestConfig, target } = event.detail;
  const board = document.getElementById("board");
  if (requestConfig.verb !== "post" || target.isConnected || !board) return;
  event.detail.shouldSwap = false;
  htmx.swap(board, event.detail.serverResponse, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 20 });
}

function follow(form, board, lost) {
  taps += 1;
  waiting += 1;
  board.addEventListener("htmx:beforeSwap", rescue);
  form.addEventListener("htmx:afterRequest", () => { waiting -= 1; }, { once: true });
  for (const kind of ["htmx:sendError", "htmx:timeout"])
    form.addEventListener(kind, () => { if (!form.isConnected) lost(form); }, { once: true });
}

const refreshes = (request) => request.elt.id === "board";

/* What was asked before a tap says nothing new; a refresh neither beside a tap on its way nor once
   something else is looked for. */
function isOld(request, xhr) {
  const then = asked.get(xhr);
  if (request.verb === "post" || !then) return false;
  return then.taps !== taps || (refreshes(request) && (waiting > 0 || then.searches !== searches));
}

/* `lost` is called with a form whose answer never comes and that has left the page. */
export function watch(lost) {
  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, target, requestConfig, xhr } = event.detail;
    if (requestConfig.verb === "post") follow(elt, target, lost);
    else if (!refreshes(requestConfig)) searches += 1;
    asked.set(xhr, { taps, searches });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isOld(event.detail.requestConfig, event.detail.xhr)) event.detail.shouldSwap = false;
  });
}
