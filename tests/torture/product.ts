// The product as `npm start` runs it, in processes of its own that can be killed at any moment.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../scripts/api.mjs'
import { ROOT } from '../../scripts/build.mjs'
import { freePort, isFree } from '../../scripts/ports.mjs'
import { endProcesses, recordedProcesses } from '../../scripts/processes.mjs'
import { letTimePass } from './passing-time.ts'

const START_MS = 90_000

export type Ready = { url: string; simulatorUrl: string }
export type Product = Awaited<ReturnType<typeof openProduct>>

/** A state folder of its own, on one port through all its lives. */
export async function openProduct() {
  const folder = mkdtempSync(join(tmpdir(), 'proconnect-torture-'))
  const state = join(folder, 'state')
  mkdirSync(state)
  // The demo's people are not part of this: to a start, they are there already.
  writeFileSync(join(state, 'demo.json'), JSON.stringify({ isComplete: true }))
  const port = await freePort()
  let child: ChildProcess | null = null

  return {
    folder,
    start: async (): Promise<Ready> => {
      const args = ['--state', folder, '--port', String(port), '--json']
      child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...args], {
        // The channel ends the product when this process is gone, however it went.
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      child.channel?.unref()
      return readiness(child)
    },
    /** Ends exactly the processes that this start has written down, none of which can say goodbye. */
    kill: async () => {
      const record = recordedProcesses(join(folder, 'running.json'))
      if (!child || !record?.isRunning) throw new Error('there is nothing to kill')
      const gone = ended(child)
      endProcesses(record.living)
      await gone
      await until(() => isFree(port), { what: `port ${port} to be free` })
    },
    /** The same to the product as a clock that went on while nothing ran. Only between two lives. */
    wait: (ms: number) => letTimePass(join(state, 'd1'), ms),
    /** As Ctrl-C does. */
    close: async () => {
      if (child && child.exitCode === null && child.signalCode === null) {
        const gone = ended(child)
        child.kill('SIGTERM')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })

/** The first line is the ready line; what it says to people is shown when there is none. */
async function readiness(child: ChildProcess): Promise<Ready> {
  let output = ''
  let errors = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const line = await until(() => output.includes('\n') || child.exitCode !== null, {
    timeoutMs: START_MS,
    what: 'the ready line',
  })
  if (!line || !output.includes('\n')) throw new Error(`the start ended: ${errors.trim()}`)
  return JSON.parse(output.slice(0, output.indexOf('\n')))
}
