/** Which variables hold what lets somebody in. */
import { expect, test } from "vitest";
import { isSecretVariable, secretShownIn } from "../../../src/core/commands/secret-variables.ts";
import type { Course } from "../../../src/core/script/sighting.ts";
import { anyWord, join, textValue } from "../../../src/core/script/value.ts";

const SECRET =
  "AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID GITHUB_TOKEN MY_TOKEN TOKEN NPM_TOKEN OPENAI_API_KEY API_KEY APIKEY " +
  "DB_PASSWORD PGPASSWORD MYSQL_PWD DATABASE_URL REDIS_URL SSH_PRIVATE_KEY CLIENT_SECRET SECRET_KEY_BASE github_token " +
  "AZURE_STORAGE_CONNECTION_STRING GH_PAT SMTP_PASS AWS_SESSION_TOKEN VAULT_TOKEN COOKIE";
const ORDINARY =
  "PATH HOME PWD OLDPWD USER TERM LANG KEY CACHE_KEY PRIMARY_KEY TOKENS MAX_TOKENS TOKEN_COUNT TOKEN_FILE TOKEN_URL " +
  "PASS PASSED AUTHOR SSH_AUTH_SOCK BASE_URL CI f i MONKEY SECRETARY KEYBOARD ? # 1";

test("names of secrets, whatever their case", () => {
  const judged = SECRET.split(" ").map((name) => [name, isSecretVariable(name)]);
  expect(judged).toEqual(SECRET.split(" ").map((name) => [name, true]));
});

test("names of what is no secret, or only says something about one", () => {
  const judged = ORDINARY.split(" ").map((name) => [name, isSecretVariable(name)]);
  expect(judged).toEqual(ORDINARY.split(" ").map((name) => [name, false]));
});

const NOTHING_SET: Course = { sightings: [], unknowns: [], shape: [], redirections: [], settings: [] };

test("a value is shown where it stands, not where its length or its presence does", () => {
  const shown = ["$MY_TOKEN", "${MY_TOKEN}", "${MY_TOKEN:-none}", "${MY_TOKEN:0:4}", "${MY_TOKEN%x}"];
  expect(shown.map((from) => secretShownIn([join([textValue("a"), anyWord(from)])], NOTHING_SET))).toEqual(
    shown.map(() => "MY_TOKEN"),
  );
  const hidden = [
    "$token",
    "${#MY_TOKEN}",
    "${!MY_TOKEN*}",
    "${MY_TOKEN:+set}",
    "${MY_TOKEN+set}",
    "$HOME",
    "$(MY_TOKEN)",
  ];
  expect(hidden.map((from) => secretShownIn([anyWord(from)], NOTHING_SET))).toEqual(hidden.map(() => null));
});

test("a variable that the script set to a known text is no secret", () => {
  const course = { ...NOTHING_SET, settings: [{ name: "TOKEN", value: textValue("next") }] };
  expect(secretShownIn([anyWord("$TOKEN")], course)).toBe(null);
  const passedOn = { ...NOTHING_SET, settings: [{ name: "TOKEN", value: anyWord("$GITHUB_TOKEN") }] };
  expect(secretShownIn([anyWord("$TOKEN")], passedOn)).toBe("TOKEN");
});
