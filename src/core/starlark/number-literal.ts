/** Reads integers and floats, and tells which characters make words and numbers. */
import type { Cursor } from "./cursor.ts";

export type NumberToken =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "parse" | "limit"; readonly message: string };

/** Digits of an integer; converting many more would take long. */
const DIGITS_MAX = 100_000;

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const LOWER_E = 101;

const TOO_LONG: NumberToken = { kind: "limit", message: `integer has more than ${DIGITS_MAX} digits` };

/** The number at the cursor, which stands on a digit, or on a point before one. */
export function readNumber(cursor: Cursor): NumberToken {
  const from = cursor.index;
  const radix = cursor.peek() === ZERO ? radixOf(cursor.peek(1)) : 10;
  if (radix !== 10 && isDigitOf(cursor.peek(2), radix)) {
    cursor.index += 2;
    while (isDigitOf(cursor.peek(), radix)) cursor.index++;
    if (cursor.index - from > DIGITS_MAX) return TOO_LONG;
    return { kind: "int", value: BigInt(cursor.source.slice(from, cursor.index)) };
  }
  skipDigits(cursor);
  const digits = cursor.index - from;
  const isFloat = skipFraction(cursor);
  const text = cursor.source.slice(from, cursor.index);
  if (isFloat) return { kind: "float", value: Number(text) };
  if (digits > 1 && text.startsWith("0")) {
    return { kind: "parse", message: `Parse error: integer cannot have leading 0, got \`${text}\`` };
  }
  if (digits > DIGITS_MAX) return TOO_LONG;
  return { kind: "int", value: BigInt(digits < 16 ? Number(text) : text) };
}

function skipDigits(cursor: Cursor): void {
  while (isDigit(cursor.peek())) cursor.index++;
}

/** Takes the point and the exponent that make a number a float; false if there is neither. */
function skipFraction(cursor: Cursor): boolean {
  const hasPoint = cursor.peek() === POINT;
  if (hasPoint) {
    cursor.index++;
    skipDigits(cursor);
  }
  const sign = cursor.peek(1) === PLUS || cursor.peek(1) === MINUS ? 1 : 0;
  const hasExponent = (cursor.peek() | 32) === LOWER_E && isDigit(cursor.peek(1 + sign));
  if (hasExponent) {
    cursor.index += 1 + sign;
    skipDigits(cursor);
  }
  return hasPoint || hasExponent;
}

/** The base that the letter after a leading zero names; 10 if it names none. */
function radixOf(unit: number): 2 | 8 | 10 | 16 {
  switch (unit | 32) {
    case 98:
      return 2;
    case 111:
      return 8;
    case 120:
      return 16;
    default:
      return 10;
  }
}

function isDigitOf(unit: number, radix: 2 | 8 | 16): boolean {
  if (radix < 10) return unit >= ZERO && unit < ZERO + radix;
  const lower = unit | 32;
  return isDigit(unit) || (lower >= 97 && lower <= 102);
}

export function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= 57;
}

export function isWordStart(unit: number): boolean {
  const lower = unit | 32;
  return (lower >= 97 && lower <= 122) || unit === 95;
}

export function isWordPart(unit: number): boolean {
  return isWordStart(unit) || isDigit(unit);
}
