/** Words for people: grounds that lie in what is wanted. Not escaped. */
import { never } from "../../kit/never.ts";
import { extraWords } from "../permissions/extra.ts";
import type { Reason } from "./requirement.ts";

/** Hosts, permissions, input, reviews, tools, what servers ask, skills. */
type Wanted = Reason & {
  readonly kind:
    | "host-unlisted"
    | "host-listed"
    | "host-denied"
    | "host-local"
    | "never-granted"
    | "wants-more"
    | "input-outside"
    | "strict-review"
    | "tool"
    | "elicitation"
    | "skill";
};

export function describeWanted(reason: Wanted): string {
  switch (reason.kind) {
    case "host-unlisted":
      return `no rule covers the host ${reason.host}`;
    case "host-listed":
      return `the settings allow ${reason.pattern}`;
    case "host-denied":
      return `the settings deny ${reason.pattern}`;
    case "host-local":
      return `${reason.host} leads to this machine or its network, and no rule or setting names it`;
    case "never-granted":
      return reason.why;
    case "wants-more":
      return `it wants more than the sandbox gives: ${extraWords(reason.extra)}`;
    case "input-outside":
      return "what is typed reaches a process outside the sandbox";
    case "strict-review":
      return "the person wants all of this turn to be reviewed";
    case "tool":
      return TOOL[reason.says];
    case "elicitation":
      return `the MCP server ${reason.server} asks for it`;
    case "skill":
      return `it is a script of the skill ${reason.name}`;
    default:
      return never(reason);
  }
}

/** A server's hints are its own claims. */
const TOOL: Readonly<Record<(Reason & { readonly kind: "tool" })["says"], string>> = {
  destructive: "its server says that the tool may destroy or overwrite",
  "open-world": "its server says that the tool reaches beyond a closed domain",
  nothing: "its server does not say that the tool is harmless",
  reads: "its server says that the tool changes nothing that matters",
  prompt: "the settings ask about this tool",
  approved: "the settings approve this tool",
};
