// What a browser has to fetch before the first page of a signed-in member stands, and the largest chunk
// that any later page adds: kilobytes as they travel.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../../scripts/build.mjs'
import { cookiesFor, openChromium } from '../../scripts/chromium.mjs'
import { openRig, type Report } from './rig/rig.ts'

const ASSETS = join(ROOT, 'dist/ui/assets')
const CODE = /\.(js|css)$/

export async function measure(report: Report) {
  const rig = await openRig()
  const chromium = await openChromium()
  try {
    const browser = await rig.signUp()
    const context = await chromium.newContext()
    await context.addCookies(cookiesFor(rig.url, browser.cookies()))
    const page = await context.newPage()
    const fetched = new Set<string>()
    page.on('request', (request: { url(): string }) => {
      const { pathname } = new URL(request.url())
      if (CODE.test(pathname)) fetched.add(pathname.slice('/assets/'.length))
    })
    await page.goto(`${rig.url}/contacts`, { waitUntil: 'networkidle' })

    const later = readdirSync(ASSETS).filter((name) => CODE.test(name) && !fetched.has(name))
    report('ui.first_load_kb', sum([...fetched].map(gzipKb)), 'kB')
    report('ui.route_max_kb', Math.max(...later.map(gzipKb)), 'kB')
    report('ui.requests', fetched.size, 'requests')
  } finally {
    await chromium.close()
    await rig.stop()
  }
}

const gzipKb = (name: string) => gzipSync(readFileSync(join(ASSETS, name))).length / 1000
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
