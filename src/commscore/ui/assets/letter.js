// Shows what the page's Python rendered (every word of it escaped there), goes from a quote to its words in the
// letter and back, and tells the page what was ticked. Nothing is fetched or stored. A tick that was refused is
// taken back, as each version is shown anew.

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

function go(to) {
  to.scrollIntoView({ block: "center", behavior: CALM.matches ? "auto" : "smooth" });
  to.focus({ preventScroll: true });
}

function show(root, from) {
  const [start, end] = from.dataset.go.split("-").map(Number);
  const marks = [...root.querySelectorAll("mark[data-at]")];
  const own = marks.filter(({ dataset: { at } }) => at >= start && at < end);
  if (!own.length) return;
  root.querySelector(".back")?.remove();
  for (const mark of marks) mark.classList.toggle("here", own.includes(mark));
  const [to] = own;
  to.tabIndex = -1;
  const back = Object.assign(document.createElement("button"), { type: "button", className: "back", textContent: "Back to the list" });
  back.onclick = () => {
    go(from);
    back.remove();
    for (const mark of own) mark.classList.remove("here");
  };
  own.at(-1).after(back);
  go(to);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cs");
  const focused = root.getRootNode().activeElement?.dataset?.what;
  const read = root.shown === data.id ? root.querySelector(".text")?.scrollTop : 0;
  root.innerHTML = data.html;
  if (root.shown !== data.id) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  root.shown = data.id;
  root.querySelector(".text").scrollTop = read ?? 0;
  if (focused) root.querySelector(`[data-what="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  root.onclick = (event) => {
    const from = event.target.closest("[data-go]");
    if (from) show(root, from);
  };
  root.onchange = (event) => {
    const { what } = event.target.dataset;
    if (what) setTriggerValue("tick", { what, done: event.target.checked });
  };
}
