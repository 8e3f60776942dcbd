// Warns two minutes before the session ends; staying asks the server once, which prolongs it.
const WARNING = 120;

export function startSession() {
  const { session, stay } = document.body.dataset;
  const dialog = document.getElementById("session-ends");
  if (!session || !dialog) return;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => dialog.open || dialog.showModal(), Math.max(Number(session) - WARNING, 1) * 1000);
  };
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "stay") return;
    fetch(stay, { method: "GET", redirect: "manual" }).then((answer) => (answer.ok ? wait() : window.location.reload()));
  });
  document.addEventListener("htmx:afterRequest", wait);
  wait();
}
