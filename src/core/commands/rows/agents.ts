/** Other coding agents: they ask for themselves, unless their guards are off. */
import { showValue } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const INFORMS: OptionTable = { "-h --help -v -V --version": "informs" };

/** Options with which they ask nobody any more, or leave their sandbox. */
const UNGUARDED =
  /^(?:--(?:allow-)?dangerously-[\w-]+|--yolo|-y|--full-auto|--yes-always|--auto-approve(?:-everything|-all)?|--allow-all(?:-tools|-paths)?|--no-sandbox|--skip-permissions(?:-unsafe)?|--trust-all-tools|--force|-f|--approval-mode=(?:yolo|auto_edit|full-auto)|--permission-mode=(?:bypassPermissions|acceptEdits|auto|dontAsk)|--ask-for-approval=never|-a=never|--sandbox=danger-full-access|--always-approve|--unrestricted)$/;
const PAIRS =
  /(?:^| )(?:--approval-mode (?:yolo|auto_edit|full-auto)|--permission-mode (?:bypassPermissions|acceptEdits|auto|dontAsk)|(?:--sandbox|-s) danger-full-access|(?:--ask-for-approval|-a) never|-c \S*(?:approval_policy\S*never|sandbox_mode\S*danger)\S*)(?: |$)/;
const TELLS =
  /^(?:help|version|--help|--version|doctor|login status|completion|features list|mcp list|mcp get|execpolicy check|explain|why|rules check|debug)\b/;
const SETS =
  /^(?:config set|mcp add(?:-json)?|mcp remove|plugin|login|logout|setup-token|install|update|extensions? (?:install|enable))\b/;

export const AGENTS: readonly Row[] = [
  {
    names: [
      "claude",
      "codex",
      "gemini",
      "qwen",
      "opencode",
      "aider",
      "goose",
      "amp",
      "cursor-agent",
      "copilot",
      "crush",
      "kiro-cli",
      "q",
      "droid",
      "auggie",
      "cline",
      "openhands",
      "assent",
      "codebuff",
      "kimi",
      "vibe",
    ],
    about: "starts another agent",
    anyOption: true,
    options: INFORMS,
    safe: "no",
    hook: starts,
  },
];

function starts(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  const text = words.join(" ");
  if (TELLS.test(text)) return {};
  const effects = [effect("network"), effect("runs"), effect("credentials")];
  const isUnguarded = words.some((word) => UNGUARDED.test(word)) || PAIRS.test(text);
  if (isUnguarded) return { effects, danger: "starts another agent without its guards" };
  return { effects, danger: SETS.test(text) ? "changes what an agent may do or reach" : null };
}
