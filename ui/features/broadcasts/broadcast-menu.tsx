import { Copy, Download, Ellipsis, Link, Printer } from 'lucide-preact'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { copyText } from '../../components/copy-text'
import { Icon } from '../../components/icon'
import { Menu, type MenuItem } from '../../components/menu'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { withQuery } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { press } from './control-parts'
import { copyAsDraft } from './drafts'

type Props = { broadcast: BroadcastView; isReport?: boolean }

/** What can be done with a broadcast besides sending it. */
export function BroadcastMenu({ broadcast, isReport }: Props) {
  const session = useSession()
  const duplicate = useAction<null>(async (_, key) => {
    const copy = await copyAsDraft(broadcast, key)
    navigate(`/broadcasts/${copy.id}/edit`)
  })
  // Another try is for the people of its broadcast; there is no audience to duplicate.
  const mayCopy = canSend(session) && !broadcast.retry
  const items: MenuItem[] = [
    ...(mayCopy
      ? [{ label: m.broadcast_duplicate(), icon: Copy, onSelect: () => void press(duplicate) }]
      : []),
    {
      label: m.broadcast_copy_link(),
      icon: Link,
      onSelect: () => void copyLink(session.account.id, broadcast.id),
    },
    ...(isReport ? reportItems(broadcast.id) : []),
  ]
  return (
    <Menu
      trigger={{
        class: 'btn quiet icon',
        label: m.composer_more(),
        content: <Icon of={Ellipsis} size="sm" />,
      }}
      items={items}
    />
  )
}

const reportItems = (id: string): MenuItem[] => {
  const file = (format: 'csv' | 'xlsx') => () => {
    location.assign(`/api/v1${withQuery(`/broadcasts/${id}/recipients/export`, { format })}`)
  }
  return [
    { label: m.broadcast_export_xlsx(), icon: Download, onSelect: file('xlsx') },
    { label: m.broadcast_export_csv(), icon: Download, onSelect: file('csv') },
    { label: m.broadcast_print(), icon: Printer, onSelect: () => print() },
  ]
}

/** It names the workspace: whoever is a member gets there also from another one, and nobody else does. */
async function copyLink(accountId: string, id: string) {
  const link = `${location.origin}/open/${accountId}/broadcasts/${id}`
  if (await copyText(link)) showToast({ text: m.broadcast_link_copied() })
}
