/** Calls and their outputs belong together. */
import { expect, test } from "vitest";
import { withAllOutputs } from "../../../src/effects/threads/paired.ts";

test("each call that was cut short gets an output of its own kind, and what is whole stays as it is", () => {
  const call = { type: "function_call", name: "f", call_id: "1" };
  const output = { type: "function_call_output", call_id: "1", output: "x" };
  const cut = { type: "custom_tool_call", name: "p", call_id: "2" };
  const shell = { type: "local_shell_call", call_id: "3" };
  const said = { type: "message", role: "user" };
  const lost = { type: "function_call_output", call_id: "4", output: "lost" };
  expect(withAllOutputs([call, cut, said, output, shell, lost, { type: "function_call", name: "nameless" }])).toEqual([
    call,
    cut,
    { type: "custom_tool_call_output", call_id: "2", output: "aborted" },
    said,
    output,
    shell,
    { type: "function_call_output", call_id: "3", output: "aborted" },
  ]);
});
