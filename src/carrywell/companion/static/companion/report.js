// A button to print, only where it works.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A browser that prints what is folded as nothing gets it unfolded first.
window.addEventListener("beforeprint", () => document.querySelector(".report-sheet")?.setAttribute("open", ""));
