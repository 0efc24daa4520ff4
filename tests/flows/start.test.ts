import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openBrowser, until } from '../../scripts/api.mjs'
import { ROOT } from '../../scripts/build.mjs'
import { freePort } from '../../scripts/ports.mjs'
import { isAlive } from '../../scripts/processes.mjs'

type Ready = { url: string; ownerLink: string; simulatorUrl: string }
type Started = { child: ChildProcess; lines: string[]; errors: string[] }

let folder: string
const started: ChildProcess[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'proconnect-start-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) await ended(child, 'SIGTERM')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(...args: string[]): Started {
  const all = [join(ROOT, 'scripts/start.mjs'), '--state', folder, '--json', ...args]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return { child, lines: linesOf(child.stdout), errors: linesOf(child.stderr) }
}

function linesOf(stream: NodeJS.ReadableStream | null): string[] {
  const lines: string[] = []
  let rest = ''
  stream?.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  return lines
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null) {
    child.kill(signal)
    await new Promise((resolve) => child.once('exit', resolve))
  }
  return child.exitCode
}

const readiness = async ({ lines }: Started): Promise<Ready> =>
  JSON.parse(await until(() => lines[0], { timeoutMs: 110_000, what: 'the ready line' }))

async function acceptInvitation(ready: Ready) {
  const browser = openBrowser(ready.url)
  await browser.post('/auth/invitation/accept', { token: new URL(ready.ownerLink).hash.slice(1) })
  return browser
}

it('prints one ready line and then nothing but JSON, ends all it started, and keeps its state', async () => {
  const first = start('--port', String(await freePort()))
  const ready = await readiness(first)
  expect(Object.keys(ready)).toEqual(['url', 'ownerLink', 'simulatorUrl'])
  const owner = await acceptInvitation(ready)
  await owner.patch('/account', { address: 'Here to stay 7' })
  await until(() => first.lines.some((line) => line.includes('contacts imported')), {
    what: 'the demo',
  })
  for (const line of first.lines) expect(() => JSON.parse(line)).not.toThrow()

  const { tree }: { tree: { pid: number }[] } = JSON.parse(
    readFileSync(join(folder, 'running.json'), 'utf8'),
  )
  expect(tree.length).toBeGreaterThan(1)
  expect(await ended(first.child, 'SIGINT')).toBe(0)
  expect(tree.filter(({ pid }) => isAlive(pid))).toEqual([])

  const again = await readiness(start('--port', String(await freePort())))
  const sameOwner = await acceptInvitation(again)
  expect((await sameOwner.get('/account')).address).toBe('Here to stay 7')
  // Both links worked once, each in its own start.
  const used = openBrowser(again.url)
  const token = new URL(again.ownerLink).hash.slice(1)
  const answer = await used.request('POST', '/api/v1/auth/invitation/accept', { json: { token } })
  expect(answer.status).toBeGreaterThanOrEqual(400)
})

it('refuses a second start on the same state, and says where the first one is', async () => {
  const ready = await readiness(start())
  const second = start()
  await new Promise((resolve) => second.child.once('exit', resolve))
  expect(second.child.exitCode).toBe(1)
  expect(second.errors.join('\n')).toContain(ready.url)
})

it('says that a port is taken when it was asked for by number', async () => {
  const port = await freePort()
  const other: Server = createServer().listen(port, '127.0.0.1')
  try {
    const { child, errors } = start('--port', String(port))
    await new Promise((resolve) => child.once('exit', resolve))
    expect(child.exitCode).toBe(1)
    expect(errors.join('\n')).toContain(`Port ${port} is taken`)
  } finally {
    other.close()
  }
})
