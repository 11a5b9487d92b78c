// Places each annotation in a page with the text that it names, by dom-anchor-text-quote, dom-anchor-text-position and
// Recogito, and prints a JSON report: how many pieces of text there are, and for each way those that were not found.
// Usage: node anchors.mjs ANNOTATIONS TEXTS, two JSON files: the annotations, and the texts by their names.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>");
const names = ["document", "Node", "NodeFilter", "Range", "HTMLElement", "Element", "MutationObserver", "CustomEvent"];
Object.assign(globalThis, { window }, Object.fromEntries(names.map((name) => [name, window[name]])));
const textPosition = await import("dom-anchor-text-position");
const textQuote = await import("dom-anchor-text-quote");
const { W3CTextFormat } = await import("@recogito/text-annotator");

const [annotations, texts] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const report = { targets: 0, repeated: 0, place: [], quote: [], alone: [], recogito: [] };

// A page with the text, cut into paragraphs and elements of their own, as pages have it.
function makePage(text) {
  const root = document.body.appendChild(document.createElement("article"));
  for (const line of text.split(/(?<=\n)/)) {
    const paragraph = root.appendChild(document.createElement("p"));
    for (const [number, part] of line.split(/(?<=, )/).entries()) {
      const holder = number % 2 ? paragraph.appendChild(document.createElement("em")) : paragraph;
      holder.appendChild(document.createTextNode(part));
    }
  }
  if (root.textContent !== text) throw new Error("the page does not have the text");
  return root;
}

const pages = new Map(Object.entries(texts).map(([name, text]) => [name, makePage(text)]));

// The standard counts code points, and a DOM units of UTF-16.
const toUnits = (text, place) => [...text].slice(0, place).join("").length;

// By way of the place: where words end at the end of a page, textQuote.toRange fails in the older textPosition that it uses.
function findQuote(root, quote, options) {
  const place = textQuote.toTextPosition(root, quote, options);
  return place && textPosition.toRange(root, place);
}

for (const annotation of annotations) {
  for (const [number, { source, state, selector }] of [annotation.target].flat().entries()) {
    const name = state?.cached ?? source;
    const [text, root] = [texts[name], pages.get(name)];
    const quote = selector.find(({ type }) => type === "TextQuoteSelector");
    const place = selector.find(({ type }) => type === "TextPositionSelector");
    const [start, end] = [toUnits(text, place.start), toUnits(text, place.end)];
    const isThere = (range) => {
      const found = range && textPosition.fromRange(root, range);
      return Boolean(found) && found.start === start && found.end === end && range.toString() === quote.exact;
    };
    const words = (quote.prefix ?? "") + quote.exact + (quote.suffix ?? "");
    const isRepeated = text.indexOf(words) !== text.lastIndexOf(words);
    const read = W3CTextFormat(source, root).parse(annotation).parsed?.target.selector[number];
    report.targets += 1;
    report.repeated += isRepeated;
    if (!isThere(textPosition.toRange(root, { start, end }))) report.place.push(annotation.id);
    if (!isThere(findQuote(root, quote, { hint: start }))) report.quote.push(annotation.id);
    if (!isRepeated && !isThere(findQuote(root, quote))) report.alone.push(annotation.id);
    if (read?.quote !== quote.exact || read.start !== place.start || read.end !== place.end) report.recogito.push(annotation.id);
  }
}
console.log(JSON.stringify(report));
