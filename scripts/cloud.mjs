// What a deployment asks of the Cloudflare account, by wrangler.
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { ROOT, run, WORKERS } from './build.mjs'
import { queuesOf } from './configuration.mjs'
import { ExpectedError } from './report.mjs'
import { exampleOf, filledExample, parseVars } from './secrets.mjs'

/** Nothing waits in a queue longer than a day. */
const RETENTION_SECONDS = '86400'
/** These can't be drawn: Meta's dashboard says what they are. */
const GIVEN_BY_META = new Set(['META_APP_ID', 'META_APP_SECRET'])

export async function checkSignedIn() {
  const answer = await run('wrangler', ['whoami'], { WRANGLER_LOG: 'log' })
  if (!/not authenticated/i.test(answer)) return
  throw new ExpectedError('Sign in first: `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.')
}

/** Makes the databases, buckets and queues that are missing; answers the databases' ids by name. */
export async function createResources({ app, consumer }) {
  const known = await listDatabases()
  for (const { database_name } of app.d1_databases) {
    if (!known.has(database_name)) await create(['d1', 'create', database_name])
  }
  for (const { bucket_name } of app.r2_buckets)
    await create(['r2', 'bucket', 'create', bucket_name])
  for (const queue of queuesOf(consumer)) {
    await create(['queues', 'create', queue, '--message-retention-period-secs', RETENTION_SECONDS])
  }
  return listDatabases()
}

async function listDatabases() {
  const list = JSON.parse(await run('wrangler', ['d1', 'list', '--json']))
  return new Map(list.map(({ name, uuid }) => [name, uuid]))
}

async function create(args) {
  try {
    await run('wrangler', args)
    console.log(`Created: ${args.slice(0, 4).join(' ')}`)
  } catch (error) {
    if (!/already (exists|taken|in use)|\b(10004|11009)\b/i.test(error.message)) throw error
  }
}

/** Values for the secrets that a worker has not got: from the environment, or from a person. */
export async function askForSecrets(names) {
  const [app, consumer] = await Promise.all([secretsOf('app'), secretsOf('consumer')])
  // A key-encryption key may have been replaced by one of another name.
  const hasKek = [...app].some((name) => name.startsWith('KEK_') && consumer.has(name))
  const missing = names.filter((name) => {
    if (hasKek && name.startsWith('KEK_')) return false
    return !app.has(name) || !consumer.has(name)
  })
  const unknown = missing.filter((name) => !process.env[name])
  if (unknown.length > 0 && !process.stdin.isTTY) {
    throw new ExpectedError(
      `These secrets are missing: ${unknown.join(', ')}. Set them in the environment, or deploy from a terminal.`,
    )
  }
  const drawn = parseVars(filledExample(exampleOf(ROOT)))
  const values = {}
  for (const name of missing) {
    // One worker's value can't be read back, and both need the same one.
    const canDraw = !GIVEN_BY_META.has(name) && !app.has(name) && !consumer.has(name)
    values[name] = process.env[name] || (await ask(name, canDraw ? drawn[name] : undefined))
  }
  return values
}

async function secretsOf(key) {
  try {
    const list = JSON.parse(await run('wrangler', ['secret', 'list', '--name', WORKERS[key].name]))
    return new Set(list.map(({ name }) => name))
  } catch (error) {
    if (/10007|not found|does not exist/i.test(error.message)) return new Set()
    throw error
  }
}

/** Names of secrets that either worker has. */
export async function readSecretNames() {
  const [app, consumer] = await Promise.all([secretsOf('app'), secretsOf('consumer')])
  return [...new Set([...app, ...consumer])]
}

/** By a file that is gone afterwards: what stands on a command line is seen by others. */
export async function putSecret(worker, name, value) {
  const file = join(ROOT, '.deploy-secrets.json')
  writeFileSync(file, JSON.stringify({ [name]: value }), { mode: 0o600 })
  try {
    await run('wrangler', ['secret', 'bulk', file, '--name', worker])
  } finally {
    rmSync(file, { force: true })
  }
}

export const deleteSecret = (worker, name) =>
  // wrangler asks whether one is sure; without a terminal it takes that for granted.
  run('wrangler', ['secret', 'delete', name, '--name', worker])

async function ask(name, drawn) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    for (;;) {
      const hint = drawn ? ' (leave empty for a random one)' : ''
      const typed = (await terminal.question(`${name}${hint}: `)).trim()
      if (typed || drawn) return typed || drawn
    }
  } finally {
    terminal.close()
  }
}

/**
 * Lends the configuration with the databases' ids, which belong to an account and not to the project,
 * and the secrets, as files that are gone afterwards.
 */
export async function withDeployFiles(ids, secrets, use) {
  const { experimental_readRawConfig } = await import('wrangler')
  const files = {}
  try {
    for (const key of ['app', 'consumer']) {
      const path = join(ROOT, WORKERS[key].config)
      const { rawConfig } = experimental_readRawConfig({ config: path })
      const databases = rawConfig.d1_databases.map((database) => ({
        ...database,
        database_id: ids.get(database.database_name),
      }))
      // Beside the original, because paths in it are relative.
      files[key] = join(dirname(path), 'wrangler.deploy.json')
      writeFileSync(files[key], JSON.stringify({ ...rawConfig, d1_databases: databases }))
    }
    if (Object.keys(secrets).length > 0) {
      files.secrets = join(ROOT, '.deploy-secrets.json')
      writeFileSync(files.secrets, JSON.stringify(secrets), { mode: 0o600 })
    }
    return await use(files)
  } finally {
    for (const file of Object.values(files)) rmSync(file, { force: true })
  }
}
