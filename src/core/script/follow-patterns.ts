/** Cutting and replacing in a text that is known, as `${x%…}`, `${x/…/…}` and `${x:…}` do. */
import type { Word } from "./tree.ts";

/** Longer texts are not cut. */
const LENGTH_MAX = 1_024;

const ASCII = /^[\t\n -~]*$/;

/** Null where it is not surely known. `range`: "offset" or "offset:length", literal numbers. */
export function substring(text: string, range: string): string | null {
  const numbers = /^\s*(-?\d{1,9})\s*(?::\s*(-?\d{1,9})\s*)?$/.exec(range);
  if (numbers === null || !ASCII.test(text)) return null;
  const [, offset = "0", length] = numbers;
  const start = Number(offset) < 0 ? text.length + Number(offset) : Number(offset);
  if (start < 0 || start > text.length) return "";
  if (length === undefined) return text.slice(start);
  const end = Number(length) < 0 ? text.length + Number(length) : start + Number(length);
  return end < start ? null : text.slice(start, end);
}

/** `#`, `##`, `%`, `%%`. Null where the pattern is not simple. */
export function cut(text: string, operator: string, word: Word): string | null {
  const pattern = regexOf(word);
  if (pattern === null || text.length > LENGTH_MAX || !ASCII.test(text)) return null;
  const isPrefix = operator.startsWith("#");
  const isLongest = operator.length === 2;
  for (let step = 0; step <= text.length; step++) {
    const size = isLongest ? text.length - step : step;
    const part = isPrefix ? text.slice(0, size) : text.slice(text.length - size);
    if (pattern.test(part)) return isPrefix ? text.slice(size) : text.slice(0, text.length - size);
  }
  return text;
}

/** A pattern of plain text and at most one star: more could take long. */
function regexOf({ parts }: Word): RegExp | null {
  let source = "";
  let stars = 0;
  for (const part of parts) {
    if (part.kind === "literal") source += escaped(part.text);
    else if (part.kind !== "glob") return null;
    else if (part.pattern === "?") source += ".";
    else if (part.pattern === "*") {
      source += ".*";
      stars++;
    } else return null;
  }
  return stars > 1 ? null : new RegExp(`^${source}$`, "s");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** `/`, `//`, `/#`, `/%`, where both sides are plain text. */
export function replace(text: string, operator: string, { parts }: Word): string | null {
  const whole = parts.map((part) => (part.kind === "literal" ? part.text : null));
  if (whole.includes(null) || text.length > LENGTH_MAX || !ASCII.test(text)) return null;
  const [search = "", replacement = "", ...more] = whole.join("").split("/");
  // A quoted slash does not end the pattern, and `&` may stand for what was found.
  if (
    more.length > 0 ||
    search === "" ||
    /[&\\]/.test(replacement) ||
    parts.some((part) => part.kind === "literal" && part.quoted && part.text.includes("/"))
  )
    return null;
  switch (operator) {
    case "/":
      return text.replace(search, () => replacement);
    case "//":
      return text.replaceAll(search, () => replacement);
    case "/#":
      return text.startsWith(search) ? replacement + text.slice(search.length) : text;
    case "/%":
      return text.endsWith(search) ? text.slice(0, text.length - search.length) + replacement : text;
    default:
      return null;
  }
}
