/** Coding agents, and assent itself: they ask for themselves, unless guards are changed. */
import { showValue, textOf } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row, Usage } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const INFORMS: OptionTable = { "-h --help -v -V --version": "informs" };

/** Options with which they ask nobody any more, or leave their sandbox. */
const UNGUARDED =
  /^(?:--(?:allow-)?dangerously-[\w-]+|--yolo|-y|--full-auto|--yes-always|--auto-approve(?:-everything|-all)?|--allow-all(?:-tools|-paths)?|--no-sandbox|--skip-permissions(?:-unsafe)?|--trust-all-tools|--force|-f|--approval-mode=(?:yolo|auto_edit|full-auto)|--permission-mode=(?:bypassPermissions|acceptEdits|auto|dontAsk)|--ask-for-approval=never|-a=never|--sandbox=danger-full-access|--always-approve|--unrestricted)$/;
const PAIRS =
  /(?:^| )(?:--approval-mode (?:yolo|auto_edit|full-auto)|--permission-mode (?:bypassPermissions|acceptEdits|auto|dontAsk)|(?:--sandbox|-s) danger-full-access|(?:--ask-for-approval|-a) never|-c \S*(?:approval_policy\S*never|sandbox_mode\S*danger)\S*)(?: |$)/;
const TELLS =
  /^(?:help|version|--help|--version|doctor|login status|completion|features list|mcp list|mcp get|execpolicy check|explain|why|rules check)\b/;
const SETS =
  /(?:^| )(?:config (?:set|unset|edit)|mcp (?:add(?:-json)?|remove|login|logout)|plugins?|login|logout|setup-token|install|update|upgrade|features (?:enable|disable)|trust|(?:extensions?|hooks?|skills?) (?:install|enable|add|remove|disable))(?: |$)/;
const CHANGES = "changes what an agent may do or reach";
/** Whoever says what holds for a command decides about it. */
const LOOSER = "starts a command and says itself what holds for it";

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
  {
    names: ["assent"],
    about: "judges and runs commands, and keeps what is asked and allowed",
    options: { ...INFORMS, "-V": "informs" },
    safe: "no",
    subcommands: {
      "explain why doctor execpolicy log completion help demo": { about: "tells what holds", anyOption: true },
      config: {
        about: "changes settings, but for `show` and `schema`",
        hook: changesUnless("show", "schema"),
        anyOption: true,
      },
      trust: {
        about: "lets a project's files count or not, but for `show`",
        hook: changesUnless("show"),
        anyOption: true,
      },
      preset: { about: "shows presets; with a name, chooses one", hook: changesUnless(), anyOption: true },
      "run patch": startsWith("judges and runs what it is given"),
      debug: startsWith("runs a command in the sandbox, without judging it"),
      sandbox: {
        about: "runs a command in the sandbox, without judging it",
        subcommands: { linux: startsWith("runs it on Linux"), macos: { about: "prints a sandbox", anyOption: true } },
      },
    },
    otherwise: {
      about: "changes what an agent may do or reach, as far as is known",
      hook: changesUnless(),
      anyOption: true,
    },
  },
];

function startsWith(about: string): Usage {
  return {
    about,
    effects: ["runs"],
    stopsAtOperand: true,
    options: {
      "-s= --sandbox=, -a= --ask-for-approval=, -C= --cd=, --timeout=, --escalate=, -h --help": "ok",
      "-c= --config=, -p= --profile=, -r= --rules=, --answers=, --add-dir=": { danger: LOOSER },
      "--full-auto, --yolo --dangerously-bypass-approvals-and-sandbox": { danger: LOOSER },
    },
    hook: (call, scene) => ({ danger: isStrict(call) && !isHomeSet(scene) ? null : LOOSER }),
  };
}

function isStrict(call: Call): boolean {
  const modes = call.valuesOf("-s").map(textOf);
  const policies = call.valuesOf("-a").map(textOf);
  return (
    modes.every((mode) => mode === "read-only" || mode === "workspace-write") &&
    policies.every((policy) => policy === "untrusted" || policy === "unless-trusted" || policy === "on-request")
  );
}

/** Settings and rules would be those of another folder. */
function isHomeSet({ sighting, course }: Scene): boolean {
  return [...sighting.settings, ...course.settings].some(({ name }) => /^(?:ASSENT_HOME|CODEX_HOME|HOME)$/.test(name));
}

/** @param looks first words with which it only shows something */
function changesUnless(...looks: readonly string[]): NonNullable<Usage["hook"]> {
  return ({ operands: [first], strange }, { sighting }) => {
    const isNone = first === undefined && !sighting.open && !strange.some(({ many }) => many);
    const name = first === undefined ? null : textOf(first);
    return isNone || (name !== null && looks.includes(name)) ? {} : { danger: CHANGES };
  };
}

function starts(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  const text = words.join(" ");
  if (TELLS.test(text)) return {};
  const effects = [effect("network"), effect("runs"), effect("credentials")];
  const isUnguarded = words.some((word) => UNGUARDED.test(word)) || PAIRS.test(text);
  if (isUnguarded) return { effects, danger: "starts another agent without its guards" };
  return { effects, danger: SETS.test(text) ? CHANGES : null };
}
