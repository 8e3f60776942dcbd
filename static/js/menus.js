// Menus are native popovers (Escape and a click outside close them); this only puts each below its button.
function place(menu) {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
  const most = document.documentElement.clientWidth - menu.offsetWidth - 8;
  const fromRight = document.documentElement.dir === "rtl";
  const left = fromRight ? button.right - menu.offsetWidth : button.left;
  menu.style.top = `${button.bottom + 4}px`;
  menu.style.left = `${Math.max(8, Math.min(left, most))}px`;
}

export function startMenus() {
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches(".menu[popover]")) place(event.target);
  }, true);
}
