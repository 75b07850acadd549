/** Unbounded integers: small ones are numbers, large ones bigints, each in one form only. */
import { INT_BITS_MAX } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";

export type Int = number | bigint;

const I32_MIN = -2147483648;
const I32_MAX = 2147483647;

/** The one form of an integer: a number if safe, else a bigint. */
export function integer(value: bigint): Int {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export function isI32(value: Int): value is number {
  return typeof value === "number" && value >= I32_MIN && value <= I32_MAX;
}

/** For places where the reference keeps 32 bits. */
export function toI32(value: Int): number {
  if (!isI32(value)) throw new Fault(`Integer value is too big to fit in i32: ${value}`);
  return value;
}

export function add(machine: Machine, left: Int, right: Int): Int {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  chargeLinear(machine, left, right);
  return integer(BigInt(left) + BigInt(right));
}

export function subtract(machine: Machine, left: Int, right: Int): Int {
  if (typeof left === "number" && typeof right === "number") {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  chargeLinear(machine, left, right);
  return integer(BigInt(left) - BigInt(right));
}

export function multiply(machine: Machine, left: Int, right: Int): Int {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product + 0; // no negative zero
  }
  const [a, b] = [bitLength(left), bitLength(right)];
  chargeBits(machine, a + b);
  chargeQuadratic(machine, a, b);
  return integer(BigInt(left) * BigInt(right));
}

/** Rounds towards minus infinity; `right` is not zero. */
export function floorDivide(machine: Machine, left: Int, right: Int): Int {
  if (typeof left === "number" && typeof right === "number") {
    const rest = left % right;
    const quotient = (left - rest) / right;
    // left - rest may lie beyond the safe range only with the smallest numbers; division of a multiple is exact.
    if (Number.isSafeInteger(left - rest)) return (rest !== 0 && rest < 0 !== right < 0 ? quotient - 1 : quotient) + 0;
  }
  chargeQuadratic(machine, bitLength(left), bitLength(right));
  chargeLinear(machine, left, right);
  const [a, b] = [BigInt(left), BigInt(right)];
  const rest = a % b;
  return integer(rest !== 0n && rest < 0n !== b < 0n ? a / b - 1n : a / b);
}

/** Has the sign of `right`, which is not zero. */
export function floorModulo(machine: Machine, left: Int, right: Int): Int {
  if (typeof left === "number" && typeof right === "number") {
    const rest = left % right;
    return (rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest) + 0;
  }
  chargeQuadratic(machine, bitLength(left), bitLength(right));
  chargeLinear(machine, left, right);
  const b = BigInt(right);
  const rest = BigInt(left) % b;
  return integer(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest);
}

export function negate(machine: Machine, value: Int): Int {
  if (typeof value === "number") return 0 - value;
  chargeLinear(machine, value, 0);
  return integer(-value);
}

export function invert(machine: Machine, value: Int): Int {
  return subtract(machine, -1, value);
}

export function bitwise(machine: Machine, operator: "&" | "|" | "^", left: Int, right: Int): Int {
  if (isI32(left) && isI32(right)) {
    return operator === "&" ? left & right : operator === "|" ? left | right : left ^ right;
  }
  chargeLinear(machine, left, right);
  const [a, b] = [BigInt(left), BigInt(right)];
  return integer(operator === "&" ? a & b : operator === "|" ? a | b : a ^ b);
}

export function shiftLeft(machine: Machine, left: Int, right: Int): Int {
  if (right < 0) throw new Fault("Negative left shift");
  if (left === 0) return 0;
  if (typeof right === "bigint" || right >= 100_000_000) throw new Fault("Integer overflow computing left shift");
  chargeBits(machine, bitLength(left) + right);
  return integer(BigInt(left) << BigInt(right));
}

export function shiftRight(machine: Machine, left: Int, right: Int): Int {
  if (right < 0) throw new Fault("Negative right shift");
  const bits = bitLength(left);
  if (right >= bits) return left < 0 ? -1 : 0;
  chargeLinear(machine, left, 0);
  return integer(BigInt(left) >> BigInt(right));
}

/** Charges what turning it into decimal digits costs. */
export function chargeDigits(machine: Machine, value: Int): void {
  if (typeof value === "number") return;
  const bits = bitLength(value);
  chargeQuadratic(machine, bits, bits);
  machine.steps(bits >> 2);
  machine.allocate(bits);
}

/** Bits of the magnitude, rounded up; exact enough for charging and for shifts beyond the end. */
export function bitLength(value: Int): number {
  if (typeof value === "number") return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 2;
  return value.toString(16).length * 4;
}

/** Refuses an integer of more than `INT_BITS_MAX` bits and charges the memory of this one. */
export function chargeBits(machine: Machine, bits: number): void {
  if (bits > INT_BITS_MAX + 128) throw new Fault(`limit of ${INT_BITS_MAX} bits of an integer reached`, "limit");
  machine.steps(bits >> 10);
  machine.allocate(bits >> 3);
}

/** Words times words, as long multiplication and division would need. */
export function chargeQuadratic(machine: Machine, a: number, b: number): void {
  machine.steps(Math.ceil(((a >> 6) * (b >> 6)) / 512));
}

function chargeLinear(machine: Machine, left: Int, right: Int): void {
  chargeBits(machine, Math.max(bitLength(left), bitLength(right)));
}
