// What every page needs in the browser: leave fast, and the truth about the connection.
// Everything on the pages works without it.

const leaveAddress = () => document.body.dataset.leave || "/leave/";

export function leave() {
  document.documentElement.hidden = true; // gone from the screen at once, before the network answers
  window.location.replace(leaveAddress());
}

const ESCAPES = 3;
const WITHIN_MS = 1500;
let escapes = [];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  escapes = [...escapes.filter((time) => now - time < WITHIN_MS), now];
  if (escapes.length >= ESCAPES) leave();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("a.leave")) {
    event.preventDefault();
    leave();
  }
});

// A reference leads into a folded list: unfold it first.
const unfold = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target?.scrollIntoView?.();
};
window.addEventListener("hashchange", unfold);
unfold();

// A page kept by the browser for its back button may show what is no longer hers to show.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

const unreachable = () => {
  if (document.getElementById("unreachable")) return;
  const note = document.createElement("div");
  note.id = "unreachable";
  note.className = "note note-error";
  note.setAttribute("role", "alert");
  note.textContent =
    "Carrywell on this computer does not answer, so this page was not saved. What was saved before is safe. " +
    "If you are worried, ring one of the numbers below. You need not wait for this page.";
  const main = document.getElementById("main");
  main.prepend(note);
  note.scrollIntoView();
};

document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:responseError", (event) => {
  // the server's own error page holds the numbers: show it whole
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const main = page.querySelector("main");
  if (main) document.getElementById("main").replaceChildren(...main.childNodes);
  else unreachable();
});

// After the page was replaced, a screen reader and the keyboard start at what needs a look, or at
// the heading.
document.addEventListener("htmx:afterSettle", () => {
  const first = document.querySelector("main .note-error") ?? document.querySelector("main h1");
  if (!first) return;
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});

// Her own time zone, so that dates and clocks on the pages are hers.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `carrywell_zone=${zone}; path=/; SameSite=Strict; max-age=31536000`;
