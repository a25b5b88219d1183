// Shows the transcript that the page's Python rendered (every word of it escaped there), lets the reader go to
// a moment and filter the marks, and tells the page's Python which code or which words were chosen. Nothing is
// fetched or stored.

const PANES = [".moments", ".turns"];

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

// Turns that nobody has looked at yet are drawn only now, and are of another height than was reckoned: so again.
function bring(turn, times) {
  turn.scrollIntoView({ block: "center" });
  if (times) requestAnimationFrame(() => bring(turn, times - 1));
}

function go(root, number, answer) {
  const turn = root.querySelector(`.turn[data-turn="${number}"]`);
  if (!turn) return;
  turn.hidden = false;
  for (const other of root.querySelectorAll(".here, .answer")) other.classList.remove("here", "answer");
  turn.classList.add("here");
  if (answer) root.querySelector(`.turn[data-turn="${answer}"]`)?.classList.add("answer");
  bring(turn, 4);
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

// Which of a turn's buttons Tab stops at: those of the turn that the reader is in.
function enter(root, turn) {
  for (const button of root.querySelectorAll(".turn button:not(.back)")) button.tabIndex = turn?.contains(button) ? 0 : -1;
}

function step(root, event) {
  const by = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const pane = event.target.closest(".turns");
  if (!by || !pane) return;
  const here = event.target.closest(".turn");
  let to = here ? here[by] : pane.querySelector(".turn:not([hidden])");
  while (to?.hidden) to = to[by];
  if (!to?.matches(".turn")) return;
  event.preventDefault();
  to.focus();
}

function length(text) {
  return [...text].length; // Python counts characters, and JavaScript halves of some
}

// How many characters of the paragraph's own text stand before a point in it; labels are not its text.
function before(paragraph, node, offset) {
  const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const point = document.createRange();
  point.setStart(node, offset);
  let count = 0;
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    if (text.parentElement.closest(".tag")) continue;
    if (text === node) return count + length(text.data.slice(0, offset));
    if (point.comparePoint(text, 0) > 0) return count;
    count += length(text.data);
  }
  return count;
}

// The words of one turn that are selected, null where there are none.
function selected(root) {
  const shadow = root.getRootNode();
  const selection = shadow.getSelection?.() ?? document.getSelection();
  if (!selection?.rangeCount) return null;
  const range = selection.getComposedRanges?.({ shadowRoots: [shadow] })[0] ?? selection.getRangeAt(0);
  const from = range.startContainer.parentElement ?? range.startContainer;
  const paragraph = (range.startContainer.closest ? range.startContainer : from).closest?.(".turn p");
  if (range.collapsed || !paragraph || !root.contains(paragraph)) return null;
  const start = before(paragraph, range.startContainer, range.startOffset);
  const within = paragraph.contains(range.endContainer);
  const end = within ? before(paragraph, range.endContainer, range.endOffset) : Infinity;
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  if (within) live.setEnd(range.endContainer, range.endOffset);
  else live.setEndAfter(paragraph.lastChild);
  const boxes = live.getClientRects();
  if (end <= start || !boxes.length || !live.toString().trim()) return null;
  const turn = paragraph.closest(".turn");
  return { turn, start, end: Math.min(end, 1e6), box: boxes[boxes.length - 1] };
}

// Puts the button that adds a code below the end of what is selected.
function offer(root) {
  const pick = root.querySelector(".pick");
  if (!pick) return;
  const found = selected(root);
  const turn = found?.turn;
  pick.hidden = !turn?.querySelector(".add");
  if (pick.hidden) return;
  const { left, top, width } = root.getBoundingClientRect();
  Object.assign(pick.dataset, { turn: turn.dataset.turn, start: found.start, end: found.end });
  pick.style.left = `${Math.max(0, Math.min(found.box.right - left - pick.offsetWidth / 2, width - pick.offsetWidth))}px`;
  pick.style.top = `${found.box.bottom - top + 6}px`;
}

// What a press says to the page's Python, undefined where it says nothing.
function said(button) {
  const { turn } = (button.closest(".turn") ?? button).dataset;
  if (button.matches(".withdraw")) return { withdraw: Number(button.dataset.withdraw) };
  if (button.matches(".add")) return { turn: Number(turn) };
  const { start, end, first } = button.dataset;
  if (button.matches(".pick")) return { turn: Number(turn), start: Number(start), end: Number(end) };
  if (button.matches(".tag, .judge")) return { turn: Number(turn), start: Number(start), end: Number(end), code: first };
  return undefined;
}

// What the reader chose of the legend, null before there is one.
function chosen(root) {
  const chip = root.querySelector(".chip[aria-pressed='true']");
  return chip && { domain: chip.dataset.domain, code: root.querySelector("select").value, only: root.querySelector(".check input").checked };
}

function choose(root, { domain, code, only }) {
  const chips = [...root.querySelectorAll(".chip")];
  const pressed = chips.find((chip) => chip.dataset.domain === domain) ?? chips[0];
  for (const chip of chips) chip.setAttribute("aria-pressed", String(chip === pressed));
  if ([...root.querySelector("select").options].some((option) => option.value === code)) root.querySelector("select").value = code;
  root.querySelector(".check input").checked = only;
}

// Puts in place what is another than it was, and nothing else: a long transcript is slow to show anew.
function fill(root, data) {
  for (const part of root.querySelectorAll("[data-part]")) {
    const html = data.parts[part.dataset.part];
    if (part.shown !== html) Object.assign(part, { innerHTML: html, shown: html });
  }
  const pane = root.querySelector(".turns");
  const there = [...pane.querySelectorAll(".turn")];
  if (there.length !== data.turns.length || root.number !== data.number) {
    for (const turn of there) turn.remove();
    pane.insertAdjacentHTML("afterbegin", data.turns.join(""));
  } else
    for (const [n, turn] of there.entries()) {
      if (data.turns[n] === root.data.turns[n]) continue;
      const here = ["here", "answer"].filter((name) => turn.classList.contains(name));
      turn.outerHTML = data.turns[n];
      pane.querySelector(`.turn[data-turn="${n}"]`).classList.add(...here);
    }
}

// Shows another version of the same transcript where the reader was, with the filter as it was.
function render(root, data) {
  const same = root.number === data.number;
  const inside = root.getRootNode().activeElement?.closest?.(".turn")?.dataset.turn;
  const tops = PANES.map((pane) => root.querySelector(pane).scrollTop);
  const folds = [...root.querySelectorAll(".moments > details")].map((fold) => fold.open);
  const before = same && chosen(root);
  root.style.minHeight = `${root.offsetHeight}px`; // or the page would jump
  fill(root, data);
  if (same) root.querySelectorAll(".moments > details").forEach((fold, n) => (fold.open = folds[n]));
  if (before) choose(root, before);
  filter(root);
  PANES.forEach((pane, n) => (root.querySelector(pane).scrollTop = same ? tops[n] : 0));
  root.style.minHeight = "";
  Object.assign(root, { data, number: data.number });
  if (same && inside) focus(root, inside);
}

function changed(root, data) {
  const { data: shown, number } = root;
  if (!shown || number !== data.number || shown.turns.length !== data.turns.length) return true;
  return shown.turns.some((html, n) => html !== data.turns[n]) || Object.keys(data.parts).some((name) => shown.parts[name] !== data.parts[name]);
}

// Says what the codes of a mark are, and when they are given, once the reader points at it.
function tell(root, mark) {
  if (mark && !mark.title) mark.title = mark.dataset.codes.split(" ").map((code) => root.data.tells[code] ?? code).join("; ");
}

// Leads the keyboard back to where it was before something was asked, once the answer is given or put off.
function comeBack(root, { turn, first, start }) {
  let [seen, looks] = [false, 0];
  clearInterval(root.waiting);
  root.waiting = setInterval(() => {
    const open = document.querySelector("[role=dialog], dialog[open]");
    seen ||= open;
    looks += 1;
    if (open || (!seen && looks < 10)) return;
    clearInterval(root.waiting);
    focus(root, turn, first, start);
  }, 200);
}

function focus(root, turn, first, start) {
  const at = root.querySelector(`.turn[data-turn="${turn}"]`);
  const tag = first && at?.querySelector(`.tag[data-first="${CSS.escape(first)}"][data-start="${start}"]`);
  const judge = first?.includes(".") && root.querySelector(`.judge[data-turn="${turn}"][data-first="${CSS.escape(first)}"]`);
  (judge || tag || at)?.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cs");
  if (!root.data) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0); // a new page begins at its top
  if (changed(root, data)) render(root, data);
  root.onmouseover = (event) => tell(root, event.target.closest("mark"));
  root.onclick = (event) => {
    const button = event.target.closest("button");
    const says = button && said(button);
    if (!says) return clicked(root, event);
    comeBack(root, { turn: (button.closest(".turn") ?? button).dataset.turn, ...button.dataset });
    root.querySelector(".pick").hidden = true;
    return setTriggerValue("said", says);
  };
  root.onmousedown = (event) => event.target.closest(".pick") && event.preventDefault(); // keeps the selection
  root.onkeydown = (event) => step(root, event);
  if (!root.entered) root.addEventListener("focusin", (event) => enter(root, event.target.closest(".turn")));
  root.entered = true;
  root.onchange = (event) => {
    if (event.target.matches("select") && event.target.value)
      for (const chip of root.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", String(!chip.dataset.domain));
    filter(root);
  };
  const offered = () => offer(root);
  document.removeEventListener("selectionchange", root.offered);
  document.addEventListener("selectionchange", offered);
  root.offered = offered;
  return () => document.removeEventListener("selectionchange", offered);
}
