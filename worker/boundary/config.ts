import * as v from 'valibot'
import { Secret } from '../lib/secret'

const filled = v.pipe(v.string(), v.minLength(1))
const secret = v.pipe(
  v.string(),
  v.minLength(16, 'must have at least 16 characters'),
  v.transform((text) => new Secret(text)),
)
const key = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64'),
  v.transform((text) => new Secret(text)),
)

/** A host alone: what is fetched below it is fixed in the code. */
const origin = v.pipe(
  v.string(),
  v.regex(/^(?:https?:\/\/[^/\s]+)?$/, 'must be an address without a path, or empty'),
)

/** Each name is one variable or secret of both workers; `.dev.vars.example` says what each is for. */
const Environment = v.object({
  META_APP_ID: v.pipe(v.string(), v.regex(/^\d{5,20}$/, 'must be the digits of an app id')),
  META_APP_SECRET: secret,
  META_APP_SECRET_PREVIOUS: v.optional(secret),
  META_VERIFY_TOKEN: secret,
  META_GRAPH_URL: v.pipe(v.string(), v.url(), v.regex(/[^/]$/, 'must not end with a slash')),
  META_GRAPH_VERSION: v.pipe(v.string(), v.regex(/^v\d+\.\d$/, 'must look like v26.0')),
  /** The Facebook Login for Business configuration of Embedded Signup; empty leaves connecting by hand. */
  META_CONFIG_ID: v.optional(v.pipe(v.string(), v.regex(/^\d*$/, 'must be digits, or empty')), ''),
  /** Meta's script for its login window, and the origins whose word on it counts. */
  META_SDK_URL: v.optional(
    v.pipe(v.string(), v.url()),
    'https://connect.facebook.net/en_US/sdk.js',
  ),
  META_LOGIN_ORIGINS: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[^/\s]+(?: https?:\/\/[^/\s]+)*$/, 'must be origins, one space between'),
      v.transform((text) => text.split(' ')),
    ),
    'https://www.facebook.com https://web.facebook.com',
  ),
  LINK_SECRET: secret,
  TOMBSTONE_PEPPER: secret,
  RECEIPT_KEY: key,
  MAIL_FROM: filled,
  SUPPORT_EMAIL: v.pipe(v.string(), v.email()),
  /** Who runs this copy, as the privacy page names them. */
  OPERATOR_NAME: v.optional(filled, 'ProConnect'),
  /** Of Cloudflare Access, which guards the operator's desk; without both there is no desk. */
  ACCESS_TEAM_DOMAIN: v.optional(origin, ''),
  ACCESS_AUD: v.optional(v.string(), ''),
})
export type Config = v.InferOutput<typeof Environment> & {
  /** Key-encryption keys by id; data keys made from now on are wrapped with `currentKek`. */
  keks: Map<string, Secret>
  currentKek: string
}

/** Names the variable, never its value. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** An environment is the same object for as long as a worker lives: it is checked once. */
const checked = new WeakMap<object, Config>()

/** Reads and checks the environment; throws a ConfigError that names what is missing or malformed. */
export function readConfig(env: object): Config {
  const known = checked.get(env)
  if (known) return known
  const config = checkConfig(env)
  checked.set(env, config)
  return config
}

function checkConfig(env: object): Config {
  const parsed = v.safeParse(Environment, env)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    const name = v.getDotPath(issue)
    const isMissing = issue.received === 'undefined'
    throw new ConfigError(
      `${name} ${isMissing ? 'is not set' : 'is malformed'}: see .dev.vars.example`,
    )
  }
  const keks = readKeks(env)
  const currentKek = [...keks.keys()].sort(byAge).at(-1)
  if (!currentKek) throw new ConfigError('KEK_<id> is not set: see .dev.vars.example')
  return { ...parsed.output, keks, currentKek }
}

/** Numbers in ids count as numbers: KEK_10 follows KEK_9, KEK_2027 follows KEK_2026. */
const byAge = new Intl.Collator('en', { numeric: true }).compare

function readKeks(env: object): Map<string, Secret> {
  const keks = new Map<string, Secret>()
  for (const [name, value] of Object.entries(env)) {
    const id = /^KEK_(\w+)$/.exec(name)?.[1]
    if (!id) continue
    const parsed = v.safeParse(key, value)
    if (!parsed.success)
      throw new ConfigError(`${name} is malformed: it ${parsed.issues[0].message}`)
    keks.set(id, parsed.output)
  }
  return keks
}
