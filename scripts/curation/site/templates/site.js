// Sorting, filtering and copying. Every page can be read without this script: what it adds, it adds itself.
// It makes elements and sets their text; it never writes HTML.
"use strict";
(() => {
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // Open what a fragment points into.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const table = target.closest("table.data");
    if (table) table.classList.add("all");
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  const valueOf = (cell) => (cell ? cell.dataset.sort || cell.textContent.trim() : "");
  const compare = (one, other) => {
    if (!one || !other) return one ? -1 : other ? 1 : 0; // empty cells come last
    const left = Number(one), right = Number(other);
    if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
    return one.localeCompare(other, document.documentElement.lang, { numeric: true });
  };

  const equip = (table) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const texts = rows.map((row) => Array.from(row.cells, (cell) => cell.textContent.toLocaleLowerCase()));
    const heads = Array.from(table.tHead.rows[0].cells);
    const tools = make("div", "", { class: "tools", role: "group", "aria-label": "Search this table" });
    const search = make("input", "", { type: "search", autocomplete: "off" });
    const label = make("label", "Show rows with ");
    label.append(search);
    const status = make("span", "", { role: "status" });
    tools.append(label);
    // Columns that say how a value is known or stored are folded; without this script they are all there.
    heads.forEach((head, place) => {
      if (head.classList.contains("mech")) for (const row of rows) if (row.cells[place]) row.cells[place].classList.add("mech");
    });
    if (table.querySelector(".mech")) {
      const more = make("button", "Show all columns", { type: "button", "aria-pressed": "false" });
      more.addEventListener("click", () => {
        const all = table.classList.toggle("all");
        more.setAttribute("aria-pressed", String(all));
      });
      tools.append(more);
    }
    tools.append(status);
    table.closest(".scroll").before(tools);

    const filters = heads.map((head) => {
      const filter = make("input", "", { type: "search", autocomplete: "off", "aria-label": "Filter by " + head.textContent.trim() });
      return filter;
    });
    const apply = () => {
      const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      const wanted = filters.map((filter) => filter.value.trim().toLocaleLowerCase());
      let shown = 0;
      rows.forEach((row, number) => {
        const all = texts[number].join("\n");
        const fits = words.every((word) => all.includes(word)) && wanted.every((one, place) => !one || (texts[number][place] || "").includes(one));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      const total = Number(table.dataset.total);
      status.textContent = shown + " of " + rows.length + " rows" + (total > rows.length ? " on this page, of " + total + " in all" : "");
    };
    let sorted = null, down = false;
    heads.forEach((head, place) => {
      const button = make("button", head.textContent.trim(), { type: "button" });
      head.textContent = "";
      head.append(button, filters[place]);
      button.addEventListener("click", () => {
        down = sorted === place ? !down : false;
        sorted = place;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const ordered = rows.map((row, number) => [valueOf(row.cells[place]), number, row]);
        ordered.sort((a, b) => {
          if (!a[0] || !b[0]) return compare(a[0], b[0]) || a[1] - b[1];
          return (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1];
        });
        body.append(...ordered.map((one) => one[2]));
      });
      filters[place].addEventListener("input", apply);
    });
    search.addEventListener("input", apply);
    apply();
  };
  for (const table of document.querySelectorAll("table.data")) equip(table);

  // Copying: the clipboard where the browser gives it, a selection elsewhere (it gives none to pages of file://).
  for (const holder of document.querySelectorAll("[data-copy]")) {
    const button = make("button", "Copy", { type: "button" });
    const status = make("span", "", { role: "status" });
    button.setAttribute("aria-label", "Copy: " + holder.dataset.copy);
    button.addEventListener("click", async () => {
      const text = holder.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(text);
        status.textContent = " Copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(holder.querySelector("pre"));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        status.textContent = document.execCommand("copy") ? " Copied" : " Selected: press Ctrl+C";
      }
    });
    holder.append(button, status);
  }
})();
