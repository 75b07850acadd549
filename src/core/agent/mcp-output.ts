/** What a tool of a server gave back, read from the wire and told to a model. */
import type { Millis } from "../../kit/time.ts";
import type { ToolResult } from "../approval/facts.ts";
import { asObject, isList, type Json } from "../../kit/json.ts";
import { wallText } from "./call-texts.ts";
import { tokensOf, withinTokens } from "./kept-text.ts";

/** Null where it is not what the protocol has. */
export function readToolResult(answer: Json): ToolResult | null {
  const fields = asObject(answer);
  const content = fields?.["content"] ?? null;
  if (fields === null || content === null || !isList(content)) return null;
  if (!content.every(isPiece)) return null;
  return { content, structured: fields["structuredContent"] ?? null, isError: fields["isError"] === true };
}

/** The members that each kind of piece must have, all of them texts. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  image: ["data", "mimeType"],
  audio: ["data", "mimeType"],
  resource_link: ["uri"],
  resource: [],
};

function isPiece(piece: Json): boolean {
  const fields = asObject(piece);
  const type = fields?.["type"];
  if (fields === null || typeof type !== "string" || !Object.hasOwn(PIECES, type)) return false;
  if (type === "resource" && typeof asObject(fields["resource"])?.["uri"] !== "string") return false;
  return PIECES[type]?.every((member) => typeof fields[member] === "string") ?? false;
}

/** In place of what a model cannot hear. */
const NO_AUDIO = "<audio content omitted because you do not support audio input>";

/** What clients are shown and a model reads: without sounds, which can be long and are of no use to either. As in Codex. */
export function withoutAudio(result: ToolResult): ToolResult {
  return {
    ...result,
    content: result.content.map((piece) =>
      asObject(piece)?.["type"] === "audio" ? { type: "text", text: NO_AUDIO } : piece,
    ),
  };
}

/**
 * The `output` of a `function_call_output`, as measured: structured content alone where there is any, else each piece.
 * So much of it as a model should read; pictures do not count.
 *
 * @param took how long it took
 */
export function toolOutput(result: ToolResult, took: Millis): Json {
  const head = headOf(took);
  if (result.structured !== null) return `${head}\n${withinTokens(JSON.stringify(result.structured), TOKENS_MAX)}`;
  return [text(head), ...withinBudget(result.content.map(pieceFor))];
}

/** The same where there is none; `why` as the model reads it. */
export function toolFailure(why: string, took: Millis): Json {
  return [text(headOf(took)), text(withinTokens(why, TOKENS_MAX))];
}

/** Of one call. As in Codex. */
const TOKENS_MAX = 12_000;

/** Either text or a picture. */
type Piece = { readonly text: string } | { readonly url: string };

function withinBudget(pieces: readonly Piece[]): readonly Json[] {
  const kept: Json[] = [];
  let left = TOKENS_MAX;
  let dropped = 0;
  for (const piece of pieces) {
    if ("url" in piece) kept.push({ type: "input_image", image_url: piece.url, detail: "original" });
    else if (left <= 0) dropped += 1;
    else {
      kept.push(text(withinTokens(piece.text, left)));
      left -= tokensOf(piece.text);
    }
  }
  return dropped === 0 ? kept : [...kept, text(`[${dropped} further texts left out]`)];
}

function headOf(took: Millis): string {
  return `${wallText(took)}\nOutput:`;
}

/** An endpoint refuses a whole conversation for one picture that it cannot read. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const NO_PICTURE = "<image content omitted: it is no picture that a model can read>";

function pieceFor(piece: Json): Piece {
  const { type, text: words, mimeType, data } = asObject(piece) ?? {};
  if (type === "text" && typeof words === "string") return { text: words };
  if (type !== "image") return { text: JSON.stringify(piece) };
  const isPicture = typeof mimeType === "string" && typeof data === "string" && PICTURE.test(mimeType);
  return isPicture && BASE64.test(data) ? { url: `data:${mimeType};base64,${data}` } : { text: NO_PICTURE };
}

function text(value: string): Json {
  return { type: "input_text", text: value };
}
