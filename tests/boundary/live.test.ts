import { expect, it } from 'vitest'
import type { ProgressView } from '../../worker/contract/broadcasts'
import type { LiveFrame, LiveTopic } from '../../worker/contract/live'
import { randomId } from '../../worker/lib/ids'
import { testEnv } from '../support/lists'
import { Shop } from '../support/shop'

/** A page of this account that looks at these things; keeps the frames that arrive. */
async function open(shop: Shop, watch: string[]) {
  const { webSocket } = await shop.browser.get('/live', {
    upgrade: 'websocket',
    origin: 'https://proconnect.test',
    'sec-fetch-site': 'same-origin',
  })
  if (!webSocket) throw new Error('no socket')
  const frames: LiveFrame[] = []
  webSocket.accept()
  webSocket.addEventListener('message', ({ data }) => {
    frames.push(JSON.parse(String(data)))
  })
  webSocket.send(JSON.stringify({ watch, language: 'he' }))
  const until = async (count: number) => {
    for (let tries = 0; frames.length < count && tries < 400; tries++) await scheduler.wait(10)
    expect(frames.length).toBeGreaterThanOrEqual(count)
    return frames
  }
  return { until, close: () => webSocket.close() }
}

const changed = (shop: Shop, ...topics: LiveTopic[]) =>
  testEnv.LIVE_ROOM.getByName(`${shop.accountId}:live`).changed(topics)

it('a page is told what it looks at, in its language, and nothing of other accounts', async () => {
  const [mine, other] = [await Shop.open(), await Shop.open()]
  await mine.addMany(2)
  await other.addMany(1)
  const [own, foreign] = [await mine.send(), await other.send({ name: 'Canary' })]
  const page = await open(mine, [`broadcast:${foreign}`, `broadcast:${own}`])

  const [first, second] = await page.until(2)

  expect(first).toMatchObject({ topic: `broadcast:${foreign}`, data: null })
  expect(second).toMatchObject({ topic: `broadcast:${own}`, data: { counts: { accepted: 2 } } })
  expect(JSON.stringify([first, second])).not.toContain('Canary')
  page.close()
})

it('news that cannot be told keeps no other news away', async () => {
  const shop = await Shop.open()
  await shop.addMany(1)
  const id = await shop.send()
  const gone = randomId()
  const page = await open(shop, [`broadcast:${gone}`, `broadcast:${id}`])
  await page.until(2)

  await changed(shop, `broadcast:${gone}`, `broadcast:${id}`, `broadcast:${randomId()}`)

  const frames = await page.until(4)
  const { topic, data } = frames[3] ?? {}
  expect(topic).toBe(`broadcast:${id}`)
  // The topic of a broadcast carries its progress.
  expect((data as ProgressView).counts).toEqual({ accepted: 1 })
  page.close()
})

it('many changes become at most four frames a second', async () => {
  const shop = await Shop.open()
  await shop.addMany(1)
  const id = await shop.send()
  const page = await open(shop, [`broadcast:${id}`])
  await page.until(1)
  // News without end, for a second and a half.
  const until = Date.now() + 1500
  while (Date.now() < until) {
    await changed(shop, `broadcast:${id}`)
    await scheduler.wait(5)
  }
  const [, ...frames] = await page.until(5)
  expect(frames.length).toBeGreaterThan(3)
  // By the room's own clock: the first and the fifth of any five are a second apart.
  for (const [index, { at }] of frames.slice(4).entries()) {
    expect(at - (frames[index]?.at ?? 0)).toBeGreaterThanOrEqual(990)
  }
  page.close()
})
