/** `assent grants` on this machine. */
export function grantsCommand(args: readonly string[]): number {
  return args.length;
}
