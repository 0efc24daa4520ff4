// A headless Chromium for browser tests and pictures: the one that CHROME_PATH names, else the
// system's, else one that npm brought, which needs no installation and no root.
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from './build.mjs'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const SYSTEM_PATHS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A microphone that beeps, and nobody who would have to allow it.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

/** A running browser; close it. */
export const openChromium = () => start((chromium, options) => chromium.launch(options))

/** The same as a server that several processes can use by `wsEndpoint()`. */
export const serveChromium = () => start((chromium, options) => chromium.launchServer(options))

/**
 * Somebody's cookies as Playwright sets them. A `__Host-` cookie is set for a secure address; browsers
 * send it to `localhost` all the same.
 */
export const cookiesFor = (url, cookies) =>
  Object.entries(cookies).map(([name, value]) =>
    name.startsWith('__Host-')
      ? { name, value, url: url.replace('http:', 'https:'), secure: true, httpOnly: true }
      : { name, value, url },
  )

async function start(launch) {
  const { chromium } = await import('playwright-core')
  const { executablePath, env } = await findChromium()
  const options = { executablePath, args: ARGS }
  try {
    return await launch(chromium, options)
  } catch (error) {
    // A bare system lacks libraries that npm's browser brings along.
    if (!env || !/shared libraries|fontconfig/i.test(error.message)) throw error
    return launch(chromium, { ...options, env: { ...process.env, ...env } })
  }
}

/** Unpacks the browser when that is needed, so that a test does not wait for it. */
export async function findChromium() {
  const named = process.env.CHROME_PATH
  if (named) {
    if (isProgram(named)) return { executablePath: named }
    throw new Error(`CHROME_PATH names ${named}, which is no program`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
  const system = [...candidates, ...SYSTEM_PATHS].find(isProgram)
  return system ? { executablePath: system } : unpacked()
}

async function unpacked() {
  const manifest = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = join(dirname(dirname(manifest)), 'bin')
  const folder = join(ROOT, 'node_modules', '.cache', 'chromium')
  if (!existsSync(folder)) await unpack(bin, folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      ...(!existsSync('/etc/fonts') && { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  }
}

/** The package unpacks into the system's temporary folder; ours is put in its place when complete. */
async function unpack(bin, folder) {
  const { default: packed, inflate } = await import('@sparticuz/chromium')
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  const { TMPDIR } = process.env
  process.env.TMPDIR = partial
  try {
    await packed.executablePath(bin)
    await inflate(join(bin, 'al2023.tar.br'))
    if (!existsSync(folder)) renameSync(partial, folder)
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(partial, { recursive: true, force: true })
  }
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
