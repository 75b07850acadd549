/** Finds scenarios and the transcripts that were recorded of them. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export function options(argv = process.argv.slice(2)) {
  const found = {
    dir: path.dirname(fileURLToPath(import.meta.url)),
    only: null,
    verbose: false,
    fast: false,
    propose: false,
    jobs: 1,
  };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--dir") found.dir = path.resolve(argv[++i]);
    else if (argv[i] === "--only") found.only = argv[++i];
    else if (argv[i] === "--without-etc") found.withoutEtc = true;
    else if (argv[i] === "--jobs") found.jobs = Number(argv[++i]);
    else if (["--verbose", "--propose", "--fast"].includes(argv[i])) found[argv[i].slice(2)] = true;
    else throw new Error(`unknown option ${argv[i]}`);
  }
  return found;
}

export async function scenarios({ dir, only }) {
  const folder = path.join(dir, "scenarios");
  const all = [];
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".mjs"))
    .toSorted()) {
    const { default: list } = await import(pathToFileURL(path.join(folder, file)));
    for (const scenario of list) all.push({ group: file.replace(/\.mjs$/, ""), ...scenario });
  }
  const names = new Set();
  for (const { name } of all) {
    if (names.has(name)) throw new Error(`two scenarios are called ${name}`);
    names.add(name);
  }
  if (!only) return all;
  if (all.some(({ group }) => group === only)) return all.filter(({ group }) => group === only);
  if (names.has(only)) return all.filter(({ name }) => name === only);
  return all.filter((scenario) => scenario.name.includes(only) || scenario.group === only);
}

export const transcriptPath = (dir, name) => path.join(dir, "transcripts", `${name}.json`);

export const readTranscript = (dir, name) => JSON.parse(fs.readFileSync(transcriptPath(dir, name), "utf8"));

/** One message per line keeps transcripts short and their diffs readable. */
export function writeTranscript(dir, result) {
  fs.mkdirSync(path.join(dir, "transcripts"), { recursive: true });
  const lines = Object.entries(result).map(([key, value]) => {
    const listed = Array.isArray(value) && value.length > 0;
    const text = listed
      ? `[\n${value.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n")}\n  ]`
      : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  fs.writeFileSync(transcriptPath(dir, result.scenario), `{\n${lines.join(",\n")}\n}\n`);
}
