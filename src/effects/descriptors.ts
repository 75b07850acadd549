/** Keeps descriptors that assent was handed from the programs it starts. */
import { closeSync, readdirSync, readFileSync } from "node:fs";

/** In `fdinfo`, octal: the descriptor is closed in new programs. */
const CLOSE_ON_EXEC = 0o2000000;

/** True once they are closed: what Node opens after that is closed in new programs by itself. */
let hasNone = false;

/** Descriptors above the standard ones that a new program would find open. */
export function inheritedDescriptors(): readonly number[] {
  // To look at each costs much where a thousand threads have their files open.
  if (hasNone) return [];
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd > 2 && !isClosedOnExec(fd));
}

/** Closes them all. Only for a process that is all assent's: they may belong to whatever else runs in it. */
export function closeInheritedDescriptors(): void {
  for (const fd of inheritedDescriptors()) closeSync(fd);
  hasNone = true;
}

function isClosedOnExec(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    // The descriptor of the listing itself, closed by now.
    return true;
  }
}
