/** What the doctor found out about one thing, and what to do about it. */

/** In the order of the report, with the headings of it. */
export const GROUPS = {
  versions: "Versions",
  sandbox: "Sandbox",
  configuration: "Configuration",
  rules: "Rules",
  requirements: "Requirements",
  policy: "What holds here",
  trust: "Trust of this folder",
  network: "Network",
  secrets: "Secrets",
  terminal: "Terminal",
  home: "Home and log",
  agents: "Agents",
} as const;
export type Group = keyof typeof GROUPS;

export type Status = "ok" | "warning" | "problem";

/** Texts are plain and not escaped: paths and values in them come from outside. */
export type Finding = {
  readonly group: Group;
  /** `GROUP.NAME`: of the check, and the same in every version. Checks of several files give one finding each. */
  readonly id: string;
  readonly status: Status;
  readonly title: string;
  readonly detail: string;
  /** What a person can do; null where there is nothing to be done. */
  readonly advice: string | null;
};

export type Summary = Readonly<Record<Status, number>>;

export function summaryOf(findings: readonly Finding[]): Summary {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  return { ok: count("ok"), warning: count("warning"), problem: count("problem") };
}

/** Makes the findings of one group. */
export function findingsOf(group: Group): {
  readonly ok: (name: string, title: string, detail: string) => Finding;
  readonly warning: (name: string, title: string, detail: string, advice: string | null) => Finding;
  readonly problem: (name: string, title: string, detail: string, advice: string) => Finding;
} {
  const make = (status: Status, name: string, title: string, detail: string, advice: string | null): Finding => ({
    group,
    id: `${group}.${name}`,
    status,
    title,
    detail,
    advice,
  });
  return {
    ok: (name, title, detail) => make("ok", name, title, detail, null),
    warning: (name, title, detail, advice) => make("warning", name, title, detail, advice),
    problem: (name, title, detail, advice) => make("problem", name, title, detail, advice),
  };
}
