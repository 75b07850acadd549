/** Bundles the program before the tests if a source is newer than the bundle. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isBuildFresh } from "./setup.mjs";

/** Without the library's types, which no test uses: the next `npm test` or `npm start` makes them. */
export default function freshBuild() {
  if (isBuildFresh()) return;
  execFileSync(process.execPath, [fileURLToPath(new URL("build.mjs", import.meta.url)), "--no-types"]);
}
