// Shows what the page's Python rendered (every word of it escaped there), and tells it what was ticked.
// Nothing is fetched or stored. A tick that was refused is taken back, as each version is shown anew.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cs");
  const focused = root.getRootNode().activeElement?.dataset?.what;
  root.innerHTML = data.html;
  if (focused) root.querySelector(`[data-what="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  root.onchange = (event) => {
    const { what } = event.target.dataset;
    if (what) setTriggerValue("tick", { what, done: event.target.checked });
  };
}
