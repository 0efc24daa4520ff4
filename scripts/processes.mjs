// Who runs from this folder: written down at each start, so that a crash leaves nothing behind that
// nobody can find.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const PARENT_CHECK_MS = 500

/** Writes down this process and all below it. */
export function recordProcesses(file, facts) {
  const all = listProcesses()
  const tree = descendantsOf(process.pid, all)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ ...facts, pid: process.pid, tree }, null, 2)}\n`)
}

export const forgetProcesses = (file) => rmSync(file, { force: true })

/** What an earlier start wrote down, with those of its processes that still live. */
export function recordedProcesses(file) {
  const record = readRecord(file)
  if (!record) return null
  const all = listProcesses()
  const living = record.tree.filter((one) =>
    // The system gives ids out again: the time of the start tells whether it is the same process.
    all.some(({ pid, startedAt }) => pid === one.pid && startedAt === one.startedAt),
  )
  return { ...record, living, isRunning: living.some(({ pid }) => pid === record.pid) }
}

/** Neither npm nor the shell it uses passes every end on to us, so both are watched. */
export function onParentGone(act) {
  const startedByNpm = process.env.npm_lifecycle_event !== undefined
  if (!startedByNpm) return
  const shell = process.ppid
  const npm = listProcesses().find(({ pid }) => pid === shell)?.parent
  const timer = setInterval(() => {
    if (process.ppid === shell && isAlive(npm)) return
    clearInterval(timer)
    act()
  }, PARENT_CHECK_MS)
  timer.unref()
}

export function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Ends processes that outlived the one that started them. */
export function endProcesses(processes) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Ends whatever this process started and did not end yet. */
export function endDescendants() {
  const all = listProcesses()
  endProcesses(descendantsOf(process.pid, all).filter(({ pid }) => pid !== process.pid))
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function descendantsOf(root, all) {
  const found = all.filter(({ pid }) => pid === root)
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid))
  return found.map(({ pid, startedAt, command }) => ({ pid, startedAt, command }))
}

function listProcesses() {
  return existsSync('/proc/self/stat') ? listFromProc() : listFromPs()
}

function listFromProc() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      // `pid (command) state parent …`: the command may hold blanks and brackets itself.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
      const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [{ pid: Number(name), parent: Number(parent), startedAt: rest[17], command }]
    } catch {
      return [] // it ended meanwhile
    }
  })
}

function listFromPs() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart=,comm='], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, startedAt, command] = PS_LINE.exec(line) ?? []
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), startedAt, command }]
  })
}

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(.{24})\s+(.*)$/
