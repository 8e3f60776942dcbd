// <select data-picker> gets a search box; with data-url it asks the server as one types.
// The library behind it is loaded by the first page that has such a select.
let library;

function load() {
  const { pickerScript, pickerStyle } = document.body.dataset;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: pickerStyle }));
  return new Promise((done) => {
    document.head.append(Object.assign(document.createElement("script"), { src: pickerScript, onload: done }));
  });
}

function options(select) {
  const shared = { maxOptions: 200, plugins: select.multiple ? ["remove_button"] : [], render: { no_results: () => null } };
  if (!select.dataset.url) return shared;
  return {
    ...shared,
    valueField: "id",
    labelField: "text",
    searchField: [],
    load: (text, answer) => fetch(`${select.dataset.url}?q=${encodeURIComponent(text)}`)
      .then((response) => response.json()).then((found) => answer(found.results), () => answer()),
  };
}

function dress(select) {
  if (select.tomselect?.wrapper.isConnected) return;
  delete select.tomselect; // a swap kept the select, with what is chosen now, and took its search box
  const picker = new window.TomSelect(select, options(select));
  // The search box has taken over the label: the select behind it is for the form only.
  select.setAttribute("aria-hidden", "true");
  picker.control_input.setAttribute("aria-describedby", select.getAttribute("aria-describedby") ?? "");
}

async function dressAll() {
  if (!document.querySelector("select[data-picker]")) return;
  library ??= load();
  await library;
  document.querySelectorAll("select[data-picker]").forEach(dress);
}

export function startPickers() {
  dressAll();
  document.addEventListener("htmx:afterSettle", dressAll);
}
