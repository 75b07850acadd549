/** What a model is told before anything else: what it is, and what holds here. */
import { never } from "../../kit/never.ts";
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import type { Reviewer } from "../config/settings.ts";
import type { SandboxMode } from "../permissions/permissions.ts";

/** Where a client gives no instructions of its own. */
export const INSTRUCTIONS = `You are a coding agent that works on the computer of the person you talk to.

- Look before you change something: read the files concerned, and find out how the project is built and tested.
- Run commands with exec_command. A command that goes on after the call is a session: feed and read it with write_stdin.
- Change files with apply_patch. Keep to the style of what is there, and change nothing that was not asked for.
- Commands run in a sandbox. What it stops fails like any other command; its message names what was stopped.
- Where a thing needs more than the sandbox gives, ask for it through the call's own arguments and say in one sentence why.
- A refusal is an answer. Do not look for another way to the same end; do what can be done without it, and tell the person.
- Check what you did: run the tests or the program. Say plainly what works, what does not, and what you did not check.
- Answer in few words. Name files by their path, and do not repeat what the person can see.
`;

export type Grounds = {
  readonly cwd: string;
  readonly shell: string;
  readonly approvalPolicy: ApprovalPolicy;
  readonly reviewer: Reviewer;
  readonly sandboxMode: SandboxMode;
  /** Absolute: where commands may write. */
  readonly roots: readonly string[];
  readonly hasNetwork: boolean;
  /** Beginnings of commands that rules let run without a question, as patterns are printed. */
  readonly allowed: readonly string[];
  readonly canAskForPermissions: boolean;
};

/** Prefixes that are named; the rest are there all the same. */
const ALLOWED_MAX = 100;

/** The permissions in force, as a developer message. */
export function permissionsText(grounds: Grounds): string {
  const { allowed } = grounds;
  const named = allowed.slice(0, ALLOWED_MAX).map((words) => `- ${words}`);
  const more = allowed.length - named.length;
  return [
    "<permissions instructions>",
    sandboxText(grounds),
    policyText(grounds.approvalPolicy),
    ...(isReviewed(grounds) ? [REVIEWED] : []),
    ...(grounds.approvalPolicy === "never" ? [] : [askingText(grounds.canAskForPermissions)]),
    ...(named.length === 0 ? [] : ["Commands that start with these words run without a question:", ...named]),
    ...(more > 0 ? [`- and ${more} more`] : []),
    "</permissions instructions>",
  ].join("\n");
}

/** Under the others nobody is asked, or always the person. */
function isReviewed({ reviewer, approvalPolicy }: Grounds): boolean {
  return reviewer === "auto_review" && approvalPolicy !== "never" && approvalPolicy !== "untrusted";
}

const REVIEWED =
  "An automatic reviewer looks first at what the person would be asked. It goes by what the person asked for, and by what you do. What it denies stays undone in any other form as well; what it cannot decide goes to the person.";

function sandboxText({ sandboxMode, roots, hasNetwork }: Grounds): string {
  const network = hasNetwork ? "They may use the network." : "They have no network, or each host is asked about.";
  switch (sandboxMode) {
    case "read-only":
      return `Sandbox: read-only. Commands may read files and write none. ${network}`;
    case "workspace-write":
      return `Sandbox: workspace-write. Commands may read files, and write in ${roots.join(", ")}; what steers git, other tools or agents stays read-only in there. ${network}`;
    case "danger-full-access":
      return "Sandbox: none. Commands may do whatever the person may.";
    default:
      return never(sandboxMode);
  }
}

function policyText(policy: ApprovalPolicy): string {
  if (typeof policy === "object") {
    const off = Object.entries(policy.granular).flatMap(([key, isOn]) => (isOn ? [] : [key]));
    const refused = off.length === 0 ? "" : ` Refused without a question: what stands under ${off.join(", ")}.`;
    return `Approval policy: granular. The person is asked before anything leaves the sandbox.${refused}`;
  }
  switch (policy) {
    case "untrusted":
      return "Approval policy: untrusted. The person is asked about every command that is not known to only read.";
    case "on-request":
      return "Approval policy: on-request. The person is asked before anything leaves the sandbox, and before what cannot be undone.";
    case "on-failure":
      return "Approval policy: on-failure. Commands run in the sandbox; where it stops one, the person is asked.";
    case "never":
      return "Approval policy: never. Nobody is asked: what would need an approval is refused. Do not ask for more than the sandbox gives.";
    default:
      return never(policy);
  }
}

function askingText(canAskForPermissions: boolean): string {
  const more = canAskForPermissions
    ? ' For single folders or the network use sandbox_permissions "with_additional_permissions" or request_permissions.'
    : "";
  return `To run a command outside the sandbox, call exec_command with sandbox_permissions "require_escalated" and a justification: one sentence that tells the person why. prefix_rule may name the words by which such commands could be allowed from now on.${more}`;
}

/** Where it works, as a message of the person's side. */
export function environmentText({ cwd, shell }: Grounds): string {
  return `<environment_context>\n  <cwd>${cwd}</cwd>\n  <shell>${shell.slice(shell.lastIndexOf("/") + 1)}</shell>\n</environment_context>`;
}
