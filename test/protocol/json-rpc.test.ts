/** What is read as which frame, and what is none. */
import { expect, test } from "vitest";
import { type Frame, INVALID_REQUEST, PARSE_ERROR, readFrame, type RequestId } from "../../src/protocol/json-rpc.ts";

const FRAMES: readonly [name: string, text: string, frame: Frame][] = [
  ["a request", '{"id":1,"method":"m","params":{"a":1}}', { kind: "request", id: 1, method: "m", params: { a: 1 } }],
  ["an id of words", '{"id":"a","method":"m"}', { kind: "request", id: "a", method: "m", params: undefined }],
  ["a negative id", '{"id":-3,"method":"m"}', { kind: "request", id: -3, method: "m", params: undefined }],
  ["an empty id", '{"id":"","method":"m"}', { kind: "request", id: "", method: "m", params: undefined }],
  ["the version", '{"jsonrpc":"2.0","method":"m"}', { kind: "notification", method: "m", params: undefined }],
  ["a notification", '{"method":"m","params":[1]}', { kind: "notification", method: "m", params: [1] }],
  ["a result", '{"id":0,"result":{"decision":"accept"}}', { kind: "result", id: 0, result: { decision: "accept" } }],
  ["no result in words", '{"id":0,"result":null}', { kind: "result", id: 0, result: null }],
  ["an error", '{"id":0,"error":{"code":1,"message":"no"}}', { kind: "failure", id: 0, why: "no" }],
  ["an error that is a text", '{"id":0,"error":"no"}', { kind: "failure", id: 0, why: "no" }],
  [
    "an error without words",
    '{"id":0,"error":{"code":1}}',
    { kind: "failure", id: 0, why: "the client gave no reason" },
  ],
  ["an error that is null", '{"id":0,"error":null}', { kind: "failure", id: 0, why: "the client gave no reason" }],
  ["both", '{"id":0,"result":{},"error":{"message":"no"}}', { kind: "failure", id: 0, why: "no" }],
  ["neither", '{"id":0}', { kind: "failure", id: 0, why: "neither `result` nor `error` is there" }],
  [
    "a request that looks like an answer",
    '{"id":1,"method":"m","result":1}',
    { kind: "request", id: 1, method: "m", params: undefined },
  ],
];

test.each(FRAMES)("reads %s", (_name, text, frame) => {
  expect(readFrame(text)).toEqual({ ok: true, value: frame });
});

const FAULTS: readonly [text: string, code: number, id: RequestId | null, why: string][] = [
  ["{garbage", PARSE_ERROR, null, "Parse error: the message is no JSON"],
  ["", PARSE_ERROR, null, "Parse error: the message is no JSON"],
  ['{"id":1} {"id":2}', PARSE_ERROR, null, "Parse error: the message is no JSON"],
  ["[]", INVALID_REQUEST, null, "Invalid request: one message at a time, no batches"],
  ['[{"id":1,"method":"m"}]', INVALID_REQUEST, null, "Invalid request: one message at a time, no batches"],
  ["3", INVALID_REQUEST, null, "Invalid request: the message is no object"],
  ["null", INVALID_REQUEST, null, "Invalid request: the message is no object"],
  ["{}", INVALID_REQUEST, null, "Invalid request: missing field `method`"],
  ['{"params":{}}', INVALID_REQUEST, null, "Invalid request: missing field `method`"],
  ['{"id":1,"method":5}', INVALID_REQUEST, 1, "Invalid request: `method` is a string"],
  ['{"id":null,"method":"m"}', INVALID_REQUEST, null, "Invalid request: `id` is a string or a whole number"],
  ['{"id":1.5,"method":"m"}', INVALID_REQUEST, null, "Invalid request: `id` is a string or a whole number"],
  [
    '{"id":9007199254740993,"method":"m"}',
    INVALID_REQUEST,
    null,
    "Invalid request: `id` is a string or a whole number",
  ],
  ['{"id":{},"method":"m"}', INVALID_REQUEST, null, "Invalid request: `id` is a string or a whole number"],
];

test.each(FAULTS)("%j is refused", (text, code, id, why) => {
  expect(readFrame(text)).toEqual({ ok: false, error: { code, id, why } });
});
