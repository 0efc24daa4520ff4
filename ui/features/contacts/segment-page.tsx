import { useSignal } from '@preact/signals'
import { Trash2, Users } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import * as v from 'valibot'
import {
  type Filter,
  type SegmentView,
  Filter as WholeFilter,
} from '../../../worker/contract/segments'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextField } from '../../components/field'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { isolated } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { changeSegment, createSegment, deleteSegment } from './api'
import { refreshSegments, useSegments } from './model'
import { listHref, NO_ROWS, readFilter, writeFilter } from './segment-address'
import { SegmentBuilder } from './segment-builder'
import { SegmentOutcome } from './segment-outcome'
import { wholeRows } from './segment-rows'

const place = urlState(
  v.object({
    filter: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => text === '' || readFilter(text) !== null),
      ),
      '',
    ),
  }),
)

/** One segment, or the rows of one that has no name yet; both have an address that can be shared. */
export function SegmentPage() {
  const { params } = useRoute()
  const segments = useSegments()
  const id = params.id ?? 'new'
  if (id === 'new') return <Editor key="new" saved={null} />
  const saved = segments.data?.items.find((one) => one.id === id)
  if (saved) return <Editor key={id} saved={saved} />
  return (
    <Page title={m.segments_one()} crumbs={crumbs()}>
      <Loaded query={segments} skeleton={<Skeleton shape="text" />}>
        {() => <p class="md">{m.segments_gone()}</p>}
      </Loaded>
    </Page>
  )
}

const crumbs = () => [{ label: m.contacts_title(), href: '/contacts' }]

function Editor({ saved }: { saved: SegmentView | null }) {
  const maySave = canSend(useSession())
  const begun = () => readFilter(place.value.peek().filter) ?? saved?.filter ?? NO_ROWS
  const filter = useSignal<Filter>(useRef(begun()).current)
  const whole = wholeRows(filter.value)
  const text = writeFilter(whole)
  const isChanged = saved !== null && text !== writeFilter(saved.filter)
  // What is finished stands in the address: a reload or a copied link finds the same rows.
  useEffect(() => place.set({ filter: saved && !isChanged ? '' : text }), [text, isChanged])
  const isShort = whole.rules.length === 0
  return (
    <Page
      title={saved?.name ?? m.segments_new()}
      crumbs={crumbs()}
      primary={{
        label: m.segments_show(),
        icon: Users,
        href: saved && !isChanged ? `/contacts?segment=${saved.id}` : listHref(whole),
      }}
    >
      <IgnoredNotice ignored={place.ignored} />
      <div class="with-rail">
        <div class="stack">
          <Section title={m.segments_rows()}>
            <div class="panel pad">
              <SegmentBuilder
                filter={filter.value}
                onChange={(next) => {
                  filter.value = next
                }}
              />
            </div>
          </Section>
          {maySave && <Keep saved={saved} filter={whole} isShort={isShort} />}
        </div>
        <aside class="rail" aria-label={m.segments_outcome()}>
          <SegmentOutcome filter={whole} isUnfinished={writeFilter(filter.value) !== text} />
        </aside>
      </div>
    </Page>
  )
}

type KeepProps = { saved: SegmentView | null; filter: Filter; isShort: boolean }

function Keep({ saved, filter, isShort }: KeepProps) {
  const name = useSignal(saved?.name ?? '')
  const keep = useAction<{ name: string; filter: Filter }>(async (input, key) => {
    const parsed = v.parse(v.object({ name: v.string(), filter: WholeFilter }), input)
    const kept = saved ? await changeSegment(saved.id, parsed) : await createSegment(parsed, key)
    await refreshSegments()
    showToast({ text: m.segments_saved() })
    navigate(`/contacts/segments/${kept.id}`, { replace: true })
  })
  const remove = useAction<SegmentView>(async (one) => {
    await deleteSegment(one.id)
    await refreshSegments()
    navigate('/contacts', { replace: true })
    showToast({
      text: m.segments_deleted({ name: isolated(one.name) }),
      undo: () => void bringBack(one).catch(tellFailure),
    })
  })
  const failure = keep.error.value ?? remove.error.value
  const typed = name.value.trim()
  return (
    <Section title={m.segments_keep()}>
      <form
        class="panel pad stack close"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed && !isShort) void keep.run({ name: typed, filter })
        }}
      >
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
        <TextField
          label={m.segments_name()}
          hint={m.segments_name_hint()}
          maxLength={60}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value
          }}
        />
        <div class="row">
          <Button type="submit" isBusy={keep.isBusy.value} isDisabled={!typed || isShort}>
            {saved ? m.common_save() : m.segments_save_as()}
          </Button>
          {saved && (
            <>
              <LinkButton variant="quiet" href={`/broadcasts/new?segment=${saved.id}`}>
                {m.segments_send()}
              </LinkButton>
              <Button
                variant="quiet"
                icon={Trash2}
                isBusy={remove.isBusy.value}
                onClick={() => void remove.run(saved)}
              >
                {m.segments_delete()}
              </Button>
            </>
          )}
        </div>
      </form>
    </Section>
  )
}

async function bringBack({ name, filter }: SegmentView) {
  await createSegment({ name, filter }, crypto.randomUUID())
  await refreshSegments()
}
