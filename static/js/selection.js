// Row checkboxes: all of the page, shift-click for a range, and how many are chosen. What is chosen goes to the server by form.
const boxes = (form) => [...form.querySelectorAll("input[name=row]")];
let last = null;

function count(form) {
  const chosen = boxes(form).filter((box) => box.checked).length;
  const output = form.querySelector("[data-chosen]");
  if (output) output.textContent = chosen;
  const everything = form.querySelector("input[name=everything]");
  if (everything && chosen < boxes(form).length) everything.checked = false;
}

function range(form, box) {
  const all = boxes(form);
  const [from, until] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) all.slice(from, until + 1).forEach((each) => { each.checked = box.checked; });
}

export function startSelection() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=row], input[data-all]");
    if (!box) return;
    if (box.matches("[data-all]")) boxes(box.form).forEach((each) => { each.checked = box.checked; });
    else if (event.shiftKey && last) range(box.form, box);
    last = box.name === "row" ? box : null;
    count(box.form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "everything" && event.target.checked) {
      boxes(event.target.form).forEach((each) => { each.checked = true; });
    }
  });
}
