// <button data-confirm="Cancel payment run 12?"> asks in a native dialog; the focus is on the safe choice.
export function startConfirm() {
  const dialog = document.getElementById("confirm");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(dialog, button);
  }, true);
}

function ask(dialog, button) {
  dialog.querySelector("p").textContent = button.dataset.confirm;
  dialog.querySelector("[value=yes]").textContent = button.textContent.trim();
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") repeat(button);
    else button.focus();
  }, { once: true });
  dialog.showModal();
  dialog.querySelector("[value=no]").focus();
}

function repeat(button) {
  button.dataset.confirmed = "1";
  button.click();
  delete button.dataset.confirmed;
}
