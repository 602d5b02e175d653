// A session in the browser. The server knows when it began and how long it was paused; the rest is
// worked out here from the clock on the wall, so a locked phone, a reload or a second tab agree.

const SECOND = 1000;
const timer = document.querySelector("[data-timer]");
const title = document.title;

const inWords = (seconds) => {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

// ---- sound and vibration: some browsers allow a tone only after a touch of the page
const Audio = window.AudioContext || window.webkitAudioContext;
let audio;
let soundOn = true;
const unlock = () => {
  if (!Audio) return;
  audio ??= new Audio();
  if (audio.state === "suspended") audio.resume().then(showSound, () => {});
};
const showSound = () => {
  const button = document.querySelector("[data-sound]");
  if (!button || !audio) return;
  const sounds = soundOn && audio.state === "running";
  button.hidden = false;
  button.textContent = sounds ? "Turn the sound off" : "Turn the sound on";
};
document.addEventListener("pointerdown", unlock);
document.addEventListener("keydown", unlock);

const tone = (times) => {
  if (!soundOn) return;
  navigator.vibrate?.(Array.from({ length: times * 2 }, (_, index) => (index % 2 ? 200 : 400)));
  if (audio?.state !== "running") return;
  for (let index = 0; index < times; index += 1) {
    const at = audio.currentTime + index * 0.7;
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = 660;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.4, at + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.55);
    source.connect(volume).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.6);
  }
};

// ---- the screen stays on while the time runs, where the browser allows it
let wakeLock;
const keepAwake = async () => {
  if (!navigator.wakeLock || document.visibilityState !== "visible") return;
  try {
    wakeLock = await navigator.wakeLock.request("screen");
  } catch {
    wakeLock = undefined; // low battery or not allowed: the time is right all the same
  }
};

const say = (words) => {
  const place = timer.querySelector("[data-said]");
  place.textContent = words;
  place.hidden = false;
};

const loadOnceItAnswers = async () => {
  try {
    await fetch(window.location.href, { method: "HEAD", redirect: "manual" });
    window.location.reload();
  } catch {
    setTimeout(loadOnceItAnswers, 5 * SECOND);
  }
};

const startTimer = () => {
  const number = (name) => Number(timer.dataset[name]) || 0;
  // The server's clock, and what has passed since. The clock on the wall goes on while a phone sleeps,
  // the other one cannot be set back: the later of the two counts, so that no time is added.
  const [wall, steady] = [Date.now(), performance.now()];
  const clock = () => number("now") + Math.max(Date.now() - wall, performance.now() - steady);
  const total = number("total");
  const ends = number("ends");
  const half = number("half");
  const rest = timer.querySelector("[data-rest]");
  const bar = timer.querySelector("[data-bar]");
  const isUp = number("left") <= 0;
  bar.hidden = false;
  const show = (left) => {
    rest.textContent = left > 0 ? inWords(left) : "Time is up";
    bar.value = total - Math.min(total, Math.max(0, left));
  };
  if (!ends || isUp) {
    if (!isUp) rest.textContent = `${inWords(number("left"))}, paused`;
    bar.value = total - number("left");
    return;
  }
  let halfSaid = !half || clock() >= half;
  if (half && halfSaid) say("Look at the skin now.");
  const tick = () => {
    const left = (ends - clock()) / SECOND;
    show(left);
    document.title = left > 0 ? `${inWords(left)} ${title.replace("Running: ", "")}` : title.replace("Running", "Time is up");
    if (!halfSaid && clock() >= half) {
      halfSaid = true;
      tone(2);
      say("Half of the time is over. Look at the skin now.");
      document.querySelector("[data-skin]")?.classList.add("skin-now");
    }
    if (left <= 0) {
      tone(4);
      wakeLock?.release?.();
      // the page that comes says what to do now; while the server does not answer, this one does
      say(`Time is up. ${timer.dataset.over}`);
      setTimeout(loadOnceItAnswers, 2 * SECOND);
      return;
    }
    setTimeout(tick, Math.min(SECOND, left * SECOND) || 1);
  };
  tick();
  keepAwake();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && ends > clock()) keepAwake();
  });
  unlock();
  showSound();
  let sounded = audio?.state === "running"; // before this touch, which itself may have allowed it
  timer.querySelector("[data-sound]")?.addEventListener("click", async () => {
    soundOn = !(soundOn && sounded);
    if (soundOn) await audio?.resume();
    sounded = audio?.state === "running";
    showSound();
    if (soundOn) tone(1);
  });
};

// ---- one exercise: a hold counted for her, and the cues read aloud if she wants that
const speak = (words) => {
  window.speechSynthesis.cancel();
  for (const one of words) {
    const cue = new SpeechSynthesisUtterance(one);
    cue.lang = "en";
    cue.rate = 0.9;
    window.speechSynthesis.speak(cue);
  }
};

const startMove = (move) => {
  const reads = "speechSynthesis" in window;
  const spoken = reads && move.dataset.speak === "on";
  const choice = document.querySelector("[data-speech-choice]");
  if (choice) choice.hidden = !reads;
  const read = () => speak([...document.querySelectorAll("[data-cue]")].map((one) => one.textContent.trim()));
  if (spoken) {
    const again = document.querySelector("[data-read]"); // some browsers read only after a touch
    again.hidden = false;
    again.addEventListener("click", read);
    read();
  }
  const seconds = Number(move.dataset.seconds);
  const box = move.querySelector("[data-hold-box]");
  if (!seconds || !box) return;
  box.hidden = false;
  const shown = box.querySelector("[data-hold-rest]");
  const button = box.querySelector("[data-hold-start]");
  let count = 0;
  button.addEventListener("click", () => {
    const until = Date.now() + seconds * SECOND;
    button.disabled = true;
    if (spoken) speak(["Hold"]);
    const tick = () => {
      const left = (until - Date.now()) / SECOND;
      if (left > 0) {
        shown.textContent = inWords(left);
        setTimeout(tick, 200);
        return;
      }
      count += 1;
      tone(1);
      if (spoken) speak(["Let go"]);
      shown.textContent = `${count} done`;
      button.disabled = false;
    };
    tick();
  });
};
window.addEventListener("pagehide", () => window.speechSynthesis?.cancel());

// ---- reminders to change position, while the page is open
const startReminder = (box) => {
  const every = Number(box.dataset.reminderMinutes) * 60 * SECOND;
  const note = box.querySelector("[data-reminder-note]");
  const allow = box.querySelector("[data-reminder-allow]");
  if ("Notification" in window && Notification.permission === "default") {
    allow.hidden = false;
    allow.addEventListener("click", async () => {
      await Notification.requestPermission();
      allow.hidden = true;
    });
  }
  let next = Date.now() + every;
  setInterval(() => {
    if (Date.now() < next) return;
    next = Date.now() + every;
    note.hidden = false;
    tone(1);
    if ("Notification" in window && Notification.permission === "granted") {
      try {
        new Notification("Time to change your position"); // plain words: others may see the screen
      } catch {
        // some phones show notifications only from an installed page; the note above is there
      }
    }
  }, SECOND);
};

// ---- the stop list: with a tick there is no 'none of these'
const startList = (form) => {
  const none = form.querySelector("button[value='none']");
  const show = () => {
    none.hidden = form.querySelector("[type='checkbox'][name='stop']:checked") !== null;
  };
  form.addEventListener("change", show);
  show();
};

if (timer) startTimer();
const move = document.querySelector("[data-move]");
if (move) {
  startMove(move);
  keepAwake();
  document.addEventListener("visibilitychange", keepAwake);
}
document.querySelectorAll(".stop-form").forEach(startList);
const reminder = document.querySelector("[data-reminder-minutes]");
if (reminder) startReminder(reminder);
