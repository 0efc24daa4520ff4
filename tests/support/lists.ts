import { env } from 'cloudflare:workers'
import { type Deps, openDeps } from '../../worker/boundary/deps'
import type { ChoreJob } from '../../worker/boundary/queues/jobs'
import type { ImportSettings, ImportView } from '../../worker/contract/imports'
import { historyInBroadcasts } from '../../worker/features/broadcasts/history-queries'
import { importSlice } from '../../worker/features/contacts/import-jobs'
import { historyInInbox } from '../../worker/features/inbox/history-queries'
import type { Browser } from './browser'
import type { TestEnv } from './env'
import { type SignedIn, signUp } from './people'

// The runner's environment is the app's plus what tests/vitest.config.mts adds.
export const testEnv = env as TestEnv

/** The workers' dependencies, with chores kept instead of queued. */
export function openTestDeps(
  overrides: Partial<Deps> = {},
  bindings: Partial<TestEnv> = {},
): Deps & { chores: ChoreJob[] } {
  const deps = openDeps({ ...testEnv, ...bindings })
  const chores: ChoreJob[] = []
  const jobs = {
    ...deps.jobs,
    chore: async (job: ChoreJob) => {
      chores.push(job)
    },
  }
  return { ...deps, jobs, ...overrides, chores }
}

const OCTETS = { 'content-type': 'application/octet-stream' }
const encode = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/** As the consumer asks them. */
const HISTORY = [historyInBroadcasts, historyInInbox]

/** A person who imports lists, in an account of their own. */
export class Importer {
  constructor(readonly person: SignedIn) {}

  static signUp = async () => new Importer(await signUp())

  get browser(): Browser {
    return this.person.browser
  }
  get accountId(): string {
    return this.person.session.account.id
  }

  begin = (size: number, fileName = 'people.csv') =>
    this.browser.post('/api/v1/imports', { fileName, size })

  sendPart = (id: string, no: number, bytes: Uint8Array) =>
    this.browser.send('PUT', `/api/v1/imports/${id}/parts/${no}`, { body: bytes, headers: OCTETS })

  /** The answer to the last step of an upload, which is where a bad file is refused. */
  async upload(content: string | Uint8Array): Promise<Response> {
    const bytes = encode(content)
    const begun = await this.browser.read<ImportView>(this.begin(bytes.byteLength))
    for (let at = 0; at < bytes.byteLength; at += begun.partBytes) {
      const part = bytes.subarray(at, at + begun.partBytes)
      await this.browser.read(this.sendPart(begun.id, at / begun.partBytes + 1, part))
    }
    return this.browser.post(`/api/v1/imports/${begun.id}/uploaded`)
  }

  /** Uploads, says how the file is to be read, and starts. */
  async start(
    content: string | Uint8Array,
    changes: Partial<ImportSettings> = {},
  ): Promise<ImportView> {
    const view = await this.browser.read<ImportView>(this.upload(content))
    const settings = { ...view.settings, consentSource: 'the form on our site', ...changes }
    await this.browser.read(this.browser.patch(`/api/v1/imports/${view.id}`, settings))
    return this.browser.read(this.browser.post(`/api/v1/imports/${view.id}/start`))
  }

  /** Uploads, says how the file is to be read, and checks every row of it. */
  async check(
    content: string | Uint8Array,
    changes: Partial<ImportSettings> = {},
  ): Promise<ImportView> {
    const view = await this.browser.read<ImportView>(this.upload(content))
    const settings = { ...view.settings, consentSource: 'the form on our site', ...changes }
    await this.browser.read(this.browser.patch(`/api/v1/imports/${view.id}`, settings))
    return this.checkAgain(view.id)
  }

  async checkAgain(id: string): Promise<ImportView> {
    await this.browser.read(this.browser.post(`/api/v1/imports/${id}/check`))
    await this.runSlices(id)
    return this.see(id)
  }

  /** Imports a list to its end, as the queue would. */
  async import(content: string | Uint8Array, changes: Partial<ImportSettings> = {}) {
    const { id } = await this.start(content, changes)
    await this.runSlices(id)
    return this.see(id)
  }

  async runSlices(importId: string, deps = openTestDeps()): Promise<void> {
    const job = { type: 'contacts.import' as const, accountId: this.accountId, importId }
    do {
      deps.chores.length = 0
      await importSlice(deps, job, HISTORY)
    } while (deps.chores.length > 0)
  }

  see = (id: string) => this.browser.read<ImportView>(this.browser.get(`/api/v1/imports/${id}`))

  db = () => openTestDeps().db.account(this.accountId)
}

/** The shard of an account, for what no operation does. */
export async function shardOf(accountId: string): Promise<D1Database> {
  // drizzle keeps the binding there, though the type of our handle does not say so.
  const handle = (await openTestDeps().db.account(accountId)) as unknown as { $client: D1Database }
  return handle.$client
}

/** Everything an account knows about its people, for comparing before and after. */
export async function snapshot(accountId: string): Promise<Record<string, unknown[]>> {
  const database = await shardOf(accountId)
  const tables = ['contacts', 'identities', 'contact_tags', 'consents', 'tags', 'suppressions']
  const entries = tables.map(async (table) => {
    const statement = database.prepare(
      `SELECT * FROM ${table} WHERE account_id = ? ORDER BY 1, 2, 3`,
    )
    return [table, (await statement.bind(accountId).all()).results] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
