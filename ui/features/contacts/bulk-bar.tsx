import { useSignal } from '@preact/signals'
import { Ban, Ellipsis, Tag as TagIcon, Trash2, X } from 'lucide-preact'
import { Progress } from '../../components/bar'
import { Button, IconButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { DeleteManyDialog, OptOutDialog, TagDialog } from './bulk-dialogs'
import { useContactCount } from './model'
import { chooseAll, chooseNobody, runningEdit, selection } from './selection'

type Asking = 'add_tag' | 'remove_tag' | 'opt_out' | 'delete' | null

/** Stands in for the toolbar while people are chosen, and says exactly how many. */
export function BulkBar({ onPage }: { onPage: number }) {
  const asking = useSignal<Asking>(null)
  const mayDelete = canManage(useSession())
  const { data: total } = useContactCount()
  const { ids, isAll } = selection.value
  const edit = runningEdit.value
  if (edit) return <Working done={edit.done} people={edit.people} />
  if (ids.size === 0) return null
  const count = isAll ? (total?.count ?? 0) : ids.size
  const close = () => {
    asking.value = null
  }
  const ask = (what: Asking) => () => {
    asking.value = what
  }
  const canTakeAll = !isAll && total !== undefined && ids.size >= onPage && total.count > ids.size
  return (
    <section class="bulk" aria-label={m.contacts_bulk_actions()}>
      <IconButton
        icon={X}
        variant="quiet"
        size="slim"
        label={m.contacts_bulk_choose_nobody()}
        onClick={chooseNobody}
      />
      <b role="status">{m.contacts_bulk_chosen({ count })}</b>
      {canTakeAll && (
        <Button variant="quiet" size="slim" onClick={chooseAll}>
          {m.contacts_bulk_choose_all({ count: formatNumber(total.count) })}
        </Button>
      )}
      <span class="grow" />
      <Button size="slim" icon={TagIcon} onClick={ask('add_tag')}>
        {m.contacts_bulk_tag()}
      </Button>
      <Menu
        trigger={{
          class: 'btn slim icon',
          content: <Icon of={Ellipsis} size="sm" />,
          label: m.common_more(),
        }}
        items={[
          { label: m.contacts_bulk_untag(), icon: X, onSelect: ask('remove_tag') },
          { label: m.contacts_bulk_opt_out(), icon: Ban, onSelect: ask('opt_out') },
          ...(mayDelete
            ? ([
                'line',
                {
                  label: m.contacts_bulk_delete(),
                  icon: Trash2,
                  tone: 'danger',
                  onSelect: ask('delete'),
                },
              ] as const)
            : []),
        ]}
      />
      <TagDialog what={asking.value} count={count} onClose={close} />
      <OptOutDialog isOpen={asking.value === 'opt_out'} count={count} onClose={close} />
      <DeleteManyDialog isOpen={asking.value === 'delete'} count={count} onClose={close} />
    </section>
  )
}

const Working = ({ done, people }: { done: number; people: number }) => {
  const label = m.contacts_bulk_working({ done: formatNumber(done), count: people })
  return (
    <section class="bulk" aria-label={m.contacts_bulk_actions()}>
      <span>{label}</span>
      <span class="grow">
        <Progress value={done} max={people} label={label} size="thin" />
      </span>
    </section>
  )
}
