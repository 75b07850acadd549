/** Reads the values of a property list in XML that are text, by their keys at the top. */
import { err, ok, type Result } from "../../kit/result.ts";

/** The texts and data of the outermost dictionary; other values are passed over. In plain words what is wrong. */
export function readPlist(text: string): Result<ReadonlyMap<string, string>, string> {
  const tokens = tokensOf(text);
  if (tokens === null) return err("it is no XML property list");
  const scan: Scan = { tokens, at: 0 };
  if (!take(scan, "<plist>") || !take(scan, "<dict>")) return err("it holds no dictionary");
  const values = new Map<string, string>();
  while (!take(scan, "</dict>")) {
    const key = textIn(scan, "key");
    if (key === null) return err("a key is missing in its dictionary");
    const value = textIn(scan, "string") ?? textIn(scan, "data");
    if (value !== null) values.set(key, value);
    else if (!skipValue(scan)) return err(`the value of ${JSON.stringify(key)} is broken`);
  }
  return take(scan, "</plist>") && scan.at === tokens.length
    ? ok(values)
    : err("something stands behind its dictionary");
}

/** `<name>`, `</name>`, `<name/>`, or text, which stands behind a blank. */
type Scan = { readonly tokens: readonly string[]; at: number };

function take(scan: Scan, token: string): boolean {
  if (scan.tokens[scan.at] !== token) return false;
  scan.at += 1;
  return true;
}

/** The text of an element of that name; null, and nothing taken, where none stands here. */
function textIn(scan: Scan, name: string): string | null {
  if (take(scan, `<${name}/>`)) return "";
  const [open, text = "", close] = scan.tokens.slice(scan.at, scan.at + 3);
  if (open !== `<${name}>`) return null;
  if (text === `</${name}>`) {
    scan.at += 2;
    return "";
  }
  if (!text.startsWith(" ") || close !== `</${name}>`) return null;
  scan.at += 3;
  return text.slice(1);
}

/** Moves over one element with all in it. */
function skipValue(scan: Scan): boolean {
  let depth = 0;
  while (scan.at < scan.tokens.length) {
    const token = scan.tokens[scan.at] ?? "";
    scan.at += 1;
    if (token.startsWith("</")) depth -= 1;
    else if (token.startsWith("<") && !token.endsWith("/>")) depth += 1;
    if (depth < 0) return false;
    if (depth === 0 && token.startsWith("<")) return true;
  }
  return false;
}

/** Null for what is no XML. Attributes, comments, declarations and blanks between elements are left out. */
function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    const words = text.slice(at, open < 0 ? text.length : open);
    if (words.trim() !== "") {
      const plain = unescaped(words);
      if (plain === null) return null;
      tokens.push(` ${plain}`);
    }
    if (open < 0) break;
    const end = endOfTag(text, open);
    if (end === null) return null;
    const tag = tagOf(text.slice(open, end));
    if (tag !== null) tokens.push(tag);
    at = end;
  }
  return tokens;
}

function endOfTag(text: string, open: number): number | null {
  const close = text.startsWith("<!--", open) ? "-->" : text.startsWith("<?", open) ? "?>" : ">";
  const end = text.indexOf(close, open + 1);
  return end < 0 ? null : end + close.length;
}

/** Null for what says nothing: comments and declarations. */
function tagOf(tag: string): string | null {
  if (tag.startsWith("<!") || tag.startsWith("<?")) return null;
  const name = /^<\/?([A-Za-z]+)/.exec(tag)?.[1] ?? "";
  if (tag.startsWith("</")) return `</${name}>`;
  return tag.endsWith("/>") ? `<${name}/>` : `<${name}>`;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Null for an `&` that starts nothing known. */
function unescaped(text: string): string | null {
  let isBroken = false;
  const plain = text.replace(/&([^;&]*);?/g, (_, name: string) => {
    const known = NAMED.get(name);
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const point =
      code === null ? Number.NaN : Number.parseInt(code[1] ?? code[2] ?? "", code[1] === undefined ? 10 : 16);
    if (known === undefined && !(point <= 0x10_ff_ff)) isBroken = true;
    return known ?? (isBroken ? "" : String.fromCodePoint(point));
  });
  return isBroken ? null : plain;
}
