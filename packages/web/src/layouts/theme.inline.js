// Runs before the first paint, so a chosen theme never flashes. "system" is the absence of a choice.
try {
  const theme = localStorage.getItem("q2o.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is a good answer.
}
