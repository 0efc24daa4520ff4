// Makes docs/picture.png, the README's picture: the demo's broadcast on a desk in English and on a phone
// in Hebrew, side by side.
//   npx node scripts/picture.mjs
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser, openSimulator, until } from './api.mjs'
import { buildUi, bundleWorkers, ROOT } from './build.mjs'
import { cookiesFor, openChromium } from './chromium.mjs'
import { openDemo } from './demo.mjs'
import { preflight } from './preflight.mjs'
import { main } from './report.mjs'
import { startRuntime } from './runtime.mjs'
import { exampleOf, filledExample, parseVars } from './secrets.mjs'

const DESK = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 800 }

await main(async () => {
  if (!(await preflight(console.log))) return
  await Promise.all([buildUi(), bundleWorkers()])
  const folder = mkdtempSync(join(tmpdir(), 'proconnect-picture-'))
  const runtime = await startRuntime({ vars: parseVars(filledExample(exampleOf(ROOT))) })
  const chromium = await openChromium()
  try {
    const demo = await openDemo({ ...runtime, folder })
    await demo.seed(console.log)
    const owner = openBrowser(runtime.url, demo.cookies())
    await lastNews(runtime.simulatorUrl, owner)
    const { items } = await owner.get('/broadcasts')
    const shoot = (language, viewport) => {
      const { id } = items.find((one) =>
        one.broadcast.templateLanguage.startsWith(language),
      ).broadcast
      return photograph(chromium, { path: `/broadcasts/${id}`, owner, language, viewport })
    }
    const pictures = { desk: await shoot('en', DESK), phone: await shoot('he', PHONE) }
    await compose(chromium, pictures)
  } finally {
    await chromium.close()
    await runtime.stop()
    rmSync(folder, { recursive: true })
  }
})

/** Readers read and answer a while after the broadcast has ended, and a crowd of news is counted together. */
async function lastNews(simulatorUrl, owner) {
  const wait = { everyMs: 500, timeoutMs: 120_000, what: 'the last answer' }
  const simulator = openSimulator(simulatorUrl)
  await until(async () => (await simulator.get('/summary')).webhooksPending === 0, wait)
  const isCounted = ({ progress }) => !progress?.counts.accepted
  await until(async () => (await owner.get('/broadcasts')).items.every(isCounted), wait)
}

async function photograph(chromium, { path, owner, language, viewport }) {
  const context = await chromium.newContext({
    viewport,
    locale: language,
    timezoneId: 'Asia/Jerusalem',
    deviceScaleFactor: 2,
    isMobile: viewport.width < 640,
  })
  const cookies = { ...owner.cookies(), lang: language }
  await context.addCookies(cookiesFor(owner.url, cookies))
  const page = await context.newPage()
  await page.goto(owner.url + path, { waitUntil: 'networkidle' })
  const picture = await page.screenshot()
  await context.close()
  return picture.toString('base64')
}

/** Both on one sheet. */
async function compose(chromium, { desk, phone }) {
  const page = await chromium.newPage({ viewport: { width: 1780, height: 880 } })
  const image = (data, width) =>
    `<img src="data:image/png;base64,${data}" width="${width}" style="border-radius:10px;box-shadow:0 4px 24px #0003">`
  await page.setContent(
    `<body style="margin:0;padding:40px;display:flex;gap:30px;background:#e7ecea">${image(desk, DESK.width)}${image(phone, PHONE.width)}</body>`,
  )
  mkdirSync(join(ROOT, 'docs'), { recursive: true })
  await page.screenshot({ path: join(ROOT, 'docs', 'picture.png') })
}
