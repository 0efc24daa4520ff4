import { expect, it } from 'vitest'
import { openWorld } from '../support/runtime'

it.each(['META_APP_ID', 'META_APP_SECRET', 'META_VERIFY_TOKEN', 'LINK_SECRET', 'KEK_1'])(
  'without %s every request says so, and says nothing else',
  async (name) => {
    const world = await openWorld({ without: name })
    try {
      for (const path of ['/healthz', '/', '/api/v1/session', '/privacy']) {
        const { status, text } = await world.browser().request('GET', path)
        expect(status).toBe(503)
        expect(text).toContain(name.replace(/_1$/, ''))
        for (const secret of Object.values(world.vars)) expect(text).not.toContain(secret)
      }
    } finally {
      await world.stop()
    }
  },
)
