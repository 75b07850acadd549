/** Tasks of frameworks that empty a database or undo its changes, whoever starts them. */
import { baseName } from "../../kit/path.ts";
import type { Setting } from "../script/sighting.ts";
import { textOf, type Value } from "../script/value.ts";

/** Words that may stand in front of the program that has the task. */
const BEFORE =
  /^(?:npx|bunx|pnpx|pnpm|yarn|npm|bun|exec|dlx|x|run|bundle|poetry|uv|uvx|pipenv|rye|hatch|pdm|python[\d.]*|php|ruby|node|deno|spring|--|-y|--yes|-m)$/;
const BEFORE_MAX = 5;

type Task = readonly [program: RegExp, words: RegExp];

/** The words behind the program, joined by spaces. */
const TASKS: readonly Task[] = [
  [/^prisma$/, /^(?:migrate reset|db push .*--(?:force-reset|accept-data-loss)|db execute)\b/],
  [/^(?:manage\.py|django-admin)$/, /^(?:flush|reset_db|reset_schema|migrate(?: \S+)* zero)\b/],
  [
    /^(?:rails|rake)$/,
    /(?:^| )db:(?:drop|reset|purge|truncate_all|migrate:(?:reset|down|redo)|rollback|schema:load|seed:replant)/,
  ],
  [/^(?:alembic|flask)$/, /(?:^|^db | )downgrade\b/],
  [/^artisan$/, /^(?:migrate:(?:fresh|reset|refresh|rollback)|db:wipe)\b/],
  [/^mix$/, /^ecto\.(?:drop|reset|rollback)\b/],
  [/^(?:console|bin\/console|symfony)$/, /(?:^| )doctrine:(?:database|schema):drop\b/],
  [/^(?:knex|sequelize|sequelize-cli)$/, /^(?:migrate:(?:rollback|down)|db:drop|db:migrate:undo)/],
  [/^(?:typeorm|typeorm-ts-node-\w+|mikro-orm)$/, /^(?:schema:drop|migration:(?:revert|fresh|down))\b/],
  [/^drizzle-kit$/, /^(?:drop|push .*--force)\b/],
  [
    /^(?:dbmate|flyway|liquibase|sqlx|diesel|migrate|atlas|tern|goose|sea-orm-cli)$/,
    /(?:^| )(?:drop|drop-all|clean|undo|revert|down|reset|rollback|redo)(?: |$)/,
  ],
];

/** A database that tests fill anew each time. */
const OF_TESTS = /^(?:RAILS_ENV|RACK_ENV|MIX_ENV|APP_ENV|NODE_ENV|FLASK_ENV)=test(?:ing)?$|^--env=test(?:ing)?$/;

/**
 * Why it always asks, in words that follow the program's name; null for no such task.
 *
 * @param settings variables that are set for it alone
 */
export function dangerOfTask(words: readonly Value[], settings: readonly Setting[] = []): string | null {
  const texts = words.slice(0, 24).map((word) => textOf(word) ?? "?");
  let at = 0;
  while (at < BEFORE_MAX && BEFORE.test(baseName(texts[at] ?? ""))) at++;
  const name = baseName(texts[at] ?? "");
  const known = TASKS.filter(([program]) => program.test(name));
  if (known.length === 0) return null;
  const around = settings.map(({ name: variable, value }) => `${variable}=${textOf(value) ?? "?"}`);
  if ([...around, ...words.map((word) => textOf(word) ?? "?")].some((text) => OF_TESTS.test(text))) return null;
  const task = texts.slice(at + 1).join(" ");
  const isAsking = / ?--(?:help|version|sql|pretend|dry-run)(?: |$)/.test(task);
  const found = !isAsking && known.some(([, does]) => does.test(task));
  return found ? `empties a database or undoes its changes (${task.slice(0, 40)})` : null;
}
