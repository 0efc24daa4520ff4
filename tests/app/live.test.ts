import { expect, it } from 'vitest'
import { Browser } from '../support/browser'
import { invite } from '../support/members'
import { signIn, signUp } from '../support/people'

const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** Opens `/live` as a page of ours does, and accepts the socket. */
async function openLive(browser: Browser, headers: Record<string, string> = {}) {
  const response = await browser.get('/live', {
    upgrade: 'websocket',
    origin: 'https://proconnect.test',
    'sec-fetch-site': 'same-origin',
    ...headers,
  })
  response.webSocket?.accept()
  return { status: response.status, socket: response.webSocket }
}

const closing = (socket: WebSocket | null) =>
  new Promise<number>((resolve) => socket?.addEventListener('close', ({ code }) => resolve(code)))

it('connects a signed-in browser to its account', async () => {
  const { browser } = await signUp()
  const { status, socket } = await openLive(browser)

  expect(status).toBe(101)
  socket?.close()
})

it('refuses whoever is not signed in, comes from another site, or wants no socket', async () => {
  const { browser } = await signUp()

  expect((await openLive(new Browser())).status).toBe(401)
  expect((await openLive(browser, FOREIGN)).status).toBe(403)
  expect((await browser.get('/live')).status).toBe(415)
})

it('takes nobody into another account, whatever headers a client sends', async () => {
  const [mine, foreign] = [await signUp(), await signUp()]
  const { socket } = await openLive(mine.browser, {
    'x-account-id': foreign.session.account.id,
    'x-session-id': 'somebody-else',
  })
  // The room knows the socket by the session that was checked: its end closes it.
  const closed = closing(socket ?? null)
  await mine.browser.post('/api/v1/auth/sign-out')

  expect(await closed).toBe(4401)
})

it('closes the sockets of a session at once when it is ended elsewhere', async () => {
  const here = await signUp()
  const there = await signIn(here.email)
  const [own, other] = [await openLive(here.browser), await openLive(there.browser)]
  const closed = closing(other.socket ?? null)

  await here.browser.post('/api/v1/sessions/end-others')

  expect(await closed).toBe(4401)
  expect(own.socket?.readyState).toBe(WebSocket.READY_STATE_OPEN)
  own.socket?.close()
})

it('closes the socket of who is taken out of the team, within a second, and no other', async () => {
  const owner = await signUp()
  const member = await invite(owner, 'viewer')
  const [own, theirs] = [await openLive(owner.browser), await openLive(member.browser)]
  const closed = closing(theirs.socket ?? null)
  const at = Date.now()

  await owner.browser.delete(`/api/v1/members/${member.session.user.id}`)

  expect(await closed).toBe(4401)
  expect(Date.now() - at).toBeLessThan(1000)
  expect(own.socket?.readyState).toBe(WebSocket.READY_STATE_OPEN)
  expect((await openLive(member.browser)).status).toBe(401)
  own.socket?.close()
})
