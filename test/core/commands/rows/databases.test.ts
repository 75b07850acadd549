/** Asking databases, and taking them down. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  [
    "psql -h db.prod.example.com -c 'DROP SCHEMA public CASCADE'",
    "network db.prod.example.com, credentials ! drops what the database holds",
  ],
  ["psql -c 'TRUNCATE users'", "network, credentials ! empties tables"],
  ["psql -c 'DELETE FROM orders'", "network, credentials ! deletes every row"],
  ["psql -c 'DELETE FROM orders WHERE id = 1'", "network, credentials"],
  ["psql -h localhost -c 'SELECT 1'", "network-local localhost, credentials"],
  [
    "psql postgres://you:word@127.0.0.1:5432/app -Atc 'select count(*) from t'",
    "network-local postgres://you:word@127.0.0.1:5432/app, credentials",
  ],
  ["psql -h localhost -f migrate.sql", "network-local localhost, credentials, read migrate.sql, unknown"],
  ["psql -c \"SELECT 'drop table x'\"", "network, credentials"],
  ["psql -l", "network, credentials"],
  ["psql --version", "= anywhere"],
  ["psql -c \"COPY t TO PROGRAM 'sh'\"", "network, credentials ! runs a program"],
  ["mysql -e 'drop database prod'", "network, credentials ! drops what the database holds"],
  ["mysql -h 127.0.0.1 -e 'show tables'", "network-local 127.0.0.1, credentials"],
  ["mysql --version", "= anywhere"],
  ["sqlite3 /home/you/data/prod.db 'drop table users'", "write /home/you/data/prod.db ! drops what the database holds"],
  ["sqlite3 ./test.db '.schema users'", "read ./test.db"],
  ["sqlite3 ./test.db 'drop table users'", "write ./test.db"],
  ["sqlite3 ./test.db 'select * from t'", "read ./test.db"],
  [
    "sqlite3 /home/you/.notes/x.db \"SELECT id, datetime(timestamp/1000, 'unixepoch') FROM events WHERE x IS NULL ORDER BY timestamp DESC LIMIT 10;\"",
    "read /home/you/.notes/x.db",
  ],
  ["sqlite3 'file:/home/you/x.db?mode=ro' 'select 1'", "read /home/you/x.db"],
  ["sqlite3 -header -column /home/you/x.db .tables", "read /home/you/x.db"],
  ["sqlite3 x.db '.shell id'", "write x.db ! runs a program"],
  ["sqlite3 x.db \"select writefile('/tmp/a', x)\"", "write x.db, unknown"],
  ["sqlite3 x.db", "write x.db, unknown"],
  ["sqlite3 :memory: 'select 1'", ""],
  ["redis-cli ping", "network-local 127.0.0.1"],
  ["redis-cli FLUSHALL", "network-local 127.0.0.1 ! loses or changes what the store holds (FLUSHALL)"],
  ["redis-cli -h redis.example.com get a", "network redis.example.com"],
  ["redis-cli config set dir /etc", "network-local 127.0.0.1 ! loses or changes what the store holds (config set)"],
  ["mongosh prod --eval 'db.dropDatabase()'", "network, credentials ! drops what the database holds"],
  [
    "mongosh mongodb://localhost/app --eval 'db.users.countDocuments()'",
    "network-local mongodb://localhost/app, credentials",
  ],
  ["mongosh --eval 'db.users.deleteMany({})'", "network, credentials ! deletes every document"],
  ["mongosh --version", "= anywhere"],
  ["dropdb prod", "network, credentials ! drops what a database holds"],
  ["pg_dump -h localhost -f out.sql app", "credentials, network-local localhost, write out.sql"],
  ["pg_isready -h localhost", "network-local, network-local localhost"],
  ["createdb app_test", "network-local"],
  ["mysqladmin ping", "network, credentials"],
  ["sqlite3 x.db '.read schema.sql'", "write x.db, unknown"],
  ['sqlite3 x.db "insert into t values (1)"', "write x.db"],
  ["mysql -e \"select 'a\\'' ; drop table t; '\"", "network, credentials ! drops what the database holds"],
  ['mysql -e "/*! drop table t */"', "network, credentials ! drops what the database holds"],
  ['psql -c "/* drop table t */ select 1"', "network, credentials"],
  ['psql -c "update t set a = 1"', "network, credentials ! changes every row"],
  ['psql -c "update t set a = 1 where b = 2"', "network, credentials"],
  ['psql -c "grant all on t to you"', "network, credentials ! changes who may use the database"],
  ['psql -c "alter table t drop column a"', "network, credentials ! drops what the database holds"],
  ['psql -c "alter table t add column a int"', "network, credentials"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
