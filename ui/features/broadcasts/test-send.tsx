import { useSignal } from '@preact/signals'
import { Send } from 'lucide-preact'
import type { NewTests, SentTest, TesterView } from '../../../worker/contract/broadcast-tests'
import { Button } from '../../components/button'
import { type CheckItem, CheckList, type CheckState } from '../../components/check-list'
import { Checkbox } from '../../components/choice'
import { describeFailure } from '../../components/failure'
import { SelectField } from '../../components/field'
import { Time } from '../../components/isolate'
import { Money } from '../../components/money'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { newId } from '../../lib/new-id'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import type { Writing } from './composer'
import { usePreview } from './model'
import { sendTests } from './test-api'
import { keepTests, useTesters, useTests } from './test-model'
import './testers.css'
import { AddTester, RemoveTester, TesterText, testerName } from './testers'

/** The message as it will be, on phones of the team, before anybody else has it. */
export function TestSend({ writing }: { writing: Writing }) {
  const { view, plan } = writing
  const maySend = canSend(useSession())
  const testers = useTesters().data?.items ?? null
  const tests = useTests(view.id).data
  const left = useSignal<ReadonlySet<string>>(new Set())
  const like = useSignal('')
  if (!testers || !tests) return null
  const chosen = testers.filter(({ contactId }) => !left.value.has(contactId))
  const choose = (contactId: string, isChosen: boolean) => {
    const next = new Set(left.peek())
    if (isChosen) next.delete(contactId)
    else next.add(contactId)
    left.value = next
  }
  return (
    <Section title={m.composer_test()} level={3}>
      <p class="sm muted">
        {rich(m.composer_test_note, {
          cost: <Money micros={tests.costMicros} currency={tests.currency} />,
        })}
      </p>
      {testers.length > 0 && (
        <ul class="testers panel">
          {testers.map((tester) => (
            <li key={tester.contactId}>
              <Checkbox
                label={<TesterText tester={tester} />}
                isChecked={!left.value.has(tester.contactId)}
                onChange={(isChosen) => choose(tester.contactId, isChosen)}
              />
              {maySend && <RemoveTester tester={tester} />}
            </li>
          ))}
        </ul>
      )}
      <AddTester key={testers.length === 0 ? 'first' : 'more'} count={testers.length} />
      {testers.length > 0 && maySend && (
        <>
          {(plan?.people ?? 0) > 0 && <WhoseMessage writing={writing} like={like} />}
          <SendTests writing={writing} chosen={chosen} like={like.value} />
        </>
      )}
      <div role="status" aria-label={m.composer_test_results()}>
        {tests.items.length > 0 && <Results items={tests.items} version={view.version} />}
      </div>
    </Section>
  )
}

/** Real people of the audience, as in the preview beside it. */
function WhoseMessage({ writing, like }: { writing: Writing; like: { value: string } }) {
  const { view } = writing
  const people = usePreview(view.id, view.version, '', true).data?.items ?? []
  return (
    <SelectField
      label={m.composer_test_like()}
      value={like.value}
      options={[
        { value: '', text: m.composer_test_like_own() },
        ...people.map(({ contactId, name, phone }) => ({
          value: contactId,
          text: name ?? (phone ? formatPhone(phone) : m.contacts_no_name()),
        })),
      ]}
      onChange={(value) => {
        like.value = value
      }}
    />
  )
}

type SendProps = { writing: Writing; chosen: TesterView[]; like: string }
type Wish = Omit<NewTests, 'messages'> & { testers: string[] }

function SendTests({ writing, chosen, like }: SendProps) {
  const { view, isStale } = writing
  // Kept while an outcome is unknown: pressed again, the same messages are asked for.
  const ids = useSignal<{ wish: string; messages: NewTests['messages'] } | null>(null)
  const send = useAction<Wish>(async ({ testers, ...wish }, key) => {
    const text = JSON.stringify({ testers, ...wish })
    const messages =
      ids.peek()?.wish === text
        ? (ids.peek()?.messages ?? [])
        : testers.map((contactId) => ({ id: newId(), contactId }))
    ids.value = { wish: text, messages }
    keepTests(view.id, await sendTests(view.id, { ...wish, messages }, key))
    ids.value = null
  })
  const testers = chosen.map(({ contactId }) => contactId)
  return (
    <>
      {send.error.value && (
        <div class="errors" role="alert">
          <p>{describeFailure(send.error.value)}</p>
        </div>
      )}
      <div class="row">
        <Button
          icon={Send}
          isBusy={send.isBusy.value || isStale}
          isDisabled={testers.length === 0}
          onClick={() => void send.run({ version: view.version, like: like || null, testers })}
        >
          {m.composer_test_send({ count: testers.length })}
        </Button>
      </div>
    </>
  )
}

const LOOKS: Record<SentTest['state'], { state: CheckState; text: () => string }> = {
  queued: { state: 'waiting', text: m.composer_test_waiting },
  sending: { state: 'waiting', text: m.composer_test_waiting },
  accepted: { state: 'waiting', text: m.composer_test_accepted },
  sent: { state: 'waiting', text: m.composer_test_accepted },
  unknown: { state: 'warn', text: m.composer_test_unknown },
  delivered: { state: 'ok', text: m.composer_test_delivered },
  read: { state: 'ok', text: m.composer_test_read },
  played: { state: 'ok', text: m.composer_test_read },
  failed: { state: 'failed', text: m.composer_test_failed },
  skipped: { state: 'failed', text: m.composer_test_skipped },
}

function Results({ items, version }: { items: SentTest[]; version: number }) {
  const lines = items.map((test): CheckItem => {
    const { state, text } = LOOKS[test.state]
    return {
      key: test.id,
      state,
      stateText: text(),
      title: <bdi>{testerName(test)}</bdi>,
      note: (
        <>
          {text()}
          {test.reasonText ? <>: {test.reasonText} </> : ' · '}
          <Time at={test.readAt ?? test.deliveredAt ?? test.createdAt} style="full" />
          {test.version !== version && ` · ${m.composer_test_older()}`}
        </>
      ),
    }
  })
  return <CheckList items={lines} isTwoColumns />
}
