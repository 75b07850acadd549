/** Packages that everybody knows, to find names that are meant to be taken for them. */

const NODE =
  "react react-dom vue angular svelte next nuxt express koa fastify hono lodash underscore axios node-fetch got chalk commander yargs " +
  "typescript eslint prettier vitest jest mocha chai sinon vite webpack rollup esbuild parcel babel zod joi yup ajv moment dayjs date-fns " +
  "luxon uuid nanoid dotenv cors helmet morgan winston pino debug mongoose sequelize prisma typeorm knex pg mysql mysql2 sqlite3 redis " +
  "ioredis graphql apollo-server socket.io ws jsonwebtoken bcrypt bcryptjs passport multer sharp puppeteer playwright cheerio jsdom rxjs " +
  "redux zustand mobx immer classnames clsx tailwindcss postcss autoprefixer sass less styled-components bootstrap jquery d3 three chart.js " +
  "electron nodemon ts-node tsx concurrently cross-env rimraf glob minimatch semver inquirer ora execa husky lint-staged turbo lerna pnpm " +
  "yarn npm preact solid-js lit storybook cypress supertest nock msw stripe openai left-pad request bluebird async body-parser cookie-parser " +
  "fs-extra mkdirp colors picocolors dedent marked remark rehype unified handlebars ejs pug nodemailer aws-sdk firebase discord.js telegraf";
const PYTHON =
  "requests urllib3 numpy pandas scipy matplotlib seaborn scikit-learn tensorflow torch keras transformers django flask fastapi starlette " +
  "uvicorn gunicorn pydantic sqlalchemy alembic psycopg2 psycopg2-binary pymysql redis celery boto3 botocore pytest tox nox black ruff isort " +
  "mypy flake8 pylint click typer rich tqdm pyyaml toml jinja2 markupsafe werkzeug httpx aiohttp beautifulsoup4 lxml scrapy selenium pillow " +
  "opencv-python cryptography paramiko fabric ansible poetry pipenv virtualenv setuptools wheel pip six attrs python-dateutil pytz certifi " +
  "charset-normalizer idna simplejson ujson orjson protobuf grpcio networkx sympy nltk spacy gensim openai langchain streamlit dash plotly " +
  "jupyter notebook ipython sphinx mkdocs python-dotenv httplib2 oauthlib passlib bcrypt docker kubernetes airflow prefect dbt polars pyarrow";
const RUST =
  "serde serde_json tokio anyhow thiserror clap rand regex reqwest hyper axum actix-web rocket tracing log env_logger chrono uuid bytes " +
  "futures async-trait itertools rayon crossbeam parking_lot lazy_static once_cell syn quote proc-macro2 diesel sqlx sea-orm warp tower " +
  "tonic prost criterion proptest tempfile walkdir glob toml base64 sha2 hex nom pest rustls openssl ring libc nix bitflags";

export const POPULAR: ReadonlySet<string> = new Set(`${NODE} ${PYTHON} ${RUST}`.split(" "));

/**
 * The known name that this one may be taken for, though it is another; null for none. Letters that are missing, too
 * many, others or swapped, one of them; or the same letters with other separators.
 */
export function takenFor(name: string): string | null {
  const plain = name.toLowerCase().replace(/^@[^/]+\//, "");
  if (POPULAR.has(plain) || plain.length < 3 || plain.length > 40) return null;
  const bare = plain.replaceAll(/[-_.]/g, "");
  for (const known of POPULAR) {
    if (Math.abs(known.length - plain.length) > 2) continue;
    if (
      known.replaceAll(/[-_.]/g, "") === bare ||
      (known.length > 3 && isOneOff(plain, known)) ||
      isDoubled(plain, known)
    )
      return known;
  }
  return null;
}

/** `zodd`: a short name with its last letter twice. */
function isDoubled(name: string, known: string): boolean {
  return name.length === known.length + 1 && name.startsWith(known) && name.at(-1) === known.at(-1);
}

function isOneOff(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.length - start - end, b.length - start - end];
  if (Math.max(left, right) <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
