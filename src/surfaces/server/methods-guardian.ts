/** Requests about automatic reviews. */
import { checkDenial } from "../../protocol/guardian-event.ts";
import { answer, refuse } from "./answer.ts";
import type { Methods } from "./method.ts";

export const GUARDIAN_METHODS: Methods = {
  "thread/approveGuardianDeniedAction": async ({ threadId, event }, { client, server }) => {
    const read = checkDenial(event);
    if (!read.ok) return refuse(`invalid Guardian denial event: ${read.error}`);
    const room = server.rooms.get(threadId);
    if (room === undefined) return refuse(`thread not found: ${threadId}`);
    const { id, status, action } = read.value;
    const unknown = status === "denied" ? room.denials().whyNot(id, action) : `its status is ${status}`;
    const why = unknown ?? (await room.thread().engine.overrule(id));
    if (why === null) return answer({});
    // As in Codex it is no error; whoever believes to have approved something has to hear that it did not.
    const message = `Nothing was approved: ${why}.`;
    return answer({}, () => client.notify("warning", { threadId, message }));
  },
};
