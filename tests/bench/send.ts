// send.loop_ratio: how near one consumer with six open requests comes to a bare client that does nothing
// else. Ours and the floor run in turns against the same stub.
import { Agent, request } from 'node:http'
import { until } from '../../scripts/api.mjs'
import { finishedBroadcast } from '../../scripts/journey.mjs'
import { openBusiness, startBroadcast } from './rig/business.ts'
import { median, openRig, openStub, type Report, type Stub } from './rig/rig.ts'

const LATENCY_MS = 50
const OPEN_REQUESTS = 6
const ROUNDS = 5
const PEOPLE = 600

export async function measure(report: Report) {
  const stub = await openStub(LATENCY_MS)
  const rig = await openRig({ stub })
  try {
    const business = await openBusiness(rig, stub, PEOPLE)

    const ratios: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const floorMs = await floor(stub)
      await stub.reset()
      const id = await startBroadcast(business, `Round ${round}`)
      await until(async () => (await stub.count()) === PEOPLE, {
        timeoutMs: 120_000,
        everyMs: 500,
        what: 'the last message',
      })
      await finishedBroadcast(business.browser, id)
      ratios.push(floorMs / (await stub.stats()).tookMs)
    }
    report('send.loop_ratio', median(ratios), 'of a bare client')
  } finally {
    await rig.stop()
    stub.close()
  }
}

/** The same POSTs with nothing recorded: kept-alive connections, six at a time. */
async function floor(stub: Stub): Promise<number> {
  await stub.reset()
  const agent = new Agent({ keepAlive: true, maxSockets: OPEN_REQUESTS })
  const body = JSON.stringify({ to: '+972545550000', biz_opaque_callback_data: 'floor' })
  let left = PEOPLE
  const loop = async () => {
    while (left-- > 0) await post(`${stub.url}/v26.0/106540352242922/messages`, body, agent)
  }
  await Promise.all(Array.from({ length: OPEN_REQUESTS }, loop))
  agent.destroy()
  return (await stub.stats()).tookMs
}

const post = (url: string, body: string, agent: Agent) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, (response) => {
      response.resume().once('end', resolve)
    })
    sent.once('error', reject)
    sent.end(body)
  })
