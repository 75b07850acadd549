/** `npm start`: sets up what is missing, then shows assent at work. */
import { runInPlace, setUp } from "./setup.mjs";

await setUp({ build: true, programs: ["bwrap", "git"] });
process.exitCode = await runInPlace([process.execPath, "dist/main.js", "demo", ...process.argv.slice(2)], "inherit");
