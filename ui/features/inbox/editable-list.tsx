import { useSignal } from '@preact/signals'
import { Pencil, Plus, Trash2 } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Button, IconButton } from '../../components/button'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { m } from '../../paraglide/messages.js'
import { refreshInbox } from './model'

type ListProps<Item> = {
  items: Item[]
  isAllowed: boolean
  show: (item: Item) => ComponentChildren
  form: (item: Item, close: () => void) => ComponentChildren
  /** Of the buttons, for who does not see which line they stand in. */
  editLabel: (item: Item) => string
  removeLabel: (item: Item) => string
  removedText: (item: Item) => string
  remove: (item: Item) => Promise<unknown>
  bringBack: (item: Item) => Promise<unknown>
}

/** Things that are changed where they stand, and taken away with Undo. */
export function EditableList<Item extends { id: string }>(props: ListProps<Item>) {
  if (props.items.length === 0) return null
  return (
    <ul class="panel saved-list">
      {props.items.map((item) => (
        <Row key={item.id} {...props} item={item} />
      ))}
    </ul>
  )
}

function Row<Item>({ item, ...props }: ListProps<Item> & { item: Item }) {
  const isEditing = useSignal(false)
  const turn = (on: boolean) => () => {
    isEditing.value = on
  }
  if (isEditing.value) return <li class="is-edited">{props.form(item, turn(false))}</li>
  return (
    <li>
      {props.show(item)}
      {props.isAllowed && (
        <span class="row">
          <IconButton
            icon={Pencil}
            variant="quiet"
            size="slim"
            label={props.editLabel(item)}
            onClick={turn(true)}
          />
          <IconButton
            icon={Trash2}
            variant="quiet"
            size="slim"
            label={props.removeLabel(item)}
            onClick={() => void takeAway(item, props)}
          />
        </span>
      )}
    </li>
  )
}

async function takeAway<Item>(item: Item, { remove, bringBack, removedText }: ListProps<Item>) {
  const attempt = async (change: ListProps<Item>['remove'], done: () => void) => {
    try {
      await change(item)
      done()
    } catch (error) {
      tellFailure(error)
    }
    await refreshInbox()
  }
  const undo = () => void attempt(bringBack, () => {})
  await attempt(remove, () => showToast({ text: removedText(item), undo }))
}

type ButtonsProps = { submit: string; isBusy: boolean; onCancel?: (() => void) | undefined }

/** Under a form: of something new, or of something that is being changed. */
export const FormButtons = ({ submit, isBusy, onCancel }: ButtonsProps) => (
  <div class="row">
    <Button type="submit" {...(!onCancel && { icon: Plus })} isBusy={isBusy}>
      {submit}
    </Button>
    {onCancel && (
      <Button variant="quiet" onClick={onCancel}>
        {m.common_cancel()}
      </Button>
    )}
  </div>
)
