import { basename, join } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { ROOT } from '../scripts/build.mjs'

/** Values that only tests know; of the right form, worth nothing. */
export const TEST_VARS = {
  META_APP_ID: '770000000000001',
  META_APP_SECRET: 'test-app-secret-0123456789abcdef',
  META_VERIFY_TOKEN: 'test-verify-token-0123456789',
  META_GRAPH_URL: 'http://graph.test',
  META_GRAPH_VERSION: 'v26.0',
  META_CONFIG_ID: '440000000000004',
  LINK_SECRET: 'test-link-secret-0123456789abcdef',
  TOMBSTONE_PEPPER: 'test-tombstone-pepper-0123456789',
  RECEIPT_KEY: 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=',
  KEK_1: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  MAIL_FROM: 'ProConnect <no-reply@proconnect.example>',
  SUPPORT_EMAIL: 'support@proconnect.example',
}

/** Minutes each: begun last, one of these would run on alone. */
const LONGEST = ['every-page', 'restraints', 'main-job', 'sending', 'inbox-composer', 'inbox']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONGEST.includes(basename(moduleId, '.test.ts'))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    root: ROOT,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Code that runs in workers, in workerd, on real D1, R2, queues and durable objects.
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: join(ROOT, 'wrangler.toml') },
            miniflare: {
              // Mail goes to the recording mailbox below, which the runner's own e-mail would hide.
              email: { send_email: [] },
              d1Databases: ['DIRECTORY', 'DATA_0', 'DATA_1'],
              // The consumer's own: its jobs run here, called by the tests.
              durableObjects: {
                LIVE_ROOM: { className: 'LiveRoom', scriptName: 'proconnect-consumer' },
                SEND_PACER: { className: 'SendPacer', scriptName: 'proconnect-consumer' },
                DELETION: { className: 'DeletionWorkflow', scriptName: 'proconnect-consumer' },
              },
              bindings: {
                ...TEST_VARS,
                DIRECTORY_MIGRATIONS: await readD1Migrations(join(ROOT, 'migrations/directory')),
                DATA_MIGRATIONS: await readD1Migrations(join(ROOT, 'migrations/data')),
              },
              // Queues have no consumer here: tests hand messages to the handlers themselves, so that
              // they decide about order, repetition and loss.
              workers: [
                {
                  name: 'proconnect-consumer',
                  modules: true,
                  scriptPath: join(ROOT, 'dist/workers/consumer/index.js'),
                  compatibilityDate: '2026-10-23',
                  durableObjects: {
                    LIVE_ROOM: { className: 'LiveRoom', useSQLite: true },
                    SEND_PACER: { className: 'SendPacer', useSQLite: true },
                    DELETION: { className: 'DeletionWorkflow', useSQLite: true },
                  },
                  d1Databases: ['DIRECTORY', 'DATA_0', 'DATA_1'],
                  r2Buckets: { FILES: 'proconnect-files' },
                  queueProducers: {
                    SENDS: 'proconnect-sends',
                    EVENTS: 'proconnect-events',
                    CHORES: 'proconnect-chores',
                  },
                  serviceBindings: { EMAIL: { name: 'recorded-mail', entrypoint: 'Mailbox' } },
                  // What it sends by itself meets a Meta that is out of order; no name is looked up.
                  outboundService: () => new Response(null, { status: 503 }),
                  bindings: TEST_VARS,
                },
                {
                  name: 'recorded-mail',
                  modules: true,
                  scriptPath: join(ROOT, 'tests/support/recorded-mail.mjs'),
                  compatibilityDate: '2026-10-23',
                },
              ],
              serviceBindings: {
                EMAIL: { name: 'recorded-mail', entrypoint: 'Mailbox' },
                MAILS: 'recorded-mail',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          root: ROOT,
          include: ['tests/{app,boundary,features,lib,promises}/**/*.test.ts'],
          setupFiles: ['./tests/support/outbound.ts', './tests/support/apply-migrations.ts'],
          globalSetup: ['./tests/support/bundle.global.ts'],
          // Most take a tenth of a second, and the longest ten; a machine that does other things takes longer.
          testTimeout: 120_000,
          // Each test makes its own account, so files can share one runtime: 9 s instead of 35.
          isolate: false,
        },
      },
      {
        // Plain Node code: scripts, the simulator, the UI's rules.
        test: {
          name: 'node',
          root: ROOT,
          include: ['tests/{model,simulator,scripts,ui}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Seeded histories of sending under faults, bundled and run in processes of their own.
        test: {
          name: 'simulation',
          root: ROOT,
          include: ['tests/simulation/**/*.test.ts'],
          globalSetup: ['./tests/simulation/bundle.global.ts'],
          testTimeout: 300_000,
          maxConcurrency: 2,
        },
      },
      {
        // Whole journeys over HTTP through both workers and the simulator.
        test: {
          name: 'flows',
          root: ROOT,
          include: ['tests/flows/**/*.test.ts'],
          // Each file has a runtime of its own, and mostly waits: for holds, for minutes, for Meta.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        // A broadcast that is killed and started again, and the checker that judges it.
        test: {
          name: 'torture',
          root: ROOT,
          include: ['tests/torture/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        // What people see and do: Chromium against the whole product, one of each for all files.
        test: {
          name: 'browser',
          root: ROOT,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['./tests/browser/world.global.ts'],
          // Three at a time: much of it is waiting for a page or for seconds that must pass.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
