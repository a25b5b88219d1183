// Shows the transcript that the page's Python rendered (every word of it escaped there) and lets the reader
// go to a moment and filter the marks. Nothing is fetched, sent or stored.

function shownCodes(root) {
  const domain = root.querySelector(".chip[aria-pressed='true']")?.dataset.domain ?? "";
  const code = root.querySelector("select").value;
  return (tag) => (code ? tag.dataset.code === code : !domain || tag.classList.contains("d-" + domain));
}

function filter(root) {
  const wanted = shownCodes(root);
  const only = root.querySelector(".check input").checked;
  const domainOf = {};
  for (const tag of root.querySelectorAll(".tag")) {
    tag.hidden = !wanted(tag);
    domainOf[tag.dataset.code] = { shown: !tag.hidden, name: [...tag.classList].find((c) => c.startsWith("d-")).slice(2) };
  }
  for (const mark of root.querySelectorAll("mark")) {
    const seen = mark.dataset.codes.split(" ").map((c) => domainOf[c]).find((d) => d?.shown);
    mark.className = seen ? "d-" + seen.name : "off";
  }
  let left = 0;
  for (const turn of root.querySelectorAll(".turn")) {
    turn.hidden = only && !turn.querySelector("mark:not(.off)");
    left += !turn.hidden;
  }
  root.querySelector(".nothing").hidden = left > 0;
}

function go(root, number, answer) {
  const turn = root.querySelector(`.turn[data-turn="${number}"]`);
  if (!turn) return;
  turn.hidden = false;
  for (const other of root.querySelectorAll(".here, .answer")) other.classList.remove("here", "answer");
  turn.classList.add("here");
  if (answer) root.querySelector(`.turn[data-turn="${answer}"]`)?.classList.add("answer");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  turn.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  turn.focus({ preventScroll: true });
  const x = root.querySelector(`.bar[data-turn="${number}"]`)?.getAttribute("x");
  if (x) for (const now of root.querySelectorAll(".now")) now.setAttribute("x", x);
}

function clicked(root, event) {
  const chip = event.target.closest(".chip");
  if (chip) {
    for (const other of root.querySelectorAll(".chip")) other.setAttribute("aria-pressed", String(other === chip));
    root.querySelector("select").value = "";
    return filter(root);
  }
  if (event.target.closest(".back")) {
    const moment = root.querySelector(".go[aria-current]") ?? root.querySelector("summary");
    moment.scrollIntoView({ block: "center" });
    return moment.focus({ preventScroll: true });
  }
  const target = event.target.closest(".go, .bar");
  if (!target) return undefined;
  for (const other of root.querySelectorAll(".go[aria-current]")) other.removeAttribute("aria-current");
  if (target.matches(".go")) target.setAttribute("aria-current", "true");
  return go(root, target.dataset.turn, target.dataset.answer);
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cs");
  if (!root.shown) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0); // a new page begins at its top
  if (root.shown !== data.html) {
    root.innerHTML = data.html;
    root.shown = data.html;
    filter(root);
  }
  root.onclick = (event) => clicked(root, event);
  root.onchange = (event) => {
    if (event.target.matches("select") && event.target.value)
      for (const chip of root.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", String(!chip.dataset.domain));
    filter(root);
  };
}
