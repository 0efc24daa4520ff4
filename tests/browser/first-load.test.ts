import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, it } from 'vitest'
import { ROOT } from '../../scripts/build.mjs'
import { visit } from '../support/visitor'

const MOST_SCRIPT_KB = 60

// That no request leaves our own origin is watched in every browser test (tests/support/visitor.ts).
it.each(['/contacts', '/broadcasts'])('U01: %s first loads little script', async (path) => {
  const { page } = await visit({ as: inject('demoOwner') })
  const scripts = new Set<string>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) scripts.add(pathname)
  })
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  const bytes = [...scripts].map(
    (name) => gzipSync(readFileSync(join(ROOT, 'dist/ui', name))).length,
  )
  const kilobytes = bytes.reduce((sum, size) => sum + size, 0) / 1000
  expect(kilobytes).toBeLessThanOrEqual(MOST_SCRIPT_KB)
})
