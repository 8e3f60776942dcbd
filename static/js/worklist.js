// j and k move between rows, Enter opens, x chooses, n goes on. In a queue the panel beside follows the row.
const rows = () => [...document.querySelectorAll("[data-rows] tr[data-row]")];
const current = () => rows().find((row) => row.getAttribute("aria-selected") === "true");

function show(row) {
  rows().forEach((each) => {
    each.setAttribute("aria-selected", String(each === row));
    each.tabIndex = each === row ? 0 : -1;
  });
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const panel = document.getElementById("panel");
  if (!panel || !row.dataset.panel) return;
  history.replaceState(history.state, "", `#${row.id}`);
  window.htmx.ajax("GET", row.dataset.panel, { target: panel, swap: "morph:innerHTML" });
}

function move(step) {
  const all = rows();
  const next = all[Math.min(Math.max(all.indexOf(current()) + step, 0), all.length - 1)];
  if (next) show(next);
}

function open() {
  current()?.querySelector("a")?.click();
}

function choose() {
  current()?.querySelector("input[name=row]")?.click();
}

const ACTIONS = { j: () => move(1), k: () => move(-1), n: () => move(1), x: choose, Enter: open };

function onKey(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  const onControl = event.key === "Enter" && event.target.closest("a, button, summary, input");
  if (typing || onControl || event.ctrlKey || event.metaKey || event.altKey || !rows().length) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

export function startWorklist() {
  if (document.body.dataset.keys !== "off") document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-rows] tr[data-panel]");
    if (row && !event.target.closest("a, button, input, label")) show(row);
  });
  // A new page of rows begins at its first.
  document.addEventListener("htmx:pushedIntoHistory", () => document.querySelector(".list-card")?.scrollTo(0, 0));
  document.addEventListener("next-row", () => move(1));
  const kept = location.hash && document.getElementById(location.hash.slice(1));
  if (kept && kept.matches("tr[data-panel]")) show(kept);
}
