// Ctrl+Enter saves, Escape leaves with a warning if something was typed, the error summary takes the focus, dates are picked.
// What a refused save brought back is typed, too.
const isDirty = (form) => form.querySelector(".field.bad") !== null || [...form.elements].some((each) => "defaultValue" in each
  && each.type !== "hidden" && each.type !== "submit"
  && (each.type === "checkbox" || each.type === "radio" ? each.checked !== each.defaultChecked : each.value !== each.defaultValue));

// With the focus on nothing, or on what was wrong, the keys mean the one form of the page.
function onlyForm(target) {
  const forms = document.querySelectorAll("main form[data-form]");
  return forms.length === 1 && (target === document.body || target.closest(".summary")) ? forms[0] : null;
}

// On a telephone the keyboard would cover the form.
function focusFirst() {
  if (!matchMedia("(pointer: fine)").matches) return;
  document.querySelector(".form-column form[data-form] :is(input:not([type=hidden]), select, textarea)")?.focus();
}

function onKey(event) {
  const form = event.target.closest("form[data-form]") ?? onlyForm(event.target);
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.key === "Escape" && !event.target.closest("dialog, .ts-wrapper.dropdown-active")) form.querySelector("[data-leave]")?.click();
}

function focusSummary(root) {
  root.querySelector(".summary")?.focus();
}

function busy(form, isBusy) {
  form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = isBusy; });
}

function pickDates() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick-date]");
    if (button) button.parentElement.querySelector(".date-pick").showPicker();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.(".date-pick")) return;
    const typed = event.target.parentElement.querySelector("input[type=text]");
    typed.value = event.target.value;
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function startForms() {
  let leaving = false;
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => {
    leaving = true;
    // After this turn, so that the pressed button's own value is still sent.
    if (event.target.matches?.("form[data-form]")) setTimeout(() => busy(event.target, true));
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-form]").forEach((form) => busy(form, false)));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...document.querySelectorAll("form[data-form]")].some(isDirty)) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches?.("form[data-form]")) return;
    leaving = false;
    busy(event.target, false);
  });
  pickDates();
  if (document.querySelector(".summary")) focusSummary(document);
  else focusFirst();
}
