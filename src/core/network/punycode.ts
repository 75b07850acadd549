/** Punycode (RFC 3492): one label of a host name in ASCII, and back. */

const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const BIAS = 72;
const FIRST = 128;
const CODE_MAX = 0x10ffff;

/** What stands behind `xn--` for this label. */
export function encodeLabel(label: string): string {
  const codes = Array.from(label, (char) => char.codePointAt(0) ?? 0);
  const plain = codes.filter((code) => code < FIRST);
  let text = plain.length === 0 ? "" : `${String.fromCharCode(...plain)}-`;
  let [delta, bias, done, from] = [0, BIAS, plain.length, FIRST];
  while (done < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= from));
    delta += (next - from) * (done + 1);
    for (const code of codes) {
      if (code < next) delta += 1;
      if (code !== next) continue;
      text += writeNumber(delta, bias);
      bias = adapt(delta, done + 1, done === plain.length);
      delta = 0;
      done += 1;
    }
    delta += 1;
    from = next + 1;
  }
  return text;
}

/** The label that `text`, without its `xn--`, stands for; null if it stands for none. @param text lower case */
export function decodeLabel(text: string): string | null {
  const dash = text.lastIndexOf("-");
  const codes = Array.from(text.slice(0, Math.max(dash, 0)), (char) => char.charCodeAt(0));
  if (codes.some((code) => code >= FIRST)) return null;
  let [at, bias, code, place] = [dash + 1, BIAS, FIRST, 0];
  while (at < text.length) {
    const number = readNumber(text, at, bias);
    if (number === null) return null;
    at = number.end;
    const total = place + number.value;
    bias = adapt(number.value, codes.length + 1, place === 0 && code === FIRST);
    code += Math.floor(total / (codes.length + 1));
    place = total % (codes.length + 1);
    if (code > CODE_MAX || (code >= 0xd800 && code <= 0xdfff)) return null;
    codes.splice(place, 0, code);
    place += 1;
  }
  return String.fromCodePoint(...codes);
}

function writeNumber(value: number, bias: number): string {
  let text = "";
  let left = value;
  for (let k = BASE; ; k += BASE) {
    const t = threshold(k, bias);
    if (left < t) return text + DIGITS.charAt(left);
    text += DIGITS.charAt(t + ((left - t) % (BASE - t)));
    left = Math.floor((left - t) / (BASE - t));
  }
}

function readNumber(text: string, from: number, bias: number): { readonly value: number; readonly end: number } | null {
  let [value, weight, at] = [0, 1, from];
  for (let k = BASE; at < text.length; k += BASE) {
    const digit = DIGITS.indexOf(text.charAt(at));
    if (digit === -1) return null;
    at += 1;
    value += digit * weight;
    if (value > Number.MAX_SAFE_INTEGER) return null;
    const t = threshold(k, bias);
    if (digit < t) return { value, end: at };
    weight *= BASE - t;
  }
  return null;
}

function threshold(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2));
  left += Math.floor(left / length);
  let k = 0;
  while (left > ((BASE - T_MIN) * T_MAX) / 2) {
    left = Math.floor(left / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
