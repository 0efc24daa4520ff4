// broadcast.*: what a recipient costs in the database and in queues, from the plan to the last status:
// counters, which do not depend on the machine, and the bill of Cloudflare that follows from them.
import { readdirSync, readFileSync } from 'node:fs'
import { until } from '../../scripts/api.mjs'
import { openBusiness, startBroadcast } from './rig/business.ts'
import { countsSince } from './rig/counts.ts'
import { dollars, OPERATIONS_PER_MESSAGE } from './rig/prices.ts'
import { openRig, openStub, type Report, type Rig } from './rig/rig.ts'

const PEOPLE = 5000
const READ = 7

export async function measure(report: Report) {
  const stub = await openStub(20)
  const rig = await openRig({ stub, counted: true })
  try {
    const business = await openBusiness(rig, stub, PEOPLE)
    const appSecret = rig.vars.META_APP_SECRET ?? ''
    // Three webhooks of one status each for every person, when Meta would send them.
    await stub.tellStatuses({ url: `${rig.url}/webhooks/meta`, appSecret })
    const before = await rig.counts()
    const cpuBefore = cpuMsOfWorkerd()
    const id = await startBroadcast(business, 'Counted')
    await until(() => isOver(rig, id), {
      timeoutMs: 300_000,
      everyMs: 500,
      what: 'the last status',
    })
    const cpuMs = cpuMsOfWorkerd() - cpuBefore
    // One look at the finished report.
    await business.browser.get(`/broadcasts/${id}/progress`)
    const all = countsSince(before, await rig.counts())
    const operations = all.queueMessages * OPERATIONS_PER_MESSAGE
    report('broadcast.rows_written_per_recipient', all.rowsWritten / PEOPLE, 'rows')
    report('broadcast.rows_read_per_recipient', all.rowsRead / PEOPLE, 'rows')
    report('broadcast.queue_ops_per_recipient', operations / PEOPLE, 'operations')
    report('broadcast.usd_per_100k', dollars(all, cpuMs) * (100_000 / PEOPLE), 'USD')
  } finally {
    await rig.stop()
    stub.close()
  }
}

/** Asked without being counted, as nobody has to watch a broadcast. */
async function isOver({ data }: Rig, broadcastId: string): Promise<boolean> {
  const row = await data
    .prepare(
      `SELECT b.state, (SELECT count(*) FROM recipients AS r WHERE r.account_id = b.account_id
                        AND r.broadcast_id = b.id AND r.rank = ?2) AS n
       FROM broadcasts AS b WHERE b.id = ?1`,
    )
    .bind(broadcastId, READ)
    .first<{ state: string; n: number }>()
  return row?.state === 'done' && row.n === PEOPLE
}

/**
 * Processor time of our runtimes so far, in both modes: more than Cloudflare would count, since D1, queues
 * and files work in the same process here. 0 where the system does not tell.
 */
function cpuMsOfWorkerd(): number {
  try {
    const statOf = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const isOurs = (pid: string) => {
      const [name = '', rest = ''] = statOf(pid)
      return name.endsWith('(workerd') && rest.split(' ')[1] === String(process.pid)
    }
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isOurs(name))
      .reduce((sum, pid) => {
        const fields = (statOf(pid)[1] ?? '').split(' ')
        // utime and stime, in hundredths of a second.
        return sum + (Number(fields[11]) + Number(fields[12])) * 10
      }, 0)
  } catch {
    return 0
  }
}
