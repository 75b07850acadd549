/** All findings about a machine and the settings on it. */
import { checkSandbox, checkVersions } from "./check-machine.ts";
import { checkConfiguration, checkPolicy, checkRequirements, checkRules, checkTrust } from "./check-settings.ts";
import { checkAgents, checkHome, checkNetwork, checkSecrets, checkTerminal } from "./check-surroundings.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** In the order of the groups. */
export function diagnose(facts: Facts): readonly Finding[] {
  const { requirements } = facts;
  return [
    ...checkVersions(facts.versions),
    ...checkSandbox(facts.sandbox),
    ...checkConfiguration(facts.configuration, requirements.ok ? null : requirements.error),
    ...checkRules(facts.rules),
    ...checkRequirements(requirements),
    ...checkPolicy(facts.policy),
    ...checkTrust(facts.trust),
    ...checkNetwork(facts.network),
    ...checkSecrets(facts.secrets),
    ...checkTerminal(facts.terminal),
    ...checkHome(facts.home),
    ...checkAgents(facts.agents),
  ];
}
