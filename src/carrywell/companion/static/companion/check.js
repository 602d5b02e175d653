// The questions in the browser: what waits for another answer is hidden until it is needed, 'none'
// takes the ticks away, and what she fills in is kept at once. Without this the forms work the same.

document.documentElement.classList.add("scripted");

const answerTo = (form, name) => {
  const tick = form.querySelector(`input[name="ticks"][value="${name}"]`);
  if (tick) return tick.checked ? "yes" : "no";
  return form.querySelector(`input[name="${name}"]:checked`)?.value;
};

const showWhatApplies = (form) => {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    question.hidden = answerTo(form, question.dataset.onlyIf) !== question.dataset.onlyIfAnswer;
    question.disabled = question.hidden; // what is not seen is not sent
  }
};

const untickOthers = (input) => {
  if (input.type !== "checkbox" || !input.checked) return;
  const inSameList = [...input.form.querySelectorAll(`input[name="${input.name}"]`)];
  for (const other of inSameList) {
    const clears = input.value === "none" ? other !== input : other.value === "none";
    if (clears) other.checked = false;
  }
};

const tellPlaces = (form) => {
  const told = form.querySelector("[data-chosen-places]");
  if (!told) return;
  const places = [...form.querySelectorAll('.places-list input:checked')].map((box) => box.labels[0].textContent.trim());
  told.textContent = places.length ? `Chosen: ${places.join("; ")}.` : "";
};

let waiting;
const keepSoon = (form) => {
  clearTimeout(waiting);
  const body = new FormData(form);
  waiting = setTimeout(() => fetch(form.dataset.keep, { method: "POST", body }).catch(() => {}), 400);
};

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form.screen");
  if (!form) return;
  untickOthers(event.target);
  const notSure = event.target.name.endsWith("__not_sure") && form.elements[event.target.name.replace("__not_sure", "")];
  if (notSure?.type === "text" && event.target.checked) notSure.value = "";
  if (event.target.type === "text" && event.target.value) {
    const box = form.elements[`${event.target.name}__not_sure`];
    if (box) box.checked = false;
  }
  showWhatApplies(form);
  tellPlaces(form);
  if (event.target.name !== "map_view") keepSoon(form);
});

const start = () => {
  clearTimeout(waiting);
  for (const form of document.querySelectorAll("form.screen")) {
    showWhatApplies(form);
    tellPlaces(form);
    form.querySelectorAll("details[data-closed-with-script]").forEach((list) => (list.open = false));
  }
};
document.addEventListener("submit", () => clearTimeout(waiting));
document.addEventListener("htmx:afterSettle", start);
start();
