/** Which models think before they answer, by name. */

/** Others refuse to be asked for what they thought, or how hard they should. */
export function isKnownToThink(model: string): boolean {
  return /^(?:o\d|gpt-[5-9]|codex)/u.test(model);
}
