// Shows what the page's Python rendered (every word of it escaped there), and tells it which letter was chosen, or whose
// matter.
// Nothing is fetched or stored.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cs");
  if (root.shown !== data.html) {
    root.innerHTML = data.html;
    root.shown = data.html;
  }
  root.onclick = (event) => {
    const { id, together } = event.target.closest("button")?.dataset ?? {};
    if (id) setTriggerValue("chosen", id);
    if (together) setTriggerValue("together", together);
  };
}
