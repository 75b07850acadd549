/** Draws what assent shows into docs/images/*.svg; with --check only compares. */
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);

/** The modules that make the pictures' lines, bundled: what is drawn is what a terminal gets. */
async function modules() {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { bodyOf, frame } from "./src/surfaces/tui/frame.ts";
        export { surveyOf } from "./src/core/approval/survey.ts";
        export { explain } from "./src/core/approval/explain.ts";
        export { explainLines } from "./src/surfaces/cli/explain-view.ts";
        export { effectiveOf } from "./src/core/config/origins.ts";
        export { flagsLayer, NO_FLAGS } from "./src/core/config/flags.ts";
        export { joinRequired } from "./src/core/config/join-required.ts";
        export { joinRequirements } from "./src/core/config/join-requirements.ts";
        export { readRequirements } from "./src/core/config/read-requirements.ts";
        export { readConfigText } from "./src/core/config/toml.ts";
        export { belowKey, effectiveLines } from "./src/surfaces/cli/config-view.ts";
        export { doctorLines } from "./src/surfaces/cli/doctor-view.ts";
        export { openTrustBox } from "./src/surfaces/tui/trust-box.ts";
        export { MODE_ONLY, permissionsOf } from "./src/core/permissions/permissions.ts";
        export { combine, readRulesFile } from "./src/core/policy/load.ts";
        export { widthOf } from "./src/kit/text.ts";`,
      resolveDir: root.pathname,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const CELL = { width: 8.4, height: 20 };
const FONT_SIZE = 14;
const MARGIN = 22;

/** Colours for the styles of src/surfaces/tui/style.ts, on a ground that is dark in every theme. */
const COLOURS = {
  ground: "#0d1117",
  edge: "#30363d",
  plain: "#d1d7e0",
  dim: "#8b949e",
  strong: "#f6f8fa",
  border: "#484f58",
  title: "#79c0ff",
  key: "#79c0ff",
  gutter: "#388bfd",
  escape: "#d2a8ff",
  warning: "#d29922",
  good: "#56d364",
  bad: "#ff7b72",
  hunk: "#6e9fb5",
  cursor: "#f6f8fa",
};
const BOLD = new Set(["strong", "title", "key"]);

/** Lines in cells from the middle of a cell to its edges, as SVG path commands relative to the cell's corner. */
const [W, H, R] = [CELL.width, CELL.height, CELL.width / 2];
const STROKES = {
  "─": `M0 ${H / 2}h${W}`,
  "│": `M${W / 2} 0v${H}`,
  "╭": `M${W / 2} ${H}V${H / 2 + R}q0 ${-R} ${R} ${-R}`,
  "╮": `M${W / 2} ${H}V${H / 2 + R}q0 ${-R} ${-R} ${-R}`,
  "╰": `M${W / 2} 0V${H / 2 - R}q0 ${R} ${R} ${R}`,
  "╯": `M${W / 2} 0V${H / 2 - R}q0 ${R} ${-R} ${R}`,
  "├": `M${W / 2} 0v${H}M${W / 2} ${H / 2}h${W / 2}`,
  "└": `M${W / 2} 0V${H / 2}h${W / 2}`,
  "┤": `M${W / 2} 0v${H}M${W / 2} ${H / 2}h${-W / 2}`,
};

/** One picture: `lines` of spans, `title` for those who cannot see it. */
function svg(title, lines, widthOf) {
  const columns = Math.max(...lines.map((line) => line.reduce((sum, span) => sum + widthOf(span.text), 0)));
  const width = Math.ceil(columns * W + 2 * MARGIN);
  const height = Math.ceil(lines.length * H + 2 * MARGIN);
  const body = lines.flatMap((line, row) => lineParts(line, MARGIN + row * H, widthOf));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xml(title)}">
<title>${xml(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${COLOURS.ground}" stroke="${COLOURS.edge}"/>
<g font-family="ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" xml:space="preserve">
${body.join("\n")}
</g>
</svg>
`;
}

function lineParts(line, y, widthOf) {
  const parts = [];
  let x = MARGIN;
  for (const { text, style } of line) {
    if (style === "border") parts.push(strokes(text, x, y));
    else if (style === "gutter")
      parts.push(`<rect x="${round(x)}" y="${round(y)}" width="3" height="${H}" fill="${COLOURS.gutter}"/>`);
    else if (text.trim() !== "") parts.push(words(text, style, x, y, widthOf));
    x += widthOf(text) * W;
  }
  return parts;
}

/** A run of text in exactly its columns, whatever the width of the reader's font. */
function words(text, style, x, y, widthOf) {
  const start = text.length - text.trimStart().length;
  const shown = text.trim();
  const left = round(x + start * W);
  const length = round(widthOf(shown) * W);
  const weight = BOLD.has(style) ? ' font-weight="600"' : "";
  return `<text x="${left}" y="${round(y + H * 0.7)}" fill="${COLOURS[style]}"${weight} textLength="${length}" lengthAdjust="spacingAndGlyphs">${xml(shown)}</text>`;
}

/** Neighbouring horizontal lines are one stroke, so that nothing shows between them. */
function strokes(text, x, y) {
  const commands = [];
  for (let at = 0; at < text.length;) {
    const run = /^─+/.exec(text.slice(at))?.[0].length ?? 1;
    const path = run > 1 ? `M0 ${H / 2}h${round(run * W)}` : STROKES[text[at]];
    if (path !== undefined) commands.push(shift(path, x + at * W, y));
    at += run;
  }
  return `<path d="${commands.join("")}" fill="none" stroke="${COLOURS.border}" stroke-width="1.2"/>`;
}

/** Absolute commands (capitals) are moved to the cell; the relative ones follow. */
function shift(path, dx, dy) {
  return path
    .replaceAll(/M([\d.]+) ([\d.]+)/g, (_, x, y) => `M${round(Number(x) + dx)} ${round(Number(y) + dy)}`)
    .replaceAll(/V([\d.]+)/g, (_, y) => `V${round(Number(y) + dy)}`);
}

function round(value) {
  return Number(value.toFixed(2));
}

function xml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const drawing = await modules();
const { bodyOf, combine, explain, explainLines, frame, MODE_ONLY, permissionsOf, readRulesFile } = drawing;
const { surveyOf, widthOf } = drawing;

const home = "/home/you";
const cwd = `${home}/shop`;
const around = { home, roots: [cwd, "/tmp"], keep: [] };
const place = { roots: around.roots, keep: [], bounds: MODE_ONLY };
const workspace = permissionsOf("workspace-write", place);
const review = ["gh", "pr", "create", "--fill"];
const install = ["npm", "install", "left-pad"];
const base = { id: "1", whole: null, survey: null, targets: [], amendment: null, opens: false, attempt: 1 };

const command = {
  ...base,
  action: {
    kind: "command",
    argv: review,
    cwd,
    escalate: true,
    why: "The fix is tested; a pull request needs the network.",
  },
  survey: surveyOf({ argv: review, cwd }, around),
  reasons: [{ kind: "escalation" }, { kind: "match", match: { kind: "other", command: review } }],
  under: { kind: "unrestricted" },
  amendment: { kind: "prefix", pattern: ["gh", "pr", "create"] },
  opens: true,
};

const change = {
  ...base,
  action: {
    kind: "patch",
    text: "",
    cwd,
    why: "Prices were rounded to whole euros; run the tests before each commit.",
  },
  targets: [
    {
      path: `${cwd}/src/price.ts`,
      change: {
        kind: "edit",
        path: "src/price.ts",
        before:
          "export function total(items: Item[]): number {\n  const sum = add(items);\n  return Math.round(sum);\n}\n",
        after:
          "export function total(items: Item[]): number {\n  const sum = add(items);\n  return Math.round(sum * 100) / 100;\n}\n",
      },
    },
    {
      path: `${cwd}/.git/hooks/pre-commit`,
      change: { kind: "create", path: ".git/hooks/pre-commit", after: "#!/bin/sh\nnpm test\n" },
    },
  ],
  reasons: [{ kind: "protected", path: `${cwd}/.git/hooks/pre-commit` }],
  under: workspace,
};

const network = {
  ...base,
  action: {
    kind: "network",
    host: "registry.npmjs.org",
    port: 443,
    protocol: "https",
    command: install,
    chain: [["make", "deps"]],
    why: null,
  },
  reasons: [{ kind: "host-unlisted", host: "registry.npmjs.org" }],
  under: { kind: "unrestricted" },
  amendment: { kind: "network", host: "registry.npmjs.org", protocol: "https" },
  opens: true,
};

const upload = ["curl", "-T", "coverage.tar.gz", "https://reports.example.com/upload"];
const reviewed = {
  ...base,
  action: { kind: "command", argv: upload, cwd, escalate: true, why: "The report belongs on the server." },
  survey: surveyOf({ argv: upload, cwd }, around),
  reasons: [{ kind: "escalation" }, { kind: "match", match: { kind: "other", command: upload } }],
  under: { kind: "unrestricted" },
  review: {
    id: "7-3",
    status: "escalated",
    riskLevel: "high",
    riskScore: 64,
    userAuthorization: "low",
    rationale: "it sends a file of the project to a host that you did not name",
    findings: [{ category: "exfiltration", level: "high", what: "sends coverage.tar.gz to reports.example.com" }],
    cost: {
      tookMs: 1240,
      requests: 1,
      lookups: 0,
      model: "m",
      tokens: { input: 1200, cachedInput: 1000, output: 140 },
    },
    repeats: null,
  },
};

/** What `assent explain` answers, by the rules of a made-up file. */
function explained(script) {
  const source = 'prefix_rule(pattern=["git", "push"], decision="prompt", justification="others see it")\n';
  const rules = combine([readRulesFile({ file: "~/.codex/rules/default.rules", layer: "user", source }).value]);
  const argv = ["bash", "-lc", script];
  const action = { kind: "command", argv, cwd, escalate: false, why: null };
  const basis = {
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
    allowRuns: "inside",
    smartApprovals: true,
    workspace: place,
    home,
    rules,
    remembered: new Set(),
    needs: new Map(),
    isSupervised: false,
    file: null,
    within: null,
    programs: [],
    losses: [],
    links: [],
    targets: [],
  };
  return toned(explainLines(explain({ action, mode: "run" }, basis), { command: script, argv, cwd }));
}

/** The lines of the tree are drawn, the rest is written. */
function spansOf(text, style) {
  const branch = /^[│├└─ ]*[│├└─]/.exec(text)?.[0] ?? "";
  return [
    { text: branch, style: "border" },
    { text: text.slice(branch.length), style },
  ];
}

function toned(lines) {
  return lines.map(({ tone, text }) => spansOf(text, tone === "strong" ? "title" : tone));
}

/** What `assent config show --origin -s read-only` prints of settings in several places. */
function origins() {
  const read = (name, folder, text) => {
    const file = `${folder}/config.toml`;
    return drawing.readConfigText({ name, file, text, base: folder, userHome: home }).value;
  };
  const file = "/etc/codex/requirements.toml";
  const text = '# see the wiki\nallowed_approval_policies = ["untrusted", "on-request"]\n';
  const source = { layer: "system", file, text, base: "/etc/codex", userHome: home, host: "desk" };
  const requirements = drawing.joinRequirements([drawing.readRequirements(source).value]).value;
  const groups = {
    stronger: [drawing.flagsLayer({ ...drawing.NO_FLAGS, sandboxMode: "workspace-write" }).value],
    project: [read("project", `${cwd}/.codex`, "[sandbox_workspace_write]\nexclude_slash_tmp = true\n")],
    weaker: [
      read(
        "user",
        `${home}/.codex`,
        'model = "gpt-6"\napproval_policy = "never"\n\n[mcp_servers.docs]\ncommand = "docs-mcp"\nenv = { DOCS_TOKEN = "x" }\n',
      ),
    ],
  };
  const joined = drawing.joinRequired(groups, { defaults: {}, isTrusted: true }, requirements).value;
  const effective = drawing.effectiveOf({ ...joined, requirements });
  return toned(drawing.effectiveLines(drawing.belowKey(effective, null), home));
}

/** The box in which a project's files are trusted, after one of them has changed. */
function trusting() {
  const path = ".codex/rules/shop.rules";
  const before = 'prefix_rule(pattern = ["npm", "test"], decision = "allow")\n';
  const now = `${before}prefix_rule(pattern = ["npm", "publish"], decision = "allow")\n`;
  const mark = { kind: "file", file: `${home}/.codex/config.toml`, line: 12, column: 15 };
  const view = {
    project: { root: cwd, isRepository: true, mainRoot: null, folders: [cwd] },
    files: [{ path, kind: "rules", text: now }],
    trust: {
      marked: { level: "trusted", key: cwd, place: mark },
      content: "changed",
      changes: [{ path, before, now }],
    },
    cuts: [{ path, what: ["allow npm publish"] }],
    digest: "",
  };
  return drawing.openTrustBox(view, { columns: 80, rows: 100 }, "unicode", 0).picture.lines;
}

/** One of the doctor's findings. */
function found(group, status, title, detail, advice = null) {
  return { group, id: group, status, title, detail, advice };
}

/** A few of the doctor's findings, of each sort one. */
function findings() {
  const user = `${home}/.codex/config.toml`;
  const rules = `${home}/.codex/rules/team.rules`;
  const all = [
    found("sandbox", "ok", "a sandbox", "made, and a command ran in it"),
    found("sandbox", "ok", "a write outside", "stopped"),
    found("sandbox", "ok", "the network", "stopped"),
    found("configuration", "ok", "user", user),
    found(
      "configuration",
      "warning",
      "note",
      `${user}:3:1: modle is no key that is known, and sets nothing: did you mean model?`,
    ),
    found("rules", "problem", "user", `${rules}:4:2: expected "]"`, "mend it: until then every command asks"),
    found(
      "requirements",
      "ok",
      "sandbox modes",
      "only read-only, workspace-write (system, /etc/codex/requirements.toml:2:25)",
    ),
    found("policy", "ok", "asks", `on-request (user, ${user}:1:19)`),
  ];
  return toned(drawing.doctorLines(all, { charset: "unicode", columns: 80, framed: false }));
}

const size = { columns: 80, rows: 100 };

function boxOf(question) {
  const body = bodyOf(question, "question", size, "unicode");
  return frame({ question, body, view: { kind: "question", top: 0 }, waiting: 0 }, size, "unicode").lines;
}

const SCRIPT = 'npm test 2>&1 | tail -5 && for r in origin fork; do env GIT_TRACE=0 git -C . push "$r" main; done';

/** @type {[name: string, title: string, lines: object[][]][]} */
const PICTURES = [
  ["prompt", "assent asks whether a command may run outside the sandbox", boxOf(command)],
  ["prompt-change", "assent asks whether two files may be changed, and shows the difference", boxOf(change)],
  ["prompt-network", "assent asks whether a command may connect to a host", boxOf(network)],
  ["prompt-guardian", "assent asks, and shows what its automatic reviewer said of the command", boxOf(reviewed)],
  ["explain", "assent explains what a script would run, which rule holds it back, and why it asks", explained(SCRIPT)],
  ["config-origin", "assent shows every setting that holds, with the layer, file and line that said so", origins()],
  ["trust", "assent asks whether what has changed in a project is trusted, and shows the difference", trusting()],
  ["doctor", "assent's doctor tells what is well, what is not, and what to do", findings()],
];

let stale = 0;
for (const [name, title, lines] of PICTURES) {
  const file = new URL(`docs/images/${name}.svg`, root);
  const text = svg(title, lines, widthOf);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    stale += 1;
    console.error(`docs/images/${name}.svg is not what assent shows now; run: node scripts/pictures.mjs`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
