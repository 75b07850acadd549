/** `npm test`: sets up what is missing, runs the tests, and ends with one line of figures. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInPlace, setUp } from "./setup.mjs";

await setUp({ build: true, programs: ["bwrap", "git", "tmux"] });

const folder = mkdtempSync(join(tmpdir(), "assent-test-"));
const file = join(folder, "results.json");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
const vitest = [process.execPath, "node_modules/vitest/vitest.mjs", "run", ...reporters];

try {
  const status = await runInPlace([...vitest, ...process.argv.slice(2)], "ignore");
  const figures = figuresOf(readResults(), status);
  process.exitCode = status !== 0 ? status : figures.failed > 0 || figures.passed === 0 ? 1 : 0;
  if (figures.passed === 0) process.stderr.write("assent: no test has passed\n");
  const skipped = figures.skipped > 0 ? `, ${figures.skipped} skipped` : "";
  process.stdout.write(`${figures.passed} passed, ${figures.failed} failed${skipped}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Null if the run ended before there were any. */
function readResults() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // No results and broken results are one thing: the run did not come to its end.
    return null;
  }
}

/** A file that could not be loaded, and a run that failed outside any test, count as one failure each. */
function figuresOf(results, status) {
  const tests = (results?.testResults ?? []).flatMap((suite) => suite.assertionResults);
  const count = (...states) => tests.filter((one) => states.includes(one.status)).length;
  const unloaded = (results?.testResults ?? []).filter(
    (suite) => suite.status === "failed" && suite.assertionResults.every((one) => one.status !== "failed"),
  );
  const failed = count("failed") + unloaded.length;
  return {
    passed: count("passed"),
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: count("skipped", "pending", "todo", "disabled"),
  };
}
