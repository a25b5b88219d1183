// Shows the drawing that the page's Python rendered; st.html would take a drawing out.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cs");
  if (root.shown !== data.html) root.innerHTML = root.shown = data.html;
}
