// The timer with eyes closed: it vibrates, it sounds if she wants it, and the screen stays on.

const RECENT_MS = 30 * 60 * 1000;
const SOUND = "carrywell-sound";
const page = document.querySelector("[data-timer-page]");
const button = page.querySelector("[data-sound]");

const remembered = () => {
  try {
    return localStorage.getItem(SOUND) === "on";
  } catch {
    return false;
  }
};
let soundOn = remembered();

const Audio = window.AudioContext || window.webkitAudioContext;
let audio;

const tone = (...pitches) => {
  if (!soundOn || !Audio) return;
  audio ??= new Audio();
  audio.resume().catch(() => {});
  pitches.forEach((pitch, index) => {
    const at = audio.currentTime + index * 0.2;
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.18);
    source.connect(volume).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.2);
  });
};

const FEEL = { start: [[300], [520, 780]], stop: [[120, 80, 120], [780, 520]], alarm: [[400, 200, 400, 200, 400], [880, 880, 880]] };

const showSound = () => {
  button.hidden = !Audio;
  button.setAttribute("aria-pressed", String(soundOn));
};
button.addEventListener("click", () => {
  soundOn = !soundOn;
  try {
    localStorage.setItem(SOUND, soundOn ? "on" : "off");
  } catch {
    // it is then off again next time
  }
  showSound();
  tone(520);
});
showSound();

let lastTap = Number(page.dataset.lastTap) || 0;
let wakeLock;
const keepAwake = async () => {
  const wanted = Date.now() - lastTap < RECENT_MS;
  if (!wanted) {
    wakeLock?.release?.();
    wakeLock = undefined;
    return;
  }
  if (!navigator.wakeLock || document.visibilityState !== "visible" || wakeLock?.released === false) return;
  try {
    wakeLock = await navigator.wakeLock.request("screen");
  } catch {
    wakeLock = undefined; // low battery or not allowed: no tap depends on it
  }
};

document.addEventListener("timer:felt", (event) => {
  const [shakes, pitches] = FEEL[event.detail] ?? [[100], []];
  navigator.vibrate?.(shakes);
  tone(...pitches);
  if (event.detail !== "alarm") lastTap = Date.now();
  keepAwake();
});
document.addEventListener("visibilitychange", keepAwake);
setInterval(keepAwake, 60 * 1000);
keepAwake();
