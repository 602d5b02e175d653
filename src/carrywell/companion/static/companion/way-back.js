// After leaving fast, the first page stays white until it is opened by its address. The back button
// and a reload bring nothing back.

const [navigation] = performance.getEntriesByType("navigation");
if (navigation?.type === "navigate") window.location.replace(document.getElementById("way-back").dataset.open);
