// Shows what a word of the glossary means: on hover, on focus and on a tap. Escape puts it away and leaves the
// pointer and the focus where they are; the pointer may move on to what is shown (WCAG 1.4.13).
if (!window.commscoreGlossary) {
  window.commscoreGlossary = true;
  let of = null;
  let going = 0;
  const bubble = document.createElement("div");
  bubble.className = "cs-gloss";
  bubble.setAttribute("aria-hidden", "true"); // a screen reader reads the word's own description
  bubble.hidden = true;

  const term = (event) => event.composedPath().find((each) => each.classList?.contains("cs-term"));
  const stay = () => clearTimeout(going);
  const hide = () => {
    stay();
    bubble.hidden = true;
    of = null;
  };
  const leave = () => {
    stay();
    going = setTimeout(hide, 250); // time for the pointer to cross over
  };
  const show = (word) => {
    stay();
    if (of === word) return;
    of = word;
    bubble.textContent = word.getAttribute("aria-description");
    (document.querySelector("[data-testid=stApp]") ?? document.body).append(bubble); // has the theme
    bubble.hidden = false;
    place();
  };
  const place = () => {
    const at = of.getBoundingClientRect();
    if (at.bottom < 0 || at.top > window.innerHeight) return hide();
    const { offsetWidth: width, offsetHeight: height } = bubble;
    const below = at.bottom + 4 + height < window.innerHeight;
    bubble.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
    bubble.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
    return undefined;
  };

  document.addEventListener("mouseover", (event) => {
    const word = term(event);
    if (word) show(word);
    else if (event.composedPath().includes(bubble)) stay();
    else if (of && of !== deepest()) leave();
  });
  document.addEventListener("focusin", (event) => {
    const word = term(event);
    if (word) show(word);
    else hide();
  });
  document.addEventListener("focusout", leave);
  document.addEventListener("pointerdown", (event) => {
    if (!term(event) && !event.composedPath().includes(bubble)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && of) hide();
  });
  const follow = () => of && place(); // reaching a word by the keyboard scrolls the page
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  window.addEventListener("resize", follow);

  function deepest() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }
}
