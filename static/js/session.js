// Warns two minutes before the session ends; staying asks the server once, which prolongs it.
// A fragment prolongs it too, unless that happened within the last sixtieth of its time.
const WARNING = 120;

export function startSession() {
  const { session, stay } = document.body.dataset;
  const dialog = document.getElementById("session-ends");
  if (!session || !dialog) return;
  let timer;
  const wait = (spare) => {
    clearTimeout(timer);
    timer = setTimeout(() => dialog.open || dialog.showModal(), Math.max(Number(session) - spare - WARNING, 1) * 1000);
  };
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "stay") return;
    fetch(stay, { method: "GET", redirect: "manual" }).then((answer) => (answer.ok ? wait(0) : window.location.reload()));
  });
  document.addEventListener("htmx:afterRequest", () => wait(Number(session) / 60));
  wait(0);
}
