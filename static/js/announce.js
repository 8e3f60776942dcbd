// After a swap the new count is spoken once by the polite live region, never the whole table.
export function startAnnouncing() {
  const live = document.getElementById("live");
  let said = document.querySelector("[data-announce]")?.dataset.announce;
  document.addEventListener("htmx:afterSettle", () => {
    const news = document.querySelector("[data-announce]")?.dataset.announce;
    if (news && news !== said) live.textContent = said = news;
  });
}
