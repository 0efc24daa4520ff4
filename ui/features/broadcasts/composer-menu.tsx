import { Ellipsis, Trash2 } from 'lucide-preact'
import { describeFailure } from '../../components/failure'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import type { Draft } from './draft'
import { bringBack, discardDraft } from './drafts'

export function ComposerMenu({ draft }: { draft: Draft }) {
  const remove = useAction<null>(async () => {
    const view = draft.view.peek()
    const unsaved = draft.autosave.unsaved()
    draft.autosave.discard()
    try {
      await discardDraft(view.id)
    } catch (cause) {
      // It is still here, and so is what was typed last.
      if (unsaved) draft.autosave.change(unsaved)
      throw cause
    }
    navigate('/broadcasts')
    const undo = async () => {
      const again = await bringBack(view)
      navigate(`/broadcasts/${again.id}/edit`)
    }
    showToast({ text: m.composer_deleted(), undo: () => void undo().catch(tellFailure) })
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
