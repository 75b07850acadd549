/** Whether an address is this machine's own. */
import { prefixOf, showValue, type Value } from "../script/value.ts";
import type { Effect } from "./effect.ts";

const LOCAL =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1|0\.0\.0\.0)(?::\d*)?(?:[/?#]|$)/i;

/** The effect of calling a host or a URL. */
export function networkKind(value: Value): Effect {
  const target = showValue(value);
  // What follows an unknown part may still belong to the host's name: only what is known counts.
  const isLocal = LOCAL.test(value.pieces.length > 1 ? `${prefixOf(value)}\0` : prefixOf(value));
  return { kind: isLocal ? "network-local" : "network", target, path: null, where: null };
}
