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

  // The menu is the same everywhere. There are many pages of rows: they have its first link, and get the others here.
  const nav = document.querySelector(".top nav");
  if (nav.children.length < MENU.length) {
    const root = document.querySelector(".top a").getAttribute("href").replace("index.html", "");
    nav.replaceChildren(...MENU.map(([text, address]) => make("a", text, { href: root + address })));
  }

  // On a phone the other articles' sentences are folded. All that is folded is printed.
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  if (matchMedia("(max-width: 48rem)").matches) for (const one of all("details.more")) one.open = false;
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });

  const valueOf = (cell) => (cell ? cell.dataset.sort || cell.textContent.trim() : "");
  const compare = (one, other) => {
    if (!one || !other) return one ? -1 : other ? 1 : 0; // empty cells come last
    const left = Number(one), right = Number(other);
    if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
    return one.localeCompare(other, document.documentElement.lang, { numeric: true });
  };

  // A cell that is for several rows is given to each of them, so that rows can be sorted and left out.
  const spread = (rows) => {
    const open = []; // for each column the cell that goes on, and for how many rows
    for (const row of rows) {
      const cells = Array.from(row.cells);
      const line = [];
      while (cells.length || open.slice(line.length).some((one) => one && one.left)) {
        const above = open[line.length];
        if (above && above.left) {
          above.left -= 1;
          const copy = above.cell.cloneNode(true);
          row.insertBefore(copy, cells[0] || null);
          line.push(copy);
        } else {
          const cell = cells.shift() || row.insertCell();
          open[line.length] = { cell, left: cell.rowSpan - 1 };
          cell.removeAttribute("rowspan");
          line.push(cell);
        }
      }
    }
  };

  // A value leads to where its row's page shows it. A head names the column, or says that the cell before names it.
  const link = (rows, heads) => {
    for (const row of rows) {
      const way = row.cells[0].querySelector("a");
      heads.forEach((head, place) => {
        const cell = row.cells[place];
        const field = head.dataset.field || (head.hasAttribute("data-field") && row.cells[place - 1].firstChild.textContent.trim());
        if (!way || !field || !cell || !cell.hasChildNodes() || cell.querySelector("a")) return;
        const anchor = make("a", "", { href: way.getAttribute("href").split("#")[0] + "#" + field });
        anchor.append(...cell.childNodes);
        cell.append(anchor);
      });
    }
  };

  const MOST = 200; // rows that are shown at a time
  const equip = (table) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    spread(rows);
    for (const row of rows) while (row.cells.length < heads.length) row.insertCell();
    table.caption.classList.add("hidden");
    link(rows, heads);
    const texts = rows.map((row) => Array.from(row.cells, (cell) => cell.textContent.toLocaleLowerCase()));
    const tools = make("div", "", { class: "tools", role: "group", "aria-label": "Search this table" });
    const search = make("input", "", { type: "search", autocomplete: "off" });
    const label = make("label", "Show rows with ");
    label.append(search);
    const status = make("span", "", { role: "status" });
    const before = make("button", "Previous", { type: "button" });
    const after = make("button", "Next", { type: "button" });
    tools.append(label, before, after, status);
    table.closest(".scroll").before(tools);

    const filters = heads.map((head) =>
      make("input", "", { type: "search", autocomplete: "off", "aria-label": "Filter by " + head.textContent.trim() }));
    let ordered = rows.map((row, number) => number), first = 0;
    const show = () => {
      const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      const wanted = filters.map((filter) => filter.value.trim().toLocaleLowerCase());
      const found = ordered.filter((number) => {
        const joined = texts[number].join("\n");
        return words.every((word) => joined.includes(word)) && wanted.every((one, place) => !one || (texts[number][place] || "").includes(one));
      });
      first = Math.max(0, Math.min(first, Math.floor((found.length - 1) / MOST) * MOST));
      const shown = found.slice(first, first + MOST);
      body.replaceChildren(...shown.map((number) => rows[number]));
      before.hidden = after.hidden = found.length <= MOST;
      before.disabled = first === 0;
      after.disabled = first + MOST >= found.length;
      const count = (number) => number.toLocaleString(document.documentElement.lang);
      const range = found.length > MOST ? "Rows " + count(first + 1) + " to " + count(first + shown.length) + " of " : "";
      status.textContent = range + count(found.length) + (found.length < rows.length ? " of " + count(rows.length) : "") + (range ? "" : " rows");
    };
    const restart = () => {
      first = 0;
      show();
    };
    const turn = (pages) => {
      first += pages * MOST;
      show();
      table.closest(".scroll").scrollTop = 0;
      tools.scrollIntoView();
    };
    before.addEventListener("click", () => turn(-1));
    after.addEventListener("click", () => turn(1));
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
        const values = rows.map((row) => valueOf(row.cells[place]));
        ordered = rows.map((row, number) => number).sort((a, b) => {
          if (!values[a] || !values[b]) return compare(values[a], values[b]) || a - b;
          return (down ? -1 : 1) * compare(values[a], values[b]) || a - b;
        });
        restart();
      });
      filters[place].addEventListener("input", restart);
    });
    search.addEventListener("input", restart);
    show();
    // The row that an address points to is shown.
    return (id) => {
      const place = ordered.findIndex((number) => rows[number].id === id);
      if (place < 0) return;
      first = Math.floor(place / MOST) * MOST;
      show();
    };
  };
  const turns = all("table.data").map(equip);

  // Open what a fragment points into.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) for (const turn of turns) turn(id);
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    (target.closest("blockquote, .sent") || target).scrollIntoView(); // of a claim's words all the sentence
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // Copying: the clipboard where the browser gives it, a selection elsewhere (it gives none to pages of file://).
  for (const holder of all("[data-copy]")) {
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
