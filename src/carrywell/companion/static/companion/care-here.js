// 'Use where I am': asks the browser on her click, and sends the point to her own Carrywell alone.
// Without JavaScript, or without a safe connection, the button is not there.

const DECIMALS = 3; // of a degree: about 100 m

const WHY = {
  1: "Your browser may not tell where you are. That is fine: write a town instead.",
  2: "Your browser could not find out where you are. Write a town instead.",
  3: "That took too long. Write a town instead.",
};

for (const box of document.querySelectorAll("[data-here]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  const form = box.closest("form");
  const button = box.querySelector("[data-ask]");
  const says = box.querySelector("[data-says]");
  box.hidden = false;

  const found = ({ coords }) => {
    form.elements.latitude.value = coords.latitude.toFixed(DECIMALS);
    form.elements.longitude.value = coords.longitude.toFixed(DECIMALS);
    form.submit();
  };
  const failed = (error) => {
    button.disabled = false;
    says.textContent = WHY[error.code] ?? WHY[2];
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    says.textContent = "";
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 300000 });
  });
}
