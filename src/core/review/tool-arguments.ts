/** The arguments of a tool's call, each value by its key. */
import { isList, type Json } from "../../kit/json.ts";

/** `key`: in lower case, the innermost one of an object. */
export type Argument = { readonly key: string; readonly text: string; readonly isText: boolean };

/** More are not looked at one by one; `isWhole` is false then. */
const ARGUMENTS_MAX = 2000;

export type Arguments = { readonly all: readonly Argument[]; readonly isWhole: boolean };

/** Every scalar in it, and every key that is no plain word as a text of its own. */
export function argumentsOf(input: Json): Arguments {
  const all: Argument[] = [];
  const open: { readonly key: string; readonly value: Json }[] = [{ key: "", value: input }];
  while (open.length > 0 && all.length < ARGUMENTS_MAX) {
    const { key, value } = open.pop() ?? { key: "", value: null };
    if (value === null) continue;
    if (typeof value !== "object") all.push({ key, text: String(value), isText: typeof value === "string" });
    else if (isList(value)) open.push(...value.toReversed().map((item) => ({ key, value: item })));
    else {
      for (const [name, item] of Object.entries(value).toReversed()) {
        open.push({ key: name.toLowerCase(), value: item });
        if (!/^[\w$-]{1,64}$/.test(name)) open.push({ key: "", value: name });
      }
    }
  }
  return { all, isWhole: open.length === 0 };
}

/** Who it goes to. */
export function isRecipient({ key }: Argument): boolean {
  return /^(?:to|cc|bcc|recipients?|receiver|channels?|channel_?(?:id|name)|rooms?|room_?id|chat|chat_?id|phone(?:_?numbers?)?|emails?|email_?address(?:es)?|addresse?e?s?|users?|user_?ids?|usernames?|handle|audience|group|list|mailing_?list|topic|an|a|para|destinatarios?|empfänger|destinataires?|invitees?|attendees?|share_?with|assignees?|collaborators?|members?)$/.test(
    key,
  );
}

/** What is said in it, in whole sentences. */
export function isFreeText({ key, text }: Argument): boolean {
  return (
    /^(?:body|text|message|content|contents|description|comment|note|notes|reason|summary|subject|title|markdown|html|prompt|caption|headline|status_?text|blocks|details|explanation|query|q|search|keywords?|filter)$/.test(
      key,
    ) || text.length > 100
  );
}

/** What says in which surroundings, how much of it and how it is shown. */
export function isSetting({ key, isText, text }: Argument): boolean {
  if (!isText && (text === "true" || text === "false")) return true;
  // By its name it is a page of a book, by its number one of a list.
  if (key === "page" && isText && /\p{L}/u.test(text)) return false;
  return /^(?:repo|repository|owner|org|organi[sz]ation|project|project_?(?:id|key)|workspace|workspace_?id|team|team_?id|account|account_?id|region|zone|namespace|database|db|schema|cluster|site|tenant|state|status|sort|order|order_?by|direction|limit|offset|page|per_?page|page_?size|cursor|format|lang|language|locale|timezone|currency|labels?|priority|type|kind|method|merge_?method|squash|force|dry_?run|verbose|recursive|depth|max_?results|count|amount|price|quantity|width|height|timeout(?:_?ms)?|encoding|mode|sha|branch|base|head)$/.test(
    key,
  );
}

/** Where it leads: a key that speaks of an address. */
export function isPlace({ key, text }: Argument): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text.trim()) ||
    (/^(?:ur[il]s?|link|href|target|endpoint|webhook(?:_?url)?|callback(?:_?url)?|destination|remote|host|hostname|domain|server|origin|site_?url)$/.test(
      key,
    ) &&
      /^[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)/.test(text))
  );
}
