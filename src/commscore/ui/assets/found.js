// Shows what the page's Python rendered (every word of it escaped there), and tells it which button was
// pressed. Nothing is fetched or stored.

const PANES = [".list", ".turns"];

function render(root, data) {
  const focused = root.getRootNode().activeElement?.dataset?.key;
  const tops = root.number === data.number ? PANES.map((pane) => root.querySelector(pane)?.scrollTop ?? 0) : [0, 0];
  root.innerHTML = data.html;
  root.shown = data.html;
  root.number = data.number;
  PANES.forEach((pane, n) => (root.querySelector(pane).scrollTop = tops[n]));
  if (focused) find(root, focused)?.focus({ preventScroll: true });
}

function find(root, key) {
  return root.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

// Goes to the places of some words in the text, one after the other.
function go(root, button) {
  const places = button.dataset.to.split(" ");
  const next = (Number(button.dataset.at ?? -1) + 1) % places.length;
  button.dataset.at = next;
  const mark = root.querySelector(`[data-place="${CSS.escape(places[next])}"]`);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  mark?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  mark?.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cs");
  if (root.shown !== data.html) render(root, data);
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.to) return go(root, button);
    const stays = button.dataset.stays === "true";
    if (button.dataset.speaker) return setTriggerValue("said", { speaker: Number(button.dataset.speaker), stays });
    const places = button.dataset.places.split(" ").map((place) => place.split(":").map(Number));
    setTriggerValue("said", { places, stays });
  };
}
