// <select data-picker> gets a search box; with data-url it asks the server as one types.
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

function dress(root) {
  root.querySelectorAll?.("select[data-picker]").forEach((select) => {
    if (select.tomselect?.wrapper.isConnected) return;
    delete select.tomselect; // a swap kept the select, with what is chosen now, and took its search box
    const picker = new window.TomSelect(select, options(select));
    // The search box has taken over the label: the select behind it is for the form only.
    select.setAttribute("aria-hidden", "true");
    picker.control_input.setAttribute("aria-describedby", select.getAttribute("aria-describedby") ?? "");
  });
}

export function startPickers() {
  dress(document);
  document.addEventListener("htmx:afterSettle", (event) => dress(event.target));
}
