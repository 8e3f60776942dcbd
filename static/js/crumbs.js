// The way back keeps the filter: a list remembers its query for this tab, its breadcrumb elsewhere restores it.
const key = (path) => `list:${path}`;

function remember() {
  if (document.getElementById("list")) sessionStorage.setItem(key(location.pathname), location.search);
}

export function startCrumbs() {
  remember();
  document.addEventListener("htmx:pushedIntoHistory", remember);
  for (const link of document.querySelectorAll(".crumbs a")) {
    if (!link.search) link.search = sessionStorage.getItem(key(link.pathname)) ?? "";
  }
}
