import { Merge, RotateCw, Users } from 'lucide-preact'
import * as v from 'valibot'
import type {
  DuplicateList,
  DuplicateScan,
  DuplicateView,
  LookalikeView,
} from '../../../worker/contract/merges'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Address, Phone, Time } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { ConsentChip } from './consent'
import { ContactName } from './contact-name'
import './merge.css'
import { judge, startScan, useDuplicates } from './merge-api'
import { inKeepingOrder } from './merge-choices'
import { reasonText } from './same-reasons'

const place = urlState(v.object({ after: v.optional(v.pipe(v.string(), v.maxLength(300)), '') }))

/** Contacts that are probably one person, the surest first. */
export function DuplicatesPage() {
  const { after } = place.value.value
  const duplicates = useDuplicates(after)
  const mayChange = canSend(useSession())
  const { data } = duplicates
  return (
    <Page
      title={m.duplicates_title()}
      crumbs={[{ label: m.contacts_title(), href: '/contacts' }]}
      actions={mayChange && data?.scan.scannedAt && <ScanButton scan={data.scan} />}
    >
      <Loaded query={duplicates} skeleton={<Skeleton shape="rows" count={5} />}>
        {(list) => <Found list={list} mayChange={mayChange} />}
      </Loaded>
    </Page>
  )
}

function ScanButton({ scan, isFirst }: { scan: DuplicateScan; isFirst?: boolean }) {
  const look = useAction<null>(startScan)
  return (
    <Button
      icon={RotateCw}
      variant={isFirst ? 'primary' : undefined}
      isBusy={scan.isScanning || look.isBusy.value}
      onClick={() => void look.run(null)}
    >
      {isFirst ? m.duplicates_scan_first() : m.duplicates_scan()}
    </Button>
  )
}

function Found({ list, mayChange }: { list: DuplicateList; mayChange: boolean }) {
  const { items, next, scan } = list
  const { after } = place.value.value
  if (items.length === 0 && !after) {
    return (
      <EmptyState
        icon={Users}
        title={scan.scannedAt ? m.duplicates_none() : m.duplicates_never()}
        actions={mayChange && !scan.scannedAt && <ScanButton scan={scan} isFirst />}
      >
        {m.duplicates_text()}
      </EmptyState>
    )
  }
  return (
    <div class="panel">
      <ol class="pairs">
        {items.map((pair) => (
          <li key={`${pair.first.id} ${pair.second.id}`}>
            <Pair pair={pair} mayChange={mayChange} />
          </li>
        ))}
      </ol>
      <ListFoot
        nextHref={next ? place.href({ after: next }) : null}
        firstHref={after ? place.href({ after: '' }) : null}
      >
        {scan.scannedAt &&
          rich(m.duplicates_scanned, { time: <Time at={scan.scannedAt} style="relative" /> })}
      </ListFoot>
    </div>
  )
}

function Pair({ pair, mayChange }: { pair: DuplicateView; mayChange: boolean }) {
  const { first, second, reason } = pair
  const [keep, other] = inKeepingOrder(first, second)
  const ids: [string, string] = [first.id, second.id]
  const tellApart = useAction<null>(async () => {
    await judge({ ids, verdict: 'different' })
    showToast({
      text: m.duplicates_told_apart(),
      undo: () => void judge({ ids, verdict: 'unsure' }).catch(tellFailure),
    })
  })
  const failure = tellApart.error.value
  return (
    <>
      <p class="sm muted">{reasonText(reason)}</p>
      <div class="merge-heads">
        <Lookalike one={keep} />
        <Lookalike one={other} />
      </div>
      {failure && <p class="error sm">{describeFailure(failure)}</p>}
      {mayChange && (
        <div class="row">
          <LinkButton
            icon={Merge}
            size="slim"
            href={`/contacts/merge?keep=${keep.id}&other=${other.id}`}
          >
            {m.duplicates_compare()}
          </LinkButton>
          <Button
            variant="quiet"
            size="slim"
            isBusy={tellApart.isBusy.value}
            onClick={() => void tellApart.run(null)}
          >
            {m.duplicates_different()}
          </Button>
        </div>
      )}
    </>
  )
}

const Lookalike = ({ one }: { one: LookalikeView }) => (
  <div class="lookalike">
    <a href={`/contacts/${one.id}`}>
      <b>
        <ContactName contact={one} />
      </b>
    </a>
    {one.phone && one.name && <Phone value={one.phone} />}
    {one.email && (
      <span class="sm muted">
        <Address value={one.email} />
      </span>
    )}
    <ConsentChip state={one.consent} />
  </div>
)
