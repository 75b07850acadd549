/** Ready pairs of an approval policy and a sandbox mode, by the names that Codex shows. */
import type { SandboxMode } from "../permissions/permissions.ts";
import type { NamedPolicy } from "./approval-policy.ts";

export type Preset = {
  /** In settings. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly description: string;
  readonly approvalPolicy: NamedPolicy;
  readonly sandboxMode: SandboxMode;
};

export const PRESETS: readonly Preset[] = [
  {
    name: "read-only",
    title: "Read Only",
    description: "Commands may read but not write; they ask to change files or to reach the network.",
    approvalPolicy: "on-request",
    sandboxMode: "read-only",
  },
  {
    name: "default",
    title: "Default",
    description: "Commands write in the workspace; they ask to leave it or to reach the network.",
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
  },
  {
    name: "full-access",
    title: "Full Access",
    description: "Commands do what you can do, without a sandbox and without asking.",
    approvalPolicy: "never",
    sandboxMode: "danger-full-access",
  },
];
