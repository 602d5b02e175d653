// The body map by touch and keyboard. The check boxes of the form hold the answer; a place on the
// figure is a second handle on the same box. One listener for the page: a figure that arrives later
// (a swapped step of the interview) needs no setting up beyond `enliven`.

const boxOf = (place) => document.getElementById(`place-${place}`);
const regionOf = (target) => target.closest?.(".body-map.is-live [data-place]") ?? null;

function enliven(figure) {
  if (figure.classList.contains("is-shown")) return;
  const regions = [...figure.querySelectorAll(".body-map-region")].filter((one) => boxOf(one.dataset.place));
  if (regions.length === 0) return;
  figure.classList.add("is-live");
  figure.setAttribute("role", "group");
  for (const region of regions) {
    region.setAttribute("role", "checkbox");
    region.setAttribute("tabindex", "0");
    region.setAttribute("aria-label", region.querySelector("title").textContent);
    show(region);
  }
}

function show(region) {
  const checked = String(boxOf(region.dataset.place)?.checked ?? false);
  if (region.getAttribute("aria-checked") !== checked) region.setAttribute("aria-checked", checked);
}

function showAll() {
  for (const region of document.querySelectorAll(".body-map.is-live .body-map-region[role]")) show(region);
}

function enlivenAll() {
  for (const figure of document.querySelectorAll(".body-map:not(.is-live)")) enliven(figure);
  showAll();
}

// A real click: it fires input and change, and a disabled box stays as it is.
const toggle = (region) => boxOf(region.dataset.place)?.click();

document.addEventListener("click", (event) => {
  const region = regionOf(event.target);
  if (region) toggle(region);
});

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  const region = regionOf(event.target);
  if (!region || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault(); // Space would scroll the page, Enter would send the form
    if (!event.repeat) toggle(region);
  } else if (event.key in ARROWS) {
    event.preventDefault();
    neighbour(region, ARROWS[event.key])?.focus();
  }
});

// The nearest part of another place in the direction of the arrow; straight ahead counts as nearer.
function neighbour(region, [right, down]) {
  const others = [...region.closest(".body-map").querySelectorAll(".body-map-region[role]")];
  let best = null;
  for (const from of middles(region)) {
    for (const other of others.filter((one) => one !== region)) {
      for (const to of middles(other)) {
        const ahead = (to.x - from.x) * right + (to.y - from.y) * down;
        const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
        const distance = ahead + 2 * aside;
        if (ahead > 1 && (best === null || distance < best.distance)) best = { other, distance };
      }
    }
  }
  return best?.other ?? null;
}

function middles(region) {
  return [...region.querySelectorAll(".body-map-shape")].map((shape) => {
    const box = shape.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
}

document.addEventListener("change", (event) => {
  if (event.target.id?.startsWith("place-")) showAll();
});
document.addEventListener("reset", () => setTimeout(showAll));
window.addEventListener("pageshow", showAll); // the browser may bring back old ticks
new MutationObserver(enlivenAll).observe(document.documentElement, { childList: true, subtree: true });
enlivenAll();
