/** Starting other agents. */
import { expect, test } from "vitest";
import { know } from "../../../../src/core/commands/know.ts";
import type { Setting } from "../../../../src/core/script/sighting.ts";
import { anyWord, anyWords, textValue, type Value } from "../../../../src/core/script/value.ts";
import { briefOf } from "../brief.ts";
import { AROUND, WORKSPACE } from "../place.ts";

const CHANGES = "changes what an agent may do or reach";
const LOOSER = "starts a command and says itself what holds for it";

const TABLE: readonly [line: string, does: string][] = [
  ["claude --version", "= anywhere"],
  [
    "claude --dangerously-skip-permissions -p x",
    "network, runs, credentials ! starts another agent without its guards",
  ],
  [
    "claude --permission-mode bypassPermissions -p x",
    "network, runs, credentials ! starts another agent without its guards",
  ],
  ["claude -p 'what is this'", "network, runs, credentials"],
  ["gemini --yolo -p x", "network, runs, credentials ! starts another agent without its guards"],
  ["gemini --version", "= anywhere"],
  ["codex --yolo", "network, runs, credentials ! starts another agent without its guards"],
  ["codex exec -s danger-full-access x", "network, runs, credentials ! starts another agent without its guards"],
  ["codex exec --sandbox read-only x", "network, runs, credentials"],
  ["codex -c approval_policy=never exec x", "network, runs, credentials ! starts another agent without its guards"],
  ["codex execpolicy check --rules f -- ls", ""],
  ["aider --yes-always", "network, runs, credentials ! starts another agent without its guards"],
  ["claude mcp add x -- y", "network, runs, credentials ! changes what an agent may do or reach"],
  ["opencode run x", "network, runs, credentials"],
  ["codex -C /w mcp add x -- y", "network, runs, credentials ! changes what an agent may do or reach"],
  ["codex features enable x", "network, runs, credentials ! changes what an agent may do or reach"],
  ["codex debug landlock x", "network, runs, credentials"],
  ["assent", ""],
  ["assent --version", "= anywhere"],
  ["assent explain -- rm -rf /", ""],
  ["assent help trust add", ""],
  ["assent config", ""],
  ["assent config show --origin", ""],
  ["assent config schema", ""],
  ["assent trust", ""],
  ["assent trust --json", ""],
  ["assent trust show /w/x", ""],
  ["assent preset", ""],
  ["assent config set approval_policy never", `! ${CHANGES}`],
  ["assent config unset sandbox_mode", `! ${CHANGES}`],
  ["assent trust add --yes --digest 12", `! ${CHANGES}`],
  ["assent trust deny", `! ${CHANGES}`],
  ["assent trust remove", `! ${CHANGES}`],
  ["assent preset -y full-access", `! ${CHANGES}`],
  ["assent later", `! ${CHANGES}`],
  ["assent run -s read-only -- ls -f", "runs"],
  ["assent run -a untrusted make", "runs"],
  ["assent run -s danger-full-access make", `runs ! ${LOOSER}`],
  ["assent run -a never make", `runs ! ${LOOSER}`],
  ["assent run --answers a -- make", `runs ! ${LOOSER}`],
  ["assent run --rules=r make", `runs ! ${LOOSER}`],
  ["assent patch -c a=1", `runs ! ${LOOSER}`],
  ["assent debug --yolo make", `runs ! ${LOOSER}`],
  ["assent sandbox linux --full-auto -- make", `runs ! ${LOOSER}`],
  ["assent sandbox macos", ""],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});

type Seen = { readonly open?: boolean; readonly settings?: readonly Setting[] };

/** The danger of a command some of whose words are not known. */
function dangerOf(words: readonly Value[], { open = false, settings = [] }: Seen = {}): string | null {
  const input = { kind: "inherited" } as const;
  const sighting = {
    id: 0,
    words: [textValue("assent"), ...words] as const,
    open,
    settings,
    redirections: [],
    input,
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  };
  const course = { sightings: [sighting], unknowns: [], shape: [], redirections: [], settings: [] };
  return know({ ...AROUND, sighting, course }).danger;
}

const word = textValue;
const HOME_SET = { settings: [{ name: "ASSENT_HOME", value: word("/tmp/h") }] };
const UNKNOWN: readonly [name: string, words: readonly Value[], seen: Seen, danger: string | null][] = [
  ["any command", [anyWord("$x")], {}, CHANGES],
  ["any command of config", [word("config"), anyWord("$x")], {}, CHANGES],
  ["any words behind trust", [word("trust"), anyWords("$@")], {}, CHANGES],
  ["what xargs adds to preset", [word("preset")], { open: true }, CHANGES],
  ["what xargs adds to trust show", [word("trust"), word("show")], { open: true }, null],
  ["any policy", [word("run"), word("-a"), anyWord("$x"), word("make")], {}, LOOSER],
  ["a home of its own", [word("run"), word("make")], HOME_SET, LOOSER],
  ["a home of its own, to look at", [word("config"), word("show")], HOME_SET, null],
];
test.each(UNKNOWN)("assent with %s", (_name, words, seen, danger) => {
  expect(dangerOf(words, seen)).toBe(danger);
});
