// What scrolls can be reached by the keyboard, and has a name; the switch of the contents is a button.
(() => {
  const name = (element, label) => {
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", label);
  };
  document.querySelectorAll(".table-wrapper").forEach((wrapper, at) => name(wrapper, `Table ${at + 1}`));
  document.querySelectorAll("pre > code").forEach((code, at) => name(code, `Code ${at + 1}`));
  document.getElementById("mdbook-sidebar-toggle")?.setAttribute("role", "button");
})();
