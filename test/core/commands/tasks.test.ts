/** Tasks of frameworks that empty a database. */
import { expect, test } from "vitest";
import { dangerOfTask } from "../../../src/core/commands/tasks.ts";
import { textValue } from "../../../src/core/script/value.ts";

const TABLE: readonly [line: string, task: string | null][] = [
  ["prisma migrate reset --force", "migrate reset --force"],
  ["npx prisma migrate reset --force", "migrate reset --force"],
  ["npx prisma validate", null],
  ["npx prisma migrate dev", null],
  ["python manage.py flush --no-input", "flush --no-input"],
  ["python manage.py check", null],
  ["./manage.py migrate app zero", "migrate app zero"],
  ["python -m alembic downgrade base", "downgrade base"],
  ["alembic history", null],
  ["alembic downgrade base --sql", null],
  ["flask db downgrade", "db downgrade"],
  ["bundle exec rails db:drop", "db:drop"],
  ["rails db:migrate", null],
  ["php artisan migrate:fresh", "migrate:fresh"],
  ["mix ecto.reset", "ecto.reset"],
  ["flyway clean", "clean"],
  ["migrate -path m -database x down", "-path m -database x down"],
  ["goose up", null],
  ["echo prisma migrate reset", null],
  ["rails db:reset RAILS_ENV=test", null],
  ["rails db:reset RAILS_ENV=production", "db:reset RAILS_ENV=production"],
  ["php artisan migrate:fresh --env=testing", null],
];
test.each(TABLE)("%s", (line, task) => {
  const danger = task === null ? null : `empties a database or undoes its changes (${task})`;
  expect(dangerOfTask(line.split(" ").map(textValue))).toBe(danger);
});

test.each([
  ["test", null],
  ["production", "empties a database or undoes its changes (ecto.reset)"],
])("with MIX_ENV=%s", (environment, danger) => {
  const settings = [{ name: "MIX_ENV", value: textValue(environment) }];
  expect(dangerOfTask(["mix", "ecto.reset"].map(textValue), settings)).toBe(danger);
});
