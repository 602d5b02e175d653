// Reminders in the browser, while a page of the diary is open. The browser is asked only once she has
// ticked the box, and the page says what came of it. Without this, the calendar reminds her.

const says = (words) => {
  const place = document.querySelector("[data-browser-says]");
  if (place) place.textContent = words;
};

const state = () => ("Notification" in window ? Notification.permission : "missing");

const TOLD = {
  missing: "This browser cannot show notes. Use the calendar below.",
  denied: "Your browser does not allow notes from Carrywell. You can change that in its settings.",
  default: "Your browser has not allowed it yet.",
  granted: "Your browser allows it.",
};

const box = document.querySelector("[data-ask-browser]");
if (box) {
  if (box.checked) says(TOLD[state()]);
  box.addEventListener("change", async () => {
    if (!box.checked) return says("");
    if (state() === "default") await Notification.requestPermission();
    says(TOLD[state()]);
  });
}

const LOOK_EVERY_MS = 15_000;
const place = document.getElementById("reminders");
const reminders = place ? JSON.parse(place.dataset.reminders) : [];

const monday0 = (moment) => (moment.getDay() + 6) % 7;

// Every reminder whose time came since the last look: a page that slept catches up once.
function due(all, since, now) {
  return all.filter(({ at, weekday }) => {
    const [hour, minute] = at.split(":").map(Number);
    const then = new Date(now);
    then.setHours(hour, minute, 0, 0);
    if (then > now) then.setDate(then.getDate() - 1);
    return then > since && then <= now && (weekday === null || weekday === monday0(then));
  });
}

const tell = ({ id, say }) => {
  try {
    new Notification(say, { tag: `diary-${id}` }); // one tag: two open pages show one note
  } catch {
    // some phones have no notes without a service worker; the calendar is there for them
  }
};

let since = new Date();
const look = () => {
  const now = new Date();
  due(reminders, since, now).forEach(tell);
  since = now;
};
if (reminders.length && state() === "granted") setInterval(look, LOOK_EVERY_MS);
