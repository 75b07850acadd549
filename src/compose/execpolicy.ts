/** `assent execpolicy` on this machine. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { err, ok, type Result } from "../kit/result.ts";
import { execpolicy } from "../surfaces/cli/execpolicy.ts";
import { error, out } from "./streams.ts";

export function execpolicyCommand(args: readonly string[]): number {
  const { stdout, stderr, status } = execpolicy(args, { readFile, cwd: process.cwd(), home: homedir() });
  out(stdout);
  error(stderr);
  return status;
}

function readFile(path: string): Result<Uint8Array, string> {
  try {
    return ok(readFileSync(path));
  } catch (failure) {
    return err(failure instanceof Error && "code" in failure ? String(failure.code) : String(failure));
  }
}
