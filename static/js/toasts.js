// Good news leaves after six seconds unless hovered or focused; bad news stays until closed.
const STAY = 6000;

function watch(toast) {
  let timer;
  const leave = () => { timer = setTimeout(() => toast.remove(), STAY); };
  const wait = () => clearTimeout(timer);
  toast.querySelector("button").addEventListener("click", () => toast.remove());
  if (toast.matches("[role=alert]")) return;
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, wait);
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, leave);
  leave();
}

export function toast(text, { bad = false } = {}) {
  const line = document.getElementById("toast-pattern").content.firstElementChild.cloneNode(true);
  line.querySelector("span").textContent = text;
  line.classList.toggle("bad", bad);
  line.setAttribute("role", bad ? "alert" : "status");
  document.getElementById("toasts").append(line);
  watch(line);
}

export function startToasts() {
  const box = document.getElementById("toasts");
  box.querySelectorAll(".toast-line").forEach(watch);
  document.addEventListener("toast", (event) => toast(event.detail.text, event.detail));
  document.addEventListener("htmx:responseError", () => toast(box.dataset.failed, { bad: true }));
  document.addEventListener("htmx:sendError", () => toast(box.dataset.offline, { bad: true }));
}
