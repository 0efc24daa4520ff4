import { Ellipsis, Trash2 } from 'lucide-preact'
import { describeFailure } from '../../components/failure'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import type { Draft } from './draft'
import { bringBack, discardDraft } from './drafts'

export function ComposerMenu({ draft }: { draft: Draft }) {
  const remove = useAction<null>(async () => {
    const view = draft.view.peek()
    draft.autosave.discard()
    await discardDraft(view.id)
    navigate('/broadcasts')
    const undo = async () => {
      const again = await bringBack(view)
      navigate(`/broadcasts/${again.id}/edit`)
    }
    showToast({ text: m.composer_deleted(), undo: () => void undo() })
  })
  const press = async () => {
    const isGone = await remove.run(null)
    const error = remove.error.peek()
    if (!isGone && error) showToast({ text: describeFailure(error), tone: 'danger' })
  }
  return (
    <Menu
      trigger={{
        class: 'btn quiet icon',
        label: m.composer_more(),
        content: <Icon of={Ellipsis} size="sm" />,
      }}
      items={[
        { label: m.composer_delete(), icon: Trash2, tone: 'danger', onSelect: () => void press() },
      ]}
    />
  )
}
