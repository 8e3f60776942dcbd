// The timeline's kinds are real checkboxes: an unchecked kind is hidden.
export function startTimeline() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-timeline-kind]")) return;
    const { timelineKind } = event.target.dataset;
    event.target.closest("section").querySelectorAll(`li[data-kind="${timelineKind}"]`)
      .forEach((entry) => { entry.hidden = !event.target.checked; });
  });
}
