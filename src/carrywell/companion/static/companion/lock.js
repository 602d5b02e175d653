// With a PIN: locks the screen itself once nothing was touched for a while, as the server does.
// Never while a page shows numbers to ring now, or the time of a session is running: its page says
// when to take a pack off.

const { lockAfter, lock, awake } = document.body.dataset;
const AFTER_MS = Number(lockAfter) * 1000;
const TELL_EVERY_MS = AFTER_MS / 5;

let used = Date.now();
let told = Date.now();

const isRunning = (timer) => timer !== null && Date.now() < Number(timer.dataset.ends);

const mustStay = () =>
  document.querySelector(".calls") !== null || isRunning(document.querySelector("[data-timer]"));

const tell = () => {
  told = Date.now();
  fetch(awake, { redirect: "manual" }).catch(() => {});
};

const touched = () => {
  used = Date.now();
  if (used - told > TELL_EVERY_MS) tell();
};

for (const kind of ["pointerdown", "keydown", "scroll"]) document.addEventListener(kind, touched, { passive: true });

setInterval(() => {
  if (mustStay()) {
    if (Date.now() - told > TELL_EVERY_MS) tell();
    used = Date.now();
  } else if (Date.now() - used >= AFTER_MS) {
    const here = window.location.pathname + window.location.search;
    window.location.replace(`${lock}?next=${encodeURIComponent(here)}`);
  }
}, 1000);
