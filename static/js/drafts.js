// What was typed into a form and sent into a session that had ended is there again after signing in.
const NAME = "draft";
const SIGN_IN = "/sign-in/";

const isKept = ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken";

function keep(form) {
  if (!document.body.dataset.session || form.querySelector("[type=password]")) return;
  const typed = [...new FormData(form)].filter(isKept);
  sessionStorage.setItem(NAME, JSON.stringify({ path: location.pathname, typed }));
}

function fill(form, typed) {
  for (const control of form.elements) {
    const values = typed.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.type === "select-multiple") [...control.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (values.length && control.type !== "file") [control.value] = values;
  }
}

export function startDrafts() {
  document.addEventListener("submit", (event) => { if (event.target.matches?.("form[data-form][method=post]")) keep(event.target); });
  if (location.pathname.startsWith(SIGN_IN)) return;
  const draft = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
  sessionStorage.removeItem(NAME);
  const form = document.querySelector(".form-column form[data-form]");
  const signedIn = document.referrer && new URL(document.referrer).pathname.startsWith(SIGN_IN);
  if (form && signedIn && draft?.path === location.pathname) fill(form, draft.typed);
}
