for (const table of document.querySelectorAll(".output table")) {
  const body = table.tBodies[0], heads = table.tHead ? [...table.tHead.rows[0].cells] : [];
  if (!body || body.rows.length < 2) continue;
  const rows = [...body.rows].filter(row => row.cells.length === heads.length);
  const gaps = [...body.rows].filter(row => row.cells.length !== heads.length);
  const value = (row, i) => {
    const cell = row.cells[i], text = (cell.dataset.value ?? cell.textContent).trim();
    const number = text === "" ? NaN : Number(text.replace(/,/g, ""));
    return Number.isNaN(number) ? text : number;
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.title = "Sort by this column";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(each => each.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map(row => [value(row, i), row]);
      keyed.sort(([a], [b]) => {
        if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
        const order = typeof a === "number" && typeof b === "number" ? a - b
            : typeof a === typeof b ? a.localeCompare(b) : typeof a === "number" ? -1 : 1;
        return down ? -order : order;
      });
      body.append(...keyed.map(([, row]) => row), ...gaps);
    });
  });
}
