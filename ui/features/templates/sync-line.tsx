import type { ComponentChildren } from 'preact'
import type { TemplateSyncView } from '../../../worker/contract/templates'
import { Time } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useTemplateSync } from './model'

/** "Synced 3 min ago · 2 new, 1 changed". */
export function SyncLine() {
  const { data } = useTemplateSync()
  if (!data) return <p class="sm muted sync-line" />
  return (
    <p class="sm muted sync-line" role="status">
      {describe(data)}
    </p>
  )
}

function describe(sync: TemplateSyncView): ComponentChildren {
  if (sync.state === 'running') return m.templates_syncing()
  if (sync.state === 'failed') {
    return (
      <span class="t-danger">
        {m.templates_sync_failed()}
        {sync.problem && `: ${sync.problem}`}
      </span>
    )
  }
  if (sync.syncedAt === null) return m.templates_sync_never()
  const changes = [
    sync.added > 0 && m.templates_sync_added({ count: sync.added }),
    sync.changed > 0 && m.templates_sync_changed({ count: sync.changed }),
    sync.removed > 0 && m.templates_sync_removed({ count: sync.removed }),
  ].filter((change) => change !== false)
  return (
    <>
      {rich(m.templates_synced, { when: <Time at={sync.syncedAt} /> })}
      {changes.map((change) => (
        <span key={change}> · {change}</span>
      ))}
    </>
  )
}
