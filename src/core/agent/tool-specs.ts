/** The tools that a model is offered; names and parameters as in Codex. */
import type { Json } from "../../kit/json.ts";

export type Offer = {
  readonly model: string;
  /** `features.exec_permission_approvals`. */
  readonly additionalPermissions: boolean;
  /** `features.request_permissions_tool`. */
  readonly requestPermissions: boolean;
  readonly hasServers: boolean;
};

export function ownTools({ model, additionalPermissions, requestPermissions, hasServers }: Offer): readonly Json[] {
  return [
    execTool(additionalPermissions),
    WRITE_STDIN,
    REQUEST_USER_INPUT,
    ...(hasPatchTool(model) ? [APPLY_PATCH] : []),
    ...(hasPlanTool(model) ? [UPDATE_PLAN] : []),
    VIEW_IMAGE,
    ...(requestPermissions ? [REQUEST_PERMISSIONS] : []),
    ...(hasServers ? RESOURCES : []),
  ];
}

/** Models that were taught to write patches as the text of a custom tool; the others hand them to a shell. */
function hasPatchTool(model: string): boolean {
  return /^(?:gpt-5|codex-)/u.test(model);
}

/** These keep their plan in what they say, and have no tool for it in Codex either. */
export function hasPlanTool(model: string): boolean {
  return !/^gpt-5\.[5-9]/u.test(model);
}

type Properties = { readonly [name: string]: Json };

function tool(name: string, description: string, properties: Properties, required: readonly string[]): Json {
  return { type: "function", name, description, strict: false, parameters: object(properties, required) };
}

function object(properties: Properties, required: readonly string[] = []): Json {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function typed(type: string, description: string): Json {
  return { type, description };
}

function texts(description: string): Json {
  return { type: "array", items: { type: "string" }, description };
}

const EXTRA = object({
  file_system: object({
    read: texts("Paths that must be readable."),
    write: texts("Paths that must be writable."),
  }),
  network: object({ enabled: typed("boolean", "True if the network is needed.") }),
});

function execTool(hasMore: boolean): Json {
  const choices = ["use_default", ...(hasMore ? ["with_additional_permissions"] : []), "require_escalated"];
  const properties: Properties = {
    ...(hasMore ? { additional_permissions: EXTRA } : {}),
    cmd: typed("string", "The command line for the shell."),
    justification: typed("string", "With sandbox_permissions: one sentence for the person on why that is needed."),
    login: typed("boolean", "Whether the shell is a login shell. Default: true."),
    max_output_tokens: typed("number", "Output beyond this is left out from its middle. Default: 10000."),
    prefix_rule: texts("With require_escalated: first words of the command by which such commands could be allowed."),
    sandbox_permissions: {
      type: "string",
      enum: choices,
      description: "Whether it needs more than the sandbox gives; then the person is asked. Default: use_default.",
    },
    shell: typed("string", "The shell. Default: the person's."),
    tty: typed("boolean", "Whether it gets a terminal, which it can be written to. Default: false."),
    workdir: typed("string", "The folder to run in. Default: the one of the thread."),
    yield_time_ms: typed("number", "How long its end is waited for, 250 to 30000. Default: 10000."),
  };
  const about = "Runs a command. Gives its output, or a session ID where it runs on.";
  return tool("exec_command", about, properties, ["cmd"]);
}

const WRITE_STDIN = tool(
  "write_stdin",
  "Writes to a command that runs, and gives what it wrote since. Without chars it only looks.",
  {
    chars: typed("string", "What is written; may be empty."),
    max_output_tokens: typed("number", "Output beyond this is left out from its middle. Default: 10000."),
    session_id: typed("number", "The session ID that exec_command gave."),
    yield_time_ms: typed("number", "How long output is waited for. Default: 250."),
  },
  ["session_id"],
);

const OPTION = object(
  { description: typed("string", "What it leads to."), label: typed("string", "One to five words.") },
  ["label", "description"],
);

const REQUEST_USER_INPUT = tool(
  "request_user_input",
  "Asks the person one to three short questions and waits for the answers.",
  {
    questions: {
      type: "array",
      items: object(
        {
          header: typed("string", "A word or two above the question."),
          id: typed("string", "Names the question in the answer."),
          options: { type: "array", items: OPTION, description: "Two or three answers to choose from." },
          question: typed("string", "One sentence."),
        },
        ["id", "header", "question", "options"],
      ),
      description: "The questions.",
    },
  },
  ["questions"],
);

const VIEW_IMAGE = tool("view_image", "Shows you a picture of this computer.", { path: typed("string", "The file.") }, [
  "path",
]);

const UPDATE_PLAN = tool(
  "update_plan",
  "Shows the person what is to be done, and how far it is. At most one step is in progress.",
  {
    explanation: typed("string", "Why the plan changed."),
    plan: {
      type: "array",
      items: object(
        {
          status: { type: "string", enum: ["pending", "in_progress", "completed"] },
          step: typed("string", "A few words."),
        },
        ["step", "status"],
      ),
      description: "All steps in order.",
    },
  },
  ["plan"],
);

const REQUEST_PERMISSIONS = tool(
  "request_permissions",
  "Asks the person for permissions for the commands and patches that follow. Gives those that were granted.",
  {
    environment_id: typed("string", "Where they hold: local."),
    permissions: EXTRA,
    reason: typed("string", "One sentence for the person."),
  },
  ["permissions"],
);

const SERVER = typed("string", "The name of the server.");
const CURSOR = typed("string", "As the page before gave it.");

const RESOURCES: readonly Json[] = [
  tool("list_mcp_resources", "Lists what MCP servers offer to read.", { cursor: CURSOR, server: SERVER }, []),
  tool("list_mcp_resource_templates", "The same for patterns of names.", { cursor: CURSOR, server: SERVER }, []),
  tool("read_mcp_resource", "Reads one of them.", { server: SERVER, uri: typed("string", "As it was listed.") }, [
    "server",
    "uri",
  ]),
];

/** The grammar of a patch: what parse.ts reads of it, in the words of Lark. */
const GRAMMAR = `start: begin section+ end
begin: "*** Begin Patch" LF
end: "*** End Patch" LF?

section: add | delete | update
add: "*** Add File: " path LF added+
delete: "*** Delete File: " path LF
update: "*** Update File: " path LF move? hunk*
move: "*** Move to: " path LF
hunk: place? line+ last?
place: ("@@" | "@@ " text) LF
line: ("+" | "-" | " ") text? LF
added: "+" text? LF
last: "*** End of File" LF

path: /[^\\n]+/
text: /[^\\n]+/
%import common.LF
`;

const APPLY_PATCH: Json = {
  type: "custom",
  name: "apply_patch",
  description: "Changes files. The input is the patch itself and no JSON; all of it is applied or nothing.",
  format: { type: "grammar", syntax: "lark", definition: GRAMMAR },
};
