/** Holds a program against the recorded transcripts, with what differs on purpose. */
// CODEX_BIN="node dist/main.js" node check.mjs [--only NAME] [--verbose] [--fast] [--jobs N] [--without-etc] [--propose]
// One line a scenario, then `N passed, N failed`. --propose prints what an overlay would have to say.
import fs from "node:fs";
import { differences, reduce } from "./compare.mjs";
import { cleanBase, etcUsable, needsEtc, run } from "./harness.mjs";
import { overlaid, overlayFor, readOverlays } from "./overlays/apply.mjs";
import { options, readTranscript, scenarios, transcriptPath } from "./suite.mjs";

const chosen = options();
const overlays = readOverlays();
const count = { passed: 0, failed: 0, skipped: 0 };
const WORDS = { passed: "ok  ", failed: "FAIL", skipped: "skip" };

function say(how, name, note = "", more = []) {
  count[how] += 1;
  console.log([`${WORDS[how]} ${name}${note && `  ${note}`}`, ...more].join("\n"));
}

const isSame = (a, b) => differences(a, b).length === 0;

async function check(scenario) {
  const { name } = scenario;
  if (chosen.fast && scenario.slow) return say("skipped", name, "slow");
  if (!fs.existsSync(transcriptPath(chosen.dir, name))) return say("failed", name, "no transcript recorded");
  if (needsEtc(scenario) && (chosen.withoutEtc || !etcUsable()))
    return say("skipped", name, "needs to write /etc/codex");
  try {
    const expected = overlaid(reduce(readTranscript(chosen.dir, name)), overlays[name]);
    const actual = reduce(JSON.parse(JSON.stringify(await run(scenario))));
    const found = differences(expected, actual);
    if (found.length === 0) return say("passed", name);
    const proposed = chosen.propose
      ? [`propose ${JSON.stringify({ name, set: overlayFor(expected, actual, isSame) })}`]
      : [];
    const more = [...(chosen.verbose ? found.map((line) => `       ${line}`) : []), ...proposed];
    return say("failed", name, `${found.length} differences; ${found[0]}`, more);
  } catch (error) {
    return say("failed", name, String(error.message).split("\n")[0]);
  }
}

const all = await scenarios(chosen);
// The folder of an administrator counts for the whole machine: these run alone.
const alone = all.filter(needsEtc);
const queue = all.filter((scenario) => !needsEtc(scenario));
const work = async () => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await check(next);
};
await Promise.all(Array.from({ length: chosen.jobs }, work));
for (const scenario of alone) await check(scenario);
cleanBase();
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ""}`);
process.exitCode = count.failed === 0 ? 0 : 1;
