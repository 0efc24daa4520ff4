// Brings a bare clone to the point where the other scripts can run. Knows only Node's own modules and
// runs on Node 20: it is what installs everything else.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onParentGone } from './processes.mjs'
import { ExpectedError } from './report.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
/** What wrangler and Vite need. */
const LEAST_NODE = [22, 12]
const BUNDLED_NODE = join(ROOT, 'node_modules', '.bin', 'node')

/**
 * Installs what is missing, then makes sure that Node is new enough: when it is not, the script is
 * started again on the Node that npm installed. Answers false when that other process did the work.
 */
export async function preflight(say) {
  if (!isInstalled()) {
    say('Installing packages (once, about a minute) …')
    await install()
  }
  if (isNewEnough(process.versions.node)) return true
  if (!existsSync(BUNDLED_NODE)) {
    throw new ExpectedError(
      `ProConnect needs Node ${LEAST_NODE.join('.')} or newer, and this is ${process.version}. ` +
        'Install a newer one from https://nodejs.org and start again.',
    )
  }
  await continueOn(BUNDLED_NODE)
  return false
}

/** Whether node_modules holds what package-lock.json asks for. */
export function isInstalled(root = ROOT) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true
    const found = present[path]
    // Optional packages are for other systems, unless npm chose them.
    if (!found) return optional === true
    return found.version === version && existsSync(join(root, path))
  })
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch {
    return null
  }
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])
}

async function install() {
  // Under `npm start` this is the npm that runs us, on the Node that runs it.
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const child = npm?.endsWith('.js')
    ? spawn(node, [npm, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(1)
    })
    child.once('close', resolve)
  })
  if (code !== 0) throw new ExpectedError(`${reasonOf(output)}\n\n${output.trim()}`)
}

const REASONS = [
  [/ENOSPC/, 'The disk is full: nothing could be installed. Free about 1 GB and start again.'],
  [/EACCES|EPERM/, 'This folder or npm’s cache can’t be written. Check who owns them.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|network/i,
    'npm could not reach its registry, so packages are missing. Check the network and start again.',
  ],
]

/** What a failed `npm ci` means, in one sentence. */
export const reasonOf = (output) =>
  REASONS.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm could not install the packages.'

/** Runs this very script on another Node, and ends as it ends. */
async function continueOn(node) {
  // The channel tells the other process when this one is gone, however it went.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(node, process.argv.slice(1), { stdio })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  onParentGone(() => child.kill('SIGTERM'))
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (...end) => resolve(end))
  })
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1)
}
