// Loaded before the style sheet, and only when the theme is "auto": the system decides before the first paint.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.setAttribute("data-bs-theme", system.matches ? "dark" : "light");
  system.addEventListener("change", follow);
  follow();
})();
