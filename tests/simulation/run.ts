import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const MOST_BYTES = 64 * 1024 * 1024

/** Runs the bundled simulation in a process of its own; answers what it printed. */
export async function simulate(...options: (string | number)[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', inject('simulation'), ...options.map(String)],
    { maxBuffer: MOST_BYTES },
  )
  return stdout
}

/** The last line of what it printed. */
export const lastLineOf = (output: string): unknown =>
  JSON.parse(output.trim().split('\n').at(-1) ?? '')
