/** Ten thousand stored threads: pages of them, in a process that has listed before or not. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const THREADS = 10_000;
const RUNS = 15;
const TARGET = 100;
const STORE = fileURLToPath(new URL("../src/effects/threads/store.ts", import.meta.url));

const PAGE = {
  limit: 100,
  cursor: null,
  sortBy: "created",
  order: "desc",
  isArchived: false,
  modelProviders: [],
  sources: [],
  cwds: [],
  search: null,
};

const QUERIES = [
  { name: "newest first", query: {} },
  { name: "by last change", query: { sortBy: "updated" } },
  { name: "found by words, one in all", query: { search: "task 77 " } },
  { name: "of one folder, a tenth of all", query: { cwds: ["/w/project-3"] } },
];

/** Rows `{name, figure, unit, target, note}`; medians. */
export async function bench() {
  const base = realpathSync(mkdtempSync(`${tmpdir()}/assent-bench-`));
  try {
    const program = `${base}/list.mjs`;
    await build({
      stdin: { contents: `export { threadStore } from ${JSON.stringify(STORE)};`, resolveDir: base },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile: program,
      logLevel: "error",
    });
    makeThreads(`${base}/home`);
    const { threadStore } = await import(program);
    return [...(await warmRows(threadStore, `${base}/home`)), ...coldRows(program, `${base}/home`)];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function makeThreads(home) {
  const first = Date.UTC(2025, 0, 1);
  const text = "x".repeat(8000);
  for (let index = 0; index < THREADS; index += 1) {
    const at = first + index * 3_000_000;
    const stamp = new Date(at).toISOString();
    const hex = at.toString(16).padStart(12, "0");
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${index.toString(16).padStart(12, "0")}`;
    const folder = `${home}/sessions/${stamp.slice(0, 10).replaceAll("-", "/")}`;
    mkdirSync(folder, { recursive: true });
    const line = (ordinal, type, payload) => JSON.stringify({ timestamp: stamp, ordinal, type, payload });
    const meta = { id, timestamp: stamp, cwd: `/w/project-${index % 10}`, originator: "bench", cli_version: "1" };
    const item = { type: "UserMessage", id: "u", content: [{ type: "text", text: `task ${index} of many` }] };
    const said = { type: "message", role: "developer", content: [{ type: "input_text", text }] };
    writeFileSync(
      `${folder}/rollout-${stamp.slice(0, 19).replaceAll(":", "-")}-${id}.jsonl`,
      [
        line(0, "session_meta", { ...meta, source: "vscode", model_provider: "fake", history_mode: "paginated" }),
        line(1, "response_item", said),
        line(2, "event_msg", { type: "item_completed", thread_id: id, turn_id: "t", item }),
        "",
      ].join("\n"),
    );
  }
}

async function warmRows(threadStore, home) {
  const store = threadStore(home);
  const rows = [];
  for (const { name, query } of QUERIES) {
    const times = [];
    for (let run = -2; run < RUNS; run += 1) {
      const began = performance.now();
      const page = await store.list({ ...PAGE, ...query });
      if (!page.ok || page.value.threads.length === 0) throw new Error(`${name}: no threads`);
      if (run >= 0) times.push(performance.now() - began);
    }
    rows.push({ name: `a page of ${THREADS}: ${name}`, figure: median(times), unit: "ms", target: TARGET, note: "" });
  }
  return rows;
}

/** The first page of a process, its start and the loading of the code left out. */
function coldRows(program, home) {
  return QUERIES.map(({ name, query }) => {
    const script = `const { threadStore } = await import(${JSON.stringify(program)});
      const began = performance.now();
      await threadStore(${JSON.stringify(home)}).list(${JSON.stringify({ ...PAGE, ...query })});
      console.log(performance.now() - began);`;
    const times = Array.from({ length: RUNS }, () =>
      Number(spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout),
    );
    return { name: `the first page of a process: ${name}`, figure: median(times), unit: "ms", target: null, note: "" };
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
