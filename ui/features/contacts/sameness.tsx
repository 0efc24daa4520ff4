import { Merge, Undo2, Users } from 'lucide-preact'
import type { DuplicateView, MergeView } from '../../../worker/contract/merges'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Name, Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { ContactName } from './contact-name'
import './merge.css'
import { undoMerge, useSameness } from './merge-api'
import { inKeepingOrder } from './merge-choices'

/** Whom a contact may be the same person as, and whom it was merged with within the day. */
export function Sameness({ id }: { id: string }) {
  const { data } = useSameness(id)
  const mayChange = canSend(useSession())
  if (!data || (data.duplicates.length === 0 && data.merges.length === 0)) return null
  return (
    <div class="stack tight sameness">
      {data.merges.map((merge) => (
        <Merged key={merge.id} merge={merge} mayChange={mayChange} />
      ))}
      {data.duplicates.map((pair) => (
        <MayBe key={pair.first.id + pair.second.id} pair={pair} id={id} mayChange={mayChange} />
      ))}
    </div>
  )
}

function Merged({ merge, mayChange }: { merge: MergeView; mayChange: boolean }) {
  const undo = useAction<null>(async () => {
    await undoMerge(merge.id)
    showToast({ text: m.merge_undone() })
  })
  const failure = undo.error.value
  const until = merge.undoUntil
  return (
    <Banner
      tone={failure ? 'danger' : 'info'}
      icon={Merge}
      isInset
      action={
        mayChange &&
        until !== null && (
          <Button
            size="slim"
            icon={Undo2}
            isBusy={undo.isBusy.value}
            onClick={() => void undo.run(null)}
          >
            {m.merge_undo()}
          </Button>
        )
      }
    >
      {failure
        ? describeFailure(failure)
        : rich(m.merge_undo_until, {
            name: <Name value={merge.droppedName ?? m.contacts_no_name()} />,
            time: <Time at={until ?? merge.at} style="full" />,
          })}
    </Banner>
  )
}

type MayBeProps = { pair: DuplicateView; id: string; mayChange: boolean }

function MayBe({ pair: { first, second }, id, mayChange }: MayBeProps) {
  const other = first.id === id ? second : first
  const [keep, drop] = inKeepingOrder(first, second)
  return (
    <Banner
      tone="info"
      icon={Users}
      isInset
      action={
        mayChange && (
          <LinkButton size="slim" href={`/contacts/merge?keep=${keep.id}&other=${drop.id}`}>
            {m.duplicates_compare()}
          </LinkButton>
        )
      }
    >
      {rich(m.duplicates_may_be, {
        name: (
          <a href={`/contacts/${other.id}`}>
            <ContactName contact={other} />
          </a>
        ),
      })}
    </Banner>
  )
}
