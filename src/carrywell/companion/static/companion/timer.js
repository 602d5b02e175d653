// The spasm timer in the browser. Each tap is written into the browser's own store (timer-store.js)
// before it is sent, and taken out once the server has answered that it is saved. What is on the
// screen is what the server knows, and on top of it the taps that are still on their way.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DOUBLE_TAP_MS = 700; // no spasm is shorter: a second touch this soon is a finger that shook
const AGAIN_MS = [2, 4, 8, 15].map((seconds) => seconds * SECOND);
const NO_ANSWER_MS = 12 * SECOND;
const REFRESH_MS = 20 * SECOND;
const LONG_AGO_MS = 120 * MINUTE; // from then on the day and the hour say more than a running clock

const page = document.querySelector("[data-timer-page]");
const find = (name) => page.querySelector(`[data-${name}]`);
const { of, tapsUrl, nowUrl, longest } = page.dataset;
const LONGEST_MS = Number(longest) * SECOND;
const ASK_FOR_MS = Number(page.dataset.askFor) * SECOND;
const NOT_LETTING_GO_MS = Number(page.dataset.notLettingGo) * SECOND;

let token = page.dataset.token;
let fast = 0; // how far this device's clock is ahead of the server's, in milliseconds
let known = JSON.parse(page.dataset.spasms); // what the server has saved, by this device's clock
let entries = []; // taps that the server has not saved yet: {n, of, tap, kept, refused}
let reach = "unknown"; // what the last try to send came to: ok, or a kind of trouble
let uncounted = false; // the server has the taps and cannot say what they mean
let notSent = ""; // the server's words when it takes no taps at all
let skipped = ""; // the spasm whose strength and place she does not want to say
let store;
const opening = globalThis.openTapStore();

// ---- words
const two = (number) => String(number).padStart(2, "0");
const clock = (ms) => {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
};
const DAY_MS = 24 * 60 * MINUTE;
const dayAndClock = (ms) => {
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(Date.now()) - midnight(ms)) / DAY_MS); // a day of 23 hours is one too
  const form = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  const day = days < 1 ? "today" : days === 1 ? "yesterday" : new Date(ms).toLocaleDateString("en-GB", form);
  return `${day}, ${clock(ms)}`;
};
const stopwatch = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest.replace(/^0/, "");
};
const inWords = (ms) => {
  const seconds = Math.round(ms / SECOND);
  const minutes = Math.floor(seconds / 60);
  const parts = [
    minutes ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : "",
    seconds % 60 || !minutes ? `${seconds % 60} ${seconds % 60 === 1 ? "second" : "seconds"}` : "",
  ];
  return parts.filter(Boolean).join(" ");
};
const taps = (count) => `${count} ${count === 1 ? "tap" : "taps"}`;

// On a plain address of the home network a browser offers randomUUID to nobody.
const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// ---- what is so now: saved and unsent together
const waiting = () => entries.filter((entry) => !entry.refused);

const spasms = () => {
  const all = new Map(known.map((one) => [one.key, { ...one }]));
  for (const { tap } of waiting()) {
    const one = all.get(tap.spasm);
    if (tap.what === "start" && !one) {
      all.set(tap.spasm, { key: tap.spasm, start: tap.at, end: null, strength: "", place: "", unsent: true });
    }
    if (!one) continue;
    if (tap.what === "stop") one.end ??= tap.at;
    if (tap.what === "details") {
      one.strength = tap.strength || one.strength;
      one.place = tap.place || one.place;
    }
  }
  return [...all.values()].sort((a, b) => a.start - b.start);
};

const last = () => spasms().at(-1);
const running = () => {
  const one = last();
  return one && one.end === null && Date.now() - one.start <= LONGEST_MS ? one : undefined;
};

// ---- the screen
const put = (name, words) => {
  const place = find(name);
  if (place.textContent !== words) place.textContent = words;
};

const showClock = () => {
  const now = Date.now();
  const one = running();
  const before = last();
  const longAgo = Boolean(!one && before && now - (before.end ?? before.start) >= LONG_AGO_MS);
  find("time").classList.toggle("is-long-ago", longAgo);
  if (one) {
    put("big", stopwatch(now - one.start));
    put("big-says", "This one is going on");
    put("since", `It began at ${clock(one.start)}.`);
  } else if (longAgo) {
    put("big-says", "The last one");
    put("big", dayAndClock(before.start));
    put("since", before.end === null ? "Its end was not tapped." : `It went on for ${inWords(before.end - before.start)}.`);
  } else if (before) {
    put("big", stopwatch(now - (before.end ?? before.start)));
    put("big-says", before.end === null ? "since the last one began" : "since the last one stopped");
    const length = before.end === null ? "Its end was not tapped." : `It went on for ${inWords(before.end - before.start)}.`;
    put("since", `${stopwatch(now - before.start)} since it began, at ${clock(before.start)}. ${length}`);
  }
  put("tap-time", !before ? "" : longAgo ? `The last one: ${dayAndClock(before.start)}` : one ? find("big").textContent : `${find("big").textContent} ${find("big-says").textContent}`);
  find("time").hidden = !before;
  find("none-yet").hidden = Boolean(before);
  find("constant").hidden = !(one && now - one.start >= NOT_LETTING_GO_MS);
};

const showButton = () => {
  const one = running();
  const button = find("tap");
  button.value = one ? "stop" : "start";
  button.classList.toggle("is-running", Boolean(one));
  put("tap-label", one ? "It has stopped" : "A spasm starts");
};

// Strength, then place, of the one that has just stopped. It never stands in the way of the next.
const showAfter = () => {
  const one = last();
  const asks = one && one.end !== null && one.key !== skipped && Date.now() - one.end < ASK_FOR_MS;
  const step = !asks ? "" : !one.strength ? "strength" : !one.place ? "place" : "";
  find("after").hidden = !step;
  for (const group of page.querySelectorAll("[data-asks]")) group.hidden = group.dataset.asks !== step;
};

const savedWords = () => {
  const left = waiting();
  const trouble = TROUBLE[reach] ?? "";
  if (!left.length && trouble && reach !== "locked") return `Saved: every tap so far. ${trouble}`;
  if (!left.length && known.length) return "Saved: every tap so far.";
  if (!left.length) return store && !store.keeps ? "This browser keeps nothing of its own. A tap is safe once 'Saved' stands here." : "Every tap is saved at once.";
  if (!trouble || left.some((entry) => !entry.kept && !entry.unkept)) return "Saving …";
  const holds = left.some((entry) => entry.unkept)
    ? `${taps(left.length)} not yet sent. This browser keeps nothing: leave this page open.`
    : `Kept on this device, ${taps(left.length)} not yet sent.`;
  if (reach === "refused") return `${holds} ${notSent}`;
  return `${holds} ${trouble} ${reach === "locked" ? "They are sent once you open it." : "We keep trying."}`;
};
const TROUBLE = {
  away: "Carrywell does not answer now.",
  failing: "Carrywell cannot save just now.",
  locked: "Carrywell is locked.",
  refused: "Carrywell takes no taps now.",
};

const showSaved = () => {
  const troubled = waiting().length > 0 && reach in TROUBLE;
  find("saved").classList.toggle("is-waiting", troubled);
  find("saved-words").setAttribute("aria-live", troubled ? "polite" : "off"); // 'saved' after each tap would talk over the rest
  find("unlock").hidden = reach !== "locked";
  put("saved-words", savedWords());
};

const showRefused = () => {
  const list = find("refused");
  const wrong = entries.filter((entry) => entry.refused);
  find("refused-box").hidden = !wrong.length;
  list.replaceChildren(
    ...wrong.map((entry) => {
      const line = find("refused-line").content.cloneNode(true);
      line.querySelector("[data-why]").textContent = entry.refused;
      line.querySelector("[data-what]").textContent = `${find("names").dataset[entry.tap.what] ?? entry.tap.what}, ${new Date(entry.tap.at).toLocaleString([], { dateStyle: "medium", timeStyle: "medium" })}`;
      line.querySelector("[data-throw]").addEventListener("click", () => throwAway(entry));
      line.querySelector("[data-again]").addEventListener("click", () => tryAgain(entry));
      return line;
    }),
  );
};

const showUnsent = () => {
  const unsent = spasms().filter((one) => one.unsent);
  find("unsent-box").hidden = !unsent.length || reach === "ok" || reach === "unknown";
  find("unsent").replaceChildren(
    ...unsent.map((one) => {
      const line = document.createElement("li");
      line.textContent = `${clock(one.start)}, ${one.end === null ? "no end yet" : inWords(one.end - one.start)}`;
      return line;
    }),
  );
};

const show = () => {
  showClock();
  showButton();
  showAfter();
  showSaved();
  showRefused();
  showUnsent();
  watchAlone();
};

const say = (words) => put("said", words);

// ---- the alarm when the server cannot give it: the same rule, told to the page beforehand
const rule = JSON.parse(page.dataset.rule);

// Double taps once, each compared with the last one kept; an over-long one may hide a start at its end.
const keptStarts = () => {
  const all = spasms().flatMap((one) =>
    one.end !== null && one.end - one.start > rule.over_long_seconds * SECOND ? [one.start, one.end] : [one.start],
  );
  all.sort((a, b) => a - b);
  return all.reduce((kept, at) => (kept.length && at - kept.at(-1) < rule.double_tap_seconds * SECOND ? kept : [...kept, at]), []);
};

const PAINFUL = ["mild", "moderate", "strong"];
const isAlarm = (one) => Date.now() - one.start <= LONGEST_MS && rule.one.some(({ place, painful }) => one.place === place && (!painful || PAINFUL.includes(one.strength)));

const reached = () => {
  const starts = keptStarts();
  return spasms().some(isAlarm) || rule.limits.some(({ starts: count, minutes }) => starts.some((at, index) => starts[index + count - 1] - at <= minutes * MINUTE));
};

const watchAlone = () => {
  const given = find("alarm").querySelector("[data-timed]") !== null; // an older alarm is not about these taps
  const alone = (waiting().length > 0 || uncounted) && !given && reached();
  const box = find("alone");
  if (alone && !box.firstElementChild) {
    box.append(find("alone-card").content.cloneNode(true));
    document.dispatchEvent(new CustomEvent("timer:felt", { detail: "alarm" }));
  }
  if (given || !(waiting().length || uncounted)) box.replaceChildren();
};

// The numbers to ring at once, from the page itself: nothing is waited for.
let atOnce = "";
const closeAtOnce = () => {
  atOnce = "";
  find("at-once").replaceChildren();
};
const showAtOnce = (name) => {
  const box = find("at-once");
  atOnce = name;
  box.replaceChildren(find(`${name}-card`).content.cloneNode(true));
  box.querySelector("[data-close]")?.addEventListener("click", () => {
    closeAtOnce();
    find("tap").focus();
  });
  toTop();
  box.querySelector("h2").focus({ preventScroll: true });
};

// ---- the parts that the server writes; one that says the same is left alone, or a screen reader
// would say an alarm again and again
const asWords = (html) => html.replaceAll(/(name="csrfmiddlewaretoken" value="[^"]*"| open="")/g, "").trim();

const fresh = (part, html) => {
  if (html === undefined) return;
  const place = find(part);
  const box = document.createElement("template");
  box.innerHTML = html;
  if (asWords(box.innerHTML) === asWords(place.innerHTML) || place.contains(document.activeElement)) return;
  const alarmed = part === "alarm" && !place.querySelector("[data-timed]") && box.content.querySelector("[data-timed]");
  const unfolded = [...place.querySelectorAll("details[open]")].map((one) => one.id);
  place.replaceChildren(box.content);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (!alarmed) return;
  document.dispatchEvent(new CustomEvent("timer:felt", { detail: "alarm" }));
  toTop();
};

const takeIn = (answer) => {
  token = answer.token;
  known = answer.spasms.map((one) => ({ ...one, start: one.start + fast, end: one.end === null ? null : one.end + fast }));
  uncounted = Boolean(answer.uncounted);
  fresh("alarm", answer.alarm);
  fresh("why", answer.why);
  fresh("figures", answer.figures);
  const untold = waiting().some(({ tap }) => tap.what === "waters_broke");
  if (atOnce === "waters" && !untold && !uncounted) closeAtOnce(); // the server's own alarm says it now
};

// ---- to the server
// A tap of a clock that is fast would lie in the future and be refused, so it is sent by the server's
// clock. A slow clock is believed: its taps may be old ones.
let measured = [];
const compareClocks = (asked, says) => {
  if (!says?.now) return;
  measured = [asked - says.now, ...measured].slice(0, 3); // each at least so far: an answer takes its time
  fast = Math.max(0, ...measured);
};
const asSent = ({ tap }) => ({ ...tap, at: Math.round(tap.at - fast) });

const ask = async (address, options = {}) => {
  const stop = new AbortController();
  const asked = Date.now();
  const timer = setTimeout(() => stop.abort(), NO_ANSWER_MS);
  try {
    const answer = await fetch(address, { redirect: "manual", signal: stop.signal, ...options });
    if (!answer.headers.get("Content-Type")?.includes("json")) return { status: answer.status };
    const says = await answer.json();
    compareClocks(asked, says);
    return { status: answer.status, says };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
};

const standing = (answer) => {
  if (answer.says?.locked) return "locked";
  if (answer.says?.refused_all) return "refused";
  if (answer.status === 200 && answer.says) return "ok";
  return answer.status >= 500 ? "failing" : "away";
};

const refresh = async () => {
  const asked = waiting().length;
  const answer = await ask(nowUrl);
  if (asked === 0 || reach === "ok" || reach === "unknown") reach = standing(answer);
  notSent = answer.says?.refused_all ?? "";
  if (standing(answer) === "ok") takeIn(answer.says);
  show();
  return standing(answer) === "ok";
};

let sending = false;
let tries = 0;
let timer;

const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(send, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
  tries += 1;
};

const send = async () => {
  const batch = waiting().filter((entry) => entry.kept || entry.unkept).slice(0, 200);
  if (sending || !batch.length) return;
  sending = true;
  clearTimeout(timer);
  const options = () => ({
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ of, window: page.dataset.window, taps: batch.map(asSent) }),
  });
  const before = fast;
  let answer = await ask(tapsUrl, options());
  if (fast > before && answer.says?.outcomes?.some((one) => one.refused)) answer = await ask(tapsUrl, options());
  if (answer.status === 403 && (await refresh())) answer = await ask(tapsUrl, options()); // an old page
  reach = standing(answer);
  notSent = answer.says?.refused_all ?? "";
  if (reach === "ok") await settle(batch, answer.says);
  sending = false;
  show();
  if (reach !== "ok") return soon();
  tries = 0;
  if (waiting().length) send();
};

// What is saved leaves this browser; what is refused stays in sight, with the reason.
const settle = async (batch, says) => {
  const why = new Map(says.outcomes.map((one) => [one.key, one.refused]));
  const saved = batch.filter((entry) => why.get(entry.tap.key) === "");
  for (const entry of batch) entry.refused = why.get(entry.tap.key) || undefined;
  entries = entries.filter((entry) => !saved.includes(entry));
  takeIn(says);
  if (entries.some((entry) => entry.refused)) find("refused-box").scrollIntoView({ block: "nearest" });
  for (const entry of batch) {
    if (entry.n === undefined) continue;
    try {
      await (entry.refused ? store.change(bare(entry)) : store.remove(entry.n));
    } catch {
      // it is sent once more after a reload, and the server knows it already
    }
  }
  tell();
};

const bare = ({ n, of: whose, tap, refused }) => ({ of: whose, tap, ...(n ? { n } : {}), ...(refused ? { refused } : {}) });

const throwAway = async (entry) => {
  entries = entries.filter((one) => one !== entry);
  if (entry.n !== undefined) await store.remove(entry.n);
  tell();
  show();
};

const tryAgain = async (entry) => {
  entry.refused = undefined;
  if (entry.n !== undefined) await store.change(bare(entry));
  show();
  send();
};

// ---- a tap: the time is taken first, then it is kept, then it is sent
const tapped = async (what, about = {}) => {
  const entry = { of, tap: { key: newKey(), what, at: Date.now(), spasm: "", ...about }, kept: false };
  entries.push(entry);
  page.dataset.ends = entry.tap.at + Number(page.dataset.staysOpen); // the lock waits (lock.js)
  show();
  try {
    store ??= await opening;
    entry.n = await store.add(bare(entry));
    entry.kept = store.keeps;
  } catch {
    // full or forbidden: it lives in this page alone, and the page says so
  }
  entry.unkept = !entry.kept;
  show();
  tell();
  send();
};

const toTop = () => window.scrollTo(0, 0); // the alarm and the clock in sight, the button where it was

let touchedAt = 0;
const startOrStop = () => {
  if (Date.now() - touchedAt < DOUBLE_TAP_MS) return;
  touchedAt = Date.now();
  const one = running();
  if (one) say(`It has stopped, after ${inWords(touchedAt - one.start)}.`);
  else say(`A spasm has started, at ${clock(touchedAt)}.`);
  document.dispatchEvent(new CustomEvent("timer:felt", { detail: one ? "stop" : "start" }));
  toTop();
  if (one) tapped("stop", { spasm: one.key });
  else tapped("start", { spasm: newKey() });
};

const AT_ONCE = { waters_broke: "waters", need_help: "help" };

page.addEventListener("submit", (event) => {
  const { what, ...given } = Object.fromEntries(new FormData(event.target, event.submitter));
  if (!what || !event.target.matches("[data-taps]")) return;
  event.preventDefault();
  if (what === "start" || what === "stop") startOrStop();
  else if (AT_ONCE[what]) {
    showAtOnce(AT_ONCE[what]);
    say(`Noted: ${event.submitter.textContent.trim()}.`);
    tapped(what);
  } else if (what === "details") {
    const about = { spasm: last().key, strength: given.strength ?? "", place: given.place ?? "" };
    say(`Noted: ${event.submitter.textContent.trim()}.`);
    tapped("details", about);
    find("tap").focus({ preventScroll: true });
  }
});

find("skip").addEventListener("click", () => {
  skipped = last()?.key ?? "";
  show();
});

// ---- other windows of this browser share the store
const windows = "BroadcastChannel" in window ? new BroadcastChannel("carrywell-timer") : undefined;
const tell = () => windows?.postMessage("changed");

const load = async () => {
  const everything = await store.all();
  const [stored, strangers] = [everything.filter((one) => one.of === of), everything.filter((one) => one.of !== of)];
  const tooOld = Date.now() - Number(page.dataset.oldest) * SECOND;
  for (const one of strangers) if (one.tap.at < tooOld) await store.remove(one.n); // no pregnancy takes them any more
  const mine = new Map(entries.filter((entry) => entry.n !== undefined).map((entry) => [entry.n, entry]));
  const unwritten = entries.filter((entry) => entry.n === undefined);
  const fromDisk = stored.map((one) => mine.get(one.n) ?? { ...one, kept: store.keeps, unkept: !store.keeps });
  entries = [...fromDisk, ...unwritten];
};

windows?.addEventListener("message", async () => {
  if (!store?.keeps || sending) return;
  await load();
  show();
  await refresh();
});

const wake = () => {
  if (document.visibilityState !== "visible") return;
  tries = 0;
  if (waiting().length) send();
  else refresh();
};
document.addEventListener("visibilitychange", wake);
window.addEventListener("online", wake);
setInterval(wake, REFRESH_MS);
setInterval(() => {
  showClock();
  showAfter();
  watchAlone();
}, SECOND);

store ??= await opening;
await load();
page.classList.add("scripted");
show();
wake();
