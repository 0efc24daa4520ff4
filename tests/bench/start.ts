// start.seconds: from a bare clone until `npm start` answers, with npm's cache warm.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../../scripts/build.mjs'
import { freePort } from '../../scripts/ports.mjs'
import type { Report } from './rig/rig.ts'

export async function measure(report: Report) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'))
  try {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, maxBuffer: 2 ** 26 })
    for (const file of files.toString().split('\0').filter(Boolean)) {
      cpSync(join(ROOT, file), join(folder, file), { recursive: true })
    }
    report('start.seconds', await secondsUntilReady(folder), 's')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `npm start` prints one line once it answers; then it is stopped. */
async function secondsUntilReady(folder: string): Promise<number> {
  const startedAt = performance.now()
  const args = ['start', '--silent', '--', '--json', '--port', String(await freePort())]
  const child = spawn('npm', args, {
    cwd: folder,
    // A bare clone has no Node of its own yet.
    env: { ...process.env, PATH: withoutOurs(process.env.PATH ?? '') },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { url } = JSON.parse(line) as { url?: string }
      if (!url) continue
      const answer = await fetch(`${url}/healthz`)
      if (!answer.ok) throw new Error(`/healthz answered ${answer.status}`)
      return (performance.now() - startedAt) / 1000
    }
    throw new Error('npm start ended without a ready line')
  } finally {
    // The whole group: npm does not pass every signal on.
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
    await ended
  }
}

const withoutOurs = (path: string) =>
  path
    .split(':')
    .filter((part) => !part.startsWith(dirname(join(ROOT, 'node_modules', '.bin'))))
    .join(':')
