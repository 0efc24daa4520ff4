import { CircleCheck, RotateCw } from 'lucide-preact'
import type {
  DeadLetterKind,
  DeadLetterList,
  DeadLetterView,
} from '../../../worker/contract/dead-letters'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { refreshLostWork, replayAll, replayOne, useLostWork } from './lost-work'
import './lost-work.css'
import { canManage, useSession } from './session'
import { SettingsFrame } from './settings-frame'

/** What failed again and again: nothing of it is lost, and an owner puts it back to work. */
export function LostWorkPage() {
  const work = useLostWork()
  const mayManage = canManage(useSession())
  return (
    <SettingsFrame current="work">
      <p class="muted">{m.settings_work_intro()}</p>
      {mayManage ? (
        <Loaded query={work} skeleton={<Skeleton shape="rows" count={2} />}>
          {(list) => <LostWork list={list} />}
        </Loaded>
      ) : (
        <p>{m.settings_work_not_yours()}</p>
      )}
    </SettingsFrame>
  )
}

const KIND_NAMES: Record<DeadLetterKind, () => string> = {
  broadcast: m.settings_work_broadcast,
  message: m.settings_work_message,
  webhook: m.settings_work_webhook,
  import: m.settings_work_import,
  sync: m.settings_work_sync,
  other: m.settings_work_other,
}

function LostWork({ list: { items, count, replayed } }: { list: DeadLetterList }) {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  return (
    <>
      {count === 0 ? (
        <EmptyState icon={CircleCheck} title={m.settings_work_none()} />
      ) : (
        <Section
          title={m.settings_work_waiting({ count })}
          aside={<ReplayAll count={items.length} />}
        >
          <div class="stack">
            {kinds.map((kind) => (
              <Kind key={kind} kind={kind} items={items.filter((one) => one.kind === kind)} />
            ))}
          </div>
        </Section>
      )}
      {replayed.length > 0 && (
        <Section title={m.settings_work_replayed()}>
          <ul class="panel cards">
            {replayed.map(({ id, kind, replayedAt, at }) => (
              <li key={id}>
                <div>
                  <b>{KIND_NAMES[kind]()}</b>
                  <span class="sm muted">
                    {rich(m.settings_work_failed_at, { when: <Time at={at} /> })}
                  </span>
                </div>
                <div class="e sm muted">
                  {rich(m.settings_work_replayed_at, { when: <Time at={replayedAt ?? at} /> })}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Kind = ({ kind, items }: { kind: DeadLetterKind; items: DeadLetterView[] }) => (
  <Section
    level={3}
    title={
      <>
        {KIND_NAMES[kind]()} <bdi class="num muted">{formatNumber(items.length)}</bdi>
      </>
    }
  >
    <p class="sm muted lost-work-text">{items[0]?.text}</p>
    <ul class="panel cards">
      {items.map((letter) => (
        <Letter key={letter.id} letter={letter} />
      ))}
    </ul>
  </Section>
)

function Letter({ letter: { id, at, about } }: { letter: DeadLetterView }) {
  const replay = useAction<null>(async (_, key) => {
    await replayOne(id, key)
    await refreshLostWork()
    showToast({ text: m.settings_work_back({ count: 1 }) })
  })
  const failure = replay.error.value
  return (
    <li>
      <div>
        <span class="md">{rich(m.settings_work_failed_at, { when: <Time at={at} /> })}</span>
        {about && <About about={about} />}
        {failure && <span class="sm t-danger">{describeFailure(failure)}</span>}
      </div>
      <div class="e">
        <Button size="slim" isBusy={replay.isBusy.value} onClick={() => void replay.run(null)}>
          {m.settings_work_replay()}
        </Button>
      </div>
    </li>
  )
}

const About = ({ about: { kind, id } }: { about: NonNullable<DeadLetterView['about']> }) =>
  kind === 'broadcast' ? (
    <a class="sm" href={`/broadcasts/${id}`}>
      {m.settings_work_open_broadcast()}
    </a>
  ) : (
    <a class="sm" href={`/contacts/import/${id}`}>
      {m.settings_work_open_import()}
    </a>
  )

function ReplayAll({ count }: { count: number }) {
  const replay = useAction<null>(async (_, key) => {
    const { replayed } = await replayAll(key)
    await refreshLostWork()
    showToast({ text: m.settings_work_back({ count: replayed }) })
  })
  const press = async () => {
    const isDone = await replay.run(null)
    const error = replay.error.peek()
    if (!isDone && error) showToast({ text: describeFailure(error), tone: 'danger' })
  }
  if (count < 2) return null
  return (
    <Button size="slim" icon={RotateCw} isBusy={replay.isBusy.value} onClick={() => void press()}>
      {m.settings_work_replay_all()}
    </Button>
  )
}
