"use strict";
(() => {
  /* Tables: their headings become buttons. What is empty stays below, whichever way. */
  const value = (cell) => {
    if (!cell) return "";
    return cell.dataset.s === undefined ? cell.textContent.trim() : Number(cell.dataset.s);
  };
  const order = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true });
  const sort = (body, at, way) => {
    const rows = [...body.rows].map((row) => ({ row, value: value(row.cells[at]) }));
    rows.sort((a, b) =>
      (a.value === "") - (b.value === "") || (a.value === "" ? 0 : way * order(a.value, b.value)));
    body.append(...rows.map((each) => each.row));
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const first = head.className === "n" ? "descending" : "ascending";
        const other = first === "descending" ? "ascending" : "descending";
        const next = now === first ? other : first;
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", next);
        sort(table.tBodies[0], at, next === "ascending" ? 1 : -1);
      });
    });
  }

  /* Folded parts: opened by links to them, all at once, and on paper. */
  const folded = [...document.querySelectorAll("details")];
  const reveal = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", () => reveal(location.hash.slice(1)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) setTimeout(() => reveal(link.hash.slice(1)));
  });
  reveal(location.hash.slice(1));

  if (folded.length > 1) {
    const tools = document.createElement("p");
    tools.className = "tools";
    for (const [words, open] of [["Open all", true], ["Close all", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => { for (const part of folded) part.open = open; });
      tools.append(button);
    }
    document.querySelector("header").append(tools);
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folded.filter((part) => !part.open);
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });
})();
