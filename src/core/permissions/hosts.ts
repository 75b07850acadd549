/** Which hosts may be reached where the network is neither closed nor open. */

/** `api.example.com`, `*.example.com` (one name or more before it, never the domain itself), `**.example.com` (also itself), `*`. */
export type HostPattern = {
  /** Lower case, without brackets and trailing dots, IDNA applied; addresses in their plain form. */
  readonly host: string;
  /** Null: where it allows, the ports of the web, 80 and 443; where it denies, every port. */
  readonly port: number | null;
};

/** What the most specific pattern says holds; between two of the same host, deny wins. */
export type HostRules = {
  readonly kind: "hosts";
  readonly allow: readonly HostPattern[];
  readonly deny: readonly HostPattern[];
  /** What becomes of a host that no pattern and no rule names: a question, or a refusal. */
  readonly unlisted: "ask" | "deny";
  /** Lists of requirements: what is not in each of them is denied, whoever allows it. Left out where nobody requires it. */
  readonly only?: readonly (readonly HostPattern[])[];
};
