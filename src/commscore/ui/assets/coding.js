// Lets a person give codes to words, by keys or by pointing. The page's Python rendered the text, every word
// of it escaped, and keeps what is given; here text is only ever set as text. Nothing is fetched or stored.
// Offsets count characters as Python does, so that one beyond the basic plane is one.

const length = (text) => Array.from(text).length;

function current(root) {
  return root.querySelector(".turn[tabindex='0']");
}

function say(root, words) {
  root.querySelector(".said").textContent = words;
}

// Makes a turn the current one, and shows the codes that are for its speaker.
function choose(root, turn, scroll = true) {
  if (!turn) return;
  const before = current(root);
  if (before && before !== turn) {
    before.tabIndex = -1;
    if (root.pick) pick(root, before, null);
  }
  turn.tabIndex = 0;
  for (const sheet of root.querySelectorAll(".sheet")) sheet.hidden = sheet.dataset.role !== turn.dataset.role;
  turn.focus({ preventScroll: true });
  if (scroll) turn.scrollIntoView({ block: "nearest" }); // not where the pointer is on it: it would slip away
}

// Draws a turn's text in runs: the words that are picked, the codes on them, and a label where each ends.
function draw(root, turn) {
  const number = Number(turn.dataset.turn);
  const text = root.texts[number];
  const codes = root.given.filter((code) => code[1] === number);
  const picked = root.pick ? [root.pick] : [];
  const here = current(root) === turn ? picked : [];
  const edges = new Set([0, text.length, ...codes.flatMap((c) => [c[2], c[3]]), ...here.flat()]);
  const bounds = [...edges].sort((a, b) => a - b);
  const runs = bounds.slice(1).flatMap((end, n) => run(root, text, codes, here, bounds[n], end));
  turn.querySelector("p").replaceChildren(...runs);
}

function run(root, text, codes, picked, start, end) {
  const over = codes.filter((c) => c[2] <= start && c[3] >= end);
  const made = document.createElement(over.length ? "mark" : "span");
  made.textContent = text.slice(start, end).join("");
  if (over.length) made.className = "d-" + about(root, over[0]).domain;
  if (picked.some(([from, to]) => from <= start && to >= end)) made.classList.add("picked");
  return [made, ...codes.filter((c) => c[3] === end).map((c) => label(root, c))];
}

function label(root, code) {
  const made = document.createElement("button");
  const { title, domain } = about(root, code);
  made.type = "button";
  made.className = "tag d-" + domain;
  made.textContent = title;
  made.code = code;
  made.setAttribute("aria-label", "Take away " + title);
  return made;
}

function about(root, code) {
  const found = root.querySelector(`.give[data-code="${CSS.escape(code[0])}"]`);
  return found ? found.dataset : { title: code[0], domain: "patient" };
}

function pick(root, turn, span) {
  root.pick = span;
  draw(root, turn);
}

// Returns where each of a turn's words begins and ends.
function words(root, turn) {
  const text = root.texts[Number(turn.dataset.turn)];
  const found = [];
  text.forEach((character, n) => {
    if (!character.trim()) return;
    if (found.length && found.at(-1)[1] === n) found.at(-1)[1] = n + 1;
    else found.push([n, n + 1]);
  });
  return found;
}

// Moves the picked words on or back by one word, or makes them one longer or shorter.
function step(root, turn, by, extend) {
  const all = words(root, turn);
  if (!all.length) return;
  const held = root.pick;
  const first = held ? all.findIndex((w) => w[0] === held[0]) : by > 0 ? -1 : all.length;
  const last = held ? all.findIndex((w) => w[1] === held[1]) : first;
  const within = (n) => Math.max(0, Math.min(all.length - 1, n));
  const to = within(last + by);
  const from = extend && held ? Math.min(first, to) : to;
  pick(root, turn, [all[from][0], all[Math.max(from, to)][1]]);
}

// Picks the words that the pointer selected, whole and within one turn.
function selected(root) {
  const home = root.getRootNode();
  const selection = home.getSelection?.() ?? document.getSelection();
  const composed = home instanceof ShadowRoot && selection.getComposedRanges?.({ shadowRoots: [home] })[0];
  const range = composed || (selection.rangeCount ? selection.getRangeAt(0) : null);
  const start = range && (range.startContainer.closest ? range.startContainer : range.startContainer.parentElement);
  const turn = start?.closest(".turn");
  const text = turn?.querySelector("p");
  if (!text || !root.contains(turn) || (range.startContainer === range.endContainer && range.startOffset === range.endOffset)) return;
  const end = text.contains(range.endContainer) ? offset(text, range.endContainer, range.endOffset) : Infinity;
  const begin = text.contains(range.startContainer) ? offset(text, range.startContainer, range.startOffset) : 0;
  const held = words(root, turn).filter((w) => w[0] < end && w[1] > begin);
  if (!held.length) return;
  choose(root, turn, false);
  pick(root, turn, [held[0][0], held.at(-1)[1]]);
  selection.removeAllRanges();
}

function offset(text, node, at) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  const part = range.cloneContents();
  for (const tag of part.querySelectorAll(".tag")) tag.remove();
  return length(part.textContent);
}

function change(root, turn, given, words) {
  root.given = given;
  root.pick = null;
  draw(root, turn);
  const { unit } = root.querySelector(".turns").dataset;
  say(root, `${words} in ${unit} ${Number(turn.dataset.turn) + 1}. ${given.length} codes so far.`);
  root.tell({ of: root.of, codes: given });
}

function give(root, button) {
  const turn = current(root);
  const all = words(root, turn);
  if (!all.length) return;
  const [start, end] = root.pick ?? [all[0][0], all.at(-1)[1]];
  const code = [button.dataset.code, Number(turn.dataset.turn), start, end];
  if (root.given.some((other) => String(other) === String(code))) return say(root, `${button.dataset.title} is there already.`);
  change(root, turn, [...root.given, code], `${button.dataset.title} added`);
}

function take(root, code) {
  const turn = root.querySelector(`.turn[data-turn="${code[1]}"]`);
  choose(root, turn, false);
  change(root, turn, root.given.filter((other) => other !== code), `${about(root, code).title} taken away`);
}

// Returns the code that Delete takes: the focused label's, else the last given on the picked words or the turn.
function last(root) {
  const focused = root.getRootNode().activeElement?.code;
  if (focused) return focused;
  const number = Number(current(root).dataset.turn);
  const [from, to] = root.pick ?? [0, Infinity];
  return root.given.findLast((c) => c[1] === number && c[2] < to && c[3] > from);
}

function pressed(root, event) {
  const turn = current(root);
  if (!turn || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const sheet = root.querySelector(".sheet:not([hidden])");
  const button = key.length === 1 && sheet?.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  if (key === "ArrowDown") choose(root, turn.nextElementSibling);
  else if (key === "ArrowUp") choose(root, turn.previousElementSibling);
  else if (key === "ArrowRight") step(root, turn, 1, event.shiftKey);
  else if (key === "ArrowLeft") step(root, turn, -1, event.shiftKey);
  else if (key === "Escape") pick(root, turn, null);
  else if ((key === "Delete" || key === "Backspace") && last(root)) take(root, last(root));
  else if (button) give(root, button);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function open(root, data) {
  root.innerHTML = data.html;
  root.of = data.of;
  root.given = data.codes;
  root.pick = null;
  root.texts = [...root.querySelectorAll(".turn p")].map((p) => Array.from(p.textContent));
  for (const turn of root.querySelectorAll(".turn")) draw(root, turn);
  choose(root, root.querySelector(".turn"), false);
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".cs");
  root.tell = (given) => setStateValue("given", given);
  if (root.of !== data.of) open(root, data);
  root.onkeydown = (event) => pressed(root, event);
  root.onpointerup = () => setTimeout(() => selected(root)); // the browser settles the selection first
  root.onclick = (event) => {
    const tag = event.target.closest(".tag");
    const button = event.target.closest(".give");
    const turn = event.target.closest(".turn");
    if (tag) return take(root, tag.code);
    if (button) {
      give(root, button);
      return current(root).focus({ preventScroll: true });
    }
    return turn && turn !== current(root) ? choose(root, turn, false) : undefined;
  };
}
