/** Rules that an answer may add for hosts. */
import * as z from "zod/mini";
import { define } from "./define.ts";

export const NetworkPolicyAmendment = define("NetworkPolicyAmendment", () =>
  z.object({ host: z.string(), action: NetworkPolicyRuleAction() }),
);

export const NetworkPolicyRuleAction = define("NetworkPolicyRuleAction", () => z.enum(["allow", "deny"]));
