import { gzipSync } from 'node:zlib'
import { expect, inject, it } from 'vitest'
import { visit } from '../support/visitor'

const MOST_SCRIPT_KB = 60

// That no request leaves our own origin is watched in every browser test (tests/support/visitor.ts).
it('U01: the first load brings little script', async () => {
  const { page } = await visit({ as: inject('demoOwner') })
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body())
  })
  await page.goto('/contacts')
  await page.waitForLoadState('networkidle')
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length)
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000
  expect(kilobytes).toBeLessThanOrEqual(MOST_SCRIPT_KB)
})
