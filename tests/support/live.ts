import { cookieHeader, until } from '../../scripts/api.mjs'
import type { Browser } from './runtime'

export type Frame<T> = { topic: string; at: number; data: T }

/** A page that watches `topic` over `/live`; keeps every frame that arrives. */
export async function watchLive<T>(browser: Browser, topic: string) {
  const frames: Frame<T>[] = []
  const headers = {
    Cookie: cookieHeader(Object.entries(browser.cookies())),
    Origin: browser.url,
  }
  // Node's WebSocket takes headers, which the browser's type of the same name does not know.
  const options = { headers } as unknown as string[]
  const socket = new WebSocket(`${browser.url.replace('http', 'ws')}/live`, options)
  socket.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data))))
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  socket.send(JSON.stringify({ watch: [topic] }))
  return {
    frames,
    close: () => socket.close(),
    /** Waits for a frame of which `test` is true. */
    until: (test: (data: T) => boolean, timeoutMs = 120_000) =>
      until(() => frames.find(({ data }) => data !== null && test(data)), {
        timeoutMs,
        what: `a frame about ${topic}`,
      }),
  }
}
