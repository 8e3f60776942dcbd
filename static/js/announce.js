// After a swap the new count is spoken once by the polite live region, never the whole table.
export function startAnnouncing() {
  document.addEventListener("htmx:afterSettle", (event) => {
    const news = event.target.querySelector?.("[data-announce]");
    if (news) document.getElementById("live").textContent = news.dataset.announce;
  });
}
