/** Builds the first message of a TLS connection, byte by byte. */

function number(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** (size - 1 - at)) % 256);
}

function sized(size: number, ...parts: readonly (readonly number[])[]): readonly number[] {
  const bytes = parts.flat();
  return [...number(bytes.length, size), ...bytes];
}

export function chars(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

export function serverName(...names: readonly string[]): readonly number[] {
  return [0, 0, ...sized(2, sized(2, ...names.map((name) => [0, ...sized(2, chars(name))])))];
}

/** Such as a client sends to be like all others. */
export const GREASE: readonly number[] = [0x0a, 0x0a, 0, 1, 0];

/** The message without its records. @param extensions null for none at all */
export function message(extensions: readonly (readonly number[])[] | null): readonly number[] {
  const random = Array.from({ length: 32 }, (_, at) => at);
  const fixed = [3, 3, ...random, ...sized(1, random), ...sized(2, [0x13, 1]), ...sized(1, [0])];
  return [1, ...sized(3, fixed, extensions === null ? [] : sized(2, ...extensions))];
}

/** In records of at most `size` bytes. */
export function records(bytes: readonly number[], size = 16_384): Uint8Array {
  const parts: number[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(22, 3, 1, ...sized(2, bytes.slice(at, at + size)));
  return Uint8Array.from(parts);
}

export function hello(...names: readonly string[]): Uint8Array {
  return records(message(names.length === 0 ? [GREASE] : [GREASE, serverName(...names)]));
}
