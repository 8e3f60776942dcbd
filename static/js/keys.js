// data-hotkey="c" on real links and buttons; the list behind "?" is made from the page itself.
import { install, uninstall } from "../vendor/@github/hotkey@3.1.4/index.js";

const inside = (root) => root.querySelectorAll("[data-hotkey]");

function listShortcuts(dialog) {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const element of [...inside(document), ...document.querySelectorAll("[data-key]")]) {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.hotkey ?? element.dataset.key }));
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
  inside(document).forEach((element) => install(element));
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target.matches("[data-hotkey]")) uninstall(event.target);
  });
  document.addEventListener("htmx:afterSettle", (event) => inside(event.target).forEach((element) => install(element)));
}
