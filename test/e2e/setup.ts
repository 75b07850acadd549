/** Builds the program once before the tests, so that they never see an old one. */
import { execFileSync } from "node:child_process";

export default function setup(): void {
  execFileSync(process.execPath, [new URL("../../scripts/build.mjs", import.meta.url).pathname, "--no-types"]);
}
