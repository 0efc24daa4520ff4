import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { Shop } from '../../support/shop'

describe('a thread that is read page by page', () => {
  it('shows each message once, however many were written in the same second', async () => {
    const shop = await Shop.open()
    const [contactId = ''] = await shop.add([{ phone: '+972541111117' }])
    const words: string[] = []
    for (const [second, messages] of [3, 17, 1, 9].entries()) {
      const at = shop.now() + second * 1000
      for (let n = 0; n < messages; n++) {
        words.push(`${second}.${n}`)
        await shop.reply(contactId, `${second}.${n}`, at)
      }
    }
    const [talk] = (await shop.get<List<ConversationView>>('/conversations')).items
    const read: ThreadEntry[] = []
    for (let before: string | null = ''; before !== null; ) {
      const query: string = before && `&before=${before}`
      const page: List<ThreadEntry> = await shop.get(
        `/conversations/${talk?.id}/thread?limit=5${query}`,
      )
      read.push(...page.items)
      before = page.next
    }
    const said = read.map(({ content }) => (content.kind === 'text' ? content.text : ''))
    expect(said.toSorted()).toEqual(words.toSorted())
    expect(read.map(({ at }) => at)).toEqual(read.map(({ at }) => at).toSorted((a, b) => b - a))
  })
})
