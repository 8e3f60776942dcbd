// data-hotkey="c" on real links and buttons; the list behind "?" is made from the page itself.
import { install, uninstall } from "../vendor/@github/hotkey@3.1.4/index.js";

const installed = new Set();

// What a swap brought gets its key, what it took away loses it.
function refresh() {
  for (const element of installed) {
    if (!element.isConnected) {
      uninstall(element);
      installed.delete(element);
    }
  }
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    if (!installed.has(element)) install(element);
    installed.add(element);
  }
}

function listShortcuts(dialog) {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const element of document.querySelectorAll("[data-hotkey], [data-key]")) {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    const key = (element.dataset.hotkey ?? element.dataset.key).split(",")[0];
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    text.textContent = element.dataset.does ?? element.getAttribute("aria-label") ?? element.textContent.trim();
    list.append(term, text);
  }
}

export function startKeys() {
  const dialog = document.getElementById("shortcuts");
  document.getElementById("show-shortcuts")?.addEventListener("click", () => {
    listShortcuts(dialog);
    dialog.showModal();
  });
  if (document.body.dataset.keys === "off") return;
  refresh();
  document.addEventListener("htmx:afterSettle", refresh);
}
