// What the two workers' wrangler.toml files must agree on. Read by `npm run deploy` before anything
// happens, and by its dry run in `npm test`.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT, WORKERS } from './build.mjs'

/** Both workers' configuration, as wrangler reads it. */
export async function readConfigurations() {
  const { unstable_readConfig } = await import('wrangler')
  const read = (key) => unstable_readConfig({ config: join(ROOT, WORKERS[key].config) })
  return { app: read('app'), consumer: read('consumer') }
}

/** Every reason why these two can't be deployed together, in words. */
export function problemsOf({ app, consumer }, secrets) {
  return [
    ...sharedProblems(app, consumer),
    ...queueProblems(app, consumer),
    ...objectProblems(app, consumer),
    ...secretProblems(app, secrets),
    ...secretProblems(consumer, secrets),
    ...migrationProblems(app),
  ]
}

/** Bindings by which both must mean the same thing. */
function sharedProblems(app, consumer) {
  const facts = {
    'D1 databases': (config) => pairs(config.d1_databases, 'binding', 'database_name'),
    'R2 buckets': (config) => pairs(config.r2_buckets, 'binding', 'bucket_name'),
    'queue producers': (config) => pairs(config.queues.producers, 'binding', 'queue'),
    variables: (config) => Object.entries(config.vars).map((pair) => pair.join('=')),
    'compatibility dates': (config) => [config.compatibility_date],
  }
  return Object.entries(facts).flatMap(([what, factsOf]) => {
    const [ours, theirs] = [factsOf(app), factsOf(consumer)].map((list) => list.sort().join(', '))
    return ours === theirs ? [] : [`the workers' ${what} differ: ${ours} and ${theirs}`]
  })
}

const pairs = (list, left, right) => list.map((one) => `${one[left]}=${one[right]}`)

/** Each queue is consumed, by the consumer alone, and what fails too often is kept for a person. */
function queueProblems(app, consumer) {
  const consumers = consumer.queues.consumers
  const consumed = new Set(consumers.map(({ queue }) => queue))
  const produced = [...app.queues.producers, ...consumer.queues.producers].map(({ queue }) => queue)
  const isDead = new Set(deadLetterQueues(consumer))
  const unconsumed = [...new Set(produced)].filter((queue) => !consumed.has(queue))
  const withoutDead = consumers.filter(
    ({ queue, dead_letter_queue }) => !isDead.has(queue) && !dead_letter_queue,
  )
  return [
    ...unconsumed.map((queue) => `nobody consumes the queue ${queue}`),
    ...withoutDead.map(({ queue }) => `the queue ${queue} has no dead-letter queue`),
    ...(app.queues.consumers ?? []).map(({ queue }) => `the app consumes ${queue}: it must not`),
  ]
}

const deadLetterQueues = (consumer) =>
  consumer.queues.consumers.flatMap(({ dead_letter_queue }) => dead_letter_queue ?? [])

/** Every queue that must exist in the account. */
export const queuesOf = (consumer) => [
  ...new Set([
    ...consumer.queues.consumers.map(({ queue }) => queue),
    ...deadLetterQueues(consumer),
  ]),
]

/** The app uses the consumer's objects and entrypoint; the consumer uses nothing of the app. */
function objectProblems(app, consumer) {
  const classes = consumer.migrations.flatMap((step) => step.new_sqlite_classes ?? [])
  const foreign = app.durable_objects.bindings.filter(
    ({ script_name, class_name }) => script_name !== consumer.name || !classes.includes(class_name),
  )
  const unmigrated = consumer.durable_objects.bindings.filter(
    ({ class_name }) => !classes.includes(class_name),
  )
  const services = (app.services ?? []).filter(({ service }) => service !== consumer.name)
  const backwards = (consumer.services ?? []).filter(({ service }) => service === app.name)
  return [
    ...foreign.map(({ name }) => `${name} is not a class of ${consumer.name}`),
    ...unmigrated.map(({ class_name }) => `no migration creates the class ${class_name}`),
    ...services.map(({ binding }) => `${binding} does not bind ${consumer.name}`),
    ...backwards.map(({ binding }) => `${binding} binds the app: the consumer deploys first`),
  ]
}

function secretProblems(config, secrets) {
  const open = secrets.filter((name) => name in config.vars)
  return open.map((name) => `${name} is a secret, and ${config.name} has it among its [vars]`)
}

function migrationProblems(app) {
  return app.d1_databases.flatMap(({ binding, migrations_dir }) => {
    const folder = migrations_dir && join(dirname(app.configPath ?? ROOT), migrations_dir)
    return folder && existsSync(folder) ? [] : [`${binding} has no folder of migrations`]
  })
}

/** What is fine for a trial and wrong for people. */
export function placeholdersIn({ app }) {
  return Object.entries(app.vars)
    .filter(([, value]) => /\.example\b/.test(String(value)))
    .map(([name, value]) => `${name} is still ${value}: set it in both wrangler.toml files`)
}
