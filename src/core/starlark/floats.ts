/** How floats print and are read, digit by digit as in the reference. */
import { err, ok, type Result } from "../../kit/result.ts";

/** Digits after the point in the exponent form, and the exponent from which `str` uses it. */
const PRECISION = 6;

/** `str` and `%g`: plain digits between 1e-5 and 1e6, else the exponent form without trailing zeros. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (Math.abs(exponent) >= PRECISION) return formatExponent(value, true);
  const plain = Object.is(value, -0) ? "-0" : String(value);
  return Number.isInteger(value) ? `${plain}.0` : plain;
}

/** `%e`. Six digits are cut out of the fraction, so a fraction that rounds up to one whole prints as zeros. */
export function formatExponent(value: number, strip: boolean): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const magnitude = Math.abs(value);
  const exponent = magnitude === 0 ? 0 : Math.floor(Math.log10(magnitude));
  const normal = magnitude / 10 ** exponent;
  const whole = Number.isFinite(normal) ? String(Math.trunc(normal)) : "inf";
  const fraction = Number.isFinite(normal) ? Math.round((normal % 1) * 10 ** PRECISION) % 10 ** PRECISION : 0;
  let digits = `.${String(fraction).padStart(PRECISION, "0")}`;
  if (strip) digits = digits.replace(/\.?0+$/, "");
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign}${whole}${digits}e${exponent < 0 ? "-" : "+"}${power}`;
}

/** `%f`: six digits after the point, ties to even as the exact decimal value has them. */
export function formatFixed(value: number): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.000000`;
  const text = value.toFixed(PRECISION);
  const sign = Object.is(value, -0) || (value < 0 && !text.startsWith("-")) ? "-" : "";
  return sign + (isTie(value) ? toEven(value) : text);
}

/** True if the exact value lies midway between two results of six digits. */
function isTie(value: number): boolean {
  // A tie has exactly one more digit, a 5; a double with so few digits shows all of them in twenty.
  return Math.abs(value) < 2 ** 53 && /^-?\d+\.\d{6}50{13}$/.test(value.toFixed(20));
}

function toEven(value: number): string {
  const digits = value.toFixed(20).slice(0, -14);
  return Number(digits.at(-1)) % 2 === 0 ? digits : value.toFixed(PRECISION);
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "+inf" : "-inf";
}

/** Text as `float()` takes it: no spaces, no underscores, no hexadecimal. */
export function parseFloatText(text: string): Result<number, string> {
  if (text === "") return err('"" is not a valid number: cannot parse float from empty string');
  const sign = text.startsWith("-") ? -1 : 1;
  const rest = text.replace(/^[+-]/, "").toLowerCase();
  if (rest === "inf" || rest === "infinity") return ok(sign * Infinity);
  if (rest === "nan") return ok(NaN);
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(rest))
    return err(`"${text}" is not a valid number: invalid float literal`);
  const value = sign * Number(rest);
  return Number.isFinite(value) ? ok(value) : err(`float() floating-point number too large: ${text}`);
}
